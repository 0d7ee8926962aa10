"""Makes the Debian packages for 统信 UOS and 银河麒麟: the same program as on Windows.

::

    /opt/apps/anju-desktop/info        what UOS wants to know about an application
    /opt/apps/anju-desktop/entries/    menu entry and icon
    /opt/apps/anju-desktop/files/      the program, laid out as on Windows
    /usr/                              links to it: the commands, menu entry and icon

It brings its own Python and Qt, and takes from the system what every desktop there has. No script
runs when it is installed or removed. Written by Python's own tarfile, with one date and one owner,
two builds give the same bytes.
"""

import gzip
import hashlib
import io
import json
import lzma
import tarfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from installer import bundle, cpython, inputs
from installer.elf import Binary
from installer.inputs import ROOT, BuildError

NAME = "anju-desktop"
HOME = f"opt/apps/{NAME}"
FILES = f"{HOME}/files"
FILES_PARTS = tuple(FILES.split("/"))

QT_FILES = [
    "PySide6/__init__.py",
    "PySide6/_config.py",
    "PySide6/_git_pyside_version.py",
    "PySide6/support/*.py",
    *[f"PySide6/Qt{module}.abi3.so" for module in ("Core", "Gui", "Widgets", "PrintSupport")],
    "PySide6/libpyside6.abi3.so.*",
    *[f"PySide6/Qt/lib/libQt6{module}.so.6" for module in ("Core", "Gui", "Widgets")],
    *[f"PySide6/Qt/lib/libQt6{module}.so.6" for module in ("PrintSupport", "Svg", "DBus")],
    "PySide6/Qt/lib/libQt6XcbQpa.so.6",
    "PySide6/Qt/lib/libicu*.so.*",
    "PySide6/Qt/plugins/platforms/libqxcb.so",
    *[f"PySide6/Qt/plugins/platforminputcontexts/lib{name}platforminputcontextplugin.so"
      for name in ("compose", "ibus")],
    "PySide6/Qt/plugins/imageformats/libqsvg.so",
    "PySide6/Qt/plugins/iconengines/libqsvgicon.so",
    "PySide6/Qt/plugins/printsupport/libcupsprintersupport.so",
    "PySide6/Qt/translations/qtbase_zh_CN.qm",
    "shiboken6/__init__.py",
    "shiboken6/_config.py",
    "shiboken6/_git_shiboken_module_version.py",
    "shiboken6/Shiboken.abi3.so",
    "shiboken6/libshiboken6.abi3.so.*",
]  # fmt: skip
"""What is used of Qt; it draws on X11, which Wayland desktops offer as well."""

FCITX = "libfcitxplatforminputcontextplugin-qt6.so"
CURSOR = "libxcb-cursor.so.0"
"""Not in Qt's wheels: the input method of UOS and Kylin, and a library that Debian 10 installs
with nothing."""

NEVER_CALLED = {
    "GLIBCXX_3.4.29": {"_ZSt28__throw_bad_array_new_lengthv"},
    "CXXABI_1.3.15": {"__cxa_call_terminate"},
}
"""What Debian's fcitx plugin wants of a libstdc++ newer than the systems have: the error for an
array whose length is negative, and the end of a program whose destructor fails."""

SYSTEM = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libICE.so.6": "libice6",
    "libSM.so.6": "libsm6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libgcc_s.so.1": "libgcc-s1 | libgcc1",
    "libglib-2.0.so.0": "libglib2.0-0 | libglib2.0-0t64",
    "libgthread-2.0.so.0": "libglib2.0-0 | libglib2.0-0t64",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
    "libxcb.so.1": "libxcb1",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
"""Library and package, by the names of Debian 10 and Ubuntu 20.04; Qt's own desktops there use
the same ones."""

GLIBC = {f"lib{name}.so.{number}" for name, number in (("c", 6), ("m", 6), ("dl", 2), ("rt", 1))}
GLIBC |= {"libpthread.so.0", "libutil.so.1"}
GLIBC |= {"ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1"}
CXX = "libstdc++.so.6"

