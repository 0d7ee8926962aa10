"""Forms as finished files, for the command line, the package and the window.

The libraries that write them are imported on first use: they take longer to import than the
window to appear.
"""

from collections.abc import Sequence

from anju_desktop.checkcode.codes import grouped
from anju_desktop.document import jsonform
from anju_desktop.document.document import Document
from anju_desktop.errors import RenderError
from anju_desktop.report.content import report_of
from anju_desktop.sheet.display import CodeFoot, Layout, Stamp
from anju_desktop.sheet.grid import GridCell, build_grid
from anju_desktop.sheet.layout import layout
from anju_desktop.sheet.metrics import default_metrics
from anju_desktop.sheet.rowheights import row_heights


def pdf(documents: Sequence[Document]) -> bytes:
    """One PDF of all documents with a bookmark for each: drafts with the 草稿 mark, final forms
    with their check code.

    ``RenderError`` names the cell with a character that cannot be printed.
    """
    from anju_desktop.render.pdf import render_pdf

    layouts = [(document.title(), page_layout(document)) for document in documents]
    for document, (_, laid_out) in zip(documents, layouts, strict=True):
        _refuse_unprintable(document, laid_out)
    return render_pdf(layouts, title=_title(documents))


def report_docx(document: Document) -> bytes:
    """The 绩效自评报告 of a scored form, with the form's data inside.

    ``RenderError`` for a form that scores nothing.
    """
    from anju_desktop.render.docx import render_docx

    report = report_of(document)
    if report is None:
        raise RenderError(f"“{document.title()}”没有评分，出不了绩效自评报告。")
    return render_docx(report, jsonform.dump_bytes(document))


def page_layout(document: Document) -> Layout:
    """A document on its pages, as a draft or final: what the PDF holds and the preview shows."""
    stamp = _final_stamp(document) if document.is_final else _draft_stamp(document)
    return layout(build_grid(document), document.edition.paper, default_metrics(), stamp)


def refuse_unprintable(document: Document) -> None:
    """``RenderError`` that names the first cell with a character that cannot be printed."""
    _refuse_unprintable(document, page_layout(document))


def _draft_stamp(document: Document) -> Stamp:
    return Stamp(draft=True, footer_left="　".join(_imprint(document)))


def _final_stamp(document: Document) -> Stamp:
    from anju_desktop.render.qr import qr_symbol

    edition, code = document.edition, grouped(document.version.code)
    described = f"表式 {edition.id} 第{edition.edition}版"
    imprint = [*_imprint(document), document.version.words]
    foot = CodeFoot(code, described, qr_symbol(code))
    return Stamp(draft=False, footer_left="　".join(imprint), foot=foot)


def _imprint(document: Document) -> list[str]:
    """Form, unit and year for the foot of every page."""
    edition = document.edition
    year = f"{document.period}年" if document.period.isdigit() else document.period
    return list(filter(None, [edition.name or edition.title, document.unit, year]))


def _title(documents: Sequence[Document]) -> str:
    if not documents:
        return ""
    first = documents[0]
    return first.title() if len(documents) == 1 else first.edition.programme or first.edition.title


def _refuse_unprintable(document: Document, laid_out: Layout) -> None:
    from anju_desktop.render.pdf import unprintable

    for cell, char in laid_out.missing:
        raise RenderError(unprintable(f"《{document.title()}》{_place(document, cell)}", char))


def _place(document: Document, cell: GridCell) -> str:
    """A cell in the clerk's words: 绩效指标第3行“三级指标”."""
    if not cell.refs:
        return f"表格第{cell.row + 1}行"
    ref = cell.refs[0]
    title = f"“{document.definition(ref).title}”"
    if not ref.group:
        return title
    group = document.edition.find_group(ref.group)
    return f"{group.title}第{document.row_index(ref.group, ref.row) + 1}行{title}"


def xlsx(documents: Sequence[Document]) -> bytes:
    """The official ``.xlsx`` with one worksheet per form."""
    from anju_desktop.render.xlsx import XlsxSheet, render_xlsx

    metrics = default_metrics()
    grids = [build_grid(document) for document in documents]
    return render_xlsx(
        [
            XlsxSheet(document.title(), document, grid, row_heights(grid, metrics))
            for document, grid in zip(documents, grids, strict=True)
        ]
    )
