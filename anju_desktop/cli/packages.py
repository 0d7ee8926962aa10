"""``anju export`` and ``verify``: submission packages."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from anju_desktop.cli.documents import read_all, refuse_overwriting
from anju_desktop.cli.forms import library
from anju_desktop.cli.output import FOUND, OK, UNREADABLE, complain
from anju_desktop.errors import AnjuError, RenderError
from anju_desktop.files import write_atomic

if TYPE_CHECKING:
    from anju_desktop.reading.scans import ScanFile


def export(options: argparse.Namespace) -> int:
    """A package per submission; nothing is written unless every file can be read."""
    from anju_desktop.submission.package import build_packages

    failed: list[Path] = []
    named = list(read_all(options.paths, library(options), failed))
    if failed:
        return UNREADABLE
    packages = build_packages([document for _, document in named], _scans(options))
    make_folder(options.output)
    targets = {options.output / name: data for name, data in packages}
    for target in targets:
        refuse_overwriting(target, options.paths)
    for target, data in targets.items():
        write_atomic(target, data)
        print(target)
    return OK


def _scans(options: argparse.Namespace) -> "dict[str, list[ScanFile]]":
    """What the packages among the files bring of sealed pages, by the check code of the form."""
    from anju_desktop.submission.opening import open_whole

    found: dict[str, list[ScanFile]] = {}
    for path in options.paths:
        if path.suffix.lower() == ".zip":
            for opened in open_whole(path, library(options).get):
                if opened.scans:
                    code = opened.document.version.code
                    found.setdefault(code, []).extend(opened.scan_files())
    return found


def make_folder(folder: Path) -> None:
    """The folder and those above it, unless they are there; ``RenderError`` in words."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise RenderError(f"“{folder}”是文件，不是文件夹。请另选文件夹。") from None
    except OSError as error:
        reason = "没有写入的权限" if isinstance(error, PermissionError) else "路径不对或磁盘已满"
        raise RenderError(f"无法建立文件夹“{folder}”：{reason}。请另选位置。") from error


def verify(options: argparse.Namespace) -> int:
    """Whether each package is whole and fits the code typed from paper; the worst answer is the
    exit code."""
    from anju_desktop.checkcode.codes import read_code

    code = None if options.code is None else read_code(options.code)
    return max(_verify(path, code) for path in options.paths)


def _verify(path: Path, code: str | None) -> int:
    from anju_desktop.checkcode.verdicts import Verdict
    from anju_desktop.submission.codes import answer
    from anju_desktop.submission.verify import verify_package

    try:
        report = verify_package(path)
    except AnjuError as error:
        complain(error, path)
        return UNREADABLE
    sentence, good = report.sentence, report.whole
    if good and code is not None:
        told = answer(code, report.forms)
        sentence, good = told.sentence, told.verdict is Verdict.SAME
    print(f"{path}：{sentence}", file=sys.stdout if good else sys.stderr)
    return OK if good else FOUND
