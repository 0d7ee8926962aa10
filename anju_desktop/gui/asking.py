"""Dialogs that ask for one thing: a line of text, or one of several."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from anju_desktop.gui.labels import wrapped

_WIDTH = 560
_SHOWN_CHOICES = 8
_MARGIN = 24


class _AskingDialog(QDialog):
    """A heading, the question, a place for the answer, and what is wrong with it."""

    def __init__(
        self,
        title: str,
        question: str,
        answer: QWidget,
        verbs: tuple[str, str],
        parent: QWidget | None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(_WIDTH)
        self.problem = wrapped("error")
        self.problem.hide()
        answer.setAccessibleName(question)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, 20, _MARGIN, 20)
        layout.setSpacing(12)
        for widget in (wrapped("current", title), wrapped("second", question), answer):
            layout.addWidget(widget)
        layout.addWidget(self.problem)
        layout.addLayout(self._buttons(*verbs))

    def _buttons(self, verb: str, keep: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        leave, do = QPushButton(keep), QPushButton(verb)
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        do.setProperty("kind", "primary")
        do.setDefault(True)
        do.clicked.connect(self._on_done)
        row.addWidget(leave)
        row.addWidget(do)
        return row

    def _on_done(self) -> None:
        problem = self._problem()
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        if not problem:
            self.accept()

    def _problem(self) -> str:
        """Why this is no answer yet, in a sentence; the place for it gets the focus."""
        raise NotImplementedError


class TextDialog(_AskingDialog):
    """Ask :meth:`text` after it was accepted; it is never empty then."""

    def __init__(
        self,
        title: str,
        question: str,
        text: str,
        verbs: tuple[str, str],
        parent: QWidget | None = None,
    ) -> None:
        self.edit = QLineEdit(text)
        super().__init__(title, question, self.edit, verbs, parent)
        self.edit.setMinimumHeight(28)
        self.edit.selectAll()
        self.edit.setFocus()

    def text(self) -> str:
        return self.edit.text().strip()

    def _problem(self) -> str:
        self.edit.setFocus()
        return "" if self.text() else "还没有写，请写上再继续。"


class ChoiceDialog(_AskingDialog):
    """Ask :meth:`chosen` after it was accepted."""

    def __init__(
        self,
        title: str,
        question: str,
        choices: Sequence[str],
        verbs: tuple[str, str],
        parent: QWidget | None = None,
    ) -> None:
        self.list = QListWidget()
        super().__init__(title, question, self.list, verbs, parent)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setWordWrap(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.addItems(list(choices))
        for number, choice in enumerate(choices):
            self.list.item(number).setToolTip(choice)
        self.list.setCurrentRow(0)
        self.list.setFixedHeight(self._height())
        self.list.itemDoubleClicked.connect(self._on_done)
        self.list.setFocus()

    def _height(self) -> int:
        """Of the first choices, of which a long one takes several lines."""
        self.list.ensurePolished()
        self.list.resize(_WIDTH - 2 * _MARGIN, self.height())
        self.list.doItemsLayout()
        last = self.list.item(min(self.list.count(), _SHOWN_CHOICES) - 1)
        around = self.list.height() - self.list.viewport().height()
        return self.list.visualItemRect(last).bottom() + 1 + around + 2

    def chosen(self) -> int:
        """Number of the chosen line, -1 without one."""
        return self.list.currentRow()

    def _problem(self) -> str:
        self.list.setFocus()
        return "" if self.chosen() >= 0 else "还没有选，请先选一项。"
