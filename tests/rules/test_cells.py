"""What follows from a field's definition, without any check in the edition."""

import pytest

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document, blank_document
from anju_desktop.forms.checks import IMPLIED_RULES
from anju_desktop.forms.definition import Level
from anju_desktop.forms.library import Library
from anju_desktop.rules.carried import CARRIED
from anju_desktop.rules.cells import RULE_IDS, byte_length
from anju_desktop.rules.engine import check
from anju_desktop.rules.scores import FACT_RULE_IDS
from tests.rules.small_forms import example, form


def field(keys: str, text: str) -> list[tuple[str, str]]:
    """Rule and level of what is found in a form of one field."""
    table = f'\n[[fields]]\nid = "it"\ntitle = "某栏"\n{keys}\n'
    return [(f.rule, str(f.level)) for f in check(form(table, fields={"it": text}))]


REQUIRED = 'required = "error"'


@pytest.mark.parametrize(
    ("keys", "text", "expected"),
    [
        (REQUIRED, "", [("required", "error")]),
        (REQUIRED, " \u3000\n", [("required", "error")]),
        ('required = "explain"', "", [("required", "explain")]),
        (REQUIRED, "某县财政局", []),
        (REQUIRED, "（姓名略）", []),
        (REQUIRED, "不适用", []),
        ("", "", []),
        (REQUIRED + '\nowner = "upper"', "", []),
        (REQUIRED + "\nofficial = true", "", []),
        (REQUIRED + '\ncomputed = "1 + 1"\ntype = "decimal"', "", []),
        ('type = "money"\nunit = "万元"', "44", []),
        ('type = "money"\nunit = "万元"', "四十四", [("unreadable", "error")]),
        ('type = "money"\nunit = "万元"', "44户", [("unreadable", "error")]),
        ('type = "money"\nunit = "万元"', "0", []),
        ('type = "date"', "2024-02-30", [("unreadable", "error")]),
        ('type = "indicator"', "≥", [("lone-sign", "error")]),
        ('type = "indicator"', "不低于", [("lone-sign", "error")]),
        ('type = "indicator"', "≥24户", []),
        ('type = "choice"\nchoices = ["甲", "乙"]', "丙", [("unreadable", "error")]),
        ('type = "choice"\nchoices = ["甲", "乙"]', "乙", []),
        ('type = "choice"\nchoices = ["甲"]\nopen_choice = true', "丙", []),
        (REQUIRED, "待定", [("placeholder", "explain")]),
        (REQUIRED, "/", [("placeholder", "explain")]),
        (REQUIRED, "XX县财政局", [("placeholder", "explain")]),
        ("", "（请填写单位全称）", [("placeholder", "explain")]),
        ("", "/", []),
        (REQUIRED + '\nnone_marks = ["/"]', "/", []),
        (
            'guidance = ["填写项目全称"]',
            "某项目（填写项目全称）",
            [("placeholder", "error")],
        ),
        ("max_bytes = 8", "四个汉字", []),
        ("max_bytes = 8", "四个汉字a", [("length", "error")]),
        ("max_length = 4", "四个汉字a", [("length", "error")]),
        ("max_length = 5", "四个汉字a", []),
        ('type = "decimal"\ndecimals = 2', "1.23", []),
        ('type = "decimal"\ndecimals = 2', "1.2300", []),
        ('type = "decimal"\ndecimals = 2', "1.234", [("decimals", "error")]),
        ('type = "decimal"\ndecimals = 0', "1.5", [("decimals", "error")]),
    ],
)
def test_a_field_is_checked_by_its_definition(
    keys: str, text: str, expected: list[tuple[str, str]]
) -> None:
    assert field(keys, text) == expected


@pytest.mark.parametrize(
    ("typed", "offered"), [("1月3日", "{year}-01-03"), ("2月30日", ""), ("年初", "")]
)
def test_a_day_without_its_year_is_offered_that_of_the_form(typed: str, offered: str) -> None:
    table = '\n[[fields]]\nid = "it"\ntitle = "某栏"\ntype = "date"\n'
    document = form(table, fields={"it": typed})
    (finding,) = check(document)
    text = finding.suggestion.text if finding.suggestion else ""
    assert text == offered.format(year=document.period)


def test_bytes_are_counted_two_for_a_han_character() -> None:
    assert [byte_length(text) for text in ("", "ab", "汉字", "汉a字")] == [0, 2, 4, 5]


