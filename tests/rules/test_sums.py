"""Checks of arithmetic: exact, blank is not zero where nothing was filled, rounding is no mistake."""

import pytest

from anju_desktop.assets import resource
from anju_desktop.document import jsonform
from anju_desktop.document.changes import CellRef
from anju_desktop.forms.library import Library
from anju_desktop.rules.engine import Checker, check
from anju_desktop.rules.findings import Finding
from tests.rules.small_forms import FIELDS, check_table, form, found

EQUAL = check_table("equal", level="error", left="amount", right="fiscal + other")


@pytest.mark.parametrize(
    ("amount", "fiscal", "other"),
    [
        ("6111", "6111", ""),
        ("103.72", "103.72", "0"),
        ("6276", "6254.72", "21.28"),
        ("0.3", "0.1", "0.2"),
        ("1,200", "1000", "２００"),
        ("100万元", "100", "0元"),
        ("341.41", "341.4058", ""),
        ("", "", ""),
        ("", "44", ""),
        ("44", "", ""),
        ("44", "约44", "0"),
    ],
)
def test_parts_that_add_up_or_are_not_there_are_left_alone(
    amount: str, fiscal: str, other: str
) -> None:
    document = form(FIELDS, EQUAL, fields={"amount": amount, "fiscal": fiscal, "other": other})
    assert found(document, "equal") == []


@pytest.mark.parametrize(
    ("amount", "fiscal", "other", "expected"),
    [
        ("45", "44", "", "44万元"),
        ("0.3", "0.1", "0.21", "0.31万元"),
        ("18", "17.6", "0", "17.6万元"),
        ("17.29", "17.28", "0", "17.28万元"),
        ("44", "0", "0", "0万元"),
        ("44", "", "3", "3万元"),
    ],
)
def test_parts_that_do_not_add_up_are_named_with_both_amounts(
    amount: str, fiscal: str, other: str, expected: str
) -> None:
    document = form(FIELDS, EQUAL, fields={"amount": amount, "fiscal": fiscal, "other": other})
    (finding,) = found(document, "equal")
    assert (finding.written, finding.expected) == (f"{amount}万元", expected)
    assert "财政拨款＋其他资金" in finding.message
    assert finding.suggestion is not None
    assert finding.suggestion.cell == CellRef("amount")


def offers(finding: Finding) -> list[tuple[str, str, str]]:
    """What is offered to be clicked: cell, text, label."""
    both = (finding.suggestion, finding.alternative)
    return [(each.cell.field, each.text, each.label) for each in both if each is not None]


def test_of_two_parts_and_a_total_that_nothing_else_states_total_and_part_are_offered() -> None:
    document = form(FIELDS, EQUAL, fields={"amount": "6111", "fiscal": "6101"})
    (finding,) = found(document, "equal")
    title = document.edition.find_field("amount").title
    assert offers(finding) == [
        ("amount", "6101", f"{title}改为 6101"),
        ("fiscal", "6111", "财政拨款改为 6111"),
    ]


def test_of_two_filled_parts_the_one_with_fewer_wrong_digits_is_offered() -> None:
    document = form(FIELDS, EQUAL, fields={"amount": "6276", "fiscal": "6245", "other": "21"})
    (finding,) = found(document, "equal")
    assert offers(finding)[1][:2] == ("fiscal", "6255")


def test_a_part_is_never_made_negative() -> None:
    document = form(FIELDS, EQUAL, fields={"amount": "10", "fiscal": "44", "other": "3"})
    (finding,) = found(document, "equal")
    assert [cell for cell, *_ in offers(finding)] == ["amount", "fiscal"]
    document.set(CellRef("amount"), "2")
    (finding,) = found(document, "equal")
    assert [cell for cell, *_ in offers(finding)] == ["amount"]


@pytest.mark.parametrize(
    ("goal", "wrong", "text"),
    [
        ("总投资6111万元。", "fiscal", "6111"),
        ("总投资6101万元。", "amount", "6101"),
        ("其中财政资金6111万元，合计6111万元。", "fiscal", "6111"),
        ("总投资0.6111亿元。", "fiscal", "6111"),
    ],
)
def test_what_the_text_of_the_sheet_states_tells_which_amount_is_wrong(
    goal: str, wrong: str, text: str
) -> None:
    fields = {"amount": "6111", "fiscal": "6101", "goal": goal}
    (finding,) = found(form(FIELDS, EQUAL, fields=fields), "equal")
    assert finding.cell == CellRef(wrong)
    assert offers(finding) == [(wrong, text, f"改为 {text}")]
    assert finding.expected == f"{text}万元"


