"""The published 绩效评价指标表: their points as printed, what is not legible, what is whose."""

from decimal import Decimal

import pytest

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document, blank_document
from anju_desktop.forms.definition import (
    ClauseKind,
    Edition,
    FixedRow,
    Level,
    Outcome,
    Owner,
)
from anju_desktop.forms.library import Library
from anju_desktop.rules.engine import check
from anju_desktop.scoring.operands import all_clauses
from anju_desktop.scoring.scorecard import row_score, scorecard
from tests.rules.small_forms import example, of_rule

LIBRARY = Library()
CHIFENG = ["chifeng-2023-rental", "chifeng-2023-renovation", "chifeng-2023-shantytown"]
POINTS = {
    "zhumadian-2020-evaluation": {
        "资金管理": ("25", [10, 5, 10]),
        "项目管理": ("10", [5, 5]),
        "产出效益": ("60", [15, 15, 5, 5, 10, 10]),
        "服务对象满意度": ("5", [5]),
    },
    "chifeng-2023-rental": {
        "资金管理": ("25", [5, 5, 10, 5]),
        "项目管理": ("15", [10, 5]),
        "产出效益": ("60", [10, 8, 5, 5, 7, 7, 8, 5, 5]),
    },
    "chifeng-2023-renovation": {
        "资金管理": ("30", [10, 5, 10, 5]),
        "项目管理": ("10", [3, 2, 5]),
        "产出效益": ("60", [30, 5, 10, 4, 4, 2, 5]),
    },
    "chifeng-2023-shantytown": {
        "资金管理": ("25", [5, 5, 10, 5]),
        "项目管理": ("15", [10, 5]),
        "产出效益": ("60", [30, 20, 5, 5]),
    },
}


PUBLISHED = {
    "zhumadian-2020-evaluation": ("9.1 5 10 5 5 15 15 5 5 9 10 -", "98.1"),
    "chifeng-2023-rental": ("5 5 10 5 10 5 10 6 5 5 5 7 8 5 5", "96"),
    "chifeng-2023-renovation": ("7 5 8 5 3 2 5 30 5 10 4 4 2 5 4", "99"),
    "chifeng-2023-shantytown": ("5 5 9 5 10 5 30 20 5 5", "99"),
}
"""Scores as published, the bonus last, and the published total; - for a blank cell."""

FACTS = {
    "zhumadian-2020-evaluation": {
        "planned_households": "33224",
        "started_households": "33623",
        "planned_area": "341.4058",
        "started_area": "345.4602",
        "planned_buildings": "1766",
        "started_buildings": "1804",
        "planned_communities": "320",
        "started_communities": "336",
        "planned_elderly_area": "63120",
        "started_elderly_area": "62395",
    },
    "chifeng-2023-rental": {
        "planned_flats": "727",
        "started_flats": "727",
        "subsidy_planned": "2308",
        "subsidy_paid": "2465",
        "subsidy_funds": "481.8",
    },
    "chifeng-2023-renovation": {
        "planned_communities": "292",
        "planned_households": "23011",
        "planned_area": "198.45",
        "planned_buildings": "561",
        "all_started": "是",
    },
    "chifeng-2023-shantytown": {
        "planned_flats": "2198",
        "started_flats": "2198",
        "allocation_rate": "91.4%",
        "satisfaction_rate": "99%",
    },
}
"""What the published reports say besides the tables."""


def printed(edition: Edition, row: str, column: str) -> str:
    document = blank_document(edition)
    return document.text(CellRef(column, "indicators", row))


@pytest.mark.parametrize("edition_id", POINTS)
def test_points_stand_as_printed_and_add_up_to_100(edition_id: str) -> None:
    edition = LIBRARY.get(edition_id)
    found: dict[str, tuple[str, list[int]]] = {}
    for row in edition.find_group("indicators").rows:
        points = printed(edition, row.id, "points")
        if points:
            level1 = printed(edition, row.id, "level1")
            whole = printed(edition, row.id, "level1_points")
            found.setdefault(level1, (whole, []))[1].append(int(points))
    assert found == POINTS[edition_id]
    assert sum(sum(points) for _, points in found.values()) == 100


