"""Texts of the window: wrapped and shown as they are, and names made shorter."""

from PySide6.QtCore import Qt
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
    label = QLabel(text)
    label.setWordWrap(True)
    # What a clerk typed is shown as typed, never read as markup.
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    if kind:
        label.setProperty("kind", kind)
    return label
