"""Puts the program together: options, screen, style, store, window; and what happens on a bug."""

import builtins
import gc
import os
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path, PureWindowsPath
from types import TracebackType
from typing import TYPE_CHECKING

from anju_desktop import __version__, clock
from anju_desktop.errors import AnjuError, KeptFinalError
from anju_desktop.records import record

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from anju_desktop.forms.library import Library
    from anju_desktop.gui.main_window import MainWindow
    from anju_desktop.gui.workspace import Workspace
    from anju_desktop.storage.failures import DamagedStore
    from anju_desktop.storage.store import Store

USAGE = """用法：anju-desktop [选项] [文件]

  文件          要打开的填报文件（.json）或上报包（.zip）
  --data 文件夹  资料库所在的文件夹
  --continue    直接打开上次填的表
  --version     显示版本
  --help        显示本说明"""

NO_SCREEN = (
    "没有可用的图形界面，窗口打不开。请在桌面环境里运行，"
    "或设置 DISPLAY 指向正在运行的显示服务；只用命令行时请运行 anju。"
)
NO_LIBRARIES = (
    "窗口所需的系统组件不全，打不开（{}）。"
    "请用项目里的 start.py 启动，它会装好组件；只用命令行时请运行 anju。"
)
INCOMPLETE = (
    "安居填报没有装完整，打不开（{}）。请重新安装；"
    "便携版请把整个压缩包解压以后再打开。已填的资料没有动。"
)
TOO_OLD = "安居填报需要 Windows 10（1809 或更高版本）或 Windows 11，这台电脑的系统太旧，打不开。"
FIRST_BUILD = 17763
"""Windows 10 1809, the first that Qt runs on."""

REPORTS = "错误报告"
FAILED, REFUSED = 1, 2
_X11_PORT = 6000
_CONNECT_SECONDS = 3.0


@record(frozen=True, slots=True)
class Options:
    """What was asked for on the command line."""

    data: Path | None = None
    file: Path | None = None
    go_on: bool = False
    say: str = ""
    """A text to print instead of opening a window."""


class UsageError(AnjuError):
    """The command line cannot be understood."""


def parse(arguments: Sequence[str]) -> Options:
    """Read the options; by hand, since argparse speaks English and takes its time to import."""
    data, file, go_on = None, None, False
    rest = list(arguments)
    while rest:
        word = rest.pop(0)
        if word == "--data" and rest:
            data = Path(rest.pop(0))
        elif word.startswith("--data="):
            data = Path(word.removeprefix("--data="))
        elif word == "--continue":
            go_on = True
        elif word in ("--help", "-h"):
            return Options(say=USAGE)
        elif word == "--version":
            return Options(say=f"安居填报 {__version__}")
        elif word.startswith("-") or file is not None:
            raise UsageError(f"不认识“{word}”。运行 anju-desktop --help 看用法。")
        else:
            file = Path(word)
    return Options(data, file, go_on)


# -- is there a screen -------------------------------------------------------------------------


def has_screen() -> bool:
    """Whether a window can be shown; Qt itself would end the program without a word."""
    if not sys.platform.startswith("linux"):
        return True
    wanted = os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0].partition(";")[0]
    if wanted and wanted not in ("xcb", "wayland", "wayland-egl"):
        return True
    return (wanted != "xcb" and _wayland_answers()) or (
        not wanted.startswith("wayland") and _x11_answers(os.environ.get("DISPLAY", ""))
    )


def _wayland_answers() -> bool:
    import socket

    name = os.environ.get("WAYLAND_DISPLAY", "")
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    return bool(name) and _connects(socket.AF_UNIX, str(Path(runtime) / name))


def _x11_answers(display: str) -> bool:
    import socket

    host, colon, rest = display.rpartition(":")
    number = rest.partition(".")[0]
    if not colon or not number.isdigit():
        return False
    if host in ("", "unix"):
        path = f"/tmp/.X11-unix/X{number}"
        return _connects(socket.AF_UNIX, path) or _connects(socket.AF_UNIX, f"\0{path}")
    return _connects(socket.AF_INET, (host, _X11_PORT + int(number)))


def _connects(family: int, address: "str | tuple[str, int]") -> bool:
    import socket

    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.settimeout(_CONNECT_SECONDS)
        try:
            probe.connect(address)
        except OSError:
            return False
    return True


# -- bugs --------------------------------------------------------------------------------------


