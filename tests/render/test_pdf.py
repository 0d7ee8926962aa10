"""The PDF of a form, read back with another program's eyes (pdfium)."""

import ctypes
import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from anju_desktop.assets import resource
from anju_desktop.checkcode.canonical import form_code
from anju_desktop.checkcode.codes import grouped
from anju_desktop.document.changes import CellRef, Row
from anju_desktop.document.document import Document, blank_document
from anju_desktop.document.jsonform import load_file
from anju_desktop.errors import RenderError
from anju_desktop.forms.definition import Align, Paper, RowKind
from anju_desktop.forms.library import Library
from anju_desktop.render import faces
from anju_desktop.render.pdf import render_pdf
from anju_desktop.sheet.display import Layout, Picture, Stamp, TextRun
from anju_desktop.sheet.grid import CellStyle, Grid, GridCell, GridRow, Role, build_grid
from anju_desktop.sheet.layout import layout
from anju_desktop.sheet.metrics import default_metrics

MM = 25.4 / 72
EXAMPLES = sorted(resource("examples").glob("*.json"))
PAPER = Paper(columns=())

ROWS = (
    ("quantity", "改造面积", ">=124.96万平方米", "5"),
    ("quantity", "改造户数", ">=18382户", "5"),
    ("quality", "年度工作验收合格率", "=100%", "5"),
    ("timeliness", "年度计划完工时间", "<=12月", "5"),
    ("economic_cost", "项目预算控制率", "<=100%", "20"),
    ("social_benefit", "群众居住条件是否改善", "是", "10"),
    ("satisfaction", "老旧小区居民满意度", ">=80%", "10"),
)


@pytest.fixture(scope="module")
def library() -> Library:
    return Library()


@pytest.fixture
def renovation(library: Library) -> Document:
    """The published table of the old communities, in short."""
    document = blank_document(library.get("karamay-2024-project-target"), "克拉玛依区", "2024")
    document.set(CellRef("budget_unit"), "克拉玛依市克拉玛依区住房和城乡建设局")
    document.set(CellRef("project_name"), "2024年老旧小区改造（中央直达）")
    document.set(CellRef("goal"), "通过对我区老旧小区改造，提高居民生活品质，提升城市整体面貌。")
    for row_id in document.row_ids("indicators"):
        document.remove_row("indicators", row_id)
    for category, name, target, weight in ROWS:
        row = document.insert_row("indicators", category)
        for column, text in (("name", name), ("target", target), ("weight", weight)):
            document.set(CellRef(column, "indicators", row), text)
    return document


def glyphs(page: pypdfium2.PdfPage) -> Iterator[tuple[str, float, float]]:
    """Every character drawn, with the mm of its origin from the top left."""
    text = page.get_textpage()
    height = page.get_height()
    x, y = ctypes.c_double(), ctypes.c_double()
    units: list[tuple[int, float, float]] = []
    for index in range(text.count_chars()):
        if pdfium.FPDFText_IsGenerated(text, index) == 1:
            continue
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        code = pdfium.FPDFText_GetUnicode(text, index)
        if pdfium.FPDFText_IsHyphen(text, index) == 1:  # pdfium's mark for one at a line end
            code = ord("-")
        units.append((code, x.value * MM, (height - y.value) * MM))
    while units:
        code, left, base = units.pop(0)
        if 0xD800 <= code < 0xDC00:
            code = 0x10000 + ((code - 0xD800) << 10) + units.pop(0)[0] - 0xDC00
        yield chr(code), left, base


def written(data: bytes) -> str:
    """All text without any blanks: pdfium leaves blanks at the ends of lines out."""
    with pypdfium2.PdfDocument(data) as file:
        return "".join(squeezed(page.get_textpage().get_text_range()) for page in file)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def one_cell_form(*texts: str, width: float = 80.0) -> Layout:
    style = CellStyle(Align.LEFT, 10.5)
    cells = tuple(GridCell(row, 0, 1, 1, text, Role.INPUT, style) for row, text in enumerate(texts))
    grid = Grid((width,), (GridRow(RowKind.BODY),) * len(texts), cells)
    return layout(grid, PAPER, default_metrics(), Stamp(draft=False))


