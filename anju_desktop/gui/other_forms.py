"""整件: what is left in the other forms of the submission, below the findings of the open one."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from anju_desktop.gui import theme
from anju_desktop.gui.finding_line import FindingLine, Told, told
from anju_desktop.gui.labels import short_title, wrapped
from anju_desktop.gui.marks import LEVELS, Counts, CountsLabel
from anju_desktop.gui.workspace import Workspace
from anju_desktop.records import record
from anju_desktop.storage.entries import FormEntry

_SOON_MS = 300
"""Until the form that was opened is painted."""
_ARROW = QSize(12, 12)


@record(frozen=True, slots=True)
class FormLeft:
    """A form with what is left in it."""

    form_id: int
    title: str
    counts: Counts
    findings: tuple[Told, ...]
    audited: bool = True
    """Whether empty cells are counted too."""


def left_in(workspace: Workspace, form: FormEntry) -> FormLeft:
    """What is left in a form of the open submission, as it was last looked at."""
    findings = sorted(workspace.remaining(form.id), key=lambda each: LEVELS.index(each.level))
    document = workspace.load(form.id) if findings else None
    lines = tuple(told(document, each) for each in findings) if document is not None else ()
    counts = workspace.counts(form.id) or Counts()
    return FormLeft(form.id, form.title, counts, lines, workspace.is_audited(form.id))


def others(workspace: Workspace) -> tuple[FormEntry, ...]:
    """The other forms of the open submission: those behind the open one, then from the top."""
    submission, current = workspace.submission, workspace.current
    if submission is None or current is None:
        return ()
    at = [form.id for form in submission.forms].index(current.form_id)
    return (*submission.forms[at + 1 :], *submission.forms[:at])


def next_with_work(workspace: Workspace, *, forward: bool) -> FormEntry | None:
    """The next form of the submission, or the one before, in which something is left to do."""
    forms = others(workspace)
    ordered = forms if forward else forms[::-1]
    return next((form for form in ordered if workspace.remaining(form.id)), None)


class OtherForms(QWidget):
    """One head for each form with work left, its findings folded below it."""

    cell_chosen = Signal(int, object)
    """This :class:`CellRef` of the form with this number is to be seen."""
    arranged = Signal()
    """Tab has other places to stop at."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._shown: tuple[FormLeft, ...] | None = None
        self._parts: list[_Part] = []
        self._unfolded: set[int] = set()
        self._head = wrapped("third")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 8, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(self._head)
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self.refresh)
        workspace.counts_changed.connect(lambda _form: self._soon.start())
        workspace.form_opened.connect(self._on_form_opened)
        workspace.submissions_changed.connect(self._soon.start)
        self.refresh()

    def refresh(self) -> None:
        """Show what is left now."""
        listed = tuple(left_in(self._workspace, form) for form in others(self._workspace))
        if listed == self._shown:
            return
        self._shown = listed
        working = tuple(each for each in listed if each.findings)
        self._head.setText(_words(listed))
        self.setVisible(bool(listed))
        while len(self._parts) < len(working):
            self._parts.append(self._new_part())
        for number, part in enumerate(self._parts):
            part.setVisible(number < len(working))
            if number < len(working):
                part.show_left(working[number], working[number].form_id in self._unfolded)
        self.arranged.emit()

    def unfold(self) -> None:
        """整件审核: all of it in sight."""
        submission = self._workspace.submission
        if submission is not None:
            # The open form too: it is one of the others as soon as another is opened.
            self._unfolded.update(form.id for form in submission.forms)
        self._shown = None
        self.refresh()

    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab stops, in this order."""
        return tuple(stop for part in self._parts for stop in part.stops())

    def _new_part(self) -> "_Part":
        part = _Part()
        part.cell_chosen.connect(self.cell_chosen)
        part.folded.connect(self._on_folded)
        self._column.addWidget(part)
        return part

    def _on_folded(self, form_id: int, opened: bool) -> None:
        (self._unfolded.add if opened else self._unfolded.discard)(form_id)
        self.arranged.emit()

    def _on_form_opened(self, session: object) -> None:
        if session is None:
            self._unfolded.clear()
        self._soon.start()


class _Part(QWidget):
    """``▸ 老旧小区改造 ……  错误 1`` and below it the findings of that form."""

    cell_chosen = Signal(int, object)
    folded = Signal(int, bool)

    def __init__(self) -> None:
        super().__init__()
        self._form_id = 0
        self._findings: tuple[Told, ...] = ()
        self._lines: list[FindingLine] = []
        self._below = QWidget()
        self._arrow = QToolButton()
        self._arrow.setProperty("kind", "fold")
        self._arrow.setIconSize(_ARROW)
        self._arrow.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._arrow.clicked.connect(lambda _=False: self.fold(opened=self._below.isHidden()))
        # The name gives way, never the numbers.
        self._arrow.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._counts = CountsLabel(self)
        self._counts.setProperty("kind", "bare")
        head = QHBoxLayout()
        head.addWidget(self._arrow, 1)
        head.addWidget(self._counts)
        self._column = QVBoxLayout(self._below)
        self._column.setContentsMargins(16, 0, 0, 4)
        self._column.setSpacing(0)
        self._below.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(self._below)

    def show_left(self, left: FormLeft, opened: bool) -> None:
        self._form_id, self._findings = left.form_id, left.findings
        title = short_title(left.title)
        self._arrow.setText(title)
        self._arrow.setToolTip(f"{left.title}，点开看各条")
        self._arrow.setAccessibleName(f"{title}，{left.counts.words()}")
        self._counts.show_counts(left.counts)
        self._show(opened)

    def fold(self, *, opened: bool) -> None:
        self._show(opened)
        self.folded.emit(self._form_id, opened)

    def stops(self) -> tuple[QWidget, ...]:
        return (self._arrow, *self._lines)

    def _show(self, opened: bool) -> None:
        self._arrow.setIcon(theme.icon("chevron-down" if opened else "chevron-right"))
        if opened:
            self._deal(self._findings)
        self._below.setVisible(opened)

    def _deal(self, findings: Sequence[Told]) -> None:
        while len(self._lines) < len(findings):
            line = FindingLine(self._below)
            line.chosen.connect(lambda cell: self.cell_chosen.emit(self._form_id, cell))
            self._lines.append(line)
            self._column.addWidget(line)
        for number, line in enumerate(self._lines):
            line.setVisible(number < len(findings))
            if number < len(findings):
                line.show_told(findings[number])


def _words(listed: Sequence[FormLeft]) -> str:
    total = sum((each.counts for each in listed), Counts())
    unaudited = sum(not each.audited for each in listed)
    if total.present():
        said = f"本件的其他表：{total.words()}"
    elif unaudited < len(listed):
        said = "本件的其他表没有发现问题"
    else:
        return "本件的其他表还没有审核，按 Ctrl+F7 整件审核。"
    return f"{said}；{unaudited} 张还没有审核（Ctrl+F7）。" if unaudited else f"{said}。"
