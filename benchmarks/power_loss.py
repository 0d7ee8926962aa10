"""Cuts the power at every point of a real run of the store, and looks what is left (Linux).

    python benchmarks/power_loss.py [losses per system call]

A run of the store is recorded with strace. Then, after each of its system calls, a disk is
imagined on which everything up to the last fsync of a file is there, and of what was written
since, each 512-byte sector at random is there or not. The store must open on it, pass its check,
and hold every edit that had been called saved by then.
"""

import os
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from anju_desktop.assets import resource
from anju_desktop.document.changes import CellRef
from anju_desktop.document.jsonform import load_file
from anju_desktop.forms.library import Library
from anju_desktop.storage.store import Store

SECTOR = 512
CELLS, ROWS = 40, 8
SAVED = b"saved\n"
_CALL = re.compile(
    r"\d+ +(?P<name>\w+)\((?:AT_FDCWD[^,]*, )?(?P<fd>\d+<)?\"?(?P<path>[^\",>)]*)[>\"]?"
    r"(?:, (?P<rest>.*))?\) += (?P<result>-?\d+)"
)


@dataclass
class File:
    """What is surely on the disk, and what was written since the last fsync."""

    durable: bytes = b""
    pending: list[tuple[int, bytes]] = field(default_factory=list)

    def sync(self) -> None:
        self.durable = self._with(self.pending)
        self.pending.clear()

    def after_loss(self, chance: random.Random) -> bytes:
        sectors = [
            (offset + start, data[start : start + SECTOR])
            for offset, data in self.pending
            for start in range(0, len(data), SECTOR)
        ]
        survived = [sector for sector in sectors if chance.random() < 0.5]
        return self._with(survived)

    def _with(self, writes: list[tuple[int, bytes]]) -> bytes:
        content = bytearray(self.durable)
        for offset, data in writes:
            content.extend(b"\0" * (offset + len(data) - len(content)))
            content[offset : offset + len(data)] = data
        return bytes(content)


def run(folder: Path) -> None:
    """What is recorded: a submission is entered and edited, and each saving is said."""
    library = Library()
    document = load_file(resource("examples", "karamay-2024-rent-subsidy.json"), library.get)
    with Store.open(folder, library, backing_up=False) as store:
        form = store.forms(store.create_submission("", "2024", "", [document]))[0].id
        store.on_saved(lambda *_: _say_saved())
        store.follow(form, document)
        for number in range(CELLS):
            document.set(CellRef("project_name"), f"第 {number} 次")
            if number < ROWS:
                document.insert_row("indicators", document.category("indicators", "r1"))
            store.flush()


def _say_saved() -> None:
    os.write(1, SAVED)


def record(folder: Path, log: Path) -> None:
    traced = "openat,pwrite64,write,fsync,fdatasync,ftruncate,unlink"
    command = ["strace", "-f", "-y", "-xx", "-s", "1000000", "-e", f"trace={traced}"]
    command += ["-o", str(log), sys.executable, __file__, "--run", str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def replay(log: Path, folder: Path) -> Iterator[tuple[dict[Path, File], int]]:
    """The disk and the number of edits called saved, after each call that concerns the store."""
    files: dict[Path, File] = {}
    saved = 0
    for line in _calls(log):
        match = _CALL.match(line)
        if match is None or match["result"].startswith("-"):
            continue
        path = Path(_unescape(match["path"]).decode("utf-8", "replace"))
        if match["name"] == "write" and _data(match["rest"]) == SAVED:
            saved += 1
        elif path.parent == folder and path.name.startswith("anju.db"):
            _perform(files, path, match["name"], match["rest"] or "")
        else:
            continue
        yield files, saved


def _calls(log: Path) -> Iterator[str]:
    """One line a call; strace splits one during which another thread called something."""
    begun: dict[str, str] = {}
    for line in log.read_text(encoding="ascii").splitlines():
        thread, _, rest = line.partition(" ")
        if line.endswith(" <unfinished ...>"):
            begun[thread] = line.removesuffix(" <unfinished ...>")
        elif " resumed>" in rest:
            yield begun.pop(thread) + rest.partition(" resumed>")[2]
        else:
            yield line


def _perform(files: dict[Path, File], path: Path, name: str, rest: str) -> None:
    match name:
        case "openat":
            if path in files or "O_CREAT" in rest:
                files.setdefault(path, File())
        case "pwrite64":
            offset = int(rest.rpartition(", ")[2])
            files[path].pending.append((offset, _data(rest)))
        case "fsync" | "fdatasync":
            files[path].sync()
        case "ftruncate":
            files[path].sync()
            files[path].durable = files[path].durable[: int(rest)]
        case "unlink":
            files.pop(path, None)


def _data(rest: str | None) -> bytes:
    match = re.match(r'"((?:\\x[0-9a-f]{2})*)"', rest or "")
    return _unescape(match[1]) if match else b""


def _unescape(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", "")) if text.startswith("\\x") else text.encode()


def lose(files: dict[Path, File], saved: int, chance: random.Random) -> None:
    """Cut the power now; an ``AssertionError`` when something that was called saved is gone."""
    with tempfile.TemporaryDirectory() as name:
        for path, file in files.items():
            (Path(name) / path.name).write_bytes(file.after_loss(chance))
        with Store.open(Path(name), backing_up=False) as store:
            problems = store.check()
            entries = [form for entry in store.submissions() for form in entry.forms]
            edits = entries[0].edits - 1 if entries else 0
    assert not problems, problems
    assert edits >= saved, f"{saved} edits were called saved, {edits} are there"


def main(losses: int) -> None:
    chance = random.Random(0)
    with tempfile.TemporaryDirectory() as name:
        folder, log = Path(name).resolve() / "store", Path(name) / "log"
        record(folder, log)
        points, saved = 0, 0
        for files, saved in replay(log, folder):
            points += 1
            for _ in range(losses):
                lose(files, saved, chance)
    assert saved == CELLS + ROWS, "the recording was not understood"
    print(f"{points} system calls, {saved} edits called saved, {points * losses} power losses:")
    print("every store opened whole and held every edit that had been called saved")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        run(Path(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
