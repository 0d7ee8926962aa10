"""The bar that names the cell and says how it is read."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton

from anju_desktop.assets import resource
from anju_desktop.document import jsonform
from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document, blank_document
from anju_desktop.document.values import read
from anju_desktop.forms.definition import Field, Level, ValueType
from anju_desktop.forms.library import Library
from anju_desktop.gui.paper.cellbar import CellBar
from anju_desktop.gui.paper.hints import Hint, hint, reading
from anju_desktop.gui.paper.naming import cell_name
from tests.gui.paper.clerk import Clerk
from tests.gui.paper.conftest import Seat


@pytest.fixture
def bar(clerk: Clerk) -> CellBar:
    return CellBar(clerk.document, clerk.view, clerk.view)


def test_it_names_the_cell_and_shows_sign_number_and_unit(clerk: Clerk, bar: CellBar) -> None:
    clerk.at("target", "r2")
    assert bar.name() == "改造户数 · 指标值"
    assert bar.text() == ">=18382户"
    assert bar.chips() == ("≥", "18382", "户")


def test_it_follows_the_typing(clerk: Clerk, bar: CellBar) -> None:
    clerk.at("target", "r2")
    clerk.type("<=12.50月")
    assert (bar.text(), bar.chips()) == ("<=12.50月", ("≤", "12.50", "月"))
    clerk.press("Esc")
    assert bar.text() == ">=18382户"


def test_what_cannot_be_read_is_said_in_words(clerk: Clerk, bar: CellBar) -> None:
    clerk.at("total_funds")
    clerk.type("约六千")
    assert bar.chips() == ()
    assert bar.problem() == "这里应填数字"


@pytest.mark.parametrize(
    ("typed", "chips"), [("不适用", ("不适用",)), ("-", ("无",)), ("", ()), ("有效解决", ())]
)
def test_words_have_one_chip_or_none(
    clerk: Clerk, bar: CellBar, typed: str, chips: tuple[str, ...]
) -> None:
    clerk.document.set(CellRef("last_year", "indicators", "r2"), typed)
    clerk.at("last_year", "r2")
    assert bar.chips() == chips


def test_it_is_empty_on_printed_text(clerk: Clerk, bar: CellBar) -> None:
    clerk.at("target", "r2")
    clerk.view.setCurrentIndex(clerk.view.paper_model().index(2, 0))
    assert (bar.name(), bar.text(), bar.chips()) == ("", "", ())


def test_it_lets_go_of_a_row_that_is_removed(clerk: Clerk, bar: CellBar) -> None:
    clerk.at("target", "r12")
    clerk.document.remove_row("indicators", "r12")
    assert bar.text() == ""


def test_a_row_without_a_name_is_known_by_its_number(document: Document) -> None:
    document.set(CellRef("name", "indicators", "r3"), "")
    assert cell_name(document, CellRef("target", "indicators", "r3")) == "第3行 · 指标值"
    assert cell_name(document, CellRef("name", "indicators", "r1")) == "第1行 · 三级指标"
    assert cell_name(document, CellRef("total_funds")) == "年度预算总额"


def test_a_row_is_named_by_the_measure_the_column_belongs_to(seat: Seat, repairs: Document) -> None:
    (row,) = repairs.row_ids("measures")
    repairs.set(CellRef("name", "measures", row), "修缮户数")
    clerk = seat(repairs)
    bar = CellBar(repairs, clerk.view, clerk.view)
    clerk.at("number", row)
    assert bar.name() == "修缮户数 · 数值"


def test_a_printed_row_is_named_by_its_narrowest_level() -> None:
    path = resource("examples", "zhumadian-2020-evaluation.json")
    evaluation = jsonform.load_file(path, Library().get)
    group = evaluation.edition.groups[0].id
    row = evaluation.row_ids(group)[3]
    assert cell_name(evaluation, CellRef("score", group, row)) == "政策公开 · 市县评价得分"


# -- what is said beside the reading -----------------------------------------------------------


def test_an_amount_is_said_in_words_and_in_the_other_unit_as_one_types(
    clerk: Clerk, bar: CellBar
) -> None:
    clerk.at("total_funds")
    clerk.type("6111")
    assert bar.note() == "陆仟壹佰壹拾壹万元整 ＝ 61,110,000元"
    assert bar.usual() == ""
    clerk.type(".00005")
    assert bar.note() == "陆仟壹佰壹拾壹万元伍角整 ＝ 61,110,000.5元"


def test_another_unit_is_converted_only_when_the_offer_is_taken(clerk: Clerk, bar: CellBar) -> None:
    clerk.at("total_funds")
    clerk.type("61110000元")
    assert (bar.chips(), bar.usual()) == (("6111", "万元"), "6111")
    clerk.press("Enter")
    assert clerk.text("total_funds") == "61110000元"
    clerk.at("total_funds")
    bar.take_usual()
    assert clerk.text("total_funds") == "6111"
    clerk.view.undo()
    assert clerk.text("total_funds") == "61110000元"


def test_the_usual_form_goes_into_the_open_editor_and_is_not_yet_written(
    clerk: Clerk, bar: CellBar
) -> None:
    clerk.at("target", "r2")
    clerk.type(">=900 户")
    before = clerk.text("target", "r2")
    button: QAbstractButton
    (button,) = bar.findChildren(QAbstractButton)
    button.click()
    assert [bar.text(), bar.usual()] == ["≥900户", ""]
    assert clerk.text("target", "r2") == before
    clerk.press("Enter")
    assert clerk.text("target", "r2") == "≥900户"


def test_the_key_takes_the_offer(clerk: Clerk, bar: CellBar) -> None:
    clerk.at("target", "r2")
    assert bar.usual() == "≥18382户"
    clerk.press("F4")
    assert clerk.text("target", "r2") == "≥18382户"


def test_a_key_without_an_offer_changes_nothing(clerk: Clerk, bar: CellBar) -> None:
    clerk.at("target", "r2")
    bar.take_usual()
    steps = clerk.history.undo_label
    bar.take_usual()
    assert clerk.history.undo_label == steps


def limited(field: Field, text: str) -> Hint:
    """What is said of a text in a form whose first field has these limits."""
    library = Library()
    edition = library.get("karamay-2024-project-target")
    known = edition.fields[0]
    changed = replace(known, **{n: getattr(field, n) for n in ("type", "max_length", "max_bytes")})
    document = blank_document(
        replace(edition, fields=(changed, *edition.fields[1:])), "甲县", "2024"
    )
    ref = CellRef(known.id)
    document.set(ref, text)
    return hint(document, ref)


@pytest.mark.parametrize(
    ("limits", "length", "note", "level"),
    [
        ({}, 0, "", None),
        ({}, 12, "12 字", None),
        ({"max_length": 20}, 0, "0 / 20 字", None),
        ({"max_length": 20}, 17, "17 / 20 字", None),
        ({"max_length": 20}, 18, "18 / 20 字，还可写 2 字", Level.EXPLAIN),
        ({"max_length": 20}, 20, "20 / 20 字，还可写 0 字", Level.EXPLAIN),
        ({"max_length": 20}, 21, "21 / 20 字，超出 1 字", Level.ERROR),
        ({"max_length": 20, "max_bytes": 20}, 11, "22 / 20 字节，超出 2 字节", Level.ERROR),
    ],
)
def test_the_length_of_a_text_is_counted_and_warned_of_before_the_limit(
    limits: dict[str, Any], length: int, note: str, level: Level | None
) -> None:
    field = Field("x", "某栏", ValueType.LONG_TEXT, **limits)
    said = limited(field, "长" * length)
    assert (said.note, said.level) == (note, level)


def test_a_region_code_says_what_it_is_and_what_is_not_checked() -> None:
    said = limited(Field("x", "某栏", ValueType.REGION), "411702")
    assert said.note.startswith("河南省，县级。")
    assert "没有核对" in said.note
    assert limited(Field("x", "某栏", ValueType.REGION), "驿城区(411702)").usual == "411702 驿城区"


def test_a_date_is_read_back_and_its_usual_form_offered() -> None:
    field = Field("x", "某栏", ValueType.DATE)
    assert limited(field, "1月3日").usual == "2024-01-03"
    assert limited(field, "2024-01-03") == Hint()
    assert reading(field, read(field, "20240103")) == ("2024年1月3日",)
