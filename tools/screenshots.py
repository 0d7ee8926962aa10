"""Pictures of the window: ``python tools/screenshots.py [FOLDER]``.

Writes the pictures that the documentation and the handbook show to ``docs/images`` and
``resources/handbook/images``; with FOLDER, one of every window and dialog there, at both sizes.
What is shown is the real program on a data folder of its own. Times and dates are those of the
run: look at the pictures, never compare their bytes. Nothing waits for ever: what does not come in
time ends the run with a sentence or with the stack.
"""

import faulthandler
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, cast

from PIL import Image
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from anju_desktop import app
from anju_desktop.document.changes import CellRef
from anju_desktop.forms.library import Library
from anju_desktop.gui import messages
from anju_desktop.gui.guide import GuideCard
from anju_desktop.gui.handbook import HandbookWindow
from anju_desktop.gui.labels import short_title
from anju_desktop.gui.main_window import MainWindow
from anju_desktop.gui.samples import load_samples
from anju_desktop.gui.workspace import Workspace

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
HANDBOOK = ROOT / "resources" / "handbook" / "images"
SETTLING_MS = 250
PATIENCE_SECONDS = 20.0
"""How long a dialog or a task may take to come."""
STUCK_SECONDS = 90.0
"""So long without a picture, and the run ends with the stacks of all threads."""
KARAMAY = "2024年中央财政城镇保障性安居工程补助资金"
SELF_EVALUATION = "项目支出绩效自评"
ZHENGZHOU = "2021年老旧小区改造资金"
ZHUMADIAN = "2020年城镇老旧小区改造绩效评价"
CHIFENG = "2023年城镇保障性安居工程绩效评价"
"""The samples of which pictures are taken, by their programme."""
_T = TypeVar("_T")
_W = TypeVar("_W", bound=QWidget)
_CTRL = Qt.KeyboardModifier.ControlModifier


@dataclass(frozen=True)
class Screen:
    """What title bar and task bar leave of a screen, in logical pixels."""

    width: int
    height: int
    scale: str


SCREENS = {"1366": Screen(1366, 696, "1"), "150": Screen(1280, 648, "1.5")}
"""1366×768 at 100 %, and 1920×1080 at 150 %."""

SHOWN = {
    "start-work-1366": "window-start",
    "form-1366": "window-form",
    "preview-1366": "window-preview",
    "form-150": "window-form-150",
}
"""What the documentation shows, and under which name."""

HANDBOOK_SHOWN = {
    "start-empty-1366": "start",
    "new-submission-1366": "new",
    "guide-1366": "guide",
    "form-1366": "form",
    "form-indicators-1366": "indicators",
    "form-explaining-1366": "explain",
    "form-help-1366": "help",
    "form-find-1366": "find",
    "facts-1366": "facts",
    "facts-counties-1366": "counties",
    "preview-all-1366": "preview",
    "preview-problem-1366": "problem",
    "export-done-1366": "exported",
    "report-1366": "report",
    "dialog-indicators-1366": "catalogue",
    "start-work-1366": "backup",
}
"""What the handbook shows, and under which name."""


def main(arguments: list[str]) -> int:
    """One process for each screen: the scale holds for a whole process."""
    if arguments[:1] == ["--screen"]:
        shoot(arguments[1], Path(arguments[2]) if arguments[2:] else None)
        return 0
    IMAGES.mkdir(parents=True, exist_ok=True)
    folder = [str(Path(arguments[0]).absolute())] if arguments else []
    for name, screen in SCREENS.items():
        subprocess.run(
            [sys.executable, __file__, "--screen", name, *folder],
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT),
                "QT_QPA_PLATFORM": "offscreen",
                "QT_SCALE_FACTOR": screen.scale,
            },
            check=True,
            timeout=20 * STUCK_SECONDS,
        )
    return 0


