"""The whole window of the paper: desk, sheet, cells, frames, marks, ring, frozen heads."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import cast

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QRegion

from anju_desktop.gui.paper.blocks import Area
from anju_desktop.gui.paper.desk import Desk, Heads, LaidCell
from anju_desktop.gui.paper.geometry import Box
from anju_desktop.gui.paper.painting import CellPainter, Look, qrect, whole
from anju_desktop.gui.paper.typesetting import Typesetter
from anju_desktop.gui.theme import Token, color, fill, ui_font
from anju_desktop.records import record
from anju_desktop.sheet.grid import GridCell

_SHADOW = (22, 12, 6, 3)
"""Opacity of the sheet's edge, from the paper outwards, one pixel each."""
_MOST_PARTS = 8
_CORNER = QPoint(0, 0)
HEADS_LINE = 3
"""Pixels below frozen heads that their heavy line may take."""


@record(frozen=True, slots=True)
class Scene:
    """What is to be painted; ``look`` tells the state of a cell."""

    desk: Desk
    typesetter: Typesetter
    look: Callable[[GridCell], Look]
    current: GridCell | None = None
    outlined: Area | None = None
    stamp: str = ""

    def paint(
        self,
        painter: QPainter,
        window: Box,
        dirty: QRegion,
        ratio: float,
        origin: QPoint = _CORNER,
    ) -> None:
        """Paint the dirty parts (in the window) of a window (on the desk).

        ``origin`` is where the painter's own origin lies on the screen: where a logical pixel is
        one and a half of the device, the desk is moved to whole ones, and no line is blurred.

        A key changes a cell here and a mark there, and scrolling brings a strip into sight:
        nothing else is laid or painted.
        """
        scale = self.desk.geometry.pixels_per_mm
        cells = CellPainter(self.typesetter, scale, ratio)
        painter.translate(
            _aligned(window.left, origin.x(), ratio), _aligned(window.top, origin.y(), ratio)
        )
        areas = [_box(rect).moved(window.left, window.top) for rect in _rects(dirty)]
        for area in areas:
            fill(painter, qrect(area).adjusted(-1, -1, 1, 1), color(Token.DESK))
        self._paint_sheet(painter, cells)
        met = {id(laid): laid for area in areas for laid in self.desk.meeting(area)}
        for rows, seen in ((True, self.visible(window)), (False, window)):
            part = [laid for laid in met.values() if self.desk.freezes(laid.cell.row) is rows]
            cells.paint_cells(painter, self._looks(part), seen)
        self._paint_frames(painter, cells)
        if self.outlined is not None:
            cells.paint_outline(painter, self._area_box(self.outlined))
        self._paint_ring(painter, cells, self.current, window.left)
        self._paint_stuck(painter, cells, window, areas)
        heads = self.desk.heads_at(window.top)
        covered = window.top + self.desk.heads_height(window.top) + HEADS_LINE
        if heads is not None and any(area.top < covered for area in areas):
            self._paint_heads(painter, cells, heads, window, ratio, origin)

    def visible(self, window: Box) -> Box:
        """What frozen heads and columns leave of a window: texts of merged cells stand in it."""
        left = window.left + self.desk.stuck_width(window.left)
        top = window.top + self.desk.heads_height(window.top)
        return Box(left, top, window.right, window.bottom)

    def _paint_stuck(
        self,
        painter: QPainter,
        cells: CellPainter,
        window: Box,
        areas: Sequence[Box],
    ) -> None:
        """The frozen columns, over what has been scrolled under them, with a heavy line beside."""
        if not self.desk.stuck_width(window.left):
            return
        top, bottom = min(area.top for area in areas), max(area.bottom for area in areas)
        stuck = [*self.desk.stuck(window.left, top - 2, bottom + 1)]
        seen = replace(self.visible(window), left=window.left)
        cells.paint_cells(painter, self._looks(stuck), seen, over=True)
        self._paint_side(painter, cells, stuck, window.left)
        if self.current is not None and self.desk.shift(self.current, window.left):
            self._paint_ring(painter, cells, self.current, window.left)

    def _paint_side(
        self, painter: QPainter, cells: CellPainter, stuck: Sequence[LaidCell], left: int
    ) -> None:
        """What lies beyond the frozen columns scrolls."""
        edge = left + self.desk.stuck_width(left)
        for laid in stuck:
            if laid.box.right == edge:
                cells.paint_side(painter, laid.box)

    def _cut(self, cells: Iterable[LaidCell], heads: Heads) -> list[LaidCell]:
        """The heads among some cells; one that reaches down into the rows without its part there.

        Its text stays behind.
        """
        bottom = self.desk.geometry.ys[heads.end]
        return [
            laid
            if laid.box.bottom <= bottom
            else replace(laid, box=replace(laid.box, bottom=bottom), lines=())
            for laid in cells
            if laid.cell.row >= heads.first
        ]

    def _paint_sheet(self, painter: QPainter, cells: CellPainter) -> None:
        sheet = self.desk.geometry.sheet
        for distance, opacity in reversed(list(enumerate(_SHADOW, 1))):
            edge = Box(
                sheet.left - distance, sheet.top, sheet.right + distance, sheet.bottom + distance
            )
            fill(painter, cells.area(edge), QColor(20, 30, 36, opacity))
        fill(painter, cells.area(sheet), color(Token.PAPER))
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

    def _looks(self, cells: Iterable[LaidCell]) -> list[tuple[LaidCell, Look]]:
        return [(laid, self.look(laid.cell)) for laid in cells]

    def _paint_ring(
        self, painter: QPainter, cells: CellPainter, cell: GridCell | None, left: int
    ) -> None:
        if cell is not None:
            box = self.desk.geometry.box(cell)
            cells.paint_ring(painter, box.moved(self.desk.shift(cell, left), 0))

    def _paint_frames(self, painter: QPainter, cells: CellPainter) -> None:
        geometry = self.desk.geometry
        for first, end in self.desk.framed_parts:
            frame = Box(geometry.xs[0], geometry.ys[first], geometry.xs[-1], geometry.ys[end])
            cells.paint_frame(painter, frame)

    def _area_box(self, area: Area) -> Box:
        xs, ys = self.desk.geometry.xs, self.desk.geometry.ys
        return Box(xs[area.left], ys[area.top], xs[area.right + 1], ys[area.bottom + 1])

    def _paint_heads(
        self,
        painter: QPainter,
        cells: CellPainter,
        heads: Heads,
        window: Box,
        ratio: float,
        origin: QPoint,
    ) -> None:
        """The column heads again, at the top of the window."""
        geometry = self.desk.geometry
        top, bottom = geometry.ys[heads.first], geometry.ys[heads.end]
        strip = Box(geometry.xs[0], top, geometry.xs[-1], bottom)
        painter.save()
        above = whole((origin.y() - window.top) * ratio) + whole(top * ratio)
        painter.translate(0, (whole(origin.y() * ratio) - above) / ratio)
        sheet = geometry.sheet
        fill(painter, qrect(Box(sheet.left, top, sheet.right, bottom)), color(Token.PAPER))
        beside = replace(self.visible(window), top=top, bottom=bottom)
        scrolled = self._cut(self.desk.in_rows(heads.first, heads.end), heads)
        cells.paint_cells(painter, self._looks(scrolled), beside, over=True)
        whole_width = replace(beside, left=window.left)
        stuck = self._cut(self.desk.stuck(window.left, top, bottom), heads)
        cells.paint_cells(painter, self._looks(stuck), whole_width, over=True)
        self._paint_side(painter, cells, stuck, window.left)
        cells.paint_frame(painter, strip)
        painter.restore()


def _aligned(offset: int, origin: int, ratio: float) -> float:
    """How far to move for the desk to begin at a whole device pixel."""
    return whole((origin - offset) * ratio) / ratio - origin


def _rects(region: QRegion) -> list[QRect]:
    """The parts of a region, or all around it where they are many."""
    if region.rectCount() > _MOST_PARTS:
        return [region.boundingRect()]
    # A region can be gone through, but its type hints do not say so.
    return [*cast(Iterable[QRect], region)]


def _box(rect: QRect) -> Box:
    return Box(rect.left(), rect.top(), rect.right() + 1, rect.bottom() + 1)
