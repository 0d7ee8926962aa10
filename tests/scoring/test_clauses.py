"""Every kind of 评分标准: just below, at and just above each boundary, and the strange values."""

import pytest

from anju_desktop.forms.definition import Clause, Reading
from tests.scoring.small_standards import bands, clause, dec, result, span

ARRANGED = clause("all_or_nothing", fact="arranged", points=5)
COMPLETION = clause("completion", plan="plan", actual="actual", step=1, deduct=1, maximum=10)
BY_COUNT = clause("veto", fact="deaths")
MORE_THAN_ALL = clause("completion", plan="plan", actual="actual", step=1, deduct=1, maximum=30)
EVERY_TWO = clause("completion", plan="plan", actual="actual", step=2, deduct="0.5", maximum=4)
FUNDS = clause("threshold", fact="rate", threshold=20, step=4, deduct=1, maximum=5, points=5)
SHARE = clause("bands", fact="rate", bands=bands((30, 7), (20, 5), (10, 3)), points=7)
IN_PROPORTION = clause("proportional", fact="rate", threshold=60)
AT_MOST = clause("proportional", fact="rate", threshold=40, at_most=True)
WORDS = clause(
    "qualitative", fact="rate", bands=bands((80, "达成"), (60, "部分达成"), (0, "未达成"))
)
EXECUTION = clause("execution_rate", plan="plan", actual="actual")
FINDINGS = clause("per_item", fact="findings", deduct="0.5", maximum=5)
LATE = clause("per_day", fact="days", deduct=1, maximum=5)
OVER = clause("over_performance", plan="plan", actual="actual", threshold=130, deduct=2)
STEPPED_OVER = clause(
    "over_performance",
    plan="plan",
    actual="actual",
    threshold=130,
    step=10,
    deduct=1,
    maximum=3,
)
EXEMPT = clause("exemption", fact="no_task", points=7)
FRAUD = clause("veto", fact="fraud")
INCOMPLETE = clause("veto", fact="incomplete", deduct=2)