@pytest.mark.parametrize("edition_id", PUBLISHED)
def test_an_example_holds_the_published_scores_total_and_facts(edition_id: str) -> None:
    document = example(edition_id)
    rows = document.row_ids("indicators")
    scores = [document.text(CellRef("score", "indicators", row)) or "-" for row in rows]
    total = document.text(CellRef("total_score"))
    assert (" ".join(scores), total) == PUBLISHED[edition_id]
    assert document.facts() == FACTS[edition_id]


@pytest.mark.parametrize(
    ("edition_id", "rows"),
    [
        (
            "chifeng-2023-rental",
            [
                *("资金筹集", "资金分配", "预算执行", "资金使用管理", "项目库储备"),
                *("评价报告报送及时、完整性", "保障性租赁住房计划完成率"),
                *("新筹集公租房年度计划完成率", "租赁补贴年度计划完成率"),
                "城镇户籍低保、低收入住房困难家庭申请公租房的保障率",
            ],
        ),
        (
            "chifeng-2023-renovation",
            ["长效管理机制", "完善配套政策制度", "完成改造小区居民满意度"],
        ),
        ("chifeng-2023-shantytown", ["资金筹集", "资金分配", "预算执行", "资金使用管理"]),
    ],
)
def test_a_standard_that_is_not_legible_is_blank_and_the_edition_says_so(
    edition_id: str, rows: list[str]
) -> None:
    edition = LIBRARY.get(edition_id)
    blank = [
        printed(edition, row.id, "level2")
        for row in edition.find_group("indicators").rows
        if not printed(edition, row.id, "standard") and row.category != "bonus"
    ]
    assert blank == rows
    assert all(row in edition.source for row in rows)
    assert "看不清" in edition.find_column("indicators", "standard").help


@pytest.mark.parametrize("edition_id", CHIFENG)
def test_what_the_upper_level_fills_is_never_missing_here(edition_id: str) -> None:
    edition = LIBRARY.get(edition_id)
    upper = {c.id for c in edition.find_group("indicators").columns if c.owner is Owner.UPPER}
    assert upper == {"review_score", "review_reason"}
    assert edition.find_field("total_review").owner is Owner.UPPER
    findings = check(blank_document(edition, "某盟", "2023"))
    assert findings
    assert not {f.cell.field for f in findings} & {*upper, "total_review"}


@pytest.mark.parametrize("edition_id", CHIFENG)
def test_every_row_of_a_fresh_table_wants_a_score_and_a_reason(edition_id: str) -> None:
    edition = LIBRARY.get(edition_id)
    rows = [row.id for row in edition.find_group("indicators").rows if row.category != "bonus"]
    findings = of_rule(check(blank_document(edition, "某盟", "2023")), "required")
    wanted = {(f.cell.row, f.cell.field): f.level for f in findings if f.cell.group == "indicators"}
    assert wanted == {
        **{(row, "score"): Level.ERROR for row in rows},
        **{(row, "reason"): Level.EXPLAIN for row in rows},
    }


@pytest.mark.parametrize("edition_id", [*CHIFENG, "zhumadian-2020-evaluation"])
def test_every_row_has_clauses_and_says_what_standard_they_come_from(edition_id: str) -> None:
    edition = LIBRARY.get(edition_id)
    for row in edition.find_group("indicators").rows:
        standard = "".join(printed(edition, row.id, "standard").split())
        assert row.scoring
        texts = [clause.text for clause in row.scoring]
        texts += [part.text for clause in row.scoring for part in clause.parts]
        pieces = [piece for text in texts for piece in "".join(text.split()).split("；")]
        for piece in pieces if standard else ():
            assert all(part in standard for part in piece.split(";")), piece


def test_only_the_contents_of_the_renovation_add_up_to_more_than_their_points() -> None:
    uneven = [
        (edition_id, row.id)
        for edition_id in POINTS
        for row in LIBRARY.get(edition_id).find_group("indicators").rows
        if row.uneven
    ]
    assert uneven == [("chifeng-2023-renovation", "contents")]


def test_the_published_renovation_total_counts_the_bonus_in() -> None:
    document = example("chifeng-2023-renovation")
    (finding,) = of_rule(check(document), "score-total")
    assert ("95" in finding.message, "99" in finding.message) == (True, True)
    assert "加分项" in finding.message
    card = scorecard(document)
    assert card is not None
    assert [str(card.total), str(card.bonus)] == ["95.00", "4"]


