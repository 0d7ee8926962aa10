#!/usr/bin/env python3
"""Builds the release for Windows and Linux, on Linux.

    python3 installer/build.py               from the last commit, into dist/
    python3 installer/build.py --worktree    from the files as they are
    python3 installer/build.py --only amd64  one of windows, amd64, arm64; also several times

Needs Debian 12 with CPython 3.11 and pip, and its packages nsis, osslsigncode and ca-certificates
for Windows; make, patch, tcl and binutils for Linux. Makes

    anju-desktop-VERSION-setup.exe      the installer
    anju-desktop-VERSION-portable.zip   the folder for a USB stick
    anju-desktop-VERSION-contents.txt   size and SHA-256 of every file, and of these two
    anju-desktop_VERSION_amd64.deb      the package for 统信 UOS and 银河麒麟
    anju-desktop_VERSION_arm64.deb      the same for other processors
    anju-desktop_VERSION_*.deb.txt      size and SHA-256 of every file in them, and of them
"""

import argparse
import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from installer import bundle, deb, inputs  # noqa: E402
from installer.inputs import BuildError  # noqa: E402

NAME = "anju-desktop"
SHIPPED = ["anju_desktop", "resources", "docs/windows.md", "docs/linux.md"]
SHIPPED += [
    "LICENSE",
    "LICENSES",
    "THIRD_PARTY.md",
    "installer/anju.ico",
    "installer/side.bmp",
    "installer/setup.nsi",
]
TARGETS = ["windows", "amd64", "arm64"]
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "anju-desktop-build"


def main(arguments: list[str]) -> int:
    """The exit code."""
    parser = argparse.ArgumentParser(description="Build the release.")
    parser.add_argument("--worktree", action="store_true", help="take the files as they are")
    parser.add_argument("--twice", action="store_true", help="build again and compare")
    parser.add_argument("--version", default="", help="another version number, for tests")
    parser.add_argument("--only", action="append", choices=TARGETS, help="instead of all three")
    parser.add_argument("--fast", action="store_true", help="only installers, larger, for tests")
    parser.add_argument("--output", type=Path, default=ROOT / "dist")
    parser.add_argument("--cache", type=Path, default=CACHE)
    options = parser.parse_args(arguments)
    try:
        build(options, options.output.resolve())
        if options.twice:
            build_again(options)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def build_again(options: argparse.Namespace) -> None:
    """The same from nothing, later and elsewhere; fails when a byte differs."""
    with tempfile.TemporaryDirectory(prefix="anju-again-") as scratch:
        again = Path(scratch)
        build(options, again)
        made = sorted(path.name for path in again.iterdir())
        for name in made:
            if (again / name).read_bytes() != (options.output / name).read_bytes():
                raise BuildError(f"{name} differs between two builds of the same files.")
    print("The second build gave the same bytes:", ", ".join(made))


def build(options: argparse.Namespace, output: Path) -> None:
    """From the inputs to the release."""
    wanted, cache = options.only or TARGETS, options.cache.resolve()
    if "windows" in wanted and shutil.which("makensis") is None:
        raise BuildError("makensis is missing: apt-get install nsis.")
    with tempfile.TemporaryDirectory(prefix="anju-build-") as scratch:
        work = Path(scratch)
        app = work / "app"
        take_sources(app, options.worktree)
        version = set_version(app, options.version)
        output.mkdir(parents=True, exist_ok=True)
        if "windows" in wanted:
            build_windows(output, work, app, version, cache, options.fast)
        for name in wanted:
            if name != "windows":
                target = deb.Target(name)
                build_linux(output, work / name, app, version, cache, target, options.fast)


def build_windows(
    output: Path, work: Path, app: Path, version: str, cache: Path, fast: bool
) -> None:
    """The installer and the portable folder."""
    dist = work / NAME
    dist.mkdir()
    bundle.lay_out(dist, app, inputs.python_tree(cache), inputs.wheels(cache), work / "unpacked")
    setup = output / f"{NAME}-{version}-setup.exe"
    portable = output / f"{NAME}-{version}-portable.zip"
    make_setup(setup, dist, app, version, fast)
    if not fast:
        make_portable(portable, dist, version)
        report(output / f"{NAME}-{version}-contents.txt", dist, [setup, portable], "setup")


def build_linux(
    output: Path, work: Path, app: Path, version: str, cache: Path, target: deb.Target, fast: bool
) -> None:
    """The Debian package for one kind of processor."""
    package = output / f"{NAME}_{version}_{target.architecture}.deb"
    deb.build(package, work, app, version, cache, target, fast)
    if not fast:
        report(package.with_suffix(".deb.txt"), work / "root", [package], "deb")


def take_sources(app: Path, worktree: bool) -> None:
    """The files that the release is made of, from the last commit if there is one."""
    app.mkdir()
    if worktree or not (ROOT / ".git").exists():
        for name in SHIPPED:
            source, target = ROOT / name, app / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copyfile(source, target)
        print("built from the files as they are")
        return
    commit = subprocess.run(
        ["git", "rev-parse", "--short=12", "HEAD"], cwd=ROOT, capture_output=True, check=True
    )
    done = subprocess.run(
        ["git", "archive", "HEAD", *SHIPPED], cwd=ROOT, capture_output=True, check=True
    )
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        archive.extractall(app, filter="data")
    print("built from commit", commit.stdout.decode().strip())


