"""Figures in a narrative: the number, its unit and precision, and what it speaks of.

Years, dates, document numbers, ordinals and list numbers are no figures: only a number with a
unit that counts or measures is one.
"""

import re
from decimal import Decimal
from functools import cache, lru_cache
from itertools import islice
from typing import NamedTuple

from anju_desktop.document.values import narrow, to_decimal
from anju_desktop.rules.rule import decimals_of
from anju_desktop.rules.vocabulary import Kind, Unit, simple_units, vocabulary

_CLAUSE_END = re.compile(r"[，,。；;：:！!？?\n\r、（）()]")
_SENTENCE_END = re.compile(r"[。；;！!？?\n\r]")
_CLAUSE, _SENTENCE, _MOST = 60, 200, 500
"""Bounds in characters and figures: a pasted book must not stop the checks."""

# Only as many digits as an official number has, so that hostile text costs no time.
_NUMBER = re.compile(r"(?<![\d,])(\d[\d,]{0,39}(?:\.\d{1,20})?)\s*")
_YEAR = re.compile(r"(?:19|20)\d\d(?=\s*年)")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_RANGE_BEFORE = re.compile(r"\d[^\d达]{0,3}[-~～—－至到]$")
_RANGE_AFTER = re.compile(r"[-~～—－至到]\d")
_BEFORE_NUMBER = "〔[【第.-/"
_RATE = re.compile(r"([\u3400-\u9fff]*[\u3400-\u9fff](?:率|满意度|占比|比例|比重))[^率度]{0,6}$")
_NEAR = 8
"""How far before a number a word such as 每 or 约 still belongs to it."""


class Figure(NamedTuple):
    """A number with its unit inside a text."""

    text: str
    number: Decimal
    unit: Unit
    unit_text: str
    clause: str
    """The clause it stands in, without the figure itself."""
    lead: str
    """The sentence up to the figure."""
    comparable: bool
    """Not about, not per something, not of another period."""
    listed: bool
    """Part of a list after 其中."""
    year: str

    @property
    def base(self) -> Decimal:
        return self.number * self.unit.factor

    @property
    def rate(self) -> str:
        """The rate a percentage belongs to: 政策知晓率."""
        found = _RATE.search(self.lead)
        return found[1] if found else ""

    def about(self, name: str) -> int:
        """How much the clause and a name have in common, in pairs of characters."""
        return len(pairs(self.clause) & pairs(name))


@lru_cache(maxsize=256)
def figures_in(text: str) -> tuple[Figure, ...]:
    """Every figure of a text, in order."""
    plain = narrow(text)
    return tuple(
        figure
        for found in islice(_NUMBER.finditer(plain), _MOST)
        if (figure := _figure(text, plain, found)) is not None
    )


@lru_cache(maxsize=1024)
def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring Han characters that tell what a text is about."""
    generic = vocabulary().text.generic
    return frozenset(
        run[i : i + 2]
        for run in _HAN.findall(text)
        for i in range(len(run) - 1)
        if run[i : i + 2] not in generic
    )


def same_size(number: Decimal, unit: Unit, other: Decimal, other_unit: Unit) -> bool:
    """Whether two figures of one dimension can be the same amount at their printed precision."""
    first, second = number * unit.factor, other * other_unit.factor
    if first == second:
        return True
    if unit.counts and unit.factor == other_unit.factor == 1:
        return False
    low_high = (_interval(number, unit.factor), _interval(other, other_unit.factor))
    return max(low for low, _ in low_high) < min(high for _, high in low_high)


def _interval(number: Decimal, factor: Decimal) -> tuple[Decimal, Decimal]:
    half = Decimal(5).scaleb(-decimals_of(number) - 1)
    return (number - half) * factor, (number + half) * factor


@cache
def _longest_unit() -> int:
    return max(map(len, simple_units()))


def _unit_after(plain: str, position: int) -> str:
    """The longest known unit that stands at a position, or ``""``."""
    units = simple_units()
    for length in range(_longest_unit(), 0, -1):
        if plain[position : position + length] in units:
            return plain[position : position + length]
    return ""


def _figure(text: str, plain: str, found: re.Match[str]) -> Figure | None:
    unit_text = _unit_after(plain, found.end())
    number = to_decimal(found[1])
    if not unit_text or number is None:
        return None
    unit = simple_units()[unit_text]
    if unit.kind in (Kind.TIME, Kind.SCORE) or unit.dimension == "points":
        return None
    start, end = found.start(), found.end() + len(unit_text)
    before = plain[start - 1] if start else ""
    if (before and before in _BEFORE_NUMBER) or (before.isascii() and before.isalnum()):
        return None
    clause, lead = _clause(text, start, end), _lead(text, start)
    years = _YEAR.findall(lead)
    return Figure(
        text[start:end],
        number,
        unit,
        unit_text,
        clause,
        lead,
        _comparable(lead, plain[end : end + 3]),
        any(word in lead for word in vocabulary().text.listing),
        years[-1] if years else "",
    )


def _clause(text: str, start: int, end: int) -> str:
    """The clause around a figure, without the figure."""
    before = _CLAUSE_END.split(text[max(0, start - _CLAUSE) : start])[-1]
    after = _CLAUSE_END.split(text[end : end + _CLAUSE], maxsplit=1)[0]
    return f"{before} {after}"


def _lead(text: str, start: int) -> str:
    """The sentence up to a figure."""
    return _SENTENCE_END.split(text[max(0, start - _SENTENCE) : start])[-1]


def _comparable(lead: str, after: str) -> bool:
    words = vocabulary().text
    near = _CLAUSE_END.split(lead[-_NEAR:])[-1]
    return not (
        _RANGE_BEFORE.search(lead)
        or _RANGE_AFTER.match(after)
        or after.startswith(("/", "每", *words.approximate_after))
        or near.endswith(words.approximate_before)
        or any(word in near for word in words.each)
        or any(word in lead for word in words.other_periods)
    )
