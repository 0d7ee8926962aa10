"""Beginning a submission and finding one again, as the clerk does it."""

from collections.abc import Callable
from typing import TypeVar, cast

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from anju_desktop.document.changes import CellRef
from anju_desktop.document.offices import Office
from anju_desktop.document.renewing import told
from anju_desktop.errors import DocumentError
from anju_desktop.gui.deeds import NO_FORM
from anju_desktop.gui.last_year import NOTHING, LastYear
from anju_desktop.gui.main_window import MainWindow
from anju_desktop.gui.new_submission import NewSubmissionDialog, named_for
from anju_desktop.gui.offices_dialog import OfficesDialog
from anju_desktop.gui.renewal_dialog import RenewalDialog
from anju_desktop.gui.search_dialog import SearchDialog, excerpt
from anju_desktop.gui.years import renewal
from anju_desktop.storage.entries import SubmissionEntry
from tests.gui.conftest import Answers, current, press
from tests.rules.small_forms import example

TARGETS = ("karamay-2024-old-communities", "karamay-2024-rent-subsidy")
UNIT = "克拉玛依区"
_D = TypeVar("_D", bound=QDialog)


@pytest.fixture
def office(window: MainWindow) -> MainWindow:
    """The window of a clerk with a submission of 2024; the first page is shown."""
    window.workspace.shelf.take_in([example(name) for name in TARGETS])
    return window


def of_2024(window: MainWindow) -> SubmissionEntry:
    return window.workspace.submissions()[0]


def answering(kind: type[_D], answer: Callable[[_D], object]) -> None:
    """What the clerk does in the dialog that comes up next."""

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, kind)
        answer(dialog)

    QTimer.singleShot(0, act)


# --- a new submission -------------------------------------------------------------------------


@pytest.fixture
def dialog(office: MainWindow, qtbot: QtBot) -> NewSubmissionDialog:
    from anju_desktop.gui import years

    workspace = office.workspace
    made = NewSubmissionDialog(
        years.editions(workspace),
        UNIT,
        units=workspace.units.names(),
        earlier=lambda *wanted: years.earlier_submission(workspace, *wanted),
    )
    qtbot.addWidget(made)
    made.show()
    return made


def year(dialog: NewSubmissionDialog, text: str) -> None:
    dialog.ui.yearEdit.setFocus()
    dialog.ui.yearEdit.selectAll()
    QTest.keyClicks(dialog.ui.yearEdit, text)


def last_year(window: MainWindow) -> LastYear:
    assert window.commands
    found = cast(LastYear | None, window.findChild(LastYear))
    assert found is not None
    return found


def test_the_units_of_before_are_offered(office: MainWindow, qtbot: QtBot) -> None:
    office.workspace.units.set_offices([Office("某县")])
    made = NewSubmissionDialog([], "", units=office.workspace.units.names())
    qtbot.addWidget(made)
    box = made.ui.unitBox
    assert [box.itemText(n) for n in range(box.count())] == ["某县", UNIT]
    assert box.currentText() == ""


def test_nothing_is_written_behind_what_one_types(dialog: NewSubmissionDialog) -> None:
    line = dialog.ui.unitBox.lineEdit()
    assert line is not None
    line.clear()
    line.insert(UNIT[:-1])
    assert dialog.decided().unit == UNIT[:-1]


def test_last_years_submission_is_offered_where_there_is_one(dialog: NewSubmissionDialog) -> None:
    year(dialog, "2025")
    assert dialog.ui.renewCheck.isVisible()
    assert dialog.ui.renewCheck.isChecked()
    assert "2024" in dialog.ui.renewCheck.text()
    assert not dialog.ui.formsHost.isVisible()
    assert dialog.decided().like is not None
    year(dialog, "2027")
    assert not dialog.ui.renewCheck.isVisible()
    assert dialog.ui.formsHost.isVisible()
    assert dialog.decided().like is None


def test_whoever_does_not_want_last_years_gets_blank_forms(dialog: NewSubmissionDialog) -> None:
    year(dialog, "2025")
    dialog.ui.renewCheck.setChecked(False)
    assert dialog.ui.formsHost.isVisible()
    decided = dialog.decided()
    assert decided.like is None
    assert decided.editions
    dialog.ui.unitBox.setCurrentText("某县")
    assert not dialog.ui.renewCheck.isVisible()


