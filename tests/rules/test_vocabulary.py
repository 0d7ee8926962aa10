"""The shared words: units in every spelling, endings of names, a file that is read strictly."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju_desktop.assets import resource
from anju_desktop.errors import DefinitionError
from anju_desktop.rules.quantities import figures_in
from anju_desktop.rules.vocabulary import (
    Unit,
    ending_of,
    may_exceed,
    parse_vocabulary,
    readings,
    unit_in_name,
    unit_of,
)

MONTHLY = Unit("money", Decimal(1), ("household", "month"))


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("元", Unit("money", Decimal(1))),
        ("万元", Unit("money", Decimal(10000))),
        ("亿元", Unit("money", Decimal(10**8))),
        ("万㎡", Unit("area", Decimal(10000))),
        ("万 平方米", Unit("area", Decimal(10000))),
        ("幢", Unit("building", Decimal(1))),
        ("元/户/月", MONTHLY),
        ("元／户／月", MONTHLY),
        ("元/户·月", MONTHLY),
        ("元/（户·月）", MONTHLY),
        ("元每户每月", MONTHLY),
        ("元/月/户", Unit("money", Decimal(1), ("month", "household"))),
        ("元/人/年", Unit("money", Decimal(1), ("person", "year"))),
        ("次/年", Unit("times", Decimal(1), ("year",))),
        ("坨", None),
        ("套(间)", None),
        ("", None),
        ("/", None),
        ("(", None),
    ],
)
def test_a_unit_is_understood_in_every_spelling(text: str, unit: Unit | None) -> None:
    assert unit_of(text) == unit


@pytest.mark.parametrize("text", ["套(间)", "套（间）", "套/间", "套、间", "套或间"])
def test_a_unit_with_an_alternative_means_either(text: str) -> None:
    assert [unit.dimension for unit in readings(text)] == ["dwelling", "room"]


@given(st.text(alphabet="元户月套间/()（）·每万%个 ", max_size=12))
def test_no_unit_is_too_strange(text: str) -> None:
    assert all(unit.factor > 0 for unit in readings(text))


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("改造住房套数", "套数"),
        ("改造户数完成率", "率"),
        ("小区容积率", "容积率"),
        ("改造面积（一期）", "面积"),
        ("群众满意度", "满意度"),
        ("筹集数量", None),
        ("", None),
        ("（）", None),
    ],
)
def test_the_longest_ending_of_a_name_counts(name: str, ending: str | None) -> None:
    found = ending_of(name)
    assert (found[0] if found else None) == ending


def test_a_unit_in_the_brackets_of_a_name_is_read() -> None:
    assert unit_in_name("改造面积（万平方米）") == Unit("area", Decimal(10000))
    assert unit_in_name("改造面积(单位：万平方米)") == Unit("area", Decimal(10000))
    assert unit_in_name("改造面积（一期）") is None


def test_some_rates_may_exceed_the_whole() -> None:
    assert [may_exceed(n) for n in ("计划完成率", "增长率", "支付率", "完成及时率")] == [
        True,
        True,
        False,
        False,
    ]


SHIPPED = resource("vocabulary.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ('dimension = "money" }', 'dimension = "mony" }', "units"),
        ('names = ["套", "套房"]', 'names = ["套", "户"]', "units"),
        ('dimensions = ["dwelling"]', 'dimensions = ["house"]', "endings"),
        ("placeholders = [", "placeholder = [", "placeholder"),
        ("format = 1", "format = 2", "format"),
        ("format = 1", "format = ", ""),
    ],
)
def test_a_defect_in_the_words_is_named_with_its_place(before: str, after: str, place: str) -> None:
    assert before in SHIPPED
    with pytest.raises(DefinitionError) as caught:
        parse_vocabulary(SHIPPED.replace(before, after, 1).encode())
    assert any(defect.place.startswith(place) for defect in caught.value.defects)


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("2024年度开工97套", ["97套"]),
        ("〔2021〕89号，2021年3月5日，第3户，C4套", []),
        ("1,200户、３．５万平方米", ["1,200户", "３．５万平方米"]),
        ("12个月、3个工作日、5个小区", ["5个小区"]),
        ("480元/户/月", ["480元/户/月"]),
        ("每户每月480元", ["每户每月480元"]),
        ("电话13800000000", []),
        ("9" * 60 + "户", []),
    ],
)
def test_only_numbers_that_count_or_measure_are_figures(text: str, figures: list[str]) -> None:
    assert [figure.text for figure in figures_in(text)] == figures


def test_a_pasted_book_is_read_in_bounded_time() -> None:
    assert len(figures_in("改造97套" * 20000)) <= 500
