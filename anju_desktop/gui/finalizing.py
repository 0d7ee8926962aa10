"""定稿, 修订 and 核对校验码: the questions asked on the way, and what stands in it."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from anju_desktop import clock
from anju_desktop.checkcode.codes import grouped
from anju_desktop.document.course import State
from anju_desktop.document.document import Document
from anju_desktop.forms.definition import Level
from anju_desktop.gui import messages
from anju_desktop.gui.deeds import NO_FORM
from anju_desktop.gui.session import FormSession
from anju_desktop.gui.versions import next_words
from anju_desktop.gui.workspace import Workspace
from anju_desktop.rules.findings import LEVEL_NAMES, Finding
from anju_desktop.rules.obstacles import obstacles

NOT_FINAL = "这张表还是草稿，可以直接改，不用修订。"
KEPT = "没有改动，校验码仍然有效。"


class Finalizer(QObject):
    """Each public method is one command; it is given what has been typed already."""

    notice = Signal(str)
    """A sentence for the status bar."""
    cell_wanted = Signal(object)
    """The clerk wants to put this :class:`CellRef` right first."""

    def __init__(self, workspace: Workspace, window: QWidget) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._window = window
        workspace.form_opened.connect(self._on_form_opened)

    def commands(self) -> Mapping[str, Callable[[], object]]:
        """What the commands of this room do, by their ids."""
        return {
            "finalize": self.finalize,
            "reopen": self.reopen,
            "check_code": self.check_code,
        }

    def finalize(self) -> None:
        """Make the open form final, or say what has to be done before."""
        session = self._workspace.current
        if session is None:
            self.notice.emit(NO_FORM)
            return
        version = session.document.version
        if version.is_final:
            code = grouped(version.code)
            self.notice.emit(f"{version.words}已定稿，校验码 {code}；要改动请先修订。")
            return
        # Across forms is checked only against those that are loaded.
        self._workspace.documents()
        self._workspace.audit()
        session.checker.refresh()
        against = obstacles(session.document, session.checker.findings())
        if against:
            self._show_obstacles(session.document, against)
        elif self._agree_to_finalize(session):
            self._finalize(session)

    def reopen(self) -> None:
        """Make the final form the draft of its next version, after a question."""
        session = self._workspace.current
        if session is None:
            self.notice.emit(NO_FORM)
        elif not session.document.is_final:
            self.notice.emit(NOT_FINAL)
        else:
            session.document.reopen_if_agreed()

    def check_code(self) -> None:
        """Hold a code typed from paper against the open form or a package."""
        from anju_desktop.gui.code_dialog import CodeDialog

        dialog = CodeDialog(self._workspace, self._window)
        dialog.exec()
        dialog.deleteLater()

    # -- on the way ------------------------------------------------------------------------

    def _show_obstacles(self, document: Document, against: Sequence[Finding]) -> None:
        choices = tuple(_line(document, finding) for finding in against)
        question = f"“{document.title()}”{_todo(against)}，处理完才能定稿。选一处前去："
        chosen = messages.ask_choice(self._window, "还不能定稿", question, choices, "前去处理")
        if chosen >= 0:
            self.cell_wanted.emit(against[chosen].cell)

    def _agree_to_finalize(self, session: FormSession) -> bool:
        from anju_desktop.gui.unconfirmed import left_of

        document = session.document
        question = f"把“{document.title()}”定稿，作为{document.version.words}？"
        detail = (
            "定稿后内容冻结，生成校验码；打印和导出不再带“草稿”，每页印上校验码。\n"
            f"以后要改，校验码随之作废，成为{next_words(document.version)}。"
        )
        left = left_of(self._workspace, session.form_id, document)
        if left:
            detail = f"还有 {left} 格是上年的内容，没有核对过；定稿就是都认可了。\n{detail}"
        return messages.ask(self._window, question, detail, "定稿", "再看看")

    def _finalize(self, session: FormSession) -> None:
        from anju_desktop.submission.finalizing import finalize

        now = clock.now()
        findings = session.checker.findings()
        finalize(session.document, findings, now, self._workspace.store.who)

    def _on_form_opened(self, session: FormSession | None) -> None:
        if session is not None:
            session.document.ask_before_reopening(lambda: self._agree_to_reopen(session))

    def _agree_to_reopen(self, session: FormSession) -> bool:
        document, version = session.document, session.document.version
        question = f"“{document.title()}”已定稿。改动会使校验码作废，成为{next_words(version)}。"
        detail = (
            f"作废的校验码是 {grouped(version.code)}。已打印、盖章的纸不再与表一致，"
            f"改完要重新定稿、打印。{self._left_behind(session)}"
        )
        agreed = messages.ask(self._window, question, detail, "修订", "不改")
        if not agreed:
            self.notice.emit(KEPT)
        return agreed

    def _left_behind(self, session: FormSession) -> str:
        """What belongs to the version that becomes void, and stays with it."""
        entry = self._workspace.submission_of(session.form_id)
        if entry is None:
            return ""
        version = session.document.version
        scans = len(entry.course.scans_of(session.form_id, version.code))
        state = entry.course.state_of_form(session.form_id, version)
        words = f"\n{scans} 份盖章扫描件留在{version.words}下面，新版要重新扫描。" if scans else ""
        if state in (State.REPORTED, State.RECEIVED):
            words += f"\n市级手里的还是{version.words}，改完要重新上报。"
        return words


def _todo(against: Sequence[Finding]) -> str:
    errors = sum(finding.level is Level.ERROR for finding in against)
    reasons = len(against) - errors
    parts = [f"还有 {errors} 处错误要改正"] if errors else []
    if reasons:
        parts.append(f"{'' if errors else '还有 '}{reasons} 处要写说明")
    return "，".join(parts)


def _line(document: Document, finding: Finding) -> str:
    explanation = document.explanation(finding.rule, finding.cell)
    stale = "（说明要重新确认）" if finding.level is Level.EXPLAIN and explanation else ""
    return f"{LEVEL_NAMES[finding.level]}{stale}：{finding.message}"