class BugReporter:
    """Writes an unexpected failure down and says so in one sentence; the program goes on."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._telling = False

    def install(self) -> None:
        """Take over what Python does with an exception that nobody catches."""
        sys.excepthook = self.report
        threading.excepthook = self._report_in_thread

    def report(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        """A known failure is shown in its own words; a bug is written down first."""
        if issubclass(kind, KeyboardInterrupt):
            sys.exit(FAILED)
        if isinstance(error, KeptFinalError):
            return
        if isinstance(error, AnjuError):
            self._tell(error)
            return
        import traceback

        text = "".join(traceback.format_exception(kind, error, trace))
        say(text)
        path = self._write(text)
        kept = f"报告写在“{path}”，请发给技术人员。" if path else "报告没有写成。"
        self._tell(AnjuError(f"程序出了意外，刚才的操作可能没有完成。已填的内容都在。{kept}"))

    def _report_in_thread(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            self.report(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)

    def _write(self, text: str) -> Path | None:
        import platform

        now = clock.now()
        path = self._folder / REPORTS / f"{now:%Y-%m-%d_%H%M%S}.txt"
        head = f"安居填报 {__version__}\n{platform.platform()} Python {sys.version}\n{now}\n\n"
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(head + text, encoding="utf-8", errors="replace")
            return path
        return None

    def _tell(self, error: AnjuError) -> None:
        from anju_desktop.gui import messages

        # A dialog only from the thread of the window, and never one over another.
        if self._telling or threading.current_thread() is not threading.main_thread():
            say(str(error))
            return
        self._telling = True
        try:
            messages.show_error(None, error)
        finally:
            self._telling = False


def say(text: str) -> None:
    """One line on stderr; the frozen program has none."""
    if sys.stderr is not None:
        with suppress(OSError, UnicodeError):
            sys.stderr.write(text.rstrip("\n") + "\n")
            sys.stderr.flush()


def say_without_a_window(text: str) -> None:
    """Why there will be no window: where nobody reads stderr, in a box of the system's own."""
    say(text)
    if sys.platform == "win32" and nobody_reads_what_is_said():
        import ctypes

        stop_sign = 0x10
        ctypes.windll.user32.MessageBoxW(None, text, "安居填报", stop_sign)


def nobody_reads_what_is_said() -> bool:
    """Started by a shortcut: ``pythonw`` has no console, whatever its stderr leads to."""
    return sys.stderr is None or Path(sys.executable).stem.lower() == "pythonw"


def is_too_old() -> bool:
    """Whether Qt does not start on this Windows; setup asks first, the portable folder cannot."""
    return sys.platform == "win32" and sys.getwindowsversion().build < FIRST_BUILD


# -- the program -------------------------------------------------------------------------------


def run(arguments: Sequence[str], painted: "Callable[[MainWindow], None] | None" = None) -> int:
    """Everything from the command line to the end; the exit code.

    ``painted`` is called when the window stands, before the work that can wait.
    """
    # All that is made until the window stands is needed: looking for garbage finds none.
    gc.disable()
    try:
        options = parse(arguments)
    except UsageError as error:
        say_without_a_window(str(error))
        return REFUSED
    if options.say:
        if sys.stdout is not None:
            sys.stdout.write(options.say + "\n")
        return 0
    if is_too_old():
        say_without_a_window(TOO_OLD)
        return REFUSED
    if not has_screen():
        say(NO_SCREEN)
        return REFUSED
    try:
        application = make_application()
    except ImportError as error:
        # Of what is said of a library of Windows, half is English: the name is all that helps.
        library = PureWindowsPath(error.path or "")
        say_without_a_window(_no_libraries(library.name if library.suffix == ".pyd" else error))
        return REFUSED
    except AnjuError as error:
        say_without_a_window(str(error))
        return REFUSED
    return _run_window(application, options, painted)


def _no_libraries(what: object) -> str:
    return (INCOMPLETE if sys.platform == "win32" else NO_LIBRARIES).format(what)


def make_application() -> "QApplication":
    """The application object, dressed."""
    from PySide6.QtCore import qInstallMessageHandler
    from PySide6.QtWidgets import QApplication

    _import_plainly()
    from anju_desktop.gui import theme

    theme.prepare()
    _refuse_without_plugin()
    _be_known_to_windows()
    previous = qInstallMessageHandler(_on_qt_message)
    application = QApplication(["anju-desktop", "-style", "Fusion"])
    qInstallMessageHandler(previous)
    application.setApplicationName("anju-desktop")
    application.setApplicationDisplayName("")
    application.setDesktopFileName("anju-desktop")
    theme.apply(application)
    return application


def _refuse_without_plugin() -> None:
    """Of a plugin that is not there, Qt tells the clerk in English, and at length."""
    if sys.platform == "win32":
        from PySide6.QtCore import QLibraryInfo

        plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
        plugin = plugins / "platforms" / "qwindows.dll"
        if not plugin.is_file():
            raise AnjuError(_no_libraries(plugin.name))


