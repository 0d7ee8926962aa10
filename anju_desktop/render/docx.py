"""The 绩效自评报告 as ``.docx`` in the layout of GB/T 9704, the same bytes for the same record.

Fonts are named, not embedded: offices have 方正小标宋, 仿宋_GB2312, 黑体 and 楷体; Word falls back
to what it has. The record travels inside the file as a custom XML part, so that an edited report
can be held against it.
"""

import base64
import hashlib
import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zipfile import ZipFile

from docx import Document as new_docx
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part as DocxPart
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from anju_desktop.render.containers import stored_zip
from anju_desktop.report.pieces import (
    BOOKMARK,
    RECORD_NAMESPACE,
    Grid,
    Piece,
    Report,
    Style,
)

RECORD_PART = "customXml/item1.xml"

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
    '<ds:datastoreItem ds:itemID="{6A0D3D0B-52B9-4E3B-9C3B-7C6F1D2E8A51}" '
    f'xmlns:ds="{_OFFICE}/customXml"><ds:schemaRefs>'
    f'<ds:schemaRef ds:uri="{RECORD_NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
)

_MADE = datetime(2000, 1, 1)  # noqa: DTZ001 (python-docx takes no time zone)
_CREATOR = "安居填报"
_BODY_PT, _TITLE_PT, _LINE_PT, _TABLE_PT, _PAGE_NUMBER_PT = 16, 22, 28.9, 12, 14
_MARGINS_CM = {"top": 3.7, "bottom": 3.5, "left": 2.8, "right": 2.6}
_TABLE_LINE_PT, _ROW_CM = 16, 0.9
_TEXT_CM = 21.0 - 2.8 - 2.6
_GRID = "578"
"""Twentieths of a point a line: 22 lines on a page of A4."""
_STYLES = frozenset(
    {"Normal", "DefaultParagraphFont", "TableNormal", "NoList", "TableGrid", "Footer"}
)
_UNUSED = ("/stylesWithEffects", "/thumbnail", "/customXml", "/numbering")
_LATIN = "Times New Roman"

_FONTS = {
    Style.TITLE: "方正小标宋简体",
    Style.HEADING1: "黑体",
    Style.HEADING2: "楷体_GB2312",
}
_BODY_FONT, _TABLE_FONT = "仿宋_GB2312", "宋体"
_INDENTED = (Style.BODY, Style.HEADING1, Style.HEADING2, Style.ANNEX)


def render_docx(report: Report, record: bytes) -> bytes:
    """The file; ``record`` is the document's JSON that the report was made from."""
    word = new_docx()
    _clear_template(word)
    _set_page(word)
    _set_base_style(word)
    _set_page_number(word)
    numbered = 0
    for index, part in enumerate(report.parts):
        if isinstance(part, Grid):
            _add_table(word, part)
            continue
        paragraph = _add_paragraph(word, part)
        if part.style in (Style.HEADING1, Style.ANNEX) or _opens_signature(report, index):
            _bookmark(paragraph, numbered, part.own or f"part{numbered}")
            numbered += 1
    _set_properties(word, report.title)
    _embed(word, record)
    return _saved(word)


def _opens_signature(report: Report, index: int) -> bool:
    """Whether the signature block begins here: what stands above it is a section's text."""
    before = report.parts[index - 1] if index else None
    this = report.parts[index]
    is_signature = isinstance(this, Piece) and this.style is Style.SIGNATURE
    return is_signature and not (isinstance(before, Piece) and before.style is Style.SIGNATURE)


# ---------------------------------------------------------------- paragraphs


def _add_paragraph(word: Any, piece: Piece) -> Any:
    paragraph = word.add_paragraph()
    form = paragraph.paragraph_format
    if piece.style is Style.TITLE:
        form.alignment = WD_ALIGN_PARAGRAPH.CENTER
        form.space_after = Pt(_LINE_PT)
    elif piece.style is Style.SIGNATURE:
        form.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _indent(paragraph, right="400")
    elif piece.style in _INDENTED:
        _indent(paragraph, first="200")
    form.keep_with_next = piece.style in (Style.TITLE, Style.HEADING1, Style.HEADING2)
    if piece.style is Style.ANNEX:
        form.page_break_before = True
        form.keep_with_next = True
    size = _TITLE_PT if piece.style is Style.TITLE else _BODY_PT
    run = paragraph.add_run(piece.text)
    _set_font(run._element.get_or_add_rPr(), _FONTS.get(piece.style, _BODY_FONT), size)
    return paragraph


