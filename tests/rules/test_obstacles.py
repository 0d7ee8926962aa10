"""Errors and reasons that are missing or stale keep a form from being made final."""

import pytest

from anju_desktop.document.changes import CellRef, Explanation
from anju_desktop.document.document import Document, blank_document
from anju_desktop.forms.definition import Level
from anju_desktop.forms.library import Library
from anju_desktop.rules.findings import Finding
from anju_desktop.rules.obstacles import obstacles

CELL = CellRef("total_funds")


@pytest.fixture
def document() -> Document:
    return blank_document(Library().get("karamay-2024-project-target"), "某区", "2024")


def finding(level: Level, rule: str = "rule", **more: object) -> Finding:
    return Finding(rule, level, (CELL,), "题", "话。", "6101", "6111", **more)  # type: ignore[arg-type]


def explain(document: Document, written: str) -> None:
    document.explain(Explanation("rule", CELL, written, "6111", "按批复调整"))


def test_an_error_blocks_and_a_hint_does_not(document: Document) -> None:
    error, hint = finding(Level.ERROR), finding(Level.HINT)
    assert obstacles(document, [hint, error]) == (error,)


def test_a_reason_has_to_be_given_and_to_speak_of_the_same_values(document: Document) -> None:
    wanted = finding(Level.EXPLAIN)
    assert obstacles(document, [wanted]) == (wanted,)
    explain(document, "6100")
    assert obstacles(document, [wanted]) == (wanted,)
    explain(document, "6101")
    assert obstacles(document, [wanted]) == ()


def test_an_error_is_not_explained_away(document: Document) -> None:
    explain(document, "6101")
    assert obstacles(document, [finding(Level.ERROR)]) == (finding(Level.ERROR),)


def test_what_follows_from_an_obstacle_goes_with_it(document: Document) -> None:
    cause = finding(Level.ERROR, "cause")
    follow_on = finding(Level.ERROR, "follow_on", cause=cause.key)
    assert obstacles(document, [cause, follow_on]) == (cause,)


def test_an_error_that_follows_from_a_hint_still_blocks(document: Document) -> None:
    cause = finding(Level.HINT, "cause")
    follow_on = finding(Level.ERROR, "follow_on", cause=cause.key)
    assert obstacles(document, [cause, follow_on]) == (follow_on,)


def test_a_hidden_finding_waits_behind_the_one_that_hides_it(document: Document) -> None:
    assert obstacles(document, [finding(Level.EXPLAIN, hidden=True)]) == ()
