"""The Debian package as a clerk meets it, on an older system: installed, used, upgraded, removed.

One story, told in the order of the tests; each begins where the one before ended. ``README.md`` of
the installer says how it is run. It is not part of the project's suite.
"""

import hashlib
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from installer import deb
from installer.build import CACHE
from installer.inputs import ROOT
from installer.tests_linux.conftest import OLDER
from installer.tests_linux.debian import Debian, Screen, until

PROGRAM = f"/{deb.FILES}"
EXAMPLE = f"{PROGRAM}/resources/examples/karamay-2024-old-communities.json"
OUTPUTS = ROOT / "installer" / "tests" / "outputs.py"
MANY_COLOURS = 50
"""A window with text has more, a screen without one has fewer."""

PINYIN = {
    "fcitx": ("fcitx", "fcitx-pinyin", "fcitx-ui-classic", "fcitx-module-dbus", "dbus-x11"),
    "fcitx5": ("fcitx5", "fcitx5-chinese-addons", "dbus-x11"),
}
PROFILE = {
    "fcitx": "[Profile]\nIMName=pinyin\nEnabledIMList=fcitx-keyboard-us:True,pinyin:True\n",
    "fcitx5": """\
[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin

[Groups/0/Items/0]
Name=keyboard-us
Layout=

[Groups/0/Items/1]
Name=pinyin
Layout=

[GroupOrder]
0=Default
""",
}

TOOLS = {
    *("attrs", "hypothesis", "iniconfig", "packaging", "pluggy", "pygments"),
    *("pytest", "pytest-qt", "pytest-timeout", "sortedcontainers", "typing-extensions"),
}
QT_TEST = ("PySide6/QtTest.abi3.so", "PySide6/Qt/lib/libQt6Test.so.6")

SITE = """\
from pathlib import Path

import PySide6
from PySide6 import QtWidgets  # what the test module needs, found in the program

PySide6.__path__.append(str(Path(__file__).parent / "PySide6"))
"""

PDF = '''\
"""As much of pypdfium2 as the tests need; the Python of the program loads no such libraries."""

import subprocess


class PdfDocument:
    def __init__(self, path):
        self._path = path

    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass

    def __iter__(self):
        return iter([self])

    def get_textpage(self):
        return self

    def get_text_bounded(self):
        return subprocess.check_output(["pdftotext", str(self._path), "-"]).decode("utf-8")
'''

PLUGIN = """\
import anju_desktop

assert "app.zip" in anju_desktop.__file__, anju_desktop.__file__
"""


@pytest.fixture(scope="module")
def data(debian: Debian) -> Path:
    return debian.home / ".local" / "share" / "anju-desktop"


def install(debian: Debian, package: Path) -> None:
    debian.apt("install", f"{debian.bring(package, package.name)}")


def version(debian: Debian) -> str:
    """What dpkg says is installed."""
    return debian.root("dpkg-query", "--show", "--showformat=${Version}", deb.NAME)


def everything(debian: Debian) -> set[str]:
    """Every file of the system, without those that all programs share, and what is the clerk's."""
    own = ("proc", "dev", "home", "tmp", "var", "root", "etc")
    found = (path for top in debian.folder.iterdir() if top.name not in own for path in walk(top))
    return {path.relative_to(debian.folder).as_posix() for path in found}


def walk(top: Path) -> Iterator[Path]:
    for folder, _, files in os.walk(top):
        for name in files:
            yield Path(folder, name)


