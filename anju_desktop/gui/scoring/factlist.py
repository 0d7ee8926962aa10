"""Facts one below another, with the tables that break them down; Enter goes on to the next."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.forms.definition import Group
from anju_desktop.gui.scoring.breakdown import Breakdown
from anju_desktop.gui.scoring.fields import FactField, Note


class FactList(QWidget):
    """The facts of a row, or of the whole form."""

    left = Signal()
    """Back to the paper."""
    finished = Signal()
    """Enter in the last fact."""
    focused = Signal(QWidget)
    """The keyboard went to this part, which has to be in sight."""
    entered = Signal(object)
    """The keyboard is at the fact with this :class:`CellRef`."""
    message = Signal(str)

    def __init__(
        self,
        document: Document,
        refs: Sequence[CellRef],
        tables: Sequence[Group] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.fields = [FactField(document, ref) for ref in refs]
        self._tables = [Breakdown(document, group) for group in tables]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for part in (*self.fields, *self._tables):
            column.addWidget(part)
        for number, field in enumerate(self.fields):
            field.align_unit(max(each.unit_width for each in self.fields))
            field.left.connect(self.left)
            field.entered.connect(self.entered)
            field.stepped.connect(self._stepper(number))
        for table in self._tables:
            table.left.connect(self.left)
            table.message.connect(self.message)

    def refresh(self, notes: Mapping[CellRef, Note], last_year: Callable[[CellRef], str]) -> None:
        """Show the document as it is, what the checks say of its facts, and what last year does."""
        for field in self.fields:
            field.show_last_year(last_year(field.ref))
            field.refresh(notes.get(field.ref))
        for table in self._tables:
            table.refresh()

    def commit(self) -> None:
        """Write what is being typed."""
        for field in self.fields:
            field.commit()
        for table in self._tables:
            table.commit()

    def take_focus(self) -> bool:
        """The first fact that is empty, else the first; False without any."""
        if self.fields:
            empty = [f for f in self.fields if not f.editor.typed_text().strip()]
            self._go_to(next(iter(empty), self.fields[0]))
        elif self._tables:
            self._tables[0].table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return bool(self.fields or self._tables)

    def go_to(self, ref: CellRef) -> bool:
        """The keyboard goes to a fact, or to a cell of a breakdown; False where neither is."""
        for field in self.fields:
            if field.ref == ref:
                self._go_to(field)
                return True
        for table in self._tables:
            if table.go_to(ref):
                self.focused.emit(table)
                return True
        return False

    def mark(self, ref: CellRef | None) -> None:
        """Set one fact off from the others, or none."""
        for field in self.fields:
            field.mark(field.ref == ref)

    def _stepper(self, number: int) -> Callable[[bool], None]:
        """What Enter does in one field."""

        def step(forward: bool) -> None:
            target = number + 1 if forward else number - 1
            if 0 <= target < len(self.fields):
                self._go_to(self.fields[target])
            elif forward:
                self.finished.emit()

        return step

    def _go_to(self, field: FactField) -> None:
        field.take_focus()
        self.focused.emit(field)
