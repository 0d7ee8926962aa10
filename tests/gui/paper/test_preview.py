"""The preview shows what the PDF holds, page by page, and says what will not come out right."""

import re
from collections.abc import Callable
from typing import ClassVar, cast

import pypdfium2
import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QImage, QPageSize, QPainter, QWheelEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from anju_desktop.checkcode.canonical import form_code
from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.gui import messages
from anju_desktop.gui.paper.page_list import WHOLE
from anju_desktop.gui.paper.pages import PagePainter
from anju_desktop.gui.paper.preview import PreviewDialog
from anju_desktop.gui.paper.printing import PrinterMemory, prepare
from anju_desktop.gui.paper.typesetting import Typesetter
from anju_desktop.render import faces
from anju_desktop.sheet.display import Layout, Page
from anju_desktop.sheet.grid import build_grid
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


@pytest.fixture
def shown(qtbot: QtBot) -> Callable[..., PreviewDialog]:
    """A preview of these documents on the screen."""

    def show(*documents: Document, memory: PrinterMemory | None = None) -> PreviewDialog:
        dialog = PreviewDialog(documents, memory=memory)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return show


Show = Callable[..., PreviewDialog]


def test_the_preview_counts_the_pages_and_goes_through_them(
    shown: Show, long_document: Document
) -> None:
    dialog = shown(long_document)
    assert dialog.page_count() == len(faces.page_layout(long_document).pages) > 2
    assert dialog.page() == 1
    dialog.next_page()
    assert dialog.page() == 2
    dialog.previous_page()
    dialog.previous_page()
    assert dialog.page() == 1