def test_a_text_that_states_both_tells_nothing() -> None:
    goal = "总投资6111万元，已到位6101万元。"
    fields = {"amount": "6111", "fiscal": "6101", "goal": goal}
    (finding,) = found(form(FIELDS, EQUAL, fields=fields), "equal")
    assert len(offers(finding)) == 2


def test_of_two_parts_the_one_that_the_text_does_not_state_is_the_wrong_one() -> None:
    goal = "总投资6276万元，其他资金21万元。"
    fields = {"amount": "6276", "fiscal": "6245", "other": "21", "goal": goal}
    (finding,) = found(form(FIELDS, EQUAL, fields=fields), "equal")
    assert offers(finding) == [("fiscal", "6255", "改为 6255")]


def test_an_allocation_list_bears_out_the_total() -> None:
    library = Library()
    form_, listing = (
        jsonform.load_file(resource("examples", f"karamay-2024-{name}.json"), library.get)
        for name in ("old-communities", "allocation")
    )
    neighbours = [listing]
    checker = Checker(form_, lambda: neighbours)
    form_.set(CellRef("fiscal_funds"), "6101")
    (finding,) = [f for f in checker.findings() if f.rule == "funds-sum"]
    assert (finding.cell, finding.written) == (CellRef("fiscal_funds"), "6101万元")
    assert offers(finding) == [("fiscal_funds", "6111", "改为 6111")]
    neighbours.clear()
    checker.refresh()
    (finding,) = [f for f in checker.findings() if f.rule == "funds-sum"]
    assert [cell for cell, *_ in offers(finding)] == ["total_funds", "fiscal_funds"]
    checker.close()


def test_a_total_without_a_required_part_follows_from_the_blank() -> None:
    required = FIELDS.replace('id = "fiscal"', 'id = "fiscal"\nrequired = "error"')
    document = form(required, EQUAL, fields={"amount": "44", "other": "3"})
    (finding,) = found(document, "equal")
    assert finding.cause == "required@//fiscal"


@pytest.mark.parametrize(
    ("fiscal", "amount", "fires"),
    [("45", "44", True), ("44", "44", False), ("", "44", False), ("45", "", False)],
)
def test_a_part_does_not_exceed_the_whole(fiscal: str, amount: str, fires: bool) -> None:
    table = check_table("at_most", level="error", left="fiscal", right="amount")
    document = form(FIELDS, table, fields={"fiscal": fiscal, "amount": amount})
    assert bool(found(document, "at-most")) is fires


SCORES = """
[[fields]]
id = "total"
title = "合计"
type = "score"

[[groups]]
id = "rows"
title = "评价指标"
levels = ["kind"]
[[groups.columns]]
id = "kind"
title = "类别"
official = true
[[groups.columns]]
id = "section"
title = "一级指标"
[[groups.columns]]
id = "section_full"
title = "一级分值"
type = "score"
[[groups.columns]]
id = "full"
title = "分值"
type = "score"
[[groups.columns]]
id = "score"
title = "得分"
type = "score"
required = "error"
[[groups.categories]]
id = "scored"
path = ["评分"]
[[groups.categories]]
id = "bonus"
path = ["加分项"]

[[rows]]
kind = "group"
group = "rows"
cells = [{ column = "section" }]
"""


def score_rows(*scores: str) -> list[dict[str, str]]:
    """Rows of two sections with full scores of 10 and 5, 10 and 5."""
    return [
        {
            "section": "资金" if number < 2 else "产出",
            "section_full": "15",
            "full": "5" if number % 2 else "10",
            "score": score,
        }
        for number, score in enumerate(scores)
    ]


def test_a_score_above_the_full_score_is_named_in_its_row() -> None:
    table = check_table("at_most", level="error", left="rows.score", right="rows.full")
    document = form(
        SCORES, table, rows=score_rows("10", "6", "", "5"), group="rows", category="scored"
    )
    assert [f.cell for f in found(document, "at-most")] == [CellRef("score", "rows", "r2")]


@pytest.mark.parametrize(
    ("scores", "typed", "expected"),
    [
        (("9.1", "5", "9", "4.9"), "28", None),
        (("9.1", "5", "9", "4.8"), "28", ("28", "27.9")),
        (("", "", "", ""), "28", None),
        (("9", "5", "9", "4"), "", None),
        (("9", "五", "9", "4"), "28", None),
    ],
)
def test_a_column_adds_up_to_the_typed_total(
    scores: tuple[str, ...], typed: str, expected: tuple[str, str] | None
) -> None:
    table = check_table("total", level="error", column="rows.score", equals="total")
    document = form(
        SCORES,
        table,
        fields={"total": typed},
        rows=score_rows(*scores),
        group="rows",
        category="scored",
    )
    findings = found(document, "total")
    assert [(f.written, f.expected) for f in findings] == ([expected] if expected else [])
    assert all(f.cell == CellRef("total") for f in findings)