def set_version(app: Path, wanted: str) -> str:
    """The version of the program; another one, if wanted, is written into the copy."""
    path = app / "anju_desktop" / "__init__.py"
    text = path.read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "(.+)"$', text, re.MULTILINE)
    if found is None:
        raise BuildError(f"{path.name} of the package does not say its version.")
    if wanted:
        path.write_text(text.replace(found[0], f'__version__ = "{wanted}"'), encoding="utf-8")
    return wanted or found[1]


def make_setup(target: Path, dist: Path, app: Path, version: str, fast: bool) -> None:
    """Pack the folder with NSIS."""
    numbers = [*re.findall(r"\d+", version), "0", "0", "0", "0"][:4]
    defines = {
        "VERSION": version,
        "NUMBERS": ".".join(numbers),
        "DIST": dist,
        "OUTFILE": target,
    }
    command = ["makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8"]
    command += [f"-D{name}={value}" for name, value in defines.items()]
    if fast:
        command.append("-DFAST")
    listed = app / "installer" / "files.nsh"
    listed.write_text(file_commands(dist), encoding="utf-8")
    script = app / "installer" / "setup.nsi"
    if subprocess.call([*command, str(script)], stdout=sys.stderr) != 0:
        raise BuildError("makensis failed; its own words stand above.")


def file_commands(dist: Path) -> str:
    """NSIS commands for every file, always in one order: like beside like packs better."""

    def alike(path: Path) -> tuple[bool, str, str]:
        # A full font, then the one of its common characters: the second packs to almost nothing.
        weight = path.stem.rpartition("-")[2] if path.suffix == ".ttf" else ""
        return (path.suffix != ".ttf", path.suffix, weight + path.as_posix().replace("No", "A"))

    lines, folder = [], None
    for path in sorted((p for p in dist.rglob("*") if p.is_file()), key=alike):
        name = path.relative_to(dist)
        if name.parent != folder:
            folder = name.parent
            below = "" if folder == Path() else "\\" + str(folder).replace("/", "\\")
            lines.append(f'SetOutPath "$INSTDIR{below}"')
        lines.append(f'File "{path}"')
    return "\n".join([*lines, 'SetOutPath "$INSTDIR"']) + "\n"


START = """\
@if exist "%~dp0runtime\\pythonw.exe" goto start
@echo 请先把整个压缩包解压，再打开解压出来的“安居填报.cmd”。
@pause
@exit /b 1
:start
@start "" "%~dp0runtime\\pythonw.exe" -m anju_desktop %*
"""
"""Opens the portable program; opened in the zip, it is all that Windows takes out and calls.

In the code page of a Chinese Windows, which is how ``cmd`` reads it.
"""


def make_portable(target: Path, dist: Path, version: str) -> None:
    """The same folder as a zip, with the mark that makes the program keep its data beside it."""
    top = f"安居填报-{version}"
    extra = {"portable.txt": bundle.for_notepad(ROOT / "installer" / "portable.txt")}
    extra["安居填报.cmd"] = START.replace("\n", "\r\n").encode("gbk")
    with zipfile.ZipFile(target, "w") as archive:
        files = {p.relative_to(dist).as_posix(): p for p in dist.rglob("*") if p.is_file()}
        for name in sorted([*files, *extra]):
            member = zipfile.ZipInfo(f"{top}/{name}", bundle.DATE)
            member.create_system = 0
            member.compress_type = zipfile.ZIP_DEFLATED
            content = files[name].read_bytes() if name in files else extra[name]
            archive.writestr(member, content, compresslevel=9)


def report(target: Path, dist: Path, products: list[Path], kind: str) -> None:
    """Write down what is in it, print the sizes, and hold them against the limits."""
    files = sorted(path for path in dist.rglob("*") if path.is_file())
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()} {path.stat().st_size:>9} {name}"
        for path, name in [(path, path.relative_to(dist).as_posix()) for path in files]
        + [(path, path.name) for path in products]
    ]
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sizes: dict[str, int] = {}
    for path in files:
        parts = path.relative_to(dist).parts
        top = parts[4] if parts[:4] == deb.FILES_PARTS else parts[0]
        sizes[top] = sizes.get(top, 0) + path.stat().st_size
    for top, size in sorted(sizes.items(), key=lambda item: -item[1]):
        print(f"{megabytes(size):>9}  {top}")
    print(f"{megabytes(sum(sizes.values())):>9}  installed, {len(files)} files")
    for path in products:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        print(f"{megabytes(path.stat().st_size):>9}  {path.name}  SHA-256 {digest}")
    limits = inputs.SETTINGS["limits"][kind]
    if products[0].stat().st_size > limits["packed"] * 1_000_000:
        raise BuildError(f"{products[0].name} is larger than {limits['packed']} MB.")
    if sum(sizes.values()) > limits["installed"] * 1_000_000:
        raise BuildError(f"The program is larger than {limits['installed']} MB.")


def megabytes(size: int) -> str:
    """Of 1,000,000 bytes."""
    return f"{size / 1_000_000:.1f} MB"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