def test_the_programme_is_called_after_the_year(dialog: NewSubmissionDialog) -> None:
    year(dialog, "2026")
    assert dialog.decided().programme == "2026年中央财政城镇保障性安居工程补助资金"
    assert named_for("城镇老旧小区改造", "2026") == "城镇老旧小区改造"


def test_the_forms_are_those_of_the_programme_each_once(dialog: NewSubmissionDialog) -> None:
    year(dialog, "2027")
    names = [row.check.text() for row in dialog._rows]
    assert names == ["资金分配表", "绩效目标表（每个项目一张）"]


def test_the_keyboard_alone_makes_a_submission(office: MainWindow) -> None:
    def answer(dialog: NewSubmissionDialog) -> None:
        year(dialog, "2027")
        QTest.keyClick(dialog, Qt.Key.Key_Return)

    answering(NewSubmissionDialog, answer)
    office.commands.actions["new"].trigger()
    assert current(office).document.period == "2027"
    assert current(office).document.unit == UNIT


# --- as last year -----------------------------------------------------------------------------


def test_what_changes_is_shown_before_anything_is_made(office: MainWindow, qtbot: QtBot) -> None:
    office.open_form(of_2024(office).forms[0].id)
    seen: list[str] = []

    def refuse(dialog: RenewalDialog) -> None:
        seen.extend(dialog.texts())
        dialog.reject()

    answering(RenewalDialog, refuse)
    office.commands.actions["renew"].trigger()
    assert len(office.workspace.submissions()) == 1
    assert (
        "改了年份：项目名称“2024年老旧小区改造（中央直达）”→“2025年老旧小区改造（中央直达）”。"
        in seen
    )
    assert any(text.startswith("留空，要新填：") and "指标值" in text for text in seen)
    assert any("逐句核对：项目总体目标" in text for text in seen)


def test_the_renewed_submission_is_opened(office: MainWindow) -> None:
    answering(RenewalDialog, RenewalDialog.accept)
    office.deeds.renew(of_2024(office))
    assert current(office).document.period == "2025"
    assert current(office).document.title() == "2025年老旧小区改造（中央直达）"
    assert "沿用上年" in office.ui.noticeLabel.text()


def test_a_form_without_changes_has_nothing_to_tell(office: MainWindow) -> None:
    (first, _) = renewal(office.workspace, of_2024(office)).forms
    assert len(list(told(first))) >= 2
    blank = type(first)(first.document, (), (), (), (), ())
    assert list(told(blank)) == []


# --- last year's value ------------------------------------------------------------------------


@pytest.fixture
def renewed(office: MainWindow, qtbot: QtBot) -> MainWindow:
    """The form of 2025 begun from that of 2024, at its first amount; last year's is read."""
    form = office.workspace.shelf.renew(renewal(office.workspace, of_2024(office)))
    office.open_form(form)
    office.go_to(CellRef("total_funds"))
    qtbot.waitUntil(lambda: last_year(office).shown() != "")
    return office


def test_last_years_value_is_shown_and_not_written(renewed: MainWindow) -> None:
    assert last_year(renewed).shown() == "上年 6111　Ctrl+L"
    assert current(renewed).document.text(CellRef("total_funds")) == ""
    renewed.go_to(CellRef("project_leader"))
    shown = last_year(renewed).shown()
    assert shown == "与上年相同"


