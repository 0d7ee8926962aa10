"""``anju forms``: what editions there are, and whether a new one is sound."""

import argparse
import sys
from pathlib import Path

from anju_desktop.cli.output import OK, UNREADABLE, complain
from anju_desktop.document import jsonform
from anju_desktop.errors import AnjuError, Defect, DefinitionError, DocumentError
from anju_desktop.forms.definition import Edition
from anju_desktop.forms.library import Library
from anju_desktop.forms.loader import load_edition
from anju_desktop.forms.schema import edition_schema


def library(options: argparse.Namespace) -> Library:
    """The installed editions and those in the folders given with ``--forms``."""
    for folder in options.forms:
        if not folder.is_dir():
            raise DocumentError(f"没有“{folder}”这个文件夹，请检查 --forms。")
    return Library(*options.forms)


def list_editions(options: argparse.Namespace) -> int:
    """Every edition in a line; a broken one is complained about and does not hide the others."""
    code, editions = OK, library(options)
    for edition_id in editions.ids():
        try:
            edition = editions.get(edition_id)
        except AnjuError as error:
            complain(error)
            code = UNREADABLE
        else:
            print(f"{edition.id}\t{edition.year}\t{edition.title}")
    return code


def schema(_: argparse.Namespace) -> int:
    """The JSON Schema of edition files."""
    print(edition_schema(), end="")
    return OK


def show(options: argparse.Namespace) -> int:
    """Fields, columns and checks of an edition."""
    edition = library(options).get(options.id)
    print(f"{edition.title}（{edition.id}，{edition.year} 年，第 {edition.edition} 版）")
    for field in edition.fields:
        print(f"  {field.id}\t{field.title}\t{field.type}\t{field.unit}")
    for group in edition.groups:
        print(f"  [{group.id}] {group.title}")
        for column in group.columns:
            print(f"    {group.id}.{column.id}\t{column.title}\t{column.type}\t{column.unit}")
    for check in edition.checks:
        print(f"  规则 {check.id}\t{check.level}\t{check.title}")
    return OK


def lint(options: argparse.Namespace) -> int:
    """Every defect of every file, each in a line."""
    return max(_lint(path) for given in options.paths for path in _editions_in(given))


def _editions_in(path: Path) -> list[Path]:
    found = sorted(path.glob("*.toml")) if path.is_dir() else [path]
    if not found:
        raise DocumentError(f"文件夹“{path}”里没有表式文件（.toml），请检查路径。")
    return found


def _lint(path: Path) -> int:
    try:
        edition = load_edition(path)
    except DefinitionError as error:
        return _report(path, list(error.defects))
    defects = _example_defects(edition, path)
    if defects:
        return _report(path, defects)
    print(f"{path}：没有问题（{len(edition.rows)} 行，{len(edition.checks)} 条规则）")
    return OK


def _report(path: Path, defects: list[Defect]) -> int:
    for defect in defects:
        print(f"{path}：{defect}", file=sys.stderr)
    return UNREADABLE


def _example_defects(edition: Edition, path: Path) -> list[Defect]:
    """What keeps the edition's own filled examples from being read with it."""
    defects, editions = [], Library(path.parent)
    for number, name in enumerate(edition.examples, 1):
        place = f"examples[{number}]"
        if Path(name).name != name:
            defects.append(Defect(place, f"“{name}”应只写文件名，不写文件夹"))
            continue
        try:
            jsonform.load_file(_example(path, name), editions.get)
        except AnjuError as error:
            defects.append(Defect(place, " ".join(str(error).split("\n"))))
    return defects


def _example(edition_path: Path, name: str) -> Path:
    """Where an edition's example lies: beside it, or in the neighbouring ``examples`` folder."""
    beside = edition_path.with_name(name)
    return beside if beside.exists() else edition_path.parent.parent / "examples" / name
