"""Dialogs that ask for one thing."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from anju_desktop.gui import messages
from anju_desktop.gui.asking import ChoiceDialog, TextDialog
from anju_desktop.gui.main_window import MainWindow
from tests.gui.conftest import below

VERBS = ("改名", "不改了")


@pytest.fixture
def text_dialog(dressed: QApplication, qtbot: QtBot) -> TextDialog:
    made = TextDialog("改名", "这件上报叫：", "旧名字", VERBS)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def choice_dialog(dressed: QApplication, qtbot: QtBot) -> ChoiceDialog:
    made = ChoiceDialog("回收站", "取回哪一件？", ("甲", "乙", "乙"), ("取回", "返回"))
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_line_of_text_is_taken_over_without_blanks_around_it(text_dialog: TextDialog) -> None:
    QTest.keyClicks(text_dialog.edit, " new name ")
    QTest.keyClick(text_dialog.edit, Qt.Key.Key_Return)
    assert text_dialog.result() == TextDialog.DialogCode.Accepted
    assert text_dialog.text() == "new name"


def test_an_empty_line_is_no_answer_and_says_so(text_dialog: TextDialog) -> None:
    text_dialog.edit.setText("  ")
    QTest.keyClick(text_dialog.edit, Qt.Key.Key_Return)
    assert text_dialog.isVisible()
    assert text_dialog.problem.isVisible()
    assert text_dialog.problem.text() == "还没有写，请写上再继续。"


def test_the_keyboard_chooses_among_several_even_of_one_name(choice_dialog: ChoiceDialog) -> None:
    QTest.keyClick(choice_dialog.list, Qt.Key.Key_Down)
    QTest.keyClick(choice_dialog.list, Qt.Key.Key_Down)
    QTest.keyClick(choice_dialog.list, Qt.Key.Key_Return)
    assert choice_dialog.result() == ChoiceDialog.DialogCode.Accepted
    assert choice_dialog.chosen() == 2


def test_without_a_choice_the_dialog_says_so(choice_dialog: ChoiceDialog) -> None:
    choice_dialog.list.setCurrentRow(-1)
    next(b for b in below(choice_dialog, QPushButton) if b.text() == "取回").click()
    assert choice_dialog.problem.text() == "还没有选，请先选一项。"
    assert choice_dialog.isVisible()


@pytest.mark.parametrize("dialog", ["text_dialog", "choice_dialog"])
def test_one_button_is_filled_and_the_other_is_the_way_back(
    request: pytest.FixtureRequest, dialog: str
) -> None:
    buttons = below(request.getfixturevalue(dialog), QPushButton)
    assert [button.property("kind") for button in buttons] == [None, "primary"]
    assert [button.isDefault() for button in buttons] == [False, True]


@pytest.mark.parametrize(
    ("ask", "nothing"),
    [
        (lambda w: messages.ask_text(w, "改名", "新名字：", "旧名字", "改名"), ""),
        (lambda w: messages.ask_choice(w, "取回", "哪一件？", ("甲", "乙"), "取回"), -1),
    ],
)
def test_esc_is_no_answer(
    window: MainWindow, ask: Callable[[MainWindow], object], nothing: object
) -> None:
    def leave() -> None:
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    QTimer.singleShot(0, leave)
    assert ask(window) == nothing
