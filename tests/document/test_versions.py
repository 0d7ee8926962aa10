"""A final form is frozen; reopening it is an edit of its own that nothing takes back."""

import pytest

from anju_desktop.document import jsonform
from anju_desktop.document.changes import CellRef, Edit, Explanation
from anju_desktop.document.document import Document, blank_document
from anju_desktop.document.history import History
from anju_desktop.document.version import Version
from anju_desktop.errors import DocumentError, FinalError, KeptFinalError
from anju_desktop.forms.library import Library

TARGET = Library().get("karamay-2024-project-target")
TOTAL = CellRef("total_funds")
CODE = "0" * 16


@pytest.fixture
def final() -> Document:
    document = blank_document(TARGET, "某区", "2024")
    document.set(TOTAL, "6111")
    document.finalize(CODE, "2026-11-20T10:00:00+08:00", "甲")
    return document


def test_a_new_form_is_the_draft_of_the_first_version() -> None:
    document = blank_document(TARGET, "某区", "2024")
    assert (document.version, document.is_final, document.version.words) == (
        Version(),
        False,
        "原报",
    )


def test_a_final_form_knows_its_code_time_and_person(final: Document) -> None:
    time = "2026-11-20T10:00:00+08:00"
    assert final.version == Version((), CODE, TARGET.sha256, time, "甲")


def test_every_way_to_edit_a_final_form_is_refused_and_changes_nothing(final: Document) -> None:
    before, heard = jsonform.dump_bytes(final), list[Edit]()
    final.on_edit(heard.append)
    row = final.row_ids("indicators")[0]
    deeds = (
        lambda: final.set(TOTAL, "6112"),
        lambda: final.insert_row("indicators"),
        lambda: final.remove_row("indicators", row),
        lambda: final.move_row("indicators", row, 3),
        lambda: final.explain(Explanation("sum", TOTAL, "1", "2", "因为")),
        lambda: final.finalize("1" * 16),
    )
    for deed in deeds:
        with pytest.raises(FinalError, match="已定稿"):
            deed()
    with pytest.raises(DocumentError, match="已定稿"), final.editing("粘贴"):
        final.set(TOTAL, "6112")
    assert (jsonform.dump_bytes(final), heard) == (before, [])


def test_reopening_voids_the_code_and_begins_the_next_version(final: Document) -> None:
    final.reopen()
    assert final.version == Version(earlier=(CODE,))
    assert (final.is_final, final.version.words) == (False, "修订1")
    final.set(TOTAL, "6112")
    final.finalize("1" * 16)
    final.reopen()
    assert (final.version.earlier, final.version.words) == ((CODE, "1" * 16), "修订2")


def test_a_draft_has_nothing_to_reopen() -> None:
    document = blank_document(TARGET, "某区", "2024")
    document.reopen()
    assert document.version == Version()


def test_whoever_agrees_is_asked_once_and_the_edit_goes_on(final: Document) -> None:
    asked: list[int] = []

    def agree() -> bool:
        asked.append(1)
        return True

    final.ask_before_reopening(agree)
    heard: list[str] = []
    final.on_edit(lambda edit: heard.append(edit.label))
    final.set(TOTAL, "6112")
    final.set(TOTAL, "6113")
    assert (len(asked), final.typed(TOTAL), final.version.revision) == (1, "6113", 1)
    assert heard == ["修订", "填写", "填写"]


def test_whoever_declines_keeps_the_form_and_its_code(final: Document) -> None:
    final.ask_before_reopening(lambda: False)
    assert not final.reopen_if_agreed()
    with pytest.raises(KeptFinalError, match="没有改动"):
        final.set(TOTAL, "6112")
    assert (final.typed(TOTAL), final.version.code) == ("6111", CODE)


def test_undo_ends_at_the_version_on_paper() -> None:
    document = blank_document(TARGET, "某区", "2024")
    history, forgotten = History(document), []
    history.on_forgotten(lambda: forgotten.append(document.version.words))
    document.set(TOTAL, "6111")
    document.set(TOTAL, "6112")
    history.undo()
    document.finalize(CODE)
    assert forgotten == ["原报"]
    assert (history.undo_label, history.redo_label) == ("", "")
    document.reopen()
    assert history.undo() is None
    assert history.redo() is None
    assert document.typed(TOTAL) == "6111"
    document.set(TOTAL, "6113")
    history.undo()
    assert document.typed(TOTAL) == "6111"
    assert history.undo() is None


def test_neither_finalizing_nor_reopening_can_be_undone(final: Document) -> None:
    history = History(final)
    final.ask_before_reopening(lambda: True)
    with final.editing("粘贴"):
        final.set(TOTAL, "6112")
        final.set(CellRef("fiscal_funds"), "6112")
    history.undo()
    assert (final.typed(TOTAL), final.version.revision, final.is_final) == ("6111", 1, False)
    assert history.undo() is None
    final.finalize("1" * 16)
    final.reopen()
    assert history.undo_label == ""


def test_edits_that_fail_halfway_leave_the_form_reopened_and_nothing_else(final: Document) -> None:
    final.ask_before_reopening(lambda: True)
    with pytest.raises(DocumentError, match="没有"):
        type_into(final, TOTAL, CellRef("nothing"))
    assert (final.typed(TOTAL), final.version.revision) == ("6111", 1)


def type_into(document: Document, *cells: CellRef) -> None:
    with document.editing("粘贴"):
        for cell in cells:
            document.set(cell, "6112")
