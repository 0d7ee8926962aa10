"""The table as a grid of cells with texts and spans: the one sheet that all faces show.

A grid has no lengths but column widths; :mod:`anju_desktop.sheet.layout` adds row heights and
pages. Screen, xlsx and PDF take their texts and merged areas from here and work out none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from enum import Enum
from operator import attrgetter

from anju_desktop.document.calculation import shown, shown_alone
from anju_desktop.document.carrying import is_carried
from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.forms.definition import (
    Align,
    Edition,
    Field,
    Owner,
    PaperCell,
    RowKind,
    ValueType,
)
from anju_desktop.forms.placement import PLACEHOLDER, PlacedCell, PlacedRow, place
from anju_desktop.records import record

TITLE_PT = Decimal(20)
SUBTITLE_PT = Decimal(13)


class Role(Enum):
    """What a cell is to the clerk."""

    LABEL = "label"
    INPUT = "input"
    COMPUTED = "computed"
    LOCKED = "locked"
    CARRIED = "carried"
    """Taken over from another form, see :mod:`anju_desktop.document.carrying`."""
    OFFICIAL = "official"
    """Printed text of a group row (category names, 分值, 评分标准)."""


@record(frozen=True, slots=True)
class CellStyle:
    align: Align
    size_pt: float
    bold: bool = False
    framed: bool = True


@record(frozen=True, slots=True)
class GridCell:
    """A cell and the area it covers; ``row``/``column`` from 0."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    role: Role
    style: CellStyle
    refs: tuple[CellRef, ...] = ()
    """Cells of the document shown here: one, or one per row of a merged run."""
    prefix: str = ""
    suffix: str = ""
    """Printed text around the value of ``refs[0]`` (年度资金总额： … 万元)."""


@record(frozen=True, slots=True)
class GridRow:
    kind: RowKind
    minimum_mm: float = 0.0
    group: str = ""
    row_id: str = ""


@record(frozen=True, slots=True)
class Grid:
    """The whole form, titles and signature lines included."""

    columns_mm: tuple[float, ...]
    rows: tuple[GridRow, ...]
    cells: tuple[GridCell, ...]

    @property
    def width_mm(self) -> float:
        return sum(self.columns_mm)


def build_grid(document: Document) -> Grid:
    """The grid of a document as it is now."""
    edition = document.edition
    rows: list[GridRow] = []
    cells: list[GridCell] = []
    waiting: list[tuple[GridCell, str]] = []
    for placed in place(edition)[0]:
        first = len(rows)
        if placed.row.kind is RowKind.GROUP:
            added, merged = _group_rows(document, placed, first)
            rows.extend(added)
            cells.extend(merged)
            waiting = _close(waiting, placed.row.group, len(rows), cells)
        else:
            rows.append(GridRow(placed.row.kind, float(placed.row.height or 0)))
            for item in placed.cells:
                cell = _single_cell(document, placed, item, first)
                if item.cell.through:
                    waiting.append((cell, item.cell.through))
                else:
                    cells.append(cell)
    cells.sort(key=attrgetter("row", "column"))
    return Grid(tuple(float(c) for c in edition.paper.columns), tuple(rows), tuple(cells))


def _close(
    waiting: list[tuple[GridCell, str]], group: str, end: int, cells: list[GridCell]
) -> list[tuple[GridCell, str]]:
    """Give the cells that span through ``group`` their height; return those that still wait."""
    cells.extend(replace(c, row_span=end - c.row) for c, name in waiting if name == group)
    return [(cell, name) for cell, name in waiting if name != group]


def _single_cell(document: Document, placed: PlacedRow, item: PlacedCell, row: int) -> GridCell:
    cell, kind = item.cell, placed.row.kind
    text, refs, prefix, suffix = _content(document, cell)
    role = _role(document, refs[0]) if refs else Role.LABEL
    style = _style(document.edition, cell, kind, bool(refs) and _is_prose(document, refs[0]))
    return GridCell(
        row, item.column, cell.down, cell.across, text, role, style, refs, prefix, suffix
    )


def _content(document: Document, cell: PaperCell) -> tuple[str, tuple[CellRef, ...], str, str]:
    if cell.field:
        ref = CellRef(cell.field)
        return shown_alone(document, ref), (ref,), "", ""
    names = PLACEHOLDER.findall(cell.text)
    known = {field.id for field in document.edition.fields}
    refs = tuple(CellRef(name) for name in names if name in known)
    text = fill(cell.text, document)
    if len(refs) != 1:
        return text, refs, "", ""
    before, _, after = cell.text.partition("{" + refs[0].field + "}")
    return text, refs, fill(before, document), fill(after, document)


