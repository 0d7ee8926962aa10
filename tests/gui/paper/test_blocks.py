"""Blocks to and from Excel, WPS and LibreOffice."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from anju_desktop.document import jsonform
from anju_desktop.document.changes import CellRef, Edit
from anju_desktop.document.document import Document, blank_document
from anju_desktop.forms.library import Library
from anju_desktop.gui import messages
from anju_desktop.gui.paper.blocks import Area, around, copied_html, copied_text
from anju_desktop.gui.paper.model import PaperModel
from anju_desktop.reading.copied import read_copied
from tests.gui.paper.clerk import Clerk
from tests.gui.paper.conftest import Seat


def _paste_html(clerk: Clerk, rows: str) -> None:
    data = QMimeData()
    data.setHtml(f"<table>{rows}</table>")
    QGuiApplication.clipboard().setMimeData(data)
    clerk.press("Ctrl+V")


def _paste(clerk: Clerk, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    clerk.press("Ctrl+V")


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


def test_rows_that_are_wanting_are_added_under_the_category(clerk: Clerk) -> None:
    before = clerk.document.row_ids("indicators")
    clerk.at("target", "r11")
    _paste(clerk, "≥1%\n≥2%\n≥3%\n≥4%")
    after = clerk.document.row_ids("indicators")
    added = [row for row in after if row not in before]
    category = clerk.document.category("indicators", "r11")
    under = [row for row in after if clerk.document.category("indicators", row) == category]
    assert under[-len(added) :] == added
    assert [clerk.text("target", row) for row in under][-4:] == ["≥1%", "≥2%", "≥3%", "≥4%"]
    assert f"加了 {len(added)} 行" in clerk.messages[0]
    clerk.press("Ctrl+Z")
    assert clerk.document.row_ids("indicators") == before


@pytest.mark.parametrize(("answer", "added"), [(0, 3), (1, 0), (-1, 0)])
def test_a_block_longer_than_its_category_asks_where_the_rest_goes(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch, answer: int, added: int
) -> None:
    asked: list[str] = []

    def ask(_: QWidget, __: str, question: str, choices: tuple[str, ...], ___: str) -> int:
        asked.extend((question, *choices))
        return answer

    monkeypatch.setattr(messages, "ask_choice", ask)
    before = clerk.document.row_ids("indicators")
    clerk.at("name", "r1")
    _paste(clerk, "\n".join("甲乙丙丁戊己"))
    assert asked == [
        "要粘贴 6 行，“数量指标”从这一格起只有 3 行。",
        "在“数量指标”下面加 3 行",
        "接着填到下面各类已有的行里",
    ]
    after = clerk.document.row_ids("indicators")
    assert len(after) == len(before) + added
    names = [clerk.text("name", row) for row in after]
    assert names[:6] == list("甲乙丙丁戊己") if answer >= 0 else names[0] == "改造面积"
    assert len(clerk.messages) == 1


def test_a_long_block_over_the_categories_that_names_none_is_told_without_a_question(
    clerk: Clerk,
) -> None:
    clerk.at("level2", "r1")
    _paste(clerk, "\n".join("甲乙丙丁戊己"))
    assert clerk.messages == ["“甲”对着印好的格子，没有粘贴。"]


def test_a_block_with_its_categories_lands_in_them(clerk: Clerk) -> None:
    clerk.at("level1", "r1")
    _paste(
        clerk,
        "产出指标\t数量指标\t甲\t≥1户\n\t\t乙\t≥2户\n\t\t丙\t≥3户\n\t\t丁\t≥4户\n"
        "\t质量指标\t戊\t≥5%\n\t没有的指标\t己\t≥6%",
    )
    rows = clerk.document.row_ids("indicators")
    named = {clerk.text("name", row): clerk.document.category("indicators", row) for row in rows}
    assert [named[name] for name in "甲乙丙丁戊"] == ["quantity"] * 4 + ["quality"]
    assert "己" not in named
    assert "加了 1 行" in clerk.messages[0]
    assert (
        "3 格没有放下，还在剪贴板里（“没有的指标”“己”“≥6%”这张表没有这一类）" in clerk.messages[0]
    )


def test_what_is_wider_than_the_form_is_told(clerk: Clerk) -> None:
    clerk.at("evidence", "r1")
    _paste(clerk, "甲\t乙")
    assert clerk.text("evidence", "r1") == "甲"
    assert clerk.messages == [
        "粘贴 1 格，没有发现问题；1 格没有放下，还在剪贴板里（“乙”超出了表格）。"
    ]
    assert QGuiApplication.clipboard().text() == "甲\t乙"


def test_what_is_longer_than_the_form_is_told(seat: Seat) -> None:
    clerk = seat(blank_document(Library().get("zhumadian-2020-evaluation"), "某市", "2020"))
    last = clerk.document.row_ids("indicators")[-1]
    clerk.at("score", last)
    _paste(clerk, "1\n二\n三\n四\n五\n六\n七\n八")
    assert clerk.text("score", last) == "1"
    left = int(clerk.messages[0].split("；")[1].split()[0])
    assert left >= 5
    assert "超出了表格，等等）" in clerk.messages[0]


def test_text_over_a_printed_cell_is_left_and_told(clerk: Clerk) -> None:
    clerk.at("project_name")
    _paste(clerk, "新名称\t\t\t\t张三\t（略）")
    assert (clerk.text("project_name"), clerk.text("project_leader")) == ("新名称", "（略）")
    assert clerk.messages == [
        "粘贴 2 格，没有发现问题；1 格没有放下，还在剪贴板里（“张三”对着印好的格子）。"
    ]


def test_a_block_without_a_cell_to_go_to_changes_nothing(clerk: Clerk) -> None:
    edits: list[Edit] = []
    clerk.document.on_edit(edits.append)
    clerk.at("level1", "r1")
    _paste(clerk, "张三")
    assert clerk.messages == ["“张三”对着印好的格子，没有粘贴。"]
    assert edits == []


@pytest.mark.parametrize(
    ("copied", "text"),
    [('"甲\n乙"\r\n', "甲\n乙"), ("甲\n", "甲"), ("甲\t乙\n丙\n", "甲\t乙\n丙"), ('"甲', '"甲')],
)
def test_in_an_editor_a_copied_cell_is_its_text(clerk: Clerk, copied: str, text: str) -> None:
    clerk.at("name", "r1")
    clerk.press("F2")
    QGuiApplication.clipboard().setText(copied)
    clerk.press("Ctrl+A")
    clerk.press("Ctrl+V")
    clerk.press("Enter")
    assert clerk.text("name", "r1") == text


def test_a_final_form_takes_no_block(clerk: Clerk) -> None:
    clerk.document.finalize("AAAA-BBBB-CCCC-DDDD")
    before = jsonform.dump_bytes(clerk.document)
    clerk.at("target", "r11")
    _paste(clerk, "≥1%\n≥2%\n≥3%\n≥4%")
    assert jsonform.dump_bytes(clerk.document) == before
    assert len(clerk.messages) == 1
    assert "定稿" in clerk.messages[0]


def test_what_is_printed_there_anyway_may_be_in_the_block(clerk: Clerk) -> None:
    clerk.at("project_name")
    _paste(clerk, "新名称\t\t\t\t项目负责人\t（略）\t\t")
    assert clerk.messages == ["粘贴 2 格，没有发现问题。"]
    assert (clerk.text("project_name"), clerk.text("project_leader")) == ("新名称", "（略）")


def test_a_column_for_each_cell_goes_into_wide_cells_too(clerk: Clerk) -> None:
    """A clerk's own list has one column where the form has a cell over several."""
    clerk.at("project_name")
    _paste(clerk, "新名称\t项目负责人\t（略）")
    assert (clerk.text("project_name"), clerk.text("project_leader")) == ("新名称", "（略）")
    assert clerk.messages == ["粘贴 2 格，没有发现问题。"]


