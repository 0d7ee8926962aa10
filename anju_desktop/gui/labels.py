"""Texts of the window: wrapped and shown as they are, and names made shorter."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QSizePolicy, QWidget

from anju_desktop.gui.screens import room_inside
from anju_desktop.patterns import pattern

_YEAR = pattern(r"^\d{4}年度?")
_LEAST_HEIGHT = 160
_BRACKETS = pattern(r"（[^（）]*）$")


def short_title(title: str) -> str:
    """A name without the year before and the remark behind it: room is scarce."""
    short = _BRACKETS.sub("", _YEAR.sub("", title.strip()))
    return short or title


def wrapped(kind: str, text: str = "") -> QLabel:
    """A label that wraps; ``kind`` names its look in the style sheet, ``""`` for the plain one."""
    return _dressed(QLabel(text), kind)


def copyable(kind: str) -> QLabel:
    """A wrapped label whose text can be selected and copied with the mouse."""
    return _dressed(CopyableLabel(), kind)


def _dressed(label: QLabel, kind: str) -> QLabel:
    label.setWordWrap(True)
    # What a clerk typed is shown as typed, never read as markup.
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    if kind:
        label.setProperty("kind", kind)
    return label


def resize_fitting(window: QWidget, width: int, height: int) -> None:
    """Give a window this size, or as much of it as the screen has room for."""
    window.resize(QSize(width, height).boundedTo(room_inside(window)))


class Scrolling(QScrollArea):
    """As large as what it holds, and with a scroll bar where the screen is lower than that."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        # Its controls have the keyboard and bring themselves into sight.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setWidgetResizable(True)
        # In line with what stands above and below, whether there is a scroll bar or not.
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setWidget(content)

    def sizeHint(self) -> QSize:
        content = self.widget()
        hint = content.sizeHint().boundedTo(content.maximumSize())
        return hint.expandedTo(self._least())

    def minimumSizeHint(self) -> QSize:
        least, bar = self._least(), self.verticalScrollBar().sizeHint()
        return QSize(least.width() + bar.width(), min(least.height(), _LEAST_HEIGHT))

    def _least(self) -> QSize:
        content = self.widget()
        return content.minimumSizeHint().expandedTo(content.minimumSize())


class CopyableLabel(QLabel):
    """Becomes selectable when the pointer comes.

    Only then, since Qt lays out and paints each text twice where it may be selected, and a key
    may change several; both ways give the same pixels.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        if not self.hasSelectedText():
            self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        super().leaveEvent(event)
