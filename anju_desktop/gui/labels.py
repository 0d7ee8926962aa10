"""Texts of the window: wrapped and shown as they are, and names made shorter."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from anju_desktop.patterns import pattern

_YEAR = pattern(r"^\d{4}年度?")
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
