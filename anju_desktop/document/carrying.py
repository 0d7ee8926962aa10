"""A form begun from another of the same project: the 自评表 of a 目标表.

What is taken over is data of the edition (``[[carry]]``). The new form remembers where it came
from in a fact, and which rows came along by their ids; both travel with it, so that carried cells
stay locked in whatever program opens it.
"""

from collections.abc import Iterator

from anju_desktop.document.changes import CellRef, Edit, Row, RowInserted
from anju_desktop.document.document import Document, blank_document
from anju_desktop.errors import DocumentError
from anju_desktop.forms.definition import CarriedRows, Carry, Edition

_PREFIX = "carried-"
"""A carried row is called after the row it came from."""


def carry_over(source: Document, edition: Edition, unit: str = "", period: str = "") -> Document:
    """A new form of ``edition`` with what ``source`` already states.

    Texts are taken as typed. ``DocumentError`` when the edition takes nothing over from it.
    """
    carry = _carry_from(source.edition, edition)
    document = blank_document(edition, unit or source.unit, period or source.period)
    for target, field in carry.fields.items():
        _put(document, _ref(target), source.typed(CellRef(field)))
    for rows in carry.groups:
        _carry_rows(document, source, rows)
    document.set_fact(carry.mark, source.title())
    return document


def is_carried(document: Document, ref: CellRef) -> bool:
    """Whether what stands in a cell was carried over and is therefore not changed here."""
    if not document.edition.carry or not document.typed(ref):
        return False
    return any(
        document.text(CellRef(carry.mark)).strip() and _takes(carry, ref)
        for carry in document.edition.carry
    )


def why_locked(document: Document, ref: CellRef) -> str:
    """Why a carried cell cannot be changed, as a sentence; ``""`` for any other cell."""
    if not is_carried(document, ref):
        return ""
    carry = next(each for each in document.edition.carry if _takes(each, ref))
    name = document.text(CellRef(carry.mark)).strip()
    return f"这一格从“{name}”的绩效目标表带入，不在这里改；要改先改目标表，再重新带入。"


def carried_cells(
    carry: Carry, document: Document, source: Document
) -> Iterator[tuple[CellRef | None, CellRef]]:
    """Each cell of the source with the cell it belongs to; None for a row that is not there.

    Rows are paired by their id where they were carried, else by category and name.
    """
    for target, field in carry.fields.items():
        yield _ref(target), CellRef(field)
    for rows in carry.groups:
        for row in _filled_rows(source, rows):
            partner = _partner(document, source, rows, row)
            for column, field in rows.columns.items():
                own = None if partner is None else CellRef(column, rows.target, partner)
                yield own, CellRef(field, rows.source, row)


def _carry_from(source: Edition, edition: Edition) -> Carry:
    for carry in edition.carry:
        if carry.edition == source.id:
            _check_source(carry, source)
            return carry
    known = "、".join(f"“{carry.edition}”" for carry in edition.carry)
    able = f"它能从这些表式带入：{known}。" if known else "这种表没有可以带入的内容，请建空表。"
    raise DocumentError(f"“{edition.title}”不能从“{source.title}”（{source.id}）带入。{able}")


def _check_source(carry: Carry, source: Edition) -> None:
    """The two editions lie in two files; the names that one uses of the other must exist."""
    fields = {field.id for field in source.fields}
    columns = {(g.id, column.id) for g in source.groups for column in g.columns}
    missing = [name for name in carry.fields.values() if name not in fields]
    for rows in carry.groups:
        missing += [f for f in rows.columns.values() if (rows.source, f) not in columns]
    if missing:
        raise DocumentError(
            f"“{source.title}”里没有“{missing[0]}”这个栏目，无法带入。"
            "请向下发表格的单位索取配套的两个表式文件。"
        )


def _carry_rows(document: Document, source: Document, rows: CarriedRows) -> None:
    """Put the carried rows in the place of the empty ones a new form begins with."""
    for row_id in document.row_ids(rows.target):
        document.remove_row(rows.target, row_id)
    order = [category.id for category in document.edition.find_group(rows.target).categories]
    carried = [_carried(source, rows, row, order) for row in _filled_rows(source, rows)]
    # Sorting is stable: within a category the rows keep the order of the source.
    carried.sort(key=lambda row: order.index(row.category) if order else 0)
    for index, row in enumerate(carried):
        document.apply(Edit("带入", (RowInserted(rows.target, index, row),)))


def _carried(source: Document, rows: CarriedRows, row: str, order: list[str]) -> Row:
    category = _category(rows, source.category(rows.source, row))
    if order and category not in order:
        raise DocumentError(f"目标表里的类别“{category}”在本表里没有位置，无法带入。")
    texts = {
        column: source.typed(CellRef(field, rows.source, row))
        for column, field in rows.columns.items()
    }
    cells = tuple((column, text) for column, text in texts.items() if text)
    return Row(f"{_PREFIX}{row}", category if order else "", cells)


def _category(rows: CarriedRows, source: str) -> str:
    """The category of this form for a row of the source."""
    return next((own for own, other in rows.categories.items() if other == source), source)


def _filled_rows(source: Document, rows: CarriedRows) -> list[str]:
    """Rows of the source that state something; empty lines of the paper are not carried."""
    return [
        row
        for row in source.row_ids(rows.source)
        if any(source.text(CellRef(f, rows.source, row)).strip() for f in rows.columns.values())
    ]


def _partner(document: Document, source: Document, rows: CarriedRows, row: str) -> str | None:
    """The row of this form that a row of the source went into."""
    ids = document.row_ids(rows.target)
    if f"{_PREFIX}{row}" in ids:
        return f"{_PREFIX}{row}"
    column, field = next(iter(rows.columns.items()))
    wanted = _squeezed(source.text(CellRef(field, rows.source, row)))
    category = _category(rows, source.category(rows.source, row))
    for own in ids:
        same_place = document.category(rows.target, own) in ("", category)
        if same_place and _squeezed(document.text(CellRef(column, rows.target, own))) == wanted:
            return own
    return None


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _takes(carry: Carry, ref: CellRef) -> bool:
    if not ref.group:
        return ref.field in carry.fields
    if f"{ref.group}.{ref.row}.{ref.field}" in carry.fields:
        return True
    return ref.row.startswith(_PREFIX) and any(
        rows.target == ref.group and ref.field in rows.columns for rows in carry.groups
    )


def _ref(target: str) -> CellRef:
    """``field``, or ``group.row.column`` of a printed row."""
    parts = target.split(".")
    return CellRef(parts[0]) if len(parts) == 1 else CellRef(parts[2], parts[0], parts[1])


def _put(document: Document, ref: CellRef, text: str | None) -> None:
    if text:
        document.set(ref, text)
