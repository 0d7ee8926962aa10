"""Pictures that are kept in the repository, and what still counts as the same.

Kept are half the logical size and 128 colours: a word of twelve pixels is still one of six, and
four hundred pictures are four megabytes. Fonts are drawn by the FreeType of the PC, so edges of
letters may differ a little between systems. Three looks tell that from a change:

* *words*: how much differs within a stroke of a character, brighter or darker alike;
* *lines*: how much brighter or darker a line has become on the whole, since a border is far paler
  than a word. Edges that are drawn otherwise are brighter here and darker there;
* *areas*: whether what is of one colour has another one.
"""

import io
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter

from anju_desktop.records import record

_EXACT, _NEAR = 48, 80
"""Colours that are kept as they are, since they fill areas, and those the others are drawn with."""
_PALETTE = 256
_WORD_RADIUS, _WORD_MOST = 1, 15
_LINE_RADIUS, _LINE_MOST = 12, 6
_AREA_RADIUS, _AREA_MOST = 3, 8


Box = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels of the small pictures."""


@record(frozen=True, slots=True)
class Difference:
    """Which look saw that two pictures differ, and where."""

    what: str
    box: Box


def made_small(picture: Image.Image, scale: float) -> Image.Image:
    """Half the logical size, whatever the scale of the screen."""
    return picture.convert("RGB").reduce(round(2 * scale))


def encoded(picture: Image.Image) -> bytes:
    """As PNG; the same bytes for the same picture."""
    return _png(_with_few_colors(picture, _EXACT, _NEAR))


def encoded_for_reading(picture: Image.Image, exact: int = 24, near: int = 24) -> bytes:
    """As PNG for people: still fewer bytes, and areas that differ a little still do.

    Pillow looks for the nearest colour in steps of four, so that panels and paper become one.
    """
    kept = _with_few_colors(picture, exact, near)
    for number, color in enumerate(_most_frequent(picture, exact)):
        apart = _strongest(ImageChops.difference(picture, Image.new("RGB", picture.size, color)))
        kept.paste(number, mask=apart.point(lambda value: 255 * (value == 0)))
    return _png(kept)


def _most_frequent(picture: Image.Image, most: int) -> list[tuple[int, ...]]:
    counted = picture.getcolors(picture.width * picture.height) or []
    ordered = (color for _, color in sorted(counted, reverse=True)[:most])
    return [color for color in ordered if isinstance(color, tuple)]


def _with_few_colors(picture: Image.Image, exact: int, near: int) -> Image.Image:
    drawn = picture.quantize(near, Image.Quantize.MAXCOVERAGE).getpalette() or []
    colors = [value for color in _most_frequent(picture, exact) for value in color]
    colors += drawn[: 3 * near]
    palette = Image.new("P", (1, 1))
    palette.putpalette(colors + colors[-3:] * (_PALETTE - len(colors) // 3))
    return picture.quantize(palette=palette, dither=Image.Dither.NONE)


def _png(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=True)
    return file.getvalue()


def difference(golden: Image.Image, actual: Image.Image) -> Difference | None:
    """What has changed, None where the pictures show the same.

    ``golden`` as it was decoded, ``actual`` made small only.
    """
    if golden.size != actual.size:
        return Difference(f"size {golden.size}, now {actual.size}", (0, 0, *actual.size))
    for look in (_words, _lines, _areas):
        box = look(golden, actual)
        if box is not None:
            return Difference(look.__name__.strip("_"), box)
    return None


def _words(golden: Image.Image, actual: Image.Image) -> Box | None:
    apart = _strongest(ImageChops.difference(golden.convert("RGB"), _with_colors(golden, actual)))
    return _above(apart.filter(ImageFilter.BoxBlur(_WORD_RADIUS)), _WORD_MOST)


def _lines(golden: Image.Image, actual: Image.Image) -> Box | None:
    before, now = golden.convert("RGB"), _with_colors(golden, actual)
    for radius in ((_LINE_RADIUS, 0), (0, _LINE_RADIUS)):
        blur = ImageFilter.BoxBlur(radius)
        brighter = ImageChops.subtract(now, before).filter(blur)
        darker = ImageChops.subtract(before, now).filter(blur)
        box = _above(_strongest(ImageChops.difference(brighter, darker)), _LINE_MOST)
        if box is not None:
            return box
    return None


def _areas(golden: Image.Image, actual: Image.Image) -> Box | None:
    apart = _strongest(ImageChops.difference(golden.convert("RGB"), actual))
    flat = Image.new("L", golden.size, 255)
    colors = Image.frombytes("L", golden.size, golden.tobytes())
    for step in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        uneven = ImageChops.difference(colors, ImageChops.offset(colors, *step))
        flat = ImageChops.darker(flat, uneven.point(lambda value: 255 * (value == 0)))
    seen = ImageChops.darker(apart, flat).filter(ImageFilter.BoxBlur(_AREA_RADIUS))
    return _above(seen, _AREA_MOST)


def _with_colors(golden: Image.Image, actual: Image.Image) -> Image.Image:
    """With the colours of the kept picture, so that their lack is no difference."""
    return actual.quantize(palette=golden, dither=Image.Dither.NONE).convert("RGB")


def _above(seen: Image.Image, most: int) -> Box | None:
    return seen.point(lambda value: 255 * (value > most)).getbbox()


def _strongest(picture: Image.Image) -> Image.Image:
    """The channel that differs most, pixel by pixel."""
    red, green, blue = picture.split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def opened(path: Path) -> Image.Image:
    """A kept picture."""
    with Image.open(path) as picture:
        return picture.convert("P") if picture.mode != "P" else picture.copy()


def shown(golden: Image.Image, actual: Image.Image) -> Image.Image:
    """The difference for the eye: what is equal is pale, what differs is dark."""
    if golden.size != actual.size:
        return actual
    apart = _strongest(ImageChops.difference(golden.convert("RGB"), actual.convert("RGB")))
    strong = apart.point(lambda value: min(255, 3 * value))
    pale = Image.blend(actual.convert("RGB"), Image.new("RGB", actual.size, "white"), 0.7)
    return Image.composite(Image.new("RGB", actual.size, "#9B1418"), pale, strong)


def own_name(name: str, screen: str) -> str:
    """The file of a picture that looks like this on one screen only."""
    return f"{name}-{screen}.png"


def shared_name(name: str, scale: float) -> str:
    """The file of a picture that looks the same on the screens of this scale."""
    return f"{name}@{round(100 * scale)}.png"


def golden_of(folder: Path, name: str, screen: str, scale: float) -> Path:
    """Where a picture is kept."""
    own = folder / own_name(name, screen)
    return own if own.exists() else folder / shared_name(name, scale)
