"""The lines of each cell and the heights of the rows, before any page is cut."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

from anju_desktop.forms.definition import Align, RowKind
from anju_desktop.sheet.grid import CellStyle, Grid, GridCell
from anju_desktop.sheet.linebreak import Line, break_lines
from anju_desktop.sheet.metrics import MM_PER_POINT, FontMetrics

PAD_X = 1.3
PAD_Y = 1.0
"""Least distance between a cell's text and its frame, in mm."""
LINE_HEIGHT = 1.38
"""Of the type size."""

# Air around the title, room to sign and seal, in mm.
_LEAST = {RowKind.TITLE: 14.0, RowKind.SIGNATURE: 16.0, RowKind.NOTE: 6.0}

# A text longer than this is broken anew each time: remembering it would cost more than it saves.
_REMEMBERED = 6000


def line_height(style: CellStyle) -> float:
    """Distance of baselines in mm."""
    return style.size_pt * MM_PER_POINT * LINE_HEIGHT


def text_height(style: CellStyle, lines: int) -> float:
    """Height that a cell needs for so many lines."""
    return lines * line_height(style) + 2 * PAD_Y


def pad_x(style: CellStyle) -> float:
    """An unframed text begins exactly above or below the frame of the table."""
    return PAD_X if style.framed else 0.0


def edges(grid: Grid) -> tuple[float, ...]:
    """Left edges of the columns from 0, and the right edge of the last."""
    return tuple(accumulate(grid.columns_mm, initial=0.0))


def cell_lines(cell: GridCell, grid: Grid, metrics: FontMetrics) -> tuple[Line, ...]:
    """The text of one cell, broken for the width that the cell covers."""
    return _lines(cell, edges(grid), metrics)


def all_lines(grid: Grid, metrics: FontMetrics) -> tuple[tuple[Line, ...], ...]:
    """The broken texts of all cells, in the order of ``grid.cells``."""
    at = edges(grid)
    return tuple(_lines(cell, at, metrics) for cell in grid.cells)


def _lines(cell: GridCell, at: Sequence[float], metrics: FontMetrics) -> tuple[Line, ...]:
    style = cell.style
    width = at[cell.column + cell.column_span] - at[cell.column] - 2 * pad_x(style)
    balance = style.align is Align.CENTER
    breaker = _remembered if len(cell.text) <= _REMEMBERED else _broken
    return breaker(cell.text, width, style.size_pt, style.bold, balance, metrics)


def _broken(
    text: str, width: float, size_pt: float, bold: bool, balance: bool, metrics: FontMetrics
) -> tuple[Line, ...]:
    return tuple(break_lines(text, width, size_pt, metrics, bold=bold, balance=balance))


_remembered = lru_cache(maxsize=16384)(_broken)


def row_heights(grid: Grid, metrics: FontMetrics) -> tuple[float, ...]:
    """Heights of all rows in mm: what single-row cells need, then what spans need beyond that."""
    return heights_for(grid, all_lines(grid, metrics))


def heights_for(grid: Grid, lines: Sequence[tuple[Line, ...]]) -> tuple[float, ...]:
    """Heights of all rows whose cells hold these lines."""
    heights = [max(row.minimum_mm, _LEAST.get(row.kind, 0.0)) for row in grid.rows]
    spans: list[tuple[int, int, int, float]] = []
    for cell, broken in zip(grid.cells, lines, strict=True):
        need = text_height(cell.style, len(broken))
        if cell.row_span > 1:
            spans.append((cell.row_span, cell.row, cell.column, need))
        elif need > heights[cell.row]:
            heights[cell.row] = need
    for span, row, _, need in sorted(spans):
        spread(heights, range(row, row + span), need)
    return tuple(heights)


def spread(heights: list[float], rows: range, need: float) -> None:
    """Raise the rows by equal parts until together they reach ``need``."""
    deficit = need - sum(heights[rows.start : rows.stop])
    if deficit > 0:
        for row in rows:
            heights[row] += deficit / len(rows)


def unprintable(grid: Grid, metrics: FontMetrics) -> tuple[tuple[GridCell, str], ...]:
    """Characters that no bundled font has, and halves of surrogate pairs, which are none."""
    found: set[str] = set().union(*(cell.text for cell in grid.cells))
    bad = {c for c in found if "\ud800" <= c <= "\udfff"}.union(metrics.missing("".join(found)))
    if not bad:
        return ()
    return tuple(
        (cell, char) for cell in grid.cells for char in dict.fromkeys(cell.text) if char in bad
    )
