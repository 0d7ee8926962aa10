"""``anju new``, ``check`` and ``render``: filled forms."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from anju_desktop.cli.forms import library
from anju_desktop.cli.output import FOUND, OK, UNREADABLE, complain, print_json
from anju_desktop.cli.reports import check_reports, is_report, read_written
from anju_desktop.document import jsonform
from anju_desktop.document.carrying import carry_over
from anju_desktop.document.document import Document, blank_document
from anju_desktop.document.renewing import next_year, renew, told
from anju_desktop.errors import AnjuError, DocumentError, RenderError
from anju_desktop.files import real_path, write_atomic
from anju_desktop.forms.definition import Edition, Level
from anju_desktop.forms.families import family
from anju_desktop.forms.library import Library
from anju_desktop.report.content import is_reported

REPORTS = ("docx", "report-pdf")
"""Formats of the 绩效自评报告; the others are of the table."""


def new(options: argparse.Namespace) -> int:
    """A new file: an empty form, or one that takes over what another form already states."""
    if options.output.exists():
        raise RenderError(f"“{options.output}”已经存在，没有覆盖。请另取文件名。")
    editions = library(options)
    edition = editions.get(options.form)
    if options.last_year:
        document = _renewed(edition, options, editions)
    elif options.source is None:
        document = blank_document(edition, options.unit, options.period)
    else:
        source = jsonform.load_file(options.source, editions.get)
        document = carry_over(source, edition, options.unit, options.period)
    write_atomic(options.output, jsonform.dump_bytes(document))
    print(options.output)
    return OK


def _renewed(edition: Edition, options: argparse.Namespace, editions: Library) -> Document:
    """The form begun from last year's; what was changed and left blank goes to stderr."""
    forms = [jsonform.load_file(path, editions.get) for path in options.last_year]
    source = next((form for form in forms if family(form.edition) == family(edition)), None)
    if source is None:
        raise DocumentError(
            f"给出的文件里没有上年的“{edition.title}”，不能沿用。请给出上年的这张表。"
        )
    period = options.period or next_year(source.period)
    if not period:
        raise DocumentError(
            f"上年的表没有写年度（“{source.period}”），请用 --period 指明新的年度。"
        )
    made = renew(source, edition, period, forms)
    if options.unit:
        made.document.unit = options.unit
    for sentence in told(made):
        print(sentence, file=sys.stderr)
    return made.document


def read_all(
    paths: Sequence[Path], editions: Library, failed: list[Path]
) -> Iterator[tuple[str, Document]]:
    """Every document that can be read; other files are complained about and put in ``failed``.

    A file given twice counts once: it would not agree with the sums of the other forms.
    """
    from anju_desktop.submission.opening import open_named

    for path in {real_path(path): path for path in paths}.values():
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
    documents = [document for _, document in named]
    if options.keep is not None:
        _keep(options, _only_scored(documents))
    refuse_overwriting(options.output, [options.file, *filter(None, [options.keep])])
    write_atomic(options.output, _rendered(documents, options.to))
    print(options.output)
    return OK


def _rendered(documents: Sequence[Document], kind: str) -> bytes:
    from anju_desktop.render import faces

    match kind:
        case "docx":
            return faces.report_docx(_only_scored(documents))
        case "report-pdf":
            from anju_desktop.render.report_pdf import report_pdf

            return report_pdf(_only_scored(documents))
        case "xlsx":
            return faces.xlsx(documents)
    return faces.pdf(documents)


def _keep(options: argparse.Namespace, document: Document) -> None:
    """Carry the clerk's own sections of an older report into the document, and say what not."""
    from anju_desktop.report.keeping import apply, keep_own_text

    if options.to not in REPORTS:
        raise RenderError("--keep 只用于绩效自评报告，请同时写 --to docx 或 report-pdf。")
    old = read_written(options.keep, library(options))
    kept = keep_own_text(old.blocks, old.inside, document, old.pictures)
    apply(kept, document)
    for note in filter(None, [old.complaint, *kept.notes]):
        print(f"{options.keep}：{note}", file=sys.stderr)


def _only_scored(named: Sequence[Document]) -> Document:
    documents = [document for document in named if is_reported(document.edition)]
    if len(documents) != 1:
        raise RenderError(
            "这里没有评分的表，出不了绩效自评报告。请给出评价表或自评表。"
            if not documents
            else "这里有几张评分的表，一份绩效自评报告只写一张。请给出其中一张的填报文件。"
        )
    return documents[0]


def refuse_overwriting(output: Path, inputs: Sequence[Path]) -> None:
    """A command must not replace the work it reads."""
    if output.exists() and any(output.samefile(path) for path in inputs):
        raise RenderError(f"“{output}”就是给出的文件，没有覆盖。请另取文件名或文件夹。")
