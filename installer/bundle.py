"""Lays out the program folder as it stands on a clerk's PC.

::

    runtime/    Python: the interpreter, its extension modules, its library as one zip
    lib/        packages that are read as files: Qt, and those with extension modules or templates
    lib.zip     the other packages
    app.zip     the program
    resources/  forms, fonts, examples
    licences/   the licence of every part

Everything is compiled here, so that no PC writes ``.pyc`` files beside the program, and carries
one date, so that two builds give the same bytes.
"""

import ast
import importlib.util
import marshal
import os
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from installer import signatures
from installer.inputs import BuildError

DATE = (2026, 1, 1, 0, 0, 0)
SECONDS = 1767225600
"""The date of every file in the bundle: 2026-01-01 in UTC."""

MAGIC = b"\xa7\r\r\n"
"""The mark of bytecode of CPython 3.11."""

PYTHON_FILES = {
    "": ["python.exe", "pythonw.exe", "python3.dll", "python311.dll"],
    "DLLs": [
        *[f"{name}.pyd" for name in ("pyexpat", "select", "unicodedata")],
        *[f"_{name}.pyd" for name in ("bz2", "ctypes", "decimal", "elementtree", "lzma")],
        *[f"_{name}.pyd" for name in ("queue", "socket", "sqlite3", "uuid", "zoneinfo")],
        "_multiprocessing.pyd",
        "libffi-8.dll",
        "sqlite3.dll",
    ],
}
"""What is used of Python: no OpenSSL, no Tk, no pip."""

LIBRARY_LEFT_OUT = {
    *("__phello__", "__phello__.foo.py", "__pycache__", "_pydecimal.py", "_pyio.py"),
    *("curses", "dbm", "distutils", "ensurepip", "ftplib.py", "idlelib", "imaplib.py"),
    *("lib2to3", "mailbox.py", "msilib", "nntplib.py", "poplib.py", "pydoc_data"),
    *("site-packages", "smtplib.py", "telnetlib.py", "test", "tests", "tkinter"),
    *("turtle.py", "turtledemo", "venv", "wsgiref", "xmlrpc"),
    *("aifc.py", "asynchat.py", "asyncore.py", "cProfile.py", "cgi.py", "cgitb.py", "chunk.py"),
    *("compileall.py", "fileinput.py", "imghdr.py", "mailcap.py", "modulefinder.py", "netrc.py"),
    *("optparse.py", "pickletools.py", "pipes.py", "profile.py", "pstats.py", "pty.py"),
    *("pyclbr.py", "shelve.py", "smtpd.py", "sndhdr.py", "sunau.py", "symtable.py"),
    *("tabnanny.py", "timeit.py", "trace.py", "uu.py", "wave.py", "xdrlib.py", "zipapp.py"),
}
"""Folders and files of the standard library that nothing here imports."""

RUNTIME_LIBRARIES = [
    *("vcruntime140.dll", "vcruntime140_1.dll"),
    *("msvcp140.dll", "msvcp140_1.dll", "msvcp140_2.dll"),
]
"""The C and C++ runtime; Qt's wheel holds copies whose signature can be checked here.

They lie beside the interpreter, where Windows looks first for every library: Qt and shiboken, whose
wheels bring copies of their own, find them there, too.
"""

QT_FILES = [
    "PySide6/__init__.py",
    "PySide6/_config.py",
    "PySide6/_git_pyside_version.py",
    "PySide6/support/*.py",
    *[f"PySide6/Qt{module}.pyd" for module in ("Core", "Gui", "Widgets", "PrintSupport")],
    *[f"PySide6/Qt6{module}.dll" for module in ("Core", "Gui", "Widgets", "PrintSupport", "Svg")],
    "PySide6/pyside6.abi3.dll",
    "PySide6/plugins/platforms/qwindows.dll",
    "PySide6/plugins/imageformats/qsvg.dll",
    "PySide6/plugins/iconengines/qsvgicon.dll",
    "PySide6/translations/qtbase_zh_CN.qm",
    "shiboken6/__init__.py",
    "shiboken6/_config.py",
    "shiboken6/_git_shiboken_module_version.py",
    "shiboken6/Shiboken.pyd",
    "shiboken6/shiboken6.abi3.dll",
]
"""What is used of Qt; everything else of the wheels (QML, Designer, OpenGL …) stays out."""

PACKAGES_LEFT_OUT = {"charset_normalizer"}
"""reportlab lists it, and only asks it about fonts in files without a known encoding."""

AS_FILES = {"PIL", "docx", "lxml"}
"""Packages that load extension modules or templates from beside their modules."""

EXTENSIONS = {"PIL": {"_imaging"}, "lxml": {"etree", "_elementpath"}}
"""The extension modules that are used; a module that is not imported stays out."""

MODULES = {
    "PIL": {
        *("__init__", "_binary", "_deprecate", "_typing", "_util", "_version", "ExifTags"),
        *("Image", "ImageChops", "ImageCms", "ImageColor", "ImageFile", "ImageFilter"),
        *("ImageMode", "ImageOps", "ImagePalette", "ImageSequence", "TiffTags"),
    }
}
"""The modules that are used of a package that is hardly used: reportlab asks for Pillow's
``Image`` when it is imported, and no picture of any format is ever read."""

