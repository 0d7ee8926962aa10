"""One finding in the panel: folded to two lines, or open with both values and what can be done."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from anju_desktop.forms.definition import Level
from anju_desktop.gui import theme
from anju_desktop.gui.finding_line import FindingLine, Told
from anju_desktop.gui.labels import copyable, wrapped
from anju_desktop.records import record
from anju_desktop.rules.findings import LEVEL_NAMES, Finding, Suggestion

STATE_CHIPS = {
    "missing": ("待说明", "doubt"),
    "stale": ("需重新确认", "doubt"),
    "given": ("已说明", "saved"),
}
_REASON_HEIGHT = 64
_WIDEST_BUTTON, _WIDE_BUTTON = 130, 200
_DOWN, _ACROSS = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
_WIDE = 560
"""From here on the two halves of a card stand side by side."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@record(frozen=True, slots=True)
class Shown:
    """All that a card shows; equal to what it shows already means that nothing is done."""

    finding: Finding
    place: str
    state: str = ""
    """``missing``, ``given`` or ``stale`` for 需说明, else ``""``."""
    reason: str = ""
    follow_ons: tuple[Told, ...] = ()
    opened: bool = False

    def text(self) -> str:
        """All of it as lines, to be handed on: ``填写值：6101万元`` and so on."""
        finding = self.finding
        lines = [f"{LEVEL_NAMES[finding.level]}：{finding.title or finding.message}"]
        lines.append(f"位置：{self.place}")
        if finding.title and finding.message != finding.title:
            lines.append(finding.message)
        lines += [f"{name}：{value}" for name, value in values(self).items() if value]
        lines += [f"连带：{told.place}　{told.title}" for told in self.follow_ons]
        return "\n".join(dict.fromkeys(lines))


def values(shown: Shown) -> dict[str, str]:
    """What stands beside each name in the open card; ``""`` where there is nothing to say."""
    finding = shown.finding
    return {
        "问题": _problem(finding),
        "填写值": finding.written,
        "应为": finding.expected,
        "算式": finding.arithmetic,
        "依据": finding.basis,
        "怎么办": finding.advice,
        "说明": shown.reason if shown.state in ("given", "stale") else "",
    }