def pdf_of(*texts: str) -> bytes:
    return render_pdf([("表", one_cell_form(*texts))], title="表")


# -- text --------------------------------------------------------------------------------------


def test_every_text_of_the_form_is_in_the_file(renovation: Document) -> None:
    text = written(faces.pdf([renovation]))
    for _, *cells in ROWS:
        for cell in cells:
            assert cell in text
    assert "项目支出绩效目标表" in text
    assert "通过对我区老旧小区改造，提高居民生活品质，提升城市整体面貌。" in text


@pytest.mark.parametrize(
    "text",
    ["𬭚铁路", "𠮷𠀀𡃁", "☐☑", "㎡①≥≤‰", "⽬目", "兀兀", "=100%", "A\u00a0B", "“引号”——……"],
)
def test_characters_copy_as_what_they_are(text: str) -> None:
    with pypdfium2.PdfDocument(pdf_of(text)) as file:
        drawn = file[0].get_textpage().get_text_range()
    assert text in drawn


@settings(max_examples=40)
@given(
    st.lists(
        st.text(
            st.sampled_from("老旧小区改造𬭚𠮷，。；（）“”≥≤=%,.-/+@0123456789abcXYZ ㎡①☐☑\u3000"),
            max_size=80,
        ),
        min_size=1,
        max_size=6,
    )
)
def test_any_text_of_a_grid_is_drawn_whole_and_inside_its_rectangle(texts: list[str]) -> None:
    laid_out = one_cell_form(*texts)
    data = render_pdf([("表", laid_out)], title="表")
    left, right = (210 - 80) / 2, (210 + 80) / 2
    with pypdfium2.PdfDocument(data) as file:
        drawn = list(glyphs(file[0]))
    top = 20.0
    for text, height in zip(texts, laid_out.row_heights, strict=True):
        inside = [
            char
            for char, x, y in drawn
            if left < x < right and top < y - 3 and y + 0.4 < top + height
        ]
        assert squeezed("".join(inside)) == squeezed(text)
        top += height


def test_every_character_stands_where_the_display_list_puts_it(renovation: Document) -> None:
    renovation.set(
        CellRef("goal"), "推进老旧小区综合改造,有效改善居民的居住条件,提高生活品质。" * 8
    )
    laid_out = faces.page_layout(renovation)
    metrics = default_metrics()
    wanted = []
    for run in (item for item in laid_out.pages[0].items if isinstance(item, TextRun)):
        x = run.x
        for char in run.text:
            wanted.append((char, x, run.baseline))
            x += metrics.width(char, run.size_pt, run.bold) + run.spacing
    with pypdfium2.PdfDocument(faces.pdf([renovation])) as file:
        drawn = [glyph for glyph in glyphs(file[0]) if glyph[0].strip()]
    for (char, *place), (seen, *where) in zip(
        (glyph for glyph in wanted if glyph[0].strip()), drawn, strict=True
    ):
        assert seen == char
        assert where == pytest.approx(place, abs=0.02)


def test_a_control_character_draws_nothing_and_stops_nothing() -> None:
    assert "甲乙" in written(pdf_of("甲\x01\x7f\x0b乙")).replace("\x01", "").replace("\x7f", "")


def test_the_draft_word_stands_apart_from_the_texts_of_the_cells(renovation: Document) -> None:
    with pypdfium2.PdfDocument(faces.pdf([renovation])) as file:
        drawn = list(glyphs(file[0]))
    assert [char for char, _, _ in drawn[-2:]] == ["草", "稿"]
    assert sum(char in "草稿" for char, _, _ in drawn) == 2
    assert drawn[-1][2] < min(y for _, _, y in drawn[:-2])


