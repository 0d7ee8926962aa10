"""The report as a Word file: layout of 公文, the record inside, the same bytes twice."""

import base64
import hashlib
import io
import re
from zipfile import ZipFile

import pytest
from docx import Document as read_docx
from docx.oxml.ns import qn

from anju_desktop.assets import resource
from anju_desktop.document import jsonform
from anju_desktop.document.document import Document
from anju_desktop.errors import RenderError
from anju_desktop.forms.library import Library
from anju_desktop.render.docx import RECORD_PART
from anju_desktop.render.faces import report_docx
from anju_desktop.report.content import report_of
from anju_desktop.report.pieces import Piece


def _document(name: str) -> Document:
    library = Library(resource("forms"))
    return jsonform.load_file(resource("examples", f"{name}.json"), library.get)


@pytest.fixture(scope="module")
def document() -> Document:
    return _document("zhumadian-2020-evaluation")


@pytest.fixture(scope="module")
def data(document: Document) -> bytes:
    return report_docx(document)


def test_two_runs_give_the_same_bytes(document: Document, data: bytes) -> None:
    assert report_docx(document) == data


def test_every_paragraph_is_there_in_its_order(document: Document, data: bytes) -> None:
    report = report_of(document)
    assert report is not None
    wanted = [part.text for part in report.parts if isinstance(part, Piece)]
    assert [p.text for p in read_docx(io.BytesIO(data)).paragraphs] == wanted


def test_the_page_is_that_of_an_official_paper(data: bytes) -> None:
    section = read_docx(io.BytesIO(data)).sections[0]
    sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(side.cm, 1) for side in sides if side is not None] == [3.7, 3.5, 2.8, 2.6]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:linePitch")) == "578"


def test_fonts_are_named_and_no_theme_overrides_them(data: bytes) -> None:
    with ZipFile(io.BytesIO(data)) as archive:
        body = archive.read("word/document.xml").decode()
        styles = archive.read("word/styles.xml").decode()
    assert {"方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312", "宋体"} <= set(
        re.findall(r'w:eastAsia="([^"]+)"', body)
    )
    assert (
        "Theme="
        not in re.findall(r'<w:style [^>]*w:styleId="Normal".*?</w:style>', styles, re.S)[0]
    )
    assert "Theme=" not in body


def test_the_record_travels_inside_with_its_hash(document: Document, data: bytes) -> None:
    with ZipFile(io.BytesIO(data)) as archive:
        part = archive.read(RECORD_PART).decode()
    found = re.search(r'sha256="([0-9a-f]{64})">([A-Za-z0-9+/=]+)<', part)
    assert found is not None
    record = base64.b64decode(found[2])
    assert record == jsonform.dump_bytes(document)
    assert hashlib.sha256(record).hexdigest() == found[1]


def test_heads_of_the_table_repeat_and_rows_stay_whole(data: bytes) -> None:
    rows = read_docx(io.BytesIO(data)).tables[0].rows
    marks = [{child.tag for child in row._tr.get_or_add_trPr()} for row in rows]
    assert qn("w:tblHeader") in marks[0]
    assert all(qn("w:cantSplit") in each for each in marks)


def test_a_form_without_scores_is_refused_in_a_sentence() -> None:
    with pytest.raises(RenderError, match="没有评分"):
        report_docx(_document("karamay-2024-allocation"))
