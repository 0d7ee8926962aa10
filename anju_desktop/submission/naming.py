"""Names of packages and folders, made from any text."""

import hashlib
import re
import unicodedata

from anju_desktop.filenames import UNSAFE, is_device


def safe_part(text: str, most_bytes: int) -> str:
    """``text`` as one part of a file name: nothing a system forbids, at most ``most_bytes`` long.

    Parts are joined with ``_``, so none is left inside. Lengths are in UTF-8, three to a Chinese
    character, because Linux counts so and Windows is more generous.
    """
    # Line ends become blanks before they are removed, and blanks are counted after all is gone.
    spaced = re.sub(r"\s", " ", unicodedata.normalize("NFC", text))
    cleaned = " ".join(UNSAFE.sub("", spaced).split()).replace("_", "-")
    short = cleaned.encode("utf-8")[:most_bytes].decode("utf-8", "ignore").strip(" .")
    if not short:
        return "未填"
    return f"-{short}" if is_device(short) else short


def fingerprint(*texts: str) -> str:
    """A short text that differs when ``texts`` do; tells apart names that had to be shortened."""
    joined = "\0".join(texts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:6]
