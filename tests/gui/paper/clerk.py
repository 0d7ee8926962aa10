"""Someone at the keyboard in front of one form, for the tests of the paper."""

from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.document.history import History
from anju_desktop.gui.paper.view import PaperView
from anju_desktop.rules.engine import Checker
from anju_desktop.sheet.grid import GridCell

_KEYS = {
    "Enter": Qt.Key.Key_Return,
    "Tab": Qt.Key.Key_Tab,
    "Esc": Qt.Key.Key_Escape,
    "F2": Qt.Key.Key_F2,
    "F4": Qt.Key.Key_F4,
    "Up": Qt.Key.Key_Up,
    "Down": Qt.Key.Key_Down,
    "Left": Qt.Key.Key_Left,
    "Right": Qt.Key.Key_Right,
    "Home": Qt.Key.Key_Home,
    "End": Qt.Key.Key_End,
    "Backspace": Qt.Key.Key_Backspace,
    "Delete": Qt.Key.Key_Delete,
    "Insert": Qt.Key.Key_Insert,
    "PageDown": Qt.Key.Key_PageDown,
}
_MODIFIERS = {
    "Shift": Qt.KeyboardModifier.ShiftModifier,
    "Ctrl": Qt.KeyboardModifier.ControlModifier,
    "Alt": Qt.KeyboardModifier.AltModifier,
}


@dataclass
class Clerk:
    """Presses keys where the focus is."""

    document: Document
    history: History
    checker: Checker
    view: PaperView
    messages: list[str] = field(default_factory=list)

    def at(self, column: str, row: str = "") -> None:
        """Go to a cell: a field, or a column of a row of the group."""
        ref = self.ref(column, row)
        assert self.view.jump_to(ref)

    def ref(self, column: str, row: str = "") -> CellRef:
        group = self.document.edition.groups[0].id if row else ""
        return CellRef(column, group, row)

    def text(self, column: str, row: str = "") -> str:
        return self.document.text(self.ref(column, row))

    def cell(self, column: str, row: str = "") -> GridCell:
        cell = self.view.paper_model().cell_of(self.ref(column, row))
        assert cell is not None
        return cell

    def press(self, keys: str) -> None:
        """One key such as ``Ctrl+Shift+Z``."""
        *modifiers, key = keys.split("+")
        held = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            held |= _MODIFIERS[modifier]
        code = _KEYS.get(key) or Qt.Key(ord(key))
        QTest.keyClick(self.focus(), code, held)

    def type(self, text: str) -> None:
        """Each character by a key press, or from the input method where no key writes it."""
        for char in text:
            if char.isascii():
                QTest.keyClicks(self.focus(), char)
            else:
                event = QInputMethodEvent()
                event.setCommitString(char)
                QApplication.sendEvent(self.focus(), event)

    def compose(self, preedit: str) -> None:
        """Have the input method show something that is not text yet."""
        QApplication.sendEvent(self.focus(), QInputMethodEvent(preedit, []))

    def focus(self) -> QWidget:
        return QApplication.focusWidget() or self.view

    def level(self, column: str, row: str = "") -> str:
        level = self.view.paper_model().level(self.cell(column, row))
        return level.value if level else ""
