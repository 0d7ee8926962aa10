"""Whole tables: totals, the bonus beside them, caps, grades; drafted reasons; implied rates."""

from dataclasses import replace
from decimal import Decimal

import pytest

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.forms.definition import (
    Category,
    Clause,
    Edition,
    Fact,
    Field,
    FixedRow,
    Group,
    Outcome,
    Paper,
    Reading,
    Scoring,
    Sentence,
    ValueType,
)
from anju_desktop.scoring.implied import Implied, implied_by
from anju_desktop.scoring.scorecard import Scorecard, as_json, scorecard
from tests.rules.small_forms import example
from tests.scoring.small_standards import (
    COLUMNS,
    MARKS,
    bands,
    clause,
    dec,
    filled,
    reason,
    standard,
)

GRADES = bands((90, "优"), (80, "良"), (60, "中"), (0, "差"))


LEVEL1 = Field("level1", "一级指标", official=True)


def table(cap: Clause | None = None) -> Edition:
    """Two rows of 60 and 40 points and a bonus of 3 that prints no points."""
    rows = (
        FixedRow(
            "homes",
            {"name": "计划完成率", "points": "60"},
            "own",
            (clause("completion", plan="plan", actual="actual", step=1, deduct=1),),
        ),
        FixedRow("rules", {"name": "制度", "points": "40"}, "own"),
        FixedRow("extra", {}, "bonus", (clause("all_or_nothing", fact="early", points=3),)),
    )
    group = Group(
        "items", "评价指标", (LEVEL1, *COLUMNS), ("level1",), rows=rows, open=False, marks=MARKS,
        categories=(Category("own", ("指标",)), Category("bonus", ("加分项",))),
    )  # fmt: skip
    facts = (
        Fact("plan", "计划", ValueType.INTEGER),
        Fact("actual", "实际", ValueType.INTEGER),
        Fact("early", "提前开工", ValueType.YES_NO),
        Fact("execution", "执行率", ValueType.PERCENT, "%"),
    )
    scoring = Scoring(dec(100), "total", "bonus", GRADES, "", (cap,) if cap else ())
    total = Field("total", "合计", ValueType.SCORE)
    return Edition(
        1, "small", "小表", 2024, Paper((dec(100),)), (), fields=(total,), groups=(group,),
        facts=facts, scoring=scoring,
    )  # fmt: skip


def card_of(document: Document) -> Scorecard:
    card = scorecard(document)
    assert card is not None
    return card


def claiming(edition: Edition, rules: str, **facts: str) -> Document:
    document = filled(edition, facts)
    document.set(CellRef("score", "items", "rules"), rules)
    return document


def test_computed_and_claimed_scores_add_up_and_the_bonus_stands_apart() -> None:
    card = card_of(claiming(table(), "38", plan="100", actual="98", early="是"))
    assert (card.total, card.bonus, card.grade, card.unscored) == (dec(96), dec(3), "优", ())
    assert [row.name for row in card.rows] == ["计划完成率", "制度", "加分项"]


def test_a_row_without_facts_and_score_is_named() -> None:
    card = card_of(claiming(table(), "38"))
    assert (card.total, card.unscored, card.grade) == (dec(38), ("计划完成率",), "")


def test_a_grade_that_the_missing_row_cannot_change_stands() -> None:
    card = card_of(filled(table(), {"plan": "10", "actual": "9"}))
    assert (card.total, card.unscored, card.grade) == (dec(50), ("制度",), "")
    capped = table(clause("total_cap", fact="execution"))
    card = card_of(filled(capped, {"plan": "10", "actual": "9", "execution": "55"}))
    assert (card.total, card.grade) == (dec(50), "差")


@pytest.mark.parametrize(
    ("rules", "grade"),
    [("40", "优"), ("30", "优"), ("29.99", "良"), ("20", "良"), ("19.5", "中"), ("0", "中")],
)
def test_the_lower_bound_belongs_to_the_grade(rules: str, grade: str) -> None:
    assert card_of(claiming(table(), rules, plan="10", actual="10")).grade == grade


@pytest.mark.parametrize(
    ("cap", "execution", "total"),
    [
        (clause("total_cap", fact="execution"), "88.5", "88.5"),
        (clause("total_cap", fact="execution"), "100", "95"),
        (clause("total_cap", fact="execution"), "", "95"),
        (clause("total_cap", fact="execution", bands=bands((80, 100), (60, 79))), "79.99", "79"),
        (clause("total_cap", fact="execution", bands=bands((80, 100), (60, 79))), "80", "95"),
        (clause("total_cap", fact="execution", bands=bands((80, 100), (60, 79))), "5", "0"),
    ],
)
def test_the_total_is_capped_by_rate_or_bands(cap: Clause, execution: str, total: str) -> None:
    document = claiming(table(cap), "35", plan="10", actual="10", execution=execution, early="是")
    card = card_of(document)
    assert (card.total, card.bonus) == (dec(total), dec(3))


