"""Claimed scores against the standard, grades, the bonus, facts that contradict each other."""

from decimal import Decimal

import pytest

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document, blank_document
from anju_desktop.document.values import to_decimal
from anju_desktop.forms.definition import Level
from anju_desktop.forms.library import Library
from anju_desktop.rules.engine import Checker, check, not_checked
from anju_desktop.rules.findings import Finding
from tests.rules.small_forms import check_table, example, form, found, of_rule

RULE = "score-by-standard"
FACTS = {
    "households": ("planned_households", "started_households"),
    "area": ("planned_area", "started_area"),
    "buildings": ("planned_buildings", "started_buildings"),
    "elderly_care": ("planned_elderly_area", "started_elderly_area"),
}


def zhumadian(**claimed: str) -> Document:
    """The published table with other claimed scores in some rows."""
    document = example("zhumadian-2020-evaluation")
    for row, score in claimed.items():
        document.set(CellRef("score", "indicators", row), score)
    return document


def misfits(document: Document) -> list[Finding]:
    return found(document, RULE)


def test_the_published_scores_fit_the_published_facts() -> None:
    assert misfits(zhumadian()) == []


def test_a_score_that_no_reading_gives_is_named_with_all_that_do() -> None:
    (finding,) = misfits(zhumadian(elderly_care="9.5"))
    assert finding.level is Level.EXPLAIN
    assert finding.cells[0] == CellRef("score", "indicators", "elderly_care")
    assert finding.cells[1:] == tuple(map(CellRef, FACTS["elderly_care"]))
    assert finding.message == (
        "“配建养老服务设施面积完成率”一行的“市县评价得分”填的是 9.5 分，应得 9 分（62395÷63120＝98.85%，"
        "低1.15个百分点，按满一个计，扣1分）；换一种算法可得 8、8.85 分。"
    )
    assert (finding.written, finding.expected) == ("9.5 分", "9、8、8.85 分")
    assert "未达到计划的，每低一个百分点扣1分" in finding.basis
    assert finding.suggestion is not None
    assert (finding.suggestion.cell, finding.suggestion.text) == (finding.cell, "9")


@pytest.mark.parametrize("score", ["9", "8", "8.85", "8.9", "9.0"])
def test_a_score_of_another_reading_is_accepted(score: str) -> None:
    assert misfits(zhumadian(elderly_care=score)) == []


@pytest.mark.parametrize(
    ("row", "score"), [("households", "14"), ("area", "0"), ("buildings", "4.9")]
)
def test_less_than_the_facts_earn_needs_a_reason_too(row: str, score: str) -> None:
    assert [f.cell.row for f in misfits(zhumadian(**{row: score}))] == [row]


@pytest.mark.parametrize(
    ("actual", "score"),
    [
        ("33224", "15"),
        ("33223", "15"),
        ("32892", "15"),
        ("32891", "14"),
        ("16612", "0"),
        ("0", "0"),
    ],
)
def test_score_and_finding_move_with_the_fact(actual: str, score: str) -> None:
    document = zhumadian(households=score)
    document.set_fact("started_households", actual)
    assert misfits(document) == []
    wrong = Decimal("7.25") if Decimal(score) != 7 else Decimal(6)
    document.set(CellRef("score", "indicators", "households"), str(wrong))
    assert len(misfits(document)) == 1


def test_a_fact_counts_while_it_is_typed() -> None:
    document = zhumadian()
    checker = Checker(document)
    fact = CellRef("started_elderly_area")
    document.set_draft(fact, "61000")
    (finding,) = of_rule(checker.findings(), RULE)
    assert finding.expected == "7、6、6.64 分"
    document.set_draft(fact, None)
    assert of_rule(checker.findings(), RULE) == []
    document.set_draft(CellRef("score", "indicators", "elderly_care"), "3")
    assert len(of_rule(checker.findings(), RULE)) == 1


def test_a_score_outside_what_is_still_open_is_named() -> None:
    document = zhumadian(fund_use="4")
    document.set_fact("monitoring", "是")
    document.set_fact("targets_evaluated", "是")
    (finding,) = misfits(document)
    assert (finding.expected, finding.suggestion) == ("5—10 分", None)
    document.set(CellRef("score", "indicators", "fund_use"), "5")
    assert misfits(document) == []


def test_above_the_points_with_no_facts_is_left_to_the_limit() -> None:
    findings = check(zhumadian(quality="11"))
    assert of_rule(findings, RULE) == []
    assert len(of_rule(findings, "score-within-points")) == 1


def test_below_zero_is_never_a_score() -> None:
    (finding,) = misfits(zhumadian(quality="-1"))
    assert finding.expected == "0—10 分"


@pytest.mark.parametrize("score", ["", "不适用", "九分"])
def test_what_is_no_number_is_no_claim(score: str) -> None:
    assert misfits(zhumadian(households=score)) == []


