"""What a generated report states, figure by figure: the value, and where in the form it is from."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.document.values import to_decimal
from anju_desktop.report.pieces import Piece, Report, Run
from anju_desktop.report.skeletons import Slot, skeleton
from anju_desktop.rules.rule import title_of
from anju_desktop.scoring.scorecard import scorecard
from anju_desktop.scoring.steps import Step


class Expected(NamedTuple):
    """One figure of the generated report; ``slot`` is None where the form has none yet."""

    slot: Slot | None
    offset: int
    """Where it belongs in the skeleton of its text."""
    cell: CellRef | None
    exact: tuple[Decimal, ...]
    """Rates of its row before rounding, in percent."""


class Line(NamedTuple):
    """One paragraph or cell of the generated report."""

    key: str
    text: str
    expected: tuple[Expected, ...]


def line_of(runs: Sequence[Run], exact: Mapping[tuple[str, str], tuple[Decimal, ...]]) -> Line:
    """What runs of one paragraph state."""
    text = "".join(run.text for run in runs)
    key, slots, upto = skeleton(text)
    rows = [(run.cell.group, run.cell.row) for run in runs if run.cell is not None]
    rates = next((exact[row] for row in rows if row in exact), ())
    expected = [Expected(slot, slot.offset, _cell_at(runs, slot.start), rates) for slot in slots]
    expected += [Expected(None, upto[at], cell, rates) for at, cell in _blanks(runs)]
    return Line(key, text, tuple(sorted(expected, key=lambda each: each.offset)))


def _cell_at(runs: Sequence[Run], position: int) -> CellRef | None:
    for run in runs:
        if position < len(run.text):
            return run.cell
        position -= len(run.text)
    return None


def _blanks(runs: Sequence[Run]) -> Iterator[tuple[int, CellRef | None]]:
    """Where a figure is still missing: a score that nobody gave yet."""
    at = 0
    for run in runs:
        if run.text == "　" or (run.cell is not None and not run.text):
            yield at, run.cell
        at += len(run.text)


def lines_of(report: Report, document: Document) -> list[Line]:
    """Every paragraph of a generated report, in its order."""
    exact = exact_rates(document)
    return [line_of(part.runs, exact) for part in report.parts if isinstance(part, Piece)]


def exact_rates(document: Document) -> dict[tuple[str, str], tuple[Decimal, ...]]:
    """The rates of every scored row as they are before anybody rounds them."""
    card = scorecard(document)
    rows = card.rows if card else ()
    return {
        (row.group, row.row): tuple(
            dict.fromkeys(step.rate for step in _steps(row.step) if step.rate is not None)
        )
        for row in rows
    }


def _steps(step: Step) -> list[Step]:
    return [step, *(inner for part in step.parts for inner in _steps(part))]


def cell_words(document: Document, cell: CellRef | None, figure: str) -> str:
    """A cell in the clerk's words with its path, for a message; ``figure`` is what it has."""
    if cell is None:
        return "按填报的表应是"
    number, typed = to_decimal(figure.rstrip("分")), document.value(cell).number
    if number is not None and typed is not None and number != typed:
        return "按填报的表各行相加应是"
    title = title_of(document.definition(cell))
    path = document.path(cell)
    if not cell.group:
        return f"填报的“{title}”（{path}）是"
    marks = document.edition.find_group(cell.group).marks
    name = document.text(CellRef(marks.name, cell.group, cell.row)) if marks else ""
    name = "".join(name.split())
    is_name = marks is not None and cell.field == marks.name
    row = f"“{name}”的" if name and not is_name else ""
    return f"表中{row}“{title}”（{path}）是"
