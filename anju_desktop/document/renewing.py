"""A form begun from last year's: what is the same every year is kept, what has to be new is blank.

Names that speak of last year alone move on to the new year; a text that names other years too is
left as it is and told of. What last year came to (上年完成值) is data of the edition
(``[[last_year]]``) and taken from last year's forms where they are at hand.
"""

import re
from collections.abc import Iterator, Sequence

from anju_desktop.document.changes import (
    CellRef,
    Change,
    Edit,
    FieldChanged,
    Row,
    RowInserted,
    RowRemoved,
)
from anju_desktop.document.document import Document, blank_document
from anju_desktop.document.lastyear import name_column, stated_last_year
from anju_desktop.forms.definition import (
    Edition,
    Field,
    Group,
    NextYear,
    Owner,
    ValueType,
)
from anju_desktop.patterns import pattern
from anju_desktop.records import record

_KEPT_TYPES = frozenset(
    {
        ValueType.TEXT,
        ValueType.LONG_TEXT,
        ValueType.CHOICE,
        ValueType.REGION,
        ValueType.TELEPHONE,
        ValueType.SIGN,
        ValueType.UNIT,
    }
)
_YEAR = pattern(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DIGIT = pattern(r"\d")
_MOVED_SHOWN = 2


@record(frozen=True, slots=True)
class Moved:
    """A text that now names the new year."""

    title: str
    before: str
    after: str


@record(frozen=True, slots=True)
class Renewed:
    """The new form, and what became of last year's: titles of fields and columns, as printed."""

    document: Document
    moved: tuple[Moved, ...]
    blank: tuple[str, ...]
    """Stated last year, to be filled in anew."""
    taken: tuple[str, ...]
    """Filled with what last year came to."""
    to_read: tuple[str, ...]
    """Kept word for word although figures or years stand in them."""
    lost: tuple[str, ...]
    """Last year's table had it, this year's has not."""


def next_year(period: str) -> str:
    """``2024`` → ``2025``; ``""`` where the period is no year."""
    return str(int(period) + 1) if re.fullmatch(r"[0-9]{4}", period) else ""


def moved_on(text: str, old: str, new: str) -> str:
    """A text with its year moved on, where it names no other."""
    years = set(_YEAR.findall(text))
    return _YEAR.sub(new, text) if years == {old} else text


def renew(
    source: Document, edition: Edition, period: str, forms_of_last_year: Sequence[Document] = ()
) -> Renewed:
    """A form of ``edition`` for ``period``, begun from ``source``; last year's forms are asked
    for what it came to. Nothing in ``source`` changes."""
    return _Renewal(source, edition, period).run(forms_of_last_year)


def told(form: Renewed) -> Iterator[str]:
    """What became of one form, a sentence for each kind of change."""
    for moved in form.moved[:_MOVED_SHOWN]:
        yield f"改了年份：{moved.title}“{moved.before}”→“{moved.after}”。"
    if len(form.moved) > _MOVED_SHOWN:
        yield f"另有 {len(form.moved) - _MOVED_SHOWN} 处也这样改了年份。"
    if form.taken:
        yield f"已填上年的数：{'、'.join(form.taken)}。"
    if form.blank:
        yield f"留空，要新填：{'、'.join(form.blank)}。"
    if form.to_read:
        yield f"照抄了上年的文字，里面的数和年份请逐句核对：{'、'.join(form.to_read)}。"
    if form.lost:
        yield f"今年的表里没有，没带过来：{'、'.join(form.lost)}。"


class _Renewal:
    """One form on its way into the next year; gathers what is to be told."""

    def __init__(self, source: Document, edition: Edition, period: str) -> None:
        self._source = source
        self._edition = edition
        self._old, self._new = source.period, period
        self._document = blank_document(edition, source.unit, period)
        self._moved: dict[str, Moved] = {}
        # Dictionaries keep the order of the sheet and each title once.
        self._blank: dict[str, None] = {}
        self._taken: dict[str, None] = {}
        self._to_read: dict[str, None] = {}
        self._lost: dict[str, None] = {}

    def run(self, forms_of_last_year: Sequence[Document]) -> Renewed:
        changes = [*self._fields(), *self._rows()]
        if changes:
            self._document.apply(Edit("沿用上年", tuple(changes)))
        self._take_last_year((self._source, *forms_of_last_year))
        return Renewed(
            self._document,
            tuple(self._moved.values()),
            tuple(title for title in self._blank if title not in self._taken),
            tuple(self._taken),
            tuple(self._to_read),
            tuple(self._lost),
        )

    def _fields(self) -> Iterator[Change]:
        known = {field.id: field for field in self._edition.fields}
        for old in self._source.edition.fields:
            ref = CellRef(old.id)
            text = self._source.typed(ref)
            if text is None or not text.strip():
                continue
            field = known.get(old.id)
            kept = self._kept(field, old, None, text)
            before = self._document.typed(ref)
            if kept and kept != before:
                yield FieldChanged(ref, before, kept)

    def _rows(self) -> Iterator[Change]:
        ours = {group.id: group for group in self._edition.groups}
        for old in self._source.edition.groups:
            group = ours.get(old.id)
            if group is None:
                if self._source.row_ids(old.id):
                    self._lost[old.title] = None
            elif group.open and old.open:
                yield from self._open_rows(group, old)
            else:
                yield from self._printed_rows(group, old)

    def _printed_rows(self, group: Group, old: Group) -> Iterator[Change]:
        there = set(self._document.row_ids(group.id))
        for row in self._source.row_ids(old.id):
            for column, text in self._kept_cells(group, old, row):
                ref = CellRef(column, group.id, row)
                if row in there and text != self._document.text(ref):
                    yield FieldChanged(ref, self._document.typed(ref), text)

    def _open_rows(self, group: Group, old: Group) -> Iterator[Change]:
        """Last year's rows in the place of the empty ones that a new form begins with."""
        categories = {category.id for category in group.categories} or {""}
        rows: list[Row] = []
        for row in self._source.row_ids(old.id):
            cells = tuple(self._kept_cells(group, old, row))
            category = self._source.category(old.id, row) if group.categories else ""
            if category in categories:
                rows.append(Row(row, category, cells))
            elif cells:
                self._lost[self._source.text(CellRef(name_column(old), old.id, row))] = None
        if not rows:
            return
        begun = [self._document.row(group.id, row) for row in self._document.row_ids(group.id)]
        taken = {row.category for row in rows}
        ids = {row.row_id for row in rows}
        needed = {c.id for c in group.categories if c.minimum} - taken
        spare = [
            Row(_free(row.row_id, ids), row.category) for row in begun if row.category in needed
        ]
        for index in range(len(begun) - 1, -1, -1):
            yield RowRemoved(group.id, index, begun[index])
        order = [category.id for category in group.categories]
        every = sorted([*rows, *spare], key=lambda r: order.index(r.category) if order else 0)
        yield from (RowInserted(group.id, index, row) for index, row in enumerate(every))

    def _kept_cells(self, group: Group, old: Group, row: str) -> Iterator[tuple[str, str]]:
        known = {column.id: column for column in group.columns}
        for column in old.columns:
            text = self._source.typed(CellRef(column.id, old.id, row))
            if text is None or not text.strip():
                continue
            kept = self._kept(known.get(column.id), column, group, text)
            if kept:
                yield column.id, kept

    def _kept(self, field: Field | None, old: Field, group: Group | None, text: str) -> str:
        """What becomes of a text; ``""`` when it has to be written anew."""
        if field is None:
            self._lost[old.title] = None
            return ""
        if not _is_kept(field, group):
            if not (
                field.computed or field.default or field.official or field.owner is Owner.UPPER
            ):
                self._blank[field.title] = None
            return ""
        if field.type is ValueType.LONG_TEXT:
            if _DIGIT.search(text):
                self._to_read[field.title] = None
            return text
        moved = moved_on(text, self._old, self._new)
        if moved != text:
            self._moved.setdefault(text, Moved(field.title, text, moved))
        elif self._old in _YEAR.findall(text):
            self._to_read[field.title] = None
        return moved

    def _take_last_year(self, forms: Sequence[Document]) -> None:
        """Fill what last year came to into cells that are empty."""
        changes: list[Change] = []
        for ref, text in stated_last_year(self._document, forms):
            if not self._document.text(ref).strip():
                changes.append(FieldChanged(ref, self._document.typed(ref), text))
                self._taken[self._document.definition(ref).title] = None
        if changes:
            self._document.apply(Edit("沿用上年", tuple(changes)))


def _is_typed_here(field: Field) -> bool:
    return not field.official and field.owner is not Owner.UPPER


def _is_kept(field: Field, group: Group | None) -> bool:
    if field.computed or not _is_typed_here(field):
        return False
    if field.next_year is not None:
        return field.next_year is NextYear.KEEP
    marks = group.marks if group is not None else None
    if marks is not None and field.id in (marks.score, marks.reason):
        return False
    if field.type is ValueType.SCORE:
        # In a group it is a weight; outside it is what the rows come to.
        return group is not None
    return field.type in _KEPT_TYPES


def _free(row_id: str, taken: set[str]) -> str:
    while row_id in taken:
        row_id += "a"
    return row_id
