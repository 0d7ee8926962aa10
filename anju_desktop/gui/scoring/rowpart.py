"""The part of the fact card that scrolls: one row with its facts and what they come to."""

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from anju_desktop.document.changes import CellRef
from anju_desktop.forms.definition import Group
from anju_desktop.gui import theme
from anju_desktop.gui.labels import wrapped
from anju_desktop.gui.scoring.board import ScoreBoard
from anju_desktop.gui.scoring.describing import (
    NOT_SCORED,
    ClauseLine,
    RowShown,
    Standing,
    breakdowns_of,
    facts_of,
    form_facts,
)
from anju_desktop.gui.scoring.factlist import FactList
from anju_desktop.gui.scoring.fields import Note
from anju_desktop.gui.scoring.ratebar import RateBlock
from anju_desktop.gui.theme import paper_font
from anju_desktop.records import record

_SENTENCE_PIXELS = 14
_TICK = 12
_INDENT = 12
_KINDS = {
    Standing.MET: "saved",
    Standing.SHORT: "explain",
    Standing.OPEN: "third",
    Standing.IDLE: "third",
}
"""How a clause came out → the look of its verdict."""


@record(frozen=True, slots=True)
class Verdict:
    """The finding at a score: what its button is called, and the reason given for it."""

    cell: CellRef
    verb: str = ""
    reason: str = ""


