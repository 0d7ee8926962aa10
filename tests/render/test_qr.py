"""A QR code as rectangles is the code itself, module by module, and is read from scanned paper."""

import itertools

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from anju_desktop.checkcode.canonical import form_code
from anju_desktop.checkcode.codes import grouped, read_code
from anju_desktop.document.document import blank_document
from anju_desktop.forms.library import Library
from anju_desktop.render import faces
from anju_desktop.render.qr import merged, qr_symbol
from tests.render.scanning import codes_on, printed, scanned

CODE = "VYX6-A3V8-9SK9-YXW6"
MATRICES = st.integers(1, 12).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 1), min_size=width, max_size=width), max_size=9)
)
LIBRARY = Library()
TILTS = (-1.0, 1.0)
NOISE, TOO_MUCH = 30.0, 110.0
"""Grey levels: of a worn office scanner, and far more than any code stands."""


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


@pytest.mark.parametrize("edition", LIBRARY.ids())
def test_the_code_is_read_from_every_page_scanned_askew_with_noise(edition: str) -> None:
    document = blank_document(LIBRARY.get(edition), "某区", "2024")
    document.finalize(form_code(document))
    code = document.version.code
    seeds = itertools.count()
    for page in printed(faces.pdf([document])):
        for tilt in TILTS:
            found = codes_on(scanned(page, tilt, NOISE, next(seeds)))
            assert found == [grouped(code)], tilt
            assert read_code(found[0]) == code


def test_the_scan_is_one_that_could_fail() -> None:
    document = blank_document(LIBRARY.get("karamay-2024-project-target"), "某区", "2024")
    document.finalize(form_code(document))
    (page,) = printed(faces.pdf([document]))
    assert codes_on(scanned(page, TILTS[0], TOO_MUCH, 0)) == []
