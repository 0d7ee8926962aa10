"""What the checks say of a 自评表 that is being filled at the end of the year."""

import pytest

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.forms.definition import Level
from anju_desktop.rules.engine import check
from tests.rules.small_forms import example, of_rule


@pytest.fixture
def filled() -> Document:
    """The published 目标表 carried over, everything reached, all money spent."""
    document = example("self-evaluation-2024-karamay-old-communities")
    texts = {
        ("department", "", ""): "克拉玛依区财政局",
        ("actual_result", "", ""): "改造小区24个、18382户，全部完工。",
        ("total_score", "", ""): "100",
        ("score", "funds", "total"): "10",
    }
    for group, row in (("funds", "total"), ("sources", "fiscal")):
        texts |= {(field, group, row): "6111" for field in ("revised", "executed")}
    for row in document.row_ids("indicators"):
        target = document.text(CellRef("target", "indicators", row))
        texts["actual", "indicators", row] = target.lstrip("<>=")
        points = document.text(CellRef("points", "indicators", row))
        texts["score", "indicators", row] = points
    for (field, group, row), text in texts.items():
        document.set(CellRef(field, group, row), text)
    return document


def rules(document: Document) -> list[str]:
    return [finding.rule for finding in check(document) if finding.level is not Level.HINT]


def test_a_project_that_reached_everything_has_nothing_to_explain(filled: Document) -> None:
    assert rules(filled) == []


def test_money_that_does_not_add_up_is_an_error(filled: Document) -> None:
    filled.set(CellRef("executed", "sources", "fiscal"), "6000")
    assert rules(filled) == ["executed-sum"]


@pytest.mark.parametrize(("executed", "wanted"), [("5500", []), ("5499", ["execution-low"])])
def test_execution_below_90_percent_is_explained(
    filled: Document, executed: str, wanted: list[str]
) -> None:
    filled.set(CellRef("executed", "funds", "total"), executed)
    filled.set(CellRef("executed", "sources", "fiscal"), executed)
    assert [rule for rule in rules(filled) if rule.startswith("execution")] == wanted


def test_a_budget_changed_in_the_year_is_explained(filled: Document) -> None:
    for group, row in (("funds", "total"), ("sources", "fiscal")):
        for field in ("revised", "executed"):
            filled.set(CellRef(field, group, row), "6000")
    assert rules(filled) == ["budget-changed"]


def test_lost_points_are_explained_in_their_row(filled: Document) -> None:
    row = filled.row_ids("indicators")[1]
    filled.set(CellRef("score", "indicators", row), "4.5")
    filled.set(CellRef("total_score"), "99.5")
    (finding,) = of_rule(check(filled), "deviation-explained")
    assert finding.cell == CellRef("deviation", "indicators", row)
    filled.set(finding.cell, "两个小区因管线迁改推迟到明年完工，已排定工期。")
    assert "deviation-explained" not in rules(filled)


def test_a_result_that_repeats_the_goal_is_asked_about(filled: Document) -> None:
    filled.set(CellRef("actual_result"), filled.text(CellRef("expected_goal")))
    assert "result-differs" in rules(filled)


def test_a_figure_of_the_result_is_held_against_what_was_achieved(filled: Document) -> None:
    filled.set(CellRef("actual_result"), "改造小区24个、18832户，全部完工。")
    (finding,) = of_rule(check(filled), "result-figures")
    assert ("18832户" in finding.message, "18382户" in finding.message) == (True, True)


def test_the_total_is_execution_and_indicators_together(filled: Document) -> None:
    filled.set(CellRef("score", "funds", "total"), "9")
    (finding,) = of_rule(check(filled), "score-total")
    assert (finding.written, finding.expected) == ("100", "99")


@pytest.mark.parametrize(
    ("actual", "score", "fits"),
    [
        ("9191户", "2.5", True),
        ("9191户", "4", False),
        ("18381户", "5", True),
        ("20000户", "5", True),
        ("20000户", "4", False),
    ],
)
def test_points_follow_the_share_of_the_target(
    filled: Document, actual: str, score: str, fits: bool
) -> None:
    row = filled.row_ids("indicators")[1]
    filled.set(CellRef("actual", "indicators", row), actual)
    filled.set(CellRef("score", "indicators", row), score)
    assert ([f.cell.row for f in of_rule(check(filled), "score-by-standard")] == []) is fits
