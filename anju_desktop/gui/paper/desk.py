"""The form laid out on the desk: broken texts, heights, boxes; no Qt."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from anju_desktop.forms.definition import Align, RowKind
from anju_desktop.gui.paper.geometry import (
    Box,
    PaperGeometry,
    arrange,
    desk_height,
    fitting_zoom,
)
from anju_desktop.records import record
from anju_desktop.sheet.grid import Grid, GridCell
from anju_desktop.sheet.linebreak import Line
from anju_desktop.sheet.metrics import FontMetrics
from anju_desktop.sheet.rowheights import all_lines, heights_for, pad_x

STANDS_OFF = 4.0
"""Pixels added on screen to what print leaves between the frame and a text at the left."""

_ABOVE = (RowKind.ABOVE, RowKind.TITLE, RowKind.SUBTITLE)
_LEAST_GAP, _LEAST_LINE = 12, 14
"""Pixels between a text and what stands beside it, and of a line that can hold a word."""


@record(frozen=True, slots=True)
class LaidCell:
    """A cell with its place on the desk and its lines."""

    cell: GridCell
    box: Box
    lines: tuple[Line, ...]
    indent: float = 0.0
    """Pixels by which a text at the left stands further off the frame than in print."""


@record(frozen=True, slots=True)
class Heads:
    """Rows of column heads that stay in sight while the rows below them are."""

    first: int
    end: int
    until: int
    """The row after the last row under these heads."""


class Desk:
    """Lays out a grid for a zoom and a window width, each time one of them changes."""

    def __init__(self, grid: Grid, metrics: FontMetrics, sticky: int | None = None) -> None:
        self._metrics = metrics
        self.show(grid, sticky)
        self.fit(1.0, 0)

    geometry: PaperGeometry

    def show(self, grid: Grid, sticky: int | None = None) -> None:
        """Take another grid; its ``sticky`` column stays in sight when scrolling sideways.

        It lies on the desk after the next :meth:`fit`.
        """
        self.grid = grid
        self._sticky = sticky
        self._lines = all_lines(grid, self._metrics)
        self._heights = heights_for(grid, self._lines)
        self.heads = tuple(_heads(grid))
        self._fitted: tuple[float, int] | None = None

    def fit(self, zoom: float, view_width: int) -> None:
        """Take another zoom or width."""
        if self._fitted == (zoom, view_width):
            return
        self._fitted = (zoom, view_width)
        self.geometry = arrange(self.grid, self._heights, zoom, view_width)
        self._cells: tuple[LaidCell, ...] | None = None

    @property
    def cells(self) -> tuple[LaidCell, ...]:
        """All cells where they lie; laid when asked for: a window tries several widths first."""
        if self._cells is None:
            laid = [
                LaidCell(cell, self.geometry.box(cell), lines)
                for cell, lines in zip(self.grid.cells, self._lines, strict=True)
            ]
            self._cells = tuple(_indented(laid, self.geometry.pixels_per_mm))
        return self._cells

    def height_at(self, zoom: float) -> int:
        """How far down one can scroll."""
        return desk_height(self.grid, self._heights, zoom)

    def fitting_zoom(self, view_width: int) -> float:
        return fitting_zoom(self.grid, view_width)

    def meeting(self, area: Box) -> Iterator[LaidCell]:
        """Cells of which something lies in the area, their lower and right line included."""
        wider = Box(area.left - 2, area.top - 2, area.right + 1, area.bottom + 1)
        return (laid for laid in self.cells if laid.box.meets(wider))

    def heads_at(self, top: int) -> Heads | None:
        """The heads that have been scrolled past while their rows are still in sight."""
        ys = self.geometry.ys
        for heads in self.heads:
            height = ys[heads.end] - ys[heads.first]
            if ys[heads.first] < top and top + height < ys[heads.until]:
                return heads
        return None

    def heads_height(self, top: int) -> int:
        heads = self.heads_at(top)
        ys = self.geometry.ys
        return ys[heads.end] - ys[heads.first] if heads else 0

    def corner(self, width: int) -> Box:
        """Where a word so wide lies on no text and in no ring: at the right, above the table.

        That is the lowest line whose right end is free, else the margin over the first line.
        """
        xs, ys, rows = self.geometry.xs, self.geometry.ys, self.grid.rows
        table = next((n for n, row in enumerate(rows) if row.kind not in _ABOVE), len(rows))
        # Cells are in paper order; this is asked for with every painting.
        above = [*takewhile(lambda laid: laid.cell.row < table, self.cells)]
        for row in reversed(range(table)):
            line = Box(xs[-1] - width, ys[row], xs[-1], ys[row + 1])
            near = Box(line.left - _LEAST_GAP, line.top, line.right, line.bottom)
            taken = (self._taken(laid) for laid in above if laid.box.meets(line))
            if line.height >= _LEAST_LINE and not any(box.meets(near) for box in taken):
                return line
        return Box(xs[-1] - width, self.geometry.sheet.top, xs[-1], ys[0])

    def _taken(self, laid: LaidCell) -> Box:
        """What a cell needs of its box: all of it for the ring, or the text."""
        box, style = laid.box, laid.cell.style
        if laid.cell.refs:
            return box
        words = round((_widest(laid) + 2 * pad_x(style)) * self.geometry.pixels_per_mm)
        free = max(0, box.width - words)
        before = {Align.LEFT: 0, Align.CENTER: free // 2, Align.RIGHT: free}[style.align]
        return Box(box.left + before, box.top, box.left + before + words, box.bottom)

    def shift(self, cell: GridCell, left: int) -> int:
        """How far a cell of the sticky column moves right for its column to stay in sight."""
        sticks = cell.column == self._sticky and cell.column_span == 1
        if not sticks or self.grid.rows[cell.row].kind not in (RowKind.HEAD, RowKind.GROUP):
            return 0
        return max(0, left - self.geometry.xs[cell.column])

    def stuck(self, left: int) -> Iterator[LaidCell]:
        """The cells that stay in sight at the left edge, where they are then."""
        for laid in self.cells if self.stuck_width(left) else ():
            shift = self.shift(laid.cell, left)
            if shift:
                yield replace(laid, box=laid.box.moved(shift, 0))

    def stuck_width(self, left: int) -> int:
        """Width of the window's left edge that the sticky column covers."""
        if self._sticky is None or left <= self.geometry.xs[self._sticky]:
            return 0
        return self.geometry.xs[self._sticky + 1] - self.geometry.xs[self._sticky]


