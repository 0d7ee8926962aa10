"""What two states of one form differ in, and the edit that leads from one to the other."""

from collections.abc import Iterator

from anju_desktop.document.changes import (
    CellRef,
    Change,
    ExplanationChanged,
    FactChanged,
    FieldChanged,
    Row,
    RowInserted,
    RowMoved,
    RowRemoved,
)
from anju_desktop.document.document import Document
from anju_desktop.records import record


@record(frozen=True, slots=True)
class CellDifference:
    """A cell or fact whose text is another; None where the row is not there.

    ``now`` is what stands in the first of the two forms, ``then`` in the second.
    """

    ref: CellRef
    now: str | None
    then: str | None


def differences(now: Document, then: Document) -> tuple[CellDifference, ...]:
    """The cells and facts that differ as they are seen; in the order of the first form."""
    return tuple(
        each for each in _compared(now, then) if each.now != each.then and (each.now or each.then)
    )


def _compared(now: Document, then: Document) -> Iterator[CellDifference]:
    for field in now.edition.fields:
        ref = CellRef(field.id)
        yield CellDifference(ref, now.text(ref), then.text(ref))
    for group in now.edition.groups:
        here, there = now.row_ids(group.id), then.row_ids(group.id)
        for row in (*here, *(row for row in there if row not in set(here))):
            for column in group.columns:
                ref = CellRef(column.id, group.id, row)
                yield CellDifference(ref, _text(now, ref, here), _text(then, ref, there))
    for fact in now.edition.facts:
        ref = CellRef(fact.id)
        yield CellDifference(ref, now.text(ref), then.text(ref))


def _text(document: Document, ref: CellRef, rows: tuple[str, ...]) -> str | None:
    return document.text(ref) if ref.row in rows else None


def changes_to(now: Document, then: Document) -> tuple[Change, ...]:
    """The changes that make the first form hold what the second holds, its version left alone."""
    changes: list[Change] = [
        *_outside_groups(now, then),
        *(change for group in now.edition.groups for change in _in_group(now, then, group.id)),
        *_facts(now, then),
        *_explanations(now, then),
    ]
    return tuple(changes)


def _outside_groups(now: Document, then: Document) -> Iterator[Change]:
    before, after = now.fields(), then.fields()
    for field in before | after:
        if before.get(field) != after.get(field):
            yield FieldChanged(CellRef(field), before.get(field), after.get(field))


def _facts(now: Document, then: Document) -> Iterator[Change]:
    before, after = now.facts(), then.facts()
    for fact in before | after:
        if before.get(fact) != after.get(fact):
            yield FactChanged(fact, before.get(fact), after.get(fact))


def _explanations(now: Document, then: Document) -> Iterator[Change]:
    before = {(e.rule, e.cell): e for e in now.explanations()}
    after = {(e.rule, e.cell): e for e in then.explanations()}
    for key in before | after:
        if before.get(key) != after.get(key):
            yield ExplanationChanged(*key, before.get(key), after.get(key))


def _in_group(now: Document, then: Document, group: str) -> Iterator[Change]:
    rows = [now.row(group, row) for row in now.row_ids(group)]
    wanted = [then.row(group, row) for row in then.row_ids(group)]
    categories = {row.row_id: row.category for row in wanted}
    for index in reversed(range(len(rows))):
        if categories.get(rows[index].row_id) != rows[index].category:
            yield RowRemoved(group, index, rows.pop(index))
    for index, row in enumerate(wanted):
        at = next((n for n, each in enumerate(rows) if each.row_id == row.row_id), None)
        if at is None:
            rows.insert(index, row)
            yield RowInserted(group, index, row)
            continue
        if at != index:
            rows.insert(index, rows.pop(at))
            yield RowMoved(group, at, index)
        yield from _in_row(group, rows[index], row)


def _in_row(group: str, now: Row, then: Row) -> Iterator[Change]:
    before, after = dict(now.cells), dict(then.cells)
    for field in before | after:
        if before.get(field) != after.get(field):
            ref = CellRef(field, group, now.row_id)
            yield FieldChanged(ref, before.get(field), after.get(field))
