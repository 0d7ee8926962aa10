"""The release as a clerk meets it: installed, used, killed, upgraded, removed, on a USB stick.

One story, told in the order of the tests; each begins where the one before ended. Runs on Windows
and, with Wine, on Linux: ``installer/README.md`` says how. It is not part of the project's suite.
"""

import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from installer.inputs import ROOT
from installer.tests import runner
from installer.tests.conftest import OLDER, Release
from installer.tests.machine import Machine, Program, Wine, until

OUTPUTS = Path(__file__).with_name("outputs.py")
UNINSTALL = "Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\anju-desktop"
TYPES = {".json": "AnjuDesktop.Form", ".zip": "AnjuDesktop.Package"}
RUNNING = 4
STORE: tuple[str, ...] = (
    "administration",
    "backups",
    "content",
    "database",
    "integrity",
    "journal",
    "migrations",
)
STORE += ("offices", "searching", "store", "texts", "versions", "worker")
"""Tests of the store; the others damage files, kill or name folders in Linux' own way."""


@pytest.fixture(scope="module")
def program(windows: Machine) -> Path:
    """Where it is installed: a folder with Chinese characters and blanks."""
    root = windows.prefix / "drive_c" if isinstance(windows, Wine) else Path("C:/")
    return root / "办公 软件" / "安居 填报"


@pytest.fixture(scope="module")
def data(windows: Machine) -> Path:
    return windows.local / "安居填报"


def install(windows: Machine, release: Release, program: Path) -> int:
    """Silently; NSIS wants the folder last and without quotes: two words, as a shell cuts it."""
    folder = windows.windows_path(program)
    if isinstance(windows, Wine):
        return windows.run([release.setup, "/S", *f"/D={folder}".split(" ")])[0]
    command = f'"{release.setup}" /S /D={folder}'
    return subprocess.call(command, timeout=600)


def anju(windows: Machine, program: Path, *words: str | Path) -> tuple[int, str]:
    """The command line of the program."""
    return windows.run([program / "runtime" / "python.exe", "-m", "anju_desktop.cli", *words])


def window(windows: Machine, program: Path, *words: str | Path) -> Program:
    """The window, as the shortcuts start it."""
    return windows.start([program / "runtime" / "pythonw.exe", "-m", "anju_desktop", *words])


def is_open(data: Path) -> bool:
    """Whether a program says that it has the data open."""
    return any(data.glob("*.db")) and any(data.glob("*.db-wal"))


def holds(data: Path, text: str) -> bool:
    """Whether something has been written into the store that has this text in it."""
    return any(text.encode() in path.read_bytes() for path in data.glob("*.db*"))


def shortcuts(windows: Machine) -> list[Path]:
    menu = windows.home / "AppData/Roaming/Microsoft/Windows/Start Menu/Programs/安居填报"
    names = ["安居填报.lnk", "使用说明.lnk", "卸载安居填报.lnk"]
    return [menu / name for name in names] + [windows.home / "Desktop" / "安居填报.lnk"]


