"""Tables scored by the program itself: what it computes and drafts, it has nothing to say about."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document, blank_document
from anju_desktop.document.values import plain
from anju_desktop.forms.definition import Fact, ValueType
from anju_desktop.forms.library import Library
from anju_desktop.rules.engine import check
from anju_desktop.scoring.scorecard import scorecard

LIBRARY = Library()
EDITIONS = [
    "zhumadian-2020-evaluation",
    "chifeng-2023-rental",
    "chifeng-2023-renovation",
    "chifeng-2023-shantytown",
]
COUNTS = ["0", "1", "3", "98", "99", "100", "101", "104.5", "33224", "33623", "62395", "63120"]


def answer(fact: Fact) -> st.SearchStrategy[str]:
    if fact.type is ValueType.YES_NO:
        return st.sampled_from(["是", "否", "否"])
    if fact.unit == "%":
        return st.decimals(0, 130, places=1).map(str)
    whole = [text for text in COUNTS if "." not in text]
    return st.sampled_from(whole if fact.type is ValueType.INTEGER else COUNTS)


def taking_every_offer(document: Document) -> None:
    """Put in what is computed and drafted, and by hand what nobody can compute."""
    card = scorecard(document)
    assert card is not None
    for row in card.rows:
        marks = document.edition.find_group(row.group).marks
        assert marks is not None
        score = row.step.points.high if row.score is None else row.score
        document.set(row.cell(marks, "score"), plain(score))
        document.set(row.cell(marks, "reason"), row.reason or "按有关规定评定。")
    card = scorecard(document)
    assert card is not None
    document.set(CellRef("total_score"), plain(card.total))


@pytest.mark.parametrize("name", EDITIONS)
@settings(max_examples=25)
@given(data=st.data())
def test_computed_scores_and_drafted_reasons_are_in_order(name: str, data: st.DataObject) -> None:
    edition = LIBRARY.get(name)
    document = blank_document(edition, "某市", str(edition.year))
    for fact in edition.facts:
        document.set_fact(fact.id, data.draw(answer(fact), label=fact.id))
    taking_every_offer(document)
    rules = ("score-", "reason-and-facts", "below-zero", "official", "unreadable")
    assert [f.message for f in check(document) if f.rule.startswith(rules)] == []


@pytest.mark.parametrize("name", EDITIONS)
def test_one_more_or_one_less_is_noticed_where_the_facts_settle_the_score(name: str) -> None:
    edition = LIBRARY.get(name)
    document = blank_document(edition, "某市", str(edition.year))
    for fact in edition.facts:
        number = "100" if fact.unit == "%" or "plan" in fact.id else "90"
        document.set_fact(fact.id, "否" if fact.type is ValueType.YES_NO else number)
    taking_every_offer(document)
    card = scorecard(document)
    assert card is not None
    settled = [row for row in card.rows if row.score is not None]
    assert settled
    for row in settled:
        marks, score = edition.find_group(row.group).marks, row.score or Decimal(0)
        assert marks is not None
        ref = row.cell(marks, "score")
        for other in (score - 1, score + 1):
            document.set(ref, plain(other))
            told = [f.cell for f in check(document) if f.rule == "score-by-standard"]
            assert (told == [ref]) is not row.fits(other)
        document.set(ref, plain(score))