OPTIONAL = {"libcups.so.2": "libcups2 | libcups2t64"}
"""Without it Qt prints into files alone."""

COMMAND = """#!/bin/sh
exec /{files}/runtime/python3 -m anju_desktop.cli "$@"
"""

WINDOW = """#!/bin/sh
# Only this part of Qt is brought along; settings made for the desktop's own Qt do not fit it.
unset QT_PLUGIN_PATH QT_QPA_PLATFORM_PLUGIN_PATH QT_STYLE_OVERRIDE
export QT_QPA_PLATFORM=xcb
# Some systems name fcitx by its number, or to X11 alone.
case "$QT_IM_MODULE $XMODIFIERS" in
*fcitx*) export QT_IM_MODULE={method} ;;
esac
exec /{files}/runtime/python3 -m anju_desktop "$@"
"""

ENTRY = """[Desktop Entry]
Type=Application
Version=1.0
Name=Anju Desktop
Name[zh_CN]=安居填报
GenericName=Performance forms
GenericName[zh_CN]=绩效表填报
Comment=Fill in, check, print and submit performance forms
Comment[zh_CN]=填报、检查、打印和报送城镇保障性安居工程绩效表
Exec=/{files}/bin/{name} %f
Icon={name}
Terminal=false
StartupNotify=true
StartupWMClass={name}
Categories=Office;
Keywords=anju;form;
Keywords[zh_CN]=绩效;填报;安居;
"""

CONTROL = """Package: {name}
Version: {version}
Architecture: {architecture}
Maintainer: 安居填报 contributors
Installed-Size: {size}
Depends: {depends}
Recommends: {recommends}
Section: misc
Priority: optional
Description: 城镇保障性安居工程绩效表的填报、检查、打印和报送
 不需要网络。自带 Python、Qt 和打印用的字体，表格、手册都在里面。
 资料保存在用户自己的文件夹里，卸载程序不会删除。
"""


@dataclass(frozen=True)
class Target:
    """One kind of processor, by Debian's name for it."""

    architecture: str

    @property
    def settings(self) -> dict[str, object]:
        return dict(inputs.SETTINGS["linux"][self.architecture])

    @property
    def machine(self) -> str:
        return str(self.settings["machine"])

    @property
    def has_fcitx(self) -> bool:
        """Whether Debian has its plugin for the Qt that is used."""
        return "instead" not in self.settings

    def wheels(self, cache: Path) -> list[Path]:
        """Those of the lock, some in another version that runs on older systems."""
        text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
        instead = self.settings.get("instead", {})
        assert isinstance(instead, dict)
        return self.download(cache, exchanged(text, instead))

    def download(self, cache: Path, lock: str) -> list[Path]:
        """The wheels of a lock that run on these systems."""
        names = self.settings["wheels"]
        assert isinstance(names, list)
        platform = [word for name in names for word in ("--platform", f"{name}_{self.machine}")]
        platform += ["--python-version", "3.11", "--implementation", "cp", *inputs.ABIS]
        return inputs.download(cache, lock, platform)

    def from_debian(self, cache: Path, name: str, file: str) -> tuple[bytes, bytes]:
        """A library out of a binary package, and the package's licence."""
        (path,) = (
            path
            for path in inputs.SETTINGS["linux"]["debian"]
            if f"/{name}_" in path and path.endswith(f"_{self.architecture}.deb")
        )
        files = dict(unpacked(inputs.debian(cache, path).read_bytes()))
        (library,) = (data for inside, data in files.items() if Path(inside).name.startswith(file))
        return library, files[f"./usr/share/doc/{name}/copyright"]


