"""跟着做一遍 goes on by itself when a thing was done, and is never in the way."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from anju_desktop.document.changes import CellRef
from anju_desktop.gui.guide import STEPS, Guide, GuideCard
from anju_desktop.gui.main_window import MainWindow
from anju_desktop.gui.paper.preview import PreviewDialog
from tests.gui.conftest import below, current, press

FUNDS = CellRef("fiscal_funds")


@pytest.fixture
def guided(window: MainWindow) -> MainWindow:
    window.start.guide_button.click()
    return window


def guide(window: MainWindow) -> Guide:
    assert window.helping.guide is not None
    return window.helping.guide


def cards(window: MainWindow) -> list[GuideCard]:
    return below(window, GuideCard)


def test_it_opens_a_sample_and_points_at_the_first_cell(guided: MainWindow) -> None:
    assert "老旧小区改造" in current(guided).document.title()
    assert guide(guided).step is STEPS[0]
    assert len(cards(guided)) == 1
    assert guided.rect().contains(cards(guided)[0].geometry())
    place = STEPS[0].place(guided)
    assert not place.isEmpty()
    assert not place.intersects(cards(guided)[0].geometry())


def test_it_goes_on_when_the_clerk_did_each_thing(
    guided: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PreviewDialog, "exec", lambda _: 0)
    titles = [guide(guided).step.title]

    def next_step() -> None:
        qtbot.waitUntil(lambda: guide(guided).step.title != titles[-1])
        titles.append(guide(guided).step.title)

    guided.go_to(FUNDS)
    next_step()
    current(guided).document.set(FUNDS, "6101")
    next_step()
    press(guided, Qt.Key.Key_F8)
    next_step()
    guided.commands.actions["undo"].trigger()
    next_step()
    press(guided, Qt.Key.Key_F1)
    next_step()
    guided.commands.actions["print"].trigger()
    next_step()
    guided.commands.actions["home"].trigger()
    qtbot.waitUntil(lambda: not cards(guided))
    assert titles == [step.title for step in STEPS]


def test_a_wrong_edit_does_not_lead_on(guided: MainWindow, qtbot: QtBot) -> None:
    guided.go_to(FUNDS)
    current(guided).document.set(CellRef("project_leader"), "某人")
    qtbot.wait(20)
    assert guide(guided).step is STEPS[1]


def test_it_takes_neither_focus_nor_keys(guided: MainWindow) -> None:
    assert guided.desk.view is not None
    assert guided.desk.view.hasFocus()
    press(guided, Qt.Key.Key_Down)
    assert len(cards(guided)) == 1


def test_it_can_be_left_at_any_time_and_comes_never_again(guided: MainWindow, qtbot: QtBot) -> None:
    button = next(b for b in below(cards(guided)[0], QPushButton) if b.text() == "不跟了")
    button.click()
    qtbot.waitUntil(lambda: not cards(guided))
    guided.show_start()
    assert not guided.start.guide_button.isVisible()
    assert guided.workspace.settings.get("guide")


def test_a_step_can_be_passed_over_to_the_end(guided: MainWindow, qtbot: QtBot) -> None:
    for _ in STEPS:
        button = next(b for b in below(cards(guided)[0], QPushButton) if b.text() == "跳过这步")
        button.click()
    qtbot.waitUntil(lambda: not cards(guided))
    assert guided.workspace.current is not None


def test_going_elsewhere_ends_it(guided: MainWindow, qtbot: QtBot) -> None:
    submission = guided.workspace.submission
    assert submission is not None
    guided.open_form(submission.forms[0].id)
    qtbot.waitUntil(lambda: not cards(guided))


def test_the_menu_begins_it_again(guided: MainWindow, qtbot: QtBot) -> None:
    guide(guided).end()
    qtbot.waitUntil(lambda: not cards(guided))
    guided.commands.actions["guide"].trigger()
    assert len(cards(guided)) == 1
    guided.commands.actions["guide"].trigger()
    qtbot.waitUntil(lambda: len(cards(guided)) == 1)


def test_f6_comes_to_the_card(guided: MainWindow) -> None:
    seen = set()
    for _ in range(8):
        guided.commands.actions["next_area"].trigger()
        focus = guided.focusWidget()
        seen.add(focus is not None and cards(guided)[0].isAncestorOf(focus))
    assert seen == {True, False}
