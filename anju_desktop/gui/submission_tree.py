"""The tree on the left: submissions, their forms, and what each form still needs."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from anju_desktop.document.course import State
from anju_desktop.gui import theme
from anju_desktop.gui.labels import short_title
from anju_desktop.gui.marks import paint_counts
from anju_desktop.gui.theme import Token, color, fill, ui_font
from anju_desktop.gui.versions import status_words
from anju_desktop.gui.workspace import Workspace
from anju_desktop.storage.entries import FormEntry, SubmissionEntry

ENTRY = Qt.ItemDataRole.UserRole
"""The :class:`SubmissionEntry` or :class:`FormEntry` of a row."""

_Index = QModelIndex | QPersistentModelIndex
_ROW_HEIGHT = 30
_LEFT = 25
_RIGHT = 12


class SubmissionModel(QAbstractItemModel):
    """Asks the workspace for everything; a child's internal id is its parent's row + 1."""

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._entries = workspace.listed()
        workspace.submissions_changed.connect(self._on_submissions_changed)
        workspace.counts_changed.connect(self._on_counts_changed)

    def index_of_form(self, form_id: int) -> QModelIndex:
        """The row of a form; an invalid index when it is not here."""
        for row, submission in enumerate(self._entries):
            for number, form in enumerate(submission.forms):
                if form.id == form_id:
                    return self.index(number, 0, self.index(row, 0))
        return QModelIndex()

    def index(self, row: int, column: int, parent: _Index = QModelIndex()) -> QModelIndex:
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, child: _Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]
        if not child.isValid() or child.internalId() == 0:
            return QModelIndex()
        return self.createIndex(child.internalId() - 1, 0, 0)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        if not parent.isValid():
            return len(self._entries)
        if parent.internalId() == 0:
            return len(self._entries[parent.row()].forms)
        return 0

    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        return 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return short_title(self._entry(index).title)
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleDescriptionRole:
                return self._description(self._entry(index))
            case Qt.ItemDataRole.UserRole:
                return self._entry(index)
        return None

    def _entry(self, index: _Index) -> SubmissionEntry | FormEntry:
        if index.internalId() == 0:
            return self._entries[index.row()]
        return self._entries[index.internalId() - 1].forms[index.row()]

    def _description(self, entry: SubmissionEntry | FormEntry) -> str:
        if isinstance(entry, SubmissionEntry):
            words = (self._workspace.submission_state(entry), self._workspace.next_step(entry))
            return f"{entry.title}\n{'，'.join(filter(None, words))}"
        version = self._workspace.version(entry)
        if version.is_final:
            state = self._workspace.form_state(entry)
            beyond = "" if state is State.FINAL else f"，{state.value}"
            return f"{entry.title}\n{status_words(version)}{beyond}"
        counts = self._workspace.counts(entry.id)
        return entry.title + (f"\n{counts.words()}" if counts is not None else "")

    def _on_submissions_changed(self) -> None:
        entries = self._workspace.listed()
        shape = [[form.id for form in submission.forms] for submission in entries]
        if shape == [[form.id for form in submission.forms] for submission in self._entries]:
            self._entries = entries
            self._tell_all()
            return
        self.beginResetModel()
        self._entries = entries
        self.endResetModel()

    def _on_counts_changed(self, form_id: int) -> None:
        index = self.index_of_form(form_id)
        if index.isValid():
            self.dataChanged.emit(index, index)
            self.dataChanged.emit(index.parent(), index.parent())

    def _tell_all(self) -> None:
        for row in range(len(self._entries)):
            parent = self.index(row, 0)
            self.dataChanged.emit(parent, parent)
            last = self.rowCount(parent) - 1
            if last >= 0:
                self.dataChanged.emit(self.index(0, 0, parent), self.index(last, 0, parent))


class SubmissionDelegate(QStyledItemDelegate):
    """Paints both kinds of row. Asks the tree for its state: QStyle costs time at start."""

    def __init__(self, workspace: Workspace, tree: QTreeView) -> None:
        super().__init__(tree)
        self._workspace = workspace
        self._tree = tree

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        entry = index.data(ENTRY)
        if isinstance(entry, FormEntry):
            return QSize(0, _ROW_HEIGHT)
        width = self._tree.width() - _LEFT - _RIGHT
        lines = len(_title_lines(short_title(entry.title), width))
        return QSize(0, 12 + lines * 18 + 20)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        area: QRect = option.rect  # type: ignore[attr-defined]
        selected = self._tree.selectionModel().isSelected(index)
        if selected:
            fill(painter, area, color(Token.SELECTION))
            fill(painter, QRect(0, area.top(), 3, area.height()), _accent())
        entry = index.data(ENTRY)
        if isinstance(entry, FormEntry):
            self._paint_form(painter, area, entry)
        else:
            self._paint_submission(painter, area, entry, self._tree.isExpanded(index))
        if self._tree.hasFocus() and self._tree.currentIndex() == index:
            painter.setPen(QPen(_accent(), 2))
            painter.drawRect(area.adjusted(1, 1, -1, -1))
        painter.restore()

    def _paint_form(self, painter: QPainter, area: QRect, form: FormEntry) -> None:
        middle = area.center().y() + 0.5
        right = float(area.right() - _RIGHT)
        counts = self._workspace.counts(form.id)
        state = self._workspace.form_state(form)
        if state in _AFTER_FILLING:
            right = _paint_state(painter, area, state)
        elif counts is not None and counts.present():
            right = paint_counts(painter, right, middle, counts)
        elif state is State.CLEAN:
            right -= 16
            icon = QRect(int(right), area.center().y() - 7, 16, 16)
            theme.icon("saved").paint(painter, icon)
        font = ui_font()
        painter.setFont(font)
        painter.setPen(color(Token.INK))
        words = QRect(area.left() + _LEFT, area.top(), 0, area.height())
        words.setRight(int(right) - 3)
        text = QFontMetrics(font).elidedText(
            short_title(form.title), Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_submission(
        self, painter: QPainter, area: QRect, entry: SubmissionEntry, expanded: bool
    ) -> None:
        arrow = QRect(area.left() + 8, area.top() + 12, 12, 12)
        theme.icon("chevron-down" if expanded else "chevron-right").paint(painter, arrow)
        painter.setFont(ui_font(bold=True))
        painter.setPen(color(Token.INK))
        y = area.top() + 9
        left = area.left() + _LEFT
        for line in _title_lines(short_title(entry.title), area.width() - _LEFT - _RIGHT):
            painter.drawText(QRect(left, y, area.width(), 18), _LINE, line)
            y += 18
        painter.setFont(ui_font(theme.NOTE))
        returned = self._workspace.state(entry) is State.RETURNED
        painter.setPen(_accent() if returned else color(Token.INK_SECOND))
        words = self._workspace.submission_state(entry)
        painter.drawText(QRect(left, y, area.width() - _LEFT, 18), _LINE, words)


_AFTER_FILLING = (State.FINAL, State.SEALED, State.REPORTED, State.RECEIVED)


def _paint_state(painter: QPainter, area: QRect, state: State) -> float:
    """The word for a state at the right end of a row; returns where it begins."""
    font = ui_font(theme.NOTE)
    width = QFontMetrics(font).horizontalAdvance(state.value)
    place = QRect(area.right() - _RIGHT - width, area.top(), width + 1, area.height())
    painter.setFont(font)
    painter.setPen(color(Token.SAFE))
    painter.drawText(place, _LINE, state.value)
    return float(place.left() - 3)


_LINE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def _accent() -> QColor:
    return color(Token.ACCENT)


def _title_lines(text: str, width: int) -> list[str]:
    """At most two lines of a bold title; the second is cut short with an ellipsis."""
    font = ui_font(bold=True)
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(max(width, 40))
    layout.endLayout()
    first = text[: line.textLength()]
    rest = text[line.textLength() :]
    if not rest:
        return [first]
    return [first, QFontMetrics(font).elidedText(rest, Qt.TextElideMode.ElideRight, width)]
