"""The whole form on paper: a pure function from grid, paper and font metrics to a display list."""

from collections.abc import Iterator, Sequence

from anju_desktop.forms.definition import Align, Orientation, Paper
from anju_desktop.records import record
from anju_desktop.sheet.borders import frame_lines
from anju_desktop.sheet.display import (
    CodeFoot,
    Item,
    Layout,
    Line,
    Page,
    Picture,
    Stamp,
    TextRun,
    Watermark,
)
from anju_desktop.sheet.fitting import cut_off
from anju_desktop.sheet.grid import Grid
from anju_desktop.sheet.linebreak import BLANKS
from anju_desktop.sheet.linebreak import Line as TextLine
from anju_desktop.sheet.metrics import MM_PER_POINT, FontMetrics
from anju_desktop.sheet.pagination import CellPart, PageRows, paginate
from anju_desktop.sheet.rowheights import (
    all_lines,
    cell_lines,
    edges,
    heights_for,
    line_height,
    pad_x,
    row_heights,
    unprintable,
)

__all__ = [
    "CodeFoot",
    "Item",
    "Layout",
    "Line",
    "Page",
    "Picture",
    "Stamp",
    "TextRun",
    "Watermark",
    "cell_lines",
    "layout",
    "row_heights",
]

A4_MM = (210.0, 297.0)

# More than this between two characters is seen as a gap, by readers and by text extraction.
_MOST_SPACING_EM = 0.06
_FOOTER_PT = 9.0
_LEAST_FOOTER_PT = 6.5
# Wider than any paper; what stands behind it need not be measured character by character.
_LONGEST_FOOTER = 300
_FOOTER_BELOW_MM = 6.5
_FOOTER_LEAST_MM = 5.0
# The foot of a final page: the symbol at the right, two lines of text at its left.
_SYMBOL_MM = 15.0
_SYMBOL_QUIET_MM = 2.5
_FOOT_LINES_MM = (13.2, 7.6)
"""Baselines above the edge of the paper."""
_CODE_PT = 11.0
_CODE_LABEL = "校验码"
_LEAST_TOP_MM = 6.0
_FOOTER_MARGIN_MM = 20.0
_DRAFT = "草稿"
_DRAFT_WORD_PT = 10.5
_DRAFT_WORD_GRAY = 0.45
_WATERMARK_PT = 150.0
_WATERMARK_ANGLE = 30.0
_WATERMARK_GRAY = 0.92


@record(frozen=True, slots=True)
class _Sheet:
    """The paper with the table on it: where text and lines may stand."""

    width: float
    height: float
    top: float
    bottom: float
    xs: tuple[float, ...]
    """Edges of the columns."""

    @property
    def left(self) -> float:
        return self.xs[0]

    @property
    def right(self) -> float:
        return self.xs[-1]


def layout(grid: Grid, paper: Paper, metrics: FontMetrics, stamp: Stamp) -> Layout:
    """Rows on pages, and every page as a display list."""
    lines = all_lines(grid, metrics)
    heights = heights_for(grid, lines)
    sheet = _sheet(grid, paper)
    rows = list(paginate(grid, lines, heights, sheet.top, sheet.bottom))
    if stamp.foot:
        sheet, rows = _above_foot(sheet, rows, grid, lines, heights)
    pages = tuple(
        Page(number, sheet.width, sheet.height, _items(page, sheet, metrics, stamp, of))
        for number, page in enumerate(rows, 1)
        for of in [f"第 {number} 页  共 {len(rows)} 页"]
    )
    return Layout(
        heights,
        pages,
        unprintable(grid, metrics),
        cut_off(grid, lines, rows, sheet.bottom),
    )


