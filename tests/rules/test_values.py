"""Checks of one indicator value: what must fire, what must stay silent."""

import pytest

from anju_desktop.document.changes import CellRef
from anju_desktop.rules.engine import not_checked
from anju_desktop.rules.findings import Finding
from tests.rules.small_forms import APART, FIELDS, INDICATORS, check_table, form, found


def one(kind: str, name: str, target: str, **keys: object) -> list[Finding]:
    """What one kind of check finds in a form with this one indicator."""
    document = form(INDICATORS, check_table(kind, **keys), rows=[{"name": name, "target": target}])
    return found(document, kind.replace("_", "-"))


@pytest.mark.parametrize(
    ("name", "target", "unit"),
    [
        ("改造住房套数", "≥24间", "套"),
        ("惠及户数", "≥100人", "户"),
        ("改造楼栋数", "≥6个", "栋"),
        ("改造面积", "≥100户", "平方米"),
        ("发放次数", "≥12户", "次"),
        ("验收合格率", "=100户", "%"),
        ("群众满意度", "≥9个", "%"),
        ("年度完工时间", "≤12个", "月"),
        ("改造户数完成率", "≥95户", "%"),
        ("改造面积（万平方米）", "≥3栋", "平方米"),
        ("新增绿地（平方米）", "≥3栋", "平方米"),
        ("补助金额", "≤20户", "元"),
    ],
)
def test_a_unit_that_does_not_fit_the_name_is_named(name: str, target: str, unit: str) -> None:
    (finding,) = one("unit_of_name", name, target)
    assert unit in finding.expected
    assert target in finding.message


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("改造住房套数", "≥24套"),
        ("改造住房套数", "≥24套(间)"),
        ("改造住房套数", "≥24套/间"),
        ("改造住房套数", "≥0.24万套"),
        ("改造小区数", "≥24个"),
        ("改造小区数", "≥24小区"),
        ("改造项目个数", "=1项"),
        ("改造楼栋数", "≥24幢"),
        ("改造面积", "≥124.96万平方米"),
        ("改造面积", "≥124㎡"),
        ("改造面积（万平方米）", "≥124.96万㎡"),
        ("年度开工时间", "≤4月"),
        ("完成时限", "≤30个工作日"),
        ("群众满意度", "≥90分"),
        ("容积率", "≤2.5倍"),
        ("健身设施数", "≥5套"),
        ("按时拨付资金", "=100%"),
        ("筹集数量", "≥24间"),
        ("每户补贴标准", "≤480元/户/月"),
        ("改造套数", "≥24坨"),
        ("居民是否满意", "85%"),
        ("改造套数", "有效改善"),
        ("改造套数", "≥24"),
        ("", "≥24间"),
    ],
)
def test_a_unit_that_may_fit_the_name_is_left_alone(name: str, target: str) -> None:
    assert one("unit_of_name", name, target) == []


def test_an_unknown_unit_is_listed_as_not_checked() -> None:
    rows = [{"name": "改造套数", "target": "≥24坨"}]
    document = form(INDICATORS, check_table("unit_of_name"), rows=rows)
    assert any("坨" in sentence for sentence in not_checked(document))


@pytest.mark.parametrize(
    ("goal", "target", "expected"),
    [
        ("完成24套危旧房改造。", "≥24间", ["24套"]),
        ("完成危旧房改造24套。", "≥24栋", ["24套"]),
        ("完成24套危旧房改造。", "≥24套", []),
        ("完成25套危旧房改造。", "≥24间", []),
        ("完成4套危旧房改造。", "≥4间", ["4套"]),
        ("另外还清运4套家具。", "≥4间", []),
        ("每年24套危旧房。", "≥24间", []),
    ],
)
def test_the_narrative_tells_the_unit_where_the_name_does_not(
    goal: str, target: str, expected: list[str]
) -> None:
    document = form(
        FIELDS,
        INDICATORS,
        check_table("unit_of_name", text_fields=["goal"]),
        fields={"goal": goal},
        rows=[{"name": "危旧房数量", "target": target}],
    )
    assert [finding.expected for finding in found(document, "unit-of-name")] == expected


def test_a_figure_that_another_row_states_says_nothing_about_this_one() -> None:
    document = form(
        FIELDS,
        INDICATORS,
        check_table("unit_of_name", text_fields=["goal"]),
        fields={"goal": "完成24套危旧房改造。"},
        rows=[
            {"name": "危旧房改造量", "target": "≥24套"},
            {"name": "危旧房配套", "target": "≥24间"},
        ],
    )
    assert found(document, "unit-of-name") == []


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("项目资金支付率", "≥100%"),
        ("项目资金支付率", ">=100%"),
        ("项目资金支付率", "＞100％"),
        ("资金拨付率", "≥105%"),
        ("验收合格率", "=120%"),
        ("验收合格率", "120%"),
        ("群众满意度", "≥100%"),
        ("目标完成及时率", "≥100%"),
    ],
)
def test_a_rate_that_cannot_exceed_the_whole_is_named(name: str, target: str) -> None:
    (finding,) = one("rate_limit", name, target)
    assert finding.written == target


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("验收合格率", "=100%"),
        ("验收合格率", "100%"),
        ("预算控制率", "≤100%"),
        ("群众满意度", "≥99%"),
        ("年度计划完成率", "≥100%"),
        ("任务完成比例", "≥110%"),
        ("产值增长率", "≥120%"),
        ("改造户数", "≥100户"),
        ("改造效果", "显著"),
    ],
)
def test_a_rate_that_is_possible_is_left_alone(name: str, target: str) -> None:
    assert one("rate_limit", name, target) == []


