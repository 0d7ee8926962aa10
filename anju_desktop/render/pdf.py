"""Laid-out forms written as one PDF: draws what the display list says and decides nothing.

The same forms give the same bytes on every machine: no dates, and nothing is compressed, since
deflate differs between builds of zlib.
"""

from collections.abc import Sequence
from io import BytesIO
from unicodedata import category

from reportlab.pdfgen.canvas import FILL_NON_ZERO, Canvas
from reportlab.pdfgen.pathobject import PDFPathObject
from reportlab.pdfgen.textobject import PDFTextObject

from anju_desktop.errors import RenderError
from anju_desktop.render.pdf_fonts import font_name
from anju_desktop.render.truetype import Point, TrueTypeFile, bundled_font
from anju_desktop.sheet.display import Layout, Line, Page, Picture, TextRun, Watermark
from anju_desktop.sheet.metrics import default_metrics

PROGRAM = "安居填报"

_POINTS_PER_MM = 72 / 25.4
_SQUARE_CAP = 2
# The first that knows a document's language and showing its title.
_PDF_VERSION = (1, 4)


def render_pdf(layouts: Sequence[tuple[str, Layout]], *, title: str) -> bytes:
    """One PDF of all forms, each with a bookmark.

    ``RenderError`` when there is no form, or a character that would come out as an empty box.
    """
    if not layouts:
        raise RenderError("没有选中任何表，无法生成 PDF。请先选择要打印的表。")
    for name, layout in layouts:
        refuse_unprintable(name, layout)
    target = BytesIO()
    canvas = Canvas(
        target,
        pageCompression=0,
        invariant=1,
        pdfVersion=_PDF_VERSION,
        initialFontName=font_name(False),
        lang="zh-CN",
    )
    _describe(canvas, title)
    for number, (name, layout) in enumerate(layouts, 1):
        canvas.bookmarkPage(f"form-{number}")
        canvas.addOutlineEntry(_plain(name), f"form-{number}")
        for page in layout.pages:
            _draw(canvas, page)
            canvas.showPage()
    canvas.save()
    return target.getvalue()


def refuse_unprintable(name: str, layout: Layout) -> None:
    """Raise ``RenderError`` naming the first character that no bundled font has."""
    for cell, char in layout.missing:
        raise RenderError(unprintable(f"《{_plain(name)}》第{cell.row + 1}行", char))


def unprintable(place: str, char: str) -> str:
    """The sentence about a character that cannot be printed."""
    shown = f"“{char}”" if category(char) not in ("Cs", "Cn", "Co") else ""
    return (
        f"{place}含有字体缺字{shown} U+{ord(char):04X}，无法印出，没有生成文件。"
        "请换一个写法，或删去这个字后再导出。"
    )


def _plain(text: str) -> str:
    """Text for bookmarks and properties: no controls, no halves of surrogate pairs."""
    return "".join(" " if category(char) in ("Cc", "Cs") else char for char in text)


def _describe(canvas: Canvas, title: str) -> None:
    canvas.setTitle(_plain(title))
    canvas.setAuthor(PROGRAM)
    canvas.setCreator(PROGRAM)
    canvas.setProducer(PROGRAM)
    canvas.setSubject(_plain(title))
    canvas.setViewerPreference("DisplayDocTitle", "true")


def _draw(canvas: Canvas, page: Page) -> None:
    canvas.setPageSize((page.width * _POINTS_PER_MM, page.height * _POINTS_PER_MM))
    canvas.setLineCap(_SQUARE_CAP)
    text = canvas.beginText()
    for item in page.items:
        match item:
            case Watermark():
                _draw_watermark(canvas, page, item)
            case Line():
                _draw_line(canvas, page, item)
            case Picture():
                _draw_picture(canvas, page, item)
            case TextRun():
                _add_run(text, page, item)
    canvas.drawText(text)


