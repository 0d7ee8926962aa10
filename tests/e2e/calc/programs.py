"""LibreOffice Calc and a window of ours on one screen, which is how a clerk has them."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, cast

from tests.e2e.desk.display import xvfb

_HERE = Path(__file__).parent
_ROOT = _HERE.parents[2]
_PIPE = f"anju-calc-{os.getpid()}"
_SECONDS = 150


def missing() -> str:
    """What this machine lacks for it; ``""`` when nothing."""
    for program in ("soffice", "Xvfb"):
        if shutil.which(program) is None:
            return f"{program} is not installed"
    return "" if _python() else "no Python here has LibreOffice's uno"


def _python() -> str:
    """A Python that LibreOffice can be driven with: the system's, or its own."""
    program = shutil.which("soffice")
    beside = Path(program).resolve().parent / "python" if program else Path("python")
    for python in ("/usr/bin/python3", str(beside)):
        if not Path(python).exists():
            continue
        done = subprocess.run([python, "-c", "import uno"], capture_output=True, check=False)
        if done.returncode == 0:
            return python
    return ""


class Programs:
    """Both programs, each asked in its own way."""

    def __init__(self, display: str, paper: "subprocess.Popen[str]") -> None:
        self._display, self._paper = display, paper

    def paper(self, order: str) -> Any:
        """What our window answers."""
        assert self._paper.stdin is not None
        assert self._paper.stdout is not None
        self._paper.stdin.write(order + "\n")
        self._paper.stdin.flush()
        return json.loads(self._paper.stdout.readline())

    def clipboard(self) -> tuple[str, str]:
        """The plain text and the HTML on the clipboard, as our program gets them."""
        told = self.paper("clipboard")
        return told["text"], told["html"]

    def calc(self, *order: str) -> dict[str, Any]:
        """What Calc answers."""
        return asked(*order)


def asked(*order: str) -> dict[str, Any]:
    """What the running LibreOffice answers; see ``office.py``."""
    command = [_python(), str(_HERE / "office.py"), _PIPE, *order]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_SECONDS)
    assert done.returncode == 0, done.stderr
    return cast(dict[str, Any], json.loads(done.stdout or "{}"))


@contextmanager
def on_a_screen(folder: Path) -> Iterator[Programs]:
    """Start both; LibreOffice keeps what it writes in ``folder``."""
    with ExitStack() as stack:
        display = stack.enter_context(xvfb())
        environment = {**os.environ, "DISPLAY": display, "HOME": str(folder)}
        environment |= {"SAL_USE_VCLPLUGIN": "gen", "QT_QPA_PLATFORM": "xcb"}
        environment["PYTHONPATH"] = str(_ROOT)
        stack.enter_context(libre_office(folder, environment))
        paper = stack.enter_context(
            subprocess.Popen(
                [sys.executable, str(_HERE / "paper_desk.py")],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                env=environment,
            )
        )
        stack.callback(paper.kill)
        yield Programs(display, paper)


@contextmanager
def libre_office(folder: Path, environment: dict[str, str]) -> Iterator[None]:
    """LibreOffice without a window, on the screen that the environment names."""
    profile = (folder / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--norestore", "--nologo"]
    command += ["--nodefault", f"--accept=pipe,name={_PIPE};urp;"]
    office = subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    finally:
        # A script that starts the program proper: both are of the session made for them.
        os.killpg(office.pid, 9)
        office.wait()
