"""盖章扫描件: which final forms have scans of their sealed pages; files are chosen or dropped."""

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from anju_desktop.checkcode.codes import grouped
from anju_desktop.document.course import Scan
from anju_desktop.document.events import TakenBack
from anju_desktop.errors import AnjuError
from anju_desktop.filenames import UNSAFE
from anju_desktop.files import write_atomic
from anju_desktop.gui import messages
from anju_desktop.gui.labels import resize_fitting, short_title, wrapped
from anju_desktop.gui.workspace import Workspace
from anju_desktop.reading.scans import KINDS, LIMIT_WORDS, read_scan
from anju_desktop.storage.entries import FormEntry, SubmissionEntry

_HOW = (
    "打印、签字、盖章以后扫描，附到对应的表上；可以从文件夹里拖进来。"
    f"PDF、JPG、PNG 都可以，{LIMIT_WORDS}。扫描件随上报包一起导出。"
)
_HEADS = ("表和扫描件", "版本、大小", "状态、附上的时间")
_WIDTHS = (180, 150)
_ROW_HEIGHT = 28
_MEGABYTE = 1_000_000
DRAFT = "这张表还是草稿，先定稿、打印、盖章，再附扫描件。"
CHOOSE_SCAN = "先在上面选一份扫描件。"
MORE_FORMS = "有几张表，先在上面选扫描件属于哪一张。"