@pytest.mark.parametrize(
    ("clauses", "facts", "score"),
    [
        # all or nothing
        ([ARRANGED], {"arranged": "是"}, "5"),
        ([ARRANGED], {"arranged": "否"}, "0"),
        # completion: full from 100 %, a point for each whole point below, at most ten
        ([COMPLETION], {"plan": "1000", "actual": "1000"}, "10"),
        ([COMPLETION], {"plan": "1000", "actual": "1001"}, "10"),
        ([COMPLETION], {"plan": "1000", "actual": "999"}, "10"),
        ([COMPLETION], {"plan": "1000", "actual": "991"}, "10"),
        ([COMPLETION], {"plan": "1000", "actual": "990"}, "9"),
        ([COMPLETION], {"plan": "1000", "actual": "989"}, "9"),
        ([COMPLETION], {"plan": "1000", "actual": "901"}, "1"),
        ([COMPLETION], {"plan": "1000", "actual": "900"}, "0"),
        ([COMPLETION], {"plan": "1000", "actual": "0"}, "0"),
        ([EVERY_TWO], {"plan": "1000", "actual": "961"}, "9.5"),
        ([EVERY_TWO], {"plan": "1000", "actual": "960"}, "9"),
        ([EVERY_TWO], {"plan": "1000", "actual": "0"}, "6"),
        # threshold
        ([FUNDS], {"rate": "20"}, "5"),
        ([FUNDS], {"rate": "19.99"}, "5"),
        ([FUNDS], {"rate": "16.01"}, "5"),
        ([FUNDS], {"rate": "16"}, "4"),
        ([FUNDS], {"rate": "0.01"}, "1"),
        ([FUNDS], {"rate": "0"}, "0"),
        ([clause("threshold", fact="rate", threshold=80)], {"rate": "80"}, "10"),
        ([clause("threshold", fact="rate", threshold=80)], {"rate": "79.99"}, "0"),
        # bands: the lower bound belongs to the band
        ([SHARE], {"rate": "100"}, "7"),
        ([SHARE], {"rate": "30"}, "7"),
        ([SHARE], {"rate": "29.99"}, "5"),
        ([SHARE], {"rate": "20"}, "5"),
        ([SHARE], {"rate": "19.99"}, "3"),
        ([SHARE], {"rate": "10"}, "3"),
        ([SHARE], {"rate": "9.99"}, "0"),
        # in proportion
        ([IN_PROPORTION], {"rate": "60"}, "10"),
        ([IN_PROPORTION], {"rate": "75"}, "10"),
        ([IN_PROPORTION], {"rate": "59.4"}, "9.9"),
        ([IN_PROPORTION], {"rate": "0"}, "0"),
        ([AT_MOST], {"rate": "40"}, "10"),
        ([AT_MOST], {"rate": "0"}, "10"),
        ([AT_MOST], {"rate": "50"}, "8"),
        ([AT_MOST], {"rate": "400"}, "1"),
        # three bands in words
        ([WORDS], {"rate": "100"}, "10"),
        ([WORDS], {"rate": "120"}, "10"),
        ([WORDS], {"rate": "79.5"}, "7.95"),
        ([WORDS], {"rate": "0"}, "0"),
        # a count decides like a yes
        ([COMPLETION, BY_COUNT], {"plan": "10", "actual": "10", "deaths": "0"}, "10"),
        ([COMPLETION, BY_COUNT], {"plan": "10", "actual": "10", "deaths": "1"}, "0"),
        ([MORE_THAN_ALL], {"plan": "100", "actual": "50"}, "0"),
        # execution
        ([EXECUTION], {"plan": "300", "actual": "295"}, "9.83"),
        ([EXECUTION], {"plan": "300", "actual": "300"}, "10"),
        ([EXECUTION], {"plan": "300", "actual": "330"}, "10"),
        ([EXECUTION], {"plan": "300", "actual": "0"}, "0"),
        # items and days
        ([FINDINGS], {"findings": "0"}, "10"),
        ([FINDINGS], {"findings": "1"}, "9.5"),
        ([FINDINGS], {"findings": "10"}, "5"),
        ([FINDINGS], {"findings": "11"}, "5"),
        ([LATE], {"days": "0"}, "10"),
        ([LATE], {"days": "0.5"}, "9"),
        ([LATE], {"days": "1"}, "9"),
        ([LATE], {"days": "5"}, "5"),
        ([LATE], {"days": "400"}, "5"),
        ([clause("per_item", fact="fraud", deduct=4)], {"fraud": "是"}, "6"),
        ([clause("per_item", fact="fraud", deduct=4)], {"fraud": "否"}, "10"),
        ([clause("per_day", fact="days", step=3, deduct=1)], {"days": "5"}, "9"),
        # too much of a good thing
        ([OVER], {"plan": "100", "actual": "130"}, "10"),
        ([OVER], {"plan": "100", "actual": "130.1"}, "8"),
        ([OVER], {"plan": "100", "actual": "50"}, "10"),
        ([STEPPED_OVER], {"plan": "100", "actual": "139.9"}, "10"),
        ([STEPPED_OVER], {"plan": "100", "actual": "140"}, "9"),
        ([STEPPED_OVER], {"plan": "100", "actual": "155"}, "8"),
        ([STEPPED_OVER], {"plan": "100", "actual": "990"}, "7"),
        # what decides over the group
        ([COMPLETION, EXEMPT], {"plan": "10", "actual": "1", "no_task": "是"}, "7"),
        ([COMPLETION, EXEMPT], {"plan": "10", "actual": "10", "no_task": "否"}, "10"),
        ([COMPLETION, EXEMPT], {"no_task": "是"}, "7"),
        ([COMPLETION, FRAUD], {"plan": "10", "actual": "10", "fraud": "是"}, "0"),
        ([COMPLETION, FRAUD], {"plan": "10", "actual": "10"}, "10"),
        ([EXEMPT, FRAUD], {"no_task": "是", "fraud": "是"}, "0"),
        ([COMPLETION, INCOMPLETE], {"plan": "10", "actual": "10", "incomplete": "是"}, "8"),
    ],
)
def test_facts_give_points(clauses: list[Clause], facts: dict[str, str], score: str) -> None:
    assert result(*clauses, **facts).score == dec(score)