class FindingCard(QFrame):
    """Emits what the clerk chose; holds nothing but what it was last told to show."""

    chosen = Signal()
    suggestion_accepted = Signal(object)
    """With the :class:`Suggestion`."""
    explained = Signal(str)
    explanation_withdrawn = Signal()
    follow_on_chosen = Signal(object)
    """The clerk wants to see the :class:`CellRef` of a follow-on."""
    list_wanted = Signal()
    """All findings are to be copied."""
    left = Signal()
    """The clerk has done what there was to do here, or gave it up."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "finding")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._shown: Shown | None = None
        self._title = wrapped("heading")
        self._chip = QLabel()
        self._arrow = QLabel()
        self._summary = wrapped("second")
        self._detail: _Detail | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(12, 10, 12, 10)
        self._layout.setSpacing(4)
        self._layout.addLayout(self._head())
        self._layout.addWidget(self._summary)

    @property
    def shown(self) -> Shown | None:
        return self._shown

    def show_finding(self, shown: Shown) -> None:
        """Bring the card up to date; only what differs is touched."""
        if shown == self._shown:
            return
        self._shown = shown
        finding = shown.finding
        _set_text(self._title, finding.title or finding.message)
        self._show_chip(shown.state)
        self._arrow.setVisible(not shown.opened)
        self._summary.setVisible(not shown.opened)
        _set_text(
            self._summary, shown.place if finding.message == finding.title else finding.message
        )
        self._show_detail(shown)
        self.setAccessibleName(f"{finding.title}，{shown.place}")

    def parts(self) -> tuple[QWidget, ...]:
        """What is laid out, from the inside."""
        return (self,) if self._detail is None else (self._detail, self)

    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab stops, in this order."""
        return (self,) if self._detail is None else (self, *self._detail.stops())

    def clear(self) -> None:
        """The finding is no more; another may be shown in its place."""
        self._shown = None
        self.clearFocus()
        if self._detail is not None:
            self._detail.clear()

    def begin_explaining(self) -> None:
        """Open the text box for the reason."""
        if self._detail is not None:
            self._detail.begin_explaining()

    def commit_reason(self) -> None:
        """Record a reason that is being written, as an open cell is written when one leaves it."""
        if self._detail is not None:
            self._detail.commit_reason()

    def reason_area(self) -> QRect:
        """The text box for the reason with its buttons, in the card."""
        return QRect() if self._detail is None else self._detail.reason_area()

    def settle(self) -> bool:
        """Do what the button does that settles the finding; False where there is none."""
        return self._detail is not None and self._detail.settle()

    def copy(self) -> None:
        """Put the finding on the clipboard, as text."""
        if self._shown is not None:
            QGuiApplication.clipboard().setText(self._shown.text())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.addAction("复制这一条").triggered.connect(lambda _=False: self.copy())
        menu.addAction("复制全部审核结果").triggered.connect(
            lambda _=False: self.list_wanted.emit()
        )
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit()
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        # A key that one of its buttons left alone is not meant for the card.
        elif event.key() in (*_ENTER, Qt.Key.Key_Space) and self.hasFocus():
            self.chosen.emit()
        else:
            super().keyPressEvent(event)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title, 1)
        head.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._arrow, 0, Qt.AlignmentFlag.AlignTop)
        self._arrow.setPixmap(theme.icon("chevron-down").pixmap(QSize(12, 12)))
        return head

    def _show_chip(self, state: str) -> None:
        text, kind = STATE_CHIPS.get(state, ("", ""))
        if self._chip.text() != text:
            theme.set_kind(self._chip, kind)
            self._chip.setText(text)
        self._chip.setVisible(bool(text))

    def _show_detail(self, shown: Shown) -> None:
        if shown.opened:
            if self._detail is None:
                self._detail = self._new_detail()
            self._detail.show_finding(shown)
            self._detail.show()
        elif self._detail is not None and self._detail.isVisibleTo(self):
            self._detail.clear()
            self._detail.hide()

    def _new_detail(self) -> "_Detail":
        detail = _Detail(self)
        detail.suggestion_accepted.connect(self.suggestion_accepted)
        detail.explained.connect(self.explained)
        detail.explanation_withdrawn.connect(self.explanation_withdrawn)
        detail.follow_on_chosen.connect(self.follow_on_chosen)
        detail.left.connect(self.left)
        self._layout.addWidget(detail)
        return detail


