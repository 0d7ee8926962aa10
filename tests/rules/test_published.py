"""What the checks say of the published tables, as published and with one thing changed."""

import pytest

from anju_desktop.assets import resource
from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.forms.definition import Level
from anju_desktop.rules.engine import check, check_together
from tests.rules.small_forms import example, of_rule

KARAMAY = [
    "karamay-2024-affordable-rental",
    "karamay-2024-old-communities",
    "karamay-2024-dilapidated-housing",
    "karamay-2024-rent-subsidy",
]
ZHENGZHOU = sorted(
    path.stem
    for path in resource("examples").glob("zhengzhou-2021-*.json")
    if not path.stem.endswith(("allocation", "agency-project"))
)


def serious(document: Document) -> list[tuple[str, str]]:
    """Rule and cell of every finding above a hint."""
    return [
        (finding.rule, document.path(finding.cell))
        for finding in check(document)
        if finding.level is not Level.HINT
    ]


def row_named(document: Document, name: str) -> str:
    rows = document.row_ids("indicators")
    return next(r for r in rows if document.text(CellRef("name", "indicators", r)) == name)


def change(document: Document, name: str, column: str, text: str) -> None:
    document.set(CellRef(column, "indicators", row_named(document, name)), text)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("karamay-2024-affordable-rental", []),
        ("karamay-2024-old-communities", [("rate-limit", "indicators[5].target")]),
        (
            "karamay-2024-dilapidated-housing",
            [
                ("unit-of-name", "indicators[1].target"),
                ("rule-fits", "indicators[5].scoring_rule"),
            ],
        ),
        ("karamay-2024-rent-subsidy", [("rule-fits", "indicators[8].scoring_rule")]),
        ("karamay-2024-allocation", []),
        ("zhengzhou-2021-allocation", []),
        ("zhengzhou-2021-agency-project", [("text-figures", "indicators[18].target")]),
    ],
)
def test_a_published_table_is_told_its_mistakes_and_nothing_else(
    name: str, expected: list[tuple[str, str]]
) -> None:
    assert serious(example(name)) == expected


@pytest.mark.parametrize("name", ZHENGZHOU)
def test_each_county_of_zhengzhou_has_four_lone_signs_and_a_question_answered_in_percent(
    name: str,
) -> None:
    assert serious(example(name)) == [
        *(("lone-sign", f"indicators[{row}].period_target") for row in range(4)),
        ("yes-no", "indicators[7].period_target"),
        ("yes-no", "indicators[7].target"),
    ]


def test_all_ten_counties_are_there() -> None:
    assert len(ZHENGZHOU) == 10


@pytest.mark.parametrize("name", KARAMAY)
def test_moving_and_renaming_a_row_changes_nothing(name: str) -> None:
    document = example(name)
    before = sorted((f.rule, f.cell, f.level) for f in check(document))
    rows = document.row_ids("indicators")
    for row in rows[:2]:
        document.move_row("indicators", row, len(rows) - 1)
    for row in rows:
        ref = CellRef("name", "indicators", row)
        document.set(ref, f"本区{document.text(ref)}")
    assert sorted((f.rule, f.cell, f.level) for f in check(document)) == before


@pytest.mark.parametrize("name", KARAMAY)
def test_another_year_and_place_change_nothing(name: str) -> None:
    document = example(name)
    before = serious(document)
    document.period, document.unit = "2027", "某县"
    goal = document.text(CellRef("goal")).replace("2024", "2027").replace("克拉玛依", "某县")
    document.set(CellRef("goal"), goal)
    assert serious(document) == before


def test_empty_other_funds_are_a_hint_with_a_zero_to_click() -> None:
    findings = of_rule(check(example("karamay-2024-rent-subsidy")), "other-funds-empty")
    assert [(f.level, f.suggestion and f.suggestion.text) for f in findings] == [(Level.HINT, "0")]


def test_a_blank_inside_a_word_is_a_hint_and_blanks_after_a_list_mark_are_not() -> None:
    (finding,) = of_rule(check(example("karamay-2024-old-communities")), "stray-blanks")
    assert finding.level is Level.HINT
    assert "改造工 作" in finding.written
    assert finding.suggestion is not None
    assert "改造工作的指导意见" in finding.suggestion.text
    assert of_rule(check(example("zhengzhou-2021-jinshui")), "stray-blanks") == []


