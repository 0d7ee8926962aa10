"""The first page."""

from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from anju_desktop.gui.main_window import MainWindow
from tests.gui.conftest import below, current


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


def test_submissions_are_listed_with_state_and_counts(sample: MainWindow) -> None:
    sample.show_start()
    shown = texts(sample)
    assert any("中央财政城镇保障性安居工程补助资金" in text for text in shown)
    assert "填报中" in shown
    assert sample.start.ui.listCount.text() == "1 件"


def test_a_backup_can_be_made_and_is_then_named(sample: MainWindow, qtbot: QtBot) -> None:
    sample.show_start()
    assert sample.start.ui.backupWhen.text() == "还没有备份"
    with qtbot.waitSignal(sample.deeds.backups_changed):
        sample.start.ui.backupNow.click()
    assert sample.start.ui.backupWhen.text().startswith("今天")
    assert sample.start.ui.backupCount.text().startswith("共 1 份")