PARTS_LEFT_OUT = (
    *("docx/templates/default-docx-template/", "lxml/html/", "lxml/includes/"),
    *("lxml/isoschematron/", "reportlab/fonts/", "reportlab/graphics/", "tzdata/zoneinfo/"),
    *("click/testing.py", "lxml/doctestcompare.py", "lxml/sax.py", "lxml/usedoctest.py"),
    *("reportlab/lib/codecharts.py", "reportlab/lib/corp.py", "reportlab/lib/testutils.py"),
    *("reportlab/platypus/para.py", "reportlab/platypus/figures.py", "segno/cli.py"),
    *("sqlite_utils/cli.py", "tabulate/"),
)

FONTS_LEFT_OUT = "AnjuSans-"
"""The sans of the interface: Windows 10 and 11 have 微软雅黑 in every language and edition."""

SOURCES = {".c", ".h", ".pxd", ".pxi", ".pyi", ".pyx", ".typed"}

PATHS = "python311.zip\n.\n..\\app.zip\n..\\lib.zip\n..\\lib\n"
"""``python311._pth``: these folders alone, whatever the PC's variables and registry say."""


def lay_out(target: Path, app: Path, python: Path, wheels: Iterable[Path], unpacked: Path) -> None:
    """Fill an empty folder; fails on a binary that is not its maker's own."""
    if importlib.util.MAGIC_NUMBER != MAGIC:
        raise BuildError("The modules are compiled for CPython 3.11: run this with Python 3.11.")
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(unpacked)
    _qt(target / "lib", unpacked)
    _runtime(target / "runtime", python, unpacked / "PySide6")
    packages(target, unpacked)
    _app(target, app)
    licences(target / "licences", app, python, unpacked)
    for path in [target, *target.rglob("*")]:
        os.utime(path, (SECONDS, SECONDS))


def _runtime(target: Path, python: Path, qt: Path) -> None:
    files = [python / folder / name for folder, names in PYTHON_FILES.items() for name in names]
    _refuse(signatures.unsigned(files, signatures.PYTHON), signatures.PYTHON)
    libraries = [qt / name for name in RUNTIME_LIBRARIES]
    _refuse(signatures.unsigned(libraries, signatures.QT), signatures.QT)
    for path in files + libraries:
        copy(path, target / path.name)
    modules = list(library_modules(python / "Lib"))
    catalogue = python / signatures.CATALOGUE
    strange = signatures.strange_modules(python / "Lib", modules, catalogue)
    _refuse([Path(name) for name in strange], signatures.PYTHON)
    print(f"{len(modules)} library modules stand in the catalogue of {signatures.PYTHON}")
    library(target / "python311.zip", python / "Lib", modules)
    (target / "python311._pth").write_text(PATHS, encoding="ascii", newline="\n")


def library(target: Path, source: Path, modules: Iterable[str]) -> None:
    """The standard library as one zip."""
    with zipfile.ZipFile(target, "w") as archive:
        for name in modules:
            add_module(archive, source / name, name, documented=False)


def library_modules(folder: Path) -> Iterator[str]:
    """The modules of the standard library that ship."""
    for path in sorted(folder.rglob("*.py")):
        name = path.relative_to(folder)
        if not LIBRARY_LEFT_OUT & set(name.parts):
            yield name.as_posix()


def _qt(target: Path, unpacked: Path) -> None:
    files = []
    for pattern in QT_FILES:
        found = sorted(unpacked.glob(pattern))
        if not found:
            raise BuildError(f"The Qt wheels do not hold {pattern}.")
        files += found
    _refuse(signatures.unsigned(files, signatures.QT), signatures.QT)
    for path in files:
        name = path.relative_to(unpacked)
        if path.suffix == ".py":
            write(target / name.with_suffix(".pyc"), compiled(path, name.as_posix()))
        else:
            copy(path, target / name)


def _refuse(bad: list[Path], maker: str) -> None:
    if bad:
        names = ", ".join(path.name for path in bad)
        raise BuildError(f"Not with a valid signature of {maker}: {names}.")


def packages(target: Path, unpacked: Path) -> None:
    """Those other than Qt: in a zip, or as files where they are read as such."""
    with zipfile.ZipFile(target / "lib.zip", "w") as archive:
        for path in sorted(unpacked.rglob("*")):
            name = path.relative_to(unpacked).as_posix()
            if not ships(name):
                continue
            if name.partition("/")[0] not in AS_FILES:
                add(archive, path, name, documented=False)
            elif path.is_dir():
                continue
            elif path.suffix == ".py":
                content = compiled(path, name, documented=False)
                write(target / "lib" / Path(name).with_suffix(".pyc"), content)
            else:
                copy(path, target / "lib" / name)