def test_all_started_counts_as_the_whole_plan() -> None:
    document = example("chifeng-2023-renovation")
    card = scorecard(document)
    assert card is not None
    (row,) = [row for row in card.rows if row.row == "completion"]
    assert (str(row.score), str(row.rate)) == ("30.00", "100.00")
    document.set(CellRef("started_communities"), "289")
    card = scorecard(document)
    assert card is not None
    (row,) = [row for row in card.rows if row.row == "completion"]
    assert (str(row.score), str(row.rate)) == ("29.00", "98.97")


@pytest.mark.parametrize(
    ("facts", "score"),
    [
        ({"market_data_provided": "是"}, None),
        ({"market_data_provided": "是", "goal_unpublished": "是", "new_rental_share": "5"}, 5),
        ({"market_data_provided": "否", "new_rental_share": "10"}, 3),
        ({"market_data_provided": "是", "new_rental_share": "20"}, 5),
        ({"market_data_provided": "否", "new_rental_share": "30"}, 7),
        ({"market_data_provided": "否", "new_rental_share": "45", "goal_unpublished": "是"}, 0),
    ],
)
def test_the_better_of_share_and_market_data_counts(
    facts: dict[str, str], score: int | None
) -> None:
    document = example("chifeng-2023-rental")
    for fact, text in facts.items():
        document.set(CellRef(fact), text)
    card = scorecard(document)
    assert card is not None
    (row,) = [row for row in card.rows if row.row == "development_goal"]
    assert row.score == score


@pytest.mark.parametrize(
    ("edition_id", "fact", "row", "score"),
    [
        ("chifeng-2023-rental", "no_rental_plan", "support_policies", 7),
        ("chifeng-2023-rental", "no_rental_plan", "operation", 8),
        ("chifeng-2023-shantytown", "no_task", "completion", 25),
        ("chifeng-2023-rental", "casualties", "quality", 0),
        ("chifeng-2023-shantytown", "casualties", "quality", 0),
        ("chifeng-2023-shantytown", "satisfaction_missing", "satisfaction", 0),
        ("chifeng-2023-renovation", "report_false", "report", 0),
        ("chifeng-2023-renovation", "serious_violation", "fund_use", 0),
        ("chifeng-2023-renovation", "casualties", "quality", 0),
    ],
)
def test_an_exemption_or_a_veto_settles_its_row_and_says_why(
    edition_id: str, fact: str, row: str, score: int
) -> None:
    document = example(edition_id)
    document.set(CellRef(fact), "是")
    card = scorecard(document)
    assert card is not None
    (scored,) = [each for each in card.rows if each.row == row]
    assert scored.score == score
    assert scored.reason


def test_the_counties_of_the_subsidy_add_up_to_another_number_of_households() -> None:
    document = example("chifeng-2023-rental")
    (finding,) = of_rule(check(document), "county-paid")
    assert "2546" in finding.message
    assert "2465" in finding.message
    assert finding.level is Level.EXPLAIN


@pytest.mark.parametrize(
    ("fact", "text", "rule"),
    [
        ("subsidy_planned", "2309", "county-planned"),
        ("subsidy_funds", "481.7", "county-funds"),
        ("subsidy_funds", "482.8", "county-funds"),
    ],
)
def test_plan_and_money_of_the_counties_agree_until_one_is_changed(
    fact: str, text: str, rule: str
) -> None:
    document = example("chifeng-2023-rental")
    assert of_rule(check(document), rule) == []
    document.set(CellRef(fact), text)
    assert len(of_rule(check(document), rule)) == 1


def test_a_fresh_table_does_not_ask_for_a_county_nobody_named() -> None:
    document = blank_document(LIBRARY.get("chifeng-2023-rental"), "某盟", "2023")
    assert document.row_ids("counties") == ()


def test_a_reason_that_repeats_the_indicator_is_a_hint() -> None:
    document = example("chifeng-2023-renovation")
    rows = {f.cell.row for f in of_rule(check(document), "reason-says-more")}
    assert rows == {"report", "completion", "participation", "contents", "quality"}


