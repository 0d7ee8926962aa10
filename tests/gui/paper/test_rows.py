"""Rows of open groups."""

from PySide6.QtWidgets import QMenu

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document, blank_document
from anju_desktop.forms.library import Library
from anju_desktop.gui.paper.menus import category_menu, cell_menu
from tests.gui.paper.clerk import Clerk
from tests.gui.paper.conftest import Seat


def _names(clerk: Clerk) -> list[str]:
    ids = clerk.document.row_ids("indicators")
    return [clerk.text("name", row) for row in ids][:4]


def test_ctrl_enter_adds_a_row_of_the_same_category_below(clerk: Clerk) -> None:
    clerk.at("weight", "r1")
    clerk.press("Ctrl+Enter")
    assert _names(clerk) == ["改造面积", "", "改造户数", "改造小区数"]
    added = clerk.document.row_ids("indicators")[1]
    assert clerk.document.category("indicators", added) == "quantity"
    assert clerk.view.current_ref() == clerk.ref("name", added)


def test_insert_writes_what_is_being_typed_and_adds_a_row(clerk: Clerk) -> None:
    clerk.at("weight", "r1")
    clerk.type("7")
    clerk.press("Insert")
    assert clerk.text("weight", "r1") == "7"
    assert _names(clerk) == ["改造面积", "", "改造户数", "改造小区数"]
    assert not clerk.view.is_editing()
    assert clerk.view.current_ref() == clerk.ref("name", clerk.document.row_ids("indicators")[1])


def test_insert_takes_the_choice_that_letters_mean(clerk: Clerk) -> None:
    clerk.at("evidence", "r1")
    clerk.type("y")
    clerk.press("Insert")
    assert clerk.text("evidence", "r1") == "原始凭证"


def test_insert_while_typing_above_the_group_writes_and_says_that_there_is_no_row(
    clerk: Clerk,
) -> None:
    rows = len(clerk.document.row_ids("indicators"))
    clerk.at("budget_unit")
    clerk.type("x")
    clerk.press("Insert")
    assert clerk.text("budget_unit") == "x"
    assert clerk.messages == ["先选中要处理的那一行。"]
    assert len(clerk.document.row_ids("indicators")) == rows


def test_ctrl_delete_takes_the_row_out_and_undo_brings_it_back(clerk: Clerk) -> None:
    clerk.at("weight", "r2")
    clerk.press("Ctrl+Delete")
    assert _names(clerk) == ["改造面积", "改造小区数", "年度工作验收合格率", "项目设计变更率"]
    assert clerk.view.current_ref() == clerk.ref("name", "r3")
    clerk.press("Ctrl+Z")
    assert _names(clerk)[:2] == ["改造面积", "改造户数"]
    assert clerk.text("target", "r2") == ">=18382户"
    assert clerk.view.current_ref() == clerk.ref("name", "r2")


def test_all_chosen_rows_go_as_one_step(clerk: Clerk) -> None:
    clerk.at("weight", "r1")
    clerk.press("Shift+Down")
    clerk.press("Ctrl+Delete")
    assert _names(clerk)[0] == "改造小区数"
    assert clerk.messages == ["已删除 2 行，按 Ctrl+Z 可以撤销。"]
    clerk.press("Ctrl+Z")
    assert _names(clerk)[:3] == ["改造面积", "改造户数", "改造小区数"]


def test_alt_down_moves_a_row_and_the_cell_goes_with_it(clerk: Clerk) -> None:
    clerk.at("target", "r1")
    clerk.press("Alt+Down")
    assert _names(clerk)[:3] == ["改造户数", "改造面积", "改造小区数"]
    assert clerk.view.current_ref() == clerk.ref("target", "r1")
    clerk.press("Alt+Up")
    assert _names(clerk)[:2] == ["改造面积", "改造户数"]


def test_a_row_stays_in_its_category(clerk: Clerk) -> None:
    clerk.at("name", "r1")
    clerk.press("Alt+Up")
    clerk.at("name", "r3")
    clerk.press("Alt+Down")
    assert clerk.messages == ["已经是这一类的第一行。", "已经是这一类的最后一行。"]


def test_rows_outside_a_group_are_no_rows_to_delete(clerk: Clerk) -> None:
    clerk.at("goal")
    clerk.press("Ctrl+Delete")
    clerk.press("Ctrl+Enter")
    assert clerk.messages == ["先选中要处理的那一行。"] * 2


def test_printed_rows_stay(seat: Seat) -> None:
    library = Library()
    fixed = next(
        edition
        for edition in map(library.get, library.ids())
        if any(not group.open for group in edition.groups)
    )
    group = next(group for group in fixed.groups if not group.open)
    clerk = seat(blank_document(fixed, "某县", "2024"))
    rows = clerk.document.row_ids(group.id)
    column = next(
        c.id
        for c in group.columns
        if clerk.view.paper_model().cell_of(CellRef(c.id, group.id, rows[0]))
    )
    assert clerk.view.jump_to(CellRef(column, group.id, rows[0]))
    clerk.press("Ctrl+Delete")
    clerk.press("Ctrl+Enter")
    assert clerk.messages == ["这张表的行是印好的，不能增删。"] * 2
    assert clerk.document.row_ids(group.id) == rows


def _texts(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def test_the_menu_offers_the_categories(clerk: Clerk) -> None:
    clerk.at("name", "r1")
    menu = cell_menu(clerk.view)
    assert _texts(menu)[-5:] == ["在下面加一行", "加行", "上移一行", "下移一行", "删除行"]
    categories = category_menu(clerk.view, clerk.view.current_row())
    assert categories is not None
    assert _texts(categories)[:2] == ["产出指标 / 数量指标", "产出指标 / 质量指标"]
    categories.actions()[4].trigger()
    added = clerk.document.row_ids("indicators")[9]
    assert clerk.document.category("indicators", added) == "social_cost"
    assert clerk.view.current_ref() == clerk.ref("name", added)


def test_a_menu_outside_groups_has_no_rows_to_offer(clerk: Clerk) -> None:
    clerk.at("goal")
    assert _texts(cell_menu(clerk.view)) == [
        "修改",
        "复制",
        "粘贴",
        "照上一格填写",
        "照左一格填写",
        "清除",
    ]


def test_the_last_row_can_go_and_come_again(seat: Seat, repairs: Document) -> None:
    clerk = seat(repairs)
    (only,) = repairs.row_ids("measures")
    clerk.at("name", only)
    clerk.press("Ctrl+Delete")
    assert repairs.row_ids("measures") == ()
    model = clerk.view.paper_model()
    clerk.view.setCurrentIndex(model.index(4, 2))
    clerk.press("Insert")
    assert len(repairs.row_ids("measures")) == 1
