"""What the trial is given: by options, or built here."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from installer.inputs import ROOT
from installer.tests_linux.debian import Debian, Screen

OLDER = "0.0.9"


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("release")
    group.addoption("--architecture", default="amd64", choices=["amd64", "arm64"])
    group.addoption("--suite", default="bullseye", help="the Debian that it is tried in")
    group.addoption("--root", type=Path, help="a folder with such a Debian, to be used again")
    group.addoption("--release", type=Path, help="folder with the package that build.py made")
    group.addoption("--older", type=Path, help="folder with an older one (--version --fast)")
    group.addoption("--screens", type=Path, help="folder for pictures of what was seen")


def _package(request: pytest.FixtureRequest, folder: Path, option: str, *switches: str) -> Path:
    """The package in the folder of this option, or one built with these switches."""
    architecture = str(request.config.getoption("--architecture"))
    given = request.config.getoption(option)
    if given:
        folder = Path(given).resolve()
    else:
        script = str(ROOT / "installer" / "build.py")
        command = [sys.executable, script, "--only", architecture, "--output", str(folder)]
        subprocess.run([*command, *switches], check=True)
    (package,) = folder.glob(f"*_{architecture}.deb")
    return package


@pytest.fixture(scope="session")
def package(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _package(request, tmp_path_factory.mktemp("release"), "--release")


@pytest.fixture(scope="session")
def older(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("older")
    return _package(request, folder, "--older", "--version", OLDER, "--fast")


@pytest.fixture(scope="session")
def debian(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Debian]:
    if os.geteuid() != 0 or shutil.which("debootstrap") is None:
        pytest.skip("needs root and debootstrap")
    given = request.config.getoption("--root")
    folder = Path(given).resolve() if given else tmp_path_factory.mktemp("debian") / "root"
    architecture, suite = (request.config.getoption(name) for name in ("--architecture", "--suite"))
    here = Debian(folder, architecture, suite)
    yield here
    here.close()


@pytest.fixture(scope="session")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screen]:
    here = Screen(tmp_path_factory.mktemp("screen"))
    yield here
    here.close()


@pytest.fixture(scope="session")
def screens(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    given = request.config.getoption("--screens")
    folder = Path(given).resolve() if given else tmp_path_factory.mktemp("screens")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


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
