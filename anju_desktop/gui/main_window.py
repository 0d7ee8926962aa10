"""The window: puts the parts together and passes on what happens; it does nothing itself."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QMainWindow, QMenu, QWidget

from anju_desktop.document.changes import CellRef, Edit
from anju_desktop.document.document import Document
from anju_desktop.errors import AnjuError, StoreError
from anju_desktop.gui import messages, theme
from anju_desktop.gui.deeds import NO_FORM, Deeds
from anju_desktop.gui.finalizing import Finalizer
from anju_desktop.gui.findings_panel import FindingsPanel
from anju_desktop.gui.form_desk import FormDesk
from anju_desktop.gui.generated.ui_main_window import Ui_MainWindow
from anju_desktop.gui.labels import short_title
from anju_desktop.gui.paper.view import PaperView
from anju_desktop.gui.remembering import Places, WindowMemory
from anju_desktop.gui.session import FormSession
from anju_desktop.gui.status_line import StatusLine
from anju_desktop.gui.tasks import Tasks
from anju_desktop.gui.workspace import Workspace
from anju_desktop.storage.entries import FormEntry, SubmissionEntry

if TYPE_CHECKING:
    from anju_desktop.gui.commands import Commands
    from anju_desktop.gui.find_bar import FindBar
    from anju_desktop.gui.guide import Guide
    from anju_desktop.gui.handbook import HandbookWindow
    from anju_desktop.gui.last_year import LastYear
    from anju_desktop.gui.samples import Sample
    from anju_desktop.gui.scoring.panel import ScorePanel
    from anju_desktop.gui.start_page import StartPage
    from anju_desktop.gui.submission_tree import SubmissionModel

NAME = "安居填报"
_TREE_WIDTH, _PANEL_WIDTH = 190, 292
_DRAWER_BELOW, _STACK_BELOW = 1200, 1000
_BARS, _LOW = 108, 600
"""Height of the bars around paper and panel; a window lower than the other spares all it can."""
_LARGE_SCREEN = 1440
_GRACE_SECONDS = 0.5
"""What is done by then needs no question when the window closes."""
_PATIENCE_SECONDS = 10.0
"""How long closing waits for a disk that does not answer."""
_NO_FINDING = "没有发现问题。"
NO_SCORES = "这张表不按评分标准计分，没有计分依据。"


class MainWindow(QMainWindow):
    """See the module.

    The form comes first: commands, menu and the rows of the tree follow when it has been painted,
    or when somebody asks for them.
    """

    first_painted = Signal()
    """The window stands on the screen: time for what can wait."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.ui = Ui_MainWindow()
        self.ui.setupUi(self)
        self.setWindowIcon(theme.icon("app"))
        self.resize(1366, 728)
        self.tasks = Tasks(self)
        self.deeds = Deeds(workspace, self.tasks, self)
        self.finalizer = Finalizer(workspace, self)
        self.status = StatusLine(self.ui, self)
        self.desk = FormDesk(self.ui, self, workspace.catalogue, Places(workspace))
        self._memory = WindowMemory(self, workspace, self.ui.areas, self.ui.work)
        self.panel = FindingsPanel()
        self._scores: ScorePanel | None = None
        self._start: StartPage | None = None
        self._samples: tuple[Sample, ...] = ()
        self._commands: Commands | None = None
        self._last_year: LastYear | None = None
        self._find_bar: FindBar | None = None
        self._guide: Guide | None = None
        self._handbook: HandbookWindow | None = None
        self._helped: CellRef | None = None
        self._model: SubmissionModel | None = None
        self._painted = False
        self._drawer = False
        self._alt_alone = False
        self._place()
        self._wire_workspace()
        self._wire_parts()

    # -- putting together ------------------------------------------------------------------

    def _place(self) -> None:
        ui = self.ui
        ui.panelLayout.addWidget(self.panel)
        # Before the zoom; a paper comes before the panel when it is made.
        QWidget.setTabOrder(ui.findClose, self.panel.ui.scroll)
        ui.findBar.hide()
        ui.areas.setSizes([_TREE_WIDTH, 1366 - _TREE_WIDTH])
        ui.work.setSizes([1366 - _TREE_WIDTH - _PANEL_WIDTH, _PANEL_WIDTH])
        ui.areas.setStretchFactor(1, 1)
        ui.work.setStretchFactor(0, 1)
        ui.tree.setAccessibleName("上报和表")

    @property
    def find_bar(self) -> "FindBar":
        if self._find_bar is None:
            self._find_bar = self._new_find_bar()
        return self._find_bar

    def _new_find_bar(self) -> "FindBar":
        from anju_desktop.gui.find_bar import FindBar

        ui = self.ui
        buttons = (ui.findPrevious, ui.findNext, ui.findClose)
        bar = FindBar(ui.findBar, ui.findEdit, ui.findCount, buttons, self._current_document)
        bar.cell_found.connect(self._on_cell_found)
        bar.closed.connect(self._focus_paper)
        return bar

    @property
    def commands(self) -> "Commands":
        return self._ready_commands()

    def _ready_commands(self) -> "Commands":
        if self._commands is None:
            self._commands = self._new_commands()
        return self._commands

    def _new_commands(self) -> "Commands":
        from anju_desktop.gui.commands import Commands

        commands = Commands(self)
        self._wire_commands(commands)
        self._wire_buttons(commands)
        self.ui.menuButton.setMenu(commands.menu(self))
        return commands

    def _fill_tree(self) -> None:
        from anju_desktop.gui.submission_tree import SubmissionDelegate, SubmissionModel

        tree = self.ui.tree
        self._model = SubmissionModel(self.workspace, self)
        tree.setModel(self._model)
        tree.setItemDelegate(SubmissionDelegate(self.workspace, tree))
        self._show_place_in_tree()

    def _wire_commands(self, commands: "Commands") -> None:
        deeds, desk = self.deeds, self.desk
        commands.connect(
            {
                "new": self._committed(deeds.new),
                "renew": self._committed(deeds.renew),
                "duplicate": self._committed(deeds.duplicate),
                "archive": self._committed(deeds.archive),
                "archived": self._committed(deeds.open_archived),
                "search": self._committed(deeds.search),
                "offices": self._committed(deeds.edit_offices),
                "fill_office": self._committed(deeds.fill_office),
                "fill_last_year": self._fill_last_year,
                "open": deeds.open_file,
                "home": self.show_start,
                "save": self._on_save_asked,
                "print": self._committed(deeds.print_form),
                "print_all": self._committed(deeds.print_all),
                "export_package": self._committed(deeds.export_package),
                "export_pdf": self._committed(deeds.export_pdf),
                "export_pdf_all": self._committed(deeds.export_pdf_all),
                "export_xlsx": self._committed(deeds.export_xlsx),
                "export_xlsx_all": self._committed(deeds.export_xlsx_all),
                "carry_over": self._committed(deeds.carry_over),
                "export_report": self._committed(deeds.export_report),
                "save_copy": self._committed(deeds.save_copy),
                "back_up": self._committed(deeds.back_up),
                "open_backups": deeds.open_backups,
                "quit": self.close,
                "undo": self._undo,
                "redo": self._redo,
                "find": self._open_find,
                "go_to": self._ask_where,
                "indicators": self._show_indicators,
                "audit": self._audit,
                "next_finding": lambda: self._step(forward=True),
                "previous_finding": lambda: self._step(forward=False),
                "explain": self._explain,
                "facts": self._go_to_facts,
                "not_checked": self._show_not_checked,
                "finalize": self._committed(self.finalizer.finalize),
                "reopen": self._committed(self.finalizer.reopen),
                "check_code": self._committed(self.finalizer.check_code),
                "add_form": self._committed(deeds.add_form),
                "remove_form": self._committed(deeds.remove_form),
                "rename": deeds.rename,
                "remove": self._committed(deeds.remove),
                "restore": deeds.restore,
                "zoom_in": desk.zoom_in,
                "zoom_out": desk.zoom_out,
                "zoom_fit": desk.zoom_to_width,
                "contrast": self._toggle_contrast,
                "toggle_tree": self._toggle_tree,
                "toggle_panel": self._toggle_panel,
                "next_area": lambda: self._cycle(1),
                "previous_area": lambda: self._cycle(-1),
                "cell_help": self._show_help,
                "handbook": self._show_handbook,
                "guide": self.start_guide,
                "keys": self._show_keys,
                "about": self._show_about,
            }
        )
        for number, action in enumerate(commands.form_actions):
            action.triggered.connect(partial(self._on_form_key, number))

    def _wire_buttons(self, commands: "Commands") -> None:
        ui, actions = self.ui, commands.actions
        for button, command in (
            (ui.undoButton, "undo"),
            (ui.redoButton, "redo"),
            (ui.homeButton, "home"),
            (ui.findButton, "find"),
            (ui.printButton, "print"),
            (ui.exportButton, "export_package"),
            (ui.openButton, "open"),
            (ui.auditButton, "audit"),
            (ui.newButton, "new"),
        ):
            action = actions[command]
            button.clicked.connect(action.trigger)
            keys = action.shortcut().toString()
            words = action.text().rstrip("…")
            button.setToolTip(f"{words}（{keys}）" if keys else words)
            button.setAccessibleName(words)
        ui.cancelButton.clicked.connect(self._on_cancel_clicked)
        ui.finalButton.clicked.connect(self._on_final_clicked)
        keys = actions["finalize"].shortcut().toString()
        ui.finalButton.setToolTip(f"定稿（{keys}）；定稿后是修订")

    def _wire_workspace(self) -> None:
        workspace = self.workspace
        workspace.form_opened.connect(self._on_form_opened)
        workspace.form_saved.connect(self._on_form_saved)
        workspace.saving_failed.connect(self.status.show_not_saved)
        workspace.submissions_changed.connect(self._show_place)
        self.tasks.busy_changed.connect(self.status.show_busy)
        self.tasks.failed.connect(lambda error: messages.show_error(self, error))

    def _wire_parts(self) -> None:
        deeds = self.deeds
        deeds.form_wanted.connect(self.open_form)
        deeds.cell_wanted.connect(messages.guarded(self, self._go_to_cell_of))
        deeds.notice.connect(self.status.show_notice)
        deeds.backups_changed.connect(self._show_backups)
        self.finalizer.notice.connect(self.status.show_notice)
        self.finalizer.cell_wanted.connect(self.go_to)
        self.desk.current_changed.connect(self._on_cell_changed)
        self.desk.message.connect(self.status.show_notice)
        self.panel.cell_chosen.connect(self.go_to)
        self.panel.notes_chosen.connect(self._show_not_checked)
        self.ui.tree.clicked.connect(self._on_tree_row_chosen)
        self.ui.tree.activated.connect(self._on_tree_row_chosen)
        self.ui.tree.customContextMenuRequested.connect(self._on_tree_menu_asked)

    @property
    def start(self) -> "StartPage":
        """The first page; made when it is first wanted, which may be never."""
        if self._start is None:
            self._start = self._new_start_page()
        return self._start

    def _new_start_page(self) -> "StartPage":
        from anju_desktop.gui.start_page import StartPage

        start, deeds = StartPage(self.workspace), self.deeds
        self.ui.startLayout.addWidget(start)
        start.show_samples(self._samples)
        start.form_chosen.connect(messages.guarded(self, self.open_form))
        start.sample_chosen.connect(messages.guarded(self, deeds.open_sample))
        start.new_chosen.connect(messages.guarded(self, deeds.new))
        start.guide_chosen.connect(messages.guarded(self, self.start_guide))
        start.backup_chosen.connect(messages.guarded(self, deeds.back_up))
        start.backup_folder_chosen.connect(deeds.open_backups)
        start.archived_chosen.connect(messages.guarded(self, deeds.open_archived))
        start.submission_menu_asked.connect(self._show_submission_menu)
        return start

    # -- pages -----------------------------------------------------------------------------

    def show_start(self) -> None:
        """Go to the first page; the open form is left."""
        self.desk.close_all()
        if self.workspace.current is not None:
            self.workspace.close_form()
        self.start.refresh()
        self.ui.pages.setCurrentWidget(self.ui.startHost)
        self._show_form_commands(False)
        self.status.show_start(len(self.workspace.library.ids()))
        self._show_unsaved()
        self._show_backups()
        self._show_place()
        self.start.take_focus()

    def open_form(self, form_id: int) -> None:
        """Show a form of the store."""
        self.desk.commit()
        self.workspace.open_form(form_id)

    def _go_to_cell_of(self, form_id: int, ref: CellRef) -> None:
        self.open_form(form_id)
        self.go_to(ref)

    def go_to(self, ref: CellRef) -> None:
        """Make a cell the current one."""
        view = self.desk.view
        if view is None:
            return
        # A fact stands beside the paper, and takes the keyboard there.
        beside = not view.jump_to(ref) and self._scores is not None and self._scores.go_to(ref)
        if not beside:
            view.setFocus()

    def finish_start(self) -> None:
        """What the first page shows beyond the lists, once the window stands."""
        from anju_desktop.gui.samples import load_samples

        try:
            self._samples = load_samples(self.workspace.library)
        except AnjuError as error:
            self.status.show_notice(str(error), "error")
        if self._start is not None:
            self._start.show_samples(self._samples)

    def _on_form_opened(self, session: FormSession | None) -> None:
        self.panel.show_session(session)
        if session is None:
            self._show_scores(session)
            self.show_start()
            return
        self.desk.show_session(session)
        self._show_scores(session)
        session.findings_changed.connect(self._show_counts, Qt.ConnectionType.UniqueConnection)
        session.edited.connect(self._on_edited, Qt.ConnectionType.UniqueConnection)
        self.ui.pages.setCurrentWidget(self.ui.formPage)
        self._show_form_commands(True)
        self.status.show_form(self.workspace.store.form(session.form_id).edited)
        self._show_version(session)
        self._show_unsaved()
        self._show_counts()
        self._show_place()
        self._focus_paper()

    def _show_scores(self, session: FormSession | None) -> None:
        """The facts of a scored form beside it; made when the first such form is opened."""
        edition = session.document.edition if session is not None else None
        if self._scores is None and edition and any(group.marks for group in edition.groups):
            from anju_desktop.gui.scoring.panel import ScorePanel

            self._scores = ScorePanel(self.ui.panelLayout, self.panel, self.desk, self)
            self._scores.message.connect(self.status.show_notice)
        if self._scores is not None:
            self._scores.show_session(session)

    def _show_form_commands(self, form: bool) -> None:
        ui = self.ui
        parts: tuple[QWidget, ...] = (
            *(ui.undoButton, ui.redoButton, ui.undoSeparator, ui.homeButton, ui.findButton),
            *(ui.printButton, ui.exportButton, ui.auditButton, ui.finalButton),
        )
        for part in parts:
            part.setVisible(form)
        ui.openButton.setVisible(not form)

    def _show_place(self) -> None:
        """Where one is: title bar, bread crumbs, the row in the tree."""
        session, submission = self.workspace.current, self.workspace.submission
        if session is None or submission is None:
            self.setWindowTitle(NAME)
            self.ui.crumbLabel.setText(self._office())
            return
        owner = f"{submission.period}年　{submission.unit}"
        self.setWindowTitle(f"{NAME}　{submission.unit}　{submission.period}年")
        self.ui.treeHead.setText(owner)
        parent, form = _escaped(short_title(submission.title)), _escaped(self._form_title(session))
        # In a narrow window the name of the form matters more.
        above = "" if self._is_stacked() else f"{parent} &nbsp;›&nbsp; "
        self.ui.crumbLabel.setText(
            f'<span style="font-weight:400; color:{theme.code(theme.Token.INK_SECOND)}">'
            f"›&nbsp; {above}</span>{form}"
        )
        self._show_place_in_tree()

    def _is_stacked(self) -> bool:
        """Whether the panel lies below the paper."""
        return self.ui.work.orientation() == Qt.Orientation.Vertical

    def _show_place_in_tree(self) -> None:
        session = self.workspace.current
        if self._model is not None and session is not None:
            index = self._model.index_of_form(session.form_id)
            self.ui.tree.expand(index.parent())
            self.ui.tree.setCurrentIndex(index)

    def _form_title(self, session: FormSession) -> str:
        return short_title(session.document.title())

    def _office(self) -> str:
        return _escaped(self.workspace.full_name(self.workspace.usual_unit()) or NAME)

    def _show_backups(self) -> None:
        from anju_desktop.storage.backups import list_backups

        folder = self.workspace.store.folder
        self.start.show_backups(folder, list_backups(folder))

    def _show_counts(self) -> None:
        session = self.workspace.current
        if session is not None:
            self.status.show_counts(session.counts(), session.blanks())

    # -- what happens ----------------------------------------------------------------------

    def _on_edited(self, edit: Edit) -> None:
        self.status.show_saving()
        session = self.workspace.current
        if session is not None and edit.changes_version:
            self._show_version(session)
        self._show_counts()

    def _show_version(self, session: FormSession) -> None:
        """Draft or final: in the status bar, and as what the button leads to next."""
        version = session.document.version
        self.status.show_version(version)
        self.ui.finalButton.setText("修订" if version.is_final else "定稿")
        theme.set_kind(self.ui.finalButton, "" if version.is_final else "primary")

    def _on_form_saved(self, _form_id: int, time: datetime) -> None:
        if not self.workspace.store.unsaved:
            self.status.show_saved(time if self.workspace.current is not None else None)

    def _show_unsaved(self) -> None:
        """Another page promises no more than the last: an edit may still be on its way."""
        store = self.workspace.store
        failure = store.failure
        if failure is not None:
            self.status.show_not_saved(failure)
        elif store.unsaved:
            self.status.show_saving()

    def _on_cell_changed(self, ref: CellRef | None) -> None:
        if ref is not None:
            self.panel.show_cell(ref)
            if self.panel.has_help:
                self._show_help_for(ref, following=True)

    def _on_cell_found(self, ref: CellRef) -> None:
        view = self.desk.view
        if view is not None:
            view.jump_to(ref)

    def _on_save_asked(self) -> None:
        self.desk.commit()
        self.deeds.save_point()

    def _on_cancel_clicked(self) -> None:
        if self.tasks.cancel():
            self.status.show_notice("已取消，没有写任何文件。")
        else:
            self.status.show_notice("正在写入磁盘，来不及取消了，写完会告诉您。")

    def _on_final_clicked(self) -> None:
        document = self._current_document()
        final = document is not None and document.is_final
        self.commands.actions["reopen" if final else "finalize"].trigger()

    def _on_form_key(self, number: int) -> None:
        submission = self.workspace.submission
        if submission is None:
            self.status.show_notice(NO_FORM)
        elif number < len(submission.forms):
            messages.guarded(self, self.open_form)(submission.forms[number].id)
        else:
            self.status.show_notice(f"本件只有 {len(submission.forms)} 张表。")

    def _on_tree_row_chosen(self, index: QModelIndex) -> None:
        entry = _entry(index)
        if isinstance(entry, FormEntry):
            session = self.workspace.current
            if session is None or session.form_id != entry.id:
                messages.guarded(self, self.open_form)(entry.id)
        elif isinstance(entry, SubmissionEntry):
            self.ui.tree.setExpanded(index, not self.ui.tree.isExpanded(index))

    def _on_tree_menu_asked(self, point: QPoint) -> None:
        index = self.ui.tree.indexAt(point)
        if index.parent().isValid():
            index = index.parent()
        entry = _entry(index)
        if isinstance(entry, SubmissionEntry):
            self._show_submission_menu(entry.id, self.ui.tree.viewport().mapToGlobal(point))

    def _show_submission_menu(self, submission_id: int, where: QPoint) -> None:
        entry = next((s for s in self.workspace.submissions() if s.id == submission_id), None)
        if entry is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        deeds = self.deeds
        archived = self.workspace.is_archived(entry)
        for words, deed in (
            ("沿用上年…", deeds.renew),
            ("复制", deeds.duplicate),
            ("移出归档" if archived else "归档", deeds.archive),
        ):
            run = messages.guarded(self, partial(deed, entry))
            menu.addAction(words).triggered.connect(lambda _=False, run=run: run())
        rename = messages.guarded(self, lambda: self.deeds.rename(entry))
        remove = messages.guarded(self, lambda: self.deeds.remove(entry))
        menu.addAction("改名…").triggered.connect(lambda: rename())
        menu.addAction("移入回收站…").triggered.connect(lambda: remove())
        menu.popup(where)

    # -- commands that move about the window -----------------------------------------------

    def _committed(self, deed: Callable[[], None]) -> Callable[[], None]:
        """``deed`` after what is being typed has been written."""

        def run() -> None:
            self.desk.commit()
            deed()

        return run

    def _current_document(self) -> Document | None:
        session = self.workspace.current
        return None if session is None else session.document

    def _form_is_open(self) -> bool:
        if self.workspace.current is None:
            self.status.show_notice(NO_FORM)
            return False
        return True

    def _undo(self) -> None:
        """Take back the latest edit of all, in whichever form it was made."""
        if self._form_is_open():
            self.desk.commit()
            self._replay(self.workspace.form_to_undo(), PaperView.undo, "已撤销")

    def _redo(self) -> None:
        if self._form_is_open():
            self.desk.commit()
            self._replay(self.workspace.form_to_redo(), PaperView.redo, "已重做")

    def _replay(self, form_id: int | None, deed: Callable[[PaperView], None], done: str) -> None:
        before = self.workspace.current
        if form_id is not None and (before is None or before.form_id != form_id):
            self.open_form(form_id)
        session, view = self.workspace.current, self.desk.view
        if view is None or session is None:
            return
        deed(view)
        if session is not before:
            self.status.show_notice(f"{done}“{session.document.title()}”里的操作，已转到这张表。")

    def _open_find(self) -> None:
        if self._form_is_open():
            self.desk.commit()
            self.find_bar.open()

    def _ask_where(self) -> None:
        """Ctrl+G: to a cell by its name."""
        from anju_desktop.gui.go_dialog import GoDialog

        document = self._current_document()
        if document is None:
            self.status.show_notice(NO_FORM)
            return
        self.desk.commit()
        dialog = GoDialog(document, self)
        self._focus_paper()
        chosen = dialog.chosen() if dialog.exec() else None
        if chosen is not None:
            self.go_to(chosen)

    def _audit(self) -> None:
        """审核: also of what is still empty; goes to the first finding."""
        session = self.workspace.current
        if session is None:
            self.status.show_notice(NO_FORM)
            return
        self.desk.commit()
        self.workspace.audit()
        self.ui.panelHost.show()
        if session.findings():
            self.status.show_notice(f"审核完毕：{session.counts().words()}。")
            self.panel.go_to_first()
        else:
            self.status.show_notice(f"审核完毕，{_NO_FINDING}", "saved")

    def _step(self, *, forward: bool) -> None:
        if self._form_is_open():
            self.desk.commit()
            if not self.panel.step(forward):
                self.status.show_notice(_NO_FINDING)

    def _explain(self) -> None:
        if self._form_is_open():
            self.desk.commit()
            self.ui.panelHost.show()
            if not self.panel.begin_explaining():
                self.status.show_notice("没有需要写说明的地方。")

    def _go_to_facts(self) -> None:
        if not self._form_is_open():
            return
        self.ui.panelHost.show()
        refusal = NO_SCORES if self._scores is None else self._scores.enter()
        if refusal:
            self.status.show_notice(refusal)

    def _ready_last_year(self) -> "LastYear":
        """Last year's values beside this year's; made when the window stands."""
        if self._last_year is None:
            from anju_desktop.gui.last_year import LastYear

            self._last_year = LastYear(self.workspace, self.desk, self.ui.cellBarLayout, self)
            self._last_year.message.connect(self.status.show_notice)
        return self._last_year

    def _fill_last_year(self) -> None:
        if self._form_is_open():
            self._ready_last_year().fill()

    def _show_keys(self) -> None:
        from anju_desktop.gui.notes import keys_dialog

        keys_dialog(self).exec()

    def _show_indicators(self) -> None:
        from anju_desktop.gui.indicators_dialog import IndicatorsDialog

        self.desk.commit()
        IndicatorsDialog(self.workspace.catalogue(), self).exec()
        self._focus_paper()

    def _show_about(self) -> None:
        from anju_desktop.gui.notes import AboutDialog

        AboutDialog(self.workspace.store.folder, self).exec()

    def _show_not_checked(self) -> None:
        from anju_desktop.gui.notes import not_checked_dialog

        session = self.workspace.current
        if session is not None:
            not_checked_dialog(session.checker.not_checked(), self).exec()
        else:
            self.status.show_notice(NO_FORM)

    def _show_help(self) -> None:
        view, session = self.desk.view, self.workspace.current
        ref = self._fact_at_focus() or (view.current_ref() if view is not None else None)
        if session is None or (self.panel.has_help and ref == self._helped):
            self._show_handbook()
        elif ref is None:
            self.status.show_notice("先选一个要填写的格子，再按 F1。")
        else:
            self.ui.panelHost.show()
            self._show_help_for(ref)

    def _fact_at_focus(self) -> CellRef | None:
        """The fact beside the paper that has the keyboard."""
        if self._scores is None:
            return None
        from anju_desktop.gui.scoring.fields import FactField

        widget: QWidget | None = self.focusWidget()
        while widget is not None and not isinstance(widget, FactField):
            widget = widget.parentWidget()
        return None if widget is None else widget.ref

    def _show_help_for(self, ref: CellRef, *, following: bool = False) -> None:
        from anju_desktop.gui.help_card import HelpCard
        from anju_desktop.indicators.rows import sentences_about

        document = self._current_document()
        if document is not None:
            known = sentences_about(document, ref, self.workspace.catalogue())
            card = HelpCard(document, ref, known=known)
            card.closed.connect(self.panel.close_help)
            self.panel.show_help(card, following=following)
            self._helped = ref

    def _show_handbook(self) -> None:
        """Beside the window, so that one can read and do at the same time."""
        if self._handbook is None:
            from anju_desktop.gui.handbook import HandbookWindow

            self._handbook = HandbookWindow(self)
        page = "begin" if self.workspace.current is None else "filling"
        self._handbook.open_at(page)

    def start_guide(self) -> None:
        """Lead through a first submission on a sample; from the first page offered only once."""
        from anju_desktop.gui.guide import Guide, open_sample_form
        from anju_desktop.gui.start_page import GUIDE_SEEN

        if self._guide is not None:
            self._guide.end()
        self.desk.commit()
        open_sample_form(self)
        self.workspace.set_setting(GUIDE_SEEN, "1")
        self._guide = Guide(self)
        self._guide.ended.connect(self._on_guide_ended)

    def _on_guide_ended(self) -> None:
        self._guide = None
        self._focus_paper()

    # -- areas -----------------------------------------------------------------------------

    def _areas(self) -> list[QWidget]:
        """What F6 goes through."""
        if self.workspace.current is None or self.desk.view is None:
            return [self.start.ui.newButton, self.ui.menuButton]
        areas: list[QWidget] = [self.ui.tree, self.desk.view]
        if self.ui.panelHost.isVisible():
            areas.append(self.ui.panelHost)
        if self._guide is not None:
            areas.append(self._guide.card)
        return [*areas, self.ui.menuButton]

    def _cycle(self, step: int) -> None:
        areas = self._areas()
        focus = self.focusWidget()
        at = next((n for n, a in enumerate(areas) if _holds(a, focus)), -1 if step > 0 else 0)
        target = areas[(at + step) % len(areas)]
        if target is self.ui.tree:
            self.ui.treePanel.show()
        if target is self.ui.panelHost:
            (self._scores or self.panel).take_focus()
        elif self._guide is not None and target is self._guide.card:
            self._guide.card.take_focus()
        else:
            target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _focus_paper(self) -> None:
        if self.desk.view is not None:
            self.desk.view.setFocus()

    def _toggle_tree(self) -> None:
        self.ui.treePanel.setVisible(not self.ui.treePanel.isVisible())

    def _toggle_contrast(self) -> None:
        """高对比度 on or off; from now on by the clerk's choice, whatever the system says."""
        from anju_desktop.gui import contrast

        high = not contrast.is_wanted(self.workspace.setting(contrast.SETTING))
        self.workspace.set_setting(contrast.SETTING, contrast.ON if high else contrast.OFF)
        contrast.apply(high=high)
        self._show_place()
        self.status.show_notice("已换成高对比度。" if high else "已换回平常的颜色。")

    def _toggle_panel(self) -> None:
        self.ui.panelHost.setVisible(not self.ui.panelHost.isVisible())
        self._focus_paper()

    # -- the window itself -----------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = event.size().width()
        narrow = width < _DRAWER_BELOW
        if narrow != self._drawer:
            self._drawer = narrow
            self.ui.treePanel.setVisible(not narrow)
        wanted = Qt.Orientation.Vertical if width < _STACK_BELOW else Qt.Orientation.Horizontal
        height = event.size().height() - _BARS
        stacked = wanted == Qt.Orientation.Vertical
        self.panel.set_compact(stacked and height < _LOW - _BARS)
        if self.ui.work.orientation() != wanted:
            self.ui.work.setOrientation(wanted)
            self.ui.panelLayout.invalidate()
            # Below the paper the panel is the lower part: a form is read by its rows.
            room, panel = (height, height * 2 // 5) if stacked else (width, _PANEL_WIDTH)
            self.ui.work.setSizes([room - panel, panel])
            self._show_place()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self._on_first_painted)

    def _on_first_painted(self) -> None:
        self.first_painted.emit()
        self._fill_tree()
        self._ready_commands()
        self._ready_last_year()

    def event(self, event: QEvent) -> bool:
        """Alt alone opens the menu, as it does in a window with a menu bar."""
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            # Comes here from the focus for every key that is pressed.
            self._alt_alone = event.key() == Qt.Key.Key_Alt
        elif kind == QEvent.Type.KeyRelease and self._alt_alone:
            self._alt_alone = False
            button = self.ui.menuButton
            button.menu().popup(button.mapToGlobal(button.rect().bottomLeft()))
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus; by itself Qt does so in dialogs only."""
        button = self.focusWidget()
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not enter or not isinstance(button, QAbstractButton):
            super().keyPressEvent(event)
        elif button is self.ui.menuButton:
            self.ui.menuButton.showMenu()
        else:
            button.click()

    def show_fitting(self) -> None:
        """As it was left; else fill a small screen, and leave room around on a large one."""
        if self._memory.restore():
            return
        available = self.screen().availableGeometry()
        if available.width() <= _LARGE_SCREEN:
            self.showMaximized()
        else:
            self.resize(_LARGE_SCREEN, min(available.height() - 80, 900))
            self.show()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing that was typed is lost: not the open editor, not an edit on its way."""
        self.desk.commit()
        if not self._leaves_work():
            event.ignore()
            return
        try:
            self.workspace.store.flush(_PATIENCE_SECONDS)
        except StoreError as error:
            detail = "退出会丢失还没有保存的修改。"
            if not messages.ask(self, str(error), detail, "不保存，退出", "回去再试"):
                event.ignore()
                return
        else:
            self._memory.keep()
            self.desk.keep_places()
        self.tasks.abandon()
        event.accept()

    def _leaves_work(self) -> bool:
        """Whether nothing is being done any more, or the clerk gives it up."""
        if not self.tasks.busy or self.tasks.wait(_GRACE_SECONDS):
            return True
        doing = self.tasks.label.rstrip("…")
        question = f"{doing}，还没有做完；现在关闭，这件事就放弃了。"
        with self.tasks.held():
            return messages.ask(self, question, "填写的内容照常保存。", "仍然关闭", "等待")


def _entry(index: QModelIndex) -> object:
    """The submission or form of a row of the tree."""
    from anju_desktop.gui.submission_tree import ENTRY

    return index.data(ENTRY)


def _escaped(text: str) -> str:
    """Plain text inside markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _holds(area: QWidget, focus: QWidget | None) -> bool:
    return focus is not None and (area is focus or area.isAncestorOf(focus))
