"""What lists show of the store, without opening a form or reading an edition."""

from datetime import datetime

from anju_desktop.document.changes import CellRef, Edit
from anju_desktop.document.course import Course, Versions
from anju_desktop.document.events import Noted
from anju_desktop.document.version import Version
from anju_desktop.records import record


@record(frozen=True, slots=True)
class Counts:
    """How many findings a form had when it was last checked."""

    errors: int
    explain: int
    hints: int


@record(frozen=True, slots=True)
class FormEntry:
    """``title`` is what the form called itself after its latest edit; ``edits`` how many it has
    seen, the first being the one that made it; ``counts`` is None until it was checked."""

    id: int
    submission: int
    edition: str
    edition_sha256: str
    unit: str
    period: str
    title: str
    created: datetime
    edited: datetime
    edits: int
    counts: Counts | None = None
    version: Version = Version()


@record(frozen=True, slots=True)
class SubmissionEntry:
    """Unit × period × programme with its forms, in their order, and what happened to it."""

    id: int
    unit: str
    period: str
    programme: str
    title: str
    created: datetime
    forms: tuple[FormEntry, ...]
    course: Course = Course()

    @property
    def versions(self) -> Versions:
        """The versions of its forms as they were last read."""
        return {form.id: form.version for form in self.forms}

    @property
    def edited(self) -> datetime:
        """When it was last touched."""
        return max((form.edited for form in self.forms), default=self.created)


@record(frozen=True, slots=True)
class Hit:
    """A text that was searched for: in a cell, a fact, or the reason given for a finding there.

    ``row`` is what was typed in the cells of the same row, for its name.
    """

    form: int
    ref: CellRef
    text: str
    row: tuple[tuple[str, str], ...] = ()
    is_explanation: bool = False


@record(frozen=True, slots=True)
class JournalEntry:
    """One edit as it was saved; ``seq`` counts from 1 within the form."""

    seq: int
    time: datetime
    who: str
    edit: Edit


@record(frozen=True, slots=True)
class EventEntry:
    """An event as it was recorded: when, and by whom."""

    time: datetime
    who: str
    noted: Noted


@record(frozen=True, slots=True)
class SavePoint:
    """保存点: what a form held after the edit with the number ``seq``."""

    id: int
    form: int
    seq: int
    time: datetime
    name: str
