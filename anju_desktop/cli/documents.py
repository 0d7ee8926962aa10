"""``anju new``, ``check`` and ``render``: filled forms."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from anju_desktop.cli.forms import library
from anju_desktop.cli.output import FOUND, OK, UNREADABLE, complain, print_json
from anju_desktop.cli.reports import check_reports, is_report
from anju_desktop.document import jsonform
from anju_desktop.document.carrying import carry_over
from anju_desktop.document.document import Document, blank_document
from anju_desktop.errors import AnjuError, RenderError
from anju_desktop.files import write_atomic
from anju_desktop.forms.definition import Level
from anju_desktop.forms.library import Library
from anju_desktop.report.content import is_reported


def new(options: argparse.Namespace) -> int:
    """A new file: an empty form, or one that takes over what another form already states."""
    editions = library(options)
    edition = editions.get(options.form)
    if options.source is None:
        document = blank_document(edition, options.unit, options.period)
    else:
        source = jsonform.load_file(options.source, editions.get)
        document = carry_over(source, edition, options.unit, options.period)
    if options.output.exists():
        raise RenderError(f"“{options.output}”已经存在，没有覆盖。请另取文件名。")
    write_atomic(options.output, jsonform.dump_bytes(document))
    print(options.output)
    return OK


def read_all(
    paths: Sequence[Path], editions: Library, failed: list[Path]
) -> Iterator[tuple[str, Document]]:
    """Every document that can be read; other files are complained about and put in ``failed``.

    A file given twice counts once: it would not agree with the sums of the other forms.
    """
    from anju_desktop.submission.opening import open_named

    for path in {path.resolve(): path for path in paths}.values():
        try:
            yield from open_named(path, editions.get)
        except AnjuError as error:
            complain(error, path)
            failed.append(path)


def check(options: argparse.Namespace) -> int:
    """Findings of all forms and reports; forms given together are checked against each other."""
    from anju_desktop.cli.report import findings_text
    from anju_desktop.rules.engine import check_together
    from anju_desktop.rules.report import findings_json

    failed: list[Path] = []
    editions = library(options)
    forms_given = [path for path in options.paths if not is_report(path)]
    named = list(read_all(forms_given, editions, failed))
    reports = [path for path in options.paths if is_report(path)]
    written = check_reports(reports, failed, editions, [document for _, document in named])
    checked = check_together([document for _, document in named])
    # check_together keeps the order, so that each result belongs to the name beside it.
    results = [
        (name, document, findings)
        for (name, _), (document, findings) in zip(named, checked, strict=True)
    ]
    if options.json:
        items = [item for result in results for item in findings_json(*result)]
        print_json([*items, *(item for report in written for item in report.items)])
        for report in written:
            print(f"{report.file}：{report.scope}", file=sys.stderr)
    else:
        forms = [document for _, document in named]
        for result in results:
            print(findings_text(*result, forms))
        for report in written:
            print(report.text)
    if failed:
        return UNREADABLE
    blocks = any(f.level is Level.ERROR for _, _, findings in results for f in findings)
    return FOUND if blocks else OK


def render(options: argparse.Namespace) -> int:
    """The official table as a file, from a document or from all forms of a package."""
    failed: list[Path] = []
    named = list(read_all([options.file], library(options), failed))
    if failed:
        return UNREADABLE
    refuse_overwriting(options.output, [options.file])
    data = _rendered([document for _, document in named], options.to)
    write_atomic(options.output, data)
    print(options.output)
    return OK


def _rendered(documents: Sequence[Document], kind: str) -> bytes:
    from anju_desktop.render import faces

    if kind == "docx":
        return _report([document for document in documents if is_reported(document.edition)])
    return faces.xlsx(documents) if kind == "xlsx" else faces.draft_pdf(documents)


def _report(documents: Sequence[Document]) -> bytes:
    from anju_desktop.render import faces

    if len(documents) != 1:
        raise RenderError(
            "这里没有评分的表，出不了绩效自评报告。请给出评价表或自评表。"
            if not documents
            else "这里有几张评分的表，一份绩效自评报告只写一张。请给出其中一张的填报文件。"
        )
    return faces.report_docx(documents[0])


def refuse_overwriting(output: Path, inputs: Sequence[Path]) -> None:
    """A command must not replace the work it reads."""
    if output.exists() and any(output.samefile(path) for path in inputs):
        raise RenderError(f"“{output}”就是给出的文件，没有覆盖。请另取文件名或文件夹。")
