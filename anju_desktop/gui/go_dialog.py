"""Ctrl+G: to a cell by the name of its row or column."""

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.gui.labels import resize_fitting, wrapped
from anju_desktop.gui.paper.naming import cell_name
from anju_desktop.initials import initials
from anju_desktop.rules.rule import label_column
from anju_desktop.sheet.grid import Role, build_grid

_SIZE = (520, 440)
_MOST = 200
"""More lines than anybody reads; the rest is found by typing on."""
_WALKING = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class Destination(NamedTuple):
    """A cell by its name, with what stands in it."""

    ref: CellRef
    name: str
    text: str


def destinations(document: Document) -> Iterator[Destination]:
    """Every cell of the paper that is not printed there, then the facts beside it, and the cells
    of the tables that break them down."""
    seen = set()
    for cell in build_grid(document).cells:
        for ref in cell.refs[:1]:
            if ref not in seen and cell.role is not Role.OFFICIAL:
                seen.add(ref)
                yield _destination(document, ref)
    own = {carry.mark for carry in document.edition.carry}
    for fact in (each for each in document.edition.facts if each.id not in own):
        yield _destination(document, CellRef(fact.id))
    for group in document.edition.groups:
        for row in document.row_ids(group.id) if group.row else ():
            for column in group.columns:
                yield _destination(document, CellRef(column.id, group.id, row))


def _destination(document: Document, ref: CellRef) -> Destination:
    text = " ".join(document.text(ref).split())
    if text and ref.group and label_column(document.edition, ref.group) == ref.field:
        # The cell that names its row goes by what it says.
        return Destination(ref, text, document.definition(ref).title)
    return Destination(ref, cell_name(document, ref), text)


def matching(places: tuple[Destination, ...], typed: str) -> Iterator[Destination]:
    """Those whose name holds every typed word, in characters or in pinyin initials.

    Names that begin with the first word come first.
    """
    words = typed.casefold().split()
    found = [place for place in places if all(_holds(place.name, word) for word in words)]
    first = words[0] if words else ""
    yield from sorted(found, key=lambda place: not place.name.casefold().startswith(first))


def _holds(name: str, word: str) -> bool:
    return word in name.casefold() or (word.isascii() and word in initials(name))


class GoDialog(QDialog):
    """Ask :meth:`chosen` after it was accepted."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._places = tuple(destinations(document))
        self.setWindowTitle("转到栏目")
        resize_fitting(self, *_SIZE)
        self.edit, self.list = QLineEdit(), QListWidget()
        self.edit.setMinimumHeight(28)
        self.edit.setPlaceholderText("栏目或指标的名称，也可以只打拼音首字母")
        self.edit.setAccessibleName("要去的栏目")
        self.edit.textChanged.connect(self._show)
        self.edit.installEventFilter(self)
        self.list.setAccessibleName("找到的栏目")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        self.list.itemActivated.connect(lambda _item: self._on_done())
        self.list.itemClicked.connect(lambda _item: self._on_done())
        self.problem = wrapped("second")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(12)
        layout.addWidget(wrapped("current", "转到栏目"))
        layout.addWidget(self.edit)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.problem)
        layout.addLayout(self._buttons())
        self._show("")
        self.edit.setFocus()

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        leave, go = QPushButton("返回"), QPushButton("转到")
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        go.setProperty("kind", "primary")
        go.setDefault(True)
        go.clicked.connect(self._on_done)
        row.addWidget(leave)
        row.addWidget(go)
        return row

    def chosen(self) -> CellRef | None:
        """The cell to go to."""
        item = self.list.currentItem()
        found: CellRef | None = item.data(Qt.ItemDataRole.UserRole) if item else None
        return found

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and down walk through the list while the line keeps the focus."""
        pressed = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if pressed and isinstance(event, QKeyEvent) and event.key() in _WALKING:
            self.list.event(event)
            return True
        return super().eventFilter(watched, event)

    def _show(self, typed: str) -> None:
        found = list(matching(self._places, typed))
        self.list.clear()
        for place in found[:_MOST]:
            shown = f"{place.name}　　{place.text}" if place.text else place.name
            item = QListWidgetItem(shown, self.list)
            item.setData(Qt.ItemDataRole.UserRole, place.ref)
            item.setToolTip(shown)
        self.list.setCurrentRow(0)
        more = len(found) - _MOST
        said = f"还有 {more} 个没有列出，再多打几个字。" if more > 0 else ""
        self.problem.setText(said if found else "没有这样的栏目，换一个字试试。")
        self.problem.setVisible(bool(self.problem.text()))

    def _on_done(self) -> None:
        if self.chosen() is not None:
            self.accept()
        else:
            self.edit.setFocus()
