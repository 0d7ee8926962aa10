"""What goes into the Windows release, and in which form."""

import io
import marshal
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from installer import build, bundle, inputs

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "name",
    [
        "openpyxl/cell/cell.py",
        "docx/templates/default.docx",
        "lxml/etree.cp311-win_amd64.pyd",
        "PIL/_imaging.cp311-win_amd64.pyd",
        "PIL/Image.py",
        "sqlite_utils/db.py",
    ],
)
def test_what_is_used_of_the_packages_ships(name: str) -> None:
    assert bundle.ships(name)


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt6Qml.dll",
        "charset_normalizer/api.py",
        "PIL/_avif.cp311-win_amd64.pyd",
        "PIL/WebPImagePlugin.py",
        "sqlite_utils/cli.py",
        "lxml/objectify.cp311-win_amd64.pyd",
        "lxml/includes/tree.pxd",
        "openpyxl-3.1.5.dist-info/METADATA",
        "segno/__init__.pyi",
        "reportlab/fonts/Vera.ttf",
    ],
)
def test_what_is_not_used_stays_out(name: str) -> None:
    assert not bundle.ships(name)


def test_the_standard_library_comes_without_tests_and_tools(tmp_path: Path) -> None:
    for name in ("json/decoder.py", "test/test_json.py", "tkinter/ttk.py", "turtle.py", "os.py"):
        bundle.write(tmp_path / name, b"")
    assert list(bundle.library_modules(tmp_path)) == ["json/decoder.py", "os.py"]


def test_bytecode_holds_no_date_and_no_folder_of_this_machine(tmp_path: Path) -> None:
    path = tmp_path / "module.py"
    path.write_text("def one():\n    return 1\n", encoding="utf-8")
    content = bundle.compiled(path, "package/module.py")
    assert content == bundle.compiled(path, "package/module.py")
    assert content[:4] == bundle.MAGIC
    assert content[4:8] == b"\x01\0\0\0"
    assert marshal.loads(content[16:]).co_filename == "package/module.py"
    assert str(tmp_path).encode() not in content


def test_docstrings_can_be_left_out_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "module.py"
    source = """'Nobody reads this.'
from __future__ import annotations
def empty():
    'Nobody, again.'
assert empty() is None, 'stays'
"""
    path.write_text(source, encoding="utf-8")
    assert b"Nobody" in bundle.compiled(path, "module.py")
    content = bundle.compiled(path, "module.py", documented=False)
    assert b"Nobody" not in content
    assert b"stays" in content
    exec(marshal.loads(content[16:]), {})


