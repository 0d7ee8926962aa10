"""The window: puts the parts together and passes on what happens; it does nothing itself."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QMainWindow, QWidget

from anju_desktop.document.changes import CellRef, Edit
from anju_desktop.document.document import Document
from anju_desktop.errors import AnjuError, StoreError
from anju_desktop.gui import messages, theme
from anju_desktop.gui.after_final import AfterFinal
from anju_desktop.gui.areas import Area, Areas, area
from anju_desktop.gui.deeds import NO_FORM, Deeds
from anju_desktop.gui.finalizing import Finalizer
from anju_desktop.gui.findings_panel import FindingsPanel
from anju_desktop.gui.form_desk import FormDesk
from anju_desktop.gui.generated.ui_main_window import Ui_MainWindow
from anju_desktop.gui.heading import Heading
from anju_desktop.gui.remembering import Places, WindowMemory
from anju_desktop.gui.screens import room_around
from anju_desktop.gui.session import FormSession
from anju_desktop.gui.status_line import StatusLine
from anju_desktop.gui.tasks import Tasks
from anju_desktop.gui.tree_panel import TreePanel
from anju_desktop.gui.workspace import Workspace
from anju_desktop.storage.entries import SubmissionEntry

if TYPE_CHECKING:
    from anju_desktop.gui.commands import Commands
    from anju_desktop.gui.helping import Helping
    from anju_desktop.gui.samples import Sample
    from anju_desktop.gui.scoring.panel import ScorePanel
    from anju_desktop.gui.start_page import StartPage

_LARGE_SCREEN = 1440
_GRACE_SECONDS = 0.5
"""What is done by then needs no question when the window closes."""
_PATIENCE_SECONDS = 10.0
"""How long closing waits for a disk that does not answer."""


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
        self.setAcceptDrops(True)
        self.tasks = Tasks(self)
        self.deeds = Deeds(workspace, self.tasks, self)
        self.finalizer = Finalizer(workspace, self)
        self.after_final = AfterFinal(workspace, self)
        self.status = StatusLine(self.ui, self)
        self.desk = FormDesk(self.ui, self, workspace.catalogue, Places(workspace))
        self.panel = FindingsPanel()
        self.scores: ScorePanel | None = None
        """The facts of a scored form beside it; made when the first such form is opened."""
        self.last_year_of: Callable[[CellRef], str] = lambda _ref: ""
        """What a fact of the open form was a year ago; known once last year was looked for."""
        self._heading = Heading(self, self.ui, workspace)
        self._tree = TreePanel(self.ui.tree, workspace)
        self._areas = Areas(self.ui, self.panel, self.areas)
        self._memory = WindowMemory(self, workspace, self.ui.areas, self.ui.work)
        self._start: StartPage | None = None
        self._samples: tuple[Sample, ...] = ()
        self._commands: Commands | None = None
        self._helping: Helping | None = None
        self._painted = False
        self._alt_alone = False
        self._place()
        self._wire_workspace()
        self._wire_parts()

    # -- putting together ------------------------------------------------------------------

    def _place(self) -> None:
        self.ui.panelLayout.addWidget(self.panel)
        # Before the zoom; a paper comes before the panel when it is made.
        QWidget.setTabOrder(self.ui.findClose, self.panel.ui.scroll)
        self.ui.findBar.hide()

    def _wire_workspace(self) -> None:
        workspace = self.workspace
        workspace.form_opened.connect(self._on_form_opened)
        workspace.form_saved.connect(self._on_form_saved)
        workspace.saving_failed.connect(self.status.show_not_saved)
        workspace.submissions_changed.connect(self._on_submissions_changed)
        self.tasks.busy_changed.connect(self.status.show_busy)
        self.tasks.failed.connect(lambda error: messages.show_error(self, error))

    def _wire_parts(self) -> None:
        deeds = self.deeds
        deeds.form_wanted.connect(self.open_form)
        deeds.cell_wanted.connect(messages.guarded(self, self._go_to_cell_of))
        deeds.notice.connect(self.status.show_notice)
        deeds.backups_changed.connect(self._show_backups)
        self.after_final.form_wanted.connect(self.open_form)
        self.after_final.notice.connect(self.status.show_notice)
        self.finalizer.notice.connect(self.status.show_notice)
        self.finalizer.cell_wanted.connect(self.go_to)
        self.desk.add_writer(self.panel.commit)
        self.desk.current_changed.connect(self._on_cell_changed)
        self.desk.message.connect(self.status.show_notice)
        self.panel.cell_chosen.connect(self.go_to)
        self.panel.notes_chosen.connect(lambda: self.helping.show_not_checked())
        self._tree.form_chosen.connect(messages.guarded(self, self.open_form))
        self._tree.menu_asked.connect(self._show_submission_menu)

    @property
    def commands(self) -> "Commands":
        return self._ready_commands()

    @property
    def helping(self) -> "Helping":
        if self._helping is None:
            from anju_desktop.gui.helping import Helping

            self._helping = Helping(self)
        return self._helping

    @property
    def start(self) -> "StartPage":
        """The first page; made when it is first wanted, which may be never."""
        if self._start is None:
            self._start = self._new_start_page()
        return self._start

    def _ready_commands(self) -> "Commands":
        if self._commands is None:
            self._commands = self._new_commands()
        return self._commands

    def _new_commands(self) -> "Commands":
        from anju_desktop.gui.commands import Commands
        from anju_desktop.gui.moving import Moving

        commands = Commands(self)
        rooms = (self.deeds, self.finalizer, self.after_final)
        deeds = {id_: deed for room in rooms for id_, deed in room.commands().items()}
        commands.connect(
            {
                **{each: self._committed(deed) for each, deed in deeds.items()},
                **Moving(self).commands(),
                **self.helping.commands(),
                **self._own_commands(),
            }
        )
        for number, action in enumerate(commands.form_actions):
            action.triggered.connect(partial(self._on_form_key, number))
        self._wire_buttons(commands)
        self.ui.menuButton.setMenu(commands.menu(self))
        return commands

    def _own_commands(self) -> dict[str, Callable[[], object]]:
        desk, areas = self.desk, self._areas
        return {
            "home": self.show_start,
            "quit": self.close,
            "zoom_in": desk.zoom_in,
            "zoom_out": desk.zoom_out,
            "zoom_fit": desk.zoom_to_width,
            "contrast": self._toggle_contrast,
            "paper_font": self._choose_paper_font,
            "toggle_tree": areas.toggle_tree,
            "toggle_panel": self._toggle_panel,
            "next_area": lambda: areas.cycle(1),
            "previous_area": lambda: areas.cycle(-1),
        }

    def _committed(self, deed: Callable[[], object]) -> Callable[[], None]:
        """``deed`` after what is being typed has been written."""

        def run() -> None:
            self.desk.commit()
            deed()

        return run

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

    def _new_start_page(self) -> "StartPage":
        from anju_desktop.gui.start_page import StartPage

        start, deeds = StartPage(self.workspace), self.deeds
        self.ui.startLayout.addWidget(start)
        start.show_samples(self._samples)
        start.form_chosen.connect(messages.guarded(self, self.open_form))
        start.sample_chosen.connect(messages.guarded(self, deeds.open_sample))
        start.new_chosen.connect(messages.guarded(self, deeds.new))
        start.guide_chosen.connect(messages.guarded(self, self.helping.start_guide))
        start.backup_chosen.connect(messages.guarded(self, deeds.back_up))
        start.backup_folder_chosen.connect(deeds.open_backups)
        start.answer_chosen.connect(self._of_submission(self.after_final.answer))
        start.deadline_chosen.connect(self._of_submission(self.after_final.set_deadline))
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
        self._heading.show_form_buttons(False)
        self.status.show_start(len(self.workspace.library.ids()))
        self._show_unsaved()
        self._show_backups()
        self._show_place()
        self.start.take_focus()

    def open_form(self, form_id: int) -> None:
        """Show a form of the store."""
        self.desk.commit()
        self.workspace.open_form(form_id)

    def go_to(self, ref: CellRef) -> None:
        """Make a cell the current one, and give it the keyboard."""
        if self.show_cell(ref):
            self.focus_paper()

    def show_cell(self, ref: CellRef) -> bool:
        """Make a cell the current one; False where it is a fact, which takes the keyboard."""
        view = self.desk.view
        if view is None:
            return False
        # A fact stands beside the paper.
        beside = not view.jump_to(ref) and self.scores is not None and self.scores.go_to(ref)
        return not beside

    def focus_paper(self) -> None:
        if self.desk.view is not None:
            self.desk.view.setFocus()

    def current_document(self) -> Document | None:
        """The document of the open form."""
        session = self.workspace.current
        return None if session is None else session.document

    def finish_start(self) -> None:
        """What the first page shows beyond the lists, once the window stands."""
        from anju_desktop.gui.samples import load_samples

        try:
            self._samples = load_samples(self.workspace.library)
        except AnjuError as error:
            self.status.show_notice(str(error), "error")
        if self._start is not None:
            self._start.show_samples(self._samples)

    def _go_to_cell_of(self, form_id: int, ref: CellRef) -> None:
        self.open_form(form_id)
        self.go_to(ref)

    # -- what the window says --------------------------------------------------------------

    def _show_place(self) -> None:
        self._heading.show_place(narrow=self._areas.stacked)
        self._tree.show_place()

    def _show_scores(self, session: FormSession | None) -> None:
        edition = session.document.edition if session is not None else None
        if self.scores is None and edition and any(group.marks for group in edition.groups):
            from anju_desktop.gui.scoring.panel import ScorePanel

            parts = self.ui.panelLayout, self.panel, self.desk
            self.scores = ScorePanel(*parts, lambda ref: self.last_year_of(ref), self)
            self.scores.message.connect(self.status.show_notice)
        if self.scores is not None:
            self.scores.show_session(session)

    def _show_backups(self) -> None:
        from anju_desktop.storage.backups import list_backups

        folder = self.workspace.store.folder
        self.start.show_backups(folder, list_backups(folder))

    def _show_counts(self) -> None:
        session = self.workspace.current
        if session is not None:
            self.status.show_counts(session.counts(), session.blanks())

    def _show_version(self, session: FormSession) -> None:
        """Draft or final: in the status bar, and as what the button leads to next."""
        submission = self.workspace.submission
        waits = "" if submission is None else self.workspace.next_step(submission)
        self.status.show_version(session.document.version, waits)
        self._heading.show_version(session.document.version)

    def _show_unsaved(self) -> None:
        """Another page promises no more than the last: an edit may still be on its way."""
        store = self.workspace.store
        failure = store.failure
        if failure is not None:
            self.status.show_not_saved(failure)
        elif store.unsaved:
            self.status.show_saving()

    def _of_submission(self, deed: Callable[[SubmissionEntry], object]) -> Callable[..., None]:
        """``deed`` with the submission of a number."""

        def run(submission_id: int) -> None:
            entry = self.workspace.entry(submission_id)
            if entry is not None:
                deed(entry)

        return messages.guarded(self, run)

    def _show_submission_menu(self, submission_id: int, where: QPoint) -> None:
        from anju_desktop.gui.tree_panel import submission_menu

        entry = self.workspace.entry(submission_id)
        if entry is not None:
            rooms = (self.deeds, self.after_final)
            menu = submission_menu(entry, self.workspace.is_archived(entry), *rooms, self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(where)

    # -- what happens ----------------------------------------------------------------------

    def _on_form_opened(self, session: FormSession | None) -> None:
        if session is None:
            self.panel.show_session(None)
            self._show_scores(None)
            self.show_start()
            return
        self.panel.let_go()
        self.desk.show_session(session)
        self.ui.pages.setCurrentWidget(self.ui.formPage)
        self._heading.show_form_buttons(True)
        self.status.show_form(self.workspace.store.form(session.form_id).edited)
        self._show_version(session)
        self._show_place()
        # The paper first: what is around it, and what is wrong in it, follows a moment later.
        self.ui.papers.repaint()
        self.panel.show_session(session)
        self._show_scores(session)
        session.findings_changed.connect(self._show_counts, Qt.ConnectionType.UniqueConnection)
        session.edited.connect(self._on_edited, Qt.ConnectionType.UniqueConnection)
        self._show_unsaved()
        self._show_counts()
        self.focus_paper()

    def _on_submissions_changed(self) -> None:
        self._show_place()
        session = self.workspace.current
        if session is not None and session.document.is_final:
            self._show_version(session)

    def _on_edited(self, edit: Edit) -> None:
        self.status.show_saving()
        session = self.workspace.current
        if session is not None and edit.changes_version:
            self._show_version(session)
        self._show_counts()

    def _on_form_saved(self, _form_id: int, time: datetime) -> None:
        if not self.workspace.store.unsaved:
            self.status.show_saved(time if self.workspace.current is not None else None)

    def _on_cell_changed(self, ref: CellRef | None) -> None:
        if ref is not None:
            self.panel.show_cell(ref)
            if self._helping is not None:
                self._helping.follow(ref)

    def _on_cancel_clicked(self) -> None:
        if self.tasks.cancel():
            self.status.show_notice("已取消，没有写任何文件。")
        else:
            self.status.show_notice("正在写入磁盘，来不及取消了，写完会告诉您。")

    def _on_final_clicked(self) -> None:
        document = self.current_document()
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

    # -- areas -----------------------------------------------------------------------------

    def areas(self) -> tuple[Area, ...]:
        """What F6 goes through."""
        ui, view = self.ui, self.desk.view
        if self.workspace.current is None or view is None:
            return area(self.start.ui.newButton), area(ui.menuButton)
        guide = self._helping.guide if self._helping is not None else None
        beside: list[Area] = []
        if ui.panelHost.isVisible():
            beside.append(Area(ui.panelHost, (self.scores or self.panel).take_focus))
        if guide is not None:
            beside.append(Area(guide.card, guide.card.take_focus))
        return area(ui.tree), area(view), *beside, area(ui.menuButton)

    def _toggle_panel(self) -> None:
        self._areas.toggle_panel()
        self.focus_paper()

    def _toggle_contrast(self) -> None:
        """高对比度 on or off; from now on by the clerk's choice, whatever the system says."""
        from anju_desktop.gui import contrast

        high = not contrast.is_wanted(self.workspace.settings.get(contrast.SETTING))
        self.workspace.settings.put(contrast.SETTING, contrast.ON if high else contrast.OFF)
        contrast.apply(high=high)
        self._show_place()
        self.status.show_notice("已换成高对比度。" if high else "已换回平常的颜色。")

    def _choose_paper_font(self) -> None:
        from anju_desktop.gui import paper_font

        told = paper_font.ask(self.workspace, self)
        if told:
            self.status.show_notice(told)

    # -- the window itself -----------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._areas.fit(event.size()):
            self._show_place()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self._on_first_painted)

    def _on_first_painted(self) -> None:
        self.first_painted.emit()
        self._tree.fill()
        self._ready_commands()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.workspace.current is not None and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Files dropped beside the open form are scans of its sealed pages."""
        event.acceptProposedAction()
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls()]
        self.desk.commit()
        # Afterwards: the other program waits until the drop is over.
        seal = messages.guarded(self, self.after_final.seal)
        QTimer.singleShot(0, self, lambda: seal(None, paths))

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
        available = room_around(self)
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
