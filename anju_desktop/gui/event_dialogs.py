"""Dialogs in which the clerk records by hand what happened to a submission after 定稿.

Each gives its :meth:`event_made` after it was accepted.
"""

from collections.abc import Mapping

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from anju_desktop import clock
from anju_desktop.document.course import (
    Course,
    Versions,
    codes_of,
    day_words,
    days_left,
    refuse_unfitting,
)
from anju_desktop.document.events import (
    DeadlineSet,
    Event,
    Opinion,
    Received,
    Reported,
    Returned,
)
from anju_desktop.errors import CourseError
from anju_desktop.gui.day_field import UNREADABLE, DayField
from anju_desktop.gui.labels import wrapped

WAYS = ("优盘送到联网电脑，邮件发送", "优盘送达", "光盘送达", "纸质件送达", "系统上传")
_SHORT = 200
_NO_FORMS: Mapping[str, int] = {}
_LATER = "日期写到了今天以后，请改成实际的日期。"


class _EventDialog(QDialog):
    """A heading, what it is about, fields, and what is wrong with them."""

    def __init__(
        self, title: str, about: str, verb: str, parent: QWidget | None, width: int = 500
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(width)
        self.problem = wrapped("error")
        self.problem.hide()
        self.fields = QFormLayout()
        self.fields.setHorizontalSpacing(12)
        self.fields.setVerticalSpacing(8)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(24, 20, 24, 20)
        self._layout.setSpacing(12)
        self._layout.addWidget(wrapped("current", title))
        self._layout.addWidget(wrapped("second", about))
        self._layout.addLayout(self.fields)
        self._verb = verb

    def event_made(self) -> Event:
        """What is to be recorded."""
        raise NotImplementedError

    def _finish(self, first: QWidget) -> None:
        """The buttons come after the fields, for Tab too; ``first`` gets the keyboard."""
        self._layout.addWidget(self.problem)
        self._layout.addLayout(self._buttons(self._verb))
        first.setFocus()

    def _buttons(self, verb: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        leave, do = QPushButton("不记了"), QPushButton(verb)
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        do.setProperty("kind", "primary")
        do.setDefault(True)
        do.clicked.connect(self._on_done)
        row.addWidget(leave)
        row.addWidget(do)
        return row

    def _add(self, title: str, field: QWidget) -> None:
        self.fields.addRow(title, field)

    def _add_line(self, title: str, hint: str) -> QLineEdit:
        edit = QLineEdit()
        edit.setMinimumHeight(28)
        edit.setMaxLength(_SHORT)
        edit.setAccessibleName(title)
        edit.setPlaceholderText(hint)
        self._add(title, edit)
        return edit

    def _on_done(self) -> None:
        problem = self._problem()
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        if not problem:
            self.accept()

    def _problem(self) -> str:
        """Why it cannot be recorded yet, in a sentence; the field in question gets the focus."""
        raise NotImplementedError


def _past_day(field: DayField) -> str:
    """What is wrong with the day of something that has happened."""
    day = field.day()
    if day is not None and day <= clock.now().date():
        return ""
    field.setFocus()
    return UNREADABLE if day is None else _LATER


class ReportedDialog(_EventDialog):
    """标为已上报: when and how the package went to the city."""

    def __init__(
        self, title: str, course: Course, versions: Versions, parent: QWidget | None = None
    ) -> None:
        self._course, self._versions = course, versions
        unsealed = sum(not course.is_sealed(form, each) for form, each in versions.items())
        seals = f"还有 {unsealed} 张表没有附盖章扫描件，也可以先记。" if unsealed else ""
        about = f"“{title}”已经送到市级。{seals}"
        super().__init__("标为已上报", about, "标为已上报", parent)
        self.day = DayField("上报日期", clock.now().date())
        self._add("上报日期", self.day)
        self.how = QComboBox()
        self.how.setEditable(True)
        self.how.addItems(list(WAYS))
        self.how.setAccessibleName("怎样报的")
        self.how.setMinimumHeight(28)
        edit = self.how.lineEdit()
        assert edit is not None
        edit.setMaxLength(_SHORT)
        edit.setAccessibleName("怎样报的")
        self._add("怎样报的", self.how)
        self._finish(self.day)

    def event_made(self) -> Event:
        day = self.day.day()
        assert day is not None
        return Reported(day, self.how.currentText().strip(), codes_of(self._versions))

    def _problem(self) -> str:
        return _past_day(self.day) or _refusal(self, self._course, self._versions)


class ReceivedDialog(_EventDialog):
    """市级已接收: a call or a message said so; who it was need not be known."""

    def __init__(
        self, title: str, course: Course, versions: Versions, parent: QWidget | None = None
    ) -> None:
        self._course, self._versions = course, versions
        super().__init__("市级已接收", f"市级说“{title}”已经收下、不用再改。", "标为已接收", parent)
        self.day = DayField("接收日期", clock.now().date())
        self._add("接收日期", self.day)
        self.by = self._add_line("谁说的", "可以不写，如 市住建局")
        self._finish(self.day)

    def event_made(self) -> Event:
        day = self.day.day()
        assert day is not None
        return Received(day, self.by.text().strip())

    def _problem(self) -> str:
        return _past_day(self.day) or _refusal(self, self._course, self._versions)


class ReturnedDialog(_EventDialog):
    """市级退回: what the city wants changed, one opinion a line, and until when.

    ``forms`` are the numbers of the forms by their names: an opinion that begins with one of them
    and a colon is about that form.
    """

    def __init__(
        self,
        title: str,
        course: Course,
        versions: Versions,
        parent: QWidget | None = None,
        *,
        forms: Mapping[str, int] = _NO_FORMS,
    ) -> None:
        self._course, self._versions, self._forms = course, versions, forms
        about = f"市级把“{title}”退回来了。照电话或通知里说的，一行写一条意见，以后逐条答复。"
        if len(versions) > 1:
            about += "意见是说哪张表的，就用表名和冒号开头。"
        super().__init__("市级退回", about, "记下退回", parent, width=560)
        self.day = DayField("退回日期", clock.now().date())
        self.opinions = QPlainTextEdit()
        self.opinions.setProperty("kind", "input")
        self.opinions.setTabChangesFocus(True)
        self.opinions.setAccessibleName("退回意见，一行一条")
        self.opinions.setPlaceholderText("如：改造户数的指标值没有写计量单位")
        self.opinions.setMinimumHeight(132)
        self.deadline = DayField("重报截止")
        self._add("退回日期", self.day)
        self._add("退回意见", self.opinions)
        self._add("重报截止", self.deadline)
        self.by = self._add_line("谁说的", "可以不写，如 市住建局")
        self._finish(self.opinions)

    def event_made(self) -> Event:
        day = self.day.day()
        assert day is not None
        lines = [line.strip() for line in self.opinions.toPlainText().splitlines()]
        opinions = tuple(Opinion(line, self._form_of(line)) for line in lines if line)
        return Returned(day, opinions, self.deadline.day(), self.by.text().strip())

    def _form_of(self, line: str) -> int:
        """The form that an opinion names; 0 for none."""
        name, colon, _ = line.replace(":", "：").partition("：")
        return self._forms.get(name.strip(), 0) if colon else 0

    def _problem(self) -> str:
        problem = _past_day(self.day)
        if problem:
            return problem
        if self.deadline.is_unreadable():
            self.deadline.setFocus()
            return f"重报截止的{UNREADABLE}"
        refusal = _refusal(self, self._course, self._versions)
        if refusal:
            self.opinions.setFocus()
            return refusal
        day, deadline = self.day.day(), self.deadline.day()
        if day is not None and deadline is not None and deadline < day:
            self.deadline.setFocus()
            return "重报截止早于退回日期，请改其中一个。"
        return ""


class DeadlineDialog(_EventDialog):
    """报送截止日期, of one submission; blank takes it away."""

    def __init__(self, title: str, course: Course, parent: QWidget | None = None) -> None:
        about = f"“{title}”最晚哪天报到市级？首页会写明还有几天；留空就是不提醒。"
        super().__init__("报送截止日期", about, "保存", parent)
        self.day = DayField("截止日期", course.own_deadline)
        self._add("截止日期", self.day)
        self.told = wrapped("second")
        self._layout.addWidget(self.told)
        self.day.edit.textChanged.connect(self._tell)
        self._tell()
        self.day.edit.selectAll()
        self._finish(self.day)

    def event_made(self) -> Event:
        return DeadlineSet(self.day.day())

    def _tell(self) -> None:
        day, today = self.day.day(), clock.now().date()
        self.told.setText(
            "" if day is None else f"{day_words(day, today)}，{days_left(day, today)}"
        )

    def _problem(self) -> str:
        if self.day.is_unreadable():
            self.day.setFocus()
            return UNREADABLE
        return ""


def _refusal(dialog: _EventDialog, course: Course, versions: Versions) -> str:
    """Why the store would refuse what the dialog made, before it is closed."""
    try:
        refuse_unfitting(course, versions, dialog.event_made())
    except CourseError as error:
        return str(error)
    return ""
