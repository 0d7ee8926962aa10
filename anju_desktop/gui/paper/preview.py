"""The form, or the whole submission, page by page as it will be printed; the way to the printer."""

from collections.abc import Callable, Sequence
from enum import Enum
from itertools import accumulate, pairwise

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QWheelEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from anju_desktop.document.document import Document
from anju_desktop.errors import AnjuError
from anju_desktop.gui import messages
from anju_desktop.gui.paper.page_list import WHOLE, PageList
from anju_desktop.gui.paper.page_stack import GAP, PageStack
from anju_desktop.gui.paper.printed_form import PrintedForm, PrintProblem
from anju_desktop.gui.paper.printing import (
    PrinterMemory,
    margin_problem,
    paper_problem,
    prepare,
    print_pages,
    use_a4,
)
from anju_desktop.gui.screens import room_inside
from anju_desktop.sheet.display import Page

_LEAST_ZOOM, _MOST_ZOOM = 0.2, 4.0
_ZOOM_STEP = 0.1
_SIZE = QSize(1180, 700)
_LIST_WIDTH = 200
_SHOWN_PROBLEMS = 3
_NO_PRINTER = "没有找到打印机。"
_NO_PRINTER_DETAIL = (
    "请先在电脑上装好打印机，再打开本窗口；也可以导出 PDF，拷到能打印的电脑上打印。"
)
_ELSEWHERE = "可以换一台打印机，或导出 PDF 到别处打印。"
_KEPT = "先不打印"


class _Fit(Enum):
    """What the zoom follows when the window changes."""

    FREE = 0
    WIDTH = 1
    PAGE = 2


