"""Dialogs that begin a submission or find one again; each returns what was decided."""

from typing import TYPE_CHECKING

from anju_desktop.gui import messages, years
from anju_desktop.gui.workspace import Workspace
from anju_desktop.storage.entries import SubmissionEntry

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from anju_desktop.document.changes import CellRef


def ask_new(workspace: Workspace, usual: str, window: "QWidget") -> int | None:
    """A new submission, blank or begun from last year's; its first form, None when given up."""
    from anju_desktop.gui.new_submission import NewSubmissionDialog

    dialog = NewSubmissionDialog(
        years.editions(workspace),
        usual,
        window,
        units=workspace.units.names(),
        earlier=lambda *wanted: years.earlier_submission(workspace, *wanted),
    )
    if not dialog.exec():
        return None
    wanted = dialog.decided()
    if wanted.like is not None:
        return ask_renewal(workspace, wanted.like, window)
    return workspace.shelf.create(wanted.unit, wanted.period, wanted.programme, wanted.editions)


def ask_renewal(workspace: Workspace, source: SubmissionEntry, window: "QWidget") -> int | None:
    """Show what becomes of a submission in the next year, and make it when it is wanted."""
    from anju_desktop.gui.renewal_dialog import RenewalDialog

    renewal = years.renewal(workspace, source)
    if not RenewalDialog(renewal, window).exec():
        return None
    from anju_desktop.gui import unconfirmed

    form = workspace.shelf.renew(renewal)
    unconfirmed.note(workspace, form, renewal)
    return form


def ask_where(
    workspace: Workspace, text: str, window: "QWidget"
) -> "tuple[str, tuple[int, CellRef] | None]":
    """Search all submissions; what was searched for last, and where to go."""
    from anju_desktop.gui.search_dialog import SearchDialog

    dialog = SearchDialog(workspace, text, window)
    chosen = dialog.chosen() if dialog.exec() else None
    return dialog.edit.text(), chosen


def ask_archived(workspace: Workspace, window: "QWidget") -> SubmissionEntry | None:
    """One of the archived submissions, to be opened."""
    archived = workspace.archived()
    labels = tuple(
        f"{number}. {entry.unit} {entry.period}年 {entry.title}"
        for number, entry in enumerate(archived, 1)
    )
    chosen = messages.ask_choice(window, "已归档的上报", "打开哪一件？", labels, "打开")
    return archived[chosen] if chosen >= 0 else None


def ask_offices(workspace: Workspace, usual: str, window: "QWidget") -> bool:
    """The data of the units of this PC; whether it was saved."""
    from anju_desktop.gui.offices_dialog import OfficesDialog

    dialog = OfficesDialog(workspace.units.offices(), usual, window)
    if not dialog.exec():
        return False
    workspace.units.set_offices(dialog.offices())
    return True