@pytest.mark.parametrize(
    ("name", "target", "fires"),
    [
        ("居民是否满意", "85%", True),
        ("居住条件是否改善", "≥1项", True),
        ("有无安全事故", "0起", True),
        ("居住条件是否改善", "是", False),
        ("居住条件是否改善", "有效改善", False),
        ("居民满意度", "85%", False),
    ],
)
def test_a_question_is_not_answered_with_a_figure(name: str, target: str, fires: bool) -> None:
    assert bool(one("yes_no", name, target)) is fires


@pytest.mark.parametrize(
    ("target", "offered"),
    [("100%", "=100%"), ("85%", None), ("24户", None)],
)
def test_a_figure_without_sign_is_named_and_only_the_certain_sign_offered(
    target: str, offered: str | None
) -> None:
    (finding,) = one("sign", "合格率", target)
    assert (finding.suggestion and finding.suggestion.text) == offered


@pytest.mark.parametrize("target", ["=100%", "≥24户", "＜＝5%", "不低于5%", "合格"])
def test_a_figure_with_its_sign_is_left_alone(target: str) -> None:
    assert one("sign", "合格率", target) == []


@pytest.mark.parametrize(
    ("name", "target", "offered"),
    [
        ("改造户数", "≥24", "≥24户"),
        ("验收合格率", "=100", "=100%"),
        ("完工时间", "≤12", None),
        ("筹集数量", "≥12", None),
    ],
)
def test_a_figure_without_unit_is_named(name: str, target: str, offered: str | None) -> None:
    (finding,) = one("unit_required", name, target)
    assert (finding.suggestion and finding.suggestion.text) == offered


@pytest.mark.parametrize(
    ("name", "target"), [("改造户数", "≥24户"), ("容积率", "≤2.5"), ("改造效果", "有效改善")]
)
def test_a_figure_that_needs_no_unit_is_left_alone(name: str, target: str) -> None:
    assert one("unit_required", name, target) == []


@pytest.mark.parametrize("target", ["≥10-20户", "24*户", "合_格", "－", "≤13月", "≥0月", "≤1.5月"])
def test_a_value_the_production_system_refuses_is_named(target: str) -> None:
    (finding,) = one("value_form", "某指标", target)
    assert finding.written == target


@pytest.mark.parametrize("target", ["≥10户", "≤12月", "≥24个月", "是", "≤480元/户/月", ""])
def test_a_value_in_form_is_left_alone(target: str) -> None:
    assert one("value_form", "某指标", target) == []


def test_a_number_of_months_may_exceed_twelve() -> None:
    assert one("value_form", "补贴月数", "≥24月") == []


RULES = {
    "column": "indicators.rule",
    "quantitative": ["按照完成比例赋分", "直接赋分"],
    "qualitative": ["按评判等级赋分", "直接赋分"],
}


@pytest.mark.parametrize(
    ("category", "target", "rule", "expected"),
    [
        ("output", "有效解决", "按照完成比例赋分", "按评判等级赋分"),
        ("output", "是", "按照完成比例赋分", "直接赋分"),
        ("output", "≥24户", "按评判等级赋分", "按照完成比例赋分"),
        ("output", "≥24户", "满意度赋分", "按照完成比例赋分"),
        ("satisfaction", "≥90%", "按照完成比例赋分", "满意度赋分"),
        ("satisfaction", "≥90%", "直接赋分", "满意度赋分"),
        ("output", "是", "直接赋分", None),
        ("output", "有效解决", "按评判等级赋分", None),
        ("output", "≤12月", "按照完成比例赋分", None),
        ("output", "=100%", "直接赋分", None),
        ("satisfaction", "≥90%", "满意度赋分", None),
        ("output", "有效解决", "", None),
        ("output", "", "按照完成比例赋分", None),
        ("output", "有效解决", "由评审组酌情赋分", None),
    ],
)
def test_the_scoring_rule_fits_the_kind_of_value(
    category: str, target: str, rule: str, expected: str | None
) -> None:
    keys = "[checks.by_category]\nsatisfaction = ['满意度赋分']\n"
    document = form(
        INDICATORS,
        check_table("rule_fits", **RULES) + keys,
        rows=[{"name": "某指标", "target": target, "rule": rule, "category": category}],
    )
    findings = found(document, "rule-fits")
    assert [f.suggestion and f.suggestion.text for f in findings] == (
        [expected] if expected else []
    )
    assert all(f.cell == CellRef("rule", "indicators", "r1") for f in findings)


def test_a_value_in_three_columns_is_checked_like_one_in_a_single_cell() -> None:
    document = form(
        APART,
        *map(check_table, ("unit_of_name", "rate_limit", "sign", "unit_required")),
        rows=[
            {"name": "改造住房套数", "sign": "≥", "number": "24", "unit": "间"},
            {"name": "资金支付率", "sign": "≥", "number": "100", "unit": "%"},
            {"name": "改造户数", "number": "24"},
            {"name": "改造面积", "sign": "≥", "number": "24.5", "unit": "万平方米"},
        ],
    )
    cells = {
        rule: [(f.cell.row, f.cell.field) for f in found(document, rule)]
        for rule in ("unit-of-name", "rate-limit", "sign", "unit-required")
    }
    assert cells == {
        "unit-of-name": [("r1", "unit")],
        "rate-limit": [("r2", "number")],
        "sign": [("r3", "number")],
        "unit-required": [("r3", "unit")],
    }
    (unit,) = found(document, "unit-of-name")
    assert (unit.suggestion and unit.suggestion.text) == "套"
