"""The bundled fonts inside a PDF: a glyph from the first font that has it, text that copies right.

reportlab's own TrueType support gives every 256 characters a font of their own, writes a wrong
ToUnicode above U+FFFF and turns a no-break space into a blank. A font object of our own replaces
none of its code: the canvas only asks it to split a text into font and bytes, and at the end for
its objects. Each file becomes one composite font (Type0, Identity-H) with a two-byte code for
every character, so two characters that share a glyph still copy as what they are.
"""

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from itertools import groupby
from typing import Any
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFDocument,
    PDFName,
    PDFStream,
    PDFString,
)

from anju_desktop.records import record
from anju_desktop.render.truetype import bundled_font
from anju_desktop.sheet.metrics import FontFace, FontMetrics, default_metrics

_SYMBOLIC = 4
_STEM = 80
_CMAP_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange"""
_CMAP_TAIL = """endcmap
CMapName currentdict /CMap defineresource pop
end
end"""
_MOST_IN_BLOCK = 100


@cache
def font_name(bold: bool) -> str:
    """Name under which the canvas knows the chain of one weight; registers it on first use."""
    font = _ChainFont(default_metrics(), bold)
    pdfmetrics.registerFont(font)
    return font.fontName


@record(frozen=True, slots=True)
class _Face:
    name: str


class _EmbeddedFace:
    """One font file in one document, and the characters drawn from it; code 0 is none."""

    def __init__(self, face: FontFace) -> None:
        self._face = face
        self._codes: dict[str, int] = {}

    def encode(self, text: str) -> bytes:
        """Two bytes for each character."""
        codes = self._codes
        return b"".join(codes.setdefault(c, len(codes) + 1).to_bytes(2, "big") for c in text)

    def addObjects(self, document: PDFDocument) -> None:
        """Write the font; the document asks for it when all pages are drawn."""
        characters = list(self._codes)
        name = f"{_tag(characters)}+{self._face.postscript}"
        font = PDFDictionary(
            {
                "Type": PDFName("Font"),
                "Subtype": PDFName("Type0"),
                "BaseFont": PDFName(name),
                "Encoding": PDFName("Identity-H"),
                "DescendantFonts": PDFArray([self._descendant(document, name, characters)]),
                "ToUnicode": _stream(document, to_unicode(characters).encode("ascii")),
            }
        )
        fonts = document.idToObject["BasicFonts"].dict
        fonts[self._face.key] = document.Reference(font)

    def _descendant(self, document: PDFDocument, name: str, characters: list[str]) -> Any:
        widths = [1000 * self._face.advance(ord(char)) for char in characters]
        system = {"Registry": PDFString("Adobe"), "Ordering": PDFString("Identity")}
        return document.Reference(
            PDFDictionary(
                {
                    "Type": PDFName("Font"),
                    "Subtype": PDFName("CIDFontType2"),
                    "BaseFont": PDFName(name),
                    "CIDSystemInfo": PDFDictionary({**system, "Supplement": 0}),
                    "FontDescriptor": self._descriptor(document, name, characters),
                    "CIDToGIDMap": PDFName("Identity"),
                    "DW": 1000,
                    "W": PDFArray([1, PDFArray(widths)]),
                }
            )
        )

    def _descriptor(self, document: PDFDocument, name: str, characters: list[str]) -> Any:
        font = bundled_font(self._face.file)
        data = font.subset([0, *(font.glyph_index(ord(char)) for char in characters)])
        scale = 1000 / font.units
        return document.Reference(
            PDFDictionary(
                {
                    "Type": PDFName("FontDescriptor"),
                    "FontName": PDFName(name),
                    "Flags": _SYMBOLIC,
                    "FontBBox": PDFArray([round(scale * value) for value in font.bbox]),
                    "ItalicAngle": 0,
                    "Ascent": round(scale * font.ascent),
                    "Descent": round(scale * font.descent),
                    "CapHeight": round(scale * font.ascent),
                    "StemV": _STEM,
                    "FontFile2": _stream(document, data, Length1=len(data)),
                }
            )
        )


# One entry a document, shared by both weights: they fall back on the same file.
_embedded: WeakKeyDictionary[PDFDocument, dict[str, _EmbeddedFace]] = WeakKeyDictionary()


class _ChainFont:
    """What the canvas takes for one dynamic font; the names are reportlab's."""

    _multiByte = 1
    _dynamicFont = 1
    shapable = False

    def __init__(self, metrics: FontMetrics, bold: bool) -> None:
        self.fontName = "Anju-Bold" if bold else "Anju"
        self.face = _Face(self.fontName)
        self._keys = tuple(metrics.faces)
        self._faces = metrics.faces
        self._key_of = _Keys(metrics, bold)

    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:
        """Every run has its own position, so where the last one ended is of no interest."""
        return 0.0

    def splitString(self, text: str, document: PDFDocument) -> Iterator[tuple[int, bytes]]:
        """Runs of one font each: (number of the font, codes)."""
        for key, run in groupby(text, self._key_of.__getitem__):
            face = self._embedded_face(document, key)
            yield self._keys.index(key), face.encode("".join(run))

    def getSubsetInternalName(self, subset: int, document: PDFDocument) -> str:
        return f"/{self._keys[subset]}"

    def _embedded_face(self, document: PDFDocument, key: str) -> _EmbeddedFace:
        faces = _embedded.setdefault(document, {})
        if key not in faces:
            faces[key] = _EmbeddedFace(self._faces[key])
            document.delayedFonts.append(faces[key])
        return faces[key]


class _Keys(dict[str, str]):
    """Key of the font for each character, filled as characters turn up."""

    def __init__(self, metrics: FontMetrics, bold: bool) -> None:
        super().__init__()
        self._metrics, self._bold = metrics, bold

    def __missing__(self, char: str) -> str:
        key = self[char] = self._metrics.font_for(char, self._bold)
        return key


def to_unicode(characters: list[str]) -> str:
    """The map from codes, counted from 1, to characters in UTF-16, surrogate pairs included."""
    lines = [_CMAP_HEAD]
    for start in range(0, len(characters), _MOST_IN_BLOCK):
        block = characters[start : start + _MOST_IN_BLOCK]
        lines.append(f"{len(block)} beginbfchar")
        lines += (
            f"<{code:04X}> <{char.encode('utf-16-be', 'surrogatepass').hex().upper()}>"
            for code, char in enumerate(block, start + 1)
        )
        lines.append("endbfchar")
    return "\n".join([*lines, _CMAP_TAIL])


def _tag(characters: list[str]) -> str:
    """Six letters that tell one subset of a font from another."""
    digest = sha256("".join(characters).encode("utf-16", "surrogatepass")).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])


def _stream(document: PDFDocument, data: bytes, **entries: int) -> Any:
    return document.Reference(PDFStream(PDFDictionary(dict(entries)), data, filters=[]))
