"""Starting where there may be no screen, which only happens on Linux."""

import socket
from collections.abc import Iterator

import pytest

from anju_desktop import app
from tests.gui.starting import start


@pytest.fixture
def closed_display() -> Iterator[str]:
    """A display number nobody serves: its TCP port is bound here and closed to connections."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        yield f"127.0.0.1:{port - 6000}"


def test_without_a_screen_one_sentence_says_so() -> None:
    done = start()
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == app.NO_SCREEN + "\n"


def test_a_display_that_does_not_answer_is_no_screen(closed_display: str) -> None:
    done = start(DISPLAY=closed_display)
    assert done.returncode == 2
    assert done.stderr == app.NO_SCREEN + "\n"


def test_a_platform_that_qt_cannot_load_is_told_in_words() -> None:
    done = start(QT_QPA_PLATFORM="没有这种")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "组件不全" in done.stderr


@pytest.mark.parametrize("display", ["", "x", ":", ":a", "127.0.0.1"])
def test_a_display_that_means_nothing_is_no_screen(
    display: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DISPLAY", display)
    assert not app.has_screen()


def test_the_offscreen_platform_needs_no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert app.has_screen()
