"""``python tools/trace_save.py``: an edit is on the disk before the window calls it saved.

Runs the program under strace with somebody typing into it, and prints, for each edit, the calls
that matter in the order in which the kernel saw them. Linux only; strace has to be installed.
Exit code 0 when every promise came after the sync of its edit, else 1.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EDITS = 3
_CALLS = "fsync,fdatasync,pwrite64,write"
_LINE = re.compile(r"(\d+) +(\S+) (?:<\.\.\. )?(\w+)(.*)")
_WAL = "anju.db-wal>"


@dataclass(frozen=True)
class Event:
    """A line of the trace that belongs to the story: ``write``, ``sync`` or ``promise``."""

    time: str
    kind: str
    words: str


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        data, trace = Path(folder, "data"), Path(folder, "trace.txt")
        _prepare(data)
        _run(data, trace)
        lines = trace.read_text(encoding="ascii", errors="replace").splitlines()
    kept = tell(read_trace(lines))
    print("每一次都是先落盘、后显示。" if kept else "有一次显示得太早，或者跟踪没有成功。")
    return 0 if kept else 1


def _prepare(data: Path) -> None:
    """A store with one blank form, which the program opens by itself."""
    sys.path.insert(0, str(ROOT))
    from anju_desktop.document.document import blank_document
    from anju_desktop.forms.library import Library
    from anju_desktop.gui.workspace import LAST_FORM
    from anju_desktop.storage.store import Store

    library = Library()
    document = blank_document(library.get("karamay-2024-project-target"), "某区", "2024")
    with Store.open(data, library, backing_up=False) as store:
        submission = store.create_submission("某区", "2024", "补助资金", [document])
        store.set_setting(LAST_FORM, str(store.forms(submission)[0].id))


def _run(data: Path, trace: Path) -> None:
    """Let somebody type under strace until enough was called saved, then kill the program."""
    tracing = ["strace", "-f", "-tt", "-y", "-e", f"trace={_CALLS}", "-o", str(trace)]
    program = [sys.executable, "-m", "tests.e2e.typist", "--data", str(data), "--continue"]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(
        [*tracing, *program],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as running:
        assert running.stdout is not None
        for _ in range(EDITS):
            running.stdout.readline()
        os.killpg(running.pid, signal.SIGKILL)


def read_trace(lines: Iterable[str]) -> Iterator[Event]:
    """What happened to the WAL, and each promise, in the order of the kernel."""
    syncing: set[str] = set()
    for line in lines:
        found = _LINE.match(line)
        if found is None:
            continue
        thread, time, call, rest = found.groups()
        if call == "write" and rest.startswith("(1<") and '"saved ' in rest:
            yield Event(time, "promise", "状态栏显示“已自动保存”")
        elif call == "pwrite64" and _WAL in rest:
            yield Event(time, "write", "")
        elif call in ("fsync", "fdatasync") and _returns(thread, rest, syncing):
            yield Event(time, "sync", f"{call}(anju.db-wal) 返回 {rest.rpartition('= ')[2]}")


def _returns(thread: str, rest: str, syncing: set[str]) -> bool:
    """Whether the line tells the end of a sync of the WAL; a long call is told in two lines."""
    if "unfinished" in rest:
        syncing.update([thread] if _WAL in rest else [])
        return False
    if "resumed" not in rest:
        return _WAL in rest
    ours = thread in syncing
    syncing.discard(thread)
    return ours


def tell(events: Iterable[Event]) -> bool:
    """Print the story of each edit; whether every promise was kept before it was made."""
    writes, synced, kept = 0, False, []
    for event in events:
        if event.kind == "write":
            writes, synced = writes + 1, False
            continue
        if event.kind == "promise":
            print(f"{event.time}  {event.words}")
            kept.append(synced)
            synced = False
        else:
            print(f"{event.time}  写入 {writes} 次后 {event.words}")
            synced, writes = writes > 0 and event.words.endswith("返回 0"), 0
    return len(kept) >= EDITS and all(kept)


if __name__ == "__main__":
    sys.exit(main())
