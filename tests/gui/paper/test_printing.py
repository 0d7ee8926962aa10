"""The printer gets the pages that the preview shows, on A4, as often as wanted."""

from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QMarginsF, QSizeF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrinter

from anju_desktop.checkcode.canonical import form_code
from anju_desktop.checkcode.codes import grouped
from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.errors import RenderError
from anju_desktop.gui.paper.printing import (
    chosen_pages,
    content_box,
    margin_problem,
    paper_problem,
    prepare,
    print_pages,
    use_a4,
)
from anju_desktop.render import faces
from anju_desktop.sheet.display import Page, Picture
from anju_desktop.sheet.metrics import default_metrics
from tests.render.scanning import codes_on, printed, scanned

_PIXELS_PER_MM = 4.0
_TILE = 12
"""Pixels: three millimetres, about one character."""


@pytest.fixture
def long_document(document: Document) -> Document:
    for _ in range(40):
        document.insert_row("indicators", "quantity")
    document.set(CellRef("goal"), "老旧小区改造，𠮷林路㎡。" * 30)
    return document


def a_printer(target: Path) -> QPrinter:
    """One that writes a PDF: without a printing service there is no other."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    return printer


def pages_of(*documents: Document) -> list[Page]:
    return [page for each in documents for page in faces.page_layout(each).pages]


def raster(data: bytes, number: int) -> QImage:
    page = pypdfium2.PdfDocument(data)[number]
    bitmap = page.render(scale=_PIXELS_PER_MM * 25.4 / 72, grayscale=True)
    made = QImage(
        bitmap.buffer,
        bitmap.width,
        bitmap.height,
        bitmap.stride,
        QImage.Format.Format_Grayscale8,
    )
    return made.copy()


def tiles(image: QImage, size: QImage) -> list[int]:
    """Darkness of each tile, 0 to 255: blurs what renderers do differently."""
    small = image.scaled(size.size()).scaled(
        size.width() // _TILE,
        size.height() // _TILE,
        mode=Qt.TransformationMode.SmoothTransformation,
    )
    return [
        255 - small.pixelColor(x, y).lightness()
        for y in range(small.height())
        for x in range(small.width())
    ]


def test_what_the_printer_gets_looks_as_the_pdf(tmp_path: Path, long_document: Document) -> None:
    pages = pages_of(long_document)
    printer = a_printer(tmp_path / "printed.pdf")
    prepare(printer, pages)
    assert print_pages(printer, pages) == len(pages)
    printed, written = (tmp_path / "printed.pdf").read_bytes(), faces.pdf([long_document])
    assert len(pypdfium2.PdfDocument(printed)) == len(pypdfium2.PdfDocument(written)) == len(pages)
    for number in range(len(pages)):
        one, other = raster(printed, number), raster(written, number)
        pairs = zip(tiles(one, other), tiles(other, other), strict=True)
        differences = [abs(a - b) for a, b in pairs]
        assert max(differences) < 35
        assert sum(differences) / len(differences) < 3


def count_printed(tmp_path: Path, pages: Sequence[Page], printer: QPrinter) -> int:
    prepare(printer, pages)
    print_pages(printer, pages)
    return len(pypdfium2.PdfDocument((tmp_path / "printed.pdf").read_bytes()))


def test_only_the_chosen_pages_are_printed(tmp_path: Path, long_document: Document) -> None:
    pages = pages_of(long_document)
    printer = a_printer(tmp_path / "printed.pdf")
    printer.setFromTo(2, 2)
    assert count_printed(tmp_path, pages, printer) == 1
    assert chosen_pages(printer, pages) == [pages[1]]


def test_the_page_one_looks_at_is_printed_alone(long_document: Document) -> None:
    pages = pages_of(long_document)
    printer = QPrinter()
    printer.setPrintRange(QPrinter.PrintRange.CurrentPage)
    assert chosen_pages(printer, pages, 3) == [pages[2]]


def test_pages_that_do_not_exist_are_refused_in_words(tmp_path: Path, document: Document) -> None:
    printer = a_printer(tmp_path / "printed.pdf")
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(7, 9)
    with pytest.raises(RenderError, match="不在 1 到 1 之间"):
        print_pages(printer, pages_of(document))


@pytest.mark.parametrize("collated", [True, False])
def test_copies_are_painted_where_the_printer_makes_none(
    tmp_path: Path, long_document: Document, collated: bool
) -> None:
    pages = pages_of(long_document)[:2]
    printer = a_printer(tmp_path / "printed.pdf")
    printer.setCopyCount(2)
    printer.setCollateCopies(collated)
    assert count_printed(tmp_path, pages, printer) == 4
    document = pypdfium2.PdfDocument((tmp_path / "printed.pdf").read_bytes())
    shown = [page.get_textpage().get_text_bounded() for page in document]
    same = (0, 2) if collated else (0, 1)
    assert shown[same[0]] == shown[same[1]]
    assert shown[0] != shown[3]


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_breaks_off_is_told_in_words(tmp_path: Path, document: Document) -> None:
    printer = a_printer(tmp_path / "no such folder" / "printed.pdf")
    with pytest.raises(RenderError, match="打印机没有接下"):
        print_pages(printer, pages_of(document))


def test_each_page_of_a_submission_lies_as_its_form_does(
    tmp_path: Path, document: Document, repairs: Document
) -> None:
    pages = pages_of(document, repairs)
    printer = a_printer(tmp_path / "printed.pdf")
    assert count_printed(tmp_path, pages, printer) == len(pages)
    printed = pypdfium2.PdfDocument((tmp_path / "printed.pdf").read_bytes())
    lying = [page.get_width() > page.get_height() for page in printed]
    assert lying == [page.width > page.height for page in pages]


def test_the_paper_is_set_as_the_form_lies(document: Document) -> None:
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    pages = pages_of(document)
    prepare(printer, pages)
    assert printer.fullPage()
    area = printer.pageLayout().fullRect()
    assert (area.width() > area.height()) == (pages[0].width > pages[0].height)


def test_another_paper_is_told(document: Document) -> None:
    printer = QPrinter()
    prepare(printer, pages_of(document))
    assert paper_problem(printer) == ""
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
    assert "Letter" in paper_problem(printer)
    assert "切掉" in paper_problem(printer)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A3))
    assert "切掉" not in paper_problem(printer) != ""
    use_a4(printer)
    assert paper_problem(printer) == ""


class Narrow:
    """A printer that cannot reach the edges of its paper."""

    def __init__(self, pages: Sequence[Page], least: float) -> None:
        size = QPageSize(QPageSize.PageSizeId.A4)
        wide = pages[0].width > pages[0].height
        lying = QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
        margins = QMarginsF(least, least, least, least)
        millimetres = QPageLayout.Unit.Millimeter
        self._layout = QPageLayout(size, lying, margins, millimetres, margins)

    def pageLayout(self) -> QPageLayout:
        return self._layout


def test_margins_that_the_printer_cannot_reach_are_told(document: Document) -> None:
    pages = pages_of(document)
    left, top, right, bottom = content_box(pages[0], default_metrics())
    free = min(left, top, pages[0].width - right, pages[0].height - bottom)
    assert 0 < free < 20
    assert margin_problem(Narrow(pages, free - 0.5), pages) == ""  # type: ignore[arg-type]
    assert "的内容会缺" in margin_problem(Narrow(pages, free + 3), pages)  # type: ignore[arg-type]


def test_the_code_at_the_foot_of_a_final_form_counts_as_content(document: Document) -> None:
    before = content_box(pages_of(document)[0], default_metrics())[3]
    document.finalize(form_code(document))
    page = pages_of(document)[0]
    symbol = next(item for item in page.items if isinstance(item, Picture))
    assert content_box(page, default_metrics())[3] >= symbol.y + symbol.size > before


def test_the_code_is_read_from_the_printed_page_scanned_askew_with_noise(
    tmp_path: Path, document: Document, repairs: Document
) -> None:
    for each in (document, repairs):
        each.finalize(form_code(each))
    pages = pages_of(document, repairs)
    count_printed(tmp_path, pages, a_printer(tmp_path / "printed.pdf"))
    sheets = printed((tmp_path / "printed.pdf").read_bytes())
    read = [
        codes_on(scanned(sheet, tilt, 30.0, seed))
        for seed, sheet in enumerate(sheets)
        for tilt in (-1.0, 1.0)
    ]
    codes = [each for each in (document, repairs) for _ in pages_of(each)]
    assert read == [[grouped(each.version.code)] for each in codes for _ in range(2)]


def test_a_page_lies_within_its_paper(document: Document, repairs: Document) -> None:
    for page in pages_of(document, repairs):
        left, top, right, bottom = content_box(page, default_metrics())
        assert left > 0
        assert top > 0
        assert QSizeF(right, bottom).boundedTo(QSizeF(page.width, page.height)) == QSizeF(
            right, bottom
        )