class RowPart(QWidget):
    """All of the card that scrolls, for one row; another row gets another."""

    finding_chosen = Signal(object)

    def __init__(self, board: ScoreBoard, group: Group, row: str, parent: QWidget) -> None:
        super().__init__(parent)
        document = board.document
        refs = facts_of(document.edition, group, row)
        tables = breakdowns_of(document.edition, group, row)
        self.facts = FactList(document, refs, tables)
        self._title = wrapped("section")
        self._full = QLabel()
        self._full.setProperty("kind", "second")
        self._place = wrapped("second")
        self._paper = wrapped("second")
        self._rates = _Pool(RateBlock)
        self._clauses = _Pool(_ClauseView)
        self._score = QLabel()
        self._score.setProperty("kind", "score")
        self._of = QLabel()
        self._of.setProperty("kind", "outOf")
        self._hint = wrapped("second")
        self._claimed = wrapped("doubt")
        self._given = wrapped("second")
        self._explain = QPushButton()
        self._explain.setProperty("kind", "panel")
        self._explain.setAutoDefault(False)
        self._cell: CellRef | None = None
        self._explain.clicked.connect(lambda: self.finding_chosen.emit(self._cell))
        self._reason_title = heading("")
        self._sentence = wrapped("draft")
        self._sentence.setFont(paper_font(_SENTENCE_PIXELS))
        self._sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._replaced = wrapped("second")
        self._reason_hint = wrapped("second")
        self._lay_out()

    @property
    def last_stop(self) -> QWidget:
        """Where Tab ends in the row."""
        return self._explain

    # -- what the card asks ----------------------------------------------------------------

    def show_row(
        self,
        shown: RowShown,
        verdict: Verdict,
        notes: Mapping[CellRef, Note],
        last_year: Callable[[CellRef], str],
    ) -> None:
        """``notes`` are what the checks say of facts; ``last_year`` what a fact was a year ago."""
        self.facts.refresh(notes, last_year)
        set_text(self._title, shown.title)
        set_text(self._full, f"分值 {shown.full}")
        set_text(self._place, shown.place)
        lines = [f"{line.title}：{line.text}（在表上填）" for line in shown.on_paper]
        set_text(self._paper, "\n".join(lines))
        blocks = self._rates.dealt(len(shown.rates))
        for block, line in zip(blocks, shown.rates, strict=True):
            block.show_rate(line, large=len(shown.rates) == 1)
        self._rate_rule.setVisible(bool(shown.rates))
        views = self._clauses.dealt(len(shown.clauses))
        for view, clause in zip(views, shown.clauses, strict=True):
            view.show_clause(clause)
        set_text(self._score, shown.score)
        set_text(self._of, f"/ {shown.full}")
        self._score_row.setAccessibleName(f"得分 {shown.score}，分值 {shown.full}")
        set_text(self._hint, shown.hint)
        self._show_claimed(shown, verdict)
        title = f"{shown.reason_title}（草拟）" if shown.reason_title else ""
        set_text(self._reason_title, title)
        set_text(self._sentence, shown.reason)
        set_text(self._reason_hint, shown.reason_hint)
        set_text(self._replaced, f"填入会替换现有理由：{shown.replaced}" if shown.replaced else "")

    def _show_claimed(self, shown: RowShown, verdict: Verdict) -> None:
        theme.set_kind(self._claimed, "doubt" if shown.differs else "second")
        set_text(self._claimed, shown.claimed)
        self._cell = verdict.cell
        set_text(self._given, f"说明：{verdict.reason}" if verdict.reason else "")
        self._explain.setText(verdict.verb)
        self._explain.setVisible(bool(verdict.verb))

    # -- putting together ------------------------------------------------------------------

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title, 1)
        head.addWidget(self._full, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addWidget(self._place)
        if self.facts.fields:
            column.addWidget(heading("事实"))
        column.addWidget(self.facts)
        column.addWidget(self._paper)
        self._rate_rule = rule()
        column.addWidget(self._rate_rule)
        column.addLayout(self._rates.column)
        column.addWidget(rule())
        column.addWidget(heading("评分标准逐条"))
        column.addLayout(self._clauses.column)
        column.addWidget(rule())
        column.addWidget(self._score_line())
        for label in (self._hint, self._claimed, self._given):
            column.addWidget(label)
        verbs = QHBoxLayout()
        verbs.addWidget(self._explain)
        verbs.addStretch(1)
        column.addLayout(verbs)
        for label in (self._reason_title, self._sentence, self._replaced, self._reason_hint):
            column.addWidget(label)

    def _score_line(self) -> QWidget:
        self._score_row = QWidget()
        row = QHBoxLayout(self._score_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        name = QLabel("得分")
        name.setProperty("kind", "strong")
        row.addWidget(name, 1)
        row.addWidget(self._score)
        row.addWidget(self._of)
        return self._score_row


class FormPart(QWidget):
    """What the card shows where no row is scored: the facts of the whole form, if it has any."""

    def __init__(self, board: ScoreBoard, parent: QWidget) -> None:
        super().__init__(parent)
        refs = form_facts(board.document.edition)
        self.facts = FactList(board.document, refs)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(wrapped("second", NOT_SCORED))
        if refs:
            column.addWidget(rule())
            column.addWidget(heading("全表的事实"))
        column.addWidget(self.facts)


_W = TypeVar("_W", bound=QWidget)


class _Pool(Generic[_W]):
    """As many widgets of a kind as are wanted, one below another; spare ones are hidden."""

    def __init__(self, make: Callable[[], _W]) -> None:
        self._make = make
        self._widgets: list[_W] = []
        self.column = QVBoxLayout()
        self.column.setSpacing(8)

    def dealt(self, count: int) -> list[_W]:
        while len(self._widgets) < count:
            widget = self._make()
            self._widgets.append(widget)
            self.column.addWidget(widget)
        for number, widget in enumerate(self._widgets):
            widget.setVisible(number < count)
        return self._widgets[:count]


class _ClauseView(QWidget):
    """``① what the standard says …… 15``, and below it how it came out."""

    def __init__(self) -> None:
        super().__init__()
        self._number = QLabel()
        self._text = wrapped("second")
        self._points = QLabel()
        self._tick = QLabel()
        self._tick.setPixmap(theme.icon("saved").pixmap(QSize(_TICK, _TICK)))
        self._verdict = wrapped("third")
        top = Qt.AlignmentFlag.AlignTop
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(self._number, 0, 0, top)
        self._grid.addWidget(self._text, 0, 1)
        self._grid.addWidget(self._points, 0, 2, top | Qt.AlignmentFlag.AlignRight)
        below = QHBoxLayout()
        below.setSpacing(4)
        below.addWidget(self._tick, 0, top)
        below.addWidget(self._verdict, 1)
        self._grid.addLayout(below, 1, 1, 1, 2)

    def show_clause(self, line: ClauseLine) -> None:
        self._grid.setContentsMargins(line.depth * _INDENT, 0, 0, 0)
        theme.set_kind(self._number, "accent")
        theme.set_kind(self._points, "third" if line.standing is Standing.IDLE else "strong")
        theme.set_kind(self._verdict, _KINDS[line.standing])
        set_text(self._number, line.number)
        set_text(self._text, line.text)
        set_text(self._verdict, line.verdict)
        self._points.setText(line.points)
        self._tick.setVisible(line.standing is Standing.MET and bool(line.verdict))
        self.setAccessibleName(f"{line.text}，{line.points} 分，{line.verdict}")


def heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("kind", "head")
    return label


def rule() -> QFrame:
    line = QFrame()
    line.setProperty("kind", "rule")
    line.setFixedHeight(1)
    return line


def set_text(label: QLabel, text: str) -> None:
    """Show a text; an empty label takes no room."""
    if label.text() != text:
        label.setText(text)
    label.setVisible(bool(text))
