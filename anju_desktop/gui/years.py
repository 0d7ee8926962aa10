"""Last year's submissions of the same unit: what this year's forms are begun from and held against.

Nothing here knows Qt beyond the workspace it asks.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from anju_desktop.document.document import Document
from anju_desktop.document.lastyear import last_year_of
from anju_desktop.document.renewing import Renewed, moved_on, next_year, renew
from anju_desktop.errors import AnjuError, StoreError
from anju_desktop.forms.definition import Edition
from anju_desktop.forms.families import edition_for, without_years
from anju_desktop.records import record
from anju_desktop.storage.entries import FormEntry, SubmissionEntry

if TYPE_CHECKING:
    from anju_desktop.gui.workspace import Workspace


@record(frozen=True, slots=True)
class Renewal:
    """A submission of the next year that was not entered yet; it can be looked at first."""

    source: SubmissionEntry
    period: str
    programme: str
    title: str
    forms: tuple[Renewed, ...]


def editions(workspace: "Workspace") -> list[Edition]:
    """Every edition that is installed and whole."""
    library = workspace.library
    found: list[Edition] = []
    for edition_id in library.ids():
        with suppress(AnjuError):  # A broken one is told of where somebody wants it.
            found.append(library.get(edition_id))
    return found


def renewal(workspace: "Workspace", source: SubmissionEntry) -> Renewal:
    """The submission of the year after ``source``; ``StoreError`` when it has no year or form."""
    period = next_year(source.period)
    if not period:
        raise StoreError(f"“{source.title}”的年度“{source.period}”不是四位数字，不能沿用到下一年。")
    if not source.forms:
        raise StoreError(f"“{source.title}”里没有表，不能沿用到下一年。")
    every = editions(workspace)
    there = _of_year(workspace, source, source.period)
    earlier = list(_documents(workspace, [form for entry in there for form in entry.forms]))
    made: list[Renewed] = []
    for form in source.forms:
        document = workspace.load(form.id)
        name = without_years(document.title())
        alike = [other for other in earlier if without_years(other.title()) == name]
        made.append(renew(document, edition_for(period, document.edition, every), period, alike))
    return Renewal(
        source,
        period,
        moved_on(source.programme, source.period, period),
        moved_on(source.title, source.period, period),
        tuple(made),
    )


def earlier_submission(
    workspace: "Workspace", unit: str, period: str, programme: str
) -> SubmissionEntry | None:
    """Last year's submission of the same unit and programme, the latest where there are several."""
    wanted = without_years(programme)
    fitting = [
        entry
        for entry in workspace.submissions()
        if entry.unit == unit
        and entry.period == last_year_of(period)
        and without_years(entry.programme) == wanted
        and entry.forms
        and not workspace.is_sample(entry)
    ]
    return fitting[-1] if fitting else None


def forms_of_last_year(workspace: "Workspace", document: Document) -> tuple[Document, ...]:
    """The forms of a year ago that speak of the same as an open form; read from the store."""
    submission = workspace.submission
    year = last_year_of(document.period)
    if submission is None or not year:
        return ()
    name = without_years(document.title())
    forms = [
        form
        for entry in _of_year(workspace, submission, year)
        for form in entry.forms
        if without_years(form.title) == name
    ]
    return tuple(_documents(workspace, forms))


def _of_year(workspace: "Workspace", like: SubmissionEntry, year: str) -> list[SubmissionEntry]:
    """Submissions of the same unit in a year; samples and the clerk's own are kept apart."""
    sample = workspace.is_sample(like)
    return [
        entry
        for entry in workspace.submissions()
        if entry.unit == like.unit and entry.period == year
        if workspace.is_sample(entry) == sample
    ]


def _documents(workspace: "Workspace", forms: Sequence[FormEntry]) -> Iterator[Document]:
    for form in forms:
        with suppress(AnjuError):  # Told of when somebody opens it.
            yield workspace.load(form.id)
