"""A fact broken down, by county say: a small table beside the paper.

The rows are rows of the document like those of the paper; the model holds none of them.
"""

from collections.abc import Callable

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QFontMetrics, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.errors import AnjuError, DocumentError
from anju_desktop.forms.definition import Group
from anju_desktop.gui import theme
from anju_desktop.gui.paper.blocks import format_block
from anju_desktop.gui.paper.delegate import Draft
from anju_desktop.gui.paper.keys import VERBS, pressed, types_text
from anju_desktop.gui.theme import Token, color, paper_font

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_Hint = QAbstractItemDelegate.EndEditHint
_LEFT = Qt.AlignmentFlag.AlignLeft
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_TABS = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPPING = (*_TABS, *_ENTER)
_PIXELS = 13
_ROW_HEIGHT = 26
_SHOWN_ROWS = 6
_NARROWEST = 56
_KEYS = {
    "clear_selected": "clear",
    "copy": "copy",
    "paste": "paste",
    "insert_row": "add_row",
    "remove_rows": "remove_row",
    "edit_current": "edit_current",
}
"""Verbs of the paper that mean the same here, and what they are called here."""


class BreakdownModel(QAbstractTableModel):
    """Rows and columns of a group off the paper."""

    def __init__(self, document: Document, group: Group, parent: QWidget) -> None:
        super().__init__(parent)
        self.document, self.group = document, group
        self._rows = document.row_ids(group.id)

    def refresh(self) -> None:
        """The document may have changed."""
        rows = self.document.row_ids(self.group.id)
        if rows != self._rows:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
        elif rows:
            last = self.index(len(rows) - 1, len(self.group.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def ref(self, index: Index) -> CellRef:
        column = self.group.columns[index.column()]
        return CellRef(column.id, self.group.id, self._rows[index.row()])

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.group.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        value = self.document.value(self.ref(index))
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return value.typed
            case Qt.ItemDataRole.ToolTipRole:
                return value.problem or None
            case Qt.ItemDataRole.ForegroundRole:
                return color(Token.ERROR if value.problem else Token.INK)
            case Qt.ItemDataRole.TextAlignmentRole:
                aside = Qt.AlignmentFlag.AlignRight if value.quantitative else _LEFT
                return aside | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(index, value.typed, value.problem)
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        if str(value) == self.document.text(self.ref(index)):
            return True
        if not self.document.reopen_if_agreed():
            return False
        self.document.set(self.ref(index), str(value))
        return True

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.head(section) if orientation == Qt.Orientation.Horizontal else str(section + 1)

    def head(self, column: int) -> str:
        field = self.group.columns[column]
        return f"{field.title}\n（{field.unit}）" if field.unit else field.title

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return usual | Qt.ItemFlag.ItemIsEditable

    def _spoken(self, index: Index, text: str, problem: str) -> str:
        words = f"第{index.row() + 1}行 {self.group.columns[index.column()].title}：{text or '空'}"
        return f"{words}，{problem}" if problem else words


class _Delegate(QStyledItemDelegate):
    """Shows what is being typed to the document, as the cells of the paper do."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.editor: QWidget | None = None
        self._draft: Draft | None = None

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setObjectName("breakdownEditor")
        editor.setFont(paper_font(_PIXELS))
        model = index.model()
        assert isinstance(model, BreakdownModel)
        draft = self._draft = Draft(model.document, model.ref(index))
        editor.textEdited.connect(draft.show)
        editor.destroyed.connect(lambda *_: draft.drop())
        self.editor = editor
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        # Asked again at every change of the table, which must not touch what is being typed.
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter writes at once; Qt would do so later, after the table has seen the key too."""
        down = event.type() == QEvent.Type.KeyPress
        if down and isinstance(event, QKeyEvent) and event.key() in _ENTER:
            assert isinstance(editor, QWidget)
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, _Hint.SubmitModelCache)
            return True
        return super().eventFilter(editor, event)

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        if editor is self.editor:
            self.editor = None
        if self._draft is not None:
            self._draft.drop()
            self._draft = None
        super().destroyEditor(editor, index)


class BreakdownTable(QTableView):
    """Typing, Enter and Tab as on the paper; pastes blocks from Excel and WPS."""

    left = Signal()
    message = Signal(str)

    def __init__(self, model: BreakdownModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._breakdown = model
        self.setObjectName("breakdown")
        self.setModel(model)
        self._delegate = _Delegate(self)
        self.setItemDelegate(self._delegate)
        self.setFont(paper_font(_PIXELS))
        self.setAccessibleName(model.group.title)
        self.setSelectionMode(QTableView.SelectionMode.ContiguousSelection)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        head = self.horizontalHeader()
        head.setSectionsClickable(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        head.setMinimumSectionSize(_NARROWEST)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        model.modelReset.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        """As high as the rows, up to a limit; long heads are set in two lines."""
        metrics = QFontMetrics(theme.ui_font(theme.NOTE))
        rows = max(1, min(_SHOWN_ROWS, self._breakdown.rowCount()))
        head = 2 * metrics.lineSpacing() + 8
        self.horizontalHeader().setFixedHeight(head)
        self.setFixedHeight(head + rows * _ROW_HEIGHT + 2 * self.frameWidth() + 2)

    def commit(self) -> None:
        """Write what is being typed."""
        editor = self._delegate.editor
        if editor is not None:
            self.commitData(editor)
            self.closeEditor(editor, _Hint.NoHint)

    def select(self, ref: CellRef) -> bool:
        """Make a cell the current one; False when it is not of this table."""
        document, group = self._breakdown.document, self._breakdown.group
        columns = [column.id for column in group.columns]
        there = ref.group == group.id and ref.row in document.row_ids(group.id)
        if there:
            self._go_to(document.row_index(group.id, ref.row), columns.index(ref.field))
        return there

    # -- verbs -----------------------------------------------------------------------------

    def edit_current(self) -> None:
        if self.currentIndex().isValid():
            self.edit(self.currentIndex())

    def add_row(self) -> None:
        """A row below the current one."""
        self.commit()
        at = self.currentIndex().row() + 1 if self.currentIndex().isValid() else None
        self._try(lambda: self._insert(at))

    def _insert(self, at: int | None) -> None:
        document, group = self._breakdown.document, self._breakdown.group
        row = document.insert_row(group.id, index=at)
        self._go_to(document.row_index(group.id, row), 0)

    def remove_row(self) -> None:
        """The rows of the selected cells; can be undone, so nothing is asked."""
        self.commit()
        document, group = self._breakdown.document, self._breakdown.group
        rows = sorted({index.row() for index in self.selectedIndexes()})
        if not rows:
            self.message.emit("先选一行，再删除。")
            return
        if not document.reopen_if_agreed():
            return
        ids = [document.row_ids(group.id)[row] for row in rows]
        with document.editing("删行"):
            for row_id in ids:
                document.remove_row(group.id, row_id)
        left = self._breakdown.rowCount()
        if left:
            self._go_to(min(rows[0], left - 1), 0)

    def clear(self) -> None:
        document = self._breakdown.document
        if not document.reopen_if_agreed():
            return
        with document.editing("清除"):
            for index in self.selectedIndexes():
                document.set(self._breakdown.ref(index), "")

    def copy(self) -> None:
        rows: dict[int, list[str]] = {}
        for index in sorted(self.selectedIndexes(), key=lambda each: (each.row(), each.column())):
            rows.setdefault(index.row(), []).append(str(index.data()))
        if rows:
            QGuiApplication.clipboard().setText(format_block(list(rows.values())))

    def paste(self) -> None:
        """A block from the current cell on; rows that are missing are added."""
        self.commit()
        self._try(self._paste)

    def _paste(self) -> None:
        from anju_desktop.gui.paper.clipboard import copied_block

        copied = copied_block()
        if copied.is_empty:
            raise DocumentError("剪贴板里没有文字。")
        document, group = self._breakdown.document, self._breakdown.group
        current = self.currentIndex()
        top, left = (current.row(), current.column()) if current.isValid() else (0, 0)
        block, room = copied.rows, len(group.columns) - left
        width = copied.width
        if width > room:
            raise DocumentError(f"要粘贴 {width} 栏，从这一格往右只有 {room} 栏，没有粘贴。")
        with document.editing("粘贴"):
            while len(document.row_ids(group.id)) < top + len(block):
                document.insert_row(group.id)
            ids = document.row_ids(group.id)
            for row_id, texts in zip(ids[top:], block, strict=False):
                for column, cell in zip(group.columns[left:], texts, strict=False):
                    document.set(CellRef(column.id, group.id, row_id), cell, "粘贴")
        self._go_to(top, left)

    def _try(self, deed: Callable[[], object]) -> None:
        """Do it, or say why it cannot be done."""
        try:
            deed()
        except AnjuError as error:
            self.message.emit(str(error))

    # -- keys ------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = pressed(event)
        verb = _KEYS.get(VERBS.get(key, ""))
        if verb is not None:
            getattr(self, verb)()
        elif key[0] == Qt.Key.Key_Escape:
            self.left.emit()
        elif key[0] in _STEPPING:
            forward = key[0] != Qt.Key.Key_Backtab and not key[1] & _SHIFT
            if not self._step(forward) and key[0] in _TABS:
                # The table is one stop: after its last cell Tab goes on.
                QWidget.focusNextPrevChild(self, forward)
        elif key[1] & Qt.KeyboardModifier.ControlModifier and not types_text(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._breakdown.rowCount():
            self._go_to(0, 0)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Enter and Tab go on to the next cell, as on the paper."""
        if hint in (_Hint.SubmitModelCache, _Hint.EditNextItem, _Hint.EditPreviousItem):
            super().closeEditor(editor, _Hint.NoHint)
            self._step(hint != _Hint.EditPreviousItem)
        else:
            super().closeEditor(editor, hint)

    def _step(self, forward: bool) -> bool:
        """Go to the next cell, if there is one."""
        index, columns = self.currentIndex(), self._breakdown.columnCount()
        place = index.row() * columns + index.column() + (1 if forward else -1)
        there = index.isValid() and 0 <= place < columns * self._breakdown.rowCount()
        if there:
            self._go_to(*divmod(place, columns))
        return there

    def _go_to(self, row: int, column: int) -> None:
        self.setCurrentIndex(self._breakdown.index(row, column))
