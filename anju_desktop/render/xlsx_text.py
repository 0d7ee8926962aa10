"""Text as a workbook can hold it: cell texts and sheet names."""

import re
from collections.abc import Iterable
from typing import Any

MOST_UNITS = 32_767
"""Longest cell text of an ``.xlsx``, in UTF-16 code units."""
_MOST_NAME_UNITS = 31

_LINE_END = re.compile("\r\n?")
# XML cannot hold these, but the format has an escape for them (_x0001_); text that looks like
# such an escape has its first underscore escaped.
_ESCAPED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_NAME_MARKS = str.maketrans("[]:*?/\\'", "［］：＊？／＼’")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def units(text: str) -> int:
    """Length as Excel counts it: a character beyond U+FFFF is two."""
    return len(text) + sum(char > "\uffff" for char in text)


def lines(text: str) -> str:
    """The text with the one line end that a cell knows."""
    return _LINE_END.sub("\n", text) if "\r" in text else text


def escaped(text: str) -> str:
    """The text as it stands in the XML; nothing is lost, control characters included."""
    return _ESCAPED.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def sheet_names(titles: Iterable[str], reserved: Iterable[str] = ()) -> list[str]:
    """A valid and unique sheet name for every title, as close to it as possible."""
    taken = {"history", *(name.casefold() for name in reserved)}
    names = []
    for number, title in enumerate(titles, 1):
        wanted = _UNPRINTABLE.sub("", title.translate(_NAME_MARKS)).strip() or f"表{number}"
        name, copy = _cut(wanted, ""), 2
        while name.casefold() in taken:
            name, copy = _cut(wanted, f"（{copy}）"), copy + 1
        taken.add(name.casefold())
        names.append(name)
    return names


def _cut(wanted: str, ending: str) -> str:
    """``wanted`` with its middle left out where it is too long: both ends tell forms apart."""
    room = _MOST_NAME_UNITS - units(ending)
    if units(wanted) <= room:
        return wanted + ending
    tail = ""
    for char in reversed(wanted):
        if units(tail + char) > room // 3:
            break
        tail = char + tail
    head = ""
    for char in wanted:
        if units(head + char) > room - 1 - units(tail):
            break
        head += char
    return f"{head}…{tail}{ending}"


def put(cell: Any, text: str) -> None:
    """Write into an openpyxl cell; whatever it looks like (=100%, #N/A), it is text.

    ``text`` is at most :data:`MOST_UNITS` long.
    """
    # Not the property ``value``: it cuts off what is too long with its escapes, without a word.
    cell._value = escaped(text)
    cell.data_type = "s"
    cell.number_format = "@"
