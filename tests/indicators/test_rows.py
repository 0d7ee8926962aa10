"""Indicators in the rows of a form: what is filled in, what is offered, what is learned."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from anju_desktop.assets import resource
from anju_desktop.document import jsonform
from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document, blank_document
from anju_desktop.errors import DocumentError
from anju_desktop.forms.library import Library
from anju_desktop.indicators.catalogue import Catalogue
from anju_desktop.indicators.definition import Comparison, Indicator
from anju_desktop.indicators.loading import dictionary
from anju_desktop.indicators.rows import (
    Offer,
    context_of,
    indicator_of,
    is_name,
    learned,
    offer,
    texts_for,
)
from anju_desktop.indicators.searching import Context


@pytest.fixture
def catalogue() -> Catalogue:
    return Catalogue()


@pytest.fixture
def blank() -> Document:
    return blank_document(Library().get("karamay-2024-project-target"))


@pytest.fixture
def region() -> Document:
    return blank_document(Library().get("zhengzhou-2021-region-target"))


@pytest.fixture
def renovation() -> Document:
    path = resource("examples", "karamay-2024-old-communities.json")
    return jsonform.load_file(path, Library().get)


def ref(column: str, row: str = "r1") -> CellRef:
    return CellRef(column, "indicators", row)


def usual(name: str) -> Indicator:
    (found,) = [each for each in dictionary().indicators if each.name == name]
    return found


def test_names_of_open_rows_are_names_of_indicators(blank: Document, region: Document) -> None:
    assert is_name(blank, ref("name"))
    assert not is_name(blank, ref("target"))
    assert not is_name(blank, CellRef("project_name"))
    row = region.row_ids("indicators")[0]
    assert is_name(region, ref("name", row))
    assert is_name(region, ref("period_name", row))


def test_names_of_printed_rows_are_not_chosen() -> None:
    document = blank_document(Library().get("zhumadian-2020-evaluation"))
    group = document.edition.groups[0]
    row = document.row_ids(group.id)[0]
    assert not any(is_name(document, CellRef(c.id, group.id, row)) for c in group.columns)


def test_category_and_programme_of_a_row_are_known_by_their_words(renovation: Document) -> None:
    assert context_of(renovation, ref("name"), dictionary()) == Context("quantity", "renovation")
    renovation.set(CellRef("project_name"), "2025年城市危旧房改造")
    assert context_of(renovation, ref("name"), dictionary()).programme == "dilapidated"


def test_where_the_project_says_nothing_the_edition_does(region: Document) -> None:
    region.set(CellRef("county"), "金水区")
    row = region.row_ids("indicators")[0]
    assert context_of(region, ref("name", row), dictionary()).programme == "renovation"


def test_taking_one_fills_the_empty_cells_of_the_row(blank: Document) -> None:
    assert dict(texts_for(blank, ref("name"), usual("改造户数"))) == {
        ref("name"): "改造户数",
        ref("basis"): "计划标准",
        ref("weight"): "5",
        ref("scoring_rule"): "按照完成比例赋分",
        ref("evidence"): "工作资料",
    }


def test_taking_one_leaves_what_is_filled_in_alone(blank: Document) -> None:
    blank.set(ref("weight"), "8")
    blank.set(ref("evidence"), "-")
    blank.set(ref("basis"), " ")
    written = {cell.field for cell, _ in texts_for(blank, ref("name"), usual("改造户数"))}
    assert written == {"name", "basis", "scoring_rule"}


def test_taking_one_names_it_for_the_other_period_too(region: Document) -> None:
    row = region.insert_row("indicators", "quantity")
    texts = dict(texts_for(region, ref("period_name", row), usual("改造户数")))
    assert texts == {ref("period_name", row): "改造户数", ref("name", row): "改造户数"}


def with_closed_choices(document: Document) -> Document:
    """The same form, with no other scoring rules than those it lists."""
    (group,) = document.edition.groups
    columns = tuple(replace(column, open_choice=False) for column in group.columns)
    return blank_document(replace(document.edition, groups=(replace(group, columns=columns),)))


@pytest.mark.parametrize(("rule", "taken"), [("另一种规则", False), ("直接赋分", True)])
def test_a_closed_choice_takes_only_what_it_lists(blank: Document, rule: str, taken: bool) -> None:
    odd = Indicator("甲", "quantity", rule=rule)
    assert ref("scoring_rule") in dict(texts_for(blank, ref("name"), odd))
    closed = with_closed_choices(blank)
    assert (ref("scoring_rule") in dict(texts_for(closed, ref("name"), odd))) is taken


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("改造户数", Offer("≥", "户", "")),
        ("老旧小区居民满意度", Offer("≥", "%", "≥80%")),
        ("群众居住条件是否改善", Offer("", "", "是")),
        ("长效机制建设情况", Offer("", "", "")),
    ],
)
def test_the_value_of_a_known_indicator_begins_with_its_sign_and_unit(
    blank: Document, catalogue: Catalogue, name: str, expected: Offer
) -> None:
    blank.set(ref("name"), name)
    assert offer(blank, ref("target"), catalogue) == expected


def test_nothing_is_offered_in_a_filled_cell_nor_for_an_unknown_name(
    blank: Document, catalogue: Catalogue
) -> None:
    assert offer(blank, ref("target"), catalogue) is None
    blank.set(ref("name"), "没有人知道的指标")
    assert offer(blank, ref("target"), catalogue) is None
    blank.set(ref("name"), "改造户数")
    blank.set(ref("target"), "≥")
    assert offer(blank, ref("target"), catalogue) is None
    assert offer(blank, ref("last_year"), catalogue) is None


def test_the_indicator_of_a_row_is_that_of_the_period_one_is_in(
    region: Document, catalogue: Catalogue
) -> None:
    found = [
        indicator_of(region, ref(column, "started"), catalogue)
        for column in ("period_target", "target")
    ]
    assert [each and each.name for each in found] == ["年度开工目标完成率", "年度开工完成率"]


@pytest.fixture
def self_evaluation() -> Document:
    document = blank_document(Library().get("national-self-evaluation"))
    document.set(ref("name", document.insert_row("indicators", "quantity")), "改造户数")
    return document


def named(document: Document) -> str:
    """The row that has a name."""
    rows = document.row_ids("indicators")
    return next(row for row in rows if document.text(ref("name", row)))


def test_what_was_achieved_begins_with_the_unit_alone(
    self_evaluation: Document, catalogue: Catalogue
) -> None:
    row = named(self_evaluation)
    assert offer(self_evaluation, ref("target", row), catalogue) == Offer("≥", "户", "")
    assert offer(self_evaluation, ref("actual", row), catalogue) == Offer("", "户", "")


@pytest.mark.parametrize(("plan", "unit"), [("≥97套", "套"), ("100%", "%"), ("是", "")])
def test_what_was_achieved_is_in_the_unit_of_the_plan_beside_it(
    self_evaluation: Document, catalogue: Catalogue, plan: str, unit: str
) -> None:
    row = named(self_evaluation)
    self_evaluation.set(ref("target", row), plan)
    assert offer(self_evaluation, ref("actual", row), catalogue) == Offer("", unit, "")
    self_evaluation.set(ref("name", row), "没有人知道的指标")
    assert offer(self_evaluation, ref("actual", row), catalogue) == Offer("", unit, "")


def test_a_row_is_learned_by_its_plan_wherever_one_stands(self_evaluation: Document) -> None:
    row = named(self_evaluation)
    self_evaluation.set(ref("target", row), "≥40户")
    self_evaluation.set(ref("actual", row), "41套")
    found = learned(self_evaluation, ref("actual", row), dictionary())
    assert (found.sign, found.unit, found.value) == (Comparison.AT_LEAST, "户", "")


def test_points_of_a_self_evaluation_are_the_weight(self_evaluation: Document) -> None:
    row = self_evaluation.insert_row("indicators", "quantity")
    texts = dict(texts_for(self_evaluation, ref("name", row), usual("改造户数")))
    assert texts[ref("points", row)] == "5"


def test_a_row_is_learned_without_the_figure_of_the_year(renovation: Document) -> None:
    assert learned(renovation, ref("name", "r2"), dictionary()) == Indicator(
        "改造户数",
        "quantity",
        ("renovation",),
        sign=Comparison.AT_LEAST,
        unit="户",
        weight=Decimal(5),
        rule="按照完成比例赋分",
        basis="计划标准",
        evidence="工作资料",
    )


@pytest.mark.parametrize(
    ("typed", "sign", "unit", "value"),
    [
        ("≥90%", Comparison.AT_LEAST, "%", "90"),
        ("<=12月", Comparison.AT_MOST, "月", "12"),
        ("100％", Comparison.NONE, "%", "100"),
        ("有效改善", Comparison.NONE, "", "有效改善"),
        (">30户", Comparison.AT_LEAST, "户", ""),
        ("≥", Comparison.AT_LEAST, "", ""),
        ("", Comparison.NONE, "", ""),
        ("不适用", Comparison.NONE, "", ""),
    ],
)
def test_what_stays_the_same_every_year_is_learned(
    renovation: Document, typed: str, sign: Comparison, unit: str, value: str
) -> None:
    renovation.set(ref("target", "r2"), typed)
    found = learned(renovation, ref("name", "r2"), dictionary())
    assert (found.sign, found.unit, found.value) == (sign, unit, value)


def test_a_row_without_a_name_teaches_nothing(blank: Document) -> None:
    with pytest.raises(DocumentError, match="还没有指标名称"):
        learned(blank, ref("name"), dictionary())


def test_outside_the_rows_there_is_nothing_to_learn(blank: Document) -> None:
    with pytest.raises(DocumentError, match="不能加入"):
        learned(blank, CellRef("project_name"), dictionary())


def test_a_row_of_a_category_nobody_knows_is_refused_in_a_sentence() -> None:
    document = blank_document(Library().get("zhengzhou-2021-agency-project"))
    row = document.insert_row("indicators", "other")
    document.set(ref("name", row), "甲")
    with pytest.raises(DocumentError, match="哪一类"):
        learned(document, ref("name", row), dictionary())


def test_a_weight_that_is_no_number_is_not_learned(renovation: Document, tmp_path: Path) -> None:
    renovation.set(ref("weight", "r2"), "五")
    found = learned(renovation, ref("name", "r2"), dictionary())
    assert found.weight is None
    Catalogue(tmp_path).add(found)
