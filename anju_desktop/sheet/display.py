"""The display list: what stands on each page, in millimetres, for the PDF, the preview and print.

The origin is the top left corner of the page, y runs down, sizes of type are in points. Items are
painted in the order in which they stand.
"""

from anju_desktop.records import record
from anju_desktop.sheet.grid import GridCell


@record(frozen=True, slots=True)
class TextRun:
    """Text on one baseline, in the first bundled font that has each character."""

    x: float
    """Left edge of the first character's advance."""
    baseline: float
    text: str
    size_pt: float
    bold: bool = False
    gray: float = 0.0
    """0 is black, 1 is white."""
    spacing: float = 0.0
    """Millimetres added after every character (justified lines)."""


@record(frozen=True, slots=True)
class Line:
    """A straight black line with square ends: it reaches half its width beyond both points."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float


@record(frozen=True, slots=True)
class Watermark:
    """A big light word, painted as a shape: it must not turn up between the cells' texts when the
    page is copied or searched."""

    x: float
    y: float
    """The middle of the word."""
    text: str
    size_pt: float
    angle: float
    """Degrees, counter-clockwise."""
    gray: float


@record(frozen=True, slots=True)
class Symbol:
    """A square of black modules (a QR code) as rectangles: x, y, width and height in modules from
    its top left corner. They do not overlap and are painted as one shape, without seams."""

    modules: int
    """Modules along a side."""
    rects: tuple[tuple[int, int, int, int], ...]


@record(frozen=True, slots=True)
class Picture:
    """A symbol on the page."""

    x: float
    y: float
    """The top left corner."""
    size: float
    symbol: Symbol


Item = TextRun | Line | Watermark | Picture


@record(frozen=True, slots=True)
class Page:
    number: int
    """Counted from 1."""
    width: float
    height: float
    items: tuple[Item, ...]


@record(frozen=True, slots=True)
class Layout:
    """One form on its pages."""

    row_heights: tuple[float, ...]
    """Of the unbroken form, as screen and xlsx show it."""
    pages: tuple[Page, ...]
    missing: tuple[tuple[GridCell, str], ...] = ()
    """Characters that cannot be printed, each with the cell that holds it."""
    cut_off: tuple[GridCell, ...] = ()
    """Cells whose text is not all on the pages, or reaches over its edges."""


@record(frozen=True, slots=True)
class CodeFoot:
    """What every page of a final form carries at its foot."""

    code: str
    """The check code in its groups."""
    edition: str
    """A second line at the left: which edition of the table this is."""
    symbol: Symbol
    """The code once more, to be scanned."""


@record(frozen=True, slots=True)
class Stamp:
    """What is printed around the form; 第 n 页 共 m 页 stands in the middle of the foot."""

    draft: bool = True
    footer_left: str = ""
    footer_right: str = ""
    foot: CodeFoot | None = None
