"""The form laid out in pixels, without Qt."""

import pytest

from anju_desktop.assets import resource
from anju_desktop.document import jsonform
from anju_desktop.document.document import Document
from anju_desktop.forms.definition import Align, RowKind
from anju_desktop.forms.library import Library
from anju_desktop.gui.paper.desk import STANDS_OFF, Desk
from anju_desktop.gui.paper.geometry import LEAST_ROW, Box
from anju_desktop.sheet.grid import build_grid
from anju_desktop.sheet.metrics import default_metrics
from anju_desktop.sheet.rowheights import pad_x


def _desk(document: Document, zoom: float = 1.0, width: int = 1200) -> Desk:
    desk = Desk(build_grid(document), default_metrics())
    desk.fit(zoom, width)
    return desk


def test_the_sheet_lies_in_the_middle_of_a_wide_window(document: Document) -> None:
    geometry = _desk(document, width=1600).geometry
    assert geometry.width == 1600
    assert abs(geometry.sheet.left - (1600 - geometry.sheet.right)) <= 1


@pytest.mark.parametrize("zoom", [0.6, 0.77, 0.857, 1.0, 1.37, 2.0])
def test_columns_are_as_wide_as_their_millimetres(document: Document, zoom: float) -> None:
    desk = _desk(document, zoom)
    millimetre = 96 / 25.4 * zoom
    widths = [
        right - left for left, right in zip(desk.geometry.xs, desk.geometry.xs[1:], strict=False)
    ]
    assert widths == pytest.approx([mm * millimetre for mm in desk.grid.columns_mm], abs=1)


@pytest.mark.parametrize("example", sorted(p.name for p in resource("examples").glob("*.json")))
def test_every_line_fits_into_its_cell_and_texts_below_each_other_begin_alike(example: str) -> None:
    document = jsonform.load_file(resource("examples", example), Library().get)
    desk = _desk(document)
    begin: dict[int, set[float]] = {}
    for laid in desk.cells:
        pad = pad_x(laid.cell.style) * desk.geometry.pixels_per_mm
        for line in laid.lines:
            width = line.width_mm * desk.geometry.pixels_per_mm
            # A closing mark may hang over the edge by half its width.
            assert pad + laid.indent + width <= laid.box.width + 4
        if laid.cell.style.align is Align.LEFT and laid.cell.style.framed:
            begin.setdefault(laid.cell.column, set()).add(laid.indent)
    assert all(len(indents) == 1 for indents in begin.values())
    assert all(0 <= indent <= STANDS_OFF for indents in begin.values() for indent in indents)


@pytest.mark.parametrize("zoom", [0.86, 1.0, 1.1])
@pytest.mark.parametrize("example", sorted(p.name for p in resource("examples").glob("*.json")))
def test_the_stamp_lies_on_no_text_and_in_no_ring(example: str, zoom: float) -> None:
    desk = _desk(jsonform.load_file(resource("examples", example), Library().get), zoom)
    place = desk.corner(24)
    assert place.right == desk.geometry.xs[-1]
    assert place.top >= desk.geometry.sheet.top
    assert place.height >= 14
    for laid in desk.cells:
        if laid.box.meets(place):
            assert not laid.cell.refs
            assert not laid.cell.style.framed
            words = max((line.width_mm for line in laid.lines), default=0)
            words *= desk.geometry.pixels_per_mm
            at_right = laid.cell.style.align is Align.RIGHT and words
            assert not at_right
            spare = laid.box.width - words
            assert place.width <= (spare / 2 if laid.cell.style.align is Align.CENTER else spare)


def test_the_stamp_stands_on_the_lowest_free_line_above_the_table(document: Document) -> None:
    desk = _desk(document)
    subtitle = [row.kind for row in desk.grid.rows].index(RowKind.SUBTITLE)
    assert desk.corner(24).top == desk.geometry.ys[subtitle]


def test_rows_of_the_table_are_high_enough_to_click(document: Document) -> None:
    desk = _desk(document, zoom=0.6)
    framed = [laid.box.height for laid in desk.cells if laid.cell.style.framed]
    assert min(framed) >= LEAST_ROW


def test_every_place_of_the_table_belongs_to_the_cell_painted_there(document: Document) -> None:
    desk = _desk(document)
    for laid in desk.cells:
        place = desk.geometry.place_at(laid.box.left, laid.box.top)
        assert place == (laid.cell.row, laid.cell.column)
    assert desk.geometry.place_at(0, 0) is None


def test_only_cells_in_the_area_are_painted(document: Document) -> None:
    desk = _desk(document)
    top, bottom = desk.geometry.ys[10], desk.geometry.ys[11]
    rows = {laid.cell.row for laid in desk.meeting(Box(0, top + 5, 1200, bottom - 5))}
    assert rows == {7, 10}
