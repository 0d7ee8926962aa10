"""Printed pages as an office scanner sees them, and an independent reader of codes."""

import random
from collections.abc import Iterator

import pypdfium2
import zxingcpp
from PIL import Image, ImageChops

DPI = 150
_PRINTED_DPI = 300
_WHITE = 255


def printed(pdf: bytes) -> Iterator[Image.Image]:
    """The pages of a PDF on white paper."""
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            yield page.render(scale=_PRINTED_DPI / 72, grayscale=True).to_pil().convert("L")


def scanned(page: Image.Image, tilt: float, noise: float, seed: int) -> Image.Image:
    """A page laid on the glass ``tilt`` degrees askew; ``noise`` is its deviation in grey levels."""
    askew = page.rotate(tilt, Image.Resampling.BICUBIC, fillcolor=_WHITE)
    size = (page.width * DPI // _PRINTED_DPI, page.height * DPI // _PRINTED_DPI)
    small = askew.resize(size, Image.Resampling.BOX)
    return ImageChops.add(small, _grain(size, noise, seed), offset=-128)


def codes_on(page: Image.Image) -> list[str]:
    """What stands in the symbols of a page."""
    return [found.text for found in zxingcpp.read_barcodes(page)]


def _grain(size: tuple[int, int], deviation: float, seed: int) -> Image.Image:
    """Grey 128 with noise that is nearly normal: the mean of three even ones."""
    source = random.Random(seed)
    first, second, third = (
        Image.frombytes("L", size, source.randbytes(size[0] * size[1])) for _ in range(3)
    )
    mean = Image.blend(Image.blend(first, second, 1 / 2), third, 1 / 3)
    natural = 256 / (12**0.5 * 3**0.5)
    return mean.point([round(128 + (level - 128) * deviation / natural) for level in range(256)])
