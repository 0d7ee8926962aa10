"""The whole program at a desk: put together as it is at start, on an empty data folder."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from anju_desktop import app
from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.forms.library import Library
from anju_desktop.gui import theme
from anju_desktop.gui.main_window import MainWindow
from anju_desktop.gui.paper.view import PaperView
from anju_desktop.gui.workspace import Workspace
from anju_desktop.rules.findings import Finding
from tests.e2e.keyboard import Keyboard

SIZE = 1366, 696
"""The smallest screen of a clerk, without title bar and task bar."""


@dataclass
class Office:
    """A clerk at the keyboard before the running program."""

    window: MainWindow
    workspace: Workspace
    keyboard: Keyboard
    bot: QtBot
    closed: bool = False

    @property
    def document(self) -> Document:
        session = self.workspace.current
        assert session is not None, "no form is open"
        return session.document

    @property
    def paper(self) -> PaperView:
        view = self.window.desk.view
        assert view is not None, "no form is open"
        return view

    @property
    def at(self) -> CellRef:
        """The cell under the focus."""
        ref = self.paper.current_ref()
        assert ref is not None
        return ref

    def findings(self) -> tuple[Finding, ...]:
        """What the panel is given to show."""
        session = self.workspace.current
        assert session is not None, "no form is open"
        return session.findings()

    def next_frame(self) -> None:
        """Let the program paint and throw away what is gone, as it does after every key."""
        loop = QEventLoop()
        QTimer.singleShot(0, loop.quit)
        loop.exec()

    def until(self, fact: Callable[[], bool]) -> None:
        """Let the program go on until something is so."""
        self.bot.waitUntil(fact, timeout=20_000)

    def back_at_window(self) -> None:
        """Wait until all expected windows came and went, and the keys go to the main one again."""
        self.until(self.keyboard.all_answered)
        # A desktop does this by itself when a dialog closes; the offscreen platform does not.
        with self.bot.waitActive(self.window):
            self.window.activateWindow()

    def close(self) -> None:
        """End the program."""
        if not self.closed:
            self.closed = True
            self.window.close()
            self.workspace.close(abandon=True)

    def saved(self) -> bool:
        """Whether the status bar promises that everything is on the disk."""
        return self.window.status.saved_text.startswith("已自动保存")


@pytest.fixture(scope="session")
def _dressed(qapp: QApplication) -> None:
    theme.apply(qapp)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data folder of the program."""
    return tmp_path / "资料"


@pytest.fixture
def office(_dressed: None, qtbot: QtBot, data: Path) -> Iterator[Office]:
    library = Library()
    store = app.open_store(data, library)
    assert store is not None
    workspace = Workspace(store, library)
    window = app.make_window(workspace, app.Options(data=data))
    qtbot.addWidget(window)
    window.resize(*SIZE)
    with qtbot.waitSignal(window.first_painted):
        window.show()
    with qtbot.waitActive(window):
        window.activateWindow()
    present = Office(window, workspace, Keyboard(), qtbot)
    yield present
    present.close()
