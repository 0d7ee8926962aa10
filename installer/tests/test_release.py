"""The release as a clerk meets it: installed, used, killed, upgraded, removed, on a USB stick.

One story, told in the order of the tests; each begins where the one before ended. Runs on Windows
and, with Wine, on Linux: ``installer/README.md`` says how. It is not part of the project's suite.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
import unittest.mock
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PureWindowsPath

import pytest

from installer.tests import runner, shortcuts
from installer.tests.conftest import OLDER, Release
from installer.tests.machine import Machine, Program, Wine, until

OUTPUTS, SCENES, HOLDING = (
    Path(__file__).with_name(f"{name}.py") for name in ("outputs", "scenes", "holding")
)
UNINSTALL = "Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\anju-desktop"
TYPES = {".json": "AnjuDesktop.Form", ".zip": "AnjuDesktop.Package"}
RUNNING = 4
DIALOGS = Path(__file__).with_name("dialogs.py")
EXAMPLE = "karamay-2024-old-communities.json"
HERE = sys.platform != "win32"
"""Whether Windows is Wine's."""


@pytest.fixture(scope="module")
def program(windows: Machine) -> Path:
    """Where it is installed: a folder with Chinese characters and blanks."""
    root = windows.prefix / "drive_c" if isinstance(windows, Wine) else Path("C:/")
    return root / "办公 软件" / "安居 填报"


@pytest.fixture(scope="module")
def data(windows: Machine) -> Path:
    return windows.local / "安居填报"


def install(windows: Machine, release: Release, program: Path, *switches: str) -> int:
    """Silently; NSIS wants the folder last and without quotes: two words, as a shell cuts it."""
    folder = windows.windows_path(program)
    if isinstance(windows, Wine):
        return windows.run([release.setup, "/S", *switches, *f"/D={folder}".split(" ")])[0]
    command = f'"{release.setup}" {" ".join(["/S", *switches])} /D={folder}'
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


def links(windows: Machine) -> dict[str, Path]:
    """The shortcuts in the start menu and on the desktop, by what each leads to."""
    menu = windows.home / "AppData/Roaming/Microsoft/Windows/Start Menu/Programs/安居填报"
    return {
        "start": menu / "安居填报.lnk",
        "desktop": windows.home / "Desktop" / "安居填报.lnk",
        "readme": menu / "使用说明.lnk",
        "removal": menu / "卸载安居填报.lnk",
    }


class Hand:
    """Somebody who reads what Windows' dialogs say, presses their buttons and takes pictures."""

    def __init__(self, windows: Machine, python: Path, screens: Path) -> None:
        self._windows, self._python, self._screens = windows, python, screens

    def read(self, words: str, picture: str = "") -> str:
        """All that the window with these words says."""
        said = self._do("read", words)
        if picture:
            time.sleep(1)
            self.picture(picture)
        return said

    def press(self, words: str, button: str) -> None:
        self._do("press", words, button)

    def picture(self, name: str) -> None:
        self._windows.picture().save(self._screens / f"{name}.png")

    @contextmanager
    def holding(self, path: Path) -> Iterator[None]:
        """While another program has the file open for itself alone."""
        holder = self._windows.start([self._python, HOLDING, path], listening=True)
        until(lambda: "held" in holder.said(), "the file is held")
        yield
        holder.kill()

    def _do(self, *words: str) -> str:
        code, said = self._windows.run([self._python, DIALOGS, *words])
        assert code == 0, said
        return said


@pytest.fixture(scope="module")
def hand(
    windows: Machine, release: Release, screens: Path, tmp_path_factory: pytest.TempPathFactory
) -> Hand:
    """Has a Python of its own: that of the program would count as the program running."""
    folder = tmp_path_factory.mktemp("hand")
    with zipfile.ZipFile(release.portable) as archive:
        for name in archive.namelist():
            if "/runtime/" in name:
                archive.extract(name, folder)
    return Hand(windows, next(folder.glob("*/runtime/python.exe")), screens)


