"""Checks of narratives: figures against the table, wording, texts that repeat each other."""

import pytest

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document, blank_document
from anju_desktop.forms.definition import Level
from anju_desktop.forms.library import Library
from anju_desktop.rules.engine import check, not_checked
from tests.rules.small_forms import FIELDS, INDICATORS, check_table, form, found

FIGURES = check_table(
    "figures_in_text", fields=["goal"], measure="indicators.annual", amounts=["amount"]
)
ROWS = [
    {"name": "筹集保障性租赁住房数量", "target": "≥97套"},
    {"name": "改造户数", "target": "≥2308户"},
    {"name": "改造面积", "target": "≥341.4058万平方米"},
    {"name": "加装电梯政策知晓率", "target": "≥95%"},
    {"name": "群众满意度", "target": "≥90%"},
    {"name": "改造小区数", "target": "≥24个"},
]


def with_goal(goal: str, amount: str = "86") -> Document:
    fields = {"goal": goal, "amount": amount}
    return form(FIELDS, INDICATORS, FIGURES, fields=fields, rows=ROWS)


@pytest.mark.parametrize(
    "goal",
    [
        "开工建设保障性租赁住房97套。",
        "改造面积341.41万平方米，惠及2308户。",
        "改造面积3414058平方米。",
        "改造面积341万㎡。",
        "项目资金总额86万元。",
        "项目资金总额860000.00元。",
        "群众满意率达到90%，政策知晓率95%。",
        "根据〔2021〕89号文件和第12号令，2024年3月5日起实施，分3批推进。",
        "一、完成2024年度指标; 二、加快资金支出; 三、确保专款专用。",
        "C、D级危房，热线12345，面积标准每套60平方米，每户补助3万元。",
        "约100套，近3000户，90套以上，50-60套。",
        "计划开工1000套，基本建成800套，其中甲区开工600套、建成500套，乙区开工400套、建成300套。",
        "改造 9 8 套，惠及 2 3 0 9 户。",
        "项目资金总额86万元，9月底前使用73万元。（包括设备费76万元和会议费10万元）",
        "截至上年底累计建成500套。2023年完成300套。",
        "“十四五”期间建设1000套。",
        "按投资额的40%奖补。",
        "配建车位30个。",
        "新增养老设施12处。",
        "总投资中包括设备费20万元。",
        "建设保障性租赁住房97套，其中东区50套，西区47套，新建60套，改建37套。",
        "建设保障性租赁住房97套（东区：一期50套、二期47套），配套车位60个。",
        "改造2308户，其中甲小区1000户、乙小区1308户，户均面积90平方米，60平方米以下户型占比40%。",
        "2023年改造1800户，2024年改造2308户，2025年改造2500户。",
        "截至2023年底，累计改造1800户；2024年改造2308户。",
        "“十四五”期间改造2000年底前建成的小区58个。",
        "较上年增长10%，群众满意度90%。",
        "每户每月补助480元，户均补助0.5万元。",
        "总投资3亿元，分三年实施，2024年项目资金总额86万元。",
        "中央补助资金50万元、省级补助资金36万元。",
        "12月31日前完成，2月29日前开工。",
    ],
)
def test_a_text_that_agrees_with_the_table_or_speaks_of_something_else_is_left_alone(
    goal: str,
) -> None:
    assert [f.message for f in found(with_goal(goal), "figures-in-text")] == []


@pytest.mark.parametrize(
    ("goal", "figure", "shown"),
    [
        ("开工建设保障性租赁住房98套。", "98套", "≥97套"),
        ("2024年开工建设保障性租赁住房980套。", "980套", "≥97套"),
        ("惠及居民2380户。", "2380户", "≥2308户"),
        ("改造面积314.41万平方米。", "314.41万平方米", "≥341.4058万平方米"),
        ("群众对加装电梯政策知晓率100%。", "100%", "≥95%"),
        ("群众满意率分别达到95%。", "95%", "≥90%"),
        ("改造老旧小区42个。", "42个", "≥24个"),
        ("项目资金总额89万元。", "89万元", "86万元"),
        ("“十四五”期间改造1万户，2024年改造2380户。", "2380户", "≥2308户"),
        ("政策知晓率比上年提高，群众满意率不低于95%。", "95%", "≥90%"),
        ("补助资金总额86元。", "86元", "86万元"),
    ],
)
def test_a_figure_in_the_text_that_differs_is_named_with_both_values(
    goal: str, figure: str, shown: str
) -> None:
    (finding,) = found(with_goal(goal), "figures-in-text")
    assert figure in finding.message
    assert shown in finding.message
    assert finding.written == shown
    assert CellRef("goal") in finding.cells


