"""After 定稿 in the window: seals, report, receipt, return and answers, deadlines, save points."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from anju_desktop import clock
from anju_desktop.checkcode.canonical import form_code
from anju_desktop.document.changes import CellRef
from anju_desktop.document.course import Answer, State
from anju_desktop.document.document import Document
from anju_desktop.document.events import DeadlineSet, Opinion, Received, Reported, Returned
from anju_desktop.document.jsonform import dump
from anju_desktop.gui import after_final, messages, seal_dialog
from anju_desktop.gui.answer_dialog import AnswerDialog
from anju_desktop.gui.day_field import UNREADABLE, DayField
from anju_desktop.gui.event_dialogs import (
    DeadlineDialog,
    ReceivedDialog,
    ReportedDialog,
    ReturnedDialog,
)
from anju_desktop.gui.labels import short_title
from anju_desktop.gui.main_window import MainWindow
from anju_desktop.gui.save_points_dialog import SavePointsDialog, kept_states
from anju_desktop.gui.seal_dialog import SealDialog
from anju_desktop.reading.scans import ScanFile
from anju_desktop.storage.entries import SubmissionEntry
from anju_desktop.submission.package import build_packages
from anju_desktop.submission.verify import verify_bytes
from tests.gui.conftest import Answers, below, current
from tests.rules.small_forms import example

SCAN = b"%PDF-1.4\n%%EOF\n"
RENT = "karamay-2024-rent-subsidy"
NAME = CellRef("project_name")
_D = TypeVar("_D", bound=QDialog)


@pytest.fixture
def final(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """The window with a final form of one submission open."""
    document = example(RENT)
    document.finalize(form_code(document), "2024-04-19T10:32:00+08:00")
    window.open_form(window.workspace.shelf.take_in([document]))
    qtbot.waitUntil(lambda: window.workspace.last_form() is not None)
    return window


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "盖章页.pdf"
    path.write_bytes(SCAN)
    return path


def today() -> date:
    return clock.now().date()


def entry(window: MainWindow) -> SubmissionEntry:
    return window.workspace.submissions()[0]


def state(window: MainWindow) -> State:
    return window.workspace.state(entry(window))


def notice(window: MainWindow) -> str:
    return window.ui.noticeLabel.text()


def codes(window: MainWindow) -> tuple[tuple[int, str], ...]:
    return tuple((form.id, form.version.code) for form in entry(window).forms)


def send(window: MainWindow) -> None:
    window.workspace.record(entry(window).id, Reported(today(), "优盘", codes(window)))


def send_back(window: MainWindow, *opinions: str) -> None:
    send(window)
    texts = tuple(map(Opinion, opinions or ("缺少计量单位", "补盖财政部门印章")))
    deadline = today() + timedelta(days=3)
    window.workspace.record(entry(window).id, Returned(today(), texts, deadline, "甲"))


def answering(kind: type[_D], deed: Callable[[_D], object]) -> None:
    """Do something in the dialog that opens next; it must be of this kind."""

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        try:
            assert isinstance(dialog, kind)
            deed(dialog)
        finally:
            if isinstance(dialog, QDialog) and dialog.isVisible():
                dialog.done(0)

    QTimer.singleShot(0, act)


def run(window: MainWindow, command: str) -> None:
    window.commands.actions[command].trigger()


# -- scans ---------------------------------------------------------------------------------


def test_scans_seal_a_form_everywhere(final: MainWindow, scan: Path) -> None:
    assert state(final) is State.FINAL
    assert "等待盖章扫描件" in notice(final)
    answering(SealDialog, lambda dialog: dialog.take([scan]))
    run(final, "seal")
    assert state(final) is State.SEALED
    assert final.workspace.form_state(entry(final).forms[0]) is State.SEALED
    assert "可以导出上报包上报" in notice(final)
    assert scan.read_bytes() == SCAN


def test_scans_are_chosen_by_keyboard(
    final: MainWindow, scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seal_dialog, "ask_scans", lambda _: [scan])
    answering(SealDialog, lambda dialog: QTest.keyClick(dialog.list, Qt.Key.Key_Insert))
    run(final, "seal")
    assert [each.added.name for each in entry(final).course.scans] == ["盖章页.pdf"]


def test_scans_are_dropped(final: MainWindow, scan: Path) -> None:
    dialog = SealDialog(final.workspace, entry(final), final)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(scan))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    dialog.dropEvent(QDropEvent(QPointF(40, 150), copy, data, left, none))
    assert len(entry(final).course.scans) == 1
    assert dialog.told.text() == "已附上 1 份，原文件没有动。"


def test_scans_are_dropped_beside_the_open_form(final: MainWindow, scan: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(scan))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    final.dropEvent(QDropEvent(QPointF(500, 300), copy, data, left, none))
    seen: list[str] = []
    answering(SealDialog, lambda dialog: seen.append(dialog.told.text()))
    QApplication.processEvents()
    QApplication.processEvents()
    assert seen == ["已附上 1 份，原文件没有动。"]
    assert state(final) is State.SEALED


def test_every_file_that_is_refused_is_named_and_the_others_come_in(
    final: MainWindow, scan: Path, tmp_path: Path
) -> None:
    hostile = tmp_path / "脚本.pdf"
    hostile.write_bytes(b"%PDF-1.4 /JavaScript\n%%EOF\n")
    dialog = SealDialog(final.workspace, entry(final), final)
    dialog.take([hostile, scan, scan, tmp_path])
    lines = dialog.told.text().split("\n")
    assert lines[0] == "已附上 1 份，原文件没有动。"
    assert "“脚本.pdf”没有附上：带有脚本" in lines[1]
    assert "“盖章页.pdf”已经附在这张表上" in lines[2]
    assert "是文件夹" in lines[3]
    assert len(entry(final).course.scans) == 1


def test_a_draft_takes_no_scan(sample: MainWindow, scan: Path) -> None:
    dialog = SealDialog(sample.workspace, entry(sample), sample)
    dialog.take([scan])
    assert dialog.told.text() == seal_dialog.DRAFT
    assert entry(sample).course.scans == ()


def test_a_copy_of_a_scan_is_opened(
    final: MainWindow, scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(seal_dialog, "open_file", opened.append)
    dialog = SealDialog(final.workspace, entry(final), final)
    dialog.take([scan])
    dialog.list.setCurrentItem(dialog.list.topLevelItem(0).child(0))
    dialog.show_scan.click()
    (path,) = opened
    assert path.read_bytes() == SCAN
    assert not path.is_relative_to(final.workspace.store.folder)


@pytest.mark.parametrize("yes", [True, False])
def test_a_scan_is_removed_after_a_question(
    final: MainWindow, scan: Path, answers: Answers, yes: bool
) -> None:
    answers.yes = yes
    dialog = SealDialog(final.workspace, entry(final), final)
    dialog.take([scan])
    dialog.list.setCurrentItem(dialog.list.topLevelItem(0).child(0))
    QTest.keyClick(dialog.list, Qt.Key.Key_Delete)
    assert answers.said == ["移走扫描件“盖章页.pdf”？｜移走｜不移走"]
    assert len(entry(final).course.scans) == (0 if yes else 1)


def test_a_revision_leaves_the_scans_with_the_version_that_was_sealed(
    final: MainWindow, scan: Path
) -> None:
    SealDialog(final.workspace, entry(final), final).take([scan])
    document = current(final).document
    document.reopen()
    document.set(NAME, "改过的名称")
    document.finalize(form_code(document))
    final.workspace.store.flush()
    assert state(final) is State.FINAL
    dialog = SealDialog(final.workspace, entry(final), final)
    form = dialog.list.topLevelItem(0)
    assert form.text(2) == "等待盖章扫描件"
    assert form.child(0).text(0) == "原报（已作废）的扫描件"
    assert form.child(0).child(0).text(0) == "盖章页.pdf"


def test_a_revision_says_what_stays_behind(
    final: MainWindow, scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    details: list[str] = []

    def ask(_: object, question: str, detail: str, *verbs: str) -> bool:
        details.append(detail)
        return False

    monkeypatch.setattr(messages, "ask", ask)
    SealDialog(final.workspace, entry(final), final).take([scan])
    run(final, "reopen")
    send(final)
    run(final, "reopen")
    sealed, reported = details
    assert "1 份盖章扫描件留在原报下面，新版要重新扫描。" in sealed
    assert "市级手里" not in sealed
    assert "市级手里的还是原报，改完要重新上报。" in reported


def test_a_package_carries_the_scans_and_the_answers(
    final: MainWindow, scan: Path, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    SealDialog(final.workspace, entry(final), final).take([scan])
    send_back(final)
    answers.path = tmp_path / "包.zip"
    run(final, "export_package")
    qtbot.waitUntil(lambda: bool(answers.written))
    data = answers.path.read_bytes()
    assert verify_bytes(data).whole
    assert SCAN in data
    assert "退回意见答复.txt".encode() in data


def test_a_package_that_is_opened_brings_its_scans(
    final: MainWindow, scan: Path, answers: Answers, tmp_path: Path
) -> None:
    document = current(final).document
    hostile = ScanFile("坏.pdf", "pdf", b"MZ")
    scans = {document.version.code: [ScanFile("好.pdf", "pdf", SCAN), hostile]}
    ((_, data),) = build_packages([document], scans)
    path = tmp_path / "包.zip"
    path.write_bytes(data)
    final.deeds.open_path(path)
    assert "1 张表、1 份盖章扫描件" in notice(final)
    opened = final.workspace.submission
    assert opened is not None
    assert [each.added.name for each in opened.course.scans] == ["好.pdf"]
    assert "有 1 份扫描件没有读入" in answers.said[0]


def test_a_scan_that_is_gone_keeps_a_package_from_being_made(
    final: MainWindow, scan: Path, answers: Answers, qtbot: QtBot
) -> None:
    SealDialog(final.workspace, entry(final), final).take([scan])
    for path in (final.workspace.store.folder / "扫描件").iterdir():
        path.unlink()
    run(final, "export_package")
    qtbot.waitUntil(lambda: bool(answers.said))
    assert "“盖章页.pdf”不在资料文件夹里" in answers.said[0]


# -- report, receipt, return ---------------------------------------------------------------


def test_a_submission_goes_its_way_by_hand(final: MainWindow) -> None:
    answering(ReportedDialog, lambda dialog: QTest.keyClick(dialog.day.edit, Qt.Key.Key_Return))
    run(final, "report")
    assert state(final) is State.REPORTED
    reported = entry(final).course.reported
    assert reported is not None
    assert (reported.day, bool(reported.how)) == (today(), True)
    answering(ReceivedDialog, lambda dialog: QTest.keyClick(dialog.by, Qt.Key.Key_Return))
    run(final, "receive")
    assert state(final) is State.RECEIVED
    assert "市级回执" in final.workspace.next_step(entry(final))


def test_a_return_is_recorded_line_by_line(final: MainWindow) -> None:
    send(final)

    def fill(dialog: ReturnedDialog) -> None:
        dialog.opinions.setPlainText("一、缺单位\n\n  二、补盖章  ")
        dialog.deadline.edit.setText((today() + timedelta(days=2)).isoformat())
        dialog.accept()

    answering(ReturnedDialog, fill)
    run(final, "send_back")
    returned = entry(final).course.returned
    assert returned is not None
    assert [opinion.text for opinion in returned.opinions] == ["一、缺单位", "二、补盖章"]
    assert returned.deadline == today() + timedelta(days=2)
    assert state(final) is State.RETURNED


def test_an_opinion_that_begins_with_the_name_of_a_form_is_about_it(final: MainWindow) -> None:
    send(final)
    name, number = short_title(entry(final).forms[0].title), entry(final).forms[0].id

    def fill(dialog: ReturnedDialog) -> None:
        dialog.opinions.setPlainText(f"{name}：缺单位\n{name} : 补盖章\n别的：再核对\n{name}")
        dialog.accept()

    answering(ReturnedDialog, fill)
    run(final, "send_back")
    returned = entry(final).course.returned
    assert returned is not None
    assert [opinion.form for opinion in returned.opinions] == [number, number, 0, 0]
    assert returned.opinions[0].text == f"{name}：缺单位"
    final.show_start()
    answering(AnswerDialog, lambda dialog: dialog._on_form_wanted())
    final.after_final.answer(entry(final))
    assert current(final).form_id == number


@pytest.mark.parametrize(
    ("command", "words"),
    [("receive", "还没有标为已上报"), ("send_back", "还没有标为已上报")],
)
def test_what_cannot_have_happened_is_refused_before_anything_is_asked(
    final: MainWindow, answers: Answers, command: str, words: str
) -> None:
    run(final, command)
    assert words in answers.said[0]


def test_drafts_cannot_be_reported(sample: MainWindow, answers: Answers) -> None:
    run(sample, "report")
    assert "全部定稿后才能标为已上报" in answers.said[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [("", UNREADABLE), ("下周", UNREADABLE), ("2999-01-01", "日期写到了今天以后")],
)
def test_a_day_that_cannot_be_is_told_in_the_dialog(
    final: MainWindow, text: str, words: str
) -> None:
    course, versions = entry(final).course, entry(final).versions
    dialog = ReportedDialog("样本", course, versions, final)
    dialog.day.edit.setText(text)
    dialog._on_done()
    assert words in dialog.problem.text()
    assert dialog.result() == 0


def test_a_return_without_an_opinion_or_due_before_it_came_is_told(final: MainWindow) -> None:
    send(final)
    dialog = ReturnedDialog("样本", entry(final).course, entry(final).versions, final)
    dialog._on_done()
    assert "至少写一条" in dialog.problem.text()
    dialog.opinions.setPlainText("缺单位")
    dialog.deadline.edit.setText((today() - timedelta(days=1)).isoformat())
    dialog._on_done()
    assert "早于退回日期" in dialog.problem.text()
    assert dialog.result() == 0


def test_a_slip_is_taken_back_after_a_question(final: MainWindow, answers: Answers) -> None:
    send(final)
    run(final, "take_back")
    assert "上报？｜撤回｜不撤回" in answers.said[0]
    assert state(final) is State.FINAL
    run(final, "take_back")
    assert notice(final) == after_final.NOTHING_TO_TAKE_BACK


def test_reporting_again_with_open_opinions_asks(final: MainWindow, answers: Answers) -> None:
    send_back(final)
    answers.yes = False
    run(final, "report")
    assert answers.said == ["还有 2 条意见没有答复，仍然标为已上报？｜仍然标为已上报｜先去答复"]
    assert state(final) is State.RETURNED


# -- answers -------------------------------------------------------------------------------


def test_opinions_are_ticked_off_and_answered(final: MainWindow) -> None:
    send_back(final)

    def fill(dialog: AnswerDialog) -> None:
        dialog.parts[0].text.insert("已补上")
        QTest.keyClick(dialog.parts[0].done, Qt.Key.Key_Space)
        assert "还有 1 条没有答复" in dialog.left.text()
        dialog.accept()

    answering(AnswerDialog, fill)
    run(final, "answer")
    assert entry(final).course.answers() == (Answer(True, "已补上"), Answer())
    assert "还有 1 条没有答复" in notice(final)
    answering(AnswerDialog, lambda dialog: seen.append(dialog.parts[0].text.text()))
    seen: list[str] = []
    run(final, "answer")
    assert seen == ["已补上"]


def test_what_was_answered_is_not_lost_by_escape(final: MainWindow, answers: Answers) -> None:
    send_back(final)

    def leave(dialog: AnswerDialog) -> None:
        dialog.parts[1].text.insert("已补盖")
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    answering(AnswerDialog, leave)
    run(final, "answer")
    assert answers.said == ["写好的答复还没有保存。｜保存答复｜不保存"]
    assert entry(final).course.answers()[1] == Answer(False, "已补盖")


def test_from_the_opinions_to_the_form(final: MainWindow) -> None:
    send_back(final)
    final.show_start()
    QApplication.processEvents()

    def go(dialog: AnswerDialog) -> None:
        dialog._on_form_wanted()

    answering(AnswerDialog, go)
    (button,) = [b for b in below(final.start, QPushButton) if b.text() == "查看意见并答复"]
    button.click()
    assert current(final).form_id == entry(final).forms[0].id


def test_answers_stay_to_be_read_after_the_next_report(final: MainWindow) -> None:
    send_back(final)
    send(final)
    seen: list[bool] = []
    answering(AnswerDialog, lambda dialog: seen.append(dialog.parts[0].text.isReadOnly()))
    run(final, "answer")
    assert seen == [True]


def test_without_a_return_there_is_nothing_to_answer(final: MainWindow) -> None:
    run(final, "answer")
    assert notice(final) == after_final.NEVER_RETURNED


# -- the first page ------------------------------------------------------------------------


def shown(window: MainWindow) -> list[str]:
    window.show_start()
    QApplication.processEvents()
    return [label.text() for label in below(window.start, QLabel)]


def test_a_returned_submission_is_the_first_thing_on_the_first_page(final: MainWindow) -> None:
    send_back(final)
    texts = shown(final)
    title = next(text for text in texts if text.startswith("市级退回："))
    told = next(text for text in texts if "2 条意见待答复" in text)
    assert told.endswith("前重报，还有 3 天")
    where = {label.text(): label for label in below(final.start, QLabel)}
    first = where[title].mapTo(final, where[title].rect().center()).y()
    card = final.start.ui.continueCard
    assert first < card.mapTo(final, card.rect().topLeft()).y()
    focus = final.focusWidget()
    assert isinstance(focus, QPushButton)
    assert focus.text() == "查看意见并答复"


def test_the_first_page_says_what_is_waited_for_and_by_when(final: MainWindow) -> None:
    number = entry(final).id
    final.workspace.record(number, DeadlineSet(today() + timedelta(days=8)))
    texts = shown(final)
    assert "已定稿" in texts
    assert "等待盖章扫描件" in texts
    assert "还有 8 天" in texts
    assert "截止，还有 8 天" in final.start.ui.continueDue.text()
    final.workspace.record(number, DeadlineSet(today() - timedelta(days=2)))
    assert "已过 2 天" in shown(final)
    send(final)
    assert "已报" in shown(final)
    final.workspace.record(number, Received(today()))
    texts = shown(final)
    assert "已接收" in texts
    assert any(text.startswith("市级回执") for text in texts)
    assert final.start.ui.continueDue.text() == ""


def test_a_deadline_is_set_from_the_first_page(final: MainWindow) -> None:
    final.show_start()
    QApplication.processEvents()
    (button,) = [b for b in below(final.start, QPushButton) if b.text() == "设日期"]
    assert "没有设截止日期" in button.accessibleName()

    def fill(dialog: DeadlineDialog) -> None:
        dialog.day.edit.setText((today() + timedelta(days=1)).isoformat())
        assert "还有 1 天" in dialog.told.text()
        QTest.keyClick(dialog.day.edit, Qt.Key.Key_Return)

    answering(DeadlineDialog, fill)
    button.click()
    assert entry(final).course.deadline == today() + timedelta(days=1)


def test_a_deadline_is_taken_away_by_leaving_it_blank(final: MainWindow) -> None:
    final.workspace.record(entry(final).id, DeadlineSet(today()))

    def fill(dialog: DeadlineDialog) -> None:
        dialog.day.edit.clear()
        dialog._on_done()

    answering(DeadlineDialog, fill)
    run(final, "deadline")
    assert entry(final).course.deadline is None
    assert notice(final).startswith("已取消截止日期")


def test_a_day_is_chosen_in_the_calendar(final: MainWindow, qtbot: QtBot) -> None:
    dialog = DeadlineDialog("样本", entry(final).course, final)
    qtbot.addWidget(dialog)
    dialog.show()
    field: DayField = dialog.day
    field.set_day(date(2024, 2, 28))
    QTest.keyClick(field.edit, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert field.calendar is not None
    assert field.calendar.isVisible()
    QTest.keyClick(field.edit, Qt.Key.Key_Right)
    QTest.keyClick(field.edit, Qt.Key.Key_Return)
    assert field.day() == date(2024, 2, 29)
    assert dialog.isVisible()
    field.edit.setText("3月5日")
    assert field.day() == date(today().year, 3, 5)


# -- the tree ------------------------------------------------------------------------------


def told_in_tree(window: MainWindow) -> tuple[str, str]:
    """What the tree says of the submission and of its form, as a screen reader hears it."""
    tree = window.ui.tree.model()
    submission = tree.index(0, 0)
    role = Qt.ItemDataRole.AccessibleDescriptionRole
    return submission.data(role), tree.index(0, 0, submission).data(role)


def test_the_tree_follows_the_course(final: MainWindow, scan: Path, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: final.ui.tree.model() is not None)
    assert told_in_tree(final)[0].endswith("已定稿，等待盖章扫描件")
    SealDialog(final.workspace, entry(final), final).take([scan])
    submission, form = told_in_tree(final)
    assert submission.endswith("已盖章，可以导出上报包上报")
    assert form.endswith("，已盖章")
    send(final)
    assert told_in_tree(final)[1].endswith("，已上报")
    send_back_again = Returned(today(), (Opinion("缺单位"),))
    final.workspace.record(entry(final).id, send_back_again)
    assert told_in_tree(final)[0].endswith("\n2024年，退回")


# -- save points ---------------------------------------------------------------------------


def comparable(document: Document) -> dict[str, object]:
    return {key: value for key, value in dump(document).items() if key != "explanations"}


def test_ctrl_s_keeps_a_state_to_come_back_to(sample: MainWindow, qtbot: QtBot) -> None:
    document = current(sample).document
    before = comparable(document)
    with qtbot.waitSignal(sample.deeds.backups_changed):
        run(sample, "save")
    assert "本表留作“保存点 1”" in notice(sample)
    document.set(NAME, "改乱了")
    after = comparable(document)

    def go_back(dialog: SavePointsDialog) -> None:
        assert dialog.list.topLevelItem(0).text(1) == "保存点 1"
        assert dialog.list.topLevelItem(0).text(3) == "1 格"
        row = dialog.preview.topLevelItem(0)
        assert row.text(2) == "改乱了"
        QTest.keyClick(dialog.list, Qt.Key.Key_Return)

    answering(SavePointsDialog, go_back)
    run(sample, "save_points")
    assert comparable(document) == before
    run(sample, "undo")
    assert comparable(document) == after
    names = [point.name for point in sample.workspace.store.save_points(current(sample).form_id)]
    assert names == [after_final.BEFORE_RESTORING, "保存点 1"]


def test_a_save_point_is_renamed_in_place(sample: MainWindow) -> None:
    form = current(sample).form_id
    sample.workspace.store.mark(form)
    dialog = SavePointsDialog(sample.workspace, entry(sample), sample)
    dialog.list.topLevelItem(0).setText(1, "  送审  前 ")
    assert [p.name for p in sample.workspace.store.save_points(form)] == ["送审 前"]
    dialog.list.topLevelItem(0).setText(1, " ")
    assert dialog.list.topLevelItem(0).text(1) == "送审 前"


@pytest.mark.parametrize("yes", [True, False])
def test_a_save_point_is_deleted_after_a_question(
    sample: MainWindow, answers: Answers, yes: bool
) -> None:
    answers.yes = yes
    form = current(sample).form_id
    sample.workspace.store.mark(form)
    dialog = SavePointsDialog(sample.workspace, entry(sample), sample)
    QTest.keyClick(dialog.list, Qt.Key.Key_Delete)
    assert answers.said == ["删除保存点“保存点 1”？｜删除｜不删除"]
    assert len(sample.workspace.store.save_points(form)) == (0 if yes else 1)


def test_a_final_form_is_restored_only_by_a_revision(final: MainWindow, answers: Answers) -> None:
    document = current(final).document
    document.reopen()
    document.set(NAME, "改过的名称")
    final.workspace.store.mark(current(final).form_id)
    document.set(NAME, "又改过")
    document.finalize(form_code(document))
    answers.yes = False
    answering(SavePointsDialog, lambda dialog: dialog._on_back())
    run(final, "save_points")
    assert document.text(NAME) == "又改过"
    assert document.is_final
    answers.yes = True
    answering(SavePointsDialog, lambda dialog: dialog._on_back())
    run(final, "save_points")
    assert document.text(NAME) == "改过的名称"
    assert document.version.revision == 2


def test_save_points_of_every_form_of_the_submission_are_listed(sample: MainWindow) -> None:
    forms = [form.id for form in entry(sample).forms]
    for form in forms[:2]:
        sample.workspace.store.mark(form)
    states = kept_states(sample.workspace, entry(sample))
    assert {state.form.id for state in states} == set(forms[:2])
    assert all(state.differences == () for state in states)


def test_without_save_points_the_dialog_says_how_to_make_one(sample: MainWindow) -> None:
    dialog = SavePointsDialog(sample.workspace, entry(sample), sample)
    assert "按 Ctrl+S" in dialog.told.text()


def test_without_an_open_submission_each_command_says_so(window: MainWindow) -> None:
    for command in window.after_final.commands():
        window.status.show_notice("")
        run(window, command)
        assert notice(window) == after_final.NO_SUBMISSION