def _above_foot(
    sheet: _Sheet,
    rows: list[PageRows],
    grid: Grid,
    lines: Sequence[tuple[TextLine, ...]],
    heights: Sequence[float],
) -> tuple[_Sheet, list[PageRows]]:
    """Leave the foot of the page to the code.

    The table moves up into the upper margin, so that a final form breaks where its draft did; only
    where that margin is too narrow is it laid out anew.
    """
    limit = sheet.height - _FOOTER_LEAST_MM - _SYMBOL_MM - _SYMBOL_QUIET_MM
    excess = max(page.edges[-1] for page in rows) - limit
    if excess <= 0:
        return sheet, rows
    if sheet.top - excess >= _LEAST_TOP_MM:
        moved = (tuple(y - excess for y in page.edges) for page in rows)
        return sheet, [PageRows(ys, page.parts) for ys, page in zip(moved, rows, strict=True)]
    top = min(sheet.top, _LEAST_TOP_MM)
    return sheet, list(paginate(grid, lines, heights, top, limit))


def _sheet(grid: Grid, paper: Paper) -> _Sheet:
    width, height = A4_MM
    if paper.orientation is Orientation.LANDSCAPE:
        width, height = height, width
    top, right, bottom, left = map(float, paper.margins)
    start = left + (width - left - right - grid.width_mm) / 2
    return _Sheet(width, height, top, height - bottom, tuple(start + x for x in edges(grid)))


def _items(
    page: PageRows, sheet: _Sheet, metrics: FontMetrics, stamp: Stamp, number: str
) -> tuple[Item, ...]:
    items: list[Item] = []
    if stamp.draft:
        items.append(_watermark(sheet))
    boxes = [
        (part.first, part.last + 1, part.cell.column, part.cell.column + part.cell.column_span)
        for part in page.parts
        if part.cell.style.framed
    ]
    items.extend(frame_lines(boxes, sheet.xs, page.edges))
    for part in page.parts:
        items.extend(_runs(part, page.edges, sheet.xs, metrics))
    if stamp.foot:
        items.extend(_final_footer(sheet, metrics, stamp.footer_left, stamp.foot, number))
    else:
        items.extend(_footer(sheet, metrics, stamp, number))
    if stamp.draft:
        items.append(_draft_word(sheet, metrics))
    return tuple(items)


# -- text of a cell ----------------------------------------------------------------------------


def _runs(
    part: CellPart, ys: Sequence[float], xs: Sequence[float], metrics: FontMetrics
) -> Iterator[TextRun]:
    """The lines of one part of a cell, in the middle of its height."""
    cell, style = part.cell, part.cell.style
    pad, step = pad_x(style), line_height(style)
    left, right = xs[cell.column] + pad, xs[cell.column + cell.column_span] - pad
    top, bottom = ys[part.first], ys[part.last + 1]
    y = (top + bottom - len(part.lines) * step) / 2
    y += _baseline(step, style.size_pt, metrics)
    for number, line in enumerate(part.lines):
        if line.text:
            x = _line_left(line, style.align, left, right)
            spacing = 0.0
            if style.align is Align.LEFT and not line.ends_paragraph:
                spacing = _spacing(line, right - left, style.size_pt)
            yield TextRun(
                x, y + number * step, line.text, style.size_pt, style.bold, spacing=spacing
            )


def _baseline(step: float, size_pt: float, metrics: FontMetrics) -> float:
    """From the top of a line to its baseline, the em box standing in the middle of the line."""
    size = size_pt * MM_PER_POINT
    return (step - size) / 2 + size * metrics.ascent


def _line_left(line: TextLine, align: Align, left: float, right: float) -> float:
    if align is Align.LEFT:
        return left
    free = right - left - line.width_mm
    return left + (free / 2 if align is Align.CENTER else free)


def _spacing(line: TextLine, width: float, size_pt: float) -> float:
    """What fills a line up to the right edge, if that is little enough not to be noticed."""
    gaps = len(line.text.rstrip(BLANKS)) - 1
    free = width - line.width_mm
    if gaps < 1 or free <= 0:
        return 0.0
    spacing = free / gaps
    return spacing if spacing <= _MOST_SPACING_EM * size_pt * MM_PER_POINT else 0.0


# -- around the table --------------------------------------------------------------------------


