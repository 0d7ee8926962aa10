"""Where lines break: the rules of Chinese typesetting, and the text kept whole."""

import math
from itertools import pairwise
from unicodedata import category

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from anju_desktop.sheet.linebreak import BLANKS, NO_END, NO_START, Line, break_lines
from anju_desktop.sheet.metrics import MM_PER_POINT, default_metrics

SIZE = 10.0
EM = SIZE * MM_PER_POINT
WORD_MARKS = ".,:/<>=%-"


def lines(text: str, ems: float, *, balance: bool = False, bold: bool = False) -> list[Line]:
    """Lines in a column so many Hanzi wide."""
    return break_lines(text, ems * EM, SIZE, default_metrics(), balance=balance, bold=bold)


def broken(text: str, ems: float, *, balance: bool = False) -> list[str]:
    return [line.text for line in lines(text, ems, balance=balance)]


def test_text_that_fits_is_one_line() -> None:
    assert broken("改造小区数", 5) == ["改造小区数"]


def test_a_line_is_filled_before_the_next_begins() -> None:
    assert broken("完成老旧小区改造任务", 6) == ["完成老旧小区", "改造任务"]


def test_empty_text_is_one_empty_line() -> None:
    assert lines("", 5) == [Line("", 0.0, 0, 0, ends_paragraph=True)]


def test_a_newline_ends_a_line_and_belongs_to_none() -> None:
    found = lines("产出\n\n效益\n", 5)
    assert [(line.text, line.start, line.end) for line in found] == [
        ("产出", 0, 2),
        ("", 3, 3),
        ("效益", 4, 6),
        ("", 7, 7),
    ]
    assert all(line.ends_paragraph for line in found)


def test_only_the_last_line_of_a_paragraph_ends_it() -> None:
    assert [line.ends_paragraph for line in lines("完成改造任务\n效益", 4)] == [False, True, True]


@pytest.mark.parametrize("mark", sorted(NO_START))
def test_a_mark_that_may_not_begin_a_line_takes_the_character_before_with_it(mark: str) -> None:
    assert broken(f"改造{mark}户数增加", 2.05)[1].startswith(mark) is False


@pytest.mark.parametrize("mark", sorted(NO_END))
def test_a_mark_that_may_not_end_a_line_goes_to_the_next(mark: str) -> None:
    assert broken(f"改造任务{mark}五户居民", 5)[0] == "改造任务"


def test_a_break_before_a_bracket_is_worth_some_evenness() -> None:
    assert broken("项目总金额（元）", 6, balance=True) == ["项目总金额", "（元）"]
    assert broken("项目本年度预算总金额（元）", 11, balance=True) == [
        "项目本年度预算",
        "总金额（元）",
    ]


def test_the_sets_hold_every_mark_of_the_rules() -> None:
    assert set("，。、；：？！）》〉】〕］」』”’％‰℃…—·,.:;!?)]}%") <= NO_START
    assert set("（《〈【〔「『“‘≥≤＝№¥") <= NO_END


@pytest.mark.parametrize(
    ("text", "ems", "expected"),
    [
        ("改造面积为18382户居民", 6, ["改造面积为", "18382户居民"]),
        ("验收合格率95.5%以上的", 6, ["验收合格率", "95.5%以上的"]),
        ("完成时间2024-12-31之前", 7, ["完成时间", "2024-12-31之前"]),
        ("补助标准≤480元每户", 6, ["补助标准", "≤480元每户"]),
        ("见附件ABC/def:12一份", 5.8, ["见附件", "ABC/def:12", "一份"]),
    ],
)
def test_a_figure_with_its_sign_stays_together(text: str, ems: float, expected: list[str]) -> None:
    assert broken(text, ems) == expected


def test_a_run_wider_than_the_line_is_broken_by_character() -> None:
    found = broken("12345678901234567890", 4)
    assert len(found) == 3
    assert "".join(found) == "12345678901234567890"


