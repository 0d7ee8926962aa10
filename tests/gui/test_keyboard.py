"""Keys of the whole window: save points, undo across forms, going to a cell by its name."""

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import blank_document
from anju_desktop.document.jsonform import dump
from anju_desktop.forms.library import Library
from anju_desktop.gui.commands import key_list
from anju_desktop.gui.go_dialog import GoDialog, destinations
from anju_desktop.gui.main_window import MainWindow
from anju_desktop.gui.paper.keys import STEPS, STRETCHES, VERBS
from anju_desktop.storage import backups
from tests.gui.conftest import Answers, current, press
from tests.gui.windows import example

CTRL = Qt.KeyboardModifier.ControlModifier
NAME = CellRef("project_name")
GOAL = CellRef("goal")


def forms_of(window: MainWindow) -> list[int]:
    submission = window.workspace.submission
    assert submission is not None
    return [form.id for form in submission.forms]


def notice(window: MainWindow) -> str:
    return window.ui.noticeLabel.text()


# --- saving -----------------------------------------------------------------------------------


def test_ctrl_s_says_that_all_is_saved_and_leaves_a_save_point(
    sample: MainWindow, qtbot: QtBot
) -> None:
    sample.go_to(NAME)
    assert sample.desk.view is not None
    QTest.keyClicks(sample.desk.view, "1")
    QTest.keyClick(QApplication.focusWidget() or sample, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: notice(sample).startswith("已自动保存；"))
    newest = backups.list_backups(sample.workspace.store.folder)[0]
    assert newest.reason == "保存点"
    assert f"“{newest.time:%H:%M} 保存点”" in notice(sample)
    assert current(sample).document.text(NAME) == "1"
    assert sample.status.saved_text.startswith("已自动保存")


# --- undo across forms ------------------------------------------------------------------------


def test_undo_goes_back_to_the_form_edited_before(sample: MainWindow) -> None:
    second, first = forms_of(sample)[:2]
    sample.open_form(first)
    earlier = current(sample).document
    before = earlier.text(NAME)
    earlier.set(NAME, "先改的")
    sample.open_form(second)
    later = current(sample).document
    cell = CellRef(later.edition.fields[0].id)
    later.set(cell, "后改的")
    press(sample, Qt.Key.Key_Z, CTRL)
    assert (current(sample).form_id, later.text(cell) == "后改的") == (second, False)
    press(sample, Qt.Key.Key_Z, CTRL)
    assert current(sample).form_id == second
    assert earlier.text(NAME) == "先改的"
    assert notice(sample).startswith("再按一次 Ctrl+Z，转到“")
    press(sample, Qt.Key.Key_Z, CTRL)
    assert (current(sample).form_id, earlier.text(NAME)) == (first, before)
    assert notice(sample) == "已转到这张表，撤销了这里的操作。"
    assert sample.desk.view is not None
    assert sample.desk.view.current_ref() == NAME
    press(sample, Qt.Key.Key_Y, CTRL)
    assert earlier.text(NAME) == "先改的"
    press(sample, Qt.Key.Key_Y, CTRL)
    assert notice(sample).startswith("再按一次 Ctrl+Y")
    press(sample, Qt.Key.Key_Y, CTRL)
    assert (current(sample).form_id, later.text(cell)) == (second, "后改的")
    press(sample, Qt.Key.Key_Y, CTRL)
    assert notice(sample) == "没有可以重做的操作。"


def test_undo_reaches_into_a_submission_that_was_left(sample: MainWindow, answers: Answers) -> None:
    first = current(sample).form_id
    before = current(sample).document.text(NAME)
    current(sample).document.set(NAME, "先改的")
    sample.show_start()
    edition = Library().get("karamay-2024-project-target")
    other = sample.workspace.shelf.take_in([blank_document(edition, "某县", "2024")])
    sample.open_form(other)
    answers.yes = False
    press(sample, Qt.Key.Key_Z, CTRL)
    assert current(sample).form_id == other
    (asked,) = answers.said
    assert "补助资金”的“" in asked
    answers.yes = True
    press(sample, Qt.Key.Key_Z, CTRL)
    assert current(sample).form_id == first
    assert current(sample).document.text(NAME) == before


