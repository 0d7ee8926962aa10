"""Rows onto pages: repeated heads, tall rows cut between lines, cells continued over a page end.

Rows are placed greedily. A cell cut by a page end is one rectangle on each page: a short text is
repeated in every part, a long one is continued. Every page takes at least a row, or a line of
one, so pagination ends whatever it is given; its work is linear in rows and lines.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate

from anju_desktop.forms.definition import RowKind
from anju_desktop.records import record
from anju_desktop.sheet.grid import Grid, GridCell, Role
from anju_desktop.sheet.linebreak import Line
from anju_desktop.sheet.rowheights import PAD_Y, line_height, spread, text_height

MOST_REPEATED_LINES = 4
"""A text of more lines is continued on the next page instead of being repeated there."""
LEAST_LINES = 3
"""Lines of a cut row that stay on a page, and that go to the next."""

_FRAMED = (RowKind.HEAD, RowKind.BODY, RowKind.GROUP)
_LEADING = (RowKind.ABOVE, RowKind.TITLE, RowKind.SUBTITLE, RowKind.HEAD)
# So many places are tried for a page end that leaves no label in a part too low for it.
_PLACES_TRIED = 6
# A body row with fewer cells is prose under the table, not one more line of it.
_FEWEST_CELLS_UNDER_HEAD = 3
# On less room than this a row without long text is not cut: it runs over the end of the page.
_LEAST_ROOM_MM = 20.0
# A row that looks like more than a line or two beside the signatures.
_HIGH_MM = 30.0
_TOLERANCE_MM = 1e-6

_Lines = Sequence[tuple[Line, ...]]


@record(frozen=True, slots=True)
class CellPart:
    """What of a cell stands on one page; its slices are ``first`` to ``last``, both included."""

    cell: GridCell
    first: int
    last: int
    lines: tuple[Line, ...]


@record(frozen=True, slots=True)
class PageRows:
    """One page: ``edges`` are the tops of its row slices from above, and the bottom of the last."""

    edges: tuple[float, ...]
    parts: tuple[CellPart, ...]


def paginate(
    grid: Grid, lines: _Lines, heights: Sequence[float], top: float, bottom: float
) -> Iterator[PageRows]:
    """The pages of a grid between ``top`` and ``bottom``; at least one, if only an empty one."""
    pagination = _Pagination(grid, _Flow(grid.cells, lines), heights, top, bottom)
    yield pagination.page()
    while not pagination.done:
        yield pagination.page()


class _Flow:
    """The cells by index, and how much of each long text stands on earlier pages."""

    def __init__(self, cells: Sequence[GridCell], lines: _Lines) -> None:
        self.cells, self.lines = cells, lines
        self.start = [cell.row for cell in cells]
        self.stop = [cell.row + cell.row_span for cell in cells]
        self._placed: dict[int, int] = {}

    def is_long(self, index: int) -> bool:
        return len(self.lines[index]) > MOST_REPEATED_LINES

    def remaining(self, index: int) -> int:
        """Lines of a long cell that stand on no page yet."""
        return len(self.lines[index]) - self._placed.get(index, 0)

    def need(self, index: int) -> float:
        """Height that the cell takes from here on if no page end cuts it."""
        lines = self.remaining(index) if self.is_long(index) else len(self.lines[index])
        return text_height(self.cells[index].style, lines) if lines else 0.0

    def fitting(self, index: int, height: float) -> int:
        """How many of the remaining lines a part of this height holds."""
        lines = int((height - 2 * PAD_Y + _TOLERANCE_MM) / line_height(self.cells[index].style))
        return max(0, min(lines, self.remaining(index)))

    def take(self, index: int, height: float, ends: bool) -> tuple[Line, ...]:
        """The lines for a part of this height, the last part if the cell ``ends`` there."""
        lines = self.lines[index]
        if not self.is_long(index):
            fits = ends or self.need(index) <= height + _TOLERANCE_MM
            return lines if fits else ()
        begin = self._placed.get(index, 0)
        end = len(lines) if ends else begin + self.fitting(index, height)
        self._placed[index] = end
        return lines[begin:end]


@record(frozen=True, slots=True)
class _Cut:
    """Where a page ends: before ``row``, or ``upper`` mm into it."""

    row: int
    upper: float = 0.0

    @property
    def rows_end(self) -> int:
        """The row after the last one that has a slice on the page."""
        return self.row + (self.upper > 0)


class _Pagination:
    def __init__(
        self, grid: Grid, flow: _Flow, heights: Sequence[float], top: float, bottom: float
    ) -> None:
        self._flow = flow
        self._top, self._bottom = top, bottom
        highest = max([bottom - top, *map(flow.need, range(len(flow.cells)))])
        # What is left of each row; a least height beyond a page would fill pages with nothing.
        self._heights = [min(height, highest) for height in heights]
        self._keep = _kept_with_next(grid, self._heights)
        self._heads_of = _heads_above(grid)
        self._starting: list[list[int]] = [[] for _ in grid.rows]
        for index, cell in enumerate(grid.cells):
            self._starting[cell.row].append(index)
        self._row = 0
        # Cells with a part on an earlier page and more to come.
        self._open: list[int] = []
        self._heads = range(0)
        self._content_top = top

    @property
    def done(self) -> bool:
        return self._row >= len(self._heights)

    def page(self) -> PageRows:
        """Fill the next page."""
        self._repeat_heads()
        self._grow()
        cut = self._cut()
        rows = [*self._heads, *range(self._row, cut.rows_end)]
        heights = [self._heights[row] for row in rows]
        if cut.upper:
            heights[-1] = cut.upper
        edges = tuple(accumulate(heights, initial=self._top))
        page = PageRows(edges, tuple(self._parts(rows, edges, cut)))
        self._advance(cut)
        return page

    # -- the parts of a page ---------------------------------------------------------------

    def _repeat_heads(self) -> None:
        heads = range(0) if self._row == 0 or self.done else self._heads_of[self._row]
        height = sum(self._heights[row] for row in heads)
        if height > (self._bottom - self._top) / 2:
            heads, height = range(0), 0.0
        self._heads, self._content_top = heads, self._top + height

    def _grow(self) -> None:
        """Give the rest of a cut cell the room that its padding or its label takes once more."""
        for index in self._open:
            in_heads = self._content_top - self._part_top(index)
            rows = range(self._row, self._flow.stop[index])
            spread(self._heights, rows, self._flow.need(index) - in_heads)

    def _parts(self, rows: list[int], edges: Sequence[float], cut: _Cut) -> Iterator[CellPart]:
        flow = self._flow
        in_heads = [index for row in self._heads for index in self._starting[row]]
        for index in dict.fromkeys([*in_heads, *self._on_page(cut.rows_end)]):
            first = bisect_left(rows, flow.start[index])
            last = bisect_right(rows, flow.stop[index] - 1) - 1
            if flow.stop[index] <= self._heads.stop:
                lines = flow.lines[index]
            else:
                ends = flow.stop[index] <= cut.row
                lines = flow.take(index, edges[last + 1] - edges[first], ends)
            yield CellPart(flow.cells[index], first, last, lines)

    def _on_page(self, end: int) -> list[int]:
        """Cells of the page up to row ``end``, those that lie in repeated heads aside."""
        return self._open + [i for row in self._starting[self._row : end] for i in row]

    def _advance(self, cut: _Cut) -> None:
        on_page = self._on_page(cut.rows_end)
        self._open = [index for index in on_page if self._flow.stop[index] > cut.row]
        if cut.upper:
            self._heights[cut.row] = max(0.0, self._heights[cut.row] - cut.upper)
        self._row = cut.row

    # -- where a page ends -----------------------------------------------------------------

    def _cut(self) -> _Cut:
        end = self._greedy_end()
        if end == len(self._heights):
            return _Cut(end)
        upper = self._upper(end)
        if upper:
            return _Cut(end, upper)
        earlier = self._earlier_end(end)
        if earlier < end:
            return _Cut(earlier, self._upper(earlier))
        return _Cut(end) if end > self._row else self._forced()

    def _greedy_end(self) -> int:
        """The first row that does not fit on the page."""
        y = self._content_top
        for row in range(self._row, len(self._heights)):
            y += self._heights[row]
            if y > self._bottom + _TOLERANCE_MM:
                return row
        return len(self._heights)

    def _earlier_end(self, end: int) -> int:
        """A page end that parts nothing that belongs together; ``end`` if there is none."""
        free = [row for row in range(end, self._row, -1) if not self._keep[row - 1]]
        suiting = (row for row in free[:_PLACES_TRIED] if self._shows_labels(row))
        return next(suiting, free[0] if free else end)

    def _shows_labels(self, end: int) -> bool:
        """Whether every label cut by a page end has room in its part on this page."""
        y = self._y(end)
        return all(
            self._flow.need(index) <= y - self._part_top(index) + _TOLERANCE_MM
            for index in self._on_page(end)
            if self._flow.stop[index] > end and not self._flow.is_long(index)
        )

    def _upper(self, row: int) -> float:
        """How much of a tall row stays on this page; 0 if it is not to be cut."""
        long = [i for i in self._on_page(row + 1) if self._is_cuttable(i, row)]
        if not long:
            return 0.0
        lead = max(long, key=self._flow.remaining)
        lines = min(self._fitting(lead), self._flow.remaining(lead) - LEAST_LINES)
        upper = self._height_above_cut(row, lead, lines)
        labels = [self._flow.need(i) for i in self._starting[row] if not self._flow.is_long(i)]
        if lines < LEAST_LINES or upper < max(labels, default=_TOLERANCE_MM):
            return 0.0
        return upper if upper < self._heights[row] - _TOLERANCE_MM else 0.0

    def _is_cuttable(self, index: int, row: int) -> bool:
        flow = self._flow
        return (
            flow.stop[index] > row
            and flow.is_long(index)
            and flow.remaining(index) >= 2 * LEAST_LINES
        )

    def _forced(self) -> _Cut:
        """The end of a page whose first row is higher than the page."""
        row, room = self._row, self._bottom - self._content_top
        cells = [index for index in self._on_page(row + 1) if self._flow.stop[index] > row]
        long = [i for i in cells if self._flow.is_long(i) and self._flow.remaining(i)]
        if long:
            lead = max(long, key=self._flow.remaining)
            upper = self._height_above_cut(row, lead, max(1, self._fitting(lead)))
        else:
            labels = max(map(self._flow.need, cells), default=0.0)
            upper = room if room >= max(labels, _LEAST_ROOM_MM) else self._heights[row]
        cut_inside = _TOLERANCE_MM < upper < self._heights[row] - _TOLERANCE_MM
        return _Cut(row, upper) if cut_inside else _Cut(row + 1)

    def _fitting(self, index: int) -> int:
        """Lines of a long cell that have room down to the end of the page."""
        return self._flow.fitting(index, self._bottom - self._part_top(index))

    def _height_above_cut(self, row: int, index: int, lines: int) -> float:
        """How much of a row lies above the end of a cell's part with so many lines."""
        height = text_height(self._flow.cells[index].style, lines)
        return self._part_top(index) + height - self._y(row)

    def _y(self, row: int) -> float:
        return self._content_top + sum(self._heights[self._row : row])

    def _part_top(self, index: int) -> float:
        """Top of a cell's rectangle on this page."""
        start = self._flow.start[index]
        if start < self._heads.stop and self._heads:
            return self._top + sum(self._heights[self._heads.start : start])
        return self._y(max(start, self._row))


