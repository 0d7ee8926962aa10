"""The columns of a list: the amounts of its items that are added up together, and their total."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from anju_desktop.patterns import pattern
from anju_desktop.report.amounts import (
    Amount,
    adds_up,
)
from anju_desktop.report.listings import LED, Listing, is_carried_over, says_twice
from anju_desktop.rules.quantities import pairs
from anju_desktop.rules.vocabulary import Kind

_OFFICES = pattern(r"(?:旗?县|市|区|乡|镇|街道|部门|单位|批)")
PLACE = pattern(r"^(?:其中)?[\u3400-\u9fff]{1,5}(?:县|区|市|旗|镇|乡|街道)(?:[发开完改实]|$)")
_NO_RIVALS: frozenset[str] = frozenset()
_NAMED = frozenset({"*"})
"""Stands for columns that only their names tell apart."""


class Slot(NamedTuple):
    """The amounts of one dimension and step, one for each item that has it."""

    parts: tuple[Amount, ...]
    totals: tuple[Amount, ...]
    """The nearest last."""


def slots_of(listing: Listing) -> Iterator[Slot]:
    """The columns of a list that have a total of their own dimension, step and name."""
    dimensions = dict.fromkeys(each.quantity for item in listing.items for each in item)
    for quantity in dimensions:
        totals = tuple(
            t for t in listing.totals if t.quantity == quantity and not _OFFICES.match(t.noun)
        )
        rows = [[a for a in item if a.quantity == quantity] for item in listing.items]
        rows = [row for row in rows if row]
        if not totals or not rows:
            continue
        for parts, rivals in _columns(rows):
            fitting = _of_their_name(parts, _fitting(parts, totals, rivals))
            if fitting:
                parts = _of_one_kind(parts, fitting[-1])
            named = listing.opening != LED or _names_things(parts, fitting)
            if fitting and named and _same_noun((*parts, fitting[-1])):
                yield Slot(tuple(parts), fitting)


def _columns(
    rows: Sequence[Sequence[Amount]],
) -> Iterator[tuple[list[Amount], frozenset[str]]]:
    """The amounts that belong together, and the steps of those beside them in each item.

    Nothing where that is not certain.
    """
    flat = [each for row in rows for each in row]
    stages = dict.fromkeys(each.stage for each in flat)
    named = [stage for stage in stages if stage]
    years = [each.year for each in flat]
    alone = all(len(row) == 1 for row in rows)
    if all(years) and len(set(years)) == len(years):
        yield flat, _NO_RIVALS  # Year by year, what is done together with what is planned.
    elif alone and (len(named) < 2 or is_carried_over(flat)):
        yield flat, _NO_RIVALS
    elif len(named if alone else stages) > 1 and not any(says_twice(row) for row in rows):
        for stage in named if alone else stages:
            others = frozenset(stages) - {stage}
            yield [each for each in flat if each.stage == stage], others
    elif len({len(row) for row in rows}) == 1 and len(stages) == 1:
        for column in zip(*rows, strict=True):
            yield list(column), _NAMED


def _named_alike(parts: Sequence[Amount], totals: Sequence[Amount]) -> list[Amount]:
    """The totals that share a word with every part: 新建12处 of 新建4处, 新建8处."""
    return [t for t in totals if all(pairs(t.label) & pairs(p.label) for p in parts)]


def _of_one_kind(parts: Sequence[Amount], total: Amount) -> list[Amount]:
    """The parts that name the same thing as the total, where any of them names it.

    新增停车位1000个，其中公共停车位900个，建设充电桩820个: the chargers are no part.
    """
    if total.unit.kind is not Kind.GENERIC:
        return list(parts)
    said = pairs(total.label)
    same = [part for part in parts if said & pairs(part.label)]
    return same or list(parts)


def _fitting(
    parts: Sequence[Amount], totals: Sequence[Amount], rivals: frozenset[str]
) -> tuple[Amount, ...]:
    """The totals that may be meant: of the same step, or of none."""
    stages = {each.stage for each in parts if each.stage}
    if rivals is _NAMED:
        return tuple(_named_alike(parts, totals))
    if len(stages) > 1:
        return tuple(totals)
    stage = next(iter(stages), "")
    if not stage:
        return tuple(t for t in totals if not t.stage or t.stage not in rivals)
    same = tuple(t for t in totals if t.stage == stage)
    return same if same or rivals else tuple(t for t in totals if not t.stage)


def _names_things(parts: Sequence[Amount], totals: Sequence[Amount]) -> bool:
    """Whether things counted with 个 are called the same in total and parts, or are of places."""
    if not totals or totals[-1].unit.kind is not Kind.GENERIC:
        return True
    said = pairs(totals[-1].label)
    return all(said & pairs(part.label) or PLACE.search(part.label) for part in parts)


def _of_their_name(parts: Sequence[Amount], totals: Sequence[Amount]) -> tuple[Amount, ...]:
    """Of totals that name several things (社区12个、小区36个), those that the parts name too."""
    if len(totals) < 2 or totals[-1].unit.kind is not Kind.GENERIC:
        return tuple(totals)
    said = pairs("".join(part.label for part in parts)) - pairs(totals[-1].label)
    if not any(said & pairs(total.label) for total in totals):
        return tuple(totals)
    return tuple(_named_alike(parts, totals))


def _same_noun(parts: Sequence[Amount]) -> bool:
    """Whether things counted with 个 are things of one name, as far as a name is given."""
    nouns = [part.noun for part in parts if part.noun]
    return all(set(one) & set(other) for one, other in pairwise(nouns))


def equal_total(slot: Slot) -> Amount | None:
    """The nearest total that the parts make up, None where no total does."""
    return next((total for total in reversed(slot.totals) if adds_up(total, slot.parts)), None)
