"""A screen of its own for programs that somebody is to sit in front of."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ctypes.util import find_library
from pathlib import Path

SIZE = "1366x768"
_KEEPER = Path(__file__).with_name("keeper.py")


def missing() -> str:
    """What this machine lacks for real keys on a real screen; ``""`` when nothing."""
    if not sys.platform.startswith("linux"):
        return "no X screen can be started here"
    for program in ("Xvfb", "xdotool"):
        if shutil.which(program) is None:
            return f"{program} is not installed"
    return "" if find_library("X11") else "libX11 is not installed"


@contextmanager
def xvfb() -> Iterator[str]:
    """A screen that nobody sees; its name, as in ``DISPLAY``."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{SIZE}x24", "-noreset"]
    server = subprocess.Popen(
        command, pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        os.close(writing)
        with os.fdopen(reading, encoding="ascii") as told:
            yield f":{told.readline().strip()}"
    finally:
        server.kill()
        server.wait()


@contextmanager
def screen(characters: Sequence[str]) -> Iterator["Screen"]:
    """A screen with a keyboard that has a key for each of the characters, and a window manager."""
    beyond = "".join(sorted({each for each in characters if len(each) == 1 and each > "~"}))
    with xvfb() as display:
        environment = {**os.environ, "DISPLAY": display}
        keeper = subprocess.Popen(
            [sys.executable, str(_KEEPER), beyond],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert keeper.stdout is not None
        try:
            if keeper.stdout.readline() != "ready\n":
                raise RuntimeError("the screen is not kept")
            yield Screen(display)
        finally:
            keeper.kill()
            keeper.communicate()


class Screen:
    """Takes keys, shows pictures."""

    def __init__(self, display: str) -> None:
        self.display = display
        self.environment = {**os.environ, "DISPLAY": display, "LC_ALL": "C.UTF-8"}

    def picture(self, path: Path) -> bool:
        """What is to be seen now, as PNG, where ImageMagick is there to take it."""
        program = shutil.which("import")
        if program is None:
            return False
        command = [program, "-window", "root", str(path)]
        done = subprocess.run(command, env=self.environment, capture_output=True, check=False)
        return done.returncode == 0

    @contextmanager
    def keyboard(self) -> Iterator["Keys"]:
        """Somebody's hands at the keyboard."""
        hands = subprocess.Popen(
            ["xdotool", "-"],
            env=self.environment,
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            yield Keys(hands)
        finally:
            hands.kill()
            hands.communicate()


class Keys:
    """Real keys, one after the other, through xdotool."""

    def __init__(self, hands: "subprocess.Popen[str]") -> None:
        self._hands = hands

    def press(self, key: str) -> None:
        """``改``, ``Enter`` or ``Ctrl+Shift+Down``; a chord is pressed as a whole."""
        assert self._hands.stdin is not None
        self._hands.stdin.write(f"key --delay 0 {_named(key)}\n")
        self._hands.stdin.flush()


_HELD = {"Ctrl": "ctrl", "Shift": "shift", "Alt": "alt"}
_NAMED = {
    "Enter": "Return",
    "Esc": "Escape",
    "Space": "space",
    "PageUp": "Prior",
    "PageDown": "Next",
    "Backspace": "BackSpace",
}


def _named(key: str) -> str:
    """A key as xdotool calls it."""
    if len(key) == 1:
        return f"U{ord(key):04X}"
    *held, last = key.split("+")
    words = [_HELD[each] for each in held]
    words.append(last.lower() if len(last) == 1 else _NAMED.get(last, last))
    return "+".join(words)
