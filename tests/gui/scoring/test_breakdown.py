"""The small table that breaks a fact down by county."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.modeltest import ModelTester

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.gui.main_window import MainWindow
from anju_desktop.gui.scoring.breakdown import Breakdown, sums
from anju_desktop.gui.scoring.breakdown_table import BreakdownTable
from tests.gui.conftest import below, current
from tests.gui.scoring.conftest import card_of, cell, focus, open_blank

BLOCK = "红山区\t2000\t1900\t400.5\n松山区\t2000\t2000\t500"
_CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def rental(window: MainWindow) -> MainWindow:
    """The rental table of 赤峰 2023, at the row with the counties."""
    open_blank(window, "chifeng-2023-rental")
    window.go_to(cell("score", "rent_subsidy"))
    return window


def table_of(window: MainWindow) -> BreakdownTable:
    (found,) = below(card_of(window), BreakdownTable)
    found.setFocus()
    return found


def document_of(window: MainWindow) -> Document:
    return current(window).document


def counties(window: MainWindow) -> list[str]:
    document = document_of(window)
    return [document.text(cell("county", r, "counties")) for r in document.row_ids("counties")]


def paste(window: MainWindow, text: str) -> BreakdownTable:
    table = table_of(window)
    QGuiApplication.clipboard().setText(text)
    QTest.keyClick(table, Qt.Key.Key_V, _CTRL)
    return table


def words(window: MainWindow) -> str:
    (found,) = below(card_of(window), Breakdown)
    return "\n".join(label.text() for label in below(found, QLabel))


def test_a_block_from_a_spreadsheet_brings_its_rows_and_is_one_step_to_undo(
    rental: MainWindow,
) -> None:
    before = counties(rental)
    paste(rental, BLOCK)
    assert counties(rental)[:2] == ["红山区", "松山区"]
    rental.commands.actions["undo"].trigger()
    assert counties(rental) == before


def test_a_block_that_is_too_wide_is_refused_whole(rental: MainWindow) -> None:
    before = counties(rental)
    paste(rental, "一\t二\t三\t四\t五")
    assert counties(rental) == before
    assert "要粘贴 5 栏" in rental.ui.noticeLabel.text()


def test_the_sum_stands_below_and_is_held_against_the_fact(rental: MainWindow) -> None:
    paste(rental, BLOCK)
    assert "任务户数合计 4000户，租赁补贴计划户数还没有填" in words(rental)
    document_of(rental).set_fact("subsidy_planned", "4100")
    assert "租赁补贴计划户数是 4100户，相差 100户" in words(rental)
    document_of(rental).set_fact("subsidy_planned", "4000")
    assert "与租赁补贴计划户数一致" in words(rental)


def test_the_sum_follows_every_key(rental: MainWindow) -> None:
    table = paste(rental, BLOCK)
    table.setCurrentIndex(table.model().index(0, 1))
    QTest.keyClicks(table, "3")
    (editor,) = below(table, QLineEdit)
    assert "任务户数合计 2003户" in words(rental)
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert "任务户数合计 4000户" in words(rental)


def test_enter_writes_a_cell_and_goes_to_the_next(rental: MainWindow) -> None:
    table = paste(rental, BLOCK)
    table.setCurrentIndex(table.model().index(0, 0))
    QTest.keyClicks(table, "9")
    (editor,) = below(table, QLineEdit)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert counties(rental)[0] == "9"
    assert (table.currentIndex().row(), table.currentIndex().column()) == (0, 1)


def test_a_cell_being_typed_is_written_when_the_form_is_left(rental: MainWindow) -> None:
    table, document = paste(rental, BLOCK), document_of(rental)
    table.setCurrentIndex(table.model().index(0, 0))
    QTest.keyClicks(table, "9")
    rental.show_start()
    row = document.row_ids("counties")[0]
    assert document.text(cell("county", row, "counties")) == "9"


def test_rows_are_added_and_removed_by_keyboard(rental: MainWindow) -> None:
    table = paste(rental, BLOCK)
    QTest.keyClick(table, Qt.Key.Key_Return, _CTRL)
    assert counties(rental)[:3] == ["红山区", "", "松山区"]
    QTest.keyClick(table, Qt.Key.Key_Delete, _CTRL)
    assert counties(rental)[:2] == ["红山区", "松山区"]
    rental.commands.actions["undo"].trigger()
    assert counties(rental)[:3] == ["红山区", "", "松山区"]


def test_what_is_copied_can_be_pasted_into_a_spreadsheet(rental: MainWindow) -> None:
    table = paste(rental, BLOCK)
    table.selectAll()
    QTest.keyClick(table, Qt.Key.Key_C, _CTRL)
    assert QGuiApplication.clipboard().text().startswith(BLOCK)


def test_tab_leaves_the_table_after_its_last_cell_and_escape_leads_to_the_paper(
    rental: MainWindow,
) -> None:
    table = table_of(rental)
    model = table.model()
    table.setCurrentIndex(model.index(model.rowCount() - 1, model.columnCount() - 1))
    QTest.keyClick(table, Qt.Key.Key_Tab)
    assert focus() is not table
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Escape)
    assert focus() is rental.desk.view


def test_undo_of_a_county_leads_to_the_row_it_belongs_to(rental: MainWindow) -> None:
    paste(rental, BLOCK)
    rental.go_to(cell("score", "satisfaction"))
    rental.commands.actions["undo"].trigger()
    assert rental.desk.view is not None
    assert rental.desk.view.current_ref() == cell("score", "rent_subsidy")


def test_a_finding_about_a_county_leads_to_its_cell(rental: MainWindow) -> None:
    paste(rental, BLOCK)
    document = document_of(rental)
    rental.go_to(cell("score", "quality"))
    rental.go_to(cell("paid", document.row_ids("counties")[1], "counties"))
    (table,) = below(card_of(rental), BreakdownTable)
    assert focus() is table
    assert (table.currentIndex().row(), table.currentIndex().column()) == (1, 2)


def test_a_column_of_words_has_no_sum(rental: MainWindow) -> None:
    paste(rental, BLOCK)
    document = document_of(rental)
    lines = list(sums(document, document.edition.find_group("counties")))
    assert len(lines) == 3
    assert document.value(CellRef("subsidy_planned")).number is None


def test_the_model_keeps_the_rules_of_qt(rental: MainWindow, qtmodeltester: ModelTester) -> None:
    paste(rental, BLOCK)
    qtmodeltester.check(table_of(rental).model())  # type: ignore[no-untyped-call]
