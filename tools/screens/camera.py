"""Takes pictures of windows that have come to rest, without waiting longer than that takes."""

import faulthandler
import json
import os
import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import cast

import shiboken6
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from anju_desktop.gui.main_window import MainWindow
from tools.screens import timers
from tools.screens.sizes import MANIFEST

PATIENCE_SECONDS = 60.0
"""How long a dialog or a task may take to come, on a machine with other things to do."""
STUCK_SECONDS = 180.0
"""So long without a picture, and the run ends with the stacks of all threads."""
SHOWN_DRIVE = "D:\\"
"""The path of a folder that is gone in a minute tells nobody anything."""
_QUIET_ROUNDS = 3
_QUICKLY = 70
"""What Qt calls quality means less compression here."""
_MORNING = datetime(2025, 3, 18, 9, 24, tzinfo=timezone(timedelta(hours=8)))


class StillClock:
    """Stands still until it is told how much time has gone by."""

    def __init__(self) -> None:
        self._now = _MORNING

    def __call__(self) -> datetime:
        return self._now

    def go_on(self, minutes: int) -> None:
        self._now += timedelta(minutes=minutes)


def until(reached: Callable[[], bool], what: str) -> None:
    """Wait for something, but not for ever: ``TimeoutError`` names it."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not reached():
        if time.monotonic() > deadline:
            raise TimeoutError(f"没有等到：{what}")
        QTest.qWait(5)


class Camera:
    """Keeps one picture under each name, and what kind of window it shows."""

    def __init__(self, screen: str, folder: Path, window: MainWindow, data: Path) -> None:
        self._screen = screen
        self._folder = folder
        self._window = window
        self._data = f"{data}{os.sep}"
        self._taken: dict[str, dict[str, object]] = {}
        self.holds_work = False
        """Whether the work beside the window is to be seen, so that nothing waits for its end."""

    def take(self, name: str, widget: QWidget) -> None:
        """A picture of a window as it is when nothing moves any more."""
        faulthandler.dump_traceback_later(STUCK_SECONDS, exit=True)
        self.settle()
        self._hide_place(widget)
        self.settle()
        picture = widget.grab()
        if name in self._taken:
            raise ValueError(f"“{name}”拍了两次")
        picture.save(str(self._folder / f"{name}-{self._screen}.png"), "PNG", _QUICKLY)
        self._taken[name] = {
            "kind": type(widget).__name__,
            "size": [widget.width(), widget.height()],
        }

    def keep_list(self) -> None:
        """Write down what was taken."""
        text = json.dumps(self._taken, ensure_ascii=False, indent=1)
        path = self._folder / f"{self._screen}-{MANIFEST}"
        path.write_text(text, encoding="utf-8")

    def take_what_opens(
        self,
        name: str,
        deed: Callable[[], object],
        prepare: Callable[..., object] | None = None,
        then: Callable[..., object] = QWidget.close,
    ) -> None:
        """A picture of the dialog or menu that ``deed`` opens.

        ``prepare`` is done with it before and ``then`` after that, which has to close it.
        ``TimeoutError`` when none comes, or when one is left that nobody closes.
        """
        before = _on_top()
        taken: list[QWidget] = []
        deadline = time.monotonic() + PATIENCE_SECONDS

        def look() -> None:
            opened = _on_top()
            if opened is not None and opened is not before and opened.isVisible():
                taken.append(opened)
                if prepare is not None:
                    prepare(opened)
                self.take(name, opened)
                then(opened)
            elif time.monotonic() < deadline:
                QTimer.singleShot(5, look)

        QTimer.singleShot(0, look)
        deed()
        until(lambda: bool(taken), f"“{name}”要拍的窗口")

    # -- coming to rest --------------------------------------------------------------------

    def settle(self) -> None:
        """Let everything that is on its way arrive; what would wait for a while is hurried."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        hurried: dict[QTimer, int] = {}
        for timer in timers.running():
            if not timer.isSingleShot() and timer.interval():
                # What looks at something from time to time looks at it now.
                timer.timeout.emit()
        quiet = 0
        while quiet < _QUIET_ROUNDS:
            if time.monotonic() > deadline:
                raise TimeoutError("窗口没有静下来")
            # Also clears away what is to be deleted, as the loop of the running program does.
            QTest.qWait(1)
            quiet = 0 if self._is_moving(hurried) else quiet + 1
        for timer, interval in hurried.items():
            if shiboken6.isValid(timer):
                timer.setInterval(interval)

    def _is_moving(self, hurried: dict[QTimer, int]) -> bool:
        busy = self._window.tasks.busy and not self.holds_work
        moving = busy or bool(self._window.workspace.store.unsaved)
        for animation in timers.moving():
            animation.setCurrentTime(animation.totalDuration())
            moving = True
        for timer in timers.running():
            if timer.isSingleShot() or not timer.interval():
                moving = True
                if timer.interval() and not busy:
                    hurried[timer] = timer.interval()
                    timer.setInterval(0)
        return moving

    def _hide_place(self, widget: QWidget) -> None:
        for label in cast(list[QLabel], widget.findChildren(QLabel)):
            plain = label.text().replace("\u200b", "")
            if self._data in plain:
                label.setText(plain.replace(self._data, SHOWN_DRIVE))


def _on_top() -> QWidget | None:
    return QApplication.activePopupWidget() or QApplication.activeModalWidget()