def test_the_lower_of_two_caps_binds() -> None:
    edition = table()
    assert edition.scoring is not None
    caps = (
        clause("total_cap", fact="execution"),
        clause("total_cap", fact="execution", bands=bands((80, 100), (0, 79))),
    )
    edition = replace(edition, scoring=replace(edition.scoring, cap=caps))
    for execution, total in (("85", 85), ("79.5", 79), ("40", 40)):
        document = claiming(edition, "40", plan="10", actual="10", execution=execution)
        assert card_of(document).total == total


def test_json_holds_numbers_as_text() -> None:
    document = claiming(table(), "38.50", plan="3", actual="2")
    document.set(CellRef("total"), " 66 ")
    data = as_json(card_of(document))
    assert (data["total"], data["bonus"], data["claimed_total"]) == ("65.5", "0", "66")
    rows = data["rows"]
    assert isinstance(rows, list)
    assert [(row["score"], row["claimed"], row["rate"]) for row in rows] == [
        *(("27", "", "66.67"), (None, "38.50", None), (None, "", None))
    ]


# ---------------------------------------------------------------- drafted reasons

COMPLETION = clause("completion", plan="plan", actual="actual", step=1, deduct=1)
FULL = Sentence("计划{plan}，已开工{actual}，开工率{rate}%。", Outcome.FULL)
SHORT = Sentence("少{gap}，低{below}个百分点，扣{deducted}分，得{score}分。", Outcome.SHORT)


@pytest.mark.parametrize(
    ("facts", "wanted"),
    [
        (("33224", "33623"), "计划33224，已开工33623，开工率101.2%。"),
        (("341.4058", "345.4602"), "计划341.4058，已开工345.4602，开工率101.2%。"),
        (("1766", "1804"), "计划1766，已开工1804，开工率102.2%。"),
        (("320", "336"), "计划320，已开工336，开工率105%。"),
        (("33,224", "３３６２３"), "计划33224，已开工33623，开工率101.2%。"),
        (("63120", "62395"), "少725，低1个百分点，扣1分，得9分。"),
        (("1000", "900"), "少100，低10个百分点，扣10分，得0分。"),
        (("", "336"), ""),
        (("320", "很多"), ""),
    ],
)
def test_the_sentence_moves_with_the_facts(facts: tuple[str, str], wanted: str) -> None:
    plan, actual = facts
    assert reason([FULL, SHORT], COMPLETION, plan=plan, actual=actual) == wanted


def test_a_rate_just_below_100_never_reads_100() -> None:
    rate = Sentence("开工率{rate}%")
    assert reason([rate], COMPLETION, plan="10000", actual="9996") == "开工率99.96%"
    assert reason([rate], COMPLETION, plan="1000", actual="999") == "开工率99.9%"


def test_the_year_is_that_of_the_period_and_without_one_that_of_the_edition() -> None:
    edition = standard(COMPLETION, reasons=[Sentence("{year}年")])
    for period, year in (("2031", "2031"), ("2031年上半年", "2031"), ("", "2024")):
        document = filled(edition, {"plan": "1", "actual": "1"})
        document.period = period
        assert card_of(document).rows[0].reason == f"{year}年"


@pytest.mark.parametrize(
    ("facts", "wanted"),
    [
        ({"no_task": "是"}, "无任务，按规定得7分。"),
        ({"fraud": "是"}, "弄虚作假，扣10分。"),
        ({"plan": "10", "actual": "10"}, "2024年完成。"),
        ({"plan": "10", "actual": "9"}, "没有完成，合规。"),
        ({}, ""),
    ],
)
def test_the_sentence_is_the_first_that_fits_the_outcome(
    facts: dict[str, str], wanted: str
) -> None:
    clauses = (
        COMPLETION,
        clause("exemption", fact="no_task", points=7),
        clause("veto", fact="fraud"),
    )
    sentences = [
        Sentence("无任务，按规定得{score}分。", Outcome.EXEMPT),
        Sentence("弄虚作假，扣{deducted}分。", Outcome.VETOED),
        Sentence("{year}年完成。", Outcome.FULL),
        Sentence("没有完成，{no_task}规。", Outcome.SHORT),
        Sentence("没有完成，合规。", Outcome.SHORT),
    ]
    assert reason(sentences, *clauses, **facts) == wanted


