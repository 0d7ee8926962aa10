"""The form page by page as it will be printed, and the way to the printer."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from anju_desktop.document.document import Document
from anju_desktop.errors import RenderError
from anju_desktop.gui import messages
from anju_desktop.gui.paper.geometry import PIXELS_PER_MM
from anju_desktop.gui.paper.pages import PagePainter, page_size, paint_sheet
from anju_desktop.gui.paper.typesetting import Typesetter
from anju_desktop.gui.theme import Token, color
from anju_desktop.render.faces import page_layout
from anju_desktop.sheet.display import Layout, Page
from anju_desktop.sheet.metrics import default_metrics

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_GAP = 16
_MARGIN = 20
_LEAST_ZOOM, _MOST_ZOOM = 0.3, 3.0
_ZOOM_STEP = 0.1
_SIZE = QSize(1060, 700)
_NO_PRINTER = "没有找到打印机。"
_NO_PRINTER_DETAIL = "请先在电脑上装好打印机；也可以导出 PDF，拷到能打印的电脑上打印。"


class PageStack(QWidget):
    """All pages below each other on the desk."""

    def __init__(self, pages: Sequence[Page], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages = tuple(pages)
        self._painter = PagePainter(Typesetter(default_metrics()))
        self._zoom = 1.0

    def lay_out(self, zoom: float, window: QSize) -> None:
        """1.0 shows a millimetre of paper as a millimetre of a 96 dpi screen."""
        self._zoom = zoom
        sizes = [page_size(page, self._scale) for page in self._pages]
        width = max(size.width() for size in sizes) + 2 * _MARGIN
        height = sum(size.height() + _GAP for size in sizes) + _GAP
        self.resize(max(round(width), window.width()), max(round(height), window.height()))
        self.update()

    def fitting_zoom(self, width: int) -> float:
        """The zoom at which the widest page fills a window."""
        widest = max(page.width for page in self._pages)
        return (width - 2 * _MARGIN) / (widest * PIXELS_PER_MM)

    def areas(self) -> Iterator[QRectF]:
        """Where the pages lie."""
        top = float(_GAP)
        for page in self._pages:
            size = page_size(page, self._scale)
            yield QRectF(QPointF(round((self.width() - size.width()) / 2), top), size)
            top += size.height() + _GAP

    def page_at(self, y: int) -> int:
        """Number of the page at a height, from 1."""
        return max(1, sum(1 for area in self.areas() if area.top() <= y))

    @property
    def _scale(self) -> float:
        return PIXELS_PER_MM * self._zoom

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), color(Token.DESK))
        for page, area in zip(self._pages, self.areas(), strict=True):
            if area.intersects(QRectF(event.rect())):
                paint_sheet(painter, area)
                painter.save()
                painter.translate(area.topLeft())
                self._painter.paint(painter, page, self._scale)
                painter.restore()
        painter.end()


class PreviewDialog(QDialog):
    """What the printer gets, before it gets it."""

    page_changed = Signal(int)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = document.title()
        self._layout: Layout = page_layout(document)
        self._fits_width = True
        self._zoom = 1.0
        self._stack = PageStack(self._layout.pages)
        self._scroll = QScrollArea(self)
        self._page_label = QLabel(self)
        self._zoom_label = QLabel(self)
        self.setWindowTitle(f"打印与预览：{self._title}")
        self.resize(_SIZE)
        self._set_up()
        self._scroll.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self._on_scrolled()

    def _set_up(self) -> None:
        self._scroll.setWidget(self._stack)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.viewport().installEventFilter(self)
        self._page_label.setObjectName("previewPage")
        self._zoom_label.setMinimumWidth(44)
        self._zoom_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._bar())
        column.addWidget(self._scroll)

    def _bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setContentsMargins(14, 8, 14, 8)
        bar.setSpacing(8)
        for text, name, deed in (
            ("上一页", "", self.previous_page),
            ("下一页", "", self.next_page),
        ):
            bar.addWidget(_button(text, name, deed, self))
        bar.addWidget(self._page_label)
        bar.addStretch()
        bar.addWidget(_button("－", "缩小", self.zoom_out, self))
        bar.addWidget(self._zoom_label)
        bar.addWidget(_button("＋", "放大", self.zoom_in, self))
        bar.addWidget(_button("适合宽度", "", self.zoom_to_width, self))
        bar.addStretch()
        close = _button("关闭", "", self.reject, self)
        print_button = _button("打印…", "", self.print_pages, self)
        print_button.setProperty("kind", "primary")
        print_button.setDefault(True)
        bar.addWidget(close)
        bar.addWidget(print_button)
        return bar

    # -- pages and zoom --------------------------------------------------------------------

    def page(self) -> int:
        """Number of the page at which one looks: the one in the upper part of the window."""
        third = self._scroll.viewport().height() // 3
        return self._stack.page_at(self._scroll.verticalScrollBar().value() + third)

    def page_count(self) -> int:
        return len(self._layout.pages)

    def next_page(self) -> None:
        self.go_to_page(self.page() + 1)

    def previous_page(self) -> None:
        self.go_to_page(self.page() - 1)

    def go_to_page(self, number: int) -> None:
        area = list(self._stack.areas())[max(1, min(number, self.page_count())) - 1]
        self._scroll.verticalScrollBar().setValue(round(area.top()) - _GAP)

    def zoom(self) -> float:
        return self._zoom

    def set_zoom(self, zoom: float) -> None:
        self._fits_width = False
        self._apply_zoom(zoom)

    def zoom_in(self) -> None:
        self.set_zoom(round(self._zoom + _ZOOM_STEP, 1))

    def zoom_out(self) -> None:
        self.set_zoom(round(self._zoom - _ZOOM_STEP, 1))

    def zoom_to_width(self) -> None:
        self._fits_width = True
        # As if the scroll bar were always there: otherwise it would come and go with the zoom.
        bar = self._scroll.verticalScrollBar().sizeHint().width()
        self._apply_zoom(self._stack.fitting_zoom(self._scroll.width() - bar))

    def _apply_zoom(self, zoom: float) -> None:
        page = self.page()
        self._zoom = max(_LEAST_ZOOM, min(zoom, _MOST_ZOOM))
        self._stack.lay_out(self._zoom, self._scroll.viewport().size())
        self._zoom_label.setText(f"{self._zoom:.0%}")
        self.go_to_page(page)

    def _on_scrolled(self) -> None:
        page = self.page()
        self._page_label.setText(f"第 {page} 页，共 {self.page_count()} 页")
        self.page_changed.emit(page)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fits_width:
            self.zoom_to_width()
        else:
            self._apply_zoom(self._zoom)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_PageDown:
                self.next_page()
            case Qt.Key.Key_PageUp:
                self.previous_page()
            case _:
                super().keyPressEvent(event)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        held = Qt.KeyboardModifier.ControlModifier
        if isinstance(event, QWheelEvent) and event.modifiers() & held:
            (self.zoom_in if event.angleDelta().y() > 0 else self.zoom_out)()
            return True
        return False

    # -- printing --------------------------------------------------------------------------

    def print_pages(self) -> None:
        """Through the system's own dialog to the printer."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

        if self._layout.missing:
            self._refuse()
            return
        if not QPrinterInfo.availablePrinterNames():
            messages.tell(self, _NO_PRINTER, _NO_PRINTER_DETAIL)
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        prepare(printer, self._layout.pages)
        dialog = QPrintDialog(printer, self)
        dialog.setMinMax(1, self.page_count())
        if dialog.exec():
            print_pages(printer, self._layout.pages)

    def _refuse(self) -> None:
        from anju_desktop.render.pdf import refuse_unprintable

        try:
            refuse_unprintable(self._title, self._layout)
        except RenderError as error:
            messages.show_error(self, error)


def prepare(printer: "QPrinter", pages: Sequence[Page]) -> None:
    """Set the paper before the clerk sees the dialog: the layout has its own margins."""
    from PySide6.QtGui import QPageLayout, QPageSize

    wide = pages[0].width > pages[0].height
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(
        QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
    )
    printer.setFullPage(True)


def print_pages(printer: "QPrinter", pages: Sequence[Page]) -> None:
    """Paint the chosen pages on the printer."""
    first, last = printer.fromPage() or 1, printer.toPage() or len(pages)
    chosen = [page for page in pages if first <= page.number <= last]
    page_painter = PagePainter(Typesetter(default_metrics()))
    painter = QPainter(printer)
    for number, page in enumerate(chosen):
        if number:
            printer.newPage()
        page_painter.paint(painter, page, printer.resolution() / 25.4)
    painter.end()


def _button(text: str, name: str, deed: object, parent: QWidget) -> QPushButton:
    button = QPushButton(text, parent)
    button.setAccessibleName(name or text)
    button.setToolTip(name)
    button.setAutoDefault(False)
    button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    button.clicked.connect(deed)
    return button
