"""The clerk's submissions on disk: what the rest of the program knows of the store.

Every method may be called from any thread. Listeners are called on the store's own thread.
"""

import atexit
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from anju_desktop import clock
from anju_desktop.document.changes import Change, Edit, FieldChanged, RowInserted
from anju_desktop.document.document import Document
from anju_desktop.document.events import Event, ScanAdded
from anju_desktop.errors import AnjuError, DocumentError, StoreError
from anju_desktop.forms.definition import Edition
from anju_desktop.forms.library import Library
from anju_desktop.storage import (
    backups,
    content,
    database,
    events,
    failures,
    integrity,
    scans,
    tables,
)
from anju_desktop.storage.backups import Backup
from anju_desktop.storage.database import FILE_NAME, Damage
from anju_desktop.storage.entries import (
    Counts,
    EventEntry,
    FormEntry,
    Hit,
    JournalEntry,
    SavePoint,
    SubmissionEntry,
)
from anju_desktop.storage.texts import from_sql, to_sql
from anju_desktop.storage.worker import FailedListener, NoAnswer, SavedListener, Unsaved, Worker

_PATIENCE_SECONDS = 10.0
"""How long the end of the program waits for a disk that does not answer."""


class _Stored(NamedTuple):
    """A form on the disk, and its edits that are not there yet."""

    entry: FormEntry
    changes: tuple[Change, ...]
    waiting: tuple[Edit, ...]


