"""The way to the printer: paper, pages, copies, and what a printer would cut off."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from anju_desktop.errors import RenderError
from anju_desktop.gui.paper.pages import PagePainter
from anju_desktop.gui.paper.typesetting import Typesetter
from anju_desktop.records import record
from anju_desktop.sheet.display import Line, Page, Picture, TextRun
from anju_desktop.sheet.layout import A4_MM
from anju_desktop.sheet.metrics import MM_PER_POINT, FontMetrics, default_metrics

if TYPE_CHECKING:
    from anju_desktop.gui.workspace import Workspace

_SETTING = "printer:{}"
_ANY = "printer"
_TOLERANCE_MM = 1.0
_MM_PER_INCH = 25.4
_BROKEN_OFF = (
    "打印机没有接下这次打印，可能已经离线、缺纸或被拔掉。"
    "请看一眼打印机，再打一次；也可以导出 PDF 拷到别处打印。"
)


@record(frozen=True, slots=True)
class PrinterMemory:
    """Which printer each form edition was last printed on; without a store it forgets."""

    read: Callable[[str], str] = lambda _key: ""
    write: Callable[[str, str], None] = lambda _key, _value: None

    @classmethod
    def of(cls, workspace: "Workspace") -> "PrinterMemory":
        return cls(workspace.settings.get, workspace.settings.put)

    def printer_for(self, edition_id: str) -> str:
        """Name of the printer to begin with; ``""`` when it is gone or none was used yet."""
        known = QPrinterInfo.availablePrinterNames()
        remembered = (self.read(_SETTING.format(edition_id)), self.read(_ANY))
        return next((name for name in remembered if name in known), "")

    def remember(self, edition_ids: Sequence[str], printer: str) -> None:
        for key in (*map(_SETTING.format, edition_ids), _ANY):
            self.write(key, printer)


# -- paper -------------------------------------------------------------------------------------


def prepare(printer: QPrinter, pages: Sequence[Page]) -> None:
    """Set the paper before the clerk sees the dialog: the layout has its own margins."""
    use_a4(printer)
    _lay(printer, pages[0])
    printer.setFullPage(True)


def use_a4(printer: QPrinter) -> None:
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))


def paper_problem(printer: QPrinter) -> str:
    """What happens on the paper that the printer is set to; ``""`` when it is A4."""
    size = printer.pageLayout().pageSize()
    paper = size.size(QPageSize.Unit.Millimeter)
    width, height = sorted((paper.width(), paper.height()))
    if abs(width - A4_MM[0]) <= _TOLERANCE_MM and abs(height - A4_MM[1]) <= _TOLERANCE_MM:
        return ""
    smaller = width < A4_MM[0] - _TOLERANCE_MM or height < A4_MM[1] - _TOLERANCE_MM
    return (
        f"打印机设的纸是 {size.name()}（{width:.0f}×{height:.0f} 毫米），"
        f"表是按 A4（210×297 毫米）排的，"
        + ("这样打印会切掉边上的内容。" if smaller else "这样打印不会正好在纸的中间。")
    )


def margin_problem(printer: QPrinter, pages: Sequence[Page]) -> str:
    """What the printer cannot reach; ``""`` when all pages lie within its margins."""
    wanted = pages[0].width > pages[0].height
    page_layout = QPageLayout(printer.pageLayout())
    page_layout.setUnits(QPageLayout.Unit.Millimeter)
    least = page_layout.minimumMargins()
    cut = {"上": 0.0, "下": 0.0, "左": 0.0, "右": 0.0}
    for page in (page for page in pages if (page.width > page.height) == wanted):
        left, top, right, bottom = content_box(page, default_metrics())
        for side, over in (
            ("上", least.top() - top),
            ("下", bottom - (page.height - least.bottom())),
            ("左", least.left() - left),
            ("右", right - (page.width - least.right())),
        ):
            cut[side] = max(cut[side], over)
    sides = [f"{side}边 {over:.0f} 毫米" for side, over in cut.items() if over > _TOLERANCE_MM / 2]
    return f"这台打印机印不到纸的边缘：{'、'.join(sides)}的内容会缺。" if sides else ""


def content_box(page: Page, metrics: FontMetrics) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what is printed, in mm; watermarks left out."""
    boxes = list(_boxes(page, metrics)) or [(0.0, 0.0, 0.0, 0.0)]
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _boxes(page: Page, metrics: FontMetrics) -> Iterator[tuple[float, float, float, float]]:
    for item in page.items:
        match item:
            case Line():
                yield item.x1, item.y1, item.x2, item.y2
            case TextRun():
                size = item.size_pt * MM_PER_POINT
                width = metrics.width(item.text, item.size_pt, item.bold)
                # The em box; ink hardly reaches beyond it.
                top = item.baseline - size * metrics.ascent
                yield item.x, top, item.x + width, top + size
            case Picture():
                yield item.x, item.y, item.x + item.size, item.y + item.size
            case _:
                pass


def _lay(printer: QPrinter, page: Page) -> None:
    """Turn the paper as the page lies; holds from the next page on."""
    wide = page.width > page.height
    printer.setPageOrientation(
        QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
    )


# -- pages -------------------------------------------------------------------------------------


def chosen_pages(printer: QPrinter, pages: Sequence[Page], current: int = 1) -> list[Page]:
    """The pages that the clerk asked for, counted from 1 over all forms."""
    if printer.printRange() == QPrinter.PrintRange.CurrentPage:
        return [pages[current - 1]]
    ranges = printer.pageRanges()
    everything = printer.printRange() == QPrinter.PrintRange.AllPages and not printer.fromPage()
    if everything or ranges.isEmpty():
        return list(pages)
    return [page for number, page in enumerate(pages, 1) if ranges.contains(number)]


def print_pages(printer: QPrinter, pages: Sequence[Page], current: int = 1) -> int:
    """Paint the chosen pages on the printer, in as many copies; how many sheets were painted.

    ``RenderError`` when the printer does not take them.
    """
    chosen = list(_copied(printer, chosen_pages(printer, pages, current)))
    if not chosen:
        raise RenderError(f"所选的页码不在 1 到 {len(pages)} 之间，没有打印。请重新选择页码。")
    page_painter = PagePainter(Typesetter(default_metrics()))
    _lay(printer, chosen[0])
    painter = QPainter()
    if not painter.begin(printer):
        raise RenderError(_BROKEN_OFF)
    try:
        for number, page in enumerate(chosen):
            if number:
                _lay(printer, page)
                if not printer.newPage():
                    raise RenderError(_BROKEN_OFF)
            page_painter.paint(painter, page, printer.resolution() / _MM_PER_INCH)
    finally:
        painter.end()
    return len(chosen)


def _copied(printer: QPrinter, pages: Sequence[Page]) -> Iterator[Page]:
    """The pages as often as they are to be painted: some printers make the copies themselves."""
    copies = 1 if printer.supportsMultipleCopies() else max(1, printer.copyCount())
    if printer.collateCopies():
        for _ in range(copies):
            yield from pages
    else:
        for page in pages:
            yield from [page] * copies
