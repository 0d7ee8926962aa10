"""A carried cell still says what the form says that it was carried from."""

from collections.abc import Iterable, Iterator, Sequence

from anju_desktop.document.carrying import carried_cells
from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.document.values import Value
from anju_desktop.forms.definition import CarriedRows, Carry, Check, Edition, Level
from anju_desktop.rules.across import normalised, same_period
from anju_desktop.rules.findings import Finding, Suggestion
from anju_desktop.rules.rule import AcrossRule, place, row_label, shortened, title_of
from anju_desktop.rules.view import Column, View

CARRIED = Check(
    "carried",
    Level.EXPLAIN,
    "与绩效目标表不一致",
    "绩效自评以下达的绩效目标为准",
    "改成与目标表一样；年中经批准调整过目标的，写明批准的文件。",
)


def carried_rules(edition: Edition) -> Iterator[AcrossRule]:
    """The rules that an edition's ``[[carry]]`` implies."""
    return (StillAsCarried(carry) for carry in edition.carry)


class StillAsCarried(AcrossRule):
    """Seen from the form that took over: each cell equals the one it came from."""

    def __init__(self, carry: Carry) -> None:
        super().__init__(CARRIED, _columns(carry))
        self._carry = carry

    def compare(self, view: View, others: Sequence[View]) -> Iterable[Finding]:
        source = self._source(view, others)
        if source is None:
            return
        gone: set[tuple[str, str]] = set()
        for own, there in carried_cells(self._carry, view.document, source.document):
            if own is not None:
                if not _same(view.document, own, source.document, there):
                    yield self._differs(view, own, source, there)
            elif (there.group, there.row) not in gone:
                gone.add((there.group, there.row))
                yield self._gone(view, source, there)

    def without_partner(self, view: View, others: Sequence[View]) -> Iterable[str]:
        if self._source(view, others) is None:
            yield "没有同时给出本项目的绩效目标表，带入的目标、指标和分值没有与它核对。"

    def _source(self, view: View, others: Sequence[View]) -> View | None:
        """The form of that edition and year whose name is the one remembered, or filled in."""
        names = {normalised(view.text(self._carry.mark))}
        if not names - {""}:
            names = {normalised(view.text(f)) for f in self._carry.fields if "." not in f}
        for other in others:
            fits = other.edition.id == self._carry.edition and same_period(view, other)
            if fits and normalised(other.document.title()) in names - {""}:
                return other
        return None

    def _differs(self, view: View, own: CellRef, source: View, there: CellRef) -> Finding:
        written, expected = _shown(view.document, own), _shown(source.document, there)
        text = source.document.text(there)
        return self.finding(
            [own],
            f"{place(view, own)}是“{written}”，绩效目标表里的"
            f"“{title_of(source.field((there.group, there.field)))}”是“{expected}”。",
            written=written,
            expected=expected,
            suggestion=Suggestion(own, text, "改成与目标表一样") if text.strip() else None,
        )

    def _gone(self, view: View, source: View, there: CellRef) -> Finding:
        rows = next(rows for rows in self._carry.groups if rows.source == there.group)
        name = row_label(source, there.group, there.row)
        return self.finding(
            [_first_cell(view, rows)],
            f"绩效目标表里有指标“{name}”，本表没有这一行。",
            title="少了绩效目标表里的指标",
            written="没有这一行",
            expected=name,
            advice="补上这一行；经批准取消的，写明批准的文件。",
        )


def _columns(carry: Carry) -> Iterator[Column]:
    yield "", carry.mark
    for target in carry.fields:
        group, _, field = target.rpartition(".")
        yield group.partition(".")[0], field
    for rows in carry.groups:
        for column in rows.columns:
            yield rows.target, column


def _first_cell(view: View, rows: CarriedRows) -> CellRef:
    ids = view.rows(rows.target)
    return CellRef(next(iter(rows.columns)), rows.target, ids[0] if ids else "")


def _same(document: Document, own: CellRef, source: Document, there: CellRef) -> bool:
    """Equal as texts without blanks, or in meaning: ≥18382户 and >=18382 户."""
    if "".join(document.text(own).split()) == "".join(source.text(there).split()):
        return True
    first, second = document.value(own), source.value(there)
    return first.number is not None and _meaning(first) == _meaning(second)


def _meaning(value: Value) -> tuple[object, ...]:
    return value.state, value.sign, value.number, value.unit


def _shown(document: Document, ref: CellRef) -> str:
    return shortened(document.text(ref).strip()) or "空白"