def _kept_with_next(grid: Grid, heights: Sequence[float]) -> list[bool]:
    """For each row whether the next one has to stand on the same page.

    Titles, heads and bands stay with what is below them, the 合计 that closes a table with its
    last row, signatures and notes with the last two rows, or with the end of the last one where
    that is high.
    """
    rows = grid.rows
    bands = _bands(grid)
    keep = [row.kind in _LEADING or number in bands for number, row in enumerate(rows)]
    framed = [number for number, row in enumerate(rows) if row.kind in _FRAMED]
    last = framed[-1] if framed else -1
    if _closes_table(grid, last) and heights[last - 1] <= _HIGH_MM:
        keep[last - 1] = True
    if last < len(rows) - 1:
        first = last if last < 1 or heights[last] > _HIGH_MM else last - 1
        for row in range(max(0, first), len(rows) - 1):
            keep[row] = True
    return keep


def _closes_table(grid: Grid, row: int) -> bool:
    """Whether a row is the 合计 right below the rows of a group."""
    if row < 1 or (grid.rows[row - 1].kind, grid.rows[row].kind) != (RowKind.GROUP, RowKind.BODY):
        return False
    return sum(cell.row == row for cell in grid.cells) >= _FEWEST_CELLS_UNDER_HEAD


def _bands(grid: Grid) -> set[int]:
    """Body rows that are one printed line from edge to edge: the heading of the rows below."""
    return {
        cell.row
        for cell in grid.cells
        if cell.role is Role.LABEL
        and cell.column_span == len(grid.columns_mm)
        and grid.rows[cell.row].kind is RowKind.BODY
    }


def _heads_above(grid: Grid) -> list[range]:
    """For each row the head rows to repeat above it at the top of a page."""
    cells = Counter(cell.row for cell in grid.cells)
    heads, above = range(0), []
    for number, row in enumerate(grid.rows):
        if row.kind is RowKind.HEAD:
            heads = range(heads.start if heads.stop == number else number, number + 1)
        elif row.kind not in _FRAMED:
            heads = range(0)
        prose = row.kind is RowKind.BODY and cells[number] < _FEWEST_CELLS_UNDER_HEAD
        above.append(range(0) if prose or row.kind is RowKind.HEAD else heads)
    return above
