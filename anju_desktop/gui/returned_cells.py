"""Cells of which the city has said something when it returned the submission."""

from PySide6.QtCore import QObject

from anju_desktop.document.changes import CellRef
from anju_desktop.document.course import Course
from anju_desktop.gui.paper.view import PaperView
from anju_desktop.gui.workspace import Workspace


def returned_cells(course: Course, form_id: int) -> frozenset[CellRef]:
    """Those of one form whose opinion still waits for an answer."""
    returned = course.returned
    if returned is None:
        return frozenset()
    return frozenset(
        opinion.cell
        for opinion, answer in zip(returned.opinions, course.answers(), strict=True)
        if opinion.form == form_id and opinion.cell is not None and not answer.given
    )


class ReturnedCells(QObject):
    """Keeps their mark on the paper of an open form, as long as the paper is there."""

    def __init__(self, workspace: Workspace, form_id: int, view: PaperView) -> None:
        super().__init__(view)
        self._workspace = workspace
        self._form = form_id
        self._view = view
        workspace.submissions_changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        submission = self._workspace.submission_of(self._form)
        if submission is not None:
            self._view.set_returned(returned_cells(submission.course, self._form))
