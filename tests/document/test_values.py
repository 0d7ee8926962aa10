"""What was typed stays; what it means is read beside it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju_desktop.document.values import Sign, State, read
from anju_desktop.forms.definition import Field, ValueType

INDICATOR = Field("target", "指标值", ValueType.INDICATOR, none_marks=("-", "—", "/", "无"))
MONEY = Field("total", "年度预算总额", ValueType.MONEY, unit="万元")


@pytest.mark.parametrize(
    ("typed", "sign", "number", "unit"),
    [
        ("≥18382户", Sign.AT_LEAST, "18382", "户"),
        (">=18382户", Sign.AT_LEAST, "18382", "户"),
        ("＞=１８３８２户", Sign.AT_LEAST, "18382", "户"),
        ("不低于 18,382 户", Sign.AT_LEAST, "18382", "户"),
        ("<=480元/户/月", Sign.AT_MOST, "480", "元/户/月"),
        ("不超过5%", Sign.AT_MOST, "5", "%"),
        ("=100%", Sign.EQUAL, "100", "%"),
        ("100.00％", Sign.ABSENT, "100.00", "%"),
        ("100百分比", Sign.ABSENT, "100", "%"),
        (">=124.96万平方米", Sign.AT_LEAST, "124.96", "万平方米"),
        ("<=4月", Sign.AT_MOST, "4", "月"),
        ("0", Sign.ABSENT, "0", ""),
    ],
)
def test_an_indicator_value_is_sign_number_and_unit(
    typed: str, sign: Sign, number: str, unit: str
) -> None:
    value = read(INDICATOR, typed)
    assert (value.typed, value.state) == (typed, State.VALUE)
    assert (value.sign, value.number, value.unit) == (sign, Decimal(number), unit)


@pytest.mark.parametrize(
    ("typed", "state"),
    [
        ("", State.BLANK),
        ("　 \n", State.BLANK),
        ("不适用", State.NOT_APPLICABLE),
        ("-", State.NONE),
        ("/", State.NONE),
        ("≥", State.SIGN_ONLY),
        (">=", State.SIGN_ONLY),
        ("有效解决", State.VALUE),
        ("是", State.VALUE),
        ("≥有效", State.UNREADABLE),
        ("9" * 400, State.UNREADABLE),
    ],
)
def test_blank_none_not_applicable_and_a_lone_sign_are_different_things(
    typed: str, state: State
) -> None:
    assert read(INDICATOR, typed).state is state


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("17.28", "17.28"),
        ("6,111", "6111"),
        ("１０３．７２", "103.72"),
        ("860000.00元", "86"),
        ("0.5亿元", "5000"),
        ("44万元", "44"),
    ],
)
def test_money_is_exact_in_the_unit_of_its_field(typed: str, number: str) -> None:
    assert read(MONEY, typed).number == Decimal(number)


@pytest.mark.parametrize("typed", ["约44", "44户", "1.2.3", "6,11", "4 4"])
def test_money_that_cannot_be_read_is_kept_with_a_sentence(typed: str) -> None:
    value = read(MONEY, typed)
    assert value.state is State.UNREADABLE
    assert value.typed == typed
    assert value.problem


@pytest.mark.parametrize(
    ("typed", "good"),
    [("2024-02-29", True), ("2023-02-29", False), ("2024年2月3日", True), ("2024.13.1", False)],
)
def test_a_date_has_to_exist(typed: str, good: bool) -> None:
    field = Field("start", "开始时间", ValueType.DATE)
    assert (read(field, typed).state is State.VALUE) is good


@given(st.sampled_from(list(ValueType)), st.text(st.characters(), max_size=50))
def test_any_text_can_be_read_by_any_type_and_is_kept(kind: ValueType, typed: str) -> None:
    value = read(Field("x", "栏", kind, unit="万元", choices=("甲",)), typed)
    assert value.typed == typed
    assert value.state is State.UNREADABLE or not value.problem
