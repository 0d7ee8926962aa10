"""Many pages: where they end, what is repeated, what is continued."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import chain, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anju_desktop.forms.definition import Align, Paper, RowKind
from anju_desktop.sheet.borders import OUTER_MM
from anju_desktop.sheet.display import Line, Page, Stamp, TextRun
from anju_desktop.sheet.grid import CellStyle, Grid, GridCell, GridRow, Role
from anju_desktop.sheet.layout import layout
from anju_desktop.sheet.metrics import default_metrics
from anju_desktop.sheet.rowheights import PAD_Y

PAPER = Paper(columns=())
TOP, BOTTOM = 20.0, 297.0 - 18.0
SIZE = 10.5
FRAMED = (RowKind.HEAD, RowKind.BODY, RowKind.GROUP)


class Form:
    """A grid put together row by row."""

    def __init__(self, *columns: float) -> None:
        self.columns = columns
        self.rows: list[GridRow] = []
        self.cells: list[GridCell] = []

    def row(self, kind: RowKind, *texts: str, least: float = 0, size: float = SIZE) -> "Form":
        """One row; the first columns may be covered from above, then fewer texts are given."""
        start = len(self.columns) - len(texts)
        style = CellStyle(Align.LEFT, size, framed=kind in FRAMED)
        for column, text in enumerate(texts, start):
            self.cells.append(GridCell(len(self.rows), column, 1, 1, text, Role.INPUT, style))
        self.rows.append(GridRow(kind, least))
        return self

    def group(self, count: int, *texts: str) -> "Form":
        for number in range(count):
            self.row(RowKind.GROUP, *(text.format(number) for text in texts))
        return self

    def span(self, row: int, column: int, down: int, text: str) -> "Form":
        style = CellStyle(Align.CENTER, SIZE)
        self.cells.append(GridCell(row, column, down, 1, text, Role.LABEL, style))
        return self

    @property
    def grid(self) -> Grid:
        cells = sorted(self.cells, key=lambda cell: (cell.row, cell.column))
        return Grid(self.columns, tuple(self.rows), tuple(cells))

    def pages(self, paper: Paper = PAPER) -> tuple[Page, ...]:
        return layout(self.grid, paper, default_metrics(), Stamp(draft=False)).pages


def paper_with_bottom_margin(mm: int) -> Paper:
    top, right, _, left = PAPER.margins
    return replace(PAPER, margins=(top, right, Decimal(mm), left))


def texts(page: Page) -> list[str]:
    """Texts of a page without the page number."""
    return [item.text for item in page.items if isinstance(item, TextRun)][:-1]


def bottom_of(page: Page) -> float:
    return max(item.y1 for item in page.items if isinstance(item, Line))


def verticals(page: Page, x: float) -> list[Line]:
    lines = (item for item in page.items if isinstance(item, Line) and item.y1 != item.y2)
    return [line for line in lines if line.x1 == pytest.approx(x)]


def horizontals(page: Page) -> list[Line]:
    return [item for item in page.items if isinstance(item, Line) and item.y1 == item.y2]


def rows_on(pages: Sequence[Page], mark: str = "行") -> list[list[str]]:
    return [[text for text in texts(page) if text.startswith(mark)] for page in pages]


# -- page ends ---------------------------------------------------------------------------------


def test_a_page_takes_all_rows_that_fit() -> None:
    pages = Form(60).group(80, "行{}").pages()
    assert [len(rows) for rows in rows_on(pages)] == [36, 36, 8]
    assert all(bottom_of(page) <= BOTTOM for page in pages)


def test_no_row_is_lost_or_repeated() -> None:
    pages = Form(60).group(80, "行{}").pages()
    assert list(chain.from_iterable(rows_on(pages))) == [f"行{number}" for number in range(80)]


def test_every_page_has_a_closed_outer_frame() -> None:
    for page in Form(60).group(80, "行{}").pages():
        lines = [line for line in horizontals(page) if line.width == OUTER_MM]
        assert sorted(line.y1 for line in lines) == [TOP, pytest.approx(bottom_of(page))]


def test_a_title_stays_with_the_row_below_it() -> None:
    form = Form(60).row(RowKind.BODY, "甲", least=252).row(RowKind.TITLE, "题名")
    first, second = form.row(RowKind.BODY, "乙", least=20).pages()
    assert (texts(first), texts(second)) == (["甲"], ["题名", "乙"])


def test_a_head_stays_with_the_row_below_it() -> None:
    form = Form(60).row(RowKind.BODY, "甲", least=250).row(RowKind.HEAD, "表头")
    first, second = form.row(RowKind.GROUP, "乙", least=20).pages()
    assert (texts(first), texts(second)) == (["甲"], ["表头", "乙"])


@pytest.mark.parametrize(("role", "kept"), [(Role.LABEL, True), (Role.INPUT, False)])
def test_a_printed_band_stays_with_the_row_below_it_and_a_filled_line_need_not(
    role: Role, kept: bool
) -> None:
    form = Form(60).row(RowKind.BODY, "甲", least=250).row(RowKind.BODY, "题名")
    form.cells[-1] = replace(form.cells[-1], role=role)
    pages = form.row(RowKind.BODY, "乙", least=20).pages()
    assert [texts(page) for page in pages] == [
        ["甲"] if kept else ["甲", "题名"],
        ["题名", "乙"] if kept else ["乙"],
    ]


def test_signatures_stay_with_the_last_two_rows() -> None:
    form = Form(60).group(36, "行{}").row(RowKind.SIGNATURE, "盖章")
    first, second = form.row(RowKind.NOTE, "注：").pages()
    assert len(texts(first)) == 34
    assert texts(second) == ["行34", "行35", "盖章", "注："]


# -- heads -------------------------------------------------------------------------------------


def test_heads_of_both_levels_are_repeated_with_a_frame_but_the_title_is_not() -> None:
    form = Form(30, 30).row(RowKind.TITLE, "题名", "")
    form.row(RowKind.HEAD, "上一", "上二").row(RowKind.HEAD, "下一", "下二").group(80, "行{}", "值")
    first, second, third = form.pages()
    assert texts(first)[:5] == ["题名", "上一", "上二", "下一", "下二"]
    for page in (second, third):
        assert texts(page)[:4] == ["上一", "上二", "下一", "下二"]
        assert min(line.y1 for line in horizontals(page)) == TOP


def test_a_merged_head_is_repeated_as_one_cell() -> None:
    form = Form(30, 30).row(RowKind.HEAD, "上").row(RowKind.HEAD, "下").span(0, 0, 2, "合并")
    _, second = form.group(60, "行{}", "值").pages()
    assert texts(second)[:3] == ["合并", "上", "下"]
    inner = [line for line in horizontals(second) if line.y1 < TOP + 10 and line.y1 > TOP]
    assert [(line.x1, line.x2) for line in inner] == [(105, 135)]


def test_heads_are_repeated_above_a_total_between_head_and_group() -> None:
    form = Form(20, 20, 20).row(RowKind.HEAD, "序", "地区", "数")
    form.row(RowKind.BODY, "", "合计", "9").group(60, "行{}", "乙", "1")
    assert texts(form.pages()[1])[:3] == ["序", "地区", "数"]


@pytest.mark.parametrize(("height", "kept"), [(10, True), (40, False)])
def test_the_closing_total_does_not_stand_alone_unless_the_row_above_is_high(
    height: float, kept: bool
) -> None:
    form = Form(20, 20, 20).row(RowKind.GROUP, "行0", "", "", least=255 - height)
    form.row(RowKind.GROUP, "行1", "", "", least=height)
    first, second = form.row(RowKind.BODY, "合计", "100", "99").pages()
    assert [texts(first)[0], texts(second)[0]] == ["行0", "行1" if kept else "合计"]


def test_heads_are_not_repeated_above_prose_below_the_table() -> None:
    form = Form(20, 20, 20).row(RowKind.HEAD, "序", "地区", "数").group(35, "行{}", "乙", "1")
    pages = form.row(RowKind.BODY, "说明", least=30).pages()
    assert texts(pages[1]) == ["说明"]


def test_heads_higher_than_half_a_page_are_not_repeated() -> None:
    form = Form(60).row(RowKind.HEAD, "表头", least=150).group(40, "行{}")
    assert [texts(page)[0] for page in form.pages()] == ["表头", "行15"]


# -- cells over a page end ---------------------------------------------------------------------


def test_a_short_label_is_repeated_in_the_middle_of_each_part() -> None:
    pages = Form(30, 30).span(0, 0, 50, "产出指标").group(50, "行{}").pages()
    assert len(pages) == 2
    for page in pages:
        (label,) = (i for i in page.items if isinstance(i, TextRun) and i.text == "产出指标")
        assert label.baseline == pytest.approx((TOP + bottom_of(page)) / 2, abs=2)


def test_a_cut_cell_is_one_rectangle_on_each_page() -> None:
    for page in Form(30, 30).span(0, 0, 50, "产出指标").group(50, "行{}").pages():
        assert all(line.x1 > 80 for line in horizontals(page)[1:-1])
        (edge,) = verticals(page, 75)
        assert [edge.y1, edge.y2] == pytest.approx([TOP, bottom_of(page)])


def test_a_long_text_in_a_span_is_continued() -> None:
    lines = "\n".join(f"第{number}句" for number in range(60))
    pages = Form(30, 30).span(0, 0, 50, lines).group(50, "行{}").pages()
    said = [[text for text in texts(page) if text.startswith("第")] for page in pages]
    assert all(said)
    assert list(chain.from_iterable(said)) == [f"第{number}句" for number in range(60)]


def test_a_page_ends_earlier_where_a_label_would_have_no_room() -> None:
    form = Form(12, 30).span(0, 0, 35, "").group(35, "行{}").span(35, 0, 10, "经济\n成本\n指标")
    first, second = form.group(10, "后{}").pages()
    assert "后0" not in texts(first)
    assert texts(second)[:3] == ["经济", "成本", "指标"]


def test_a_span_from_the_head_through_the_group_joins_the_repeated_head() -> None:
    form = Form(12, 30).row(RowKind.HEAD, "表头").group(50, "行{}").span(0, 0, 51, "绩效")
    _, second = form.pages()
    assert texts(second)[:2] == ["绩效", "表头"]
    (edge,) = verticals(second, 84)
    assert [edge.y1, edge.y2] == pytest.approx([TOP, bottom_of(second)])


def test_a_tall_row_is_cut_between_lines_with_three_on_either_side() -> None:
    for above in range(25, 38):
        goal = "\n".join(f"句{number}" for number in range(8))
        pages = Form(60).group(above, "行{}").row(RowKind.BODY, goal).pages()
        parts = [len(rows) for rows in rows_on(pages, "句") if rows]
        assert sum(parts) == 8
        assert min(parts) >= 3


def test_a_row_of_five_lines_is_not_cut() -> None:
    for above in range(25, 38):
        goal = "\n".join(f"句{number}" for number in range(5))
        pages = Form(60).group(above, "行{}").row(RowKind.BODY, goal).pages()
        assert [len(rows) for rows in rows_on(pages, "句") if rows] == [5]


def test_the_label_beside_a_cut_text_stands_in_both_parts() -> None:
    goal = "\n".join(f"句{number}" for number in range(60))
    first, second = Form(30, 60).row(RowKind.BODY, "总体目标", goal).pages()
    assert texts(first)[0] == texts(second)[0] == "总体目标"


def test_a_row_is_not_cut_where_the_label_beside_the_text_has_no_room() -> None:
    goal = "\n".join(f"句{number}" for number in range(9))
    for above in range(200, 259):
        form = Form(30, 60).row(RowKind.BODY, "上", "", least=above)
        pages = form.row(RowKind.BODY, "甲\n乙\n丙\n丁", goal).pages()
        for page in pages:
            if any(text.startswith("句") for text in texts(page)):
                assert {"甲", "乙", "丙", "丁"} <= set(texts(page))


def test_a_tall_row_begins_on_the_page_that_has_room_for_three_lines() -> None:
    goal = "\n".join(f"句{number}" for number in range(40))
    first, _ = Form(60).row(RowKind.BODY, "上", least=200).row(RowKind.BODY, goal).pages()
    assert BOTTOM - 5.2 < bottom_of(first) <= BOTTOM


def test_the_end_of_a_tall_last_row_goes_with_the_signatures() -> None:
    goal = "\n".join(f"句{number}" for number in range(40))
    form = Form(60).group(3, "行{}").row(RowKind.BODY, goal)
    first, second = form.row(RowKind.SIGNATURE, "盖章", least=60).pages()
    assert texts(first)[:4] == ["行0", "行1", "行2", "句0"]
    assert texts(second) == ["句37", "句38", "句39", "盖章"]


def test_a_row_kept_with_the_signatures_is_not_begun_on_the_page_before() -> None:
    lines = "\n".join(f"句{number}" for number in range(50))
    form = Form(30, 30).span(0, 0, 16, lines)
    for number in range(16):
        form.row(RowKind.GROUP, f"行{number}", least=16)
    pages = form.row(RowKind.SIGNATURE, "盖章").pages()
    assert list(chain.from_iterable(rows_on(pages))) == [f"行{number}" for number in range(16)]


def test_rows_below_a_repeated_head_that_a_label_joins_keep_their_height() -> None:
    form = Form(12, 30).row(RowKind.HEAD, "表头", least=20).group(34, "行{}")
    _, second = form.span(0, 0, 35, "绩\n效\n指\n标").pages()
    assert texts(second) == [*"绩效指标", "表头", "行33"]
    assert bottom_of(second) == pytest.approx(TOP + 20 + 7.11, abs=0.01)


def test_a_row_higher_than_a_page_goes_on_as_long_as_it_needs() -> None:
    goal = "\n".join(f"句{number}" for number in range(200))
    pages = Form(30, 60).row(RowKind.BODY, "目标", goal).row(RowKind.BODY, "后", "末").pages()
    assert list(chain.from_iterable(rows_on(pages, "句"))) == [
        f"句{number}" for number in range(200)
    ]
    assert texts(pages[-1])[-2:] == ["后", "末"]
    assert all(bottom_of(page) <= BOTTOM + 1e-6 for page in pages)


# -- robustness --------------------------------------------------------------------------------


def test_forty_thousand_characters_in_a_cell_are_all_printed() -> None:
    text = "老旧小区改造，" * 6000
    pages = Form(30, 60).row(RowKind.BODY, "目标", text).pages()
    assert "".join("".join(texts(page)[1:]) for page in pages) == text


def test_two_thousand_rows_are_all_printed() -> None:
    form = Form(30, 30, 30).row(RowKind.HEAD, "甲", "乙", "丙").span(1, 0, 2000, "产出")
    pages = form.group(2000, "行{}", "值").pages()
    assert list(chain.from_iterable(rows_on(pages))) == [f"行{number}" for number in range(2000)]


def test_a_column_without_width_holds_one_character_a_line() -> None:
    pages = Form(0, 30).row(RowKind.BODY, "改造" * 50, "乙").pages()
    assert [text for page in pages for text in texts(page) if text in "改造"] == ["改", "造"] * 50


def test_a_row_with_an_absurd_least_height_takes_one_page() -> None:
    assert len(Form(30).row(RowKind.BODY, "甲", least=1e9).row(RowKind.BODY, "乙").pages()) == 2


def test_paper_without_room_holds_a_row_or_a_line_a_page() -> None:
    paper = paper_with_bottom_margin(290)
    form = (
        Form(30).row(RowKind.HEAD, "表头").group(3, "行{}").row(RowKind.BODY, "\n".join("甲" * 8))
    )
    assert rows_on(form.pages(paper), "甲")[-8:] == [["甲"]] * 8


def test_type_larger_than_the_page_is_printed_line_by_line() -> None:
    pages = Form(30).row(RowKind.BODY, "\n".join("甲乙丙丁戊己"), size=900).pages()
    assert [texts(page) for page in pages] == [[char] for char in "甲乙丙丁戊己"]
    short = Form(30).row(RowKind.BODY, "甲\n乙", size=900).row(RowKind.BODY, "丙").pages()
    assert [texts(page) for page in short] == [["甲", "乙"], ["丙"]]


ROWS = st.lists(
    st.tuples(
        st.sampled_from(RowKind),
        st.integers(0, 45),
        st.integers(1, 6),
        st.sampled_from([0.0, 0.0, 8.0, 120.0, 400.0]),
    ),
    min_size=1,
    max_size=25,
)


@settings(deadline=None)
@given(ROWS, st.sampled_from([18, 120, 240]))
def test_whatever_the_rows_every_line_is_printed_and_pages_end(
    rows: list[tuple[RowKind, int, int, float]], bottom_margin: int
) -> None:
    form = Form(30, 30, 40)
    covered = 0
    for number, (kind, lines, down, least) in enumerate(rows):
        own = "\n".join(f"句{number}.{line}" for line in range(lines))
        side = "\n".join(f"侧{number}.{line}" for line in range(lines // 2))
        down = min(down, len(rows) - number)
        if covered:
            form.row(kind, f"标{number}", own, least=least)
        else:
            form.row(kind, f"标{number}", own, least=least).span(number, 0, down, side)
            covered = down
        covered -= 1
    pages = form.pages(paper_with_bottom_margin(bottom_margin))
    printed = {text for page in pages for text in texts(page)}
    wanted = {line for cell in form.cells for line in cell.text.split("\n") if line}
    assert printed == wanted
    heads = {
        line
        for c in form.cells
        if form.rows[c.row].kind is RowKind.HEAD
        for line in c.text.split("\n")
    }
    for cell in form.cells:
        said = [t for page in pages for t in texts(page) if t in cell.text.split("\n")]
        if cell.text.count("\n") >= 4 and not heads & set(said):
            assert said == cell.text.split("\n")
    for page in pages:
        ys = sorted({line.y1 for line in horizontals(page)})
        assert all(b > a for a, b in pairwise(ys))


def test_padding_is_kept_above_and_below_the_parts_of_a_cut_row() -> None:
    goal = "\n".join(f"句{number}" for number in range(60))
    for page in Form(60).row(RowKind.BODY, goal).pages():
        baselines = [i.baseline for i in page.items if isinstance(i, TextRun)][:-1]
        em = SIZE * 25.4 / 72
        assert baselines[0] - 0.88 * em >= TOP + PAD_Y - 1e-6
        assert baselines[-1] + 0.12 * em <= bottom_of(page) - PAD_Y + 1e-6
