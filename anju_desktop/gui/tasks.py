"""Work that may take longer than a blink, done beside the window, one piece at a time."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from anju_desktop.errors import AnjuError

SHOW_AFTER_MS = 500
"""Quicker work shows no progress: a flash tells nobody anything."""


class _Piece:
    """One piece of work, what it writes, and what to do with that in the window's thread."""

    def __init__(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], object],
        write: Callable[[Any], Any] | None,
    ) -> None:
        self.done = done
        self._work = work
        self._write = write
        self._turn = threading.Lock()
        self._writing = self._given_up = False

    def run(self) -> Any:
        """Make the result and write it, unless it was given up meanwhile."""
        made = self._work()
        with self._turn:
            self._writing = not self._given_up
        return self._write(made) if self._write is not None and self._writing else made

    def give_up(self) -> bool:
        """From now on nothing is written; False when that has begun already."""
        with self._turn:
            self._given_up = not (self._writing and self._write is not None)
            return self._given_up


class _Ending(NamedTuple):
    """How a piece ended: a result, a known failure, or neither after a bug."""

    piece: _Piece
    result: Any = None
    failure: AnjuError | None = None
    finished: bool = False


class Tasks(QObject):
    """Runs one piece of work at a time; a cancelled one ends unheard and writes nothing."""

    busy_changed = Signal(str)
    """What is being done, once it takes long; ``""`` when it is over."""
    failed = Signal(object)
    """A piece of work ended with this :class:`AnjuError`."""
    # The one signal sent from another thread, by an object that outlives every piece: what Qt
    # would make and delete for each piece could be gone while its thread still speaks.
    _ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._current: _Piece | None = None
        self._threads: list[threading.Thread] = []
        self._turn = threading.Lock()
        self._label = ""
        self._held: list[_Ending] | None = None
        self._abandoned = False
        self._delay = QTimer(self, singleShot=True, interval=SHOW_AFTER_MS)
        self._delay.timeout.connect(self._on_taking_long)
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        return self._current is not None

    @property
    def label(self) -> str:
        """What is being done, ``""`` while nothing is."""
        return self._label if self.busy else ""

    def start(
        self,
        label: str,
        work: Callable[[], Any],
        done: Callable[[Any], object],
        *,
        write: Callable[[Any], Any] | None = None,
    ) -> bool:
        """Do ``work`` beside the window, then ``done`` with its result; False while busy.

        ``write`` puts the result of ``work`` on a disk and says what ``done`` gets; it happens
        there too, unless the piece is cancelled before.
        """
        if self.busy:
            return False
        piece = self._current = _Piece(work, done, write)
        self._label = label
        self._delay.start()
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        thread = threading.Thread(target=self._run, args=(piece,), name="task", daemon=True)
        self._threads.append(thread)
        thread.start()
        return True

    def cancel(self) -> bool:
        """Forget the work at hand; False when it is being written, which is heard to its end."""
        if self._current is None:
            return True
        if not self._current.give_up():
            return False
        self._release()
        return True

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until nothing runs any more, not even what was cancelled; False when it still does.

        Without ``seconds`` for as long as it takes.
        """
        end = None if seconds is None else monotonic() + seconds
        for thread in self._threads:
            thread.join(None if end is None else max(0.0, end - monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    @contextmanager
    def held(self) -> Iterator[None]:
        """What ends meanwhile is heard afterwards: no result shows itself over a question."""
        held = self._held = []
        try:
            yield
        finally:
            self._held = None
            for ending in held:
                self._ended.emit(ending)

    def abandon(self) -> None:
        """The program ends: what still runs ends with it, unheard."""
        self._abandoned = True
        if self._current is not None:
            self._current.give_up()
            self._release()

    def _run(self, piece: _Piece) -> None:
        ending = _Ending(piece)
        try:
            with self._turn:
                ending = _Ending(piece, piece.run(), finished=True)
        except AnjuError as error:
            ending = _Ending(piece, failure=error)
        finally:
            # Also after a bug, which goes on to the report: the window must not wait for ever.
            if not self._abandoned:
                self._ended.emit(ending)

    @Slot()
    def _on_taking_long(self) -> None:
        self.busy_changed.emit(self._label)

    @Slot(object)
    def _on_ended(self, ending: _Ending) -> None:
        if ending.piece is not self._current:
            return
        if self._held is not None:
            self._held.append(ending)
            return
        self._release()
        if ending.failure is not None:
            self.failed.emit(ending.failure)
        elif ending.finished:
            ending.piece.done(ending.result)

    def _release(self) -> None:
        self._current = None
        self._delay.stop()
        self.busy_changed.emit("")
