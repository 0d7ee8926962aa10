"""Ctrl+F: every place of the form that holds a text, on the paper and beside it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from anju_desktop.document.changes import CellRef
from anju_desktop.gui.find_bar import cells_with
from anju_desktop.gui.main_window import MainWindow
from anju_desktop.gui.scoring.fields import FactField
from tests.gui.conftest import below, current, press
from tests.gui.windows import example

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def evaluation(sample: MainWindow) -> MainWindow:
    document = example(sample, "zhumadian-2020-evaluation")
    sample.open_form(sample.workspace.shelf.take_in([document]))
    return sample


def look_for(window: MainWindow, text: str) -> None:
    press(window, Qt.Key.Key_F, CTRL)
    assert window.ui.findEdit.hasFocus()
    window.ui.findEdit.setText(text)


def enter(
    window: MainWindow, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    focus = QApplication.focusWidget()
    assert focus is window.ui.findEdit
    QTest.keyClick(focus, Qt.Key.Key_Return, modifier)


def marked(window: MainWindow) -> list[CellRef]:
    return [field.ref for field in below(window, FactField) if field.property("kind") == "found"]


def test_enter_goes_from_place_to_place_around_the_end_and_back(sample: MainWindow) -> None:
    places = cells_with(current(sample).document, "改造")
    assert len(places) > 3
    look_for(sample, "改造")
    assert sample.ui.findCount.text() == f"共 {len(places)} 处"
    view = sample.desk.view
    assert view is not None
    for number, place in enumerate(places, 1):
        enter(sample)
        assert sample.ui.findCount.text() == f"第 {number} 处，共 {len(places)} 处"
        assert view.current_ref() == place
    enter(sample)
    assert view.current_ref() == places[0]
    enter(sample, SHIFT)
    assert view.current_ref() == places[-1]
    QTest.keyClick(sample.ui.findEdit, Qt.Key.Key_Escape)
    assert view.hasFocus()


def test_what_stands_nowhere_is_said(sample: MainWindow) -> None:
    look_for(sample, "火星")
    enter(sample)
    assert sample.ui.findCount.text() == "没有找到"


def test_facts_are_found_by_name_and_shown_while_the_keyboard_stays_in_the_bar(
    evaluation: MainWindow,
) -> None:
    facts = [CellRef("planned_households"), CellRef("started_households")]
    look_for(evaluation, "户数")
    places = cells_with(current(evaluation).document, "户数")
    assert list(places[-2:]) == facts
    for place in places:
        enter(evaluation)
        assert marked(evaluation) == ([place] if place in facts else [])
    view = evaluation.desk.view
    assert view is not None
    ref = view.current_ref()
    assert ref is not None
    assert ref.row == "households"


def test_closing_the_bar_leaves_the_keyboard_in_the_fact_that_was_found(
    evaluation: MainWindow,
) -> None:
    look_for(evaluation, "已开工户数")
    # The last of all is the fact.
    enter(evaluation, SHIFT)
    QTest.keyClick(evaluation.ui.findEdit, Qt.Key.Key_Escape)
    assert marked(evaluation) == []
    focused = [field.ref for field in below(evaluation, FactField) if field.holds_focus()]
    assert focused == [CellRef("started_households")]


def test_facts_are_found_by_their_value(evaluation: MainWindow) -> None:
    document = current(evaluation).document
    document.set_fact("planned_buildings", "98765")
    assert cells_with(document, "98765") == (CellRef("planned_buildings"),)


def test_a_table_that_breaks_facts_down_is_searched_too(sample: MainWindow) -> None:
    document = example(sample, "chifeng-2023-rental")
    sample.open_form(sample.workspace.shelf.take_in([document]))
    opened = current(sample).document
    row = opened.insert_row("counties")
    opened.set(CellRef("county", "counties", row), "某某旗")
    look_for(sample, "某某旗")
    enter(sample)
    assert sample.ui.findCount.text() == "第 1 处，共 1 处"
    QTest.keyClick(sample.ui.findEdit, Qt.Key.Key_Escape)
    assert sample.scores is not None
    assert sample.scores.card is not None
    assert sample.scores.card.holds_focus()
