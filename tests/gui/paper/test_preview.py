"""Preview and print show what the PDF holds."""

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from pytestqt.qtbot import QtBot

from anju_desktop.checkcode.canonical import form_code
from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.gui import messages
from anju_desktop.gui.paper.pages import PagePainter
from anju_desktop.gui.paper.preview import PreviewDialog, prepare, print_pages
from anju_desktop.gui.paper.typesetting import Typesetter
from anju_desktop.render import faces
from anju_desktop.sheet.display import Page
from anju_desktop.sheet.metrics import default_metrics

_PIXELS_PER_MM = 4.0
_TILE = 12
"""Pixels: three millimetres, about one character."""


@pytest.fixture
def long_document(document: Document) -> Document:
    for _ in range(40):
        document.insert_row("indicators", "quantity")
    document.set(CellRef("goal"), "老旧小区改造，𠮷林路㎡。" * 30)
    return document


def _painted(page: Page) -> QImage:
    size = QSize(round(page.width * _PIXELS_PER_MM), round(page.height * _PIXELS_PER_MM))
    image = QImage(size, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    PagePainter(Typesetter(default_metrics())).paint(painter, page, _PIXELS_PER_MM)
    painter.end()
    return image


def _tiles(image: QImage) -> list[int]:
    """Darkness of each tile of the page, 0 to 255: blurs what renderers do differently."""
    small = image.scaled(
        image.width() // _TILE,
        image.height() // _TILE,
        mode=Qt.TransformationMode.SmoothTransformation,
    )
    return [
        255 - small.pixelColor(x, y).lightness()
        for y in range(small.height())
        for x in range(small.width())
    ]


@pytest.mark.parametrize("final", [False, True], ids=["draft", "final"])
def test_every_page_looks_as_in_the_pdf(long_document: Document, final: bool) -> None:
    if final:
        long_document.finalize(form_code(long_document))
    pages = faces.page_layout(long_document).pages
    pdf = pypdfium2.PdfDocument(faces.pdf([long_document]))
    assert len(pages) == len(pdf) > 1
    for page in pages:
        bitmap = pdf[page.number - 1].render(scale=_PIXELS_PER_MM * 25.4 / 72, grayscale=True)
        printed = QImage(
            bitmap.buffer,
            bitmap.width,
            bitmap.height,
            bitmap.stride,
            QImage.Format.Format_Grayscale8,
        )
        screen = _painted(page)
        differences = [
            abs(a - b)
            for a, b in zip(_tiles(screen), _tiles(printed.scaled(screen.size())), strict=True)
        ]
        assert max(differences) < 35
        assert sum(differences) / len(differences) < 3


def test_the_preview_counts_the_pages_and_goes_through_them(
    qtbot: QtBot, long_document: Document
) -> None:
    dialog = PreviewDialog(long_document)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.page_count() == len(faces.page_layout(long_document).pages)
    assert dialog.page() == 1
    dialog.next_page()
    assert dialog.page() == 2
    dialog.previous_page()
    dialog.previous_page()
    assert dialog.page() == 1


def test_zoom_keeps_the_page(qtbot: QtBot, long_document: Document) -> None:
    dialog = PreviewDialog(long_document)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.next_page()
    dialog.zoom_in()
    assert dialog.page() == 2
    before = dialog.zoom()
    dialog.zoom_to_width()
    assert dialog.zoom() < before


def test_without_a_printer_it_says_so(
    qtbot: QtBot, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(messages, "tell", lambda parent, sentence, detail="": told.append(sentence))
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    dialog = PreviewDialog(document)
    qtbot.addWidget(dialog)
    dialog.print_pages()
    assert told == ["没有找到打印机。"]


def test_a_character_no_font_has_is_named_before_printing(
    qtbot: QtBot, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(messages, "show_error", lambda parent, error: told.append(str(error)))
    document.set(CellRef("goal"), "\U0002ffff")
    dialog = PreviewDialog(document)
    qtbot.addWidget(dialog)
    dialog.print_pages()
    assert len(told) == 1
    assert "U+2FFFF" in told[0]


def _printed_pages(tmp_path: Path, document: Document, first: int = 0, last: int = 0) -> int:
    pages = faces.page_layout(document).pages
    target = tmp_path / "printed.pdf"
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    prepare(printer, pages)
    printer.setFromTo(first, last)
    print_pages(printer, pages)
    return len(pypdfium2.PdfDocument(target.read_bytes()))


def test_the_printer_gets_every_page(tmp_path: Path, long_document: Document) -> None:
    count = len(faces.page_layout(long_document).pages)
    assert _printed_pages(tmp_path, long_document) == count


def test_the_printer_gets_only_the_chosen_pages(tmp_path: Path, long_document: Document) -> None:
    assert _printed_pages(tmp_path, long_document, 2, 2) == 1


def test_the_paper_is_set_as_the_form_lies(document: Document) -> None:
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    prepare(printer, faces.page_layout(document).pages)
    assert printer.fullPage()
    area = printer.pageLayout().fullRect()
    assert area.width() > area.height()
