"""A new form is neither born red nor called clean before somebody asked."""

from anju_desktop.document.course import State
from tests.e2e.conftest import Office


def new_submission(office: Office) -> None:
    library = office.workspace.library
    editions = [library.get(f"karamay-2024-{name}") for name in ("allocation", "project-target")]
    office.window.open_form(
        office.workspace.shelf.create("克拉玛依区", "2024", "补助资金", editions)
    )
    forms = office.workspace.submissions()[0].forms
    office.until(lambda: all(office.workspace.counts(form.id) is not None for form in forms))


def test_no_form_of_a_new_submission_is_red_in_the_tree(office: Office) -> None:
    new_submission(office)
    for form in office.workspace.submissions()[0].forms:
        counts = office.workspace.counts(form.id)
        assert counts is not None
        assert (counts.error, counts.explain) == (0, 0), form.title
        assert office.workspace.form_state(form) is State.BLANK


def test_a_form_begun_is_not_called_clean_while_cells_are_missing(office: Office) -> None:
    new_submission(office)
    office.keyboard.press("Ctrl+2", "Ctrl+Home")
    office.keyboard.type("123")
    office.keyboard.press("Enter")
    office.until(office.saved)
    office.workspace.refresh()
    form = office.workspace.submissions()[0].forms[1]
    assert office.workspace.form_state(form) is State.FILLING
    assert office.window.ui.countsLabel.words == "还没有审核"
    assert office.window.panel.ui.chips.words == "还没有审核"


def test_the_audit_speaks_of_what_is_missing(office: Office) -> None:
    new_submission(office)
    office.keyboard.press("Ctrl+2", "F7")
    assert office.window.ui.countsLabel.words.startswith("错误 ")
    assert office.window.panel.ui.chips.words == office.window.ui.countsLabel.words