def test_the_parts_after_namely_may_be_fewer_than_the_total_but_not_more() -> None:
    partial = "建设保障性租赁住房97套，其中东区40套、西区50套。"
    (hint,) = found(with_goal(partial), "figures-in-text")
    assert (hint.level, hint.written, hint.expected) == (Level.HINT, "97套", "90套")
    complete = "建设保障性租赁住房97套，分别为东区40套、西区50套。"
    assert [f.level for f in found(with_goal(complete), "figures-in-text")] == [Level.EXPLAIN]
    more = "建设保障性租赁住房97套，其中东区50套、西区50套。"
    (finding,) = found(with_goal(more), "figures-in-text")
    assert (finding.written, finding.expected) == ("97套", "100套")


@pytest.mark.parametrize("date", ["13月", "2月30日", "9月31日"])
def test_a_date_that_no_calendar_has_is_named(date: str) -> None:
    findings = check(with_goal(f"{date}前完成。"))
    assert [(f.rule, f.written) for f in findings] == [("figures-in-text-date", date)]


def test_a_forgotten_ten_thousand_is_pointed_out() -> None:
    (finding,) = found(with_goal("改造面积341.41平方米。"), "figures-in-text")
    assert "1 万倍" not in finding.advice
    (finding,) = found(with_goal("改造面积341.4058平方米。"), "figures-in-text")
    assert "1 万倍" in finding.advice


def test_what_has_no_partner_in_the_table_is_listed_as_not_checked() -> None:
    sentences = not_checked(with_goal("建设保障性租赁住房97套，新建充电桩45台。"))
    assert [s for s in sentences if "45台" in s]
    assert not [s for s in sentences if "97套" in s]


@pytest.mark.parametrize(
    ("goal", "words"),
    [
        ("居住条件明显改善。", "明显改善"),
        ("明显改善，大幅提升。", "明显改善、大幅提升"),
        ("使1000户居住条件明显改善。", None),
        ("居住条件得到改善。", None),
        ("", None),
    ],
)
def test_vague_words_need_a_figure_beside_them(goal: str, words: str | None) -> None:
    table = check_table("wording", level="hint", fields=["goal"], words=["明显改善", "大幅提升"])
    findings = found(form(FIELDS, table, fields={"goal": goal}), "wording")
    assert [f.written for f in findings] == ([words] if words else [])


@pytest.mark.parametrize(
    ("text", "tidy"),
    [
        ("改造工 作", "改造工作"),
        ("改\u3000造工\u00a0作", "改造工作"),
        ("一、完成指标; 二、加快支出", None),
        ("完成 24 套", None),
        ("第一段\n第二段", None),
        (" 首尾空格 ", None),
    ],
)
def test_blanks_between_two_characters_are_offered_to_be_taken_out(
    text: str, tidy: str | None
) -> None:
    table = check_table("wording", level="hint", fields=["goal", "indicators.name"], blanks=True)
    document = form(FIELDS, INDICATORS, table, fields={"goal": text}, rows=[{"name": text}])
    offered = [f.suggestion and f.suggestion.text for f in found(document, "wording")]
    assert offered == ([tidy, tidy] if tidy else [])


@pytest.mark.parametrize(
    ("goal", "plan", "fires"),
    [("甲乙丙", "甲乙 丙", True), ("甲乙", "甲乙丙", False), ("", "", False), ("甲", "", False)],
)
def test_two_goals_are_not_the_same_word_for_word(goal: str, plan: str, fires: bool) -> None:
    table = check_table("texts_differ", level="hint", fields=["goal", "plan"])
    document = form(FIELDS, table, fields={"goal": goal, "plan": plan})
    assert bool(found(document, "texts-differ")) is fires


