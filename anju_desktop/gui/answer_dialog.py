"""查看意见并答复: what the city wants changed, each ticked off and answered in a sentence."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from anju_desktop import clock
from anju_desktop.document.course import Answer, Course, day_words, days_left
from anju_desktop.document.events import NOTE_CHARS, Answered, Opinion, Returned
from anju_desktop.gui import messages
from anju_desktop.gui.labels import copyable, resize_fitting, wrapped

_WIDTH, _HEIGHT = 680, 520
_HOW = (
    "照意见改好后打上勾，写一句怎样改的；答复随上报包一起交给市级。已定稿的表要先修订才能改，"
    "改完重新定稿、盖章、上报。"
)
OVER = "这次退回已经处理过，下面是当时的意见和答复。"


class _OpinionPart(QFrame):
    """One opinion, its tick and its answer."""

    def __init__(self, number: int, opinion: Opinion, form: str, answer: Answer) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.done = QCheckBox("已改好")
        self.done.setChecked(answer.done)
        self.done.setAccessibleName(f"第 {number} 条意见已改好")
        self.text = QLineEdit(answer.text)
        self.text.setMaxLength(NOTE_CHARS)
        self.text.setMinimumHeight(28)
        self.text.setAccessibleName(f"第 {number} 条意见的答复")
        self.text.setPlaceholderText("怎样改的，如：已补上计量单位“户”")
        words = copyable("")
        words.setText(f"{number}. {opinion.text}")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(8)
        column.addWidget(words)
        if form:
            column.addWidget(wrapped("second", form))
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self.text, 1)
        line.addWidget(self.done)
        column.addLayout(line)

    def answer(self) -> Answer:
        return Answer(self.done.isChecked(), self.text.text().strip())

    def freeze(self) -> None:
        """Nothing is answered any more."""
        self.done.setEnabled(False)
        self.text.setReadOnly(True)


class AnswerDialog(QDialog):
    """Ask :meth:`answered` after it was accepted; ``wants_form`` says to go on in the form."""

    def __init__(
        self,
        title: str,
        course: Course,
        name_of: Callable[[int], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("退回意见")
        resize_fitting(self, _WIDTH, _HEIGHT)
        noted = course.last_returned
        assert noted is not None
        assert isinstance(noted.event, Returned)
        self._number, self._before = noted.number, course.answers()
        self.wants_form = False
        open_ = course.returned is not None
        pairs = zip(noted.event.opinions, self._before, strict=True)
        self.parts = [
            _OpinionPart(number, opinion, name_of(opinion.form) if opinion.form else "", answer)
            for number, (opinion, answer) in enumerate(pairs, 1)
        ]
        self.left = wrapped("second")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(12)
        layout.addWidget(wrapped("current", f"市级退回：{title}"))
        layout.addWidget(wrapped("strong", _told(noted.event)))
        layout.addWidget(wrapped("second", _HOW if open_ else OVER))
        layout.addWidget(self._list(), 1)
        layout.addWidget(self.left)
        layout.addLayout(self._buttons(open_))
        for part in self.parts:
            part.done.toggled.connect(self._tell)
            part.text.textChanged.connect(self._tell)
            if not open_:
                part.freeze()
        self._tell()
        first = next((part for part in self.parts if not part.answer().given), self.parts[0])
        first.text.setFocus()

    def answered(self) -> tuple[Answered, ...]:
        """What has changed since, to be recorded."""
        pairs = enumerate(zip(self.parts, self._before, strict=True))
        return tuple(
            Answered(self._number, place, part.answer().done, part.answer().text)
            for place, (part, before) in pairs
            if part.answer() != before
        )

    def _list(self) -> QScrollArea:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        for part in self.parts:
            column.addWidget(part)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName("退回意见")
        scroll.setWidget(inside)
        return scroll

    def _buttons(self, open_: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        leave = QPushButton("关闭")
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        row.addWidget(leave)
        if open_:
            form, do = QPushButton("保存并打开表"), QPushButton("保存答复")
            form.setAutoDefault(False)
            form.clicked.connect(self._on_form_wanted)
            do.setProperty("kind", "primary")
            do.setDefault(True)
            do.clicked.connect(self.accept)
            row.addWidget(form)
            row.addWidget(do)
        return row

    def reject(self) -> None:
        """What was written is not lost by a key."""
        words, detail = "写好的答复还没有保存。", "不保存就回到原来的答复。"
        if self.answered() and messages.ask(self, words, detail, "保存答复", "不保存"):
            self.accept()
        else:
            super().reject()

    def _on_form_wanted(self) -> None:
        self.wants_form = True
        self.accept()

    def _tell(self) -> None:
        left = sum(not part.answer().given for part in self.parts)
        half = sum(part.answer().done and not part.answer().text for part in self.parts)
        words = f"还有 {left} 条没有答复" if left else "意见都已答复"
        self.left.setText(f"{words}{f'，其中 {half} 条打了勾、没有写怎样改的' if half else ''}。")


def _told(returned: Returned) -> str:
    """When it came back, from whom, and until when it is wanted again."""
    today = clock.now().date()
    by = f"，{returned.by}" if returned.by else ""
    words = f"{day_words(returned.day, today)}退回{by}"
    if returned.deadline is None:
        return words
    due, left = day_words(returned.deadline, today), days_left(returned.deadline, today)
    return f"{words}；{due}前重报，{left}"
