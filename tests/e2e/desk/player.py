"""Plays strokes in a window of this very process, without any screen."""

import time
from collections import deque
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from tests.e2e.conftest import Office
from tests.e2e.desk.program import place_in, takes_keys
from tests.e2e.desk.strokes import Stroke
from tests.e2e.keyboard import Keyboard

_WAIT_MS = 3
_PATIENCE_SECONDS = 20.0


class _Hands(Keyboard):
    """Tells when the key is about to be pressed: everything before it has happened."""

    def __init__(self, about_to_press: Callable[[], None]) -> None:
        super().__init__()
        self._tell = about_to_press

    def focus(self) -> QWidget:
        place = super().focus()
        self._tell()
        return place


class Player(QObject):
    """Each key is on its way before the one before has ended: that one may open a dialog."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._hands = _Hands(self._soon)
        self._waiting: deque[Stroke] = deque()
        self._deadline = 0.0
        self._over = False
        self.stuck = ""
        """Where it did not go on."""

    @property
    def strokes(self) -> int:
        """Keys pressed so far."""
        return self._hands.strokes

    def play(self, strokes: Iterable[Stroke]) -> None:
        """Press them all; fails where the program does not take the next one."""
        self._waiting.extend(strokes)
        self._over = False
        self._soon()
        self._office.bot.waitUntil(lambda: self._over, timeout=120_000)
        assert not self.stuck, self.stuck

    def _soon(self) -> None:
        self._deadline = time.monotonic() + _PATIENCE_SECONDS
        QTimer.singleShot(0, self, self._go_on)

    def _go_on(self) -> None:
        if not self._waiting:
            self._over = True
        elif self._is_ready(self._waiting[0]):
            self._press(self._waiting.popleft().key)
        elif time.monotonic() < self._deadline:
            QTimer.singleShot(_WAIT_MS, self, self._go_on)
        else:
            self.stuck = f"{self._waiting[0]} at {place_in(self._office.window)}"
            self._over = True
            _leave_dialogs()

    def _is_ready(self, stroke: Stroke) -> bool:
        if QApplication.activeWindow() is None:
            # A desktop does this by itself when a dialog closes; the offscreen platform does not.
            (QApplication.activeModalWidget() or self._office.window).activateWindow()
            return False
        return takes_keys() and stroke.wanted in place_in(self._office.window)

    def _press(self, key: str) -> None:
        if len(key) == 1:
            self._hands.type(key)
        else:
            self._hands.press(key)


def _leave_dialogs() -> None:
    """The test is to fail, not to wait for ever in a dialog."""
    while (modal := QApplication.activeModalWidget()) is not None:
        modal.close()
