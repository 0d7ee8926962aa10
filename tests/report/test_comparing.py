"""Each figure of an edited report that no longer is the table's is listed, and no other."""

import shutil
import subprocess
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from anju_desktop.assets import resource
from anju_desktop.blocks import Paragraph, Place, Row, Table
from anju_desktop.document import jsonform
from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.forms.library import Library
from anju_desktop.reading.docx import word_of
from anju_desktop.render.faces import report_docx
from anju_desktop.report.comparing import compare
from anju_desktop.report.content import report_of
from anju_desktop.report.pieces import Piece
from anju_desktop.report.remarks import Mistake
from tests.report.word_files import altered, shuffled, spots, with_xml, xml_of

ROUND_TRIP = Path(__file__).parents[1] / "data" / "word" / "zhumadian-2020-libreoffice.docx"
SCORED = (
    "chifeng-2023-renovation",
    "chifeng-2023-rental",
    "chifeng-2023-shantytown",
    "self-evaluation-2024-karamay-old-communities",
    "zhumadian-2020-evaluation",
)
ALTERATIONS: dict[str, Callable[[Decimal], Decimal]] = {
    "one more": lambda figure: figure + 1,
    "a digit more": lambda figure: figure * 10,
    "a bit less": lambda figure: figure - Decimal("0.5") if figure > 1 else figure + 3,
    "a bit more": lambda figure: figure + Decimal("0.3"),
}


def example(name: str) -> Document:
    return jsonform.load_file(resource("examples", f"{name}.json"), Library(resource("forms")).get)


@pytest.fixture(scope="module")
def zhumadian() -> Document:
    return example("zhumadian-2020-evaluation")


def mistakes(data: bytes, document: Document) -> tuple[Mistake, ...]:
    verdict = compare(word_of(data, "报告.docx").blocks, document)
    assert verdict is not None
    return verdict.mistakes


def assert_each_is_told_alone(
    data: bytes, document: Document, move: bool, every_way: bool = False
) -> None:
    """Alter every figure in turn, one way or every way; exactly it is listed, with both values."""
    xml = xml_of(data)
    ways = list(ALTERATIONS)
    for number, spot in enumerate(spots(xml)):
        for how in ways if every_way else [ways[number % len(ways)]]:
            figure = format(ALTERATIONS[how](Decimal(spot.figure)), "f")
            edited = altered(xml, spot, figure)
            edited = shuffled(edited, number) if move else edited
            told = mistakes(with_xml(data, edited), document)
            assert len(told) == 1, (spot, how, told)
            (only,) = told
            assert only.rule == "report-differs"
            assert only.written.startswith(figure), (spot, how, only)
            assert only.expected.startswith(spot.figure), (spot, how, only)
            assert only.place.path.startswith("table" if spot.in_table else "paragraph")
            assert figure in only.sentence


# ---------------------------------------------------------------- every figure


@pytest.mark.parametrize("name", SCORED)
def test_a_report_as_it_was_generated_has_no_figure_that_differs(name: str) -> None:
    document = example(name)
    assert mistakes(report_docx(document), document) == ()


def test_every_figure_is_altered_in_prose_and_in_tables(zhumadian: Document) -> None:
    found = list(spots(xml_of(report_docx(zhumadian))))
    assert len(found) == 80
    assert sum(spot.in_table for spot in found) == 25


@pytest.mark.parametrize("move", [False, True], ids=["in place", "paragraphs moved"])
def test_each_altered_figure_and_no_other_is_listed(zhumadian: Document, move: bool) -> None:
    assert_each_is_told_alone(report_docx(zhumadian), zhumadian, move, every_way=not move)


@pytest.mark.parametrize("move", [False, True], ids=["in place", "paragraphs moved"])
def test_each_altered_figure_is_listed_after_a_round_trip_through_libreoffice(
    zhumadian: Document, move: bool
) -> None:
    data = ROUND_TRIP.read_bytes()
    record = word_of(data, "报告.docx").record
    assert record is not None
    inside = jsonform.load_bytes(record, "报告", Library(resource("forms")).get)
    assert jsonform.dump_bytes(inside) == jsonform.dump_bytes(zhumadian)
    assert mistakes(data, zhumadian) == ()
    assert_each_is_told_alone(data, zhumadian, move)