class _Detail(QWidget):
    """The open part of a card."""

    suggestion_accepted = Signal(object)
    explained = Signal(str)
    explanation_withdrawn = Signal()
    follow_on_chosen = Signal(object)
    left = Signal()

    _ROWS = ("问题", "填写值", "应为", "算式", "依据", "怎么办", "说明")

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._halves = QBoxLayout(_DOWN, self)
        self._halves.setContentsMargins(0, 0, 0, 0)
        self._halves.setSpacing(8)
        self._told, self._layout = QVBoxLayout(), QVBoxLayout()
        for half, share in ((self._told, 3), (self._layout, 2)):
            half.setSpacing(8)
            self._halves.addLayout(half, share)
        self._place = wrapped("second")
        self._told.addWidget(self._place)
        self._values: dict[str, tuple[QLabel, QLabel]] = {}
        self._add_values()
        self._reason = QPlainTextEdit(self)
        self._reason.setProperty("kind", "input")
        self._reason.setFixedHeight(_REASON_HEIGHT)
        self._reason.setPlaceholderText("写明原因，Ctrl+Enter 记下，随上报包一起报送")
        self._reason.installEventFilter(self)
        self._reason.setAccessibleName("说明")
        self._reason.setTabChangesFocus(True)
        self._reason.hide()
        self._layout.addWidget(self._reason)
        self._add_buttons()
        self._fold = QToolButton(self)
        self._fold.setProperty("kind", "fold")
        self._fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._fold.clicked.connect(self._on_fold_clicked)
        self._follow_ons = QWidget(self)
        self._lines: list[FindingLine] = []
        lines = QVBoxLayout(self._follow_ons)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        self._layout.addWidget(self._fold)
        self._layout.addWidget(self._follow_ons)
        self._layout.addStretch(1)
        self._told.addStretch(1)
        self._follow_ons.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Below the paper there is width to spare and no height: what to do stands at the right."""
        super().resizeEvent(event)
        self._halves.setDirection(_ACROSS if event.size().width() >= _WIDE else _DOWN)

    def show_finding(self, shown: Shown) -> None:
        finding = shown.finding
        _set_text(self._place, shown.place)
        self._show_values(shown)
        self._show_buttons(shown)
        count = len(shown.follow_ons)
        self._fold.setVisible(count > 0)
        self._show_follow_ons(shown.follow_ons)
        if count:
            self._fold.setText(f"连带 {count} 条")
            self._show_fold(self._follow_ons.isVisibleTo(self))
        else:
            self._follow_ons.hide()
        if not self._reason.isVisibleTo(self) and self._reason.toPlainText() != shown.reason:
            self._reason.setPlainText(shown.reason)
        self.setAccessibleDescription(finding.message)

    def clear(self) -> None:
        """Forget what the clerk began here; the focus must not go on to another finding."""
        focus = self.focusWidget()
        if focus is not None:
            focus.clearFocus()
        self._reason.hide()
        self._follow_ons.hide()

    def stops(self) -> tuple[QWidget, ...]:
        settling = (self._suggest, self._alternative, self._affirm, self._record)
        buttons = (*settling, self._explain, self._withdraw, self._fold)
        return (self._reason, *buttons, *self._lines)

    def reason_area(self) -> QRect:
        """As the card sees it."""
        area = self._reason.geometry().united(self._record.geometry())
        return area.translated(self.pos())

    def settle(self) -> bool:
        buttons = (self._record, self._suggest, self._affirm)
        button = next((each for each in buttons if each.isVisibleTo(self)), None)
        if button is not None:
            button.click()
        return button is not None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the reason Enter begins a line; Ctrl+Enter records it and Esc gives it up."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in _ENTER and control:
            self._record.click()
        elif event.key() == Qt.Key.Key_Escape:
            self._withdraw.click()
        else:
            return False
        return True

    def begin_explaining(self) -> None:
        self._set_explaining(True)
        self._reason.setFocus()
        self._reason.moveCursor(self._reason.textCursor().MoveOperation.End)

    def _add_values(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnMinimumWidth(0, 44)
        grid.setColumnStretch(1, 1)
        for row, name in enumerate(self._ROWS):
            label, value = QLabel(name, self), copyable("")
            label.setProperty("kind", "third")
            # The label is smaller than the value: set on one line with its first line.
            label.setContentsMargins(0, 1, 0, 0)
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, row, 1)
            self._values[name] = (label, value)
        self._values["应为"][1].setProperty("kind", "strong")
        self._told.addLayout(grid)

    def _show_values(self, shown: Shown) -> None:
        finding = shown.finding
        texts = values(shown)
        # Before it is shown for the first time, which is when it is styled.
        theme.set_kind(self._values["填写值"][1], _written_kind(finding.level))
        for name, (label, value) in self._values.items():
            _set_text(value, texts[name])
            label.setVisible(bool(texts[name]))
            value.setVisible(bool(texts[name]))

    def _add_buttons(self) -> None:
        row = self._buttons = QHBoxLayout()
        row.setSpacing(8)
        self._suggest = self._button("panelPrimary", lambda: self._on_accepted(0))
        self._alternative = self._button("panel", lambda: self._on_accepted(1))
        self._affirm = self._button("panelPrimary", self._on_affirm_clicked)
        self._explain = self._button("panel", self.begin_explaining)
        self._record = self._button("panelPrimary", self._on_record_clicked)
        self._withdraw = self._button("panel", self._on_withdraw_clicked)
        settling = (self._suggest, self._alternative, self._affirm, self._record)
        for button in (*settling, self._explain, self._withdraw):
            row.addWidget(button)
        row.addStretch(1)
        self._layout.addLayout(row)
        self._affirm.setText("仍然如此")
        self._affirm.setToolTip("原来的说明仍然对（Ctrl+J）")
        self._record.setText("记下说明")
        self._record.setToolTip("记下说明（Ctrl+Enter），Esc 不写")

    def _button(self, kind: str, deed: Callable[[], object]) -> QPushButton:
        button = QPushButton(self)
        button.setProperty("kind", kind)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked: deed())
        return button

    def _show_buttons(self, shown: Shown) -> None:
        """At most two at a time, first the one that settles the finding."""
        self._current = shown
        explaining = self._reason.isVisibleTo(self)
        open_ = shown.state in ("", "missing") and not explaining
        # Beside 写说明 there is room for one.
        most = 1 if shown.state else 2
        offered = _suggestions(shown.finding)[:most] if open_ else ()
        # Two that name their cells are too long to stand side by side.
        below = len(offered) > 1
        self._buttons.setDirection(_DOWN if below else _ACROSS)
        for number, button in enumerate((self._suggest, self._alternative)):
            if number < len(offered):
                label = offered[number].label
                button.setText(_shortened(button, label, _WIDE_BUTTON if below else _WIDEST_BUTTON))
                button.setToolTip(label if number else f"{label}（Ctrl+J）")
            button.setVisible(number < len(offered))
        self._explain.setText("写说明" if shown.state == "missing" else "改写说明")
        self._withdraw.setText("不写了" if explaining else "撤回说明")
        self._affirm.setVisible(shown.state == "stale" and not explaining)
        self._explain.setVisible(bool(shown.state) and not explaining)
        self._record.setVisible(explaining)
        self._withdraw.setVisible(explaining or shown.state == "given")

    def _set_explaining(self, explaining: bool) -> None:
        self._reason.setVisible(explaining)
        self._show_buttons(self._current)

    def _on_accepted(self, number: int) -> None:
        # Before the button goes away: its focus would go on to the next by itself.
        self.left.emit()
        self.suggestion_accepted.emit(_suggestions(self._current.finding)[number])

    def _on_record_clicked(self) -> None:
        text = self._reason.toPlainText().strip()
        if not text:
            self._reason.setFocus()
            return
        self.left.emit()
        self._set_explaining(False)
        self.explained.emit(text)

    def commit_reason(self) -> None:
        """Record what stands in the open text box, unless it is what was recorded."""
        text = self._reason.toPlainText().strip()
        if self._reason.isVisibleTo(self) and text and text != self._current.reason:
            self._set_explaining(False)
            self.explained.emit(text)

    def _on_affirm_clicked(self) -> None:
        self.left.emit()
        self.explained.emit(self._current.reason)

    def _on_withdraw_clicked(self) -> None:
        self.left.emit()
        if self._reason.isVisibleTo(self):
            self._reason.setPlainText(self._current.reason)
            self._set_explaining(False)
        else:
            self.explanation_withdrawn.emit()

    def _on_fold_clicked(self) -> None:
        self._show_fold(not self._follow_ons.isVisibleTo(self))

    def _show_follow_ons(self, follow_ons: Sequence[Told]) -> None:
        while len(self._lines) < len(follow_ons):
            line = FindingLine(self._follow_ons)
            line.chosen.connect(self.follow_on_chosen)
            self._lines.append(line)
            layout = self._follow_ons.layout()
            assert layout is not None
            layout.addWidget(line)
        for number, line in enumerate(self._lines):
            line.setVisible(number < len(follow_ons))
            if number < len(follow_ons):
                line.show_told(follow_ons[number])

    def _show_fold(self, opened: bool) -> None:
        self._follow_ons.setVisible(opened)
        self._fold.setIcon(theme.icon("chevron-down" if opened else "chevron-right"))


def _suggestions(finding: Finding) -> tuple[Suggestion, ...]:
    return tuple(s for s in (finding.suggestion, finding.alternative) if s is not None)


def _shortened(button: QPushButton, text: str, width: int) -> str:
    """Two buttons have to fit side by side; what a label ends with is the number."""
    return button.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, width)


def _problem(finding: Finding) -> str:
    """The message, where title and values do not say it all."""
    if finding.written or finding.expected or finding.message == finding.title:
        return ""
    return finding.message


def _written_kind(level: Level) -> str:
    return {Level.ERROR: "wrong", Level.EXPLAIN: "doubt", Level.HINT: "strong"}[level]


def _set_text(label: QLabel, text: str) -> None:
    if label.text() != text:
        label.setText(text)