def hashes(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


def holds(data: Path, text: str) -> bool:
    """Whether something has been written into the store that has this text in it."""
    return any(text.encode() in path.read_bytes() for path in data.glob("*.db*"))


def is_open(data: Path) -> bool:
    """Whether a program says that it has the data open."""
    return any(data.glob("*.db")) and any(data.glob("*.db-wal"))


@contextmanager
def window(debian: Debian, screen: Screen, *words: str, **variables: str) -> Iterator[None]:
    """The program, as the menu starts it; killed in the end."""
    command = debian.command(deb.NAME, *words, DISPLAY=screen.display, **variables)
    process = subprocess.Popen(command)
    try:
        until(lambda: screen.colours() > MANY_COLOURS, "a window is painted", 600)
        yield
    finally:
        process.kill()
        process.wait()
        until(lambda: screen.colours() < MANY_COLOURS, "the window is gone")


# --- an older version, used, and the upgrade ------------------------------------------------------


@pytest.fixture(scope="module")
def found(debian: Debian, package: Path) -> set[str]:
    """What the system has before the program: all that the package asks for, and no more."""
    file = debian.bring(package, package.name)
    debian.apt("update")
    debian.apt("install", str(file))
    debian.apt("remove", deb.NAME)
    assert "python3" not in debian.root("dpkg-query", "--show", "--showformat=${Package}\n")
    return everything(debian)


def test_the_older_version_is_installed_and_its_window_opens(
    debian: Debian, screen: Screen, found: set[str], older: Path, data: Path, screens: Path
) -> None:
    install(debian, older)
    assert version(debian) == OLDER
    with window(debian, screen, EXAMPLE):
        until(lambda: holds(data, "克拉玛依区"), "the form is taken over", 300)
        time.sleep(5)
        screen.picture().save(screens / "older-with-a-form.png")
    assert not (data / "错误报告").exists()


def test_the_upgrade_replaces_the_program_and_keeps_what_is_the_clerks(
    debian: Debian, package: Path, data: Path
) -> None:
    before = hashes(data)
    install(debian, package)
    assert version(debian) != OLDER
    assert hashes(data) == before
    code, said = debian.run("anju", "store", "check")
    assert code == 0, said


# --- what stands there ----------------------------------------------------------------------------


def test_every_installed_file_is_as_it_was_packed(debian: Debian) -> None:
    assert debian.root("dpkg", "--verify", deb.NAME) == ""


def test_exactly_the_listed_files_are_installed(debian: Debian, package: Path) -> None:
    lines = package.with_suffix(".deb.txt").read_text(encoding="utf-8").splitlines()
    entries = [line.split(maxsplit=2) for line in lines]
    listed = {name: digest for digest, _, name in entries if not name.endswith(".deb")}
    installed = hashes(debian.folder / deb.HOME)
    assert {f"{deb.HOME}/{name}": digest for name, digest in installed.items()} == {
        name: digest for name, digest in listed.items() if name.startswith(deb.HOME)
    }


def test_the_command_says_its_version(debian: Debian) -> None:
    code, said = debian.run("anju", "--version")
    assert (code, said.strip()) == (0, f"安居填报 {version(debian)}")


@pytest.mark.parametrize("locale", ["C", "POSIX", "zh_CN.UTF-8"])
def test_it_speaks_chinese_in_every_locale(debian: Debian, locale: str) -> None:
    code, said = debian.run("anju", "check", EXAMPLE, LANG=locale, LC_ALL=locale)
    assert code in {0, 1}, said
    assert "错误" in said


def test_the_menu_entry_holds_what_the_desktops_ask_for(debian: Debian) -> None:
    debian.apt("install", "desktop-file-utils")
    said = debian.root("desktop-file-validate", f"/usr/share/applications/{deb.NAME}.desktop")
    assert said == ""


def test_all_that_it_writes_equals_what_this_machine_writes_byte_for_byte(
    debian: Debian, tmp_path: Path
) -> None:
    program = debian.folder / deb.FILES
    environment = {**os.environ, "PYTHONPATH": str(program / "app.zip")}
    examples = program / "resources" / "examples"
    command = [sys.executable, str(OUTPUTS), str(examples), str(tmp_path / "here")]
    subprocess.run(command, env=environment, check=True)
    script = debian.bring(OUTPUTS, OUTPUTS.name)
    python = f"{PROGRAM}/runtime/python3"
    out = debian.home / "写出的"
    code, said = debian.run(python, script, f"{PROGRAM}/resources/examples", "写出的")
    assert code == 0, said
    expected = hashes(tmp_path / "here")
    assert {Path(name).suffix for name in expected} == {".pdf", ".xlsx", ".docx", ".zip", ".txt"}
    assert hashes(out) == expected
    (handed_on, *_) = sorted(out.rglob("*.zip"))
    inside = debian.at_home / handed_on.relative_to(debian.home)
    code, said = debian.run("anju", "verify", inside)
    assert code == 0, said


# --- somebody at the keyboard ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def python(
    request: pytest.FixtureRequest, debian: Debian, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """The interpreter with the tests' own packages; a copy, since its paths lie beside it."""
    target = deb.Target(request.config.getoption("--architecture"))
    extra = tmp_path_factory.mktemp("extra")
    text = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    chosen = [
        entry.partition(" ;")[0].partition(" --hash")[0] + " " + entry[entry.index("--hash") :]
        for entry in text.splitlines()
        if entry.partition("==")[0] in TOOLS
    ]
    wheels = target.download(CACHE, "\n".join(chosen) + "\n")
    (qt,) = (path for path in target.wheels(CACHE) if path.name.startswith("PySide6_Essentials"))
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(extra)
    with zipfile.ZipFile(qt) as archive:
        for name in QT_TEST:
            archive.extract(name, extra)
    (extra / "sitecustomize.py").write_text(SITE, encoding="utf-8")
    (extra / "pypdfium2.py").write_text(PDF, encoding="utf-8")
    (extra / "in_the_release.py").write_text(PLUGIN, encoding="utf-8")
    tools = debian.bring(extra, "工具")
    project = debian.bring(ROOT, "项目")
    runtime = debian.bring(debian.folder / deb.FILES / "runtime", "解释器")
    places = [f"{PROGRAM}/{name}" for name in ("app.zip", "lib.zip", "lib")]
    lines = ["python311.zip", ".", *places, str(tools), str(project), "import site"]
    paths = debian.home / runtime.name / "python3._pth"
    paths.write_text("\n".join(lines) + "\n", encoding="utf-8")
    debian.apt("install", "poppler-utils")
    return f"{runtime}/python3"


@pytest.mark.parametrize("tests", ["test_first_light", "test_power"])
def test_a_table_is_filled_checked_printed_and_handed_on_by_the_keyboard(
    debian: Debian, screen: Screen, python: str, tests: str
) -> None:
    command = [python, "-m", "pytest", "-q", "-p", "in_the_release", "-p", "no:cacheprovider"]
    command += [
        "-o",
        "pythonpath=",
        "--rootdir",
        f"{debian.at_home}/项目",
        "--basetemp",
        f"{debian.at_home}/{tests}",
    ]
    variables = {"DISPLAY": screen.display, "QT_QPA_PLATFORM": "xcb"}
    code, said = debian.run(*command, f"{debian.at_home}/项目/tests/e2e/{tests}.py", **variables)
    assert code == 0, said


@pytest.mark.parametrize("name", ["fcitx", "fcitx5"])
def test_chinese_is_typed_with_the_systems_input_method(
    debian: Debian, screen: Screen, data: Path, screens: Path, name: str
) -> None:
    if not debian.has_fcitx:
        pytest.skip("Debian has no fcitx plugin for the Qt of this processor")
    typed = {"fcitx": ("nihao", "你好"), "fcitx5": ("shijie", "世界")}[name]
    debian.apt("install", *PINYIN[name])
    profile = debian.home / ".config" / name / "profile"
    profile.parent.mkdir(parents=True, exist_ok=True)
    profile.write_text(PROFILE[name], encoding="utf-8")
    debian.root("chown", "--recursive", "clerk", f"{debian.at_home}/.config")
    variables = {"DISPLAY": screen.display, "QT_IM_MODULE": name, "XMODIFIERS": f"@im={name}"}
    script = f"{name} -D >{name}.log 2>&1 & sleep 5; exec {deb.NAME} {EXAMPLE}"
    command = debian.command("dbus-run-session", "sh", "-c", script, **variables)
    process = subprocess.Popen(command, start_new_session=True)
    try:
        until(lambda: screen.colours() > MANY_COLOURS, "a window is painted", 600)
        until(lambda: is_open(data) and holds(data, "克拉玛依区"), "the form is opened", 300)
        time.sleep(15)
        screen.focus("安居填报")
        time.sleep(1)
        screen.press("ctrl+space")
        time.sleep(2)
        screen.write(typed[0])
        time.sleep(3)
        screen.picture().save(screens / f"{name}-choosing.png")
        screen.press("space")
        time.sleep(1)
        screen.press("Return")
        until(lambda: holds(data, typed[1]), "what was typed is stored", 60)
        screen.picture().save(screens / f"{name}-typed.png")
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        debian.kill_all()
    assert not (data / "错误报告").exists()


# --- the end --------------------------------------------------------------------------------------


def test_uninstalling_leaves_the_data_and_nothing_else(
    debian: Debian, found: set[str], data: Path
) -> None:
    before = hashes(data)
    debian.apt("purge", deb.NAME)
    left = everything(debian) - found
    assert [name for name in left if "anju" in name or name.startswith("opt/")] == []
    assert not (debian.folder / "opt" / "apps").exists()
    assert before
    assert hashes(data) == before
