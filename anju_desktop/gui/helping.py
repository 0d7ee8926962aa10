"""What F1 and the menu 帮助 bring: cards, handbook, guide and lists."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from anju_desktop.document.changes import CellRef
from anju_desktop.gui.deeds import NO_FORM

if TYPE_CHECKING:
    from anju_desktop.gui.guide import Guide
    from anju_desktop.gui.handbook import HandbookWindow
    from anju_desktop.gui.main_window import MainWindow

CHANGES = "changes"
"""The page of the handbook that says what each version brought."""

NO_CELL = "先选一个要填写的格子，再按 F1。"


class Helping(QObject):
    """Every window of help is made when it is first asked for."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._workspace, self._panel = window.workspace, window.panel
        self.helped: CellRef | None = None
        self.guide: Guide | None = None
        """跟着做一遍, while somebody follows it."""
        self.handbook: HandbookWindow | None = None

    def commands(self) -> Mapping[str, Callable[[], object]]:
        """What the commands of this room do, by their ids."""
        return {
            "cell_help": self._show_help,
            "handbook": self._show_handbook,
            "guide": self.start_guide,
            "keys": self._show_keys,
            "indicators": self._show_indicators,
            "not_checked": self.show_not_checked,
            "about": self._show_about,
        }

    def follow(self, ref: CellRef) -> None:
        """Another cell is the current one: help that is open speaks of it."""
        if self._panel.has_help:
            self._show_card(ref, following=True)

    def start_guide(self) -> None:
        """Lead through a first submission on a sample; from the first page offered only once."""
        from anju_desktop.gui.guide import Guide, open_sample_form
        from anju_desktop.gui.start_page import GUIDE_SEEN

        if self.guide is not None:
            self.guide.end()
        self._window.desk.commit()
        open_sample_form(self._window)
        self._workspace.settings.put(GUIDE_SEEN, "1")
        self.guide = Guide(self._window)
        self.guide.ended.connect(self._on_guide_ended)

    def show_not_checked(self) -> None:
        """What the checks of the open form leave to people."""
        from anju_desktop.gui.notes import not_checked_dialog

        session = self._workspace.current
        if session is not None:
            not_checked_dialog(session.checker.not_checked(), self._window).exec()
        else:
            self._window.status.show_notice(NO_FORM)

    def _on_guide_ended(self) -> None:
        self.guide = None
        self._window.focus_paper()

    def _show_help(self) -> None:
        view = self._window.desk.view
        scores = self._window.scores
        fact = None if scores is None else scores.fact_at_focus()
        ref = fact or (view.current_ref() if view is not None else None)
        if self._workspace.current is None or (self._panel.has_help and ref == self.helped):
            self._show_handbook()
        elif ref is None:
            self._window.status.show_notice(NO_CELL)
        else:
            self._window.ui.panelHost.show()
            self._show_card(ref)

    def _show_card(self, ref: CellRef, *, following: bool = False) -> None:
        from anju_desktop.gui.help_card import HelpCard
        from anju_desktop.indicators.rows import sentences_about

        document = self._window.current_document()
        if document is not None:
            known = sentences_about(document, ref, self._workspace.catalogue())
            card = HelpCard(document, ref, known=known)
            card.closed.connect(self._panel.close_help)
            self._panel.show_help(card, following=following)
            self.helped = ref
            view = self._window.desk.view
            if view is not None:
                # Once for each paper: the same filter again takes its own place.
                view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc on the paper closes the explanations that are open."""
        pressed = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if pressed and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            return self._panel.close_help()
        return False

    def _show_handbook(self) -> None:
        """Beside the window, so that one can read and do at the same time."""
        self._handbook().open_at("begin" if self._workspace.current is None else "filling")

    def _handbook(self) -> "HandbookWindow":
        if self.handbook is None:
            from anju_desktop.gui.handbook import HandbookWindow

            self.handbook = HandbookWindow(self._window)
        return self.handbook

    def _show_keys(self) -> None:
        from anju_desktop.gui.notes import keys_dialog

        keys_dialog(self._window).exec()

    def _show_indicators(self) -> None:
        from anju_desktop.gui.indicators_dialog import IndicatorsDialog

        self._window.desk.commit()
        IndicatorsDialog(self._workspace.catalogue(), self._window).exec()
        self._window.focus_paper()

    def _show_about(self) -> None:
        from anju_desktop.gui.notes import AboutDialog

        dialog = AboutDialog(self._workspace.store.folder, self._window)
        dialog.exec()
        if dialog.wants_changes:
            handbook = self._handbook()
            handbook.open_at(CHANGES)
            handbook.show_page(CHANGES)