def _indented(cells: Sequence[LaidCell], scale: float) -> Iterator[LaidCell]:
    """Move texts at the left off the frame as far as lines broken for print allow.

    Texts below each other move alike, so that they begin at one line.
    """
    least: dict[int, float] = {}
    for laid in cells:
        if _is_at_left(laid.cell):
            spare = laid.box.width - (_widest(laid) + 2 * pad_x(laid.cell.style)) * scale
            column = laid.cell.column
            least[column] = max(0.0, min(spare, least.get(column, STANDS_OFF)))
    for laid in cells:
        indent = least.get(laid.cell.column, 0.0) if _is_at_left(laid.cell) else 0.0
        yield replace(laid, indent=indent) if indent else laid


def _is_at_left(cell: GridCell) -> bool:
    return cell.style.align is Align.LEFT and cell.style.framed


def _widest(laid: LaidCell) -> float:
    return max((line.width_mm for line in laid.lines), default=0.0)


def _heads(grid: Grid) -> Iterator[Heads]:
    first = 0
    kinds = [row.kind for row in grid.rows]
    for row, kind in enumerate(kinds):
        if kind is not RowKind.HEAD:
            continue
        if row == 0 or kinds[row - 1] is not RowKind.HEAD:
            first = row
        if kinds[row + 1 : row + 2] == [RowKind.GROUP]:
            until = row + 1
            while kinds[until : until + 1] == [RowKind.GROUP]:
                until += 1
            yield Heads(first, row + 1, until)
