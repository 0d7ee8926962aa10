"""The words and figures of the fact card, without a window."""

import subprocess
import sys
from pathlib import Path

import pytest

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document, blank_document
from anju_desktop.forms.definition import ClauseKind
from anju_desktop.forms.library import Library
from anju_desktop.gui.scoring import describing
from anju_desktop.gui.scoring.describing import (
    BY_FILLER,
    NO_SENTENCE,
    NOT_YET,
    RowShown,
    Standing,
    breakdowns_of,
    describe,
    describe_total,
    facts_of,
    form_facts,
    scored,
)
from anju_desktop.scoring.scorecard import row_score, scorecard

ROOT = Path(describing.__file__).parents[3]


def blank(library: Library, edition: str = "zhumadian-2020-evaluation") -> Document:
    return blank_document(library.get(edition), "某市", "2020")


def shown(document: Document, row: str, group: str = "indicators") -> RowShown:
    scored_group = document.edition.find_group(group)
    score = row_score(document, scored_group, row)
    assert score is not None
    return describe(document, scored_group, score)


def test_facts_of_a_row_come_in_the_order_of_the_edition(library: Library) -> None:
    edition = library.get("zhumadian-2020-evaluation")
    refs = facts_of(edition, edition.find_group("indicators"), "households")
    assert refs == (CellRef("planned_households"), CellRef("started_households"))


def test_a_fact_that_only_a_clause_names_is_shown_too(library: Library) -> None:
    edition = library.get("chifeng-2023-renovation")
    coordination = facts_of(edition, edition.find_group("indicators"), "coordination")
    assert CellRef("planned_communities") in coordination


def test_facts_of_the_form_are_those_that_no_row_reads(library: Library) -> None:
    refs = form_facts(library.get("zhumadian-2020-evaluation"))
    assert refs == (CellRef("report_problems"), CellRef("report_plans"))
    assert CellRef("carried_from") not in form_facts(library.get("national-self-evaluation"))


def test_a_breakdown_belongs_to_one_row(library: Library) -> None:
    edition = library.get("chifeng-2023-rental")
    group = edition.find_group("indicators")
    assert [each.id for each in breakdowns_of(edition, group, "rent_subsidy")] == ["counties"]
    assert breakdowns_of(edition, group, "quality") == ()


def test_without_facts_everything_is_open_and_the_missing_ones_are_named(
    library: Library,
) -> None:
    row = shown(blank(library), "households")
    assert (row.score, row.full) == ("—", "15")
    assert row.hint == "还没有填：计划改造户数、已开工户数。"
    assert [line.standing for line in row.clauses] == [Standing.OPEN]
    assert (row.reason, row.reason_hint) == ("", NOT_YET)


def test_half_the_facts_give_the_range_that_is_still_possible(library: Library) -> None:
    document = blank(library)
    document.set_fact("local_funds_arranged", "是")
    row = shown(document, "fund_raising")
    assert row.score == "5—10"
    assert row.hint == "还没有填：社会筹资占比。"


def test_a_rate_below_the_line_is_short_and_says_by_how_much(library: Library) -> None:
    document = blank(library)
    document.set_fact("planned_elderly_area", "63120")
    document.set_fact("started_elderly_area", "62395")
    row = shown(document, "elderly_care")
    (rate,) = row.rates
    assert (rate.met, rate.arithmetic) == (False, "62395÷63120＝98.85%")
    (clause,) = row.clauses
    assert (clause.points, clause.standing) == ("9", Standing.SHORT)


def test_several_rates_of_a_row_are_told_apart_by_their_facts(library: Library) -> None:
    document = blank(library, "chifeng-2023-renovation")
    for fact in document.edition.facts:
        document.set_fact(fact.id, "是" if fact.type == "yes_no" else "50")
    titles = [rate.title for rate in shown(document, "completion").rates]
    assert len(titles) == len(set(titles)) == 4


def test_a_row_that_only_the_filler_can_score_takes_the_claimed_score(library: Library) -> None:
    document = blank(library, "chifeng-2023-rental")
    assert shown(document, "report").score == "—"
    document.set(CellRef("score", "indicators", "report"), "4.5")
    row = shown(document, "report")
    assert (row.score, row.claimed, row.differs) == ("4.5", "", False)
    assert row.hint.startswith(BY_FILLER)
    assert row.reason_hint == NO_SENTENCE


def test_a_claimed_score_beyond_the_points_contradicts(library: Library) -> None:
    document = blank(library, "chifeng-2023-rental")
    document.set(CellRef("score", "indicators", "report"), "6")
    row = shown(document, "report")
    assert row.differs
    assert "可得 0—5 分" in row.claimed


@pytest.mark.parametrize(("claimed", "differs"), [("9", False), ("8.85", False), ("7", True)])
def test_another_reading_of_the_standard_is_no_contradiction(
    library: Library, claimed: str, differs: bool
) -> None:
    document = blank(library)
    document.set_fact("planned_elderly_area", "63120")
    document.set_fact("started_elderly_area", "62395")
    document.set(CellRef("score", "indicators", "elderly_care"), claimed)
    assert shown(document, "elderly_care").differs is differs


def test_a_table_without_a_column_for_reasons_drafts_none(library: Library) -> None:
    document = blank(library, "national-self-evaluation")
    row = shown(document, document.row_ids("funds")[0], "funds")
    assert (row.reason_title, row.reason, row.reason_hint) == ("", "", "")


def test_figures_that_stand_on_the_paper_are_shown_beside_the_facts(library: Library) -> None:
    document = blank(library, "national-self-evaluation")
    row_id = document.row_ids("indicators")[0]
    document.set(CellRef("actual", "indicators", row_id), "12户")
    lines = shown(document, row_id).on_paper
    assert "12户" in [line.text for line in lines]


def test_a_grade_is_given_only_to_a_whole_table(library: Library) -> None:
    document = blank(library)
    card = scorecard(document)
    assert card is not None
    assert "等级" not in describe_total(document, card).words
    for row in document.row_ids("indicators"):
        full = document.official_text(CellRef("points", "indicators", row))
        document.set(CellRef("score", "indicators", row), full)
    card = scorecard(document)
    assert card is not None
    assert describe_total(document, card).words == "合计 100 / 100　等级 优秀"


def test_a_total_that_is_typed_otherwise_is_said(library: Library) -> None:
    document = blank(library)
    document.set(CellRef("score", "indicators", "quality"), "8")
    document.set(CellRef("total_score"), "9")
    card = scorecard(document)
    assert card is not None
    total = describe_total(document, card)
    assert total.differs
    assert "表上的合计是 9" in total.words


def test_every_kind_of_clause_has_a_name() -> None:
    assert set(ClauseKind) - set(describing._NAMES) <= {ClauseKind.TOTAL_CAP}


def test_only_forms_with_marks_are_scored(library: Library) -> None:
    assert scored(library.get("zhumadian-2020-evaluation"))
    assert not scored(library.get("karamay-2024-project-target"))


def test_the_window_does_not_load_the_card_before_a_scored_form_is_opened() -> None:
    code = (
        "import sys, anju_desktop.gui.main_window\n"
        "print([name for name in sys.modules if name.startswith('anju_desktop.gui.scoring')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
