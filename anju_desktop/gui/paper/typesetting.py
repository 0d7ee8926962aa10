"""Text in the bundled paper fonts, every character where the layout puts it.

Screen, preview and print all write through here: glyphs of the same files as in the PDF, advances
from the same table, and any size, not only whole pixels as ``QFont`` has them.
"""

from collections.abc import Iterator
from functools import cache
from itertools import groupby

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QGlyphRun, QPainter, QPainterPath, QRawFont

from anju_desktop.assets import resource
from anju_desktop.errors import AnjuError
from anju_desktop.gui.theme import registered
from anju_desktop.sheet.metrics import FontMetrics, default_metrics

_Placed = tuple[QGlyphRun, ...]
_MOST_RUNS = 8000
_MOST_FONTS = 48
"""Faces times sizes: a dozen zooms of a form with its title, its table and rare characters."""
_OF_THIS_PC = "of this PC"
_EM = 1000.0
_SLACK = 1.0
"""Thousandths of an em by which a full character of another font may be wider or narrower."""

_family = ""


def draw_with(family: str) -> None:
    """Draw full characters with a font of this PC from now on; ``""``: with the bundled one."""
    global _family
    _family = family
    _of_this_pc.cache_clear()


class Typesetter:
    """Paints text and keeps what it worked out for the next paint."""

    def __init__(self, metrics: FontMetrics) -> None:
        self.metrics = metrics
        self._fonts: dict[tuple[str, float], QRawFont] = {}
        self._runs: dict[tuple[str, float, bool, float], _Placed] = {}
        self._family = _family

    def paint(
        self,
        painter: QPainter,
        at: QPointF,
        text: str,
        pixels: float,
        bold: bool = False,
        spacing: float = 0.0,
    ) -> None:
        """Write ``text`` from ``at`` on its baseline, in the pen's colour."""
        for run in self._glyphs(text, pixels, bold, spacing):
            painter.drawGlyphRun(at, run)

    def outline(self, text: str, pixels: float, *, bold: bool) -> QPainterPath:
        """The shapes of the characters, from the origin on: to paint a text that is no text."""
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        x = 0.0
        for char in text:
            font = self._font(self.metrics.font_for(char, bold), pixels)
            path.addPath(font.pathForGlyph(_glyph(font, char)).translated(x, 0.0))
            x += self.metrics.advance(char, bold) * pixels
        return path

    def _glyphs(self, text: str, pixels: float, bold: bool, spacing: float) -> _Placed:
        if self._family != _family:
            self._family = _family
            self._forget()
        key = (text, pixels, bold, spacing)
        runs = self._runs.get(key)
        if runs is None:
            if len(self._runs) > _MOST_RUNS:
                self._runs.clear()
            runs = self._runs[key] = tuple(self._set(text, pixels, bold, spacing))
        return runs

    def _set(self, text: str, pixels: float, bold: bool, spacing: float) -> Iterator[QGlyphRun]:
        """One run for each stretch of characters that come from one font."""
        advances = self.metrics.advances(bold)
        x = 0.0
        for key, chars in groupby(text, lambda char: self._key(char, bold)):
            font = self._font(key, pixels)
            glyphs: list[int] = []
            places: list[QPointF] = []
            for char in chars:
                index = 0 if "\ud800" <= char <= "\udfff" else _glyph(font, char)
                if index and advances[char]:
                    glyphs.append(index)
                    places.append(QPointF(x, 0.0))
                x += advances[char] * pixels + spacing
            if glyphs:
                yield _run(font, glyphs, places)

    def _key(self, char: str, bold: bool) -> str:
        """The font of this PC where it stands in for the bundled one, else that of the metrics.

        Only a full character is drawn with another font, and only if it is one there, too: so
        everything stays where the layout has put it. Digits and letters differ in width, and what
        is bold is so by a font of its own.
        """
        if self._family and not bold and self.metrics.advance(char) == 1.0 and _stands_in(char):
            return _OF_THIS_PC
        return self.metrics.font_for(char, bold)

    def _font(self, key: str, pixels: float) -> QRawFont:
        font = self._fonts.get((key, pixels))
        if font is None:
            if len(self._fonts) >= _MOST_FONTS:
                self._forget()
            own = key == _OF_THIS_PC
            font = QRawFont(_of_this_pc() if own else _loaded(self.metrics.faces[key].file))
            font.setPixelSize(pixels)
            self._fonts[key, pixels] = font
        return font

    def _forget(self) -> None:
        """Runs hold their fonts, and fonts the pictures of all glyphs they have drawn."""
        self._runs.clear()
        self._fonts.clear()


@cache
def screen_typesetter() -> Typesetter:
    """The one of all papers on the screen: glyphs that one has drawn, the next one has too."""
    return Typesetter(default_metrics())


@cache
def _loaded(file: str) -> QRawFont:
    """A font file, opened once; copies of it at other sizes share the data.

    One that is registered is open already, and mapped into memory where another would be read.
    """
    wanted = registered(file)
    if wanted is not None:
        font = QRawFont.fromFont(wanted)
        if (font.familyName(), font.weight()) == (wanted.family(), wanted.weight()):
            return font
    path = str(resource("fonts", file))
    font = QRawFont(path, 16.0)
    if not font.isValid():
        raise AnjuError(f"字体文件“{path}”打不开，程序没有装完整，请重新安装。")
    return font


@cache
def _of_this_pc() -> QRawFont:
    """At a size at which its advances are thousandths of an em."""
    font = QRawFont.fromFont(QFont(_family))
    font.setPixelSize(_EM)
    return font


def _stands_in(char: str) -> bool:
    """Whether the font of this PC has the character, one em wide."""
    font = _of_this_pc()
    indexes = font.glyphIndexesForString(char)
    if len(indexes) != 1 or not indexes[0]:
        return False
    (advance,) = font.advancesForGlyphIndexes(indexes)
    return abs(advance.x() - _EM) <= _SLACK


def _glyph(font: QRawFont, char: str) -> int:
    indexes = font.glyphIndexesForString(char)
    return indexes[0] if indexes else 0


def _run(font: QRawFont, glyphs: list[int], places: list[QPointF]) -> QGlyphRun:
    run = QGlyphRun()
    run.setRawFont(font)
    run.setGlyphIndexes(glyphs)
    run.setPositions(places)
    return run