@pytest.mark.parametrize("name", SCORED)
def test_each_altered_figure_is_listed_in_the_reports_of_other_places(name: str) -> None:
    document = example(name)
    assert_each_is_told_alone(report_docx(document), document, move=False)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_figure_altered_before_a_live_round_trip_is_listed(
    zhumadian: Document, tmp_path: Path
) -> None:
    data = report_docx(zhumadian)
    xml = xml_of(data)
    spot = next(spot for spot in spots(xml) if spot.figure == "33623")
    path = tmp_path / "报告.docx"
    path.write_bytes(with_xml(data, altered(xml, spot, "33632")))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    out = tmp_path / "out"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "docx", "--outdir", out, path],
        check=True,
        capture_output=True,
        timeout=180,
    )
    (only,) = mistakes((out / path.name).read_bytes(), zhumadian)
    assert (only.written, only.expected) == ("33632户", "33623户")
    assert "开工户数33632户" in only.sentence


def test_two_altered_figures_are_two_items(zhumadian: Document) -> None:
    data = report_docx(zhumadian)
    xml = xml_of(data).replace("33224", "33225").replace(">59<", ">58<")
    told = mistakes(with_xml(data, xml.replace("得分24.1分", "得分24分")), zhumadian)
    assert [(each.written, each.expected) for each in told] == [
        ("24分", "24.1分"),
        ("33225户", "33224户"),
    ]


# ---------------------------------------------------------------- what the message says


def test_the_message_names_place_cell_and_both_values(zhumadian: Document) -> None:
    data = report_docx(zhumadian)
    (only,) = mistakes(with_xml(data, xml_of(data).replace("得9.1分", "得9.3分")), zhumadian)
    assert only.message == (
        "第 5 段：写的是“9.3分”，表中“资金筹集”的“市县评价得分”（indicators[0].score）是“9.1分”，两处不一致。"
    )
    assert (only.place.path, only.table_cell) == ("paragraph[4]", "indicators[0].score")


def test_a_cell_of_the_table_is_told_with_its_row(zhumadian: Document) -> None:
    data = report_docx(zhumadian)
    xml = xml_of(data)
    (spot,) = [spot for spot in spots(xml) if spot.in_table and spot.figure == "9.1"]
    (only,) = mistakes(with_xml(data, altered(xml, spot, "8.1")), zhumadian)
    assert (only.place.path, only.place.words) == ("table[0].row[1]", "表 1 第 2 行")
    assert (only.written, only.expected, only.table_cell) == (
        "8.1分",
        "9.1分",
        "indicators[0].score",
    )
    assert only.sentence == "资金管理 资金筹集 10 8.1"


def test_a_sum_that_is_no_cell_is_told_as_of_the_form(zhumadian: Document) -> None:
    data = report_docx(zhumadian)
    (only,) = mistakes(with_xml(data, xml_of(data).replace("得分24.1分", "得分25.1分")), zhumadian)
    assert (only.written, only.expected, only.table_cell) == ("25.1分", "24.1分", "")


# ---------------------------------------------------------------- edits that are no mistakes


def texts(document: Document) -> list[str]:
    report = report_of(document)
    assert report is not None
    return [part.text for part in report.parts if isinstance(part, Piece)]


def told(lines: list[str], document: Document) -> list[tuple[str, str]]:
    blocks = [
        Paragraph(text, Place(f"paragraph[{number}]", f"第 {number + 1} 段"))
        for number, text in enumerate(lines)
    ]
    verdict = compare(blocks, document)
    assert verdict is not None
    return [(each.written, each.expected) for each in verdict.mistakes]


def edited(document: Document, before: str, after: str) -> list[str]:
    lines = texts(document)
    assert any(before in line for line in lines)
    return [line.replace(before, after) for line in lines]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("33224户", "33,224户"),
        ("33224户", "３３２２４户"),
        ("33224户", "33224 户"),
        ("33224户，", "33224户, "),
        ("341.4058万平方米", "341.40580万平方米"),
        ("341.4058万平方米", "3414058平方米"),
        ("33623户，开工率101.2%", "33623户，开工率101.20%"),
        ("开工率102.2%", "开工率102.15%"),
        ("33623户，开工率101.2%", "33623户，开工率101%"),
        ("低一个百分点", "低1个百分点"),
        ("一、资金管理", "三、资金管理"),
        ("（一）资金筹集", "1. 资金筹集"),
        ("已开工户数33623户", "已经开工33623户"),
        ("严格执行工程招投标、工程管理制度，确保工程质量。", "工程质量良好。"),
    ],
)
def test_an_edit_that_leaves_the_figures_as_they_are_is_silent(
    zhumadian: Document, before: str, after: str
) -> None:
    assert told(edited(zhumadian, before, after), zhumadian) == []


