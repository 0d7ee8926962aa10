"""Pages below each other on the desk, as large as one likes."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from anju_desktop.gui.paper.geometry import PIXELS_PER_MM
from anju_desktop.gui.paper.pages import PagePainter, page_size, paint_sheet
from anju_desktop.gui.paper.typesetting import Typesetter
from anju_desktop.gui.theme import Token, color
from anju_desktop.sheet.display import Page
from anju_desktop.sheet.metrics import default_metrics

GAP = 16
_MARGIN = 20


class PageStack(QWidget):
    """Lies in a scroll area."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages: tuple[Page, ...] = ()
        self._painter = PagePainter(Typesetter(default_metrics()))
        self._zoom = 1.0

    @property
    def pages(self) -> tuple[Page, ...]:
        return self._pages

    def show_pages(self, pages: Sequence[Page]) -> None:
        """Show these pages; at least one."""
        self._pages = tuple(pages)
        self.update()

    def lay_out(self, zoom: float, window: QSize) -> None:
        """1.0 shows a millimetre of paper as a millimetre of a 96 dpi screen."""
        self._zoom = zoom
        sizes = [page_size(page, self._scale) for page in self._pages]
        width = max(size.width() for size in sizes) + 2 * _MARGIN
        height = sum(size.height() + GAP for size in sizes) + GAP
        self.resize(max(round(width), window.width()), max(round(height), window.height()))
        self.update()

    def zoom_for_width(self, width: int) -> float:
        """The zoom at which the widest page fills a window."""
        widest = max(page.width for page in self._pages)
        return (width - 2 * _MARGIN) / (widest * PIXELS_PER_MM)

    def zoom_for_page(self, window: QSize) -> float:
        """The zoom at which a whole page, the highest of all, stands in a window."""
        highest = max(page.height for page in self._pages)
        zoom = (window.height() - 2 * GAP) / (highest * PIXELS_PER_MM)
        return min(zoom, self.zoom_for_width(window.width()))

    def areas(self) -> Iterator[QRectF]:
        """Where the pages lie."""
        top = float(GAP)
        for page in self._pages:
            size = page_size(page, self._scale)
            yield QRectF(QPointF(round((self.width() - size.width()) / 2), top), size)
            top += size.height() + GAP

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
