"""The paper on its desk: areas, places, scrolling, zoom, life and death."""

import gc

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document, blank_document
from anju_desktop.document.history import History
from anju_desktop.forms.library import Library
from anju_desktop.gui.paper.geometry import LEAST_ROW
from anju_desktop.gui.paper.surface import LEAST_ZOOM, MOST_ZOOM
from anju_desktop.gui.paper.view import PaperView
from anju_desktop.rules.engine import Checker
from anju_desktop.sheet.grid import build_grid
from tests.gui.paper.clerk import Clerk
from tests.gui.paper.conftest import Seat


def _spans(view: PaperView) -> set[tuple[int, int, int, int]]:
    model = view.paper_model()
    return {
        (row, column, view.rowSpan(row, column), view.columnSpan(row, column))
        for row in range(model.rowCount())
        for column in range(model.columnCount())
        if view.rowSpan(row, column) * view.columnSpan(row, column) > 1
        and (cell := model.cell_at(row, column)) is not None
        and (cell.row, cell.column) == (row, column)
    }


def test_the_merged_areas_are_those_of_the_published_table(clerk: Clerk) -> None:
    assert _spans(clerk.view) == {
        (0, 0, 1, 9),
        (1, 0, 1, 9),
        (2, 1, 1, 8),
        (3, 1, 1, 4),
        (3, 6, 1, 3),
        (4, 2, 1, 2),
        (4, 6, 1, 2),
        (5, 1, 1, 8),
        (7, 0, 8, 1),
        (7, 1, 3, 1),
        (10, 1, 3, 1),
        (13, 1, 2, 1),
        (16, 0, 2, 1),
        (16, 1, 2, 1),
        (19, 0, 1, 3),
        (19, 3, 1, 3),
        (19, 6, 1, 3),
    }


@pytest.mark.parametrize("edition", Library().ids())
def test_the_merged_areas_are_those_of_the_grid(seat: Seat, edition: str) -> None:
    document = blank_document(Library().get(edition), "克拉玛依区", "2024")
    clerk = seat(document)
    for group in document.edition.groups:
        if group.open:
            document.insert_row(group.id, group.categories[0].id if group.categories else "")
    expected = {
        (c.row, c.column, c.row_span, c.column_span)
        for c in build_grid(document).cells
        if c.row_span * c.column_span > 1
    }
    assert _spans(clerk.view) == expected


def test_areas_follow_the_text_that_merges_them(seat: Seat, repairs: Document) -> None:
    repairs.insert_row("measures")
    first, second = repairs.row_ids("measures")
    clerk = seat(repairs)
    assert (4, 0, 2, 1) in _spans(clerk.view)
    with repairs.editing("填写"):
        repairs.set(CellRef("goal", "measures", first), "甲")
        repairs.set(CellRef("goal", "measures", second), "乙")
    assert (4, 0, 2, 1) not in _spans(clerk.view)


def test_each_cell_lies_where_it_is_found(clerk: Clerk) -> None:
    model = clerk.view.paper_model()
    for cell in model.grid.cells:
        clerk.view.scrollTo(model.index_of(cell))
        area = clerk.view.visualRect(model.index_of(cell))
        assert clerk.view.indexAt(area.center()) == model.index_of(cell)


def test_neighbours_share_their_edge_and_rows_are_high_enough(clerk: Clerk) -> None:
    model = clerk.view.paper_model()
    name, target = clerk.cell("name", "r2"), clerk.cell("target", "r2")
    left = clerk.view.visualRect(model.index_of(name))
    right = clerk.view.visualRect(model.index_of(target))
    assert left.right() == right.left()
    assert left.height() == LEAST_ROW + 1


def test_the_table_fits_the_window_by_width(clerk: Clerk) -> None:
    bar = clerk.view.horizontalScrollBar()
    assert clerk.view.fits_width()
    assert bar.maximum() == 0
    before = clerk.view.zoom()
    clerk.view.resize(1100, 600)
    assert clerk.view.zoom() > before
    assert bar.maximum() == 0