def _draw_line(canvas: Canvas, page: Page, line: Line) -> None:
    canvas.setLineWidth(line.width * _POINTS_PER_MM)
    canvas.line(
        line.x1 * _POINTS_PER_MM,
        (page.height - line.y1) * _POINTS_PER_MM,
        line.x2 * _POINTS_PER_MM,
        (page.height - line.y2) * _POINTS_PER_MM,
    )


def _draw_picture(canvas: Canvas, page: Page, picture: Picture) -> None:
    """One path, so that no viewer shows seams between the rectangles."""
    module = picture.size / picture.symbol.modules * _POINTS_PER_MM
    left, top = picture.x * _POINTS_PER_MM, (page.height - picture.y) * _POINTS_PER_MM
    path = canvas.beginPath()
    for x, y, width, height in picture.symbol.rects:
        bottom = top - (y + height) * module
        path.rect(left + x * module, bottom, width * module, height * module)
    canvas.drawPath(path, stroke=0, fill=1, fillMode=FILL_NON_ZERO)


def _add_run(text: PDFTextObject, page: Page, run: TextRun) -> None:
    text.setTextOrigin(run.x * _POINTS_PER_MM, (page.height - run.baseline) * _POINTS_PER_MM)
    text.setFont(font_name(run.bold), run.size_pt)
    if run.gray:
        text.setFillGray(run.gray)
    if run.spacing:
        text.setCharSpace(run.spacing * _POINTS_PER_MM)
    text.textOut(run.text)
    if run.spacing:
        text.setCharSpace(0)
    if run.gray:
        text.setFillGray(0)


def _draw_watermark(canvas: Canvas, page: Page, mark: Watermark) -> None:
    """The word's outlines, filled: to a reader of the file it is a drawing, not text."""
    metrics = default_metrics()
    canvas.saveState()
    canvas.translate(mark.x * _POINTS_PER_MM, (page.height - mark.y) * _POINTS_PER_MM)
    canvas.rotate(mark.angle)
    canvas.scale(mark.size_pt, mark.size_pt)
    canvas.setFillGray(mark.gray)
    path = canvas.beginPath()
    x = -sum(metrics.advance(char, True) for char in mark.text) / 2
    y = -(metrics.ascent - metrics.descent) / 2
    for char in mark.text:
        font = bundled_font(metrics.faces[metrics.font_for(char, True)].file)
        for contour in font.contours(font.glyph_index(ord(char))):
            _add_contour(path, contour, font, x, y)
        x += metrics.advance(char, True)
    canvas.drawPath(path, stroke=0, fill=1, fillMode=FILL_NON_ZERO)
    canvas.restoreState()


_EmPoint = tuple[float, float, bool]


def _add_contour(
    path: PDFPathObject, contour: Sequence[Point], font: TrueTypeFile, x: float, y: float
) -> None:
    """One closed outline; TrueType's quadratic curves as the cubic ones of PDF."""
    points = _with_implied_points(
        [(x + px / font.units, y + py / font.units, on) for px, py, on in contour]
    )
    start = next(number for number, point in enumerate(points) if point[2])
    here = points[start]
    control: _EmPoint | None = None
    path.moveTo(*here[:2])
    for point in [*points[start + 1 :], *points[: start + 1]]:
        if not point[2]:
            control = point
            continue
        if control:
            path.curveTo(*_towards(here, control), *_towards(point, control), *point[:2])
        else:
            path.lineTo(*point[:2])
        here, control = point, None
    path.close()


def _with_implied_points(points: Sequence[_EmPoint]) -> list[_EmPoint]:
    """Between two control points an outline goes through the middle."""
    full: list[_EmPoint] = []
    before = points[-1]
    for point in points:
        if not before[2] and not point[2]:
            full.append(((before[0] + point[0]) / 2, (before[1] + point[1]) / 2, True))
        full.append(point)
        before = point
    return full


def _towards(end: _EmPoint, control: _EmPoint) -> tuple[float, float]:
    """Control point of the cubic curve at one end of a quadratic one."""
    return (end[0] + 2 * (control[0] - end[0]) / 3, end[1] + 2 * (control[1] - end[1]) / 3)
