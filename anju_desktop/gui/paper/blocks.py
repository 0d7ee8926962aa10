"""Blocks of cells as Excel and WPS exchange them: rows on lines, cells between tabs."""

from collections.abc import Iterator, Sequence

from anju_desktop.document.changes import CellRef
from anju_desktop.errors import AnjuError
from anju_desktop.forms.definition import ValueType
from anju_desktop.gui.paper.model import PaperModel
from anju_desktop.records import record
from anju_desktop.sheet.grid import GridCell


class PasteError(AnjuError):
    """A block does not fit where it is to go; nothing of it was pasted."""


@record(frozen=True, slots=True)
class Area:
    """A rectangle of grid places, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


def around(cells: Sequence[GridCell]) -> Area:
    """The smallest area that holds the cells whole."""
    return Area(
        min(cell.row for cell in cells),
        min(cell.column for cell in cells),
        max(cell.row + cell.row_span for cell in cells) - 1,
        max(cell.column + cell.column_span for cell in cells) - 1,
    )


def within(model: PaperModel, area: Area) -> tuple[GridCell, ...]:
    """The cells of which something lies in an area, in paper order."""
    found = {
        (cell.row, cell.column): cell
        for row in range(area.top, area.bottom + 1)
        for column in range(area.left, area.right + 1)
        if (cell := model.cell_at(row, column)) is not None
    }
    return tuple(found[place] for place in sorted(found))


def whole(model: PaperModel, area: Area) -> Area:
    """The area grown until no merged cell is cut."""
    while (grown := around(within(model, area))) != area:
        area = grown
    return area


def parse(text: str) -> list[list[str]]:
    """The cells of a copied text; a quoted cell may hold tabs and line breaks."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    rows: list[list[str]] = [[]]
    at, end = 0, len(text) - text.endswith("\n")
    while at <= end:
        cell, at = _cell(text, at, end)
        rows[-1].append(cell)
        if at < end and text[at] == "\n":
            rows.append([])
        at += 1
    return rows


def _cell(text: str, start: int, end: int) -> tuple[str, int]:
    """One cell and the offset of what ends it."""
    if text.startswith('"', start):
        quoted = _quoted(text, start + 1, end)
        if quoted:
            return quoted
    stops = [at for at in (text.find("\t", start, end), text.find("\n", start, end)) if at >= 0]
    stop = min(stops, default=end)
    return text[start:stop], stop


def _quoted(text: str, start: int, end: int) -> tuple[str, int] | None:
    """A quoted cell, or None when the quote does not close before a tab, a line end or the end."""
    at = start
    while (at := text.find('"', at, end)) >= 0:
        if text.startswith('""', at) and at + 1 < end:
            at += 2
            continue
        closed = at + 1 == end or text[at + 1] in "\t\n"
        return (text[start:at].replace('""', '"'), at + 1) if closed else None
    return None


def format_block(rows: Sequence[Sequence[str]]) -> str:
    """A text that Excel and WPS take as a block."""
    return "\n".join("\t".join(_quote(cell) for cell in row) for row in rows)


def _quote(cell: str) -> str:
    if any(mark in cell for mark in '\t\n"'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def copied(model: PaperModel, area: Area) -> str:
    """The values in an area; the covered places of a merged cell are empty, as Excel has them."""
    return format_block(
        [
            [_value(model, row, column) for column in range(area.left, area.right + 1)]
            for row in range(area.top, area.bottom + 1)
        ]
    )


def _value(model: PaperModel, row: int, column: int) -> str:
    cell = model.cell_at(row, column)
    if cell is None or (cell.row, cell.column) != (row, column):
        return ""
    return model.document.text(cell.refs[0]) or cell.text if cell.refs else cell.text


def placed(model: PaperModel, text: str, start: GridCell) -> list[tuple[GridCell, str]]:
    """Which cell takes which text of a copied block put at ``start``.

    Raises :class:`PasteError` when any text has no cell to go to.
    """
    rows = parse(text)
    if _takes_paragraphs(model, start) and all(len(row) == 1 for row in rows):
        return [(start, "\n".join(row[0] for row in rows))]
    _refuse_too_large(model, rows, start)
    return [
        target
        for down, row in enumerate(rows)
        for target in _row_targets(model, row, start.row + down, start.column)
    ]


def _takes_paragraphs(model: PaperModel, cell: GridCell) -> bool:
    """Whether lines are paragraphs here: in a long text that is not one of a column of them."""
    ref: CellRef = cell.refs[0]
    return model.document.definition(ref).type is ValueType.LONG_TEXT and not ref.group


def _refuse_too_large(model: PaperModel, rows: list[list[str]], start: GridCell) -> None:
    below = model.rowCount() - start.row
    if len(rows) > below:
        raise PasteError(f"要粘贴 {len(rows)} 行，从这一格往下只有 {below} 行，没有粘贴。")
    width, beside = max(map(len, rows)), model.columnCount() - start.column
    if width > beside:
        raise PasteError(f"要粘贴 {width} 栏，从这一格往右只有 {beside} 栏，没有粘贴。")


def _row_targets(
    model: PaperModel, texts: list[str], row: int, first: int
) -> Iterator[tuple[GridCell, str]]:
    for column, text in enumerate(texts, first):
        cell = model.cell_at(row, column)
        begins = cell is not None and (cell.row, cell.column) == (row, column)
        if cell is not None and begins and model.editable(cell):
            yield cell, text
        elif text.strip() and text != _value(model, row, column):
            raise PasteError(f"“{_shortened(text)}”对着的格子不能填写，整块都没有粘贴。")


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 12 else line[:12] + "…"