def test_modules_and_data_go_into_the_zip_with_one_date(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("", encoding="utf-8")
    (tmp_path / "b.txt").write_text("text", encoding="utf-8")
    with zipfile.ZipFile(io.BytesIO(), "w") as archive:
        bundle.add(archive, tmp_path / "a.py", "p/a.py")
        bundle.add(archive, tmp_path / "b.txt", "p/b.txt")
        entries = {entry.filename: entry.date_time for entry in archive.infolist()}
    assert entries == {"p/a.pyc": bundle.DATE, "p/b.txt": bundle.DATE}


def test_every_module_of_the_program_can_be_imported_from_its_zip(tmp_path: Path) -> None:
    """Also from folders without ``__init__.py``, which a zip has to list."""
    for name in ("docs/windows.md", "installer/anju.ico"):
        bundle.write(tmp_path / "app" / name, b"")
    shutil.copytree(ROOT / "anju_desktop", tmp_path / "app" / "anju_desktop")
    (tmp_path / "app" / "resources").mkdir()
    bundle._app(tmp_path, tmp_path / "app")
    modules = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in (ROOT / "anju_desktop").rglob("*.py")
        if path.name not in {"__init__.py", "__main__.py"}
    ]
    assert "anju_desktop.gui.generated.ui_main_window" in modules
    code = "import sys, importlib.util as u; sys.path.insert(0, sys.argv.pop(1)); "
    code += "print([name for name in sys.argv[1:] if u.find_spec(name) is None])"
    command = [sys.executable, "-I", "-c", code, str(tmp_path / "app.zip"), *modules]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_text_for_the_clerk_opens_in_the_editor_of_windows_1809(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# 安装\n一行\n", encoding="utf-8")
    assert bundle.for_notepad(tmp_path / "a.md") == b"\xef\xbb\xbf" + "# 安装\r\n一行\r\n".encode()


def test_a_full_font_is_packed_right_before_the_one_of_its_common_characters(
    tmp_path: Path,
) -> None:
    fonts = ["AnjuSerifCommon-Bold", "AnjuSerifCommon-Regular", "NotoSerifSC-Bold", "HanaMinB"]
    for name in [*fonts, "NotoSerifSC-Regular"]:
        bundle.write(tmp_path / "resources" / "fonts" / f"{name}.ttf", b"")
    bundle.write(tmp_path / "app.zip", b"")
    lines = build.file_commands(tmp_path).splitlines()
    names = [Path(line.strip('File "')).stem for line in lines if line.startswith("File")]
    assert names.index("app") == len(names) - 1
    for weight in ("Regular", "Bold"):
        places = names.index(f"NotoSerifSC-{weight}"), names.index(f"AnjuSerifCommon-{weight}")
        assert abs(places[0] - places[1]) == 1


def test_every_file_has_its_command_and_its_folder(tmp_path: Path) -> None:
    for name in ("a.txt", "lib/b.txt", "lib/deep/c.txt"):
        bundle.write(tmp_path / name, b"")
    assert build.file_commands(tmp_path).splitlines() == [
        'SetOutPath "$INSTDIR"',
        f'File "{tmp_path}/a.txt"',
        'SetOutPath "$INSTDIR\\lib"',
        f'File "{tmp_path}/lib/b.txt"',
        'SetOutPath "$INSTDIR\\lib\\deep"',
        f'File "{tmp_path}/lib/deep/c.txt"',
        'SetOutPath "$INSTDIR"',
    ]


def test_setup_removes_every_top_entry_that_the_bundle_has() -> None:
    """An upgrade would leave stale files behind, and uninstalling too."""
    script = (ROOT / "installer" / "setup.nsi").read_text(encoding="utf-8")
    removal = script.partition("!macro RemoveProgram")[2].partition("!macroend")[0]
    folders = {"runtime", "lib", "resources", "licences"}
    files = {"app.zip", "lib.zip", "anju.cmd", "anju.ico", "使用说明.txt", "${UNINSTALLER}"}
    assert all(f'RMDir /r "$INSTDIR\\{name}"' in removal for name in folders)
    assert all(f'Delete "$INSTDIR\\{name}"' in removal for name in files)
    assert len(removal.strip().splitlines()) == len(folders) + len(files)


def test_the_uninstaller_names_the_folder_that_the_program_keeps_its_data_in() -> None:
    script = (ROOT / "installer" / "setup.nsi").read_text(encoding="utf-8")
    places = (ROOT / "anju_desktop" / "storage" / "places.py").read_text(encoding="utf-8")
    assert '!define NAME "安居填报"' in script
    assert "$LOCALAPPDATA\\${NAME}" in script
    assert 'base / "安居填报"' in places


def test_shortcuts_and_window_bear_one_name_for_the_taskbar() -> None:
    script = (ROOT / "installer" / "setup.nsi").read_text(encoding="utf-8")
    app = (ROOT / "anju_desktop" / "app.py").read_text(encoding="utf-8")
    assert '!define APPID "anju-desktop"' in script
    assert 'SetCurrentProcessExplicitAppUserModelID("anju-desktop")' in app


def test_the_version_is_the_programs_unless_another_is_wanted(tmp_path: Path) -> None:
    module = tmp_path / "anju_desktop" / "__init__.py"
    bundle.write(module, b'__version__ = "1.2.3"\n')
    assert build.set_version(tmp_path, "") == "1.2.3"
    assert build.set_version(tmp_path, "9.9") == "9.9"
    assert module.read_text(encoding="utf-8") == '__version__ = "9.9"\n'


def test_a_lock_with_markers_is_refused(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.txt"
    lock.write_text("a==1 ; sys_platform == 'win32'\n", encoding="utf-8")
    with pytest.raises(inputs.BuildError, match="markers"):
        inputs.wheels(tmp_path, lock)


def test_no_byte_of_the_command_file_means_something_to_cmd_in_any_code_page() -> None:
    """Second bytes of GBK may be ``|`` or ``^``, where Windows is set to UTF-8."""
    words = "".join(char for char in build.START if ord(char) > 127).encode("gbk")
    assert not set(words) & set(b'&|<>^%()"\r\n')