@pytest.mark.parametrize(
    ("reading", "below"),
    [(Reading.COMPLETED, "1"), (Reading.BEGUN, "2"), (Reading.PROPORTIONAL, "1.15")],
)
def test_the_points_below_are_told_as_they_are_counted(reading: Reading, below: str) -> None:
    one = clause("completion", id="area", plan="plan", actual="actual", step=1, deduct=1, reading=reading)  # fmt: skip
    sentence = Sentence("低{area.below}。")
    assert reason([sentence], one, plan="63120", actual="62395") == f"低{below}。"


def test_of_several_rates_the_lowest_is_told_as_its_own_clause_counts() -> None:
    begun = clause(
        "completion", plan="p1", actual="a1", step=1, deduct=1, points=5, reading=Reading.BEGUN
    )
    exact = clause(
        "completion", plan="p2", actual="a2", step=1, deduct=1, points=5,
        reading=Reading.PROPORTIONAL,
    )  # fmt: skip
    low = Sentence("低{below}，{rate:2}%")
    facts = {"p1": "1000", "a1": "985", "p2": "1000"}
    assert reason([low], begun, exact, **facts, a2="990") == "低2，98.5%"
    assert reason([low], begun, exact, **facts, a2="983") == "低1.7，98.3%"


# ---------------------------------------------------------------- implied rates

FUNDS = clause("threshold", fact="rate", threshold=20, step=4, deduct=1, maximum=5, points=5)
ARRANGED = clause("all_or_nothing", fact="arranged", points=5)


HALF_A_POINT = clause("completion", plan="plan", actual="actual", step=2, deduct="0.5")


def implied(*clauses: Clause, claimed: str, **facts: str) -> Implied | None:
    edition = standard(*clauses)
    document = filled(edition, facts, claimed)
    row = card_of(document).rows[0]
    return implied_by(document, edition.groups[0], row)


def test_the_published_nine_point_one_fits_only_the_proportional_reading() -> None:
    document = example("zhumadian-2020-evaluation")
    row = card_of(document).rows[0]
    found = implied_by(document, document.edition.find_group("indicators"), row)
    assert found is not None
    assert (found.rate, found.reading, found.between) == (dec("16.4"), Reading.PROPORTIONAL, None)
    assert found.arithmetic == "9.1＝5＋4.1，20%－(5－4.1)÷1×4%＝16.4%"
    assert found.operand.title == "社会筹资占比"


@pytest.mark.parametrize(
    ("claimed", "facts", "rate"),
    [
        ("9.1", {}, "16.4"),
        ("9.1", {"arranged": "是"}, "16.4"),
        ("4.1", {"arranged": "否"}, "16.4"),
        ("9", {}, "16"),
        ("10", {}, None),
        ("5", {}, None),
        ("3", {}, None),
        ("9.1", {"rate": "16.4"}, None),
        ("9.1", {"rate": "16.4", "arranged": "是"}, None),
        ("", {}, None),
        ("-1", {}, None),
    ],
)
def test_a_claimed_score_gives_its_rate_away(
    claimed: str, facts: dict[str, str], rate: str | None
) -> None:
    found = implied(ARRANGED, FUNDS, claimed=claimed, **facts)
    assert (found and found.rate) == (dec(rate) if rate else None)


@pytest.mark.parametrize(
    ("one", "claimed", "rate", "title"),
    [
        (clause("proportional", fact="rate", threshold=60), "9", "54", "事实rate"),
        (clause("proportional", fact="rate", threshold=40, at_most=True), "8", "50", "事实rate"),
        (clause("execution_rate", plan="plan", actual="actual"), "9.83", "98.3", "完成率"),
        (COMPLETION, "8.85", "98.85", "完成率"),
        (HALF_A_POINT, "9.7", "98.8", "完成率"),
    ],
)
def test_other_standards_are_solved_as_well(
    one: Clause, claimed: str, rate: str, title: str
) -> None:
    found = implied(one, claimed=claimed)
    assert found is not None
    assert (found.rate, found.operand.title, found.between) == (dec(rate), title, None)


@pytest.mark.parametrize(
    "one",
    [
        COMPLETION,
        clause("proportional", fact="rate", threshold=40, at_most=True),
        clause("execution_rate", plan="plan", actual="actual"),
    ],
)
def test_no_points_imply_no_rate(one: Clause) -> None:
    assert implied(one, claimed="0") is None


def test_a_limit_that_was_passed_is_solved_upwards() -> None:
    limit = clause("threshold", fact="rate", threshold=30, step=1, deduct=1, at_most=True)
    found = implied(limit, claimed="8.5")
    assert found is not None
    assert (found.rate, found.arithmetic) == (dec("31.5"), "30%＋(10－8.5)÷1×1%＝31.5%")


def test_whole_points_stand_for_a_range_of_rates() -> None:
    found = implied(COMPLETION, claimed="9")
    assert found is not None
    assert (found.rate, found.between) == (Decimal(99), (dec(98), dec(100)))
