"""Filling in by keyboard."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from anju_desktop.document.changes import CellRef, Row, RowInserted
from anju_desktop.document.changes import Edit as DocumentEdit
from anju_desktop.document.document import Document
from anju_desktop.gui.paper.editor import CellEditor, ChoiceList
from tests.gui.paper.clerk import Clerk
from tests.gui.paper.conftest import Seat


def test_the_first_key_goes_into_the_editor_and_replaces_what_stood_there(clerk: Clerk) -> None:
    clerk.at("target", "r2")
    clerk.type(">=18000户")
    assert clerk.text("target", "r2") == ">=18382户"
    clerk.press("Enter")
    assert clerk.text("target", "r2") == ">=18000户"


def test_the_first_character_of_an_input_method_is_not_lost(clerk: Clerk) -> None:
    clerk.at("name", "r2")
    clerk.type("改造住户数")
    clerk.press("Enter")
    assert clerk.text("name", "r2") == "改造住户数"


def test_what_is_composed_from_the_first_key_on_ends_up_in_the_editor(clerk: Clerk) -> None:
    clerk.at("name", "r2")
    clerk.compose("g")
    clerk.compose("gai")
    clerk.type("改")
    clerk.type("造")
    clerk.press("Enter")
    assert clerk.text("name", "r2") == "改造"


def test_f2_edits_at_the_end_of_what_stands_there(clerk: Clerk) -> None:
    clerk.at("weight", "r2")
    clerk.press("F2")
    clerk.type(".5")
    clerk.press("Enter")
    assert clerk.text("weight", "r2") == "5.5"


def test_escape_gives_up_the_draft(clerk: Clerk) -> None:
    clerk.at("weight", "r2")
    clerk.type("70")
    assert clerk.document.value(clerk.ref("weight", "r2")).typed == "70"
    clerk.press("Esc")
    assert clerk.text("weight", "r2") == "5"
    assert clerk.document.value(clerk.ref("weight", "r2")).typed == "5"
    assert not clerk.view.is_editing()


def test_the_draft_is_seen_by_checks_and_stored_by_nobody(clerk: Clerk) -> None:
    edits: list[DocumentEdit] = []
    clerk.document.on_edit(edits.append)
    clerk.at("weight", "r2")
    clerk.type("70")
    assert edits == []
    assert any(finding.rule == "weights-total" for finding in clerk.checker.findings())
    clerk.press("Esc")
    assert not any(finding.rule == "weights-total" for finding in clerk.checker.findings())


def test_a_wrong_unit_is_marked_by_the_keystroke_that_makes_it_wrong(clerk: Clerk) -> None:
    clerk.at("target", "r2")
    clerk.type(">=18382户")
    assert clerk.level("target", "r2") == ""
    clerk.press("Backspace")
    assert clerk.level("target", "r2") == "error"
    clerk.type("个")
    assert clerk.level("target", "r2") == "explain"


def test_what_an_input_method_composes_is_no_draft_yet(clerk: Clerk) -> None:
    clerk.at("name", "r2")
    drafts: list[CellRef] = []
    clerk.document.on_draft(drafts.append)
    clerk.press("F2")
    clerk.compose("gaizao")
    assert drafts == []
    clerk.type("改")
    assert drafts == [clerk.ref("name", "r2")]


def test_enter_and_tab_go_on_in_paper_order_past_printed_cells(clerk: Clerk) -> None:
    clerk.at("budget_unit")
    visited = []
    for key in ("Enter", "Tab", "Enter", "Tab", "Enter", "Tab", "Enter"):
        clerk.press(key)
        ref = clerk.view.current_ref()
        assert ref is not None
        visited.append(ref)
    assert visited == [
        CellRef("project_name"),
        CellRef("project_leader"),
        CellRef("total_funds"),
        CellRef("fiscal_funds"),
        CellRef("other_funds"),
        CellRef("goal"),
        CellRef("name", "indicators", "r1"),
    ]


def test_ctrl_enter_in_an_editor_writes_and_stays(clerk: Clerk) -> None:
    rows = clerk.document.row_ids("indicators")
    clerk.at("weight", "r2")
    clerk.type("70")
    clerk.press("Ctrl+Enter")
    assert clerk.text("weight", "r2") == "70"
    assert not clerk.view.is_editing()
    assert clerk.view.current_ref() == clerk.ref("weight", "r2")
    assert clerk.focus() is clerk.view
    assert clerk.document.row_ids("indicators") == rows


def test_shift_enter_goes_back(clerk: Clerk) -> None:
    clerk.at("name", "r1")
    clerk.press("Shift+Enter")
    assert clerk.view.current_ref() == CellRef("goal")


def test_enter_in_the_editor_commits_and_goes_on(clerk: Clerk) -> None:
    clerk.at("last_year", "r1")
    clerk.type("1")
    clerk.press("Tab")
    clerk.type("6")
    clerk.press("Shift+Enter")
    assert (clerk.text("last_year", "r1"), clerk.text("weight", "r1")) == ("1", "6")
    assert clerk.view.current_ref() == clerk.ref("last_year", "r1")


def test_arrows_walk_over_cells_to_be_filled_only(clerk: Clerk) -> None:
    clerk.at("target", "r1")
    seen = []
    for key in ("Up", "Down", "Down", "Left", "Right"):
        clerk.press(key)
        seen.append(clerk.view.current_ref())
    assert seen == [
        CellRef("goal"),
        clerk.ref("name", "r1"),
        clerk.ref("name", "r2"),
        clerk.ref("name", "r2"),
        clerk.ref("target", "r2"),
    ]


def test_alt_enter_breaks_the_line(clerk: Clerk) -> None:
    clerk.at("goal")
    clerk.type("a")
    clerk.press("Alt+Enter")
    clerk.type("b")
    clerk.press("Enter")
    assert clerk.text("goal") == "a\nb"


def test_an_editor_left_untouched_changes_nothing(clerk: Clerk) -> None:
    edits: list[DocumentEdit] = []
    clerk.document.on_edit(edits.append)
    clerk.at("goal")
    clerk.press("F2")
    clerk.press("Enter")
    assert edits == []


def test_no_break_spaces_and_carriage_returns_survive_an_untouched_editor(clerk: Clerk) -> None:
    odd = "甲\u00a0乙\r\n丙\u2028丁"
    clerk.document.set(CellRef("goal"), odd)
    clerk.at("goal")
    clerk.press("F2")
    clerk.press("Enter")
    assert clerk.text("goal") == odd


def test_a_typed_no_break_space_stays_one(clerk: Clerk) -> None:
    clerk.document.set(CellRef("goal"), "甲\u00a0乙")
    clerk.at("goal")
    clerk.press("F2")
    clerk.type("!")
    clerk.press("Enter")
    assert clerk.text("goal") == "甲\u00a0乙!"


def test_forty_thousand_characters_can_be_typed_on(clerk: Clerk) -> None:
    clerk.document.set(CellRef("goal"), "字" * 40_000)
    clerk.at("goal")
    clerk.press("F2")
    clerk.type("。")
    clerk.press("Enter")
    assert clerk.text("goal") == "字" * 40_000 + "。"


def test_losing_the_focus_commits(clerk: Clerk) -> None:
    clerk.at("weight", "r1")
    clerk.type("8")
    lost = QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.ActiveWindowFocusReason)
    QApplication.sendEvent(clerk.focus(), lost)
    assert clerk.text("weight", "r1") == "8"
    assert not clerk.view.is_editing()


def test_a_popup_menu_over_the_editor_leaves_it_open(clerk: Clerk) -> None:
    clerk.at("weight", "r1")
    clerk.type("8")
    lost = QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.PopupFocusReason)
    QApplication.sendEvent(clerk.focus(), lost)
    assert clerk.view.is_editing()


def test_committing_leaves_no_draft_behind(clerk: Clerk) -> None:
    clerk.at("weight", "r1")
    clerk.type("8")
    clerk.view.commit_editor()
    clerk.document.set(clerk.ref("weight", "r1"), "9")
    assert clerk.document.value(clerk.ref("weight", "r1")).typed == "9"


def test_typing_on_a_printed_cell_says_why_not(clerk: Clerk) -> None:
    model = clerk.view.paper_model()
    clerk.view.setCurrentIndex(model.index(2, 0))
    clerk.type("1")
    assert clerk.messages == ["这一格是表上印好的，不能填写。"]
    assert not clerk.view.is_editing()


def test_typing_on_a_computed_cell_says_why_not(seat: Seat, repairs: Document) -> None:
    clerk = seat(repairs)
    clerk.at("rate_total")
    clerk.type("1")
    assert clerk.messages == ["这一格由程序算出，不用填写。"]


def test_delete_clears_as_one_step(clerk: Clerk) -> None:
    clerk.at("weight", "r1")
    clerk.press("Shift+Down")
    clerk.press("Delete")
    assert [clerk.text("weight", row) for row in ("r1", "r2", "r3")] == ["", "", "5"]
    clerk.press("Ctrl+Z")
    assert [clerk.text("weight", row) for row in ("r1", "r2", "r3")] == ["5", "5", "5"]


def test_ctrl_d_takes_the_text_from_above(clerk: Clerk) -> None:
    clerk.at("target", "r2")
    clerk.press("Ctrl+D")
    assert clerk.text("target", "r2") == ">=124.96万平方米"


def test_ctrl_d_over_rows_takes_the_texts_of_the_first_of_them(clerk: Clerk) -> None:
    before = [clerk.text("basis", "r1"), clerk.text("target", "r4")]
    clerk.at("weight", "r9")
    clerk.press("Shift+Right")
    clerk.press("Ctrl+Shift+Down")
    clerk.press("Ctrl+D")
    for row in ("r9", "r10", "r11", "r12"):
        assert clerk.text("weight", row) == "20"
        assert clerk.text("scoring_rule", row) == "按照完成比例赋分"
    assert [clerk.text("basis", "r1"), clerk.text("target", "r4")] == before
    clerk.press("Ctrl+Z")
    assert clerk.text("weight", "r12") == "10"
    assert clerk.text("scoring_rule", "r12") == "满意度赋分"


def test_ctrl_r_takes_the_text_from_the_left_past_what_is_printed(clerk: Clerk) -> None:
    clerk.document.set(clerk.ref("fiscal_funds"), "")
    clerk.at("fiscal_funds")
    clerk.press("Ctrl+R")
    assert clerk.text("fiscal_funds") == clerk.text("total_funds") == "6111"
    clerk.press("Ctrl+Z")
    assert clerk.text("fiscal_funds") == ""


def test_ctrl_r_over_columns_takes_the_texts_of_the_first_of_them(clerk: Clerk) -> None:
    clerk.at("last_year", "r1")
    for key in ("Shift+Right", "Shift+Right", "Shift+Down", "Ctrl+R"):
        clerk.press(key)
    for row in ("r1", "r2"):
        assert [clerk.text(column, row) for column in ("weight", "scoring_rule")] == ["-", "-"]
        assert clerk.text("evidence", row) == "工作资料"


def test_ctrl_r_in_the_first_cell_says_that_there_is_nothing_before_it(clerk: Clerk) -> None:
    clerk.at("name", "r1")
    clerk.press("Ctrl+R")
    assert clerk.messages == ["左边没有可以照抄的格子。"]
    assert clerk.text("name", "r1") == "改造面积"


@pytest.mark.parametrize(
    ("key", "there"),
    [
        ("Ctrl+Up", ("weight", "r1")),
        ("Ctrl+Down", ("weight", "r12")),
        ("Ctrl+Left", ("name", "r6")),
        ("Ctrl+Right", ("evidence", "r6")),
    ],
)
def test_ctrl_and_an_arrow_go_to_the_edge_of_the_group(
    clerk: Clerk, key: str, there: tuple[str, str]
) -> None:
    clerk.at("weight", "r6")
    clerk.press(key)
    assert clerk.view.current_ref() == clerk.ref(*there)


def test_above_the_group_ctrl_and_down_stay_above_it(clerk: Clerk) -> None:
    clerk.at("budget_unit")
    clerk.press("Ctrl+Down")
    assert clerk.view.current_ref() == clerk.ref("goal")


@pytest.mark.parametrize(("key", "rows"), [("Ctrl+Shift+Up", 6), ("Ctrl+Shift+Down", 7)])
def test_with_shift_all_on_the_way_is_chosen(clerk: Clerk, key: str, rows: int) -> None:
    clerk.at("weight", "r6")
    clerk.press(key)
    assert len(clerk.view.selected_cells()) == rows


def test_ctrl_d_at_the_top_says_that_there_is_nothing_above(clerk: Clerk) -> None:
    clerk.at("name", "r1")
    clerk.press("Ctrl+D")
    assert clerk.messages == ["上面没有可以照抄的格子。"]
    assert clerk.text("name", "r1") == "改造面积"


def test_undo_and_redo_go_to_the_cell_they_change(clerk: Clerk) -> None:
    clerk.at("target", "r2")
    clerk.type("=1户")
    clerk.press("Enter")
    clerk.at("budget_unit")
    clerk.press("Ctrl+Z")
    assert clerk.text("target", "r2") == ">=18382户"
    assert clerk.view.current_ref() == clerk.ref("target", "r2")
    clerk.at("budget_unit")
    clerk.press("Ctrl+Y")
    assert clerk.text("target", "r2") == "=1户"
    assert clerk.view.current_ref() == clerk.ref("target", "r2")


def test_undo_with_nothing_to_undo_says_so(clerk: Clerk) -> None:
    clerk.press("Ctrl+Z")
    clerk.press("Ctrl+Y")
    assert clerk.messages == ["没有可以撤销的操作。", "没有可以重做的操作。"]


def test_a_merged_cell_writes_all_its_rows(seat: Seat, repairs: Document) -> None:
    for number, goal in enumerate(("甲", "甲", "乙"), 2):
        row = Row(f"r{number}", "", (("goal", goal), ("name", str(number))))
        repairs.apply(DocumentEdit("新建", (RowInserted("measures", number - 1, row),)))
    clerk = seat(repairs)
    clerk.at("goal", "r3")
    clerk.press("F2")
    clerk.type("1")
    clerk.press("Enter")
    assert [clerk.text("goal", row) for row in ("r2", "r3", "r4")] == ["甲1", "甲1", "乙"]
    clerk.press("Ctrl+Z")
    assert [clerk.text("goal", row) for row in ("r2", "r3", "r4")] == ["甲", "甲", "乙"]


def _choices(clerk: Clerk) -> list[str]:
    listed: ChoiceList
    (listed,) = clerk.view.findChildren(ChoiceList)
    return [listed.item(row).text() for row in range(listed.count())] if listed.isVisible() else []


def test_a_choice_field_offers_its_values(clerk: Clerk) -> None:
    clerk.at("basis", "r1")
    clerk.press("F2")
    assert _choices(clerk) == ["计划标准", "历史标准", "行业标准"]
    clerk.press("Down")
    clerk.press("Enter")
    assert clerk.text("basis", "r1") == "历史标准"


def test_a_click_chooses_a_value(clerk: Clerk) -> None:
    clerk.at("basis", "r1")
    clerk.press("F2")
    listed: ChoiceList
    (listed,) = clerk.view.findChildren(ChoiceList)
    place: QPoint = listed.visualItemRect(listed.item(1)).center()
    QTest.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert clerk.text("basis", "r1") == "历史标准"
    assert not clerk.view.is_editing()


def test_typing_narrows_the_choices(clerk: Clerk) -> None:
    clerk.at("basis", "r1")
    clerk.type("行")
    assert _choices(clerk) == ["行业标准"]
    clerk.press("Down")
    clerk.press("Enter")
    assert clerk.text("basis", "r1") == "行业标准"


def test_an_open_choice_takes_other_words(clerk: Clerk) -> None:
    clerk.at("basis", "r1")
    clerk.type("其他标准")
    assert _choices(clerk) == []
    clerk.press("Enter")
    assert clerk.text("basis", "r1") == "其他标准"


def test_the_editor_lies_over_its_cell_and_grows_with_the_text(clerk: Clerk) -> None:
    clerk.at("name", "r2")
    clerk.press("F2")
    editor = clerk.focus()
    assert isinstance(editor, CellEditor)
    cell = clerk.view.visualRect(clerk.view.currentIndex())
    assert editor.geometry() == cell
    clerk.press("Alt+Enter")
    clerk.press("Alt+Enter")
    assert editor.geometry().topLeft() == cell.topLeft()
    assert editor.height() > cell.height()


def test_a_growing_editor_shows_all_its_lines(clerk: Clerk) -> None:
    clerk.at("goal")
    clerk.press("F2")
    for _ in range(4):
        clerk.press("Alt+Enter")
    editor = clerk.focus()
    assert isinstance(editor, CellEditor)
    assert editor.firstVisibleBlock().blockNumber() == 0
    assert editor.verticalScrollBar().value() == 0
    assert editor.viewport().rect().contains(editor.cursorRect())


def test_an_editor_that_does_not_fit_scrolls_to_the_cursor(clerk: Clerk) -> None:
    clerk.at("goal")
    clerk.press("F2")
    for _ in range(60):
        clerk.press("Alt+Enter")
    editor = clerk.focus()
    assert isinstance(editor, CellEditor)
    assert editor.geometry().bottom() < clerk.view.viewport().height()
    assert editor.viewport().rect().contains(editor.cursorRect().center())


# --- arrows in an open editor -----------------------------------------------------------------


def test_an_arrow_leaves_a_cell_that_one_types_over(clerk: Clerk) -> None:
    clerk.at("weight", "r1")
    clerk.type("7")
    clerk.press("Right")
    assert clerk.text("weight", "r1") == "7"
    assert clerk.view.current_ref() == clerk.ref("scoring_rule", "r1")
    clerk.press("Left")
    clerk.type("8")
    clerk.press("Left")
    assert clerk.text("weight", "r1") == "8"
    assert clerk.view.current_ref() == clerk.ref("last_year", "r1")


@pytest.mark.parametrize("key", ["F2", "Home", "End", "Shift+Left", "Ctrl+Left"])
def test_whoever_is_in_the_text_moves_in_it(clerk: Clerk, key: str) -> None:
    clerk.at("goal")
    clerk.type("改造小区")
    for each in (key, "Left", "Right", "Right"):
        clerk.press(each)
    assert clerk.view.current_ref() == clerk.ref("goal")
    assert clerk.view.state() == clerk.view.State.EditingState


def test_f2_on_a_cell_begins_in_its_text(clerk: Clerk) -> None:
    clerk.at("goal")
    for key in ("F2", "Left", "Left"):
        clerk.press(key)
    clerk.type("了")
    clerk.press("Enter")
    assert clerk.text("goal")[-3] == "了"
