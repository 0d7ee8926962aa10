"""The window on an empty data folder, and the same with the sample submission open."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from anju_desktop import app
from anju_desktop.errors import AnjuError
from anju_desktop.forms.library import Library
from anju_desktop.gui import messages, theme
from anju_desktop.gui.main_window import MainWindow
from anju_desktop.gui.session import FormSession
from anju_desktop.gui.workspace import Workspace
from anju_desktop.storage.store import Store

_W = TypeVar("_W", bound=QWidget)

SIZE = 1366, 696
"""The smallest screen of a clerk, without title bar and task bar."""


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    theme.apply(qapp)
    return qapp


@pytest.fixture(scope="session")
def library() -> Library:
    return Library()


@pytest.fixture
def store(tmp_path: Path, library: Library) -> Iterator[Store]:
    with Store.open(tmp_path / "资料", library, backing_up=False) as opened:
        yield opened


@pytest.fixture
def workspace(dressed: QApplication, store: Store, library: Library) -> Iterator[Workspace]:
    made = Workspace(store, library)
    yield made
    made.close_form()


@pytest.fixture
def window(qtbot: QtBot, workspace: Workspace) -> Iterator[MainWindow]:
    """The window with the start page on it, samples listed."""
    made = app.make_window(workspace, app.Options())
    qtbot.addWidget(made)
    made.resize(*SIZE)
    with qtbot.waitSignal(made.first_painted):
        made.show()
    with qtbot.waitActive(made):
        made.activateWindow()
    qtbot.waitUntil(lambda: bool(made.start.ui.samplesLayout.count()))
    yield made
    made.close()


@pytest.fixture
def sample(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """The window with the sample submission open, all its forms counted."""
    window.start.ui.welcomeButton.click()
    forms = window.workspace.submissions()[0].forms
    qtbot.waitUntil(lambda: all(window.workspace.counts(form.id) is not None for form in forms))
    return window


def current(window: MainWindow) -> FormSession:
    """The open form; there has to be one."""
    session = window.workspace.current
    assert session is not None
    return session


def below(root: QWidget, kind: type[_W]) -> list[_W]:
    """The visible widgets of a kind inside another."""
    return [widget for widget in cast(list[_W], root.findChildren(kind)) if widget.isVisible()]


def press(
    window: MainWindow,
    key: Qt.Key,
    modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    """A key on the paper."""
    assert window.desk.view is not None
    QTest.keyClick(window.desk.view, key, modifier)


@dataclass
class Answers:
    """What a clerk answers to dialogs, and what the dialogs said."""

    yes: bool = True
    text: str = ""
    choice: int = 0
    path: Path | None = None
    said: list[str] = field(default_factory=list)
    written: list[Path] = field(default_factory=list)


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """Stands in for the clerk wherever a dialog would wait."""
    given = Answers()

    def ask(_: QWidget | None, question: str, detail: str, verb: str, keep: str) -> bool:
        given.said.append(f"{question}｜{verb}｜{keep}")
        return given.yes

    def show_error(_: QWidget | None, error: AnjuError) -> None:
        given.said.append(str(error))

    monkeypatch.setattr(messages, "ask", ask)
    monkeypatch.setattr(messages, "show_error", show_error)
    monkeypatch.setattr(messages, "tell", lambda _, *texts: given.said.append("｜".join(texts)))
    monkeypatch.setattr(messages, "ask_text", lambda *_: given.text)
    monkeypatch.setattr(messages, "ask_choice", lambda *_: given.choice)
    monkeypatch.setattr(messages, "ask_save_path", lambda *_: given.path)
    monkeypatch.setattr(messages, "ask_open_path", lambda *_: given.path)
    monkeypatch.setattr(messages, "show_written", lambda _, path, __: given.written.append(path))
    return given
