"""What the commands do beyond showing another page: open, export, print, rename, throw away."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from anju_desktop.document.course import answers_text
from anju_desktop.document.document import Document
from anju_desktop.document.jsonform import dump_bytes
from anju_desktop.errors import AnjuError
from anju_desktop.files import write_atomic
from anju_desktop.gui import exporting, messages
from anju_desktop.gui.exporting import Attached, Held, Package, Snapshot
from anju_desktop.gui.samples import Sample
from anju_desktop.gui.tasks import Tasks
from anju_desktop.gui.workspace import Workspace
from anju_desktop.storage.backups import FOLDER_NAME, Backup, list_backups
from anju_desktop.storage.entries import SavePoint, SubmissionEntry

if TYPE_CHECKING:
    from anju_desktop.submission.opening import Opened

NO_FORM = "先打开一张表，再做这件事。"
BUSY = "上一件事还没有做完，请稍候或点“取消”。"
NO_REPORT = "这张表不评分，没有绩效自评报告。请打开评价指标表或自评表。"
STILL_MADE = "做好的内容还在，关上那个程序以后点“重试”，不用重新导出。"
_REPORT = "_绩效自评报告"
_FOLDER = "folder"
"""Setting: where files were last written to or read from."""


class Deeds(QObject):
    """Each public method is one command; results go out as signals."""

    notice = Signal(str)
    """A sentence for the status bar."""
    form_wanted = Signal(int)
    """This form is to be shown."""
    cell_wanted = Signal(int, object)
    """This :class:`CellRef` of a form is to be put right."""
    backups_changed = Signal()

    def __init__(self, workspace: Workspace, tasks: Tasks, window: QWidget) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._tasks = tasks
        self._window = window
        self._searched = ""

    def commands(self) -> Mapping[str, Callable[[], object]]:
        """What the commands of this room do, by their ids."""
        return {
            "new": self.new,
            "renew": self.renew,
            "duplicate": self.duplicate,
            "archive": self.archive,
            "archived": self.open_archived,
            "search": self.search,
            "offices": self.edit_offices,
            "fill_office": self.fill_office,
            "open": self.open_file,
            "save": self.save_point,
            "print": self.print_form,
            "print_all": self.print_all,
            "export_package": self.export_package,
            "export_pdf": self.export_pdf,
            "export_pdf_all": self.export_pdf_all,
            "export_xlsx": self.export_xlsx,
            "export_xlsx_all": self.export_xlsx_all,
            "carry_over": self.carry_over,
            "export_report": self.export_report,
            "save_copy": self.save_copy,
            "back_up": self.back_up,
            "open_backups": self.open_backups,
            "add_form": self.add_form,
            "remove_form": self.remove_form,
            "rename": self.rename,
            "remove": self.remove,
            "restore": self.restore,
        }

    # -- getting forms ---------------------------------------------------------------------

    def new(self) -> None:
        """Ask whose forms and which, and open the first of them."""
        from anju_desktop.gui import starting

        form = starting.ask_new(self._workspace, self._usual_unit(), self._window)
        if form is not None:
            self.form_wanted.emit(form)

    def open_file(self) -> None:
        """Ask for a file and take its forms in as a new submission."""
        path = messages.ask_open_path(self._window, "打开填报文件或上报包", self._folder())
        if path is not None:
            self._remember(path)
            self.open_path(path)

    def open_path(self, path: Path) -> None:
        """Take the forms of a file in as a new submission; the file itself is left alone."""
        from anju_desktop.submission.opening import open_whole

        opened = open_whole(path, self._workspace.library.get)
        first = self._workspace.shelf.take_in([each.document for each in opened])
        kept, refused = self._keep_scans(first, opened)
        self.form_wanted.emit(first)
        scans = f"、{kept} 份盖章扫描件" if kept else ""
        self.notice.emit(f"已从“{path.name}”读入 {len(opened)} 张表{scans}，原文件没有改动。")
        if refused:
            sentence = f"“{path.name}”里有 {len(refused)} 份扫描件没有读入，表都已读入。"
            messages.tell(self._window, sentence, "\n".join(refused))

    def _keep_scans(self, first: int, opened: "Sequence[Opened]") -> tuple[int, list[str]]:
        """The scans of the forms that were just taken in: how many were kept, and why not more."""
        kept, refused = 0, list[str]()
        submission = self._workspace.submission_of(first)
        for form, each in zip(submission.forms if submission else (), opened, strict=True):
            for scan in each.scan_files(refused):
                try:
                    self._workspace.add_scan(form.id, scan)
                    kept += 1
                except AnjuError as error:
                    refused.append(str(error))
        return kept, refused

    def open_sample(self, sample: Sample) -> None:
        self.form_wanted.emit(self._workspace.shelf.open_sample(sample))

    # -- files -----------------------------------------------------------------------------

    def export_package(self) -> None:
        """Build the package of the open submission, then ask where it is to go."""
        snapshot, attached = self._snapshot(whole=True), self._attached()
        if snapshot is not None:
            self._start(
                "正在生成上报包…",
                lambda: exporting.build_packages(snapshot, attached),
                self._save,
            )

    def _save(self, packages: Sequence[Package]) -> None:
        name, data = packages[0]
        path = messages.ask_save_path(
            self._window, "导出上报包", self._folder() / name, exporting.PACKAGE_KIND
        )
        if path is None:
            return
        self._remember(path)
        if len(packages) == 1:
            self._write(path, lambda: data, self._exported())
        else:
            folder = path.parent
            told = f"这件上报含 {len(packages)} 个单位，已导出 {len(packages)} 个上报包。"
            self._start(
                "正在写上报包…",
                lambda: packages,
                self._told(told),
                write=lambda made: exporting.write_all(folder, made),
            )

    def _exported(self) -> str:
        """What a clerk is told of a package: where it goes next, and whose code is in its name."""
        forms = self._workspace.submission.forms if self._workspace.submission else ()
        told = "上报包已导出。拷到优盘，再从联网的电脑上报。"
        if not forms or not all(form.version.is_final for form in forms):
            return told
        told += "报出以后，在菜单“上报”里标为已上报。"
        if len(forms) > 1:
            told += "文件名末尾的校验码是整件上报的，印在报送清单上；各张表另印自己的校验码。"
        return told

    def export_pdf(self) -> None:
        self._export(exporting.pdf, ".pdf", exporting.PDF_KIND, whole=False)

    def export_pdf_all(self) -> None:
        self._export(exporting.pdf, ".pdf", exporting.PDF_KIND, whole=True)

    def export_xlsx(self) -> None:
        self._export(exporting.xlsx, ".xlsx", exporting.XLSX_KIND, whole=False)

    def export_xlsx_all(self) -> None:
        self._export(exporting.xlsx, ".xlsx", exporting.XLSX_KIND, whole=True)

    def export_report(self) -> None:
        """Show the report of the open form with the clerk's own sections, and export it."""
        from anju_desktop.report.content import is_reported

        document = self._document()
        if document is None:
            return
        if not is_reported(document.edition):
            self.notice.emit(NO_REPORT)
            return
        from anju_desktop.gui.report_dialog import ReportDialog

        ReportDialog(document, self._export_report, self._window).exec()

    def _export_report(self) -> None:
        self._export(exporting.report, ".docx", exporting.WORD_KIND, whole=False, of=_REPORT)

    def save_copy(self) -> None:
        """Write the data of the open form, to hand it on or keep it."""
        document = self._document()
        if document is None:
            return
        path = self._ask_path(document, ".json", exporting.DATA_KIND, whole=False)
        if path is not None:
            write_atomic(path, dump_bytes(document))
            messages.show_written(self._window, path, "已另存一份。")

    def _export(
        self,
        make: Callable[[Snapshot], bytes],
        suffix: str,
        kind: str,
        *,
        whole: bool,
        of: str = "",
    ) -> None:
        document, snapshot = self._document(), self._snapshot(whole=whole)
        if document is None or snapshot is None:
            return
        path = self._ask_path(document, f"{of}{suffix}", kind, whole=whole)
        if path is not None:
            self._write(path, lambda: make(snapshot), "已导出。")

    def _ask_path(self, document: Document, suffix: str, kind: str, *, whole: bool) -> Path | None:
        submission = self._workspace.submission
        title = submission.title if whole and submission else document.title()
        name = exporting.file_name(document.unit, document.period, title, suffix=suffix)
        path = messages.ask_save_path(self._window, "导出", self._folder() / name, kind)
        if path is not None:
            self._remember(path)
        return path

    def _write(self, path: Path, make: Callable[[], bytes], told: str) -> None:
        def done(outcome: Path | Held) -> None:
            if not isinstance(outcome, Held):
                messages.show_written(self._window, outcome, told)
            elif messages.ask(self._window, outcome.sentence, STILL_MADE, "重试", "不导出了"):
                self._write(path, lambda: outcome.data, told)

        self._start(
            "正在导出…",
            make,
            done,
            write=lambda data: exporting.write_unless_held(path, data),
        )

    def _told(self, sentence: str) -> Callable[[Path], None]:
        return lambda path: messages.show_written(self._window, path, sentence)

    def _start(
        self,
        label: str,
        work: Callable[[], object],
        done: Callable[..., object],
        write: Callable[[Any], object] | None = None,
    ) -> None:
        if not self._tasks.start(label, work, messages.guarded(self._window, done), write=write):
            self.notice.emit(BUSY)

    def print_form(self) -> None:
        """Show the form page by page; from there it goes to the printer."""
        self._preview(whole=False)

    def print_all(self) -> None:
        """The same with all forms of the submission, to be printed in one go."""
        self._preview(whole=True)

    def _preview(self, *, whole: bool) -> None:
        session, submission = self._workspace.current, self._workspace.submission
        if session is None or submission is None:
            self.notice.emit(NO_FORM)
            return
        from anju_desktop.gui.paper.page_list import WHOLE
        from anju_desktop.gui.paper.preview import PreviewDialog
        from anju_desktop.gui.paper.printing import PrinterMemory

        documents = self._workspace.documents()
        memory = PrinterMemory.of(self._workspace)
        own = [form.id for form in submission.forms].index(session.form_id)
        dialog = PreviewDialog(documents, own, self._window, memory=memory)
        if whole and len(documents) > 1:
            dialog.show_form(WHOLE)
        dialog.cell_chosen.connect(
            lambda number, ref: self.cell_wanted.emit(submission.forms[number].id, ref)
        )
        dialog.pdf_wanted.connect(
            lambda all_forms: self.export_pdf_all() if all_forms else self.export_pdf()
        )
        dialog.exec()
        dialog.deleteLater()

    # -- the submission --------------------------------------------------------------------

    def add_form(self) -> None:
        """One more form in the open submission, of an edition of its programme."""
        submission = self._workspace.submission
        if submission is None:
            self.notice.emit(NO_FORM)
            return
        editions = self._workspace.editions_of(submission)
        names = tuple(edition.name or edition.title for edition in editions)
        chosen = messages.ask_choice(self._window, "增加一张表", "增加哪一张？", names, "增加")
        if chosen >= 0:
            self.form_wanted.emit(self._workspace.add_form(editions[chosen]))

    def carry_over(self) -> None:
        """Begin the form that takes over what the open one states, as a submission of its own."""
        document = self._document()
        if document is None:
            return
        library = self._workspace.library
        fitting = [
            edition
            for edition in map(library.get, library.ids())
            if any(carry.edition == document.edition.id for carry in edition.carry)
        ]
        if not fitting:
            self.notice.emit(f"“{document.edition.title}”没有可以由它生成的表。")
            return
        from anju_desktop.document.carrying import carry_over

        made = carry_over(document, fitting[0])
        self.form_wanted.emit(self._workspace.shelf.take_in([made]))
        self.notice.emit("已由目标表生成自评表，带入的目标、指标和分值不用再填。")

    def remove_form(self) -> None:
        """The open form into the bin, after a question."""
        document, submission = self._document(), self._workspace.submission
        if document is None or submission is None:
            return
        if len(submission.forms) == 1:
            self.remove()
            return
        question = f"把“{document.title()}”从这件上报里移走？"
        detail = "移走的表留在回收站里，以后可以取回。"
        if messages.ask(self._window, question, detail, "移走", "不移走"):
            self.form_wanted.emit(self._workspace.remove_current_form())

    def rename(self, submission: SubmissionEntry | None = None) -> None:
        chosen = submission or self._workspace.submission
        if chosen is None:
            self.notice.emit(NO_FORM)
            return
        title = messages.ask_text(self._window, "改名", "这件上报叫：", chosen.title, "改名")
        if title and title != chosen.title:
            self._workspace.shelf.rename(chosen.id, title)

    def remove(self, submission: SubmissionEntry | None = None) -> None:
        """Into the bin, after a question."""
        chosen = submission or self._workspace.submission
        if chosen is None:
            self.notice.emit(NO_FORM)
            return
        question = f"把“{chosen.title}”（{chosen.unit} {chosen.period}年）移入回收站？"
        detail = f"其中 {len(chosen.forms)} 张表一起移走，以后可以取回。"
        if messages.ask(self._window, question, detail, "移入回收站", "不移走"):
            self._workspace.shelf.remove(chosen.id)
            self.notice.emit(f"“{chosen.title}”已移入回收站，可从菜单“上报”里取回。")

    def restore(self) -> None:
        """Take a submission or a single form out of the bin again."""
        binned = self._workspace.shelf.binned()
        if not binned:
            self.notice.emit("回收站是空的。")
            return
        labels = tuple(f"{number}. {item.label}" for number, item in enumerate(binned, 1))
        chosen = messages.ask_choice(self._window, "回收站", "取回哪一件？", labels, "取回")
        if chosen >= 0:
            self._workspace.shelf.restore(binned[chosen])
            self.notice.emit(f"“{binned[chosen].label}”已取回。")

    def renew(self, submission: SubmissionEntry | None = None) -> None:
        """A submission of the next year from this one, after a look at what changes."""
        from anju_desktop.gui import starting

        chosen = submission or self._workspace.submission
        if chosen is None:
            self.notice.emit(NO_FORM)
            return
        form = starting.ask_renewal(self._workspace, chosen, self._window)
        if form is not None:
            self.form_wanted.emit(form)
            self.notice.emit("已沿用上年建好；金额和数值请新填，上年的值在表格上方。")

    def duplicate(self, submission: SubmissionEntry | None = None) -> None:
        chosen = submission or self._workspace.submission
        if chosen is None:
            self.notice.emit(NO_FORM)
            return
        self.form_wanted.emit(self._workspace.shelf.duplicate(chosen.id))
        self.notice.emit(f"已复制“{chosen.title}”，现在打开的是副本，可以改名。")

    def archive(self, submission: SubmissionEntry | None = None) -> None:
        """Out of the way, or back again; either is undone by the other, so nobody is asked."""
        chosen = submission or self._workspace.submission
        if chosen is None:
            self.notice.emit(NO_FORM)
        elif self._workspace.is_archived(chosen):
            self._workspace.shelf.unarchive(chosen.id)
            self.notice.emit(f"“{chosen.title}”已移出归档。")
        else:
            self._workspace.shelf.archive(chosen.id)
            self.notice.emit(f"“{chosen.title}”已归档，仍能查找；在菜单“上报”里打开已归档的。")

    def open_archived(self) -> None:
        from anju_desktop.gui import starting

        if not self._workspace.archived():
            self.notice.emit("没有已归档的上报。")
            return
        chosen = starting.ask_archived(self._workspace, self._window)
        if chosen is not None and chosen.forms:
            self.form_wanted.emit(chosen.forms[0].id)

    def search(self) -> None:
        """Ctrl+Shift+F: text in any form of any submission."""
        from anju_desktop.gui import starting

        self._searched, place = starting.ask_where(self._workspace, self._searched, self._window)
        if place is not None:
            self.cell_wanted.emit(*place)

    # -- the unit --------------------------------------------------------------------------

    def edit_offices(self) -> None:
        """本单位信息: names, people and telephone, for several units."""
        from anju_desktop.gui import starting

        submission = self._workspace.submission
        # The unit of a sample is nobody's own.
        own = submission is not None and not self._workspace.is_sample(submission)
        unit = submission.unit if submission is not None and own else self._usual_unit()
        if starting.ask_offices(self._workspace, unit, self._window):
            self.notice.emit("本单位信息已保存，新建的表会自动填上。")

    def fill_office(self) -> None:
        """The unit's data into the empty fields of the open form."""
        from anju_desktop.document.offices import takes

        document = self._document()
        if document is None:
            return
        filled = self._workspace.units.fill_in(document)
        if filled:
            self.notice.emit(f"已填入本单位信息 {filled} 处，已经写了的没有改。")
        elif not takes(document.edition):
            self.notice.emit("这张表没有要填本单位信息的格子。")
        elif all(office.name != document.unit for office in self._workspace.units.offices()):
            self.notice.emit(f"还没有“{document.unit}”的信息，请先在菜单“文件”›“本单位信息”里填。")
        else:
            self.notice.emit("没有空着的格子要填本单位信息。")

    # -- backups ---------------------------------------------------------------------------

    def back_up(self) -> None:
        """Make a backup now, beside the window."""
        store = self._workspace.store

        def done(path: Path) -> None:
            self.backups_changed.emit()
            self.notice.emit(f"已备份：{path.name}")

        self._start("正在备份…", lambda: None, done, write=lambda _: store.back_up())

    def save_point(self) -> None:
        """Everything is saved as it is typed; keep besides a state to come back to."""
        store, session = self._workspace.store, self._workspace.current

        def keep() -> tuple[SavePoint | None, Backup | None]:
            # First, so that the backup holds it.
            point = None if session is None else store.mark(session.form_id)
            return point, store.save_point()

        def done(kept: tuple[SavePoint | None, Backup | None]) -> None:
            point, backup = kept
            if backup is None:
                self.notice.emit("全部内容已自动保存。")
                return
            self.backups_changed.emit()
            name = f"{backup.time:%H:%M} {backup.reason}"
            words = f"本表留作“{point.name}”，" if point is not None else ""
            self.notice.emit(f"已自动保存；{words}全部内容留作“{name}”，在备份文件夹里。")

        self._start("正在留保存点…", keep, done)

    def open_backups(self) -> None:
        folder = self._workspace.store.folder
        messages.open_folder(folder / FOLDER_NAME if list_backups(folder) else folder)

    # -- little things ---------------------------------------------------------------------

    def _document(self) -> Document | None:
        session = self._workspace.current
        if session is None:
            self.notice.emit(NO_FORM)
            return None
        return session.document

    def _snapshot(self, *, whole: bool) -> Snapshot | None:
        document = self._document()
        if document is None:
            return None
        documents = self._workspace.documents() if whole else (document,)
        return Snapshot(documents, self._workspace.library)

    def _attached(self) -> Attached | None:
        """Scans of the versions that are final now, and the answers to a return."""
        submission = self._workspace.submission
        if submission is None:
            return None
        codes = [self._workspace.version(form).code for form in submission.forms]
        scans = [each.added for each in submission.course.scans if each.added.code in codes]
        return Attached(scans, self._workspace.store.scan, answers_text(submission.course))

    def _usual_unit(self) -> str:
        return self._workspace.units.usual()

    def _folder(self) -> Path:
        remembered = self._workspace.settings.get(_FOLDER)
        return Path(remembered) if remembered and Path(remembered).is_dir() else Path.home()

    def _remember(self, path: Path) -> None:
        self._workspace.settings.put(_FOLDER, str(path.parent))
