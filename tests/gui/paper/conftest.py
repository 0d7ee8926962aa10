"""The published 老旧小区改造 form on a paper, as the clerk has it before them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from anju_desktop.assets import resource
from anju_desktop.document import jsonform
from anju_desktop.document.document import Document, blank_document
from anju_desktop.document.history import History
from anju_desktop.forms.library import Library
from anju_desktop.gui import theme
from anju_desktop.gui.paper.view import PaperView
from anju_desktop.rules.engine import Checker
from tests.gui.paper.clerk import Clerk

Seat = Callable[[Document], Clerk]


@pytest.fixture(scope="session", autouse=True)
def _fonts(qapp: QApplication) -> None:
    theme.provide_paper_fonts()


@pytest.fixture
def document() -> Document:
    path = resource("examples", "karamay-2024-old-communities.json")
    return jsonform.load_file(path, Library().get)


@pytest.fixture
def repairs() -> Document:
    """An invented form with merged cells to fill, two lines of heads and a computed cell."""
    folder = Path(__file__).parents[2] / "data" / "forms"
    return blank_document(Library(folder).get("invented-2025-repair-fund"), "某县", "2025")


@pytest.fixture
def seat(qtbot: QtBot) -> Iterator[Seat]:
    """Puts a clerk in front of a document."""
    checkers = []

    def sit(document: Document) -> Clerk:
        checker = Checker(document)
        checkers.append(checker)
        history = History(document)
        view = PaperView(document, history, checker)
        qtbot.addWidget(view)
        view.resize(884, 600)
        with qtbot.waitActive(view):
            view.show()
            view.activateWindow()
        view.setFocus()
        clerk = Clerk(document, history, checker, view)
        view.message.connect(clerk.messages.append)
        return clerk

    yield sit
    for checker in checkers:
        checker.close()


@pytest.fixture
def clerk(seat: Seat, document: Document) -> Clerk:
    return seat(document)