@pytest.mark.parametrize(
    ("before", "after", "item"),
    [
        ("33224户", "33,225户", ("33,225户", "33224户")),
        ("341.4058万平方米", "341.4058平方米", ("341.4058平方米", "341.4058万平方米")),
        ("33623户，开工率101.2%", "33623户，开工率101.25%", ("101.25%", "101.2%")),
        ("33623户，开工率101.2%", "33623户，开工率100%", ("100%", "101.2%")),
        ("低一个百分点", "低两个百分点", ("两", "一")),
        ("得9.1分", "得分", ("空白", "9.1分")),
        ("及时处置的情况。得　分", "及时处置的情况。得5分", ("5分", "空白")),
        (
            "2020年计划改造户数33224户，已开工户数33623户，",
            "按照计划，全市今年共改造户数33225户，已开工户数33623户，总体",
            ("33225户", "33224户"),
        ),
    ],
)
def test_a_figure_that_differs_is_told_however_it_is_written(
    zhumadian: Document, before: str, after: str, item: tuple[str, str]
) -> None:
    assert told(edited(zhumadian, before, after), zhumadian) == [item]


def test_a_paragraph_that_was_deleted_is_no_wrong_figure(zhumadian: Document) -> None:
    lines = texts(zhumadian)
    for number in range(len(lines)):
        assert told(lines[:number] + lines[number + 1 :], zhumadian) == []


def test_a_paragraph_that_was_cut_in_two_is_recognised(zhumadian: Document) -> None:
    lines = [
        part
        for line in texts(zhumadian)
        for part in line.replace("33224户，", "33224户，|").split("|")
    ]
    assert told(lines, zhumadian) == []
    lines = [line.replace("33623", "33632") for line in lines]
    assert told(lines, zhumadian) == [("33632户", "33623户")]


def test_paragraphs_that_were_joined_are_recognised(zhumadian: Document) -> None:
    lines = texts(zhumadian)
    at = next(number for number, line in enumerate(lines) if "33224户" in line)
    for first in (at, at + 2):
        joined = [*lines[: first - 1], "".join(lines[first - 1 : first + 1]), *lines[first + 1 :]]
        assert told(joined, zhumadian) == []
    joined = [*lines[:at], "".join((lines[at], lines[at + 2])), *lines[at + 3 :]]
    assert told(joined, zhumadian) == []
    altered_line = [line.replace("345.4602", "345.4620") for line in joined]
    assert ("345.4620万平方米", "345.4602万平方米") in told(altered_line, zhumadian)
    assert len(told(altered_line, zhumadian)) == 1


def test_a_paragraph_that_was_copied_is_held_against_the_same_figures(zhumadian: Document) -> None:
    line = next(line for line in texts(zhumadian) if "33224户" in line)
    assert told([*texts(zhumadian), line], zhumadian) == []
    assert told([*texts(zhumadian), line.replace("33224", "33242")], zhumadian) == [
        ("33242户", "33224户")
    ]


def test_sentences_alike_are_told_apart_by_what_stands_around_them() -> None:
    document = example("chifeng-2023-rental")
    for row in document.row_ids("indicators"):
        document.set(CellRef("reason", "indicators", row), "")
    lines = texts(document)
    bare = [number for number, line in enumerate(lines) if line.startswith("得") and len(line) < 6]
    assert len(bare) > 5
    for number in bare:
        changed = [*lines]
        changed[number] = "得3分。"
        assert told(changed, document) == [("3分", lines[number][1:-1])]


# ---------------------------------------------------------------- the clerk's own text


def with_own(document: Document, sentence: str) -> list[str]:
    lines = texts(document)
    return [sentence if line.startswith("（此处由") else line for line in lines]


def facts_in(document: Document) -> dict[str, str]:
    return {fact.title: document.text(CellRef(fact.id)) for fact in document.edition.facts}


def test_own_text_that_speaks_of_a_fact_is_held_against_it(zhumadian: Document) -> None:
    assert facts_in(zhumadian)["计划改造户数"] == "33224"
    item = ("33000户", "33224户")
    assert set(told(with_own(zhumadian, "2020年全市计划改造33000户。"), zhumadian)) == {item}
    assert told(with_own(zhumadian, "2020年全市计划改造33224户。"), zhumadian) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "还有725户没有开工，资金缺口300万元。",
        "其中青石县计划改造3000户。",
        "2021年计划改造20000户。",
        "下一步，计划改造老旧小区50个。",
        "2020年计划改造道路面积3万平方米。",
        "计划改造供水管网50个。",
        "约有3万户需要改造。",
        "每户平均补助2万元。",
        "上年计划改造30000户。",
    ],
)
def test_own_text_that_speaks_of_something_else_is_left_alone(
    zhumadian: Document, sentence: str
) -> None:
    assert told(with_own(zhumadian, sentence), zhumadian) == []


def test_figures_of_own_text_that_match_nothing_are_named_as_not_checked(
    zhumadian: Document,
) -> None:
    blocks = [Paragraph("资金缺口300万元。", Place("paragraph[0]", "第 1 段"))]
    verdict = compare(blocks, zhumadian)
    assert verdict is not None
    assert verdict.mistakes == ()
    assert "“300万元”" in verdict.unchecked[0].sentence


