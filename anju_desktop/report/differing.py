"""A figure of an edited report that is not the one of its form, and when two figures agree."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from anju_desktop.blocks import Place
from anju_desktop.document.changes import CellRef
from anju_desktop.report.expecting import (
    Expected,
)
from anju_desktop.report.skeletons import Slot
from anju_desktop.rules.rule import decimals_of
from anju_desktop.rules.vocabulary import Kind
from anju_desktop.scoring.figures import rounded

BLANK = "空白"
_HUNDRED = Decimal(100)


class Difference(NamedTuple):
    """A figure of the report, and what the form has instead."""

    place: Place
    start: int
    end: int
    """In the text of the paragraph or cell."""
    cell_index: int
    """Which cell of a row; -1 in a paragraph."""
    written: str
    expected: str
    right: str
    """What would have to stand there, for the sums of the report."""
    figure: str
    """As written, without its unit."""
    source: CellRef | None
    text: str
    """The paragraph, or the row, it stands in."""


def difference(
    text: str, place: Place, slot: Slot | None, at: int, expected: Expected | None
) -> Iterator[Difference]:
    """The difference, if any, between a figure read at ``at`` and the one that faces it."""
    if expected is None:
        # A figure where the generated text has none at all is the clerk's own addition.
        return
    wanted = expected.slot
    if slot is None:
        if wanted is not None and not wanted.chinese:
            yield Difference(
                place, at, at, -1, BLANK, wanted.shown, wanted.text, "", expected.cell, text
            )
    elif wanted is None:
        yield Difference(
            place, at, slot.end, -1, slot.shown, BLANK, "", slot.text, expected.cell, text
        )
    elif not agrees(slot, wanted, expected.exact):
        shown, end, right = _shown(wanted, slot), slot.end, wanted.text
        if slot.measure and _in_other_unit(slot, wanted):
            end, right = slot.measure.end, wanted.shown
        figure, cell = slot.text, expected.cell
        yield Difference(place, at, end, -1, slot.shown, shown, right, figure, cell, text)


def _shown(wanted: Slot, slot: Slot) -> str:
    if wanted.measure is None and slot.measure is not None:
        return f"{wanted.text}{slot.measure.unit_text}"
    return wanted.shown


def _in_other_unit(slot: Slot, wanted: Slot) -> bool:
    return bool(
        slot.measure and wanted.measure and slot.measure.unit.factor != wanted.measure.unit.factor
    )


def agrees(slot: Slot, wanted: Slot, exact: Sequence[Decimal] = ()) -> bool:
    """Whether two figures say the same: in another unit, with idle zeros, a rate rounded."""
    if slot.number is None or wanted.number is None:
        return slot.text == wanted.text
    if slot.measure and wanted.measure:
        if slot.measure.unit.quantity == wanted.measure.unit.quantity:
            if slot.measure.base == wanted.measure.base:
                return True
        elif slot.number == wanted.number:
            return True
        if slot.measure.unit.kind is wanted.measure.unit.kind is Kind.RATIO:
            return _same_rate(slot.number, wanted.number, exact)
        return False
    return slot.number == wanted.number


def _same_rate(written: Decimal, wanted: Decimal, exact: Sequence[Decimal]) -> bool:
    """Whether a rate is the form's, rounded to fewer or, from its own figures, more decimals."""
    own = [rate for rate in exact if rounded(rate, decimals_of(wanted)) == wanted]
    if written == _HUNDRED != wanted:
        return False
    return any(rounded(rate, decimals_of(written)) == written for rate in (wanted, *own))