def test_a_closing_mark_hangs_by_half() -> None:
    assert broken("完成改造任务，按期验收", 6.5) == ["完成改造任务，", "按期验收"]


def test_a_closing_mark_that_would_hang_by_more_takes_a_character_down() -> None:
    assert broken("完成改造任务，按期验收", 6.4) == ["完成改造任", "务，按期验收"]


def test_a_mark_hangs_only_where_the_line_can_end() -> None:
    assert broken("完成改造任（务），按期", 7.5) == ["完成改造任", "（务），按期"]


def test_a_percent_sign_does_not_hang() -> None:
    assert broken("资金支付率％应当达标", 5.5)[0] == "资金支付"


def test_blanks_at_a_break_stay_in_the_text_but_not_in_the_width() -> None:
    first, second = lines("完成改造  按期验收", 4)
    assert (first.text, second.text) == ("完成改造  ", "按期验收")
    assert first.width_mm == pytest.approx(4 * EM)


def test_blanks_at_the_beginning_of_a_paragraph_indent_it() -> None:
    first = lines("　　完成改造任务", 5)[0]
    assert first.text == "　　完成改"
    assert first.width_mm == pytest.approx(5 * EM)


def test_a_word_may_end_at_a_blank() -> None:
    assert broken("abcd efgh", 3) == ["abcd ", "efgh"]


def test_a_combining_mark_stays_with_its_letter() -> None:
    assert broken("改e\u0301造", 1) == ["改", "e\u0301", "造"]


def test_a_no_break_space_holds_both_sides_together() -> None:
    assert broken("改造10\u00a0户居民", 4.4)[0] == "改造10\u00a0户"
    assert broken("改造10\u00a0户居民", 4.2)[0] == "改造"


@pytest.mark.parametrize(
    ("label", "ems", "expected"),
    [
        ("指标分值权重", 4, ["指标分", "值权重"]),
        ("指标分值权重", 5.9, ["指标分", "值权重"]),
        ("自评得分理由表", 6, ["自评得分", "理由表"]),
        ("指标值设置依据说明表", 4, ["指标值设", "置依据", "说明表"]),
        ("年度资金总额（万元）", 7, ["年度资金总额", "（万元）"]),
        ("一级指标", 4, ["一级指标"]),
    ],
)
def test_a_centred_label_is_balanced(label: str, ems: float, expected: list[str]) -> None:
    assert broken(label, ems, balance=True) == expected


@pytest.mark.parametrize(
    ("text", "ems", "expected"),
    [
        ("完成改造任务数", 6, ["完成改造任", "务数"]),
        ("完成改造任务数。", 6, ["完成改造任", "务数。"]),
        ("完成改造2021年", 6, ["完成改造", "2021年"]),
    ],
)
def test_a_last_line_of_one_character_takes_company(
    text: str, ems: float, expected: list[str]
) -> None:
    assert broken(text, ems) == expected


def test_a_last_line_of_one_character_stays_where_the_column_is_that_narrow() -> None:
    assert broken("数量表", 2) == ["数量", "表"]


@pytest.mark.parametrize("width", [0.0, -5.0, 0.01])
def test_a_column_without_room_holds_one_character_a_line(width: float) -> None:
    found = break_lines("改造，户", width, SIZE, default_metrics())
    assert [line.text for line in found] == ["改", "造", "，", "户"]


@pytest.mark.parametrize("size", [0.0, -10.0])
def test_text_without_a_size_takes_no_room(size: float) -> None:
    assert break_lines("改造", 10, size, default_metrics()) == [
        Line("改造", 0.0, 0, 2, ends_paragraph=True)
    ]


@pytest.mark.parametrize("width", [math.inf, math.nan])
def test_a_width_that_is_no_number_breaks_nothing(width: float) -> None:
    assert len(break_lines("改造" * 50, width, SIZE, default_metrics())) == 1