def test_a_blank_score_is_the_cause_of_the_wrong_sum() -> None:
    table = check_table("total", level="error", column="rows.score", equals="total")
    rows = score_rows("9.1", "5", "9", "")
    document = form(
        SCORES, table, fields={"total": "28.1"}, rows=rows, group="rows", category="scored"
    )
    (finding,) = found(document, "total")
    assert finding.cause == "required@rows/r4/score"
    assert (finding.written, finding.expected) == ("28.1", "23.1")


def test_each_section_adds_up_to_its_own_full_score() -> None:
    keys = {"column": "rows.full", "equals": "rows.section_full", "per": ["section"]}
    rows = score_rows("1", "1", "1", "1")
    rows[2]["full"] = "9"
    document = form(
        SCORES, check_table("total", level="error", **keys), rows=rows, group="rows",
        category="scored",
    )  # fmt: skip
    (finding,) = found(document, "total")
    assert "产出" in finding.message
    assert (finding.written, finding.expected) == ("15", "14")


def test_a_merged_cell_counts_once() -> None:
    keys = {"column": "rows.section_full", "equals": "30", "once_per": ["section"]}
    table = check_table("total", level="error", **keys)
    rows = score_rows("1", "1", "1", "1")
    document = form(SCORES, table, rows=rows, group="rows", category="scored")
    assert found(document, "total") == []
    document.set(CellRef("section_full", "rows", "r1"), "16")
    assert [f.written for f in found(document, "total")] == ["31分"]


@pytest.mark.parametrize(
    ("score", "section", "fires"),
    [("10", "", False), ("9.5", "", True), ("9.5", "还差两个小区", False), ("", "", False)],
)
def test_points_that_were_lost_are_explained_in_their_row(
    score: str, section: str, fires: bool
) -> None:
    table = check_table("shortfall", left="rows.score", right="rows.full", text="rows.section")
    rows = [{"full": "10", "score": score, "section": section}]
    document = form(SCORES, table, rows=rows, group="rows", category="scored")
    assert [(f.cell.field, f.cell.row) for f in found(document, "shortfall")] == (
        [("section", "r1")] if fires else []
    )


@pytest.mark.parametrize(
    ("total", "fires"),
    [("481.8", False), ("482", False), ("481.80", False), ("481.7", True), ("481.79", True)],
)
def test_a_total_declared_rounded_is_held_to_the_digits_it_shows(total: str, fires: bool) -> None:
    rows = score_rows("480", "1.7", "0.09", "0.006")
    table = check_table("total", column="rows.score", equals="total", rounded=True)
    document = form(SCORES, table, fields={"total": total}, rows=rows, group="rows")
    assert bool(found(document, "total")) is fires


def test_a_bonus_counted_inside_the_total_is_named_as_the_bonus() -> None:
    keys = {"column": "rows.score", "equals": "total", "except_categories": ["bonus"]}
    rows = [*score_rows("9", "5", "9", "4"), {"section": "加分", "score": "4", "category": "bonus"}]
    document = form(
        SCORES,
        check_table("total", level="error", **keys),
        fields={"total": "31"},
        rows=rows,
        group="rows",
        category="scored",
    )
    (finding,) = found(document, "total")
    assert "加分项" in finding.message
    document.set(CellRef("total"), "27")
    assert found(document, "total") == []


def test_a_number_typed_over_a_calculated_one_must_be_the_same() -> None:
    computed = FIELDS.replace('id = "amount"', 'id = "amount"\ncomputed = "fiscal + other"')
    document = form(computed, fields={"fiscal": "44", "other": "1", "amount": "46"})
    (finding,) = found(document, "computed")
    assert (finding.written, finding.expected) == ("46万元", "45万元")
    document.set(CellRef("amount"), None)
    assert check(document) == ()


def test_a_calculated_field_that_was_not_typed_counts_with_its_result() -> None:
    computed = FIELDS.replace('id = "amount"', 'id = "amount"\ncomputed = "fiscal + other"')
    table = check_table("equal", level="error", left="amount", right="fiscal * 2")
    document = form(computed, table, fields={"fiscal": "44", "other": "44"})
    assert found(document, "equal") == []
    document.set(CellRef("other"), "43")
    assert [f.written for f in found(document, "equal")] == ["87万元"]
