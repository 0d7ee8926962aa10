"""The real program, and somebody who looks over the clerk's shoulder; a process of its own.

``python -m tests.e2e.desk.program --data FOLDER`` is the program as its own entry point starts it.
On standard output it tells, as JSON, line by line and only what is new: how many keys have come,
which was the last one, where the next one goes, and whether the program has answered it. Nothing is
ever done to the program from here.
"""

import json
import os
import sys

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox, QWidget

from anju_desktop import app
from anju_desktop.gui.main_window import MainWindow
from anju_desktop.gui.paper.naming import cell_name
from anju_desktop.gui.paper.view import PaperView

_TICK_MS = 8
_CALM_TICKS = 2
"""So many looks in which nothing new came, before the program is said to have answered."""
_HELD = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta)
_KEYS = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)


class Onlooker(QObject):
    """Counts the keys that come and says where the next one would go."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._keys = 0
        self._last: tuple[int, int] = (0, 0)
        self._text = ""
        self._calm = 0
        self._told = ""
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(_TICK_MS)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _KEYS and isinstance(event, QKeyEvent) and event.spontaneous():
            pressed = event.timestamp(), event.key()
            # One key comes as several events, and to each parent of who does not want it.
            if pressed != self._last and event.key() not in _HELD and not event.isAutoRepeat():
                self._last = pressed
                self._keys += 1
                self._text = event.text()
                self._calm = 0
        return False

    def _look(self) -> None:
        self._calm = self._calm + 1 if takes_keys() else 0
        told = json.dumps(
            {
                "keys": self._keys,
                "text": self._text,
                "place": place_in(self._window),
                "calm": self._calm >= _CALM_TICKS,
            }
        )
        if told != self._told:
            self._told = told
            os.write(1, told.encode("ascii") + b"\n")


def takes_keys() -> bool:
    """Whether the next key goes to the window that was opened last, a menu included."""
    if QApplication.activePopupWidget() is not None:
        return True
    modal = QApplication.activeModalWidget()
    there = QApplication.focusWidget() is not None
    return there and (modal is None or modal.isActiveWindow())


def place_in(window: MainWindow) -> str:
    """Window and place in it, in words."""
    popup = QApplication.activePopupWidget()
    if isinstance(popup, QMenu):
        action = popup.activeAction()
        return f"菜单 › {action.text() if action else ''}"
    modal = QApplication.activeModalWidget()
    if isinstance(modal, QMessageBox):
        return f"{modal.windowTitle()}：{modal.text()}"
    focus = QApplication.focusWidget()
    if modal is not None:
        return f"{modal.windowTitle()} › {_name(focus)}"
    view = window.desk.view
    if focus is not None and view is not None and (focus is view or view.isAncestorOf(focus)):
        return f"{_cell(view)}{'（正在填）' if view.is_editing() else ''}"
    return _name(focus)


def _cell(view: PaperView) -> str:
    ref = view.current_ref()
    return cell_name(view.paper_model().document, ref) if ref is not None else ""


def _name(widget: QWidget | None) -> str:
    if widget is None:
        return ""
    return widget.accessibleName() or widget.property("text") or widget.objectName()


def look_on(window: MainWindow) -> None:
    """Stay as long as the window does."""
    Onlooker(window)


def main() -> int:
    return app.run(sys.argv[1:], look_on)


if __name__ == "__main__":
    sys.exit(main())