def _watermark(sheet: _Sheet) -> Watermark:
    return Watermark(
        sheet.width / 2,
        sheet.height / 2,
        _DRAFT,
        _WATERMARK_PT,
        _WATERMARK_ANGLE,
        _WATERMARK_GRAY,
    )


def _draft_word(sheet: _Sheet, metrics: FontMetrics) -> TextRun:
    """The mark once more as plain text, for search and for pale printers, in the upper margin."""
    width = metrics.width(_DRAFT, _DRAFT_WORD_PT, True)
    baseline = max(_FOOTER_LEAST_MM, sheet.top - 3.0)
    return TextRun(
        sheet.right - width, baseline, _DRAFT, _DRAFT_WORD_PT, True, gray=_DRAFT_WORD_GRAY
    )


def _footer(sheet: _Sheet, metrics: FontMetrics, stamp: Stamp, number: str) -> Iterator[TextRun]:
    baseline = min(sheet.bottom + _FOOTER_BELOW_MM, sheet.height - _FOOTER_LEAST_MM)
    middle = metrics.width(number, _FOOTER_PT)
    room = (sheet.right - sheet.left - middle) / 2 - 4
    if stamp.footer_left:
        text, size = _fitted(stamp.footer_left, room, metrics)
        yield TextRun(sheet.left, baseline, text, size)
    x = (sheet.left + sheet.right - middle) / 2
    yield TextRun(x, baseline, number, _FOOTER_PT)
    if stamp.footer_right:
        text, size = _fitted(stamp.footer_right, room, metrics)
        yield TextRun(sheet.right - metrics.width(text, size), baseline, text, size)


def _final_footer(
    sheet: _Sheet, metrics: FontMetrics, imprint: str, foot: CodeFoot, number: str
) -> Iterator[Item]:
    """The symbol, the code beside it, and what form, edition and page this is."""
    upper, lower = (sheet.height - above for above in _FOOT_LINES_MM)
    # A narrow table has not the room for all that below it.
    left = min(sheet.left, _FOOTER_MARGIN_MM)
    end = max(sheet.right, sheet.width - _FOOTER_MARGIN_MM)
    symbol_left = end - _SYMBOL_MM
    bottom = sheet.height - _FOOTER_LEAST_MM
    yield Picture(symbol_left, bottom - _SYMBOL_MM, _SYMBOL_MM, foot.symbol)
    right = symbol_left - _SYMBOL_QUIET_MM
    label = metrics.width(_CODE_LABEL, _FOOTER_PT)
    yield TextRun(right - label, upper, _CODE_LABEL, _FOOTER_PT)
    code = metrics.width(foot.code, _CODE_PT, True)
    yield TextRun(right - code, lower, foot.code, _CODE_PT, True)
    text, size = _fitted(imprint, right - label - 4 - left, metrics)
    yield TextRun(left, upper, text, size)
    middle = metrics.width(number, _FOOTER_PT)
    # In the middle of the page unless the code comes too near.
    x = min((left + end - middle) / 2, right - code - 4 - middle)
    yield TextRun(x, lower, number, _FOOTER_PT)
    text, size = _fitted(foot.edition, x - 4 - left, metrics)
    yield TextRun(left, lower, text, size)


def _fitted(text: str, room: float, metrics: FontMetrics) -> tuple[str, float]:
    """A footer text made to fit: set smaller, and shortened where that is not enough.

    〓 stands, as printers have long had it, for a character that no font has.
    """
    text = text[:_LONGEST_FOOTER]
    bad = {*metrics.missing(text), *(char for char in text if "\ud800" <= char <= "\udfff")}
    text = "".join("〓" if char in bad else char for char in text)
    width = metrics.width(text, _FOOTER_PT)
    if width <= room:
        return text, _FOOTER_PT
    size = max(_LEAST_FOOTER_PT, _FOOTER_PT * room / width)
    if metrics.width(text, size) <= room + 1e-6:
        return text, size
    while len(text) > 1 and metrics.width(text + "…", size) > room:
        text = text[:-1]
    return text + "…", size
