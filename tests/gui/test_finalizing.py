"""定稿 by keyboard: what stands in its way, what it freezes, and what editing afterwards does."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from anju_desktop.checkcode.canonical import form_code
from anju_desktop.checkcode.codes import grouped, make_code
from anju_desktop.document.changes import CellRef
from anju_desktop.document.course import State
from anju_desktop.document.document import Document
from anju_desktop.document.jsonform import dump_bytes
from anju_desktop.gui import messages
from anju_desktop.gui.code_dialog import CodeDialog
from anju_desktop.gui.finalizing import KEPT, NOT_FINAL
from anju_desktop.gui.main_window import MainWindow
from anju_desktop.gui.versions import DRAFT
from anju_desktop.rules.obstacles import obstacles
from anju_desktop.storage.store import Store
from anju_desktop.submission.package import build_packages
from tests.gui.conftest import Answers, current, press

_CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def open_sound_form(window: MainWindow) -> Document:
    """A form of the sample that nothing speaks against."""
    workspace = window.workspace
    submission = workspace.submission
    assert submission is not None
    workspace.documents()
    for form in submission.forms:
        window.open_form(form.id)
        session = current(window)
        session.checker.refresh()
        if not obstacles(session.document, session.checker.findings()):
            return session.document
    raise AssertionError("every form of the sample has obstacles")


@pytest.fixture
def sound(sample: MainWindow) -> Document:
    return open_sound_form(sample)


@pytest.fixture
def final(sample: MainWindow, sound: Document, answers: Answers) -> Document:
    """An open form that was made final with the keyboard."""
    press(sample, Qt.Key.Key_G, _CTRL_SHIFT)
    assert sound.is_final
    answers.said.clear()
    return sound


def words(window: MainWindow) -> str:
    return window.ui.noticeLabel.text()


def first_input(document: Document) -> CellRef:
    group = document.edition.groups[0]
    return CellRef(group.columns[-1].id, group.id, document.row_ids(group.id)[0])


def test_a_suggestion_for_a_final_form_that_is_kept_is_not_called_taken(
    sample: MainWindow, answers: Answers
) -> None:
    submission = sample.workspace.submission
    assert submission is not None
    form = next(form for form in submission.forms if "保障性租赁住房" in form.title)
    sample.open_form(form.id)
    document, cell = current(sample).document, CellRef("other_funds")
    document.set(cell, "")
    press(sample, Qt.Key.Key_G, _CTRL_SHIFT)
    assert document.is_final
    sample.go_to(cell)
    answers.yes = False
    press(sample, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert (document.is_final, document.text(cell), words(sample)) == (True, "", KEPT)
    answers.yes = True
    press(sample, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert (document.is_final, document.text(cell)) == (False, "0")


# --- 定稿 -------------------------------------------------------------------------------------


def test_a_draft_says_that_it_has_no_code_yet(sample: MainWindow) -> None:
    assert words(sample) == DRAFT
    assert sample.ui.finalButton.text() == "定稿"


def test_an_error_keeps_the_form_a_draft_and_is_gone_to(
    sample: MainWindow, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = current(sample).document
    document.set(CellRef("fiscal_funds"), "1")
    asked: list[tuple[str, tuple[str, ...]]] = []

    def choose(
        _: QWidget | None, title: str, question: str, choices: tuple[str, ...], verb: str
    ) -> int:
        asked.append((f"{title} {question} {verb}", choices))
        return 0

    monkeypatch.setattr(messages, "ask_choice", choose)
    sample.ui.finalButton.click()
    ((question, choices),) = asked
    assert "还不能定稿" in question
    assert "错误要改正" in question
    assert choices[0].startswith("错误：")
    assert not document.is_final
    assert answers.said == []
    view = sample.desk.view
    assert view is not None
    against = obstacles(document, current(sample).checker.findings())
    assert view.current_ref() == against[0].cell


def test_a_stale_reason_is_listed_as_such(
    sample: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = current(sample)
    wanted = next(f for f in session.findings() if session.state(f) == "missing")
    session.explain(wanted, "原因")
    explanation = session.document.explanation(wanted.rule, wanted.cell)
    assert explanation is not None
    session.document.explain(type(explanation)(wanted.rule, wanted.cell, "别的", "", "原因"))
    seen: list[str] = []

    def choose(*said: object) -> int:
        assert isinstance(said[3], tuple)
        seen.extend(said[3])
        return -1

    monkeypatch.setattr(messages, "ask_choice", choose)
    press(sample, Qt.Key.Key_G, _CTRL_SHIFT)
    assert any(line.startswith("需说明（说明要重新确认）：") for line in seen)
    assert not session.document.is_final


def test_thinking_better_of_it_changes_nothing(
    sample: MainWindow, sound: Document, answers: Answers
) -> None:
    answers.yes = False
    press(sample, Qt.Key.Key_G, _CTRL_SHIFT)
    assert answers.said[-1].endswith("｜定稿｜再看看")
    assert not sound.is_final


def test_finalizing_freezes_the_form_and_shows_its_code(
    sample: MainWindow, sound: Document, answers: Answers, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(sample.workspace.form_saved):
        sample.ui.finalButton.click()
    assert sound.version.code == form_code(sound)
    assert words(sample) == f"原报已定稿，校验码 {grouped(sound.version.code)}"
    form_id = current(sample).form_id
    stored = sample.workspace.store.load_document(form_id)
    assert stored.version == sound.version
    entry = sample.workspace.store.form(form_id)
    assert sample.workspace.form_state(entry) is State.FINAL
    assert sample.ui.finalButton.text() == "修订"


def test_asking_again_names_the_code(sample: MainWindow, final: Document, answers: Answers) -> None:
    press(sample, Qt.Key.Key_G, _CTRL_SHIFT)
    assert grouped(final.version.code) in words(sample)
    assert answers.said == []


def test_a_final_form_is_still_final_when_it_is_opened_again(
    sample: MainWindow, final: Document
) -> None:
    form_id = current(sample).form_id
    code = final.version.code
    sample.show_start()
    entries = [form for s in sample.workspace.submissions() for form in s.forms]
    (entry,) = (form for form in entries if form.id == form_id)
    assert sample.workspace.form_state(entry) is State.FINAL
    sample.open_form(form_id)
    assert grouped(code) in words(sample)


# --- editing afterwards -----------------------------------------------------------------------


def test_typing_asks_once_voids_the_code_and_goes_on(
    sample: MainWindow, final: Document, answers: Answers
) -> None:
    code = final.version.code
    view = sample.desk.view
    assert view is not None
    ref = view.current_ref()
    assert ref is not None
    QTest.keyClicks(view, "8")
    assert answers.said == [f"“{final.title()}”已定稿。改动会使校验码作废，成为修订1。｜修订｜不改"]
    assert view.is_editing()
    editor = QApplication.focusWidget()
    assert editor is not None
    QTest.keyClicks(editor, "8")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.keyClicks(view, "9")
    view.commit_editor()
    assert final.text(ref) == "88"
    assert len(answers.said) == 1
    assert (final.is_final, final.version.revision) == (False, 1)
    assert words(sample) == f"修订1草稿，原校验码 {grouped(code)} 已作废"


def test_declining_keeps_the_form_and_the_code(
    sample: MainWindow, final: Document, answers: Answers
) -> None:
    answers.yes = False
    before = dump_bytes(final)
    view = sample.desk.view
    assert view is not None
    QGuiApplication.clipboard().setText("9")
    QTest.keyClicks(view, "8")
    assert words(sample) == KEPT
    assert not view.is_editing()
    for key, modifier in (
        (Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier),
    ):
        press(sample, key, modifier)
        assert dump_bytes(final) == before
        assert not view.is_editing()


def test_a_deed_that_was_declined_is_not_complained_about_as_well(
    sample: MainWindow, final: Document, answers: Answers
) -> None:
    answers.yes = False
    messages.guarded(sample, lambda: final.set(first_input(final), "别的"))()
    assert len(answers.said) == 1


def test_undo_ends_at_the_form_on_paper(
    sample: MainWindow, sound: Document, answers: Answers
) -> None:
    ref = first_input(sound)
    sound.set(ref, "改过")
    sound.finalize(form_code(sound))
    press(sample, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert answers.said == []
    assert sample.ui.noticeLabel.text() == "没有可以撤销的操作。"
    assert sound.is_final
    sound.reopen()
    press(sample, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert sound.text(ref) == "改过"


def test_the_second_version_has_another_code(
    sample: MainWindow, final: Document, answers: Answers
) -> None:
    first = final.version.code
    sample.ui.finalButton.click()
    assert not final.is_final
    assert sample.ui.finalButton.text() == "定稿"
    press(sample, Qt.Key.Key_G, _CTRL_SHIFT)
    assert "作为修订1？" in answers.said[-1]
    assert (final.version.words, final.version.earlier) == ("修订1", (first,))
    assert final.version.code != first


def test_a_draft_needs_no_revision(sample: MainWindow, answers: Answers) -> None:
    sample.commands.actions["reopen"].trigger()
    assert words(sample) == NOT_FINAL
    assert answers.said == []


def test_a_reason_is_not_written_into_a_final_form_unasked(
    sample: MainWindow, answers: Answers
) -> None:
    session = current(sample)
    wanted = next(f for f in session.findings() if session.state(f) == "missing")
    session.document.finalize(form_code(session.document))
    answers.yes = False
    press(sample, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClicks(focus, "because")
    QTest.keyClick(focus, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert session.document.explanation(wanted.rule, wanted.cell) is None
    assert session.document.is_final


# --- 核对校验码 -------------------------------------------------------------------------------


@pytest.fixture
def dialog(sample: MainWindow, final: Document, qtbot: QtBot) -> CodeDialog:
    made = CodeDialog(sample.workspace, sample)
    qtbot.addWidget(made)
    made.show()
    return made


def typed(dialog: CodeDialog, code: str) -> tuple[str, str]:
    """What the dialog says of a code, typed and confirmed with Enter."""
    dialog.edit.selectAll()
    QTest.keyClicks(dialog.edit, code)
    QTest.keyClick(dialog.edit, Qt.Key.Key_Return)
    assert dialog.isVisible()
    return dialog.verdict.text(), dialog.sentence.text()


def test_the_command_opens_the_dialog(sample: MainWindow) -> None:
    seen: list[str] = []

    def close() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        seen.append(dialog.windowTitle())
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    QTimer.singleShot(100, close)
    press(sample, Qt.Key.Key_K, _CTRL_SHIFT)
    assert seen == ["核对校验码"]


def test_codes_of_the_open_form(dialog: CodeDialog, final: Document) -> None:
    code = final.version.code
    assert typed(dialog, grouped(code).lower())[0] == "一致"
    assert typed(dialog, make_code(b"other"))[0] == "不一致"
    slip = code[:5] + ("0" if code[5] != "0" else "1") + code[6:]
    verdict, sentence = typed(dialog, slip)
    assert (verdict, "有字符与纸上不同" in sentence) == ("抄错了", True)
    verdict, sentence = typed(dialog, " ")
    assert (verdict, "还没有输入" in sentence) == ("没有核对", True)
    final.reopen()
    verdict, sentence = typed(dialog, code)
    assert (verdict, "修订1，还没有定稿" in sentence) == ("另一版本", True)


def test_typing_takes_the_last_answer_away(dialog: CodeDialog, final: Document) -> None:
    typed(dialog, final.version.code)
    QTest.keyClicks(dialog.edit, "8")
    assert dialog.verdict.text() == dialog.sentence.text() == ""


def test_the_code_of_another_submission_in_the_store_is_recognised(
    dialog: CodeDialog, store: Store, sample: MainWindow, final: Document
) -> None:
    other = Document(final.edition, "某县", "2025")
    other.finalize(form_code(other))
    store.create_submission("某县", "2025", "补助资金", [other])
    sample.workspace.refresh()
    verdict, sentence = typed(dialog, other.version.code)
    assert verdict == "不一致"
    assert "不是打开的这件上报里的" in sentence
    assert "某县 2025年" in sentence


def test_codes_of_a_package_file(
    dialog: CodeDialog, final: Document, tmp_path: Path, answers: Answers
) -> None:
    ((name, data),) = build_packages([final])
    path = tmp_path / name
    path.write_bytes(data)
    answers.path = path
    dialog.choose.click()
    assert typed(dialog, final.version.code)[0] == "一致"
    assert typed(dialog, path.stem.rpartition("_")[2])[0] == "一致"
    assert typed(dialog, make_code(b"other"))[0] == "不一致"
    path.write_bytes(data[:-50])
    assert "不完好" in typed(dialog, final.version.code)[1]
    path.unlink()
    assert "打不开" in typed(dialog, final.version.code)[1]


def test_without_a_package_the_dialog_says_so(dialog: CodeDialog, answers: Answers) -> None:
    answers.path = None
    dialog.choose.click()
    assert dialog.of_open.isChecked()
