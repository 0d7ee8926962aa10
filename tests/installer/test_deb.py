"""What goes into the packages for UOS and Kylin, and what they ask of the system."""

import io
import json
import re
import stat
import subprocess
import tarfile
from pathlib import Path

import PySide6
import pytest

from installer import bundle, cpython, deb, inputs

ROOT = Path(__file__).parents[2]
QT = Path(PySide6.__file__).parent / "Qt" / "lib"
IBUS = QT.parent / "plugins/platforminputcontexts/libibusplatforminputcontextplugin.so"
LOCK = """\
# made by a tool
one==1.0 \\
    --hash=sha256:aa \\
    --hash=sha256:ab
    # via two
two==2.0 \\
    --hash=sha256:bb
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small program, laid out."""
    folder = tmp_path / "root"
    bundle.write(folder / deb.FILES / "bin" / "anju", b"#!/bin/sh\n")
    bundle.write(folder / deb.FILES / "resources" / "表.json", b"{}")
    (folder / "usr" / "bin").mkdir(parents=True)
    (folder / "usr" / "bin" / "anju").symlink_to(f"/{deb.FILES}/bin/anju")
    return folder


def members(package: Path, name: str) -> tarfile.TarFile:
    """A tar inside a package, read by the rules of ``ar``."""
    content = package.read_bytes()
    at = content.index(f"{name:<16}".encode())
    size = int(content[at + 48 : at + 58])
    return tarfile.open(fileobj=io.BytesIO(content[at + 60 : at + 60 + size]))


# --- the package ----------------------------------------------------------------------------------


def test_a_package_has_the_three_members_that_dpkg_asks_for(root: Path, tmp_path: Path) -> None:
    package = tmp_path / "a.deb"
    deb.write(package, root, {"control": b"Package: a\n"})
    content = package.read_bytes()
    assert content.startswith(b"!<arch>\ndebian-binary   ")
    assert content[68:72] == b"2.0\n"
    with members(package, "control.tar.xz") as control:
        assert control.getnames() == [".", "./control"]


def test_all_belongs_to_root_and_bears_one_date(root: Path, tmp_path: Path) -> None:
    package = tmp_path / "a.deb"
    deb.write(package, root, {})
    with members(package, "data.tar.xz") as data:
        entries = data.getmembers()
    assert {(entry.uid, entry.gid, entry.uname, entry.gname) for entry in entries} == {
        (0, 0, "root", "root")
    }
    assert {entry.mtime for entry in entries} == {bundle.SECONDS}
    modes = {entry.name: entry.mode for entry in entries if entry.isfile()}
    assert modes == {
        f"./{deb.FILES}/bin/anju": 0o755,
        f"./{deb.FILES}/resources/表.json": 0o644,
    }
    (link,) = (entry for entry in entries if entry.issym())
    assert (link.name, link.linkname) == ("./usr/bin/anju", f"/{deb.FILES}/bin/anju")


def test_every_folder_comes_before_what_lies_in_it(root: Path, tmp_path: Path) -> None:
    package = tmp_path / "a.deb"
    deb.write(package, root, {})
    with members(package, "data.tar.xz") as data:
        names = data.getnames()
    for place, name in enumerate(names):
        parent = str(Path(name).parent)
        assert name == "." or f"./{parent}" in names[:place] or parent == "."


def test_a_second_package_has_the_same_bytes(root: Path, tmp_path: Path) -> None:
    for name in ("a.deb", "b.deb"):
        deb.write(tmp_path / name, root, {"control": b"Package: a\n"})
        for path in root.rglob("*.json"):
            path.chmod(stat.S_IRUSR)
            path.touch()
    assert (tmp_path / "a.deb").read_bytes() == (tmp_path / "b.deb").read_bytes()


def test_the_files_of_a_package_can_be_read_again(root: Path, tmp_path: Path) -> None:
    deb.write(tmp_path / "a.deb", root, {"control": b"odd"})
    files = dict(deb.unpacked((tmp_path / "a.deb").read_bytes()))
    assert files == {
        f"./{deb.FILES}/bin/anju": b"#!/bin/sh\n",
        f"./{deb.FILES}/resources/表.json": b"{}",
    }


def test_control_states_what_is_asked_for_and_no_script_is_run(root: Path) -> None:
    target = deb.Target("amd64")
    files = deb.control(root, target, "1.2.3", {"libX11.so.6", "libc.so.6", "libcups.so.2"})
    assert set(files) == {"control", "md5sums"}
    text = files["control"].decode()
    assert "\nVersion: 1.2.3\nArchitecture: amd64\n" in text
    assert "\nDepends: libc6 (>= 2.28), libstdc++6 (>= 8), libx11-6\n" in text
    assert "\nRecommends: libcups2 | libcups2t64\n" in text
    assert files["md5sums"].decode().splitlines()[0].endswith(f"  {deb.FILES}/bin/anju")


# --- what the systems want ------------------------------------------------------------------------


def test_uos_is_told_name_version_and_processor(root: Path) -> None:
    bundle.write(root / deb.FILES / "licences" / f"{deb.NAME}.txt", b"MIT")
    deb._control_files(root, deb.Target("arm64"), "1.2")
    info = json.loads((root / deb.HOME / "info").read_text(encoding="utf-8"))
    assert (info["appid"], info["version"], info["arch"]) == (deb.NAME, "1.2.0.0", ["arm64"])
    assert [name for name, allowed in info["permissions"].items() if allowed] == ["clipboard"]
    assert (root / "usr/share/doc/anju-desktop/copyright").read_bytes() == b"MIT"


