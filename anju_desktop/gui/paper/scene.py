"""The whole window of the paper: desk, sheet, cells, frames, marks, ring, frozen heads."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import cast

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QRegion

from anju_desktop.gui.paper.blocks import Area
from anju_desktop.gui.paper.desk import Desk, Heads, LaidCell
from anju_desktop.gui.paper.geometry import Box
from anju_desktop.gui.paper.painting import CellPainter, Look, framed_parts, qrect
from anju_desktop.gui.paper.typesetting import Typesetter
from anju_desktop.gui.theme import Token, color, fill, ui_font
from anju_desktop.records import record
from anju_desktop.sheet.grid import GridCell

_SHADOW = (22, 12, 6, 3)
"""Opacity of the sheet's edge, from the paper outwards, one pixel each."""
_MOST_PARTS = 8


@record(frozen=True, slots=True)
class Scene:
    """What is to be painted; ``look`` tells the state of a cell."""

    desk: Desk
    typesetter: Typesetter
    look: Callable[[GridCell], Look]
    current: GridCell | None = None
    outlined: Area | None = None
    stamp: str = ""

    def paint(self, painter: QPainter, window: Box, dirty: QRegion, ratio: float) -> None:
        """Paint the dirty parts (in the window) of a window (on the desk).

        A key changes a cell here and a mark there: nothing between them is painted.
        """
        scale = self.desk.geometry.pixels_per_mm
        cells = CellPainter(self.typesetter, scale, ratio)
        painter.translate(-window.left, -window.top)
        areas = [_box(rect).moved(window.left, window.top) for rect in _rects(dirty)]
        for area in areas:
            fill(painter, qrect(area), color(Token.DESK))
        self._paint_sheet(painter)
        heads = self.desk.heads_at(window.top)
        covered = self.desk.heads_height(window.top)
        visible = Box(window.left, window.top + covered, window.right, window.bottom)
        met = {id(laid): laid for area in areas for laid in self.desk.meeting(area)}
        for laid in met.values():
            self._paint_cell(painter, cells, laid, visible)
        self._paint_frames(painter, cells)
        if self.outlined is not None:
            cells.paint_outline(painter, self._area_box(self.outlined))
        self._paint_ring(painter, cells, self.current, window.left)
        for laid in self.desk.stuck(window.left):
            if any(laid.box.meets(area) for area in areas):
                self._paint_cell(painter, cells, laid, visible)
        if self.current is not None and self.desk.shift(self.current, window.left):
            self._paint_ring(painter, cells, self.current, window.left)
        if heads is not None and any(area.top <= visible.top for area in areas):
            self._paint_heads(painter, cells, heads, window)

    def _paint_sheet(self, painter: QPainter) -> None:
        sheet = self.desk.geometry.sheet
        for distance, opacity in reversed(list(enumerate(_SHADOW, 1))):
            edge = QRectF(qrect(sheet)).adjusted(-distance, 0, distance, distance)
            fill(painter, edge, QColor(20, 30, 36, opacity))
        fill(painter, qrect(sheet), color(Token.PAPER))
        if self.stamp:
            self._paint_stamp(painter)

    def _paint_stamp(self, painter: QPainter) -> None:
        """At the right above the table, where nothing else stands."""
        font = ui_font(12)
        painter.setFont(font)
        painter.setPen(color(Token.INK_THIRD))
        place = self.desk.corner(QFontMetrics(font).horizontalAdvance(self.stamp))
        corner = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(qrect(place), corner | Qt.TextFlag.TextDontClip, self.stamp)

    def _paint_cell(
        self, painter: QPainter, cells: CellPainter, laid: LaidCell, visible: Box
    ) -> None:
        cells.paint_cell(painter, laid, visible, self.look(laid.cell))

    def _paint_ring(
        self, painter: QPainter, cells: CellPainter, cell: GridCell | None, left: int
    ) -> None:
        if cell is not None:
            box = self.desk.geometry.box(cell)
            cells.paint_ring(painter, box.moved(self.desk.shift(cell, left), 0))

    def _paint_frames(self, painter: QPainter, cells: CellPainter) -> None:
        geometry = self.desk.geometry
        for first, end in framed_parts(self.desk.grid.cells):
            frame = Box(geometry.xs[0], geometry.ys[first], geometry.xs[-1], geometry.ys[end])
            cells.paint_frame(painter, frame)

    def _area_box(self, area: Area) -> Box:
        xs, ys = self.desk.geometry.xs, self.desk.geometry.ys
        return Box(xs[area.left], ys[area.top], xs[area.right + 1], ys[area.bottom + 1])

    def _paint_heads(
        self, painter: QPainter, cells: CellPainter, heads: Heads, window: Box
    ) -> None:
        """The column heads again, at the top of the window."""
        geometry = self.desk.geometry
        top, bottom = geometry.ys[heads.first], geometry.ys[heads.end]
        strip = Box(geometry.xs[0], top, geometry.xs[-1], bottom)
        painter.save()
        painter.translate(0, window.top - top)
        sheet = geometry.sheet
        fill(painter, qrect(Box(sheet.left, top, sheet.right, bottom)), color(Token.PAPER))
        for laid in (*self.desk.cells, *self.desk.stuck(window.left)):
            if heads.first <= laid.cell.row < heads.end:
                self._paint_cell(painter, cells, _cut(laid, bottom), laid.box)
        cells.paint_frame(painter, strip)
        painter.restore()


def _cut(laid: LaidCell, bottom: int) -> LaidCell:
    """A head that reaches down into the rows, without its part there; its text stays behind."""
    if laid.box.bottom <= bottom:
        return laid
    return replace(laid, box=replace(laid.box, bottom=bottom), lines=())


def _rects(region: QRegion) -> list[QRect]:
    """The parts of a region, or all around it where they are many."""
    if region.rectCount() > _MOST_PARTS:
        return [region.boundingRect()]
    # A region can be gone through, but its type hints do not say so.
    return [*cast(Iterable[QRect], region)]


def _box(rect: QRect) -> Box:
    return Box(rect.left(), rect.top(), rect.right() + 1, rect.bottom() + 1)
