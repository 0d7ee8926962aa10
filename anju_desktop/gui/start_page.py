"""The first page: go on where one stopped, this year's submissions, backups, samples."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from anju_desktop import clock
from anju_desktop.document.course import STEPS, State, day_words, days_left, deadline_words, step
from anju_desktop.gui import theme
from anju_desktop.gui.generated.ui_start_page import Ui_StartPage
from anju_desktop.gui.labels import short_title
from anju_desktop.gui.marks import Counts, CountsLabel
from anju_desktop.gui.samples import Sample
from anju_desktop.gui.theme import Token, color
from anju_desktop.gui.workspace import Workspace
from anju_desktop.storage.backups import Backup
from anju_desktop.storage.entries import SubmissionEntry

_STATE_WIDTH, _AUDIT_WIDTH, _DUE_WIDTH, _BUTTON_WIDTH = 112, 200, 96, 72
_BUTTONS_WIDTH = 108
"""Of 打开 and what stands beside it."""
_ROOMY, _STACK_BELOW = 1330, 1200
"""Narrower, findings are counted without words; narrower still, backups and samples go below."""
_BARE_AUDIT_WIDTH = 112
_MARGIN, _NARROW_MARGIN, _SIDE_WIDTH = 67, 24, 304
_WIDEST = (1 << 24) - 1
"""What Qt takes for no limit."""
_SAMPLE_HEIGHT = 52
GUIDE_SEEN = "guide"
"""Setting: the guide was begun once, so that this page does not offer it any more."""
_MORE_WIDTH = 28
_CARD_GAP = 10
_CURRENT_SHOWN, _EARLIER_SHOWN = 20, 6
_NONE_THIS_YEAR = "今年还没有上报。点“新建上报”，选好单位和年度，可以沿用去年填好的内容。"
_EMPTY = "还没有上报。可以先打开一个样例看看，或者点“新建上报”开始填写。"


class StartPage(QWidget):
    """Shows the workspace's lists; what the clerk chooses goes out as a signal."""

    form_chosen = Signal(int)
    sample_chosen = Signal(object)
    new_chosen = Signal()
    guide_chosen = Signal()
    """The clerk wants to be led through a first submission."""
    backup_chosen = Signal()
    backup_folder_chosen = Signal()
    archived_chosen = Signal()
    answer_chosen = Signal(int)
    """The opinions of this returned submission are to be looked at and answered."""
    deadline_chosen = Signal(int)
    """The deadline of this submission is to be set."""
    submission_menu_asked = Signal(int, object)
    """Number of a submission and the point on the screen where its menu is wanted."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._samples: tuple[Sample, ...] = ()
        self._all_listed = False
        self._is_roomy = True
        self._answer_button: QPushButton | None = None
        self.ui = Ui_StartPage()
        self.ui.setupUi(self)
        self.ui.scroll.setAccessibleName("首页")
        self.ui.continueButton.clicked.connect(self._on_continue_clicked)
        self.ui.welcomeButton.clicked.connect(self._on_welcome_clicked)
        self.ui.newButton.clicked.connect(self.new_chosen)
        self.ui.backupNow.clicked.connect(self.backup_chosen)
        self.ui.backupOpen.clicked.connect(self.backup_folder_chosen)
        self.guide_button = _guide_button()
        self.guide_button.clicked.connect(self.guide_chosen)
        self.ui.headRow.addWidget(self.guide_button)
        workspace.submissions_changed.connect(self.refresh)
        workspace.counts_changed.connect(self._on_counts_changed)
        self.refresh()

    def refresh(self) -> None:
        """Show the lists as they are now."""
        submissions = self._sorted()
        self.ui.yearLabel.setText(f"{_this_year()}年")
        self.guide_button.setVisible(not self._workspace.settings.get(GUIDE_SEEN))
        self._show_returned(submissions)
        self._show_continue()
        self._show_submissions(submissions)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The names of the submissions keep their room in a narrow window."""
        super().resizeEvent(event)
        width = event.size().width()
        self._stack(width < _STACK_BELOW)
        roomy = width >= _ROOMY
        if roomy != self._is_roomy:
            self._is_roomy = roomy
            self._show_submissions(self._sorted())

    def _stack(self, stacked: bool) -> None:
        """Backups and samples below the lists, or beside them."""
        columns, side = self.ui.columns, self.ui.side
        directions = QBoxLayout.Direction
        margin = _NARROW_MARGIN if stacked else _MARGIN
        columns.setDirection(directions.TopToBottom if stacked else directions.LeftToRight)
        columns.setContentsMargins(margin, _NARROW_MARGIN, margin, _NARROW_MARGIN)
        side.setMaximumWidth(_WIDEST if stacked else _SIDE_WIDTH)

    def _sorted(self) -> list[SubmissionEntry]:
        latest = sorted(self._workspace.listed(), key=lambda s: s.edited, reverse=True)
        # One's own work stands above the samples.
        return sorted(latest, key=self._workspace.is_sample)

    def _audit_width(self) -> int:
        return _AUDIT_WIDTH if self._is_roomy else _BARE_AUDIT_WIDTH

    def take_focus(self) -> None:
        """The keyboard goes to what one most likely wants: to what was returned, else to go on or
        to look at a sample."""
        go_on = self._workspace.form_to_go_on() is not None
        likely = self.ui.continueButton if go_on else self.ui.welcomeButton
        (self._answer_button or likely).setFocus()
        # When lists were made anew the focus wandered, and the page with it.
        self.ui.scroll.verticalScrollBar().setValue(0)

    def show_samples(self, samples: Sequence[Sample]) -> None:
        """Fill the list of samples, which is read when the window already stands."""
        self._samples = tuple(samples)
        _clear(self.ui.samplesLayout)
        for sample in self._samples:
            if self.ui.samplesLayout.count():
                self.ui.samplesLayout.addWidget(_rule())
            row = _SampleRow(sample)
            row.clicked.connect(lambda _checked=False, s=sample: self.sample_chosen.emit(s))
            self.ui.samplesLayout.addWidget(row)

    def show_backups(self, folder: Path, backups: Sequence[Backup]) -> None:
        """Say when the last backup was made and where they all are."""
        newest, oldest = (backups[0], backups[-1]) if backups else (None, None)
        name = "shield" if newest else "shield-alert"
        self.ui.backupIcon.setPixmap(theme.icon(name).pixmap(QSize(16, 16)))
        self.ui.backupWhen.setText(
            f"{day(newest.time)} {newest.time:%H:%M} 已备份" if newest else "还没有备份"
        )
        self.ui.backupChecked.setText(
            "已打开核对，可以恢复" if newest else "填写以后，退出时会自动备份。"
        )
        self.ui.backupFolder.setText(_breakable(str(folder)))
        self.ui.backupCount.setVisible(oldest is not None)
        if oldest is not None:
            self.ui.backupCount.setText(f"共 {len(backups)} 份，最早 {day(oldest.time)}")

    def _show_returned(self, submissions: Sequence[SubmissionEntry]) -> None:
        """What came back from the city is the first thing to be seen."""
        layout = self.ui.returnedLayout
        _clear(layout)
        self._answer_button = None
        for entry in submissions:
            if entry.course.returned is not None:
                card, button = self._returned_card(entry)
                layout.addWidget(card)
                layout.addSpacing(_CARD_GAP)
                self._answer_button = self._answer_button or button

    def _returned_card(self, entry: SubmissionEntry) -> tuple[QFrame, QPushButton]:
        card = QFrame()
        card.setProperty("kind", "returnedCard")
        line = QHBoxLayout(card)
        line.setContentsMargins(20, 11, 16, 11)
        line.setSpacing(12)
        title = _label(f"市级退回：{entry.title}", "heading")
        title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        left = entry.course.unanswered
        words = f"{left} 条意见待答复" if left else "意见都已答复，改好后重新上报"
        deadline, today = entry.course.deadline, clock.now().date()
        due = "" if deadline is None else f"，{day_words(deadline, today)}前重报"
        more = "" if deadline is None else f"，{days_left(deadline, today)}"
        button = QPushButton("查看意见并答复")
        button.setProperty("kind", "panel")
        button.setAccessibleName(f"查看意见并答复：{entry.title}")
        button.clicked.connect(lambda: self.answer_chosen.emit(entry.id))
        line.addWidget(_picture("undo", 16))
        line.addWidget(title)
        line.addWidget(_label(f"{words}{due}{more}", "second"), 1)
        line.addWidget(button)
        return card, button

    def _show_continue(self) -> None:
        form = self._workspace.form_to_go_on()
        self.ui.continueCard.setVisible(form is not None)
        self.ui.welcomeCard.setVisible(form is None)
        if form is None:
            return
        submission = self._workspace.submission_of(form.id)
        sample = submission is not None and self._workspace.is_sample(submission)
        self.ui.continueTitle.setText(f"{'样例　' if sample else ''}{short_title(form.title)}")
        self.ui.continueWhen.setText(f"上次填到这里　{day(form.edited)} {form.edited:%H:%M}")
        counts = self._workspace.counts(form.id)
        self.ui.continueCounts.show_counts(counts or Counts(), "没有发现问题" if counts else "")
        due, left = self._due(submission) if submission is not None else ("", "")
        self.ui.continueDue.setText(f"{due}截止，{left}" if left else "")

    def _show_submissions(self, submissions: Sequence[SubmissionEntry]) -> None:
        """This year's work, then that of earlier years, then what is out of the way."""
        layout = self.ui.submissionsLayout
        _clear(layout)
        current = [entry for entry in submissions if _is_of_this_year(entry)]
        earlier = [entry for entry in submissions if not _is_of_this_year(entry)]
        self.ui.listCount.setText(f"{len(current)} 件" if current else "")
        if current:
            layout.addWidget(_head_row(self._audit_width()))
        else:
            layout.addWidget(_note(_NONE_THIS_YEAR if earlier else _EMPTY))
        self._add_list(current, _CURRENT_SHOWN)
        if earlier:
            layout.addWidget(_rule())
            layout.addWidget(_band(f"往年的上报　{len(earlier)} 件"))
            self._add_list(earlier, _EARLIER_SHOWN)
        archived = self._workspace.archived()
        if archived:
            self._add_link(f"已归档 {len(archived)} 件…", self.archived_chosen.emit)

    def _add_list(self, submissions: Sequence[SubmissionEntry], most: int) -> None:
        """The latest ones at first: a start must not wait for rows that nobody looks at."""
        shown = submissions if self._all_listed else submissions[:most]
        for submission in shown:
            self.ui.submissionsLayout.addWidget(_rule())
            self.ui.submissionsLayout.addWidget(self._submission_row(submission))
        if len(shown) < len(submissions):
            self._add_link(f"再列出 {len(submissions) - len(shown)} 件", self._on_all_wanted)

    def _add_link(self, words: str, deed: Callable[[], object]) -> None:
        link = QToolButton()
        link.setText(words)
        link.setProperty("kind", "link")
        link.clicked.connect(lambda: deed())
        holder = QWidget()
        line = _line(holder)
        line.addWidget(link)
        line.addStretch(1)
        self.ui.submissionsLayout.addWidget(_rule())
        self.ui.submissionsLayout.addWidget(holder)

    def _on_all_wanted(self) -> None:
        self._all_listed = True
        self.refresh()

    def _submission_row(self, submission: SubmissionEntry) -> QWidget:
        row = QWidget()
        # On a high screen the room is left below the list, not between its lines.
        row.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        line = _line(row)
        line.addLayout(self._names(submission), 1)
        line.addWidget(self._state(submission))
        line.addWidget(self._audit(submission))
        line.addWidget(self._due_cell(submission))
        button = QPushButton("打开")
        button.setFixedWidth(_BUTTON_WIDTH)
        button.setProperty("kind", "panel")
        button.setAccessibleName(f"打开{submission.title}")
        if submission.forms:
            first = _form_to_open(self._workspace, submission)
            button.clicked.connect(lambda: self.form_chosen.emit(first))
        line.addWidget(button)
        line.addWidget(self._more(submission))
        row.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        row.customContextMenuRequested.connect(
            lambda point: self.submission_menu_asked.emit(submission.id, row.mapToGlobal(point))
        )
        return row

    def _more(self, submission: SubmissionEntry) -> QToolButton:
        """What else can be done with a submission, for whoever looks for no menu under a key."""
        more = QToolButton()
        more.setIcon(theme.icon("chevron-down"))
        more.setIconSize(QSize(12, 12))
        more.setFixedWidth(_MORE_WIDTH)
        more.setToolTip("盖章扫描件、标为已上报、截止日期、沿用到下一年、归档等")
        more.setAccessibleName(f"{submission.title}还能做什么")
        more.clicked.connect(
            lambda: self.submission_menu_asked.emit(
                submission.id, more.mapToGlobal(more.rect().bottomLeft())
            )
        )
        return more

    def _names(self, submission: SubmissionEntry) -> QVBoxLayout:
        names = QVBoxLayout()
        names.setSpacing(2)
        sample = "样例　" if self._workspace.is_sample(submission) else ""
        title = _label(f"{sample}{submission.title}", "heading")
        names.addWidget(title)
        names.addWidget(_label(f"{submission.unit} {submission.period}年，{_forms(submission)}"))
        return names

    def _state(self, submission: SubmissionEntry) -> QWidget:
        holder = QWidget()
        holder.setFixedWidth(_STATE_WIDTH)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        state = self._workspace.state(submission)
        word = _label(state.value, "returned" if state is State.RETURNED else "")
        column.addWidget(word)
        column.addWidget(_StateBar(state))
        return holder

    def _audit(self, submission: SubmissionEntry) -> QWidget:
        """What is left to do: findings, or after 定稿 what is waited for."""
        known = [self._workspace.counts(form.id) for form in submission.forms]
        waits = self._workspace.next_step(submission)
        unanswered = submission.course.unanswered
        if unanswered and not any(known):
            waits = f"{unanswered} 条意见待答复"
        if waits:
            label = _label(waits)
            label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
            label.setFixedWidth(self._audit_width())
            return label
        holder = QWidget()
        holder.setFixedWidth(self._audit_width())
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        counts = sum((each for each in known if each is not None), Counts())
        label_ = CountsLabel()
        label_.setProperty("kind", "" if self._is_roomy else "bare")
        label_.show_counts(counts, "没有发现问题" if any(known) else "")
        row.addWidget(label_)
        row.addStretch(1)
        return holder

    def _due(self, submission: SubmissionEntry) -> tuple[str, str]:
        state = self._workspace.state(submission)
        return deadline_words(submission.course, state, clock.now().date())

    def _due_cell(self, submission: SubmissionEntry) -> QWidget:
        """By when it is to be reported; a click sets it."""
        due, left = self._due(submission)
        holder = QWidget()
        holder.setFixedWidth(_DUE_WIDTH)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        button = QPushButton(due or "设日期")
        button.setProperty("kind", "due" if due else "noDue")
        button.setToolTip("设报送截止日期")
        words = f"截止 {due}，{left}" if left else due or "没有设截止日期"
        button.setAccessibleName(f"{submission.title}：{words}")
        button.clicked.connect(lambda: self.deadline_chosen.emit(submission.id))
        column.addStretch(1)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        if left:
            column.addWidget(_label(left))
        column.addStretch(1)
        return holder

    def _on_counts_changed(self, _form_id: int) -> None:
        if self.isVisible():
            self.refresh()

    def _on_continue_clicked(self) -> None:
        form = self._workspace.form_to_go_on()
        if form is not None:
            self.form_chosen.emit(form.id)

    def _on_welcome_clicked(self) -> None:
        if self._samples:
            self.sample_chosen.emit(self._samples[0])


