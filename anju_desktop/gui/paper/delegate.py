"""Opens and closes the editor of a cell and carries its text to the model."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.forms.definition import Align, ValueType
from anju_desktop.gui.paper.assisting import Assistant
from anju_desktop.gui.paper.desk import STANDS_OFF
from anju_desktop.gui.paper.model import Index, PaperRole
from anju_desktop.gui.theme import paper_font
from anju_desktop.sheet.grid import GridCell
from anju_desktop.sheet.metrics import MM_PER_POINT, FontMetrics
from anju_desktop.sheet.rowheights import pad_x

if TYPE_CHECKING:
    from typing_extensions import TypeIs

    from anju_desktop.gui.paper.editor import CellEditor


_MONTHS = tuple(f"{month}月" for month in range(1, 13))


class Draft:
    """What the open editor shows to the checks; dropped once, whoever comes first."""

    def __init__(self, document: Document, ref: CellRef) -> None:
        self._document = document
        self._ref = ref
        self._open = True

    def show(self, text: str) -> None:
        if self._open:
            self._document.set_draft(self._ref, text)

    def drop(self) -> None:
        if self._open:
            self._open = False
            self._document.set_draft(self._ref, None)


class PaperDelegate(QStyledItemDelegate):
    """At most one editor is open at a time."""

    editor_left = Signal(object)
    editor_given_up = Signal()
    row_wanted = Signal()

    def __init__(
        self,
        document: Document,
        metrics: FontMetrics,
        pixels_per_mm: Callable[[], float],
        parent: QObject,
        assistant: Assistant | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._metrics = metrics
        self._assistant = assistant
        self._draft: Draft | None = None
        self._pixels_per_mm = pixels_per_mm
        self.editor: CellEditor | None = None

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        cell: GridCell = index.data(PaperRole.CELL)
        ref = cell.refs[0]
        size = cell.style.size_pt * MM_PER_POINT * self._pixels_per_mm()
        font = paper_font(size, cell.style.bold)
        editor = self._assistant.editor(parent, ref, font) if self._assistant else None
        editor = editor or self._plain_editor(parent, ref, font)
        editor.show_level(index.data(PaperRole.LEVEL))
        draft = Draft(self._document, ref)
        editor.typed.connect(draft.show)
        editor.left.connect(self.editor_left)
        editor.given_up.connect(self.editor_given_up)
        editor.row_wanted.connect(self.row_wanted)
        # A view deleted with its editor open must not leave a draft in the document.
        editor.destroyed.connect(lambda *_: draft.drop())
        self.editor, self._draft = editor, draft
        return editor

    def _plain_editor(self, parent: QWidget, ref: CellRef, font: QFont) -> "CellEditor":
        """The editor for the type of a field."""
        # Imported with the first editor: a start opens none.
        from anju_desktop.gui.paper.editor import CellEditor

        field = self._document.definition(ref)
        if field.type is ValueType.DATE:
            from anju_desktop.gui.paper.date_editor import DateEditor

            return DateEditor(parent, font, field, self._document.period)
        if field.type is ValueType.MONTH:
            return CellEditor(parent, font, _MONTHS, opened=False)
        closed = bool(field.choices) and not field.open_choice
        return CellEditor(parent, font, field.choices, closed=closed)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if _is_ours(editor):
            editor.begin(str(index.data(Qt.ItemDataRole.EditRole)))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if _is_ours(editor):
            model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        cell: GridCell = index.data(PaperRole.CELL)
        # A copy: the option with its rectangle is gone after this call.
        area = QRect(option.rect)  # type: ignore[attr-defined]
        if not _is_ours(editor):
            return
        pad = round(pad_x(cell.style) * self._pixels_per_mm() + STANDS_OFF)
        if cell.prefix and cell.style.align is Align.LEFT:
            # The printed words before the value stay in sight.
            words = self._metrics.width(cell.prefix, cell.style.size_pt, cell.style.bold)
            area = area.adjusted(pad + round(words * self._pixels_per_mm()), 0, 0, 0)
        editor.set_area(area, pad)

    def take_editor(self) -> "CellEditor | None":
        """The open editor, to be closed by who asks: it is no longer the open one.

        Closing moves the focus, of which an editor still open would tell as of being left.
        """
        editor, self.editor = self.editor, None
        return editor

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        if editor is self.editor:
            self.editor = None
        if self._draft is not None:
            self._draft.drop()
            self._draft = None
        super().destroyEditor(editor, index)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """The editor knows its own keys; Qt's usual ones would get in between."""
        return False


def _is_ours(editor: QWidget) -> "TypeIs[CellEditor]":
    from anju_desktop.gui.paper.editor import CellEditor

    return isinstance(editor, CellEditor)
