"""Work that may take longer than a blink, done beside the window, one piece at a time."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, QTimer, Signal, Slot

from anju_desktop.errors import AnjuError

SHOW_AFTER_MS = 500
"""Quicker work shows no progress: a flash tells nobody anything."""


class _Outcome(QObject):
    """Carries the end of a piece of work to the thread of the window."""

    finished = Signal(object)
    failed = Signal(object)
    ended = Signal()


class _Piece(QRunnable):
    def __init__(self, work: Callable[[], Any], outcome: _Outcome) -> None:
        super().__init__()
        self._work = work
        self._outcome = outcome

    def run(self) -> None:
        try:
            self._outcome.finished.emit(self._work())
        except AnjuError as error:
            self._outcome.failed.emit(error)
        finally:
            # Also after a bug, which goes on to the report: the window must not wait for ever.
            self._outcome.ended.emit()


class Tasks(QObject):
    """Runs one piece of work at a time; a cancelled one ends unheard."""

    busy_changed = Signal(str)
    """What is being done, once it takes long; ``""`` when it is over."""
    failed = Signal(object)
    """A piece of work ended with this :class:`AnjuError`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._outcome: _Outcome | None = None
        self._label = ""
        self._delay = QTimer(self, singleShot=True, interval=SHOW_AFTER_MS)
        self._delay.timeout.connect(self._on_taking_long)

    @property
    def busy(self) -> bool:
        return self._outcome is not None

    def start(self, label: str, work: Callable[[], Any], done: Callable[[Any], object]) -> bool:
        """Do ``work`` beside the window, then ``done`` with its result; False while busy."""
        if self.busy:
            return False
        outcome = self._outcome = _Outcome(self)
        outcome.finished.connect(lambda result: self._on_finished(outcome, result, done))
        outcome.failed.connect(lambda error: self._on_failed(outcome, error))
        outcome.ended.connect(lambda: self._on_ended(outcome))
        self._label = label
        self._delay.start()
        self._pool.start(_Piece(work, outcome))
        return True

    def cancel(self) -> None:
        """Forget the work at hand; what it makes is thrown away."""
        if self._outcome is not None:
            self._release()

    def wait(self) -> None:
        """Wait for the last piece, at the end of the program."""
        self._pool.waitForDone()

    @Slot()
    def _on_taking_long(self) -> None:
        self.busy_changed.emit(self._label)

    def _on_finished(self, outcome: _Outcome, result: Any, done: Callable[[Any], object]) -> None:
        if outcome is self._outcome:
            self._release()
            done(result)

    def _on_failed(self, outcome: _Outcome, error: AnjuError) -> None:
        if outcome is self._outcome:
            self._release()
            self.failed.emit(error)

    def _on_ended(self, outcome: _Outcome) -> None:
        if outcome is self._outcome:
            self._release()
        outcome.deleteLater()

    def _release(self) -> None:
        self._outcome = None
        self._delay.stop()
        self.busy_changed.emit("")