def test_one_key_writes_last_years_value_and_undo_takes_it_back(renewed: MainWindow) -> None:
    press(renewed, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    document = current(renewed).document
    assert document.text(CellRef("total_funds")) == "6111"
    assert "6111" in renewed.ui.noticeLabel.text()
    assert last_year(renewed).shown() == "与上年相同"
    press(renewed, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert document.text(CellRef("total_funds")) == ""


def test_without_a_form_of_last_year_nothing_is_shown_or_written(office: MainWindow) -> None:
    office.open_form(of_2024(office).forms[0].id)
    office.go_to(CellRef("total_funds"))
    assert last_year(office).shown() == ""
    office.commands.actions["fill_last_year"].trigger()
    assert office.ui.noticeLabel.text() == NOTHING
    assert current(office).document.text(CellRef("total_funds")) == "6111"


def test_a_final_form_is_not_filled_unless_it_is_reopened(
    renewed: MainWindow, answers: Answers
) -> None:
    document = current(renewed).document
    document.finalize("ABCD-EFGH-JKMN-PQRS")
    before = document.fields()
    answers.yes = False
    renewed.commands.actions["fill_last_year"].trigger()
    assert document.fields() == before
    assert answers.said


# --- finding ----------------------------------------------------------------------------------


def found(dialog: SearchDialog) -> list[tuple[str, ...]]:
    rows = (dialog.list.topLevelItem(n) for n in range(dialog.list.topLevelItemCount()))
    return [tuple(row.text(column) for column in range(5)) for row in rows if row is not None]


@pytest.fixture
def search(office: MainWindow, qtbot: QtBot) -> SearchDialog:
    made = SearchDialog(office.workspace)
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_text_is_found_with_unit_year_form_and_cell(search: SearchDialog) -> None:
    search.edit.insert("改造面积")
    assert (
        "改造面积",
        "三级指标",
        "老旧小区改造 · 绩效目标表",
        UNIT,
        "2024",
    ) in found(search)
    assert search.count.text().startswith("共 ")
    search.edit.insert("没有这个")
    assert found(search) == []
    assert "没有找到" in search.count.text()


def test_a_value_is_named_after_its_row(search: SearchDialog) -> None:
    search.edit.setText(">=124.96")
    assert [row[1] for row in found(search)] == ["改造面积 · 指标值"]


def test_arrows_and_enter_go_to_the_cell_while_one_types(office: MainWindow) -> None:
    def answer(dialog: SearchDialog) -> None:
        dialog.edit.insert("居民")
        QTest.keyClick(dialog.edit, Qt.Key.Key_Down)
        assert dialog.list.indexOfTopLevelItem(dialog.list.currentItem()) == 1
        wanted.append(dialog.chosen())
        QTest.keyClick(dialog.edit, Qt.Key.Key_Return)

    wanted: list[tuple[int, CellRef]] = []
    answering(SearchDialog, answer)
    office.commands.actions["search"].trigger()
    ((form, ref),) = wanted
    assert current(office).form_id == form
    assert office.desk.view is not None
    assert office.desk.view.current_ref() == ref


def test_what_is_archived_is_found_and_says_so(office: MainWindow, qtbot: QtBot) -> None:
    office.workspace.shelf.archive(of_2024(office).id)
    dialog = SearchDialog(office.workspace, "改造面积")
    qtbot.addWidget(dialog)
    assert found(dialog)[0][4] == "2024（已归档）"


def test_a_form_whose_edition_is_gone_is_found_too(
    office: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object, edition_id: str) -> None:
        raise DocumentError(f"没有安装表式“{edition_id}”。")

    monkeypatch.setattr(type(office.workspace.library), "get", refuse)
    dialog = SearchDialog(office.workspace, "改造面积")
    qtbot.addWidget(dialog)
    assert found(dialog)[0][:3] == ("改造面积", "表式没有安装", "老旧小区改造")


def test_a_long_text_is_shown_from_a_little_before_the_word() -> None:
    assert excerpt("甲" * 40 + "满意度\n提高", "满意度") == "…" + "甲" * 12 + "满意度 提高"
    assert excerpt("短 句", "句") == "短 句"


# --- copies, archive --------------------------------------------------------------------------


def test_a_copy_is_opened_and_may_be_renamed(office: MainWindow) -> None:
    office.deeds.duplicate(of_2024(office))
    assert office.workspace.submission is not None
    assert office.workspace.submission.title.endswith("（副本）")
    assert "副本" in office.ui.noticeLabel.text()


def test_the_tree_forgets_an_archived_submission_when_it_is_left(office: MainWindow) -> None:
    office.open_form(of_2024(office).forms[0].id)
    document = example("zhumadian-2020-evaluation")
    other = office.workspace.shelf.take_in([document])
    office.workspace.shelf.archive(of_2024(office).id)
    office.open_form(of_2024(office).forms[0].id)
    assert office.ui.tree.model().rowCount() == 2
    office.open_form(other)
    assert office.ui.tree.model().rowCount() == 1
    assert office.ui.tree.currentIndex().parent().isValid()


def test_an_archived_submission_leaves_the_lists_and_is_opened_from_the_menu(
    office: MainWindow, answers: Answers
) -> None:
    office.open_form(of_2024(office).forms[0].id)
    office.commands.actions["archive"].trigger()
    assert office.ui.pages.currentWidget() is office.ui.startHost
    assert office.workspace.listed() == ()
    assert office.start.ui.listCount.text() == ""
    answers.choice = 0
    office.commands.actions["archived"].trigger()
    assert current(office).document.unit == UNIT
    office.commands.actions["archive"].trigger()
    assert "移出归档" in office.ui.noticeLabel.text()
    assert office.workspace.archived() == ()


@pytest.mark.parametrize("command", ["renew", "duplicate", "archive", "fill_office"])
def test_without_a_form_a_command_says_why_it_does_nothing(
    window: MainWindow, command: str
) -> None:
    window.commands.actions[command].trigger()
    assert window.ui.noticeLabel.text() == NO_FORM
    assert window.workspace.submissions() == ()


# --- units ------------------------------------------------------------------------------------


def typed(dialog: OfficesDialog, **texts: str) -> None:
    for key, text in texts.items():
        edit: QLineEdit = dialog.edits[key]
        edit.setFocus()
        edit.selectAll()
        # An input method puts words in, not keys.
        edit.insert(text)


def test_several_units_are_entered_once(office: MainWindow) -> None:
    def answer(dialog: OfficesDialog) -> None:
        typed(dialog, full_name="克拉玛依市克拉玛依区住房和城乡建设局", leader="李四")
        dialog.add.click()
        typed(dialog, name="某县", leader="张三")
        QTest.keyClick(dialog, Qt.Key.Key_Return)

    answering(OfficesDialog, answer)
    office.commands.actions["offices"].trigger()
    first, second = office.workspace.units.offices()
    assert (first.name, first.leader) == (UNIT, "李四")
    assert (second.name, second.leader, second.full_name) == ("某县", "张三", "")


@pytest.fixture
def offices(dressed: QApplication, qtbot: QtBot) -> OfficesDialog:
    made = OfficesDialog([Office("某县", leader="李四"), Office("某区")], "某区")
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_unit_of_the_open_form_is_shown_first(offices: OfficesDialog) -> None:
    assert offices.edits["name"].text() == "某区"
    offices.list.setCurrentRow(0)
    assert offices.edits["leader"].text() == "李四"


def test_two_units_of_one_name_and_one_without_are_refused(offices: OfficesDialog) -> None:
    save = next(
        b for b in cast(list[QPushButton], offices.findChildren(QPushButton)) if b.isDefault()
    )
    typed(offices, name="某县")
    save.click()
    assert "写了两次" in offices.problem.text()
    assert offices.result() == QDialog.DialogCode.Rejected
    offices.edits["name"].clear()
    typed(offices, leader="王五")
    offices._keep()
    save.click()
    assert "没有写" in offices.problem.text()


def test_a_unit_is_taken_away(offices: OfficesDialog) -> None:
    offices.drop.click()
    assert offices.offices() == (Office("某县", leader="李四"),)
    offices.drop.click()
    assert offices.offices() == ()


def test_an_open_form_takes_the_data_where_it_is_empty(office: MainWindow) -> None:
    office.open_form(of_2024(office).forms[0].id)
    document = current(office).document
    fill = office.commands.actions["fill_office"]
    fill.trigger()
    assert f"“{UNIT}”" in office.ui.noticeLabel.text()
    office.workspace.units.set_offices([Office(UNIT, leader="李四")])
    document.set(CellRef("project_leader"), "")
    fill.trigger()
    assert document.text(CellRef("project_leader")) == "李四"
    fill.trigger()
    assert office.ui.noticeLabel.text() == "没有空着的格子要填本单位信息。"
