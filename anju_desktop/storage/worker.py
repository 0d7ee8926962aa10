"""One thread that does everything with the database, in order; and the edits not yet saved.

An edit that cannot be written stays in memory and is tried again: with the next edit, every few
seconds, and when the store is flushed. Later edits of the same form wait behind it, so a form on
disk is always one that its clerk has seen; other forms go on.
"""

import sqlite3
import sys
import threading
from collections import deque
from collections.abc import Callable
from datetime import datetime
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

from anju_desktop.document.changes import Edit
from anju_desktop.errors import StoreError
from anju_desktop.records import record
from anju_desktop.storage import failures, tables
from anju_desktop.storage.database import transaction

RETRY_SECONDS = 5.0
"""How long to wait before an edit that could not be written is tried again."""

IDLE_SECONDS = 30.0
"""After this long without work the WAL is merged, so that a plain copy of the file is whole."""

_T = TypeVar("_T")
SavedListener = Callable[[int, datetime], None]
FailedListener = Callable[[int | None, StoreError], None]


@record(frozen=True, slots=True)
class Unsaved:
    """An edit on its way to the disk, with the title the form had after it."""

    form: int
    edit: Edit
    title: str
    who: str
    time: datetime


class NoAnswer(StoreError):
    """Something on the thread takes longer than anybody waits."""


class _Job(Generic[_T]):
    """Something to do on the thread, and where its outcome goes."""

    def __init__(self, work: Callable[[], _T], *, awaited: bool = False) -> None:
        self.awaited = awaited
        self._work = work
        self._done = threading.Event()
        self._outcome: _T
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            self._outcome = self._work()
        except BaseException as error:  # noqa: BLE001 - raised again in the thread that waits
            self.error = error
        finally:
            self._done.set()

    def outcome(self, patience: float | None = None) -> _T:
        if not self._done.wait(patience):
            raise NoAnswer("资料库所在的磁盘没有回应，请检查磁盘或优盘是否插好。")
        if self.error is not None:
            raise self.error
        return self._outcome


class Worker:
    """Owns the connection. ``open_database`` runs on the thread, as SQLite wants it."""

    def __init__(self, open_database: Callable[[], sqlite3.Connection]) -> None:
        self._queue: SimpleQueue[_Job[object] | None] = SimpleQueue()
        self._unsaved: deque[Unsaved] = deque()
        self._unmerged = False
        self._saved_listeners: list[SavedListener] = []
        self._failed_listeners: list[FailedListener] = []
        self.last_failure: StoreError | None = None
        """What went wrong last; None again when all edits are on the disk."""
        # A daemon, so that a crash elsewhere is not kept from ending the program.
        self._thread = threading.Thread(target=self._run, name="store", daemon=True)
        self._thread.start()
        try:
            self._connection = self._call(open_database)
        except BaseException:
            self._end_thread()
            raise

    # -- for any thread --------------------------------------------------------------------

    @property
    def unsaved(self) -> int:
        return len(self._unsaved)

    @property
    def closed(self) -> bool:
        return not self._thread.is_alive()

    def waiting(self, form: int) -> tuple[Edit, ...]:
        """The edits of a form that are still in memory, oldest first.

        In step with the disk only when called on the thread.
        """
        return tuple(item.edit for item in tuple(self._unsaved) if item.form == form)

    def do(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        """Run ``work`` after everything asked for so far, and wait for it."""
        try:
            return self._call(lambda: work(self._connection))
        except sqlite3.Error as error:
            raise StoreError(failures.reason(error)) from error

    def write(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        """As :meth:`do`, in one transaction."""

        def whole(connection: sqlite3.Connection) -> _T:
            with transaction(connection):
                return work(connection)

        return self.do(whole)

    def later(self, work: Callable[[sqlite3.Connection], object]) -> None:
        """Run ``work`` when its turn comes; a failure is told to the listeners."""
        self._queue.put(_Job(lambda: self._told(work)))

    def save(self, item: Unsaved) -> None:
        """Write an edit soon; listeners hear when it is on the disk."""
        self._unsaved.append(item)
        self._queue.put(_Job(self._save_all))

    def retry(self) -> None:
        self._queue.put(_Job(self._save_all))

    def flush(self, patience: float | None = None) -> None:
        """Wait until every edit so far is on the disk; ``StoreError`` when one cannot be.

        :class:`NoAnswer` when that takes longer than ``patience`` seconds.
        """
        self._call(self._save_all, patience)
        if self._unsaved and self.last_failure is not None:
            raise self.last_failure

    def close(self) -> None:
        """End the thread; edits still unsaved are gone."""
        self._call(self._connection.close)
        self._end_thread()

    def on_saved(self, listener: SavedListener) -> Callable[[], None]:
        self._saved_listeners.append(listener)
        return lambda: self._saved_listeners.remove(listener)

    def on_failed(self, listener: FailedListener) -> Callable[[], None]:
        self._failed_listeners.append(listener)
        return lambda: self._failed_listeners.remove(listener)

    def _call(self, work: Callable[[], _T], patience: float | None = None) -> _T:
        if self.closed:
            raise StoreError("资料库已经关闭。")
        job = _Job(work, awaited=True)
        self._queue.put(job)  # type: ignore[arg-type]
        return job.outcome(patience)

    def _end_thread(self) -> None:
        self._queue.put(None)
        self._thread.join()

    # -- on the thread ---------------------------------------------------------------------

    def _run(self) -> None:
        while (job := self._next()) is not None:
            job.run()
            if job.error is not None and not job.awaited:
                self._tell_bug(job.error)

    def _next(self) -> "_Job[object] | None":
        """The next job; when nobody has one, what the thread sets itself to do."""
        pause = RETRY_SECONDS if self._unsaved else IDLE_SECONDS if self._unmerged else None
        try:
            return self._queue.get(timeout=pause)
        except Empty:
            return _Job(self._save_all if self._unsaved else self._merge)

    def _merge(self) -> None:
        self._unmerged = False
        self._told(lambda c: c.execute("PRAGMA wal_checkpoint").fetchall())

    def _save_all(self) -> None:
        waiting = tuple(self._unsaved)
        blocked: set[int] = set()
        for item in waiting:
            if item.form not in blocked and not self._save(item):
                blocked.add(item.form)
        if not blocked:
            self.last_failure = None

    def _save(self, item: Unsaved) -> bool:
        try:
            with transaction(self._connection):
                tables.save_edit(
                    self._connection, item.form, item.edit, item.title, item.who, item.time
                )
        except sqlite3.Error as error:
            sentence = f"没有保存成功：{failures.reason(error)}程序会自动再试。"
            self._tell_failure(item.form, StoreError(sentence))
            return False
        except StoreError as error:
            self._tell_failure(item.form, error)
            return False
        self._unsaved.remove(item)
        self._unmerged = True
        for listener in tuple(self._saved_listeners):
            listener(item.form, item.time)
        return True

    def _told(self, work: Callable[[sqlite3.Connection], object]) -> None:
        try:
            work(self._connection)
        except sqlite3.Error as error:
            self._tell_failure(None, StoreError(failures.reason(error)))
        except StoreError as error:
            self._tell_failure(None, error)

    def _tell_failure(self, form: int | None, failure: StoreError) -> None:
        self.last_failure = failure
        for listener in tuple(self._failed_listeners):
            listener(form, failure)

    def _tell_bug(self, error: BaseException) -> None:
        """A bug must neither end the thread, and with it all saving, nor go unseen."""
        self._tell_failure(None, StoreError("保存时程序出错，请导出表格留底并重新打开程序。"))
        sys.excepthook(type(error), error, error.__traceback__)
