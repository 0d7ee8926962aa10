"""The form as the paper looks, on a desk, edited in place.

One view, one document. It keeps no value: keys, pastes and the editor write to the document, and
what is painted comes from the model's grid.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelectionModel, QMimeData, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QApplication, QWidget

from anju_desktop.document.changes import CellRef, Edit
from anju_desktop.document.document import Document
from anju_desktop.document.history import History
from anju_desktop.errors import AnjuError
from anju_desktop.forms.definition import Level
from anju_desktop.gui.paper import actions, blocks, rows
from anju_desktop.gui.paper.assisting import Assistant
from anju_desktop.gui.paper.delegate import PaperDelegate
from anju_desktop.gui.paper.keys import STEPS, STRETCHES, VERBS, pressed, types_text
from anju_desktop.gui.paper.marking import FindingSource, heaviest, missing
from anju_desktop.gui.paper.model import Index
from anju_desktop.gui.paper.relay import Relay
from anju_desktop.gui.paper.route import Step, follow
from anju_desktop.gui.paper.surface import WHEEL_STEP, PaperSurface
from anju_desktop.sheet.grid import GridCell, GridRow, Role
from anju_desktop.sheet.metrics import default_metrics

if TYPE_CHECKING:
    from anju_desktop.indicators.definition import Indicator

_Trigger = QAbstractItemView.EditTrigger
_TYPED, _CLICKED = _Trigger.AnyKeyPressed, _Trigger.DoubleClicked
_SELECT = QItemSelectionModel.SelectionFlag.ClearAndSelect
_STAY = QItemSelectionModel.SelectionFlag.NoUpdate

_REFUSALS = {
    Role.LABEL: "这一格是表上印好的，不能填写。",
    Role.OFFICIAL: "这一格是表上印好的，不能填写。",
    Role.LOCKED: "这一格由上级填写，本级不能改。",
    Role.CARRIED: "这一格从绩效目标表带入，不在这里改；要改先改目标表，再重新带入。",
    Role.COMPUTED: "这一格由程序算出，不用填写。",
    Role.INPUT: "这一格有几个栏目，不能直接填写。",
}


class PaperView(PaperSurface):
    """See the module. Give it a parent or keep it: deleting it ends its listening.

    ``current_changed`` and ``zoom_changed`` come from the surface.
    """

    message = Signal(str)
    """A sentence for the status bar: why something was not done."""
    confirmed = Signal(object)
    """The clerk has looked at what stands in these cells of the document."""

    def __init__(
        self,
        document: Document,
        history: History,
        checker: FindingSource,
        parent: QWidget | None = None,
        *,
        reviewed: bool = True,
        assistant: Assistant | None = None,
    ) -> None:
        super().__init__(document, parent)
        self._document = document
        self._history = history
        self._checker = checker
        self._reviewed = reviewed
        self._lost: tuple[CellRef, int] | None = None
        self._anchor: GridCell | None = None
        self._assistant = assistant
        self._delegate = PaperDelegate(
            document, default_metrics(), self.pixels_per_mm, self, assistant
        )
        self.setItemDelegate(self._delegate)
        self.setEditTriggers(_TYPED | _CLICKED)
        self._listen()
        self._show_findings()
        self._begin()

    def _begin(self) -> None:
        """Start at the first cell that can be filled, rather than at the title as Qt would."""
        first = next(iter(self._fillable()), None)
        if first is not None:
            self._go_to(first)

    def _listen(self) -> None:
        self._paper.modelAboutToBeReset.connect(self._on_about_to_be_reset)
        self._paper.grid_changed.connect(self._return_to_lost)
        self._paper.looked_at.connect(self.confirmed)
        self._delegate.editor_left.connect(self._on_editor_left)
        self._delegate.editor_given_up.connect(self._on_editor_given_up)
        self._delegate.row_wanted.connect(self.insert_row)
        if self._assistant is not None:
            self._assistant.setParent(self)
            self._assistant.taken.connect(self._on_indicator_taken)
            self._assistant.message.connect(self.message)
            self.current_changed.connect(self._assistant.prepare)
        Relay(self._checker.on_change, self).happened.connect(self._show_findings)
        Relay(self._document.on_edit, self).happened.connect(self._on_edited)

    # -- what others ask -------------------------------------------------------------------

    def current_ref(self) -> CellRef | None:
        """The cell of the document at the focus; None on printed text."""
        cell = self.current_cell()
        return cell.refs[0] if cell and cell.refs else None

    def current_row(self) -> GridRow:
        """The grid row of the current cell, of a merged cell the first."""
        cell = self.current_cell()
        return self._paper.grid.rows[cell.row] if cell else self._paper.grid.rows[0]

    def jump_to(self, ref: CellRef) -> bool:
        """Make a cell the current one and scroll to it; False when it is not on the paper."""
        cell = self._paper.cell_of(ref)
        if cell is None:
            return False
        self.commit_editor()
        self._go_to(cell, scroll=False)
        self._reveal(cell, smoothly=True)
        return True

    def set_reviewed(self, reviewed: bool) -> None:
        """Whether empty cells are marked too: not before 审核 in a fresh form."""
        self._reviewed = reviewed
        self._show_findings()

    # -- editing ---------------------------------------------------------------------------

    def edit(  # type: ignore[override]
        self,
        index: Index,
        trigger: QAbstractItemView.EditTrigger = _Trigger.AllEditTriggers,
        event: QEvent | None = None,
    ) -> bool:
        """Open the editor: typing replaces what stands there, all else begins at its end."""
        cell = self._paper.cell(index)
        if cell is not None and not self._paper.editable(cell) and trigger in (_TYPED, _CLICKED):
            self.message.emit(_REFUSALS[cell.role])
            return False
        # Asked before the editor opens: what is typed afterwards is not lost to a question.
        if cell is not None and trigger in (_TYPED, _CLICKED) and not self._can_edit():
            return False
        opened = bool(super().edit(index, trigger, event))  # type: ignore[arg-type]
        if opened and trigger != _TYPED and self._delegate.editor is not None:
            self._delegate.editor.move_to_end()
        return opened

    def _can_edit(self) -> bool:
        """Whether the form is a draft, or the clerk agrees to revise it."""
        return self._document.reopen_if_agreed()

    def edit_current(self) -> None:
        """Open the editor of the current cell at the end of its text."""
        if self.currentIndex().isValid():
            self.edit(self.currentIndex(), _CLICKED, None)

    def edit_with(self, text: str) -> None:
        """Open the editor of the current cell with another text in it, which is not written."""
        self.edit_current()
        if self._delegate.editor is not None:
            self._delegate.editor.replace(text)

    def is_editing(self) -> bool:
        return self._delegate.editor is not None

    def commit_editor(self) -> None:
        """Write what is being typed into the document and close the editor."""
        editor = self._delegate.take_editor()
        if editor is not None:
            self.commitData(editor)
            self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def _on_editor_left(self, step: Step | None) -> None:
        self.commit_editor()
        if step is not None:
            self._step(step)

    def _on_indicator_taken(self, indicator: "Indicator") -> None:
        """Fill the row in place of what was being typed, and go on to the value."""
        cell = self.current_cell()
        self._on_editor_given_up()
        if cell is not None and self._assistant is not None:
            with self._document.editing("填入常用指标"):
                for ref in cell.refs:
                    self._assistant.take(ref, indicator)
        self._step(Step.NEXT)

    def _on_editor_given_up(self) -> None:
        editor = self._delegate.take_editor()
        if editor is not None:
            self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.RevertModelCache)

    # -- verbs -----------------------------------------------------------------------------

    def undo(self) -> bool:
        """Take back the last edit and go where it was; False when nothing was taken back."""
        may = not self._history.undo_label or self._can_edit()
        return may and self._replay(self._history.undo, "没有可以撤销的操作。")

    def redo(self) -> bool:
        may = not self._history.redo_label or self._can_edit()
        return may and self._replay(self._history.redo, "没有可以重做的操作。")

    def _replay(self, replay: Callable[[], Edit | None], nothing: str) -> bool:
        self.commit_editor()
        edit = replay()
        if edit is None:
            self.message.emit(nothing)
            return False
        ref = actions.place_of(self._document, edit)
        if ref is not None:
            self.jump_to(ref)
        return True

    def clear_selected(self) -> None:
        self._try(partial(actions.clear, self._paper, self.selected_cells()))

    def holds_last_year(self) -> bool:
        """Whether a selected cell holds last year's text, which nobody has looked at yet."""
        return any(map(self._paper.from_last_year, self.selected_cells()))

    def confirm_last_year(self) -> None:
        """The selected cells are right as they are."""
        self.confirmed.emit([ref for cell in self.selected_cells() for ref in cell.refs])

    def copy(self) -> None:
        """Put the selected cells on the clipboard as Excel, WPS and LibreOffice understand them."""
        cells = self.selected_cells()
        if cells:
            area = blocks.around(cells)
            data = QMimeData()
            data.setText(blocks.copied_text(self._paper, area))
            data.setHtml(blocks.copied_html(self._paper, area))
            QGuiApplication.clipboard().setMimeData(data)

    def cut(self) -> None:
        self.copy()
        self.clear_selected()

    def paste(self) -> None:
        """Put the clipboard's block from the current cell on, or say why not."""
        self.commit_editor()
        self._try(self._paste)

    def _paste(self) -> None:
        from anju_desktop.gui.paper.clipboard import copied_block

        block = copied_block()
        pasted = actions.paste(self._paper, self.selected_cells(), block, self._ask)
        cells = [cell for ref in pasted.refs if (cell := self._paper.cell_of(ref)) is not None]
        self._go_to(cells[0])
        # Set after the edit, which would end it.
        self._pasted = blocks.around(cells)
        self._select_area(self._pasted)
        self.message.emit(actions.told(self._paper, pasted))

    def _ask(self, question: str, answers: tuple[str, ...]) -> int:
        from anju_desktop.gui import messages

        return messages.ask_choice(self.window(), "粘贴", question, answers, "粘贴")

    def copy_from_above(self) -> None:
        self._try(partial(actions.copy_from_above, self._paper, self.selected_cells()))

    def copy_from_left(self) -> None:
        self._try(partial(actions.copy_from_left, self._paper, self.selected_cells()))

    def _try(self, deed: Callable[[], object]) -> None:
        """Do it, or say why it cannot be done."""
        try:
            deed()
        except AnjuError as error:
            self.message.emit(str(error))

    # -- rows ------------------------------------------------------------------------------

    def insert_row(self) -> None:
        """A row below the current one, in its category; an empty group asks for the category."""
        from anju_desktop.gui.paper.menus import category_menu

        self.commit_editor()
        row = self.current_row()
        menu = category_menu(self, row) if row.group and not row.row_id else None
        if menu is not None:
            menu.exec(
                self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())
            )
        else:
            self._try(partial(self._insert_below, row))

    def _insert_below(self, row: GridRow) -> None:
        row_id = rows.insert_below(self._document, row)
        self.jump_to(rows.first_cell(self._document, row.group, row_id))

    def insert_row_in(self, group: str, category: str) -> None:
        """A row at the end of a category."""
        self.commit_editor()
        self._try(partial(self._insert_in, group, category))

    def _insert_in(self, group: str, category: str) -> None:
        row_id = self._document.insert_row(group, category)
        self.jump_to(rows.first_cell(self._document, group, row_id))

    def remove_rows(self) -> None:
        """Delete the rows of the selected cells; asks nothing, since it can be undone."""
        self.commit_editor()
        cells = self.selected_cells()
        if cells:
            area = blocks.around(cells) if len(cells) > 1 else None
            last = area.bottom if area else cells[0].row
            chosen = self._paper.grid.rows[cells[0].row : last + 1]
            self._try(partial(self._remove, chosen))

    def _remove(self, chosen: Sequence[GridRow]) -> None:
        count = rows.remove(self._document, chosen)
        self.message.emit(f"已删除 {count} 行，按 Ctrl+Z 可以撤销。")

    def move_row_up(self) -> None:
        self._move_row(down=False)

    def move_row_down(self) -> None:
        self._move_row(down=True)

    def _move_row(self, *, down: bool) -> None:
        self.commit_editor()
        ref = self.current_ref()
        self._try(partial(rows.move, self._document, self.current_row(), down))
        if ref is not None:
            self.jump_to(ref)

    def can_learn(self) -> bool:
        """Whether the row of the current cell can be kept as a common indicator."""
        row = self.current_row()
        return self._assistant is not None and self._assistant.is_indicator(row.group, row.row_id)

    def learn_row(self) -> None:
        """Keep the row of the current cell as a common indicator."""
        self.commit_editor()
        self._try(self._learn)

    def _learn(self) -> None:
        row, ref = self.current_row(), self.current_ref()
        if self._assistant is None or not row.row_id:
            return
        if ref is None or ref.row != row.row_id:
            ref = rows.first_cell(self._document, row.group, row.row_id)
        self.message.emit(self._assistant.learn(ref))

    # -- ways ------------------------------------------------------------------------------

    def select_all(self) -> None:
        """Choose the whole form, to copy it."""
        self._select_area(
            blocks.Area(0, 0, self._paper.rowCount() - 1, self._paper.columnCount() - 1)
        )

    def drop_selection(self) -> None:
        """Keep only the current cell."""
        cell = self.current_cell()
        if cell is not None:
            self._go_to(cell)

    def _go_to(self, cell: GridCell, *, scroll: bool = True) -> None:
        index = self._paper.index_of(cell)
        self._anchor = cell
        self.setAutoScroll(scroll)
        self.selectionModel().setCurrentIndex(index, _SELECT)
        self.setAutoScroll(True)

    def _step(self, step: Step) -> bool:
        """Go on to the next cell that can be filled, if there is one."""
        start = self.current_cell() or self._paper.grid.cells[0]
        cell = follow(self._fillable(), start, step)
        if cell is not None:
            self._go_to(cell)
        return cell is not None

    def _fillable(self) -> Sequence[GridCell]:
        return self._paper.fillable()

    def _stretch(self, step: Step) -> None:
        """Widen the selection from where it began; the current cell is its other end."""
        start = self.current_cell()
        cell = follow(self._fillable(), start, step) if start else None
        if start is None or cell is None:
            return
        anchor = self._anchor or start
        self.selectionModel().setCurrentIndex(self._paper.index_of(cell), _STAY)
        self._select_area(blocks.around([anchor, cell]))

    def page_up(self) -> None:
        self._page(-1)

    def page_down(self) -> None:
        self._page(1)

    def _page(self, way: int) -> None:
        """Go a window further, to the fillable cell nearest to the current column."""
        start = self.current_cell()
        if start is None:
            return
        geometry = self._desk.geometry
        target = geometry.ys[start.row] + way * (self.viewport().height() - 2 * WHEEL_STEP)
        ahead = [c for c in self._fillable() if (c.row - start.row) * way > 0]
        cell = min(
            ahead,
            key=lambda c: (abs(geometry.ys[c.row] - target), abs(c.column - start.column)),
            default=None,
        )
        if cell is not None:
            self._go_to(cell)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.current_changed.emit(self.current_ref())

    # -- keys and mouse --------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = pressed(event)
        if key in STEPS:
            if not self._step(STEPS[key]) and key[0] in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                # The paper is one stop: after its last cell Tab goes on to the next area.
                QWidget.focusNextPrevChild(self, STEPS[key] is Step.NEXT)
        elif key in STRETCHES:
            self._stretch(STRETCHES[key])
        elif key in VERBS:
            getattr(self, VERBS[key])()
        elif types_text(event) and self.currentIndex().isValid():
            self.edit(self.currentIndex(), _TYPED, event)
        else:
            event.ignore()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        # Qt opens the editor for what is being composed, and keeps the focus until it is done;
        # what an input method writes at once, a full-width comma for one, it would lose.
        at_once = event.commitString() and not event.preeditString()
        if not at_once or self.is_editing():
            super().inputMethodEvent(event)
        elif self.edit(self.currentIndex(), _TYPED, None) and self._delegate.editor is not None:
            QApplication.sendEvent(self._delegate.editor, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self._cell_at(event.position().toPoint())
        if cell is None or (not cell.style.framed and not cell.refs):
            self.commit_editor()
            event.accept()
            return
        if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._anchor = cell
        super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        from anju_desktop.gui.paper.menus import cell_menu

        cell = self._cell_at(event.pos())
        if cell is not None and cell not in self.selected_cells() and cell.style.framed:
            self._go_to(cell)
        cell_menu(self).exec(event.globalPos())

    # -- changes ---------------------------------------------------------------------------

    def _on_about_to_be_reset(self) -> None:
        cell = self.current_cell()
        if cell is not None and cell.refs:
            self._lost = (cell.refs[0], cell.row)

    def _return_to_lost(self) -> None:
        """After rows came or went: the same cell, or the one that is now in its place."""
        if self._lost is None or self.currentIndex().isValid():
            return
        (ref, row), self._lost = self._lost, None
        cell = self._paper.cell_of(ref)
        if cell is None:
            there = min(row, self._paper.rowCount() - 1)
            cell = next((c for c in self._fillable() if c.row >= there), None)
        if cell is not None:
            self._go_to(cell)

    def _on_edited(self, edit: Edit) -> None:
        if self._pasted is not None:
            self._pasted = None
            self.viewport().update()

    def _level_at_focus(self) -> Level | None:
        cell = self.current_cell()
        return self._paper.level(cell) if cell is not None else None

    def _show_findings(self) -> None:
        if not self._checker.has_looked:
            return  # The form is shown first; the checker tells when it has looked.
        findings = self._checker.findings()
        self._paper.set_levels(heaviest(self._document, findings, blanks=self._reviewed))
        if self._delegate.editor is not None:
            self._delegate.editor.show_level(self._level_at_focus())
        before, self._missing = self._missing, missing(self._document, findings)
        for ref in before ^ self._missing:
            cell = self._paper.cell_of(ref)
            if cell is not None:
                self.viewport().update(self.visualRect(self._paper.index_of(cell)))
