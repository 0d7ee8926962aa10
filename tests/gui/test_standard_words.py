"""What Qt brings along speaks Chinese too: its buttons, menus, dialogs, calendar."""

from collections.abc import Callable, Iterator
from enum import Flag
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QListView,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QTabBar,
    QTextBrowser,
    QTreeView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from anju_desktop.gui import theme
from anju_desktop.gui.main_window import MainWindow
from anju_desktop.gui.paper.date_editor import CalendarCard
from tests.gui.conftest import below
from tests.gui.test_words import actions, english, texts
from tests.gui.windows import DIALOGS, Make, example

_ROLES = (
    *(Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole),
    *(Qt.ItemDataRole.StatusTipRole, Qt.ItemDataRole.AccessibleTextRole),
)
_MOST_ROWS = 200


def all_words(root: QWidget) -> Iterator[str]:
    """What can be read or heard of a window: texts, tips, lists, tabs, the menus of editors."""
    yield from texts(root)
    for widget in [root, *below(root, QWidget)]:
        yield from (widget.statusTip(), widget.whatsThis(), widget.accessibleDescription())
        match widget:
            case QAbstractItemView():
                yield from _items(widget)
            case QTabBar():
                yield from (widget.tabText(each) for each in range(widget.count()))
            case QLineEdit() | QPlainTextEdit() | QTextBrowser():
                menu: QMenu = widget.createStandardContextMenu()
                yield from (action.text() for action in actions(menu))
                menu.deleteLater()
    for action in root.actions():
        yield from (action.text(), action.toolTip(), action.statusTip())


def _items(view: QAbstractItemView) -> Iterator[str]:
    model, root = view.model(), view.rootIndex()
    for row in range(min(model.rowCount(root), _MOST_ROWS) if model is not None else 0):
        columns = 1 if isinstance(view, QListView) else model.columnCount(root)
        for column in range(columns):
            index = model.index(row, column, root)
            yield from (str(index.data(role) or "") for role in _ROLES)


def assert_all_chinese(root: QWidget) -> None:
    assert [text for text in all_words(root) if english(text)] == []


def test_the_whole_form_page_is_chinese(sample: MainWindow) -> None:
    sample.commands.actions["explain"].trigger()
    assert_all_chinese(sample)


@pytest.mark.parametrize(
    "name", ["zhumadian-2020-evaluation", "self-evaluation-2024-karamay-old-communities"]
)
def test_the_facts_of_a_scored_form_are_chinese(sample: MainWindow, name: str) -> None:
    sample.open_form(sample.workspace.shelf.take_in([example(sample, name)]))
    sample.commands.actions["facts"].trigger()
    assert_all_chinese(sample)


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(make, id=f"{kind.__name__}{number}")
        for kind, makers in DIALOGS.items()
        for number, make in enumerate(makers)
    ],
)
def test_every_dialog_is_chinese_to_its_menus_and_lists(sample: MainWindow, make: Make) -> None:
    dialog = make(sample)
    dialog.show()
    QApplication.processEvents()
    assert_all_chinese(dialog)
    dialog.close()


def test_every_standard_button_is_chinese(dressed: QApplication) -> None:
    message, buttons = QMessageBox(), QDialogButtonBox()
    words = [
        *(_text(message.addButton(each)) for each in QMessageBox.StandardButton if _is_one(each)),
        *(
            _text(buttons.addButton(each))
            for each in QDialogButtonBox.StandardButton
            if _is_one(each)
        ),
    ]
    assert len([word for word in words if word]) >= 2 * 15
    assert [word for word in words if english(word)] == []


def _text(button: QPushButton | None) -> str:
    return button.text() if button is not None else ""


def _is_one(flag: Flag) -> bool:
    """Whether a flag is a button and neither a mask nor none at all."""
    return int(flag.value).bit_count() == 1 and int(flag.value) >= 0x400


@pytest.mark.parametrize(
    "mode", [QFileDialog.AcceptMode.AcceptOpen, QFileDialog.AcceptMode.AcceptSave]
)
def test_file_dialogs_are_chinese(
    window: MainWindow, mode: QFileDialog.AcceptMode, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = tmp_path / "导出"
    (folder / "目录").mkdir(parents=True)
    (folder / "包.zip").write_bytes(b"")
    dialog = QFileDialog(window, "导出", str(folder), "上报包 (*.zip)")
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setViewMode(QFileDialog.ViewMode.Detail)
    dialog.setAcceptMode(mode)
    dialog.show()
    QApplication.processEvents()
    (tree,) = below(dialog, QTreeView)
    model = tree.model()

    def kinds() -> list[str]:
        root = tree.rootIndex()
        return [model.index(n, 2, root).data() for n in range(model.rowCount(root))]

    qtbot.waitUntil(lambda: len(kinds()) == 2)
    assert "文件夹" in kinds()
    words = [
        *texts(dialog),
        *(dialog.labelText(each) for each in QFileDialog.DialogLabel),
    ]
    for view in below(dialog, QAbstractItemView):
        header = view.model().headerData
        words += [str(header(n, Qt.Orientation.Horizontal) or "") for n in range(4)]
    assert [text for text in words if english(text.replace("*.zip", ""))] == []
    dialog.close()


@pytest.mark.parametrize("make", [QLineEdit, QPlainTextEdit, QTextBrowser])
def test_the_menus_of_editors_are_chinese(
    dressed: QApplication, make: Callable[[], QLineEdit | QPlainTextEdit | QTextBrowser]
) -> None:
    editor = make()
    menu: QMenu = editor.createStandardContextMenu()
    words = [action.text() for action in actions(menu)]
    assert words
    assert [word for word in words if english(word)] == []


def test_the_menu_of_a_number_box_is_chinese(dressed: QApplication) -> None:
    box = QSpinBox()
    menu: QMenu = box.lineEdit().createStandardContextMenu()
    assert [a.text() for a in actions(menu) if english(a.text())] == []


def test_the_calendar_is_chinese(window: MainWindow) -> None:
    theme.settle()
    card = CalendarCard(window)
    card.show()
    assert_all_chinese(card)
    headers = [
        str(view.model().index(0, column).data() or "")
        for view in below(card, QAbstractItemView)
        for column in range(7)
    ]
    assert "一" in headers
