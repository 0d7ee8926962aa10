"""A plain text becomes paragraphs and tables, whatever wrote it."""

from pathlib import Path

import pytest

from anju_desktop.blocks import Block, Paragraph, Table
from anju_desktop.errors import ReportError
from anju_desktop.reading.plaintext import MAX_BYTES, blocks_of, decoded, read_report


def texts(text: str) -> list[str]:
    return [block.text for block in blocks_of(text) if isinstance(block, Paragraph)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_the_encodings_of_a_chinese_pc_are_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "报告.txt"
    path.write_bytes("计划改造300户，完成“290户”。\r\n".encode(encoding))
    (block,) = read_report(path)
    assert isinstance(block, Paragraph)
    assert block.text == "计划改造300户，完成“290户”。"


@pytest.mark.parametrize(
    ("cut", "whole"),
    [
        (
            "按照通知要求，我市认真组织开展了2023年度城镇保障性\n\n安居工程绩效自评，报告已经完成，现将有关情况呈\n\n上，请审阅。",
            1,
        ),
        ("计划建设保障性住房2000套，\n\n其中2022年建设210套。", 1),
        ("林西任务400户，发放400户、发放资金10.94万\n\n元;", 1),
        ("共8个旗县区（甲区、乙区、\n\n丙旗和丁旗)申报改造任务。", 1),
        ("开工建设的项目共有三十六个小区，其中二十个小区在2\n023年完工。", 1),
        ("一、资金管理情况\n我市及时拨付资金，得5分。", 2),
        ("甲县任务10户，发放20户、资金3.3万元\n乙县任务20户，发放25户、资金4.1万元", 2),
        ("第一段结束了。\n第二段开始了。", 2),
        ("得10分。\n\n- 12 -\n\n二、项目管理", 2),
        ("云岭市财政局\n2024年2月20日", 2),
    ],
)
def test_a_sentence_cut_by_a_page_is_whole_again(cut: str, whole: int) -> None:
    assert len(texts(cut)) == whole


def test_blanks_of_a_scan_and_marks_of_a_converter_are_left_out() -> None:
    assert texts("### （一）完成率（30 分）") == ["（一）完成率（30分）"]
    assert texts("**计划 改造 １００ 户，321.38 万 m<sup>2</sup>**") == [
        "计划改造１００户，321.38万m²"
    ]
    assert texts("按照 ISO 9001 标准") == ["按照ISO 9001标准"]


def test_a_place_names_the_block_and_the_line() -> None:
    first, table, last = blocks_of("标题\n\n甲\t1\n乙\t2\n\n结尾。\n")
    assert (first.place.path, first.place.words) == ("paragraph[0]", "第 1 行")
    assert isinstance(table, Table)
    assert [row.cells for row in table.rows] == [("甲", "1"), ("乙", "2")]
    assert (table.rows[1].place.path, table.rows[1].place.words) == ("table[0].row[1]", "第 4 行")
    assert (last.place.path, last.place.words) == ("paragraph[1]", "第 6 行")


def test_tables_with_strokes_are_tables_too() -> None:
    (table,) = blocks_of("| 县区 | 户数 |\n|---|---|\n| 甲县 | 3 |\n")[:1]
    assert isinstance(table, Table)
    assert table.rows[0].cells == ("县区", "户数")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "空文件"),
        (b" \r\n\t", "空文件"),
        (b"\x00\x01\x02PK", "不是文本文件"),
        (b"\xff\xfeabc", "不是文本文件"),
        (b"\x81\x20\xff\xff", "不是文本文件"),
        (b"a" * (MAX_BYTES + 1), "不像一份报告"),
    ],
)
def test_what_is_no_text_is_refused_in_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(ReportError, match=said):
        decoded(data, "报告.txt")


@pytest.mark.parametrize("name", ["无.txt", ".", "a\0b.txt"])
def test_a_file_that_cannot_be_opened_is_a_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(ReportError, match="请"):
        read_report(tmp_path / name)


@pytest.mark.parametrize(
    "text", ["（" * 50_000, "1" * 200_000, "甲县10户、" * 20_000, "，\n" * 50_000, "第\t" * 50_000]
)
def test_hostile_text_is_read_whole(text: str) -> None:
    blocks: list[Block] = blocks_of(text)
    assert blocks