def _indent(paragraph: Any, first: str = "", right: str = "") -> None:
    """Indents in hundredths of a character, as offices measure them."""
    indent = paragraph._element.get_or_add_pPr().get_or_add_ind()
    # In points as well, for programs that do not count characters.
    for side, hundredths in (("firstLine", first), ("right", right)):
        if hundredths:
            indent.set(qn(f"w:{side}Chars"), hundredths)
            indent.set(qn(f"w:{side}"), str(int(hundredths) * _BODY_PT * 20 // 100))


def _bookmark(paragraph: Any, number: int, name: str) -> None:
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    start.set(qn("w:id"), str(number))
    start.set(qn("w:name"), f"{BOOKMARK}{name}")
    end.set(qn("w:id"), str(number))
    content = paragraph._element
    content.insert(1 if content.pPr is not None else 0, start)
    content.append(end)


# ---------------------------------------------------------------- the table


def _add_table(word: Any, grid: Grid) -> None:
    table = word.add_table(rows=0, cols=len(grid.head))
    table.style = word.styles["Table Grid"]
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    whole = sum(grid.widths)
    widths = [Cm(_TEXT_CM * share / whole) for share in grid.widths]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    _add_row(table, grid.head, widths, bold=True)
    _repeat(table.rows[0])
    for row in grid.rows:
        _add_row(table, [run.text for run in row], widths)


def _add_row(table: Any, texts: Sequence[str], widths: Sequence[Any], bold: bool = False) -> None:
    row = table.add_row()
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    row.height, row.height_rule = Cm(_ROW_CM), WD_ROW_HEIGHT_RULE.AT_LEAST
    for cell, text, width in zip(row.cells, texts, widths, strict=True):
        cell.width, cell.vertical_alignment = width, WD_CELL_VERTICAL_ALIGNMENT.CENTER
        paragraph = cell.paragraphs[0]
        form = paragraph.paragraph_format
        form.alignment = WD_ALIGN_PARAGRAPH.CENTER
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(_TABLE_LINE_PT)
        _off_the_grid(paragraph)
        run = paragraph.add_run(text)
        run.bold = bold or None
        _set_font(run._element.get_or_add_rPr(), _TABLE_FONT, _TABLE_PT)


def _repeat(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _off_the_grid(paragraph: Any) -> None:
    snap = OxmlElement("w:snapToGrid")
    snap.set(qn("w:val"), "0")
    properties = paragraph._element.get_or_add_pPr()
    # The schema wants it before the spacing.
    properties.insert_element_before(snap, "w:spacing", "w:ind", "w:jc", "w:rPr")


# ---------------------------------------------------------------- page and styles


def _clear_template(word: Any) -> None:
    """Leave out what python-docx's template brings and a report does not use."""
    styles = word.styles.element
    for style in list(styles.findall(qn("w:style"))):
        if style.get(qn("w:styleId")) not in _STYLES:
            styles.remove(style)
    for part in (word.part, word.part.package):
        for relation in [r for r in part.rels.values() if r.reltype.endswith(_UNUSED)]:
            del part.rels[relation.rId]


def _set_page(word: Any) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    for side, width in _MARGINS_CM.items():
        setattr(section, f"{side}_margin", Cm(width))
    section.footer_distance = Cm(2.5)
    properties = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    grid = OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), _GRID)
    properties.append(grid)


def _set_base_style(word: Any) -> None:
    style = word.styles["Normal"]
    _set_font(style.element.get_or_add_rPr(), _BODY_FONT, _BODY_PT)
    form = style.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(_LINE_PT)
    form.space_before = form.space_after = Pt(0)
    form.widow_control = False
    form.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


def _set_font(properties: Any, name: str, size: float) -> None:
    """East Asian and Latin font by name; a theme would win over both."""
    fonts = properties.get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    fonts.set(qn("w:ascii"), _LATIN)
    fonts.set(qn("w:hAnsi"), _LATIN)
    fonts.set(qn("w:cs"), _LATIN)
    fonts.set(qn("w:eastAsia"), name)
    for tag in ("w:sz", "w:szCs"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
        element = OxmlElement(tag)
        element.set(qn("w:val"), str(round(size * 2)))
        properties.append(element)


def _set_page_number(word: Any) -> None:
    """— 1 — in the middle of the foot."""
    paragraph = word.sections[0].footer.paragraphs[0]
    paragraph.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text, instruction in (("— ", ""), ("", "PAGE"), (" —", "")):
        run = paragraph.add_run(text)
        _set_font(run._element.get_or_add_rPr(), _TABLE_FONT, _PAGE_NUMBER_PT)
        if instruction:
            _add_field(run, instruction)


def _add_field(run: Any, instruction: str) -> None:
    for kind in ("begin", "instruction", "separate", "text", "end"):
        if kind == "instruction":
            element = OxmlElement("w:instrText")
            element.text = instruction
        elif kind == "text":
            element = OxmlElement("w:t")
            element.text = "1"
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run._element.append(element)


# ---------------------------------------------------------------- the file


def _set_properties(word: Any, title: str) -> None:
    properties = word.core_properties
    properties.title, properties.author = title, _CREATOR
    properties.last_modified_by, properties.comments = _CREATOR, ""
    properties.created = properties.modified = _MADE
    properties.revision = 1
    properties.language = "zh-CN"


def record_xml(record: bytes) -> bytes:
    """The record as an XML part: base64, with its hash beside it."""
    digest = hashlib.sha256(record).hexdigest()
    encoded = base64.b64encode(record).decode("ascii")
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<record xmlns="{RECORD_NAMESPACE}" '
        f'sha256="{digest}">{encoded}</record>'
    ).encode("ascii")


def _embed(word: Any, record: bytes) -> None:
    package = word.part.package
    part = DocxPart(PackURI(f"/{RECORD_PART}"), "application/xml", record_xml(record), package)
    # Office programs keep a custom part through a save only where it has its properties.
    properties = DocxPart(
        PackURI("/customXml/itemProps1.xml"), _PROPERTIES_TYPE, _PROPERTIES.encode(), package
    )
    part.relate_to(properties, f"{_OFFICE}/relationships/customXmlProps")
    word.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)


def _saved(word: Any) -> bytes:
    buffer = io.BytesIO()
    word.save(buffer)
    with ZipFile(buffer) as archive:
        names = sorted(archive.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        return stored_zip((name, archive.read(name)) for name in names)
