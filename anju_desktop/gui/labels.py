"""Texts of the panels: wrapped, and shown as they are."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy


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