def hashes(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


# --- an older version, used, and the upgrade ---------------------------------------------------


@pytest.fixture(scope="module")
def found(windows: Machine) -> set[Path]:
    """What there was before anything was installed."""
    return everything(windows)


def everything(windows: Machine) -> set[Path]:
    """Every file of the user, but for the passing ones, in a place of their own.

    A program for removal cannot remove itself: it works from there, and Windows tidies up.
    """
    passing = (windows.local / "Temp", windows.home / "Temp")
    files = (path for path in windows.home.rglob("*") if path.is_file())
    return {path for path in files if not any(map(path.is_relative_to, passing))}


def test_the_older_version_is_installed_silently(
    windows: Machine, found: set[Path], older: Release, program: Path
) -> None:
    assert not any("anju" in path.name for path in found)
    assert install(windows, older, program) == 0
    assert windows.registry(UNINSTALL, "DisplayVersion") == OLDER
    assert [path for path in links(windows).values() if not path.is_file()] == []


def test_its_window_opens_and_keeps_its_data_apart_from_the_program(
    windows: Machine, program: Path, data: Path, hand: Hand
) -> None:
    form = program / "resources" / "examples" / EXAMPLE
    running = window(windows, program, form)
    # Opened once the window stands, as by 打开方式; the first name in it is in the store then.
    until(lambda: is_open(data) and holds(data, "克拉玛依区"), "the form is taken over")
    until(lambda: holds(data, f"program-version{OLDER}"), "the version is noted")
    time.sleep(2)
    hand.picture("older-with-a-form")
    running.kill()
    assert not (data / "错误报告").exists()
    assert not any(program.rglob("*.db"))


def test_setup_refuses_while_the_program_runs_says_so_and_changes_nothing(
    windows: Machine, release: Release, program: Path, data: Path, hand: Hand
) -> None:
    before = hashes(program)
    running = window(windows, program)
    until(lambda: is_open(data), "the store is opened")
    assert install(windows, release, program) == RUNNING
    setup = windows.start([release.setup])
    hand.press("欢迎使用", "下一步")
    hand.press("选择安装位置", "安装")
    assert "请先关闭它" in hand.read("正在运行", "setup-refuses")
    hand.press("正在运行", "取消")
    assert setup.finish()[0] == RUNNING
    running.kill()
    assert hashes(program) == before


def test_the_upgrade_page_by_page_keeps_what_is_the_clerks_and_opens_the_program(
    windows: Machine, release: Release, program: Path, data: Path, hand: Hand
) -> None:
    (program / "lib" / "stale.pyc").write_bytes(b"of the older version")
    (program / "自己的.txt").write_text("留着", encoding="utf-8")
    (data / "自己的.txt").write_text("留着", encoding="utf-8")
    setup = windows.start([release.setup])
    assert "已填的资料原样保留" in hand.read("欢迎使用", "setup-1-welcome")
    hand.press("欢迎使用", "下一步")
    # The folder of the older version is proposed.
    assert windows.windows_path(program) in hand.read("选择安装位置", "setup-2-folder")
    hand.press("选择安装位置", "安装")
    assert "打开安居填报" in hand.read("已经成功安装", "setup-3-done")
    hand.press("已经成功安装", "完成")
    assert setup.finish()[0] == 0
    until(lambda: is_open(data), "setup opens the program")
    (version,) = (windows.registry(UNINSTALL, "DisplayVersion"),)
    assert version not in {OLDER, None}
    until(lambda: holds(data, f"program-version{version}"), "the new version is noted")
    time.sleep(2)
    hand.picture("upgraded-start-page")
    kill_all(windows)
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


def test_the_shortcuts_lead_to_the_program(windows: Machine, program: Path, data: Path) -> None:
    where = PureWindowsPath(windows.windows_path(program))
    links_ = {kind: shortcuts.read(path) for kind, path in links(windows).items()}
    for kind in ("start", "desktop"):
        link = links_[kind]
        assert link.target == where / "runtime" / "pythonw.exe"
        assert link.arguments == "-m anju_desktop"
        assert link.icon == where / "anju.ico"
        # Wine keeps no properties of shortcuts.
        assert link.app_id == ("" if HERE else "anju-desktop")
    assert links_["readme"].target == where / "使用说明.txt"
    assert links_["removal"].target == where / "卸载.exe"
    windows.run(["cmd", "/c", "start", "", links(windows)["desktop"]])
    until(lambda: is_open(data), "the shortcut opens the program")
    kill_all(windows)


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
    windows: Machine, program: Path, python: Path, tmp_path: Path
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
        environment = {**os.environ, "PYTHONPATH": str(program / "app.zip")}
        subprocess.run([*command, "-o", str(again)], check=True, cwd=tmp_path, env=environment)
        (made,) = again.glob("*.zip")
        assert made.read_bytes() == package.read_bytes()


def test_what_was_called_saved_is_there_after_a_kill(
    windows: Machine, python: Path, tmp_path: Path
) -> None:
    tests = ["tests/e2e/test_power.py", "tests/storage/test_killing.py"]
    code, said = runner.run(windows, python, tests, tmp_path)
    assert code == 0, said


def test_store_and_files_hold_on_windows(windows: Machine, python: Path, tmp_path: Path) -> None:
    tests = ["tests/storage", "tests/test_assets.py", "tests/test_files.py"]
    ignored = ["--ignore", "tests/storage/test_killing.py"]
    code, said = runner.run(windows, python, [*tests, *ignored], tmp_path)
    assert code == 0, said


def test_the_window_looks_as_it_should(
    windows: Machine, program: Path, screens: Path, tmp_path: Path
) -> None:
    """For people to look at; a program that does not come up fails here, too."""
    form = program / "resources" / "examples" / EXAMPLE
    python = program / "runtime" / "python.exe"
    code, said = windows.run([python, SCENES, form, tmp_path / "资料", screens])
    assert code == 0, said
    assert len(list(screens.glob("window-*.png"))) == 4


# --- what only Windows knows --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("CON.xlsx", "Windows 留给设备的名字"),
        ("表.xlsx.", "末尾不能是点或空格"),
        ("甲:乙.xlsx", "不能用的字符“:”"),
    ],
    ids=["device", "dot", "colon"],
)
def test_a_name_that_windows_keeps_for_itself_is_refused_in_words(
    windows: Machine, program: Path, tmp_path: Path, name: str, told: str
) -> None:
    form = program / "resources" / "examples" / EXAMPLE
    target = windows.windows_path(tmp_path) + "\\" + name
    code, said = anju(windows, program, "render", form, "--to", "xlsx", "-o", target)
    assert (code, told in said) == (2, True), said
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == []


