"""Two tabs beside the paper of a scored form: 计分依据 and 审核结果.

Made when the first scored form is opened; a form without 分值 shows its findings alone.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QTabBar, QVBoxLayout, QWidget

from anju_desktop.document.changes import CellRef, Edit, FactChanged
from anju_desktop.gui.findings_panel import FindingsPanel
from anju_desktop.gui.form_desk import FormDesk
from anju_desktop.gui.marks import Counts, counts_width, paint_counts
from anju_desktop.gui.paper.actions import on_paper
from anju_desktop.gui.scoring.board import ScoreBoard
from anju_desktop.gui.scoring.card import FactCard
from anju_desktop.gui.scoring.describing import form_facts, scored
from anju_desktop.gui.session import FormSession

_FACTS, _FINDINGS = 0, 1
_COUNTS_HEIGHT = 20
_LAST_ROW, _FIRST_ROW = "已经是最后一行要评分的。", "已经是第一行要评分的。"
NOT_A_SCORED_FORM = "这张表不按评分标准计分，没有计分依据。"


class ScorePanel(QObject):
    """Puts tabs above the findings and the card beside them; follows the cell of the paper."""

    message = Signal(str)

    def __init__(
        self,
        layout: QVBoxLayout,
        findings: FindingsPanel,
        desk: FormDesk,
        last_year: Callable[[CellRef], str],
        parent: QObject,
    ) -> None:
        """``last_year`` gives what a fact was a year ago."""
        super().__init__(parent)
        self._last_year = last_year
        self._layout, self._findings, self._desk = layout, findings, desk
        self._session: FormSession | None = None
        self._board: ScoreBoard | None = None
        self._tabs = _Tabs()
        self._tabs.currentChanged.connect(self._show_tab)
        layout.insertWidget(0, self._tabs)
        self.card: FactCard | None = None
        desk.current_changed.connect(self._on_cell_changed)
        desk.add_writer(self.commit)
        findings.asked.connect(self.show_findings)

    @property
    def showing_facts(self) -> bool:
        return self.card is not None and self._tabs.currentIndex() == _FACTS

    def show_session(self, session: FormSession | None) -> None:
        """Another form is open, or none."""
        self._let_go()
        is_scored = session is not None and scored(session.document.edition)
        self._tabs.setVisible(is_scored)
        self._findings.ui.titleLabel.setVisible(not is_scored)
        if session is None or not is_scored:
            self._findings.show()
            return
        self._session = session
        self._board = ScoreBoard(session, self)
        self._board.changed.connect(self._show_agreeing)
        session.findings_changed.connect(self._show_counts)
        session.edited.connect(self._on_edited)
        self.card = self._new_card(self._board)
        self._layout.insertWidget(1, self.card, 1)
        self._show_counts()
        self._show_agreeing()
        self._show_tab()
        view = self._desk.view
        self._on_cell_changed(view.current_ref() if view is not None else None)

    def show_facts(self) -> None:
        """Bring the facts to the front."""
        if self.card is not None:
            self._tabs.setCurrentIndex(_FACTS)

    def show_findings(self) -> None:
        """Bring the findings to the front."""
        if self.card is not None:
            self._tabs.setCurrentIndex(_FINDINGS)

    def go_to(self, ref: CellRef) -> bool:
        """Go to a fact, or a cell of a breakdown, at its row; False for any other cell."""
        card, view, board = self.card, self._desk.view, self._board
        if card is None or view is None or board is None:
            return False
        row = on_paper(board.document, ref)
        if row is None:
            # A fact of the whole form: shown as it is where no row is scored.
            card.show_cell(None)
        elif row == ref or not view.jump_to(row):
            return False
        self.show_facts()
        return card.go_to(ref)

    def enter(self) -> str:
        """The keyboard goes to the facts of the row, or, from there, back to the paper.

        Returns why it does not, as a sentence, else ``""``.
        """
        card = self.card
        if card is None:
            return NOT_A_SCORED_FORM
        if card.holds_focus():
            self._go_back()
            return ""
        self._desk.commit()
        self.show_facts()
        return "" if card.take_focus() else "先选要评分的一行，再填它的事实。"

    def take_focus(self) -> None:
        """F6: the keyboard goes to what is in front."""
        if not self.showing_facts or self.card is None:
            self._findings.take_focus()
        elif not self.card.take_focus():
            self._tabs.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def fact_at_focus(self) -> CellRef | None:
        """The fact that has the keyboard."""
        return None if self.card is None else self.card.fact_at_focus()

    def commit(self) -> None:
        if self.card is not None:
            self.card.commit()

    def _new_card(self, board: ScoreBoard) -> FactCard:
        card = FactCard(board, self._last_year)
        card.row_wanted.connect(self._go_on)
        card.paper_wanted.connect(self._go_back)
        card.rewriting_chosen.connect(self._rewrite)
        card.finding_chosen.connect(self._explain)
        card.fact_entered.connect(self._findings.show_cell)
        card.message.connect(self.message)
        return card

    def _let_go(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            session.findings_changed.disconnect(self._show_counts)
            session.edited.disconnect(self._on_edited)
        card, self.card = self.card, None
        if card is not None:
            self._layout.removeWidget(card)
            card.hide()
            card.deleteLater()
        board, self._board = self._board, None
        if board is not None:
            board.deleteLater()

    # -- what happens ----------------------------------------------------------------------

    def _on_cell_changed(self, ref: CellRef | None) -> None:
        if self.card is not None:
            self.card.show_cell(ref)

    def _on_edited(self, edit: Edit) -> None:
        self._show_counts()
        facts = [CellRef(c.fact) for c in edit.changes if isinstance(c, FactChanged)]
        if facts and self.card is not None:
            # Undo may have changed a fact that is not in sight.
            self.show_facts()
            if facts[0] in form_facts(self.card.edition):
                self.card.show_cell(None)

    def _show_tab(self) -> None:
        if self.card is not None:
            facts = self.showing_facts
            self.card.setVisible(facts)
            self._findings.setVisible(not facts)

    def _show_counts(self) -> None:
        if self._session is not None:
            self._tabs.show_counts(self._session.counts())

    def _show_agreeing(self) -> None:
        view = self._desk.view
        if view is not None and self._board is not None:
            view.set_agreeing(self._board.agreeing())

    def _go_back(self) -> None:
        self.commit()
        if self._desk.view is not None:
            self._desk.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _go_on(self, forward: bool) -> None:
        """The keyboard goes to the facts of the next scored row, or of the one before."""
        board, view, card = self._board, self._desk.view, self.card
        if board is None or view is None or card is None:
            return
        self.commit()
        rows = [*board.rows()]
        at = board.group_of(view.current_ref())
        ref = view.current_ref()
        here = rows.index((at.id, ref.row)) if at is not None and ref is not None else -1
        target = here + (1 if forward else -1)
        if not 0 <= target < len(rows):
            self.message.emit(_LAST_ROW if forward else _FIRST_ROW)
            return
        group, row = rows[target]
        marks = board.document.edition.find_group(group).marks
        assert marks is not None
        if view.jump_to(CellRef(marks.score, group, row)):
            self.show_facts()
            card.take_focus()

    def _rewrite(self, cell: CellRef, text: str) -> None:
        view = self._desk.view
        if view is not None and view.jump_to(cell):
            view.setFocus(Qt.FocusReason.ShortcutFocusReason)
            view.edit_with(text)

    def _explain(self, cell: CellRef) -> None:
        self.show_findings()
        view = self._desk.view
        if view is not None:
            view.jump_to(cell)
        self._findings.show_cell(cell)
        session = self._session
        if session is not None and any(
            finding.cell == cell and session.state(finding) for finding in session.findings()
        ):
            self._findings.begin_explaining()


class _Tabs(QTabBar):
    """计分依据 | 审核结果 with what is left to do."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panelTabs")
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setAccessibleName("计分依据和审核结果")
        self.addTab("计分依据")
        self.addTab("审核结果")
        self.setTabToolTip(_FACTS, "这一行的事实、算式和草拟的理由（F9）")
        self._marks = _CountMarks()
        self.setTabButton(_FINDINGS, QTabBar.ButtonPosition.RightSide, self._marks)

    def show_counts(self, counts: Counts) -> None:
        if counts != self._marks.counts:
            self._marks.show_counts(counts)
            self.setTabToolTip(_FINDINGS, counts.words())
            # The tab takes its width from its button only when that is set.
            self.setTabButton(_FINDINGS, QTabBar.ButtonPosition.RightSide, self._marks)
            self._marks.show()


class _CountMarks(QWidget):
    """Marks with their numbers."""

    def __init__(self) -> None:
        super().__init__()
        self.counts = Counts()
        self.setFixedSize(0, _COUNTS_HEIGHT)

    def show_counts(self, counts: Counts) -> None:
        self.counts = counts
        self.setAccessibleName(counts.words())
        self.setFixedSize(counts_width(counts), _COUNTS_HEIGHT)
        self.update()

    def sizeHint(self) -> QSize:
        return self.size()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_counts(painter, self.width(), self.height() / 2, self.counts)
        painter.end()
