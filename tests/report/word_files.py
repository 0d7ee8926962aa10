"""Word files of the tests: made from an example, altered through their XML, put together again."""

import io
import re
from collections.abc import Iterator
from random import Random
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

MAIN = "word/document.xml"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_PARTS = re.compile(r"<w:tbl>.*?</w:tbl>|<w:p[ >].*?</w:p>|<w:sectPr.*?</w:sectPr>", re.DOTALL)
_BODY = re.compile(r"(.*<w:body>)(.*)(</w:body>.*)", re.DOTALL)


class Spot(NamedTuple):
    """A figure in the XML of a file."""

    start: int
    figure: str
    in_table: bool


def unpacked(data: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(members: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def with_xml(data: bytes, xml: str) -> bytes:
    return packed({**unpacked(data), MAIN: xml.encode()})


def xml_of(data: bytes) -> str:
    return unpacked(data)[MAIN].decode()


def spots(xml: str) -> Iterator[Spot]:
    """Every figure that a reader sees, in order."""
    tables = [found.span() for found in re.finditer(r"<w:tbl>.*?</w:tbl>", xml, re.DOTALL)]
    for text in _TEXT.finditer(xml):
        for figure in re.finditer(r"\d+(?:\.\d+)?", text[1]):
            start = text.start(1) + figure.start()
            yield Spot(start, figure[0], any(a < start < b for a, b in tables))


def altered(xml: str, spot: Spot, figure: str) -> str:
    return xml[: spot.start] + figure + xml[spot.start + len(spot.figure) :]


def shuffled(xml: str, seed: int) -> str:
    """The same paragraphs and tables in any order."""
    found = _BODY.fullmatch(xml)
    assert found is not None
    parts = _PARTS.findall(found[2])
    assert "".join(parts) == found[2]
    *moved, last = parts
    Random(seed).shuffle(moved)
    return f"{found[1]}{''.join(moved)}{last}{found[3]}"


def document_xml(body: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'


def word(body: str, **members: str) -> bytes:
    """A file with this content, and nothing else that a reader needs not."""
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    parts = {"[Content_Types].xml": types.encode(), MAIN: document_xml(body).encode()}
    return packed(parts | {name: text.encode() for name, text in members.items()})


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