def test_sums_of_the_clerks_own_text_are_still_checked(zhumadian: Document) -> None:
    lines = with_own(zhumadian, "全市发放补贴500户，其中甲县280户、乙县240户。")
    assert ("500户", "520户") in told(lines, zhumadian)


def test_a_table_of_the_clerk_is_named_as_not_checked(zhumadian: Document) -> None:
    row = Row(("甲县", "20户"), Place("table[0].row[0]", "表 1 第 1 行"))
    verdict = compare([Table((row,), Place("table[0]", "表 1"))], zhumadian)
    assert verdict is not None
    assert [each.sentence for each in verdict.unchecked] == [
        "表 1的表不是由填报的表生成的，没有与表核对。"
    ]


# ---------------------------------------------------------------- reports written without the form


def table(*rows: tuple[str, ...]) -> Table:
    return Table(
        tuple(
            Row(cells, Place(f"table[0].row[{number}]", f"表 1 第 {number + 1} 行"))
            for number, cells in enumerate(rows)
        ),
        Place("table[0]", "表 1"),
    )


PRINTED = (
    ("一级指标", "分值", "二级指标", "分值", "评分标准", "得分", "评分理由"),
    ("资金管理", "25", "资金筹集", "10", "（5分）", "9.1", "基本达到20%。"),
    ("", "", "资金分配", "5", "（2分）", "5", "分配及时。"),
    ("", "", "资金使用管理", "10", "（5分）", "10", "没有违规。"),
    ("合计", "", "", "25", "", "24.1", ""),
)


def found_in(block: Table, document: Document) -> list[tuple[str, str, str]]:
    verdict = compare([block], document)
    assert verdict is not None
    return [(each.place.path, each.written, each.expected) for each in verdict.mistakes]


def test_the_rows_of_a_printed_table_are_known_by_their_words(zhumadian: Document) -> None:
    head, *rows, _ = PRINTED
    assert found_in(table(head, *rows), zhumadian) == []
    wrong = [(*row[:5], row[5].replace("9.1", "9.9"), row[6]) for row in rows]
    assert found_in(table(head, *wrong), zhumadian) == [("table[0].row[1]", "9.9分", "9.1分")]
    columns = (0, 2, 5, 3)
    assert (
        found_in(table(*(tuple(row[at] for at in columns) for row in (head, *rows))), zhumadian)
        == []
    )


def test_columns_that_are_not_the_forms_are_still_added_up(zhumadian: Document) -> None:
    head, *rows, total = PRINTED
    found = found_in(
        table(("序号", *head), *(("1", *row) for row in rows), ("", *total)), zhumadian
    )
    assert ("table[0].row[4]", "25分", "100分") in found


@pytest.mark.parametrize(
    ("sentence", "items"),
    [
        ("租赁住房保障满分100分，自评96分；城市棚户区改造满分100分，自评99分。", []),
        (
            "租赁住房保障满分100分，自评95分；城市棚户区改造满分100分，自评99分。",
            [("95分", "96分")],
        ),
        ("2023年我市租赁住房保障自评得分为97分。", [("97分", "96分")]),
        ("2022年我市租赁住房保障自评得分为97分。", []),
        ("一、资金管理情况（满分25分，租赁住房保障方面自评得分24分）", []),
        ("城市棚户区改造自评得分99分。", []),
        ("5、工程质量（10分）", []),
    ],
)
def test_a_total_told_for_the_table_by_its_name_is_held_against_it(
    sentence: str, items: list[tuple[str, str]]
) -> None:
    assert told([sentence], example("chifeng-2023-rental")) == items


def test_a_paragraph_of_a_report_written_by_hand_is_recognised(zhumadian: Document) -> None:
    sentence = "改造户数计划完成率：2020 年计划改造户数 33224 户，已开工户数 33623 户，开工率 101.2%。得 15 分。"
    assert told([sentence], zhumadian) == []
    assert told([sentence.replace("33623", "33632")], zhumadian) == [("33632户", "33623户")]


def test_the_typed_total_of_a_table_that_its_rows_contradict_is_no_wrong_figure(
    zhumadian: Document,
) -> None:
    assert zhumadian.text(CellRef("total_score")) == "98.1"
    assert told(edited(zhumadian, "自评得分93.1分", "自评得分98.1分"), zhumadian) == []
    data = report_docx(zhumadian)
    xml = xml_of(data).replace("自评得分93.1分", "自评得分99分")
    (only,) = mistakes(with_xml(data, xml), zhumadian)
    assert "按填报的表各行相加应是“93.1分”" in only.message