def test_a_device_is_no_file_to_be_read(windows: Machine, program: Path) -> None:
    code, said = anju(windows, program, "check", "CON")
    assert (code, "没有这个文件" in said) == (2, True), said


def test_a_path_longer_than_windows_takes_is_written_and_read(
    windows: Machine, program: Path, data: Path
) -> None:
    folder = data.parent / "长" / Path(*["很长的文件夹名字" * 5] * 7)
    target = windows.windows_path(folder) + "\\表.json"
    assert len(target) > 259
    made_in = folder if HERE else Path("\\\\?\\" + str(folder))
    made_in.mkdir(parents=True)
    example = program / "resources" / "examples" / EXAMPLE
    code, said = anju(
        windows, program, "render", example, "--to", "xlsx", "-o", target[:-4] + "xlsx"
    )
    assert code == 0, said
    shutil.copyfile(example, made_in / "表.json")
    code, said = anju(windows, program, "check", target)
    assert code in {0, 1}, said
    shutil.rmtree(made_in.parents[6])


def test_a_file_that_another_program_holds_is_told_and_left_as_it_was(
    windows: Machine, program: Path, tmp_path: Path, hand: Hand
) -> None:
    form, target = program / "resources" / "examples" / EXAMPLE, tmp_path / "表.xlsx"
    target.write_bytes(b"as it was")
    render: list[str | Path] = ["render", form, "--to", "xlsx", "-o", target]
    with hand.holding(target):
        code, said = anju(windows, program, *render)
        assert (code, "正被其他程序打开。请关闭后重试" in said) == (2, True), said
    assert target.read_bytes() == b"as it was"
    assert [path.name for path in tmp_path.iterdir()] == [target.name]
    code, said = anju(windows, program, *render)
    assert code == 0, said


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_the_command_file_speaks_chinese_on_any_console(
    windows: Machine, program: Path, encoding: str
) -> None:
    form = f"resources\\examples\\{EXAMPLE}"
    told = {"PYTHONIOENCODING": encoding} if encoding == "gbk" else {}
    with unittest.mock.patch.dict(windows.environment, told):
        # Without a blank in the command, since cmd has rules of its own for quotes.
        command: list[str | Path] = ["cmd", "/c", "anju.cmd", "check", form]
        code, said = windows.run(command, program, encoding=encoding)
    assert code in {0, 1}, said
    assert "错误" in said
    assert "Traceback" not in said


