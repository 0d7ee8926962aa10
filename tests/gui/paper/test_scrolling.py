"""Scrolling: what is shifted, what is painted anew, what stays in sight."""

from typing import cast

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage, QPaintEvent
from PySide6.QtWidgets import QApplication

from anju_desktop.assets import resource
from anju_desktop.document import jsonform
from anju_desktop.document.document import Document, blank_document
from anju_desktop.forms.library import Library
from anju_desktop.gui.paper.surface import WHEEL_STEP
from anju_desktop.gui.paper.view import PaperView
from anju_desktop.sheet.grid import GridCell
from tests.gui.paper.clerk import Clerk
from tests.gui.paper.conftest import Seat

_NOTCH = 3 * WHEEL_STEP


@pytest.fixture
def long_form(seat: Seat, document: Document) -> Clerk:
    """Two hundred more rows, painted."""
    with document.editing("填写"):
        for _ in range(200):
            document.insert_row("indicators", "quantity")
    clerk = seat(document)
    _come_to_rest()
    return clerk


def _come_to_rest() -> None:
    for _ in range(5):
        QApplication.processEvents()


def _on_screen(view: PaperView) -> QImage:
    """What stands on the screen, not what a new painting would give."""
    return view.screen().grabWindow(view.winId()).toImage().convertToFormat(_FORMAT)


def _painted_anew(view: PaperView) -> QImage:
    return view.grab().toImage().convertToFormat(_FORMAT)


_FORMAT = QImage.Format.Format_RGB32


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> list[QRect]:
    """The bounding rectangles of what is painted."""
    seen: list[QRect] = []
    paint = PaperView.paintEvent

    def watched(view: PaperView, event: QPaintEvent) -> None:
        # A region can be gone through, but its type hints do not say so.
        seen.extend(cast("list[QRect]", event.region()))
        paint(view, event)

    monkeypatch.setattr(PaperView, "paintEvent", watched)
    return seen


def test_opening_a_long_form_lays_only_the_cells_in_sight(long_form: Clerk) -> None:
    grid = long_form.view.paper_model().grid
    assert len(grid.cells) > 1500
    assert 0 < long_form.view._desk.laid_count < 300


def test_a_notch_of_the_wheel_paints_and_lays_only_what_comes_into_sight(
    long_form: Clerk, painted: list[QRect], monkeypatch: pytest.MonkeyPatch
) -> None:
    view = long_form.view
    bar = view.verticalScrollBar()
    bar.setValue(2000)
    _come_to_rest()
    painted.clear()
    laid = view._desk.laid_count
    looked: list[GridCell] = []
    edited = view.paper_model().edited

    def watched(cell: GridCell) -> bool:
        looked.append(cell)
        return edited(cell)

    monkeypatch.setattr(view.paper_model(), "edited", watched)
    bar.setValue(2000 + _NOTCH)
    _come_to_rest()
    strip = view.viewport().height() - _NOTCH
    beside = view.visualRect(view.paper_model().index_of(long_form.cell("level2", "r1"))).right()
    heads = view._desk.heads_height(bar.value()) + 4
    assert [area.top() for area in painted if area.right() > beside] == [0, strip]
    assert all(area.height() <= heads for area in painted if area.top() == 0)
    rows = {cell.row for cell in looked if cell.row_span == 1 and cell.row > 6}
    ends = [view._desk.geometry.ys[row + 1] - bar.value() for row in rows]
    assert min(end for end in ends if end > heads + 30) >= strip - 2
    assert view._desk.laid_count - laid <= 9 * 5


def test_moving_the_focus_within_the_window_paints_two_cells(
    long_form: Clerk, painted: list[QRect]
) -> None:
    long_form.at("target", "r2")
    long_form.view.scrollTo(long_form.view.currentIndex())
    _come_to_rest()
    painted.clear()
    long_form.press("Right")
    _come_to_rest()
    assert painted
    height = max(area.height() for area in painted)
    assert height <= 40


