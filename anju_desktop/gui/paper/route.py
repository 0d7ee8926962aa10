"""The way through the cells to be filled: paper order for Tab and Enter, nearest for arrows."""

from collections.abc import Sequence
from enum import Enum

from anju_desktop.sheet.grid import GridCell


class Step(Enum):
    """Where to go from a cell."""

    NEXT = "next"
    PREVIOUS = "previous"
    UP = "up"
    DOWN = "down"
    LEFT = "left"
    RIGHT = "right"
    ROW_START = "row_start"
    ROW_END = "row_end"
    FIRST = "first"
    LAST = "last"
    TOP = "top"
    BOTTOM = "bottom"


def follow(cells: Sequence[GridCell], start: GridCell, step: Step) -> GridCell | None:
    """The cell to go to, of ``cells`` in paper order; None when there is none that way."""
    match step:
        case Step.NEXT:
            return next((c for c in cells if _place(c) > _place(start)), None)
        case Step.PREVIOUS:
            return next((c for c in reversed(cells) if _place(c) < _place(start)), None)
        case Step.FIRST:
            return cells[0] if cells else None
        case Step.LAST:
            return cells[-1] if cells else None
        case Step.LEFT | Step.RIGHT | Step.ROW_START | Step.ROW_END:
            return _along_row(cells, start, step)
        case Step.TOP | Step.BOTTOM:
            return _along_column(cells, start, down=step is Step.BOTTOM)
    return _nearest(cells, start, down=step is Step.DOWN)


def _place(cell: GridCell) -> tuple[int, int]:
    return cell.row, cell.column


def _along_row(cells: Sequence[GridCell], start: GridCell, step: Step) -> GridCell | None:
    row = [c for c in cells if c.row <= start.row < c.row + c.row_span]
    if step in (Step.LEFT, Step.ROW_START):
        row = [c for c in reversed(row) if c.column < start.column]
    else:
        row = [c for c in row if c.column > start.column]
    if not row:
        return None
    return row[-1] if step in (Step.ROW_START, Step.ROW_END) else row[0]


def _along_column(cells: Sequence[GridCell], start: GridCell, *, down: bool) -> GridCell | None:
    """The first or last cell of the column, in the same group of rows."""
    group = _group(start)
    column = [c for c in cells if _group(c) == group and not _aside(c, start)]
    if not column:
        return None
    return column[-1] if down else column[0]


def _group(cell: GridCell) -> str:
    return cell.refs[0].group if cell.refs else ""


def _nearest(cells: Sequence[GridCell], start: GridCell, *, down: bool) -> GridCell | None:
    """The closest row that way, and in it the cell closest in columns."""
    if down:
        edge = start.row + start.row_span
        onward = [c for c in cells if c.row >= edge]
        return min(onward, key=lambda c: (c.row, _aside(c, start)), default=None)
    onward = [c for c in cells if c.row + c.row_span <= start.row]
    return min(onward, key=lambda c: (-(c.row + c.row_span), _aside(c, start)), default=None)


def _aside(cell: GridCell, start: GridCell) -> int:
    """Columns between two cells that do not stand above each other; 0 when they do."""
    left = start.column - (cell.column + cell.column_span - 1)
    right = cell.column - start.column
    return max(left, right, 0)