def test_an_edit_between_two_presses_is_undone_first(sample: MainWindow) -> None:
    second, first = forms_of(sample)[:2]
    sample.open_form(first)
    earlier = current(sample).document
    earlier.set(NAME, "先改的")
    sample.open_form(second)
    press(sample, Qt.Key.Key_Z, CTRL)
    later = current(sample).document
    cell = CellRef(later.edition.fields[0].id)
    before = later.text(cell)
    later.set(cell, "后改的")
    press(sample, Qt.Key.Key_Z, CTRL)
    assert (current(sample).form_id, later.text(cell)) == (second, before)
    press(sample, Qt.Key.Key_Z, CTRL)
    assert (current(sample).form_id, earlier.text(NAME)) == (second, "先改的")


# --- going to a cell --------------------------------------------------------------------------


def go(window: MainWindow, typed: str, *keys: Qt.Key) -> list[str]:
    """Ctrl+G, these characters and keys, Enter; what was listed before Enter."""
    listed: list[str] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, GoDialog)
        dialog.edit.setText(typed)
        for key in keys:
            QTest.keyClick(dialog.edit, key)
        listed.extend(dialog.list.item(row).text() for row in range(dialog.list.count()))
        QTest.keyClick(dialog.edit, Qt.Key.Key_Return)
        if dialog.isVisible():
            dialog.reject()

    QTimer.singleShot(0, answer)
    press(window, Qt.Key.Key_G, CTRL)
    return listed


@pytest.mark.parametrize("typed", ["项目名称", "xmmc"])
def test_ctrl_g_goes_to_a_field_by_its_title_or_its_initials(
    sample: MainWindow, typed: str
) -> None:
    sample.go_to(GOAL)
    listed = go(sample, typed)
    assert listed[0].startswith("项目名称　　")
    assert sample.desk.view is not None
    assert sample.desk.view.current_ref() == NAME


@pytest.mark.parametrize(("more", "column"), [("", "name"), (" 指标值设置", "basis")])
def test_ctrl_g_goes_to_a_row_or_to_a_column_of_it(
    sample: MainWindow, more: str, column: str
) -> None:
    document = current(sample).document
    row = document.row_ids("indicators")[1]
    name = document.text(CellRef("name", "indicators", row))
    listed = go(sample, name + more, Qt.Key.Key_Down, Qt.Key.Key_Up)
    assert all(place.startswith(name) for place in listed)
    assert sample.desk.view is not None
    assert sample.desk.view.current_ref() == CellRef(column, "indicators", row)


def test_ctrl_g_says_when_there_is_no_such_cell(sample: MainWindow) -> None:
    sample.go_to(GOAL)
    assert go(sample, "没有这样的栏目") == []
    assert sample.desk.view is not None
    assert sample.desk.view.current_ref() == GOAL


# --- the sheet of keys ------------------------------------------------------------------------

_SPOKEN = {
    Qt.Key.Key_Return: "Enter",
    Qt.Key.Key_Enter: "Enter",
    Qt.Key.Key_Backtab: "Tab",
    Qt.Key.Key_Up: "方向键",
    Qt.Key.Key_Down: "方向键",
    Qt.Key.Key_Left: "方向键",
    Qt.Key.Key_Right: "方向键",
    Qt.Key.Key_PageUp: "PageUp",
    Qt.Key.Key_PageDown: "PageDown",
    Qt.Key.Key_Escape: "Esc",
    Qt.Key.Key_Plus: "=",
    Qt.Key.Key_Equal: "=",
    Qt.Key.Key_Minus: "-",
}

_HELD = {
    "Ctrl": CTRL,
    "Shift": Qt.KeyboardModifier.ShiftModifier,
    "Alt": Qt.KeyboardModifier.AltModifier,
}


@pytest.mark.parametrize("pressed", [*STEPS, *STRETCHES, *VERBS])
def test_every_key_of_the_paper_stands_on_the_sheet(
    pressed: tuple[Qt.Key, Qt.KeyboardModifier],
) -> None:
    key, held = pressed
    named = _SPOKEN.get(key) or Qt.Key(key).name.removeprefix("Key_")
    if named == "=":
        held &= ~Qt.KeyboardModifier.ShiftModifier
    words = [word for word, bit in _HELD.items() if held & bit]
    wanted = "+".join([*words, named])
    told = [keys for listed, _ in key_list() for keys in listed.replace("或", "、").split("、")]
    assert wanted in told, f"{wanted} is not on the sheet"


