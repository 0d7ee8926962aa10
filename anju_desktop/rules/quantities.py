"""Figures in a narrative: the number, its unit and precision, and what it speaks of.

Years, dates, document numbers, ordinals and list numbers are no figures: only a number with a
unit that counts or measures is one.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache, lru_cache
from itertools import groupby, islice
from typing import NamedTuple

from anju_desktop.document.values import is_a_date, narrow, to_decimal
from anju_desktop.patterns import pattern
from anju_desktop.rules.rule import decimals_of
from anju_desktop.rules.vocabulary import Kind, Unit, simple_units, vocabulary

_CLAUSE_END = pattern(r"[，,。；;：:！!？?\n\r、（）()]")
_SEGMENT_END = pattern(r"[，,、：:（(]")
_SENTENCE_END = pattern(r"[。；;！!？?\n\r](?![（(](?:包括|其中|含))")
_CLAUSE, _SENTENCE, _MOST = 60, 200, 500
"""Bounds in characters and figures: a pasted book must not stop the checks."""

# Only as many digits as an official number has, so that hostile text costs no time.
_NUMBER = pattern(r"(?<!\d)(?<!\d,)(\d[\d,]{0,39}(?:\.\d{1,20})?)\s*")
# 2000年底前建成 tells how old a house is, not when the work is done.
_A_YEAR = r"(?:20[2-9]\d(?=\s*年)|(?:19\d\d|20[01]\d)(?=\s*年(?!底?[以之]?前)))"
_YEAR = pattern(_A_YEAR)
_TORN = pattern(r"\d[ \u3000]$")
_WORDS = pattern(r"[A-Za-z\u3400-\u9fff]+")
_RANGE_BEFORE = pattern(r"\d[^\d达]{0,3}[-~～—－至到]$")
_RANGE_AFTER = pattern(r"[-~～—－至到]\d")
_BEFORE_NUMBER = "〔[【第.-/"
_RATE = pattern(r"([\u3400-\u9fff]*[\u3400-\u9fff](?:率|满意度|占比|比例|比重|进度))[^率度]{0,6}$")
_THAN_BEFORE = pattern(r"(?:比|较|同|与)(?:上一?年|去年|往年)")
_THIS_YEAR = pattern(rf"(?<![至止到]){_A_YEAR}|[本今当]年")
_BRACKETED = pattern(r"[（(][^（()）]*[）)]")
_PER = pattern(r"(?:每|[/／])\s*")
_DATE = pattern(r"(?<![\d.,])(\d{1,3})月(?:(\d{1,3})[日号])?")
_CLASS = pattern(r"以[上下内][\u3400-\u9fff]")
"""Behind a size that names a class of things: 90平方米以下户型."""
_LIMITS = ("以上", "以下", "以内")
"""Behind a number of things: a round limit, where a rate has its own."""
_NEAR, _EACH = 8, 12
"""How far before a number a word such as 约 still belongs to it, and 每户."""


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
    """Not about, not per something that is no unit, not of another period."""
    listed: bool
    """Part of a list after 其中."""
    part: bool
    """Listed and no part of a part."""
    year: str
    rate: str
    """The rate a percentage belongs to: 政策知晓率."""
    near: str
    """The words just before it."""
    words: frozenset[str]
    """The pairs of characters of its clause."""
    base: Decimal
    """The number in base units."""
    quantity: tuple[str, ...]
    """What it measures, and per what."""

    def about(self, name: str) -> int:
        """How much the clause and a name have in common, in pairs of characters."""
        return len(self.words & pairs(name))


class Narrative(NamedTuple):
    """What a text says in figures; it is read once, however often the table changes."""

    figures: tuple[Figure, ...]
    lists: tuple[tuple[Figure, tuple[Figure, ...]], ...]
    """Totals with the parts that the text lists."""
    no_date: str
    """A date that does not exist, or ``""``."""


@lru_cache(maxsize=64)
def narrative(text: str) -> Narrative:
    """Every figure of a text in order, its lists and its first impossible date."""
    sentences = [_sentence(part) for part in _SENTENCE_END.split(text)]
    return Narrative(
        tuple([figure for each in sentences for figure in each.figures][:_MOST]),
        tuple([found for each in sentences for found in each.lists]),
        next((each.no_date for each in sentences if each.no_date), ""),
    )


@lru_cache(maxsize=1024)
def _sentence(text: str) -> Narrative:
    """One sentence, which no other one has a say in: typing in one leaves the rest as read."""
    plain = narrow(text)
    figures = tuple(
        figure
        for found in islice(_NUMBER.finditer(plain), _MOST)
        if (figure := _figure(text, plain, found)) is not None
    )
    wrong = (date[0] for date in _DATE.finditer(plain) if not is_a_date(date[1], date[2]))
    return Narrative(figures, tuple(_listings(figures)), next(wrong, ""))


def figures_in(text: str) -> tuple[Figure, ...]:
    """Every figure of a text, in order."""
    return narrative(text).figures


def _listings(figures: tuple[Figure, ...]) -> Iterator[tuple[Figure, tuple[Figure, ...]]]:
    """Every total with the list of its parts: those of its unit in the same sentence."""
    for listed, run in groupby(enumerate(figures), key=lambda item: item[1].listed):
        members = [item for item in run if item[1].part]
        if not listed or not members:
            continue
        before = figures[: members[0][0]]
        for dimension in dict.fromkeys(part.quantity for _, part in members):
            parts = tuple([part for _, part in members if part.quantity == dimension])
            totals = [f for f in before if _could_be_total(f, parts[0])]
            side_by_side = _side_by_side(totals, parts)
            if side_by_side or _each_has_one(totals, parts):
                yield from side_by_side
            elif totals and len(parts) > 1 and totals[-1].comparable:
                equal = [total for total in totals if total.base == _added(parts)]
                yield (equal or totals)[-1], parts


def _added(parts: tuple[Figure, ...]) -> Decimal:
    return sum((part.base for part in parts), Decimal(0))


def _each_has_one(totals: list[Figure], parts: tuple[Figure, ...]) -> bool:
    """Whether the parts are one of each total: 开工9套，建成8套，其中甲区开工6套、建成5套."""
    last = totals[-len(parts) :]
    said = [pairs(total.near) for total in last]
    shared = frozenset.intersection(*said) if said else frozenset[str]()
    return len(last) == len(parts) > 1 and all(
        pairs(part.near) & (words - shared) for words, part in zip(said, parts, strict=True)
    )


def _side_by_side(
    totals: list[Figure], parts: tuple[Figure, ...]
) -> list[tuple[Figure, tuple[Figure, ...]]]:
    """Totals told together, each with its own parts, where one of them proves it.

    开工1000套，建成800套，其中甲区开工600套、建成500套，乙区开工400套、建成300套
    """
    for count in range(2, min(len(totals), 4) + 1):
        if len(parts) % count or len(parts) < 2 * count:
            continue
        columns = list(zip(totals[-count:], (parts[i::count] for i in range(count)), strict=True))
        if any(total.base == _added(column) for total, column in columns):
            return columns
    return []


def _could_be_total(figure: Figure, part: Figure) -> bool:
    return (
        not figure.listed and figure.quantity == part.quantity and part.lead.startswith(figure.lead)
    )


@lru_cache(maxsize=1024)
def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters that tell what a text is about."""
    generic = vocabulary().text.generic
    return frozenset(
        run[i : i + 2]
        for run in _WORDS.findall(text)
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


class Measured(NamedTuple):
    """A number with its unit, and where in a text it stands."""

    start: int
    end: int
    """Behind the unit, and behind what it is divided by as in 元/户."""
    number: Decimal
    unit: Unit
    """Divided by what the number is counted per."""
    unit_text: str
    """The unit without that."""

    @property
    def base(self) -> Decimal:
        """The number in base units."""
        return self.number * self.unit.factor


def measured(text: str) -> Iterator[Measured]:
    """Every number with a unit, times and scores included, in order."""
    plain = narrow(text)
    for found in _NUMBER.finditer(plain):
        counted = _counted(plain, found)
        if counted is not None:
            yield _per_what(text, plain, counted)


def _counted(plain: str, found: re.Match[str]) -> Measured | None:
    """A number with the unit behind it, or None for a year, an ordinal or a document number."""
    unit_text = _unit_after(plain, found.end())
    number = to_decimal(found[1])
    if not unit_text or number is None:
        return None
    unit = simple_units()[unit_text]
    start, end = found.start(), found.end() + len(unit_text)
    before = plain[start - 1] if start else ""
    if (before and before in _BEFORE_NUMBER) or (before.isascii() and before.isalnum()):
        return None
    if _TORN.search(plain, max(0, start - 2), start):
        return None  # 2 4 个, as a scan writes 24个.
    if unit.kind is not Kind.RATIO and _CLASS.match(plain, end):
        return None
    return Measured(start, end, number, unit, unit_text)


def _per_what(text: str, plain: str, counted: Measured) -> Measured:
    """The number with what it is counted per, as far as that stands before or behind it."""
    lead = _lead(text, counted.start)
    before_units, after_units = _each_before(lead), _each_after(plain, counted.end)
    said = "".join(mark for mark, _ in before_units)
    opening = counted.start - len(said) if lead.endswith(said) else counted.start
    end = counted.end + sum(len(mark) for mark, _ in after_units)
    unit = _divided(counted.unit, [name for _, name in (*before_units, *after_units)])
    return counted._replace(start=opening, end=end, unit=unit)


def _figure(text: str, plain: str, found: re.Match[str]) -> Figure | None:
    counted = _counted(plain, found)
    if counted is None:
        return None
    if counted.unit.kind in (Kind.TIME, Kind.SCORE) and counted.unit.dimension != "times":
        return None
    number = _per_what(text, plain, counted)
    lead, end = _lead(text, counted.start), number.end
    listed = _list_before(lead)
    clause = _clause(text, counted.start, end)
    years, rate = _YEAR.findall(lead), _RATE.search(lead)
    return Figure(
        text[number.start : end],
        number.number,
        number.unit,
        number.unit_text,
        clause,
        lead,
        _comparable(lead, plain[end : end + 3], bool(number.unit.per))
        and not (number.unit.counts and plain.startswith(_LIMITS, end)),
        listed is not None,
        listed is not None and _depth(listed) == 0,
        years[-1] if years else "",
        rate[1] if rate else "",
        _just_before(lead),
        pairs(clause),
        number.base,
        number.unit.quantity,
    )


def _just_before(lead: str) -> str:
    """The last words of a lead."""
    segments = _SEGMENT_END.split(lead)
    return next((segment[-14:] for segment in reversed(segments) if segment.strip()), "")


def _clause(text: str, start: int, end: int) -> str:
    """The clause around a figure, without the figure."""
    before = _CLAUSE_END.split(text[max(0, start - _CLAUSE) : start])[-1]
    after = _CLAUSE_END.split(text[end : end + _CLAUSE], maxsplit=1)[0]
    return f"{before} {after}"


def _lead(text: str, start: int) -> str:
    """The sentence up to a figure."""
    return text[max(0, start - _SENTENCE) : start]


# ---------------------------------------------------------------- per what


def _each_before(lead: str) -> list[tuple[str, str]]:
    """The units before a number that it is counted per: 每人每月, 户均."""
    near = _CLAUSE_END.split(lead[-_EACH:])[-1]
    found = [
        (mark[0] + unit, unit)
        for mark in re.finditer("每", near)
        if (unit := _unit_after(near, mark.end()))
    ]
    averages = vocabulary().text.averages
    return [*found, *((word, averages[word]) for word in averages if word in near)]


def _each_after(plain: str, position: int) -> list[tuple[str, str]]:
    """The units behind a number that it is counted per, as written: /户/月."""
    found = []
    while (mark := _PER.match(plain, position)) and (unit := _unit_after(plain, mark.end())):
        written = plain[position : mark.end() + len(unit)]
        found.append((written, unit))
        position += len(written)
    return found


def _divided(unit: Unit, per: list[str]) -> Unit:
    below = [simple_units()[name] for name in per]
    factor = unit.factor
    for each in below:
        factor /= each.factor
    return Unit(unit.dimension, factor, tuple(each.dimension for each in below))


# ---------------------------------------------------------------- lists and periods


def _list_before(lead: str) -> str | None:
    """The list a figure stands in, from its word (其中) up to the figure; None outside lists.

    A list in brackets ends with them; one that is parted by 、 ends at a comma.
    """
    starts = [lead.rfind(word) + len(word) for word in vocabulary().text.listing if word in lead]
    if not starts:
        return None
    inside = lead[max(starts) :]
    return None if _depth(inside) < 0 or _is_over(inside) else inside


def _is_over(inside: str) -> bool:
    """Whether a list that is parted by 、 has come to a comma."""
    flat = _BRACKETED.sub("", inside)
    parted = re.search(r"\d[^、，,]*([、，,])", flat)
    return bool(parted and parted[1] == "、" and re.search("[，,]", flat[parted.end() :]))


def _depth(text: str) -> int:
    """How many brackets are open at the end, below zero where more were closed."""
    opened = text.count("（") + text.count("(")
    return opened - text.count("）") - text.count(")")


def _comparable(lead: str, after: str, is_each: bool) -> bool:
    near = _CLAUSE_END.split(lead[-_NEAR:])[-1]
    return not (
        is_approximate(lead, after)
        or (not is_each and any(word in near for word in vocabulary().text.each))
        or _of_another_period(lead)
    )


def is_approximate(lead: str, after: str) -> bool:
    """Whether the words around a number make it a range or a rough one: 约300户, 300余户."""
    words = vocabulary().text
    near = _CLAUSE_END.split(lead[-_NEAR:])[-1]
    return bool(
        _RANGE_BEFORE.search(lead)
        or _RANGE_AFTER.match(after)
        or after.startswith(("/", "每"))
        or (after.startswith(words.approximate_after) and not after.startswith(words.exact_after))
        or (
            near.endswith(words.approximate_before)
            and not near.endswith(words.exact_before)
            and "不" not in near[-4:]
        )
    )


def _of_another_period(lead: str) -> bool:
    """Whether a sentence has turned to another year, a plan of years or what was done before."""
    said = _THAN_BEFORE.sub("", lead)
    last = max((said.rfind(word) for word in vocabulary().text.other_periods), default=-1)
    return last >= 0 and _THIS_YEAR.search(said, last + 2) is None
