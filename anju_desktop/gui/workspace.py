"""What the window works on: the store, the editions, and the forms of the open submission.

Everything that several views show lives here, and changes of it are signals. Only the form on the
screen is loaded at once; its neighbours follow when the window is idle, for the checks across
forms and for the counts in the tree.
"""

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from anju_desktop import clock
from anju_desktop.document.changes import Edit
from anju_desktop.document.course import Course, State, next_step
from anju_desktop.document.document import Document, blank_document
from anju_desktop.document.events import Event
from anju_desktop.document.timeline import Timeline
from anju_desktop.document.version import Version
from anju_desktop.errors import StoreError
from anju_desktop.forms.definition import Edition
from anju_desktop.forms.library import Library
from anju_desktop.gui.marks import Counts
from anju_desktop.gui.session import FormSession, count, remaining, shown_findings
from anju_desktop.gui.settings import ARCHIVED, FRESH, SAMPLE, Settings
from anju_desktop.gui.shelf import Shelf
from anju_desktop.gui.units import Units
from anju_desktop.rules.engine import Checker
from anju_desktop.rules.findings import Finding
from anju_desktop.storage import entries
from anju_desktop.storage.entries import FormEntry, SubmissionEntry
from anju_desktop.storage.store import Store

if TYPE_CHECKING:
    from anju_desktop.indicators.catalogue import Catalogue
    from anju_desktop.reading.scans import ScanFile

LAST_FORM = "last_form"
_RECOUNT_AFTER_MS = 1500
_SETTLED_AFTER_MS = 200
"""Until the form that was opened is painted."""


