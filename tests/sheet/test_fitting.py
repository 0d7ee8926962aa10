"""What does not come out whole is known before it is printed."""

from anju_desktop.assets import resource
from anju_desktop.document.jsonform import load_file
from anju_desktop.forms.definition import Align, Paper, RowKind
from anju_desktop.forms.library import Library
from anju_desktop.sheet.display import Layout, Stamp
from anju_desktop.sheet.grid import CellStyle, Grid, GridCell, GridRow, Role, build_grid
from anju_desktop.sheet.layout import layout
from anju_desktop.sheet.metrics import default_metrics


def laid_out(*columns: float, size: float = 10.5, texts: tuple[str, ...]) -> Layout:
    """One row of cells."""
    style = CellStyle(Align.LEFT, size)
    cells = tuple(
        GridCell(0, number, 1, 1, text, Role.INPUT, style) for number, text in enumerate(texts)
    )
    grid = Grid(columns, (GridRow(RowKind.BODY),), cells)
    return layout(grid, Paper(columns=()), default_metrics(), Stamp())


def cut(made: Layout) -> list[str]:
    return [cell.text for cell in made.cut_off]


def test_a_text_that_has_room_is_not_reported() -> None:
    assert cut(laid_out(60, 60, texts=("改造户数", "一段很长的话，" * 300))) == []


def test_a_character_wider_than_its_column_is_reported() -> None:
    assert cut(laid_out(60, 4, texts=("改造户数", "户"))) == ["户"]


def test_a_text_higher_than_the_page_that_cannot_be_cut_is_reported() -> None:
    assert cut(laid_out(170, size=400, texts=("高高",))) == ["高高"]


def test_a_mark_that_hangs_over_the_edge_is_not_reported() -> None:
    # Ten characters fill the line, the comma hangs into the padding as it should.
    ten = 10 * 10.5 * 25.4 / 72
    for room in (2.0, 2.5, 3.0, 3.5):
        assert cut(laid_out(ten + room, texts=("一二三四五六七八九十，" * 3,))) == []


def test_all_examples_come_out_whole() -> None:
    library = Library()
    for path in sorted(resource("examples").glob("*.json")):
        document = load_file(path, library.get)
        made = layout(build_grid(document), document.edition.paper, default_metrics(), Stamp())
        assert made.cut_off == (), path.name