def test_texts_of_a_group_are_compared_row_by_row() -> None:
    table = check_table("texts_differ", level="hint", fields=["indicators.rule", "indicators.name"])
    rows = [{"name": "居民 参与", "rule": "居民参与"}, {"name": "质量", "rule": "居民参与"}]
    (finding,) = found(form(FIELDS + INDICATORS, table, rows=rows), "texts-differ")
    assert finding.cells == (
        CellRef("rule", "indicators", "r1"),
        CellRef("name", "indicators", "r1"),
    )


@pytest.mark.parametrize(
    ("goal", "plan", "blank"),
    [("甲", "", "plan"), ("", "乙", "goal"), ("甲", "乙", None), ("", " ", None)],
)
def test_fields_that_belong_together_are_filled_together(
    goal: str, plan: str, blank: str | None
) -> None:
    table = check_table("filled_together", level="error", fields=["goal", "plan"])
    findings = found(form(FIELDS, table, fields={"goal": goal, "plan": plan}), "filled-together")
    assert [f.cell.field for f in findings] == ([blank] if blank else [])


def test_columns_that_belong_together_are_filled_together_in_each_row() -> None:
    table = check_table("filled_together", fields=["indicators.name", "indicators.target"])
    rows = [{"name": "甲", "target": "是"}, {"name": "乙"}, {}, {"target": "否"}]
    findings = found(form(INDICATORS, table, rows=rows), "filled-together")
    assert {(f.cell.row, f.cell.field) for f in findings} == {("r2", "target"), ("r4", "name")}


def test_an_empty_amount_is_a_hint_and_a_zero_is_an_answer() -> None:
    table = check_table("empty_hint", level="hint", fields=["other"])
    assert [f.suggestion and f.suggestion.text for f in check(form(FIELDS, table))] == ["0"]
    assert check(form(FIELDS, table, fields={"other": "0"})) == ()


# --- goals of several years -------------------------------------------------------------------

REGION = "zhengzhou-2021-region-target"


def region(period: str = "2021年", goal: str = "", **targets: str) -> Document:
    """A region's table: ``targets`` are 实施期 values by row."""
    document = blank_document(Library().get(REGION), "某县", "2021")
    document.set(CellRef("implementation_period"), period)
    document.set(CellRef("period_goal"), goal)
    for row, target in targets.items():
        document.set(CellRef("period_target", "indicators", row), target)
    return document


def test_a_goal_of_several_years_is_held_against_their_column() -> None:
    document = region(goal="改造小区35个，惠及3193户。", communities="≥37个", households="≥3193户")
    (finding,) = found(document, "period-goal-figures")
    assert finding.cells == (
        CellRef("period_target", "indicators", "communities"),
        CellRef("period_goal"),
    )
    assert (finding.written, finding.expected) == ("≥37个", "35个（实施期目标）")
    document.set(CellRef("period_goal"), "改造小区37个，惠及3193户。")
    assert found(document, "period-goal-figures") == []


@pytest.mark.parametrize(
    "goal", ["2021年改造小区10个。", "2022年改造小区27个。", "其中：2021年改造小区10个。"]
)
def test_a_single_year_is_not_held_against_the_column_of_several(goal: str) -> None:
    document = region("2021—2023年", goal, communities="≥37个")
    document.set(CellRef("target", "indicators", "communities"), "≥10个")
    assert found(document, "period-goal-figures") == []


@pytest.mark.parametrize(
    "period",
    [
        *("2021年", "2020-2022年", "2021年1月至2021年12月", "2019—2021", "2020年起", "2020—22年"),
        *("20210101-20211231", "2019.5-2023.12", "一年", "长期", ""),
    ],
)
def test_a_period_that_holds_the_year_is_left_alone(period: str) -> None:
    assert found(region(period), "period-covers-year") == []


@pytest.mark.parametrize("period", ["2020年", "2022-2024年", "2018年至2020年", "2022年起"])
def test_a_period_without_the_year_needs_a_reason(period: str) -> None:
    (finding,) = found(region(period), "period-covers-year")
    assert finding.cell == CellRef("implementation_period")
    assert finding.level is Level.EXPLAIN
    assert finding.message == f"“项目实施期”写的是“{period}”，不包含本表的年度 2021 年。"
