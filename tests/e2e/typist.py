"""The real program with somebody at its keyboard who never stops; run as a process of its own.

``python -m tests.e2e.typist --data FOLDER --continue`` opens the form that was open last and types
into one cell after the other. Whenever the status bar shows that everything is saved, it says so:
one line ``saved FIELD ROW TEXT`` on standard output, written without any buffer between.
"""

import os
import sys

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from anju_desktop import app
from anju_desktop.document.changes import CellRef
from anju_desktop.gui.main_window import MainWindow


class Typist(QObject):
    """Types a text, ends it with Enter, and waits for the promise before the next one."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._typed = 0
        self._last: CellRef | None = None
        self._waiting: tuple[CellRef, str] | None = None
        window.ui.savedLabel.installEventFilter(self)

    def begin(self) -> None:
        """Sit down, and type when the keys go to the window."""
        if self._window.isActiveWindow():
            self.type_next()
        else:
            self._window.activateWindow()
            QTimer.singleShot(10, self, self.begin)

    def type_next(self) -> None:
        """Fill the current cell and go on to the next."""
        view = self._window.desk.view
        assert view is not None
        cell = view.current_ref()
        if cell is None or cell == self._last:
            return  # After the last cell Enter stays where it is.
        self._last = cell
        self._typed += 1
        # Another text than an earlier run typed there: what stays the same is no edit.
        text = f"{os.getpid()}.{self._typed}"
        self._waiting = cell, text
        for char in text:
            QTest.keyClicks(QApplication.focusWidget() or view, char)
        QTest.keyClick(QApplication.focusWidget() or view, Qt.Key.Key_Return)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The words in the status bar are about to be painted."""
        promised = self._window.status.saved_text.startswith("已自动保存")
        if event.type() == QEvent.Type.Paint and promised and self._waiting is not None:
            (cell, text), self._waiting = self._waiting, None
            os.write(1, f"saved {cell.field} {cell.row or '-'} {text}\n".encode("ascii"))
            QTimer.singleShot(0, self, self.type_next)
        return False


def main() -> int:
    """The program as its own entry point starts it, with the typist before its window."""
    return app.run(sys.argv[1:], lambda window: Typist(window).begin())


if __name__ == "__main__":
    sys.exit(main())
