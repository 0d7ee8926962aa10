"""A text without its figures: what stays the same when a figure in it is altered.

Blanks, punctuation and the number in front of a heading are left out too: office programs and
clerks change them freely.
"""

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from anju_desktop.document.values import narrow, to_decimal
from anju_desktop.patterns import pattern
from anju_desktop.rules.quantities import Measured, measured

_FIGURE = pattern(r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?|[〇零一二三四五六七八九十百千两]+")
_NUMBERING = pattern(
    r"\s*(?:[（(]\s*(?:[一二三四五六七八九十]{1,3}|\d{1,2})\s*[)）]|[一二三四五六七八九十]{1,3}\s*[、.．]"
    r"|\d{1,2}\s*(?:[、．]|\.(?!\d))|第[一二三四五六七八九十]{1,3}[章节部条])"
)
_SIGNS = "%‰+=<>≥≤"
_SPELLINGS = {
    ">=": "≥",
    "<=": "≤",
    "＞＝": "≥",
    "＜＝": "≤",
    "≧": "≥",
    "≦": "≤",
    "⩾": "≥",
    "⩽": "≤",
}
_SPELLED = pattern("|".join(_SPELLINGS))
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}


class Slot(NamedTuple):
    """A figure in a text."""

    start: int
    end: int
    offset: int
    """Where it belongs in the skeleton."""
    text: str
    number: Decimal | None
    """None for a numeral that is no number, as in 一一."""
    chinese: bool
    measure: Measured | None
    """With its unit, where one follows that the program knows."""

    @property
    def shown(self) -> str:
        """The figure with its unit, as people are told."""
        return f"{self.text}{self.measure.unit_text if self.measure else ''}"


class Skeleton(NamedTuple):
    """A text taken apart into figures and the rest."""

    key: str
    slots: tuple[Slot, ...]
    upto: tuple[int, ...]
    """For every position of the text, how much of the key stands before it."""


@lru_cache(maxsize=4096)
def skeleton(text: str) -> Skeleton:
    """The figures of a text, in digits or Chinese numerals, and the text without them."""
    plain = narrow(text)
    numbered = _NUMBERING.match(plain)
    begin = numbered.end() if numbered else 0
    spelled = {found.start(): _SPELLINGS[found[0]] for found in _SPELLED.finditer(plain)}
    with_units = {each.start: each for each in measured(text)}
    # A unit told before the number moves its start: 每户300元.
    by_number = {_number_start(plain, start): each for start, each in with_units.items()}
    key: list[str] = []
    upto: list[int] = []
    slots: list[Slot] = []
    figures = iter([found for found in _FIGURE.finditer(plain) if found.start() >= begin])
    following = next(figures, None)
    at = 0
    while at < len(plain):
        if following is not None and at == following.start():
            measure = by_number.get(at)
            slots.append(_slot(text, following.start(), following.end(), len(key), measure))
            upto += [len(key)] * (following.end() - at)
            at, following = following.end(), next(figures, None)
            continue
        upto.append(len(key))
        if at >= begin:
            if at in spelled:
                key.append(spelled[at])
                upto += [len(key)] * (len(_spelling_at(plain, at)) - 1)
                at += len(_spelling_at(plain, at))
                continue
            if plain[at].isalnum() or plain[at] in _SIGNS:
                key.append(plain[at])
        at += 1
    return Skeleton("".join(key), tuple(slots), (*upto, len(key)))


def unnumbered(text: str) -> str:
    """A text without the number in front, blanks and marks: what it says, word for word."""
    numbered = _NUMBERING.match(narrow(text))
    return "".join(filter(str.isalnum, text[numbered.end() :] if numbered else text))


def _spelling_at(plain: str, at: int) -> str:
    return plain[at : at + 2] if plain[at : at + 2] in _SPELLINGS else plain[at]


def _number_start(plain: str, start: int) -> int:
    while start < len(plain) and not plain[start].isdigit():
        start += 1
    return start


def _slot(text: str, start: int, end: int, offset: int, measure: Measured | None) -> Slot:
    written = text[start:end]
    chinese = not narrow(written)[0].isdigit()
    number = _chinese_number(written) if chinese else to_decimal(narrow(written))
    return Slot(start, end, offset, written, number, chinese, measure)


def _chinese_number(text: str) -> Decimal | None:
    """一百二十三 → 123; None for digits told one by one and for what is no number."""
    total = digit = 0
    lowest = 10_000
    for char in text:
        if char in _TENS:
            if _TENS[char] >= lowest:
                return None
            lowest = _TENS[char]
            total += (digit or 1) * lowest
            digit = 0
        elif digit:
            return None
        else:
            digit = _DIGITS[char]
    return Decimal(total + digit)
