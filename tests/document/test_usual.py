"""The usual form of what was typed, and what may be typed for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju_desktop.document.usual import usual_form
from anju_desktop.document.values import State, date_of, month_of, read
from anju_desktop.forms.definition import Field, ValueType

KINDS = list(ValueType)


def field(kind: ValueType, unit: str = "") -> Field:
    return Field("x", "某栏", kind, unit=unit)


@pytest.mark.parametrize(
    ("kind", "unit", "typed", "usual"),
    [
        (ValueType.MONEY, "万元", "61110000元", "6111"),
        (ValueType.MONEY, "万元", "0.5亿元", "5000"),
        (ValueType.MONEY, "万元", "15元", "0.0015"),
        (ValueType.MONEY, "元", "6111.00 万元", "61110000"),
        (ValueType.MONEY, "万元", "６１１１．５", "6111.5"),
        (ValueType.MONEY, "万元", "6111", ""),
        (ValueType.MONEY, "万元", "6111万元", ""),
        (ValueType.MONEY, "万元", "6111户", ""),
        (ValueType.MONEY, "万元", "约六千", ""),
        (ValueType.INTEGER, "户", "1元", ""),
        (ValueType.PERCENT, "%", "９５％", "95%"),
        (ValueType.INDICATOR, "", ">=18382户", "≥18382户"),
        (ValueType.INDICATOR, "", "不低于 90 %", "≥90%"),
        (ValueType.INDICATOR, "", "＝１００％", "=100%"),
        (ValueType.INDICATOR, "", "≥18382户", ""),
        (ValueType.INDICATOR, "", "有效改善", ""),
        (ValueType.INDICATOR, "", "≤2024年9月30日前", ""),
        (ValueType.INDICATOR, "", ">=", ""),
        (ValueType.SIGN, "", "<=", "≤"),
        (ValueType.SIGN, "", "≥", ""),
        (ValueType.DATE, "", "2024-1-3", "2024-01-03"),
        (ValueType.DATE, "", "20240103", "2024-01-03"),
        (ValueType.DATE, "", "2024.1.3", "2024-01-03"),
        (ValueType.DATE, "", "２０２４／１／３", "2024-01-03"),
        (ValueType.DATE, "", "1月3日", "2021-01-03"),
        (ValueType.DATE, "", "2月29日", ""),
        (ValueType.DATE, "", "2024年1月3日", ""),
        (ValueType.DATE, "", "2024-01-03", ""),
        (ValueType.DATE, "", "20240230", ""),
        (ValueType.MONTH, "", "03", "3月"),
        (ValueType.MONTH, "", "十二月份", "12月"),
        (ValueType.MONTH, "", "2024-03", "3月"),
        (ValueType.MONTH, "", "3", ""),
        (ValueType.MONTH, "", "3月", ""),
        (ValueType.TEXT, "", "ＡＢ", ""),
    ],
)
def test_the_usual_form_is_offered_where_it_differs(
    kind: ValueType, unit: str, typed: str, usual: str
) -> None:
    assert usual_form(field(kind, unit), typed, "2021") == usual


def test_without_a_year_of_the_form_none_is_made_up() -> None:
    assert usual_form(field(ValueType.DATE), "1月3日") == ""


@given(st.sampled_from(KINDS), st.text(st.characters(), max_size=20))
def test_the_usual_form_of_any_text_is_its_own(kind: ValueType, typed: str) -> None:
    usual = usual_form(field(kind, "万元"), typed, "2021")
    assert usual_form(field(kind, "万元"), usual, "2021") == ""


@given(st.decimals(0, 10**9, places=2), st.sampled_from(["元", "万元", "亿元"]))
def test_an_amount_is_the_same_in_its_usual_form(number: object, unit: str) -> None:
    money, typed = field(ValueType.MONEY, "万元"), f"{number}{unit}"
    usual = usual_form(money, typed)
    assert read(money, usual or typed).number == read(money, typed).number


@pytest.mark.parametrize("typed", ["2024-1-3", "20240103", "2024.1.3", "2024年1月3号"])
def test_a_date_is_recognised_however_it_is_typed(typed: str) -> None:
    assert date_of(typed) == (2024, 1, 3)
    value = read(field(ValueType.DATE), typed)
    assert (value.state, value.typed) == (State.VALUE, typed)


@pytest.mark.parametrize("typed", ["2024013", "202401031", "20241303", "2024-13-3"])
def test_what_is_no_date_is_not_taken_for_one(typed: str) -> None:
    assert date_of(typed) is None


def test_a_day_without_a_year_says_what_is_lacking() -> None:
    value = read(field(ValueType.DATE), "1月3日")
    assert value.problem.startswith("缺少年份")


@pytest.mark.parametrize(
    ("typed", "month"),
    [
        *[("3", 3), ("3月", 3), ("03月份", 3), ("三月", 3), ("十一", 11), ("2024-03", 3)],
        *[("202403", 3), ("2024年3月", 3), ("13", None), ("0", None), ("12345", None)],
        *[("3.5", None), ("三十", None), ("", None)],
    ],
)
def test_a_month_is_recognised_however_it_is_typed(typed: str, month: int | None) -> None:
    assert month_of(typed) == month
