"""From the first start to the sealed form: every window and dialog in the order of the work.

What is shown is the real program on a data folder of its own.
"""

import tempfile
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar, cast

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget

from anju_desktop import app, clock
from anju_desktop.checkcode.canonical import form_code
from anju_desktop.document.changes import CellRef
from anju_desktop.document.course import codes_of
from anju_desktop.document.document import Document, copy_of
from anju_desktop.document.events import DeadlineSet, Opinion, Reported, Returned
from anju_desktop.document.offices import Office
from anju_desktop.errors import AnjuError, StoreError
from anju_desktop.forms.library import Library
from anju_desktop.gui import messages
from anju_desktop.gui.code_dialog import CodeDialog
from anju_desktop.gui.guide import GuideCard
from anju_desktop.gui.handbook import HandbookWindow
from anju_desktop.gui.indicators_dialog import IndicatorsDialog
from anju_desktop.gui.labels import short_title
from anju_desktop.gui.main_window import MainWindow
from anju_desktop.gui.paper.preview import PreviewDialog
from anju_desktop.gui.paper.view import PaperView
from anju_desktop.gui.samples import Sample, load_samples
from anju_desktop.gui.session import FormSession
from anju_desktop.gui.workspace import Workspace
from anju_desktop.rules.obstacles import obstacles
from tools.screens.camera import Camera, StillClock, until
from tools.screens.sizes import SCREENS

KARAMAY = "2024年中央财政城镇保障性安居工程补助资金"
SELF_EVALUATION = "项目支出绩效自评"
ZHENGZHOU = "2021年老旧小区改造资金"
AGENCY = "2021年机关支出项目"
ZHUMADIAN = "2020年城镇老旧小区改造绩效评价"
CHIFENG = "2023年城镇保障性安居工程绩效评价"
"""The samples of which pictures are taken, by their programme."""
_UNIT = "克拉玛依区"
_OFFICES = (
    Office(
        _UNIT,
        "克拉玛依市克拉玛依区住房和城乡建设局",
        "650203",
        "克拉玛依区人民政府",
        "克拉玛依区财政局",
        "克拉玛依区住房和城乡建设局",
        contact="综合科",
        telephone="0990-0000000",
    ),
    Office("独山子区", "克拉玛依市独山子区住房和城乡建设局", "650202"),
)
_HARD_DISK = "修改还没有保存：磁盘已满，请腾出空间。程序会接着试。"
_FADING_MS = 300
_T = TypeVar("_T")
_W = TypeVar("_W", bound=QWidget)
_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


def shoot(screen: str, folder: Path) -> None:
    """Walk through the program and take every picture."""
    application = app.make_application()
    application.setCursorFlashTime(0)
    still = StillClock()
    clock.use(still)
    with tempfile.TemporaryDirectory() as data:
        library = Library()
        store = app.open_store(Path(data, "安居填报"), library)
        assert store is not None
        workspace = Workspace(store, library)
        window = app.make_window(workspace, app.Options())
        window.resize(*SCREENS[screen].window)
        window.show()
        camera = Camera(screen, folder, window, Path(data))
        Walk(window, camera, still, Path(data)).go()
        camera.keep_list()
        window.close()
        workspace.close(abandon=True)
    application.quit()


