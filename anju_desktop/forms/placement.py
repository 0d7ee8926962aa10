"""Where the cells of a paper land on the grid: written left to right, as on the paper.

A cell spanning down (``down``) or through a group (``through``) keeps its columns in the rows
below, which list only their remaining cells, as in an HTML table.
"""

import re

from anju_desktop.errors import Defect
from anju_desktop.forms.definition import Edition, PaperCell, PaperRow, RowKind
from anju_desktop.records import record

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
"""The name of a field in a printed text."""


@record(frozen=True, slots=True)
class PlacedCell:
    """A paper cell with the index of its first grid column."""

    cell: PaperCell
    column: int


@record(frozen=True, slots=True)
class PlacedRow:
    row: PaperRow
    cells: tuple[PlacedCell, ...]


class _Occupied:
    """For each column, how long a cell from above still covers it."""

    def __init__(self, width: int) -> None:
        self.rows_left = [0] * width
        self.through = [""] * width

    def covers(self, column: int) -> bool:
        return self.rows_left[column] > 0 or bool(self.through[column])

    def take(self, cell: PaperCell, columns: range) -> None:
        for column in columns:
            self.rows_left[column] = 0 if cell.through else cell.down
            self.through[column] = cell.through

    def end_row(self, row: PaperRow) -> None:
        self.rows_left = [max(0, left - 1) for left in self.rows_left]
        if row.kind is RowKind.GROUP:
            self.through = ["" if name == row.group else name for name in self.through]

    @property
    def open_columns(self) -> list[int]:
        return [c for c in range(len(self.rows_left)) if self.covers(c)]


def place(edition: Edition) -> tuple[tuple[PlacedRow, ...], tuple[Defect, ...]]:
    """The rows of a paper with every cell's grid column, and the defects of the grid."""
    occupied = _Occupied(len(edition.paper.columns))
    defects: list[Defect] = []
    rows = tuple(
        _place_row(row, occupied, defects, f"rows[{number}]")
        for number, row in enumerate(edition.rows, 1)
    )
    if occupied.open_columns:
        letters = "、".join(_letter(c) for c in occupied.open_columns)
        defects.append(Defect("rows", f"{letters} 栏有格子竖跨到了表外，请改小 down 或 through"))
    return rows, tuple(defects)


def _place_row(row: PaperRow, occupied: _Occupied, defects: list[Defect], where: str) -> PlacedRow:
    column, placed, width = 0, [], len(occupied.rows_left)
    for number, cell in enumerate(row.cells, 1):
        while column < width and occupied.covers(column):
            column += 1
        columns = range(column, column + cell.across)
        taken = [c for c in columns if c < width and occupied.covers(c)]
        if columns.stop > width or cell.across < 1 or cell.down < 1 or taken:
            defects.append(Defect(f"{where}.cells[{number}]", _misfit(width, columns, taken)))
            break
        placed.append(PlacedCell(cell, column))
        occupied.take(cell, columns)
        column = columns.stop
    else:
        _report_gap(occupied, defects, where)
    occupied.end_row(row)
    return PlacedRow(row, tuple(placed))


def _misfit(width: int, columns: range, taken: list[int]) -> str:
    if taken:
        return f"与上面竖跨下来的格子在 {_letter(taken[0])} 栏重叠"
    if columns.stop > width:
        return f"超出了表格右边：全表 {width} 栏，这一格要占到第 {columns.stop} 栏"
    return "across 和 down 应不小于 1"


def _report_gap(occupied: _Occupied, defects: list[Defect], where: str) -> None:
    missing = [c for c in range(len(occupied.rows_left)) if not occupied.covers(c)]
    if missing:
        letters = "、".join(_letter(c) for c in missing)
        defects.append(Defect(where, f"这一行没有写满：{letters} 栏空缺"))


def _letter(column: int) -> str:
    return chr(ord("A") + column) if column < 26 else f"第{column + 1}"
