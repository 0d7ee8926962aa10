"""Checks across the forms of a submission."""

from collections.abc import Mapping

import pytest

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.forms.definition import Level
from anju_desktop.rules.engine import Checker, check_together, not_checked
from anju_desktop.rules.findings import Finding
from tests.rules.small_forms import FIELDS, INDICATORS, check_table, form, of_rule

LIST = """
[[fields]]
id = "total"
title = "合计"
type = "money"
unit = "万元"
[[groups]]
id = "lines"
title = "明细"
[[groups.columns]]
id = "who"
title = "地区"
[[groups.columns]]
id = "amount"
title = "下达数"
type = "money"
unit = "万元"
[[rows]]
kind = "group"
group = "lines"
cells = [{ column = "who" }]
"""
AGAINST = check_table(
    "forms_against_list",
    level="error",
    group="lines",
    key="who",
    amount="amount",
    total="total",
    editions=["small"],
    form_key="name",
    form_amount="amount",
)
RULE = "forms-against-list"


def listing(amounts: Mapping[str, str], total: str, period: str = "2024") -> Document:
    rows = [{"who": name, "amount": amount} for name, amount in amounts.items()]
    fields = {"total": total}
    return form(
        LIST, AGAINST, fields=fields, rows=rows, group="lines", edition_id="list", period=period
    )


def county(name: str, amount: str, **fields: str) -> Document:
    return form(FIELDS, fields={"name": name, "amount": amount, **fields}, label="name")


def compared(*documents: Document) -> list[list[Finding]]:
    return [of_rule(findings, RULE) for _, findings in check_together(documents)]


BOTH = {"甲区": "100", "乙县": "60.5"}


@pytest.mark.parametrize(
    "forms",
    [
        (("甲区", "100"), ("乙县", "60.5")),
        (("乙县", "605000元"), ("甲 区", "100.00")),
        (("某市甲区", "100"), ("乙县", "60.5")),
        (("某市 甲 区", "100"), ("某州乙县", "60.5")),
        (("甲区", "40"), ("甲区", "60"), ("乙县", "60.5")),
        (("甲区", ""), ("乙县", "60.5")),
        (("甲区", "100"),),
    ],
)
def test_forms_that_agree_with_their_line_are_left_alone(
    forms: tuple[tuple[str, str], ...],
) -> None:
    documents = [listing(BOTH, "160.5"), *(county(*each) for each in forms)]
    assert [f for findings in compared(*documents) for f in findings] == []


def test_a_changed_amount_is_named_on_both_papers_with_both_sums() -> None:
    on_list, on_first, on_second = compared(
        listing(BOTH, "160.5"), county("甲区", "90"), county("乙县", "60.5")
    )
    assert on_second == []
    assert (on_list[0].written, on_list[0].expected) == ("100万元", "90万元")
    assert (on_first[0].written, on_first[0].expected) == ("90万元", "100万元")
    for finding in (*on_list, *on_first):
        assert "各表合计 150.5万元，分配表合计 160.5万元" in finding.message


def test_without_all_forms_each_amount_is_compared_and_the_sum_is_not() -> None:
    plan, part = listing(BOTH, "160.5"), county("甲区", "90")
    on_list, on_form = compared(plan, part)
    assert len(on_list) == len(on_form) == 1
    assert "合计" not in on_list[0].message
    assert any("乙县" in sentence for sentence in not_checked(plan, [part]))


def test_two_forms_that_each_take_a_whole_line_are_named_in_both() -> None:
    on_list, *on_forms = compared(
        listing(BOTH, "160.5"), county("甲区", "100"), county("甲区", "100"), county("乙县", "60.5")
    )
    assert on_list == []
    named = [[(f.level, f.cell, f.written) for f in findings] for findings in on_forms]
    twice = [(Level.EXPLAIN, CellRef("name"), "2 张")]
    assert named == [twice, twice, []]


def test_one_missing_form_among_many_is_named_at_its_line() -> None:
    plan = listing({**BOTH, "丙旗": "9"}, "169.5")
    on_list, *on_forms = compared(plan, county("甲区", "100"), county("乙县", "60.5"))
    assert [(f.level, f.cell) for f in on_list] == [(Level.EXPLAIN, CellRef("who", "lines", "r3"))]
    assert "丙旗" in on_list[0].message
    assert on_forms == [[], []]