@pytest.mark.parametrize(
    ("each", "facts", "points"),
    [
        (ARRANGED, {}, (0, 5)),
        (ARRANGED, {"arranged": ""}, (0, 5)),
        (ARRANGED, {"arranged": "已安排"}, (0, 5)),
        (COMPLETION, {"plan": "100"}, (0, 10)),
        (COMPLETION, {"actual": "100"}, (0, 10)),
        (COMPLETION, {"plan": "100", "actual": ""}, (0, 10)),
        (COMPLETION, {"plan": "100", "actual": "约九十"}, (0, 10)),
        (COMPLETION, {"plan": "100", "actual": "-90"}, (0, 10)),
        (COMPLETION, {"plan": "-100", "actual": "90"}, (0, 10)),
        (COMPLETION, {"plan": "0", "actual": "90"}, (0, 10)),
        (COMPLETION, {"plan": "100", "actual": "不适用"}, (0, 10)),
        (COMPLETION, {"plan": "100", "actual": "9" * 400}, (0, 10)),
        (FUNDS, {"rate": ""}, (0, 5)),
        (SHARE, {"rate": "三成"}, (0, 7)),
        (IN_PROPORTION, {"rate": "-1"}, (0, 10)),
        (WORDS, {"rate": "尚可"}, (0, 10)),
        (EXECUTION, {"plan": "0", "actual": "0"}, (0, 10)),
        (FINDINGS, {"findings": "-1"}, (5, 10)),
        (LATE, {"days": "无逾期"}, (5, 10)),
        (OVER, {"plan": "", "actual": "5"}, (0, 10)),
        (clause("discretionary"), {}, (0, 10)),
    ],
)
def test_what_does_not_say_enough_gives_no_score_but_its_limits(
    each: Clause, facts: dict[str, str], points: tuple[int, int]
) -> None:
    row = result(each, **facts)
    assert (row.score, row.step.points) == (None, span(*points))
    assert [row.fits(dec(n)) for n in (*points, points[1] + 1)] == [True, True, False]


def test_huge_numbers_are_calculated_with() -> None:
    row = result(COMPLETION, plan="0." + "0" * 28 + "1", actual="9" * 30)
    assert row.score == 10
    assert row.rate is not None
    row = result(COMPLETION, plan="9" * 30, actual="0." + "0" * 28 + "1")
    assert (row.score, row.rate) == (dec(0), dec(0))


@pytest.mark.parametrize(
    ("actual", "completed", "begun", "proportional"),
    [
        ("1000", 10, 10, "10"),
        ("999", 10, 9, "9.9"),
        ("990", 9, 9, "9"),
        ("989", 9, 8, "8.9"),
        ("100", 0, 0, "0"),
    ],
)
def test_each_point_below_has_three_readings(
    actual: str, completed: int, begun: int, proportional: str
) -> None:
    facts = {"plan": "1000", "actual": actual}
    wanted = [dec(completed), dec(begun), dec(proportional)]
    for reading, score in zip(Reading, wanted, strict=True):
        one = clause("completion", plan="plan", actual="actual", step=1, deduct=1, reading=reading)
        row = result(one, **facts)
        assert row.score == score
        assert {points.low for points in row.allowed} == set(wanted)
        assert all(row.fits(each) for each in wanted)


def test_the_published_nine_of_ten_is_the_completed_reading() -> None:
    row = result(COMPLETION, plan="63120", actual="62395")
    assert (row.score, row.rate) == (dec(9), dec("98.85"))
    assert [row.fits(dec(n)) for n in ("10", "9.5", "9.1", "9", "8.9", "8.85", "8", "7")] == [
        *(False, False, False, True, True, True, True, False)
    ]


def test_a_score_halfway_between_two_printed_ones_fits_both() -> None:
    row = result(EXECUTION, plan="1000", actual="895")
    assert [row.fits(dec(n)) for n in ("8.8", "8.9", "8.95", "9.0", "9.1")] == [
        *(False, True, True, True, False)
    ]


