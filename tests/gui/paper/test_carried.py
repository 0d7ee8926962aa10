"""Cells carried over from a 目标表: seen, explained, and not written on."""

from collections.abc import Callable

from anju_desktop.assets import resource
from anju_desktop.document import jsonform
from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.forms.library import Library
from anju_desktop.gui.help_card import cell_help
from tests.gui.paper.clerk import Clerk

Seat = Callable[[Document], Clerk]


def self_evaluation() -> Document:
    path = resource("examples", "self-evaluation-2024-karamay-old-communities.json")
    return jsonform.load_file(path, Library().get)


def test_typing_on_a_carried_cell_changes_nothing_and_says_why(seat: Seat) -> None:
    clerk = seat(self_evaluation())
    clerk.at("project_name")
    before = clerk.text("project_name")
    clerk.type("新名")
    assert clerk.text("project_name") == before
    assert not clerk.view.is_editing()
    assert "从绩效目标表带入" in clerk.messages[-1]


def test_the_cell_beside_it_is_written_as_any_other(seat: Seat) -> None:
    clerk = seat(self_evaluation())
    clerk.at("department")
    clerk.type("某局")
    clerk.press("Enter")
    assert clerk.text("department") == "某局"


def test_emptying_a_carried_cell_changes_nothing(seat: Seat) -> None:
    clerk = seat(self_evaluation())
    clerk.at("expected_goal")
    before = clerk.text("expected_goal")
    clerk.press("Delete")
    assert clerk.text("expected_goal") == before


def test_the_help_of_a_carried_cell_names_the_form_it_came_from() -> None:
    document = self_evaluation()
    row = document.row_ids("indicators")[0]
    sentences = cell_help(document, CellRef("target", "indicators", row))
    assert any("“2024年老旧小区改造（中央直达）”的绩效目标表带入" in text for text in sentences)