@pytest.mark.parametrize("unit", ["改", "，", "（", "1", " ", "\u0301", "改造1，", "，  "])
@pytest.mark.parametrize("ems", [0, 1, 7.3])
def test_forty_thousand_characters_are_broken_whole(unit: str, ems: float) -> None:
    text = (unit * 40_000)[:40_000]
    assert "".join(broken(text, ems)) == text


def test_bold_text_is_measured_bold() -> None:
    regular, bold = lines("abcdef", 9)[0], lines("abcdef", 9, bold=True)[0]
    assert bold.width_mm > regular.width_mm


TEXTS = st.text(
    st.one_of(
        st.sampled_from("完成老旧小区改造任务户数"),
        st.sampled_from(sorted(NO_START | NO_END)),
        st.sampled_from("0123456789abcXYZ" + WORD_MARKS),
        st.sampled_from(" 　\n\t"),
        st.characters(),
    ),
    max_size=120,
)
WIDTHS = st.floats(min_value=-1, max_value=30)


def rejoined(text: str, found: list[Line]) -> str:
    """The text made again from its lines, newlines being the only thing between two of them."""
    parts = [found[0].text]
    for before, after in pairwise(found):
        assert after.start - before.end == int(before.ends_paragraph)
        parts.append("\n" * before.ends_paragraph + after.text)
    assert found[-1].ends_paragraph
    return "".join(parts)


@given(TEXTS, WIDTHS, st.booleans())
@settings(deadline=None)
@example("完成\n", 3, False)
def test_the_lines_give_back_the_text(text: str, ems: float, balance: bool) -> None:
    found = lines(text, ems, balance=balance)
    assert rejoined(text, found) == text
    assert all(text[line.start : line.end] == line.text for line in found)


@given(TEXTS, WIDTHS, st.booleans())
@settings(deadline=None)
@example("0 \x1f", 0.0, False)
def test_no_line_is_wider_than_the_column_and_half_a_glyph(
    text: str, ems: float, balance: bool
) -> None:
    metrics = default_metrics()
    for line in lines(text, ems, balance=balance):
        shown = "".join(char for char in line.text if metrics.advance(char) > 0).rstrip(BLANKS)
        last = metrics.advance(shown[-1]) if shown else 0.0
        single = len(shown) <= 1
        assert single or line.width_mm <= (ems + last / 2 + 1e-5) * EM


def may_break(text: str, at: int) -> bool:
    """Whether a line may end before this character, figures and words being cut if need be."""
    after = text[at]
    joins = category(after) in ("Mn", "Me", "Mc", "Cf", "Cc")
    if joins or after in NO_START or after in BLANKS or after in "\u00a0\u2007\u202f":
        return False
    before = [
        char
        for char in text[:at]
        if char not in BLANKS and category(char) not in ("Mn", "Me", "Mc", "Cf", "Cc")
    ]
    return bool(before) and before[-1] not in NO_END and before[-1] not in "\u00a0\u2007\u202f"


@given(TEXTS, WIDTHS, st.booleans())
@settings(deadline=None)
def test_a_line_breaks_the_rules_only_where_no_place_before_keeps_them(
    text: str, ems: float, balance: bool
) -> None:
    found = lines(text, ems, balance=balance)
    for before, after in pairwise(found):
        if before.ends_paragraph or may_break(text[: after.end], after.start):
            continue
        paragraph = text.rfind("\n", 0, before.end) + 1
        inside = range(before.start + 1, before.end)
        assert not [at for at in inside if may_break(text[paragraph:], at - paragraph)]


@given(st.text("完成改造任务12年，（）。", max_size=60), st.floats(min_value=1, max_value=8))
@settings(deadline=None)
def test_balancing_takes_no_more_lines(text: str, ems: float) -> None:
    assert len(lines(text, ems, balance=True)) == len(lines(text, ems))


@given(TEXTS, WIDTHS, st.booleans())
@settings(deadline=None, max_examples=30)
def test_the_same_text_is_always_broken_the_same_way(text: str, ems: float, balance: bool) -> None:
    assert lines(text, ems, balance=balance) == lines(text, ems, balance=balance)
