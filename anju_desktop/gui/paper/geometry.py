"""Where everything lies on the desk, in pixels, at one zoom; no Qt.

The origin is the top left corner of the desk that can be scrolled over. Edges are whole pixels, so
that neighbouring cells share theirs.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from anju_desktop.forms.definition import RowKind
from anju_desktop.records import record
from anju_desktop.sheet.grid import Grid, GridCell
from anju_desktop.sheet.metrics import MM_PER_POINT

PIXELS_PER_MM = 96 / 25.4
LEAST_TEXT = 12.0
"""Logical pixels: Chinese strokes close up below that, and a finer screen is read from as far."""
LEAST_ROW = 25

_MARGIN, _GAP = 20, 12
_LEAST_SIDES = 16
_TOP_GAP, _TOP_MARGIN, _BOTTOM_MARGIN = 10, 14, 24
_WIDEST_FIT = 1.1
"""A wide window shows more of the desk, not bigger rows."""


@record(frozen=True, slots=True)
class Box:
    """A rectangle by its edges; the right and bottom edge are outside it."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top

    def moved(self, x: int, y: int) -> "Box":
        return Box(self.left + x, self.top + y, self.right + x, self.bottom + y)

    def meets(self, other: "Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@record(frozen=True, slots=True)
class PaperGeometry:
    """Edges of columns and rows, the white sheet around them and the desk around that."""

    xs: tuple[int, ...]
    ys: tuple[int, ...]
    sheet: Box
    width: int
    height: int
    zoom: float

    @property
    def pixels_per_mm(self) -> float:
        return PIXELS_PER_MM * self.zoom

    def pixels(self, size_pt: float) -> float:
        """Size of type."""
        return size_pt * MM_PER_POINT * self.pixels_per_mm

    def box(self, cell: GridCell) -> Box:
        return Box(
            self.xs[cell.column],
            self.ys[cell.row],
            self.xs[cell.column + cell.column_span],
            self.ys[cell.row + cell.row_span],
        )

    def place_at(self, x: int, y: int) -> tuple[int, int] | None:
        """Row and column at a point of the desk; None beside the table."""
        row, column = bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1
        inside = 0 <= row < len(self.ys) - 1 and 0 <= column < len(self.xs) - 1
        return (row, column) if inside else None


def arrange(grid: Grid, heights_mm: Sequence[float], zoom: float, view_width: int) -> PaperGeometry:
    """The desk for a window so wide; the sheet lies in its middle."""
    scale = PIXELS_PER_MM * zoom
    table = round(grid.width_mm * scale)
    margin, gap = _sides(view_width - table)
    width = max(view_width, table + 2 * (margin + gap))
    left = (width - table) // 2
    top = _TOP_GAP + _TOP_MARGIN
    xs = tuple(left + round(x * scale) for x in accumulate(grid.columns_mm, initial=0.0))
    ys = tuple(accumulate(_row_pixels(grid, heights_mm, scale), initial=top))
    sheet = Box(left - margin, _TOP_GAP, xs[-1] + margin, ys[-1] + _BOTTOM_MARGIN)
    return PaperGeometry(xs, ys, sheet, width, sheet.bottom + _TOP_GAP, zoom)


def desk_height(grid: Grid, heights_mm: Sequence[float], zoom: float) -> int:
    """How far down one can scroll; the width of the window makes no difference."""
    rows = sum(_row_pixels(grid, heights_mm, PIXELS_PER_MM * zoom))
    return rows + 2 * _TOP_GAP + _TOP_MARGIN + _BOTTOM_MARGIN


def _row_pixels(grid: Grid, heights_mm: Sequence[float], scale: float) -> list[int]:
    table = (RowKind.HEAD, RowKind.BODY, RowKind.GROUP)
    return [
        max(round(height * scale), LEAST_ROW if row.kind in table else 1)
        for row, height in zip(grid.rows, heights_mm, strict=True)
    ]


def _sides(left_over: int) -> tuple[int, int]:
    """Margin of the sheet and gap beside it: what is left over shrinks both before it scrolls."""
    if left_over >= 2 * (_MARGIN + _GAP):
        return _MARGIN, _GAP
    half = max(left_over, _LEAST_SIDES) // 2
    return half * 2 // 3, half - half * 2 // 3


def fitting_zoom(grid: Grid, view_width: int) -> float:
    """The zoom at which the table fills the window, as far as its text stays readable."""
    wanted = (view_width - 2 * (_MARGIN + _GAP)) / (grid.width_mm * PIXELS_PER_MM)
    return max(least_zoom(grid), min(wanted, _WIDEST_FIT))


def least_zoom(grid: Grid) -> float:
    """The zoom at which the text of the table is as small as can be read."""
    sizes = [cell.style.size_pt for cell in grid.cells if cell.style.framed]
    smallest = min(sizes, default=10.5)
    return LEAST_TEXT / (smallest * MM_PER_POINT * PIXELS_PER_MM)