def exchanged(lock: str, instead: dict[str, list[str]]) -> str:
    """A lock with other versions of some packages; each must be in it."""
    kept = []
    missing = set(instead)
    for block in ("\n" + lock).split("\n"):
        name = block.partition("==")[0]
        if not block.startswith((" ", "#")):
            drop = name in instead
            missing.discard(name)
        if not drop:
            kept.append(block)
    if missing:
        raise BuildError(f"requirements.txt does not hold {', '.join(sorted(missing))}.")
    added = [f"{name}=={version} --hash=sha256:{sha}" for name, (version, sha) in instead.items()]
    return "\n".join([*kept, *added]).strip() + "\n"


def unpacked(package: bytes) -> Iterator[tuple[str, bytes]]:
    """Name and content of every file and the file behind every link of a Debian package."""
    offset = 8
    while offset < len(package):
        name = package[offset : offset + 16].decode("ascii").strip().rstrip("/")
        size = int(package[offset + 48 : offset + 58])
        content = package[offset + 60 : offset + 60 + size]
        if name.startswith("data.tar"):
            with tarfile.open(fileobj=io.BytesIO(content)) as archive:
                for member in archive:
                    stream = archive.extractfile(member) if member.isfile() else None
                    if stream is not None:
                        yield member.name, stream.read()
        offset += 60 + size + size % 2


# --- the folders ----------------------------------------------------------------------------------


def build(
    package: Path, work: Path, app: Path, version: str, cache: Path, target: Target, fast: bool
) -> None:
    """The package of one architecture, from what is laid out in the folder ``root``."""
    root = work / "root"
    lay_out(root, app, target, target.wheels(cache), cache, work / "unpacked")
    libraries = checked(root, target)
    _control_files(root, target, version)
    write(package, root, control(root, target, version, libraries), fast)


def lay_out(
    root: Path, app: Path, target: Target, wheels: Iterable[Path], cache: Path, wheel_files: Path
) -> None:
    """Everything below ``/`` but what is counted afterwards."""
    files = root / FILES
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(wheel_files)
    python = cpython.tree(cache, target.machine)
    bundle.copy(python / "python3", files / "runtime" / "python3")
    modules = list(bundle.library_modules(python / "Lib"))
    bundle.library(files / "runtime" / "python311.zip", python / "Lib", modules)
    paths = bundle.PATHS.replace("\\", "/")
    bundle.write(files / "runtime" / "python3._pth", paths.encode("ascii"))
    _qt(files / "lib", wheel_files)
    bundle.packages(files, wheel_files)
    _pillow_libraries(files / "lib", wheel_files)
    bundle.program(files, app, "")
    bundle.licences(files / "licences", app, python, wheel_files)
    _from_debian(files, target, cache)
    bundle.copy(app / "docs" / "linux.md", files / "使用说明.md")
    for name, text in (("anju", COMMAND), (NAME, WINDOW)):
        content = text.format(files=FILES, method="fcitx" if target.has_fcitx else "ibus")
        bundle.write(files / "bin" / name, content.encode("utf-8"))
    entry = ENTRY.format(files=FILES, name=NAME)
    bundle.write(root / HOME / f"entries/applications/{NAME}.desktop", entry.encode("utf-8"))
    icon = f"icons/hicolor/scalable/apps/{NAME}.svg"
    bundle.copy(app / "resources" / "icons" / "app.svg", root / HOME / "entries" / icon)
    _link(root, "usr/bin/anju", f"{FILES}/bin/anju")
    _link(root, f"usr/bin/{NAME}", f"{FILES}/bin/{NAME}")
    for name in (f"applications/{NAME}.desktop", icon):
        _link(root, f"usr/share/{name}", f"{HOME}/entries/{name}")


def _qt(target: Path, wheel_files: Path) -> None:
    for pattern in QT_FILES:
        found = sorted(wheel_files.glob(pattern))
        if not found:
            raise BuildError(f"The Qt wheels do not hold {pattern}.")
        for path in found:
            name = path.relative_to(wheel_files)
            if path.suffix == ".py":
                content = bundle.compiled(path, name.as_posix())
                bundle.write(target / name.with_suffix(".pyc"), content)
            else:
                bundle.copy(path, target / name)


