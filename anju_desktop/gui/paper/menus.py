"""Menus on a cell of the paper."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from anju_desktop.gui.paper.rows import category_names
from anju_desktop.sheet.grid import GridRow

if TYPE_CHECKING:
    from anju_desktop.gui.paper.view import PaperView


def cell_menu(view: "PaperView") -> QMenu:
    """What can be done with the selected cells and their rows."""
    menu = QMenu(view)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    _add(menu, "修改", "F2", view.edit_current)
    _add(menu, "复制", "Ctrl+C", view.copy)
    _add(menu, "粘贴", "Ctrl+V", view.paste)
    _add(menu, "照上一格填写", "Ctrl+D", view.copy_from_above)
    _add(menu, "照左一格填写", "Ctrl+R", view.copy_from_left)
    _add(menu, "清除", "Delete", view.clear_selected)
    if view.holds_last_year():
        _add(menu, "上年的内容已核对", "", view.confirm_last_year)
    row = view.current_row()
    if row.group and _is_open(view, row):
        menu.addSeparator()
        if row.row_id:
            _add(menu, "在下面加一行", "Ctrl+Return", view.insert_row)
        categories = category_menu(view, row)
        if categories is not None:
            categories.setTitle("加行")
            menu.addMenu(categories)
        if row.row_id:
            _add(menu, "上移一行", "Alt+Up", view.move_row_up)
            _add(menu, "下移一行", "Alt+Down", view.move_row_down)
            _add(menu, "删除行", "Ctrl+Delete", view.remove_rows)
        if view.can_learn():
            menu.addSeparator()
            _add(menu, "加入常用指标", "", view.learn_row)
    return menu


def category_menu(view: "PaperView", row: GridRow) -> QMenu | None:
    """The categories in which a row can be added; None in a group without categories."""
    group = view.paper_model().document.edition.find_group(row.group)
    if not group.open or not group.categories:
        return None
    menu = QMenu(view)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for category, name in category_names(group):
        _add(menu, name, "", partial(view.insert_row_in, group.id, category))
    return menu


def _is_open(view: "PaperView", row: GridRow) -> bool:
    return view.paper_model().document.edition.find_group(row.group).open


def _add(menu: QMenu, text: str, keys: str, deed: Callable[[], None]) -> None:
    action = QAction(text, menu)
    # Shown only: the view handles its keys itself, and two owners of a key make it act for none.
    action.setShortcut(QKeySequence(keys))
    action.triggered.connect(lambda: deed())
    menu.addAction(action)
