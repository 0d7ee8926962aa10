"""Figures of a hand-typed reason against the facts of its row: few alarms, and none of them false."""

from pathlib import Path

import pytest

from anju_desktop.assets import resource
from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document, blank_document
from anju_desktop.forms.definition import Level
from anju_desktop.forms.loader import parse_edition
from anju_desktop.rules.engine import check
from anju_desktop.rules.findings import Finding
from tests.rules.small_forms import check_table, example

RULE = "reason-and-facts"


def found(document: Document) -> list[Finding]:
    return [finding for finding in check(document) if finding.rule.startswith(RULE)]


def told(row: str, reason: str, **facts: str) -> list[Finding]:
    document = example("zhumadian-2020-evaluation")
    for fact, text in facts.items():
        document.set_fact(fact, text)
    document.set(CellRef("reason", "indicators", row), reason)
    return found(document)


def test_the_published_reasons_agree_with_the_published_facts() -> None:
    assert found(example("zhumadian-2020-evaluation")) == []


def test_a_figure_that_is_not_the_fact_it_names_is_told_with_both() -> None:
    reason = "2020年计划改造户数33264户，已开工户数33623户，开工率101.2%。"
    (finding,) = told("households", reason)
    assert finding.level is Level.EXPLAIN
    assert finding.cells == (
        CellRef("reason", "indicators", "households"),
        CellRef("planned_households"),
    )
    assert (finding.written, finding.expected) == ("33264户", "33224户（计划改造户数）")
    assert "计划改造户数33264户" in finding.message


@pytest.mark.parametrize(
    ("row", "reason", "wrong"),
    [
        ("households", "计划改造户数33224户，已开工户数33632户，开工率101.2%。", ["33632户"]),
        ("households", "计划改造户数33,264户，已开工33623户。", ["33,264户"]),
        ("households", "我市计划改造3.32万户，已开工3.36万户。", []),
        ("households", "我市计划改造3.38万户，已开工3.36万户。", ["3.38万户"]),
        ("households", "开工率101.3%。", ["101.3%"]),
        ("households", "开工率101%，达到100%。", []),
        ("households", "开工率101.20%。", []),
        ("households", "开工率１０２％。", ["１０２％"]),
        ("area", "计划改造面积341.41万平方米，已开工改造面积3454602平方米。", []),
        ("area", "计划改造面积341.46万平方米，已开工改造面积3454602平方米。", ["341.46万平方米"]),
        ("buildings", "计划改造楼栋1766栋，已开工楼栋1804栋，开工率102.1%。", ["102.1%"]),
        ("buildings", "计划改造楼栋1776幢，已开工楼栋1804幢。", ["1776幢"]),
        ("communities", "计划改造小区320个，已开工363个，开工率105%。", ["363个"]),
        ("communities", "计划改造320个小区，已开工336个小区。", []),
        ("communities", "计划改造320个小区，已开工363个小区。", ["363个小区"]),
        ("elderly_care", "实际开工量为62359平方米，年度计划为63120平方米。", ["62359平方米"]),
        ("elderly_care", "比年度计划少752平方米，低一个百分点。", ["752平方米"]),
        ("elderly_care", "比年度计划少725平方米，低1个百分点。", []),
        ("elderly_care", "比年度计划低2个百分点。", []),
        ("elderly_care", "比年度计划低1.15个百分点。", []),
        ("elderly_care", "比年度计划低3个百分点。", ["3个百分点"]),
    ],
)
def test_figures_are_held_against_the_facts_they_name(
    row: str, reason: str, wrong: list[str]
) -> None:
    assert [finding.written for finding in told(row, reason)] == wrong


@pytest.mark.parametrize(
    "reason",
    [
        "",
        "已全部开工。",
        "计划改造户数约33000户，已开工33600余户。",
        "其中遂平县计划改造户数1200户，已开工户数1300户。",
        "西平县已开工户数1300户。",
        "东城区计划改造户数1200户。",
        "计划改造户数：甲1200户，计划改造户数：乙1300户。",
        "2019年计划改造户数20000户。",
        "截至6月底已开工户数20000户。",
        "比去年多725户。",
        "尚未开工户数12户。",
        "居民满意度95%，验收合格率98%。",
        "涉及居民12000人，投入1.2亿元。",
        "改造户数30000户。",
        "计划开工户数30000户。",
        "计划改造户数涉及项目12个。",
        "按每户480元补助。",
        "得15分，逾期0天。",
        "计划改造户数33224户，其中计划改造户数30000户在城区。",
    ],
)
def test_what_is_no_fact_of_the_row_is_left_alone(reason: str) -> None:
    assert told("households", reason) == []


@pytest.mark.parametrize(
    ("reason", "wrong"),
    [
        ("计划改造33224户，已开工33224户。", []),
        ("计划改造33224户，已开工33242户。", ["33242户"]),
        ("计划改造33242户，已开工33224户。", ["33242户"]),
    ],
)
def test_a_plan_in_the_text_is_not_what_was_done_though_both_are_equal(
    reason: str, wrong: list[str]
) -> None:
    found_ = told("households", reason, started_households="33224")
    assert [finding.written for finding in found_] == wrong


