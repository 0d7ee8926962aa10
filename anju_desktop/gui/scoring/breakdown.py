"""A breakdown as a whole: its table, what can be done with it, and its sums."""

from collections.abc import Iterator
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.document.values import plain
from anju_desktop.forms.checks import TotalCheck
from anju_desktop.forms.definition import Group
from anju_desktop.gui import theme
from anju_desktop.gui.labels import wrapped
from anju_desktop.gui.scoring.breakdown_table import BreakdownModel, BreakdownTable
from anju_desktop.records import record

_KINDS = {None: "second", True: "saved", False: "explain"}


@record(frozen=True, slots=True)
class SumLine:
    """What a column adds up to, and whether that is what the fact says."""

    words: str
    agrees: bool | None
    """None where nothing is to be compared."""


def sums(document: Document, group: Group) -> Iterator[SumLine]:
    """One line for each column that holds amounts; what cannot be read is left out of the sum."""
    for column in group.columns:
        refs = [CellRef(column.id, group.id, row) for row in document.row_ids(group.id)]
        numbers = [n for n in (document.value(ref).number for ref in refs) if n is not None]
        if not numbers:
            continue
        total = sum(numbers, Decimal(0))
        words = f"{column.title}合计 {plain(total)}{column.unit}"
        whole = _whole(document, group, column.id)
        if whole is None:
            yield SumLine(words, None)
            continue
        title, number = document.definition(whole).title, document.value(whole).number
        if number is None:
            yield SumLine(f"{words}，{title}还没有填", None)
        elif number == total:
            yield SumLine(f"{words}，与{title}一致", True)
        else:
            most, least = max(number, total), min(number, total)
            apart = f"{plain(most - least)}{column.unit}"
            yield SumLine(f"{words}，{title}是 {plain(number)}{column.unit}，相差 {apart}", False)


def _whole(document: Document, group: Group, column: str) -> CellRef | None:
    """The fact or field that the column adds up to, where a check says so."""
    for check in document.edition.checks:
        if isinstance(check, TotalCheck) and check.column == f"{group.id}.{column}":
            return CellRef(check.equals) if "." not in check.equals else None
    return None


class Breakdown(QWidget):
    """The table with its name, its buttons and its sums."""

    left = Signal()
    message = Signal(str)

    def __init__(self, document: Document, group: Group, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._group = document, group
        self._model = BreakdownModel(document, group, self)
        self.table = BreakdownTable(self._model, self)
        self._sums = [wrapped("second") for _ in group.columns]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(wrapped("second", group.title))
        column.addWidget(self.table)
        column.addLayout(self._buttons())
        for label in self._sums:
            column.addWidget(label)
        self.table.left.connect(self.left)
        self.table.message.connect(self.message)
        self.refresh()

    def refresh(self) -> None:
        self._model.refresh()
        lines = list(sums(self._document, self._group))
        for number, label in enumerate(self._sums):
            line = lines[number] if number < len(lines) else None
            label.setVisible(line is not None)
            if line is not None:
                theme.set_kind(label, _KINDS[line.agrees])
                label.setText(line.words)

    def go_to(self, ref: CellRef) -> bool:
        """The keyboard goes to a cell; False when it is not of this table."""
        there = self.table.select(ref)
        if there:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        return there

    def commit(self) -> None:
        self.table.commit()

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for words, tip, deed in (
            ("加一行", "在下面加一行（Ctrl+Enter）", self.table.add_row),
            ("删除行", "删除选中的行（Ctrl+Delete），可以撤销", self.table.remove_row),
            ("粘贴", "从表格软件粘贴一块（Ctrl+V）", self.table.paste),
        ):
            button = QPushButton(words)
            button.setProperty("kind", "panel")
            button.setToolTip(tip)
            button.setAutoDefault(False)
            button.clicked.connect(deed)
            row.addWidget(button)
        row.addStretch(1)
        return row
