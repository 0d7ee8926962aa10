"""How one cell looks: fill, grid, text, marks, ring, in this order for every cell."""

from collections.abc import Sequence
from dataclasses import replace
from enum import Enum
from math import floor

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPolygonF

from anju_desktop.forms.definition import Align, Level
from anju_desktop.gui.marks import paint_mark
from anju_desktop.gui.paper.desk import LaidCell
from anju_desktop.gui.paper.geometry import Box
from anju_desktop.gui.paper.typesetting import Typesetter
from anju_desktop.gui.theme import LEVEL_TINTS, Token, color, fill, ui_font
from anju_desktop.records import record
from anju_desktop.sheet.grid import GridCell, Role
from anju_desktop.sheet.linebreak import Line
from anju_desktop.sheet.metrics import MM_PER_POINT
from anju_desktop.sheet.rowheights import LINE_HEIGHT, pad_x

_FILLS = {
    Role.LABEL: Token.LABEL,
    Role.OFFICIAL: Token.LABEL,
    Role.INPUT: Token.PAPER,
    Role.COMPUTED: Token.COMPUTED,
    Role.LOCKED: Token.LOCKED,
    Role.CARRIED: Token.LOCKED,
}
_MARK = 11
_RING = 2
_SIGN = 11
_FRAME = 1.4
_DRAFTED, _LAST_YEAR = "草拟", "上年"


class Agreement(Enum):
    """What a cell has in common with what the program works out from the facts."""

    COMPUTED = "computed"
    """It holds the computed score."""
    DRAFTED = "drafted"
    """It holds the drafted sentence, to the character."""


@record(frozen=True, slots=True)
class Look:
    """What is to be seen of a cell besides its text."""

    level: Level | None = None
    current: bool = False
    selected: bool = False
    edited: bool = False
    missing: bool = False
    """Empty, and required."""
    agrees: Agreement | None = None
    from_last_year: bool = False
    """It holds what last year's form held, and nobody has looked at it yet."""
    returned: bool = False
    """The city has said something about it, which waits for an answer."""


