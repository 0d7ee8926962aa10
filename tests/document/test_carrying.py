"""A 自评表 begun from a 目标表: nothing retyped, nothing invented, carried cells locked."""

import re
from pathlib import Path

import pytest

from anju_desktop.assets import resource
from anju_desktop.document import jsonform
from anju_desktop.document.carrying import carry_over, is_carried, why_locked
from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document, blank_document
from anju_desktop.errors import DefinitionError, DocumentError
from anju_desktop.forms.library import Library
from anju_desktop.forms.loader import parse_edition
from anju_desktop.scoring.scorecard import scorecard
from anju_desktop.sheet.grid import Role, build_grid
from tests.rules.small_forms import example

LIBRARY = Library()
EVALUATION = LIBRARY.get("national-self-evaluation")
SOURCE = resource("forms", "national-self-evaluation.toml").read_text(encoding="utf-8")
TARGETS = ["affordable-rental", "dilapidated-housing", "old-communities", "rent-subsidy"]


def evaluation_of(name: str) -> tuple[Document, Document]:
    source = example(f"karamay-2024-{name}")
    return source, carry_over(source, EVALUATION)


def column(document: Document, column_id: str) -> list[str]:
    rows = document.row_ids("indicators")
    return [document.text(CellRef(column_id, "indicators", row)) for row in rows]


@pytest.mark.parametrize("name", TARGETS)
def test_names_targets_and_weights_come_over_as_typed(name: str) -> None:
    source, own = evaluation_of(name)
    assert (own.unit, own.period) == (source.unit, source.period)
    assert column(own, "name") == column(source, "name")
    assert column(own, "target") == column(source, "target")
    assert column(own, "points") == column(source, "weight")
    assert own.text(CellRef("expected_goal")) == source.text(CellRef("goal"))
    assert own.text(CellRef("budget", "funds", "total")) == source.text(CellRef("total_funds"))


@pytest.mark.parametrize("name", TARGETS)
def test_what_was_achieved_is_left_to_the_clerk(name: str) -> None:
    _, own = evaluation_of(name)
    assert not any(column(own, "actual") + column(own, "score") + column(own, "deviation"))
    assert own.text(CellRef("actual_result")) == ""
    assert own.text(CellRef("executed", "funds", "total")) == ""


@pytest.mark.parametrize("name", TARGETS)
def test_weights_and_execution_make_100(name: str) -> None:
    _, own = evaluation_of(name)
    execution = int(own.text(CellRef("points", "funds", "total")))
    assert sum(map(int, column(own, "points"))) + execution == 100


def test_the_shipped_example_is_what_carrying_gives() -> None:
    _, own = evaluation_of("old-communities")
    shipped = resource("examples", "self-evaluation-2024-karamay-old-communities.json")
    assert jsonform.dump_bytes(own) == shipped.read_bytes()


def test_carried_cells_are_locked_with_a_reason_and_show_their_text() -> None:
    _, own = evaluation_of("old-communities")
    row = own.row_ids("indicators")[1]
    ref = CellRef("target", "indicators", row)
    assert is_carried(own, ref)
    assert "“2024年老旧小区改造（中央直达）”" in why_locked(own, ref)
    (cell,) = [cell for cell in build_grid(own).cells if ref in cell.refs]
    assert (cell.role, cell.text) == (Role.CARRIED, ">=18382户")


@pytest.mark.parametrize("field", ["actual", "score", "deviation"])
def test_what_was_not_carried_stays_open(field: str) -> None:
    _, own = evaluation_of("old-communities")
    ref = CellRef(field, "indicators", own.row_ids("indicators")[0])
    own.set(ref, "1")
    assert not is_carried(own, ref)
    assert why_locked(own, ref) == ""


def test_a_row_added_by_the_clerk_and_a_blank_amount_stay_open() -> None:
    _, own = evaluation_of("old-communities")
    added = CellRef("target", "indicators", own.insert_row("indicators", "quantity"))
    own.set(added, "≥1个")
    assert not is_carried(own, added)
    assert is_carried(own, CellRef("budget", "sources", "fiscal"))
    assert not is_carried(own, CellRef("budget", "sources", "other"))
    cells = [cell for cell in build_grid(own).cells if added in cell.refs]
    assert [cell.role for cell in cells] == [Role.INPUT]


