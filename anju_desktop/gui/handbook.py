"""使用手册: the shipped Markdown pages beside the window, offline, with a search over them."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import (
    QFont,
    QImage,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from anju_desktop.assets import resource
from anju_desktop.gui import theme
from anju_desktop.gui.labels import wrapped
from anju_desktop.gui.screens import room_inside
from anju_desktop.patterns import pattern
from anju_desktop.records import record

FIRST = "index"

_SIZE = QSize(1000, 660)
_LIST_WIDTH = 210
_TEXT_PIXELS = 14
_PICTURE_MARGIN = 60
_PLACE = Qt.ItemDataRole.UserRole
_LINE_PERCENT = 135.0
_PROPORTIONAL = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
_PICTURE_MARK = "\ufffc"
"""What stands in the text for a picture."""
_PARAGRAPH_GAP, _HEADING_GAP = 9, 18
_PICTURE = pattern(r"!\[[^\]]*\]\(([^)\s]+)")
_LINK = pattern(r"\]\(([^)\s]+)\)")
_MARKS = pattern(r"!\[[^\]]*\]\([^)]*\)|[*`#|]|\]\([^)]*\)|\[")
_SNIPPET = 26


@record(frozen=True, slots=True)
class ManualPage:
    """One page; ``name`` is its file without the suffix."""

    name: str
    title: str
    text: str


def folder() -> Path:
    return resource("handbook")


@cache
def pages() -> tuple[ManualPage, ...]:
    """All pages in the order in which the first one lists them; that one comes first."""
    names = [FIRST]
    for found in _LINK.finditer((folder() / f"{FIRST}.md").read_text(encoding="utf-8")):
        name = found[1].removesuffix(".md")
        if found[1].endswith(".md") and name not in names:
            names.append(name)
    return tuple(_page(name) for name in names)


def _page(name: str) -> ManualPage:
    text = (folder() / f"{name}.md").read_text(encoding="utf-8")
    return ManualPage(name, text.partition("\n")[0].lstrip("# "), text)


def search(words: str) -> Iterator[tuple[ManualPage, str]]:
    """Pages that hold every word, each with the line of its first find; fitting titles first."""
    wanted = words.lower().split()
    by_title = sorted(pages()[1:], key=lambda page: not all(w in page.title for w in wanted))
    for page in by_title:
        plain = _MARKS.sub("", page.text)
        if wanted and all(word in plain.lower() for word in wanted):
            yield page, _around(plain, wanted[0])


def _around(text: str, word: str) -> str:
    at = text.lower().index(word)
    line = text[text.rfind("\n", 0, at) + 1 :].partition("\n")[0].strip(" -")
    found = max(0, line.lower().find(word) - 6)
    return f"{'…' if found else ''}{line[found : found + _SNIPPET]}"


class HandbookWindow(QDialog):
    """Stays open beside the main window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("handbook")
        self.setWindowTitle("使用手册")
        self.setModal(False)
        room = parent.size() if parent is not None else room_inside(self)
        self.resize(_SIZE.boundedTo(room))
        self.search_edit = QLineEdit(self)
        self.list = QListWidget(self)
        self.browser = _Browser(self)
        self._nothing = wrapped("second", "没有找到。换一个词试试，比如“打印”“说明”。")
        self._set_up()
        self.search_edit.textChanged.connect(self._on_search_changed)
        self.search_edit.returnPressed.connect(self.find_next)
        self.list.currentItemChanged.connect(self._on_page_chosen)
        self.browser.sourceChanged.connect(self._on_source_changed)
        for keys, deed in (
            ("Ctrl+F", self._focus_search),
            ("F3", self.find_next),
            ("Alt+Left", self.browser.backward),
            ("Alt+Right", self.browser.forward),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(deed)
        self._list_pages()

    def _set_up(self) -> None:
        self.search_edit.setPlaceholderText("在手册里查找")
        self.search_edit.setAccessibleName("在手册里查找")
        self.search_edit.setClearButtonEnabled(True)
        self.list.setObjectName("handbookPages")
        self.list.setAccessibleName("手册目录")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        back = QPushButton("后退")
        back.setToolTip("回到上一处（Alt+左方向键）")
        close = QPushButton("关闭")
        close.setToolTip("关闭手册（Esc）")
        close.clicked.connect(self.close)
        back.clicked.connect(self.browser.backward)
        for button in (back, close):
            button.setAutoDefault(False)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(10, 0, 10, 0)
        buttons.addWidget(back)
        buttons.addWidget(close)
        left = QVBoxLayout()
        left.setContentsMargins(0, 10, 0, 10)
        left.setSpacing(8)
        searching = QHBoxLayout()
        searching.setContentsMargins(10, 0, 10, 0)
        searching.addWidget(self.search_edit)
        left.addLayout(searching)
        left.addWidget(self._nothing)
        left.addWidget(self.list, 1)
        left.addLayout(buttons)
        side = QWidget()
        side.setFixedWidth(_LIST_WIDTH)
        side.setLayout(left)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(side)
        row.addWidget(self.browser, 1)

    def open_at(self, name: str) -> None:
        """Show the window with a page; one that is open stays where it is being read."""
        if not self.isVisible() or not self.browser.source().isValid():
            self.show_page(name)
        self.show()
        self.raise_()
        self.activateWindow()
        self.browser.setFocus()

    def show_page(self, name: str) -> None:
        self.browser.setSource(QUrl.fromLocalFile(str(folder() / f"{name}.md")))

    def page(self) -> str:
        """Name of the page that is shown."""
        return Path(self.browser.source().toLocalFile()).stem

    def find_next(self) -> None:
        """The next place on this page; around the end."""
        words = self.search_edit.text().split()
        if words and not self.browser.find(words[0]):
            cursor = self.browser.textCursor()
            cursor.setPosition(0)
            self.browser.setTextCursor(cursor)
            self.browser.find(words[0])

    def _list_pages(self) -> None:
        words = self.search_edit.text().strip()
        self.list.blockSignals(True)
        self.list.clear()
        found = list(search(words)) if words else [(page, "") for page in pages()]
        for page, snippet in found:
            item = QListWidgetItem(f"{page.title}\n{snippet}" if snippet else page.title)
            item.setData(_PLACE, page.name)
            self.list.addItem(item)
        self._nothing.setVisible(not found)
        self.list.blockSignals(False)
        self._mark_in_list(self.page())

    def _mark_in_list(self, name: str) -> None:
        self.list.blockSignals(True)
        self.list.setCurrentRow(-1)
        for row in range(self.list.count()):
            if self.list.item(row).data(_PLACE) == name:
                self.list.setCurrentRow(row)
        self.list.blockSignals(False)

    def _focus_search(self) -> None:
        self.search_edit.setFocus()
        self.search_edit.selectAll()

    def _on_search_changed(self) -> None:
        self._list_pages()
        if self.search_edit.text().strip() and self.list.count() and self.list.currentRow() < 0:
            self.list.setCurrentRow(0)

    def _on_page_chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.data(_PLACE) != self.page():
            self.show_page(item.data(_PLACE))
        self.find_next()

    def _on_source_changed(self, source: QUrl) -> None:
        # The browser itself still names the page before.
        self._mark_in_list(Path(source.toLocalFile()).stem)


class _Browser(QTextBrowser):
    """Shows the pages; pictures as wide as there is room, never wider than they are."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("handbookPage")
        self.setAccessibleName("手册内容")
        self.setOpenExternalLinks(False)
        self.setFont(_reading_font())
        self._width = 0

    def doSetSource(
        self,
        name: QUrl | str,
        kind: QTextDocument.ResourceType = QTextDocument.ResourceType.UnknownResource,
    ) -> None:
        # Qt would go on in the format of the heading in which the cursor was.
        self.document().clear()
        cursor = QTextCursor(self.document())
        cursor.setBlockFormat(QTextBlockFormat())
        cursor.setCharFormat(QTextCharFormat())
        super().doSetSource(name, kind)
        self._space_out()

    def _space_out(self) -> None:
        """Chinese reads better with air between lines and paragraphs than Markdown has here."""
        block = self.document().begin()
        while block.isValid():
            form = block.blockFormat()
            if block.text() != _PICTURE_MARK:
                form.setLineHeight(_LINE_PERCENT, _PROPORTIONAL)
            in_table = QTextCursor(block).currentTable() is not None
            form.setBottomMargin(2 if in_table or block.textList() else _PARAGRAPH_GAP)
            form.setTopMargin(_HEADING_GAP if form.headingLevel() > 1 else 2)
            QTextCursor(block).setBlockFormat(form)
            block = block.next()

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return super().loadResource(kind, name)
        image = QImage(self.source().resolved(QUrl(name)).toLocalFile())
        ratio = self.devicePixelRatioF()
        room = max(200, self.viewport().width() - _PICTURE_MARGIN)
        width = min(image.width(), round(room * ratio))
        if width == image.width():
            return image
        scaled = image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
        scaled.setDevicePixelRatio(ratio)
        return scaled

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.viewport().width() != self._width:
            self._width = self.viewport().width()
            self._fit_pictures()

    def _fit_pictures(self) -> None:
        """The document keeps what it once loaded."""
        kind = QTextDocument.ResourceType.ImageResource
        pictures = set(_PICTURE.findall(self.document().toMarkdown()))
        for name in pictures:
            self.document().addResource(kind, QUrl(name), self.loadResource(kind.value, name))
        if pictures:
            self.document().markContentsDirty(0, self.document().characterCount())


def _reading_font() -> QFont:
    return theme.ui_font(_TEXT_PIXELS)
