"""One page of a form: where texts and lines stand."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anju_desktop.forms.definition import Align, Orientation, Paper, RowKind
from anju_desktop.sheet.borders import INNER_MM, OUTER_MM
from anju_desktop.sheet.display import Layout, Line, Page, Stamp, TextRun, Watermark
from anju_desktop.sheet.grid import CellStyle, Grid, GridCell, GridRow, Role
from anju_desktop.sheet.layout import cell_lines, layout, row_heights
from anju_desktop.sheet.metrics import MM_PER_POINT, default_metrics
from anju_desktop.sheet.rowheights import LINE_HEIGHT, PAD_Y

PAPER = Paper(columns=())
SIZE = 10.5
LINE_MM = SIZE * MM_PER_POINT * LINE_HEIGHT
ONE_LINE = LINE_MM + 2 * PAD_Y


def cell(
    row: int,
    column: int,
    text: str = "",
    *,
    down: int = 1,
    across: int = 1,
    align: Align = Align.LEFT,
    framed: bool = True,
) -> GridCell:
    style = CellStyle(align, SIZE, framed=framed)
    return GridCell(row, column, down, across, text, Role.INPUT, style)


def grid(columns: Sequence[float], rows: int | Sequence[GridRow], *cells: GridCell) -> Grid:
    if isinstance(rows, int):
        rows = [GridRow(RowKind.BODY)] * rows
    return Grid(tuple(columns), tuple(rows), cells)


def laid_out(form: Grid, stamp: Stamp | None = None, paper: Paper = PAPER) -> Layout:
    return layout(form, paper, default_metrics(), stamp or Stamp(draft=False))


def runs(page: Page) -> list[TextRun]:
    return [item for item in page.items if isinstance(item, TextRun)]


def frame(page: Page) -> list[Line]:
    return [item for item in page.items if isinstance(item, Line)]


def only_run(form: Grid, text: str) -> TextRun:
    (page,) = laid_out(form).pages
    (run,) = (run for run in runs(page) if run.text == text)
    return run


# -- heights -----------------------------------------------------------------------------------


def test_a_row_is_as_high_as_its_longest_cell() -> None:
    form = grid([30, 30], 2, cell(0, 0, "一\n二\n三"), cell(0, 1, "一"), cell(1, 0, "一"))
    assert row_heights(form, default_metrics()) == pytest.approx(
        (3 * LINE_MM + 2 * PAD_Y, ONE_LINE)
    )


def test_a_row_keeps_its_least_height() -> None:
    form = grid([30], [GridRow(RowKind.BODY, minimum_mm=24)], cell(0, 0, "一"))
    assert row_heights(form, default_metrics()) == (24.0,)


def test_what_a_span_lacks_is_spread_over_its_rows() -> None:
    form = grid([30, 30], 2, cell(0, 0, "\n" * 5, down=2), cell(0, 1, "一"), cell(1, 1, "一\n二"))
    first, second = row_heights(form, default_metrics())
    assert first + second == pytest.approx(6 * LINE_MM + 2 * PAD_Y)
    assert second - first == pytest.approx(LINE_MM)


def test_a_span_that_has_room_raises_no_row() -> None:
    form = grid([30, 30], 2, cell(0, 0, "一\n二", down=2), cell(0, 1, "一"), cell(1, 1, "一"))
    assert row_heights(form, default_metrics()) == pytest.approx((ONE_LINE, ONE_LINE))


def test_small_spans_are_served_before_large_ones() -> None:
    form = grid(
        [30, 30, 30],
        3,
        cell(0, 0, "\n" * 5, down=3),
        cell(0, 1, "\n" * 5, down=2),
        *(cell(row, 2, "一") for row in range(3)),
    )
    assert sum(row_heights(form, default_metrics())) == pytest.approx(
        6 * LINE_MM + 2 * PAD_Y + ONE_LINE
    )


def test_cell_lines_are_those_of_the_page() -> None:
    text = "推进老旧小区综合改造，有效改善居民的居住条件，提高居民的生活品质。"
    form = grid([40], 1, cell(0, 0, text))
    lines = [line.text for line in cell_lines(form.cells[0], form, default_metrics())]
    (page,) = laid_out(form).pages
    assert lines == [run.text for run in runs(page)][: len(lines)]
    assert "".join(lines) == text


# -- text --------------------------------------------------------------------------------------


@pytest.mark.parametrize("align", list(Align))
def test_text_stands_at_its_side_of_the_cell(align: Align) -> None:
    run = only_run(grid([60], 1, cell(0, 0, "改造", align=align)), "改造")
    left, right = run.x - 75, 135 - run.x - default_metrics().width("改造", SIZE)
    assert {
        Align.LEFT: left < 2,
        Align.CENTER: left == pytest.approx(right),
        Align.RIGHT: right < 2,
    }[align]


def test_text_stands_in_the_middle_of_the_height() -> None:
    form = grid([60], [GridRow(RowKind.BODY, minimum_mm=30)], cell(0, 0, "改造"))
    run = only_run(form, "改造")
    metrics = default_metrics()
    em = SIZE * MM_PER_POINT
    middle = run.baseline - metrics.ascent * em + (metrics.ascent + metrics.descent) * em / 2
    assert middle == pytest.approx(20 + 15)


def test_unframed_text_is_flush_with_the_table() -> None:
    form = grid([174], 1, cell(0, 0, "填报单位（盖章）：", framed=False))
    assert only_run(form, "填报单位（盖章）：").x == pytest.approx(18)


def test_full_lines_of_prose_end_at_one_edge() -> None:
    text = "推进老旧小区综合改造,有效改善居民的居住条件,提高居民生活品质,打造共建共治共享的社会治理新格局。"
    (page,) = laid_out(grid([80], 1, cell(0, 0, text))).pages
    first, *_ = runs(page)
    width = default_metrics().width(first.text, SIZE) + first.spacing * (len(first.text) - 1)
    assert first.x + width == pytest.approx(145 - 1.3)


def test_the_last_line_of_a_paragraph_is_not_stretched() -> None:
    ten_and_a_bit = 10.3 * SIZE * MM_PER_POINT + 2.6
    (page,) = laid_out(grid([ten_and_a_bit], 1, cell(0, 0, "改造老旧小区提高品质" * 2))).pages
    first, last = runs(page)[:-1]
    assert first.spacing > 0
    assert last.spacing == 0


def test_a_line_with_much_room_left_is_not_stretched() -> None:
    (page,) = laid_out(grid([40], 1, cell(0, 0, "改造1234567890123456789012345"))).pages
    assert runs(page)[0].spacing == 0


# -- frame -------------------------------------------------------------------------------------


def test_a_border_between_two_cells_is_drawn_once() -> None:
    (page,) = laid_out(grid([30, 30], 1, cell(0, 0), cell(0, 1))).pages
    lines = frame(page)
    assert len(lines) == len(set(lines)) == 5
    assert [line.width for line in lines].count(INNER_MM) == 1


def test_the_outer_frame_is_heavier() -> None:
    (page,) = laid_out(grid([30, 30], 2, *(cell(r, c) for r in (0, 1) for c in (0, 1)))).pages
    heavy = {
        (line.x1, line.x2) for line in frame(page) if line.width == OUTER_MM and line.y1 == line.y2
    }
    assert heavy == {(75, 135)}
    assert sum(line.width == OUTER_MM for line in frame(page)) == 4


def test_no_line_runs_through_a_merged_cell() -> None:
    form = grid([30, 30], 2, cell(0, 0, down=2), cell(0, 1), cell(1, 1))
    (page,) = laid_out(form).pages
    inner = [line for line in frame(page) if line.width == INNER_MM and line.y1 == line.y2]
    assert [(line.x1, line.x2) for line in inner] == [(105, 135)]


def test_titles_and_signatures_have_no_frame() -> None:
    rows = [GridRow(RowKind.TITLE), GridRow(RowKind.SIGNATURE)]
    form = grid([30], rows, cell(0, 0, framed=False), cell(1, 0, framed=False))
    assert frame(laid_out(form).pages[0]) == []


# -- page --------------------------------------------------------------------------------------


def test_landscape_paper_is_wider_than_high() -> None:
    paper = Paper(columns=(), orientation=Orientation.LANDSCAPE)
    (page,) = laid_out(grid([30], 1, cell(0, 0)), paper=paper).pages
    assert (page.width, page.height) == (297, 210)


def test_the_table_stands_in_the_middle_of_the_paper() -> None:
    (page,) = laid_out(grid([100], 1, cell(0, 0))).pages
    assert {line.x1 for line in frame(page)} == {55, 155}


def test_every_page_says_which_of_how_many_it_is() -> None:
    form = grid([30], 100, *(cell(row, 0, "一") for row in range(100)))
    pages = laid_out(form).pages
    numbers = [run.text for page in pages for run in runs(page) if run.text.startswith("第")]
    assert numbers == [f"第 {n} 页  共 {len(pages)} 页" for n in range(1, len(pages) + 1)]
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))


def test_stamp_texts_stand_left_and_right_at_the_foot() -> None:
    stamp = Stamp(draft=False, footer_left="绩效目标表", footer_right="校验码 VYX6-A3V8")
    (page,) = laid_out(grid([150], 1, cell(0, 0)), stamp).pages
    left, middle, right = runs(page)
    assert (left.text, right.text) == ("绩效目标表", "校验码 VYX6-A3V8")
    assert left.x < middle.x < right.x
    assert left.baseline == middle.baseline == right.baseline


def test_a_foot_text_that_is_too_long_does_not_run_into_the_page_number() -> None:
    stamp = Stamp(draft=False, footer_left="克拉玛依市克拉玛依区住房和城乡建设局" * 9)
    (page,) = laid_out(grid([150], 1, cell(0, 0)), stamp).pages
    left, middle = runs(page)
    assert left.text.endswith("…")
    assert left.x + default_metrics().width(left.text, left.size_pt) < middle.x


def test_a_foot_text_shows_a_mark_where_no_font_has_the_character() -> None:
    stamp = Stamp(draft=False, footer_left="甲\ud800乙\U0010fffd")
    (page,) = laid_out(grid([150], 1, cell(0, 0)), stamp).pages
    assert runs(page)[0].text == "甲〓乙〓"


def test_a_draft_is_marked_on_every_page_as_a_shape_below_and_a_word_on_top() -> None:
    form = grid([30], 100, *(cell(row, 0, "一") for row in range(100)))
    for page in laid_out(form, Stamp(draft=True)).pages:
        first, last = page.items[0], page.items[-1]
        assert isinstance(first, Watermark)
        assert isinstance(last, TextRun)
        assert first.text == last.text == "草稿"
        assert last.baseline < min(line.y1 for line in frame(page))


def test_a_final_form_bears_no_mark() -> None:
    (page,) = laid_out(grid([30], 1, cell(0, 0))).pages
    assert not [item for item in page.items if getattr(item, "text", "") == "草稿"]


def test_characters_that_cannot_be_printed_are_named_with_their_cell() -> None:
    form = grid([60], 2, cell(0, 0, "好"), cell(1, 0, "一\U0010fffd\ud800一\U0010fffd"))
    assert laid_out(form).missing == (
        (form.cells[1], "\U0010fffd"),
        (form.cells[1], "\ud800"),
    )


def test_a_form_without_rows_is_one_empty_page() -> None:
    (page,) = laid_out(grid([30], 0)).pages
    assert [run.text for run in runs(page)] == ["第 1 页  共 1 页"]


# -- any text ----------------------------------------------------------------------------------

TEXTS = st.text(
    st.one_of(st.sampled_from("改造，。（）≥=%1234abc \n\t\x01\u3000☐☑—…"), st.characters()),
    max_size=60,
)


@settings(deadline=None)
@given(
    texts=st.lists(TEXTS, min_size=6, max_size=6),
    align=st.sampled_from(Align),
    widths=st.tuples(st.floats(15, 60), st.floats(15, 60)),
)
def test_any_text_lies_inside_its_cell_and_none_is_lost(
    texts: list[str], align: Align, widths: tuple[float, float]
) -> None:
    cells = [cell(n // 2, n % 2, text, align=align) for n, text in enumerate(texts)]
    form = grid(widths, 3, *cells)
    result = laid_out(form)
    (page,) = result.pages
    drawn = iter(runs(page))
    tops = [20.0]
    for height in result.row_heights:
        tops.append(tops[-1] + height)
    for place in cells:
        left = (210 - sum(widths)) / 2 + sum(widths[: place.column])
        right = left + widths[place.column]
        lines = [line for line in cell_lines(place, form, default_metrics()) if line.text]
        assert "".join(line.text for line in lines) == place.text.replace("\n", "")
        for line in lines:
            run = next(drawn)
            em = run.size_pt * MM_PER_POINT
            assert run.text == line.text
            assert tops[place.row] < run.baseline - 0.8 * em
            assert run.baseline + 0.12 * em < tops[place.row + 1]
            # A closing mark may hang: half of its advance, which holds no ink.
            end = run.x + line.width_mm + run.spacing * (len(line.text.rstrip()) - 1)
            assert left < run.x + 1e-6
            assert end - em / 2 < right


def test_rows_follow_each_other_without_gap() -> None:
    form = grid([30], 5, *(cell(row, 0, "一" * 9 * row) for row in range(5)))
    result = laid_out(form)
    ys = sorted({line.y1 for line in frame(result.pages[0]) if line.y1 == line.y2})
    assert [b - a for a, b in pairwise(ys)] == pytest.approx(list(result.row_heights))
