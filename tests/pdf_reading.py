"""What a PDF really shows: its ruled areas and the text inside each, read from the file alone."""

import ctypes
import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

TOUCH = 0.6
"""Points within which two coordinates are the same line."""


@dataclass(frozen=True)
class Area:
    """A rectangle of the ruled table: rows and columns from 0, with the text found inside."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str


@dataclass(frozen=True)
class _Stroke:
    x1: float
    y1: float
    x2: float
    y2: float

    @property
    def horizontal(self) -> bool:
        return abs(self.y1 - self.y2) < TOUCH


def page_areas(data: bytes, edges_pt: list[float]) -> list[list[Area]]:
    """The ruled areas of every page; ``edges_pt`` are the column edges relative to the left one."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [_areas(page, edges_pt) for page in document]
    finally:
        document.close()


def _strokes(page: pypdfium2.PdfPage) -> Iterator[_Stroke]:
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH]):
        if not _is_stroked(item.raw):  # The 草稿 mark is a filled outline.
            continue
        points = list(_points(item.raw))
        for start, end in itertools.pairwise(points):
            (x1, x2), (y1, y2) = sorted((start[0], end[0])), sorted((start[1], end[1]))
            if min(x2 - x1, y2 - y1) < TOUCH:
                yield _Stroke(x1, y1, x2, y2)


def _is_stroked(path: ctypes.c_void_p) -> bool:
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, ctypes.byref(filled), ctypes.byref(stroked))
    return bool(stroked.value)


def _points(path: ctypes.c_void_p) -> Iterator[tuple[float, float]]:
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, number)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        yield x.value, y.value


def _distinct(values: list[float]) -> list[float]:
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > TOUCH:
            kept.append(value)
    return kept


def _areas(page: pypdfium2.PdfPage, edges_pt: list[float]) -> list[Area]:
    strokes = list(_strokes(page))
    left = min(stroke.x1 for stroke in strokes)
    xs = [left + edge for edge in edges_pt]
    ys = _distinct([s.y1 for s in strokes if s.horizontal])[::-1]
    boxes = _boxes(strokes, xs, ys)
    chars = _chars(page)
    return [
        Area(
            row,
            column,
            rows,
            columns,
            _text_in(chars, xs[column], xs[column + columns], ys[row + rows], ys[row]),
        )
        for row, column, rows, columns in boxes
    ]


def _boxes(
    strokes: list[_Stroke], xs: list[float], ys: list[float]
) -> list[tuple[int, int, int, int]]:
    """Rectangles of base cells with no line between them, as (row, column, rows, columns)."""
    group = {(r, c): (r, c) for r in range(len(ys) - 1) for c in range(len(xs) - 1)}

    def root(cell: tuple[int, int]) -> tuple[int, int]:
        while group[cell] != cell:
            cell = group[cell]
        return cell

    for row, column in group:
        middle_x, middle_y = (xs[column] + xs[column + 1]) / 2, (ys[row] + ys[row + 1]) / 2
        right, below = (row, column + 1), (row + 1, column)
        if right in group and not _crosses(strokes, xs[column + 1], middle_y, horizontal=False):
            group[root(right)] = root((row, column))
        if below in group and not _crosses(strokes, middle_x, ys[row + 1], horizontal=True):
            group[root(below)] = root((row, column))
    boxes: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for cell in group:
        boxes.setdefault(root(cell), []).append(cell)
    return [_extent(cells) for cells in boxes.values()]


def _crosses(strokes: list[_Stroke], x: float, y: float, *, horizontal: bool) -> bool:
    return any(
        stroke.horizontal == horizontal
        and stroke.x1 - TOUCH <= x <= stroke.x2 + TOUCH
        and stroke.y1 - TOUCH <= y <= stroke.y2 + TOUCH
        for stroke in strokes
    )


def _extent(cells: list[tuple[int, int]]) -> tuple[int, int, int, int]:
    rows, columns = [r for r, _ in cells], [c for _, c in cells]
    height, width = max(rows) - min(rows) + 1, max(columns) - min(columns) + 1
    assert len(cells) == height * width, "an area of the printed table is not a rectangle"
    return min(rows), min(columns), height, width


def _chars(page: pypdfium2.PdfPage) -> list[tuple[str, float, float]]:
    """Every upright character with the middle of its box; a turned watermark is left out."""
    text = page.get_textpage()
    found = []
    for index in range(text.count_chars()):
        if abs(pdfium.FPDFText_GetCharAngle(text.raw, index)) > 0.01:
            continue
        box = text.get_charbox(index, loose=True)
        char = chr(pdfium.FPDFText_GetUnicode(text.raw, index))
        found.append((char, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2))
    return found


def _text_in(
    chars: list[tuple[str, float, float]], left: float, right: float, bottom: float, top: float
) -> str:
    inside = (c for c, x, y in chars if left <= x <= right and bottom <= y <= top)
    return "".join("".join(inside).split())
