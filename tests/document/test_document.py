"""A document holds typed text, tells what happened, and takes it back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anju_desktop.document import jsonform
from anju_desktop.document.changes import CellRef, Edit, Explanation, FieldChanged
from anju_desktop.document.document import MAX_ROWS, Document, blank_document
from anju_desktop.document.history import History
from anju_desktop.document.values import State
from anju_desktop.errors import DocumentError
from anju_desktop.forms.library import Library

LIBRARY = Library()
TARGET = LIBRARY.get("karamay-2024-project-target")
EVALUATION = LIBRARY.get("zhumadian-2020-evaluation")
TOTAL = CellRef("total_funds")


@pytest.fixture
def document() -> Document:
    return blank_document(TARGET, "克拉玛依区", "2024")


def first_row(document: Document) -> str:
    return document.row_ids("indicators")[0]


def test_a_new_form_has_a_row_for_every_category_the_paper_prints(document: Document) -> None:
    categories = [document.category("indicators", row) for row in document.row_ids("indicators")]
    assert categories == [category.id for category in TARGET.find_group("indicators").categories]


def test_a_listener_hears_what_changed(document: Document) -> None:
    heard: list[Edit] = []
    stop = document.on_edit(heard.append)
    document.set(TOTAL, "6111")
    stop()
    document.set(TOTAL, "6112")
    assert heard == [Edit("填写", (FieldChanged(TOTAL, None, "6111"),))]


def test_the_same_text_again_changes_nothing(document: Document) -> None:
    document.set(TOTAL, "6111")
    heard: list[Edit] = []
    document.on_edit(heard.append)
    document.set(TOTAL, "6111")
    assert heard == []


def test_changes_made_together_are_one_edit_and_one_undo(document: Document) -> None:
    history = History(document)
    heard: list[Edit] = []
    document.on_edit(heard.append)
    with document.editing("粘贴"):
        document.set(TOTAL, "6111")
        document.set(CellRef("fiscal_funds"), "6111")
    assert [edit.label for edit in heard] == ["粘贴"]
    history.undo()
    assert document.fields() == {}
    history.redo()
    assert document.fields() == {"total_funds": "6111", "fiscal_funds": "6111"}


def paste_into_a_field_that_is_not_there(document: Document) -> None:
    with document.editing("粘贴"):
        document.set(TOTAL, "6111")
        document.set(CellRef("no_such_field"), "1")


def test_an_error_while_editing_takes_back_what_was_done(document: Document) -> None:
    heard: list[Edit] = []
    document.on_edit(heard.append)
    with pytest.raises(DocumentError):
        paste_into_a_field_that_is_not_there(document)
    assert document.fields() == {}
    assert heard == []


def test_a_new_edit_after_an_undo_forgets_what_could_be_redone(document: Document) -> None:
    history = History(document)
    document.set(TOTAL, "1")
    history.undo()
    document.set(TOTAL, "2")
    assert history.redo() is None
    assert history.undo_label == "填写"


def test_a_draft_is_seen_as_value_but_is_not_typed(document: Document) -> None:
    heard: list[CellRef] = []
    document.on_draft(heard.append)
    document.set_draft(TOTAL, "61.5")
    assert document.value(TOTAL).typed == "61.5"
    assert document.typed(TOTAL) is None
    document.set_draft(TOTAL, None)
    assert document.value(TOTAL).state is State.BLANK
    assert heard == [TOTAL, TOTAL]


def test_a_row_is_added_after_the_last_of_its_category(document: Document) -> None:
    added = document.insert_row("indicators", "quantity")
    assert document.row_index("indicators", added) == 1
    assert document.text(CellRef("level2", "indicators", added)) == "数量指标"


def test_an_address_survives_moved_rows(document: Document) -> None:
    row = first_row(document)
    ref = CellRef("name", "indicators", row)
    document.set(ref, "改造户数")
    document.move_row("indicators", row, 3)
    assert document.text(ref) == "改造户数"
    assert document.path(ref) == "indicators[3].name"


def test_a_removed_row_comes_back_whole(document: Document) -> None:
    history = History(document)
    row = first_row(document)
    document.set(CellRef("name", "indicators", row), "改造户数")
    before = jsonform.dump(document)
    document.remove_row("indicators", row)
    assert row not in document.row_ids("indicators")
    history.undo()
    assert jsonform.dump(document) == before


@pytest.mark.parametrize("index", [-7, 99])
def test_a_row_put_beyond_the_rows_is_put_at_their_end_and_can_be_undone(
    document: Document, index: int
) -> None:
    before = document.row_ids("indicators")
    history = History(document)
    inserted = document.insert_row("indicators", "quantity", index)
    assert document.row_ids("indicators")[0 if index < 0 else -1] == inserted
    history.undo()
    document.move_row("indicators", before[1], index)
    assert document.row_ids("indicators")[0 if index < 0 else -1] == before[1]
    history.undo()
    assert document.row_ids("indicators") == before


def test_printed_cells_show_the_official_text_until_somebody_types_or_empties_them() -> None:
    document = blank_document(EVALUATION)
    ref = CellRef("points", "indicators", "households")
    assert (document.text(ref), document.typed(ref)) == ("15", None)
    document.set(ref, "15")
    assert document.typed(ref) is None
    document.set(ref, "")
    assert (document.text(ref), document.typed(ref)) == ("", "")


def test_rows_are_limited(document: Document) -> None:
    for _ in range(MAX_ROWS - len(document.row_ids("indicators"))):
        document.insert_row("indicators", "quantity", 0)
    with pytest.raises(DocumentError, match="不能再加"):
        document.insert_row("indicators", "quantity")


CELLS = st.sampled_from(
    [*(CellRef(field.id) for field in TARGET.fields)]
    + [
        CellRef(c.id, "indicators", f"r{n}")
        for c in TARGET.find_group("indicators").columns
        for n in range(1, 11)
    ]
)
ANY_TEXT = st.text(st.characters(), max_size=20)


@settings(max_examples=50)
@given(st.lists(st.tuples(CELLS, ANY_TEXT), max_size=15), st.lists(st.integers(0, 9), max_size=4))
def test_undoing_everything_gives_back_the_beginning(
    typing: list[tuple[CellRef, str]], moves: list[int]
) -> None:
    document = blank_document(TARGET)
    history = History(document)
    before = jsonform.dump_bytes(document)
    for ref, text in typing:
        document.set(ref, text)
    for index in moves:
        document.move_row("indicators", first_row(document), index)
    after = jsonform.dump_bytes(document)
    while history.undo():
        pass
    assert jsonform.dump_bytes(document) == before
    while history.redo():
        pass
    assert jsonform.dump_bytes(document) == after


@settings(max_examples=50)
@given(st.lists(st.tuples(CELLS, ANY_TEXT), max_size=15), ANY_TEXT)
def test_a_document_comes_back_from_json_as_it_was(
    typing: list[tuple[CellRef, str]], unit: str
) -> None:
    document = blank_document(TARGET, unit, "2024")
    for ref, text in typing:
        document.set(ref, text)
    document.explain(Explanation("rule", TOTAL, "1", "2", "原因", "x", "某人", "2024-01-01"))
    data = jsonform.dump_bytes(document)
    assert jsonform.dump_bytes(jsonform.load_bytes(data, "x", LIBRARY.get)) == data