def test_the_score_waits_behind_a_fact_that_cannot_be_read() -> None:
    document = zhumadian(elderly_care="3")
    document.set_fact("started_elderly_area", "六万多")
    findings = check(document)
    assert of_rule(findings, RULE) == []
    assert [f.cell for f in of_rule(findings, "unreadable")] == [CellRef("started_elderly_area")]


def test_another_year_place_and_name_make_no_difference() -> None:
    document = zhumadian(elderly_care="9.5")
    document.period, document.unit = "2031", "某市"
    document.set(CellRef("level2", "indicators", "elderly_care"), "另一个名称")
    (finding,) = misfits(document)
    assert finding.message.startswith("“另一个名称”一行")


def test_scores_that_nothing_can_be_held_against_are_told() -> None:
    document = zhumadian()
    (told,) = not_checked(document)
    assert told == (
        "“资金筹集”、“资金分配”、“资金使用管理”、“政策公开”、“评价报告报送及时、完整性”等 6 行的得分"
        "没有按评分标准核对：事实没有填，或者评分标准没有列明算法。"
    )
    for row in ("fund_raising", "fund_use", "disclosure", "report_timeliness", "quality"):
        document.set(CellRef("score", "indicators", row), "")
    (told,) = not_checked(document)
    assert told.startswith("“资金分配” 1 行的得分没有按评分标准核对")
    for fact in ("rules_sound", "funds_on_time", "allocation_fits"):
        document.set_fact(fact, "是")
    assert not_checked(document) == ()


# ---------------------------------------------------------------- what a score implies


def implied(document: Document) -> list[Finding]:
    return found(document, f"{RULE}-implied")


def test_nine_point_one_says_what_share_was_raised() -> None:
    (finding,) = implied(zhumadian())
    assert finding.level is Level.HINT
    assert finding.cells == (
        CellRef("score", "indicators", "fund_raising"),
        CellRef("social_funds_rate"),
    )
    assert "9.1＝5＋4.1" in finding.message
    assert (finding.written, finding.expected) == ("9.1 分", "社会筹资占比 16.4%")


def test_whole_points_say_between_which_shares_it_lies() -> None:
    (finding,) = implied(zhumadian(fund_raising="9"))
    assert "社会筹资占比在 12% 与 20% 之间" in finding.message
    assert finding.expected == "社会筹资占比 12%—20%"


@pytest.mark.parametrize(
    ("claimed", "facts"),
    [
        ("10", {}),
        ("9.1", {"social_funds_rate": "16.4"}),
        ("", {}),
        ("2", {}),
    ],
)
def test_full_marks_known_rates_and_impossible_scores_imply_nothing(
    claimed: str, facts: dict[str, str]
) -> None:
    document = zhumadian(fund_raising=claimed)
    for fact, text in facts.items():
        document.set_fact(fact, text)
    assert implied(document) == []


def test_the_implied_share_fits_when_it_is_entered() -> None:
    document = zhumadian()
    document.set_fact("local_funds_arranged", "是")
    document.set_fact("social_funds_rate", "16.4")
    assert misfits(document) == []
    document.set_fact("social_funds_rate", "17")
    (finding,) = misfits(document)
    assert finding.expected == "9.25、10、9 分"


# ---------------------------------------------------------------- blank scores and reasons


def test_a_blank_score_and_reason_are_offered_from_the_facts() -> None:
    document = zhumadian(households="")
    document.set(CellRef("reason", "indicators", "households"), "")
    required = {f.cell: f.suggestion for f in found(document, "required")}
    score = required[CellRef("score", "indicators", "households")]
    reason = required[CellRef("reason", "indicators", "households")]
    assert score is not None
    assert reason is not None
    assert score.text == "15"
    assert reason.text == "2020年计划改造户数33224户，已开工户数33623户，开工率101.2%。"
    assert required[CellRef("score", "indicators", "satisfaction")] is None


def test_the_offer_follows_the_facts() -> None:
    document = zhumadian(households="")
    checker = Checker(document)
    document.set_fact("started_households", "32000")
    (finding,) = [f for f in of_rule(checker.findings(), "required") if f.cell.row == "households"]
    assert finding.suggestion is not None
    assert finding.suggestion.text == "12"


# ---------------------------------------------------------------- the bonus


def renovation(total: str = "99", **scores: str) -> Document:
    document = example("chifeng-2023-renovation")
    document.set(CellRef("total_score"), total)
    for row, score in scores.items():
        document.set(CellRef("score", "indicators", row), score)
    return document


