"""Ctrl+Shift+F: text in any form of any submission; Enter goes there."""

from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from anju_desktop.document.changes import CellRef
from anju_desktop.errors import AnjuError
from anju_desktop.forms.definition import Edition
from anju_desktop.gui.labels import resize_fitting, short_title, wrapped
from anju_desktop.gui.workspace import Workspace
from anju_desktop.rules.rule import label_column
from anju_desktop.storage.entries import FormEntry, Hit, SubmissionEntry

MOST = 300
_HEADS = ("内容", "栏目", "表", "单位", "年度")
_WIDTHS = (250, 180, 190, 100, 106)
_ROW_HEIGHT = 26
_NO_EDITION = "表式没有安装"
_BEFORE = 12
"""How much of a long text is shown before the word that was searched for."""
_HINT = "写几个字就开始找；空格隔开的几个词要在同一格里。上下键选，Enter 打开那一格。"


class Place(NamedTuple):
    """Where a text was found, in words; what the list shows in its columns."""

    text: str
    cell: str
    form: str
    unit: str
    year: str


class SearchDialog(QDialog):
    """Ask :meth:`chosen` after it was accepted."""

    def __init__(self, workspace: Workspace, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("在全部上报里查找")
        resize_fitting(self, 900, 520)
        self._workspace = workspace
        self._forms = {
            form.id: (form, entry) for entry in workspace.submissions() for form in entry.forms
        }
        self._hits: tuple[Hit, ...] = ()
        self.edit = QLineEdit(text)
        self.list = QTreeWidget()
        self.count = wrapped("second", _HINT)
        self._place()
        self.edit.textChanged.connect(self._search)
        self.edit.installEventFilter(self)
        self.list.itemActivated.connect(self._on_activated)
        self.edit.selectAll()
        self.edit.setFocus()
        self._search()

    def chosen(self) -> tuple[int, CellRef]:
        """The form and the cell to go to."""
        hit = self._hits[self.list.indexOfTopLevelItem(self.list.currentItem())]
        return hit.form, hit.ref

    def _place(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(10)
        self.edit.setMinimumHeight(28)
        self.edit.setAccessibleName("要找的字")
        self.edit.setPlaceholderText("要找的字，如 居民满意度")
        self.list.setProperty("kind", "list")
        self.list.setAccessibleName("找到的地方")
        self.list.setHeaderLabels(list(_HEADS))
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.list.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, width in enumerate(_WIDTHS):
            self.list.setColumnWidth(column, width)
        for widget in (self.edit, self.list, self.count):
            layout.addWidget(widget)

    def _search(self) -> None:
        wanted = self.edit.text()
        found = self._workspace.store.search(wanted, MOST)
        self._hits = tuple(hit for hit in found if hit.form in self._forms)
        self.list.clear()
        for hit in self._hits:
            place = self._told(hit, wanted)
            item = QTreeWidgetItem(list(place))
            item.setSizeHint(0, QSize(0, _ROW_HEIGHT))
            for column, text in enumerate((hit.text, *place[1:])):
                item.setToolTip(column, text)
            self.list.addTopLevelItem(item)
        if self._hits:
            self.list.setCurrentItem(self.list.topLevelItem(0))
        self.count.setText(self._counted(wanted))

    def _counted(self, wanted: str) -> str:
        if not wanted.strip():
            return _HINT
        if not self._hits:
            return "没有找到。移入回收站的不在里面；已归档的会一起找。"
        if len(self._hits) == MOST:
            return f"只列出前 {MOST} 处，请再多写几个字。"
        return f"共 {len(self._hits)} 处。上下键选，Enter 打开那一格。"

    def _told(self, hit: Hit, wanted: str) -> Place:
        form, submission = self._forms[hit.form]
        mark = "（样例）" if self._workspace.is_sample(submission) else ""
        mark = "（已归档）" if self._workspace.is_archived(submission) else mark
        table = ""
        try:
            edition = self._workspace.library.get(form.edition)
            table = edition.name or edition.title
            cell = cell_words(edition, hit)
        except (AnjuError, KeyError):
            cell = _NO_EDITION
        name = short_title(form.title)
        return Place(
            excerpt(hit.text, wanted),
            f"{cell}的说明" if hit.is_explanation else cell,
            name if table in ("", form.title) else f"{name} · {table}",
            _unit(form, submission),
            f"{submission.period}{mark}",
        )

    def _on_activated(self) -> None:
        if self.list.currentItem() is not None:
            self.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys of the list work while one types."""
        if watched is self.edit and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._on_activated()
                return True
            steps = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
            if event.key() in steps:
                self.list.event(event)
                return True
        return super().eventFilter(watched, event)


def cell_words(edition: Edition, hit: Hit) -> str:
    """``改造户数 · 指标值``; ``KeyError`` for a cell that the edition does not have."""
    if not hit.ref.group:
        return edition.find_field(hit.ref.field).title
    title = edition.find_column(hit.ref.group, hit.ref.field).title
    cells = dict(hit.row)
    column = label_column(edition, hit.ref.group, hit.ref.field)
    name = "" if column == hit.ref.field else cells.get(column, "")
    if not name:
        rows = {row.id: row for row in edition.find_group(hit.ref.group).rows}
        name = rows[hit.ref.row].cells.get(column, "") if hit.ref.row in rows else ""
    return f"{' '.join(name.split())} · {title}" if name else title


def excerpt(text: str, wanted: str) -> str:
    """The text from a little before the first word that was searched for, on one line."""
    line = " ".join(text.split())
    at = line.casefold().find(wanted.split()[0].casefold()) if wanted.split() else 0
    return line if at <= _BEFORE else f"…{line[at - _BEFORE :]}"


def _unit(form: FormEntry, submission: SubmissionEntry) -> str:
    """An import may hold forms of several units."""
    return form.unit or submission.unit
