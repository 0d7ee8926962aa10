"""计分依据: the facts of the current row, its rate, its clauses, its score, its sentence."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from anju_desktop.document.changes import CellRef
from anju_desktop.forms.definition import Edition, Group, Level
from anju_desktop.gui import theme
from anju_desktop.gui.labels import wrapped
from anju_desktop.gui.scoring.board import ScoreBoard
from anju_desktop.gui.scoring.describing import (
    NOT_SCORED,
    RowShown,
    TotalShown,
    describe,
    describe_total,
)
from anju_desktop.gui.scoring.fields import FactField, Note
from anju_desktop.gui.scoring.rowpart import FormPart, RowPart, Verdict, set_text
from anju_desktop.gui.session import only_blank
from anju_desktop.rules.findings import Finding

WIDTH = 296
"""So much that the usual table still fits beside it on the smallest screen."""
_NEXT_ROW, _ROW_BEFORE = "Ctrl+Down", "Ctrl+Up"
_MARGIN = 14
_WIDE = 560
"""From here on there is more width than the card needs."""
_FINDING_VERBS = {
    "": "看审核结果",
    "missing": "写说明",
    "stale": "重新确认说明",
    "given": "改写说明",
}
_DONE = "已填入这一行；再按 Enter 到下一行。"
_FILL_TIP = "把算出的得分和草拟的理由写进表里，原有的会被替换，可以撤销（Ctrl+Z）"
_REWRITE_TIP = "把草拟的句子放进“评分理由”格里修改，按 Enter 写入，按 Esc 保留原来的"


class FactCard(QWidget):
    """Shows one row of one board; emits what the clerk chose, keeps nothing."""

    paper_wanted = Signal()
    """The clerk goes back to the paper."""
    rewriting_chosen = Signal(object, str)
    """The sentence is to be edited in this :class:`CellRef`."""
    finding_chosen = Signal(object)
    """The clerk wants the finding at this :class:`CellRef`, to write a reason or to read it."""
    row_wanted = Signal(bool)
    """The clerk goes on to the next scored row; with False back to the one before."""
    fact_entered = Signal(object)
    """The keyboard is at the fact with this :class:`CellRef`."""
    message = Signal(str)

    def __init__(
        self,
        board: ScoreBoard,
        last_year: Callable[[CellRef], str],
        parent: QWidget | None = None,
    ) -> None:
        """``last_year`` gives what a fact was a year ago."""
        super().__init__(parent)
        self._board, self._last_year = board, last_year
        self._at: tuple[Group, str] | None = None
        self._part: RowPart | FormPart | None = None
        self._stale = True
        self.setObjectName("factCard")
        self.setMinimumWidth(WIDTH)
        self._scroll = QScrollArea()
        self._scroll.setObjectName("factScroll")
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._content = QWidget()
        self._content.setObjectName("factContent")
        self._column = QVBoxLayout(self._content)
        self._column.addStretch(1)
        self._scroll.setWidget(self._content)
        self._foot = _Foot()
        self._foot.filled.connect(self.fill)
        self._foot.rewritten.connect(self._rewrite)
        self._foot.stepped.connect(self.row_wanted)
        for keys, forward in ((_NEXT_ROW, True), (_ROW_BEFORE, False)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self.row_wanted.emit, forward))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._scroll, 1)
        column.addWidget(self._foot)
        board.changed.connect(self._on_changed)
        board.session.findings_changed.connect(self._on_changed)

    @property
    def edition(self) -> Edition:
        return self._board.document.edition

    @property
    def fields(self) -> list[FactField]:
        """The facts that can be filled in here, in order."""
        return self._part.facts.fields if self._part is not None else []

    def show_cell(self, ref: CellRef | None) -> None:
        """Show the row of a cell; of a cell off the table, that there is none."""
        group = self._board.group_of(ref)
        at = (group, ref.row) if group is not None and ref is not None else None
        if at != self._at:
            self.commit()
            self._at = at
            self._refresh_soon(rebuild=True)

    def commit(self) -> None:
        """Write what is being typed."""
        if self._part is not None:
            self._part.facts.commit()

    def take_focus(self) -> bool:
        """The first fact that is empty, else the first, else the button; False without any."""
        if self._part is not None and self._part.facts.take_focus():
            return True
        if self._at is not None:
            self._foot.take_focus()
        return self._at is not None

    def refresh(self) -> None:
        """Show anew what comes from elsewhere, such as last year's facts."""
        self._refresh_soon(rebuild=False)

    def mark(self, ref: CellRef | None) -> None:
        """Set one fact off from the others, or none."""
        if self._part is not None:
            self._part.facts.mark(ref)

    def fact_at_focus(self) -> CellRef | None:
        """The fact that has the keyboard."""
        return next((field.ref for field in self.fields if field.holds_focus()), None)

    def go_to(self, ref: CellRef) -> bool:
        """The keyboard goes to a fact shown here; False when there is no such fact."""
        return self._part is not None and self._part.facts.go_to(ref)

    def holds_focus(self) -> bool:
        focus = self.focusWidget()
        return focus is not None and focus.hasFocus()

    # -- what the clerk does ---------------------------------------------------------------

    def fill(self) -> None:
        """填入得分和理由: one edit. Says why when there is nothing to fill in."""
        self.commit()
        if self._at is None:
            self.message.emit(NOT_SCORED)
            return
        group, row = self._at
        marks, score = group.marks, self._board.row(group, row)
        assert marks is not None
        texts = []
        if score.score is not None:
            shown = describe(self._board.document, group, score)
            texts.append((score.cell(marks, "score"), shown.score))
        if score.reason and marks.reason:
            texts.append((score.cell(marks, "reason"), score.reason))
        document = self._board.document
        if not texts:
            self.take_focus()
            self.message.emit(self._shown().hint)
        elif all(document.text(cell) == text for cell, text in texts):
            # Nothing is left to do here.
            self.row_wanted.emit(True)
        elif document.reopen_if_agreed():
            with document.editing("填入得分和理由"):
                for cell, text in texts:
                    document.set(cell, text, "填入得分和理由")
            self.message.emit(_DONE)

    def _rewrite(self) -> None:
        self.commit()
        if self._at is None:
            self.message.emit(NOT_SCORED)
            return
        group, row = self._at
        marks = group.marks
        assert marks is not None
        score = self._board.row(group, row)
        cell = score.cell(marks, "reason")
        self.rewriting_chosen.emit(cell, score.reason or self._board.document.text(cell))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.paper_wanted.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Below the paper it is wide: a fact and its name stay near each other."""
        super().resizeEvent(event)
        spare = event.size().width() - _WIDE
        self._column.setContentsMargins(_MARGIN, 10, max(_MARGIN, spare), 10)

    # -- bringing it up to date ------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._refresh()

    def _on_changed(self) -> None:
        self._refresh_soon(rebuild=False)

    def _refresh_soon(self, *, rebuild: bool) -> None:
        """At once where it can be seen; behind another tab it can wait."""
        if rebuild:
            self._drop_part()
        if self.isVisible():
            self._refresh()
        else:
            self._stale = True

    def _drop_part(self) -> None:
        part, self._part = self._part, None
        if part is not None:
            self._column.removeWidget(part)
            part.hide()
            part.deleteLater()

    def _refresh(self) -> None:
        self._stale = False
        if self._at is not None and self._at[1] not in self._board.document.row_ids(self._at[0].id):
            self._at = None
            self._drop_part()
        if self._part is None:
            self._part = self._new_part()
        if isinstance(self._part, RowPart):
            self._part.show_row(self._shown(), self._verdict(), self._notes(), self._last_year)
        else:
            self._part.facts.refresh(self._notes(), self._last_year)
        has_reason = self._at is not None and bool(self._at[0].marks and self._at[0].marks.reason)
        self._foot.show_buttons(shown=self._at is not None, reason=has_reason)
        self._foot.show_total(describe_total(self._board.document, self._board.card()))

    def _shown(self) -> RowShown:
        assert self._at is not None
        group, row = self._at
        return describe(self._board.document, group, self._board.row(group, row))

    def _verdict(self) -> Verdict:
        """What the checks say of the score on the paper, and the reason given for it."""
        assert self._at is not None
        group, row = self._at
        marks = group.marks
        assert marks is not None
        cell, session = CellRef(marks.score, group.id, row), self._board.session
        about = [f for f in self._findings() if f.cell == cell and f.level is not Level.HINT]
        if not about:
            return Verdict(cell)
        # One that wants a reason first: here is where it is written.
        finding = max(about, key=lambda f: f.level is Level.EXPLAIN)
        state = session.state(finding)
        given = session.document.explanation(finding.rule, finding.cell)
        reason = given.text if given is not None and state else ""
        return Verdict(cell, _FINDING_VERBS[state], reason)

    def _findings(self) -> list[Finding]:
        session = self._board.session
        return [f for f in session.findings() if not only_blank(session.document, f)]

    def _notes(self) -> dict[CellRef, Note]:
        """What the checks say of facts; of each the first finding."""
        document = self._board.document
        found = [f for f in reversed(self._findings()) if document.is_fact(f.cell)]
        return {finding.cell: self._note(finding) for finding in found}

    def _note(self, finding: Finding) -> Note:
        session = self._board.session
        match session.state(finding):
            case "given":
                given = session.document.explanation(finding.rule, finding.cell)
                reason = given.text if given is not None else ""
                return Note(f"{finding.message}说明：{reason}", "second")
            case "missing" | "stale":
                return Note(f"{finding.message}确实如此的，按 Ctrl+M 写明理由。", "explain")
        return Note(finding.message, "error" if finding.level is Level.ERROR else "second")

    def _new_part(self) -> RowPart | FormPart:
        part = self._new_row(*self._at) if self._at else FormPart(self._board, self._content)
        self._column.insertWidget(0, part)
        part.facts.left.connect(self.paper_wanted)
        part.facts.message.connect(self.message)
        part.facts.focused.connect(self._reveal)
        part.facts.entered.connect(self._on_entered)
        part.show()
        self._scroll.verticalScrollBar().setValue(0)
        return part

    def _on_entered(self, ref: CellRef) -> None:
        """What belongs into the fact is said where nothing moves for it."""
        field = self._board.document.definition(ref)
        if field.help:
            self.message.emit(f"{field.title}：{field.help}")
        self.fact_entered.emit(ref)

    def _new_row(self, group: Group, row: str) -> RowPart:
        part = RowPart(self._board, group, row, self._content)
        self._foot.follow(part.last_stop)
        part.facts.finished.connect(self._foot.take_focus)
        part.finding_chosen.connect(self.finding_chosen)
        return part

    def _reveal(self, widget: QWidget) -> None:
        # A field has its place only after the layout has run, which need not wait.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        self._scroll.ensureWidgetVisible(widget, 0, 24)


class _Foot(QFrame):
    """What the clerk does with the row, and what the table adds up to; always in sight."""

    filled = Signal()
    rewritten = Signal()
    stepped = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("factFoot")
        self._buttons = QWidget()
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._fill = self._button("填入得分和理由", "panelPrimary", _FILL_TIP, self.filled)
        self._rewrite = self._button("改写理由", "panel", _REWRITE_TIP, self.rewritten)
        for button in (self._fill, self._rewrite):
            row.addWidget(button)
        row.addStretch(1)
        self._next = QToolButton()
        self._next.setProperty("kind", "icon")
        self._next.setIcon(theme.icon("chevron-right"))
        self._next.setToolTip(f"到下一行（{_NEXT_ROW}），{_ROW_BEFORE} 到上一行")
        self._next.setAccessibleName("到下一行")
        self._next.clicked.connect(lambda _=False: self.stepped.emit(True))
        row.addWidget(self._next)
        self._total = wrapped("strong")
        self._parts = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._parts.setContentsMargins(_MARGIN, 8, _MARGIN, 8)
        self._parts.setSpacing(6)
        self._parts.addWidget(self._buttons)
        self._parts.addWidget(self._total, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Below the paper there is width to spare and no height."""
        super().resizeEvent(event)
        beside = event.size().width() >= _WIDE
        wanted = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._parts.setDirection(wanted)

    def follow(self, widget: QWidget) -> None:
        """Tab leads here from ``widget``: what was made later would come after."""
        QWidget.setTabOrder(widget, self._fill)
        QWidget.setTabOrder(self._fill, self._rewrite)
        QWidget.setTabOrder(self._rewrite, self._next)

    def take_focus(self) -> None:
        self._fill.setFocus(Qt.FocusReason.TabFocusReason)

    def show_buttons(self, *, shown: bool, reason: bool) -> None:
        """``reason``: whether the table has a column for reasons."""
        self._buttons.setVisible(shown)
        self._fill.setText("填入得分和理由" if reason else "填入得分")
        self._rewrite.setVisible(reason)

    def show_total(self, total: TotalShown) -> None:
        theme.set_kind(self._total, "doubt" if total.differs else "strong")
        set_text(self._total, total.words)

    def _button(self, words: str, kind: str, tip: str, pressed: SignalInstance) -> QPushButton:
        button = QPushButton(words)
        button.setProperty("kind", kind)
        button.setToolTip(tip)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: pressed.emit())
        return button
