"""The shapes that say how heavy a finding is, the same everywhere on the screen.

错误 filled triangle, 需说明 hollow triangle, 提示 dot: colour is never the only carrier.
"""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from anju_desktop.forms.definition import Level
from anju_desktop.gui import theme
from anju_desktop.gui.theme import LEVEL_COLORS, LEVEL_TINTS, Token, color, ui_font
from anju_desktop.records import record
from anju_desktop.rules.findings import LEVEL_NAMES

LEVELS = (Level.ERROR, Level.EXPLAIN, Level.HINT)
"""Heaviest first, the order in which they are shown."""

MARK = 10
"""Side of a mark beside a word, in pixels."""


@record(frozen=True, slots=True)
class Counts:
    """How many findings of each level a form still has to deal with."""

    error: int = 0
    explain: int = 0
    hint: int = 0

    def of(self, level: Level) -> int:
        return {Level.ERROR: self.error, Level.EXPLAIN: self.explain, Level.HINT: self.hint}[level]

    def present(self) -> tuple[tuple[Level, int], ...]:
        """The levels that occur, heaviest first."""
        return tuple((level, self.of(level)) for level in LEVELS if self.of(level))

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.error + other.error, self.explain + other.explain, self.hint + other.hint
        )

    def words(self) -> str:
        """For a tooltip or a screen reader: ``错误 1，提示 2``."""
        listed = "，".join(f"{LEVEL_NAMES[level]} {count}" for level, count in self.present())
        return listed or "没有发现问题"


def paint_mark(painter: QPainter, area: QRectF, level: Level) -> None:
    """Draw the shape of a level into ``area`` (a square of about 11 px)."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink = color(LEVEL_COLORS[level])
    if level is Level.HINT:
        _paint_dot(painter, area, ink)
    else:
        _paint_triangle(painter, area, ink, filled=level is Level.ERROR)
    painter.restore()


def _paint_dot(painter: QPainter, area: QRectF, ink: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    radius = area.width() * 0.27
    painter.drawEllipse(area.center(), radius, radius)


def _paint_triangle(painter: QPainter, area: QRectF, ink: QColor, filled: bool) -> None:
    width = 1.6
    inset = 0.0 if filled else width / 2
    box = area.adjusted(inset, inset, -inset, -inset)
    if filled:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
    else:
        pen = QPen(ink, width)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolygon(QPolygonF([box.topLeft(), box.topRight(), box.bottomLeft()]))


def paint_counts(
    painter: QPainter, right: float, middle: float, counts: Counts, pixels: int = theme.NOTE
) -> float:
    """Marks with their numbers, ending at ``right``; returns where they begin."""
    font = ui_font(pixels, bold=True)
    metrics = QFontMetrics(font)
    painter.setFont(font)
    x = right
    for level, count in reversed(counts.present()):
        text = str(count)
        x -= metrics.horizontalAdvance(text)
        painter.setPen(color(LEVEL_COLORS[level]))
        baseline = middle + (metrics.ascent() - metrics.descent()) / 2
        painter.drawText(QPointF(x, baseline), text)
        x -= MARK + 3
        paint_mark(painter, QRectF(x, middle - MARK / 2, MARK, MARK), level)
        x -= 4
    return x + 4


def counts_width(counts: Counts, pixels: int = theme.NOTE) -> int:
    """How much room :func:`paint_counts` takes."""
    metrics = QFontMetrics(ui_font(pixels, bold=True))
    numbers = [metrics.horizontalAdvance(str(count)) for _, count in counts.present()]
    return sum(number + MARK + 7 for number in numbers) - 4 if numbers else 0


class CountsLabel(QWidget):
    """Shapes, words and numbers in a row.

    As chips when the property ``kind`` is ``chips``, without the words when it is ``bare``.
    """

    _GAP = 10
    _CHIP_PADDING = 7

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts = Counts()
        self._empty_text = ""
        self._safe = True
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    @property
    def counts(self) -> Counts:
        return self._counts

    @property
    def words(self) -> str:
        """What it says, as a screen reader hears it."""
        return self.accessibleName()

    def show_counts(self, counts: Counts, empty_text: str = "", *, safe: bool = True) -> None:
        """Show ``counts``, or ``empty_text`` when there is nothing to count: green when safe."""
        if (counts, empty_text, safe) == (self._counts, self._empty_text, self._safe):
            return
        self._counts, self._empty_text, self._safe = counts, empty_text, safe
        words = counts.words() if counts.present() else empty_text
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        height = 24 if self._chips() else 20
        if not self._counts.present():
            return QSize(self._metrics().horizontalAdvance(self._empty_text), height)
        widths = [self._width(level, count) for level, count in self._counts.present()]
        return QSize(round(sum(widths)) + self._gap() * (len(widths) - 1), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(ui_font(theme.NOTE))
        if not self._counts.present():
            self._paint_empty(painter)
        x = 0.0
        for level, count in self._counts.present():
            x = self._paint_one(painter, x, level, count) + self._gap()
        painter.end()

    def _chips(self) -> bool:
        return bool(self.property("kind") == "chips")

    def _gap(self) -> int:
        return 8 if self._chips() else self._GAP

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(ui_font(theme.NOTE))

    def _said(self, level: Level, count: int) -> str:
        bare = self.property("kind") == "bare"
        return str(count) if bare else f"{LEVEL_NAMES[level]} {count}"

    def _width(self, level: Level, count: int) -> float:
        padding = 2 * self._CHIP_PADDING if self._chips() else 0
        return padding + MARK + 4 + self._metrics().horizontalAdvance(self._said(level, count))

    def _paint_empty(self, painter: QPainter) -> None:
        painter.setPen(color(Token.SAFE if self._safe else Token.INK_SECOND))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, self._empty_text)

    def _paint_one(self, painter: QPainter, x: float, level: Level, count: int) -> float:
        width = self._width(level, count)
        middle = self.height() / 2
        if self._chips():
            self._paint_chip(painter, QRectF(x, 0, width, self.height()), level)
        start = x + (self._CHIP_PADDING if self._chips() else 0)
        paint_mark(painter, QRectF(start, middle - MARK / 2, MARK, MARK), level)
        painter.setPen(color(LEVEL_COLORS[level]))
        words = QRectF(start + MARK + 4, 0, width, self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self._said(level, count))
        return x + width

    def _paint_chip(self, painter: QPainter, area: QRectF, level: Level) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = QColor(color(LEVEL_COLORS[level]))
        edge.setAlpha(70)
        painter.setPen(QPen(edge, 1))
        painter.setBrush(color(LEVEL_TINTS[level]))
        painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.restore()
