"""Points and scores that a report in its own words states, held against one form or several."""

import re
from collections.abc import Sequence
from decimal import Decimal

import pytest

from anju_desktop.blocks import Paragraph, Place
from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.document.values import plain
from anju_desktop.report.comparing import compare
from anju_desktop.report.remarks import Mistake
from anju_desktop.scoring.scorecard import RowScore, scorecard
from tests.report.test_comparing import example

SECTIONS = ("资金管理", "项目管理", "产出效益")
NUMERALS = "一二三四五六七八九十"
RENTAL, SHANTYTOWN = "租赁住房保障", "棚改"
SCORE = re.compile(r"(?<=自评得分)[\d.]+(?=分)|(?<=该项得)[\d.]+(?=分)|(?<=方面自评得)[\d.]+(?=分)")


@pytest.fixture(scope="module")
def zhumadian() -> Document:
    return example("zhumadian-2020-evaluation")


@pytest.fixture(scope="module")
def chifeng() -> tuple[Document, ...]:
    names = ("rental", "shantytown", "renovation")
    return tuple(example(f"chifeng-2023-{name}") for name in names)


def scored(document: Document, section: str) -> list[RowScore]:
    """The rows of a 一级指标 that have a score."""
    card = scorecard(document)
    assert card is not None
    return [
        row
        for row in card.rows
        if document.text(CellRef("level1", row.group, row.row)) == section
        and row.claimed.number is not None
        and not row.bonus
    ]


def points(rows: Sequence[RowScore]) -> tuple[str, str]:
    full = sum((row.full for row in rows), Decimal(0))
    return plain(full), plain(sum((row.claimed.number or Decimal(0) for row in rows), Decimal(0)))


def one_table(document: Document, year: str, subject: str) -> list[str]:
    """A report on one table, in words of its own."""
    lines = [f"{document.unit}{year}年{subject}绩效评价报告", "现将有关情况报告如下。"]
    for number, section in enumerate(SECTIONS):
        full, score = points(scored(document, section))
        lines.append(f"{NUMERALS[number]}、{section}情况（满分{full}分，自评得分{score}分）")
        for at, row in enumerate(scored(document, section)):
            lines.append(f"（{NUMERALS[at]}）{row.name}情况（{plain(row.full)}分）")
            claimed = plain(row.claimed.number or Decimal(0))
            lines.append(f"各项工作按要求开展，资料齐全。经自评，该项得{claimed}分。")
    return lines


def two_tables(rental: Document, shantytown: Document) -> list[str]:
    """A report that scores two programmes side by side under common headings."""
    lines = ["赤峰市2023年度租赁住房保障和棚户区改造绩效评价报告", "现将有关情况报告如下。"]
    for number, section in enumerate(SECTIONS[:2]):
        here, there = scored(rental, section), scored(shantytown, section)
        (full, score), (other_full, other) = points(here), points(there)
        lines.append(
            f"{NUMERALS[number]}、{section}情况（满分{full}分，{RENTAL}方面自评得分{score}分；"
            f"满分{other_full}分，{SHANTYTOWN}方面自评得分{other}分）"
        )
        named = {row.name: row for row in there}
        for at, row in enumerate(row for row in here if row.name in named):
            lines.append(f"（{NUMERALS[at]}）{row.name}情况（{plain(row.full)}分）")
            mine, its = row.claimed.number, named[row.name].claimed.number
            assert mine is not None
            assert its is not None
            lines.append(
                f"工作按要求开展。经自评，{RENTAL}方面自评得{plain(mine)}分；"
                f"{SHANTYTOWN}方面自评得{plain(its)}分。"
            )
    return lines


def told(lines: Sequence[str], *documents: Document) -> tuple[Mistake, ...]:
    blocks = [
        Paragraph(text, Place(f"paragraph[{number}]", f"第 {number + 1} 行"))
        for number, text in enumerate(lines)
    ]
    verdict = compare(blocks, documents[0], documents[1:])
    assert verdict is not None
    return verdict.mistakes


def with_each_score_altered(lines: Sequence[str]) -> list[tuple[str, str, list[str]]]:
    """Written figure, right figure and text, for every score lowered by half a point."""
    found = []
    for number, line in enumerate(lines):
        for match in SCORE.finditer(line):
            wrong = plain(Decimal(match[0]) - Decimal("0.5"))
            edited = line[: match.start()] + wrong + line[match.end() :]
            found.append((wrong, match[0], [*lines[:number], edited, *lines[number + 1 :]]))
    return found


# ---------------------------------------------------------------- one table


def test_a_report_in_its_own_words_agrees_with_its_table(zhumadian: Document) -> None:
    assert told(one_table(zhumadian, "2020", "城镇老旧小区改造"), zhumadian) == ()


def test_each_altered_score_and_no_other_is_told(zhumadian: Document) -> None:
    lines = one_table(zhumadian, "2020", "城镇老旧小区改造")
    cases = with_each_score_altered(lines)
    assert len(cases) == 14
    for wrong, right, edited in cases:
        (only,) = told(edited, zhumadian)
        assert (only.written, only.expected) == (f"{wrong}分", f"{right}分")


def test_a_paragraph_that_begins_with_the_name_of_a_row_is_held_against_it(
    zhumadian: Document,
) -> None:
    lines = [
        "驻马店市2020年城镇老旧小区改造绩效评价报告",
        "1. 资金管理方面，总分25分，自评得分24.1分。",
        "资金筹集：各县（区）财政已安排配套补助资金。得9.1分。",
        "资金分配：按规定时间分配下达。得5分。",
        "资金使用管理：编制了绩效目标。得10分。",
    ]
    assert told(lines, zhumadian) == ()
    lines[3] = "资金分配：按规定时间分配下达。得4分。"
    (only,) = told(lines, zhumadian)
    assert (only.written, only.expected) == ("4分", "5分")


def test_points_that_are_not_those_of_the_table_are_told(zhumadian: Document) -> None:
    lines = one_table(zhumadian, "2020", "城镇老旧小区改造")
    lines = [line.replace("资金分配情况（5分）", "资金分配情况（6分）") for line in lines]
    (only,) = told(lines, zhumadian)
    assert (only.written, only.expected) == ("6分", "5分")


def test_a_report_on_another_table_is_not_held_against_this_one(
    zhumadian: Document, chifeng: tuple[Document, ...]
) -> None:
    rental, _, _ = chifeng
    assert told(one_table(rental, "2023", "租赁住房保障"), zhumadian) == ()


# ---------------------------------------------------------------- several tables


def test_two_programmes_side_by_side_are_each_held_against_their_own_table(
    chifeng: tuple[Document, ...],
) -> None:
    rental, shantytown, renovation = chifeng
    lines = two_tables(rental, shantytown)
    assert told(lines, rental, shantytown, renovation) == ()
    cases = with_each_score_altered(lines)
    assert len(cases) >= 10
    for wrong, right, edited in cases:
        (only,) = told(edited, rental, shantytown, renovation)
        assert (only.written, only.expected) == (f"{wrong}分", f"{right}分")


def test_the_table_is_named_where_there_are_several(chifeng: tuple[Document, ...]) -> None:
    rental, shantytown, _ = chifeng
    lines = [
        line.replace(f"{SHANTYTOWN}方面自评得分24分", f"{SHANTYTOWN}方面自评得分23分")
        for line in two_tables(rental, shantytown)
    ]
    (only,) = told(lines, rental, shantytown)
    assert "《棚户区改造绩效评价指标表》" in only.message