class SealDialog(QDialog):
    """Everything it does is recorded at once; there is nothing to confirm at the end."""

    def __init__(
        self, workspace: Workspace, submission: SubmissionEntry, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("盖章扫描件")
        self.setAcceptDrops(True)
        resize_fitting(self, 740, 500)
        self._workspace = workspace
        self._id = submission.id
        self.list = QTreeWidget()
        self.told = wrapped("second")
        self.add = QPushButton("添加扫描件…")
        self.show_scan = QPushButton("打开查看")
        self.remove = QPushButton("移走…")
        self._place(submission)
        self._show()
        session = workspace.current
        self._choose(session.form_id if session is not None else 0)
        self.list.setFocus()

    # -- putting together ------------------------------------------------------------------

    def _place(self, submission: SubmissionEntry) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(10)
        layout.addWidget(wrapped("current", f"盖章扫描件　{submission.title}"))
        layout.addWidget(wrapped("second", _HOW))
        tree = self.list
        tree.setAccessibleName("表和盖章扫描件")
        tree.setProperty("kind", "list")
        tree.setHeaderLabels(list(_HEADS))
        tree.setUniformRowHeights(True)
        tree.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        tree.header().setStretchLastSection(False)
        tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        tree.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        for column, width in enumerate(_WIDTHS, 1):
            tree.setColumnWidth(column, width)
        tree.itemActivated.connect(lambda *_: self._on_show())
        layout.addWidget(tree, 1)
        layout.addWidget(self.told)
        layout.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        done = QPushButton("完成")
        for button, deed in (
            (self.add, self._on_add),
            (self.show_scan, self._on_show),
            (self.remove, self._on_remove),
            (done, self.accept),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(messages.guarded(self, lambda _=False, deed=deed: deed()))
        self.add.setProperty("kind", "primary")
        self.add.setToolTip("给选中的表附上扫描件（Insert）")
        self.show_scan.setToolTip("打开选中的扫描件的副本（Enter）")
        self.remove.setToolTip("移走选中的扫描件（Delete）")
        row.addWidget(self.add)
        row.addWidget(self.show_scan)
        row.addWidget(self.remove)
        row.addStretch(1)
        row.addWidget(done)
        return row

    # -- what it shows ---------------------------------------------------------------------

    @property
    def _submission(self) -> SubmissionEntry:
        return next(entry for entry in self._workspace.submissions() if entry.id == self._id)

    def _show(self) -> None:
        self.list.clear()
        entry = self._submission
        for form in entry.forms:
            version = self._workspace.version(form)
            scans = entry.course.scans_of(form.id, version.code) if version.is_final else ()
            words = "草稿"
            if version.is_final:
                words = f"{len(scans)} 份" if scans else "等待盖章扫描件"
            item = _item(short_title(form.title), version.words, words, form)
            self.list.addTopLevelItem(item)
            self._add_scans(item, scans)
            self._add_earlier(
                item, form, [s for s in entry.course.scans if s.added.form == form.id]
            )
            item.setExpanded(True)

    def _add_scans(self, parent: QTreeWidgetItem, scans: Sequence[Scan]) -> None:
        times = {e.noted.number: e.time for e in self._workspace.store.events(self._id)}
        for scan in scans:
            when = f"{times[scan.number]:%Y-%m-%d %H:%M}"
            parent.addChild(_item(scan.added.name, _size(scan.added.size), when, scan))

    def _add_earlier(self, parent: QTreeWidgetItem, form: FormEntry, scans: list[Scan]) -> None:
        """Scans of versions that are void stay with them, and say so."""
        version = self._workspace.version(form)
        for code in version.earlier:
            own = [scan for scan in scans if scan.added.code == code]
            if own:
                words = f"{_revision(version.earlier, code)}（已作废）的扫描件"
                item = _item(words, grouped(code), f"{len(own)} 份，不再导出", form)
                parent.addChild(item)
                self._add_scans(item, own)
                item.setExpanded(True)

    def _choose(self, form: int, number: int = 0) -> None:
        """The row of a scan, else of a form, else the first."""
        items = self.list.findItems("", _EVERY, 0)
        held = [(item, _held(item)) for item in items]
        scans = [item for item, each in held if isinstance(each, Scan) and each.number == number]
        forms = [item for item, each in held if isinstance(each, FormEntry) and each.id == form]
        chosen = next(iter((*scans, *forms, *items)), None)
        if chosen is not None:
            self.list.setCurrentItem(chosen)

    # -- what it does ----------------------------------------------------------------------

    def _form(self) -> FormEntry | None:
        """The form that is chosen, or the only one."""
        item = self.list.currentItem()
        while item is not None and item.parent() is not None:
            item = item.parent()
        held = _held(item)
        return held if isinstance(held, FormEntry) else None

    def _on_add(self) -> None:
        form = self._form()
        if form is None:
            self._tell(MORE_FORMS)
        elif not self._workspace.version(form).is_final:
            self._tell(DRAFT)
        else:
            self.take(ask_scans(self))

    def take(self, paths: Iterable[Path]) -> None:
        """Attach files to the chosen form; each one that is refused is told of."""
        form, wanted = self._form(), list(paths)
        if not wanted:
            return
        if form is None:
            self._tell(MORE_FORMS)
            return
        if not self._workspace.version(form).is_final:
            self._tell(DRAFT)
            return
        taken, refused = 0, []
        for path in wanted:
            try:
                self._workspace.add_scan(form.id, read_scan(path))
                taken += 1
            except AnjuError as error:
                refused.append(str(error))
        self._show()
        self._choose(form.id)
        done = f"已附上 {taken} 份，原文件没有动。" if taken else ""
        self._tell("\n".join([*([done] if done else []), *refused]), wrong=bool(refused))

    def _on_show(self) -> None:
        """Open a copy: whoever changes it there changes nothing here."""
        scan = self._scan()
        if scan is None:
            self._tell(CHOOSE_SCAN)
            return
        data = self._workspace.store.scan(scan.added)
        stem = UNSAFE.sub("", Path(scan.added.name).stem)[:60] or "扫描件"
        path = Path(_copies().name) / f"{scan.number}_{stem}.{scan.added.kind}"
        if not path.exists() or path.read_bytes() != data:
            # Another program may hold the one that is there.
            write_atomic(path, data)
        self._tell(f"已用看图、看 PDF 的程序打开“{scan.added.name}”的副本。")
        open_file(path)

    def _on_remove(self) -> None:
        scan = self._scan()
        if scan is None:
            self._tell(CHOOSE_SCAN)
            return
        question = f"移走扫描件“{scan.added.name}”？"
        detail = "以后导出的上报包里不再有它；要用时可以重新附上。"
        if messages.ask(self, question, detail, "移走", "不移走"):
            self._workspace.record(self._id, TakenBack(scan.number))
            self._show()
            self._choose(scan.added.form)
            self._tell(f"“{scan.added.name}”已移走。")

    def _scan(self) -> Scan | None:
        held = _held(self.list.currentItem())
        return held if isinstance(held, Scan) else None

    def _tell(self, sentence: str, *, wrong: bool = False) -> None:
        self.told.setProperty("kind", "error" if wrong else "second")
        self.told.style().unpolish(self.told)
        self.told.style().polish(self.told)
        self.told.setText(sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            messages.guarded(self, self._on_remove)()
        elif event.key() == Qt.Key.Key_Insert:
            messages.guarded(self, self._on_add)()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Files dropped on a form go to it, anywhere else to the chosen one."""
        viewport = self.list.viewport()
        item = self.list.itemAt(viewport.mapFrom(self, event.position().toPoint()))
        if item is not None:
            self.list.setCurrentItem(item)
        self.take([Path(url.toLocalFile()) for url in event.mimeData().urls()])
        event.acceptProposedAction()


def ask_scans(parent: QWidget) -> list[Path]:
    """Which files to attach."""
    paths, _ = QFileDialog.getOpenFileNames(parent, "选盖章后的扫描件", "", KINDS)
    return [Path(path) for path in paths]


@cache
def _copies() -> TemporaryDirectory[str]:
    """Where copies lie for other programs; gone with this one."""
    return TemporaryDirectory(prefix="anju-", ignore_cleanup_errors=True)


def open_file(path: Path) -> None:
    """Show a file with the program that the PC has for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


_EVERY = Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive


def _item(name: str, middle: str, right: str, held: object) -> QTreeWidgetItem:
    item = QTreeWidgetItem([name, middle, right])
    item.setData(0, Qt.ItemDataRole.UserRole, held)
    item.setSizeHint(0, QSize(0, _ROW_HEIGHT))
    for column, text in enumerate((name, middle, right)):
        item.setToolTip(column, text)
    return item


def _held(item: QTreeWidgetItem | None) -> object:
    return None if item is None else item.data(0, Qt.ItemDataRole.UserRole)


def _size(size: int) -> str:
    return f"{size / _MEGABYTE:.1f} MB" if size >= _MEGABYTE / 10 else f"{max(1, size // 1000)} KB"


def _revision(earlier: tuple[str, ...], code: str) -> str:
    number = earlier.index(code)
    return f"修订{number}" if number else "原报"
