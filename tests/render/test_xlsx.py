"""The official workbook, as other programs read it back from its bytes."""

import io
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anju_desktop.assets import resource
from anju_desktop.document import jsonform
from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document, blank_document
from anju_desktop.errors import RenderError
from anju_desktop.forms.definition import Edition
from anju_desktop.forms.library import Library
from anju_desktop.forms.loader import parse_edition
from anju_desktop.render import faces
from anju_desktop.render.containers import stored_zip
from anju_desktop.render.xlsx import XlsxSheet, render_xlsx
from anju_desktop.sheet.grid import build_grid

DATA = Path(__file__).parents[1] / "data"
LIBRARY = Library(DATA / "forms")
EXAMPLES = sorted(resource("examples").glob("*.json"))
RENT_SUBSIDY = resource("examples", "karamay-2024-rent-subsidy.json")

SMALL = """
format = 1
id = "small"
title = "小表"
year = 2024
[paper]
columns = [40, 60]
[[fields]]
id = "name"
title = "名称"
{keys}
[[rows]]
kind = "title"
cells = [{{ text = "小表", across = 2 }}]
[[rows]]
cells = [{{ text = "名称" }}, {{ field = "name" }}]
"""


def example(path: Path) -> Document:
    return jsonform.load_file(path, LIBRARY.get)


@cache
def small_edition(keys: str = "") -> Edition:
    return parse_edition(SMALL.format(keys=keys).encode("utf-8"), Path("small.toml"))


def small(text: str = "", keys: str = "") -> Document:
    document = Document(small_edition(keys), "某区", "2024")
    document.set(CellRef("name"), text)
    return document


def written(
    documents: Sequence[Document], heights: Sequence[float] | None = None, name: str = "表"
) -> bytes:
    """The workbook with row heights that no font decides."""
    grids = [build_grid(document) for document in documents]
    return render_xlsx(
        [
            XlsxSheet(name, document, grid, tuple(heights or [8.0] * len(grid.rows)))
            for document, grid in zip(documents, grids, strict=True)
        ]
    )


def read(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def read_unmerged(data: bytes) -> Any:
    """The first worksheet with the cells that merged areas cover, which openpyxl drops."""
    with ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = re.sub(rb"<mergeCells.*</mergeCells>", b"", parts[sheet])
    return read(stored_zip(parts.items())).active


def part(data: bytes, name: str) -> str:
    with ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode("utf-8")


def unescaped(text: str) -> str:
    """What a spreadsheet program makes of the format's own escapes."""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text)


def texts(worksheet: Any) -> dict[str, str]:
    return {
        cell.coordinate: unescaped(cell.value)
        for row in worksheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def text_of(document: Document) -> Any:
    """The cell that holds the small form's only value."""
    return read(written([document])).active["B2"]


def coordinate(row: int, column: int) -> str:
    return f"{openpyxl.utils.get_column_letter(column + 1)}{row + 1}"


@pytest.fixture(params=[*EXAMPLES, *LIBRARY.ids()], ids=lambda form: getattr(form, "stem", form))
def document(request: pytest.FixtureRequest) -> Document:
    """Every example, and every edition with nothing filled in."""
    form = request.param
    if isinstance(form, Path):
        return example(form)
    return blank_document(LIBRARY.get(form), "某区", "2025")


# -- what every edition must show -----------------------------------------------------------


def test_texts_and_merged_areas_of_every_edition_are_those_of_the_sheet(
    document: Document,
) -> None:
    worksheet = read(faces.xlsx([document])).active
    cells = build_grid(document).cells
    assert texts(worksheet) == {coordinate(c.row, c.column): c.text for c in cells if c.text}
    assert {str(area) for area in worksheet.merged_cells.ranges} == {
        f"{coordinate(c.row, c.column)}:"
        f"{coordinate(c.row + c.row_span - 1, c.column + c.column_span - 1)}"
        for c in cells
        if c.row_span > 1 or c.column_span > 1
    }


def test_every_part_is_well_formed_and_no_cell_is_a_formula_or_a_number(
    document: Document,
) -> None:
    data = faces.xlsx([document])
    with ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))
    worksheet = read_unmerged(data)
    assert {c.data_type for row in worksheet.iter_rows() for c in row if c.value} == {"s"}
    assert {c.number_format for row in worksheet.iter_rows() for c in row} == {"@"}


