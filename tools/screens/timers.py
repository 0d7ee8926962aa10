"""Knows what the program lets wait or move, so that a picture need not wait as long.

Qt can list timers and animations too, but PySide6 then keeps hold of those that Qt itself makes
and deletes, and crashes later. So this looks only at what the program makes: :func:`watch` has to
be called before its modules are imported.
"""

from collections.abc import Iterator
from typing import Any
from weakref import WeakSet

import shiboken6
from PySide6 import QtCore
from PySide6.QtCore import QPropertyAnimation, QTimer

_timers: "WeakSet[QTimer]" = WeakSet()
_animations: "WeakSet[QPropertyAnimation]" = WeakSet()


class _KnownTimer(QTimer):
    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        _timers.add(self)

    @staticmethod
    def singleShot(_after_ms: int, *deed: Any) -> None:
        """At once: nobody sees how long it would take."""
        QTimer.singleShot(0, *deed)


class _KnownAnimation(QPropertyAnimation):
    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        _animations.add(self)


def watch() -> None:
    """From now on the program makes timers and animations that are known here."""
    vars(QtCore)["QTimer"] = _KnownTimer
    vars(QtCore)["QPropertyAnimation"] = _KnownAnimation


def running() -> Iterator[QTimer]:
    for timer in list(_timers):
        if shiboken6.isValid(timer) and timer.isActive():
            yield timer


def moving() -> Iterator[QPropertyAnimation]:
    for animation in list(_animations):
        if shiboken6.isValid(animation) and animation.state() == animation.State.Running:
            yield animation