def until(reached: Callable[[], bool], what: str) -> None:
    """Wait for something, but not for ever: ``TimeoutError`` names it."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not reached():
        if time.monotonic() > deadline:
            raise TimeoutError(f"没有等到：{what}")
        QTest.qWait(20)


def shoot(screen: str, folder: Path | None) -> None:
    """Walk through the program and take every picture."""
    application = app.make_application()
    with tempfile.TemporaryDirectory() as data:
        library = Library()
        store = app.open_store(Path(data, "安居填报"), library)
        assert store is not None
        workspace = Workspace(store, library)
        window = app.make_window(workspace, app.Options())
        window.resize(SCREENS[screen].width, SCREENS[screen].height)
        window.show()
        Walk(window, Camera(screen, folder), Path(data)).go()
        window.close()
        workspace.close(abandon=True)
    application.quit()


class Camera:
    """Takes pictures and keeps those that somebody wants."""

    def __init__(self, screen: str, folder: Path | None) -> None:
        self._screen = screen
        self._folder = folder
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)

    def take(self, name: str, widget: QWidget) -> None:
        """A picture of a window as it is when nothing moves any more."""
        faulthandler.dump_traceback_later(STUCK_SECONDS, exit=True)
        QTest.qWait(SETTLING_MS)
        picture = widget.grab()
        name = f"{name}-{self._screen}"
        for shown, folder in ((SHOWN, IMAGES), (HANDBOOK_SHOWN, HANDBOOK)):
            if name in shown:
                path = folder / f"{shown[name]}.png"
                path.parent.mkdir(parents=True, exist_ok=True)
                picture.save(str(path))
                _shrink(path)
        if self._folder is not None:
            picture.save(str(self._folder / f"{name}.png"))

    def take_what_opens(self, name: str, deed: Callable[[], object]) -> None:
        """A picture of the dialog or menu that ``deed`` opens, which is closed again.

        ``TimeoutError`` when none comes, or when one is left that nobody closes.
        """
        taken: list[QWidget] = []
        deadline = time.monotonic() + PATIENCE_SECONDS

        def look() -> None:
            opened = QApplication.activePopupWidget() or QApplication.activeModalWidget()
            if opened is not None and opened.isVisible():
                self.take(name, opened)
                taken.append(opened)
                opened.close()
            elif time.monotonic() < deadline:
                QTimer.singleShot(20, look)

        QTimer.singleShot(20, look)
        deed()
        until(lambda: bool(taken), f"“{name}”要拍的窗口")


def _shrink(path: Path) -> None:
    """256 colours are plenty for paper and ink, and take a third of the bytes."""
    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE)
    small.save(path, optimize=True)


class Walk:
    """From the first start to the exported package."""

    def __init__(self, window: MainWindow, camera: Camera, folder: Path) -> None:
        self._window = window
        self._camera = camera
        self._folder = folder

    def go(self) -> None:
        """Take everything, in the order in which a clerk meets it."""
        self._window.activateWindow()
        self._first_start()
        self._blank_form()
        self._filled_form()
        self._other_samples()
        self._dialogs()
        self._narrow()

    def _first_start(self) -> None:
        self._hide_folder()
        self._take("start-empty")
        self._open("new", "new-submission")
        self._trigger("guide")
        self._take("guide")
        for _ in range(2):
            self._guide_card().skipped.emit()
        self._take("guide-panel")
        self._guide_card().left.emit()
        self._trigger("home")

    def _blank_form(self) -> None:
        workspace = self._window.workspace
        library = workspace.library
        editions = [library.get(i) for i in library.ids() if i.startswith("karamay")]
        programme = editions[0].programme
        workspace.create_submission("克拉玛依区", "2024", programme, editions)
        target = workspace.submissions()[-1].forms[-1]
        self._window.open_form(target.id)
        self._take("form-blank")
        self._key(Qt.Key.Key_F7)
        self._take("form-blank-audited")

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
        self._trigger("explain")
        self._take("form-explaining")
        self._trigger("cell_help")
        self._take("form-help")
        self._trigger("find")
        self._type("改造")
        self._key(Qt.Key.Key_Return)
        self._take("form-find")
        self._key(Qt.Key.Key_Escape)
        self._open("print", "preview")
        self._open("print_all", "preview-all")
        self._edit(CellRef("project_leader"), "\U0002ffff")
        self._key(Qt.Key.Key_Return)
        self._open("print", "preview-problem")
        self._trigger("undo")
        self._open("export_package", "export-where")
        self._dialog("export-done", self._export)
        self._dialog("menu", self._window.ui.menuButton.click)
        self._trigger("back_up")
        until(lambda: not self._window.tasks.busy, "备份做完")
        self._trigger("home")
        self._hide_folder()
        self._take("start-work")

    def _other_samples(self) -> None:
        self._sample(SELF_EVALUATION, "老旧小区改造")
        self._take("form-self-evaluation")
        self._sample(ZHENGZHOU, "登封市")
        self._take("form-region")
        self._sample(ZHUMADIAN, "绩效评价指标表")
        self._take("form-evaluation")
        self._show_facts("elderly_care")
        self._take("facts")
        self._open("export_report", "report")
        self._sample(CHIFENG, "租赁住房保障绩效评价指标表")
        self._show_facts("rent_subsidy")
        self._take("facts-counties")

    def _show_facts(self, row: str) -> None:
        view = self._window.desk.view
        assert view is not None
        view.jump_to(CellRef("score", "indicators", row))
        view.setFocus()
        self._trigger("facts")

    def _dialogs(self) -> None:
        self._open("indicators", "dialog-indicators")
        self._trigger("handbook")
        self._camera.take("handbook", self._handbook())
        self._handbook().close()
        for command in ("not_checked", "keys", "about", "add_form", "rename", "remove"):
            self._open(command, f"dialog-{command}")
        broken = self._folder / "坏文件.json"
        broken.write_text("{", encoding="utf-8")
        opening = messages.guarded(self._window, self._window.deeds.open_path)
        self._dialog("dialog-error", lambda: opening(broken))

    def _narrow(self) -> None:
        """A tablet, or 200 %: the tree becomes a drawer, then the panel moves below the paper."""
        for width, height in ((1100, 700), (960, 540)):
            self._window.resize(width, height)
            self._take(f"narrow-{width}")

    # -- hands -----------------------------------------------------------------------------

    def _hide_folder(self) -> None:
        """The path of a folder that is gone in a minute tells nobody anything."""
        self._window.start.ui.backupFolder.setText(r"D:\安居填报")

    def _take(self, name: str) -> None:
        self._camera.take(name, self._window)

    def _open(self, command: str, name: str) -> None:
        self._dialog(name, self._window.commands.actions[command].trigger)

    def _dialog(self, name: str, deed: Callable[[], object]) -> None:
        self._camera.take_what_opens(name, deed)
        # A desktop gives the keys back by itself when a dialog closes.
        self._window.activateWindow()
        QTest.qWaitForWindowActive(self._window)

    def _trigger(self, command: str) -> None:
        self._window.commands.actions[command].trigger()
        QTest.qWait(SETTLING_MS)

    def _sample(self, programme: str, form: str) -> None:
        """Open the form of a sample, both by name: ``LookupError`` when there is not just one."""
        samples = load_samples(self._window.workspace.library)
        self._window.deeds.open_sample(_only(programme, {s.programme: s for s in samples}))
        submission = self._window.workspace.submission
        assert submission is not None
        forms = {short_title(entry.title): entry for entry in submission.forms}
        self._window.open_form(_only(form, forms).id)

    def _guide_card(self) -> GuideCard:
        return next(each for each in _below(self._window, GuideCard) if each.isVisible())

    def _handbook(self) -> QWidget:
        return _below(self._window, HandbookWindow)[0]

    def _export(self) -> None:
        path = Path(r"E:\克拉玛依区_2024_上报包_草稿.zip")
        messages.show_written(self._window, path, "上报包已导出。拷到优盘，再从联网的电脑上报。")

    def _edit(self, cell: CellRef, text: str) -> None:
        view = self._window.desk.view
        assert view is not None
        view.jump_to(cell)
        view.setFocus()
        view.edit_current()
        QTest.keyClick(_focus(view), Qt.Key.Key_A, _CTRL)
        self._type(text)

    def _type(self, text: str) -> None:
        QApplication.clipboard().setText(text)
        QTest.keyClick(_focus(self._window), Qt.Key.Key_V, _CTRL)

    def _key(self, key: Qt.Key) -> None:
        QTest.keyClick(_focus(self._window), key)


def _only(name: str, among: dict[str, _T]) -> _T:
    if name not in among:
        raise LookupError(f"没有“{name}”，只有：{'、'.join(among)}")
    return among[name]


def _below(root: QWidget, kind: type[_W]) -> list[_W]:
    return cast(list[_W], root.findChildren(kind))


def _focus(otherwise: QWidget) -> QWidget:
    return QApplication.focusWidget() or otherwise


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