class CellPainter:
    """Paints cells at one scale (pixels for a millimetre) on one kind of screen."""

    def __init__(self, typesetter: Typesetter, pixels_per_mm: float, device_ratio: float) -> None:
        self._type = typesetter
        self._scale = pixels_per_mm
        self._ratio = device_ratio

    def paint_cells(
        self,
        painter: QPainter,
        cells: Sequence[tuple[LaidCell, Look]],
        visible: Box,
        *,
        over: bool = False,
    ) -> None:
        """Cells without the ring; ``visible`` is the part of the window they may use.

        Each step is taken for all cells before the next, so that neighbours share one line: a
        cell draws its upper and left one. Cells that lie ``over`` others cover them whole and
        draw all four.
        """
        self._fill_grounds(painter, cells, over)
        framed = [laid.box for laid, _ in cells if laid.cell.style.framed]
        lines = [line for box in framed for line in self._lines(box, over)]
        if lines:
            fill(painter, lines[0], color(Token.GRID), *lines[1:])
        for laid, look in cells:
            self._paint_text(painter, laid, visible, look)
        for laid, look in cells:
            self._paint_signs(painter, laid, look)

    def _fill_grounds(
        self, painter: QPainter, cells: Sequence[tuple[LaidCell, Look]], over: bool
    ) -> None:
        grounds: dict[Token, list[QRectF]] = {}
        for laid, look in cells:
            token = _ground(laid.cell, look)
            if token is not None and (over or token is not Token.PAPER):
                grounds.setdefault(token, []).append(self.area(laid.box))
        for token, (first, *more) in grounds.items():
            fill(painter, first, color(token), *more)

    def _lines(self, box: Box, every: bool) -> Sequence[QRectF]:
        """The upper and left line, or all four; in whole pixels of the device."""
        lines = self._edges(box, max(1, int(self._ratio)))
        return lines if every else lines[:2]

    def paint_edges(self, painter: QPainter, box: Box, ink: QColor, thickness: int) -> None:
        """Lines along the four edges, in whole device pixels."""
        first, *more = self._edges(box, thickness)
        fill(painter, first, ink, *more)

    def area(self, box: Box) -> QRectF:
        """A box in whole device pixels."""
        ratio = self._ratio
        left, right = whole(box.left * ratio), whole(box.right * ratio)
        top, bottom = whole(box.top * ratio), whole(box.bottom * ratio)
        return QRectF(left / ratio, top / ratio, (right - left) / ratio, (bottom - top) / ratio)

    def _edges(self, box: Box, thickness: int) -> tuple[QRectF, ...]:
        """The upper, left, lower and right line."""
        ratio = self._ratio
        left, right = whole(box.left * ratio), whole(box.right * ratio)
        top, bottom = whole(box.top * ratio), whole(box.bottom * ratio)
        width = (right - left + thickness) / ratio
        height = (bottom - top + thickness) / ratio
        x, y, line = left / ratio, top / ratio, thickness / ratio
        return (
            QRectF(x, y, width, line),
            QRectF(x, y, line, height),
            QRectF(x, bottom / ratio, width, line),
            QRectF(right / ratio, y, line, height),
        )

    def paint_frame(self, painter: QPainter, box: Box) -> None:
        """The heavy frame around the whole table."""
        thickness = max(2, round(_FRAME * self._ratio))
        self.paint_edges(painter, box, color(Token.FRAME), thickness)

    def paint_side(self, painter: QPainter, box: Box) -> None:
        """A heavy line along the right edge: what lies beyond it scrolls."""
        thickness = max(2, round(_FRAME * self._ratio))
        right = self._edges(box, thickness)[3]
        fill(painter, right, color(Token.FRAME))

    def paint_ring(self, painter: QPainter, box: Box) -> None:
        """The focus."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        grown = Box(box.left, box.top, box.right + 1, box.bottom + 1)
        outer = self.area(grown)
        inner = outer.adjusted(_RING, _RING, -_RING, -_RING)
        first, *more = (
            QRectF(outer.left(), outer.top(), outer.width(), _RING),
            QRectF(outer.left(), inner.bottom(), outer.width(), _RING),
            QRectF(outer.left(), outer.top(), _RING, outer.height()),
            QRectF(inner.right(), outer.top(), _RING, outer.height()),
        )
        fill(painter, first, color(Token.ACCENT), *more)

    def paint_outline(self, painter: QPainter, box: Box) -> None:
        """A dashed line around a pasted block."""
        painter.setPen(QPen(color(Token.ACCENT), 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(qrect(box))

    # -- text ------------------------------------------------------------------------------

    def _paint_text(self, painter: QPainter, laid: LaidCell, visible: Box, look: Look) -> None:
        cell, box, lines = laid.cell, laid.box, laid.lines
        size = cell.style.size_pt * MM_PER_POINT * self._scale
        step = size * LINE_HEIGHT
        top = _block_top(box, step * len(lines), visible if cell.row_span > 1 else box)
        seen = _seen_across(cell, box, visible)
        # The em box stands in the middle of its line.
        drop = (step - size) / 2 + size * self._type.metrics.ascent
        painter.setPen(color(_ink(look)))
        for number, line in enumerate(lines):
            baseline = top + number * step + drop
            if line.text and visible.top - step < baseline < visible.bottom + step:
                # On a whole device pixel strokes stay sharp.
                y = round(baseline * self._ratio) / self._ratio
                at = QPointF(self._line_left(cell, box, seen, line) + laid.indent, y)
                self._type.paint(painter, at, line.text, size, cell.style.bold)

    def _line_left(self, cell: GridCell, box: Box, seen: Box, line: Line) -> float:
        pad = pad_x(cell.style) * self._scale
        width = line.width_mm * self._scale
        match cell.style.align:
            case Align.LEFT:
                return box.left + pad
            case Align.RIGHT:
                return box.right - width - pad
        if seen is box:
            return box.left + (box.width - width) / 2
        return _within(box, pad, (seen.left + seen.right - width) / 2, width)

    # -- signs -----------------------------------------------------------------------------

    def _paint_signs(self, painter: QPainter, laid: LaidCell, look: Look) -> None:
        cell, box = laid.cell, laid.box
        if look.missing:
            _paint_missing(painter, box, look)
        if look.edited:
            bar = QRect(box.left + 1, box.top + 1, 2, box.height - 1)
            fill(painter, bar, color(Token.ACCENT))
        if cell.role is Role.COMPUTED or look.agrees is Agreement.COMPUTED:
            _paint_corner(painter, box, "＝", Token.SAFE)
        elif look.agrees is Agreement.DRAFTED:
            self._paint_tag(painter, laid, _DRAFTED, Token.ACCENT)
        elif look.from_last_year:
            self._paint_tag(painter, laid, _LAST_YEAR, Token.INK_SECOND)
        if cell.role in (Role.LOCKED, Role.CARRIED) and look.current:
            _paint_lock(painter, box)
        if look.returned:
            _paint_fold(painter, box)
        if look.level is not None:
            # One pixel in, so that the mark does not cover the grid; the dot at the very corner,
            # where the text does not begin yet.
            inset = -1 if look.level is Level.HINT else 1
            area = QRectF(box.left + inset, box.top + inset, _MARK, _MARK)
            paint_mark(painter, area, look.level)

    def _paint_tag(self, painter: QPainter, laid: LaidCell, word: str, token: Token) -> None:
        """A word at the lower right, unless it would lie on the text: its ink says the same."""
        if self._corner_is_free(laid, word):
            _paint_corner(painter, laid.box, word, token)

    def _corner_is_free(self, laid: LaidCell, word: str) -> bool:
        """Whether a tag has room beside the last line of the text, or below it."""
        metrics, style = QFontMetrics(ui_font(_SIGN)), laid.cell.style
        line = style.size_pt * MM_PER_POINT * self._scale * LINE_HEIGHT
        below = (laid.box.height - line * len(laid.lines)) / 2
        last = laid.lines[-1].width_mm * self._scale if laid.lines else 0
        beside = laid.box.width - 2 * pad_x(style) * self._scale - last
        if style.align is not Align.LEFT:
            beside /= 2
        return below >= metrics.height() or beside >= metrics.horizontalAdvance(word)


def _paint_corner(painter: QPainter, box: Box, word: str, token: Token) -> None:
    painter.setFont(ui_font(_SIGN))
    painter.setPen(color(token))
    corner = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
    painter.drawText(qrect(box).adjusted(0, 0, -2, -1), corner, word)


def _ground(cell: GridCell, look: Look) -> Token | None:
    if look.selected:
        return Token.SELECTION
    if look.level in (Level.ERROR, Level.EXPLAIN):
        return LEVEL_TINTS[look.level]
    if look.agrees is Agreement.COMPUTED:
        return Token.COMPUTED
    return _FILLS[cell.role] if cell.style.framed else None


def whole(pixels: float) -> int:
    """The nearest whole number; halves always upwards, so that what is shifted stays the same."""
    return floor(pixels + 0.5)


def qrect(box: Box) -> QRect:
    return QRect(box.left, box.top, box.width, box.height)


def _ink(look: Look) -> Token:
    """Whose word a text is: the clerk's, the program's, or last year's."""
    if look.agrees is Agreement.DRAFTED:
        return Token.ACCENT
    return Token.INK_SECOND if look.from_last_year else Token.INK


