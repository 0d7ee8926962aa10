"""Glyphs out of the bundled fonts, compared with what fontTools reads."""

from collections.abc import Iterator
from io import BytesIO
from itertools import accumulate
from pathlib import Path

import pytest
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

from anju_desktop.assets import resource
from anju_desktop.render.truetype import TrueTypeFile, bundled_font
from anju_desktop.sheet.metrics import default_metrics

FILES = sorted(face.file for face in default_metrics().faces.values())
SAMPLE = "改造，123Ag%𬭚𠮷☐"


def outline(font: TTFont, glyph: str) -> object:
    pen = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[glyph].draw(pen)
    return pen.value


@pytest.fixture(params=sorted(set(FILES)))
def path(request: pytest.FixtureRequest) -> Path:
    return resource("fonts", request.param)


@pytest.fixture
def known(path: Path) -> Iterator[TTFont]:
    with TTFont(path, lazy=True) as font:
        yield font


def test_every_sampled_character_has_the_glyph_that_fonttools_finds(
    path: Path, known: TTFont
) -> None:
    font = TrueTypeFile(path)
    characters = known.getBestCmap()
    for char in SAMPLE:
        name = characters.get(ord(char))
        assert font.glyph_index(ord(char)) == (known.getGlyphID(name) if name else 0)


def test_a_subset_holds_the_same_outlines_and_widths(path: Path, known: TTFont) -> None:
    font = TrueTypeFile(path)
    glyphs = [0, *filter(None, (font.glyph_index(ord(char)) for char in SAMPLE))]
    small = TTFont(BytesIO(font.subset(glyphs)))
    order = small.getGlyphOrder()
    assert len(order) == len(glyphs)
    for name, index in zip(order, glyphs, strict=True):
        original = known.getGlyphName(index)
        assert outline(small, name) == outline(known, original)
        assert small["hmtx"][name] == known["hmtx"][original]


def test_a_glyph_may_stand_in_a_subset_twice() -> None:
    font = bundled_font(FILES[0])
    index = font.glyph_index(ord("改"))
    small = TTFont(BytesIO(font.subset([0, index, index])))
    first, second = small.getGlyphOrder()[1:]
    assert outline(small, first) == outline(small, second)


def test_no_bundled_font_puts_glyphs_together_from_others(path: Path, known: TTFont) -> None:
    font = TrueTypeFile(path)
    count = known["maxp"].numGlyphs
    assert not [index for index in range(count) if font.glyph(index)[:1] > b"\x7f"]


def test_contours_are_the_points_of_the_glyph(path: Path, known: TTFont) -> None:
    font = TrueTypeFile(path)
    for char in "草稿":
        index = font.glyph_index(ord(char))
        glyph = known["glyf"][known.getGlyphName(index)]
        points, ends, flags = glyph.getCoordinates(known["glyf"])
        contours = font.contours(index)
        flat = [point for contour in contours for point in contour]
        assert flat == [(x, y, bool(flag & 1)) for (x, y), flag in zip(points, flags, strict=True)]
        assert list(accumulate(map(len, contours))) == [end + 1 for end in ends]


def test_a_blank_has_no_contours() -> None:
    font = bundled_font(FILES[0])
    assert font.contours(font.glyph_index(ord(" "))) == []
