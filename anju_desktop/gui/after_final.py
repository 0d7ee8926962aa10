"""What the clerk records after 定稿: seals, report, receipt, return; and the way back in time."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from anju_desktop import clock
from anju_desktop.document.changes import Edit
from anju_desktop.document.course import codes_of, day_words, days_left, refuse_unfitting
from anju_desktop.document.events import (
    DeadlineSet,
    Event,
    Opinion,
    Received,
    Reported,
    Returned,
    TakenBack,
)
from anju_desktop.gui import messages
from anju_desktop.gui.labels import short_title
from anju_desktop.gui.workspace import Workspace
from anju_desktop.storage.entries import SubmissionEntry

NO_SUBMISSION = "先打开一件上报，再做这件事。"
NEVER_RETURNED = "这件上报没有被退回过，没有意见要答复。"
NOTHING_TO_TAKE_BACK = "这件上报还没有记过上报、接收或退回，没有可以撤回的。"
NOT_CLOSED = "还有 {} 条意见没有答复"
BEFORE_RESTORING = "恢复前"


class AfterFinal(QObject):
    """Each public method is one command; of the open submission, unless another is given."""

    notice = Signal(str)
    """A sentence for the status bar."""
    form_wanted = Signal(int)
    """This form is to be shown."""

    def __init__(self, workspace: Workspace, window: QWidget) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._window = window

    def commands(self) -> Mapping[str, Callable[[], object]]:
        """What the commands of this room do, by their ids."""
        return {
            "seal": self.seal,
            "report": self.report,
            "receive": self.receive,
            "send_back": self.send_back,
            "answer": self.answer,
            "deadline": self.set_deadline,
            "take_back": self.take_back,
            "save_points": self.save_points,
        }

    # -- what happened ---------------------------------------------------------------------

    def seal(self, submission: SubmissionEntry | None = None, paths: Sequence[Path] = ()) -> None:
        """Scans of the sealed pages: add, look at, remove; ``paths`` are taken to begin with."""
        entry = self._chosen(submission)
        if entry is not None:
            from anju_desktop.gui.seal_dialog import SealDialog

            dialog = SealDialog(self._workspace, entry, self._window)
            dialog.take(paths)
            self._run(dialog)

    def report(self, submission: SubmissionEntry | None = None) -> None:
        """标为已上报."""
        entry = self._chosen(submission)
        if entry is None or not self._goes_on(entry):
            return
        from anju_desktop.gui.event_dialogs import ReportedDialog

        versions = self._workspace.versions(entry)
        self._refuse(entry, Reported(clock.now().date(), "", codes_of(versions)))
        title = entry.title
        dialog = ReportedDialog(title, entry.course, versions, self._window)
        if self._run(dialog):
            self._record(entry, dialog.event_made(), f"“{title}”已标为已上报，等待市级回执。")

    def receive(self, submission: SubmissionEntry | None = None) -> None:
        """市级已接收."""
        entry = self._chosen(submission)
        if entry is None:
            return
        from anju_desktop.gui.event_dialogs import ReceivedDialog

        self._refuse(entry, Received(clock.now().date()))
        title = entry.title
        versions = self._workspace.versions(entry)
        dialog = ReceivedDialog(title, entry.course, versions, self._window)
        if self._run(dialog):
            self._record(entry, dialog.event_made(), f"“{title}”市级已接收，办结了。")

    def send_back(self, submission: SubmissionEntry | None = None) -> None:
        """市级退回, with the opinions."""
        entry = self._chosen(submission)
        if entry is None:
            return
        from anju_desktop.gui.event_dialogs import ReturnedDialog

        self._refuse(entry, Returned(clock.now().date(), (Opinion("？"),)))
        title = entry.title
        versions = self._workspace.versions(entry)
        names = {short_title(form.title): form.id for form in entry.forms}
        names |= {form.title: form.id for form in entry.forms}
        dialog = ReturnedDialog(title, entry.course, versions, self._window, forms=names)
        if self._run(dialog):
            words = f"已记下退回，首页最上面有“{title}”的意见；改好后逐条答复。"
            self._record(entry, dialog.event_made(), words)

    def answer(self, submission: SubmissionEntry | None = None) -> None:
        """查看意见并答复."""
        entry = self._chosen(submission)
        if entry is None:
            return
        if entry.course.last_returned is None:
            self.notice.emit(NEVER_RETURNED)
            return
        from anju_desktop.gui.answer_dialog import AnswerDialog

        names = {form.id: short_title(form.title) for form in entry.forms}
        title = entry.title
        dialog = AnswerDialog(title, entry.course, lambda form: names.get(form, ""), self._window)
        if not self._run(dialog):
            return
        for event in dialog.answered():
            self._workspace.record(entry.id, event)
        left = self._fresh(entry).course.unanswered
        done = "意见都已答复，改好后重新上报。"
        self.notice.emit(f"答复已保存，还有 {left} 条没有答复。" if left else done)
        if dialog.wants_form and entry.forms:
            self.form_wanted.emit(self._form_to_change(entry))

    def set_deadline(self, submission: SubmissionEntry | None = None) -> None:
        """报送截止日期."""
        entry = self._chosen(submission)
        if entry is None:
            return
        from anju_desktop.gui.event_dialogs import DeadlineDialog

        dialog = DeadlineDialog(entry.title, entry.course, self._window)
        if not self._run(dialog):
            return
        event = dialog.event_made()
        assert isinstance(event, DeadlineSet)
        if event.day == entry.course.own_deadline:
            return
        today = clock.now().date()
        words = "已取消截止日期。"
        if event.day is not None:
            words = f"截止日期 {day_words(event.day, today)}，{days_left(event.day, today)}。"
        self._record(entry, event, words)

    def take_back(self, submission: SubmissionEntry | None = None) -> None:
        """The latest of 上报, 接收 and 退回 was a slip."""
        entry = self._chosen(submission)
        if entry is None:
            return
        latest = entry.course.latest
        if latest is None:
            self.notice.emit(NOTHING_TO_TAKE_BACK)
            return
        what = _told(latest.event)
        question = f"撤回“{entry.title}”的记录：{what}？"
        detail = "撤回后回到这一步以前；撤回退回时，写好的答复也不再算数。"
        if messages.ask(self._window, question, detail, "撤回", "不撤回"):
            self._record(entry, TakenBack(latest.number), f"已撤回：{what}。")

    # -- back in time ----------------------------------------------------------------------

    def save_points(self) -> None:
        """The states that Ctrl+S kept, and the way back to one of them."""
        entry = self._chosen(None)
        if entry is None:
            return
        from anju_desktop.document.difference import changes_to
        from anju_desktop.gui.save_points_dialog import SavePointsDialog

        dialog = SavePointsDialog(self._workspace, entry, self._window)
        if not dialog.exec():
            dialog.deleteLater()
            return
        state = dialog.chosen()
        dialog.deleteLater()
        self.form_wanted.emit(state.form.id)
        session = self._workspace.current
        if session is None or session.form_id != state.form.id:
            return
        document = session.document
        if not document.reopen_if_agreed():
            return
        self._workspace.store.mark(state.form.id, BEFORE_RESTORING)
        changes = changes_to(document, state.document)
        if changes:
            document.apply(Edit(f"恢复“{state.point.name}”", changes))
        self.notice.emit(
            f"已恢复到“{state.point.name}”；原来的内容留作“{BEFORE_RESTORING}”，Ctrl+Z 也能撤销。"
        )

    # -- on the way ------------------------------------------------------------------------

    def _chosen(self, submission: SubmissionEntry | None) -> SubmissionEntry | None:
        entry = submission or self._workspace.submission
        if entry is None:
            self.notice.emit(NO_SUBMISSION)
            return None
        return self._fresh(entry)

    def _fresh(self, entry: SubmissionEntry) -> SubmissionEntry:
        """The submission as it is now; a menu may hold it as it was."""
        return next((each for each in self._workspace.submissions() if each.id == entry.id), entry)

    def _goes_on(self, entry: SubmissionEntry) -> bool:
        """Whether to report a returned submission although opinions wait for an answer."""
        left = entry.course.unanswered
        if not left:
            return True
        question = f"{NOT_CLOSED.format(left)}，仍然标为已上报？"
        detail = "答复会随上报包一起交给市级，最好先答复完再导出上报包。"
        return messages.ask(self._window, question, detail, "仍然标为已上报", "先去答复")

    def _refuse(self, entry: SubmissionEntry, event: Event) -> None:
        """Say before anything is asked that it cannot be recorded now."""
        refuse_unfitting(entry.course, self._workspace.versions(entry), event)

    def _record(self, entry: SubmissionEntry, event: Event, words: str) -> None:
        self._workspace.record(entry.id, event)
        self.notice.emit(words)

    def _form_to_change(self, entry: SubmissionEntry) -> int:
        """The form that an opinion names, else the one that was open last, else the first."""
        returned = entry.course.returned
        named = [opinion.form for opinion in returned.opinions] if returned else []
        last = self._workspace.last_form()
        ids = [form.id for form in entry.forms]
        wanted = [*named, *([last.id] if last is not None else []), *ids]
        return next(form for form in wanted if form in ids)

    def _run(self, dialog: QDialog) -> bool:
        accepted = bool(dialog.exec())
        dialog.deleteLater()
        return accepted


def _told(event: Event) -> str:
    """An event in a few words."""
    today = clock.now().date()
    match event:
        case Reported(day):
            return f"{day_words(day, today)}上报"
        case Received(day):
            return f"{day_words(day, today)}市级接收"
        case Returned(day, opinions):
            return f"{day_words(day, today)}市级退回，{len(opinions)} 条意见"
    return ""