def test_the_published_total_is_named_once_as_the_bonus_counted_in() -> None:
    (finding,) = found(renovation(), "score-total")
    assert (finding.title, finding.level) == ("加分项计入了总分", Level.ERROR)
    assert "99＝95＋4" in finding.message
    assert "相差" not in finding.message
    assert (finding.written, finding.expected) == ("99分", "95分")
    assert finding.suggestion is not None
    assert (finding.suggestion.cell, finding.suggestion.text) == (CellRef("total_score"), "95")


@pytest.mark.parametrize(("total", "bonus", "title"), [
    ("95", "4", None),
    ("97", "2", "加分项计入了总分"),
    ("98", "4", "各项得分之和不等于合计"),
    ("99", "", "各项得分之和不等于合计"),
    ("99", "0", "各项得分之和不等于合计"),
])  # fmt: skip
def test_only_the_bonus_itself_is_called_the_bonus(
    total: str, bonus: str, title: str | None
) -> None:
    titles = [f.title for f in found(renovation(total, bonus=bonus), "score-total")]
    assert titles == ([title] if title else [])


# ---------------------------------------------------------------- grades

GRADED = """
[[fields]]
id = "total_score"
title = "总分"
type = "score"
[[fields]]
id = "grade"
title = "等级"
[[groups]]
id = "items"
title = "指标"
marks = { name = "name", full = "points", score = "score" }
[[groups.columns]]
id = "name"
title = "指标"
[[groups.columns]]
id = "points"
title = "分值"
type = "score"
[[groups.columns]]
id = "score"
title = "得分"
type = "score"
[scoring]
total = 100
typed_total = "total_score"
grade = "grade"
grades = [
  { at_least = 90, label = "优" },
  { at_least = 80, label = "良" },
  { at_least = 60, label = "中" },
  { at_least = 0, label = "差" },
]

[[rows]]
kind = "group"
group = "items"
cells = [{ column = "name" }]
"""


@pytest.mark.parametrize(
    ("total", "grade", "expected"),
    [
        ("90", "优", None),
        ("89.99", "优", "良"),
        ("89.99", "良", None),
        ("80", "优", "良"),
        ("100", " 优 ", None),
        ("59.9", "中", "差"),
        ("60", "合格", "中"),
        ("", "优", None),
        ("95", "", None),
        ("约九十", "优", None),
    ],
)
def test_the_typed_grade_is_that_of_the_typed_total(
    total: str, grade: str, expected: str | None
) -> None:
    document = form(
        GRADED,
        check_table("grade", title="等级不符"),
        fields={"total_score": total, "grade": grade},
        group="items",
    )
    findings = found(document, "grade")
    assert [f.expected for f in findings] == ([expected] if expected else [])
    assert all(f.suggestion and f.suggestion.text == expected for f in findings)


# ---------------------------------------------------------------- facts among themselves


@pytest.mark.parametrize(
    ("started", "done", "told"),
    [("289", "是", True), ("292", "是", False), ("300", "是", False), ("", "是", False),
     ("289", "否", False), ("289", "", False), ("约290", "是", False)],
)  # fmt: skip
def test_all_started_beside_a_lower_figure_is_a_contradiction(
    started: str, done: str, told: bool
) -> None:
    document = example("chifeng-2023-renovation")
    document.set_fact("planned_communities", "292")
    document.set_fact("started_communities", started)
    document.set_fact("all_started", done)
    findings = found(document, "contradiction")
    assert bool(findings) is told
    for finding in findings:
        assert finding.cells[0] == CellRef("started_communities")
        assert ("289个" in finding.message, "292个" in finding.message) == (True, True)


def test_more_done_than_planned_is_no_mistake() -> None:
    document = example("zhumadian-2020-evaluation")
    document.set_fact("started_communities", "900")
    rows = {f.cell for f in check(document)}
    assert CellRef("started_communities") not in rows
    assert CellRef("score", "indicators", "communities") not in rows


def test_a_fact_below_zero_is_named_and_counts_for_nothing() -> None:
    document = zhumadian(elderly_care="9")
    document.set_fact("started_elderly_area", "-62395")
    findings = check(document)
    (finding,) = of_rule(findings, "below-zero")
    assert (finding.cell, finding.level) == (CellRef("started_elderly_area"), Level.ERROR)
    assert of_rule(findings, RULE) == []


@pytest.mark.parametrize("name", ["zhumadian-2020-evaluation", "chifeng-2023-rental"])
def test_a_fresh_table_has_nothing_to_say_of_scores(name: str) -> None:
    document = blank_document(Library().get(name), "某市", "2023")
    rules = {f.rule for f in check(document)}
    assert not rules & {RULE, f"{RULE}-implied", "contradiction", "below-zero"}
    for row in document.row_ids("indicators"):
        full = document.text(CellRef("points", "indicators", row))
        if to_decimal(full) is not None:
            document.set(CellRef("score", "indicators", row), full)
    assert misfits(document) == []