class Walk:
    """Takes everything, in the order in which a clerk meets it."""

    def __init__(self, window: MainWindow, camera: Camera, still: StillClock, folder: Path) -> None:
        self._window = window
        self._workspace = window.workspace
        self._camera = camera
        self._clock = still
        self._folder = folder

    def go(self) -> None:
        self._window.activateWindow()
        until(lambda: bool(self._window.start.ui.samplesLayout.count()), "样例")
        for part in (
            self._first_start,
            self._blank_form,
            self._filled_form,
            self._output,
            self._other_samples,
            self._own_work,
            self._finals,
            self._after_final,
            self._messages,
            self._menus,
            self._contrast,
        ):
            self._clock.go_on(20)
            part()

    # -- the work --------------------------------------------------------------------------

    def _first_start(self) -> None:
        self._take("start-empty")
        self._open("new", "new-submission")
        self._trigger("guide")
        self._take("guide")
        for name in ("", "guide-panel", "", "", "guide-print", "guide-home"):
            self._guide_card().skipped.emit()
            if name:
                self._take(name)
        self._guide_card().left.emit()
        self._trigger("home")

    def _blank_form(self) -> None:
        workspace = self._workspace
        library = workspace.library
        editions = [library.get(i) for i in library.ids() if i.startswith("karamay")]
        programme = editions[0].programme
        workspace.shelf.create("独山子区", "2024", programme, editions)
        target = workspace.submissions()[-1].forms[-1]
        self._window.open_form(target.id)
        self._take("form-blank")
        self._key(Qt.Key.Key_F7)
        self._take("form-blank-audited")
        self._trigger("home")
        self._take("start-work-blank")

    def _filled_form(self) -> None:
        """The picture of the README: a wrong sum found, the next cell being edited."""
        self._sample(KARAMAY, "老旧小区改造")
        self._take("form-sample")
        self._edit(CellRef("fiscal_funds"), "6101")
        self._key(Qt.Key.Key_Return)
        self._edit(CellRef("target", "indicators", "r2"), ">=18382户")
        self._take("form")
        self._edit(CellRef("target", "indicators", "r2"), ">=18382间")
        self._take("form-wrong-unit")
        self._key(Qt.Key.Key_Escape)
        self._edit(CellRef("scoring_rule", "indicators", "r4"), "直接")
        self._take("form-choices")
        self._key(Qt.Key.Key_Escape)
        self._edit(CellRef("name", "indicators", "r2"), "改造")
        self._key(Qt.Key.Key_Down)
        self._take("form-indicators")
        self._key(Qt.Key.Key_Escape)
        self._key(Qt.Key.Key_Escape)
        self._select_block()
        self._take("form-selected")
        self._trigger("explain")
        self._take("form-explaining")
        self._trigger("cell_help")
        self._take("form-help")
        self._trigger("find")
        self._type("改造")
        self._key(Qt.Key.Key_Return)
        self._take("form-find")
        self._key(Qt.Key.Key_Escape)
        self._trigger("zoom_in")
        self._trigger("zoom_in")
        self._view.jump_to(CellRef("evidence", "indicators", "r4"))
        self._take("form-zoomed")
        self._trigger("zoom_fit")
        self._trigger("toggle_tree")
        self._take("form-tree")
        self._trigger("toggle_tree")
        self._trigger("toggle_panel")
        self._take("form-no-panel")
        self._trigger("toggle_panel")

    def _output(self) -> None:
        self._open("print", "preview", then=self._ask_for_a_printer)
        self._open("print_all", "preview-all")
        self._edit(CellRef("project_leader"), "\U0002ffff")
        self._key(Qt.Key.Key_Return)
        self._open("print", "preview-problem", then=self._refuse_to_print)
        self._trigger("undo")
        self._dialog("export-done", self._export)
        self._trigger("back_up")
        self._trigger("home")
        self._take("start-work")

    def _ask_for_a_printer(self, preview: PreviewDialog) -> None:
        self._camera.take_what_opens("dialog-no-printer", preview.print_pages)
        preview.close()

    def _refuse_to_print(self, preview: PreviewDialog) -> None:
        self._camera.take_what_opens("dialog-not-printed", preview.print_pages)
        preview.close()

    def _other_samples(self) -> None:
        self._sample(SELF_EVALUATION, "老旧小区改造")
        self._take("form-self-evaluation")
        self._sample(ZHENGZHOU, "登封市")
        self._take("form-region")
        self._sample(AGENCY, "老旧小区指挥部工作经费")
        self._calendar()
        self._sample(ZHUMADIAN, "绩效评价指标表")
        self._take("form-evaluation")
        self._show_facts("elderly_care")
        self._take("facts")
        self._open("export_report", "report")
        self._sample(CHIFENG, "租赁住房保障绩效评价指标表")
        self._show_facts("rent_subsidy")
        self._take("facts-counties")

    def _calendar(self) -> None:
        document = self._session.document
        field = next(f for f in document.edition.fields if f.type.value == "date")
        self._view.jump_to(CellRef(field.id))
        self._view.setFocus()
        self._camera.settle()
        self._view.edit_current()
        QTest.keyClick(_focus(self._view), Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        self._take("form-calendar")
        self._key(Qt.Key.Key_Escape)
        self._key(Qt.Key.Key_Escape)

    def _own_work(self) -> None:
        """Two years of the same unit, an archived submission and one in the bin."""
        workspace, deeds = self._workspace, self._window.deeds
        self._open("offices", "dialog-offices-empty")
        workspace.units.set_offices(_OFFICES)
        self._open("offices", "dialog-offices")
        last_year = list(self._sample_of(KARAMAY).documents)
        form = workspace.shelf.take_in(last_year)
        own = workspace.submission_of(form)
        assert own is not None
        self._clock.go_on(31 * 24 * 60)
        for _ in range(2):
            workspace.shelf.duplicate(own.id)
        archived, binned = workspace.submissions()[-2:]
        workspace.shelf.archive(archived.id)
        self._window.open_form(own.forms[-1].id)
        self._open("new", "new-submission-again")
        self._open("renew", "dialog-renewal", then=self._press("新建上报"))
        renewed = workspace.submission
        assert renewed is not None
        self._window.open_form(renewed.forms[-1].id)
        self._view.jump_to(CellRef("total_funds"))
        self._take("form-last-year")
        self._dialog("dialog-remove", lambda: deeds.remove(binned), then=self._press("移入回收站"))
        self._trigger("home")
        self._take("start-years")
        self._window.open_form(own.forms[-1].id)
        self._trigger("audit_all")
        self._take("form-audited-all")
        self._open("restore", "dialog-restore")
        self._open("archived", "dialog-archived")
        self._open("search", "dialog-search", prepare=lambda d: d.edit.setText("居民"))
        self._open("search", "dialog-search-nothing", prepare=lambda d: d.edit.setText("毫不相干"))
        self._open("go_to", "dialog-go")
        self._open("go_to", "dialog-go-nothing", prepare=lambda d: d.edit.setText("毫不相干"))
        for command in ("add_form", "remove_form", "rename", "not_checked", "keys", "about"):
            self._open(command, f"dialog-{command}")
        self._open("indicators", "dialog-indicators")
        self._open("indicators", "dialog-indicators-own", prepare=_own_only)
        self._handbook()

    def _handbook(self) -> None:
        self._trigger("handbook")
        book = _below(self._window, HandbookWindow)[0]
        self._camera.take("handbook", book)
        book.show_page("begin")
        self._camera.take("handbook-begin", book)
        for words, name in (("打印", "handbook-search"), ("毫不相干", "handbook-nothing")):
            book.search_edit.setText(words)
            # The button that clears it fades in by Qt's own means.
            QTest.qWait(_FADING_MS)
            self._camera.take(name, book)
        book.search_edit.clear()
        book.close()
        self._back()

    def _finals(self) -> None:
        """定稿, its code, 修订."""
        workspace = self._workspace
        self._sample(KARAMAY, "老旧小区改造")
        self._open("finalize", "dialog-obstacles")
        document = self._open_sound_form()
        self._open("check_code", "dialog-code-empty")
        self._open("finalize", "dialog-finalize", then=self._press("定稿"))
        self._take("form-final")
        code = document.version.code
        self._open("check_code", "dialog-code-same", prepare=_check(code))
        self._open("check_code", "dialog-code-wrong", prepare=_check(code[:-1]))
        self._open("print", "preview-final")
        self._open("reopen", "dialog-reopen", then=self._press("修订"))
        self._take("form-revised")
        self._open("check_code", "dialog-code-earlier", prepare=_check(code))
        submission = workspace.submission
        assert submission is not None
        self._trigger("undo")

    def _after_final(self) -> None:
        """Sealed, reported, sent back with opinions, answered; and back to a save point."""
        workspace = self._workspace
        final = copy_of(self._sample_of(KARAMAY).documents[-1])
        final.finalize(form_code(final), self._clock().isoformat(timespec="seconds"))
        form = workspace.shelf.take_in([final])
        self._window.open_form(form)
        entry = workspace.submission
        assert entry is not None
        self._camera.settle()
        scan = self._folder / "盖章页.pdf"
        scan.write_bytes(b"%PDF-1.4\n%%EOF\n")
        self._open("seal", "dialog-seal-empty")
        self._open("seal", "dialog-seal", prepare=lambda dialog: dialog.take([scan]))
        self._open("deadline", "dialog-deadline")
        self._open("report", "dialog-report")
        today = self._clock().date()
        workspace.record(entry.id, DeadlineSet(today + timedelta(days=12)))
        workspace.record(entry.id, Reported(today, "优盘", codes_of(workspace.versions(entry))))
        self._trigger("home")
        self._take("start-reported")
        self._window.open_form(form)
        self._open("receive", "dialog-receive")
        self._open("send_back", "dialog-send_back")
        self._clock.go_on(2 * 24 * 60)
        today = self._clock().date()
        opinions = (Opinion("指标值缺少计量单位，请补写。", form), Opinion("补盖财政部门印章。"))
        workspace.record(
            entry.id, Returned(today, opinions, today + timedelta(days=3), "市住房城乡建设局")
        )
        self._trigger("home")
        self._take("start-returned")
        self._window.open_form(form)
        self._open("answer", "dialog-answer")
        self._open("take_back", "dialog-take_back")
        self._open("save_points", "dialog-save_points-none")
        self._trigger("save")
        self._open("save_points", "dialog-save_points")

    def _open_sound_form(self) -> Document:
        """A form of the open submission that nothing speaks against."""
        submission = self._workspace.submission
        assert submission is not None
        self._workspace.documents()
        for form in submission.forms:
            self._window.open_form(form.id)
            session = self._session
            session.checker.refresh()
            if not obstacles(session.document, session.checker.findings()):
                return session.document
        raise LookupError("样例里没有可以定稿的表")

    def _messages(self) -> None:
        """What the program says when something goes wrong or takes long."""
        window = self._window
        broken = self._folder / "坏文件.json"
        broken.write_text("{", encoding="utf-8")
        opening = messages.guarded(window, window.deeds.open_path)
        self._dialog("dialog-error", lambda: opening(broken))
        self._work_that_takes_long()
        self._sample(KARAMAY, "老旧小区改造")
        window.status.show_not_saved(StoreError(_HARD_DISK))
        self._take("form-not-saved")
        window.status.show_saved(self._clock())
        self._damaged_store()

    def _work_that_takes_long(self) -> None:
        window, ended = self._window, threading.Event()
        self._sample(KARAMAY, "老旧小区改造")
        self._camera.settle()
        window.tasks.start("正在生成上报包…", ended.wait, lambda _: None)
        until(window.ui.progressBar.isVisible, "进度条")
        # A line that moves looks different each time.
        window.ui.progressBar.setRange(0, 3)
        window.ui.progressBar.setValue(1)
        self._camera.holds_work = True
        self._take("form-busy")
        self._dialog("dialog-close", window.close, then=self._press("等待"))
        window.ui.cancelButton.click()
        self._camera.holds_work = False
        ended.set()
        self._take("form-cancelled")

    def _damaged_store(self) -> None:
        from anju_desktop.storage.store import Store

        folder = self._folder / "资料库"
        library = self._workspace.library
        with Store.open(folder, library) as store:
            store.back_up()
        (folder / "anju.db").write_bytes(b"x" * 5000)
        self._camera.take_what_opens("dialog-damaged", lambda: _opened(folder, library))
        self._back()

    def _menus(self) -> None:
        window = self._window
        self._dialog("menu", window.ui.menuButton.click)
        for number, part in enumerate(self._parts_of_menu()):
            self._popup(f"menu-{number + 1}", part)
        self._view.jump_to(CellRef("name", "indicators", "r4"))
        self._dialog("menu-cell", self._ask_for_cell_menu)
        window.show_start()
        page = window.start
        chosen = self._workspace.submissions()[0].id
        where = window.mapToGlobal(QPoint(300, 200))
        self._dialog("menu-submission", lambda: page.submission_menu_asked.emit(chosen, where))

    def _parts_of_menu(self) -> list[QMenu]:
        return _below(self._window.ui.menuButton.menu(), QMenu)

    def _popup(self, name: str, menu: QMenu) -> None:
        self._dialog(name, lambda: menu.popup(self._window.mapToGlobal(QPoint(20, 40))))

    def _ask_for_cell_menu(self) -> None:
        view = self._view
        point = view.visualRect(view.currentIndex()).center()
        reason = QContextMenuEvent.Reason.Keyboard
        event = QContextMenuEvent(reason, point, view.viewport().mapToGlobal(point))
        QApplication.sendEvent(view.viewport(), event)

    def _contrast(self) -> None:
        self._trigger("contrast")
        self._take("start-contrast")
        self._sample(KARAMAY, "老旧小区改造")
        self._take("form-contrast")
        self._open("rename", "dialog-contrast")
        self._trigger("contrast")

    # -- hands -----------------------------------------------------------------------------

    @property
    def _view(self) -> PaperView:
        view = self._window.desk.view
        assert view is not None
        return view

    @property
    def _session(self) -> FormSession:
        session = self._workspace.current
        assert session is not None
        return session

    def _take(self, name: str) -> None:
        self._camera.take(name, self._window)

    def _open(
        self,
        command: str,
        name: str,
        prepare: Callable[..., object] | None = None,
        then: Callable[..., object] = QWidget.close,
    ) -> None:
        self._dialog(name, self._window.commands.actions[command].trigger, prepare, then)

    def _dialog(
        self,
        name: str,
        deed: Callable[[], object],
        prepare: Callable[..., object] | None = None,
        then: Callable[..., object] = QWidget.close,
    ) -> None:
        self._camera.take_what_opens(name, deed, prepare, then)
        self._back()

    def _back(self) -> None:
        """A desktop gives the keys back by itself when a dialog closes."""
        self._window.activateWindow()
        QTest.qWaitForWindowActive(self._window)

    def _press(self, words: str) -> Callable[[QWidget], None]:
        def press(dialog: QWidget) -> None:
            button = next(b for b in _below(dialog, QPushButton) if b.text() == words)
            button.click()

        return press

    def _trigger(self, command: str) -> None:
        self._window.commands.actions[command].trigger()
        self._camera.settle()

    def _sample_of(self, programme: str) -> Sample:
        samples = load_samples(self._workspace.library)
        return _only(programme, {sample.programme: sample for sample in samples})

    def _sample(self, programme: str, form: str) -> None:
        """Open the form of a sample, both by name: ``LookupError`` when there is not just one."""
        self._window.deeds.open_sample(self._sample_of(programme))
        submission = self._workspace.submission
        assert submission is not None
        forms = {short_title(entry.title): entry for entry in submission.forms}
        self._window.open_form(_only(form, forms).id)
        self._camera.settle()

    def _guide_card(self) -> GuideCard:
        self._camera.settle()
        return next(each for each in _below(self._window, GuideCard) if each.isVisible())

    def _export(self) -> None:
        path = Path(r"E:\克拉玛依区_2024_上报包_草稿.zip")
        messages.show_written(self._window, path, "上报包已导出。拷到优盘，再从联网的电脑上报。")

    def _show_facts(self, row: str) -> None:
        self._view.jump_to(CellRef("score", "indicators", row))
        self._view.setFocus()
        self._trigger("facts")

    def _select_block(self) -> None:
        self._view.jump_to(CellRef("name", "indicators", "r2"))
        self._view.setFocus()
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right):
            QTest.keyClick(self._view, key, _SHIFT)

    def _edit(self, cell: CellRef, text: str) -> None:
        self._view.jump_to(cell)
        self._view.setFocus()
        self._camera.settle()
        self._view.edit_current()
        QTest.keyClick(_focus(self._view), Qt.Key.Key_A, _CTRL)
        self._type(text)

    def _type(self, text: str) -> None:
        QApplication.clipboard().setText(text)
        QTest.keyClick(_focus(self._window), Qt.Key.Key_V, _CTRL)

    def _key(self, key: Qt.Key) -> None:
        QTest.keyClick(_focus(self._window), key)


def _check(code: str) -> Callable[[CodeDialog], None]:
    def check(dialog: CodeDialog) -> None:
        dialog.edit.setText(code)
        dialog.check()

    return check


def _own_only(dialog: IndicatorsDialog) -> None:
    dialog.own_only.setChecked(True)


def _opened(folder: Path, library: Library) -> None:
    try:
        app.open_store(folder, library)
    except AnjuError as error:
        messages.show_error(None, error)


def _only(name: str, among: dict[str, _T]) -> _T:
    if name not in among:
        raise LookupError(f"没有“{name}”，只有：{'、'.join(among)}")
    return among[name]


def _below(root: QWidget, kind: type[_W]) -> list[_W]:
    return cast(list[_W], root.findChildren(kind))


def _focus(otherwise: QWidget) -> QWidget:
    return QApplication.focusWidget() or otherwise
