"""The same table in a blank sheet of a real LibreOffice Calc: the count is of what works."""

from pathlib import Path

import pytest

from tests.e2e.calc import programs
from tests.e2e.desk import display, grid
from tests.e2e.desk.case import case_of, published
from tests.e2e.desk.spreadsheet import LOG, at_a_blank_sheet
from tests.e2e.desk.strokes import read_log

LACKING = display.missing() or programs.missing()


@pytest.mark.skipif(bool(LACKING), reason=LACKING)
def test_the_skilled_way_in_calc_comes_to_the_published_cells(tmp_path: Path) -> None:
    typing = grid.skilled(case_of(published()))
    with at_a_blank_sheet(typing.script, tmp_path) as calc:
        calc.play(typing.script)
        assert calc.read() == typing.sheet
    assert len(read_log(tmp_path / LOG)) == len(typing.script)


def test_the_cells_are_those_that_are_typed_here() -> None:
    case = case_of(published())
    texts = [*case.fields.values(), *(t for row in case.rows for t in row.cells.values())]
    assert sorted(grid.cells_of(case).values()) == sorted(texts)


def test_the_printed_words_come_on_top_of_the_cells() -> None:
    case = case_of(published())
    printed = list(grid.printed_of(case).values())
    for text in grid.cells_of(case).values():
        assert text in printed
    assert {"项目支出绩效目标表", "产出指标", "数量指标", "佐证资料", "负责人（签字）："} <= {
        *printed
    }
