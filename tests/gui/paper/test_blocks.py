"""Blocks to and from Excel and WPS."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QGuiApplication

from anju_desktop.document.changes import Edit
from anju_desktop.document.document import Document
from anju_desktop.gui.paper.blocks import format_block, parse
from tests.gui.paper.clerk import Clerk
from tests.gui.paper.conftest import Seat


def _paste(clerk: Clerk, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    clerk.press("Ctrl+V")


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a", [["a"]]),
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
        ("a\t", [["a", ""]]),
        ("\tb", [["", "b"]]),
        ('"a\nb"\tc', [["a\nb", "c"]]),
        ('"say ""yes"""', [['say "yes"']]),
        ('"open', [['"open']]),
        ('"12" inch\tb', [['"12" inch', "b"]]),
        ("a\n\nb", [["a"], [""], ["b"]]),
    ],
)
def test_a_block_is_read_as_excel_writes_it(text: str, rows: list[list[str]]) -> None:
    assert parse(text) == rows


_CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"))


@given(
    st.integers(1, 4).flatmap(
        lambda n: st.lists(st.lists(_CELLS, min_size=n, max_size=n), min_size=1, max_size=4)
    )
)
def test_a_block_copied_is_the_block_read_again(rows: list[list[str]]) -> None:
    assert parse(format_block(rows) + "\n") == rows


def test_a_block_goes_into_the_cells_from_the_current_one_as_one_edit(clerk: Clerk) -> None:
    edits: list[Edit] = []
    clerk.document.on_edit(edits.append)
    clerk.at("name", "r1")
    _paste(clerk, "面积\t≥1万平方米\n户数\t≥2户\n")
    assert [clerk.text(c, r) for r in ("r1", "r2") for c in ("name", "target")] == [
        "面积", "≥1万平方米", "户数", "≥2户",
    ]  # fmt: skip
    assert [edit.label for edit in edits] == ["粘贴"]
    assert clerk.text("name", "r3") == "改造小区数"
    clerk.press("Ctrl+Z")
    assert clerk.text("target", "r2") == ">=18382户"


def test_every_pasted_cell_gets_its_verdict(clerk: Clerk) -> None:
    clerk.at("target", "r1")
    _paste(clerk, "≥1户\n≥2户\n≥3万平方米")
    assert [clerk.level("target", row) for row in ("r1", "r2", "r3")] == ["explain", "", "explain"]


def test_a_block_longer_than_the_form_is_refused_whole(clerk: Clerk) -> None:
    clerk.at("target", "r11")
    _paste(clerk, "\n".join("1234"))
    assert clerk.text("target", "r11") == "=100%"
    assert clerk.messages == ["要粘贴 4 行，从这一格往下只有 3 行，没有粘贴。"]


def test_a_block_wider_than_the_form_is_refused_whole(clerk: Clerk) -> None:
    clerk.at("evidence", "r1")
    _paste(clerk, "甲\t乙")
    assert clerk.text("evidence", "r1") == "工作资料"
    assert clerk.messages == ["要粘贴 2 栏，从这一格往右只有 1 栏，没有粘贴。"]


def test_text_over_a_printed_cell_is_refused_whole(clerk: Clerk) -> None:
    clerk.at("project_name")
    _paste(clerk, "新名称\t\t\t\t张三\t")
    assert clerk.text("project_name") == "2024年老旧小区改造（中央直达）"
    assert clerk.messages == ["“张三”对着的格子不能填写，整块都没有粘贴。"]


def test_what_is_printed_there_anyway_may_be_in_the_block(clerk: Clerk) -> None:
    clerk.at("project_name")
    _paste(clerk, "新名称\t\t\t\t项目负责人\t（略）\t\t")
    assert clerk.messages == []
    assert (clerk.text("project_name"), clerk.text("project_leader")) == ("新名称", "（略）")


def test_one_value_goes_into_every_chosen_cell(clerk: Clerk) -> None:
    clerk.at("weight", "r1")
    clerk.press("Shift+Down")
    clerk.press("Shift+Down")
    _paste(clerk, "6\n")
    assert [clerk.text("weight", row) for row in ("r1", "r2", "r3", "r4")] == ["6", "6", "6", "5"]


def test_paragraphs_go_into_one_long_text(clerk: Clerk) -> None:
    clerk.at("goal")
    _paste(clerk, "一、改造小区。\r\n二、改造住户。\r\n")
    assert clerk.text("goal") == "一、改造小区。\n二、改造住户。"


def test_a_formula_is_pasted_as_the_text_it_is(clerk: Clerk) -> None:
    clerk.at("target", "r1")
    _paste(clerk, "=100%")
    assert clerk.text("target", "r1") == "=100%"


def test_an_empty_clipboard_says_so(clerk: Clerk) -> None:
    clerk.at("target", "r1")
    QGuiApplication.clipboard().clear()
    clerk.press("Ctrl+V")
    assert clerk.messages == ["剪贴板里没有文字。"]


def test_copying_takes_values_without_what_is_printed_around_them(clerk: Clerk) -> None:
    clerk.at("name", "r1")
    clerk.press("Shift+Right")
    clerk.press("Shift+Down")
    clerk.press("Ctrl+C")
    assert QGuiApplication.clipboard().text() == "改造面积\t>=124.96万平方米\n改造户数\t>=18382户"


def test_a_merged_cell_is_copied_once(seat: Seat, repairs: Document) -> None:
    for _ in range(2):
        repairs.insert_row("measures")
    clerk = seat(repairs)
    rows = repairs.row_ids("measures")
    clerk.at("goal", rows[0])
    clerk.type("目标")
    clerk.press("Enter")
    for number, row in enumerate(rows):
        clerk.document.set(clerk.ref("name", row), str(number))
    clerk.at("goal", rows[0])
    clerk.press("Shift+Right")
    clerk.press("Shift+Right")
    clerk.press("Ctrl+C")
    assert QGuiApplication.clipboard().text() == "目标\t\t0\n\t\t1\n\t\t2"


def test_cutting_copies_and_clears(clerk: Clerk) -> None:
    clerk.at("target", "r1")
    clerk.press("Ctrl+X")
    assert QGuiApplication.clipboard().text() == ">=124.96万平方米"
    assert clerk.text("target", "r1") == ""
