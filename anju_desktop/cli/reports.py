"""``anju check`` for written reports: against their form where known, and their inner sums."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from anju_desktop.cli.output import complain
from anju_desktop.errors import AnjuError

if TYPE_CHECKING:
    from anju_desktop.blocks import Block
    from anju_desktop.document.document import Document
    from anju_desktop.forms.library import Library

WORD = ".docx"
SUFFIXES = (".txt", ".md", WORD, ".doc")
"""What is read as a report; anything else is a filled form or a package."""


class CheckedReport(NamedTuple):
    """One report and what was found in it."""

    file: str
    items: list[dict[str, Any]]
    """The mistakes as JSON data, in the order of the text."""
    text: str
    """The same as a person reads it in a console."""
    scope: str
    """How far the check went, in a sentence."""


class Written(NamedTuple):
    """A report as it was read."""

    blocks: "list[Block]"
    inside: "Document | None" = None
    """The form inside it."""
    complaint: str = ""
    """Why a form that is inside cannot be used."""
    pictures: int = 0


def is_report(path: Path) -> bool:
    """Whether a file is checked as a report."""
    return path.suffix.lower() in SUFFIXES


def check_reports(
    paths: Sequence[Path],
    failed: list[Path],
    editions: "Library",
    given: "Sequence[Document]" = (),
) -> list[CheckedReport]:
    """Every report that can be read; others are complained about and put in ``failed``.

    ``given`` are the forms of the same run, among which a report may find its own.
    """
    checked = []
    for path in {path.resolve(): path for path in paths}.values():
        try:
            checked.append(_check(path, editions, given))
        except AnjuError as error:
            complain(error, path)
            failed.append(path)
    return checked


def _check(path: Path, editions: "Library", given: "Sequence[Document]") -> CheckedReport:
    from anju_desktop.report.comparing import compare
    from anju_desktop.report.matching import match
    from anju_desktop.report.sums import SCOPE, check_sums
    from anju_desktop.report.telling import mistakes_json, verdict_text

    blocks, inside, complaint, _ = read_written(path, editions)
    found = match(blocks, inside, given)
    verdict = None if found.document is None else compare(blocks, found.document, found.beside)
    scope = found.sentence
    if verdict is None:
        verdict = check_sums(blocks)
        scope = "".join(filter(None, [complaint, found.sentence])) or SCOPE
        scope = scope if scope == SCOPE else f"{scope}{SCOPE}"
    return CheckedReport(
        str(path),
        mistakes_json(str(path), verdict),
        verdict_text(str(path), verdict, scope),
        scope,
    )


def read_written(path: Path, editions: "Library") -> Written:
    """Read a report; ``ReportError`` when it cannot be."""
    if path.suffix.lower() not in (WORD, ".doc"):
        from anju_desktop.reading.plaintext import read_report

        return Written(read_report(path))
    from anju_desktop.document import jsonform
    from anju_desktop.reading.docx import read_word

    word = read_word(path)
    if word.record is None:
        return Written(word.blocks, None, word.complaint, word.pictures)
    try:
        inside = jsonform.load_bytes(word.record, f"{path.name}里的填报数据", editions.get)
    except AnjuError as error:
        complaint = f"报告里带的填报数据不能用：{' '.join(str(error).split())}"
        return Written(word.blocks, None, complaint, word.pictures)
    return Written(word.blocks, inside, "", word.pictures)
