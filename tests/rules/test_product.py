"""户数 × 标准 × 月数 = 资金: the factors are found by their units alone."""

import pytest

from anju_desktop.document.document import Document
from anju_desktop.rules.engine import not_checked
from tests.rules.small_forms import FIELDS, INDICATORS, check_table, form, found

PRODUCT = check_table("product", measure="indicators.annual", amount="amount")


def subsidy(amount: str, *figures: tuple[str, str]) -> Document:
    rows = [{"name": name, "target": target} for name, target in figures]
    return form(FIELDS, INDICATORS, PRODUCT, fields={"amount": amount}, rows=rows)


MONTHLY = (("甲", "≥30户"), ("乙", "≤480元/户/月"))


@pytest.mark.parametrize(
    ("amount", "figures"),
    [
        ("17.28", (*MONTHLY, ("丙", "≥12次"))),
        ("17.28", (("丙", "≥12次"), *reversed(MONTHLY))),
        ("172800元", (*MONTHLY, ("丙", "≥12次"))),
        ("17.28", (("甲", "30户"), ("乙", "480元/户·月"), ("丙", "12个月"))),
        ("17.28", (("甲", "30户"), ("乙", "480元/月/户"), ("丙", "12次"))),
        ("17.28", (("甲", "30户"), ("乙", "480元/（户·月）"), ("补贴月数", "12月"))),
        ("17.28", (*MONTHLY, ("开始时间", "≤1月"), ("完成时间", "≤12月"))),
        ("14.40", (*MONTHLY, ("开始时间", "≤3月"), ("完成时间", "≤12月"))),
        ("17.28", MONTHLY),
        ("36", (("甲", "≥300人"), ("乙", "≤1200元/人/年"))),
        ("36", (("甲", "≥300人"), ("乙", "≤0.12万元/人/年"))),
        ("120", (("甲", "≥60户"), ("乙", "2万元/户"))),
        ("0.33", (("甲", "7户"), ("乙", "475元/户/年"))),
        ("", (*MONTHLY, ("丙", "≥12次"))),
        ("17.28", (("甲", "≥30户"), ("丙", "≥12次"))),
        ("99", (("乙", "≤480元/户/月"), ("丙", "≥12次"))),
    ],
)
def test_an_amount_that_multiplies_out_or_cannot_be_calculated_is_left_alone(
    amount: str, figures: tuple[tuple[str, str], ...]
) -> None:
    assert found(subsidy(amount, *figures), "product") == []


@pytest.mark.parametrize(
    ("amount", "figures", "expected"),
    [
        ("17.28", (("甲", "≥31户"), ("乙", "≤480元/户/月"), ("丙", "≥12次")), "17.856万元"),
        ("17.28", (("甲", "≥30户"), ("乙", "≤500元/户/月"), ("丙", "≥12次")), "18万元"),
        ("18", (("甲", "≥30户"), ("乙", "≤510元/户/月"), ("丙", "≥12次")), "18.36万元"),
        ("17.28", (*MONTHLY, ("丙", "≥10个月")), "14.4万元"),
        ("17.28", (*MONTHLY, ("开始时间", "≤3月"), ("完成时间", "≤12月")), "14.4万元"),
        ("30", (("甲", "≥300人"), ("乙", "≤1200元/人/年")), "36万元"),
    ],
)
def test_an_amount_that_does_not_multiply_out_is_named_with_the_arithmetic(
    amount: str, figures: tuple[tuple[str, str], ...], expected: str
) -> None:
    (finding,) = found(subsidy(amount, *figures), "product")
    assert (finding.written, finding.expected) == (f"{amount}万元", expected)
    assert "×" in finding.arithmetic
    assert expected in finding.message


def test_of_several_calculations_one_that_fits_is_enough() -> None:
    document = subsidy("17.28", *MONTHLY, ("丙", "≥12次"), ("丁", "≥40户"))
    assert found(document, "product") == []
    assert not_checked(document) == ()


@pytest.mark.parametrize(
    "figures",
    [
        (*MONTHLY, ("丙", "≥12次"), ("丁", "≥40户")),
        (*MONTHLY, ("丙", "≥12次"), ("丁", "≥2次")),
        (("甲", "≥30户"), ("乙", "≤2万元/户")),
        MONTHLY,
    ],
)
def test_where_no_calculation_is_certain_the_form_says_what_was_not_checked(
    figures: tuple[tuple[str, str], ...],
) -> None:
    document = subsidy("99", *figures)
    assert found(document, "product") == []
    assert any("预算总额" in sentence for sentence in not_checked(document))
