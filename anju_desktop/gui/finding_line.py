"""A finding in one line: its mark, its place, what it says; pressed to go there."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.forms.definition import Level
from anju_desktop.gui.marks import MARK, paint_mark
from anju_desktop.gui.paper.naming import cell_name
from anju_desktop.records import record
from anju_desktop.rules.findings import LEVEL_NAMES, Finding

_PADDING = 10
"""What mark and margins take of the width beside the words."""


@record(frozen=True, slots=True)
class Told:
    """A finding as a line tells it."""

    cell: CellRef
    level: Level
    place: str
    title: str
    message: str = ""

    @property
    def words(self) -> str:
        """As it is read aloud."""
        return f"{LEVEL_NAMES[self.level]}，{self.place}，{self.title}"


def told(document: Document, finding: Finding) -> Told:
    """A finding of a document in one line."""
    place = cell_name(document, finding.cell)
    title = finding.title or finding.message
    return Told(finding.cell, finding.level, place, title, finding.message)


class FindingLine(QToolButton):
    """Shows as much as there is room for; the rest is in the tip."""

    chosen = Signal(object)
    """The :class:`CellRef` to go to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told: Told | None = None
        self.setProperty("kind", "fold")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setIconSize(QSize(MARK, MARK))
        self.clicked.connect(self._on_clicked)

    def show_told(self, told: Told) -> None:
        if told == self._told:
            return
        self._told = told
        self.setIcon(_mark(told.level, self.devicePixelRatioF()))
        self.setAccessibleName(told.words)
        self.setToolTip(f"{told.place}\n{told.message or told.title}")
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._told is not None:
            words = f"{self._told.title}（{self._told.place}）"
            room = self.width() - MARK - _PADDING
            fitting = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)
            if self.text() != fitting:
                self.setText(fitting)

    def _on_clicked(self) -> None:
        if self._told is not None:
            self.chosen.emit(self._told.cell)


def _mark(level: Level, ratio: float) -> QIcon:
    pixmap = QPixmap(round(MARK * ratio), round(MARK * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_mark(painter, QRectF(0, 0, MARK, MARK), level)
    painter.end()
    return QIcon(pixmap)