class PreviewDialog(QDialog):
    """What the printer gets, before it gets it.

    Opens on the form that is on the screen; the list at the left leads to the other forms and to
    all of them in one go.
    """

    page_changed = Signal(int)
    cell_chosen = Signal(int, object)
    """Number of a form and the :class:`CellRef` in it that the clerk wants to put right."""
    pdf_wanted = Signal(bool)
    """No printer here: a PDF instead, of the whole submission or of the form on the screen."""

    def __init__(
        self,
        documents: Sequence[Document],
        current: int = 0,
        parent: QWidget | None = None,
        *,
        memory: PrinterMemory | None = None,
    ) -> None:
        super().__init__(parent)
        self._forms = [PrintedForm(document) for document in documents]
        self._own = current
        self._shown = current
        self._memory = memory or PrinterMemory()
        self._fit = _Fit.WIDTH
        self._zoom = 1.0
        self._stack = PageStack()
        self._scroll = QScrollArea(self)
        self._list = PageList(self._forms, self)
        self._problems = QListWidget(self)
        self._page_label = QLabel(self)
        self._zoom_label = QLabel(self)
        room = parent.size() if parent is not None else room_inside(self)
        self.resize(_SIZE.boundedTo(room))
        self._set_up()
        self._set_keys()
        self._scroll.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self._list.chosen.connect(self._on_page_chosen)
        self.show_form(current)
        self._scroll.setFocus()

    def _set_up(self) -> None:
        self._scroll.setWidget(self._stack)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.viewport().installEventFilter(self)
        self._scroll.setAccessibleName("预览")
        self._list.setFixedWidth(_LIST_WIDTH)
        self._page_label.setObjectName("previewPage")
        self._zoom_label.setMinimumWidth(44)
        self._zoom_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._problems.setObjectName("printProblems")
        self._problems.setAccessibleName("印出来会有问题的地方")
        self._problems.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._problems.itemActivated.connect(self._on_problem_chosen)
        self._problems.itemClicked.connect(self._on_problem_chosen)
        pages = QHBoxLayout()
        pages.setSpacing(0)
        pages.addWidget(self._list)
        pages.addWidget(self._scroll, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        bar, print_button = self._bar()
        column.addLayout(bar)
        column.addWidget(self._problems)
        column.addLayout(pages, 1)
        for before, after in pairwise((print_button, self._problems, self._list, self._scroll)):
            QWidget.setTabOrder(before, after)

    def _bar(self) -> tuple[QHBoxLayout, QPushButton]:
        bar = QHBoxLayout()
        bar.setContentsMargins(14, 8, 14, 8)
        bar.setSpacing(8)
        bar.addWidget(_button("上一页", "上一页（PgUp）", self.previous_page, self))
        bar.addWidget(_button("下一页", "下一页（PgDown）", self.next_page, self))
        bar.addWidget(self._page_label)
        bar.addStretch()
        bar.addWidget(_button("－", "缩小（Ctrl+-）", self.zoom_out, self))
        bar.addWidget(self._zoom_label)
        bar.addWidget(_button("＋", "放大（Ctrl+=）", self.zoom_in, self))
        bar.addWidget(_button("适合宽度", "适合宽度（Ctrl+0）", self.zoom_to_width, self))
        bar.addWidget(_button("整页", "整页（Ctrl+9）", self.zoom_to_page, self))
        bar.addStretch()
        bar.addWidget(_button("关闭", "关闭（Esc）", self.reject, self))
        print_button = _button("打印…", "打印（Ctrl+P）", self.print_pages, self)
        print_button.setProperty("kind", "primary")
        print_button.setDefault(True)
        bar.addWidget(print_button)
        return bar, print_button

    def _set_keys(self) -> None:
        for keys, deed in (
            ("PgDown", self.next_page),
            ("PgUp", self.previous_page),
            ("Ctrl+Home", lambda: self.go_to_page(1)),
            ("Ctrl+End", lambda: self.go_to_page(self.page_count())),
            ("Ctrl+=", self.zoom_in),
            ("Ctrl++", self.zoom_in),
            ("Ctrl+-", self.zoom_out),
            ("Ctrl+0", self.zoom_to_width),
            ("Ctrl+9", self.zoom_to_page),
            ("Ctrl+P", self.print_pages),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(deed)

    # -- forms -----------------------------------------------------------------------------

    def show_form(self, number: int) -> None:
        """The pages of one form; of all of them with ``WHOLE``."""
        self._shown = number
        if number == WHOLE:
            self._list.mark(WHOLE, 0)
        self._stack.show_pages([page for form in self._chosen() for page in form.pages])
        self.setWindowTitle(f"打印与预览：{self._title()}")
        self._show_problems()
        self._follow_window()
        self._scroll.verticalScrollBar().setValue(0)
        self._on_scrolled()

    def _chosen(self) -> list[PrintedForm]:
        """The forms that are shown, and will be printed."""
        return self._forms if self._shown == WHOLE else [self._forms[self._shown]]

    def _title(self) -> str:
        if self._shown == WHOLE:
            return f"整件上报（{len(self._forms)} 张表）"
        return self._forms[self._shown].title

    def pages(self) -> tuple[Page, ...]:
        """What is shown, and what the printer gets if no pages are chosen in its dialog."""
        return self._stack.pages

    def _on_page_chosen(self, form: int, page: int) -> None:
        if self._shown == WHOLE and form != WHOLE and page:
            # Within the whole submission one only goes to the page.
            self.go_to_page(self._first_pages()[form] + page - 1)
            return
        if form != self._shown:
            self.show_form(form)
        if page:
            self.go_to_page(page)

    def _first_pages(self) -> list[int]:
        """Number of each form's first page among all, from 1."""
        return list(accumulate((len(form.pages) for form in self._forms[:-1]), initial=1))

    def _mark_in_list(self, page: int) -> None:
        if self._shown != WHOLE:
            self._list.mark(self._shown, page)
            return
        firsts = self._first_pages()
        form = max(number for number, first in enumerate(firsts) if first <= page)
        current = self._list.currentItem()
        if page > 1 or current is None or current.parent() is not None:
            self._list.mark(form, page - firsts[form] + 1)

    # -- what will not come out right ------------------------------------------------------

    def problems(self) -> list[PrintProblem]:
        """Of the forms that are shown."""
        return [problem for _, problem in self._numbered_problems()]

    def _numbered_problems(self) -> list[tuple[int, PrintProblem]]:
        return [
            (number, problem)
            for number, form in enumerate(self._forms)
            if self._shown in (WHOLE, number)
            for problem in form.problems()
        ]

    def _show_problems(self) -> None:
        self._problems.clear()
        for number, problem in self._numbered_problems():
            where = f"《{self._forms[number].title}》" if self._shown == WHOLE else ""
            way = "　点这里去改" if problem.cell else ""
            item = QListWidgetItem(f"{where}{problem.sentence}{way}")
            item.setToolTip(item.text())
            item.setData(Qt.ItemDataRole.UserRole, (number, problem.cell))
            self._problems.addItem(item)
        count = self._problems.count()
        self._problems.setVisible(bool(count))
        if count:
            rows = min(count, _SHOWN_PROBLEMS)
            self._problems.setFixedHeight(rows * self._problems.sizeHintForRow(0) + 2)
            self._problems.setCurrentRow(0)

    def _on_problem_chosen(self, item: QListWidgetItem) -> None:
        number, cell = item.data(Qt.ItemDataRole.UserRole)
        if cell is not None:
            self.reject()
            self.cell_chosen.emit(number, cell)

    # -- pages and zoom --------------------------------------------------------------------

    def page(self) -> int:
        """Number of the page at which one looks: the one in the upper part of the window."""
        bar = self._scroll.verticalScrollBar()
        if bar.maximum() and bar.value() == bar.maximum():
            return self.page_count()
        third = self._scroll.viewport().height() // 3
        return self._stack.page_at(bar.value() + third)

    def page_count(self) -> int:
        return len(self._stack.pages)

    def next_page(self) -> None:
        self.go_to_page(self.page() + 1)

    def previous_page(self) -> None:
        self.go_to_page(self.page() - 1)

    def go_to_page(self, number: int) -> None:
        area = list(self._stack.areas())[max(1, min(number, self.page_count())) - 1]
        self._scroll.verticalScrollBar().setValue(round(area.top()) - GAP)

    def zoom(self) -> float:
        return self._zoom

    def set_zoom(self, zoom: float) -> None:
        self._fit = _Fit.FREE
        self._apply_zoom(zoom)

    def zoom_in(self) -> None:
        self.set_zoom(round(self._zoom + _ZOOM_STEP, 1))

    def zoom_out(self) -> None:
        self.set_zoom(round(self._zoom - _ZOOM_STEP, 1))

    def zoom_to_width(self) -> None:
        self._fit = _Fit.WIDTH
        self._apply_zoom(self._stack.zoom_for_width(self._room().width()))

    def zoom_to_page(self) -> None:
        self._fit = _Fit.PAGE
        self._apply_zoom(self._stack.zoom_for_page(self._room()))

    def _room(self) -> QSize:
        """As if the scroll bar were always there: otherwise it would come and go with the zoom."""
        bar = self._scroll.verticalScrollBar().sizeHint().width()
        return QSize(self._scroll.width() - bar, self._scroll.height())

    def _follow_window(self) -> None:
        match self._fit:
            case _Fit.WIDTH:
                self.zoom_to_width()
            case _Fit.PAGE:
                self.zoom_to_page()
            case _Fit.FREE:
                self._apply_zoom(self._zoom)

    def _apply_zoom(self, zoom: float) -> None:
        page = self.page()
        self._zoom = max(_LEAST_ZOOM, min(zoom, _MOST_ZOOM))
        self._stack.lay_out(self._zoom, self._scroll.viewport().size())
        self._zoom_label.setText(f"{self._zoom:.0%}")
        self.go_to_page(page)

    def _on_scrolled(self) -> None:
        page = self.page()
        self._page_label.setText(f"第 {page} 页，共 {self.page_count()} 页")
        self._mark_in_list(page)
        self.page_changed.emit(page)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._follow_window()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if (
            isinstance(event, QWheelEvent)
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            (self.zoom_in if event.angleDelta().y() > 0 else self.zoom_out)()
            return True
        if event.type() == QEvent.Type.Resize and watched is self._scroll.viewport():
            self._follow_window()
        return False

    # -- printing --------------------------------------------------------------------------

    def print_pages(self) -> None:
        """Through the system's own dialog to the printer."""
        if not self._may_be_printed():
            return
        if not QPrinterInfo.availablePrinterNames():
            self._offer_pdf()
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        remembered = self._memory.printer_for(self._chosen()[0].edition_id)
        if remembered:
            printer.setPrinterName(remembered)
        prepare(printer, self.pages())
        printer.setDocName(self._title())
        dialog = QPrintDialog(printer, self)
        dialog.setWindowTitle(f"打印：{self._title()}")
        dialog.setMinMax(1, self.page_count())
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintCurrentPage, True)
        if dialog.exec() and self._paper_is_right(printer):
            self._send(printer)

    def _send(self, printer: QPrinter) -> None:
        try:
            print_pages(printer, self.pages(), self.page())
        except AnjuError as error:
            messages.show_error(self, error)
            return
        editions = [form.edition_id for form in self._chosen()]
        if printer.printerName():
            self._memory.remember(editions, printer.printerName())
        self.accept()

    def _may_be_printed(self) -> bool:
        """Nothing is printed with a hole in it; what is only cut off is the clerk's decision."""
        problems = self.problems()
        fatal = next((problem for problem in problems if problem.fatal), None)
        if fatal is not None:
            messages.tell(self, fatal.sentence, "改好以后再打印；点预览上方的那一行就到那一格。")
            return False
        if not problems:
            return True
        question = f"有 {len(problems)} 处印出来会不全，仍要打印吗？"
        return messages.ask(self, question, problems[0].sentence, "仍然打印", _KEPT)

    def _paper_is_right(self, printer: QPrinter) -> bool:
        """The clerk is told of another paper, and of margins that the printer cannot reach."""
        problem = paper_problem(printer)
        if problem:
            if not messages.ask(self, problem, "请确认纸盒里放的是 A4 纸。", "改用 A4 打印", _KEPT):
                return False
            use_a4(printer)
            if paper_problem(printer):
                messages.tell(self, "这台打印机没有 A4 纸，没有打印。", _ELSEWHERE)
                return False
        problem = margin_problem(printer, self.pages())
        return not problem or messages.ask(self, problem, _ELSEWHERE, "仍然打印", _KEPT)

    def _offer_pdf(self) -> None:
        if messages.ask(self, _NO_PRINTER, _NO_PRINTER_DETAIL, "导出 PDF…", "返回"):
            self.reject()
            self.pdf_wanted.emit(self._shown == WHOLE)


def _button(text: str, name: str, deed: Callable[[], None], parent: QWidget) -> QPushButton:
    button = QPushButton(text, parent)
    button.setAccessibleName(name.partition("（")[0])
    button.setToolTip(name)
    button.setAutoDefault(False)
    button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    button.clicked.connect(lambda: deed())
    return button