def test_what_was_done_is_not_the_plan_the_text_repeats() -> None:
    (finding,) = told("households", "计划改造33224户，已开工33224户。")
    assert (finding.written, finding.cells[1].field) == ("33224户", "started_households")


@pytest.mark.parametrize("words", ["比年度计划少", "超计划", "超额完成"])
def test_a_difference_is_known_by_the_words_before_it(words: str) -> None:
    (finding,) = told("buildings", f"计划改造楼栋1766栋，已开工楼栋1804栋，{words}83栋。")
    assert (finding.written, finding.expected) == ("83栋", "38栋（与计划之差）")


@pytest.mark.parametrize(
    ("reason", "wrong"),
    [
        ("全部开工，得5分。", []),
        ("全部开工，得4.5分。", ["4.5分"]),
        ("开工率达标，自评得４分", ["4分"]),
        ("楼栋得3分，资料得2分。", []),
        ("全部开工的得4分。", []),
        ("每低一个百分点扣1分，得4分。", []),
        ("赢得4分好评", []),
    ],
)
def test_the_score_a_reason_tells_is_the_one_of_its_row(reason: str, wrong: list[str]) -> None:
    assert [finding.written for finding in told("buildings", reason)] == wrong


@pytest.mark.parametrize(
    ("parts", "expected"),
    [("甲区200个、乙区136个", []), ("甲区200个、乙区163个", ["363个"]), ("甲区200个", [])],
)
def test_a_list_in_a_reason_is_added_up(parts: str, expected: list[str]) -> None:
    found_ = told("communities", f"计划改造小区320个，已开工336个，其中{parts}。")
    assert [finding.expected for finding in found_] == expected


def test_a_list_belongs_to_what_was_done_where_the_plan_is_equal() -> None:
    reason = "计划开工336个，实际开工336个，其中甲区开工200个、乙区开工163个。"
    found_ = told("communities", reason, planned_communities="336")
    assert [finding.expected for finding in found_] == ["363个"]


def test_each_figure_of_a_reason_has_an_explanation_of_its_own() -> None:
    reason = "计划改造户数33264户，已开工户数33632户，开工率99%，比计划少12户。"
    findings = told("households", reason)
    assert [finding.rule for finding in findings] == [
        f"{RULE}-planned_households",
        f"{RULE}-started_households",
        f"{RULE}-started_households-rate",
        f"{RULE}-started_households-gap",
    ]


def test_a_blank_fact_is_not_held_against_anything() -> None:
    reason = "2020年计划改造户数33264户，已开工户数33999户，开工率99%。"
    assert told("households", reason, planned_households="", started_households="") == []
    (finding,) = told("households", reason, planned_households="")
    assert finding.written == "33999户"


@pytest.mark.parametrize(
    ("rate", "wrong"),
    [("16.4", ["18%"]), ("18", []), ("18.3", []), ("", [])],
)
def test_a_share_that_is_entered_is_compared(rate: str, wrong: list[str]) -> None:
    reason = "社会筹资占改造项目资金的18%，未达到20%。"
    found_ = told("fund_raising", reason, social_funds_rate=rate)
    assert [finding.written for finding in found_] == wrong


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("年度计划完成100户，实际完成95户，完成率95%。", []),
        ("年度计划完成100户，实际完成96户，主要是资金到位晚。", ["96户"]),
        ("有3个小区停工，完成率为90%。", ["90%"]),
        ("比目标少5户。", []),
        ("比目标少6户。", ["6户"]),
        ("有6户不愿改造。", []),
    ],
)
def test_rows_that_come_and_go_are_held_against_their_target_and_actual(
    text: str, wrong: list[str]
) -> None:
    source = resource("forms", "national-self-evaluation.toml").read_text(encoding="utf-8")
    more = check_table("facts_in_text", fields=["indicators.deviation"])
    edition = parse_edition((source + more).encode(), Path("national-self-evaluation.toml"))
    document = blank_document(edition, "某县", "2024")
    cells = {"name": "改造户数", "target": "≥100户", "actual": "95户", "points": "10"}
    for column, typed in {**cells, "deviation": text}.items():
        document.set(CellRef(column, "indicators", document.row_ids("indicators")[0]), typed)
    findings = [f for f in check(document) if f.rule.startswith("facts-in-text")]
    assert [finding.written for finding in findings] == wrong


def test_other_rows_and_renamed_rows_are_held_against_their_own_facts() -> None:
    document: Document = example("zhumadian-2020-evaluation")
    document.set(CellRef("level2", "indicators", "households"), "别的指标")
    document.set(CellRef("reason", "indicators", "area"), "计划改造户数33264户。")
    assert found(document) == []
    document.set(CellRef("reason", "indicators", "households"), "计划改造户数33264户。")
    (finding,) = found(document)
    assert finding.cell.row == "households"


def test_a_very_long_reason_is_read_in_time_and_its_start_is_checked() -> None:
    (finding,) = told("households", "计划改造户数33264户。" + "乙方第3项，" * 5000)
    assert finding.written == "33264户"
