"""Amounts in words and in the other unit."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju_desktop.document.money import grouped, in_words, other_unit

DIGITS = {char: number for number, char in enumerate("零壹贰叁肆伍陆柒捌玖")}
PLACES = {"拾": 10, "佰": 100, "仟": 1000}


def said(words: str) -> Decimal:
    """The amount that words state, read from left to right: the way back, made another way."""
    minus, words = words.startswith("负"), words.removeprefix("负").removesuffix("整")
    whole, _, rest = words.partition("元") if "元" in words else ("", "", words)
    total = Decimal(number(whole)) if whole else Decimal(0)
    for name, worth in (("角", Decimal("0.1")), ("分", Decimal("0.01"))):
        if name in rest:
            digit, _, rest = rest.partition(name)
            total += DIGITS[digit[-1]] * worth
    return -total if minus else total


def number(words: str) -> int:
    for name, size in (("亿", 10**8), ("万", 10**4)):
        if name in words:
            high, _, low = words.rpartition(name)
            return number(high) * size + number(low)
    total, digit = 0, 0
    for char in words:
        if char in PLACES:
            total, digit = total + digit * PLACES[char], 0
        else:
            digit = DIGITS[char]
    return total + digit


@pytest.mark.parametrize(
    ("yuan", "words"),
    [
        ("0", "零元整"),
        ("0.00", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("10", "壹拾元整"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
        ("1409.50", "壹仟肆佰零玖元伍角整"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("107000.53", "壹拾万柒仟元伍角叁分"),
        ("100001", "壹拾万零壹元整"),
        ("61110000", "陆仟壹佰壹拾壹万元整"),
        ("100000000", "壹亿元整"),
        ("100000001", "壹亿零壹元整"),
        ("100010000", "壹亿零壹万元整"),
        ("120300000000", "壹仟贰佰零叁亿元整"),
        ("1000000000000", "壹万亿元整"),
        ("1002003004005006.07", "壹仟零贰万零叁拾亿零肆佰万伍仟零陆元零柒分"),
        ("-38.5", "负叁拾捌元伍角整"),
    ],
)
def test_an_amount_is_said_as_on_a_cheque(yuan: str, words: str) -> None:
    assert in_words(Decimal(yuan)) == words


@given(st.decimals(-(10**16) + 1, 10**16 - 1, places=2))
def test_the_words_say_the_amount_to_the_cent(yuan: Decimal) -> None:
    assert said(in_words(yuan)) == yuan


@given(st.integers(1, 10**16 - 1))
def test_zeros_are_never_said_twice_in_a_row(yuan: int) -> None:
    words = in_words(Decimal(yuan))
    assert "零零" not in words
    for name in ("零亿", "零万", "零元"):
        assert name not in words


@pytest.mark.parametrize("yuan", ["0.001", "1.00000000000000000000000000001", "1e16", "-1e16"])
def test_what_cannot_be_said_exactly_is_not_said(yuan: str) -> None:
    assert in_words(Decimal(yuan)) == ""


@pytest.mark.parametrize(
    ("number", "unit", "other"),
    [
        ("6111", "万元", "61,110,000元"),
        ("6111.00", "万元", "61,110,000元"),
        ("0.00015", "万元", "1.5元"),
        ("61110000", "元", "6,111万元"),
        ("12345678.9", "元", "1,234.56789万元"),
        ("9999", "元", ""),
        ("1.2", "亿元", "12,000万元"),
        ("-20000", "元", "-2万元"),
        ("0", "万元", ""),
        ("100", "户", ""),
        (
            "123456789012345678901234567890",
            "万元",
            "1,234,567,890,123,456,789,012,345,678,900,000元",
        ),
    ],
)
def test_the_other_unit_is_exact(number: str, unit: str, other: str) -> None:
    assert other_unit(Decimal(number), unit) == other


def test_grouping_takes_away_only_zeros_behind_the_point() -> None:
    assert [grouped(Decimal(each)) for each in ("1000", "0.10", "-1234.50")] == [
        "1,000",
        "0.1",
        "-1,234.5",
    ]
