"""跟着做一遍: leads through a first submission on a sample, step by step, at the clerk's pace.

A small card stands beside the place it speaks of, takes no focus and no key, and goes on by itself
when the thing was done.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from anju_desktop.document.changes import CellRef
from anju_desktop.gui.labels import wrapped
from anju_desktop.gui.theme import Token, color
from anju_desktop.records import record

if TYPE_CHECKING:
    from anju_desktop.gui.main_window import MainWindow

_PROGRAMME, _EDITION = "2024年中央财政城镇保障性安居工程补助资金", "karamay-2024-project-target"
_FORM = "老旧小区改造"
_CELL = CellRef("fiscal_funds")
_RULE = "funds-sum"
_WIDTH = 300
_GAP = 12
_FOLLOW_MS = 200
"""How often the card looks where its place is: windows are resized, papers scrolled."""


class _Watch:
    """What the clerk did since the step began."""

    def __init__(self, window: "MainWindow") -> None:
        self.window = window
        self.commands: set[str] = set()
        self.edits = 0

    def at_cell(self) -> bool:
        view = self.window.desk.view
        return view is not None and view.current_ref() == _CELL

    def edited(self) -> bool:
        return self.edits > 0

    def is_wrong(self) -> bool:
        """Whether the sum of the guide does not add up."""
        session = self.window.workspace.current
        return session is not None and any(f.rule == _RULE for f in session.findings())

    def did(self, command: str) -> bool:
        return command in self.commands


@record(frozen=True, slots=True)
class Step:
    """``place`` gives what the card points at, in the window; ``done`` when to go on."""

    title: str
    text: str
    place: "Callable[[MainWindow], QRect]"
    done: Callable[[_Watch], bool]


def _cell(window: "MainWindow") -> QRect:
    view = window.desk.view
    cell = None if view is None else view.paper_model().cell_of(_CELL)
    if view is None or cell is None:
        return QRect()
    area = view.visualRect(view.paper_model().index_of(cell))
    seen = area.intersected(view.viewport().rect())
    return QRect(view.viewport().mapTo(window, seen.topLeft()), seen.size())


def _widget(name: str) -> "Callable[[MainWindow], QRect]":
    def place(window: "MainWindow") -> QRect:
        widget: QWidget = getattr(window.ui, name)
        if not widget.isVisible():
            return QRect()
        return QRect(widget.mapTo(window, QPoint()), widget.size())

    return place


STEPS = (
    Step(
        "走到一格",
        "这是一张填好的样例，可以随便改。点一下“财政拨款”右边的数，或用方向键走到那一格。",
        _cell,
        _Watch.at_cell,
    ),
    Step(
        "改一个数",
        "直接打 6101，再按 Enter。不用点保存：写进格子就已经存好了，左下角会写着几点几分。",
        _cell,
        lambda watch: watch.edited() and watch.is_wrong(),
    ),
    Step(
        "看看错在哪",
        "边填边审：两项资金相加不等于总额，右边马上说出来，还列出算式。按 F8 到这一条。",
        _widget("panelHost"),
        lambda watch: watch.did("next_finding"),
    ),
    Step(
        "改回来",
        "点右边的“改为 6111”，或者按 Ctrl+J；按 Ctrl+Z 撤销刚才的修改也行。错误就没有了。",
        _widget("panelHost"),
        lambda watch: not watch.is_wrong(),
    ),
    Step(
        "不会填时",
        "停在任何一格按 F1，右边就说明这一格填什么、有哪些审核。再按一次 F1 打开使用手册。",
        _widget("panelHost"),
        lambda watch: watch.did("cell_help"),
    ),
    Step(
        "看看印出来的样子",
        "按 Ctrl+P 或点“打印”，屏幕上就是将要印出的每一页。看好以后按 Esc 关上。",
        _widget("printButton"),
        lambda watch: watch.did("print"),
    ),
    Step(
        "轮到自己的表",
        "按 Alt+Home 回到首页，点“新建上报”，选好单位、年度和表就能填了。样例还在，随时可以再看。",
        _widget("homeButton"),
        lambda watch: watch.did("home"),
    ),
)


class Guide(QObject):
    """One walk through the steps; ends by itself or when the clerk has enough."""

    ended = Signal()

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._number = -1
        self._watch = _Watch(window)
        self._ring = _Ring(window)
        self.card = GuideCard(len(STEPS), window)
        self.card.skipped.connect(self._next)
        self.card.left.connect(self.end)
        self._follow = QTimer(self, interval=_FOLLOW_MS)
        self._follow.timeout.connect(self._place)
        self._session = window.workspace.current
        self._notes = [
            (action, self._noted(command_id))
            for command_id, action in window.commands.actions.items()
        ]
        for action, note in self._notes:
            action.triggered.connect(note)
        if self._session is not None:
            self._session.edited.connect(self._on_edited)
            self._session.findings_changed.connect(self._check)
        window.desk.current_changed.connect(self._check)
        window.workspace.form_opened.connect(self._on_form_opened)
        self._follow.start()
        self._next()

    @property
    def step(self) -> Step:
        return STEPS[self._number]

    def end(self) -> None:
        """Take everything away; the guide is of no more use then."""
        if self._number >= len(STEPS):
            return
        self._number = len(STEPS)
        self._follow.stop()
        for action, note in self._notes:
            action.triggered.disconnect(note)
        for part in (self.card, self._ring):
            part.hide()
            part.deleteLater()
        if self._session is not None and not self._session.closed:
            self._session.edited.disconnect(self._on_edited)
            self._session.findings_changed.disconnect(self._check)
        self._window.desk.current_changed.disconnect(self._check)
        self._window.workspace.form_opened.disconnect(self._on_form_opened)
        self.ended.emit()
        self.deleteLater()

    def _next(self) -> None:
        if self._number + 1 >= len(STEPS):
            self.end()
            return
        self._number += 1
        self._watch = _Watch(self._window)
        self.card.show_step(self._number, self.step)
        self._place()

    def _check(self, *_: object) -> None:
        if self._number < len(STEPS) and self.step.done(self._watch):
            self._next()

    def _noted(self, command_id: str) -> Callable[[], None]:
        def note() -> None:
            self._watch.commands.add(command_id)
            self._check()

        return note

    def _on_edited(self, _edit: object) -> None:
        self._watch.edits += 1
        # The checks have run when the event loop is reached again.
        QTimer.singleShot(0, self, self._check)

    def _on_form_opened(self, session: object) -> None:
        """Another form, or none: the clerk goes ways of their own."""
        if session is not self._session:
            self.end()

    def _place(self) -> None:
        target = self.step.place(self._window)
        self._ring.show_around(target)
        panel = self._window.ui.panelHost
        help_ = QRect(panel.mapTo(self._window, QPoint()), panel.size())
        self.card.stand_beside(target, help_ if self._window.panel.has_help else QRect())


class GuideCard(QFrame):
    """What to do now; never takes the focus by itself."""

    skipped = Signal()
    left = Signal()

    def __init__(self, count: int, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("guideCard")
        self.setFixedWidth(_WIDTH)
        self._count = count
        self._window = window
        self._number = wrapped("third")
        self._title = wrapped("heading")
        self._text = wrapped("")
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(6)
        for label in (self._number, self._title, self._text):
            column.addWidget(label)
        self._buttons: list[QPushButton] = []
        row = QHBoxLayout()
        row.addStretch(1)
        for text, tip, signal in (
            ("不跟了", "收起引导；以后可从菜单“帮助”再开始", self.left),
            ("跳过这步", "不做这一步，看下一步", self.skipped),
        ):
            button = QPushButton(text)
            button.setProperty("kind", "panel")
            button.setToolTip(tip)
            button.clicked.connect(signal)
            row.addWidget(button)
            self._buttons.append(button)
        column.addLayout(row)

    def show_step(self, number: int, step: Step) -> None:
        self._number.setText(f"跟着做一遍　第 {number + 1} 步，共 {self._count} 步")
        self._title.setText(step.title)
        self._text.setText(step.text)
        self.setAccessibleName(f"{step.title}。{step.text}")
        self._column.activate()
        self.resize(_WIDTH, self._column.totalHeightForWidth(_WIDTH))
        self.show()
        self.raise_()

    def take_focus(self) -> None:
        """F6 comes here: 跳过这步 with Enter, Tab to the other button, F6 on."""
        self._buttons[-1].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def stand_beside(self, target: QRect, read: QRect) -> None:
        """Below the place, else above, else at its left; inside the window in any case.

        Beside ``read``, where the clerk reads what the last step has brought.
        """
        room = self._window.rect().adjusted(_GAP, _GAP, -_GAP, -_GAP)
        if target.isEmpty():
            self.move(room.center().x() - self.width() // 2, room.bottom() - self.height() - 40)
            return
        x = min(max(target.left(), room.left()), room.right() - self.width())
        if target.bottom() + _GAP + self.height() <= room.bottom():
            y = target.bottom() + _GAP
        elif target.top() - _GAP - self.height() >= room.top():
            y = target.top() - _GAP - self.height()
        else:
            x = max(room.left(), target.left() - _GAP - self.width())
            y = room.bottom() - self.height() - 40
        if QRect(x, y, self.width(), self.height()).intersects(read):
            x = max(room.left(), read.left() - _GAP - self.width())
        if self.pos() != QPoint(x, y):
            self.move(x, y)


class _Ring(QWidget):
    """A ring around a place, which mouse and keyboard do not notice."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_around(self, target: QRect) -> None:
        self.setVisible(not target.isEmpty())
        area = target.adjusted(-4, -4, 4, 4)
        if not target.isEmpty() and self.geometry() != area:
            self.setGeometry(area)
            self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color(Token.ACCENT), 2))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 4, 4)
        painter.end()


def open_sample_form(window: "MainWindow") -> None:
    """The form of the guide, from the sample that it needs."""
    from anju_desktop.gui.samples import load_samples

    samples = load_samples(window.workspace.library)
    window.deeds.open_sample(next(each for each in samples if each.programme == _PROGRAMME))
    submission = window.workspace.submission
    assert submission is not None
    for form in submission.forms:
        if form.edition == _EDITION and _FORM in form.title:
            window.open_form(form.id)
            return
