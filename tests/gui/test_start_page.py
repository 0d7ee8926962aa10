"""The first page."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from anju_desktop import clock
from anju_desktop.document.changes import CellRef
from anju_desktop.gui.main_window import MainWindow
from anju_desktop.gui.workspace import LAST_FORM
from tests.gui.conftest import Answers, below, current
from tests.rules.small_forms import example

KARAMAY = "2024年中央财政城镇保障性安居工程补助资金"


def texts(window: MainWindow) -> list[str]:
    return [
        label.text()
        for label in cast(list[QLabel], window.start.findChildren(QLabel))
        if not label.isHidden()
    ]


def test_one_click_opens_the_sample_submission(window: MainWindow) -> None:
    QTest.mouseClick(window.start.ui.welcomeButton, Qt.MouseButton.LeftButton)
    assert window.ui.pages.currentWidget() is window.ui.formPage
    assert current(window).document.title() == "2024年老旧小区改造（中央直达）"
    assert window.workspace.is_sample(window.workspace.submissions()[0])


def test_a_sample_in_the_list_is_one_click_away_too(window: MainWindow) -> None:
    rows = below(window.start.ui.samplesCard, QPushButton)
    assert len(rows) >= 2
    QTest.mouseClick(rows[1], Qt.MouseButton.LeftButton)
    assert len(window.workspace.submissions()) == 1
    assert current(window).document.unit


def test_the_sample_is_copied_once_and_keeps_what_was_changed(window: MainWindow) -> None:
    window.start.ui.welcomeButton.click()
    document = current(window).document
    ref = next(iter(current(window).findings())).cell
    document.set(ref, "改过的内容")
    window.show_start()
    window.deeds.open_sample(window.start._samples[0])
    assert len(window.workspace.submissions()) == 1
    assert current(window).document.text(ref) == "改过的内容"


def test_an_empty_store_says_how_to_begin(window: MainWindow) -> None:
    assert any("还没有上报" in text for text in texts(window))
    assert window.start.ui.welcomeCard.isVisible()
    assert not window.start.ui.continueCard.isVisible()


def test_the_form_that_was_open_last_is_offered_again(sample: MainWindow, qtbot: QtBot) -> None:
    form_id = current(sample).form_id
    qtbot.waitUntil(lambda: sample.workspace.last_form() is not None)
    sample.show_start()
    assert sample.start.ui.continueCard.isVisible()
    assert "老旧小区改造" in sample.start.ui.continueTitle.text()
    sample.start.ui.continueButton.click()
    assert current(sample).form_id == form_id


def test_own_work_stands_above_samples_and_is_gone_on_with(
    sample: MainWindow, qtbot: QtBot
) -> None:
    workspace = sample.workspace
    sampled = current(sample).form_id
    own = workspace.shelf.take_in([example("karamay-2024-allocation")])
    sample.open_form(own)
    sample.open_form(sampled)
    qtbot.waitUntil(lambda: str(sampled) == workspace.settings.get(LAST_FORM))
    sample.show_start()
    assert "资金分配表" in sample.start.ui.continueTitle.text()
    assert "样例" not in sample.start.ui.continueTitle.text()
    QTest.qWait(10)  # The rows of the list before are gone.
    titles = [text for text in texts(sample) if KARAMAY in text]
    assert titles == [KARAMAY, f"样例　{KARAMAY}"]


def test_the_last_place_tells_the_time_of_the_last_edit(sample: MainWindow) -> None:
    clock.use(lambda: clock.of_the_system() + timedelta(hours=1))
    try:
        current(sample).document.set(CellRef("project_leader"), "某人")
        sample.workspace.store.flush()
        expected = f"{clock.now():%H:}"
        sample.show_start()
    finally:
        clock.use(clock.of_the_system)
    assert expected in sample.start.ui.continueWhen.text()


def test_submissions_are_listed_with_state_and_counts(sample: MainWindow) -> None:
    sample.show_start()
    shown = texts(sample)
    assert any("中央财政城镇保障性安居工程补助资金" in text for text in shown)
    assert "填报中" in shown
    assert sample.start.ui.listCount.text() == "1 件"


@pytest.fixture
def earlier(window: MainWindow) -> MainWindow:
    """The first page of somebody who comes back after years: eight submissions of 2024."""
    workspace = window.workspace
    for _ in range(8):
        workspace.shelf.take_in([example("karamay-2024-rent-subsidy")])
    long_ago = datetime(2024, 5, 6, tzinfo=UTC)
    workspace._entries = tuple(
        replace(
            entry,
            created=long_ago,
            forms=tuple(replace(form, edited=long_ago) for form in entry.forms),
        )
        for entry in workspace.submissions()
    )
    window.start.refresh()
    return window


def test_work_of_earlier_years_comes_after_this_years(earlier: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: len(texts(earlier)) > 20)
    shown = texts(earlier)
    assert "往年的上报　8 件" in shown
    assert any("可以沿用" in text for text in shown)
    assert earlier.start.ui.listCount.text() == ""
    links = [b for b in below(earlier.start, QToolButton) if b.text().startswith("再列出")]
    assert [link.text() for link in links] == ["再列出 2 件"]
    links[0].click()
    assert not [b for b in below(earlier.start, QToolButton) if b.text().startswith("再列出")]


def test_work_on_a_form_of_last_year_is_this_years(window: MainWindow, qtbot: QtBot) -> None:
    window.workspace.shelf.take_in([example("karamay-2024-rent-subsidy")])
    qtbot.waitUntil(lambda: "填报中" in texts(window))
    assert not any("往年" in text for text in texts(window))
    assert window.start.ui.listCount.text() == "1 件"


def test_what_is_archived_is_one_click_away(
    window: MainWindow, answers: Answers, qtbot: QtBot
) -> None:
    window.workspace.shelf.take_in([example("karamay-2024-rent-subsidy")])
    window.workspace.shelf.archive(window.workspace.submissions()[0].id)
    qtbot.waitUntil(lambda: any("还没有上报" in text for text in texts(window)))
    (link,) = [b for b in below(window.start, QToolButton) if b.text().startswith("已归档")]
    assert link.text() == "已归档 1 件…"
    answers.choice = 0
    link.click()
    assert current(window).document.title() == "2024年租赁补贴（中央直达）"


def test_what_else_can_be_done_with_a_submission_is_beside_it(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.workspace.shelf.take_in([example("karamay-2024-rent-subsidy")])
    asked: list[int] = []
    window.start.submission_menu_asked.disconnect()
    window.start.submission_menu_asked.connect(lambda number, _: asked.append(number))

    def beside() -> list[QToolButton]:
        return [b for b in below(window.start, QToolButton) if "还能做什么" in b.accessibleName()]

    qtbot.waitUntil(lambda: bool(beside()))
    beside()[0].click()
    assert asked == [window.workspace.submissions()[0].id]


def test_a_backup_can_be_made_and_is_then_named(sample: MainWindow, qtbot: QtBot) -> None:
    sample.show_start()
    assert sample.start.ui.backupWhen.text() == "还没有备份"
    with qtbot.waitSignal(sample.deeds.backups_changed):
        sample.start.ui.backupNow.click()
    assert sample.start.ui.backupWhen.text().startswith("今天")
    assert sample.start.ui.backupCount.text().startswith("共 1 份")


@pytest.mark.parametrize("width", [911, 1097, 1280, 1920])
def test_every_submission_can_be_told_by_its_name(sample: MainWindow, width: int) -> None:
    sample.resize(width, 1008)
    sample.show_start()
    QTest.qWait(1)
    title = sample.workspace.submissions()[0].title
    label = next(each for each in below(sample.start, QLabel) if title in each.text())
    assert label.width() >= 150
    # A high screen leaves its room below the list.
    row = label.parentWidget()
    assert row is not None
    assert row.height() < 80
    assert sample.start.ui.side.width() <= sample.start.width()


def test_a_narrow_page_has_its_samples_below(window: MainWindow) -> None:
    side, left = window.start.ui.side, window.start.ui.newButton
    window.resize(911, 440)
    QTest.qWait(1)
    assert side.y() > left.y()
    assert side.x() + side.width() <= window.width()
    window.resize(1366, 696)
    QTest.qWait(1)
    assert side.x() > left.x()


def test_the_first_page_begins_at_its_top(sample: MainWindow) -> None:
    sample.resize(911, 440)
    sample.show_start()
    QTest.qWait(1)
    bar = sample.start.ui.scroll.verticalScrollBar()
    bar.setValue(bar.maximum())
    sample.show_start()
    assert bar.value() == 0