GROUP = """
[[groups]]
id = "indicators"
title = "绩效指标"
levels = ["level"]
minimum = 1
drop_unused = true
[[groups.columns]]
id = "level"
title = "一级指标"
official = true
[[groups.columns]]
id = "name"
title = "指标名称"
required = "error"
[[groups.columns]]
id = "note"
title = "备注"
[[groups.categories]]
id = "output"
path = ["产出指标"]
minimum = 1
missing = "error"
[[groups.categories]]
id = "benefit"
path = ["效益指标"]
maximum = 1
[[groups.measures]]
id = "annual"
name = "name"
number = "note"

[[rows]]
kind = "group"
group = "indicators"
cells = [{ column = "level" }, { column = "name" }, { column = "note" }]
"""
GROUP = GROUP.replace('[{ column = "level" }, { column = "name" }, ', "[")


def rules_of(document: Document) -> list[tuple[str, str]]:
    return [(f.rule, f.cell.row) for f in check(document)]


def test_an_empty_row_of_an_optional_category_is_only_named_as_unused() -> None:
    rows = [{"name": "改造户数"}, {"category": "benefit"}]
    (finding,) = check(form(GROUP, rows=rows))
    assert (finding.rule, finding.level, finding.cell.row) == ("unused-rows", Level.HINT, "r2")
    assert "“效益指标”下面有 1 行空着" in finding.message


def test_a_form_that_prints_all_its_categories_keeps_their_empty_rows() -> None:
    kept = GROUP.replace("drop_unused = true\n", "")
    assert rules_of(form(kept, rows=[{"name": "改造户数"}, {"category": "benefit"}])) == []


def test_all_unused_rows_are_one_finding_and_none_in_a_form_that_was_not_begun() -> None:
    blank = {"category": "benefit"}
    found = check(form(GROUP, rows=[{"name": "改造户数"}, blank, blank]))
    unused = [finding for finding in found if finding.rule == "unused-rows"]
    assert [[cell.row for cell in finding.cells] for finding in unused] == [["r2", "r3"]]
    assert "unused-rows" not in {rule for rule, _ in rules_of(form(GROUP, rows=[{}, blank]))}


def test_an_empty_row_of_a_category_that_must_be_filled_is_a_blank() -> None:
    assert rules_of(form(GROUP, rows=[{}])) == [("required", "r1")]


def test_a_row_begun_in_an_optional_category_must_be_finished() -> None:
    rows = [{"name": "改造户数"}, {"category": "benefit", "note": "某"}]
    assert rules_of(form(GROUP, rows=rows)) == [("required", "r2")]


def test_a_category_without_its_rows_is_named_where_a_row_would_go() -> None:
    rows = [{"name": "甲", "category": "benefit"}]
    (finding,) = check(form(GROUP, rows=rows))
    assert (finding.rule, finding.level) == ("row-minimum-output", Level.ERROR)
    assert "产出指标" in finding.message


def test_a_category_with_too_many_rows_is_named_at_the_last() -> None:
    rows = [{"name": "甲"}, *({"name": "乙", "category": "benefit"} for _ in range(2))]
    (finding,) = check(form(GROUP, rows=rows))
    assert finding.level is Level.ERROR
    assert finding.cell.row == "r3"


def test_a_group_without_any_row_cannot_be_reviewed() -> None:
    (finding,) = check(form(GROUP))
    assert (finding.rule, finding.cell.group, finding.cell.row) == ("row-minimum", "indicators", "")
    assert "无法审核" in finding.message


@pytest.mark.parametrize(
    ("typed", "fires"),
    [(None, False), ("产出指标", False), ("产出 指标", False), ("产出", True), ("", True)],
)
def test_what_the_form_prints_must_stand_there(typed: str | None, fires: bool) -> None:
    document = form(GROUP, rows=[{"name": "改造户数"}])
    document.set(CellRef("level", "indicators", "r1"), typed)
    assert [f.rule for f in check(document)] == (["official"] if fires else [])


def test_a_blank_form_asks_for_what_is_required_and_for_nothing_else() -> None:
    document = blank_document(Library().get("karamay-2024-project-target"))
    findings = check(document)
    assert {f.rule for f in findings} == {"required", "other-funds-empty"}
    categories = {document.category("indicators", f.cell.row) for f in findings if f.cell.group}
    assert categories == {
        "quantity", "quality", "timeliness", "economic_cost", "social_benefit", "satisfaction",
    }  # fmt: skip


def test_every_message_is_a_sentence_with_the_cell_in_it() -> None:
    document = example("karamay-2024-rent-subsidy")
    document.set(CellRef("project_leader"), "")
    document.set(CellRef("target", "indicators", "r1"), "≥")
    messages = [f.message for f in check(document) if f.level is Level.ERROR]
    assert messages == [
        "“项目负责人”没有填写。",
        "“发放租赁补贴户数”一行的“指标值”只写了“≥”，没有数值。",
    ]


def test_the_rules_that_fields_imply_are_the_names_no_edition_may_use() -> None:
    assert {*RULE_IDS, *FACT_RULE_IDS, CARRIED.id} == set(IMPLIED_RULES)
