"""File names that every system of the people accepts, Windows first."""

import hashlib
import re
import unicodedata

_FORBIDDEN = r'<>:"/\\|?*'
# Invisible characters: controls, and those that turn the direction of text around (a name that
# reads ``.pdf`` and ends in ``.exe``). Listed, because tables of categories differ between Pythons.
_INVISIBLE = "\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
_UNSAFE = re.compile(f"[{_FORBIDDEN}{_INVISIBLE}\ud800-\udfff]")
_UNSHOWABLE = re.compile(f"[{_INVISIBLE}\ud800-\udfff]")
_DEVICES = frozenset(
    (
        *("CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"),
        *(f"{port}{number}" for port in ("COM", "LPT") for number in "123456789¹²³"),
    )
)
_MOST_DEPTH = 8
_MOST_BYTES = 400
"""Longest path accepted from outside; Windows takes 260 characters, folder included."""


def safe_part(text: str, most_bytes: int) -> str:
    """``text`` as one part of a file name: nothing a system forbids, at most ``most_bytes`` long.

    Parts are joined with ``_``, so none is left inside. Lengths are in UTF-8, three to a Chinese
    character, because Linux counts so and Windows is more generous.
    """
    # Line ends become blanks before they are removed, and blanks are counted after all is gone.
    spaced = re.sub(r"\s", " ", unicodedata.normalize("NFC", text))
    cleaned = " ".join(_UNSAFE.sub("", spaced).split()).replace("_", "-")
    short = cleaned.encode("utf-8")[:most_bytes].decode("utf-8", "ignore").strip(" .")
    if not short:
        return "未填"
    return f"-{short}" if is_device(short) else short


def fingerprint(*texts: str) -> str:
    """A short text that differs when ``texts`` do; tells apart names that had to be shortened."""
    joined = "\0".join(texts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:6]


def is_device(name: str) -> bool:
    """Whether Windows takes this file name for a device (``CON``, ``com1.txt``)."""
    return name.partition(".")[0].rstrip().upper() in _DEVICES


def showable(name: str) -> str:
    """A name from outside as it may stand in a message: on one line, nothing invisible, short."""
    shown = _UNSHOWABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", name)
    return shown if len(shown) <= _MOST_BYTES else f"{shown[:100]}…"


def name_problem(name: str) -> str:
    """Why a path inside an archive is refused; ``""`` when it is safe on every system."""
    parts = name.removesuffix("/").split("/")
    if not name or ".." in parts or re.search(r"^/|[\\:]", name):
        return "指向压缩包以外的位置"
    if _UNSHOWABLE.search(name):
        return "文件名含有看不见的字符"
    if len(name.encode("utf-8")) > _MOST_BYTES or len(parts) > _MOST_DEPTH:
        return "文件名太长或层数太多"
    if any(_is_impossible(part) for part in parts):
        return "不能作文件名"
    return ""


def _is_impossible(part: str) -> bool:
    """Names that Windows changes or cannot make: empty, ``.``, ends with a dot, a device."""
    return (
        part in ("", ".")
        or part != part.rstrip(" .")
        or is_device(part)
        or bool(_UNSAFE.search(part))
    )
