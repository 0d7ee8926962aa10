"""The grid holds the table as the paper shows it: texts, merged areas, what is fillable."""

from pathlib import Path

import pytest

from anju_desktop.assets import resource
from anju_desktop.document import jsonform
from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document, blank_document
from anju_desktop.forms.library import Library
from anju_desktop.forms.loader import load_edition
from anju_desktop.sheet.grid import Grid, GridCell, Role, build_grid

LIBRARY = Library()
INVENTED = Path(__file__).parent.parent / "data" / "forms" / "invented-2025-repair-fund.toml"


def example(name: str) -> Document:
    return jsonform.load_file(resource("examples", f"{name}.json"), LIBRARY.get)


def merged(grid: Grid, column: int) -> list[tuple[int, int, str]]:
    """(row, rows, text) of the cells in a column that span rows."""
    return [
        (cell.row, cell.row_span, cell.text)
        for cell in grid.cells
        if cell.column == column and cell.row_span > 1
    ]


def cell_of(grid: Grid, ref: CellRef) -> GridCell:
    return next(cell for cell in grid.cells if ref in cell.refs)


def test_equal_neighbours_are_one_cell_and_levels_do_not_run_into_each_other() -> None:
    grid = build_grid(example("karamay-2024-old-communities"))
    assert merged(grid, 0) == [(7, 8, "产出指标"), (16, 2, "效益指标")]
    assert merged(grid, 1) == [
        (7, 3, "数量指标"),
        (10, 3, "质量指标"),
        (13, 2, "时效指标"),
        (16, 2, "社会效益指标"),
    ]


def test_parallel_columns_repeat_the_second_level_and_a_label_runs_down_the_whole_group() -> None:
    grid = build_grid(example("zhengzhou-2021-jinshui"))
    assert merged(grid, 0)[-1] == (9, 9, "绩效指标")
    assert merged(grid, 2) == merged(grid, 5) == [(10, 4, "数量指标")]


def test_points_are_merged_with_their_indicator_and_an_emptied_one_stays_empty() -> None:
    grid = build_grid(example("zhumadian-2020-evaluation"))
    assert merged(grid, 1) == [(4, 3, "25"), (7, 2, "10"), (9, 6, "60")]
    emptied = CellRef("level1_points", "indicators", "satisfaction")
    assert cell_of(grid, emptied).text == ""


def test_a_value_inside_a_sentence_keeps_the_printed_words_around_it() -> None:
    cell = cell_of(build_grid(example("zhengzhou-2021-jinshui")), CellRef("total_funds"))
    assert cell.text == "年度资金总额: 12870万元"
    assert (cell.prefix, cell.suffix) == ("年度资金总额: ", "万元")


def test_every_cell_knows_whether_it_is_printed_or_filled() -> None:
    document = example("zhumadian-2020-evaluation")
    grid = build_grid(document)
    row = document.row_ids("indicators")[0]
    roles = {
        column: cell_of(grid, CellRef(column, "indicators", row)).role
        for column in ("level1", "standard", "score")
    }
    assert roles == {"level1": Role.OFFICIAL, "standard": Role.OFFICIAL, "score": Role.INPUT}


def test_a_computed_rate_in_a_cell_of_its_own_says_that_it_is_percent() -> None:
    document = blank_document(LIBRARY.get("national-self-evaluation"), "某县", "2025")
    rate = CellRef("rate", "funds", "total")
    for field, text in (("revised", "6111"), ("executed", "6000")):
        document.set(CellRef(field, "funds", "total"), text)
    assert cell_of(build_grid(document), rate).text == "98.18%"
    document.set(rate, "98.2%")
    assert cell_of(build_grid(document), rate).text == "98.2%"


def test_goals_with_weights_merge_over_what_the_clerk_typed() -> None:
    document = blank_document(load_edition(INVENTED), "某县", "2025")
    for text in ("保安全", "保安全", "促满意"):
        row = document.insert_row("measures")
        document.set(CellRef("goal", "measures", row), text)
    document.set(CellRef("budget_total"), "200")
    document.set(CellRef("spent_total"), "199")
    grid = build_grid(document)
    assert (5, 2, "保安全") in merged(grid, 0)
    assert any(cell.text == "执行率：99.50%" for cell in grid.cells)


@pytest.mark.parametrize("path", sorted(resource("examples").glob("*.json")), ids=lambda p: p.stem)
def test_cells_tile_the_table_without_gap_or_overlap(path: Path) -> None:
    grid = build_grid(jsonform.load_file(path, LIBRARY.get))
    covered = [
        (row, column)
        for cell in grid.cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    ]
    everything = [(r, c) for r in range(len(grid.rows)) for c in range(len(grid.columns_mm))]
    assert sorted(covered) == everything
