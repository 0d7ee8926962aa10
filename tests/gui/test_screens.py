"""From 1366×768 up and at 100 to 200 %: everything fits and the paper comes first."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

import anju_desktop.gui
from anju_desktop.document.changes import CellRef
from anju_desktop.gui import messages
from anju_desktop.gui.handbook import HandbookWindow
from anju_desktop.gui.main_window import MainWindow
from anju_desktop.gui.marks import CountsLabel
from anju_desktop.gui.notes import AboutDialog
from anju_desktop.gui.paper.preview import PreviewDialog
from anju_desktop.gui.screens import room_inside
from tests.gui.conftest import below
from tests.gui.windows import DIALOGS, Make

SCREENS = {
    "1366 at 100 %": (1366, 696),
    "1920 at 100 %": (1920, 1008),
    "1920 at 125 %": (1536, 798),
    "1920 at 150 %": (1280, 648),
    "1920 at 175 %": (1097, 545),
    "1920 at 200 %": (960, 468),
}
"""What title bar and task bar leave of a screen, in logical pixels."""
LEAST = (960, 468)


@pytest.mark.parametrize("size", SCREENS.values(), ids=list(SCREENS))
def test_the_paper_has_more_room_than_the_panel(sample: MainWindow, size: tuple[int, int]) -> None:
    sample.resize(*size)
    QApplication.processEvents()
    view, panel = sample.desk.view, sample.ui.panelHost
    assert view is not None
    assert (sample.width(), sample.height()) == size
    assert view.width() * view.height() > panel.width() * panel.height()
    if panel.y() > view.y():
        assert view.height() > panel.height()


def test_a_low_window_shows_findings_without_head_and_foot(sample: MainWindow) -> None:
    sample.resize(*LEAST)
    assert not sample.panel.ui.panelHead.isVisible()
    assert not sample.panel.ui.panelFoot.isVisible()
    sample.resize(1366, 696)
    assert sample.panel.ui.panelHead.isVisible()
    assert sample.panel.ui.panelFoot.isVisible()


@pytest.mark.parametrize("size", SCREENS.values(), ids=list(SCREENS))
def test_a_form_begins_at_its_left_edge(window: MainWindow, size: tuple[int, int]) -> None:
    window.resize(*size)
    window.start.ui.welcomeButton.click()
    QApplication.processEvents()
    assert window.desk.view is not None
    assert window.desk.view.horizontalScrollBar().value() == 0


@pytest.mark.parametrize("zoom", [1.5, 2.0])
def test_the_name_of_a_row_stays_in_sight_when_scrolling_sideways(
    sample: MainWindow, zoom: float
) -> None:
    sample.resize(1280, 648)
    view = sample.desk.view
    assert view is not None
    view.set_zoom(zoom)
    row = view.paper_model().grid.rows
    row_id = next(each.row_id for each in row if each.row_id)
    assert view.jump_to(CellRef("evidence", "indicators", row_id))
    bar = view.horizontalScrollBar()
    bar.setValue(bar.maximum())
    cell = view.paper_model().cell_of(CellRef("name", "indicators", row_id))
    assert cell is not None
    place = view.visualRect(view.paper_model().index_of(cell))
    assert bar.value() > 0
    assert place.left() >= 0
    assert place.right() <= view.viewport().width()


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(make, id=f"{kind.__name__}{number}")
        for kind, makers in DIALOGS.items()
        for number, make in enumerate(makers)
    ],
)
def test_every_dialog_fits_on_the_smallest_screen(sample: MainWindow, make: Make) -> None:
    dialog = make(sample)
    dialog.show()
    QApplication.processEvents()
    least = dialog.minimumSizeHint().expandedTo(dialog.minimumSize())
    assert least.width() <= LEAST[0]
    assert least.height() <= LEAST[1]
    # Preview and handbook are as large as the window below them.
    inside = sample if isinstance(dialog, PreviewDialog | HandbookWindow) else None
    room = inside.size() if inside is not None else room_inside(dialog)
    assert dialog.width() <= room.width()
    assert dialog.height() <= room.height()
    dialog.close()


def test_no_window_asks_qt_for_its_screen() -> None:
    """PySide6 would take the screen along with the window, and the program would die later."""
    package = Path(anju_desktop.gui.__file__).parent
    asking = [p.name for p in package.rglob("*.py") if ".screen()" in p.read_text(encoding="utf-8")]
    assert asking == ["screens.py"]


@pytest.mark.parametrize("size", [(1366, 696), LEAST], ids=["1366", "least"])
def test_a_reason_is_written_with_its_buttons_in_sight(
    sample: MainWindow, size: tuple[int, int]
) -> None:
    sample.resize(*size)
    sample.commands.actions["explain"].trigger()
    QTest.qWait(1)
    box = next(each for each in below(sample.panel, QPlainTextEdit) if each.isVisible())
    record = next(each for each in below(sample.panel, QPushButton) if each.text() == "记下说明")
    for part in (box, record):
        assert not part.visibleRegion().isEmpty()
        assert part.visibleRegion().boundingRect().height() == part.height()


def test_a_card_that_is_higher_than_the_panel_shows_its_beginning(sample: MainWindow) -> None:
    sample.resize(*LEAST)
    sample.panel.step(forward=True)
    QTest.qWait(1)
    title = next(each for each in below(sample.panel, QLabel) if each.text().startswith("比率写成"))
    assert title.visibleRegion().boundingRect().height() == title.height()


def test_a_long_name_of_a_unit_leaves_the_tree_as_wide_as_it_is(sample: MainWindow) -> None:
    before = sample.ui.treePanel.width()
    sample.ui.treeHead.setText("2021年　郑州市住房保障和房地产管理局老旧小区改造指挥部办公室")
    QTest.qWait(1)
    assert sample.ui.treePanel.width() == before


@pytest.mark.parametrize("words", ["没有找到打印机。", "一句很长的话，" * 12])
def test_a_question_is_wide_enough_and_not_cut(sample: MainWindow, words: str) -> None:
    seen: list[tuple[int, int, int]] = []

    def look() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        label = next(each for each in below(box, QLabel) if each.text() == words)
        seen.append((box.width(), label.height(), label.heightForWidth(label.width())))
        box.close()

    QTimer.singleShot(0, look)
    messages.ask(sample, words, "装好打印机再打开本窗口。", "导出 PDF…", "返回")
    ((width, height, needed),) = seen
    assert width >= 400
    assert height >= needed


def test_numbers_beside_the_other_forms_stay_in_the_panel(sample: MainWindow, qtbot: QtBot) -> None:
    sample.resize(1366, 696)

    def numbers() -> list[CountsLabel]:
        return [
            each for each in below(sample.panel, CountsLabel) if each.property("kind") == "bare"
        ]

    qtbot.waitUntil(lambda: bool(numbers()))
    for label in numbers():
        assert label.mapTo(sample, QPoint(label.width(), 0)).x() <= sample.width() - 8


def test_enter_leaves_what_is_said_about_the_program(sample: MainWindow) -> None:
    dialog = AboutDialog(sample.workspace.store.folder, sample)
    dialog.show()
    assert dialog.focusWidget() is dialog.ui.closeButton
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert not dialog.wants_changes
