"""Advance widths of the bundled paper fonts, known without opening a font."""

import json
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping
from functools import cache
from itertools import accumulate
from typing import Any

from anju_desktop.assets import resource
from anju_desktop.records import record

MM_PER_POINT = 25.4 / 72

# Nothing is drawn for these, so no font can lack them: control and format characters and lone
# surrogates.
_UNDRAWN_CATEGORIES = frozenset({"Cc", "Cf", "Cs"})
_MISSING_ADVANCE = 1.0


@record(frozen=True, slots=True)
class FontFace:
    """One bundled font: which characters it has, and how wide they are."""

    key: str
    file: str
    postscript: str
    units: int
    edges: tuple[int, ...]
    starts: tuple[int, ...]
    widths: tuple[int, ...]

    def has(self, code: int) -> bool:
        """``edges`` holds the start of a covered range and of the gap after it, in turn."""
        return bisect_right(self.edges, code) % 2 == 1

    def advance(self, code: int) -> float:
        """In em; only for a character that the font has."""
        return self.widths[bisect_right(self.starts, code) - 1] / self.units


class _Advances(dict[str, float]):
    """Advances of one weight in em, filled as characters turn up."""

    __slots__ = ("_chain",)

    def __init__(self, chain: tuple[FontFace, ...]) -> None:
        super().__init__()
        self._chain = chain

    def __missing__(self, char: str) -> float:
        code = ord(char)
        face = _face_with(self._chain, code)
        advance = face.advance(code) if face else _advance_without_font(char)
        self[char] = advance
        return advance


def _face_with(chain: tuple[FontFace, ...], code: int) -> FontFace | None:
    return next((face for face in chain if face.has(code)), None)


def _is_undrawn(char: str) -> bool:
    return unicodedata.category(char) in _UNDRAWN_CATEGORIES


def _advance_without_font(char: str) -> float:
    return 0.0 if _is_undrawn(char) else _MISSING_ADVANCE


class FontMetrics:
    """Widths of text in the bundled fonts.

    A glyph is looked for in the common subset, then in the full serif, then in the fallback font.
    There is no kerning: a text is as wide as the sum of its characters.
    """

    __slots__ = ("_advances", "_chains", "ascent", "descent")

    def __init__(
        self,
        regular: tuple[FontFace, ...],
        bold: tuple[FontFace, ...],
        *,
        ascent: float,
        descent: float,
    ) -> None:
        self._chains = (regular, bold)
        self._advances = (_Advances(regular), _Advances(bold))
        #: em box above and below the baseline, both positive, together one em
        self.ascent = ascent
        self.descent = descent

    @property
    def faces(self) -> Mapping[str, FontFace]:
        """Every font by its key, for renderers: file in resources/fonts, PostScript name."""
        return {face.key: face for chain in self._chains for face in chain}

    def advances(self, bold: bool = False) -> Mapping[str, float]:
        """Advance of every single character in em; any character may be asked for."""
        return self._advances[bold]

    def advance(self, char: str, bold: bool = False) -> float:
        """Em of one character in the first font that has it; 1 where no font does."""
        return self._advances[bold][char]

    def width(self, text: str, size_pt: float, bold: bool = False) -> float:
        """Millimetres."""
        return sum(map(self._advances[bold].__getitem__, text)) * size_pt * MM_PER_POINT

    def font_for(self, char: str, bold: bool = False) -> str:
        """Key of the first font that has the character.

        A character that no font has gets the last one's key: ``missing`` tells of it before
        anything is printed.
        """
        chain = self._chains[bold]
        face = _face_with(chain, ord(char))
        return face.key if face else chain[-1].key

    def missing(self, text: str) -> list[str]:
        """Characters that would print as an empty box, each once, in order of appearance.

        Control and format characters, variation selectors and lone surrogates draw nothing and
        are left out.
        """
        return [char for char in dict.fromkeys(text) if not self._is_printable(char)]

    def _is_printable(self, char: str) -> bool:
        return _face_with(self._chains[False], ord(char)) is not None or _is_undrawn(char)


@cache
def default_metrics() -> FontMetrics:
    """Metrics of the fonts in resources/fonts."""
    data: dict[str, Any] = json.loads(resource("fonts", "metrics.json").read_text(encoding="utf-8"))
    coverage = {name: tuple(accumulate(steps)) for name, steps in data["coverage"].items()}
    faces = {key: _face(key, entry, coverage) for key, entry in data["fonts"].items()}
    regular, bold = (
        tuple(faces[key] for key in data["chains"][weight]) for weight in ("regular", "bold")
    )
    return FontMetrics(regular, bold, ascent=data["ascent"], descent=data["descent"])


def _face(key: str, entry: dict[str, Any], coverage: dict[str, tuple[int, ...]]) -> FontFace:
    starts, widths = entry["widths"]
    return FontFace(
        key=key,
        file=entry["file"],
        postscript=entry["postscript"],
        units=entry["units"],
        edges=coverage[entry["coverage"]],
        starts=tuple(accumulate(starts)),
        widths=tuple(widths),
    )
