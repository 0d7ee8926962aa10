"""Tables that were never published: clean ones stay silent, one change in one fires."""

import tomllib
from typing import Any

import pytest

from anju_desktop.forms.definition import Level
from anju_desktop.rules.engine import check, not_checked
from tests.rules.tables import FOLDER, NAMES, change, table

_DATA = (FOLDER / "mistakes" / "one-change.toml").read_text(encoding="utf-8")
MISTAKES: list[list[Any]] = tomllib.loads(_DATA)["mistakes"]
_GOALS = (FOLDER / "goals" / "agreeing.toml").read_text(encoding="utf-8")
GOALS = [(name, goal) for name, goals in tomllib.loads(_GOALS).items() for goal in goals]
MOST_HINTS = 3


@pytest.mark.parametrize("name", NAMES)
def test_a_table_without_mistakes_draws_a_few_hints_at_most(name: str) -> None:
    findings = check(table(name))
    assert [f.message for f in findings if f.level is not Level.HINT] == []
    assert len(findings) <= MOST_HINTS


@pytest.mark.parametrize(("name", "goal"), GOALS)
def test_another_goal_that_agrees_with_the_table_is_left_alone(name: str, goal: str) -> None:
    document = table(name)
    field = "goal" if document.edition.id.startswith("karamay") else "annual_goal"
    change(document, field, goal)
    assert [f.message for f in check(document) if f.rule != "other-funds-empty"] == []


@pytest.mark.parametrize("name", NAMES)
def test_another_order_of_rows_changes_nothing(name: str) -> None:
    document = table(name)
    rows = document.row_ids("indicators")
    before = sorted((f.rule, f.cell) for f in check(document))
    for row in rows[: len(rows) // 2]:
        document.move_row("indicators", row, len(rows) - 1)
    assert sorted((f.rule, f.cell) for f in check(document)) == before


@pytest.mark.parametrize(
    ("name", "changes", "rule", "level", "cell", "written", "expected"),
    MISTAKES,
    ids=[f"{mistake[0]}: {mistake[1]} {mistake[2]}" for mistake in MISTAKES],
)
def test_one_change_is_named_with_its_cell_and_both_values(
    name: str,
    changes: list[list[str]],
    rule: str,
    level: str,
    cell: str,
    written: str,
    expected: str,
) -> None:
    document = table(name)
    before = {(f.rule, f.message) for f in check(document)}
    for each in changes:
        change(document, *each)
    found = [f for f in check(document) if (f.rule, f.message) not in before]
    named = [
        (str(f.level), document.path(f.cell), f.written, f.expected)
        for f in found
        if f.rule == rule
    ]
    assert (level, cell, written, expected) in named
    assert len(found) <= 3


@pytest.mark.parametrize("mistake", MISTAKES, ids=[f"{m[0]}: {m[1]} {m[2]}" for m in MISTAKES])
def test_every_finding_says_what_stands_there_and_what_should(mistake: list[Any]) -> None:
    document = table(mistake[0])
    for each in mistake[1]:
        change(document, *each)
    findings = check(document)
    assert all(f.written and f.expected and f.title and f.message.endswith("。") for f in findings)
    assert len({f.key for f in findings}) == len(findings)


def test_what_was_found_wrong_is_not_also_listed_as_not_checked() -> None:
    document = table("old-communities-2024")
    change(document, "indicators[4].target", "≥18个")
    assert any(f.rule == "unit-of-name" for f in check(document))
    assert not [sentence for sentence in not_checked(document) if "18部" in sentence]