def _guide_button() -> QToolButton:
    button = QToolButton()
    button.setText("第一次用？跟着做一遍")
    button.setProperty("kind", "link")
    button.setToolTip("在一张样例上走一遍：填写、审核、改正、打印")
    return button


def day(time: datetime) -> str:
    """``今天``, ``昨天``, or the date; the year only when it is another one."""
    today = clock.now().date()
    ago = (today - time.date()).days
    if ago in (0, 1):
        return ("今天", "昨天")[ago]
    year = "" if time.year == today.year else f"{time.year}年"
    return f"{year}{time.month}月{time.day}日"


def _this_year() -> int:
    return clock.now().year


def _is_of_this_year(submission: SubmissionEntry) -> bool:
    """Last year's self-evaluation is this year's work too: what counts is when it was done."""
    year = _this_year()
    return submission.edited.astimezone().year == year or submission.period >= str(year)


def _note(text: str) -> QLabel:
    note = QLabel(text)
    note.setProperty("kind", "second")
    note.setWordWrap(True)
    note.setContentsMargins(18, 24, 18, 24)
    return note


def _band(text: str) -> QWidget:
    """A heading between the rows of two lists."""
    holder = QWidget()
    line = _line(holder)
    line.addWidget(_label(text, "section"))
    return holder