class Workspace(QObject):
    """Opened once for the life of the window; ended with :meth:`close`."""

    submissions_changed = Signal()
    counts_changed = Signal(int)
    """The findings of the form with this number are counted anew."""
    form_opened = Signal(object)
    """A :class:`FormSession` has become the current one, or None: no form is open."""
    form_saved = Signal(int, object)
    """Form and time of an edit that the disk has confirmed."""
    saving_failed = Signal(object)
    """An edit is not on the disk yet: the :class:`StoreError`."""

    def __init__(self, store: Store, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.store = store
        self.library = library
        self._entries = store.submissions()
        self._submission: SubmissionEntry | None = None
        self._documents: dict[int, Document] = {}
        self._sessions: dict[int, FormSession] = {}
        self._timeline = Timeline()
        self._current: FormSession | None = None
        self._counts: dict[int, Counts] = {}
        self._left: dict[int, tuple[Finding, ...]] = {}
        """What is left to do in the forms of the open submission that are not open themselves."""
        self._versions: dict[int, Version] = {}
        self._to_count: list[int] = []
        self.settings = Settings(store)
        self.units = Units(self)
        self.shelf = Shelf(self)
        self._catalogue: Catalogue | None = None
        self._recount = QTimer(self, singleShot=True, interval=_RECOUNT_AFTER_MS)
        self._recount.timeout.connect(self._on_recount_due)
        self._step = QTimer(self, singleShot=True, interval=0)
        self._step.timeout.connect(self._count_next)
        # Emitted on the writer thread: Qt carries it over to this one.
        self._stops = [
            store.on_saved(lambda form, time: self.form_saved.emit(form, time)),
            store.on_failed(lambda _form, error: self.saving_failed.emit(error)),
        ]

    # -- lists -----------------------------------------------------------------------------

    def submissions(self) -> tuple[SubmissionEntry, ...]:
        """All submissions, as last read from the store."""
        return self._entries

    def listed(self) -> tuple[SubmissionEntry, ...]:
        """The submissions that lists show: those that are archived only while one is open."""
        shown = self._submission.id if self._submission is not None else None
        return tuple(e for e in self._entries if e.id == shown or not self.is_archived(e))

    def archived(self) -> tuple[SubmissionEntry, ...]:
        return tuple(entry for entry in self._entries if self.is_archived(entry))

    def submission_of(self, form_id: int) -> SubmissionEntry | None:
        for entry in self._entries:
            if any(form.id == form_id for form in entry.forms):
                return entry
        return None

    def entry(self, submission_id: int) -> SubmissionEntry | None:
        """The submission with this number, as last read."""
        return next((entry for entry in self._entries if entry.id == submission_id), None)

    def refresh(self) -> None:
        """Read the lists anew."""
        self._entries = self.store.submissions()
        if self._submission is not None:
            open_id = self._submission.id
            self._submission = next((s for s in self._entries if s.id == open_id), None)
        self.submissions_changed.emit()

    def is_sample(self, entry: SubmissionEntry) -> bool:
        return bool(self.settings.get(SAMPLE.format(entry.id)))

    def is_archived(self, entry: SubmissionEntry) -> bool:
        return bool(self.settings.get(ARCHIVED.format(entry.id)))

    def catalogue(self) -> "Catalogue":
        """The common indicators, those of the office with them; read when first asked for."""
        if self._catalogue is None:
            from anju_desktop.indicators.catalogue import Catalogue

            self._catalogue = Catalogue(self.store.folder)
        return self._catalogue

    def last_form(self) -> FormEntry | None:
        """The form that was open last, if it still is there."""
        wanted = self.settings.get(LAST_FORM)
        forms = [form for entry in self._entries for form in entry.forms]
        return next((form for form in forms if str(form.id) == wanted), None)

    def form_to_go_on(self) -> FormEntry | None:
        """Where work goes on: at the last form; after a look at a sample in one's own work."""
        last = self.last_form()
        entry = None if last is None else self.submission_of(last.id)
        if entry is None or not self.is_sample(entry):
            return last
        own = [form for e in self.listed() if not self.is_sample(e) for form in e.forms]
        return max(own, key=lambda form: form.edited, default=last)

    def counts(self, form_id: int) -> Counts | None:
        """The findings of a form, None when it was never checked."""
        if form_id in self._counts:
            return self._counts[form_id]
        for entry in self._entries:
            for form in entry.forms:
                if form.id == form_id and form.counts is not None:
                    stored = form.counts
                    return Counts(stored.errors, stored.explain, stored.hints)
        return None

    def remaining(self, form_id: int) -> tuple[Finding, ...]:
        """What is left to do in a form of the open submission, as it was last looked at."""
        session = self._sessions.get(form_id)
        if session is None:
            return self._left.get(form_id, ())
        return remaining(session.document, session.findings())

    def version(self, form: FormEntry) -> Version:
        """The version of a form as it is now."""
        document = self._documents.get(form.id)
        return self._versions.get(form.id, form.version) if document is None else document.version

    def form_state(self, form: FormEntry) -> State:
        """How far a form has come; what happened after 定稿 is told by its submission."""
        version, entry = self.version(form), self.entry(form.submission)
        if version.is_final:
            course = Course() if entry is None else entry.course
            return course.state_of_form(form.id, version)
        counts = self.counts(form.id)
        if self._is_untouched(form):
            return State.BLANK
        if counts is None or counts.error or counts.explain or self.settings.is_fresh(form.id):
            return State.FILLING
        return State.CLEAN

    def versions(self, entry: SubmissionEntry) -> dict[int, Version]:
        """The versions of a submission's forms as they are now."""
        return {form.id: self.version(form) for form in entry.forms}

    def state(self, entry: SubmissionEntry) -> State:
        """How far a submission has come: as far as its least finished form, until 定稿."""
        return entry.course.state(self.versions(entry), self._filling_state(entry))

    def next_step(self, entry: SubmissionEntry) -> str:
        """What a submission waits for once all its forms are final; else ``""``."""
        today = clock.now().date()
        return next_step(entry.course, self.versions(entry), self.state(entry), today)

    def _filling_state(self, entry: SubmissionEntry) -> State:
        final = all(version.is_final for version in self.versions(entry).values())
        if entry.forms and final:
            return State.FINAL
        states = [self.form_state(form) for form in entry.forms]
        if all(state is State.BLANK for state in states):
            return State.BLANK
        unfinished = (State.BLANK, State.FILLING)
        return State.FILLING if any(s in unfinished for s in states) else State.CLEAN

    def submission_state(self, entry: SubmissionEntry) -> str:
        """``2024年，样例，填报中``: which one of several alike it is, and its state in words."""
        year = f"{entry.period}年" if entry.period.isdigit() else entry.period
        sample = "样例" if self.is_sample(entry) else ""
        return "，".join(filter(None, (year, sample, self.state(entry).value)))

    def _is_untouched(self, form: FormEntry) -> bool:
        session = self._sessions.get(form.id)
        if session is not None and session.history.undo_label:
            return False
        return form.edits <= 1 and self.settings.is_fresh(form.id)

    # -- the open form ---------------------------------------------------------------------

    @property
    def current(self) -> FormSession | None:
        return self._current

    @property
    def submission(self) -> SubmissionEntry | None:
        """The submission whose form is open."""
        return self._submission

    def open_form(self, form_id: int) -> None:
        """Make a form the current one."""
        submission = self.submission_of(form_id)
        if submission is None:
            raise StoreError("这张表已经不在资料库里了。")
        # Read before anything is closed: when it fails, the form on the screen stays.
        document = self._documents.get(form_id) or self.store.load_document(form_id)
        if self._submission is None or submission.id != self._submission.id:
            self._close_submission()
        self._submission = submission
        self._documents[form_id] = document
        session = self._sessions.get(form_id) or self._new_session(form_id)
        previous, self._current = self._current, session
        if previous is not None and previous is not session:
            # Leaving a form is the moment to speak of its empty cells.
            self._mark_audited(previous)
        if self.is_archived(submission):
            self.submissions_changed.emit()
        self.form_opened.emit(session)
        # Waits for the disk, so not before the form is painted.
        remember = partial(self.settings.put, LAST_FORM, str(form_id))
        QTimer.singleShot(_SETTLED_AFTER_MS, self, remember)
        self._recount.start(_SETTLED_AFTER_MS)

    def close_form(self) -> None:
        """Go back to no form."""
        self._close_submission()
        # The lists were read when the form was opened; it has been edited since.
        self.refresh()
        self.form_opened.emit(None)

    def audit(self) -> None:
        """审核: from now on the empty cells of the current form are findings too."""
        if self._current is not None:
            self._mark_audited(self._current)

    def audit_all(self) -> Counts:
        """整件审核: of every form of the open submission; what there is to do in all of them."""
        if self._submission is None:
            return Counts()
        forms = [form.id for form in self._submission.forms]
        for form_id in forms:
            with suppress(StoreError):  # Told of when somebody opens it.
                self._document(form_id)
        for form_id in forms:
            self.settings.put(FRESH.format(form_id), "")
            if form_id in self._sessions:
                self._sessions[form_id].audit()
            elif form_id in self._documents:
                self._count(form_id)
        self._refresh_sessions()
        return sum((self._counts.get(form_id, Counts()) for form_id in forms), Counts())

    def is_audited(self, form_id: int) -> bool:
        """Whether somebody has asked what is missing in a form."""
        return not self.settings.is_fresh(form_id)

    def form_to_undo(self) -> int | None:
        """The form in which the latest edit of all was made; None when there is none."""
        return self._timeline.form_to_undo(self._is_there)

    def form_to_redo(self) -> int | None:
        return self._timeline.form_to_redo(self._is_there)

    def _is_there(self, form_id: int) -> bool:
        return self.submission_of(form_id) is not None

    def documents(self) -> tuple[Document, ...]:
        """All forms of the open submission, in their order."""
        if self._submission is None:
            return ()
        return tuple(self._document(form.id) for form in self._submission.forms)

    def load(self, form_id: int) -> Document:
        """A form as it is now; one that is open is not read again, and not to be changed."""
        return self._documents.get(form_id) or self.store.load_document(form_id)

    def _mark_audited(self, session: FormSession) -> None:
        if session.fresh:
            self.settings.put(FRESH.format(session.form_id), "")
            session.audit()

    def _document(self, form_id: int) -> Document:
        if form_id not in self._documents:
            self._documents[form_id] = self.store.load_document(form_id)
        return self._documents[form_id]

    def _new_session(self, form_id: int) -> FormSession:
        session = FormSession(
            form_id,
            self._document(form_id),
            lambda: self._neighbours(form_id),
            fresh=self.settings.is_fresh(form_id),
            history=self._timeline.join(form_id, self._document(form_id)),
        )
        session.ended_with(self.store.follow(form_id, session.document))
        session.findings_changed.connect(lambda: self._on_findings_changed(session))
        session.edited.connect(self._on_edited)
        self._sessions[form_id] = session
        return session

    def _neighbours(self, form_id: int) -> Sequence[Document]:
        """The other forms of the submission as far as they are loaded."""
        return [document for other, document in self._documents.items() if other != form_id]

    def _close_submission(self) -> None:
        self._recount.stop()
        self._step.stop()
        self._remember_counts()
        if self._current is not None:
            self._mark_audited(self._current)
        for session in self._sessions.values():
            session.close()
            self._timeline.leave(session.form_id, session.document, session.history)
        self._sessions.clear()
        self._documents.clear()
        self._left.clear()
        left, self._current, self._submission = self._submission, None, None
        if left is not None and self.is_archived(left):
            # Lists showed it only while it was open.
            self.submissions_changed.emit()

    # -- counts ----------------------------------------------------------------------------

    def _on_findings_changed(self, session: FormSession) -> None:
        counts = session.counts()
        if counts != self._counts.get(session.form_id):
            self._counts[session.form_id] = counts
            self.counts_changed.emit(session.form_id)

    def _on_edited(self, edit: Edit) -> None:
        if self._current is not None:
            if edit.changes_version:
                self._versions[self._current.form_id] = self._current.document.version
                self.counts_changed.emit(self._current.form_id)
            # An explanation changes no finding but is one less to deal with.
            self._on_findings_changed(self._current)
        self._recount.start(_RECOUNT_AFTER_MS)

    def _on_recount_due(self) -> None:
        """The neighbours look at the current form too; they are counted when nobody types."""
        if self._submission is not None:
            self._to_count = [form.id for form in self._submission.forms]
            self._step.start()

    def _count_next(self) -> None:
        """One form at a time, so that a key never waits for all of them."""
        if not self._to_count or self._submission is None:
            return
        form_id = self._to_count.pop(0)
        with suppress(StoreError):  # An edition that is gone is told of when the form is opened.
            self._count(form_id)
        if self._to_count:
            self._step.start()
        else:
            self._refresh_sessions()

    def _count(self, form_id: int) -> None:
        known = form_id in self._documents
        document = self._document(form_id)
        if form_id in self._sessions:
            return
        if known:
            checker = Checker(document, lambda: self._neighbours(form_id))
            fresh = self.settings.is_fresh(form_id)
            shown = shown_findings(document, checker.findings(), fresh=fresh)
            left, counts = remaining(document, shown), count(document, shown)
            checker.close()
            if (counts, left) != (self._counts.get(form_id), self._left.get(form_id)):
                self._counts[form_id], self._left[form_id] = counts, left
                self.counts_changed.emit(form_id)
        else:
            self._to_count.append(form_id)

    def _refresh_sessions(self) -> None:
        for session in self._sessions.values():
            session.checker.refresh()

    def _remember_counts(self) -> None:
        before = {form.id: form.counts for entry in self._entries for form in entry.forms}
        for form_id, counts in self._counts.items():
            now = entries.Counts(counts.error, counts.explain, counts.hint)
            if before.get(form_id) != now:
                with suppress(StoreError):  # Only a list would show an older number.
                    self.store.set_counts(form_id, now)

    # -- after 定稿 ------------------------------------------------------------------------

    def record(self, submission_id: int, event: Event) -> int:
        """Enter what happened to a submission; returns the number of the event.

        ``CourseError`` when it cannot have happened now.
        """
        number = self.store.record(submission_id, event)
        self.refresh()
        return number

    def add_scan(self, form_id: int, scan: "ScanFile") -> None:
        """Keep a scan of the sealed pages of a final form."""
        self.store.add_scan(form_id, scan.name, scan.kind, scan.data)
        self.refresh()

    # -- submissions -----------------------------------------------------------------------

    def editions_of(self, submission: SubmissionEntry) -> list[Edition]:
        """The editions of a submission's programme, those in use first."""
        used = [form.edition for form in submission.forms]
        from anju_desktop.forms.families import edition_for, without_years

        every = [self.library.get(edition_id) for edition_id in self.library.ids()]
        programme = without_years(submission.programme)
        fitting = [
            edition
            for edition in every
            if edition.id in used
            or (
                without_years(edition.programme) == programme
                and edition_for(submission.period, edition, every) is edition
            )
        ]
        return sorted(fitting, key=lambda edition: edition.id not in used)

    def add_form(self, edition: Edition) -> int:
        """A blank form at the end of the open submission; returns it."""
        assert self._submission is not None
        document = blank_document(edition, self._submission.unit, self._submission.period)
        self.units.fill_in(document)
        form_id = self.store.import_document(self._submission.id, document)
        self.settings.put(FRESH.format(form_id), "1")
        self.refresh_open()
        return form_id

    def remove_current_form(self) -> int:
        """The open form into the bin; returns the one to show instead."""
        assert self._current is not None
        gone = self._current
        self._current = None
        del self._sessions[gone.form_id], self._documents[gone.form_id]
        gone.close()
        self.store.delete_form(gone.form_id)
        self.refresh_open()
        assert self._submission is not None
        return self._submission.forms[0].id

    def refresh_open(self) -> None:
        """The open submission has other forms than before."""
        self.refresh()
        self._recount.start(_SETTLED_AFTER_MS)

    def close(self, *, abandon: bool = False) -> None:
        """End everything and close the store.

        ``StoreError`` when something is not saved, unless it is to be given up.
        """
        self._close_submission()
        for stop in self._stops:
            stop()
        self._stops.clear()
        self.store.close(abandon=abandon)
