"""``anju`` as a function and as a program."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from anju_desktop.cli import main
from tests.cli.running import Anju, Program, Run

collect_ignore = ["test_posix_streams.py"] if sys.platform == "win32" else []


@pytest.fixture
def anju(capsys: pytest.CaptureFixture[str]) -> Anju:
    def run(*arguments: str | Path) -> Run:
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as leave:
            code = int(leave.code or 0)
        captured = capsys.readouterr()
        return Run(code, captured.out, captured.err)

    return run


@pytest.fixture
def program() -> Program:
    def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "anju_desktop.cli", *map(str, arguments)]
        clean = {key: value for key, value in os.environ.items() if key != "PYTHONIOENCODING"}
        return subprocess.run(
            command, env={**clean, **environment}, capture_output=True, check=False
        )

    return run