def test_table_is_as_wide_as_the_paper_says(document: Document) -> None:
    worksheet = read(faces.xlsx([document])).active
    columns = document.edition.paper.columns
    widths = [
        worksheet.column_dimensions[openpyxl.utils.get_column_letter(n)].width
        for n in range(1, len(columns) + 1)
    ]
    # Excel's columns are whole pixels: seven a digit and five beside them.
    pixels = [width * 7 + 5 for width in widths]
    assert pixels == pytest.approx([round(p) for p in pixels])
    for pixel, column in zip(pixels, columns, strict=True):
        assert pixel == pytest.approx(float(column) * 96 / 25.4, abs=1)
    assert sum(pixels) <= float(sum(columns)) * 96 / 25.4


# -- one published table, cell by cell --------------------------------------------------------


def test_the_rent_subsidy_table_reads_as_published() -> None:
    worksheet = read(faces.xlsx([example(RENT_SUBSIDY)])).active
    golden = (DATA.parent / "golden" / "xlsx" / "karamay-2024-rent-subsidy.txt").read_text("utf-8")
    merged = " ".join(str(area) for area in worksheet.merged_cells.sorted())
    lines = [f"{place} {text}" for place, text in texts(worksheet).items()]
    assert "\n".join([*lines, "merged " + merged, ""]) == golden


def test_merged_areas_of_the_rent_subsidy_table_follow_its_categories() -> None:
    worksheet = read(faces.xlsx([example(RENT_SUBSIDY)])).active
    tall = {
        worksheet.cell(area.min_row, area.min_col).value: area.size["rows"]
        for area in worksheet.merged_cells.ranges
        if area.size["rows"] > 1
    }
    assert tall == {"产出指标": 6, "数量指标": 2, "时效指标": 3}


# -- text stays text -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["=100%", "-", "+5", "@sum", "'5", "#N/A", "=1+1", "-2+3", "055001", "4月", "1e5", "TRUE"],
)
def test_what_looks_like_something_else_is_text(text: str) -> None:
    cell = text_of(small(text))
    assert (cell.value, cell.data_type, cell.number_format) == (text, "s", "@")


@pytest.mark.parametrize(
    ("text", "quoted"), [("=100%", True), ("-", True), ("'5", True), ("≥5户", False), ("", False)]
)
def test_what_would_become_a_formula_on_editing_carries_the_apostrophe(
    text: str, quoted: bool
) -> None:
    assert text_of(small(text)).quotePrefix is quoted


def test_empty_cell_takes_what_is_typed_there_as_text() -> None:
    cell = text_of(small())
    assert (cell.value, cell.number_format) == (None, "@")


@settings(max_examples=60)
@given(st.text(st.characters(exclude_categories=()), max_size=40))
def test_any_text_comes_back(text: str) -> None:
    expected = text.replace("\r\n", "\n").replace("\r", "\n")
    assert unescaped(text_of(small(text)).value or "") == expected


@pytest.mark.parametrize("text", ["长" * 32_767, "𬭚" * 16_383, "\x01" * 32_767])
def test_longest_text_is_written_whole(text: str) -> None:
    assert unescaped(text_of(small(text)).value) == text


@pytest.mark.parametrize("text", ["长" * 32_768, "𬭚" * 16_384])
def test_longer_text_is_refused_and_the_cell_named(text: str) -> None:
    with pytest.raises(RenderError, match="“表”的“名称”有 32768 字，Excel 一格最多 32767 字"):
        written([small(text)])


def test_overlong_text_in_a_row_is_named_with_the_row() -> None:
    document = example(RENT_SUBSIDY)
    document.set(CellRef("target", "indicators", "r3"), "长" * 40_000)
    with pytest.raises(RenderError, match="的第3行“指标值”有 40000 字"):
        written([document])


# -- look -------------------------------------------------------------------------------------


def lines_around(cell: Any) -> str:
    """left, right, top, bottom: M medium, t thin, . none."""
    marks = {"medium": "M", "thin": "t", None: "."}
    sides = (cell.border.left, cell.border.right, cell.border.top, cell.border.bottom)
    return "".join(marks[side.style] for side in sides)


def test_frame_is_medium_around_the_table_and_thin_inside_covered_cells_included() -> None:
    worksheet = read_unmerged(written([example(RENT_SUBSIDY)]))
    around = {name: lines_around(worksheet[name]) for name in ("A3", "B3", "E3", "I3", "D8")}
    assert around == {"A3": "MtMt", "B3": "ttMt", "E3": "ttMt", "I3": "tMMt", "D8": "tttt"}
    last = worksheet.max_row - 1
    assert lines_around(worksheet[f"A{last}"]) == "MttM"
    assert lines_around(worksheet[f"I{last}"]) == "tMtM"


