"""Work beside the window."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from anju_desktop.errors import RenderError
from anju_desktop.gui.main_window import MainWindow
from anju_desktop.gui.tasks import Tasks


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
