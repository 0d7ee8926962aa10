"""One form on one worksheet: texts, merged areas, frames, lengths."""

import math
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.errors import RenderError
from anju_desktop.records import record
from anju_desktop.render import xlsx_text
from anju_desktop.sheet.grid import CellStyle, Grid, GridCell

FONT = "宋体"
_PIXELS_PER_MM = 96 / 25.4
_POINTS_PER_MM = 72 / 25.4
_PIXEL_PT = 0.75
TALLEST_PT = 409.5
"""Excel's limit for a row; a taller one becomes several rows, merged."""
_OUTER, _INNER = "medium", "thin"
_FORMULA_MARKS = ("=", "+", "-", "@", "'")


@record(frozen=True, slots=True)
class XlsxSheet:
    """One form to write; ``heights`` in mm, one per row of the grid."""

    name: str
    document: Document
    grid: Grid
    heights: tuple[float, ...]


class _Frame(NamedTuple):
    """Line styles around one worksheet cell; None is no line."""

    left: str | None = None
    right: str | None = None
    top: str | None = None
    bottom: str | None = None


class Area(NamedTuple):
    """Physical rows and columns from 1, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


_Style = tuple[_Frame, CellStyle, bool]


class SheetWriter:
    """Writes forms into worksheets of one workbook; styles are made once and shared."""

    def __init__(self) -> None:
        self._styles: dict[_Style, Any] = {}

    def write(self, worksheet: Any, sheet: XlsxSheet) -> list[int]:
        """Returns the worksheet row at which each row of the grid begins, and where it ends."""
        parts = _row_parts(sheet.heights)
        _set_lengths(worksheet, sheet.grid.columns_mm, parts)
        first_rows = list(accumulate((len(part) for part in parts), initial=1))
        frames = _Frames(sheet.grid)
        for cell in sheet.grid.cells:
            _write_text(worksheet, sheet, cell, area_of(cell, first_rows))
            for row, column in _positions(cell):
                rows = range(first_rows[row], first_rows[row + 1])
                for number, frame in zip(rows, frames.around(row, column, len(rows)), strict=True):
                    key = (frame, cell.style, cell.text.startswith(_FORMULA_MARKS))
                    self._apply(worksheet.cell(number, column + 1), key)
            _merge(worksheet, area_of(cell, first_rows))
        return first_rows

    def _apply(self, cell: Any, key: _Style) -> None:
        # Setting fonts and borders on every cell takes five times as long as sharing the result.
        known = self._styles.get(key)
        if known is None:
            _set_style(cell, *key)
            self._styles[key] = cell._style
        else:
            cell._style = known


def _set_style(cell: Any, frame: _Frame, style: CellStyle, quoted: bool) -> None:
    cell.font = Font(name=FONT, size=style.size_pt, bold=style.bold, charset=134)
    cell.alignment = Alignment(horizontal=style.align.value, vertical="center", wrap_text=True)
    cell.border = Border(**{side: Side(line) for side, line in frame._asdict().items()})
    cell.number_format = "@"
    cell.quotePrefix = quoted


class _Frames:
    """Lines between cells are thin, lines around each framed block medium.

    Cells covered by a merged area have theirs too: they show where a page ends inside it.
    """

    def __init__(self, grid: Grid) -> None:
        self._framed = {
            position for cell in grid.cells if cell.style.framed for position in _positions(cell)
        }

    def around(self, row: int, column: int, parts: int) -> Iterator[_Frame]:
        """Frames of the worksheet cells, from the top, that make up one place of the grid."""
        if (row, column) not in self._framed:
            yield from [_Frame()] * parts
            return
        left, right = self._line(row, column - 1), self._line(row, column + 1)
        for part in range(parts):
            top = _INNER if part else self._line(row - 1, column)
            bottom = _INNER if part < parts - 1 else self._line(row + 1, column)
            yield _Frame(left, right, top, bottom)

    def _line(self, row: int, column: int) -> str:
        """The line towards a neighbour."""
        return _INNER if (row, column) in self._framed else _OUTER


def _positions(cell: GridCell) -> Iterator[tuple[int, int]]:
    for row in range(cell.row, cell.row + cell.row_span):
        for column in range(cell.column, cell.column + cell.column_span):
            yield row, column


def _row_parts(heights_mm: Sequence[float]) -> list[tuple[float, ...]]:
    """Heights in points of the worksheet rows that make up each row of the grid."""
    return [_parts(height * _POINTS_PER_MM) for height in heights_mm]


def _parts(points: float) -> tuple[float, ...]:
    count = max(1, math.ceil(points / TALLEST_PT))
    # Whole pixels, rounded up: Excel would round down and cut the last line.
    pixels = math.ceil(points / count / _PIXEL_PT)
    return (pixels * _PIXEL_PT,) * count


def _set_lengths(
    worksheet: Any, columns_mm: Sequence[float], parts: Sequence[tuple[float, ...]]
) -> None:
    edges = [int(mm * _PIXELS_PER_MM) for mm in accumulate(columns_mm, initial=0.0)]
    for number, (left, right) in enumerate(pairwise(edges), 1):
        worksheet.column_dimensions[get_column_letter(number)].width = (right - left - 5) / 7
    heights = (height for part in parts for height in part)
    for number, height in enumerate(heights, 1):
        worksheet.row_dimensions[number].height = height


def area_of(cell: GridCell, first_rows: Sequence[int]) -> Area:
    return Area(
        first_rows[cell.row],
        cell.column + 1,
        first_rows[cell.row + cell.row_span] - 1,
        cell.column + cell.column_span,
    )


def _merge(worksheet: Any, area: Area) -> None:
    if area.top == area.bottom and area.left == area.right:
        return
    # Not merge_cells(): it would throw away the styles of the covered cells.
    worksheet.merged_cells.add(
        CellRange(min_row=area.top, min_col=area.left, max_row=area.bottom, max_col=area.right)
    )


def _write_text(worksheet: Any, sheet: XlsxSheet, cell: GridCell, area: Area) -> None:
    text = xlsx_text.lines(cell.text)
    if not text:
        return
    if xlsx_text.units(text) > xlsx_text.MOST_UNITS:
        raise RenderError(
            f"“{sheet.name}”的{_place(sheet.document, cell)}有 {xlsx_text.units(text)} 字，"
            f"Excel 一格最多 {xlsx_text.MOST_UNITS} 字，没有导出。请删减后重试。"
        )
    xlsx_text.put(worksheet.cell(area.top, area.left), text)


def _place(document: Document, cell: GridCell) -> str:
    """The cell in the clerk's words."""
    if not cell.refs:
        return f"第{cell.row + 1}行"
    ref: CellRef = cell.refs[0]
    title = document.definition(ref).title
    if not ref.group:
        return f"“{title}”"
    return f"第{document.row_index(ref.group, ref.row) + 1}行“{title}”"