def test_full_marks_never_come_of_rounding() -> None:
    row = result(EXECUTION, plan="1000", actual="972")
    assert row.score == dec("9.72")
    assert [row.fits(dec(n)) for n in ("9.72", "9.7", "9.8", "10", "10.0")] == [
        *(True, True, False, False, False)
    ]


# ---------------------------------------------------------------- whole groups


PARTS = [
    clause("all_or_nothing", fact="arranged", points=2),
    clause("proportional", fact="rate", threshold=50, points=3),
    clause("group", FINDINGS, FRAUD, points=5),
]


@pytest.mark.parametrize(
    ("facts", "score"),
    [
        ({"arranged": "是", "rate": "50", "findings": "0"}, "10"),
        ({"arranged": "否", "rate": "25", "findings": "3"}, "5"),
        ({"arranged": "是", "rate": "50", "findings": "90"}, "5"),
        ({"arranged": "是", "rate": "50", "findings": "0", "fraud": "是"}, "5"),
        ({"arranged": "是", "rate": "50", "findings": "1", "fraud": "是"}, "5"),
    ],
)
def test_stacked_clauses_add_up_and_a_veto_settles_its_own_group(
    facts: dict[str, str], score: str
) -> None:
    assert result(*PARTS, **facts).score == dec(score)


def test_twelve_points_for_ten_are_cut_before_anything_is_taken_away() -> None:
    six = [clause("all_or_nothing", fact=name, points=6) for name in ("arranged", "done")]
    late = clause("per_day", fact="days", deduct=1, maximum=3)
    both = {"arranged": "是", "done": "是"}
    assert result(*six, **both).score == 10
    assert result(*six, late, **both, days="2").score == 8
    assert result(*six, late, arranged="是", done="否", days="2").score == 4
    open_ = result(*six, late, **both)
    assert (open_.score, open_.step.points) == (None, span(7, 10))


def test_an_exemption_alone_leaves_every_other_case_to_the_filler() -> None:
    assert result(EXEMPT, no_task="是").score == 7
    assert result(EXEMPT, no_task="否").step.points == span(0, 10)
    assert result(EXEMPT, FRAUD, no_task="否").score == 10


def test_deductions_never_lead_below_nothing() -> None:
    assert result(ARRANGED, LATE, arranged="否", days="3").score == 0
    assert result(LATE, clause("per_item", fact="findings", deduct=9), days="5", findings="1").score == 0  # fmt: skip


def test_a_score_that_no_missing_fact_can_change_is_known() -> None:
    row = result(ARRANGED, LATE, arranged="否")
    assert (row.score, row.step.missing) == (dec(0), ())
    best = clause("alternatives", ARRANGED, SHARE)
    assert result(best, arranged="是", points="5").score == 5


def test_the_best_alternative_counts() -> None:
    best = clause("alternatives", ARRANGED, SHARE)
    assert result(best, arranged="是", rate="35").score == 7
    assert result(best, arranged="是", rate="10").score == 5
    assert result(best, arranged="否", rate="10").score == 3
    row = result(best, rate="35")
    assert (row.score, row.rate) == (dec(7), dec("35.00"))
    assert row.step.parts[0].verdict == "在30%及以上这一档，得7分"
    assert result(best, arranged="是").step.points == span(5, 7)


def test_an_open_deduction_beside_a_known_award_leaves_what_it_may_take() -> None:
    row = result(COMPLETION, FINDINGS, plan="1000", actual="980")
    assert (row.score, row.step.points, row.step.missing) == (None, span(3, 8), ("findings",))


def test_an_unanswered_veto_does_not_hold_up_the_score_but_explains_a_claimed_nothing() -> None:
    row = result(COMPLETION, FRAUD, EXEMPT, plan="10", actual="10")
    assert row.score == 10
    assert [row.fits(dec(n)) for n in (10, 7, 0, 5)] == [True, True, True, False]
    answered = result(COMPLETION, FRAUD, EXEMPT, plan="10", actual="10", fraud="否", no_task="否")
    assert [answered.fits(dec(n)) for n in (10, 7, 0, 5)] == [True, False, False, False]


