"""A keyboard with an input method, and someone who answers what windows ask."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

Answer = Callable[[QWidget], None]
"""Given a window that came up; when it returns the window is gone."""

_KEYS = {
    "Enter": Qt.Key.Key_Return,
    "Tab": Qt.Key.Key_Tab,
    "Esc": Qt.Key.Key_Escape,
    "Space": Qt.Key.Key_Space,
    "Up": Qt.Key.Key_Up,
    "Down": Qt.Key.Key_Down,
    "Left": Qt.Key.Key_Left,
    "Right": Qt.Key.Key_Right,
    "Home": Qt.Key.Key_Home,
    "End": Qt.Key.Key_End,
    "Delete": Qt.Key.Key_Delete,
    "Backspace": Qt.Key.Key_Backspace,
    "Insert": Qt.Key.Key_Insert,
    "F2": Qt.Key.Key_F2,
    "F6": Qt.Key.Key_F6,
    "F7": Qt.Key.Key_F7,
    "F8": Qt.Key.Key_F8,
}
_MODIFIERS = {
    "Shift": Qt.KeyboardModifier.ShiftModifier,
    "Ctrl": Qt.KeyboardModifier.ControlModifier,
    "Alt": Qt.KeyboardModifier.AltModifier,
}


class Keyboard(QObject):
    """Everything goes to where the focus is; nothing is chosen by its place in the code."""

    def __init__(self) -> None:
        super().__init__()
        self.strokes = 0
        """Keys pressed so far; a Chinese character from the input method counts as one."""
        self._answers: list[Answer] = []
        self._seen: list[QWidget] = []
        self._watching = False

    def focus(self) -> QWidget:
        """Where the next key goes, once everything the last one began has been shown."""
        QApplication.processEvents()
        place = QApplication.activePopupWidget() or QApplication.focusWidget()
        assert place is not None, "no window has the focus"
        return place

    def press(self, *keys: str) -> None:
        """Keys such as ``Ctrl+Shift+Z``, one after the other."""
        for key in keys:
            *modifiers, name = key.split("+")
            held = Qt.KeyboardModifier.NoModifier
            for modifier in modifiers:
                held |= _MODIFIERS[modifier]
            self.strokes += 1
            QTest.keyClick(self.focus(), _KEYS.get(name) or Qt.Key(ord(name)), held)

    def type(self, text: str) -> None:
        """Each character by its key, or from the input method where no key writes it."""
        for char in text:
            self.strokes += 1
            if char.isascii():
                QTest.keyClicks(self.focus(), char)
            else:
                written = QInputMethodEvent()
                written.setCommitString(char)
                QApplication.sendEvent(self.focus(), written)

    def expect(self, *answers: Answer) -> None:
        """What to do with the next windows that come up, one after the other."""
        self._answers.extend(answers)
        self._look_soon()

    def all_answered(self) -> bool:
        """Whether every expected window came and went."""
        return not self._answers and QApplication.activeModalWidget() is None

    def _look_soon(self) -> None:
        # A repeating timer would not fire in the loop of a window that opens from an answer.
        if self._answers and not self._watching:
            self._watching = True
            QTimer.singleShot(5, self, self._look)

    def _look(self) -> None:
        self._watching = False
        popup, modal = QApplication.activePopupWidget(), QApplication.activeModalWidget()
        window = popup if isinstance(popup, QMenu) else modal
        if window is None or not self._is_new(window):
            self._look_soon()
            return
        self._seen.append(window)
        answer = self._answers.pop(0)
        self._look_soon()
        try:
            answer(window)
        finally:
            # Also after a failed answer: the test must fail, not wait for ever.
            window.close()

    def _is_new(self, window: QWidget) -> bool:
        """Whether a window came up by itself and takes the keys now."""
        if isinstance(window, QMenu):
            return window not in self._seen and window.parentWidget() not in self._seen
        return window not in self._seen and window.isActiveWindow() and window.isVisible()
