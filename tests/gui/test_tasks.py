"""Work beside the window."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from anju_desktop.document.changes import CellRef
from anju_desktop.errors import RenderError
from anju_desktop.gui import exporting
from anju_desktop.gui.main_window import MainWindow
from anju_desktop.gui.tasks import Tasks
from tests.gui.conftest import Answers, current

NAME = CellRef("project_name")


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.wait()


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """Holds a piece of work until it is opened."""
    event = threading.Event()
    yield event
    event.set()


def test_work_runs_beside_the_window_and_its_result_comes_back(tasks: Tasks, qtbot: QtBot) -> None:
    threads: list[threading.Thread] = []
    results: list[int] = []

    def work() -> int:
        threads.append(threading.current_thread())
        return 42

    assert tasks.start("正在算…", work, results.append)
    qtbot.waitUntil(lambda: bool(results))
    assert results == [42]
    assert threads[0] is not threading.main_thread()
    assert not tasks.busy


def test_a_known_failure_is_told(tasks: Tasks, qtbot: QtBot) -> None:
    def work() -> None:
        raise RenderError("磁盘已满。")

    with qtbot.waitSignal(tasks.failed) as told:
        tasks.start("正在写…", work, lambda _: None)
    assert str(told.args[0]) == "磁盘已满。"
    assert not tasks.busy


def test_only_one_piece_of_work_at_a_time(
    tasks: Tasks, qtbot: QtBot, gate: threading.Event
) -> None:
    results: list[str] = []
    assert tasks.start("一", lambda: gate.wait() and "一", results.append)
    assert not tasks.start("二", lambda: "二", results.append)
    gate.set()
    qtbot.waitUntil(lambda: not tasks.busy)
    assert results == ["一"]


def test_a_cancelled_piece_of_work_ends_unheard(
    tasks: Tasks, qtbot: QtBot, gate: threading.Event
) -> None:
    results: list[str] = []
    tasks.start("一", lambda: gate.wait() and "一", results.append)
    tasks.cancel()
    assert not tasks.busy
    gate.set()
    tasks.start("二", lambda: "二", results.append)
    qtbot.waitUntil(lambda: bool(results))
    assert results == ["二"]


def test_what_takes_long_shows_what_it_is_until_it_is_over(
    window: MainWindow, qtbot: QtBot, gate: threading.Event
) -> None:
    window.tasks.start("正在导出…", gate.wait, lambda _: None)
    assert not window.ui.progressBar.isVisible()
    qtbot.waitUntil(window.ui.progressBar.isVisible)
    assert window.ui.noticeLabel.text() == "正在导出…"
    gate.set()
    qtbot.waitUntil(lambda: not window.ui.progressBar.isVisible())


def test_cancelling_says_that_nothing_was_written(
    window: MainWindow, qtbot: QtBot, gate: threading.Event
) -> None:
    window.tasks.start("正在导出…", gate.wait, lambda _: None)
    qtbot.waitUntil(window.ui.cancelButton.isVisible)
    window.ui.cancelButton.click()
    assert "已取消" in window.ui.noticeLabel.text()
    assert not window.ui.progressBar.isVisible()
    gate.set()


def test_a_cancelled_export_writes_nothing_even_when_it_goes_on_to_its_end(
    sample: MainWindow,
    gate: threading.Event,
    answers: Answers,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers.path = tmp_path / "表.pdf"
    monkeypatch.setattr(exporting, "pdf", lambda _: gate.wait() and b"made")
    sample.commands.actions["export_pdf"].trigger()
    sample.ui.cancelButton.click()
    assert sample.ui.noticeLabel.text() == "已取消，没有写任何文件。"
    gate.set()
    sample.tasks.wait()
    assert list(tmp_path.glob("*.pdf")) == []
    assert answers.written == []


def test_what_is_being_written_is_not_said_to_be_cancelled(
    window: MainWindow, qtbot: QtBot, gate: threading.Event
) -> None:
    written: list[str] = []
    begun = threading.Event()

    def write(made: str) -> str:
        begun.set()
        gate.wait()
        return f"{made}写好"

    window.tasks.start("正在导出…", lambda: "甲", written.append, write=write)
    begun.wait()
    window.ui.cancelButton.click()
    assert "来不及取消" in window.ui.noticeLabel.text()
    assert window.tasks.busy
    gate.set()
    qtbot.waitUntil(lambda: written == ["甲写好"])


def test_a_failure_while_writing_is_told(tasks: Tasks, qtbot: QtBot) -> None:
    def write(_: object) -> None:
        raise RenderError("磁盘已满。")

    with qtbot.waitSignal(tasks.failed) as told:
        tasks.start("正在写…", lambda: "甲", lambda _: None, write=write)
    assert str(told.args[0]) == "磁盘已满。"


# --- closing while something is still being done ------------------------------------------------


def test_closing_says_what_is_still_being_done_and_waits_when_wanted(
    sample: MainWindow, qtbot: QtBot, gate: threading.Event, answers: Answers
) -> None:
    results: list[bool] = []
    sample.tasks.start("正在导出…", gate.wait, results.append)
    sample.go_to(NAME)
    assert sample.desk.view is not None
    QTest.keyClicks(sample.desk.view, "1")
    answers.yes = False
    assert not sample.close()
    question = "正在导出，还没有做完；现在关闭，这件事就放弃了。"
    assert answers.said == [f"{question}｜仍然关闭｜等待"]
    gate.set()
    qtbot.waitUntil(lambda: results == [True])
    assert sample.close()
    assert len(answers.said) == 1


def test_work_that_never_ends_does_not_keep_the_window_open(
    sample: MainWindow, gate: threading.Event, answers: Answers
) -> None:
    results: list[bool] = []
    sample.tasks.start("正在导出…", gate.wait, results.append)
    sample.go_to(NAME)
    form_id = current(sample).form_id
    assert sample.desk.view is not None
    QTest.keyClicks(sample.desk.view, "1")
    assert sample.close()
    assert sample.workspace.store.load_document(form_id).text(NAME) == "1"
    assert not sample.workspace.store.unsaved
    gate.set()
    sample.tasks.wait()
    QApplication.sendPostedEvents()
    assert results == []


def test_a_result_waits_while_a_question_is_open(
    tasks: Tasks, qtbot: QtBot, gate: threading.Event
) -> None:
    results: list[bool] = []
    tasks.start("正在导出…", gate.wait, results.append)
    with tasks.held():
        gate.set()
        tasks.wait()
        QApplication.processEvents()
        assert results == []
    qtbot.waitUntil(lambda: results == [True])


def test_a_program_ends_while_something_in_it_still_hangs() -> None:
    """The interpreter waits for threads of its own before it ends, but not for these."""
    code = """
import threading
from PySide6.QtCore import QCoreApplication
from anju_desktop.gui.tasks import Tasks
application = QCoreApplication([])
tasks = Tasks()
tasks.start("", threading.Event().wait, print)
tasks.abandon()
print("ended")
"""
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert (ended.stdout, ended.stderr) == ("ended\n", "")
