"""The panel beside the paper: what is wrong, what it means, what to do about it."""

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from anju_desktop.document.changes import CellRef
from anju_desktop.forms.definition import Level
from anju_desktop.gui.finding_card import FindingCard, Shown
from anju_desktop.gui.finding_line import told
from anju_desktop.gui.generated.ui_findings_panel import Ui_FindingsPanel
from anju_desktop.gui.marks import LEVELS, Counts, CountsLabel
from anju_desktop.gui.paper.naming import cell_name
from anju_desktop.gui.session import FormSession
from anju_desktop.rules.findings import Finding, Suggestion

if TYPE_CHECKING:
    from anju_desktop.gui.other_forms import OtherForms

CONSEQUENCES = {
    Level.ERROR: "改正后才能定稿",
    Level.EXPLAIN: "写明原因即可通过",
    Level.HINT: "不影响定稿",
}
NEVER_CHECKED = ("签字盖章", "佐证原件")
PASSED, NOT_AUDITED = "没有发现问题", "还没有审核"
_ABOVE = 8
_BLANKS = "还有 {} 格必填没有填，填好后按 F7 审核。"


class Entry(NamedTuple):
    """A card's identity: two findings of one rule on one cell are told apart by number."""

    key: str
    number: int


class FindingsPanel(QWidget):
    """Shows the findings of one form; exactly one is open, and it follows the cell."""

    cell_chosen = Signal(object)
    """The clerk wants to see this :class:`CellRef`."""
    asked = Signal()
    """The clerk asks for findings or explanations: they are to be in sight."""
    notes_chosen = Signal()
    """The clerk asks what is not checked."""
    left = Signal()
    """The clerk is done here: the keyboard goes back to the paper."""
    copied = Signal(int)
    """So many findings were put on the clipboard."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ui = Ui_FindingsPanel()
        self.ui.setupUi(self)
        self._bring_viewport()
        self.ui.chips.setProperty("kind", "chips")
        self.ui.nextLabel.setToolTip("F8 到下一条，Shift+F8 到上一条")
        self._session: FormSession | None = None
        self._cards: dict[Entry, FindingCard] = {}
        self._spare: list[FindingCard] = []
        self._findings: dict[Entry, Finding] = {}
        self._open: Entry | None = None
        self._visited = False
        self._gone: Entry | None = None
        """The finding that was gone to last, and where it stood."""
        self._gone_at = 0
        self._at: CellRef | None = None
        self._heads = {level: _GroupHead(level) for level in LEVELS}
        self._remark = QLabel()
        self._remark.setWordWrap(True)
        self._remark.setProperty("kind", "second")
        self._help: QWidget | None = None
        self._others: OtherForms | None = None
        self._tabs: list[QWidget] = []
        self._compact = False
        self.ui.scroll.setAccessibleName("审核结果")
        self._placed: list[QWidget] = [*self._heads.values()]
        for widget in (*self._placed, self._remark):
            self.ui.cards.addWidget(widget)
        self.ui.cards.addStretch(1)
        self.ui.footLabel.setText(f"不检查：{'、'.join(NEVER_CHECKED)}")
        self.ui.footButton.clicked.connect(self.notes_chosen)

    def _bring_viewport(self) -> None:
        """One made here: to know what Qt's own is, PySide6 looks at every kind of widget."""
        scroll, content = self.ui.scroll, self.ui.content
        scroll.takeWidget()
        scroll.setViewport(QWidget())
        scroll.setWidget(content)

    @property
    def open_title(self) -> str:
        """The title of the card that is open, ``""`` without any."""
        return self._findings[self._open].title if self._open is not None else ""

    def set_compact(self, compact: bool) -> None:
        """Whether only the findings themselves are shown; their counts stand in the status bar."""
        if compact != self._compact:
            self._compact = compact
            self.ui.panelHead.setVisible(not compact)
            self.ui.panelFoot.setVisible(not compact)
            # At once: what was put away just now must not keep its room.
            self.ui.panelLayout.invalidate()
            self.ui.panelLayout.activate()

    def place_below(self, others: "OtherForms") -> None:
        """Show the other forms of the submission below the findings of this one."""
        self._others = others
        self.ui.cards.insertWidget(self.ui.cards.count() - 1, others)
        others.arranged.connect(self._order_tabs)
        others.show()
        others.refresh()
        self._order_tabs()

    # -- what is shown ---------------------------------------------------------------------

    def show_session(self, session: FormSession | None) -> None:
        """Show another form, or none."""
        self.let_go()
        self._session = session
        if session is not None:
            # Asked before one listens: a form that was not looked at yet is looked at now.
            session.findings()
            session.findings_changed.connect(self._on_findings_changed)
            session.edited.connect(self._on_edited)
        self._refresh()

    def let_go(self) -> None:
        """Follow the form no more; its findings stay in sight until others are shown."""
        if self._session is not None:
            self._session.findings_changed.disconnect(self._on_findings_changed)
            self._session.edited.disconnect(self._on_edited)
        self._session, self._open, self._visited, self._gone = None, None, False, None
        self._at = None
        self.close_help()

    def commit(self) -> None:
        """Record a reason that is being written."""
        for card in tuple(self._cards.values()):
            card.commit_reason()

    @property
    def has_help(self) -> bool:
        return self._help is not None

    def show_help(self, card: QWidget, *, following: bool = False) -> None:
        """Put a card with explanations above the findings, in place of an earlier one.

        One that comes because the clerk went to another cell leaves the finding there in sight.
        """
        if not following:
            self.asked.emit()
        self.close_help()
        self._help = card
        self.ui.cards.insertWidget(0, card)
        card.show()
        self.ui.scroll.verticalScrollBar().setValue(0)
        if following and self._open is not None and self._is_at_cell(self._open):
            self._scroll_to_open()

    def close_help(self) -> bool:
        """Take the explanations away; whether there were any."""
        card, self._help = self._help, None
        if card is None:
            return False
        self.ui.cards.removeWidget(card)
        card.hide()
        card.deleteLater()
        return True

    def show_cell(self, ref: CellRef) -> None:
        """The clerk went to a cell: open its heaviest finding, if it has one."""
        self._at = ref
        at = [entry for entry, finding in self._findings.items() if ref in finding.cells]
        if at and self._open not in at:
            self._open_entry(at[0])

    # -- what the clerk does ---------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leads back to the paper from whatever has no use for it."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def step(self, forward: bool) -> bool:
        """F8: go to the next finding, around the end; False without any.

        Next to the one that was gone to last, and not to one that opened because the clerk came
        to its cell: what was just made wrong, or left out, is not passed over.
        """
        entries = list(self._findings)
        if not entries:
            return False
        self.asked.emit()
        self._choose(entries[self._following(forward) % len(entries)])
        return True

    def _following(self, forward: bool) -> int:
        """Place of the next finding, before the first or behind the last at the ends."""
        entries = list(self._findings)
        if self._gone is None:
            first = entries[0]
            here = self._open == first and self._at == self._findings[first].cell
            return int(here) if forward else len(entries) - 1
        if self._gone in self._findings:
            return entries.index(self._gone) + (1 if forward else -1)
        # It was put right, so that another stands in its place.
        return self._gone_at if forward else self._gone_at - 1

    def is_at_end(self, *, forward: bool) -> bool:
        """Whether F8 has come to the last finding, or Shift+F8 to the first; also without any."""
        return not self._findings or not 0 <= self._following(forward) < len(self._findings)

    def go_to_last(self) -> bool:
        """Open the last finding and go to its cell; False without any."""
        if self._findings:
            self.asked.emit()
            self._choose(list(self._findings)[-1])
        return bool(self._findings)

    def settle(self) -> bool:
        """Take the suggestion of the open finding, or affirm its reason; False without either."""
        card = self._cards.get(self._open) if self._open is not None else None
        if card is None or self._open is None:
            return False
        cell = self._findings[self._open].cell
        if not card.settle():
            return False
        self.asked.emit()
        self.cell_chosen.emit(cell)
        return True

    def copy_all(self) -> None:
        """Put all findings of the form on the clipboard, as text."""
        texts = [self._shown(entry, finding).text() for entry, finding in self._findings.items()]
        QGuiApplication.clipboard().setText("\n\n".join(texts))
        self.copied.emit(len(texts))

    def go_to_first(self) -> bool:
        """After 审核: open the heaviest finding and go to its cell; False without any."""
        if self._findings:
            self.asked.emit()
            self._choose(next(iter(self._findings)))
        return bool(self._findings)

    def take_focus(self) -> None:
        """F6: the keyboard goes to the open card."""
        card = self._cards.get(self._open) if self._open is not None else None
        (card or self.ui.scroll).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def begin_explaining(self) -> bool:
        """Open the text box of the open finding, or of the first that needs a reason."""
        needing = [e for e, f in self._findings.items() if f.level is Level.EXPLAIN]
        if not needing:
            return False
        entry = self._open if self._open in needing else needing[0]
        assert entry is not None
        self._choose(entry)
        # After going to the cell, since that of a fact brings the facts to the front.
        self.asked.emit()
        self._cards[entry].begin_explaining()
        # The text box has made it longer.
        self._lay_out()
        self._scroll_to_reason()
        # What it is scrolled in may grow only later.
        QTimer.singleShot(0, self, self._scroll_to_reason)
        return True

    def _choose(self, entry: Entry) -> None:
        self._gone, self._gone_at = entry, list(self._findings).index(entry)
        self._open_entry(entry)
        self.cell_chosen.emit(self._findings[entry].cell)

    def _open_entry(self, entry: Entry) -> None:
        self._open, self._visited = entry, True
        self._refresh()
        self._scroll_to_open()

    def _scroll_to_open(self) -> None:
        """All of the open card in sight, else its beginning."""
        card = self._cards.get(self._open) if self._open is not None else None
        if card is None:
            return
        if card.height() > self.ui.scroll.viewport().height():
            self.ui.scroll.verticalScrollBar().setValue(card.y() - _ABOVE)
        else:
            self.ui.scroll.ensureWidgetVisible(card, 0, _ABOVE)

    def _scroll_to_reason(self) -> None:
        """The text box with the buttons below it."""
        card = self._cards.get(self._open) if self._open is not None else None
        if card is not None:
            written = card.reason_area().translated(card.pos())
            self.ui.scroll.ensureVisible(0, written.bottom(), 0, _ABOVE)
            self.ui.scroll.ensureVisible(0, written.top(), 0, _ABOVE)

    # -- bringing the cards up to date -----------------------------------------------------

    def _on_findings_changed(self) -> None:
        self._refresh()

    def _on_edited(self, _edit: object) -> None:
        # An explanation changes no finding, only its state.
        self._refresh()

    def _refresh(self) -> None:
        session = self._session
        findings = session.findings() if session is not None else ()
        ordered = sorted(findings, key=lambda finding: LEVELS.index(finding.level))
        before = list(self._findings)
        self._findings = _numbered(ordered)
        arisen = [e for e in self._findings if e not in before and self._is_at_cell(e)]
        if arisen:
            # What the last key brought about is what the clerk wants to read.
            self._open, self._visited = arisen[0], True
        elif self._open not in self._findings:
            self._open, self._visited = next(iter(self._findings), None), False
        self._deal_cards()
        # Before they are in their places: what has not been laid out need not be styled anew.
        for entry, finding in self._findings.items():
            self._cards[entry].show_finding(self._shown(entry, finding))
        if list(self._findings) != before:
            self._arrange()
        self._order_tabs()
        self._show_counts()
        self._lay_out()
        if arisen:
            self._scroll_to_open()

    def _order_tabs(self) -> None:
        """Tab goes from a finding to what can be done about it, and then to the next."""
        cards = [self._cards[entry] for entry in self._findings]
        order = [self.ui.scroll, *(stop for card in cards for stop in card.stops())]
        if self._others is not None:
            order += self._others.stops()
        order.append(self.ui.footButton)
        if order != self._tabs:
            self._tabs = order
            for before, after in pairwise(order):
                QWidget.setTabOrder(before, after)

    def _lay_out(self) -> None:
        """Lay the cards out at once, from the inside: Qt goes up one widget at a time and paints
        after each, so that a key would paint the panel three times."""
        cards = [part for card in self._cards.values() for part in card.parts()]
        heads = (self.ui.panelHead, *self._heads.values())
        for widget in (*heads, *cards, self.ui.content, self.ui.scroll.viewport(), self):
            QCoreApplication.sendPostedEvents(widget, QEvent.Type.LayoutRequest.value)

    def _is_at_cell(self, entry: Entry) -> bool:
        return self._at in self._findings[entry].cells

    def _shown(self, entry: Entry, finding: Finding) -> Shown:
        assert self._session is not None
        document = self._session.document
        explanation = document.explanation(finding.rule, finding.cell)
        return Shown(
            finding,
            cell_name(document, finding.cell),
            self._session.state(finding),
            explanation.text if explanation else "",
            tuple(told(document, f) for f in self._session.follow_ons(finding)),
            entry == self._open,
        )

    def _arrange(self) -> None:
        """Put heads and cards in order; what stays in its place is not touched."""
        wanted: list[QWidget] = []
        for level in LEVELS:
            wanted.append(self._heads[level])
            wanted += [self._cards[e] for e, f in self._findings.items() if f.level is level]
        for card in self._spare:
            if card in self._placed:
                self._placed.remove(card)
                self.ui.cards.removeWidget(card)
                card.hide()
        for at, widget in enumerate(wanted):
            if at >= len(self._placed) or self._placed[at] is not widget:
                self._place(at, widget)

    def _place(self, at: int, widget: QWidget) -> None:
        if widget in self._placed:
            self._placed.remove(widget)
        self._placed.insert(at, widget)
        self.ui.cards.insertWidget(at if self._help is None else at + 1, widget)
        if isinstance(widget, FindingCard):
            # Qt would show it with the next event; the clerk's key should do so now.
            widget.show()

    def _deal_cards(self) -> None:
        """Cards of findings that went are used for those that came: making one takes long."""
        for entry in self._cards.keys() - self._findings.keys():
            card = self._cards.pop(entry)
            card.clear()
            self._spare.append(card)
        for entry in self._findings.keys() - self._cards.keys():
            self._cards[entry] = self._spare.pop() if self._spare else self._new_card()

    def _new_card(self) -> FindingCard:
        card = FindingCard(self.ui.content)
        card.chosen.connect(lambda: self._choose(self._entry_of(card)))
        card.suggestion_accepted.connect(self._accept)
        card.explained.connect(lambda text: self._explain(self._entry_of(card), text))
        card.explanation_withdrawn.connect(lambda: self._withdraw(self._entry_of(card)))
        card.follow_on_chosen.connect(self.cell_chosen)
        card.list_wanted.connect(self.copy_all)
        card.left.connect(self.left)
        return card

    def _entry_of(self, card: FindingCard) -> Entry:
        (entry,) = [entry for entry, each in self._cards.items() if each is card]
        return entry

    def _accept(self, suggestion: Suggestion) -> None:
        if self._session is not None and self._session.document.reopen_if_agreed():
            self._session.accept(suggestion)

    def _explain(self, entry: Entry, text: str) -> None:
        if self._session is not None and self._session.document.reopen_if_agreed():
            self._session.explain(self._findings[entry], text)

    def _withdraw(self, entry: Entry) -> None:
        finding = self._findings[entry]
        if self._session is not None and self._session.document.reopen_if_agreed():
            self._session.document.withdraw_explanation(finding.rule, finding.cell)

    def _show_counts(self) -> None:
        session = self._session
        counts = session.counts() if session is not None else Counts()
        present = [finding.level for finding in self._findings.values()]
        blanks = session.blanks() if session is not None else 0
        passed = NOT_AUDITED if blanks else PASSED
        self.ui.chips.show_counts(counts, passed if session is not None else "", safe=not blanks)
        for level, head in self._heads.items():
            head.show_count(present.count(level), counts.of(level))
        self._remark.setText(_BLANKS.format(blanks) if blanks else "")
        self._remark.setVisible(bool(blanks))


def _numbered(findings: list[Finding]) -> dict[Entry, Finding]:
    found: dict[Entry, Finding] = {}
    for finding in findings:
        number = 0
        while Entry(finding.key, number) in found:
            number += 1
        found[Entry(finding.key, number)] = finding
    return found


class _GroupHead(QWidget):
    """``▶ 错误 1 …… 改正后才能定稿`` above the cards of one level."""

    def __init__(self, level: Level) -> None:
        super().__init__()
        self._level = level
        self._count = CountsLabel(self)
        consequence = QLabel(CONSEQUENCES[level], self)
        consequence.setProperty("kind", "second")
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 4, 2, 0)
        row.addWidget(self._count)
        row.addStretch(1)
        row.addWidget(consequence, 0, Qt.AlignmentFlag.AlignRight)

    def show_count(self, present: int, left: int) -> None:
        """``left`` of the ``present`` findings are still to be dealt with."""
        self.setVisible(present > 0)
        self._count.show_counts(_counts(self._level, left), "已全部说明")


def _counts(level: Level, number: int) -> Counts:
    return Counts(*(number if level is each else 0 for each in LEVELS))