def test_the_watermark_darkens_the_middle_of_every_draft_page(renovation: Document) -> None:
    final = layout_without_mark(renovation)
    for data, marked in ((faces.pdf([renovation]), True), (final, False)):
        with pypdfium2.PdfDocument(data) as file:
            bitmap = file[0].render(scale=1, grayscale=True)
            pixels = bytes(bitmap.buffer)
        assert (pixels.count(234) + pixels.count(235) > 5000) is marked


def layout_without_mark(document: Document) -> bytes:
    laid_out = layout(
        build_grid(document), document.edition.paper, default_metrics(), Stamp(draft=False)
    )
    return render_pdf([("表", laid_out)], title="表")


# -- the file ----------------------------------------------------------------------------------


def test_the_same_forms_give_the_same_bytes(renovation: Document, library: Library) -> None:
    other = blank_document(library.get("zhengzhou-2021-region-target"), "金水区", "2021")
    first = faces.pdf([renovation, other])
    faces.pdf([other, renovation])
    faces.pdf([other])
    assert faces.pdf([renovation, other]) == first


def test_nothing_in_the_file_depends_on_a_compressor(renovation: Document) -> None:
    assert b"FlateDecode" not in faces.pdf([renovation])


def test_all_fonts_are_embedded(renovation: Document) -> None:
    data = faces.pdf([renovation])
    assert data.count(b"/FontFile2") == data.count(b"/Type0") == 2
    assert b"Helvetica" not in data


def test_both_weights_share_the_font_of_rare_characters() -> None:
    style = CellStyle(Align.LEFT, 10.5)
    cells = tuple(
        GridCell(row, 0, 1, 1, "𠮷𬺈", Role.INPUT, CellStyle(style.align, 10.5, bold))
        for row, bold in enumerate((False, True))
    )
    grid = Grid((80.0,), (GridRow(RowKind.BODY),) * 2, cells)
    laid_out = layout(grid, PAPER, default_metrics(), Stamp(draft=False))
    data = render_pdf([("表", laid_out)], title="表")
    assert len(re.findall(rb"/BaseFont /\w+\+HanaMinB /CIDSystemInfo", data)) == 1
    assert written(data).startswith("𠮷𬺈𠮷𬺈")


def test_the_file_names_its_title_and_the_program_but_no_date(renovation: Document) -> None:
    with pypdfium2.PdfDocument(faces.pdf([renovation])) as file:
        facts = file.get_metadata_dict()
    assert facts["Title"] == "2024年老旧小区改造（中央直达）"
    assert facts["Author"] == facts["Creator"] == facts["Producer"] == "安居填报"
    assert facts["CreationDate"] == facts["ModDate"] == "D:20000101000000+00'00'"


def test_the_file_says_that_it_is_chinese(renovation: Document) -> None:
    assert b"/Lang (zh-CN)" in faces.pdf([renovation])


def test_every_form_has_a_bookmark_to_its_first_page(
    renovation: Document, library: Library
) -> None:
    long = blank_document(library.get("karamay-2024-project-target"), "克拉玛依区", "2024")
    for _ in range(40):
        long.insert_row("indicators", "quantity")
    with pypdfium2.PdfDocument(faces.pdf([long, renovation])) as file:
        marks = [(mark.get_title(), target(mark)) for mark in file.get_toc()]
        pages = len(file)
    assert marks == [("绩效目标表", 0), ("2024年老旧小区改造（中央直达）", pages - 1)]


def target(mark: pypdfium2.PdfBookmark) -> int:
    index = mark.get_dest().get_index()
    assert isinstance(index, int)
    return index


def test_odd_characters_in_a_bookmark_stop_nothing() -> None:
    data = render_pdf([("甲\ud800\x01乙", one_cell_form("丙"))], title="\udfff")
    with pypdfium2.PdfDocument(data) as file:
        assert [mark.get_title() for mark in file.get_toc()] == ["甲  乙"]


# -- refusals ----------------------------------------------------------------------------------