def _pillow_libraries(target: Path, wheel_files: Path) -> None:
    """Those that Pillow's used modules ask for, and those that these ask for."""
    folder = wheel_files / "pillow.libs"
    waiting = list((target / "PIL").glob("*.so"))
    while waiting:
        for name in Binary(waiting.pop().read_bytes()).needed():
            library = target / folder.name / name
            if (folder / name).is_file() and not library.exists():
                bundle.copy(folder / name, library)
                waiting.append(library)


def _from_debian(files: Path, target: Target, cache: Path) -> None:
    qt = files / "lib" / "PySide6" / "Qt"
    library, licence = target.from_debian(cache, "libxcb-cursor0", CURSOR)
    bundle.write(qt / "lib" / CURSOR, library)
    bundle.write(files / "licences" / "libxcb-cursor0.txt", licence)
    if target.has_fcitx:
        plugin, licence = target.from_debian(cache, "fcitx-frontend-qt6", FCITX)
        bundle.write(qt / "plugins" / "platforminputcontexts" / FCITX, fitted(plugin))
        bundle.write(files / "licences" / "fcitx-frontend-qt6.txt", licence)


def fitted(plugin: bytes) -> bytes:
    """The fcitx plugin as it loads on the older systems."""
    for version, known in NEVER_CALLED.items():
        plugin, asked = Binary(plugin).without(version)
        if asked != known:
            raise BuildError(f"{FCITX} asks for more of {version} than was looked at: {asked}.")
    return plugin


