"""What the trial is given: by options, or built here."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from installer.inputs import ROOT
from installer.tests.machine import Machine, Wine, machine

OLDER = "0.0.9"


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("release")
    group.addoption("--release", type=Path, help="folder with the release that build.py made")
    group.addoption("--older", type=Path, help="folder with an older setup (--version --fast)")
    group.addoption("--reference", type=Path, help="folder that outputs.py wrote on Linux")
    group.addoption("--screens", type=Path, help="folder for pictures of what was seen")
    group.addoption("--qt-wheel", type=Path, help="the PySide6-Essentials wheel for Windows")


@dataclass(frozen=True)
class Release:
    """The files of one version."""

    folder: Path

    def _only(self, pattern: str) -> Path:
        (path,) = self.folder.glob(pattern)
        return path

    @property
    def setup(self) -> Path:
        return self._only("*-setup.exe")

    @property
    def portable(self) -> Path:
        return self._only("*-portable.zip")

    @property
    def contents(self) -> dict[str, str]:
        """SHA-256 of every file that is installed."""
        lines = self._only("*-contents.txt").read_text(encoding="utf-8").splitlines()
        entries = [line.split(maxsplit=2) for line in lines]
        return {name: digest for digest, _, name in entries if not name.startswith("anju-desktop-")}


def _build(folder: Path, *options: str) -> Release:
    script = str(ROOT / "installer" / "build.py")
    command = [sys.executable, script, "--only", "windows", "--output", str(folder), *options]
    subprocess.run(command, check=True)
    return Release(folder)


@pytest.fixture(scope="session")
def release(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Release:
    given = request.config.getoption("--release")
    return Release(given.resolve()) if given else _build(tmp_path_factory.mktemp("release"))


@pytest.fixture(scope="session")
def older(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Release:
    given = request.config.getoption("--older")
    if given:
        return Release(given.resolve())
    return _build(tmp_path_factory.mktemp("older"), "--version", OLDER, "--fast")


@pytest.fixture(scope="session")
def qt_wheel(request: pytest.FixtureRequest) -> Path:
    given = request.config.getoption("--qt-wheel")
    if given:
        return Path(given).resolve()
    from installer import inputs
    from installer.build import CACHE

    (wheel,) = (p for p in inputs.wheels(CACHE) if p.name.startswith("PySide6_Essentials"))
    return wheel


@pytest.fixture(scope="session")
def screens(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    given = request.config.getoption("--screens")
    folder = Path(given).resolve() if given else tmp_path_factory.mktemp("screens")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def windows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    here = machine(tmp_path_factory.mktemp("windows"))
    yield here
    if isinstance(here, Wine):
        here.close()


_steps: list[tuple[float, str, str]] = []


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note what each step took, its preparations with it."""
    seconds, name, outcome = report.duration, report.location[2], str(report.outcome)
    if _steps and _steps[-1][1] == name:
        earlier, _, before = _steps.pop()
        seconds += earlier
        outcome = before if outcome == "passed" else outcome
    _steps.append((seconds, name, outcome))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The steps in their order, and how long each took."""
    terminalreporter.section("steps")
    for seconds, name, outcome in _steps:
        words = name.removeprefix("test_").replace("_", " ")
        terminalreporter.write_line(f"{seconds:7.1f} s  {outcome:7}  {words}")
    terminalreporter.write_line(f"{sum(step[0] for step in _steps):7.1f} s  together")
