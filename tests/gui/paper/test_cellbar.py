"""The bar that names the cell and says how it is read."""

import pytest

from anju_desktop.assets import resource
from anju_desktop.document import jsonform
from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.forms.library import Library
from anju_desktop.gui.paper.cellbar import CellBar
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