def test_text_never_gets_too_small_rather_the_window_scrolls(clerk: Clerk) -> None:
    clerk.view.resize(500, 600)
    assert clerk.view.zoom() * 14 == pytest.approx(12)
    assert clerk.view.horizontalScrollBar().maximum() > 0


def test_text_gets_no_smaller_on_a_fine_screen(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(clerk.view), "devicePixelRatioF", lambda _: 1.5)
    clerk.view.resize(500, 600)
    assert clerk.view.zoom() * 14 == pytest.approx(12)


def test_zoom_keeps_its_bounds_and_tells_of_changes(clerk: Clerk) -> None:
    told: list[float] = []
    clerk.view.zoom_changed.connect(told.append)
    clerk.view.set_zoom(9)
    clerk.view.set_zoom(9)
    clerk.view.set_zoom(0.01)
    assert told == [MOST_ZOOM, LEAST_ZOOM]
    assert not clerk.view.fits_width()
    clerk.view.zoom_to_width()
    assert clerk.view.fits_width()
    assert len(told) == 3


def test_ctrl_and_the_wheel_zoom(clerk: Clerk) -> None:
    clerk.view.set_zoom(1.0)
    here = QPointF(200, 200)
    wheel = QWheelEvent(
        here,
        here,
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(clerk.view.viewport(), wheel)
    assert clerk.view.zoom() == pytest.approx(1.1)


def test_a_click_makes_a_cell_the_current_one(clerk: Clerk) -> None:
    told: list[CellRef | None] = []
    clerk.view.current_changed.connect(told.append)
    index = clerk.view.paper_model().index_of(clerk.cell("weight", "r2"))
    QTest.mouseClick(
        clerk.view.viewport(),
        Qt.MouseButton.LeftButton,
        pos=clerk.view.visualRect(index).center(),
    )
    assert told == [clerk.ref("weight", "r2")]


def test_a_drag_chooses_whole_merged_cells(clerk: Clerk) -> None:
    model, viewport = clerk.view.paper_model(), clerk.view.viewport()
    start = clerk.view.visualRect(model.index_of(clerk.cell("level2", "r1"))).center()
    end = clerk.view.visualRect(model.index_of(clerk.cell("name", "r4"))).center()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(viewport, end)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=end)
    chosen = {(cell.row, cell.column) for cell in clerk.view.selected_cells()}
    assert chosen == {(7, 1), (10, 1)} | {(row, 2) for row in range(7, 13)}


