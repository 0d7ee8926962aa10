"""The power goes: what the status bar called saved is there at the next start."""

import os
import subprocess
import sys
from pathlib import Path
from threading import Timer

import pytest

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import blank_document
from anju_desktop.forms.library import Library
from anju_desktop.gui.workspace import LAST_FORM
from anju_desktop.storage.store import Store

ROOT = Path(__file__).parents[2]
GROUP = "indicators"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with one blank form, which the program opens by itself."""
    library = Library()
    document = blank_document(library.get("karamay-2024-project-target"), "克拉玛依区", "2024")
    with Store.open(tmp_path, library, backing_up=False) as store:
        submission = store.create_submission("克拉玛依区", "2024", "补助资金", [document])
        store.set_setting(LAST_FORM, str(store.forms(submission)[0].id))
    return tmp_path


def start(data: Path) -> "subprocess.Popen[str]":
    """The program, with somebody typing."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.e2e.typist", "--data", str(data), "--continue"],
        cwd=ROOT,
        env={"QT_QPA_PLATFORM": "offscreen", **os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def promises(data: Path, number: int) -> tuple[list[tuple[CellRef, str]], str]:
    """Start the program, kill it after so many promises; all it made, and what it complained of.

    The typing goes on until the kill, so the last edit is cut off somewhere on its way.
    """
    program = start(data)
    assert program.stdout is not None
    # A program that asks something instead would keep the test waiting for ever.
    patience = Timer(60, program.kill)
    patience.start()
    lines = [program.stdout.readline() for _ in range(number)]
    program.kill()
    rest, complaints = program.communicate()
    patience.cancel()
    found = []
    for line in [*lines, *rest.splitlines(keepends=True)]:
        # The kill may cut the last line, as it may cut anything.
        if line.endswith("\n"):
            _, field, row, text = line.split()
            found.append((CellRef(field) if row == "-" else CellRef(field, GROUP, row), text))
    return found, complaints


@pytest.mark.parametrize("number", [1, 2, 5, 20])
def test_nothing_that_was_called_saved_is_missing_after_a_kill(data: Path, number: int) -> None:
    promised, complaints = promises(data, number)
    assert len(promised) >= number, complaints
    with Store.open(data, Library(), backing_up=False) as store:
        (entry,) = store.submissions()
        document = store.load_document(entry.forms[0].id)
        assert [document.typed(cell) for cell, _ in promised] == [text for _, text in promised]
        assert store.check() == ()


def test_after_a_kill_the_program_opens_and_goes_on(data: Path) -> None:
    before, _ = promises(data, 3)
    after, complaints = promises(data, 3)
    assert len(before) >= 3
    assert len(after) >= 3, complaints
