"""What of a form does not come out whole on its pages: to be said before anything is printed."""

from collections.abc import Iterator, Sequence

from anju_desktop.sheet.grid import Grid, GridCell
from anju_desktop.sheet.linebreak import HANGING, Line
from anju_desktop.sheet.metrics import MM_PER_POINT
from anju_desktop.sheet.pagination import PageRows
from anju_desktop.sheet.rowheights import edges, pad_x, text_height

_TOLERANCE_MM = 0.05


def cut_off(
    grid: Grid, lines: Sequence[tuple[Line, ...]], pages: Sequence[PageRows], bottom: float
) -> tuple[GridCell, ...]:
    """The cells whose text is not all there, or reaches over its edges; in sheet order.

    ``lines`` belong to ``grid.cells``; ``bottom`` is the lowest place of a page, in mm, down to
    which the table may reach.
    """
    bad = {id(cell) for cell in _too_wide(grid, lines)}
    bad.update(id(cell) for cell in _too_high(pages, bottom))
    bad.update(id(cell) for cell in _lost(grid, lines, pages))
    return tuple(cell for cell in grid.cells if id(cell) in bad)


def _too_wide(grid: Grid, lines: Sequence[tuple[Line, ...]]) -> Iterator[GridCell]:
    """A single character may be wider than a narrow column."""
    at = edges(grid)
    for cell, broken in zip(grid.cells, lines, strict=True):
        width = at[cell.column + cell.column_span] - at[cell.column] - pad_x(cell.style)
        half = cell.style.size_pt * MM_PER_POINT / 2
        for line in broken:
            hangs = half if line.text[-1:] in HANGING and line.text else 0.0
            if line.width_mm > width + hangs + _TOLERANCE_MM:
                yield cell
                break


def _too_high(pages: Sequence[PageRows], bottom: float) -> Iterator[GridCell]:
    """Text that has more lines than its part of the page holds, or stands below the page."""
    for page in pages:
        for part in page.parts:
            top, end = page.edges[part.first], page.edges[part.last + 1]
            need = text_height(part.cell.style, len(part.lines))
            over = max(need - (end - top), (top + end + need) / 2 - bottom)
            if part.lines and over > _TOLERANCE_MM:
                yield part.cell


def _lost(
    grid: Grid, lines: Sequence[tuple[Line, ...]], pages: Sequence[PageRows]
) -> Iterator[GridCell]:
    """Lines that stand on no page: of a continued text some, of a repeated one all."""
    shown: dict[int, set[tuple[int, int]]] = {}
    for page in pages:
        for part in page.parts:
            placed = shown.setdefault(id(part.cell), set())
            placed.update((line.start, line.end) for line in part.lines)
    for cell, broken in zip(grid.cells, lines, strict=True):
        wanted = {(line.start, line.end) for line in broken if line.text.strip()}
        if wanted - shown.get(id(cell), set()):
            yield cell
