"""The 绩效自评报告 as PDF with the bundled fonts: the same bytes for the same report."""

from anju_desktop.document.document import Document
from anju_desktop.errors import RenderError
from anju_desktop.render.pdf import render_pdf
from anju_desktop.render.pdf import unprintable as sentence_about
from anju_desktop.report.content import report_of
from anju_desktop.report.pages import report_pages, unprintable
from anju_desktop.report.pieces import Report
from anju_desktop.sheet.display import Layout
from anju_desktop.sheet.metrics import default_metrics


def report_pdf(document: Document) -> bytes:
    """The report of a scored form; ``RenderError`` for a form that scores nothing."""
    report = report_of(document)
    if report is None:
        raise RenderError(f"“{document.title()}”没有评分，出不了绩效自评报告。")
    return render_report_pdf(report)


def render_report_pdf(report: Report) -> bytes:
    """The file; ``RenderError`` names a character that no bundled font has."""
    metrics = default_metrics()
    missing = unprintable(report, metrics)
    if missing is not None:
        raise RenderError(sentence_about(f"报告里的“{missing.words}”", missing.char))
    layout = Layout((), report_pages(report, metrics))
    return render_pdf([(report.title, layout)], title=report.title)
