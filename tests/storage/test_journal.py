import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju_desktop.document.changes import (
    CellRef,
    Change,
    Explanation,
    ExplanationChanged,
    FactChanged,
    FieldChanged,
    Row,
    RowInserted,
    RowMoved,
    RowRemoved,
    VersionChanged,
)
from anju_desktop.document.version import Version
from anju_desktop.storage.journal import dump_changes, load_changes

TEXTS = st.text(st.characters(exclude_categories=()))
REFS = st.builds(CellRef, TEXTS, TEXTS, TEXTS)
CELLS = st.dictionaries(TEXTS, TEXTS).map(lambda cells: tuple(cells.items()))
ROWS = st.builds(Row, TEXTS, TEXTS, CELLS)
INDEXES = st.integers(0, 3000)
VERSIONS = st.builds(Version, st.lists(TEXTS).map(tuple), TEXTS, TEXTS, TEXTS, TEXTS)


@st.composite
def explanation_changes(draw: st.DrawFn) -> ExplanationChanged:
    rule, cell = draw(TEXTS), draw(REFS)
    given_ = st.none() | st.builds(
        Explanation, st.just(rule), st.just(cell), TEXTS, TEXTS, TEXTS, TEXTS, TEXTS, TEXTS
    )
    return ExplanationChanged(rule, cell, draw(given_), draw(given_))


CHANGES = st.one_of(
    st.builds(FieldChanged, REFS, st.none() | TEXTS, st.none() | TEXTS),
    st.builds(RowInserted, TEXTS, INDEXES, ROWS),
    st.builds(RowRemoved, TEXTS, INDEXES, ROWS),
    st.builds(RowMoved, TEXTS, INDEXES, INDEXES),
    st.builds(FactChanged, TEXTS, st.none() | TEXTS, st.none() | TEXTS),
    explanation_changes(),
    st.builds(VersionChanged, VERSIONS, VERSIONS),
)


@given(st.lists(CHANGES))
def test_changes_come_back_from_the_journal_as_they_were(changes: list[Change]) -> None:
    assert load_changes(dump_changes(tuple(changes))) == tuple(changes)


def test_an_unknown_kind_of_change_is_not_passed_over() -> None:
    with pytest.raises(ValueError, match="teleported"):
        load_changes('[{"kind": "teleported"}]')
