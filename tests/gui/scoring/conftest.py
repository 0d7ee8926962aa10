"""A scored form on the screen, with nothing in it yet."""

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.gui.main_window import MainWindow
from anju_desktop.gui.scoring.card import FactCard
from tests.gui.conftest import current


def open_blank(window: MainWindow, edition_id: str) -> Document:
    """A new form of an edition on the screen."""
    workspace = window.workspace
    edition = workspace.library.get(edition_id)
    workspace.shelf.create("某市", str(edition.year), edition.programme, [edition])
    window.open_form(workspace.submissions()[-1].forms[-1].id)
    return current(window).document


@pytest.fixture
def evaluation(window: MainWindow) -> MainWindow:
    """The evaluation table of 驻马店 2020, at the row of the households."""
    open_blank(window, "zhumadian-2020-evaluation")
    window.go_to(cell("score", "households"))
    return window


def cell(column: str, row: str, group: str = "indicators") -> CellRef:
    return CellRef(column, group, row)


def card_of(window: MainWindow) -> FactCard:
    """The card beside the open form; there has to be one."""
    assert window.scores is not None
    assert window.scores.card is not None
    return window.scores.card


def focus() -> QWidget:
    """Where the keys go."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget
