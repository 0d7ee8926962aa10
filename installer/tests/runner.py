"""The tests of the project in the installed program: its Python, its Qt, its packages, its code.

What tests need besides, pytest and Qt's test module, lies in a folder of its own; nothing is added
to the program. Only the interpreter is a copy, since the file that fixes its paths lies beside it.
"""

import hashlib
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from installer.inputs import ABIS, PLATFORM, ROOT
from installer.tests.machine import Machine

PACKAGES = {
    *("attrs", "colorama", "hypothesis", "iniconfig", "packaging", "pygments", "pypdfium2"),
    *("pytest", "pytest-qt", "pytest-timeout", "sortedcontainers"),
}
QT_TEST = ("PySide6/QtTest.pyd", "PySide6/Qt6Test.dll")

SITE = """\
import os
from pathlib import Path

import PySide6
from PySide6 import QtWidgets  # what the test module needs, found in the program

here = str(Path(__file__).parent / "PySide6")
PySide6.__path__.append(here)
os.add_dll_directory(here)
"""

PLUGIN = """\
import os

import anju_desktop
from PySide6.QtCore import QCoreApplication, Qt

# The tests type into Qt's own file dialog; Windows' one is not theirs to drive.
QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
# The real window also in the programs that tests start; the release has no other platform.
os.environ["QT_QPA_PLATFORM"] = "windows"
assert "app.zip" in anju_desktop.__file__, anju_desktop.__file__
"""


def wheels(folder: Path) -> None:
    """The packages for tests, from the lock, for Windows."""
    text = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8")
    entries = text.replace("\\\n", " ").splitlines()
    chosen = [
        # pip would judge the marker for the machine it runs on.
        entry.partition(" ;")[0] + " " + entry[entry.index("--hash") :]
        for entry in entries
        if entry.partition("==")[0] in PACKAGES
    ]
    lock = folder / "requirements.txt"
    lock.write_text("\n".join(chosen) + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    command += ["--only-binary", ":all:", "--require-hashes", *PLATFORM, *ABIS]
    subprocess.run([*command, "-r", str(lock), "-d", str(folder)], check=True)


def prepare(machine: Machine, program: Path, scratch: Path, qt_wheel: Path) -> Path:
    """The interpreter that runs tests in the program."""
    extra, runtime = scratch / "extra", scratch / "runtime"
    downloads = scratch / "downloads"
    downloads.mkdir(parents=True)
    wheels(downloads)
    for wheel in downloads.glob("*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(extra)
    with zipfile.ZipFile(qt_wheel) as archive:
        for name in QT_TEST:
            archive.extract(name, extra)
    (extra / "sitecustomize.py").write_text(SITE, encoding="utf-8")
    (extra / "in_the_release.py").write_text(PLUGIN, encoding="utf-8")
    shutil.copytree(program / "runtime", runtime)
    places = [program / "app.zip", program / "lib.zip", program / "lib", extra, ROOT]
    lines = ["python311.zip", ".", *map(machine.windows_path, places), "import site"]
    (runtime / "python311._pth").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return runtime / "python.exe"


def run(machine: Machine, python: Path, tests: list[str], scratch: Path) -> tuple[int, str]:
    """pytest, with these files of the project."""
    name = hashlib.sha256(" ".join(tests).encode()).hexdigest()[:8]
    command: list[str | Path] = [
        python,
        "-m",
        "pytest",
        "-q",
        "-p",
        "in_the_release",
        "-p",
        "no:cacheprovider",
    ]
    # Wine says that it cannot scale frames, and does not know its monitor by name.
    known = "EnableNonClientDpiScaling|QtWindows::DpiAwareness|.Unable to open monitor"
    command += ["-o", f"qt_log_ignore=^({known})"]
    # Not the checkout before the program, as pyproject.toml would have it.
    command += ["-o", "pythonpath=", "--basetemp", scratch / name, *tests]
    return machine.run(command, cwd=ROOT)