class Store:
    """One folder with ``anju.db`` and its backups; open it with :meth:`open`."""

    def __init__(self, folder: Path, worker: Worker, claimed: Path, library: Library) -> None:
        self.folder = folder
        self.who = ""
        """Who is entered in the journal with each edit."""
        self._worker = worker
        self._claimed = claimed
        self._library = library
        self._backing_up = False

    @classmethod
    def open(
        cls, folder: Path, library: Library | None = None, *, backing_up: bool = True
    ) -> "Store":
        """Open the store in ``folder``, making it if there is none.

        ``StoreError`` when it is open elsewhere, was written by a newer program, or cannot be
        written; :class:`failures.DamagedStore` when it is damaged or gone while backups are there.
        ``backing_up`` False leaves out the backups at start and exit, until
        :meth:`begin_backing_up`.
        """
        _make_folder(folder)
        claimed = database.claim(folder)
        try:
            worker = Worker(lambda: _open_database(folder))
        except Damage as damage:
            database.release(claimed)
            raise failures.DamagedStore(
                folder, str(damage), backups.list_backups(folder)
            ) from damage
        except BaseException:
            database.release(claimed)
            raise
        store = cls(folder, worker, claimed, library or Library())
        atexit.register(store._rescue)
        if backing_up:
            store.begin_backing_up()
        return store

    def begin_backing_up(self) -> None:
        """Make the backup of the start, unless nothing changed, and one at the exit."""
        self._backing_up = True
        self._worker.later(lambda c: self._back_up_if_changed(c, backups.STARTING))

    def __enter__(self) -> "Store":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close(abandon=error is not None)

    def close(self, *, abandon: bool = False) -> None:
        """Save what is still in memory, make a backup, and let go of the file; once is enough.

        When something cannot be saved, ``StoreError`` is raised and the store stays open;
        ``abandon`` gives such edits up, and the file too when the disk does not answer.
        """
        if self._worker.closed:
            return
        try:
            self._worker.flush(_PATIENCE_SECONDS if abandon else None)
        except NoAnswer:
            # The thread that waits for the disk ends with the program, and with it its hold on
            # the file.
            atexit.unregister(self._rescue)
            return
        except StoreError:
            if not abandon:
                raise
        if self._backing_up:
            self._worker.later(lambda c: self._back_up_if_changed(c, backups.ENDING))
        database.remove_note(self.folder)
        self._worker.close()
        database.release(self._claimed)
        atexit.unregister(self._rescue)

    def _rescue(self) -> None:
        """The program ends without :meth:`close`: save what can be saved."""
        with suppress(StoreError):
            self._worker.flush()

    # -- saving ----------------------------------------------------------------------------

    def follow(self, form_id: int, document: Document) -> Callable[[], None]:
        """Save every edit of ``document`` from now on; returns what ends it."""

        def on_edit(edit: Edit) -> None:
            self._worker.save(Unsaved(form_id, edit, document.title(), self.who, clock.now()))

        return document.on_edit(on_edit)

    def on_saved(self, listener: SavedListener) -> Callable[[], None]:
        """Call ``listener(form_id, time of the edit)`` after an edit has reached the disk."""
        return self._worker.on_saved(listener)

    def on_failed(self, listener: FailedListener) -> Callable[[], None]:
        """Call ``listener(form_id, error)`` when an edit could not be saved; it is tried again.

        ``form_id`` is None when a backup or a setting could not be written.
        """
        return self._worker.on_failed(listener)

    @property
    def unsaved(self) -> int:
        """How many edits have not reached the disk yet."""
        return self._worker.unsaved

    @property
    def failure(self) -> StoreError | None:
        """Why edits stay in memory; None while nothing keeps them from the disk."""
        return self._worker.last_failure if self.unsaved else None

    def flush(self, patience: float | None = None) -> None:
        """Wait until every edit is on the disk; ``StoreError`` when one cannot be written.

        The same when the disk does not answer within ``patience`` seconds.
        """
        self._worker.flush(patience)

    # -- lists -----------------------------------------------------------------------------

    def submissions(self) -> tuple[SubmissionEntry, ...]:
        """All submissions outside the bin with their forms, oldest first."""
        return self._worker.do(lambda c: tables.submissions(c, events.courses(c), deleted=False))

    def forms(self, submission_id: int) -> tuple[FormEntry, ...]:
        """The forms of one submission, in their order."""
        for entry in self.submissions():
            if entry.id == submission_id:
                return entry.forms
        raise StoreError(f"资料库里没有第 {submission_id} 件上报。")

    def form(self, form_id: int) -> FormEntry:
        return self._worker.do(lambda c: tables.form(c, form_id))

    def journal(self, form_id: int) -> tuple[JournalEntry, ...]:
        """Every edit the form has seen, oldest first."""
        return self._worker.do(lambda c: tuple(tables.edits(c, form_id)))

    def latest_edit(self, form_id: int) -> JournalEntry | None:
        """The last edit of a form, also one that is still on its way to the disk."""
        return self._worker.do(lambda c: tables.latest_edit(c, form_id))

    def set_counts(self, form_id: int, counts: Counts) -> None:
        """Remember how many findings a form has, for lists."""
        self._worker.later(lambda c: tables.set_counts(c, form_id, counts))

    def search(self, wanted: str, most: int = 300) -> tuple[Hit, ...]:
        """Where every word of ``wanted`` stands, in all forms outside the bin; newest year first.

        At most ``most`` places.
        """
        from anju_desktop.storage import searching

        return self._worker.do(lambda c: searching.search(c, wanted, most))

    # -- documents -------------------------------------------------------------------------

    def create_submission(
        self,
        unit: str,
        period: str,
        programme: str,
        documents: Sequence[Document],
        title: str = "",
    ) -> int:
        """Enter a submission with its forms, all or nothing; returns its number."""

        def work(connection: sqlite3.Connection) -> int:
            texts = (unit, period, programme, title)
            submission = tables.insert_submission(connection, texts, clock.now())
            for document in documents:
                tables.insert_form(connection, submission, document, self.who, clock.now())
            return submission

        return self._worker.write(work)

    def import_document(self, submission_id: int, document: Document) -> int:
        """Add a form to a submission; returns the form's number."""
        return self._worker.write(
            lambda c: tables.insert_form(c, submission_id, document, self.who, clock.now())
        )

    def load_document(self, form_id: int) -> Document:
        """The form with every edit so far, also those that have not reached the disk.

        ``StoreError`` when its edition is not installed.
        """

        def work(connection: sqlite3.Connection) -> _Stored:
            entry = tables.form(connection, form_id)
            saved = content.read_changes(connection, form_id)
            return _Stored(entry, saved, self._worker.waiting(form_id))

        entry, changes, waiting = self._worker.do(work)
        try:
            edition = self._library.get(entry.edition)
            _refuse_unknown(edition, changes)
            document = Document(edition, entry.unit, entry.period)
            document.apply(Edit("读入", changes))
        except AnjuError as error:
            raise StoreError(f"“{entry.title}”打不开：{error}") from error
        _catch_up(document, waiting)
        return document

    # -- after 定稿 ------------------------------------------------------------------------

    def record(self, submission_id: int, event: Event) -> int:
        """Enter what happened to a submission; returns the number of the event within it.

        ``CourseError`` when it cannot have happened now.
        """
        self._worker.flush()
        return self._worker.write(
            lambda c: events.record(c, submission_id, event, self.who, clock.now())
        )

    def events(self, submission_id: int) -> tuple[EventEntry, ...]:
        """Everything that was recorded of a submission, what was taken back too; oldest first."""
        return self._worker.do(lambda c: tuple(events.entries(c, submission_id)))

    def add_scan(self, form_id: int, name: str, kind: str, data: bytes) -> int:
        """Copy a scan of the sealed pages in, for the form as it is final now.

        Returns the number of the event; ``CourseError`` when the form takes none.
        """
        self._worker.flush()
        entry = self.form(form_id)
        digest = scans.sha256(data)
        scan = ScanAdded(form_id, entry.version.code, name, kind, len(data), digest)
        # Beforehand, so that nothing points at bytes that are not on the disk.
        self._worker.do(lambda c: events.refuse(c, entry.submission, scan))
        scans.keep(self.folder, scan, data)
        return self.record(entry.submission, scan)

    def scan(self, scan: ScanAdded) -> bytes:
        """The bytes of a scan; ``StoreError`` when they are gone or not what was added."""
        return scans.read(self.folder, scan)

    # -- save points -----------------------------------------------------------------------

    def save_points(self, form_id: int) -> tuple[SavePoint, ...]:
        """The save points of a form, the latest first."""
        return self._worker.do(lambda c: tables.save_points(c, form_id))

    def mark(self, form_id: int, name: str = "") -> SavePoint | None:
        """A save point of the form as it is now; None when there is one of just this state.

        Without a name it is called 保存点 n.
        """
        self._worker.flush()
        return self._worker.write(lambda c: tables.add_save_point(c, form_id, name, clock.now()))

    def rename_save_point(self, number: int, name: str) -> None:
        self._worker.write(lambda c: tables.rename_save_point(c, number, name))

    def delete_save_point(self, number: int) -> None:
        """Forget a save point; the form and its journal stay as they are."""
        self._worker.write(lambda c: tables.delete_save_point(c, number))

    def states(self, form_id: int, edits: Iterable[int]) -> Iterator[tuple[int, Document]]:
        """The form as it was after each of these edits, counted from 1; in their order.

        The document goes on from one to the next, so each is to be looked at when it comes.
        ``StoreError`` when the edition is not installed.
        """
        wanted = set(edits)
        entry = self.form(form_id)
        try:
            document = Document(self._library.get(entry.edition), entry.unit, entry.period)
            for each in self.journal(form_id):
                if not wanted:
                    return
                document.apply(each.edit)
                if each.seq in wanted:
                    wanted.remove(each.seq)
                    yield each.seq, document
        except AnjuError as error:
            raise StoreError(f"“{entry.title}”的保存点打不开：{error}") from error

    # -- names and the bin -----------------------------------------------------------------

    def rename_submission(self, submission_id: int, title: str) -> None:
        self._worker.write(lambda c: tables.rename_submission(c, submission_id, title))

    def delete_submission(self, submission_id: int) -> None:
        """Put a submission into the bin; nothing is lost."""
        self._worker.write(
            lambda c: tables.set_deleted(c, "submissions", submission_id, clock.now())
        )

    def restore_submission(self, submission_id: int) -> None:
        self._worker.write(lambda c: tables.set_deleted(c, "submissions", submission_id, None))

    def deleted_submissions(self) -> tuple[SubmissionEntry, ...]:
        return self._worker.do(lambda c: tables.submissions(c, events.courses(c), deleted=True))

    def delete_form(self, form_id: int) -> None:
        """Put one form into the bin; nothing is lost."""
        self._worker.write(lambda c: tables.set_deleted(c, "forms", form_id, clock.now()))

    def restore_form(self, form_id: int) -> None:
        self._worker.write(lambda c: tables.set_deleted(c, "forms", form_id, None))

    def deleted_forms(self) -> tuple[FormEntry, ...]:
        return self._worker.do(tables.deleted_forms)

    # -- settings --------------------------------------------------------------------------

    def setting(self, key: str, default: str = "") -> str:
        def work(connection: sqlite3.Connection) -> str:
            sql = "SELECT value FROM settings WHERE key = ?"
            found = connection.execute(sql, (to_sql(key),)).fetchone()
            return default if found is None else from_sql(found[0])

        return self._worker.do(work)

    def settings(self) -> dict[str, str]:
        """Every setting."""
        sql = "SELECT key, value FROM settings"
        return self._worker.do(
            lambda c: {from_sql(key): from_sql(value) for key, value in c.execute(sql)}
        )

    def set_setting(self, key: str, value: str) -> None:
        sql = "INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)"
        self._worker.later(lambda c: c.execute(sql, (to_sql(key), to_sql(value))))

    # -- backups and checks ----------------------------------------------------------------

    def back_up(self, reason: str = backups.ASKED) -> Path:
        """Make a backup now; returns the file."""
        self._worker.flush()
        return self._worker.do(lambda c: backups.make(c, self.folder, reason, clock.now()))

    def save_point(self) -> Backup | None:
        """A backup to come back to, or the newest one when nothing has changed since.

        None in an empty store.
        """
        self._worker.flush()
        reason, now = backups.SAVE_POINT, clock.now()
        self._worker.do(lambda c: backups.make_if_changed(c, self.folder, reason, now))
        return next(iter(backups.list_backups(self.folder)), None)

    def check(self) -> tuple[str, ...]:
        """Everything wrong with the store, in sentences; empty when it is whole."""
        self._worker.flush()
        problems = self._worker.do(integrity.thorough)
        return (*problems, *self._worker.do(lambda c: tuple(scans.problems(c, self.folder))))

    def _back_up_if_changed(self, connection: sqlite3.Connection, reason: str) -> None:
        backups.make_if_changed(connection, self.folder, reason, clock.now())


