"""Frames of cells as few straight lines: a border between two cells is drawn once."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from anju_desktop.sheet.display import Line

INNER_MM = 0.18
OUTER_MM = 0.35

Box = tuple[int, int, int, int]
"""A framed area as indices into the lists of edges: top, bottom, left, right."""


def frame_lines(boxes: Iterable[Box], xs: Sequence[float], ys: Sequence[float]) -> Iterator[Line]:
    """Lines around all boxes; where only one side is framed the line is the heavy outer one."""
    horizontal, vertical = _unit_edges(boxes)
    for (y, first, last), width in _joined(horizontal):
        yield Line(xs[first], ys[y], xs[last], ys[y], width)
    for (x, first, last), width in _joined(vertical):
        yield Line(xs[x], ys[first], xs[x], ys[last], width)


_Edges = Counter[tuple[int, int]]
"""How many boxes border on a unit edge: (line, place along the line)."""


def _unit_edges(boxes: Iterable[Box]) -> tuple[_Edges, _Edges]:
    horizontal: list[tuple[int, int]] = []
    vertical: list[tuple[int, int]] = []
    for top, bottom, left, right in boxes:
        for x in range(left, right):
            horizontal += ((top, x), (bottom, x))
        for y in range(top, bottom):
            vertical += ((left, y), (right, y))
    return Counter(horizontal), Counter(vertical)


def _joined(edges: _Edges) -> Iterator[tuple[tuple[int, int, int], float]]:
    """Runs of neighbouring unit edges of one weight: (line, first, last), width."""
    run: tuple[int, int, int] | None = None
    run_width = 0.0
    for (line, place), boxes in sorted(edges.items()):
        width = INNER_MM if boxes > 1 else OUTER_MM
        if run and (line, place, width) == (run[0], run[2], run_width):
            run = (line, run[1], place + 1)
            continue
        if run:
            yield run, run_width
        run, run_width = (line, place, place + 1), width
    if run:
        yield run, run_width
