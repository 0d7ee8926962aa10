"""How much room the screen has for a window.

``QWidget.screen()`` is not for us: PySide6 makes the widget the parent of what it returns, and
takes the screen along when it clears the widget away. The program then dies at its next window.
"""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

_FRAME = QSize(16, 40)
"""What title bar and borders take around a window."""


def room_around(window: QWidget) -> QRect:
    """What task bars leave of the screen on which a window is, or its parent."""
    shown = window.parentWidget() or window
    middle = shown.window().frameGeometry().center()
    screen = QGuiApplication.screenAt(middle) or QGuiApplication.primaryScreen()
    return screen.availableGeometry()


def room_inside(window: QWidget) -> QSize:
    """The most that a window may measure without its frame."""
    return room_around(window).size() - _FRAME
