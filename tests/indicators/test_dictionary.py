"""The indicators that ship: read strictly, and nothing in them that the checks would flag."""

from pathlib import Path

import pytest

from anju_desktop.assets import resource
from anju_desktop.document import jsonform
from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document, blank_document
from anju_desktop.errors import DefinitionError
from anju_desktop.forms.library import Library
from anju_desktop.indicators.catalogue import Catalogue
from anju_desktop.indicators.definition import Indicator
from anju_desktop.indicators.loading import FILE, dictionary, parse_dictionary
from anju_desktop.indicators.rows import is_name, kind_of, texts_for
from anju_desktop.indicators.searching import Context
from anju_desktop.rules.engine import Checker

SHIPPED = resource(FILE).read_text(encoding="utf-8")
EXAMPLES = sorted(path.stem for path in resource("examples").glob("*.json"))
TARGET = "karamay-2024-project-target"


def defects(text: str) -> dict[str, str]:
    with pytest.raises(DefinitionError) as caught:
        parse_dictionary(text.encode("utf-8"))
    return {defect.place: defect.sentence for defect in caught.value.defects}


def test_it_holds_the_indicators_of_all_programmes() -> None:
    words = dictionary()
    assert len(words.indicators) >= 60
    used = {programme for each in words.indicators for programme in each.programmes}
    assert used == {programme.id for programme in words.programmes}
    assert all(each.sources for each in words.indicators)


def test_all_defects_of_the_file_are_told_at_once() -> None:
    broken = (
        SHIPPED.replace('sources = ["zhumadian"]', 'sources = ["驻马店"]', 1)
        .replace('kind = "funds"', 'kind = "资金"', 1)
        .replace("weight = 5", "weight = -5", 1)
    )
    found = defects(broken)
    assert len(found) == 3
    assert {place.rpartition(".")[2] for place in found} == {"sources", "kind", "weight"}


def test_an_unknown_key_and_a_wrong_type_are_defects() -> None:
    found = defects(SHIPPED + '\n[[indicators]]\nname = 5\nkind = "quantity"\nsigns = "≥"\n')
    last = SHIPPED.count("[[indicators]]") + 1
    assert found.keys() == {f"indicators[{last}].name", f"indicators[{last}].signs"}


def test_two_indicators_of_one_name_and_category_are_a_defect() -> None:
    again = '\n[[indicators]]\nname = "改造户数"\nkind = "quantity"\n'
    assert "写了两次" in defects(SHIPPED + again)["indicators"]


def test_a_column_that_means_nothing_is_a_defect() -> None:
    found = defects(SHIPPED.replace("[columns]\n", '[columns]\ncolour = ["颜色"]\n'))
    assert found.keys() == {"columns.colour"}


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_indicator_of_the_published_target_tables_is_known(name: str) -> None:
    document = jsonform.load_file(resource("examples", f"{name}.json"), Library().get)
    catalogue = Catalogue()
    missing = [
        text
        for group in document.edition.groups
        for row in document.row_ids(group.id)
        for column in group.columns
        if is_name(document, CellRef(column.id, group.id, row))
        and (text := document.text(CellRef(column.id, group.id, row)).strip())
        and catalogue.named(text) is None
    ]
    assert missing == []


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (("产出指标", "数量指标"), "quantity"),
        (("产出目标", "成本"), "economic_cost"),
        (("成本指标", "生态环境成本指标"), "ecological_cost"),
        (("效果目标", "环境效益"), "ecological_benefit"),
        (("满意度指标", "服务对象满意度指标"), "satisfaction"),
        (("效益指标", "社会效益指标（定性）"), "social_benefit"),
        (("影响力目标", "长效管理"), "lasting"),
        (("影响力目标", "其它"), ""),
    ],
)
def test_a_category_is_known_by_its_name(path: tuple[str, ...], kind: str) -> None:
    assert kind_of(path, dictionary()) == kind


def category_of(kind: str) -> str:
    edition = Library().get(TARGET)
    categories = edition.find_group("indicators").categories
    return next((c.id for c in categories if kind_of(c.path, dictionary()) == kind), "")


def filled(indicator: Indicator, category: str) -> tuple[Document, str]:
    """A form with one indicator taken and its value completed."""
    document = blank_document(Library().get(TARGET))
    row = document.insert_row("indicators", category)
    name = CellRef("name", "indicators", row)
    for cell, text in texts_for(document, name, indicator):
        document.set(cell, text)
    number = f"{indicator.sign}7{indicator.unit}" if indicator.sign else "有效"
    document.set(CellRef("target", "indicators", row), indicator.target or number)
    return document, row


@pytest.mark.parametrize("indicator", dictionary().indicators, ids=lambda each: str(each.name))
def test_nothing_that_is_offered_is_flagged_by_the_checks(indicator: Indicator) -> None:
    document, row = filled(indicator, category_of(indicator.kind) or "quality")
    checker = Checker(document)
    asked = {"unit-of-name", "rate-limit", "yes-no", "sign", "unit-required", "rule-fits"}
    found = [
        finding.message
        for finding in checker.findings()
        if finding.rule in asked and any(cell.row == row for cell in finding.cells)
    ]
    checker.close()
    assert found == []


def test_an_indicator_of_the_category_is_preferred_among_namesakes(tmp_path: Path) -> None:
    catalogue = Catalogue(tmp_path)
    catalogue.add(Indicator("工程质量", "quality", unit="%"))
    named = catalogue.named("工程质量", Context("outcome"))
    assert named is not None
    assert named.kind == "outcome"
