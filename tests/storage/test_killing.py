"""What was called saved is there after ``kill -9``, whenever it comes."""

import subprocess
import sys
from pathlib import Path

from anju_desktop.document.document import Document
from anju_desktop.forms.library import Library
from anju_desktop.storage.store import Store

SCRIPT = Path(__file__).with_name("typing_until_killed.py")
ROUNDS = 30


def type_and_kill(folder: Path, form: int, lines: int) -> int:
    """Kill the clerk after so many saved edits; how many were called saved in the end."""
    command = [sys.executable, str(SCRIPT), str(folder), str(form)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = [process.stdout.readline() for _ in range(lines)]
        process.kill()
        said += process.stdout.readlines()
    return said.count("saved\n")


def test_nothing_that_was_called_saved_is_lost_by_a_kill(
    folder: Path, library: Library, housing: Document
) -> None:
    with Store.open(folder, library, backing_up=False) as store:
        form = store.forms(store.create_submission("", "", "", [housing]))[0].id
        entered = store.form(form).edits
    for round_ in range(ROUNDS):
        wanted = 1 + round_ * 7 % 30
        said = type_and_kill(folder, form, wanted)
        with Store.open(folder, library, backing_up=False) as store:
            assert store.check() == ()
            found = store.form(form).edits
            store.load_document(form)
        # One more may have reached the disk without there being time to say so.
        assert said >= wanted
        assert entered + said <= found <= entered + said + 1
        entered = found
