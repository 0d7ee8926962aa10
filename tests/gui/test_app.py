"""Starting the program: options, no screen, a store that is in use or damaged, bugs."""

import ctypes
import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import NoReturn

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from anju_desktop import app
from anju_desktop.document.document import blank_document
from anju_desktop.errors import AnjuError, KeptFinalError, StoreError
from anju_desktop.forms.library import Library
from anju_desktop.gui import messages
from anju_desktop.gui.workspace import LAST_FORM, Workspace
from anju_desktop.storage import backups, places
from anju_desktop.storage.database import FILE_NAME
from anju_desktop.storage.store import Store
from tests.gui.conftest import Answers
from tests.gui.starting import start

# --- options ----------------------------------------------------------------------------------


def test_options_are_read() -> None:
    assert app.parse([]) == app.Options()
    wanted = app.Options(Path("d"), Path("表.json"), go_on=True)
    assert app.parse(["--data", "d", "--continue", "表.json"]) == wanted
    assert app.parse(["表.json", "--data=d", "--continue"]) == wanted


@pytest.mark.parametrize("arguments", [["--date"], ["--data"], ["a.json", "b.json"], ["-x"]])
def test_an_option_that_is_not_understood_is_named(arguments: list[str]) -> None:
    with pytest.raises(app.UsageError, match="不认识"):
        app.parse(arguments)


def test_a_wrong_option_ends_with_one_sentence() -> None:
    done = start("--date", QT_QPA_PLATFORM="offscreen")
    assert done.returncode == 2
    assert done.stderr.splitlines() == ["不认识“--date”。运行 anju-desktop --help 看用法。"]


def test_help_and_version_need_no_screen() -> None:
    assert "--data" in start("--help").stdout
    assert start("--version").stdout.startswith("安居填报 ")


# --- what Windows lacks -----------------------------------------------------------------------


