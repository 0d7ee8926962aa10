"""保存点: the states of a submission's forms that were kept, and the way back to one of them."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from anju_desktop.document.difference import CellDifference, differences
from anju_desktop.document.document import Document, copy_of
from anju_desktop.gui import messages
from anju_desktop.gui.labels import resize_fitting, short_title, wrapped
from anju_desktop.gui.paper.naming import cell_name
from anju_desktop.gui.workspace import Workspace
from anju_desktop.records import record
from anju_desktop.storage.entries import FormEntry, SavePoint, SubmissionEntry

_HOW = "按 Ctrl+S 就留一个保存点。恢复只改那一张表，恢复前的内容也留作保存点，Ctrl+Z 可以撤销。"
NONE_YET = "还没有保存点。填写时按 Ctrl+S，就把这张表现在的样子留下来。"
CHOOSE = "先在上面选一个保存点。"
_HEADS = ("时间", "名称（F2 改名）", "表", "与现在相差")
_WIDTHS = (140, 0, 180, 100)
"""0 is for a column that takes the room that is left."""
_DIFFERENCE_HEADS = ("栏目", "保存点里", "现在")
_DIFFERENCE_WIDTHS = (0, 0, 0)
_ROW_HEIGHT = 26
_MOST_NAME = 60
_NAME = 1
GONE = "（没有这一行）"
BLANK = "（空）"


@record(frozen=True, slots=True)
class KeptState:
    """A save point with what the form held then, and in what it differs from now."""

    point: SavePoint
    form: FormEntry
    document: Document
    differences: tuple[CellDifference, ...]


def kept_states(workspace: Workspace, submission: SubmissionEntry) -> tuple[KeptState, ...]:
    """The save points of all forms of a submission, the latest first."""
    found: list[KeptState] = []
    store = workspace.store
    for form in submission.forms:
        points = {point.seq: point for point in store.save_points(form.id)}
        if not points:
            continue
        store.flush()
        now = workspace.load(form.id)
        for seq, then in store.states(form.id, points):
            state = KeptState(points[seq], form, copy_of(then), differences(now, then))
            found.append(state)
    return tuple(sorted(found, key=_age, reverse=True))


def _age(state: KeptState) -> tuple[datetime, int]:
    return state.point.time, state.point.id


class SavePointsDialog(QDialog):
    """Ask :meth:`chosen` after it was accepted: the state to go back to."""

    def __init__(
        self, workspace: Workspace, submission: SubmissionEntry, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("保存点")
        resize_fitting(self, 800, 560)
        self._workspace, self._submission = workspace, submission
        self._states: tuple[KeptState, ...] = ()
        self.list = _table("保存点", _HEADS, _WIDTHS)
        self.preview = _table("保存点与现在的不同", _DIFFERENCE_HEADS, _DIFFERENCE_WIDTHS)
        self.told = wrapped("second")
        self.back = QPushButton("恢复到这个保存点")
        self.rename = QPushButton("改名")
        self.remove = QPushButton("删除…")
        self._place()
        self.list.currentItemChanged.connect(lambda *_: self._show_differences())
        self.list.itemChanged.connect(self._on_item_changed)
        self.list.itemActivated.connect(lambda *_: self._on_back())
        self._show()
        self.list.setFocus()

    def chosen(self) -> KeptState:
        """The state to go back to."""
        return self._states[self.list.indexOfTopLevelItem(self.list.currentItem())]

    # -- putting together ------------------------------------------------------------------

    def _place(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(10)
        layout.addWidget(wrapped("current", "保存点"))
        layout.addWidget(wrapped("second", _HOW))
        layout.addWidget(self.list, 3)
        layout.addWidget(self.told)
        layout.addWidget(self.preview, 2)
        layout.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        close = QPushButton("关闭")
        deeds: tuple[tuple[QPushButton, Callable[[], None]], ...] = (
            (self.back, self._on_back),
            (self.rename, self._on_rename),
            (self.remove, self._on_remove),
            (close, self.reject),
        )
        for button, deed in deeds:
            button.setAutoDefault(False)
            button.clicked.connect(messages.guarded(self, lambda _=False, deed=deed: deed()))
        self.back.setProperty("kind", "primary")
        row.addWidget(self.back)
        row.addWidget(self.rename)
        row.addWidget(self.remove)
        row.addStretch(1)
        row.addWidget(close)
        return row

    # -- what it shows ---------------------------------------------------------------------

    def _show(self, row: int = 0) -> None:
        self._states = kept_states(self._workspace, self._submission)
        self.list.blockSignals(True)
        self.list.clear()
        for state in self._states:
            point = state.point
            count = len(state.differences)
            words = f"{count} 格" if count else "相同"
            title = short_title(state.form.title)
            item = _item(f"{point.time:%Y-%m-%d %H:%M}", point.name, title, words)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            self.list.addTopLevelItem(item)
        self.list.blockSignals(False)
        if self._states:
            self.list.setCurrentItem(self.list.topLevelItem(min(row, len(self._states) - 1)))
        self._show_differences()

    def _show_differences(self) -> None:
        self.preview.clear()
        state = self._current()
        if state is None:
            self.told.setText(NONE_YET)
            return
        now = self._workspace.load(state.form.id)
        for each in state.differences:
            name = _name(state.document if each.now is None else now, each)
            self.preview.addTopLevelItem(_item(name, _words(each.then), _words(each.now)))
        count = len(state.differences)
        self.told.setText(
            f"与现在相差 {count} 格：" if count else "这张表现在和这个保存点一样，不用恢复。"
        )

    def _current(self) -> KeptState | None:
        row = self.list.indexOfTopLevelItem(self.list.currentItem()) if self._states else -1
        return self._states[row] if row >= 0 else None

    # -- what it does ----------------------------------------------------------------------

    def _on_back(self) -> None:
        state = self._current()
        if state is None:
            self.told.setText(CHOOSE if self._states else NONE_YET)
        elif state.differences:
            self.accept()

    def _on_rename(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.list.editItem(item, _NAME)

    def _on_item_changed(self, item: QTreeWidgetItem, column: int) -> None:
        """A new name; a blank one is none."""
        row = self.list.indexOfTopLevelItem(item)
        point = self._states[row].point
        name = " ".join(item.text(_NAME).split())[:_MOST_NAME]
        if column == _NAME and name and name != point.name:
            messages.guarded(self, self._workspace.store.rename_save_point)(point.id, name)
        self._show(row)

    def _on_remove(self) -> None:
        state = self._current()
        if state is None:
            self.told.setText(CHOOSE if self._states else NONE_YET)
            return
        question = f"删除保存点“{state.point.name}”？"
        detail = "表里现在的内容不受影响；删除以后不能再恢复到这个保存点。"
        if messages.ask(self, question, detail, "删除", "不删除"):
            row = self.list.indexOfTopLevelItem(self.list.currentItem())
            self._workspace.store.delete_save_point(state.point.id)
            self._show(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            messages.guarded(self, self._on_remove)()
        else:
            super().keyPressEvent(event)


def _table(name: str, heads: Sequence[str], widths: Sequence[int]) -> QTreeWidget:
    table = QTreeWidget()
    table.setAccessibleName(name)
    table.setProperty("kind", "list")
    table.setHeaderLabels(list(heads))
    table.setRootIsDecorated(False)
    table.setUniformRowHeights(True)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    table.header().setStretchLastSection(False)
    table.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
    for column, width in enumerate(widths):
        if width:
            table.header().setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            table.setColumnWidth(column, width)
    return table


def _item(*texts: str) -> QTreeWidgetItem:
    item = QTreeWidgetItem(list(texts))
    item.setSizeHint(0, QSize(0, _ROW_HEIGHT))
    for column, text in enumerate(texts):
        item.setToolTip(column, text)
    return item


def _words(text: str | None) -> str:
    """A text on one line; what is not there says so."""
    return GONE if text is None else " ".join(text.split()) or BLANK


def _name(document: Document, difference: CellDifference) -> str:
    return cell_name(document, difference.ref)
