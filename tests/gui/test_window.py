"""The window as a whole: saving, new submissions, the bin, keys, files."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from anju_desktop.assets import resource
from anju_desktop.document.changes import CellRef
from anju_desktop.document.course import State
from anju_desktop.errors import StoreError
from anju_desktop.forms.library import Library
from anju_desktop.gui.deeds import NO_FORM
from anju_desktop.gui.finding_card import FindingCard
from anju_desktop.gui.main_window import MainWindow
from anju_desktop.gui.new_submission import NewSubmissionDialog, programmes
from anju_desktop.gui.status_line import NOT_SAVED, SAVING
from anju_desktop.gui.submission_tree import SubmissionModel
from anju_desktop.storage.store import Store
from tests.gui.conftest import Answers, below, current, press

NAME = CellRef("project_name")


# --- saving -----------------------------------------------------------------------------------


def test_saved_is_shown_only_after_the_disk_has_confirmed(
    sample: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = sample.workspace.store
    with qtbot.waitSignal(sample.workspace.form_saved):
        current(sample).document.set(NAME, "改过的项目")
        assert sample.status.saved_text == SAVING
    assert sample.status.saved_text.startswith("已自动保存")
    monkeypatch.setattr(type(store), "unsaved", property(lambda _: 1))
    with qtbot.waitSignal(sample.workspace.form_saved):
        current(sample).document.set(NAME, "又改了")
    assert sample.status.saved_text == SAVING


def test_what_was_called_saved_is_in_the_store(sample: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(sample.workspace.form_saved):
        current(sample).document.set(NAME, "改过的项目")
    stored = sample.workspace.store.load_document(current(sample).form_id)
    assert stored.text(NAME) == "改过的项目"


def test_an_edit_that_cannot_be_saved_is_told(sample: MainWindow) -> None:
    sample.workspace.saving_failed.emit(StoreError("磁盘已满，没有保存成功。"))
    assert sample.status.saved_text == NOT_SAVED
    assert "磁盘已满" in sample.ui.noticeLabel.text()


def test_an_open_editor_is_written_when_the_window_closes(sample: MainWindow, qtbot: QtBot) -> None:
    sample.go_to(NAME)
    assert sample.desk.view is not None
    QTest.keyClicks(sample.desk.view, "1")
    assert sample.desk.view.is_editing()
    form_id = current(sample).form_id
    sample.close()
    assert sample.workspace.store.load_document(form_id).text(NAME) == "1"


# --- submissions ------------------------------------------------------------------------------


def create(window: MainWindow) -> None:
    library = window.workspace.library
    edition = library.get("karamay-2024-project-target")
    form = window.workspace.shelf.create("某县", "2025", edition.programme, [edition, edition])
    window.open_form(form)


def test_a_new_submission_opens_on_its_first_form(window: MainWindow) -> None:
    create(window)
    submission = window.workspace.submission
    assert submission is not None
    assert len(submission.forms) == 2
    assert current(window).form_id == submission.forms[0].id
    assert current(window).document.unit == "某县"
    assert not window.workspace.is_sample(submission)


def test_a_fresh_form_is_not_born_red(window: MainWindow) -> None:
    create(window)
    assert current(window).findings() == ()
    assert current(window).blanks() > 0
    assert window.workspace.form_state(window.workspace.submissions()[0].forms[0]) is State.BLANK


def test_weights_are_no_mistake_before_all_of_them_are_there(window: MainWindow) -> None:
    edition = window.workspace.library.get("karamay-2024-project-target")
    window.open_form(window.workspace.shelf.create("某区", "2024", "补助资金", [edition]))
    session = current(window)
    rows = session.document.row_ids("indicators")

    def told() -> bool:
        return "weights-total" in {finding.rule for finding in session.findings()}

    session.document.set(CellRef("weight", "indicators", rows[0]), "8")
    assert not told()
    session.document.set(CellRef("weight", "indicators", rows[1]), "83")
    assert told()
    session.document.set(CellRef("weight", "indicators", rows[1]), "5")
    assert not told()
    session.audit()
    blank = session.findings()[0]
    assert "weights-total" in {finding.rule for finding in session.checker.findings()}
    assert not told(), "folded under the empty cells"
    assert blank.rule == "required"


class _FirstPaint(QObject):
    """Asks a question when a widget is about to be painted for the first time."""

    def __init__(self, widget: QWidget, question: Callable[[], bool]) -> None:
        super().__init__(widget)
        self.answer: bool | None = None
        self._question = question
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self.answer is None:
            self.answer = self._question()
        return False


def test_a_form_is_shown_before_it_is_checked(sample: MainWindow, qtbot: QtBot) -> None:
    form = current(sample).form_id
    sample.show_start()
    qtbot.waitUntil(sample.start.isVisible)
    looked = _FirstPaint(sample.ui.papers, lambda: current(sample).checker.has_looked)
    sample.open_form(form)
    assert looked.answer is False
    assert current(sample).checker.has_looked
    assert any(card.isVisible() for card in below(sample, FindingCard))


def test_audit_speaks_of_empty_cells_and_goes_to_the_first(
    window: MainWindow, qtbot: QtBot
) -> None:
    create(window)
    press(window, Qt.Key.Key_F7)
    assert current(window).counts().error > 0
    assert window.desk.view is not None
    assert window.desk.view.current_ref() == current(window).findings()[0].cell
    assert "审核完毕" in window.ui.noticeLabel.text()


def test_leaving_a_form_speaks_of_empty_cells(window: MainWindow) -> None:
    create(window)
    first, second = window.workspace.submissions()[0].forms
    window.open_form(second.id)
    window.open_form(first.id)
    assert current(window).counts().error > 0


def test_the_dialog_offers_programmes_newest_first(library: Library) -> None:
    offered = programmes([library.get(edition_id) for edition_id in library.ids()])
    assert offered[0].startswith("2024年")
    assert len(set(offered)) == len(offered)


@pytest.fixture
def dialog(dressed: QApplication, library: Library, qtbot: QtBot) -> NewSubmissionDialog:
    made = NewSubmissionDialog([library.get(edition_id) for edition_id in library.ids()])
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_dialog_asks_for_unit_year_and_forms(dialog: NewSubmissionDialog) -> None:
    dialog.ui.createButton.click()
    assert dialog.ui.problemLabel.text() == "请填写填报单位。"
    dialog.ui.unitBox.setCurrentText("某县")
    dialog.ui.yearEdit.setText("二四")
    dialog.ui.createButton.click()
    assert "年度" in dialog.ui.problemLabel.text()
    dialog.ui.yearEdit.setText("2024")
    for row in dialog._rows:
        row.check.setChecked(False)
    dialog.ui.createButton.click()
    assert "勾选" in dialog.ui.problemLabel.text()
    assert dialog.result() == QDialog.DialogCode.Rejected


def test_a_project_table_can_be_wanted_several_times(dialog: NewSubmissionDialog) -> None:
    dialog.ui.unitBox.setCurrentText(" 某县 ")
    row = next(row for row in dialog._rows if row.edition.label)
    row.set_copies(3)
    dialog.ui.createButton.click()
    decided = dialog.decided()
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert decided.unit == "某县"
    assert [e.id for e in decided.editions].count(row.edition.id) == 3


def test_a_submission_goes_into_the_bin_after_a_question_and_comes_back(
    sample: MainWindow, answers: Answers
) -> None:
    answers.yes = False
    sample.commands.actions["remove"].trigger()
    assert "移入回收站｜不移走" in answers.said[0]
    assert len(sample.workspace.submissions()) == 1
    answers.yes = True
    sample.commands.actions["remove"].trigger()
    assert sample.workspace.submissions() == ()
    assert sample.ui.pages.currentWidget() is sample.ui.startHost
    sample.commands.actions["restore"].trigger()
    assert len(sample.workspace.submissions()[0].forms) == 5


def test_a_submission_is_renamed(sample: MainWindow, answers: Answers) -> None:
    answers.text = "今年的样例"
    sample.commands.actions["rename"].trigger()
    assert sample.workspace.submissions()[0].title == "今年的样例"
    assert "今年的样例" in sample.ui.crumbLabel.text()


def test_a_form_is_added_and_taken_away(sample: MainWindow, answers: Answers) -> None:
    sample.commands.actions["add_form"].trigger()
    assert len(sample.workspace.submissions()[0].forms) == 6
    added = current(sample).form_id
    assert added == sample.workspace.submissions()[0].forms[-1].id
    sample.commands.actions["remove_form"].trigger()
    assert len(sample.workspace.submissions()[0].forms) == 5
    assert current(sample).form_id != added
    sample.commands.actions["restore"].trigger()
    assert len(sample.workspace.submissions()[0].forms) == 6


def test_the_form_on_the_screen_stays_when_another_cannot_be_opened(
    sample: MainWindow, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = current(sample)
    edition = before.document.edition
    other = sample.workspace.shelf.create("某县", "2024", edition.programme, [edition])

    def refuse(_: Store, __: int) -> None:
        raise StoreError("“绩效目标表”打不开：没有安装表式。")

    monkeypatch.setattr(Store, "load_document", refuse)
    tree = sample.ui.tree
    tree.clicked.emit(cast(SubmissionModel, tree.model()).index_of_form(other))
    assert answers.said == ["“绩效目标表”打不开：没有安装表式。"]
    assert current(sample) is before
    assert not before.closed


# --- files ------------------------------------------------------------------------------------


def test_a_document_is_taken_in_as_a_new_submission(window: MainWindow) -> None:
    path = resource("examples", "karamay-2024-rent-subsidy.json")
    before = path.read_bytes()
    window.deeds.open_path(path)
    assert current(window).document.title() == "2024年租赁补贴（中央直达）"
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("表.xlsx", b"PK\x03\x04[Content_Types].xml xl/workbook.xml"),
        ("表.pdf", b"%PDF-1.7"),
        ("表.json", b"{"),
        ("表.txt", "绩效".encode("gbk")),
    ],
)
def test_a_file_that_is_no_form_is_refused_in_one_sentence(
    window: MainWindow, answers: Answers, tmp_path: Path, name: str, content: bytes
) -> None:
    answers.path = tmp_path / name
    answers.path.write_bytes(content)
    window.commands.actions["open"].trigger()
    (said,) = answers.said
    assert name in said
    assert window.workspace.submissions() == ()


def test_the_package_is_exported_where_the_clerk_wants_it(
    sample: MainWindow, answers: Answers, qtbot: QtBot, tmp_path: Path
) -> None:
    answers.path = tmp_path / "上报.zip"
    sample.commands.actions["export_package"].trigger()
    qtbot.waitUntil(lambda: bool(answers.written), timeout=30_000)
    assert answers.written == [answers.path]
    assert answers.path.read_bytes()[:2] == b"PK"


@pytest.mark.parametrize(
    ("command", "name", "magic"),
    [
        ("export_pdf", "表.pdf", b"%PDF"),
        ("export_pdf_all", "全.pdf", b"%PDF"),
        ("export_xlsx", "表.xlsx", b"PK"),
        ("export_xlsx_all", "全.xlsx", b"PK"),
    ],
)
def test_forms_are_exported_as_pdf_and_excel(
    sample: MainWindow,
    answers: Answers,
    qtbot: QtBot,
    tmp_path: Path,
    command: str,
    name: str,
    magic: bytes,
) -> None:
    answers.path = tmp_path / name
    sample.commands.actions[command].trigger()
    qtbot.waitUntil(lambda: bool(answers.written), timeout=30_000)
    assert answers.path.read_bytes().startswith(magic)


def test_a_self_evaluation_is_begun_from_the_open_target_table(sample: MainWindow) -> None:
    title = current(sample).document.title()
    sample.commands.actions["carry_over"].trigger()
    made = current(sample).document
    assert made.edition.id == "national-self-evaluation"
    assert made.title() == title
    assert len(sample.workspace.submissions()) == 2


def test_a_table_that_nothing_follows_from_says_so(sample: MainWindow) -> None:
    sample.commands.actions["carry_over"].trigger()
    sample.commands.actions["carry_over"].trigger()
    assert "没有可以由它生成的表" in sample.ui.noticeLabel.text()
    assert len(sample.workspace.submissions()) == 2


def test_a_form_without_scores_has_no_report(sample: MainWindow) -> None:
    sample.commands.actions["export_report"].trigger()
    assert "没有绩效自评报告" in sample.ui.noticeLabel.text()


def test_the_data_of_a_form_is_saved_apart(
    sample: MainWindow, answers: Answers, tmp_path: Path
) -> None:
    answers.path = tmp_path / "表.json"
    sample.commands.actions["save_copy"].trigger()
    content = json.loads(answers.path.read_text(encoding="utf-8"))
    assert content["edition"] == current(sample).document.edition.id


def test_a_target_that_cannot_be_written_is_told_in_words(
    sample: MainWindow, answers: Answers, qtbot: QtBot, tmp_path: Path
) -> None:
    answers.path = tmp_path / "没有这个文件夹" / "表.pdf"
    sample.commands.actions["export_pdf"].trigger()
    qtbot.waitUntil(lambda: bool(answers.said), timeout=30_000)
    assert "没有文件夹" in answers.said[0]
    assert answers.written == []


# --- keys -------------------------------------------------------------------------------------


def test_commands_that_need_a_form_say_so_without_one(window: MainWindow, answers: Answers) -> None:
    for command in ("print", "export_package", "audit", "undo", "find", "rename", "add_form"):
        window.status.show_notice("")
        window.commands.actions[command].trigger()
        assert window.ui.noticeLabel.text() == NO_FORM


def test_f6_goes_through_the_areas(sample: MainWindow, qtbot: QtBot) -> None:
    assert sample.desk.view is not None
    sample.desk.view.setFocus()
    seen = []
    for _ in range(4):
        QTest.keyClick(sample.focusWidget(), Qt.Key.Key_F6)
        focus = sample.focusWidget()
        seen.append(next(n for n, area in enumerate(sample.areas()) if area.holds(focus)))
    assert sorted(seen) == [0, 1, 2, 3]
    assert sample.focusWidget() is sample.desk.view


def test_undo_and_redo_go_back_to_the_cell(sample: MainWindow, qtbot: QtBot) -> None:
    document = current(sample).document
    before = document.text(NAME)
    document.set(NAME, "改过的项目")
    sample.go_to(CellRef("goal"))
    assert sample.desk.view is not None
    press(sample, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert document.text(NAME) == before
    assert sample.desk.view.current_ref() == NAME
    press(sample, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert document.text(NAME) == "改过的项目"


def test_find_goes_through_the_cells_that_hold_the_text(sample: MainWindow, qtbot: QtBot) -> None:
    press(sample, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert sample.ui.findBar.isVisible()
    sample.ui.findEdit.setText("改造户数")
    QTest.keyClick(sample.ui.findEdit, Qt.Key.Key_Return)
    assert sample.desk.view is not None
    ref = sample.desk.view.current_ref()
    assert ref is not None
    assert "改造户数" in current(sample).document.text(ref)
    sample.ui.findEdit.setText("没有这样的字")
    assert sample.ui.findCount.text() == "没有找到"
    QTest.keyClick(sample.ui.findEdit, Qt.Key.Key_Escape)
    assert not sample.ui.findBar.isVisible()


def test_a_narrow_window_puts_the_tree_away_and_the_panel_below(sample: MainWindow) -> None:
    sample.resize(1100, 700)
    assert not sample.ui.treePanel.isVisible()
    sample.resize(960, 700)
    assert sample.ui.work.orientation() is Qt.Orientation.Vertical
    sample.resize(1366, 700)
    assert sample.ui.treePanel.isVisible()
    assert sample.ui.work.orientation() is Qt.Orientation.Horizontal


def test_every_command_is_in_the_menu(window: MainWindow) -> None:
    menu = window.ui.menuButton.menu()
    menu.aboutToShow.emit()
    listed = {action for part in menu.actions() for action in cast(QMenu, part.menu()).actions()}
    assert set(window.commands.actions.values()) <= listed


def test_alt_alone_opens_the_menu(window: MainWindow) -> None:
    QTest.keyPress(window, Qt.Key.Key_Alt)
    QTest.keyRelease(window, Qt.Key.Key_Alt)
    assert window.ui.menuButton.menu().isVisible()
    window.ui.menuButton.menu().close()


def test_alt_with_another_key_opens_no_menu(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(window.ui.menuButton.menu().aboutToShow):
        QTest.keyPress(window, Qt.Key.Key_Alt)
        QTest.keyPress(window, Qt.Key.Key_Home, Qt.KeyboardModifier.AltModifier)
        QTest.keyRelease(window, Qt.Key.Key_Home, Qt.KeyboardModifier.AltModifier)
        QTest.keyRelease(window, Qt.Key.Key_Alt)
