"""Rows that come and go share the clauses of their group: targets with signs, words, weights."""

from dataclasses import replace

import pytest

from anju_desktop.document.changes import CellRef, Edit, Row, RowInserted
from anju_desktop.document.document import Document
from anju_desktop.forms.definition import (
    Edition,
    Field,
    Group,
    Marks,
    Measure,
    Paper,
    ValueType,
)
from anju_desktop.scoring.scorecard import RowScore, row_score, scorecard
from tests.scoring.small_standards import bands, clause, dec, span

IN_PROPORTION = clause(
    "proportional",
    plan="target",
    actual="actual",
    bands=bands((80, "达成"), (60, "部分达成"), (0, "未达成")),
)
STEPPED = clause("completion", plan="annual", actual="done", step=1, deduct=1)
COLUMNS = (
    Field("name", "三级指标"),
    Field("target", "年度指标值", ValueType.INDICATOR),
    Field("actual", "实际完成值", ValueType.INDICATOR),
    Field("points", "分值", ValueType.SCORE),
    Field("score", "得分", ValueType.SCORE),
)
MEASURES = (
    Measure("annual", "name", value="target"),
    Measure("done", "name", value="actual", kind="actual"),
)


def self_evaluating(
    target: str,
    actual: str,
    points: str = "10",
    by_measure: bool = False,
    name: str = "某指标",
) -> Document:
    group = Group(
        "rows", "指标", COLUMNS, measures=MEASURES, marks=Marks("name", "points", "score"),
        scoring=(STEPPED if by_measure else IN_PROPORTION,),
    )  # fmt: skip
    edition = Edition(1, "small", "自评表", 2024, Paper((dec(100),)), (), groups=(group,))
    document = Document(edition, "某县", "2024")
    cells = {"name": name, "target": target, "actual": actual, "points": points}
    document.apply(Edit("读入", (RowInserted("rows", 0, Row("r1", "", tuple(cells.items()))),)))
    return document


def self_evaluation(
    target: str, actual: str, points: str = "10", by_measure: bool = False
) -> RowScore:
    document = self_evaluating(target, actual, points, by_measure)
    row = row_score(document, document.edition.groups[0], "r1")
    assert row is not None
    return row


@pytest.mark.parametrize(
    ("target", "actual", "score"),
    [
        ("≥100户", "100户", "10"),
        ("≥100户", "101户", "10"),
        ("≥100户", "99户", "9.9"),
        ("≥100户", "0户", "0"),
        ("不少于100户", "50", "5"),
        ("=100户", "80户", "8"),
        ("100户", "80户", "8"),
        ("≤480元/户/月", "480元/户/月", "10"),
        ("≤480元/户/月", "400元/户/月", "10"),
        ("≤480元/户/月", "600元/户/月", "8"),
        ("≤0起", "0起", "10"),
        ("≤0起", "2起", "0"),
        ("≥95%", "96%", "10"),
        ("≥95%", "90.25%", "9.5"),
        ("≥1万平方米", "9500平方米", "9.5"),
        ("≤12月", "15月", "8"),
        ("≥1.5亿元", "12000万元", "8"),
        ("≥1.5亿元", "12000", "10"),
        ("≥100", "80户", "8"),
        ("有效解决", "有效 解决", "10"),
    ],
)
def test_a_target_is_reached_in_the_direction_of_its_sign(
    target: str, actual: str, score: str
) -> None:
    assert self_evaluation(target, actual).score == dec(score)


@pytest.mark.parametrize(
    ("target", "actual", "points"),
    [
        ("≥100户", "", (0, 10)),
        ("", "100户", (0, 10)),
        ("≥", "100户", (0, 10)),
        ("≥100户", "90套", (0, 10)),
        ("≥0户", "5户", (0, 10)),
        ("有效解决", "基本解决", (0, 10)),
        ("有效解决", "12件", (0, 10)),
        ("有效解决", "达成", (8, 10)),
        ("有效解决", "部分达成", (6, 8)),
        ("有效解决", "未达成", (0, 6)),
    ],
)
def test_words_and_units_that_cannot_be_compared_are_at_discretion(
    target: str, actual: str, points: tuple[int, int]
) -> None:
    row = self_evaluation(target, actual)
    assert (row.score, row.step.points) == (None, span(*points))


def test_only_what_is_blank_is_missing() -> None:
    assert self_evaluation("有效解决", "").step.missing == ("actual",)
    assert self_evaluation("≥100户", "九十户").step.missing == ()
    assert self_evaluation("", "").step.missing == ("target", "actual")


@pytest.mark.parametrize(
    ("target", "actual", "score"),
    [("≥100户", "98户", 8), ("≤100元", "102元", 8), ("≤100元", "98元", 10), ("≤0起", "1起", 0)],
)
def test_points_off_for_each_point_below_or_above_follow_the_sign(
    target: str, actual: str, score: int
) -> None:
    assert self_evaluation(target, actual, by_measure=True).score == score


@pytest.mark.parametrize(
    ("target", "actual", "score"),
    [("30%", "40%", "7.5"), ("≥30%", "40%", "10"), ("≥30%", "15%", "5"), ("≤30%", "15%", "10")],
)
def test_the_sign_goes_before_what_the_standard_says_of_low_and_high(
    target: str, actual: str, score: str
) -> None:
    lower = clause("proportional", plan="target", actual="actual", at_most=True)
    edition = self_evaluating(target, actual).edition
    group = replace(edition.groups[0], scoring=(lower,))
    document = self_evaluating(target, actual)
    document.edition = replace(edition, groups=(group,))
    row = row_score(document, group, "r1")
    assert row is not None
    assert row.score == dec(score)


@pytest.mark.parametrize("points", ["", "0", "-5", "十分"])
def test_a_row_without_points_has_no_score(points: str) -> None:
    row = self_evaluation("≥100户", "100户", points)
    assert (row.score, row.outcome, row.full) == (None, None, dec(0))


def test_a_row_that_is_still_empty_is_no_row_of_the_scorecard() -> None:
    for name, claimed, rows in (("", "", 0), ("某指标", "", 1), ("", "5", 1)):
        document = self_evaluating("≥100户", "", name=name)
        document.set(CellRef("score", "rows", "r1"), claimed)
        card = scorecard(document)
        assert card is not None
        assert len(card.rows) == rows


def test_the_claimed_score_stays_beside_the_computed_one() -> None:
    row = self_evaluation("≥100户", "99户")
    assert row.claimed.typed == ""
    assert row.cell(Marks("name", "points", "score"), "score") == CellRef("score", "rows", "r1")
