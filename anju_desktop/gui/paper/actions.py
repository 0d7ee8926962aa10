"""What the clerk does to cells: each one edit, each can be undone, a refusal is a sentence."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from anju_desktop.document.changes import (
    CellRef,
    Change,
    Edit,
    FactChanged,
    FieldChanged,
    RowInserted,
    RowMoved,
    RowRemoved,
)
from anju_desktop.document.document import Document
from anju_desktop.errors import DocumentError
from anju_desktop.forms.definition import Level
from anju_desktop.gui.paper import rows
from anju_desktop.gui.paper.blocks import around
from anju_desktop.gui.paper.model import PaperModel
from anju_desktop.gui.paper.pasting import Ask, Left, Pasted, paste_block, shortened
from anju_desktop.sheet.grid import GridCell

if TYPE_CHECKING:
    from anju_desktop.reading.copied import CellBlock


def clear(model: PaperModel, cells: Sequence[GridCell]) -> None:
    """Empty the cells that can be filled."""
    model.write([(cell, "") for cell in _fillable(model, cells)], "清除")


def copy_from_above(model: PaperModel, cells: Sequence[GridCell]) -> None:
    """A cell takes the text of the one above it; in a block of rows all take that of the first."""
    fillable = _fillable(model, cells)
    # As in a spreadsheet: the first of several rows is where the texts come from.
    fillable = [cell for cell in fillable if cell.row > cells[0].row] or fillable
    texts: dict[tuple[int, int], str] = {}
    for cell in fillable:
        above = model.cell_at(cell.row - 1, cell.column)
        if above is None or not model.editable(above):
            raise DocumentError("上面没有可以照抄的格子。")
        inside = texts.get((above.row, above.column))
        text = model.document.text(above.refs[0]) if inside is None else inside
        texts[cell.row, cell.column] = text
    model.write([(cell, texts[cell.row, cell.column]) for cell in fillable], "照上一格填写")


def copy_from_left(model: PaperModel, cells: Sequence[GridCell]) -> None:
    """A cell takes the text of the one to fill before it in its row; in a block, of the first."""
    fillable = _fillable(model, cells)
    first = min(cell.column for cell in fillable)
    fillable = [cell for cell in fillable if cell.column > first] or fillable
    texts: dict[tuple[int, int], str] = {}
    for cell in sorted(fillable, key=lambda each: each.column):
        left = _before(model, cell)
        inside = texts.get((left.row, left.column))
        text = model.document.text(left.refs[0]) if inside is None else inside
        texts[cell.row, cell.column] = text
    model.write([(cell, texts[cell.row, cell.column]) for cell in fillable], "照左一格填写")


def _before(model: PaperModel, cell: GridCell) -> GridCell:
    """The cell to fill that comes before one in its row, past what is printed."""
    for column in reversed(range(cell.column)):
        left = model.cell_at(cell.row, column)
        if left is not None and model.editable(left):
            return left
    raise DocumentError("左边没有可以照抄的格子。")


def paste(model: PaperModel, cells: Sequence[GridCell], block: "CellBlock", ask: Ask) -> Pasted:
    """Put a block at the first cell; a single value goes into every chosen cell.

    A single row goes into every chosen row of a group.
    """
    if block.is_empty:
        raise DocumentError("剪贴板里没有文字。")
    if len(cells) > 1 and len(block.rows) == 1 and block.width == 1:
        fillable = _fillable(model, cells)
        model.write([(cell, block.rows[0][0]) for cell in fillable], "粘贴")
        return Pasted(tuple(ref for cell in fillable for ref in cell.refs))
    return paste_block(model.document, _repeated(model, cells, block), cells[0], ask)


def _repeated(model: PaperModel, cells: Sequence[GridCell], block: "CellBlock") -> "CellBlock":
    """One row as often as rows of one group are chosen; any other block as it is."""
    area = around(cells)
    rows = model.grid.rows[area.top : area.bottom + 1]
    in_a_group = rows[0].group and {row.group for row in rows} == {rows[0].group}
    if len(block.rows) > 1 or not in_a_group:
        return block
    merged = tuple(replace(each, row=row) for row in range(len(rows)) for each in block.merged)
    return replace(block, rows=block.rows * len(rows), merged=merged)


def told(model: PaperModel, pasted: Pasted) -> str:
    """One sentence about what came of a block."""
    cells = {id(cell): cell for ref in pasted.refs if (cell := model.cell_of(ref)) is not None}
    levels = [level for cell in cells.values() if (level := model.level(cell)) is not None]
    parts = [f"粘贴 {len(cells)} 格，{_told_of_levels(levels)}"]
    if pasted.added:
        parts.append(f"加了 {pasted.added} 行")
    if pasted.first_only:
        parts.append(f"{pasted.first_only} 个合并格只填了第一格")
    if pasted.left:
        parts.append(_told_of_left(pasted.left))
    return "；".join(parts) + "。"


def _told_of_levels(levels: Sequence[Level]) -> str:
    bad = sum(1 for level in levels if level is not Level.HINT)
    if bad:
        return f"{bad} 格有问题"
    return f"{len(levels)} 格有提示" if levels else "没有发现问题"


def _told_of_left(left: Sequence[Left]) -> str:
    named: dict[str, str] = {}
    for each in left[:_NAMED]:
        named[each.reason] = named.get(each.reason, "") + f"“{shortened(each.text)}”"
    words = "，".join(texts + reason for reason, texts in named.items())
    more = "，等等" if len(left) > _NAMED else ""
    return f"{len(left)} 格没有放下，还在剪贴板里（{words}{more}）"


_NAMED = 3
"""How many of the texts that found no cell are named."""


def _fillable(model: PaperModel, cells: Sequence[GridCell]) -> list[GridCell]:
    fillable = [cell for cell in cells if model.editable(cell)]
    if not fillable:
        raise DocumentError("选中的格子不能填写。")
    return fillable


def place_of(document: Document, edit: Edit) -> CellRef | None:
    """Where an edit is to be seen, to go there after undo and redo."""
    places = (_place_of_change(document, change) for change in edit.changes)
    return next((ref for ref in places if ref is not None), None)


def _place_of_change(document: Document, change: Change) -> CellRef | None:
    match change:
        case FieldChanged(ref):
            there = not ref.group or ref.row in document.row_ids(ref.group)
            return on_paper(document, ref) if there else None
        case FactChanged(fact):
            return on_paper(document, CellRef(fact))
        case RowInserted(group, index) | RowRemoved(group, index):
            beside = document.edition.find_group(group).row
            return _score_cell(document, beside) if beside else _row_place(document, group, index)
        case RowMoved(group, _, after):
            return _row_place(document, group, after)
    return None


def on_paper(document: Document, ref: CellRef) -> CellRef | None:
    """The cell itself; for what is beside the paper, the score cell of the row it belongs to."""
    edition = document.edition
    if document.is_fact(ref):
        return _score_cell(document, next(f.row for f in edition.facts if f.id == ref.field))
    beside = edition.find_group(ref.group).row if ref.group else ""
    return _score_cell(document, beside) if beside else ref


def _score_cell(document: Document, place: str) -> CellRef | None:
    """Where the score of a row stands; ``place`` is written ``group.row``."""
    group, _, row = place.partition(".")
    marks = document.edition.find_group(group).marks if row else None
    return CellRef(marks.score, group, row) if marks else None


def _row_place(document: Document, group: str, index: int) -> CellRef | None:
    ids = document.row_ids(group)
    if not ids:
        return None
    return rows.first_cell(document, group, ids[min(index, len(ids) - 1)])