def test_the_pasted_block_is_chosen_and_its_bad_cells_are_counted(clerk: Clerk) -> None:
    clerk.at("target", "r1")
    _paste(clerk, "≥1户\n≥2户\n≥3万平方米")
    assert [cell.refs[0] for cell in clerk.view.selected_cells()] == [
        clerk.ref("target", row) for row in ("r1", "r2", "r3")
    ]
    assert clerk.messages == ["粘贴 3 格，2 格有问题。"]


def test_a_hint_is_told_where_nothing_is_wrong(clerk: Clerk) -> None:
    clerk.at("target", "r2")
    _paste(clerk, "2户")
    assert clerk.level("target", "r2") == "hint"
    assert clerk.messages == ["粘贴 1 格，1 格有提示。"]


def test_a_merged_cell_of_the_block_goes_into_the_first_cell_and_that_is_told(
    clerk: Clerk,
) -> None:
    clerk.at("target", "r1")
    _paste_html(clerk, "<tr><td rowspan=3>≥1万平方米<td>a</tr><tr><td>b</tr><tr><td>c</tr>")
    assert [clerk.text("target", row) for row in ("r1", "r2", "r3")] == [
        "≥1万平方米", ">=18382户", ">=24个",
    ]  # fmt: skip
    assert [clerk.text("basis", row) for row in ("r1", "r2", "r3")] == ["a", "b", "c"]
    assert "1 个合并格只填了第一格" in clerk.messages[0]


def test_a_merged_cell_of_the_block_fills_a_column_that_merges(
    seat: Seat, repairs: Document
) -> None:
    for _ in range(2):
        repairs.insert_row("measures")
    clerk = seat(repairs)
    rows = repairs.row_ids("measures")
    for row, text in zip(rows, "甲乙丙", strict=True):
        clerk.document.set(clerk.ref("goal", row), text)
    clerk.at("goal", rows[0])
    _paste_html(clerk, "<tr><td rowspan=2>目标</td></tr><tr></tr><tr><td>另一个</td></tr>")
    assert [clerk.text("goal", row) for row in rows] == ["目标", "目标", "另一个"]