def fill(template: str, document: Document) -> str:
    """A printed text with its ``{names}`` replaced by what the document holds."""
    known = {
        "unit": document.unit,
        "period": document.period,
        "year": document.period or str(document.edition.year),
    }
    return PLACEHOLDER.sub(
        lambda match: known[match[1]] if match[1] in known else shown(document, CellRef(match[1])),
        template,
    )


def _role(document: Document, ref: CellRef) -> Role:
    role = _usual_role(document.definition(ref))
    is_own = role in (Role.COMPUTED, Role.INPUT)
    return Role.CARRIED if is_own and is_carried(document, ref) else role


def _usual_role(definition: Field) -> Role:
    """The role of a cell whose text was not carried over."""
    if definition.owner is Owner.UPPER:
        return Role.LOCKED
    if definition.official:
        return Role.OFFICIAL
    return Role.COMPUTED if definition.computed else Role.INPUT


def _is_prose(document: Document, ref: CellRef) -> bool:
    kind = document.definition(ref).type
    return kind in (ValueType.TEXT, ValueType.LONG_TEXT) and not ref.group


def _style(edition: Edition, cell: PaperCell, kind: RowKind, prose: bool) -> CellStyle:
    size = {RowKind.TITLE: TITLE_PT, RowKind.SUBTITLE: SUBTITLE_PT}.get(
        kind, edition.paper.font_size
    )
    return CellStyle(
        cell.align or _usual_align(kind, prose),
        float(cell.size or size),
        cell.bold or kind in (RowKind.TITLE, RowKind.HEAD),
        kind in (RowKind.HEAD, RowKind.BODY, RowKind.GROUP),
    )


def _usual_align(kind: RowKind, prose: bool) -> Align:
    if prose or kind in (RowKind.ABOVE, RowKind.SIGNATURE, RowKind.NOTE):
        return Align.LEFT
    return Align.CENTER


def _group_rows(
    document: Document, placed: PlacedRow, first: int
) -> tuple[list[GridRow], list[GridCell]]:
    group = placed.row.group
    ids = document.row_ids(group)
    height = float(placed.row.height or 0)
    rows = [GridRow(RowKind.GROUP, height, group, row_id) for row_id in ids]
    if not rows:  # A group without rows keeps one empty line, as the blank paper does.
        rows = [GridRow(RowKind.GROUP, height, group)]
    cells = [
        cell for item in placed.cells for cell in _column_cells(document, group, ids, item, first)
    ]
    return rows, cells


def _column_cells(
    document: Document, group: str, ids: Sequence[str], item: PlacedCell, first: int
) -> Iterator[GridCell]:
    cell = item.cell
    style = _style(document.edition, cell, RowKind.GROUP, False)
    if not ids or not cell.column:
        for row in range(max(1, len(ids))):
            text = fill(cell.text, document)
            yield GridCell(first + row, item.column, 1, cell.across, text, Role.LABEL, style)
        return
    # Asked once for the column: a long form has over a thousand cells.
    definition = document.edition.find_column(group, cell.column)
    usual, can_be_carried = _usual_role(definition), bool(document.edition.carry)
    for start, end in _runs(document, group, ids, cell):
        refs = tuple([CellRef(cell.column, group, row_id) for row_id in ids[start:end]])
        text = shown_alone(document, refs[0]) if definition.computed else document.text(refs[0])
        role = _role(document, refs[0]) if can_be_carried else usual
        yield GridCell(
            first + start, item.column, end - start, cell.across, text, role, style, refs
        )


def _runs(
    document: Document, group: str, ids: Sequence[str], cell: PaperCell
) -> Iterator[tuple[int, int]]:
    """Half-open runs of rows that one merged cell covers."""
    if not cell.merge:
        yield from ((index, index + 1) for index in range(len(ids)))
        return
    columns = (*cell.merge, cell.column)
    start = 0
    keys = [tuple(document.text(CellRef(c, group, row)) for c in columns) for row in ids]
    for index in range(1, len(ids) + 1):
        if index == len(ids) or keys[index] != keys[start]:
            yield start, index
            start = index
