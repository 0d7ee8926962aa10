"""A 自评表 beside its 目标表: what was carried over is still the same."""

import pytest

from anju_desktop.document.carrying import carry_over
from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.forms.definition import Level
from anju_desktop.forms.library import Library
from anju_desktop.rules.engine import check_together, not_checked
from anju_desktop.rules.findings import Finding
from tests.rules.small_forms import example, of_rule

EVALUATION = Library().get("national-self-evaluation")


def pair(name: str = "old-communities") -> tuple[Document, Document]:
    source = example(f"karamay-2024-{name}")
    return source, carry_over(source, EVALUATION)


def carried(own: Document, *others: Document) -> list[Finding]:
    return of_rule(dict(check_together([own, *others]))[own], "carried")


def test_a_fresh_carry_agrees_with_its_target_and_with_no_other() -> None:
    source, own = pair()
    others = [example("karamay-2024-rent-subsidy"), example("karamay-2024-affordable-rental")]
    assert carried(own, source, *others) == []
    assert not any("目标表" in text for text in not_checked(own, [source, own]))


def test_without_the_target_it_is_said_that_nothing_was_compared() -> None:
    _, own = pair()
    assert any("绩效目标表" in text for text in not_checked(own))
    assert carried(own, example("karamay-2024-rent-subsidy")) == []


@pytest.mark.parametrize(
    ("field", "text", "written", "expected"),
    [
        ("target", ">=18383户", ">=18382户", ">=18383户"),
        ("weight", "6", "5", "6"),
        ("name", "改造居民户数", "改造户数", "改造居民户数"),
    ],
)
def test_a_target_changed_afterwards_is_named_with_both_values(
    field: str, text: str, written: str, expected: str
) -> None:
    source, own = pair()
    source.set(CellRef(field, "indicators", source.row_ids("indicators")[1]), text)
    (finding,) = carried(own, source)
    assert (finding.written, finding.expected) == (written, expected)
    assert finding.level is Level.EXPLAIN
    assert finding.cell.row == own.row_ids("indicators")[1]
    assert finding.suggestion is not None
    own.set(finding.suggestion.cell, finding.suggestion.text)
    assert carried(own, source) == []


def test_a_changed_amount_and_goal_are_named_in_their_cells() -> None:
    source, own = pair()
    source.set(CellRef("total_funds"), "6112")
    source.set(CellRef("goal"), "另一个目标。")
    cells = {(f.cell.field, f.cell.group) for f in carried(own, source)}
    assert cells == {("budget", "funds"), ("expected_goal", "")}


def test_the_same_value_written_in_another_way_agrees() -> None:
    source, own = pair()
    ref = CellRef("target", "indicators", source.row_ids("indicators")[1])
    source.set(ref, "不低于 18,382 户")
    assert carried(own, source) == []


def test_an_indicator_that_was_dropped_is_named() -> None:
    source, own = pair()
    own.remove_row("indicators", own.row_ids("indicators")[2])
    (finding,) = carried(own, source)
    assert "改造小区数" in finding.message


def test_rows_typed_by_hand_are_paired_by_category_and_name() -> None:
    source, own = pair()
    own.set(CellRef("carried_from"), None)
    removed = own.row_ids("indicators")[1]
    own.remove_row("indicators", removed)
    row = own.insert_row("indicators", "quantity", 1)
    for field, text in (("name", "改造 户数"), ("target", "≥18300户"), ("points", "5")):
        own.set(CellRef(field, "indicators", row), text)
    (finding,) = carried(own, source)
    assert finding.cell == CellRef("target", "indicators", row)


def test_a_target_of_another_year_is_not_compared() -> None:
    source, own = pair()
    source.period = "2023"
    source.set(CellRef("total_funds"), "1")
    assert carried(own, source) == []
