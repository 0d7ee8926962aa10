"""A generated report on its pages, in the layout of GB/T 9704 and with the program's own lines.

The same measures as in the Word file; the fonts are the bundled ones. Lengths in millimetres.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from anju_desktop.report.pieces import Grid, Piece, Report, Style
from anju_desktop.rules.rule import shortened
from anju_desktop.sheet.display import Item, Line, Page, TextRun
from anju_desktop.sheet.linebreak import BLANKS, break_lines
from anju_desktop.sheet.linebreak import Line as TextLine
from anju_desktop.sheet.metrics import MM_PER_POINT, FontMetrics

WIDTH, HEIGHT = 210.0, 297.0
TOP, BOTTOM, LEFT, RIGHT = 37.0, 35.0, 28.0, 26.0
BODY_PT, TITLE_PT, TABLE_PT, NUMBER_PT = 16.0, 22.0, 12.0, 14.0
STEP = 28.9 * MM_PER_POINT
TABLE_STEP = 16 * MM_PER_POINT
LEAST_ROW = 9.0

_TEXT_WIDTH, _END = WIDTH - LEFT - RIGHT, HEIGHT - BOTTOM
_INDENT = "\u3000\u3000"
_PAD, _THIN = 1.5, 0.2
_NUMBER_BELOW = 7.0
"""From the end of the text to the dash of the page number."""
_SIGNATURE_INDENT = 4 * BODY_PT * MM_PER_POINT
_MOST_SPACING_EM = 0.5
_BOLD = (Style.TITLE, Style.HEADING1)
_HEADS = (Style.TITLE, Style.HEADING1, Style.HEADING2, Style.ANNEX)
_TOLERANCE = 0.01


class Unprintable(NamedTuple):
    """A character that no bundled font has, and the words it stands among."""

    char: str
    words: str


def unprintable(report: Report, metrics: FontMetrics) -> Unprintable | None:
    """The first character of a report that would print as an empty box."""
    for text in _texts(report):
        for char in metrics.missing(text):
            return Unprintable(char, shortened(" ".join(text.split()), 24))
    return None


def _texts(report: Report) -> Iterator[str]:
    for part in report.parts:
        if isinstance(part, Piece):
            yield part.text
        else:
            yield from part.head
            yield from (run.text for row in part.rows for run in row)


def report_pages(report: Report, metrics: FontMetrics) -> tuple[Page, ...]:
    """The pages with all that stands on them, page numbers included."""
    setter = _Setter(metrics)
    for number, part in enumerate(report.parts):
        if isinstance(part, Grid):
            setter.table(part)
        else:
            setter.piece(part, report.parts[number + 1 :])
    return tuple(
        Page(number, WIDTH, HEIGHT, (*items, _page_number(number, metrics)))
        for number, items in enumerate(setter.pages, 1)
    )


def _page_number(number: int, metrics: FontMetrics) -> TextRun:
    text = f"— {number} —"
    x = LEFT + (_TEXT_WIDTH - metrics.width(text, NUMBER_PT)) / 2
    baseline = _END + _NUMBER_BELOW + NUMBER_PT * MM_PER_POINT / 2
    return TextRun(x, baseline, text, NUMBER_PT)


class _Setter:
    """Sets one part below the other and turns the page."""

    def __init__(self, metrics: FontMetrics) -> None:
        self._metrics = metrics
        self.pages: list[list[Item]] = [[]]
        self._y = TOP
        self._signing = False

    # -- paragraphs ----------------------------------------------------------------------------

    def piece(self, piece: Piece, following: Sequence[Piece | Grid]) -> None:
        if piece.style is Style.ANNEX:
            self._turn()
        elif piece.style is Style.SIGNATURE:
            self._begin_signature(following)
        lines = self._lines(piece)
        if piece.style in _HEADS and self._y + (len(lines) + 1) * STEP > _END + _TOLERANCE:
            # A heading stays with the first line below it.
            self._turn()
        for number, line in enumerate(lines):
            if self._y + STEP > _END + _TOLERANCE:
                self._turn()
            self._set(piece, line, number)
            self._y += STEP
        if piece.style is Style.TITLE:
            self._y += STEP

    def _begin_signature(self, following: Sequence[Piece | Grid]) -> None:
        """Two lines above the signature, and its lines on one page."""
        if not self._signing:
            rest = sum(isinstance(p, Piece) and p.style is Style.SIGNATURE for p in following)
            self._y += 2 * STEP
            if self._y + (rest + 1) * STEP > _END + _TOLERANCE:
                self._turn()
        self._signing = True

    def _lines(self, piece: Piece) -> list[TextLine]:
        indented = piece.style in (Style.BODY, Style.HEADING1, Style.HEADING2, Style.ANNEX)
        text = f"{_INDENT if indented else ''}{piece.text}"
        width = _TEXT_WIDTH - (_SIGNATURE_INDENT if piece.style is Style.SIGNATURE else 0)
        is_title = piece.style is Style.TITLE
        bold = piece.style in _BOLD
        return break_lines(text, width, _size(piece), self._metrics, bold=bold, balance=is_title)

    def _set(self, piece: Piece, line: TextLine, number: int) -> None:
        size, bold, text, x = _size(piece), piece.style in _BOLD, line.text, LEFT
        width = line.width_mm
        if number == 0 and text.startswith(_INDENT):
            indent = self._metrics.width(_INDENT, size, bold)
            text, x, width = text.removeprefix(_INDENT), x + indent, width - indent
        spacing = 0.0
        if piece.style is Style.TITLE:
            x += (_TEXT_WIDTH - width) / 2
        elif piece.style is Style.SIGNATURE:
            x += _TEXT_WIDTH - _SIGNATURE_INDENT - width
        elif not line.ends_paragraph:
            spacing = _spacing(text, LEFT + _TEXT_WIDTH - x - width, size)
        text = text.rstrip(BLANKS)
        if text:
            baseline = self._y + _baseline(STEP, size, self._metrics)
            self.pages[-1].append(TextRun(x, baseline, text, size, bold, spacing=spacing))

    def _turn(self) -> None:
        self.pages.append([])
        self._y = TOP

    # -- tables --------------------------------------------------------------------------------

    def table(self, grid: Grid) -> None:
        whole = sum(grid.widths)
        shares = accumulate((_TEXT_WIDTH * share / whole for share in grid.widths), initial=LEFT)
        xs = list(shares)
        head = self._cells(grid.head, xs, bold=True)
        self._row(head, xs, opens=True)
        for texts in grid.rows:
            cells = self._cells([run.text for run in texts], xs, bold=False)
            if self._y + _row_height(cells) > _END + _TOLERANCE:
                self._turn()
                self._row(head, xs, opens=True)
            self._row(cells, xs)

    def _cells(
        self, texts: Sequence[str], xs: Sequence[float], bold: bool
    ) -> list[tuple[list[TextLine], bool]]:
        return [
            (
                break_lines(
                    text, right - left - 2 * _PAD, TABLE_PT, self._metrics, bold=bold, balance=True
                ),
                bold,
            )
            for text, (left, right) in zip(texts, pairwise(xs), strict=True)
        ]

    def _row(
        self, cells: list[tuple[list[TextLine], bool]], xs: Sequence[float], opens: bool = False
    ) -> None:
        height, top, page = _row_height(cells), self._y, self.pages[-1]
        if opens:
            page.append(Line(xs[0], top, xs[-1], top, _THIN))
        page.append(Line(xs[0], top + height, xs[-1], top + height, _THIN))
        page += [Line(x, top, x, top + height, _THIN) for x in xs]
        for (lines, bold), (left, right) in zip(cells, pairwise(xs), strict=True):
            y = top + (height - len(lines) * TABLE_STEP) / 2
            y += _baseline(TABLE_STEP, TABLE_PT, self._metrics)
            for number, line in enumerate(lines):
                text = line.text.rstrip(BLANKS)
                if text:
                    x = left + (right - left - line.width_mm) / 2
                    page.append(TextRun(x, y + number * TABLE_STEP, text, TABLE_PT, bold))
        self._y += height


def _row_height(cells: Sequence[tuple[list[TextLine], bool]]) -> float:
    most = max(len(lines) for lines, _ in cells)
    return max(LEAST_ROW, most * TABLE_STEP + _PAD)


def _size(piece: Piece) -> float:
    return TITLE_PT if piece.style is Style.TITLE else BODY_PT


def _baseline(step: float, size_pt: float, metrics: FontMetrics) -> float:
    """From the top of a line to its baseline, the em box standing in the middle of the line."""
    size = size_pt * MM_PER_POINT
    return (step - size) / 2 + size * metrics.ascent


def _spacing(text: str, free: float, size_pt: float) -> float:
    """What fills a line up to the right edge, if that is little enough not to be noticed."""
    gaps = len(text.rstrip(BLANKS)) - 1
    if gaps < 1 or free <= 0:
        return 0.0
    spacing = free / gaps
    return spacing if spacing <= _MOST_SPACING_EM * size_pt * MM_PER_POINT else 0.0
