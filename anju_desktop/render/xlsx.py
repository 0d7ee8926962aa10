"""The official ``.xlsx``: one worksheet per form, the same bytes for the same content."""

import io
from collections.abc import Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any
from xml.etree.ElementTree import Element, SubElement
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Font
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.merge import MergeCell, MergeCells
from openpyxl.writer.excel import ExcelWriter

from anju_desktop.checkcode.codes import grouped
from anju_desktop.document.version import Version
from anju_desktop.errors import RenderError
from anju_desktop.forms.definition import Paper, RowKind
from anju_desktop.render import xlsx_text
from anju_desktop.render.containers import stored_zip
from anju_desktop.render.xlsx_lists import LISTS_SHEET, ListWriter
from anju_desktop.render.xlsx_sheet import FONT, SheetWriter, XlsxSheet
from anju_desktop.sheet.grid import Grid

__all__ = ["XlsxSheet", "render_xlsx"]

CREATOR = "安居填报"
_MADE = datetime(2000, 1, 1)  # noqa: DTZ001 (openpyxl writes UTC and takes no time zone)
_A4 = 9
_MM_PER_INCH = 25.4
_FOOTER_MM = 8.0
_FOOTER = "第 &P 页 共 &N 页"
_FIRST_PARTS = ("[Content_Types].xml", "_rels/.rels")


def render_xlsx(sheets: Sequence[XlsxSheet]) -> bytes:
    """The workbook; ``RenderError`` when a text is longer than a cell can hold."""
    if not sheets:
        raise RenderError("没有可导出的表。")
    workbook = _workbook(sheets)
    names = xlsx_text.sheet_names((sheet.name for sheet in sheets), reserved=[LISTS_SHEET])
    writer, lists = SheetWriter(), ListWriter(lambda: _hidden_sheet(workbook))
    for sheet, name in zip(sheets, names, strict=True):
        worksheet = workbook.create_sheet(name)
        first_rows = writer.write(worksheet, sheet)
        lists.write(worksheet, sheet, first_rows)
        _set_page(worksheet, sheet.document.edition.paper)
        _set_footer(worksheet, sheet.document.version)
        _repeat_heads(worksheet, sheet.grid, first_rows)
    if LISTS_SHEET in workbook.sheetnames:
        workbook.move_sheet(LISTS_SHEET, len(sheets))
    return _saved(workbook)


def _workbook(sheets: Sequence[XlsxSheet]) -> Any:
    workbook = Workbook()
    workbook.remove(workbook.active)
    # Column widths count digits of this font. Without a theme's scheme no program replaces it.
    font = Font(name="Calibri", size=11, family=2)
    workbook._fonts = IndexedList([font])
    workbook._named_styles["Normal"].font = font
    # Nothing to calculate: or Excel asks on closing whether to save a file nobody changed.
    workbook.calculation.fullCalcOnLoad = False
    properties = workbook.properties
    properties.creator, properties.language = CREATOR, "zh-CN"
    properties.title = xlsx_text.escaped("、".join(dict.fromkeys(s.name for s in sheets)))
    properties.created = properties.modified = _MADE
    for number, sheet in enumerate(sheets, 1):
        _remember_origin(workbook, f"anju.{number}", sheet)
    return workbook


def _remember_origin(workbook: Any, prefix: str, sheet: XlsxSheet) -> None:
    """What reading the worksheet back needs and the paper does not print."""
    document = sheet.document
    origin = {
        "edition": document.edition.id,
        "edition_sha256": document.edition.sha256,
        "unit": document.unit,
        "period": document.period,
    }
    for key, text in origin.items():
        value = xlsx_text.escaped(text)
        workbook.custom_doc_props.append(StringProperty(name=f"{prefix}.{key}", value=value))


def _hidden_sheet(workbook: Any) -> Any:
    if LISTS_SHEET not in workbook.sheetnames:
        workbook.create_sheet(LISTS_SHEET).sheet_state = "hidden"
    return workbook[LISTS_SHEET]


def _set_page(worksheet: Any, paper: Paper) -> None:
    setup = worksheet.page_setup
    setup.paperSize = _A4
    setup.orientation = paper.orientation.value
    setup.fitToWidth, setup.fitToHeight = 1, 0
    worksheet.sheet_properties.pageSetUpPr.fitToPage = True
    top, right, bottom, left = (float(mm) / _MM_PER_INCH for mm in paper.margins)
    margins = worksheet.page_margins
    margins.top, margins.right, margins.bottom, margins.left = top, right, bottom, left
    margins.header = margins.footer = min(_FOOTER_MM / _MM_PER_INCH, bottom / 2)
    worksheet.print_options.horizontalCentered = True
    worksheet.print_area = worksheet.dimensions
    worksheet.sheet_view.showGridLines = False


def _set_footer(worksheet: Any, version: Version) -> None:
    """第 n 页 on every page; of a final form its version and check code too."""
    footer = worksheet.oddFooter
    parts = [(footer.center, _FOOTER)]
    if version.is_final:
        code = f"校验码 {grouped(version.code)}"
        parts += [(footer.left, version.words), (footer.right, code)]
    for part, text in parts:
        part.text, part.font, part.size = text, f"{FONT},Regular", 9


def _repeat_heads(worksheet: Any, grid: Grid, first_rows: Sequence[int]) -> None:
    """Repeat the last block of heads on every page: the one above the long part of the table."""
    heads = [index for index, row in enumerate(grid.rows) if row.kind is RowKind.HEAD]
    if not heads:
        return
    first = last = heads[-1]
    while first - 1 in heads:
        first -= 1
    worksheet.print_title_rows = f"{first_rows[first]}:{first_rows[last + 1] - 1}"


class _SheetXml(WorksheetWriter):  # type: ignore[misc]  # openpyxl has no types
    """A worksheet's XML, with what openpyxl leaves out or to chance."""

    def write_merged_cells(self) -> None:
        """In the order of the sheet: openpyxl takes them from a set."""
        ranges = sorted(self.ws.merged_cells.ranges, key=attrgetter("min_row", "min_col"))
        if ranges:
            self.xf.send(MergeCells(mergeCell=[MergeCell(str(area)) for area in ranges]).to_tree())

    def write_header(self) -> None:
        """No green corners on figures that are text."""
        super().write_header()
        errors = Element("ignoredErrors")
        SubElement(errors, "ignoredError", sqref=self.ws.dimensions, numberStoredAsText="1")
        self.xf.send(errors)


class _PartsWriter(ExcelWriter):  # type: ignore[misc]  # openpyxl has no types
    """Writes worksheets to memory: openpyxl puts each into a temporary file first."""

    def _write_worksheets(self) -> None:
        for number, worksheet in enumerate(self.workbook.worksheets, 1):
            worksheet._id = number
            content = io.BytesIO()
            writer = _SheetXml(worksheet, out=content)
            writer.write()
            self._archive.writestr(worksheet.path[1:], content.getvalue())
            self.manifest.append(worksheet)


def _saved(workbook: Any) -> bytes:
    # Not workbook.save(): it stamps the time and compresses.
    with ZipFile(io.BytesIO(), "w") as archive:
        _PartsWriter(workbook, archive).write_data()
        names = [*_FIRST_PARTS, *sorted(set(archive.namelist()) - set(_FIRST_PARTS))]
        return stored_zip((name, archive.read(name)) for name in names)