def test_what_windows_lacks_is_told_in_a_box(
    windows: Machine, release: Release, hand: Hand, tmp_path: Path
) -> None:
    with zipfile.ZipFile(release.portable) as archive:
        archive.extractall(tmp_path)
    (folder,) = tmp_path.iterdir()
    if isinstance(windows, Wine):
        windows.be_of_version("win81")
        try:
            running = window(windows, folder)
            assert "系统太旧" in hand.read("1809", "too-old")
            hand.press("1809", "确定")
            assert running.finish()[0] == 2
        finally:
            windows.be_of_version("win10")
    for part in ("PySide6/plugins/platforms/qwindows.dll", "PySide6/Qt6Gui.dll"):
        (folder / "lib" / part).unlink()
        running = window(windows, folder)
        hand.read("没有装完整", f"missing-{Path(part).stem}")
        hand.press("没有装完整", "确定")
        assert running.finish()[0] == 2


# --- the USB stick --------------------------------------------------------------------------------


def test_the_portable_folder_keeps_its_data_beside_it(
    windows: Machine, release: Release, data: Path, hand: Hand, tmp_path: Path
) -> None:
    with zipfile.ZipFile(release.portable) as archive:
        archive.extractall(tmp_path / "U 盘")
    (folder,) = (tmp_path / "U 盘").iterdir()
    before = hashes(data)
    running = windows.start(["cmd", "/c", folder / "安居填报.cmd"])
    until(lambda: is_open(folder / "资料"), "the store beside the program is opened")
    time.sleep(2)
    hand.picture("portable")
    running.kill()
    kill_all(windows)
    code, said = anju(windows, folder, "store", "check")
    assert code == 0, said
    assert hashes(data) == before


def test_the_portable_folder_asks_to_be_unpacked_first(
    windows: Machine, release: Release, tmp_path: Path
) -> None:
    """Opened in the zip, Windows takes out this one file."""
    with zipfile.ZipFile(release.portable) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith("/安居填报.cmd"))
        start = Path(archive.extract(name, tmp_path))
    code, said = windows.run(["cmd", "/c", start], encoding="gbk")
    assert (code, "请先把整个压缩包解压" in said) == (1, True), said


def kill_all(windows: Machine) -> None:
    """What a command file started is nobody's child: end it by its name."""
    windows.run(["taskkill", "/f", "/im", "pythonw.exe"])


# --- the end ---------------------------------------------------------------------------------


def test_uninstalling_says_where_the_data_lie_and_leaves_nothing_else(
    windows: Machine, found: set[Path], program: Path, data: Path, hand: Hand
) -> None:
    before = hashes(data)
    assert before
    where = windows.windows_path(data)
    removal = windows.start([program / "卸载.exe"])
    assert where in hand.read("将删除程序。已填的资料不删除", "removal-1-confirm")
    hand.press("将删除程序。已填的资料不删除", "卸载")
    assert where in hand.read("已填的资料还在", "removal-2-data")
    hand.press("已填的资料还在", "确定")
    hand.press("卸载完成", "关闭")
    removal.finish()
    assert_gone(windows, program)
    assert hashes(data) == before
    left = [path for path in everything(windows) - found if not path.is_relative_to(data)]
    # A real Windows writes files of its own all the time: there those of this name are looked for.
    assert [path for path in left if HERE or re.search("anju|安居", str(path), re.IGNORECASE)] == []


def assert_gone(windows: Machine, program: Path) -> None:
    """No program, no shortcut, no word in the registry."""
    until(lambda: not program.exists(), "the program folder is gone")
    assert [path for path in links(windows).values() if path.exists()] == []
    assert not links(windows)["start"].parent.exists()
    assert windows.registry(UNINSTALL, "DisplayName") is None
    assert windows.registry("Software\\anju-desktop", "InstallDir") is None
    for suffix, kind in TYPES.items():
        assert windows.registry(f"Software\\Classes\\{kind}\\shell\\open\\command") is None
        assert windows.registry(f"Software\\Classes\\{suffix}\\OpenWithProgids", kind) is None


def test_silently_and_without_an_icon_on_the_desktop_it_comes_and_goes(
    windows: Machine, release: Release, program: Path, data: Path
) -> None:
    before = hashes(data)
    assert install(windows, release, program, "/NODESKTOP") == 0
    assert links(windows)["start"].is_file()
    assert not links(windows)["desktop"].exists()
    windows.run([program / "卸载.exe", "/S"])
    assert_gone(windows, program)
    assert hashes(data) == before
