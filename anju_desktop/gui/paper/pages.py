"""Paints a page of the display list: the preview on screen and the sheet in the printer alike."""

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from anju_desktop.gui.paper.typesetting import Typesetter
from anju_desktop.gui.theme import Token, color
from anju_desktop.sheet.display import Line, Page, Picture, TextRun, Watermark
from anju_desktop.sheet.metrics import MM_PER_POINT

_OUTLINE_PIXELS = 200.0
"""Outlines are taken at this size and scaled: fine enough for the biggest word."""


class PagePainter:
    """Paints what the PDF holds, at any scale."""

    def __init__(self, typesetter: Typesetter) -> None:
        self._type = typesetter

    def paint(self, painter: QPainter, page: Page, pixels_per_mm: float) -> None:
        """The page from the painter's origin on; the paper itself is not painted."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for item in page.items:
            match item:
                case Watermark():
                    self._paint_watermark(painter, item, pixels_per_mm)
                case Line():
                    _paint_line(painter, item, pixels_per_mm)
                case Picture():
                    _paint_picture(painter, item, pixels_per_mm)
                case TextRun():
                    self._paint_run(painter, item, pixels_per_mm)
        painter.restore()

    def _paint_run(self, painter: QPainter, run: TextRun, scale: float) -> None:
        painter.setPen(_gray(run.gray))
        self._type.paint(
            painter,
            QPointF(run.x * scale, run.baseline * scale),
            run.text,
            run.size_pt * MM_PER_POINT * scale,
            run.bold,
            run.spacing * scale,
        )

    def _paint_watermark(self, painter: QPainter, mark: Watermark, scale: float) -> None:
        metrics = self._type.metrics
        size = mark.size_pt * MM_PER_POINT * scale / _OUTLINE_PIXELS
        painter.save()
        painter.translate(mark.x * scale, mark.y * scale)
        painter.rotate(-mark.angle)
        painter.scale(size, size)
        left = -sum(metrics.advance(char, True) for char in mark.text) / 2 * _OUTLINE_PIXELS
        drop = (metrics.ascent - metrics.descent) / 2 * _OUTLINE_PIXELS
        outline = self._type.outline(mark.text, _OUTLINE_PIXELS, bold=True)
        outline.translate(left, drop)
        painter.fillPath(outline, _gray(mark.gray))
        painter.restore()


def _paint_line(painter: QPainter, line: Line, scale: float) -> None:
    pen = QPen(Qt.GlobalColor.black, line.width * scale)
    pen.setCapStyle(Qt.PenCapStyle.SquareCap)
    painter.setPen(pen)
    ends = (line.x1, line.y1, line.x2, line.y2)
    painter.drawLine(QLineF(*(length * scale for length in ends)))


def _paint_picture(painter: QPainter, picture: Picture, scale: float) -> None:
    """One path, so that no seams are seen between the rectangles."""
    module = picture.size / picture.symbol.modules * scale
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for rect in picture.symbol.rects:
        path.addRect(QRectF(*(length * module for length in rect)))
    path.translate(picture.x * scale, picture.y * scale)
    painter.fillPath(path, Qt.GlobalColor.black)


def _gray(level: float) -> QColor:
    """0 is black, 1 is white."""
    return QColor.fromRgbF(level, level, level)


def page_size(page: Page, pixels_per_mm: float) -> QSizeF:
    return QSizeF(page.width * pixels_per_mm, page.height * pixels_per_mm)


def paint_sheet(painter: QPainter, area: QRectF) -> None:
    """White paper with a thin edge, for the screen."""
    painter.fillRect(area.adjusted(-1, -1, 1, 2), color(Token.RULE))
    painter.fillRect(area, color(Token.PAPER))