def test_every_command_with_a_key_stands_on_the_sheet(window: MainWindow) -> None:
    told = dict(key_list())
    for action in window.commands.actions.values():
        if action.shortcuts():
            assert action.text().rstrip("…") in told.values()


def test_one_goes_to_a_fact_and_to_a_table_that_breaks_facts_down(sample: MainWindow) -> None:
    sample.open_form(sample.workspace.shelf.take_in([example(sample, "chifeng-2023-rental")]))
    document = current(sample).document
    row = document.insert_row("counties")
    document.set(CellRef("county", "counties", row), "某某旗")
    places = {place.ref for place in destinations(document)}
    assert places >= {CellRef(fact.id) for fact in document.edition.facts}
    for ref in (CellRef("planned_flats"), CellRef("paid", "counties", row)):
        assert ref in places
        sample.go_to(ref)
        assert sample.scores is not None
        assert sample.scores.card is not None
        assert sample.scores.card.holds_focus()


def test_what_the_program_writes_down_itself_is_no_place_to_go_to(sample: MainWindow) -> None:
    document = example(sample, "self-evaluation-2024-karamay-old-communities")
    marks = {CellRef(carry.mark) for carry in document.edition.carry}
    assert marks
    assert marks.isdisjoint(place.ref for place in destinations(document))


def test_every_kind_of_edit_in_several_forms_is_taken_back_step_by_step_and_done_again(
    sample: MainWindow, answers: Answers
) -> None:
    """Typing, a reason, a row, a pasted block, a fact and a form of another submission."""
    assert answers.yes
    workspace, target = sample.workspace, current(sample).form_id

    def type_text() -> None:
        sample.go_to(NAME)
        assert sample.desk.view is not None
        QTest.keyClicks(sample.desk.view, "1")
        QTest.keyClick(QApplication.focusWidget() or sample, Qt.Key.Key_Return)

    def write_a_reason() -> None:
        press(sample, Qt.Key.Key_M, CTRL)
        box = QApplication.focusWidget()
        assert box is not None
        QTest.keyClicks(box, "because")
        QTest.keyClick(box, Qt.Key.Key_Return, CTRL)

    def add_a_row() -> None:
        document = current(sample).document
        sample.go_to(CellRef("name", "indicators", document.row_ids("indicators")[0]))
        press(sample, Qt.Key.Key_Insert)

    def paste_a_block() -> None:
        QApplication.clipboard().setText("甲\t≥1户\n乙\t≥2户")
        press(sample, Qt.Key.Key_V, CTRL)

    def open_another() -> None:
        made = example(sample, "zhumadian-2020-evaluation")
        sample.open_form(workspace.shelf.take_in([made]))
        sample.go_to(CellRef("days_late"))
        place = QApplication.focusWidget()
        assert place is not None
        QTest.keyClicks(place, "7")
        QTest.keyClick(place, Qt.Key.Key_Return)

    steps = [type_text, write_a_reason, add_a_row, paste_a_block]
    states = [dump(current(sample).document)]
    for step in steps:
        step()
        states.append(dump(current(sample).document))
    assert all(before != after for before, after in pairwise(states))
    open_another()
    second = current(sample)
    assert second.document.facts()["days_late"] == "7"
    press(sample, Qt.Key.Key_Z, CTRL)
    assert second.document.facts().get("days_late") != "7"
    for state in reversed(states[:-1]):
        until(sample, Qt.Key.Key_Z, target, state)
    for state in states[1:]:
        until(sample, Qt.Key.Key_Y, target, state)


def until(window: MainWindow, key: Qt.Key, form: int, state: dict[str, object]) -> None:
    """One step through time, or two where the first names the other form it would go to."""
    press(window, key, CTRL)
    if current(window).form_id != form or dump(current(window).document) != state:
        press(window, key, CTRL)
    assert current(window).form_id == form
    assert dump(current(window).document) == state
