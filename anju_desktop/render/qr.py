"""QR codes as few rectangles for the display list."""

from collections.abc import Iterator, Sequence
from itertools import groupby

import segno

from anju_desktop.sheet.display import Symbol

_Rect = tuple[int, int, int, int]


def qr_symbol(text: str) -> Symbol:
    """``text`` as a QR code without its quiet zone, of the level that stands most damage.

    A check code takes 25 × 25 modules: at 15 mm they are as wide as 7 dots of a 300 dpi printer.
    """
    matrix = segno.make_qr(text, error="h").matrix
    return Symbol(len(matrix), tuple(merged(matrix)))


def merged(matrix: Sequence[Sequence[int]]) -> Iterator[_Rect]:
    """The black modules as rectangles: runs of a row, joined with equal runs below them."""
    open_: dict[tuple[int, int], int] = {}
    for y, row in enumerate([*matrix, ()]):
        runs = dict.fromkeys(_runs(row))
        for (x, width), top in list(open_.items()):
            if (x, width) not in runs:
                yield x, top, width, y - top
                del open_[x, width]
        for run in runs:
            open_.setdefault(run, y)


def _runs(row: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Start and length of each run of black modules."""
    x = 0
    for black, modules in groupby(row, key=bool):
        width = len(list(modules))
        if black:
            yield x, width
        x += width