def _catch_up(document: Document, waiting: Iterable[Edit]) -> None:
    """Bring a form from the disk to where its clerk left it.

    An edit that does not fit was told of when it could not be saved; what came after it waits
    behind it here as it does on its way to the disk.
    """
    with suppress(AnjuError, LookupError):
        for edit in waiting:
            document.apply(edit)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"不能使用文件夹“{folder}”：{failures.system_reason(error)}") from error


def _open_database(folder: Path) -> sqlite3.Connection:
    """The connection to a store that is ours, of this version, and whole."""
    path = folder / FILE_NAME
    if not database.look(path) and backups.list_backups(folder):
        raise Damage("资料库文件不见了，或者是空的。")
    try:
        connection = database.connect(path)
        try:
            _prepare(connection, folder)
        except BaseException:
            connection.close()
            raise
    except sqlite3.Error as error:
        raise database.told(error, folder) from error
    database.leave_note(folder)
    return connection


def _prepare(connection: sqlite3.Connection, folder: Path) -> None:
    database.bring_up_to_date(
        connection, lambda: backups.make(connection, folder, backups.UPGRADING, clock.now())
    )
    problems = integrity.quick(connection)
    if problems:
        raise Damage(problems[0])


def _refuse_unknown(edition: Edition, changes: Iterable[Change]) -> None:
    """An edition of the same name may have lost a column since; say so, lose nothing."""
    columns = {group.id: {column.id for column in group.columns} for group in edition.groups}
    fields = {field.id for field in edition.fields}
    for change in changes:
        match change:
            case FieldChanged(ref) if ref.field not in fields:
                raise _not_in(edition, ref.field)
            case RowInserted(group) if group not in columns:
                raise _not_in(edition, group)
            case RowInserted(group, _, row):
                for field, _ in row.cells:
                    if field not in columns[group]:
                        raise _not_in(edition, field)


def _not_in(edition: Edition, name: str) -> DocumentError:
    return DocumentError(
        f"已填的“{name}”在现在安装的表式“{edition.title}”里没有。"
        "请换回填表时的表式文件；已填的内容都还在。"
    )
