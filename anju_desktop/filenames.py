"""Which file names every system of the people accepts, Windows first."""

import re

_FORBIDDEN = r'<>:"/\\|?*'
# Invisible characters: controls, and those that turn the direction of text around (a name that
# reads ``.pdf`` and ends in ``.exe``). Listed, because tables of categories differ between Pythons.
_INVISIBLE = "\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
UNSAFE = re.compile(f"[{_FORBIDDEN}{_INVISIBLE}\ud800-\udfff]")
"""Any character that some system forbids in a name."""
# Windows does keep half of a surrogate pair, but nothing else could name the file then.
_FORBIDDEN_ON_WINDOWS = re.compile(f"[{_FORBIDDEN}\x00-\x1f\ud800-\udfff]")
_UNSHOWABLE = re.compile(f"[{_INVISIBLE}\ud800-\udfff]")
_DEVICES = frozenset(
    (
        *("CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"),
        *(f"{port}{number}" for port in ("COM", "LPT") for number in "123456789¹²³"),
    )
)
_LONGEST_ON_WINDOWS = 255
"""Characters of one name, as UTF-16 counts them."""

_MOST_DEPTH = 8
_MOST_BYTES = 400
"""Longest path accepted from outside; Windows takes 260 characters, folder included."""


def is_device(name: str) -> bool:
    """Whether Windows takes this file name for a device (``CON``, ``com1.txt``)."""
    return name.partition(".")[0].rstrip().upper() in _DEVICES


def problem_on_windows(name: str) -> str:
    """Why Windows cannot make a file of this name, or would make another; ``""`` if it can."""
    if is_device(name):
        return f"“{name.partition('.')[0]}”是 Windows 留给设备的名字"
    if name != name.rstrip(" ."):
        return "文件名末尾不能是点或空格"
    found = _FORBIDDEN_ON_WINDOWS.search(name)
    if found:
        return "文件名里有不能用的字符" + (f"“{found[0]}”" if found[0].isprintable() else "")
    if len(name.encode("utf-16-le", "surrogatepass")) > 2 * _LONGEST_ON_WINDOWS:
        return "文件名太长"
    return ""


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
        or bool(UNSAFE.search(part))
    )
