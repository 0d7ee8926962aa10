"""Editors that fit the type of a field: dates, months, choices by initials."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView, QToolButton

from anju_desktop.assets import resource
from anju_desktop.document import jsonform
from anju_desktop.document.document import blank_document
from anju_desktop.forms.definition import ValueType
from anju_desktop.forms.library import Library
from anju_desktop.gui.paper.cellbar import CellBar
from anju_desktop.gui.paper.date_editor import CalendarCard, DateEditor
from anju_desktop.gui.paper.editor import ChoiceList
from tests.gui.conftest import below
from tests.gui.paper.clerk import Clerk
from tests.gui.paper.conftest import Seat

STATES = ("已完工", "建设中", "未开工", "竣工验收")


@pytest.fixture
def project(seat: Seat) -> Clerk:
    """A form with two dates, of 2021."""
    path = resource("examples", "zhengzhou-2021-agency-project.json")
    return seat(jsonform.load_file(path, Library().get))


@pytest.fixture
def typed_as(seat: Seat) -> Callable[..., Clerk]:
    """A blank form whose total is a field of another type, with the clerk in it."""

    def make(kind: ValueType, **parts: Any) -> Clerk:
        edition = Library().get("karamay-2024-project-target")
        fields = tuple(
            replace(each, type=kind, unit="", **parts) if each.id == "total_funds" else each
            for each in edition.fields
        )
        clerk = seat(blank_document(replace(edition, fields=fields), "甲县", "2024"))
        clerk.at("total_funds")
        return clerk

    return make


def listed(clerk: Clerk) -> list[str]:
    found: ChoiceList
    (found,) = clerk.view.findChildren(ChoiceList)
    return [found.item(row).text() for row in range(found.count())] if found.isVisible() else []


def marked(clerk: Clerk) -> str:
    """The choice that stands out in the list, if one does."""
    found: ChoiceList
    (found,) = clerk.view.findChildren(ChoiceList)
    return found.item(found.currentRow()).text() if found.currentRow() >= 0 else ""


def card(clerk: Clerk) -> CalendarCard:
    editor = clerk.focus()
    assert isinstance(editor, DateEditor)
    assert editor.calendar is not None
    return editor.calendar


# -- dates -------------------------------------------------------------------------------------


def test_a_date_stays_as_it_is_typed_until_its_usual_form_is_wanted(project: Clerk) -> None:
    bar = CellBar(project.document, project.view, project.view)
    project.at("start_date")
    project.type("20210301")
    assert (bar.chips(), bar.usual()) == (("2021年3月1日",), "2021-03-01")
    project.press("Enter")
    assert project.text("start_date") == "20210301"
    project.at("start_date")
    project.press("F4")
    assert project.text("start_date") == "2021-03-01"


def test_a_day_without_a_year_gets_that_of_the_form_when_wanted(project: Clerk) -> None:
    bar = CellBar(project.document, project.view, project.view)
    project.at("start_date")
    project.type("3月1日")
    assert bar.problem().startswith("缺少年份")
    project.press("F4")
    assert bar.text() == "2021-03-01"
    assert project.view.is_editing()


def test_a_key_opens_the_calendar_at_the_date_and_arrows_walk_in_it(project: Clerk) -> None:
    project.at("start_date")
    project.press("F2")
    project.press("Alt+Down")
    assert card(project).isVisible()
    assert card(project).month() == "2021年1月"
    for key in ("Right", "Down", "PageDown"):
        project.press(key)
    assert card(project).month() == "2021年2月"
    project.press("Enter")
    assert project.text("start_date") == "2021-02-09"
    assert not project.view.is_editing()
    project.press("Ctrl+Z")
    assert project.text("start_date") == "2021-01-01"


def test_escape_closes_the_calendar_and_then_the_editor(project: Clerk) -> None:
    project.at("start_date")
    project.press("F2")
    project.press("Alt+Down")
    calendar = card(project)
    project.press("Esc")
    assert not calendar.isVisible()
    assert project.view.is_editing()
    project.press("Esc")
    assert not project.view.is_editing()
    assert project.text("start_date") == "2021-01-01"


def test_typing_on_puts_the_calendar_away(project: Clerk) -> None:
    project.at("start_date")
    project.press("F2")
    project.press("Alt+Down")
    calendar = card(project)
    project.type("5")
    assert not calendar.isVisible()


def test_a_click_takes_a_day_and_the_focus_stays_until_then(project: Clerk) -> None:
    project.at("start_date")
    project.press("F2")
    project.press("Alt+Down")
    calendar = card(project)
    forth = next(each for each in below(calendar, QToolButton) if each.accessibleName() == "下一月")
    QTest.mouseClick(forth, Qt.MouseButton.LeftButton)
    assert project.view.is_editing()
    assert calendar.month() == "2021年2月"
    (days,) = below(calendar, QTableView)
    # The first week of February 2021 begins on a Monday.
    place: QPoint = days.visualRect(days.model().index(1, 2)).center()
    QTest.mouseClick(days.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert project.text("start_date").startswith("2021-0")
    assert not project.view.is_editing()


def test_the_calendar_of_an_empty_date_is_in_the_year_of_the_form(project: Clerk) -> None:
    project.at("start_date")
    project.press("Delete")
    project.press("F2")
    project.press("Alt+Down")
    assert card(project).month().startswith("2021年")


# -- months and choices ------------------------------------------------------------------------


def test_a_month_is_typed_or_chosen(typed_as: Callable[..., Clerk]) -> None:
    clerk = typed_as(ValueType.MONTH)
    clerk.press("F2")
    assert listed(clerk) == []
    clerk.press("Alt+Down")
    assert len(listed(clerk)) == 12
    clerk.press("Down")
    clerk.press("Down")
    clerk.press("Enter")
    assert clerk.text("total_funds") == "2月"
    clerk.at("total_funds")
    clerk.type("3")
    clerk.press("Enter")
    assert clerk.text("total_funds") == "3"


@pytest.mark.parametrize(
    ("typed", "choices"),
    [
        ("j", ["建设中", "竣工验收"]),
        ("ygg", []),
        ("wkg", ["未开工"]),
        ("工", ["竣工验收", "已完工", "未开工"]),
    ],
)
def test_first_letters_initials_and_characters_narrow_the_choices(
    typed_as: Callable[..., Clerk], typed: str, choices: list[str]
) -> None:
    clerk = typed_as(ValueType.CHOICE, choices=STATES)
    clerk.type(typed)
    assert listed(clerk) == choices


def test_enter_takes_the_only_choice_that_initials_have_found(
    typed_as: Callable[..., Clerk],
) -> None:
    clerk = typed_as(ValueType.CHOICE, choices=STATES)
    clerk.type("JSZ")
    clerk.press("Enter")
    assert clerk.text("total_funds") == "建设中"


def test_several_choices_are_not_chosen_between(typed_as: Callable[..., Clerk]) -> None:
    clerk = typed_as(ValueType.CHOICE, choices=STATES)
    clerk.type("j")
    clerk.press("Enter")
    assert clerk.text("total_funds") == "j"


@pytest.mark.parametrize("typed", ["w", "wk", "wkg"])
@pytest.mark.parametrize("key", ["Enter", "Tab"])
def test_small_letters_take_the_one_that_begins_with_them_where_others_may_be_typed(
    typed_as: Callable[..., Clerk], typed: str, key: str
) -> None:
    clerk = typed_as(ValueType.CHOICE, choices=STATES, open_choice=True)
    clerk.type(typed)
    assert marked(clerk) == "未开工"
    clerk.press(key)
    assert clerk.text("total_funds") == "未开工"


def test_three_small_letters_take_the_one_that_has_them_in_order(
    typed_as: Callable[..., Clerk],
) -> None:
    rules = ("按照完成比例赋分", "直接赋分", "按评判等级赋分")
    clerk = typed_as(ValueType.CHOICE, choices=rules, open_choice=True)
    clerk.type("apj")
    assert marked(clerk) == "按评判等级赋分"
    clerk.press("Enter")
    assert clerk.text("total_funds") == "按评判等级赋分"


@pytest.mark.parametrize("typed", ["j", "ygg", "kg", "WKG", "w1", "3"])
def test_where_other_words_may_be_typed_all_else_stays(
    typed_as: Callable[..., Clerk], typed: str
) -> None:
    clerk = typed_as(ValueType.CHOICE, choices=STATES, open_choice=True)
    clerk.type(typed)
    assert marked(clerk) == ""
    clerk.press("Enter")
    assert clerk.text("total_funds") == typed


def test_ctrl_and_enter_keep_letters_that_mean_a_choice(typed_as: Callable[..., Clerk]) -> None:
    clerk = typed_as(ValueType.CHOICE, choices=STATES, open_choice=True)
    clerk.type("wkg")
    clerk.press("Ctrl+Enter")
    assert clerk.text("total_funds") == "wkg"