def test_the_keys_lead_to_the_last_page_and_back(
    qtbot: QtBot, shown: Show, long_document: Document
) -> None:
    dialog = shown(long_document)
    with qtbot.waitActive(dialog):
        dialog.activateWindow()
    QTest.keyClick(dialog, Qt.Key.Key_PageDown)
    assert dialog.page() == 2
    QTest.keyClick(dialog, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert dialog.page() == dialog.page_count()
    QTest.keyClick(dialog, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    assert dialog.page() == 1


def test_zoom_keeps_the_page(shown: Show, long_document: Document) -> None:
    dialog = shown(long_document)
    dialog.next_page()
    dialog.zoom_in()
    assert dialog.page() == 2
    before = dialog.zoom()
    dialog.zoom_to_width()
    assert dialog.zoom() < before


def test_a_whole_page_can_stand_in_the_window(shown: Show, long_document: Document) -> None:
    dialog = shown(long_document)
    dialog.zoom_to_page()
    area = next(iter(dialog._stack.areas()))
    room = dialog._scroll.viewport().size()
    assert area.height() < room.height()
    assert area.width() < room.width()
    assert area.height() > room.height() - 60 or area.width() > room.width() - 60


def test_the_zoom_follows_the_window_until_one_chooses_another(
    shown: Show, document: Document
) -> None:
    dialog = shown(document)
    dialog.resize(1200, 600)
    wide = dialog.zoom()
    dialog.resize(900, 600)
    narrow = dialog.zoom()
    assert narrow < wide
    dialog.zoom_in()
    chosen = dialog.zoom()
    dialog.resize(1000, 600)
    assert dialog.zoom() == chosen > narrow


def test_ctrl_and_the_wheel_zoom(shown: Show, document: Document) -> None:
    dialog = shown(document)
    before = dialog.zoom()
    viewport = dialog._scroll.viewport()
    event = QWheelEvent(
        QPointF(50, 50),
        QPointF(viewport.mapToGlobal(QPoint(50, 50))),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(viewport, event)
    assert dialog.zoom() > before


# --- the whole submission ---------------------------------------------------------------------


def test_the_list_leads_to_other_forms_and_to_all_of_them(
    shown: Show, document: Document, repairs: Document, long_document: Document
) -> None:
    dialog = shown(document, repairs)
    counts = [len(faces.page_layout(each).pages) for each in (document, repairs)]
    assert dialog.page_count() == counts[0]
    whole = dialog._list.topLevelItem(0)
    assert whole is not None
    dialog._list.setCurrentItem(whole)
    assert dialog.page_count() == sum(counts)
    dialog.show_form(0)
    dialog._list.setCurrentItem(whole.child(1))
    assert dialog.page_count() == counts[1]
    assert repairs.title() in dialog.windowTitle()


def test_within_the_whole_submission_a_page_in_the_list_is_gone_to(
    shown: Show, document: Document, long_document: Document, repairs: Document
) -> None:
    dialog = shown(repairs, long_document)
    dialog.show_form(WHOLE)
    whole = dialog._list.topLevelItem(0)
    assert whole is not None
    dialog._list.setCurrentItem(whole.child(1).child(0))
    before = len(faces.page_layout(repairs).pages)
    assert dialog.page() == before + 1
    assert dialog.page_count() == before + len(faces.page_layout(long_document).pages)


def test_every_page_in_the_list_gets_its_picture(
    qtbot: QtBot, shown: Show, document: Document
) -> None:
    dialog = shown(document)
    qtbot.waitUntil(lambda: not dialog._list._blank)
    form = dialog._list.topLevelItem(0)
    assert form is not None
    picture = form.child(0).icon(0).pixmap(56, 56).toImage()
    grays = {picture.pixelColor(x, 28).lightness() for x in range(56)}
    assert len(grays) > 2


# --- what will not come out right -------------------------------------------------------------


def test_without_a_printer_a_pdf_is_offered(
    qtbot: QtBot, shown: Show, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def ask(_: QWidget, *words: str) -> bool:
        asked.extend(words)
        return True

    monkeypatch.setattr(messages, "ask", ask)
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    dialog = shown(document)
    with qtbot.waitSignal(dialog.pdf_wanted) as wanted:
        dialog.print_pages()
    assert asked[0] == "没有找到打印机。"
    assert wanted.args == [False]


def test_a_character_no_font_has_is_named_before_printing(
    qtbot: QtBot, shown: Show, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(messages, "tell", lambda parent, *words: told.append(words[0]))
    document.set(CellRef("goal"), "\U0002ffff")
    dialog = shown(document)
    assert dialog._problems.isVisible()
    dialog.print_pages()
    assert len(told) == 1
    assert "U+2FFFF" in told[0]
    with qtbot.waitSignal(dialog.cell_chosen) as chosen:
        dialog._problems.itemActivated.emit(dialog._problems.item(0))
    assert chosen.args == [0, CellRef("goal")]
    assert not dialog.isVisible()


def test_what_is_cut_off_is_printed_only_when_the_clerk_wants_it(
    shown: Show, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid_out = faces.page_layout(document)
    cells = tuple(cell for cell in build_grid(document).cells if cell.refs)[:1]
    monkeypatch.setattr(
        "anju_desktop.gui.paper.printed_form.page_layout",
        lambda _: Layout(laid_out.row_heights, laid_out.pages, (), cells),
    )
    asked: list[str] = []
    monkeypatch.setattr(messages, "ask", lambda parent, *words: asked.extend(words))
    dialog = shown(document)
    dialog.print_pages()
    assert asked[0] == "有 1 处印出来会不全，仍要打印吗？"
    assert "仍然打印" in asked


def test_a_form_that_comes_out_whole_has_no_problems(shown: Show, document: Document) -> None:
    dialog = shown(document)
    assert dialog.problems() == []
    assert not dialog._problems.isVisible()


# --- the printer's own dialog -----------------------------------------------------------------


class FakeDialog(QPrintDialog):
    """Stands in for the system's: the clerk presses 打印 at once."""

    printed: ClassVar[list[str]] = []

    def __init__(self, printer: QPrinter, parent: QWidget) -> None:
        super().__init__(printer, parent)
        self._printer = printer

    def exec(self) -> int:
        FakeDialog.printed.append(self._printer.printerName())
        return 1


def test_the_printer_is_remembered_for_each_form(
    shown: Show, document: Document, repairs: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: dict[str, str] = {}
    memory = PrinterMemory(lambda key: kept.get(key, ""), kept.__setitem__)
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["甲", "乙"])
    memory.remember([document.edition.id], "甲")
    memory.remember([repairs.edition.id], "乙")
    assert memory.printer_for(document.edition.id) == "甲"
    assert memory.printer_for(repairs.edition.id) == "乙"
    assert memory.printer_for("never-printed") == "乙"
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["丙"])
    assert memory.printer_for(document.edition.id) == ""


def test_what_was_printed_remembers_its_printer(
    shown: Show, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: dict[str, str] = {}
    sent: list[tuple[str, int]] = []
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["甲"])
    monkeypatch.setattr("anju_desktop.gui.paper.preview.QPrintDialog", FakeDialog)
    monkeypatch.setattr(QPrinter, "printerName", lambda _: "甲")
    monkeypatch.setattr(
        "anju_desktop.gui.paper.preview.print_pages",
        lambda printer, pages, current: sent.append((printer.printerName(), len(pages))),
    )
    dialog = shown(document, memory=PrinterMemory(lambda key: kept.get(key, ""), kept.__setitem__))
    dialog.print_pages()
    assert sent == [("甲", 1)]
    assert kept[f"printer:{document.edition.id}"] == "甲"


@pytest.mark.parametrize("has_a4", [True, False])
def test_another_paper_is_changed_for_a4_or_nothing_is_printed(
    shown: Show, document: Document, monkeypatch: pytest.MonkeyPatch, has_a4: bool
) -> None:
    said: list[str] = []

    def agree(_: QWidget, *words: str) -> bool:
        said.append(words[0])
        return True

    monkeypatch.setattr(messages, "ask", agree)
    monkeypatch.setattr(messages, "tell", lambda _, *words: said.append(words[0]))
    if not has_a4:
        monkeypatch.setattr("anju_desktop.gui.paper.preview.use_a4", lambda _: None)
    dialog = shown(document)
    printer = QPrinter()
    prepare(printer, dialog.pages())
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
    assert dialog._paper_is_right(printer) == has_a4
    assert "Letter" in said[0]
    assert ("没有 A4 纸" in said[-1]) != has_a4


def test_the_systems_dialog_is_chinese(
    qtbot: QtBot, dressed: QApplication, document: Document
) -> None:
    printer = QPrinter()
    prepare(printer, faces.page_layout(document).pages)
    dialog = QPrintDialog(printer)
    qtbot.addWidget(dialog)
    dialog.setMinMax(1, 3)
    buttons = cast(list[QAbstractButton], dialog.findChildren(QAbstractButton))
    words = [button.text() for button in buttons if button.text()]
    assert words
    assert [word for word in words if not re.search("[\u4e00-\u9fff]|^[.…]+$", word)] == []