def _link(root: Path, name: str, to: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(f"/{to}")


# --- what it asks of the system -------------------------------------------------------------------


def checked(root: Path, target: Target) -> set[str]:
    """The system's libraries that the binaries ask for; fails if one is newer than stated."""
    files = [path for path in root.rglob("*") if path.is_file() and not path.is_symlink()]
    inside = {path.name for path in files}
    wanted = set()
    for path in files:
        content = path.read_bytes()
        if not Binary.is_one(content):
            continue
        binary = Binary(content)
        wanted |= set(binary.needed()) - inside
        for kind in ("glibc", "glibcxx"):
            limit = tuple(int(part) for part in str(target.settings[kind]).split("."))
            if binary.newest(f"{kind.upper()}_") > limit:
                raise BuildError(f"{path.name} asks for a newer {kind} than {limit}.")
    unknown = wanted - SYSTEM.keys() - GLIBC - OPTIONAL.keys() - {CXX}
    if unknown:
        raise BuildError(f"No package is named here for {', '.join(sorted(unknown))}.")
    return wanted


def depends(libraries: set[str], target: Target) -> list[str]:
    """The packages that hold these libraries."""
    base = [f"libc6 (>= {target.settings['glibc']})"]
    base += [f"libstdc++6 (>= {target.settings['libstdcxx']})"]
    return base + sorted({SYSTEM[name] for name in libraries if name in SYSTEM})


def _control_files(root: Path, target: Target, version: str) -> None:
    """UOS' description of the application, and the licence where Debian looks for it."""
    numbers = [*version.split("."), "0", "0", "0"][:4]
    allowed: tuple[str, ...] = (
        "autostart",
        "notification",
        "trayicon",
        "clipboard",
        "account",
        "bluetooth",
    )
    allowed += ("camera", "audio_record", "installed_apps")
    info = {
        "appid": NAME,
        "name": "安居填报",
        "version": ".".join(numbers),
        "arch": [target.architecture],
        "permissions": {name: name == "clipboard" for name in allowed},
    }
    text = json.dumps(info, ensure_ascii=False, indent=2) + "\n"
    bundle.write(root / HOME / "info", text.encode("utf-8"))
    bundle.copy(root / FILES / "licences" / f"{NAME}.txt", root / f"usr/share/doc/{NAME}/copyright")
    changes = f"{NAME} ({version}) stable; urgency=medium\n\n  * {version}\n"
    folder = root / f"usr/share/doc/{NAME}"
    bundle.write(folder / "changelog.gz", gzip.compress(changes.encode(), mtime=0))


def control(root: Path, target: Target, version: str, libraries: set[str]) -> dict[str, bytes]:
    """The files that dpkg reads."""
    files = [path for path in root.rglob("*") if path.is_file() and not path.is_symlink()]
    size = sum(-(-path.stat().st_size // 1024) for path in files)
    text = CONTROL.format(
        name=NAME,
        version=version,
        architecture=target.architecture,
        size=size,
        depends=", ".join(depends(libraries, target)),
        recommends=", ".join(OPTIONAL[name] for name in sorted(libraries & OPTIONAL.keys())),
    )
    sums = [
        f"{hashlib.md5(path.read_bytes()).hexdigest()}  {path.relative_to(root).as_posix()}\n"
        for path in sorted(files)
    ]
    return {"control": text.encode("utf-8"), "md5sums": "".join(sums).encode("utf-8")}


# --- the package ----------------------------------------------------------------------------------


def write(package: Path, root: Path, control_files: dict[str, bytes], fast: bool = False) -> None:
    """An ``ar`` of three members, as dpkg of 2012 and later reads it."""
    parts = {
        "debian-binary": b"2.0\n",
        "control.tar.xz": packed(_members_of(control_files)),
        "data.tar.xz": packed(_tree(root), fast),
    }
    with package.open("wb") as file:
        file.write(b"!<arch>\n")
        for name, content in parts.items():
            file.write(f"{name:<16}{bundle.SECONDS:<12}{0:<6}{0:<6}{100644:<8}".encode())
            file.write(f"{len(content):<10}`\n".encode() + content + b"\n" * (len(content) % 2))


def packed(members: Iterable[tuple[tarfile.TarInfo, bytes]], fast: bool = False) -> bytes:
    """A tar that root owns, with one date; the dictionary spans two fonts of one family."""
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for member, content in members:
            member.mtime, member.size = bundle.SECONDS, len(content)
            member.uname = member.gname = "root"
            archive.addfile(member, io.BytesIO(content))
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 0 if fast else 9}]
    return lzma.compress(tar.getvalue(), check=lzma.CHECK_CRC32, filters=filters)


def _members_of(files: dict[str, bytes]) -> Iterator[tuple[tarfile.TarInfo, bytes]]:
    yield _member("./", tarfile.DIRTYPE, 0o755), b""
    for name, content in files.items():
        yield _member(f"./{name}", tarfile.REGTYPE, 0o644), content


def _tree(root: Path) -> Iterator[tuple[tarfile.TarInfo, bytes]]:
    """Folders first, then like beside like, which packs better."""
    paths = sorted(root.rglob("*"))
    yield _member("./", tarfile.DIRTYPE, 0o755), b""
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            yield _member(f"./{path.relative_to(root).as_posix()}/", tarfile.DIRTYPE, 0o755), b""
    for path in sorted(paths, key=lambda path: (path.suffix, bundle_order(path))):
        name = f"./{path.relative_to(root).as_posix()}"
        if path.is_symlink():
            member = _member(name, tarfile.SYMTYPE, 0o777)
            member.linkname = str(path.readlink())
            yield member, b""
        elif path.is_file():
            runs = path.parent.name == "bin" or path.name == "python3"
            yield _member(name, tarfile.REGTYPE, 0o755 if runs else 0o644), path.read_bytes()


def bundle_order(path: Path) -> str:
    """A full font, then the one of its common characters."""
    weight = path.stem.rpartition("-")[2] if path.suffix == ".ttf" else ""
    return weight + path.as_posix().replace("No", "A")


def _member(name: str, kind: bytes, mode: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.mode = kind, mode
    return member