def test_titles_and_signature_lines_have_no_frame() -> None:
    worksheet = read_unmerged(written([example(RENT_SUBSIDY)]))
    for row in (1, 2, worksheet.max_row):
        assert {lines_around(cell) for cell in worksheet[row]} == {"...."}


def test_type_is_that_of_the_paper() -> None:
    worksheet = read_unmerged(written([example(RENT_SUBSIDY)]))
    title, head, prose = worksheet["A1"], worksheet["A7"], worksheet["B6"]
    assert [(c.font.name, c.font.sz, c.font.b) for c in (title, head, prose)] == [
        ("宋体", 20, True),
        ("宋体", 10.5, True),
        ("宋体", 10.5, False),
    ]
    assert [c.alignment.horizontal for c in (title, head, prose)] == ["center", "center", "left"]
    assert {c.alignment.wrap_text for row in worksheet.iter_rows() for c in row} == {True}


def test_row_heights_are_whole_pixels_and_never_less_than_asked() -> None:
    worksheet = read(written([small("字")], heights=[8.0, 12.3])).active
    assert worksheet.row_dimensions[1].height == 23.25
    assert worksheet.row_dimensions[2].height == 35.25


def test_row_taller_than_excel_allows_becomes_several_merged_rows() -> None:
    data = written([small("长文")], heights=[8.0, 300.0])
    worksheet = read(data).active
    heights = [worksheet.row_dimensions[row].height for row in range(1, worksheet.max_row + 1)]
    assert heights == [23.25, 283.5, 283.5, 283.5]
    assert sorted(map(str, worksheet.merged_cells.ranges)) == ["A1:B1", "A2:A4", "B2:B4"]
    assert texts(worksheet) == {"A1": "小表", "A2": "名称", "B2": "长文"}
    covered = read_unmerged(data)
    assert [lines_around(covered[f"A{row}"]) for row in (2, 3, 4)] == ["MtMt", "Mttt", "MttM"]


# -- printing -----------------------------------------------------------------------------------


def test_page_is_set_up_as_the_edition_says() -> None:
    worksheet = read(written([example(RENT_SUBSIDY)])).active
    setup, margins = worksheet.page_setup, worksheet.page_margins
    assert (setup.paperSize, setup.orientation) == (9, "landscape")
    assert (setup.fitToWidth, setup.fitToHeight) == (1, 0)
    assert worksheet.sheet_properties.pageSetUpPr.fitToPage
    sides = (margins.top, margins.right, margins.bottom, margins.left)
    assert [round(inch * 25.4, 3) for inch in sides] == [16, 19, 14, 19]
    assert worksheet.print_options.horizontalCentered
    assert worksheet.oddFooter.center.text.strip() == "第 &P 页 共 &N 页"
    assert worksheet.print_area.endswith("$A$1:$I$17")


def test_a_final_form_carries_version_and_code_at_the_foot() -> None:
    document = example(RENT_SUBSIDY)
    document.finalize("VYX6A3V89SK9YXW6")
    footer = read(written([document])).active.oddFooter
    texts = [part.text.strip() for part in (footer.left, footer.center, footer.right)]
    assert texts == ["原报", "第 &P 页 共 &N 页", "校验码 VYX6-A3V8-9SK9-YXW6"]


def test_heads_are_repeated_on_every_page() -> None:
    worksheet = read(written([example(RENT_SUBSIDY)])).active
    assert worksheet.print_title_rows == "$7:$7"


def test_heads_of_two_lines_are_repeated_together() -> None:
    document = blank_document(LIBRARY.get("invented-2025-repair-fund"))
    kinds = [row.kind.value for row in build_grid(document).rows]
    first, last = kinds.index("head") + 1, len(kinds) - kinds[::-1].index("head")
    assert last == first + 1
    assert read(written([document])).active.print_title_rows == f"${first}:${last}"


def test_form_without_heads_repeats_nothing() -> None:
    assert not read(written([small("字")])).active.print_title_rows


def test_figures_kept_as_text_are_not_marked_as_mistakes() -> None:
    sheet = part(written([small("5")]), "xl/worksheets/sheet1.xml")
    assert '<ignoredError sqref="A1:B2" numberStoredAsText="1" />' in sheet


# -- drop-down lists ------------------------------------------------------------------------------


def choices(items: Sequence[str], more: str = "") -> str:
    return f'type = "choice"\nchoices = {list(items)!r}\n{more}'.replace("'", '"')


def only_list(data: bytes) -> Any:
    (rule,) = read(data).worksheets[0].data_validations.dataValidation
    return rule