def hashes(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


# --- an older version, used, and the upgrade ---------------------------------------------------


def test_the_older_version_is_installed_silently(
    windows: Machine, older: Release, program: Path
) -> None:
    assert install(windows, older, program) == 0
    assert windows.registry(UNINSTALL, "DisplayVersion") == OLDER
    assert [path for path in shortcuts(windows) if not path.is_file()] == []


def test_its_window_opens_and_keeps_its_data_apart_from_the_program(
    windows: Machine, program: Path, data: Path
) -> None:
    form = program / "resources" / "examples" / "karamay-2024-old-communities.json"
    running = window(windows, program, form)
    # Opened once the window stands, as by 打开方式; the first name in it is in the store then.
    until(lambda: is_open(data) and holds(data, "克拉玛依区"), "the form is taken over")
    running.kill()
    assert not (data / "错误报告").exists()
    assert not any(program.rglob("*.db"))


def test_setup_refuses_while_the_program_runs_and_changes_nothing(
    windows: Machine, release: Release, program: Path, data: Path
) -> None:
    before = hashes(program)
    running = window(windows, program)
    until(lambda: is_open(data), "the store is opened")
    assert install(windows, release, program) == RUNNING
    running.kill()
    assert hashes(program) == before


def test_the_upgrade_replaces_the_program_and_keeps_what_is_the_clerks(
    windows: Machine, release: Release, program: Path, data: Path
) -> None:
    (program / "lib" / "stale.pyc").write_bytes(b"of the older version")
    (program / "自己的.txt").write_text("留着", encoding="utf-8")
    (data / "自己的.txt").write_text("留着", encoding="utf-8")
    assert install(windows, release, program) == 0
    assert windows.registry(UNINSTALL, "DisplayVersion") != OLDER
    assert (program / "自己的.txt").is_file()
    assert (data / "自己的.txt").is_file()
    (program / "自己的.txt").unlink()
    code, said = anju(windows, program, "store", "check")
    assert code == 0, said


# --- what stands there ----------------------------------------------------------------------------


def test_exactly_the_listed_files_are_installed(
    windows: Machine, release: Release, program: Path
) -> None:
    installed = hashes(program)
    installed.pop("卸载.exe")
    assert installed == release.contents


def test_the_program_is_offered_for_forms_and_packages_and_takes_nothing_over(
    windows: Machine, program: Path
) -> None:
    for suffix, kind in TYPES.items():
        classes = "Software\\Classes"
        offered = windows.registry(f"{classes}\\{suffix}\\OpenWithProgids", kind)
        assert offered is not None
        command = windows.registry(f"{classes}\\{kind}\\shell\\open\\command")
        assert command is not None
        assert command.endswith('pythonw.exe" -m anju_desktop "%1"')
        assert windows.registry(f"{classes}\\{suffix}") is None


def test_all_that_it_writes_equals_what_linux_writes_byte_for_byte(
    windows: Machine,
    release: Release,
    program: Path,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    reference = request.config.getoption("--reference")
    if reference is None:
        assert sys.platform != "win32", "give --reference: what outputs.py wrote on Linux"
        reference = tmp_path / "linux"
        # The same code and data, on the Python and the packages of this machine.
        environment = {**os.environ, "PYTHONPATH": str(program / "app.zip")}
        command = [sys.executable, str(OUTPUTS), str(program / "resources" / "examples")]
        subprocess.run([*command, str(reference)], env=environment, check=True)
    out = tmp_path / "Windows 的"
    python = program / "runtime" / "python.exe"
    code, said = windows.run([python, OUTPUTS, program / "resources" / "examples", out])
    assert code == 0, said
    expected = hashes(reference)
    assert {Path(name).suffix for name in expected} == {".pdf", ".xlsx", ".docx", ".zip", ".txt"}
    assert hashes(out) == expected


# --- somebody at the keyboard -------------------------------------------------------------------


@pytest.fixture(scope="module")
def python(
    windows: Machine, program: Path, qt_wheel: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    return runner.prepare(windows, program, tmp_path_factory.mktemp("runner"), qt_wheel)


def test_a_table_is_filled_checked_printed_and_handed_on_through_the_real_window(
    windows: Machine, python: Path, tmp_path: Path
) -> None:
    code, said = runner.run(windows, python, ["tests/e2e/test_first_light.py"], tmp_path)
    assert code == 0, said
    # What the window exported under Windows, made again on Linux from its own data.
    (package,) = tmp_path.rglob("上报包.zip")
    if sys.platform != "win32":
        with zipfile.ZipFile(package) as archive:
            names = [name for name in archive.namelist() if name.endswith("/数据.json")]
            forms = [tmp_path / f"{number}.json" for number in range(len(names))]
            for form, name in zip(forms, names, strict=True):
                form.write_bytes(archive.read(name))
        again = tmp_path / "again"
        command = [sys.executable, "-m", "anju_desktop.cli", "export", *map(str, forms)]
        subprocess.run([*command, "-o", str(again)], check=True, cwd=ROOT)
        (made,) = again.glob("*.zip")
        assert made.read_bytes() == package.read_bytes()


def test_what_was_called_saved_is_there_after_a_kill(
    windows: Machine, python: Path, tmp_path: Path
) -> None:
    code, said = runner.run(windows, python, ["tests/e2e/test_power.py"], tmp_path)
    assert code == 0, said


def test_the_store_holds_on_windows(windows: Machine, python: Path, tmp_path: Path) -> None:
    tests = [f"tests/storage/test_{name}.py" for name in STORE]
    code, said = runner.run(windows, python, [*tests, "tests/test_assets.py"], tmp_path)
    assert code == 0, said


# --- the USB stick --------------------------------------------------------------------------------


def test_the_portable_folder_keeps_its_data_beside_it(
    windows: Machine, release: Release, data: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(release.portable) as archive:
        archive.extractall(tmp_path / "U 盘")
    (folder,) = (tmp_path / "U 盘").iterdir()
    before = hashes(data)
    running = windows.start(["cmd", "/c", folder / "安居填报.cmd"])
    until(lambda: is_open(folder / "资料"), "the store beside the program is opened")
    running.kill()
    kill_all(windows)
    code, said = anju(windows, folder, "store", "check")
    assert code == 0, said
    assert hashes(data) == before


def kill_all(windows: Machine) -> None:
    """What a command file started is nobody's child: end it by its name."""
    windows.run(["taskkill", "/f", "/im", "pythonw.exe"])


# --- the end ---------------------------------------------------------------------------------


def test_uninstalling_leaves_the_data_and_nothing_else(
    windows: Machine, program: Path, data: Path
) -> None:
    before = hashes(data)
    assert before
    windows.run([program / "卸载.exe", "/S"])
    until(lambda: not program.exists(), "the program folder is gone")
    assert hashes(data) == before
    assert [path for path in shortcuts(windows) if path.exists()] == []
    assert not shortcuts(windows)[0].parent.exists()
    assert windows.registry(UNINSTALL, "DisplayName") is None
    assert windows.registry("Software\\anju-desktop", "InstallDir") is None
    for suffix, kind in TYPES.items():
        assert windows.registry(f"Software\\Classes\\{kind}\\shell\\open\\command") is None
        assert windows.registry(f"Software\\Classes\\{suffix}\\OpenWithProgids", kind) is None
