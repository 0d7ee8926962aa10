"""The form laid out on the desk: broken texts, heights, boxes; no Qt."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace

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
_MOST_FROZEN = 0.5
"""Of the window's width: the rest is to be read and typed in."""
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
    """Lays out a grid for a zoom and a window width, each time one of them changes.

    A cell is laid when it is asked for: opening and scrolling a long form lay what is in sight.
    """

    def __init__(self, grid: Grid, metrics: FontMetrics, naming: int | None = None) -> None:
        self._metrics = metrics
        self.show(grid, naming)
        self.fit(1.0, 0)

    geometry: PaperGeometry
    frozen: range
    """The columns that stay in sight when scrolling sideways."""

    def show(self, grid: Grid, naming: int | None = None) -> None:
        """Take another grid; its ``naming`` column stays in sight when scrolling sideways.

        It lies on the desk after the next :meth:`fit`.
        """
        self.grid = grid
        self._naming = naming
        self._lines = all_lines(grid, self._metrics)
        self._heights = heights_for(grid, self._lines)
        self.heads = tuple(_heads(grid))
        self._in_rows = _cells_in_rows(grid)
        self.framed_parts = tuple(_framed_parts(grid))
        self._fitted: tuple[float, int] | None = None

    def fit(self, zoom: float, view_width: int) -> None:
        """Take another zoom or width."""
        if self._fitted == (zoom, view_width):
            return
        self._fitted = (zoom, view_width)
        self.geometry = arrange(self.grid, self._heights, zoom, view_width)
        self.frozen = self._frozen(view_width)
        self._laid: dict[int, LaidCell] = {}
        self._indents: dict[int, float] | None = None
        self._corners: dict[int, Box] = {}

    @property
    def cells(self) -> tuple[LaidCell, ...]:
        """All cells where they lie."""
        return tuple(self._lay(number) for number in range(len(self.grid.cells)))

    @property
    def laid_count(self) -> int:
        """How many cells have been laid for this zoom and width."""
        return len(self._laid)

    def height_at(self, zoom: float) -> int:
        """How far down one can scroll."""
        return desk_height(self.grid, self._heights, zoom)

    def fitting_zoom(self, view_width: int) -> float:
        return fitting_zoom(self.grid, view_width)

    # -- cells -----------------------------------------------------------------------------

    def meeting(self, area: Box) -> Iterator[LaidCell]:
        """Cells of which something lies in the area, their lower and right line included."""
        wider = Box(area.left - 2, area.top - 2, area.right + 1, area.bottom + 1)
        return (laid for laid in self.between(wider.top, wider.bottom) if laid.box.meets(wider))

    def in_rows(self, first: int, end: int) -> Iterator[LaidCell]:
        """The cells of which something lies in these rows, in paper order."""
        rows = self._in_rows[first:end]
        return map(self._lay, sorted({number for row in rows for number in row}))

    def between(self, top: int, bottom: int) -> Iterator[LaidCell]:
        """Cells of the rows that meet a strip across the desk."""
        ys = self.geometry.ys
        return self.in_rows(max(0, bisect_right(ys, top) - 1), bisect_left(ys, bottom))

    def _lay(self, number: int) -> LaidCell:
        laid = self._laid.get(number)
        if laid is None:
            cell = self.grid.cells[number]
            indent = self._indent(cell.column) if _is_at_left(cell) else 0.0
            laid = LaidCell(cell, self.geometry.box(cell), self._lines[number], indent)
            self._laid[number] = laid
        return laid

    def _indent(self, column: int) -> float:
        """How far texts at the left of a column stand off the frame more than in print.

        As far as lines broken for print allow, and alike below each other, so that they begin at
        one line.
        """
        if self._indents is None:
            scale, least = self.geometry.pixels_per_mm, dict[int, float]()
            for cell, lines in zip(self.grid.cells, self._lines, strict=True):
                if _is_at_left(cell):
                    room = self.geometry.box(cell).width
                    spare = room - (_widest(lines) + 2 * pad_x(cell.style)) * scale
                    most = least.get(cell.column, STANDS_OFF)
                    least[cell.column] = max(0.0, min(spare, most))
            self._indents = least
        return self._indents.get(column, 0.0)

    # -- heads -----------------------------------------------------------------------------

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

    # -- the stamp -------------------------------------------------------------------------

    def corner(self, width: int) -> Box:
        """Where a word so wide lies on no text and in no ring: at the right, above the table.

        That is the lowest line whose right end is free, else the margin over the first line.
        """
        if width not in self._corners:
            self._corners[width] = self._corner(width)
        return self._corners[width]

    def _corner(self, width: int) -> Box:
        xs, ys, rows = self.geometry.xs, self.geometry.ys, self.grid.rows
        table = next((n for n, row in enumerate(rows) if row.kind not in _ABOVE), len(rows))
        above = [*self.in_rows(0, table)]
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
        words = round((_widest(laid.lines) + 2 * pad_x(style)) * self.geometry.pixels_per_mm)
        free = max(0, box.width - words)
        before = {Align.LEFT: 0, Align.CENTER: free // 2, Align.RIGHT: free}[style.align]
        return Box(box.left + before, box.top, box.left + before + words, box.bottom)

    # -- frozen columns --------------------------------------------------------------------

    def _frozen(self, view_width: int) -> range:
        """All columns up to the naming one, or it alone, as far as room is left beside them."""
        if self._naming is None:
            return range(0)
        xs, end = self.geometry.xs, self._naming + 1
        fitting = (n for n in (0, self._naming) if xs[end] - xs[n] <= view_width * _MOST_FROZEN)
        return range(next(fitting, end), end)

    def shift(self, cell: GridCell, left: int) -> int:
        """How far a cell of the frozen columns moves right for them to stay in sight."""
        frozen = self.frozen
        if cell.column not in frozen or cell.column + cell.column_span > frozen.stop:
            return 0
        if not self.freezes(cell.row):
            return 0
        return max(0, left - self.geometry.xs[frozen.start])

    def freezes(self, row: int) -> bool:
        """Whether a row has columns that can be frozen: one of the list, or of its heads."""
        return self.grid.rows[row].kind in (RowKind.HEAD, RowKind.GROUP)

    def stuck(self, left: int, top: int, bottom: int) -> Iterator[LaidCell]:
        """The cells that stay in sight at the left edge, where they are then."""
        for laid in self.between(top, bottom) if self.stuck_width(left) else ():
            shift = self.shift(laid.cell, left)
            if shift:
                yield replace(laid, box=laid.box.moved(shift, 0))
            elif laid.cell.column in self.frozen and self.freezes(laid.cell.row):
                yield replace(laid, box=self._stretched(laid.box, left))

    def _stretched(self, box: Box, left: int) -> Box:
        """A head over frozen columns and others: its left end stays, its right end scrolls."""
        xs, frozen = self.geometry.xs, self.frozen
        start = box.left + left - xs[frozen.start]
        return replace(box, left=start, right=max(box.right, left + self.stuck_width(left)))

    def stuck_width(self, left: int) -> int:
        """Width of the window's left edge that the frozen columns cover."""
        xs, frozen = self.geometry.xs, self.frozen
        if not frozen or left <= xs[frozen.start]:
            return 0
        return xs[frozen.stop] - xs[frozen.start]

    def unstuck_x(self, x: int, left: int) -> int:
        """The place on the desk of what is seen at ``x`` of the window in the frozen columns."""
        return x + (self.geometry.xs[self.frozen.start] if self.stuck_width(left) else left)


def _cells_in_rows(grid: Grid) -> tuple[list[int], ...]:
    """Of each row the numbers of its cells, merged ones in each of their rows."""
    rows: tuple[list[int], ...] = tuple([] for _ in grid.rows)
    for number, cell in enumerate(grid.cells):
        for row in range(cell.row, cell.row + cell.row_span):
            rows[row].append(number)
    return rows


def _framed_parts(grid: Grid) -> Iterator[tuple[int, int]]:
    """Runs of framed rows: first row, and the row after the last."""
    framed = sorted(
        {row for c in grid.cells if c.style.framed for row in range(c.row, c.row + c.row_span)}
    )
    first = end = -1
    for row in framed:
        if row != end:
            if end > first:
                yield first, end
            first = row
        end = row + 1
    if end > first:
        yield first, end


def _is_at_left(cell: GridCell) -> bool:
    return cell.style.align is Align.LEFT and cell.style.framed


def _widest(lines: tuple[Line, ...]) -> float:
    return max((line.width_mm for line in lines), default=0.0)


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
