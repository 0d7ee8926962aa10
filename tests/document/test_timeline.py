"""Undo and redo across several forms."""

import pytest

from anju_desktop.document import jsonform
from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.document.history import History
from anju_desktop.document.timeline import Timeline
from anju_desktop.forms.definition import Edition
from anju_desktop.forms.library import Library

NAME = CellRef("project_name")


class Desk:
    """Forms that are open, and the timeline of their edits."""

    def __init__(self, edition: Edition) -> None:
        self.timeline = Timeline()
        self.documents: dict[int, Document] = {}
        self.histories: dict[int, History] = {}
        self.there = {1, 2, 3}
        for form in self.there:
            self.open(form, Document(edition))

    def open(self, form: int, document: Document) -> None:
        self.documents[form] = document
        self.histories[form] = self.timeline.join(form, document)

    def close(self, form: int) -> None:
        self.histories[form].stop()
        self.timeline.leave(form, self.documents[form], self.histories[form])

    def type(self, form: int, text: str) -> None:
        self.documents[form].set(NAME, text)

    def undo(self) -> int | None:
        form = self.timeline.form_to_undo(self.there.__contains__)
        if form is not None:
            self.histories[form].undo()
        return form

    def redo(self) -> int | None:
        form = self.timeline.form_to_redo(self.there.__contains__)
        if form is not None:
            self.histories[form].redo()
        return form

    def texts(self) -> list[str]:
        return [self.documents[form].text(NAME) for form in (1, 2, 3)]


@pytest.fixture
def desk() -> Desk:
    return Desk(Library().get("karamay-2024-project-target"))


def read_anew(document: Document) -> Document:
    """The same form as the store would give it."""
    return jsonform.load_bytes(jsonform.dump_bytes(document), "表", lambda _name: document.edition)


def test_undo_goes_back_through_all_forms_in_the_order_of_the_edits(desk: Desk) -> None:
    for form, text in ((1, "甲"), (2, "乙"), (1, "丙")):
        desk.type(form, text)
    assert [desk.undo(), desk.undo(), desk.undo(), desk.undo()] == [1, 2, 1, None]
    assert desk.texts() == ["", "", ""]
    assert [desk.redo(), desk.redo(), desk.redo(), desk.redo()] == [1, 2, 1, None]
    assert desk.texts() == ["丙", "乙", ""]


def test_a_new_edit_in_any_form_ends_what_could_be_redone(desk: Desk) -> None:
    desk.type(1, "甲")
    desk.undo()
    desk.type(2, "乙")
    assert desk.redo() is None
    assert desk.texts() == ["", "乙", ""]


def test_a_form_opened_again_as_it_was_left_can_still_be_undone(desk: Desk) -> None:
    desk.type(1, "甲")
    desk.type(2, "乙")
    desk.close(1)
    desk.open(1, read_anew(desk.documents[1]))
    assert [desk.undo(), desk.undo()] == [2, 1]
    assert desk.texts() == ["", "", ""]
    desk.type(1, "丁")
    assert desk.undo() == 1


def test_a_form_that_changed_elsewhere_begins_anew(desk: Desk) -> None:
    desk.type(1, "甲")
    desk.type(2, "乙")
    desk.close(1)
    other = read_anew(desk.documents[1])
    other.set(NAME, "别的")
    desk.open(1, other)
    assert [desk.undo(), desk.undo()] == [2, None]
    assert desk.texts() == ["别的", "", ""]


def test_a_form_that_is_gone_is_passed_over(desk: Desk) -> None:
    desk.type(1, "甲")
    desk.type(2, "乙")
    desk.there.remove(2)
    assert desk.undo() == 1
    assert desk.texts() == ["", "乙", ""]