def test_a_double_click_edits_at_the_end(clerk: Clerk) -> None:
    index = clerk.view.paper_model().index_of(clerk.cell("weight", "r2"))
    place = clerk.view.visualRect(index).center()
    QTest.mouseClick(clerk.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(clerk.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    clerk.type("0")
    clerk.press("Enter")
    assert clerk.text("weight", "r2") == "50"


def test_the_column_heads_stay_in_sight(seat: Seat, document: Document) -> None:
    for _ in range(40):
        document.insert_row("indicators", "quantity")
    clerk = seat(document)
    last = document.row_ids("indicators")[30]
    model = clerk.view.paper_model()
    clerk.view.scrollTo(model.index_of(clerk.cell("name", last)))
    head = model.cell_at(6, 2)
    assert head is not None
    assert clerk.view.visualRect(model.index_of(head)).bottom() < 0
    image = clerk.view.viewport().grab().toImage()
    top = clerk.view.visualRect(model.index_of(head))
    grounds = {image.pixelColor(top.left() + 8, y).name() for y in (6, 12, 24)}
    assert grounds == {"#f4f4f0"}


def test_a_cell_that_is_gone_to_lies_below_the_frozen_heads(seat: Seat, document: Document) -> None:
    for _ in range(40):
        document.insert_row("indicators", "quantity")
    clerk = seat(document)
    ids = document.row_ids("indicators")
    clerk.at("name", ids[-1])
    clerk.view.verticalScrollBar().setValue(clerk.view.verticalScrollBar().maximum())
    for row in reversed(ids):
        clerk.view.setCurrentIndex(clerk.view.paper_model().index_of(clerk.cell("name", row)))
        area = clerk.view.visualRect(clerk.view.currentIndex())
        found = clerk.view.indexAt(area.center())
        assert found == clerk.view.currentIndex()


def test_a_fresh_form_is_not_born_red(seat: Seat) -> None:
    edition = Library().get("karamay-2024-project-target")
    clerk = seat(blank_document(edition, "克拉玛依区", "2024"))
    clerk.view.set_reviewed(False)
    assert clerk.level("budget_unit") == ""
    clerk.view.set_reviewed(True)
    assert clerk.level("budget_unit") == "error"


def _writing_lines(clerk: Clerk) -> set[tuple[str, str]]:
    """Columns and categories of empty cells with a dashed line to write on."""
    image = clerk.view.viewport().grab().toImage()
    found = set()
    for row in clerk.document.row_ids("indicators"):
        for column in ("name", "target"):
            cell = clerk.cell(column, row)
            area = clerk.view.visualRect(clerk.view.paper_model().index_of(cell))
            strip = [
                image.pixelColor(x, area.bottom() - 4).name()
                for x in range(area.left() + 10, area.left() + 30)
            ]
            if "#1d5570" in strip:
                found.add((column, clerk.document.category("indicators", row)))
    return found


def test_what_has_to_be_filled_has_a_line_to_write_on(seat: Seat) -> None:
    edition = Library().get("karamay-2024-project-target")
    clerk = seat(blank_document(edition, "克拉玛依区", "2024"))
    clerk.view.set_reviewed(False)
    lines = _writing_lines(clerk)
    assert {("name", "quantity"), ("target", "quantity"), ("name", "satisfaction")} <= lines
    assert not any(category == "social_cost" for _, category in lines)
    clerk.at("name", clerk.document.row_ids("indicators")[0])
    clerk.type("甲")
    clerk.press("Enter")
    clerk.press("Enter")
    assert ("name", "quantity") not in _writing_lines(clerk)


def test_a_follow_on_finding_marks_no_further_cell(clerk: Clerk) -> None:
    clerk.document.set(CellRef("fiscal_funds"), "6101")
    marked = {
        finding.cell
        for finding in clerk.checker.findings()
        if not finding.cause and not finding.hidden
    }
    model = clerk.view.paper_model()
    shown = {cell.refs[0] for cell in model.grid.cells if cell.refs and model.level(cell)}
    assert shown == marked


def _colour(clerk: Clerk, column: str, row: str = "") -> str:
    """The ground of a cell, beside its text and marks."""
    image = clerk.view.viewport().grab().toImage()
    area = clerk.view.visualRect(clerk.view.paper_model().index_of(clerk.cell(column, row)))
    return image.pixelColor(area.right() - 4, area.top() + 4).name()


def test_each_kind_of_cell_has_its_own_ground(seat: Seat, repairs: Document) -> None:
    (row,) = repairs.row_ids("measures")
    repairs.set(CellRef("name", "measures", row), "修缮户数")
    clerk = seat(repairs)
    assert _colour(clerk, "name", row) == "#ffffff"
    assert _colour(clerk, "rate_total") == "#eef4f0"
    assert _colour(clerk, "budget_total") == "#f8dcd9"
    clerk.view.set_reviewed(False)
    assert _colour(clerk, "budget_total") == "#ffffff"


def test_a_hint_does_not_tint_its_cell(clerk: Clerk) -> None:
    assert (clerk.level("goal"), _colour(clerk, "goal")) == ("hint", "#ffffff")
    assert (clerk.level("target", "r6"), _colour(clerk, "target", "r6")) == ("explain", "#fff3d3")


def test_a_view_that_is_deleted_hears_of_nothing_more(qtbot: QtBot, document: Document) -> None:
    checker = Checker(document)
    history = History(document)
    listening = len(document._edit_listeners), len(document._draft_listeners)
    view = PaperView(document, history, checker)
    view.show()
    view.jump_to(CellRef("goal"))
    view.edit_current()
    QTest.keyClicks(QApplication.focusWidget() or view, "x")
    view.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    del view
    gc.collect()
    document.set(CellRef("goal"), "之后")
    document.insert_row("indicators", "quantity")
    assert (len(document._edit_listeners), len(document._draft_listeners)) == listening
    assert document.value(CellRef("goal")).typed == "之后"


def test_a_checker_closed_before_the_view_is_no_mistake(document: Document) -> None:
    checker = Checker(document)
    view = PaperView(document, History(document), checker)
    checker.close()
    view.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    document.set(CellRef("goal"), "之后")
    assert document.text(CellRef("goal")) == "之后"


def test_the_naming_column_stays_in_sight_when_scrolling_sideways(clerk: Clerk) -> None:
    clerk.view.resize(500, 600)
    bar = clerk.view.horizontalScrollBar()
    bar.setValue(bar.maximum())
    model = clerk.view.paper_model()
    name = clerk.view.visualRect(model.index_of(clerk.cell("name", "r2")))
    assert name.left() == 0
    assert clerk.view.indexAt(name.center()) == model.index_of(clerk.cell("name", "r2"))
    title = clerk.view.visualRect(model.index_of(clerk.cell("project_name")))
    assert title.left() < 0


def test_a_cell_that_is_gone_to_lies_beside_the_naming_column(clerk: Clerk) -> None:
    clerk.view.resize(500, 600)
    bar = clerk.view.horizontalScrollBar()
    bar.setValue(bar.maximum())
    model = clerk.view.paper_model()
    for column in ("evidence", "weight", "last_year", "basis", "target"):
        index = model.index_of(clerk.cell(column, "r2"))
        clerk.view.setCurrentIndex(index)
        area = clerk.view.visualRect(index)
        assert clerk.view.indexAt(area.topLeft() + QPoint(3, 3)) == index
        assert clerk.view.indexAt(area.bottomRight() - QPoint(3, 3)) == index


def test_zooming_keeps_the_place(seat: Seat, document: Document) -> None:
    for _ in range(40):
        document.insert_row("indicators", "quantity")
    clerk = seat(document)
    bar = clerk.view.verticalScrollBar()
    bar.setValue(500)
    before = clerk.view.indexAt(QPoint(300, 100)).row()
    clerk.view.set_zoom(1.4)
    assert abs(clerk.view.indexAt(QPoint(300, 100)).row() - before) <= 2


def _row_of_pixels(clerk: Clerk, y: int, left: int, right: int) -> list[str]:
    image = clerk.view.viewport().grab().toImage()
    return [image.pixelColor(x, y).name() for x in range(left, right)]


def test_a_cell_edited_since_opening_has_a_bar_at_its_left_edge(clerk: Clerk) -> None:
    area = clerk.view.visualRect(clerk.view.paper_model().index_of(clerk.cell("weight", "r2")))
    beside = (area.center().y(), area.left() + 1, area.left() + 3)
    assert _row_of_pixels(clerk, *beside) == ["#ffffff"] * 2
    clerk.document.set(clerk.ref("weight", "r2"), "6")
    assert _row_of_pixels(clerk, *beside) == ["#1d5570"] * 2
    clerk.history.undo()
    assert _row_of_pixels(clerk, *beside) == ["#ffffff"] * 2


def test_a_pasted_block_with_a_finding_is_outlined_until_the_next_edit(clerk: Clerk) -> None:
    QApplication.clipboard().setText("≥1户\n≥2户")
    clerk.at("target", "r2")
    clerk.press("Ctrl+V")
    clerk.at("goal")
    area = clerk.view.visualRect(clerk.view.paper_model().index_of(clerk.cell("target", "r3")))
    below = (area.bottom(), area.left() + 5, area.right() - 5)
    assert "#1d5570" in _row_of_pixels(clerk, *below)
    clerk.document.set(clerk.ref("weight", "r12"), "6")
    assert "#1d5570" not in _row_of_pixels(clerk, *below)
