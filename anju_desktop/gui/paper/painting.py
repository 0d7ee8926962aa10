"""How one cell looks: fill, grid, text, marks, ring, in this order for every cell."""

from collections.abc import Iterable
from enum import Enum

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

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
_DRAFTED = "草拟"


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


class CellPainter:
    """Paints cells at one scale (pixels for a millimetre) on one kind of screen."""

    def __init__(self, typesetter: Typesetter, pixels_per_mm: float, device_ratio: float) -> None:
        self._type = typesetter
        self._scale = pixels_per_mm
        self._ratio = device_ratio

    def paint_cell(self, painter: QPainter, laid: LaidCell, visible: Box, look: Look) -> None:
        """One cell without its ring; ``visible`` is the part of the window it may use."""
        cell, box = laid.cell, laid.box
        ground = _ground(cell, look)
        if ground is not None:
            fill(painter, qrect(box), color(ground))
        if cell.style.framed:
            self.paint_edges(painter, box, color(Token.GRID), max(1, int(self._ratio)))
        self._paint_text(painter, laid, visible)
        self._paint_signs(painter, laid, look)

    def paint_edges(self, painter: QPainter, box: Box, ink: QColor, thickness: int) -> None:
        """Lines along the four edges, in whole device pixels."""
        left, right = self._device(box.left), self._device(box.right)
        top, bottom = self._device(box.top), self._device(box.bottom)
        width, height = right - left + thickness, bottom - top + thickness
        edges = (
            (left, top, width, thickness),
            (left, bottom, width, thickness),
            (left, top, thickness, height),
            (right, top, thickness, height),
        )
        first, *more = (QRectF(*(length / self._ratio for length in edge)) for edge in edges)
        fill(painter, first, ink, *more)

    def paint_frame(self, painter: QPainter, box: Box) -> None:
        """The heavy frame around the whole table."""
        thickness = max(2, round(_FRAME * self._ratio))
        self.paint_edges(painter, box, color(Token.FRAME), thickness)

    def paint_ring(self, painter: QPainter, box: Box) -> None:
        """The focus."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        grown = Box(box.left, box.top, box.right + 1, box.bottom + 1)
        outer = qrect(grown)
        inner = outer.adjusted(_RING, _RING, -_RING, -_RING)
        for area in (
            QRect(outer.left(), outer.top(), outer.width(), _RING),
            QRect(outer.left(), inner.bottom() + 1, outer.width(), _RING),
            QRect(outer.left(), outer.top(), _RING, outer.height()),
            QRect(inner.right() + 1, outer.top(), _RING, outer.height()),
        ):
            fill(painter, area, color(Token.ACCENT))

    def paint_outline(self, painter: QPainter, box: Box) -> None:
        """A dashed line around a pasted block."""
        painter.setPen(QPen(color(Token.ACCENT), 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(qrect(box))

    def _device(self, pixels: int) -> int:
        return round(pixels * self._ratio)

    # -- text ------------------------------------------------------------------------------

    def _paint_text(self, painter: QPainter, laid: LaidCell, visible: Box) -> None:
        cell, box, lines = laid.cell, laid.box, laid.lines
        size = cell.style.size_pt * MM_PER_POINT * self._scale
        step = size * LINE_HEIGHT
        top = _block_top(box, step * len(lines), visible if cell.row_span > 1 else box)
        # The em box stands in the middle of its line.
        drop = (step - size) / 2 + size * self._type.metrics.ascent
        painter.setPen(color(Token.INK))
        for number, line in enumerate(lines):
            baseline = top + number * step + drop
            if line.text and visible.top - step < baseline < visible.bottom + step:
                # On a whole device pixel strokes stay sharp.
                y = round(baseline * self._ratio) / self._ratio
                at = QPointF(self._line_left(cell, box, line) + laid.indent, y)
                self._type.paint(painter, at, line.text, size, cell.style.bold)

    def _line_left(self, cell: GridCell, box: Box, line: Line) -> float:
        pad = pad_x(cell.style) * self._scale
        room = box.width - line.width_mm * self._scale
        match cell.style.align:
            case Align.LEFT:
                return box.left + pad
            case Align.RIGHT:
                return box.left + room - pad
        return box.left + room / 2

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
        elif look.agrees is Agreement.DRAFTED and self._corner_is_free(laid):
            _paint_corner(painter, box, _DRAFTED, Token.ACCENT)
        if cell.role in (Role.LOCKED, Role.CARRIED) and look.current:
            _paint_lock(painter, box)
        if look.level is not None:
            # One pixel in, so that the mark does not cover the grid; the dot at the very corner,
            # where the text does not begin yet.
            inset = -1 if look.level is Level.HINT else 1
            area = QRectF(box.left + inset, box.top + inset, _MARK, _MARK)
            paint_mark(painter, area, look.level)

    def _corner_is_free(self, laid: LaidCell) -> bool:
        """Whether the tag has room beside the last line of the text, or below it."""
        metrics, style = QFontMetrics(ui_font(_SIGN)), laid.cell.style
        line = style.size_pt * MM_PER_POINT * self._scale * LINE_HEIGHT
        below = (laid.box.height - line * len(laid.lines)) / 2
        last = laid.lines[-1].width_mm * self._scale if laid.lines else 0
        beside = laid.box.width - 2 * pad_x(style) * self._scale - last
        if style.align is not Align.LEFT:
            beside /= 2
        return below >= metrics.height() or beside >= metrics.horizontalAdvance(_DRAFTED)


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


def qrect(box: Box) -> QRect:
    return QRect(box.left, box.top, box.width, box.height)


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


def _paint_lock(painter: QPainter, box: Box) -> None:
    x, y = box.right - 15, box.bottom - 10
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color(Token.INK_SECOND), 1.4))
    painter.drawArc(QRectF(x + 2, y - 5, 5, 8), 0, 180 * 16)
    fill(painter, QRectF(x, y, 9, 6), color(Token.INK_SECOND))
    painter.restore()


def framed_parts(cells: Iterable[GridCell]) -> list[tuple[int, int]]:
    """Runs of framed rows: first row, and the row after the last."""
    rows = sorted(
        {row for c in cells if c.style.framed for row in range(c.row, c.row + c.row_span)}
    )
    parts: list[tuple[int, int]] = []
    for row in rows:
        if parts and parts[-1][1] == row:
            parts[-1] = (parts[-1][0], row + 1)
        else:
            parts.append((row, row + 1))
    return parts
