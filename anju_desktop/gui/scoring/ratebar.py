"""A completion as a bar, with the line from which on the points are full."""

from decimal import Decimal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from anju_desktop.document.values import plain
from anju_desktop.gui import theme
from anju_desktop.gui.labels import wrapped
from anju_desktop.gui.scoring.describing import RateLine
from anju_desktop.gui.theme import Token, color
from anju_desktop.scoring.figures import shown

_HEIGHT, _THICKNESS, _MARK = 14, 6, 2
_MOST = Decimal(2)
"""A rate beyond twice the line fills the bar: the line must stay to be seen."""


class RateBar(QWidget):
    """Painted from a :class:`RateLine`; says it in words to a screen reader."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line: RateLine | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rate(self, line: RateLine) -> None:
        if line != self._line:
            self._line = line
            self.setAccessibleName(f"{line.title} {shown(line.percent)}%，{_full_line(line)}")
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        line = self._line
        if line is None:
            return
        painter = QPainter(self)
        top = (self.height() - _THICKNESS) / 2
        # The line stands a little inside, so that one sees by how much it is passed.
        whole = max(min(line.percent, line.threshold * _MOST), line.threshold, Decimal(1))
        whole *= Decimal("1.05")
        painter.fillRect(QRectF(0, top, self.width(), _THICKNESS), color(Token.RULE_LIGHT))
        done = self.width() * float(min(Decimal(1), line.percent / whole))
        ink = Token.ACCENT if line.met else Token.EXPLAIN
        painter.fillRect(QRectF(0, top, done, _THICKNESS), color(ink))
        at = self.width() * float(line.threshold / whole)
        painter.fillRect(QRectF(round(at) - _MARK, 0, _MARK, self.height()), color(Token.INK))
        painter.end()


class RateBlock(QWidget):
    """Name, rate, bar, arithmetic and line; a single one is set larger."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = wrapped("")
        self._percent = QLabel()
        self._bar = RateBar()
        self._arithmetic = wrapped("second")
        self._full = QLabel()
        self._full.setProperty("kind", "second")
        for label in (self._arithmetic, self._full):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for parts in ((self._title, self._percent), (self._bar,), (self._arithmetic, self._full)):
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(parts[0], 1)
            for part in parts[1:]:
                row.addWidget(part, 0, Qt.AlignmentFlag.AlignBottom)
            column.addLayout(row)

    def show_rate(self, line: RateLine, *, large: bool) -> None:
        theme.set_kind(self._percent, "figure" if large else "strong")
        for label, text in (
            (self._title, line.title),
            (self._percent, f"{shown(line.percent)}%"),
            (self._arithmetic, line.arithmetic),
            (self._full, _full_line(line)),
        ):
            if label.text() != text:
                label.setText(text)
        self._bar.show_rate(line)


def _full_line(line: RateLine) -> str:
    sign = "不高于 " if line.at_most else ""
    return f"满分线 {sign}{plain(line.threshold)}%"
