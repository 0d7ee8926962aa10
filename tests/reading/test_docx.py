"""A Word file is read as it stands on paper, or refused in one sentence."""

import io
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anju_desktop.assets import resource
from anju_desktop.blocks import Paragraph, Table
from anju_desktop.document import jsonform
from anju_desktop.errors import ReportError
from anju_desktop.forms.library import Library
from anju_desktop.reading import xml as hardened
from anju_desktop.reading.docx import MAX_TEXT, read_word, word_of
from anju_desktop.render.docx import RECORD_PART
from anju_desktop.render.faces import report_docx
from anju_desktop.report.content import report_of
from anju_desktop.report.pieces import Piece
from tests.report.word_files import MAIN, document_xml, packed, paragraph, unpacked, word

W14 = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def texts(body: str, **members: str) -> list[str]:
    """The paragraphs of a file with this body; tables as lists of their rows."""
    return [
        block.text if isinstance(block, Paragraph) else str([row.cells for row in block.rows])
        for block in word_of(word(body, **members), "报告.docx").blocks
    ]


def cell(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr>{properties}{''.join(cells)}</w:tr>"


@pytest.fixture(scope="module")
def generated() -> bytes:
    path = resource("examples", "zhumadian-2020-evaluation.json")
    return report_docx(jsonform.load_file(path, Library(resource("forms")).get))


def refusal(data: bytes) -> str:
    with pytest.raises(ReportError) as caught:
        word_of(data, "报告.docx")
    sentence = str(caught.value)
    assert sentence.startswith("“报告.docx”")
    assert sentence.endswith("。")
    assert "\n" not in sentence
    return sentence


# ---------------------------------------------------------------- what is read


def test_a_generated_report_is_read_as_it_was_written(generated: bytes) -> None:
    path = resource("examples", "zhumadian-2020-evaluation.json")
    document = jsonform.load_file(path, Library(resource("forms")).get)
    report = report_of(document)
    assert report is not None
    read = word_of(generated, "报告.docx")
    assert [block.text for block in read.blocks if isinstance(block, Paragraph)] == [
        part.text for part in report.parts if isinstance(part, Piece)
    ]
    (table,) = [block for block in read.blocks if isinstance(block, Table)]
    assert table.rows[1].cells == ("资金管理", "资金筹集", "10", "9.1")
    assert read.record == jsonform.dump_bytes(document)
    assert read.complaint == ""


def test_bookmarks_stay_with_their_paragraphs(generated: bytes) -> None:
    marked = {
        mark: block.text
        for block in word_of(generated, "报告.docx").blocks
        if isinstance(block, Paragraph)
        for mark in block.marks
    }
    assert marked["anju_report_problems"] == "五、存在问题"
    assert marked["anju_report_plans"] == "六、下一步计划"


def test_a_bookmark_between_paragraphs_belongs_to_the_next_one_with_text() -> None:
    mark = '<w:bookmarkStart w:id="1" w:name="anju_x"/>'
    (block,) = word_of(word(f"{mark}<w:p/>{paragraph('一')}"), "报告.docx").blocks
    assert isinstance(block, Paragraph)
    assert block.marks == ("anju_x",)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (run("共") + run("33") + run("224户"), "共33224户"),
        (f"{run('得')}<w:ins>{run('9')}</w:ins><w:del><w:r><w:delText>8</w:delText></w:r></w:del>{run('分')}", "得9分"),
        (f"<w:del>{run('8')}</w:del>{run('得9分')}", "得9分"),
        (f"<w:moveFrom>{run('甲')}</w:moveFrom><w:moveTo>{run('乙')}</w:moveTo>", "乙"),
        (f"<w:hyperlink>{run('第1')}</w:hyperlink><w:smartTag>{run('季度')}</w:smartTag>", "第1季度"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('控件里')}</w:sdtContent></w:sdt>{run('外')}", "控件里外"),
        (
            ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE 7</w:instrText></w:r>'
            f'{run("隐")}<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("12")}'
            f'<w:r><w:fldChar w:fldCharType="end"/></w:r>{run("页")}'),
            "12页",
        ),
        (f'<w:fldSimple w:instr="PAGE">{run("3")}</w:fldSimple>', "3"),
        (f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r>{run('明')}", "明"),
        ('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>明</w:t></w:r>', "明"),
        ("<w:r><w:t>一</w:t><w:tab/><w:t>二</w:t><w:br/><w:t>三</w:t></w:r>", "一 二\n三"),
        ('<w:r><w:t>一</w:t><w:br w:type="page"/><w:lastRenderedPageBreak/><w:t>二</w:t></w:r>', "一二"),
        ("<w:r><w:t>2020</w:t><w:noBreakHyphen/><w:t>1</w:t></w:r>", "2020-1"),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>zhù</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>驻</w:t></w:r></w:rubyBase></w:ruby></w:r>",
            "驻",
        ),
        (
            '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>9÷10</m:t></m:r></m:oMath>',
            "9÷10",
        ),
    ],
)  # fmt: skip
def test_a_paragraph_is_read_as_it_is_seen(content: str, text: str) -> None:
    assert texts(f"<w:p>{content}</w:p>") == [text]


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next() -> None:
    ended = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
    assert texts(f"{ended}{run('得9')}</w:p><w:p>{run('分')}</w:p>") == ["得9分"]
    assert texts(f"{ended}{run('得9')}</w:p>") == ["得9"]


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{paragraph('框里9分')}</w:txbxContent>"
    both = f"<w:r><mc:AlternateContent {W14}><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    assert texts(f"<w:p>{run('框前')}{both}{run('框后')}</w:p>") == ["框里9分", "框前框后"]
    held = cell(f"<w:p>{run('格')}{both}</w:p>")
    inside, table = texts(f"<w:tbl>{row(held, cell(paragraph('乙')))}</w:tbl>")
    assert (inside, table) == ("框里9分", "[('格', '乙')]")