@pytest.fixture
def boxes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What Windows would show in boxes of its own."""
    shown: list[str] = []

    def message_box(_owner: object, text: str, _title: str, _kind: int) -> None:
        shown.append(text)

    library = SimpleNamespace(user32=SimpleNamespace(MessageBoxW=message_box))
    monkeypatch.setattr(ctypes, "windll", library, raising=False)
    return shown


def run_on_windows(monkeypatch: pytest.MonkeyPatch, build: int, *arguments: str) -> int:
    """As the shortcuts start it: on this Windows, with no console."""
    told = SimpleNamespace(build=build)
    monkeypatch.setattr(sys, "getwindowsversion", lambda: told, raising=False)
    with monkeypatch.context() as there:
        there.setattr(sys, "platform", "win32")
        there.setattr(sys, "stderr", None)
        return app.run(arguments)


def test_a_windows_before_1809_is_told_in_a_box(
    boxes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run_on_windows(monkeypatch, 17134) == app.REFUSED
    assert boxes == [app.TOO_OLD]


@pytest.mark.parametrize(
    ("failure", "told"),
    [
        (ImportError("DLL load failed", path="C:\\lib\\QtGui.pyd"), "打不开（QtGui.pyd）。"),
        (ImportError("No module named 'PySide6'"), "打不开（No module named 'PySide6'）。"),
        (AnjuError("字体文件打不开。"), "字体文件打不开。"),
    ],
)
def test_a_missing_part_is_told_in_a_box(
    boxes: list[str],
    monkeypatch: pytest.MonkeyPatch,
    failure: Exception,
    told: str,
) -> None:
    def fail() -> NoReturn:
        raise failure

    monkeypatch.setattr(app, "make_application", fail)
    assert run_on_windows(monkeypatch, 17763) == app.REFUSED
    (box,) = boxes
    assert told in box


def test_a_wrong_option_is_told_in_a_box_too(
    boxes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run_on_windows(monkeypatch, 17763, "--date") == app.REFUSED
    assert "不认识“--date”" in boxes[0]


# --- the store --------------------------------------------------------------------------------


def filled_store(folder: Path, library: Library) -> Path:
    """A store with one form and one backup."""
    edition = library.get("karamay-2024-allocation")
    with Store.open(folder, library, backing_up=False) as store:
        store.create_submission("某县", "2024", "资金", [blank_document(edition, "某县", "2024")])
        return store.back_up()


def test_a_second_start_says_that_the_store_is_open(
    dressed: QApplication, answers: Answers, tmp_path: Path, library: Library
) -> None:
    with Store.open(tmp_path, library, backing_up=False):
        with pytest.raises(StoreError, match="已经打开"):
            app.open_store(tmp_path, library)
        assert app._run_window(dressed, app.Options(data=tmp_path)) == app.FAILED
    assert "已经打开" in answers.said[0]


def test_another_process_that_has_the_store_open_is_named(
    dressed: QApplication, tmp_path: Path, library: Library
) -> None:
    code = (
        "import sys; from pathlib import Path; from anju_desktop.storage.store import Store\n"
        "store = Store.open(Path(sys.argv[1]), backing_up=False)\n"
        "print('open', flush=True); sys.stdin.read(); store.close()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(app.__file__).parents[1],
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"open"
        with pytest.raises(StoreError, match=f"进程 {other.pid}"):
            app.open_store(tmp_path, library)
        other.communicate(b"")


def test_a_damaged_store_is_restored_from_the_backup_when_wanted(
    answers: Answers, tmp_path: Path, library: Library
) -> None:
    filled_store(tmp_path, library)
    (tmp_path / FILE_NAME).write_bytes(b"not a database" * 100)
    store = app.open_store(tmp_path, library)
    assert store is not None
    with store:
        assert len(store.submissions()) == 1
    assert "的备份恢复" in answers.said[0]
    assert "资料库已恢复" in answers.said[1]


def test_a_damaged_store_is_left_alone_when_the_clerk_says_so(
    answers: Answers, tmp_path: Path, library: Library
) -> None:
    filled_store(tmp_path, library)
    (tmp_path / FILE_NAME).write_bytes(b"not a database" * 100)
    answers.yes = False
    assert app.open_store(tmp_path, library) is None
    assert (tmp_path / FILE_NAME).read_bytes() == b"not a database" * 100


def test_the_form_that_was_open_last_can_be_opened_at_once(
    workspace: Workspace, qtbot: QtBot, library: Library
) -> None:
    edition = library.get("karamay-2024-allocation")
    form = workspace.shelf.create("某县", "2024", edition.programme, [edition])
    workspace.settings.put(LAST_FORM, str(form))
    window = app.make_window(workspace, app.Options(go_on=True))
    qtbot.addWidget(window)
    assert workspace.current is not None
    assert workspace.current.form_id == form
    assert window.ui.pages.currentWidget() is window.ui.formPage


def test_a_form_that_cannot_be_opened_leads_to_the_start_page(
    workspace: Workspace,
    qtbot: QtBot,
    library: Library,
    answers: Answers,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    edition = library.get("karamay-2024-allocation")
    form = workspace.shelf.create("某县", "2024", edition.programme, [edition])
    workspace.settings.put(LAST_FORM, str(form))

    def refuse(_: Store, __: int) -> None:
        raise StoreError("“资金分配表”打不开：没有安装表式。")

    monkeypatch.setattr(Store, "load_document", refuse)
    window = app.make_window(workspace, app.Options(go_on=True))
    qtbot.addWidget(window)
    assert window.ui.pages.currentWidget() is window.ui.startHost
    assert answers.said == ["“资金分配表”打不开：没有安装表式。"]


def test_the_store_is_backed_up_once_the_window_stands(
    workspace: Workspace, qtbot: QtBot, library: Library
) -> None:
    edition = library.get("karamay-2024-allocation")
    workspace.shelf.create("某县", "2024", edition.programme, [edition])
    window = app.make_window(workspace, app.Options())
    qtbot.addWidget(window)
    assert backups.list_backups(workspace.store.folder) == ()
    with qtbot.waitSignal(window.first_painted):
        window.show()
    workspace.store.flush()
    made = backups.list_backups(workspace.store.folder)
    assert [backup.reason for backup in made] == [backups.STARTING]


def test_a_folder_on_a_stick_is_warned_of(
    workspace: Workspace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "warning", lambda _: "这是可移动磁盘。")
    window = app.make_window(workspace, app.Options())
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.ui.noticeLabel.text() == "这是可移动磁盘。")


# --- bugs -------------------------------------------------------------------------------------


def bug() -> BaseException:
    try:
        raise ZeroDivisionError("除以零")
    except ZeroDivisionError as error:
        return error


def test_a_bug_is_written_down_and_told_in_one_sentence(
    answers: Answers, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    error = bug()
    app.BugReporter(tmp_path).report(type(error), error, error.__traceback__)
    (report,) = (tmp_path / app.REPORTS).iterdir()
    text = report.read_text(encoding="utf-8")
    assert "ZeroDivisionError" in text
    assert "安居填报" in text
    (said,) = answers.said
    assert str(report) in said
    assert "Traceback" not in said
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_a_known_failure_that_nobody_caught_is_shown_in_its_own_words(
    answers: Answers, tmp_path: Path
) -> None:
    error = StoreError("磁盘已满。")
    app.BugReporter(tmp_path).report(type(error), error, None)
    assert answers.said == ["磁盘已满。"]
    assert not (tmp_path / app.REPORTS).exists()


def test_an_edit_that_was_declined_is_no_failure(answers: Answers, tmp_path: Path) -> None:
    error = KeptFinalError("没有改动。")
    app.BugReporter(tmp_path).report(type(error), error, None)
    assert answers.said == []
    assert not (tmp_path / app.REPORTS).exists()


def test_a_bug_while_one_is_being_told_opens_no_second_dialog(
    answers: Answers,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    reporter = app.BugReporter(tmp_path)

    def show(_: object, error: AnjuError) -> None:
        answers.said.append(str(error))
        again = bug()
        reporter.report(type(again), again, None)

    monkeypatch.setattr(messages, "show_error", show)
    error = bug()
    reporter.report(type(error), error, None)
    assert len(answers.said) == 1
    assert capsys.readouterr().err.count("程序出了意外") == 1


def test_a_bug_in_a_thread_is_written_down_without_a_dialog(
    answers: Answers, tmp_path: Path
) -> None:
    reporter = app.BugReporter(tmp_path)
    error = bug()
    thread = threading.Thread(target=reporter.report, args=(type(error), error, None))
    thread.start()
    thread.join()
    assert answers.said == []
    assert len(list((tmp_path / app.REPORTS).iterdir())) == 1