def ships(name: str) -> bool:
    """Whether a file of a wheel other than Qt's goes in."""
    path = Path(name)
    top = path.parts[0]
    if top in {"PySide6", "shiboken6", *PACKAGES_LEFT_OUT}:
        return False
    if top.endswith((".dist-info", ".data", ".libs")) or path.suffix in SOURCES:
        return False
    if "tests" in path.parts or "__pycache__" in path.parts or name.startswith(PARTS_LEFT_OUT):
        return False
    if path.suffix == ".py" and top in MODULES:
        return path.stem in MODULES[top]
    if path.suffix not in {".pyd", ".so"}:
        return True
    return path.name.partition(".")[0] in EXTENSIONS.get(top, set())


def program(target: Path, app: Path, left_out: str) -> None:
    """The program and its data, without the fonts whose names begin so."""
    with zipfile.ZipFile(target / "app.zip", "w") as archive:
        for path in sorted((app / "anju_desktop").rglob("*")):
            if "__pycache__" not in path.parts:
                add(archive, path, path.relative_to(app).as_posix())
    for path in sorted((app / "resources").rglob("*")):
        if path.is_file() and not (left_out and path.name.startswith(left_out)):
            copy(path, target / path.relative_to(app))


def _app(target: Path, app: Path) -> None:
    program(target, app, FONTS_LEFT_OUT)
    copy(app / "installer" / "anju.ico", target / "anju.ico")
    write(target / "使用说明.txt", for_notepad(app / "docs" / "windows.md"))
    # The file is read in the code page of the PC: ASCII alone, and names made by the shell.
    command = '@"%~dp0runtime\\python.exe" -m anju_desktop.cli %*\r\n'
    write(target / "anju.cmd", command.encode("ascii"))


def for_notepad(path: Path) -> bytes:
    """A text as Windows' own editor of 1809 shows it rightly."""
    text = path.read_text(encoding="utf-8")
    return text.replace("\n", "\r\n").encode("utf-8-sig")


def licences(target: Path, app: Path, python: Path, unpacked: Path) -> None:
    """The licence of every part."""
    copy(app / "LICENSE", target / "anju-desktop.txt")
    copy(app / "THIRD_PARTY.md", target / "THIRD_PARTY.md")
    for path in sorted((app / "LICENSES").iterdir()):
        copy(path, target / path.name)
    copy(python / "LICENSE.txt", target / "Python.txt")
    for info in sorted(unpacked.glob("*.dist-info")):
        package = info.name.partition("-")[0]
        found = [path for path in sorted(info.rglob("*")) if _is_licence(path)]
        if package in {"PySide6_Essentials", "shiboken6", *PACKAGES_LEFT_OUT}:
            continue  # under the LGPL, whose text stands in LICENSES
        if not found:
            # Some wheels carry no licence text, only its name and the author, in the metadata.
            found = [info / "METADATA"]
        for path in found:
            copy(path, target / f"{package}-{path.stem}.txt")


def _is_licence(path: Path) -> bool:
    return path.is_file() and path.stem.upper() in {"LICENSE", "LICENCE", "LICENSES", "COPYING"}


# --- single files ---------------------------------------------------------------------------


def compiled(path: Path, name: str, *, documented: bool = True) -> bytes:
    """Bytecode that is never compared with a source: it holds no date and no folder of this PC.

    Nobody reads the docstrings of Python and of the packages here, 3 MB; their assertions stay.
    """
    source = path.read_bytes()
    tree = ast.parse(source, name)
    if not documented:
        _drop_docstrings(tree)
    code = compile(tree, name, "exec", dont_inherit=True, optimize=0)
    unchecked = (0b01).to_bytes(4, "little")
    return MAGIC + unchecked + importlib.util.source_hash(source) + marshal.dumps(code)


def _drop_docstrings(tree: ast.Module) -> None:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if ast.get_docstring(node, clean=False) is not None:
            nothing = ast.copy_location(ast.Pass(), node.body[0])
            node.body[:1] = [] if len(node.body) > 1 else [nothing]


def add_module(archive: zipfile.ZipFile, path: Path, name: str, *, documented: bool = True) -> None:
    """A module, compiled. Nothing is compressed: setup does that better, and a start is quicker."""
    content = compiled(path, name, documented=documented)
    _add_bytes(archive, Path(name).with_suffix(".pyc").as_posix(), content)


def add(archive: zipfile.ZipFile, path: Path, name: str, *, documented: bool = True) -> None:
    """A file, compiled if it is a module; a folder, for a package without ``__init__.py``."""
    if path.is_dir():
        _add_bytes(archive, f"{name}/", b"")
    elif path.suffix == ".py":
        add_module(archive, path, name, documented=documented)
    else:
        _add_bytes(archive, name, path.read_bytes())


def _add_bytes(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    member = zipfile.ZipInfo(name, DATE)
    member.create_system = 0
    archive.writestr(member, content)


def write(path: Path, content: bytes) -> None:
    """Make the folders on the way, too."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def copy(source: Path, target: Path) -> None:
    """Make the folders on the way, too."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