def test_different_texts_part_a_merged_cell(seat: Seat, repairs: Document) -> None:
    for _ in range(2):
        repairs.insert_row("measures")
    clerk = seat(repairs)
    rows = repairs.row_ids("measures")
    clerk.at("goal", rows[0])
    _paste(clerk, "一\n\n二")
    assert [clerk.text("goal", row) for row in rows] == ["一", "一", "二"]


def test_rows_are_added_in_a_group_without_categories(seat: Seat, repairs: Document) -> None:
    clerk = seat(repairs)
    clerk.at("name", repairs.row_ids("measures")[0])
    _paste(clerk, "甲\n乙\n丙")
    assert [clerk.text("name", row) for row in repairs.row_ids("measures")] == ["甲", "乙", "丙"]
    clerk.press("Ctrl+Z")
    assert len(repairs.row_ids("measures")) == 1


def test_a_whole_form_is_copied_and_pasted_onto_an_empty_one(
    seat: Seat, document: Document
) -> None:
    full = seat(document)
    full.press("Ctrl+A")
    full.press("Ctrl+C")
    empty = seat(blank_document(document.edition, document.unit, document.period))
    empty.press("Ctrl+A")
    empty.press("Ctrl+V")
    assert texts_of(empty.document) == texts_of(document)
    empty.press("Ctrl+Z")
    assert not any(texts_of(empty.document))


def test_a_form_copied_with_its_heads_finds_its_place_wherever_one_is(
    seat: Seat, document: Document
) -> None:
    full = seat(document)
    full.press("Ctrl+A")
    full.press("Ctrl+C")
    copied = QGuiApplication.clipboard().text()
    empty = seat(blank_document(document.edition, document.unit, document.period))
    empty.at("goal")
    _paste(empty, "附件1\t\n" + copied)
    assert texts_of(empty.document) == texts_of(document)
    assert "1 格没有放下，还在剪贴板里（“附件1”超出了表格）" in empty.messages[0]


def test_one_row_goes_into_every_chosen_row(clerk: Clerk) -> None:
    clerk.at("basis", "r1")
    clerk.press("Shift+Down")
    clerk.press("Shift+Down")
    _paste(clerk, "计划\t1\t7")
    for row in ("r1", "r2", "r3"):
        assert [clerk.text(column, row) for column in ("basis", "last_year", "weight")] == [
            "计划", "1", "7",
        ]  # fmt: skip
    assert clerk.text("basis", "r4") == "计划标准"


def texts_of(document: Document) -> list[str]:
    """What was typed, field by field and row by row."""
    rows = [document.row("indicators", row) for row in document.row_ids("indicators")]
    return [*document.fields().values(), *(text for row in rows for _, text in row.cells if text)]


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


_ANY = st.text(st.characters(exclude_categories=["Cs", "Co"], exclude_characters="\r"))
_SHOWN = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]) | st.just("\n")).map(
    str.strip
)


def _area_with(document: Document, texts: list[str]) -> tuple[PaperModel, Area]:
    rows = document.row_ids("indicators")[:2]
    refs = [CellRef(column, "indicators", row) for row in rows for column in ("name", "target")]
    for ref, text in zip(refs, texts, strict=True):
        document.set(ref, text)
    model = PaperModel(document)
    return model, around([cell for ref in refs if (cell := model.cell_of(ref))])


_HEALTH = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@_HEALTH
@given(texts=st.lists(_ANY, min_size=4, max_size=4))
def test_what_was_copied_here_is_read_again_without_loss(
    document: Document, texts: list[str]
) -> None:
    model, area = _area_with(document, texts)
    block = read_copied(copied_text(model, area), copied_html(model, area))
    assert [text for row in block.rows for text in row] == texts


@_HEALTH
@given(texts=st.lists(_SHOWN, min_size=4, max_size=4))
def test_the_html_alone_tells_every_text_that_can_be_seen(
    document: Document, texts: list[str]
) -> None:
    model, area = _area_with(document, texts)
    block = read_copied("", copied_html(model, area))
    assert [text for row in block.rows for text in row] == texts


def test_copied_cells_are_text_to_a_spreadsheet_and_keep_their_places(clerk: Clerk) -> None:
    clerk.at("level1", "r1")
    clerk.view.select_all()
    clerk.press("Ctrl+C")
    html = QGuiApplication.clipboard().mimeData().html()
    cells = re.findall(r"<td[^>]*>", html)
    assert len(cells) == len(clerk.view.paper_model().grid.cells)
    assert all("mso-number-format:'\\@'" in cell for cell in cells)
    assert all('sdnum="1033;0;@"' in cell for cell in cells)
    assert "br {mso-data-placement:same-cell;}" in html
    merged = {(m.row, m.column, m.row_span, m.column_span) for m in read_copied("", html).merged}
    assert merged == {
        (cell.row, cell.column, cell.row_span, cell.column_span)
        for cell in clerk.view.paper_model().grid.cells
        if cell.row_span * cell.column_span > 1
    }


def test_cutting_copies_and_clears(clerk: Clerk) -> None:
    clerk.at("target", "r1")
    clerk.press("Ctrl+X")
    assert QGuiApplication.clipboard().text() == ">=124.96万平方米"
    assert clerk.text("target", "r1") == ""
