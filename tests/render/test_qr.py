"""A QR code as rectangles is the code itself, module by module."""

import segno
from hypothesis import given
from hypothesis import strategies as st

from anju_desktop.render.qr import merged, qr_symbol

CODE = "VYX6-A3V8-9SK9-YXW6"
MATRICES = st.integers(1, 12).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 1), min_size=width, max_size=width), max_size=9)
)


def test_a_check_code_fits_a_symbol_that_stands_most_damage() -> None:
    symbol = qr_symbol(CODE)
    made = segno.make_qr(CODE, error="h")
    assert (symbol.modules, made.error, made.version) == (25, "H", 2)
    assert len(symbol.rects) < 150


@given(MATRICES)
def test_the_rectangles_cover_each_black_module_once(matrix: list[list[int]]) -> None:
    covered = [
        (column, row)
        for x, y, width, height in merged(matrix)
        for column in range(x, x + width)
        for row in range(y, y + height)
    ]
    black = {(x, y) for y, row in enumerate(matrix) for x, value in enumerate(row) if value}
    assert len(covered) == len(set(covered))
    assert set(covered) == black
