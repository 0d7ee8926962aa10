"""Somebody sits down at the real program on a screen and does what a script says, key by key."""

import json
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.e2e.desk.display import Keys, Screen, screen
from tests.e2e.desk.strokes import Log, Pressed, Script, characters

_ROOT = Path(__file__).parents[3]
_PATIENCE_SECONDS = 30.0
LOG, FIRST, LAST = "按键记录.jsonl", "00-开始.png", "99-最后.png"


@dataclass(frozen=True, slots=True)
class Seen:
    """What the onlooker told last."""

    keys: int = 0
    text: str = ""
    place: str = ""
    calm: bool = False


class Sitting:
    """Waits for the program to answer each key before the next, as people do."""

    def __init__(self, program: "subprocess.Popen[str]", keys: Keys, at: Screen, to: Path) -> None:
        self._program, self._keys, self._screen, self._folder = program, keys, at, to
        self._log = Log(to / LOG)
        self._lines: queue.Queue[str] = queue.Queue()
        self._seen = Seen()
        self._pressed = 0
        self._begun: float | None = None
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def play(self, script: Script) -> None:
        """Every stroke of the script; a picture at each milestone."""
        before = self._pressed
        self._until("calm", lambda seen: seen.calm)
        self._screen.picture(self._folder / FIRST)
        for number, stroke in enumerate(script.strokes, 1):
            if stroke.wanted:
                self._until(stroke.wanted, partial(_is_at, stroke.wanted))
            self._press(stroke.key, stroke.place)
            if number in script.milestones:
                shown = len(list(self._folder.glob("*.png")))
                name = f"{shown:02}-{script.milestones[number]}.png"
                self._screen.picture(self._folder / name)
        assert self._pressed - before == len(script)

    def _press(self, key: str, meant: str) -> None:
        now = time.monotonic()
        self._begun = self._begun or now
        self._pressed += 1
        seconds = round(now - self._begun, 3)
        self._log.add(Pressed(self._pressed, seconds, key, meant, self._seen.place))
        self._keys.press(key)
        self._until(key, lambda seen: seen.keys >= self._pressed and seen.calm)
        if self.is_over():
            return
        # What was pressed is what came: neither lost nor doubled on its way.
        assert self._seen.keys == self._pressed, (key, meant, self._seen)
        if len(key) == 1:
            assert self._seen.text == key, (key, meant, self._seen)

    def is_over(self) -> bool:
        """Whether the program has ended."""
        return self._program.poll() is not None

    def wait(self) -> int:
        """Let the program end; its exit code."""
        return self._program.wait(_PATIENCE_SECONDS)

    def end(self) -> None:
        """Stop the program if it still runs, and listening to it."""
        self._program.kill()
        self._listener.join()

    def _listen(self) -> None:
        assert self._program.stdout is not None
        for line in self._program.stdout:
            self._lines.put(line)
        self._program.wait()
        self._lines.put("")

    def _until(self, what: str, fact: Callable[[Seen], bool]) -> None:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not fact(self._seen):
            try:
                line = self._lines.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                self._screen.picture(self._folder / LAST)
                raise AssertionError(f"no answer to {what}: {self._seen}") from None
            if not line:
                return
            self._seen = Seen(**json.loads(line))


def _is_at(wanted: str, seen: Seen) -> bool:
    return seen.calm and wanted in seen.place


@contextmanager
def at_the_program(data: Path, script: Script, folder: Path) -> Iterator[Sitting]:
    """The program with an empty screen around it; what is recorded goes into ``folder``."""
    with screen(tuple(characters(script.strokes))) as at, at.keyboard() as keys:
        kept = {k: v for k, v in at.environment.items() if not k.startswith(("QT_", "PYTHON"))}
        # Nothing of the settings of whoever runs this: the program is as on its first day.
        home = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder / "config")}
        with subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.desk.program", "--data", str(data)],
            cwd=_ROOT,
            env={**kept, **home, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(_ROOT)},
            stdout=subprocess.PIPE,
            text=True,
        ) as program:
            sitting = Sitting(program, keys, at, folder)
            try:
                yield sitting
            finally:
                sitting.end()
