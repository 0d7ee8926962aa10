"""Facts of a final form: typing asks once, and declining leaves everything as it was."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton

from anju_desktop.checkcode.canonical import form_code
from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.gui.main_window import MainWindow
from tests.gui.conftest import Answers, below, current, press
from tests.gui.scoring.conftest import card_of, focus

PLANNED = CellRef("planned_households")


def finalized(window: MainWindow) -> Document:
    document = current(window).document
    document.finalize(form_code(document))
    return document


def test_a_fact_typed_into_a_final_form_asks_once_and_is_kept(
    evaluation: MainWindow, answers: Answers
) -> None:
    document = finalized(evaluation)
    press(evaluation, Qt.Key.Key_F9)
    QTest.keyClicks(focus(), "33224")
    QTest.keyClick(focus(), Qt.Key.Key_Return)
    assert len(answers.said) == 1
    assert (document.text(PLANNED), document.version.words) == ("33224", "修订1")


def test_declining_leaves_fact_draft_and_code_alone(
    evaluation: MainWindow, answers: Answers
) -> None:
    document = finalized(evaluation)
    answers.yes = False
    press(evaluation, Qt.Key.Key_F9)
    editor = focus()
    assert isinstance(editor, QLineEdit)
    QTest.keyClicks(editor, "3")
    assert editor.text() == ""
    assert document.value(PLANNED).typed == ""
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert len(answers.said) == 1
    assert document.facts() == {}
    assert document.is_final


def test_the_drafted_sentence_is_not_filled_into_a_final_form_unasked(
    evaluation: MainWindow, answers: Answers
) -> None:
    document = current(evaluation).document
    press(evaluation, Qt.Key.Key_F9)
    for fact in ("33224", "33623"):
        QTest.keyClicks(focus(), fact)
        QTest.keyClick(focus(), Qt.Key.Key_Return)
    document.finalize(form_code(document))
    answers.yes = False
    code = form_code(document)
    fill, *_ = [b for b in below(card_of(evaluation), QPushButton) if "填入" in b.text()]
    fill.click()
    assert answers.said
    assert (form_code(document), document.is_final) == (code, True)