@pytest.mark.parametrize("size", [(884, 400), (500, 300)])
@pytest.mark.parametrize(
    "example",
    [
        "chifeng-2023-renovation",
        "karamay-2024-old-communities",
        "zhengzhou-2021-jingkai",
    ],
)
def test_what_was_shifted_looks_as_if_it_were_painted(
    seat: Seat, example: str, size: tuple[int, int]
) -> None:
    document = jsonform.load_file(resource("examples", f"{example}.json"), Library().get)
    view = seat(document).view
    view.resize(*size)
    _come_to_rest()
    bar, across = view.verticalScrollBar(), view.horizontalScrollBar()
    assert bar.maximum() > 0
    cells = view.paper_model().fillable()
    ways = [
        _NOTCH,
        _NOTCH,
        7,
        _NOTCH,
        -WHEEL_STEP,
        1,
        2 * _NOTCH,
        -_NOTCH,
        -5,
        300,
        _NOTCH,
        -_NOTCH,
    ]
    for number, way in enumerate(ways):
        if number % 4 == 3:
            across.setValue(across.maximum() * number // len(ways))
        if number == 5:
            view.jump_to(cells[len(cells) // 2].refs[0])
        bar.setValue(bar.value() + way)
        _come_to_rest()
        assert _on_screen(view) == _painted_anew(view), f"after {number + 1} of {ways}"


def test_an_open_editor_leaves_no_picture_behind(long_form: Clerk) -> None:
    view = long_form.view
    long_form.at("target", "r6")
    _come_to_rest()
    view.edit_current()
    long_form.type("12")
    bar = view.verticalScrollBar()
    bar.setValue(bar.value() + _NOTCH)
    _come_to_rest()
    assert view.is_editing()
    long_form.press("Esc")
    _come_to_rest()
    assert _on_screen(view) == _painted_anew(view)


def test_a_notch_is_a_whole_number_of_device_pixels_at_every_usual_scale() -> None:
    assert [(_NOTCH * ratio) % 1 for ratio in (1.0, 1.25, 1.5, 1.75, 2.0)] == [0] * 5


# -- frozen columns ------------------------------------------------------------------------


def _scrolled_aside(clerk: Clerk, width: int = 640) -> PaperView:
    view = clerk.view
    view.resize(width, 600)
    bar = view.horizontalScrollBar()
    bar.setValue(bar.maximum())
    _come_to_rest()
    assert bar.value() > 0
    return view


def test_the_first_columns_stay_in_sight_where_there_is_room(clerk: Clerk) -> None:
    view = _scrolled_aside(clerk)
    model = view.paper_model()
    lefts = [
        view.visualRect(model.index_of(clerk.cell(column, "r2"))).left()
        for column in ("level1", "level2", "name")
    ]
    assert lefts[0] == 0
    assert lefts == sorted(set(lefts))
    for column in ("level1", "level2", "name"):
        index = model.index_of(clerk.cell(column, "r2"))
        assert view.indexAt(view.visualRect(index).topLeft() + QPoint(4, 30)) == index or (
            view.indexAt(view.visualRect(index).center()) == index
        )


def test_in_a_narrow_window_only_the_naming_column_stays(clerk: Clerk) -> None:
    view = _scrolled_aside(clerk, 420)
    model = view.paper_model()
    assert view.visualRect(model.index_of(clerk.cell("name", "r2"))).left() == 0
    assert view.visualRect(model.index_of(clerk.cell("level1", "r2"))).right() < 0


def test_frozen_columns_never_take_more_than_half_of_the_window(seat: Seat) -> None:
    for edition in Library().ids():
        view = seat(blank_document(Library().get(edition), "甲县", "2024")).view
        for width, zoom in ((884, 1.0), (500, 1.0), (420, 2.0)):
            view.resize(width, 400)
            view.set_zoom(zoom)
            left = view.horizontalScrollBar().maximum()
            assert view._desk.stuck_width(left) <= width / 2


def test_going_to_a_frozen_cell_does_not_scroll_sideways(clerk: Clerk) -> None:
    view = _scrolled_aside(clerk)
    before = view.horizontalScrollBar().value()
    clerk.at("name", "r4")
    assert view.horizontalScrollBar().value() == before


def test_a_head_over_frozen_and_other_columns_stays_with_the_frozen_ones(seat: Seat) -> None:
    example = resource("examples", "chifeng-2023-renovation.json")
    view = seat(jsonform.load_file(example, Library().get)).view
    view.resize(500, 400)
    bar = view.horizontalScrollBar()
    bar.setValue(bar.maximum())
    left = bar.value()
    heads = [
        laid
        for laid in view._desk.stuck(left, 0, view._desk.geometry.height)
        if laid.cell.text == "评价指标"
    ]
    assert [laid.box.left for laid in heads] == [left]


def test_a_merged_text_stands_in_the_middle_of_what_is_in_sight(clerk: Clerk) -> None:
    """The title lies over all columns; scrolled sideways its text comes along."""
    view = _scrolled_aside(clerk, 420)
    view.verticalScrollBar().setValue(0)
    _come_to_rest()
    image = view.viewport().grab().toImage()
    title = view.visualRect(view.paper_model().index(0, 0))
    ink = [
        x
        for x in range(view.viewport().width())
        for y in range(title.top(), title.bottom(), 2)
        if image.pixelColor(x, y).lightness() < 100
    ]
    middle = (min(ink) + max(ink)) / 2
    assert abs(middle - view.viewport().width() / 2) < 24
