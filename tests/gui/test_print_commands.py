"""打印 from the window: the open form, or the whole submission; back to the cell that is wrong."""

import pytest

from anju_desktop.document.changes import CellRef
from anju_desktop.gui.main_window import MainWindow
from anju_desktop.gui.paper.preview import PreviewDialog
from tests.gui.conftest import Answers, current


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[PreviewDialog]:
    """Every preview that is opened; the clerk closes it at once."""
    dialogs: list[PreviewDialog] = []

    def look(self: PreviewDialog) -> int:
        dialogs.append(self)
        return 0

    monkeypatch.setattr(PreviewDialog, "exec", look)
    monkeypatch.setattr(PreviewDialog, "deleteLater", lambda _: None)
    return dialogs


def test_the_preview_begins_with_the_open_form(
    sample: MainWindow, opened: list[PreviewDialog]
) -> None:
    sample.commands.actions["print"].trigger()
    assert current(sample).document.title() in opened[0].windowTitle()
    assert opened[0].page_count() == 1


def test_all_forms_are_printed_in_one_go(sample: MainWindow, opened: list[PreviewDialog]) -> None:
    sample.commands.actions["print_all"].trigger()
    assert opened[0].page_count() >= len(sample.workspace.documents()) > 1


def test_from_a_problem_one_comes_to_its_cell_in_another_form(
    sample: MainWindow, opened: list[PreviewDialog]
) -> None:
    sample.commands.actions["print_all"].trigger()
    submission = sample.workspace.submission
    assert submission is not None
    here = [form.id for form in submission.forms].index(current(sample).form_id)
    other = next(
        number
        for number, document in enumerate(sample.workspace.documents())
        if number != here and "goal" in document.fields()
    )
    opened[0].cell_chosen.emit(other, CellRef("goal"))
    assert current(sample).form_id == submission.forms[other].id
    assert sample.desk.view is not None
    assert sample.desk.view.current_ref() == CellRef("goal")


def test_without_a_printer_the_pdf_is_one_click_away(
    sample: MainWindow,
    opened: list[PreviewDialog],
    answers: Answers,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    exported: list[str] = []
    monkeypatch.setattr(sample.deeds, "export_pdf", lambda: exported.append("form"))
    monkeypatch.setattr(sample.deeds, "export_pdf_all", lambda: exported.append("all"))
    sample.commands.actions["print"].trigger()
    opened[0].pdf_wanted.emit(False)
    opened[0].pdf_wanted.emit(True)
    assert exported == ["form", "all"]
