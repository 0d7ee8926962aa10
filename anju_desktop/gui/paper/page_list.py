"""The pages at the left of the preview: the whole submission, its forms, their pages."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from anju_desktop.gui import theme
from anju_desktop.gui.labels import short_title
from anju_desktop.gui.paper.pages import PagePainter
from anju_desktop.gui.paper.printed_form import PrintedForm
from anju_desktop.gui.paper.typesetting import Typesetter
from anju_desktop.sheet.display import Page
from anju_desktop.sheet.metrics import default_metrics

WHOLE = -1
"""Stands for all forms together."""

_THUMB = QSize(56, 56)
_FORM = Qt.ItemDataRole.UserRole
_PAGE = Qt.ItemDataRole.UserRole + 1


class PageList(QTreeWidget):
    """What is chosen goes out as a signal; small pictures of the pages follow when idle."""

    chosen = Signal(int, int)
    """Number of the form (or ``WHOLE``) and of the page in it, from 1; 0 is no page of its own."""

    def __init__(self, forms: Sequence[PrintedForm], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pageList")
        self.setHeaderHidden(True)
        self.setIconSize(_THUMB)
        self.setIndentation(12)
        self.setRootIsDecorated(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("要打印的表和页")
        self._forms = tuple(forms)
        self._painter = PagePainter(Typesetter(default_metrics()))
        self._blank: list[tuple[QTreeWidgetItem, Page]] = []
        self._idle = QTimer(self, interval=0)
        self._idle.timeout.connect(self._paint_next)
        self._fill()
        self.currentItemChanged.connect(self._on_current_changed)
        self._idle.start()

    def mark(self, form: int, page: int) -> None:
        """Show where one looks, without choosing it."""
        item = self._item(form, page)
        if item is not None and item is not self.currentItem():
            self.blockSignals(True)
            self.setCurrentItem(item)
            self.blockSignals(False)

    def _fill(self) -> None:
        count = sum(len(form.pages) for form in self._forms)
        root: QTreeWidget | QTreeWidgetItem = self
        if len(self._forms) > 1:
            words = f"整件上报　{len(self._forms)} 张表，{count} 页"
            root = self._add(self, words, WHOLE, 0, bold=True)
        for number, form in enumerate(self._forms):
            words = f"{short_title(form.title)}　{len(form.pages)} 页"
            branch = self._add(root, words, number, 0, bold=True)
            branch.setToolTip(0, form.title)
            for page in form.pages:
                leaf = self._add(branch, f"第 {page.number} 页", number, page.number)
                leaf.setIcon(0, _empty())
                self._blank.append((leaf, page))
        self.expandAll()

    def _add(
        self,
        parent: QTreeWidget | QTreeWidgetItem,
        words: str,
        form: int,
        page: int,
        *,
        bold: bool = False,
    ) -> QTreeWidgetItem:
        item = QTreeWidgetItem(parent, [words])
        item.setData(0, _FORM, form)
        item.setData(0, _PAGE, page)
        if bold:
            item.setFont(0, theme.ui_font(bold=True))
        return item

    def _item(self, form: int, page: int) -> QTreeWidgetItem | None:
        for item in self._items():
            if (item.data(0, _FORM), item.data(0, _PAGE)) == (form, page):
                return item
        return None

    def _items(self) -> list[QTreeWidgetItem]:
        found: list[QTreeWidgetItem] = []
        waiting = [self.invisibleRootItem()]
        while waiting:
            item = waiting.pop(0)
            children = [item.child(number) for number in range(item.childCount())]
            found.extend(children)
            waiting.extend(children)
        return found

    def _on_current_changed(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(0, _FORM), item.data(0, _PAGE))

    def _paint_next(self) -> None:
        if not self._blank:
            self._idle.stop()
            return
        item, page = self._blank.pop(0)
        item.setIcon(0, self._thumbnail(page))

    def _thumbnail(self, page: Page) -> QIcon:
        ratio = self.devicePixelRatioF()
        picture = _empty_picture(ratio)
        scale = (_THUMB.height() - 4) / max(page.width, page.height)
        painter = QPainter(picture)
        width, height = page.width * scale, page.height * scale
        painter.translate((_THUMB.width() - width) / 2, (_THUMB.height() - height) / 2)
        sheet = (0, 0, round(width), round(height))
        painter.fillRect(*sheet, theme.color(theme.Token.PAPER))
        self._painter.paint(painter, page, scale)
        painter.setPen(theme.color(theme.Token.CONTROL_BORDER))
        painter.drawRect(*sheet)
        painter.end()
        return QIcon(picture)


def _empty() -> QIcon:
    return QIcon(_empty_picture(1.0))


def _empty_picture(ratio: float) -> QPixmap:
    picture = QPixmap(_THUMB * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    return picture