def test_the_lock_travels_in_the_file() -> None:
    _, own = evaluation_of("rent-subsidy")
    read = jsonform.load_bytes(jsonform.dump_bytes(own), "自评表.json", LIBRARY.get)
    row = read.row_ids("indicators")[0]
    assert is_carried(read, CellRef("target", "indicators", row))


def test_a_form_filled_by_hand_has_no_locked_cell() -> None:
    document = blank_document(EVALUATION, "某县", "2024")
    ref = CellRef("project_name")
    document.set(ref, "某项目")
    assert not is_carried(document, ref)
    assert len(document.row_ids("indicators")) == 9


def test_unit_and_year_can_be_given() -> None:
    own = carry_over(example("karamay-2024-rent-subsidy"), EVALUATION, "某区", "2025")
    assert (own.unit, own.period) == ("某区", "2025")


@pytest.mark.parametrize(
    ("source", "edition", "words"),
    [
        ("zhengzhou-2021-jinshui", "national-self-evaluation", "karamay-2024-project-target"),
        ("karamay-2024-rent-subsidy", "zhumadian-2020-evaluation", "没有可以带入的内容"),
    ],
)
def test_a_form_that_gives_nothing_is_refused_with_those_that_do(
    source: str, edition: str, words: str
) -> None:
    with pytest.raises(DocumentError) as caught:
        carry_over(example(source), LIBRARY.get(edition))
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"goal"', '"purpose"'),
        ('columns = { name = "name", target = "target"', 'columns = { name = "title"'),
    ],
)
def test_a_source_without_the_named_field_is_refused(before: str, after: str) -> None:
    edition = parse_edition(
        SOURCE.replace(before, after, 1).encode(), Path("national-self-evaluation.toml")
    )
    with pytest.raises(DocumentError, match=re.escape("这个栏目，无法带入")):
        carry_over(example("karamay-2024-rent-subsidy"), edition)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ('mark = "carried_from"', 'mark = "from"', "没有“from”这个事实"),
        ('implementing_unit = "budget_unit"', 'office = "budget_unit"', "没有这个栏目"),
        ('"funds.total.budget"', '"funds.sum.budget"', "没有这个栏目"),
        ('target = "indicators"\ncolumns', 'target = "funds"\ncolumns', "可以加行的组"),
        ('columns = { name = "name"', 'columns = { title = "name"', "没有这一栏"),
        ('source = "indicators"', 'source = "indicators"\ncategories = { x = "y" }', "个类别"),
        ('edition = "karamay-2024-project-target"', 'edition = "national-self-evaluation"', "自己"),
    ],
)
def test_lint_names_what_the_form_does_not_have(before: str, after: str, words: str) -> None:
    assert before in SOURCE
    with pytest.raises(DefinitionError) as caught:
        parse_edition(
            SOURCE.replace(before, after, 1).encode(), Path("national-self-evaluation.toml")
        )
    assert any(
        "carry[1]" in str(defect) and words in str(defect) for defect in caught.value.defects
    )


def test_rows_are_scored_by_the_share_of_the_target_and_execution_by_its_rate() -> None:
    _, own = evaluation_of("old-communities")
    for field, text in (("revised", "6111"), ("executed", "5499.9")):
        own.set(CellRef(field, "funds", "total"), text)
    rows = own.row_ids("indicators")
    for row, text in ((1, "9191户"), (4, "10%"), (3, "100%")):
        own.set(CellRef("actual", "indicators", rows[row]), text)
    card = scorecard(own)
    assert card is not None
    scores = {row.row: None if row.score is None else str(row.score) for row in card.rows}
    assert scores["total"] == "9.00"
    assert [scores[rows[n]] for n in (1, 4, 3)] == ["2.50", "2.50", "5.00"]
    assert scores[rows[0]] is None
