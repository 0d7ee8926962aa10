"""``anju finalize``: forms frozen under their check codes."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from anju_desktop import clock
from anju_desktop.cli.documents import read_all, refuse_overwriting
from anju_desktop.cli.forms import library
from anju_desktop.cli.output import FOUND, OK, UNREADABLE
from anju_desktop.cli.packages import make_folder
from anju_desktop.document import jsonform
from anju_desktop.document.document import Document
from anju_desktop.files import write_atomic
from anju_desktop.rules.findings import Finding


def finalize(options: argparse.Namespace) -> int:
    """Make forms final, checked together; nothing is written unless all of them can be."""
    from anju_desktop.rules.engine import check_together
    from anju_desktop.rules.obstacles import obstacles

    failed: list[Path] = []
    named = list(read_all(options.paths, library(options), failed))
    if failed:
        return UNREADABLE
    checked = check_together([document for _, document in named])
    against = [obstacles(*each) for each in checked]
    for (name, _), found in zip(named, against, strict=True):
        if found:
            print(_refusal(name, found), file=sys.stderr)
    if any(against):
        return FOUND
    return _write(options, [name for name, _ in named], checked)


def _write(
    options: argparse.Namespace,
    names: Sequence[str],
    checked: Sequence[tuple[Document, Sequence[Finding]]],
) -> int:
    from anju_desktop.checkcode.codes import grouped
    from anju_desktop.submission.finalizing import finalize as finalize_form

    now = clock.now()
    for document, findings in checked:
        finalize_form(document, findings, now, options.person)
    make_folder(options.output)
    targets = [options.output / _file_name(name) for name in names]
    for target in targets:
        refuse_overwriting(target, options.paths)
    for target, (document, _) in zip(targets, checked, strict=True):
        write_atomic(target, jsonform.dump_bytes(document))
        version = document.version
        print(f"{target}：{version.words}，校验码 {grouped(version.code)}")
    return OK


def _refusal(name: str, found: Sequence[Finding]) -> str:
    first = found[0].message.removesuffix("。")
    return f"{name}：还有 {len(found)} 处要改正或写说明，没有定稿。第一处：{first}。"


def _file_name(name: str) -> str:
    """Of a form from a package its folder, since all data files there have one name."""
    path = Path(name)
    inside = path.parent.parent.name == "data"
    return f"{path.parent.name}.json" if inside else path.name
