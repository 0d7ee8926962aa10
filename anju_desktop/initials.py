"""Finding Chinese words by a few characters or by the initials of their pinyin: 改造户数 by gzhs.

GB 2312 lists its 3755 common characters in the order of their pinyin, so the first character of
each letter is all there is to know. Characters beyond them have no initial here, and of several
readings only the one the standard sorts by is known.
"""

from bisect import bisect_right
from collections.abc import Sequence

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


# -- what a few characters find ----------------------------------------------------------------

EXACT, START, INSIDE, IN_ORDER = range(4)
"""How well a word fits what is typed, the best first."""

Fit = tuple[int, int]
"""One of the above, and the characters between the ones that were found."""

_HALF_WIDTH = {wide: wide - 0xFEE0 for wide in range(ord("！"), ord("～") + 1)}


def plain(text: str) -> str:
    """A text as it is compared: without blanks, half-width, small letters."""
    return "".join(text.translate(_HALF_WIDTH).lower().split())


class Word:
    """A plain text made ready for searching."""

    __slots__ = ("letters", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.letters = initials(text)

    def fit(self, wanted: str) -> Fit | None:
        """How it fits a plain text: as it is, in order with gaps, or by initials."""
        if wanted.isascii():
            return _fit(wanted, self.letters)
        return _fit(wanted, self.text) or self._mixed(wanted)

    def _mixed(self, wanted: str) -> Fit | None:
        """Characters and initials in one: 改zhs."""
        at, first = -1, 0
        for number, char in enumerate(wanted):
            among = self.letters if char.isascii() else self.text
            at = among.find(char, at + 1)
            if at < 0:
                return None
            first = first if number else at
        return IN_ORDER, at - first + 1 - len(wanted)


def _fit(wanted: str, text: str) -> Fit | None:
    if wanted == text:
        return EXACT, 0
    at = text.find(wanted)
    if at >= 0:
        return (INSIDE, at) if at else (START, 0)
    return _in_order(wanted, text)


def _in_order(wanted: str, text: str) -> Fit | None:
    at, first = -1, 0
    for number, char in enumerate(wanted):
        at = text.find(char, at + 1)
        if at < 0:
            return None
        first = first if number else at
    return IN_ORDER, at - first + 1 - len(wanted)


def found(typed: str, choices: Sequence[str]) -> list[str]:
    """The choices that fit, the best first and equals as they stand; all for nothing typed."""
    wanted = plain(typed)
    if not wanted:
        return list(choices)
    fits = [(Word(plain(choice)).fit(wanted), choice) for choice in choices]
    return [choice for fit, choice in sorted(_fitting(fits), key=lambda pair: pair[0])]


def begun(typed: str, choices: Sequence[str]) -> list[str]:
    """The choices whose initials begin with what is typed."""
    wanted = plain(typed)
    return [choice for choice in choices if initials(plain(choice)).startswith(wanted)]


def typed_as_initials(typed: str) -> bool:
    """Whether a text is small Latin letters alone, which no name and no choice consists of."""
    return typed.isascii() and typed.isalpha() and typed.islower()


def _fitting(fits: Sequence[tuple[Fit | None, str]]) -> list[tuple[Fit, str]]:
    return [(fit, choice) for fit, choice in fits if fit is not None]