def test_the_wrong_unit_names_both_units_and_offers_the_right_one() -> None:
    (finding,) = of_rule(check(example("karamay-2024-dilapidated-housing")), "unit-of-name")
    assert "“套”" in finding.message
    assert "“>=24间”" in finding.message
    assert (finding.written, finding.suggestion and finding.suggestion.text) == (
        ">=24间",
        ">=24套",
    )


def test_the_unit_is_found_in_the_goal_when_the_name_tells_none() -> None:
    document = example("karamay-2024-dilapidated-housing")
    change(document, "改造住房套数", "name", "改造住房数量")
    (finding,) = of_rule(check(document), "unit-of-name")
    assert (finding.written, finding.expected) == (">=24间", "24套")


@pytest.mark.parametrize(
    ("row", "text", "written", "expected"),
    [
        ("每户补贴标准", "<=500元/户/月", "17.28万元", "18万元"),
        ("发放租赁补贴户数", ">=31户", "17.28万元", "17.856万元"),
        ("补助发放次数", ">=11次", "17.28万元", "15.84万元"),
    ],
)
def test_a_subsidy_that_does_not_multiply_out_names_both_amounts(
    row: str, text: str, written: str, expected: str
) -> None:
    document = example("karamay-2024-rent-subsidy")
    change(document, row, "target", text)
    (finding,) = of_rule(check(document), "product")
    assert (finding.written, finding.expected) == (written, expected)
    assert written in finding.message
    assert expected in finding.arithmetic


def test_one_weight_more_is_91_against_90() -> None:
    for name in KARAMAY:
        document = example(name)
        ref = CellRef("weight", "indicators", document.row_ids("indicators")[0])
        document.set(ref, str(int(document.text(ref)) + 1))
        (finding,) = of_rule(check(document), "weights-total")
        assert (finding.written, finding.expected) == ("91分", "90分")
        assert finding.level is Level.ERROR


def test_a_goal_with_another_figure_than_the_indicator_is_named() -> None:
    document = example("karamay-2024-affordable-rental")
    change(document, "筹集保障性租赁住房数量", "target", ">=98套")
    (finding,) = of_rule(check(document), "goal-figures")
    assert "97套" in finding.message
    assert ">=98套" in finding.message


def test_a_rate_in_an_agency_goal_is_held_against_the_indicator_of_that_name() -> None:
    (finding,) = of_rule(check(example("zhengzhou-2021-agency-project")), "text-figures")
    assert "加装电梯政策知晓率" in finding.message
    assert "“100%”" in finding.message
    assert "“≥95%”" in finding.message


@pytest.mark.parametrize("text", ["770000.00", "86000.00", "86元"])
def test_an_amount_in_yuan_is_held_against_the_plan_in_ten_thousands(text: str) -> None:
    document = example("zhengzhou-2021-agency-project")
    document.set(CellRef("total_amount"), text)
    document.set(CellRef("year_amount"), text)
    findings = of_rule(check(document), "text-figures")
    assert any("86万元" in finding.message for finding in findings)


def test_an_agency_project_says_the_same_for_the_year_as_for_the_whole() -> None:
    (finding,) = of_rule(check(example("zhengzhou-2021-agency-project")), "goals-differ")
    assert finding.level is Level.HINT


def test_the_allocation_and_its_forms_agree_as_published() -> None:
    for listing, names in (
        ("karamay-2024-allocation", KARAMAY),
        ("zhengzhou-2021-allocation", ZHENGZHOU),
    ):
        together = check_together([example(listing), *map(example, names)])
        assert [f for _, all_ in together for f in of_rule(all_, "forms-against-allocation")] == []


def test_one_changed_amount_is_named_with_both_sums() -> None:
    forms = [example(name) for name in ZHENGZHOU]
    changed = next(f for f in forms if f.title() == "金水区")
    changed.set(CellRef("total_funds"), "12780")
    changed.set(CellRef("central_funds"), "12780")
    found = {
        document.title(): of_rule(findings, "forms-against-allocation")
        for document, findings in check_together([example("zhengzhou-2021-allocation"), *forms])
    }
    assert {title for title, findings in found.items() if findings} == {"资金分配表", "金水区"}
    for findings in found.values():
        for finding in findings:
            assert "35435" in finding.message
            assert "35345" in finding.message
            assert finding.level is Level.ERROR