def test_cells_with_choices_have_a_list_that_other_text_may_replace_where_the_edition_says() -> (
    None
):
    rules = read(written([example(RENT_SUBSIDY)])).active.data_validations.dataValidation
    assert {(str(rule.sqref), rule.formula1, rule.showErrorMessage) for rule in rules} == {
        ("E8:E16", '"计划标准,历史标准,行业标准"', False),
        ("H8:H16", '"按照完成比例赋分,直接赋分,按评判等级赋分,满意度赋分"', False),
        ("I8:I16", '"工作资料,原始凭证"', False),
    }


def test_closed_list_refuses_other_text() -> None:
    rule = only_list(written([small("甲", choices(["甲", "乙"]))]))
    assert (rule.type, str(rule.sqref), rule.formula1) == ("list", "B2", '"甲,乙"')
    assert rule.showErrorMessage
    assert rule.error == "“名称”请从下拉列表中选择。"


def test_cell_of_the_upper_level_has_no_list() -> None:
    document = small("甲", choices(["甲", "乙"], 'owner = "upper"'))
    assert not read(written([document])).active.data_validations.dataValidation


@pytest.mark.parametrize(
    "items",
    [[f"第{n}种按规定可以选择的办法" for n in range(30)], ["甲,乙", "丙"], ["有 空格 ", "丙"]],
    ids=["long", "comma", "blank"],
)
def test_list_that_fits_no_rule_stands_on_a_hidden_sheet(items: list[str]) -> None:
    data = written([small("丙", choices(items)), small("丁", choices(items))])
    workbook = read(data)
    assert workbook.sheetnames == ["表", "表（2）", "选项"]
    assert workbook["选项"].sheet_state == "hidden"
    assert [cell.value for cell in workbook["选项"]["A"]] == items
    assert only_list(data).formula1 == f"'选项'!$A$1:$A${len(items)}"
    assert workbook["选项"].max_column == 1


# -- workbook ---------------------------------------------------------------------------------------


def test_several_forms_stand_on_worksheets_of_one_workbook() -> None:
    documents = [example(path) for path in EXAMPLES if path.stem.startswith("karamay")]
    workbook = read(faces.xlsx(documents))
    assert len(workbook.sheetnames) == len(documents)
    assert [sheet["A1"].value for sheet in workbook] == [
        build_grid(document).cells[0].text for document in documents
    ]
    assert workbook.active.title == workbook.sheetnames[0]


def test_worksheet_is_named_after_its_form() -> None:
    assert read(faces.xlsx([example(RENT_SUBSIDY)])).sheetnames == ["2024年租赁补贴（中央直达）"]


def test_workbook_knows_which_edition_it_was_written_from() -> None:
    document = example(RENT_SUBSIDY)
    properties = read(written([document])).custom_doc_props
    assert {item.name: item.value for item in properties} == {
        "anju.1.edition": "karamay-2024-project-target",
        "anju.1.edition_sha256": document.edition.sha256,
        "anju.1.unit": "克拉玛依区",
        "anju.1.period": "2024",
    }


def test_workbook_says_neither_when_nor_by_whom_it_was_made() -> None:
    properties = read(written([small()])).properties
    assert (
        properties.created.isoformat() == properties.modified.isoformat() == "2000-01-01T00:00:00"
    )
    assert (properties.creator, properties.lastModifiedBy) == ("安居填报", None)
    assert properties.language == "zh-CN"


def test_nothing_asks_to_be_calculated_on_opening() -> None:
    assert 'fullCalcOnLoad="0"' in part(written([small()]), "xl/workbook.xml")


def test_no_forms_are_refused() -> None:
    with pytest.raises(RenderError, match="没有可导出的表"):
        render_xlsx([])


def test_same_form_gives_the_same_bytes() -> None:
    assert written([example(RENT_SUBSIDY)]) == written([example(RENT_SUBSIDY)])


def test_bytes_do_not_depend_on_the_process() -> None:
    program = (
        "import sys; from pathlib import Path; from hashlib import sha256;"
        "from anju_desktop.document import jsonform; from anju_desktop.forms.library import Library;"
        "from anju_desktop.render import faces;"
        "forms = [jsonform.load_file(Path(p), Library().get) for p in sys.argv[1:]];"
        "print(sha256(faces.xlsx(forms)).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program, *map(str, EXAMPLES[:5])],
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone},
            cwd=Path(__file__).parents[2],
            check=True,
            capture_output=True,
        ).stdout
        for seed, zone in [("1", "UTC"), ("2", "Asia/Shanghai")]
    }
    assert len(digests) == 1