def _form_to_open(workspace: Workspace, submission: SubmissionEntry) -> int:
    """The form that was open last, else the first one."""
    last = workspace.last_form()
    if last is not None and any(form.id == last.id for form in submission.forms):
        return last.id
    return submission.forms[0].id


def _forms(submission: SubmissionEntry) -> str:
    names = [short_title(form.title) for form in submission.forms]
    listed = "、".join(names[:3])
    return listed if len(names) <= 3 else f"{listed}等 {len(names)} 张表"


def _breakable(path: str) -> str:
    """A path that may be broken at its separators."""
    return path.replace("/", "/\u200b").replace("\\", "\\\u200b")


def _clear(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def _rule() -> QFrame:
    rule = QFrame()
    rule.setProperty("kind", "rule")
    rule.setFixedHeight(1)
    return rule


class _Line(QLabel):
    """One line of text that ends in … where there is no room for all of it."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        area = self.contentsRect()
        elide = Qt.TextElideMode.ElideRight
        text = self.fontMetrics().elidedText(self.text(), elide, area.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(area, self.alignment(), text)
        painter.end()


def _label(text: str, kind: str = "second") -> QLabel:
    label = _Line(text)
    label.setToolTip(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    if kind:
        label.setProperty("kind", kind)
    return label


def _line(row: QWidget) -> QHBoxLayout:
    line = QHBoxLayout(row)
    line.setContentsMargins(18, 12, 16, 12)
    line.setSpacing(8)
    return line


def _head_row(audit_width: int) -> QWidget:
    row = QWidget()
    line = _line(row)
    line.addWidget(_label("上报"), 1)
    for text, width in (
        ("状态", _STATE_WIDTH),
        ("审核", audit_width),
        ("截止", _DUE_WIDTH),
        ("", _BUTTONS_WIDTH),
    ):
        label = _label(text)
        label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        label.setFixedWidth(width)
        line.addWidget(label)
    return row


class _StateBar(QWidget):
    """Six short lines, one for each step from 填报中 to 已接收."""

    def __init__(self, state: State) -> None:
        super().__init__()
        self._reached = step(state)
        self.setToolTip(" → ".join(each.value for each in STEPS))
        self.setFixedSize(100, 3)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        width = self.width() / len(STEPS)
        for number in range(len(STEPS)):
            ink: QColor = color(Token.ACCENT if number < self._reached else Token.RULE)
            painter.fillRect(round(number * width), 0, round(width) - 3, 3, ink)
        painter.end()


class _SampleRow(QPushButton):
    """One sample: a wide button of two lines."""

    def __init__(self, sample: Sample) -> None:
        super().__init__()
        self.setProperty("kind", "row")
        self.setFixedHeight(_SAMPLE_HEIGHT)
        self.setAccessibleName(f"打开样例：{sample.title}，{sample.note}")
        self.setToolTip(f"打开样例：{sample.title}")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 12, 6)
        row.setSpacing(10)
        row.addWidget(_picture("file", 16))
        names = QVBoxLayout()
        names.setSpacing(1)
        names.addWidget(_label(short_title(sample.title), ""))
        names.addWidget(_label(sample.note))
        row.addLayout(names, 1)
        row.addWidget(_picture("chevron-right", 12))


def _picture(name: str, side: int) -> QLabel:
    label = QLabel()
    label.setPixmap(theme.icon(name).pixmap(QSize(side, side)))
    label.setFixedWidth(side)
    return label
