"""Characters beyond the common fonts are shown wherever text is shown, not only on paper."""

import pytest
from PySide6.QtWidgets import QApplication

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document, blank_document
from anju_desktop.forms.library import Library
from anju_desktop.gui import theme
from anju_desktop.gui.session import FormSession

RARE = "\U0002a6d6"
GOAL = CellRef("goal")


@pytest.fixture
def document(qapp: QApplication) -> Document:
    return blank_document(Library().get("karamay-2024-project-target"), "某区", "2024")


@pytest.fixture
def provided(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Grows whenever the rare fonts are asked for."""
    calls: list[str] = []
    monkeypatch.setattr(theme, "provide_rare_fonts", lambda: calls.append("rare"))
    return calls


def opened(document: Document) -> FormSession:
    return FormSession(1, document, list)


def test_common_text_asks_for_no_more_fonts(document: Document, provided: list[str]) -> None:
    document.set(GOAL, "完成24套改造，≥90%。")
    session = opened(document)
    document.set_draft(GOAL, "完成25套")
    document.set_draft(GOAL, None)
    session.close()
    assert provided == []


def test_a_form_that_holds_a_rare_character_is_opened_with_its_fonts(
    document: Document, provided: list[str]
) -> None:
    document.set(CellRef("name", "indicators", document.row_ids("indicators")[0]), RARE)
    opened(document).close()
    assert provided


def test_a_form_with_a_rare_character_in_a_fact_is_opened_with_its_fonts(
    qapp: QApplication, provided: list[str]
) -> None:
    document = blank_document(Library().get("zhumadian-2020-evaluation"), "某市", "2020")
    document.set_fact("report_problems", RARE)
    opened(document).close()
    assert provided


def test_a_rare_character_has_its_font_while_it_is_typed_and_when_it_stands(
    document: Document, provided: list[str]
) -> None:
    session = opened(document)
    document.set_draft(GOAL, RARE)
    assert len(provided) == 1
    document.set(GOAL, RARE)
    assert len(provided) > 1
    session.close()