def test_the_menu_entry_starts_the_window_and_claims_no_type_of_files() -> None:
    entry = deb.ENTRY.format(files=deb.FILES, name=deb.NAME)
    assert f"\nExec=/{deb.FILES}/bin/anju-desktop %f\n" in entry
    assert "MimeType" not in entry
    # The window says by the same name which entry it belongs to.
    app = (ROOT / "anju_desktop" / "app.py").read_text(encoding="utf-8")
    assert f'setDesktopFileName("{deb.NAME}")' in app
    assert f"\nStartupWMClass={deb.NAME}\n" in entry


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"QT_IM_MODULE": "fcitx5"}, "fcitx"),
        ({"XMODIFIERS": "@im=fcitx"}, "fcitx"),
        ({"QT_IM_MODULE": "ibus", "XMODIFIERS": "@im=ibus"}, "ibus"),
        ({}, ""),
    ],
)
def test_the_window_is_told_of_the_input_method(before: dict[str, str], after: str) -> None:
    script = deb.WINDOW.format(files="", method="fcitx").partition("exec ")[0]
    script += 'printf %s "$QT_IM_MODULE $QT_STYLE_OVERRIDE"'
    variables = {**before, "QT_STYLE_OVERRIDE": "kvantum"}
    done = subprocess.run(["/bin/sh", "-c", script], env=variables, capture_output=True, check=True)
    assert done.stdout.decode() == f"{after} "


def test_the_text_for_the_clerk_names_every_package_and_version_that_is_asked_for() -> None:
    text = (ROOT / "docs" / "linux.md").read_text(encoding="utf-8")
    packages = {name.partition(" ")[0] for name in (*deb.SYSTEM.values(), *deb.OPTIONAL.values())}
    assert [name for name in sorted(packages) if f"`{name}`" not in text] == []
    for architecture in ("amd64", "arm64"):
        settings = deb.Target(architecture).settings
        assert f"{architecture}：{settings['glibc']} 起" in text
        assert f"{settings['libstdcxx']} 起" in text


def test_a_library_that_no_package_is_named_for_stops_the_build(root: Path) -> None:
    binary = QT / "libQt6Widgets.so.6"
    bundle.copy(binary, root / deb.FILES / "lib" / binary.name)
    with pytest.raises(inputs.BuildError, match=r"No package is named here for libQt6Core\.so\.6"):
        deb.checked(root, deb.Target("amd64"))


def test_a_binary_for_a_newer_system_stops_the_build(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    binary = QT / "libQt6Core.so.6"
    bundle.copy(binary, root / deb.FILES / "lib" / binary.name)
    settings = {**inputs.SETTINGS["linux"]["amd64"], "glibc": "2.5"}
    monkeypatch.setitem(inputs.SETTINGS["linux"], "amd64", settings)
    with pytest.raises(inputs.BuildError, match="asks for a newer glibc"):
        deb.checked(root, deb.Target("amd64"))


def test_a_plugin_that_asks_for_more_than_was_looked_at_stops_the_build(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(deb, "NEVER_CALLED", {"GLIBCXX_3.4": set()})
    with pytest.raises(inputs.BuildError, match="asks for more of GLIBCXX_3"):
        deb.fitted(IBUS.read_bytes())


# --- inputs ---------------------------------------------------------------------------------------


def test_some_packages_of_a_lock_are_exchanged_for_another_version() -> None:
    lock = deb.exchanged(LOCK, {"one": ["0.9", "ff"]})
    assert "one==1.0" not in lock
    assert "sha256:aa" not in lock
    assert "two==2.0 \\\n    --hash=sha256:bb" in lock
    assert lock.endswith("one==0.9 --hash=sha256:ff\n")


def test_without_exchanges_a_lock_stays_as_it_is() -> None:
    assert deb.exchanged(LOCK, {}) == LOCK


def test_a_package_that_is_to_be_exchanged_must_be_in_the_lock() -> None:
    with pytest.raises(inputs.BuildError, match="three"):
        deb.exchanged(LOCK, {"three": ["0.9", "ff"]})
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    instead = inputs.SETTINGS["linux"]["arm64"]["instead"]
    assert "pyside6-essentials==6.7.3" in deb.exchanged(text, instead)


def test_of_debians_patches_those_that_fit_python_into_debian_are_left_out() -> None:
    (tests_only,) = cpython.TESTS_ONLY
    series = f"deb-setup.diff\n{cpython.FIRST_FIX}\nCVE-1.patch\n{tests_only}\n"
    assert cpython.wanted_fixes(series) == [cpython.FIRST_FIX, "CVE-1.patch"]
    with pytest.raises(inputs.BuildError, match="anew"):
        cpython.wanted_fixes("CVE-1.patch\n")


def test_the_extension_modules_that_the_library_asks_for_are_compiled() -> None:
    names = set(re.findall(r"^(\w+) ", cpython.MODULES, re.MULTILINE))
    assert {"_sqlite3", "zlib", "_decimal", "_socket", "unicodedata", "pyexpat"} <= names


def test_every_file_of_debian_has_a_whole_hash() -> None:
    hashes = inputs.SETTINGS["linux"]["debian"].values()
    assert all(re.fullmatch("[0-9a-f]{64}", value) for value in hashes)


def test_a_file_of_debian_that_was_exchanged_is_refused(tmp_path: Path) -> None:
    path = next(iter(inputs.SETTINGS["linux"]["debian"]))
    bundle.write(tmp_path / "debian" / path.rpartition("/")[2], b"another")
    with pytest.raises(inputs.BuildError, match="not the one of inputs"):
        inputs.debian(tmp_path, path)