def test_a_character_no_font_has_is_named_with_its_row_and_column(renovation: Document) -> None:
    third = renovation.row_ids("indicators")[2]
    renovation.set(CellRef("name", "indicators", third), "合格率\U0002ebf0")
    with pytest.raises(RenderError, match=r"绩效指标第3行“三级指标”含有字体缺字.* U\+2EBF0"):
        faces.pdf([renovation])


def test_a_character_no_font_has_is_named_with_its_field(renovation: Document) -> None:
    renovation.set(CellRef("project_leader"), "张ࠀ")
    with pytest.raises(RenderError, match=r"“项目负责人”含有字体缺字“ࠀ” U\+0800，.*没有生成文件"):
        faces.pdf([renovation])


def test_half_of_a_surrogate_pair_is_refused(renovation: Document) -> None:
    renovation.set(CellRef("goal"), "目标\ud86d")
    with pytest.raises(RenderError, match=r"“项目总体目标”含有字体缺字 U\+D86D"):
        faces.pdf([renovation])


def test_a_layout_with_a_missing_character_is_never_drawn() -> None:
    with pytest.raises(RenderError, match=r"《表》第2行含有字体缺字 U\+10FFFD"):
        pdf_of("甲", "乙\U0010fffd")


def test_nothing_to_print_is_said_in_words() -> None:
    with pytest.raises(RenderError, match="没有选中任何表"):
        faces.pdf([])


# -- the published tables ----------------------------------------------------------------------


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_cell_of_a_published_table_stands_in_its_place(path: Path, library: Library) -> None:
    document = load_file(path, library.get)
    text = written(faces.pdf([document]))
    # A breakdown by county is not on the paper.
    for group in [group for group in document.edition.groups if not group.row]:
        for row_id in document.row_ids(group.id):
            row: Row = document.row(group.id, row_id)
            for column, typed in row.cells:
                assert squeezed(typed) in text, column
    for field, typed in document.fields().items():
        assert squeezed(typed) in text, field
    assert faces.page_layout(document).missing == ()


# -- final forms -------------------------------------------------------------------------------


def test_a_final_form_is_printed_with_its_code_and_without_the_mark(renovation: Document) -> None:
    renovation.finalize("VYX6A3V89SK9YXW6")
    renovation.reopen()
    renovation.finalize(form_code(renovation))
    with pypdfium2.PdfDocument(faces.pdf([renovation])) as file:
        pages = [page.get_textpage().get_text_range() for page in file]
    for number, text in enumerate(pages, 1):
        assert "草稿" not in text
        for wanted in (
            grouped(renovation.version.code),
            "修订1",
            renovation.unit,
            f"{renovation.period}年",
            renovation.edition.id,
            f"第 {number} 页  共 {len(pages)} 页",
        ):
            assert squeezed(wanted) in squeezed(text)


def test_the_symbol_on_paper_is_the_code(renovation: Document) -> None:
    code = form_code(renovation)
    renovation.finalize(code)
    scale = 8.0  # pixels per millimetre, as a scan of 200 dpi
    laid_out = faces.page_layout(renovation)
    (picture,) = (item for item in laid_out.pages[0].items if isinstance(item, Picture))
    assert picture.size == 15
    with pypdfium2.PdfDocument(faces.pdf([renovation])) as file:
        image = file[0].render(scale=scale * 25.4 / 72, grayscale=True).to_pil()
    matrix = segno.make_qr(grouped(code), error="h").matrix
    module = picture.size / len(matrix)
    for y, row in enumerate(matrix):
        for x, black in enumerate(row):
            place = (picture.x + (x + 0.5) * module, picture.y + (y + 0.5) * module)
            pixel = image.getpixel(tuple(round(length * scale) for length in place))
            assert (pixel < 128) is bool(black)


def test_the_symbol_is_one_path(renovation: Document) -> None:
    renovation.finalize(form_code(renovation))
    with pypdfium2.PdfDocument(faces.pdf([renovation])) as file:
        (page,) = file
        paths = list(page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH]))
        sizes = [pypdfium2.raw.FPDFPath_CountSegments(path.raw) for path in paths]
    assert sum(size > 100 for size in sizes) == 1