def fill_facts(document: Document, row: FixedRow, *, well: bool) -> None:
    """Facts of one row that win every point of its clauses, or lose some in each."""
    for clause in all_clauses(row.scoring):
        line = clause.threshold if clause.threshold is not None else Decimal(100)
        worse = line * 2 if clause.at_most else line / 2
        match clause.kind:
            case ClauseKind.ALL_OR_NOTHING:
                texts = {clause.fact: "是" if well else "否"}
            case ClauseKind.VETO | ClauseKind.EXEMPTION:
                texts = {clause.fact: "否"}
            case ClauseKind.PER_ITEM | ClauseKind.PER_DAY:
                texts = {clause.fact: "0" if well else "1"}
            case ClauseKind.BANDS:
                texts = {clause.fact: str(clause.bands[0 if well else 1].at_least)}
            case _:
                texts = {clause.plan: "200", clause.actual: "200" if well else "190"}
                texts |= {clause.fact: str(line if well else worse), clause.done: "否"}
        for fact, text in texts.items():
            if fact:
                document.set(CellRef(fact), text)


LEGIBLE = [
    (edition_id, row.id)
    for edition_id in POINTS
    for row in LIBRARY.get(edition_id).find_group("indicators").rows
    if row.scoring[0].kind is not ClauseKind.DISCRETIONARY
]


@pytest.mark.parametrize(("edition_id", "row_id"), LEGIBLE)
def test_facts_without_fault_win_all_points_and_a_sentence(edition_id: str, row_id: str) -> None:
    edition = LIBRARY.get(edition_id)
    group = edition.find_group("indicators")
    row = next(row for row in group.rows if row.id == row_id)
    document = blank_document(edition, "某市", "2023")
    fill_facts(document, row, well=True)
    scored = row_score(document, group, row_id)
    assert scored is not None
    assert (scored.score, scored.outcome) == (scored.full, Outcome.FULL)
    assert scored.reason.endswith("。")


@pytest.mark.parametrize(("edition_id", "row_id"), LEGIBLE)
def test_facts_with_faults_lose_points_and_the_sentence_says_how_many(
    edition_id: str, row_id: str
) -> None:
    edition = LIBRARY.get(edition_id)
    group = edition.find_group("indicators")
    row = next(row for row in group.rows if row.id == row_id)
    document = blank_document(edition, "某市", "2023")
    fill_facts(document, row, well=False)
    scored = row_score(document, group, row_id)
    assert scored is not None
    assert scored.score is not None
    assert scored.score < scored.full
    assert scored.outcome is Outcome.SHORT
    assert scored.reason.endswith("。")


@pytest.mark.parametrize(
    ("edition_id", "row", "before", "after"),
    [
        ("chifeng-2023-rental", "rent_subsidy", "2465", "2456"),
        ("zhumadian-2020-evaluation", "buildings", "1804", "1840"),
    ],
)
def test_a_figure_of_a_reason_is_held_against_the_fact(
    edition_id: str, row: str, before: str, after: str
) -> None:
    document = example(edition_id)
    assert not [f for f in check(document) if f.rule.startswith("reason-and-facts")]
    ref = CellRef("reason", "indicators", row)
    text = document.text(ref)
    assert before in text
    document.set(ref, text.replace(before, after))
    wrong = [f for f in check(document) if f.rule.startswith("reason-and-facts-")]
    assert [f.cell for f in wrong] == [ref]


@pytest.mark.parametrize(
    ("edition_id", "row", "score"),
    [
        ("chifeng-2023-renovation", "completion", "29"),
        ("chifeng-2023-shantytown", "completion", "28"),
        ("chifeng-2023-shantytown", "allocation_rate", "19"),
    ],
)
def test_a_score_that_no_reading_of_the_standard_gives_is_asked_about(
    edition_id: str, row: str, score: str
) -> None:
    document = example(edition_id)
    assert "score-by-standard" not in [f.rule for f in check(document) if f.level is not Level.HINT]
    document.set(CellRef("score", "indicators", row), score)
    findings = of_rule(check(document), "score-by-standard")
    assert [f.cell.row for f in findings if f.level is Level.EXPLAIN] == [row]
