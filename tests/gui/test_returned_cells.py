"""Cells of which the city has said something carry a folded corner until it is answered."""

from datetime import date

import pytest

from anju_desktop.document.changes import CellRef
from anju_desktop.document.course import course_of
from anju_desktop.document.events import Answered, Event, Noted, Opinion, Reported, Returned
from anju_desktop.gui.main_window import MainWindow
from anju_desktop.gui.returned_cells import returned_cells
from tests.rules.small_forms import example

CODE = "0" * 16
DAY = date(2024, 4, 2)
CELL, OTHER = CellRef("goal"), CellRef("target", "indicators", "r2")
REPORTED = Reported(DAY, "优盘", ((7, CODE),))
RETURNED = Returned(DAY, (Opinion("缺单位", 7, CELL), Opinion("补盖章"), Opinion("改", 8, OTHER)))


@pytest.mark.parametrize(
    ("events", "cells"),
    [
        ((), set()),
        ((REPORTED,), set()),
        ((REPORTED, RETURNED), {CELL}),
        ((REPORTED, RETURNED, Answered(2, 0, True, "已补")), set()),
        ((REPORTED, RETURNED, Answered(2, 1, True, "已补")), {CELL}),
        ((REPORTED, RETURNED, REPORTED), set()),
    ],
)
def test_only_what_waits_for_an_answer_on_this_form_is_marked(
    events: tuple[Event, ...], cells: set[CellRef]
) -> None:
    course = course_of(Noted(number, event) for number, event in enumerate(events, 1))
    assert returned_cells(course, 7) == cells


def test_the_open_form_shows_what_was_returned(window: MainWindow) -> None:
    document = example("karamay-2024-old-communities")
    document.finalize(CODE)
    workspace = window.workspace
    workspace.shelf.take_in([document])
    entry = workspace.submissions()[-1]
    form = entry.forms[0].id
    window.open_form(form)
    view = window.desk.view
    assert view is not None
    cell = view.paper_model().cell_of(CELL)
    assert cell is not None
    assert not view.look(cell).returned
    workspace.record(entry.id, Reported(DAY, "优盘", ((form, CODE),)))
    number = workspace.record(entry.id, Returned(DAY, (Opinion("缺单位", form, CELL),)))
    assert view.look(cell).returned
    workspace.record(entry.id, Answered(number, 0, True, "已补"))
    assert not view.look(cell).returned
