"""Common indicators while one types: the list under a name, sign and unit around a value."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document, blank_document
from anju_desktop.document.history import History
from anju_desktop.forms.library import Library
from anju_desktop.gui.paper.assisting import Assistant
from anju_desktop.gui.paper.menus import cell_menu
from anju_desktop.gui.paper.name_editor import NameEditor, SuggestionList
from anju_desktop.gui.paper.value_editor import ValueEditor
from anju_desktop.gui.paper.view import PaperView
from anju_desktop.gui.suggestions import SuggestionModel, suggested
from anju_desktop.indicators.catalogue import Catalogue
from anju_desktop.indicators.definition import Indicator
from anju_desktop.indicators.loading import OWN_NAME
from anju_desktop.rules.engine import Checker
from tests.gui.paper.clerk import Clerk

Seat = Callable[[Document], Clerk]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "资料"


def _only(catalogue: Catalogue) -> Catalogue:
    return catalogue


@pytest.fixture
def seat(qtbot: QtBot, folder: Path) -> Iterator[Seat]:
    """Puts a clerk in front of a document, with the indicators at hand."""
    checkers = []

    def sit(document: Document) -> Clerk:
        checker = Checker(document)
        checkers.append(checker)
        history = History(document)
        assistant = Assistant(document, partial(_only, Catalogue(folder)))
        view = PaperView(document, history, checker, assistant=assistant)
        qtbot.addWidget(view)
        view.resize(884, 600)
        with qtbot.waitActive(view):
            view.show()
            view.activateWindow()
        view.setFocus()
        clerk = Clerk(document, history, checker, view)
        view.message.connect(clerk.messages.append)
        return clerk

    yield sit
    for checker in checkers:
        checker.close()


@pytest.fixture
def blank() -> Document:
    document = blank_document(Library().get("karamay-2024-project-target"))
    document.set(CellRef("project_name"), "2025年老旧小区改造")
    return document


@pytest.fixture
def clerk(seat: Seat, blank: Document) -> Clerk:
    """In front of a new form."""
    return seat(blank)


def editor(clerk: Clerk) -> NameEditor:
    found = clerk.focus()
    assert isinstance(found, NameEditor)
    return found


def offered(clerk: Clerk) -> list[str]:
    """The names in the list under the open editor; none while it is hidden."""
    listed = editor(clerk).suggestions
    if not listed.isVisible():
        return []
    return [each.indicator.name for each in listed.model.suggestions()]


def chosen(clerk: Clerk) -> str:
    found = editor(clerk).suggestions.chosen()
    return found.indicator.name if found else ""


# -- the list ------------------------------------------------------------------------------


def test_what_is_typed_lists_indicators_with_those_of_the_category_first(clerk: Clerk) -> None:
    clerk.at("name", "r1")
    clerk.type("改造")
    assert offered(clerk)[:2] == ["改造户数", "改造面积"]
    assert chosen(clerk) == ""
    clerk.type("面")
    assert offered(clerk)[0] == "改造面积"


def test_initials_are_understood(clerk: Clerk) -> None:
    clerk.at("name", "r1")
    clerk.type("gzhs")
    assert offered(clerk)[0] == "改造户数"


@pytest.mark.parametrize("key", ["Enter", "Tab"])
def test_initials_and_enter_take_the_best_that_they_find(clerk: Clerk, key: str) -> None:
    clerk.at("name", "r1")
    clerk.type("gzmj")
    assert chosen(clerk) == "改造面积"
    clerk.press(key)
    assert clerk.text("name", "r1") == "改造面积"
    assert clerk.text("weight", "r1") == "5"
    assert clerk.view.current_ref() == clerk.ref("target", "r1")


@pytest.mark.parametrize("typed", ["GZHS", "g1", "改造户", "户"])
def test_what_may_be_a_name_of_its_own_chooses_nothing(clerk: Clerk, typed: str) -> None:
    clerk.at("name", "r1")
    clerk.type(typed)
    assert chosen(clerk) == ""
    clerk.press("Enter")
    assert clerk.text("name", "r1") == typed
    assert clerk.text("weight", "r1") == ""


@pytest.mark.parametrize("keys", [("Ctrl+Enter",), ("Esc", "Enter")])
def test_letters_that_are_a_name_after_all_can_be_kept(clerk: Clerk, keys: tuple[str, ...]) -> None:
    clerk.at("name", "r1")
    clerk.type("gzhs")
    for key in keys:
        clerk.press(key)
    assert clerk.text("name", "r1") == "gzhs"
    assert clerk.text("weight", "r1") == ""


def test_a_line_says_value_weight_and_rule(clerk: Clerk) -> None:
    clerk.at("name", "r1")
    clerk.type("改造户数")
    first = editor(clerk).suggestions.model.suggestions()[0]
    assert first.parts() == ("≥ … 户", "5 分", "按照完成比例赋分")
    assert first.spoken() == "改造户数，≥ … 户，5 分，按照完成比例赋分"


def test_an_empty_name_that_is_opened_lists_the_usual_ones_of_its_category(clerk: Clerk) -> None:
    clerk.at("name", "r1")
    clerk.press("F2")
    assert offered(clerk)[:4] == ["改造户数", "改造面积", "改造小区数", "改造楼栋数"]


def test_a_name_that_stands_there_is_not_talked_over_until_it_is_changed(clerk: Clerk) -> None:
    clerk.document.set(clerk.ref("name", "r1"), "改造户")
    clerk.at("name", "r1")
    clerk.press("F2")
    assert offered(clerk) == []
    clerk.press("Backspace")
    assert "改造户数" in offered(clerk)


def test_alt_down_lists_the_category_at_any_time(clerk: Clerk) -> None:
    clerk.document.set(clerk.ref("name", "r1"), "没有人知道的指标")
    clerk.at("name", "r1")
    clerk.press("F2")
    clerk.press("Alt+Down")
    assert offered(clerk)[0] == "改造户数"
    assert editor(clerk).text() == "没有人知道的指标"


def test_nothing_is_listed_for_what_nobody_knows_nor_for_the_whole_name(clerk: Clerk) -> None:
    clerk.at("name", "r1")
    clerk.type("鑫")
    assert offered(clerk) == []
    clerk.press("Backspace")
    clerk.type("发放租赁补贴户数")
    assert offered(clerk) == []


def test_other_cells_have_plain_editors(clerk: Clerk) -> None:
    for column, row in (("project_name", ""), ("evidence", "r1"), ("target", "r1")):
        clerk.at(column, row)
        clerk.press("F2")
        assert not isinstance(clerk.focus(), NameEditor | ValueEditor)
        clerk.press("Esc")


def test_names_that_the_paper_prints_are_not_completed(seat: Seat) -> None:
    clerk = seat(blank_document(Library().get("zhumadian-2020-evaluation")))
    group = clerk.document.edition.groups[0]
    clerk.at("score", clerk.document.row_ids(group.id)[0])
    clerk.press("F2")
    assert not isinstance(clerk.focus(), NameEditor)


# -- keys ----------------------------------------------------------------------------------


def test_down_and_enter_take_an_indicator_into_the_empty_cells_of_the_row(clerk: Clerk) -> None:
    clerk.document.set(clerk.ref("weight", "r1"), "8")
    clerk.at("name", "r1")
    clerk.type("改户")
    clerk.press("Down")
    assert chosen(clerk) == "改造户数"
    clerk.press("Enter")
    row = {
        column: clerk.text(column, "r1")
        for column in ("name", "target", "basis", "last_year", "weight", "scoring_rule", "evidence")
    }
    assert row == {
        "name": "改造户数",
        "target": "",
        "basis": "计划标准",
        "last_year": "",
        "weight": "8",
        "scoring_rule": "按照完成比例赋分",
        "evidence": "工作资料",
    }
    assert clerk.view.current_ref() == clerk.ref("target", "r1")
    assert not clerk.view.is_editing()


def test_one_undo_takes_all_of_it_back(clerk: Clerk) -> None:
    before = clerk.document.row("indicators", "r1")
    clerk.at("name", "r1")
    clerk.type("改户")
    clerk.press("Down")
    clerk.press("Tab")
    assert clerk.history.undo_label == "填入常用指标"
    clerk.press("Ctrl+Z")
    assert clerk.document.row("indicators", "r1") == before
    assert clerk.view.current_ref() == clerk.ref("name", "r1")
    clerk.press("Ctrl+Y")
    assert clerk.text("name", "r1") == "改造户数"
    assert clerk.text("evidence", "r1") == "工作资料"


@pytest.mark.parametrize("key", ["Enter", "Tab"])
def test_enter_and_tab_with_nothing_chosen_keep_what_was_typed(clerk: Clerk, key: str) -> None:
    clerk.at("name", "r1")
    clerk.type("改造")
    assert offered(clerk)
    clerk.press(key)
    assert clerk.text("name", "r1") == "改造"
    assert clerk.text("basis", "r1") == ""
    assert clerk.view.current_ref() == clerk.ref("target", "r1")


def test_shift_tab_goes_back_even_while_something_is_chosen(clerk: Clerk) -> None:
    clerk.at("name", "r1")
    clerk.type("改造")
    clerk.press("Down")
    clerk.press("Shift+Enter")
    assert clerk.text("name", "r1") == "改造"
    assert clerk.view.current_ref() == CellRef("goal")


def test_escape_first_closes_the_list_and_then_the_editor(clerk: Clerk) -> None:
    clerk.at("name", "r1")
    clerk.type("改造")
    clerk.press("Down")
    clerk.press("Esc")
    assert editor(clerk).text() == "改造"
    assert offered(clerk) == []
    clerk.press("Enter")
    assert clerk.text("name", "r1") == "改造"
    clerk.at("name", "r1")
    clerk.press("F2")
    clerk.type("户")
    clerk.press("Esc")
    clerk.press("Esc")
    assert not clerk.view.is_editing()
    assert clerk.text("name", "r1") == "改造"


def test_up_from_the_first_goes_back_to_what_was_typed(clerk: Clerk) -> None:
    clerk.at("name", "r1")
    clerk.type("改造")
    clerk.press("Down")
    clerk.press("Up")
    assert chosen(clerk) == ""
    clerk.press("Up")
    assert chosen(clerk) == offered(clerk)[-1]
    clerk.press("Down")
    assert chosen(clerk) == ""
    assert editor(clerk).text() == "改造"


def test_down_leaves_the_cell_as_ever_where_no_list_shows(clerk: Clerk) -> None:
    clerk.at("name", "r1")
    clerk.type("鑫")
    clerk.press("Down")
    assert clerk.view.current_ref() == clerk.ref("name", "r2")


def test_a_click_takes_an_indicator(clerk: Clerk) -> None:
    clerk.at("name", "r1")
    clerk.type("改造")
    listed = editor(clerk).suggestions.view
    place = listed.visualRect(listed.model().index(1, 0)).center()
    QTest.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert clerk.text("name", "r1") == "改造面积"
    assert clerk.history.undo_label == "填入常用指标"
    clerk.press("Ctrl+Z")
    assert clerk.text("name", "r1") == ""


def test_a_click_beside_the_lines_reaches_nothing_below(clerk: Clerk) -> None:
    clerk.at("name", "r1")
    clerk.type("改造")
    hint: QLabel
    (hint,) = editor(clerk).suggestions.findChildren(QLabel)
    QTest.mouseClick(hint, Qt.MouseButton.LeftButton)
    assert clerk.view.is_editing()
    assert clerk.view.current_ref() == clerk.ref("name", "r1")


def test_nothing_is_listed_while_an_input_method_composes(clerk: Clerk) -> None:
    clerk.at("name", "r1")
    clerk.press("F2")
    assert offered(clerk)
    clerk.compose("gaizao")
    assert offered(clerk) == []
    clerk.type("改")
    assert "改造户数" in offered(clerk)


def test_what_the_input_method_writes_is_looked_up(clerk: Clerk) -> None:
    clerk.at("name", "r1")
    clerk.compose("gaizao")
    done = QInputMethodEvent()
    done.setCommitString("改造户")
    QApplication.sendEvent(clerk.focus(), done)
    assert offered(clerk)[0] == "改造户数"


def test_taking_one_is_no_draft_any_more(clerk: Clerk) -> None:
    clerk.at("name", "r1")
    clerk.type("改户")
    clerk.press("Down")
    clerk.press("Enter")
    assert clerk.document.value(clerk.ref("name", "r1")).typed == "改造户数"


def test_both_periods_are_named_at_once(seat: Seat) -> None:
    document = blank_document(Library().get("zhengzhou-2021-region-target"))
    row = document.insert_row("indicators", "quantity")
    clerk = seat(document)
    clerk.at("period_name", row)
    clerk.type("楼栋")
    clerk.press("Down")
    clerk.press("Enter")
    assert (clerk.text("period_name", row), clerk.text("name", row)) == ("改造楼栋数",) * 2
    assert clerk.view.current_ref() == clerk.ref("period_target", row)


# -- where it lies -------------------------------------------------------------------------


def test_the_list_lies_under_its_cell_and_inside_the_window(clerk: Clerk) -> None:
    clerk.at("name", "r1")
    clerk.press("F2")
    listed = editor(clerk).suggestions
    assert listed.geometry().top() == editor(clerk).geometry().bottom() + 1
    assert clerk.view.viewport().rect().contains(listed.geometry())


def test_at_the_lower_edge_it_lies_above(clerk: Clerk) -> None:
    row = clerk.document.insert_row("indicators", "satisfaction")
    for _ in range(12):
        clerk.document.insert_row("indicators", "satisfaction")
    clerk.at("name", row)
    clerk.press("F2")
    listed, view = editor(clerk).suggestions, clerk.view
    beneath = view.viewport().height() - editor(clerk).geometry().bottom()
    view.verticalScrollBar().setValue(view.verticalScrollBar().value() - beneath + 60)
    assert listed.isVisible()
    assert listed.geometry().bottom() + 1 == editor(clerk).geometry().top()
    assert view.viewport().rect().contains(listed.geometry())


def test_in_a_tiny_window_it_is_as_small_as_the_window(clerk: Clerk) -> None:
    clerk.view.resize(420, 260)
    clerk.at("name", "r1")
    clerk.press("F2")
    listed = editor(clerk).suggestions
    assert listed.width() <= clerk.view.viewport().width()
    assert not listed.grab().isNull()


def test_the_list_goes_with_its_editor(clerk: Clerk, qtbot: QtBot) -> None:
    clerk.at("name", "r1")
    clerk.press("F2")
    clerk.press("Esc")
    clerk.press("Esc")
    qtbot.waitUntil(lambda: not clerk.view.findChildren(SuggestionList))


def test_the_model_is_sound(qtmodeltester: ModelTester, folder: Path) -> None:
    catalogue = Catalogue(folder)
    model = SuggestionModel()
    model.show(suggested(catalogue, catalogue.all(), "quality"))
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    model.show(())
    assert model.rowCount() == 0
    assert model.data(model.index(0, 0)) is None


# -- the value -----------------------------------------------------------------------------


@pytest.fixture
def named(clerk: Clerk) -> Clerk:
    """With a known name in the first row, at its empty value."""
    clerk.document.set(clerk.ref("name", "r1"), "改造户数")
    clerk.at("target", "r1")
    return clerk


def shown(clerk: Clerk) -> tuple[str, str]:
    """What stands in the open editor before and behind the cursor."""
    found = clerk.focus()
    assert isinstance(found, ValueEditor)
    text, at = found.toPlainText(), found.textCursor().position()
    return text[:at], text[at:]


def test_a_number_goes_between_the_usual_sign_and_unit(named: Clerk) -> None:
    named.type("18382")
    assert shown(named) == ("≥18382", "户")
    assert named.document.value(named.ref("target", "r1")).typed == "≥18382户"
    named.press("Enter")
    assert named.text("target", "r1") == "≥18382户"


@pytest.mark.parametrize("key", ["Enter", "Tab", "Esc", "Ctrl+Enter"])
def test_sign_and_unit_alone_are_not_written(named: Clerk, key: str) -> None:
    named.press("F2")
    assert shown(named) == ("≥", "户")
    named.press(key)
    assert named.document.typed(named.ref("target", "r1")) in (None, "")
    assert named.text("target", "r1") == ""
    assert named.history.undo_label == "填写" or named.history.undo_label == ""


@pytest.mark.parametrize("taken_away", [1, 2])
def test_nor_is_what_is_left_of_them(named: Clerk, taken_away: int) -> None:
    named.press("F2")
    named.type("5")
    for _ in range(taken_away):
        named.press("Backspace")
    named.press("Enter")
    assert named.text("target", "r1") == ""


def test_nothing_of_it_is_seen_by_the_checks_before_there_is_a_number(named: Clerk) -> None:
    drafts: list[CellRef] = []
    named.document.on_draft(drafts.append)
    named.press("F2")
    assert drafts == []


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        (">=18382户", ">=18382户"),
        ("≤3户", "≤3户"),
        ("全部改造", "全部改造"),
        ("5户", "≥5户"),
        ("5个小区", "≥5个小区"),
        ("1.5万户", "≥1.5万户"),
        ("１２", "≥１２户"),
        ("是", "是"),
    ],
)
def test_own_sign_unit_and_words_take_the_place_of_the_usual_ones(
    named: Clerk, typed: str, written: str
) -> None:
    named.type(typed)
    named.press("Enter")
    assert named.text("target", "r1") == written


def test_what_is_composed_takes_the_place_too(named: Clerk) -> None:
    named.press("F2")
    named.compose("y")
    assert shown(named) == ("", "")
    named.type("有效")
    named.press("Enter")
    assert named.text("target", "r1") == "有效"


@pytest.mark.parametrize(
    ("pasted", "written"), [("≥40户", "≥40户"), ("40", "≥40户"), ("40户", "≥40户")]
)
def test_what_is_pasted_is_not_doubled(named: Clerk, pasted: str, written: str) -> None:
    named.press("F2")
    found = named.focus()
    assert isinstance(found, ValueEditor)
    data = QMimeData()
    data.setText(pasted)
    found.insertFromMimeData(data)
    named.press("Enter")
    assert named.text("target", "r1") == written


def test_a_value_that_never_changes_can_be_chosen(clerk: Clerk) -> None:
    clerk.document.set(clerk.ref("name", "r1"), "老旧小区居民满意度")
    clerk.at("target", "r1")
    clerk.press("F2")
    assert shown(clerk) == ("≥", "%")
    clerk.press("Down")
    clerk.press("Enter")
    assert clerk.text("target", "r1") == "≥80%"


def test_words_are_offered_but_not_put_in(clerk: Clerk) -> None:
    clerk.document.set(clerk.ref("name", "r1"), "群众居住条件是否改善")
    clerk.at("target", "r1")
    clerk.press("F2")
    assert shown(clerk) == ("", "")
    clerk.press("Enter")
    assert clerk.text("target", "r1") == ""
    clerk.at("target", "r1")
    clerk.press("F2")
    clerk.press("Down")
    clerk.press("Enter")
    assert clerk.text("target", "r1") == "是"


def test_a_value_that_stands_there_is_left_alone(named: Clerk) -> None:
    named.document.set(named.ref("target", "r1"), "≥")
    named.press("F2")
    assert not isinstance(named.focus(), ValueEditor)


# -- learning ------------------------------------------------------------------------------


def learn(clerk: Clerk) -> None:
    menu = cell_menu(clerk.view)
    (action,) = [each for each in menu.actions() if each.text() == "加入常用指标"]
    action.trigger()
    menu.close()


def test_a_row_is_learned_from_its_menu_and_offered_at_once(clerk: Clerk, folder: Path) -> None:
    clerk.document.set(clerk.ref("name", "r1"), "加装电梯数")
    clerk.document.set(clerk.ref("target", "r1"), "≥12部")
    clerk.at("target", "r1")
    learn(clerk)
    assert clerk.messages[-1].startswith("“加装电梯数”已加入常用指标（数量指标）")
    (own,) = Catalogue(folder).own()
    assert (own.name, own.unit, own.value) == ("加装电梯数", "部", "")
    clerk.at("name", "r2")
    clerk.type("jzdt")
    assert offered(clerk)[0] == "加装电梯数"
    learn_again = editor(clerk).suggestions.model.suggestions()[0]
    assert learn_again.note.startswith("本单位")


def test_learning_writes_what_is_being_typed_first(clerk: Clerk, folder: Path) -> None:
    clerk.at("name", "r1")
    clerk.type("加装电梯数")
    learn(clerk)
    assert [own.name for own in Catalogue(folder).own()] == ["加装电梯数"]


def test_what_is_known_already_is_said_to_be(clerk: Clerk, folder: Path) -> None:
    clerk.document.set(clerk.ref("name", "r1"), "改造户数")
    clerk.at("name", "r1")
    learn(clerk)
    assert "已经在常用指标里" in clerk.messages[-1]
    assert not (folder / OWN_NAME).exists()
    clerk.document.set(clerk.ref("weight", "r1"), "9")
    learn(clerk)
    assert "已更新常用指标" in clerk.messages[-1]
    (own,) = Catalogue(folder).own()
    assert (own.weight, own.rule) == (Decimal(9), "按照完成比例赋分")


def test_a_row_without_a_name_is_refused_in_a_sentence(clerk: Clerk) -> None:
    clerk.at("name", "r1")
    learn(clerk)
    assert "还没有指标名称" in clerk.messages[-1]


def test_fields_and_printed_rows_have_nothing_to_learn(clerk: Clerk, seat: Seat) -> None:
    clerk.at("project_name")
    assert not clerk.view.can_learn()
    printed = seat(blank_document(Library().get("zhumadian-2020-evaluation")))
    group = printed.document.edition.groups[0]
    printed.at("score", printed.document.row_ids(group.id)[0])
    assert not printed.view.can_learn()


def test_an_unreadable_own_file_is_told_once_and_nothing_stops(
    seat: Seat, blank: Document, folder: Path
) -> None:
    folder.mkdir()
    (folder / OWN_NAME).write_bytes(b"x = \n")
    clerk = seat(blank)
    clerk.at("name", "r1")
    clerk.type("改造")
    assert offered(clerk)[0] == "改造户数"
    assert [OWN_NAME in message for message in clerk.messages] == [True]
    clerk.type("户")
    assert len(clerk.messages) == 1


def test_without_an_assistant_the_paper_is_as_it_was(qtbot: QtBot, blank: Document) -> None:
    checker = Checker(blank)
    view = PaperView(blank, History(blank), checker)
    qtbot.addWidget(view)
    view.jump_to(CellRef("name", "indicators", "r1"))
    assert not view.can_learn()
    texts = [action.text() for action in cell_menu(view).actions()]
    assert "加入常用指标" not in texts
    checker.close()


def test_the_own_ones_say_whose_they_are(folder: Path) -> None:
    catalogue = Catalogue(folder)
    catalogue.add(Indicator("加装电梯数", "quantity"))
    notes = [each.note for each in suggested(catalogue, catalogue.search("加装"), "quantity")]
    assert notes == ["本单位", "社会效益指标"]
