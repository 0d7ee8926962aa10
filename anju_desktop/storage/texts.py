"""What a clerk typed, in a form that SQLite keeps without loss.

A ``TEXT`` value cannot hold a lone surrogate, and one with a NUL is cut short by tools that read
it as a C string. Such a text is kept as a ``BLOB`` (UTF-8 with surrogates let through); columns
for typed text are therefore declared ``ANY``. Every other text stays readable with any tool.
"""

import json
from collections.abc import Sequence

# Every start seals what it reads. Like the standard library's own ``random``, past ``hashlib``,
# which takes two milliseconds to look up all the algorithms it knows.
try:
    from _sha256 import sha256  # type: ignore[import-not-found]
except ImportError:
    from hashlib import sha256


def to_sql(text: str) -> str | bytes:
    """``text`` as a value to bind."""
    data = text.encode("utf-8", "surrogatepass")
    if "\0" in text or not _is_utf8(data):
        return data
    return text


def from_sql(value: str | bytes) -> str:
    """The text that :func:`to_sql` was given."""
    return value if isinstance(value, str) else value.decode("utf-8", "surrogatepass")


def canonical(items: Sequence[object]) -> bytes:
    """One sequence of bytes for equal content, on every machine and Python version."""
    text = json.dumps(items, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def fingerprint(data: bytes) -> bytes:
    """SHA-256 of ``data``."""
    return bytes(sha256(data).digest())


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
