"""Cells begun from last year's form are marked until somebody has looked at them."""

import pytest

from anju_desktop.document.changes import CellRef
from anju_desktop.gui import starting, years
from anju_desktop.gui.main_window import MainWindow
from anju_desktop.gui.paper.view import PaperView
from anju_desktop.gui.renewal_dialog import RenewalDialog
from anju_desktop.gui.unconfirmed import left_of, note
from anju_desktop.gui.workspace import Workspace
from tests.gui.conftest import current
from tests.rules.small_forms import example

SOURCE = "karamay-2024-old-communities"
GOAL = CellRef("goal")


@pytest.fixture
def renewed(window: MainWindow) -> MainWindow:
    """Last year's form carried over, opened."""
    workspace = window.workspace
    workspace.shelf.take_in([example(SOURCE)])
    made = years.renewal(workspace, workspace.submissions()[-1])
    form = workspace.shelf.renew(made)
    note(workspace, form, made)
    window.open_form(form)
    return window


def _view(window: MainWindow) -> PaperView:
    assert window.desk.view is not None
    return window.desk.view


def _marked(window: MainWindow) -> set[CellRef]:
    model = _view(window).paper_model()
    return {ref for cell in model.grid.cells if model.from_last_year(cell) for ref in cell.refs}


def test_what_was_taken_over_is_marked_and_what_is_new_is_not(renewed: MainWindow) -> None:
    document = current(renewed).document
    marked = _marked(renewed)
    assert GOAL in marked
    assert all(document.typed(ref) for ref in marked)
    blank = [
        cell.refs[0]
        for cell in _view(renewed).paper_model().fillable()
        if not document.text(cell.refs[0])
    ]
    assert blank
    assert marked.isdisjoint(blank)


def test_a_form_begun_in_the_dialog_has_its_marks(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = window.workspace
    workspace.shelf.take_in([example(SOURCE)])
    monkeypatch.setattr(RenewalDialog, "exec", lambda _: 1)
    form = starting.ask_renewal(workspace, workspace.submissions()[-1], window)
    assert form is not None
    window.open_form(form)
    assert GOAL in _marked(window)


def test_a_form_that_was_typed_has_no_marks(window: MainWindow) -> None:
    window.workspace.shelf.take_in([example(SOURCE)])
    window.open_form(window.workspace.submissions()[-1].forms[0].id)
    assert _marked(window) == set()


def test_an_edit_takes_the_mark_away_and_undo_brings_it_back(renewed: MainWindow) -> None:
    current(renewed).document.set(GOAL, "今年的目标")
    assert GOAL not in _marked(renewed)
    current(renewed).history.undo()
    assert GOAL in _marked(renewed)


def test_what_was_confirmed_stays_confirmed_when_the_form_is_opened_again(
    renewed: MainWindow,
) -> None:
    form = current(renewed).form_id
    before = _marked(renewed)
    _view(renewed).jump_to(GOAL)
    _view(renewed).confirm_last_year()
    assert _marked(renewed) == before - {GOAL}
    renewed.workspace.close_form()
    renewed.open_form(form)
    assert _marked(renewed) == before - {GOAL}


def test_the_unconfirmed_are_still_marked_after_the_next_start(
    renewed: MainWindow, workspace: Workspace
) -> None:
    before = _marked(renewed)
    form = current(renewed).form_id
    renewed.workspace.close_form()
    again = Workspace(renewed.workspace.store, renewed.workspace.library)
    assert again.settings.get(f"last-year:{form}") == workspace.settings.get(f"last-year:{form}")
    assert len(before) > 20


def test_whoever_makes_the_form_final_stands_for_all_of_it(renewed: MainWindow) -> None:
    session = current(renewed)
    left = left_of(renewed.workspace, session.form_id, session.document)
    assert left == len(_marked(renewed)) > 20
    session.document.finalize("AAAA-BBBB-CCCC-DDDD")
    assert _marked(renewed) == set()
    assert left_of(renewed.workspace, session.form_id, session.document) == 0


def test_a_row_that_is_taken_away_takes_its_marks_with_it(renewed: MainWindow) -> None:
    document = current(renewed).document
    row = document.row_ids("indicators")[0]
    assert any(ref.row == row for ref in _marked(renewed))
    document.remove_row("indicators", row)
    assert not any(ref.row == row for ref in _marked(renewed))


@pytest.mark.parametrize("kept", ["[", "{}", "[1]", '[["goal"]]', "null"])
def test_what_cannot_be_read_marks_nothing(window: MainWindow, kept: str) -> None:
    window.workspace.shelf.take_in([example(SOURCE)])
    form = window.workspace.submissions()[-1].forms[0].id
    window.workspace.settings.put(f"last-year:{form}", kept)
    window.open_form(form)
    assert _marked(window) == set()
