"""Commands that lead about the open form: undo, find, go to, from finding to finding."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from anju_desktop.document.changes import CellRef
from anju_desktop.gui import messages
from anju_desktop.gui.deeds import NO_FORM
from anju_desktop.gui.find_bar import FindBar
from anju_desktop.gui.last_year import LastYear
from anju_desktop.gui.other_forms import OtherForms, next_with_work
from anju_desktop.gui.paper.view import PaperView

if TYPE_CHECKING:
    from anju_desktop.gui.main_window import MainWindow

NOTHING_TO_EXPLAIN = "没有需要写说明的地方。"
NOTHING_TO_SETTLE = "这一条没有可以一键照办的建议，请在格子里改，或按 Ctrl+M 写说明。"
_NO_FINDING = "没有发现问题。"


class Moving(QObject):
    """Each command writes first what is being typed, and says why when it cannot act."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._workspace, self._desk, self._ui = window.workspace, window.desk, window.ui
        self._last_year = LastYear(self._workspace, self._desk, self._ui.cellBarLayout, self)
        self._last_year.message.connect(window.status.show_notice)
        self._last_year.known.connect(self._on_last_year_known)
        window.last_year_of = self._last_year.of_fact
        self._find_bar: FindBar | None = None
        self._found: CellRef | None = None
        """The fact that was found last."""
        self._offered: int | None = None
        """The form that the next F8 goes on to."""
        self._told: tuple[str, int] | None = None
        """What is done in which form when the same keys are pressed once more."""
        self._others = OtherForms(self._workspace)
        self._others.cell_chosen.connect(window.deeds.cell_wanted)
        window.panel.place_below(self._others)
        window.panel.left.connect(window.focus_paper)
        window.panel.copied.connect(lambda n: self._say(f"已复制 {n} 条审核结果，可以粘贴到别处。"))
        self._desk.current_changed.connect(self._on_cell_changed)

    def commands(self) -> Mapping[str, Callable[[], object]]:
        """What the commands of this room do, by their ids."""
        window = self._window
        return {
            "undo": self._in_form(self._undo),
            "redo": self._in_form(self._redo),
            "find": self._in_form(self._find),
            "go_to": self._in_form(self._ask_where),
            "fill_last_year": self._in_form(self._fill_last_year),
            "audit": self._in_form(self._audit),
            "audit_all": self._in_form(self._audit_all),
            "settle": self._in_form(self._settle),
            "copy_findings": self._in_form(window.panel.copy_all),
            "next_finding": self._in_form(lambda: self._step(forward=True)),
            "previous_finding": self._in_form(lambda: self._step(forward=False)),
            "explain": self._in_form(self._explain),
            "facts": self._in_form(self._go_to_facts),
        }

    def _in_form(self, deed: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            if self._workspace.current is None:
                self._say(NO_FORM)
            else:
                self._desk.commit()
                deed()

        return run

    def _say(self, sentence: str, kind: str = "second") -> None:
        self._window.status.show_notice(sentence, kind)

    # -- back and forth in time ------------------------------------------------------------

    def _undo(self) -> None:
        """Take back the latest edit of all, in whichever form it was made."""
        self._replay(self._workspace.form_to_undo(), PaperView.undo, "撤销", "Ctrl+Z")

    def _redo(self) -> None:
        self._replay(self._workspace.form_to_redo(), PaperView.redo, "重做", "Ctrl+Y")

    def _replay(
        self, form_id: int | None, deed: Callable[[PaperView], bool], name: str, keys: str
    ) -> None:
        here = self._workspace.current
        elsewhere = form_id is not None and (here is None or here.form_id != form_id)
        if elsewhere and form_id is not None:
            if not self._goes_to(form_id, name, keys):
                return
            self._window.open_form(form_id)
        self._told = None
        view = self._desk.view
        if view is not None and deed(view) and elsewhere:
            self._say(f"已转到这张表，{name}了这里的操作。")

    def _goes_to(self, form_id: int, name: str, keys: str) -> bool:
        """Another form is gone to at the second press, another submission after a question."""
        here, there = self._workspace.submission, self._workspace.submission_of(form_id)
        titles = [form.title for form in there.forms if form.id == form_id] if there else []
        form = f"“{''.join(titles)}”"
        if there is not None and (here is None or here.id != there.id):
            question = f"本件上报里没有可{name}的操作了。再往前的在“{there.title}”的{form}里。"
            detail = f"那是 {there.period} 年 {there.unit}的上报。"
            return messages.ask(self._window, question, detail, "转过去", "不用了")
        if self._told == (name, form_id):
            return True
        self._told = name, form_id
        self._say(f"再按一次 {keys}，转到{form}里{name}。")
        return False

    # -- to a place ------------------------------------------------------------------------

    def _find(self) -> None:
        if self._find_bar is None:
            ui = self._ui
            buttons = (ui.findPrevious, ui.findNext, ui.findClose)
            document = self._window.current_document
            self._find_bar = FindBar(ui.findBar, ui.findEdit, ui.findCount, buttons, document)
            self._find_bar.cell_found.connect(self._show_found)
            self._find_bar.closed.connect(self._on_find_closed)
        self._find_bar.open()

    def _show_found(self, ref: CellRef) -> None:
        """The keyboard stays in the bar, so that Enter goes on to the next place."""
        beside = not self._window.show_cell(ref)
        self._found = ref if beside else None
        self._mark(self._found)
        if beside:
            self._ui.findEdit.setFocus()

    def _on_find_closed(self) -> None:
        found, self._found = self._found, None
        self._mark(None)
        if found is None:
            self._window.focus_paper()
        else:
            self._window.go_to(found)

    def _mark(self, ref: CellRef | None) -> None:
        scores = self._window.scores
        if scores is not None and scores.card is not None:
            scores.card.mark(ref)

    def _fill_last_year(self) -> None:
        scores = self._window.scores
        fact = None if scores is None else scores.fact_at_focus()
        if fact is None:
            self._last_year.fill()
        else:
            self._last_year.fill_fact(fact)

    def _on_last_year_known(self) -> None:
        scores = self._window.scores
        if scores is not None and scores.card is not None:
            scores.card.refresh()

    def _ask_where(self) -> None:
        """Ctrl+G: to a cell by its name."""
        from anju_desktop.gui.go_dialog import GoDialog

        document = self._window.current_document()
        assert document is not None
        dialog = GoDialog(document, self._window)
        self._window.focus_paper()
        chosen = dialog.chosen() if dialog.exec() else None
        if chosen is not None:
            self._window.go_to(chosen)

    def _go_to_facts(self) -> None:
        self._ui.panelHost.show()
        from anju_desktop.gui.scoring.panel import NOT_A_SCORED_FORM

        scores = self._window.scores
        refusal = NOT_A_SCORED_FORM if scores is None else scores.enter()
        if refusal:
            self._say(refusal)

    # -- findings --------------------------------------------------------------------------

    def _audit(self) -> None:
        """审核: also of what is still empty; goes to the first finding."""
        session = self._workspace.current
        assert session is not None
        self._workspace.audit()
        self._ui.panelHost.show()
        if session.findings():
            self._say(f"审核完毕：{session.counts().words()}。")
            self._window.panel.go_to_first()
        else:
            self._say(f"审核完毕，{_NO_FINDING}", "saved")

    def _audit_all(self) -> None:
        """整件审核: every form of the submission; the others stand below the open one."""
        counts = self._workspace.audit_all()
        self._ui.panelHost.show()
        self._others.unfold()
        forms = len(self._workspace.documents())
        kind = "second" if counts.present() else "saved"
        self._say(f"整件 {forms} 张表审核完毕：{counts.words()}。", kind)
        if not self._window.panel.go_to_first():
            following = next_with_work(self._workspace, forward=True)
            if following is not None:
                self._go_on_to(following.id, forward=True)

    def _step(self, *, forward: bool) -> None:
        """From finding to finding; at the end, asked once more, into the next form with work."""
        panel, offered, self._offered = self._window.panel, self._offered, None
        if panel.is_at_end(forward=forward):
            following = next_with_work(self._workspace, forward=forward)
            if following is not None and following.id == offered:
                self._go_on_to(following.id, forward=forward)
                return
            if following is not None:
                self._offered = following.id
                key = "F8" if forward else "Shift+F8"
                told = "本表看完了" if panel.open_title else "本表没有发现问题"
                self._say(f"{told}，再按一次 {key} 到“{following.title}”。")
                return
        if not panel.step(forward):
            self._say(_NO_FINDING)

    def _go_on_to(self, form_id: int, *, forward: bool) -> None:
        self._window.open_form(form_id)
        panel = self._window.panel
        (panel.go_to_first if forward else panel.go_to_last)()
        document = self._window.current_document()
        if document is not None:
            self._say(f"已转到“{document.title()}”。")

    def _on_cell_changed(self, _ref: object) -> None:
        self._offered = None

    def _settle(self) -> None:
        self._ui.panelHost.show()
        document, title = self._window.current_document(), self._window.panel.open_title
        if not self._window.panel.settle():
            self._say(NOTHING_TO_SETTLE)
        elif document is not None and not document.is_final:
            # A final form was kept, and that has been said.
            self._say(f"已照办：{title}。Ctrl+Z 撤销。")

    def _explain(self) -> None:
        self._ui.panelHost.show()
        if not self._window.panel.begin_explaining():
            self._say(NOTHING_TO_EXPLAIN)