def _be_known_to_windows() -> None:
    """The taskbar would take the window for one of Python's; the shortcuts bear the same name."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID("anju-desktop")


def _import_plainly() -> None:
    """Take back Python's own ``import``.

    PySide6 puts one in its place that reads the source of every module imported later, to know
    whether it wants names in snake_case; no module here does.
    """
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)


def _on_qt_message(kind: object, _context: object, text: str) -> None:
    """Qt aborts when its platform plugin does not start; say it in words first."""
    from PySide6.QtCore import QtMsgType

    if kind == QtMsgType.QtFatalMsg:
        say_without_a_window(_no_libraries(text.splitlines()[0] if text else ""))
        os._exit(REFUSED)


def _run_window(
    application: "QApplication",
    options: Options,
    painted: "Callable[[MainWindow], None] | None" = None,
) -> int:
    from anju_desktop.forms.library import Library
    from anju_desktop.gui import contrast, messages
    from anju_desktop.storage.places import default_folder

    folder = options.data or default_folder()
    BugReporter(folder).install()
    library = Library()
    try:
        store = open_store(folder, library)
        if store is None:
            return FAILED
    except AnjuError as error:
        say(str(error))
        messages.show_error(None, error)
        return FAILED
    from anju_desktop.gui.workspace import Workspace

    workspace = Workspace(store, library)
    if contrast.is_wanted(workspace.settings.get(contrast.SETTING)):
        contrast.apply(high=True)
    if workspace.settings.get("paper-font"):
        from anju_desktop.gui import paper_font

        paper_font.apply(workspace.settings.get(paper_font.SETTING))
    window = make_window(workspace, options, painted)
    window.show_fitting()
    code = application.exec()
    workspace.close(abandon=True)
    return code


def open_store(folder: Path, library: "Library") -> "Store | None":
    """The store, or None when the clerk does not want a damaged one restored.

    Its backup waits until the window stands: before that nothing can be changed.
    """
    from anju_desktop.storage.failures import DamagedStore
    from anju_desktop.storage.store import Store

    try:
        return Store.open(folder, library, backing_up=False)
    except DamagedStore as damage:
        if not _restore(damage):
            return None
        return Store.open(folder, library, backing_up=False)


def _restore(damage: "DamagedStore") -> bool:
    """Offer the best backup, or to begin anew; True when the store can be opened now."""
    from anju_desktop.gui import messages
    from anju_desktop.storage import backups, recovery

    best = backups.best_backup(damage.folder)
    if best is None:
        verb, detail = "另建一个空的资料库", "原文件会改名留存，以后也许还能修复。"
    else:
        verb = f"从 {best.time:%Y-%m-%d %H:%M} 的备份恢复"
        detail = "备份以后的修改，还读得出来的也会补上；原文件会改名留存。"
    if not messages.ask(None, str(damage), detail, verb, "先不动，退出"):
        return False
    done = recovery.recover(damage.folder, best.path if best else None)
    later = f"备份以后的 {done.edits} 处修改也已补上。" if done.edits else ""
    kept = f"原文件改名为“{done.kept.name}”，留在资料库的文件夹里。" if done.kept else ""
    messages.tell(None, "资料库已恢复。" if best else "已另建资料库。", later + kept + done.beside)
    return True


def make_window(
    workspace: "Workspace",
    options: Options,
    painted: "Callable[[MainWindow], None] | None" = None,
) -> "MainWindow":
    """The window, with what was asked for on the screen."""
    from anju_desktop.gui import messages
    from anju_desktop.gui.main_window import MainWindow

    window = MainWindow(workspace)
    if painted is not None:
        window.first_painted.connect(lambda: painted(window))
    window.first_painted.connect(lambda: _after_first_paint(window, options.file))
    last = workspace.last_form() if options.go_on else None
    if last is not None:
        messages.guarded(window, window.open_form)(last.id)
    if workspace.current is None:
        window.show_start()
    return window


def _after_first_paint(window: "MainWindow", file: Path | None) -> None:
    """What can wait until the window stands."""
    # What has been made so far stays: later searches for garbage pass it over.
    gc.freeze()
    gc.enable()
    from anju_desktop.gui import exporting, messages, theme, upgrading
    from anju_desktop.storage import places

    window.workspace.store.begin_backing_up()
    theme.settle()
    window.finish_start()
    changed = upgrading.told_once(window.workspace)
    if changed:
        window.status.show_notice(changed)
    unsafe = places.warning(window.workspace.store.folder)
    if unsafe:
        window.status.show_notice(unsafe, "explain")
    if file is not None:
        messages.guarded(window, window.deeds.open_path)(file)
    threading.Thread(target=exporting.warm_up, name="warm-up", daemon=True).start()
