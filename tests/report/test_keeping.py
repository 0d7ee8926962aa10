"""A report generated anew keeps what the clerk wrote in the older one, or says what it cannot."""

import pytest

from anju_desktop.assets import resource
from anju_desktop.document import jsonform
from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.errors import FinalError
from anju_desktop.forms.library import Library
from anju_desktop.reading.docx import word_of
from anju_desktop.render.faces import report_docx
from anju_desktop.report.keeping import Kept, apply, keep_own_text
from tests.report.word_files import shuffled, with_xml, xml_of

PLACEHOLDER = "（此处由填报单位填写。）"


@pytest.fixture
def document() -> Document:
    path = resource("examples", "zhumadian-2020-evaluation.json")
    return jsonform.load_file(path, Library(resource("forms")).get)


def kept(data: bytes, inside: Document | None, document: Document) -> Kept:
    return keep_own_text(word_of(data, "旧.docx").blocks, inside, document)


def with_sections(document: Document, problems: str, plans: str = PLACEHOLDER) -> bytes:
    """An older report in which the clerk wrote these sections in Word."""
    data = report_docx(document)
    first, second, third = xml_of(data).split(PLACEHOLDER)
    texts = [text.replace("\n", "</w:t></w:r></w:p><w:p><w:r><w:t>") for text in (problems, plans)]
    return with_xml(data, f"{first}{texts[0]}{second}{texts[1]}{third}")


def test_sections_are_carried_paragraph_by_paragraph(document: Document) -> None:
    old = with_sections(document, "资金到位慢。\n力量不足。", "加快进度。")
    found = kept(old, document, document)
    assert found == Kept(
        {"report_problems": "资金到位慢。\n力量不足。", "report_plans": "加快进度。"}, ()
    )
    apply(found, document)
    texts = [getattr(block, "text", "") for block in word_of(report_docx(document), "新").blocks]
    at = texts.index("五、存在问题")
    assert texts[at : at + 5] == [
        "五、存在问题", "资金到位慢。", "力量不足。", "六、下一步计划", "加快进度。",
    ]  # fmt: skip


def test_a_section_that_nobody_wrote_stays_to_be_written(document: Document) -> None:
    found = kept(report_docx(document), document, document)
    assert found == Kept({"report_problems": "", "report_plans": ""}, ())


def test_a_changed_table_brings_new_figures_around_the_kept_text(document: Document) -> None:
    old = with_sections(document, "资金到位慢。")
    document.set(CellRef("score", "indicators", "households"), "14")
    path = resource("examples", "zhumadian-2020-evaluation.json")
    before = jsonform.load_file(path, Library(resource("forms")).get)
    found = kept(old, before, document)
    assert found.texts["report_problems"] == "资金到位慢。"
    assert found.notes == ()


def test_a_heading_that_was_renamed_is_found_by_its_bookmark(document: Document) -> None:
    old = with_sections(document, "资金到位慢。")
    renamed = with_xml(old, xml_of(old).replace("五、存在问题", "五、存在的主要困难"))
    found = kept(renamed, document, document)
    assert found.texts["report_problems"] == "资金到位慢。"
    assert "存在的主要困难" in found.notes[0]


def test_without_bookmarks_sections_are_found_by_their_headings(document: Document) -> None:
    old = with_sections(document, "资金到位慢。")
    bare = with_xml(old, xml_of(old).replace('w:name="anju_', 'w:name="other_'))
    assert kept(bare, document, document) == Kept(
        {"report_problems": "资金到位慢。", "report_plans": ""}, ()
    )


def test_a_section_that_is_gone_is_told(document: Document) -> None:
    old = with_sections(document, "资金到位慢。")
    gone = with_xml(
        old, xml_of(old).replace("anju_report_plans", "x").replace("六、下一步计划", "六、打算")
    )
    found = kept(gone, document, document)
    assert "report_plans" not in found.texts
    assert "旧报告里没有找到“下一步计划”一节" in found.notes[0]


def test_edits_outside_own_sections_are_named(document: Document) -> None:
    old = report_docx(document)
    xml = xml_of(old).replace("年　月　日", "2021年3月5日").replace("得9.1分", "得9.3分")
    (note,) = kept(with_xml(old, xml), document, document).notes
    assert "没有带过来" in note
    assert "第 5 段" in note
    assert "2021年3月5日" in note


def test_a_table_in_an_own_section_is_named(document: Document) -> None:
    old = report_docx(document)
    table = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>项目</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    before, after = xml_of(old).split(PLACEHOLDER, 1)
    end = after.index("</w:p>") + len("</w:p>")
    xml = f"{before}{PLACEHOLDER}{after[:end]}{table}{after[end:]}"
    (note,) = kept(with_xml(old, xml), document, document).notes
    assert "表 1" in note


def test_text_typed_in_the_program_meanwhile_is_told(document: Document) -> None:
    old = with_sections(document, "旧报告里的话。")
    path = resource("examples", "zhumadian-2020-evaluation.json")
    before = jsonform.load_file(path, Library(resource("forms")).get)
    document.set(CellRef("report_problems"), "程序里的话。")
    found = kept(old, before, document)
    assert found.texts["report_problems"] == "旧报告里的话。"
    assert found.notes == (
        "填报文件里的“存在问题”与旧报告不同，新报告照旧报告写；填报文件没有动。",
    )


def test_paragraphs_in_any_order_lose_no_word(document: Document) -> None:
    old = with_sections(document, "资金到位慢。", "加快进度。")
    found = kept(with_xml(old, shuffled(xml_of(old), 3)), document, document)
    said = "".join((*found.texts.values(), *found.notes))
    assert "资金到位慢" in said
    assert "加快进度" in said


def test_pictures_of_the_older_report_are_named(document: Document) -> None:
    old = report_docx(document)
    picture = '<w:p><w:r><w:drawing><p:pic xmlns:p="p"/></w:drawing></w:r></w:p><w:sectPr'
    read = word_of(with_xml(old, xml_of(old).replace("<w:sectPr", picture, 1)), "旧.docx")
    assert read.pictures == 1
    (note,) = keep_own_text(read.blocks, document, document, read.pictures).notes
    assert "1 幅图片没有带过来" in note


def test_a_final_form_is_not_changed_by_keeping(document: Document) -> None:
    same = kept(report_docx(document), document, document)
    other = kept(with_sections(document, "资金到位慢。"), document, document)
    document.finalize("代码")
    apply(same, document)
    with pytest.raises(FinalError, match="先修订"):
        apply(other, document)


def test_a_report_of_another_unit_is_told(document: Document) -> None:
    old = report_docx(document)
    path = resource("examples", "chifeng-2023-rental.json")
    other = jsonform.load_file(path, Library(resource("forms")).get)
    notes = kept(old, document, other).notes
    assert "旧报告是驻马店市" in notes[0]