def lines(*pairs: tuple[str, str], total: str) -> Document:
    rows = [{"who": name, "amount": amount} for name, amount in pairs]
    return form(LIST, AGAINST, fields={"total": total}, rows=rows, group="lines", edition_id="list")


@pytest.mark.parametrize(
    ("on_the_list", "on_the_form"),
    [
        ("金水", "金水区"),
        ("管城回族区", "管城区"),
        ("阿城县", "某盟阿城县"),
    ],
)
def test_a_name_may_be_cut_short(on_the_list: str, on_the_form: str) -> None:
    plan = lines((on_the_list, "100"), ("乙县", "60.5"), total="160.5")
    assert compared(plan, county(on_the_form, "100")) == [[], []]
    on_list, on_form = compared(plan, county(on_the_form, "90"))
    assert len(on_list) == len(on_form) == 1


def test_a_name_that_stands_twice_in_the_list_is_named_at_its_second_line() -> None:
    plan = lines(("甲区", "100"), ("乙县", "60.5"), ("甲 区", "100"), total="260.5")
    on_list, *on_forms = compared(plan, county("甲区", "100"), county("乙县", "60.5"))
    assert [(f.level, f.cell) for f in on_list] == [(Level.EXPLAIN, CellRef("who", "lines", "r3"))]
    assert on_forms == [[], []]


def test_two_lines_that_one_form_holds_together_are_left_alone() -> None:
    plan = lines(("甲区", "40"), ("甲区", "60"), total="100")
    assert compared(plan, county("甲区", "100")) == [[], []]


def test_a_form_that_the_list_does_not_know_is_named() -> None:
    _, on_form = compared(listing(BOTH, "160.5"), county("丙旗", "9"))
    assert [(f.cell, f.level) for f in on_form] == [(CellRef("name"), Level.EXPLAIN)]


def test_a_form_is_looked_for_in_every_list() -> None:
    documents = (listing(BOTH, "160.5"), listing({"丙旗": "9"}, "9"), county("丙旗", "9"))
    assert compared(*documents) == [[], [], []]


def test_a_list_of_another_year_is_not_compared() -> None:
    assert compared(listing(BOTH, "160.5", period="2023"), county("甲区", "90")) == [[], []]


def test_a_form_whose_own_sum_is_wrong_carries_that_as_the_cause() -> None:
    own = check_table("equal", level="error", left="amount", right="fiscal + other")
    wrong = form(FIELDS, own, fields={"name": "甲区", "amount": "90", "fiscal": "100"})
    _, on_form = compared(listing(BOTH, "160.5"), wrong)
    assert [f.cause for f in on_form] == ["equal@//amount"]


SAME = check_table("same_text", level="hint", fields=["goal"])


def test_one_goal_in_several_forms_is_a_hint_in_each() -> None:
    goals = ["改善居住条件。", "改善 居住条件。", "另一个目标。", ""]
    documents = [
        form(FIELDS, SAME, fields={"name": name, "goal": goal}, label="name")
        for name, goal in zip("甲乙丙丁", goals, strict=True)
    ]
    messages = [[f.message for f in findings] for _, findings in check_together(documents)]
    assert [len(each) for each in messages] == [1, 1, 0, 0]
    assert "“乙”" in messages[0][0]


PER = check_table("per_unit", level="hint", amount="amount", units=["户"], factor=3)


@pytest.mark.parametrize(
    ("amount", "fires"), [("100", False), ("290", False), ("400", True), ("20", True)]
)
def test_money_per_household_far_from_the_median_is_a_hint(amount: str, fires: bool) -> None:
    documents = [
        form(
            FIELDS,
            INDICATORS,
            PER,
            fields={"amount": each},
            rows=[{"name": "改造户数", "target": "≥100户"}],
        )
        for each in (amount, "90", "100", "110")
    ]
    own = check_together(documents)[0][1]
    assert bool(of_rule(own, "per-unit")) is fires


def test_an_open_form_is_compared_again_when_it_or_a_neighbour_changes() -> None:
    plan, own = listing(BOTH, "160.5"), county("甲区", "100")
    checker = Checker(own, lambda: [plan, own])
    assert of_rule(checker.findings(), RULE) == []
    own.set(CellRef("amount"), "90")
    assert len(of_rule(checker.findings(), RULE)) == 1
    plan.set(CellRef("amount", "lines", "r1"), "90")
    checker.refresh()
    assert of_rule(checker.findings(), RULE) == []
