"""What the program knows about indicators, brought to the cells of one form."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document

if TYPE_CHECKING:
    from anju_desktop.gui.paper.editor import CellEditor
    from anju_desktop.gui.suggestions import Suggestion
    from anju_desktop.indicators.catalogue import Catalogue
    from anju_desktop.indicators.definition import Indicator

_PAUSE_MS = 150
"""Longer than a held key takes to come again: what is loaded must not hold up its steps."""

# Everything about indicators is imported when a cell first asks for it: a start needs none of it.


class Assistant(QObject):
    """``catalogue`` is asked for when an indicator's name or value is edited, not before."""

    taken = Signal(object)
    """The clerk chose this indicator in the open editor."""
    message = Signal(str)

    def __init__(self, document: Document, catalogue: "Callable[[], Catalogue]") -> None:
        super().__init__()
        self._document = document
        self._provide = catalogue
        self._has_told = ""
        self._ready = False
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._load)

    def prepare(self, ref: CellRef | None) -> None:
        """Get ready for a cell that the clerk may type into next, once they stay there."""
        if not self._ready and ref is not None and self._is_stated(ref):
            self._pause.start()
        else:
            self._pause.stop()

    def _load(self) -> None:
        self._ready = True
        from anju_desktop.gui.paper import name_editor, value_editor  # noqa: F401

        self._catalogue()

    def _is_stated(self, ref: CellRef) -> bool:
        """Whether a cell holds the name or the value of an indicator."""
        if not self.is_indicator(ref.group, ref.row):
            return False
        measures = self._document.edition.find_group(ref.group).measures
        return any(ref.field in (measure.name, measure.value) for measure in measures)

    def is_indicator(self, group_id: str, row_id: str) -> bool:
        """Whether a row states an indicator that the clerk has chosen."""
        if not group_id or not row_id:
            return False
        group = self._document.edition.find_group(group_id)
        return group.open and bool(group.measures)

    def editor(self, parent: QWidget, ref: CellRef, font: QFont) -> "CellEditor | None":
        """An editor that helps in this cell; None where there is nothing to help with."""
        if not self.is_indicator(ref.group, ref.row):
            return None
        from anju_desktop.indicators import rows

        if rows.is_name(self._document, ref):
            from anju_desktop.gui.paper.name_editor import NameEditor

            editor = NameEditor(parent, font, partial(self._find, ref))
            editor.taken.connect(self.taken)
            return editor
        if rows.measure_of_value(self._document, ref) is None:
            return None
        offer = rows.offer(self._document, ref, self._catalogue())
        if offer is None or not (offer.sign or offer.unit or offer.value):
            return None
        from anju_desktop.gui.paper.value_editor import ValueEditor

        return ValueEditor(parent, font, offer)

    def take(self, ref: CellRef, indicator: "Indicator") -> None:
        """Write an indicator into the row of its name's cell; no edit when all of it is there."""
        from anju_desktop.indicators.rows import texts_for

        for cell, text in texts_for(self._document, ref, indicator):
            self._document.set(cell, text)

    def learn(self, ref: CellRef) -> str:
        """Keep the row of a cell as an indicator of the office; says what was done."""
        from anju_desktop.indicators.rows import learned, merged
        from anju_desktop.indicators.searching import key

        catalogue = self._catalogue()
        indicator = learned(self._document, ref, catalogue.words)
        kind = catalogue.kind(indicator.kind).title
        before = next((each for each in catalogue.all() if key(each) == key(indicator)), None)
        if before is not None:
            indicator = merged(indicator, before)
            if indicator == replace(before, sources=()):
                return f"“{indicator.name}”已经在常用指标里（{kind}）。"
        kept = catalogue.add(indicator)
        done = "已更新" if before is not None else "已加入"
        rest = f"原来读不了的文件改名为“{kept}”。" if kept else "以后输入名称时会提示。"
        return f"“{indicator.name}”{done}常用指标（{kind}），{rest}"

    def _find(self, ref: CellRef, typed: str) -> "tuple[Suggestion, ...]":
        from anju_desktop.gui.suggestions import suggested
        from anju_desktop.indicators.rows import context_of

        catalogue = self._catalogue()
        context = context_of(self._document, ref, catalogue.words)
        return suggested(catalogue, catalogue.search(typed, context), context.kind)

    def _catalogue(self) -> "Catalogue":
        catalogue = self._provide()
        if catalogue.trouble and catalogue.trouble != self._has_told:
            self._has_told = catalogue.trouble
            self.message.emit(catalogue.trouble)
        return catalogue
