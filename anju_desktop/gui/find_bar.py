"""Ctrl+F: go through the cells of the form that hold a text."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QToolButton

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.sheet.grid import build_grid


def cells_with(document: Document, text: str) -> tuple[CellRef, ...]:
    """Cells that show ``text``, in paper order, then facts; capital or small letters alike."""
    wanted = text.casefold().strip()
    if not wanted:
        return ()
    on_paper = (
        cell.refs[0]
        for cell in build_grid(document).cells
        if cell.refs and wanted in cell.text.casefold()
    )
    return (*on_paper, *(ref for ref, said in _facts(document) if wanted in said.casefold()))


def _facts(document: Document) -> Iterator[tuple[CellRef, str]]:
    """What stands beside the paper: facts by name and value, tables that break them down."""
    edition = document.edition
    # What the program writes down itself can be gone to by nobody.
    own = {carry.mark for carry in edition.carry}
    for fact in edition.facts:
        if fact.id not in own:
            yield CellRef(fact.id), f"{fact.title} {document.text(CellRef(fact.id))}"
    for group in edition.groups:
        if group.row:
            for row in document.row_ids(group.id):
                for column in group.columns:
                    ref = CellRef(column.id, group.id, row)
                    yield ref, document.text(ref)


class FindBar(QObject):
    """Wires the bar of the main window; asks for the document each time it looks."""

    cell_found = Signal(object)
    closed = Signal()

    def __init__(
        self,
        bar: QFrame,
        edit: QLineEdit,
        count: QLabel,
        buttons: tuple[QToolButton, QToolButton, QToolButton],
        document: Callable[[], Document | None],
    ) -> None:
        super().__init__(bar)
        self._bar, self._edit, self._count = bar, edit, count
        self._document = document
        self._at = -1
        edit.setAccessibleName("在本表里查找")
        names = ("上一处", "下一处", "收起查找栏")
        for button, name in zip(buttons, names, strict=True):
            button.setAccessibleName(name)
        previous, following, close = buttons
        previous.clicked.connect(lambda: self.step(forward=False))
        following.clicked.connect(lambda: self.step(forward=True))
        close.clicked.connect(self.close)
        edit.textChanged.connect(self._on_text_changed)
        edit.installEventFilter(self)
        bar.hide()

    def open(self) -> None:
        """Show the bar, the last text selected."""
        self._bar.show()
        self._edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._edit.selectAll()

    def close(self) -> None:
        self._bar.hide()
        self.closed.emit()

    def step(self, forward: bool) -> None:
        """Go to the next place, around the end."""
        found = self._found()
        if found:
            before = 0 if self._at < 0 and not forward else self._at
            self._at = (before + (1 if forward else -1)) % len(found)
            self.cell_found.emit(found[self._at])
        self._show_count(len(found))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.step(not event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.close()
                return True
        return super().eventFilter(watched, event)

    def _found(self) -> tuple[CellRef, ...]:
        document = self._document()
        return () if document is None else cells_with(document, self._edit.text())

    def _on_text_changed(self) -> None:
        self._at = -1
        self._show_count(len(self._found()))

    def _show_count(self, number: int) -> None:
        if not self._edit.text().strip():
            self._count.setText("")
        elif not number:
            self._count.setText("没有找到")
        else:
            place = f"第 {self._at + 1} 处，" if self._at >= 0 else ""
            self._count.setText(f"{place}共 {number} 处")