def test_tables_keep_their_columns_under_spans() -> None:
    table = (
        row(cell(paragraph("甲"), '<w:gridSpan w:val="2"/>'), cell(paragraph("乙")))
        + row(cell(paragraph("一") + paragraph("二")), cell("<w:p/>", "<w:vMerge/>"), cell(paragraph("3")))
        + row(cell(paragraph("四")), cell(paragraph("5")), properties='<w:trPr><w:gridBefore w:val="1"/></w:trPr>')
        + row(cell(paragraph("删")), properties="<w:trPr><w:del/></w:trPr>")
    )  # fmt: skip
    assert texts(f"<w:tbl>{table}</w:tbl>") == [
        "[('甲', '', '乙'), ('一\\n二', '', '3'), ('', '四', '5')]"
    ]


def test_a_table_inside_a_cell_is_a_table_of_its_own() -> None:
    inner = f"<w:tbl>{row(cell(paragraph('内')))}</w:tbl>"
    found = texts(f"<w:tbl>{row(cell(inner + paragraph('外')))}</w:tbl>")
    assert sorted(found) == ["[('内',)]", "[('外',)]"]


def test_footnotes_follow_the_text() -> None:
    notes = (
        document_xml('<w:footnote w:type="separator"><w:p><w:r><w:t>—</w:t></w:r></w:p></w:footnote>')
        .replace("w:document", "w:footnotes")
        .replace("</w:body>", f'<w:footnote w:id="2">{paragraph("含结转9户")}</w:footnote></w:body>')
    )  # fmt: skip
    data = word(paragraph("正文"), **{"word/footnotes.xml": notes})
    blocks = word_of(data, "报告.docx").blocks
    assert [(block.place.path, block.place.words) for block in blocks] == [
        ("paragraph[0]", "第 1 段"),
        ("note[0]", "脚注 1"),
    ]


def test_places_count_paragraphs_with_text_and_rows_of_tables() -> None:
    body = f"<w:p/>{paragraph('一')}<w:tbl>{row(cell(paragraph('甲')))}</w:tbl>{paragraph('二')}"
    blocks = word_of(word(body), "报告.docx").blocks
    assert [block.place.words for block in blocks] == ["第 1 段", "表 1", "第 2 段"]
    table = blocks[1]
    assert isinstance(table, Table)
    assert table.rows[0].place == ("table[0].row[0]", "表 1 第 1 行")


@pytest.mark.parametrize(
    ("properties", "level"),
    [
        ('<w:pStyle w:val="Heading2"/>', 2),
        ('<w:pStyle w:val="1"/>', 1),
        ('<w:outlineLvl w:val="2"/>', 3),
        ('<w:outlineLvl w:val="9"/>', 0),
        ('<w:pStyle w:val="Normal"/>', 0),
    ],
)
def test_headings_have_their_level(properties: str, level: int) -> None:
    body = f"<w:p><w:pPr>{properties}</w:pPr>{run('标题')}</w:p>"
    (block,) = word_of(word(body), "报告.docx").blocks
    assert isinstance(block, Paragraph)
    assert block.level == level


def test_a_strict_file_is_read_too() -> None:
    body = document_xml(paragraph("严格")).replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    (block,) = word_of(packed({MAIN: body.encode()}), "报告.docx").blocks
    assert isinstance(block, Paragraph)
    assert block.text == "严格"


# ---------------------------------------------------------------- the record


def test_a_file_without_a_record_says_nothing_of_one() -> None:
    read = word_of(word(paragraph("一"), **{"customXml/item1.xml": "<other/>"}), "报告.docx")
    assert (read.record, read.complaint) == (None, "")


