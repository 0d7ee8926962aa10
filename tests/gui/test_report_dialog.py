"""The 绩效自评报告 in the window: the clerk's own sections, the preview, the file."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from anju_desktop.assets import resource
from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.document.history import History
from anju_desktop.document.jsonform import load_file
from anju_desktop.forms.library import Library
from anju_desktop.gui.report_dialog import ReportDialog

PROBLEMS = CellRef("report_problems")


@pytest.fixture
def document() -> Document:
    path = resource("examples", "zhumadian-2020-evaluation.json")
    return load_file(path, Library().get)


@pytest.fixture
def exported() -> list[str]:
    return []


@pytest.fixture
def dialog(document: Document, exported: list[str], qtbot: QtBot) -> ReportDialog:
    made = ReportDialog(document, lambda: exported.append(document.text(PROBLEMS)))
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_preview_says_what_the_form_says(dialog: ReportDialog) -> None:
    shown = dialog.preview.toPlainText()
    assert "一、资金管理（满分25分，自评得分24.1分）" in shown
    assert "五、存在问题" in shown


def test_what_is_typed_is_in_the_report_once_the_editor_is_left(
    dialog: ReportDialog, document: Document
) -> None:
    editor = dialog.editors["report_problems"]
    editor.setFocus()
    QTest.keyClicks(editor, "funds came late")
    assert document.text(PROBLEMS) == ""
    QTest.keyClick(editor, Qt.Key.Key_Tab)
    assert document.text(PROBLEMS) == "funds came late"
    assert "funds came late" in dialog.preview.toPlainText()


def test_closing_keeps_what_is_typed_as_one_step_to_undo(
    dialog: ReportDialog, document: Document
) -> None:
    history = History(document)
    for fact in ("report_problems", "report_plans"):
        dialog.editors[fact].setPlainText("写好了。")
    dialog.reject()
    assert set(document.facts()) >= {"report_problems", "report_plans"}
    history.undo()
    assert not {"report_problems", "report_plans"} & set(document.facts())


def test_markup_in_a_text_is_shown_as_typed(dialog: ReportDialog) -> None:
    dialog.editors["report_plans"].setPlainText("<b>加快</b> & 督促")
    dialog.commit()
    dialog.refresh()
    assert "<b>加快</b> & 督促" in dialog.preview.toPlainText()


def test_exporting_takes_what_was_just_typed(dialog: ReportDialog, exported: list[str]) -> None:
    dialog.editors["report_problems"].setPlainText("施工力量不足。")
    dialog._on_export()
    assert exported == ["施工力量不足。"]


def test_the_sections_of_a_final_form_are_read_only(
    document: Document, exported: list[str], qtbot: QtBot
) -> None:
    document.finalize("0" * 16)
    made = ReportDialog(document, lambda: exported.append("exported"))
    qtbot.addWidget(made)
    made.show()
    editor = made.editors["report_problems"]
    editor.setFocus()
    QTest.keyClicks(editor, "funds came late")
    made.close()
    assert document.text(PROBLEMS) == ""
    assert document.is_final
