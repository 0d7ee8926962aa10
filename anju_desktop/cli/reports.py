"""``anju check`` for written reports: their inner sums."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from anju_desktop.cli.output import complain
from anju_desktop.errors import AnjuError

SUFFIXES = (".txt", ".md")
"""What is read as a report; anything else is a filled form or a package."""


class CheckedReport(NamedTuple):
    """One report and what its figures say of each other."""

    file: str
    items: list[dict[str, Any]]
    """The mistakes as JSON data, in the order of the text."""
    text: str
    """The same as a person reads it in a console."""
    scope: str
    """How far the check went, in a sentence."""


def is_report(path: Path) -> bool:
    """Whether a file is checked as a report."""
    return path.suffix.lower() in SUFFIXES


def check_reports(paths: Sequence[Path], failed: list[Path]) -> list[CheckedReport]:
    """Every report that can be read; others are complained about and put in ``failed``."""
    checked = []
    for path in {path.resolve(): path for path in paths}.values():
        try:
            checked.append(_check(path))
        except AnjuError as error:
            complain(error, path)
            failed.append(path)
    return checked


def _check(path: Path) -> CheckedReport:
    from anju_desktop.reading.plaintext import read_report
    from anju_desktop.report.sums import SCOPE, check_sums
    from anju_desktop.report.telling import mistakes_json, verdict_text

    verdict = check_sums(read_report(path))
    return CheckedReport(
        str(path), mistakes_json(str(path), verdict), verdict_text(str(path), verdict), SCOPE
    )