def test_a_record_that_was_changed_is_not_used(generated: bytes) -> None:
    members = unpacked(generated)
    part = members[RECORD_PART]
    at = part.index(b">", part.index(b"sha256")) + 20
    changed = part[:at] + (b"A" if part[at : at + 1] != b"A" else b"B") + part[at + 1 :]
    for broken in (
        changed,
        part[:at] + b"!" + part[at:],
        part[: at + 40],
        part.replace(b'sha256="', b'sha256="0'),
    ):
        read = word_of(packed({**members, RECORD_PART: broken}), "报告.docx")
        assert read.record is None
        assert "已损坏" in read.complaint
        assert read.blocks  # fmt: skip


# ---------------------------------------------------------------- hostile files


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "空文件"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧格式"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "加了密码"),
        (b"%PDF-1.7", "是 PDF"),
        (b"{\\rtf1", "RTF"),
        (b"<html>", "网页"),
        ("报告".encode(), "不是完好的 Word 文档"),
        (b"PK\x03\x04", "不是完好的 Word 文档"),
        (packed({"xl/workbook.xml": b"<a/>"}), "没有正文"),
        (packed({MAIN: b""}), "已损坏"),
        (packed({MAIN: b"<a><b></a>"}), "已损坏"),
        (packed({MAIN: b'<?xml version="1.0" encoding="klingon"?><a/>'}), "不是完好的 Word 文档"),
        (word(""), "没有文字"),
        (word(paragraph(" ")), "没有文字"),
    ],
)
def test_what_is_no_report_is_refused_in_one_sentence(data: bytes, said: str) -> None:
    assert said in refusal(data)


ENTITIES = '<!DOCTYPE w [<!ENTITY a "{}">]>'


@pytest.mark.parametrize(
    "declared",
    [
        "<!DOCTYPE w>",
        ENTITIES.format("aaaa"),
        '<!DOCTYPE w SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE w [<!ENTITY % a SYSTEM "http://127.0.0.1/"> %a;]>',
        '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_declarations_and_entities_are_refused(declared: str) -> None:
    body = document_xml(paragraph("一")).replace("?>", f"?>{declared}", 1)
    assert "实体" in refusal(packed({MAIN: body.encode()}))


def test_a_nest_without_end_is_refused() -> None:
    deep = "<w:sdt>" * 100_000
    assert "不合常理" in refusal(packed({MAIN: document_xml(deep).encode()}))


def test_a_bomb_in_the_zip_or_in_the_text_is_refused_within_bounds() -> None:
    bomb = packed({MAIN: b"<a>" + b" " * 80_000_000})
    tracemalloc.start()
    sentence = refusal(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "大得不合常理" in sentence
    assert peak < 5_000_000
    lots = "".join(paragraph("一二三四五六七八九十" * 1000) for _ in range(MAX_TEXT // 10_000 + 1))
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        archive.writestr(MAIN, document_xml(lots))
    assert "文字多得" in refusal(stored.getvalue())


def test_too_many_elements_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hardened, "MAX_ELEMENTS", 50)
    assert "不合常理" in refusal(word(paragraph("一") * 60))


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="没有这个文件"):
        read_word(tmp_path / "无.docx")
    with pytest.raises(ReportError, match="这是文件夹"):
        read_word(tmp_path)


def test_a_file_cut_off_anywhere_is_refused(generated: bytes) -> None:
    for size in range(0, len(generated), 997):
        refusal(generated[:size])


def outcome(data: bytes) -> str:
    """The sentence with which a file is refused; empty when it is read."""
    try:
        word_of(data, "报告.docx")
    except ReportError as error:
        return str(error)
    return ""


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=5))
def test_a_doctored_document_is_read_or_refused(changes: list[tuple[int, int]]) -> None:
    table = f"<w:tbl>{row(cell(paragraph('二')))}</w:tbl>"
    body = bytearray(document_xml(f"{paragraph('一')}{table}").encode())
    for offset, value in changes:
        body[offset % len(body)] = value
    sentence = outcome(packed({MAIN: bytes(body)}))
    assert sentence == "" or sentence.endswith("。")


ELEMENTS = ("p", "tbl", "tr", "tc", "r", "t", "txbxContent", "rPr", "pPr", "trPr", "del", "sdt")
LEAVES = ("一9分", "<w:tab/>", '<w:gridSpan w:val="9999999"/>', "<w:bookmarkStart/>", "<w:del/>")
FIELDS = tuple(f'<w:fldChar w:fldCharType="{kind}"/>' for kind in ("begin", "separate", "end"))
NESTED = st.recursive(
    st.sampled_from((*LEAVES, *FIELDS)),
    lambda inner: st.tuples(st.sampled_from(ELEMENTS), st.lists(inner, max_size=4)).map(
        lambda pair: f"<w:{pair[0]}>{''.join(pair[1])}</w:{pair[0]}>"
    ),
    max_leaves=20,
)


@settings(deadline=None, max_examples=150)
@given(NESTED)
def test_elements_nested_in_any_way_are_read_or_refused(body: str) -> None:
    sentence = outcome(word(body))
    assert sentence == "" or "没有文字" in sentence