# ---------------------------------------------------------------- all of it done


DONE = clause("completion", plan="plan", actual="actual", done="done", step=1, deduct=1)


@pytest.mark.parametrize(
    ("facts", "score"),
    [
        ({"plan": "292", "done": "是"}, "10"),
        ({"plan": "292", "done": "是", "actual": ""}, "10"),
        ({"plan": "292", "done": "是", "actual": "292"}, "10"),
        ({"plan": "292", "done": "是", "actual": "289"}, "9"),
        ({"plan": "292", "done": "否", "actual": "292"}, "10"),
        ({"plan": "292", "done": "是", "actual": "0"}, "0"),
    ],
)
def test_all_started_is_as_much_as_planned_unless_a_figure_says_less(
    facts: dict[str, str], score: str
) -> None:
    assert result(DONE, **facts).score == dec(score)


@pytest.mark.parametrize(
    "facts",
    [
        {"plan": "292"},
        {"plan": "292", "done": "否"},
        {"done": "是"},
        {"plan": "292", "done": "是", "actual": "大部分"},
    ],
)
def test_all_started_says_nothing_without_a_plan_or_beside_words(facts: dict[str, str]) -> None:
    assert result(DONE, **facts).score is None


def test_a_rate_is_shown_beside_what_is_left_to_the_filler() -> None:
    row = result(clause("discretionary", plan="plan", actual="actual"), plan="200", actual="150")
    assert (row.score, row.rate, row.step.points) == (None, dec("75.00"), span(0, 10))
    assert row.step.parts[0].arithmetic == "150÷200＝75%"


def test_a_lower_figure_beside_all_started_is_told_in_the_arithmetic() -> None:
    (step,) = result(DONE, plan="292", done="是", actual="289").step.parts
    assert "按填写的数计算" in step.arithmetic
    (step,) = result(DONE, plan="292", done="是").step.parts
    assert step.arithmetic == "292÷292＝100%"


# ---------------------------------------------------------------- what a step says


def test_an_answered_veto_says_no_more_than_that_it_is_not_so() -> None:
    (step,) = result(FRAUD, fraud="否").step.parts
    assert step.verdict == "没有这种情况"


@pytest.mark.parametrize(
    ("each", "facts", "words"),
    [
        (COMPLETION, {"plan": "63120", "actual": "62395"}, "低1.15个百分点，按满一个计，扣1分"),
        (COMPLETION, {"plan": "100", "actual": "100"}, "达到100%，不扣分"),
        (COMPLETION, {"plan": "100"}, "还没有填：事实actual"),
        (COMPLETION, {"plan": "100", "actual": "九十"}, "不能用来计算：事实actual"),
        (COMPLETION, {"plan": "0", "actual": "9"}, "计划数为零"),
        (SHARE, {"rate": "9"}, "低于10%，不得分"),
        (AT_MOST, {"rate": "50"}, "按比例：80%×10＝8分"),
        (FINDINGS, {"findings": "3"}, "3项，扣1.5分"),
        (LATE, {"days": "2"}, "2天，扣2分"),
        (LATE, {"days": "0"}, "没有，不扣分"),
        (OVER, {"plan": "10", "actual": "14"}, "超过130%，视为偏离，扣2分"),
        (FRAUD, {}, "没有填“事实fraud”，按没有这种情况算"),
        (EXEMPT, {"no_task": "是"}, "按规定得7分"),
        (WORDS, {"rate": "80"}, "达成，80%×10＝8分"),
        (WORDS, {"rate": "75"}, "部分达成，75%×10＝7.5分"),
        (WORDS, {"rate": "60"}, "部分达成，60%×10＝6分"),
    ],
)
def test_each_step_says_how_it_came_out(each: Clause, facts: dict[str, str], words: str) -> None:
    (step,) = result(each, **facts).step.parts
    assert words in step.verdict
