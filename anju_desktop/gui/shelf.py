"""All submissions of this PC: entering, copying, putting away, and the bin."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from anju_desktop.document.document import Document, blank_document, copy_of
from anju_desktop.forms.definition import Edition
from anju_desktop.gui.samples import Sample
from anju_desktop.gui.settings import ARCHIVED, FRESH, SAMPLE
from anju_desktop.records import record
from anju_desktop.storage.entries import FormEntry, SubmissionEntry

if TYPE_CHECKING:
    from anju_desktop.gui.workspace import Workspace
    from anju_desktop.gui.years import Renewal


@record(frozen=True, slots=True)
class Binned:
    """A submission in the bin, or (with ``form``) a single form of one."""

    label: str
    submission: int
    form: int | None


class Shelf:
    """Each method changes the store and has the lists read anew."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace, self._settings = workspace, workspace.settings

    def create(self, unit: str, period: str, programme: str, editions: Sequence[Edition]) -> int:
        """A new submission with blank forms; returns the first form."""
        documents = [blank_document(edition, unit, period) for edition in editions]
        for document in documents:
            self._workspace.units.fill_in(document)
        return self._fresh(self._enter(unit, period, programme, documents))

    def renew(self, renewal: "Renewal") -> int:
        """Enter the submission of the next year; returns its first form.

        What is begun from a sample is one too: it is nobody's own work.
        """
        source = renewal.source
        documents = [form.document for form in renewal.forms]
        for document in documents:
            self._workspace.units.fill_in(document)
        texts = (source.unit, renewal.period, renewal.programme)
        forms = self._enter(*texts, documents, renewal.title)
        self._copy_sample(source, forms[0].submission)
        return self._fresh(forms)

    def duplicate(self, submission_id: int) -> int:
        """A copy with all its forms beside the submission, as drafts; returns its first form."""
        source = next(entry for entry in self._workspace.submissions() if entry.id == submission_id)
        documents = [copy_of(self._workspace.load(form.id)) for form in source.forms]
        texts = (source.unit, source.period, source.programme)
        forms = self._enter(*texts, documents, f"{source.title}（副本）")
        for old, new in zip(source.forms, forms, strict=True):
            if self._settings.is_fresh(old.id):
                self._settings.put(FRESH.format(new.id), "1")
        self._copy_sample(source, forms[0].submission)
        return forms[0].id

    def _fresh(self, forms: Sequence[FormEntry]) -> int:
        """Nobody is told yet what is missing in these forms; returns the first."""
        for form in forms:
            self._settings.put(FRESH.format(form.id), "1")
        self._workspace.submissions_changed.emit()
        return forms[0].id

    def _copy_sample(self, source: SubmissionEntry, made: int) -> None:
        key = self._settings.get(SAMPLE.format(source.id))
        if key:
            # Another key than that of the sample itself, which is opened by it.
            self._settings.put(SAMPLE.format(made), f"{key}/{made}")
            self._workspace.submissions_changed.emit()

    def take_in(self, documents: Sequence[Document]) -> int:
        """A new submission with forms that came from a file; returns the first form."""
        first = documents[0]
        programme = first.edition.programme or first.edition.title
        return self._enter(first.unit, first.period, programme, documents)[0].id

    def open_sample(self, sample: Sample) -> int:
        """The clerk's copy of a sample, made on first use; returns the form that shows most."""
        for entry in self._workspace.submissions():
            if self._settings.get(SAMPLE.format(entry.id)) == sample.key and entry.forms:
                return self._fullest(entry.forms)
        forms = self._enter(sample.unit, sample.period, sample.programme, sample.documents)
        self._settings.put(SAMPLE.format(forms[0].submission), sample.key)
        self._workspace.submissions_changed.emit()
        return self._fullest(forms)

    def _fullest(self, forms: Sequence[FormEntry]) -> int:
        """The longest form: a list of four amounts shows little of what the program does."""

        def cells(form: FormEntry) -> int:
            document = self._workspace.store.load_document(form.id)
            groups = document.edition.groups
            return sum(len(document.row_ids(g.id)) * len(g.columns) for g in groups)

        return max(forms, key=cells).id

    def _enter(
        self,
        unit: str,
        period: str,
        programme: str,
        documents: Sequence[Document],
        title: str = "",
    ) -> tuple[FormEntry, ...]:
        texts = (unit, period, programme)
        created = self._workspace.store.create_submission(*texts, documents, title or programme)
        self._workspace.refresh()
        return next(entry.forms for entry in self._workspace.submissions() if entry.id == created)

    def rename(self, submission_id: int, title: str) -> None:
        self._workspace.store.rename_submission(submission_id, title)
        self._workspace.refresh()

    def archive(self, submission_id: int) -> None:
        """Out of the way: no list shows it, but it is found and opened as before."""
        if self._is_open(submission_id):
            self._workspace.close_form()
        self._settings.put(ARCHIVED.format(submission_id), "1")
        self._workspace.submissions_changed.emit()

    def unarchive(self, submission_id: int) -> None:
        self._settings.put(ARCHIVED.format(submission_id), "")
        self._workspace.submissions_changed.emit()

    def remove(self, submission_id: int) -> None:
        """Into the bin; nothing is lost."""
        if self._is_open(submission_id):
            self._workspace.close_form()
        self._workspace.store.delete_submission(submission_id)
        self._workspace.refresh()

    def binned(self) -> tuple[Binned, ...]:
        """What lies in the bin."""
        submissions = [
            Binned(f"{s.unit} {s.period}年 {s.title}", s.id, None)
            for s in self._workspace.store.deleted_submissions()
        ]
        forms = [Binned(f.title, f.submission, f.id) for f in self._workspace.store.deleted_forms()]
        return (*submissions, *forms)

    def restore(self, item: Binned) -> None:
        """Take something out of the bin; a form comes back into its submission."""
        if item.form is None:
            self._workspace.store.restore_submission(item.submission)
        else:
            self._workspace.store.restore_form(item.form)
            if any(item.submission == s.id for s in self._workspace.store.deleted_submissions()):
                self._workspace.store.restore_submission(item.submission)
        self._workspace.refresh_open()

    def _is_open(self, submission_id: int) -> bool:
        submission = self._workspace.submission
        return submission is not None and submission.id == submission_id
