"""Everything that can be read on the screen is Chinese."""

import re
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from anju_desktop.errors import AnjuError
from anju_desktop.gui import messages
from anju_desktop.gui.main_window import MainWindow
from tests.gui.windows import DIALOGS, Make

KEYS = r"(?:(?:Ctrl|Shift|Alt)\+)*(?:Ctrl|Shift|Alt|Tab|Enter|Return|Esc|Home|End|PageUp|PageDown|PgUp|PgDown|Insert|Backspace|Delete|Up|Down|F\d+|[A-Z0-9=+-])"
NAMES = r"PDF|JPG|PNG|MB|Excel|Word|WPS|\*\.json|\*\.zip|THIRD_PARTY\.md"
MARKUP = r"<[^>]*>|&\w+;"
PATHS = r"/[^\s：，]*"
LATIN = re.compile(r"[A-Za-z]{2,}")


def english(text: str) -> str:
    """The Latin word in a text that is neither a key, a name, a path nor markup; or ``""``."""
    for allowed in (MARKUP, PATHS, NAMES, KEYS):
        text = re.sub(rf"(?<![A-Za-z])(?:{allowed})(?![A-Za-z])", " ", text)
    found = LATIN.search(text)
    return found[0] if found else ""


def actions(menu: QMenu) -> Iterator[QAction]:
    menu.aboutToShow.emit()
    for action in menu.actions():
        yield action
        below = action.menu()
        if isinstance(below, QMenu):
            yield from actions(below)


def texts(root: QWidget) -> Iterator[str]:
    """What a widget and all below it show, in words and in tips."""
    for widget in [root, *root.findChildren(QWidget)]:
        yield from (widget.windowTitle(), widget.toolTip(), widget.accessibleName())
        match widget:
            case QLabel() | QAbstractButton():
                yield widget.text()
            case QLineEdit() | QPlainTextEdit():
                yield widget.placeholderText()
            case QComboBox():
                yield from (widget.itemText(index) for index in range(widget.count()))
            case QMenu():
                for action in actions(widget):
                    yield from (action.text(), action.toolTip())


def assert_chinese(root: QWidget) -> None:
    found = [text for text in texts(root) if english(text)]
    assert found == []
    assert any(re.search("[\\u4e00-\\u9fff]", text) for text in texts(root))


@pytest.mark.parametrize("text", ["OK", "Cancel", "Show Details...", "Ctrl+Nothing", "&Save"])
def test_the_search_finds_english(text: str) -> None:
    assert english(text)


def test_the_start_page_is_chinese(window: MainWindow) -> None:
    assert_chinese(window)


def test_the_form_page_and_all_menus_are_chinese(sample: MainWindow) -> None:
    sample.commands.actions["cell_help"].trigger()
    sample.commands.actions["find"].trigger()
    assert_chinese(sample)


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(make, id=f"{kind.__name__}{number}")
        for kind, makers in DIALOGS.items()
        for number, make in enumerate(makers)
    ],
)
def test_every_window_of_ours_is_chinese(sample: MainWindow, make: Make) -> None:
    dialog = make(sample)
    dialog.show()
    assert_chinese(dialog)


@pytest.mark.parametrize(
    "ask",
    [
        lambda w: messages.ask(w, "移走吗？", "以后可以取回。", "移走", "不移走"),
        lambda w: messages.show_error(w, AnjuError("打不开。")),
        lambda w: messages.tell(w, "好了。"),
        lambda w: messages.ask_text(w, "改名", "新名字：", "旧名字", "改名"),
        lambda w: messages.ask_choice(w, "取回", "哪一件？", ("甲", "乙"), "取回"),
        lambda w: messages.ask_open_path(w, "打开", w.workspace.store.folder),
    ],
)
def test_every_question_is_chinese(
    window: MainWindow, qtbot: QtBot, ask: Callable[[MainWindow], object]
) -> None:
    seen: list[list[str]] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        seen.append([text for text in texts(dialog) if english(text)])
        dialog.reject()

    QTimer.singleShot(0, look)
    ask(window)
    assert seen == [[]]


def test_standard_buttons_are_chinese(window: MainWindow) -> None:
    box = QMessageBox(window)
    box.setStandardButtons(
        QMessageBox.StandardButton.Ok
        | QMessageBox.StandardButton.Cancel
        | QMessageBox.StandardButton.Save
    )
    assert_chinese(box)


def test_a_question_answers_with_the_verb_that_was_pressed(window: MainWindow) -> None:
    def press(label: str) -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        next(button for button in box.buttons() if button.text() == label).click()

    for label, answer in (("移走", True), ("不移走", False)):
        QTimer.singleShot(0, lambda label=label: press(label))
        assert messages.ask(window, "移走吗？", "", "移走", "不移走") is answer


def test_no_window_shows_but_the_main_one(sample: MainWindow) -> None:
    visible = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    assert visible == [sample]
    assert QFileDialog not in [type(widget) for widget in QApplication.topLevelWidgets()]
