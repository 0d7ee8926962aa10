"""The initials of Chinese characters in pinyin: 改造户数 → gzhs.

GB 2312 lists its 3755 common characters in the order of their pinyin, so the first character of
each letter is all there is to know. Characters beyond them have no initial here, and of several
readings only the one the standard sorts by is known.
"""

from bisect import bisect_right

_LETTERS = "abcdefghjklmnopqrstwxyz"
_FIRST = (
    *(0xB0A1, 0xB0C5, 0xB2C1, 0xB4EE, 0xB6EA, 0xB7A2, 0xB8C1, 0xB9FE, 0xBBF7, 0xBFA6, 0xC0AC),
    *(0xC2E8, 0xC4C3, 0xC5B6, 0xC5BE, 0xC6DA, 0xC8BB, 0xC8F6, 0xCBFA, 0xCDDA, 0xCEF4, 0xD1B9),
    0xD4D1,
)
"""GB 2312 codes of 啊, 芭, 擦, …: the first character under each letter."""
_LAST = 0xD7F9
NO_INITIAL = "\0"
"""Stands for a character without an initial; nobody types it."""


def initials(text: str) -> str:
    """One character for each of ``text``; Latin letters and digits stand for themselves."""
    return "".join(map(_initial, text))


def _initial(char: str) -> str:
    if char.isascii():
        return char.lower()
    try:
        high, low = char.encode("gb2312")
    except (UnicodeEncodeError, ValueError):
        return NO_INITIAL
    code = high << 8 | low
    return _LETTERS[bisect_right(_FIRST, code) - 1] if _FIRST[0] <= code <= _LAST else NO_INITIAL