def _seen_across(cell: GridCell, box: Box, visible: Box) -> Box:
    """The part of a merged cell that is in sight; the cell itself where that is all of it."""
    cut = box.left < visible.left or box.right > visible.right
    if cell.column_span == 1 or not cut or not box.meets(visible):
        return box
    return replace(box, left=max(box.left, visible.left), right=min(box.right, visible.right))


def _within(box: Box, pad: float, wanted: float, width: float) -> float:
    """Where a line begins that would like to begin at ``wanted``, but stays inside of its cell."""
    return max(box.left + pad, min(wanted, box.right - pad - width))


def _block_top(box: Box, height: float, visible: Box) -> float:
    """Top of a text block in the middle of what can be seen of its cell, but inside the cell."""
    top, bottom = max(box.top, visible.top), min(box.bottom, visible.bottom)
    middle = (top + bottom) / 2 if bottom > top else (box.top + box.bottom) / 2
    return max(box.top, min(middle - height / 2, box.bottom - height))


def _paint_missing(painter: QPainter, box: Box, look: Look) -> None:
    """A line to write on, unless a mark says more; at the focus the word."""
    if look.level is None:
        painter.setPen(QPen(color(Token.ACCENT), 1, Qt.PenStyle.DashLine))
        y = box.bottom - 4
        painter.drawLine(QLineF(box.left + 7, y, box.right - 6, y))
    if look.current:
        painter.setFont(ui_font(12))
        painter.setPen(color(Token.INK_THIRD))
        painter.drawText(qrect(box), Qt.AlignmentFlag.AlignCenter, "必填")


def _paint_fold(painter: QPainter, box: Box) -> None:
    """A folded corner at the upper right, where spreadsheets put 批注."""
    right, top = box.right, box.top + 1
    corner = [QPointF(right - _MARK, top), QPointF(right, top), QPointF(right, top + _MARK)]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color(Token.ACCENT))
    painter.drawPolygon(QPolygonF(corner))
    painter.restore()


def _paint_lock(painter: QPainter, box: Box) -> None:
    x, y = box.right - 15, box.bottom - 10
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color(Token.INK_SECOND), 1.4))
    painter.drawArc(QRectF(x + 2, y - 5, 5, 8), 0, 180 * 16)
    fill(painter, QRectF(x, y, 9, 6), color(Token.INK_SECOND))
    painter.restore()
