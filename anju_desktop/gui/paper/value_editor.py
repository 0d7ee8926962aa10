"""The editor of an empty indicator value, with the usual sign and unit already in place."""

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QFont, QInputMethodEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QWidget

from anju_desktop.document.values import narrow
from anju_desktop.gui.paper.editor import CellEditor
from anju_desktop.gui.paper.keys import types_text
from anju_desktop.indicators.rows import Offer

_IN_NUMBERS = set("0123456789.,+-")


class ValueEditor(CellEditor):
    """Opens as ``≥|户``. A number typed there makes a value; whatever else is typed replaces it.

    Sign and unit are the program's until there is a number between them: left alone they are not
    written. A unit typed after the number takes the place of the program's.
    """

    def __init__(self, parent: QWidget, font: QFont, offer: Offer) -> None:
        super().__init__(parent, font, (offer.value,) if offer.value else ())
        self._sign = offer.sign
        self._unit = offer.unit
        self._is_ours = False

    def begin(self, text: str) -> None:
        first = self._as_set is None
        super().begin(text)
        pattern = self._sign + self._unit
        if first and not text and pattern:
            self._is_ours = True
            # Not a word of the clerk's, so nobody is told of it.
            self._told = pattern
            self.setPlainText(pattern)
            self._go_to_number()

    def text(self) -> str:
        return "" if self._is_ours and self._lone() else super().text()

    def move_to_end(self) -> None:
        if self._is_ours:
            self._is_typed_over = False
            self._go_to_number()
        else:
            super().move_to_end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if types_text(event):
            self._make_way_for(event.text())
        super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._make_way_for(event.commitString() or event.preeditString())
        super().inputMethodEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        self._make_way_for(source.text().strip())
        super().insertFromMimeData(source)

    def _lone(self) -> bool:
        """Whether no number has been typed yet."""
        return self._raw() in ("", self._sign, self._unit, self._sign + self._unit)

    def _go_to_number(self) -> None:
        cursor = self.textCursor()
        cursor.setPosition(len(self._raw()) - len(self._unit))
        self.setTextCursor(cursor)

    def _make_way_for(self, text: str) -> None:
        """Take sign and unit back when what comes is no number."""
        if self._is_ours and text and self._lone() and narrow(text)[0] not in _IN_NUMBERS:
            self._is_ours = False
            self._told = ""
            self.clear()

    def _on_text_changed(self) -> None:
        if self._is_ours and self._unit and self._has_own_unit():
            self._is_ours = False
            cursor = self.textCursor()
            cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
            return
        super()._on_text_changed()

    def _has_own_unit(self) -> bool:
        """Whether more than a number stands before the program's unit."""
        at = self.textCursor().position()
        before, after = self._raw()[:at], self._raw()[at:]
        number = before.removeprefix(self._sign).strip()
        return after == self._unit and not set(narrow(number)) <= _IN_NUMBERS
