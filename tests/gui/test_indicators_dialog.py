"""The dialog of all common indicators, and the commands that lead to it."""

from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from anju_desktop.document.changes import CellRef
from anju_desktop.gui.help_card import HelpCard
from anju_desktop.gui.indicators_dialog import IndicatorsDialog
from anju_desktop.gui.main_window import MainWindow
from anju_desktop.indicators.catalogue import Catalogue
from anju_desktop.indicators.definition import Indicator
from anju_desktop.indicators.loading import OWN_NAME
from tests.gui.conftest import below, current, press
from tests.gui.test_words import texts


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "资料"


@pytest.fixture
def dialog(qtbot: QtBot, dressed: QApplication, folder: Path) -> IndicatorsDialog:
    made = IndicatorsDialog(Catalogue(folder))
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def names(dialog: IndicatorsDialog) -> list[str]:
    return [each.indicator.name for each in dialog.model.suggestions()]


def typed(dialog: IndicatorsDialog) -> dict[str, str]:
    return {key: edit.text() for key, edit in dialog.card.edits.items() if edit.text()}


def shows(widget: QWidget, word: str) -> bool:
    return any(word in text for text in texts(widget))


def test_it_opens_with_everything_and_the_first_shown(dialog: IndicatorsDialog) -> None:
    assert len(names(dialog)) >= 60
    assert typed(dialog) == {
        "name": "改造户数",
        "sign": "≥",
        "unit": "户",
        "weight": "5",
        "rule": "按照完成比例赋分",
        "basis": "计划标准",
        "evidence": "工作资料",
    }
    assert "克区财综〔2024〕2号" in dialog.card.origin.text()
    assert dialog.search.hasFocus()


def test_the_list_follows_the_search_and_keeps_the_focus_there(dialog: IndicatorsDialog) -> None:
    QTest.keyClicks(dialog.search, "gzlds")
    assert names(dialog)[0] == "改造楼栋数"
    assert typed(dialog)["name"] == "改造楼栋数"
    QTest.keyClicks(dialog.search, "qqq")
    assert names(dialog) == []
    assert dialog.hint.isVisible()
    assert "gzldsqqq" in dialog.hint.text()
    assert dialog.search.hasFocus()


def test_without_own_ones_a_hint_says_how_to_get_them(dialog: IndicatorsDialog) -> None:
    dialog.own_only.click()
    assert dialog.hint.isVisible()
    assert "加入常用指标" in dialog.hint.text()


def test_a_new_one_is_added_changed_and_removed(dialog: IndicatorsDialog, folder: Path) -> None:
    dialog.new_button.click()
    assert dialog.card.edits["name"].hasFocus()
    for key, text in {"name": "加装电梯数", "sign": ">=", "unit": "部", "weight": "2.5"}.items():
        dialog.card.edits[key].setText(text)
    dialog.card.save_button.click()
    (own,) = Catalogue(folder).own()
    assert (own.name, own.sign.value, own.unit, str(own.weight)) == ("加装电梯数", "≥", "部", "2.5")
    assert names(dialog)[0] == "加装电梯数"
    dialog.card.edits["name"].setText("加装电梯部数")
    dialog.card.save_button.click()
    assert [own.name for own in Catalogue(folder).own()] == ["加装电梯部数"]
    dialog.card.remove_button.click()
    assert Catalogue(folder).own() == ()
    assert "加装电梯部数" not in names(dialog)
    assert "已删去" in dialog.card.problem.text()


def test_one_that_ships_is_kept_as_an_own_one_when_changed(
    dialog: IndicatorsDialog, folder: Path
) -> None:
    dialog.card.edits["weight"].setText("8")
    dialog.card.save_button.click()
    (own,) = Catalogue(folder).own()
    assert (own.name, own.weight, own.programmes) == ("改造户数", Decimal(8), ("renovation",))
    assert own.aliases == ("改造居民户数",)
    dialog.own_only.click()
    assert names(dialog) == ["改造户数"]


def test_what_ships_is_not_removed_but_said_to_stay(dialog: IndicatorsDialog, folder: Path) -> None:
    dialog.card.remove_button.click()
    assert "随程序带的" in dialog.card.problem.text()
    assert not (folder / OWN_NAME).exists()


@pytest.mark.parametrize(
    ("key", "text", "why"),
    [("name", " ", "空着"), ("sign", "约", "符号应是"), ("weight", "五", "权重应是数字")],
)
def test_what_cannot_be_kept_is_said_beside_the_button(
    dialog: IndicatorsDialog, folder: Path, key: str, text: str, why: str
) -> None:
    dialog.card.edits[key].setText(text)
    dialog.card.save_button.click()
    assert why in dialog.card.problem.text()
    assert dialog.card.problem.isVisible()
    assert not (folder / OWN_NAME).exists()


def test_enter_in_the_search_saves_nothing(dialog: IndicatorsDialog, folder: Path) -> None:
    QTest.keyClicks(dialog.search, "gzhs")
    QTest.keyClick(dialog.search, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert not (folder / OWN_NAME).exists()


def test_enter_in_a_line_saves(dialog: IndicatorsDialog, folder: Path) -> None:
    unit = dialog.card.edits["unit"]
    unit.setText("户家庭")
    QTest.keyClick(unit, Qt.Key.Key_Return)
    assert [own.unit for own in Catalogue(folder).own()] == ["户家庭"]
    assert not dialog.card.changed()


def test_what_is_not_saved_stays_until_it_is_saved_or_given_up(dialog: IndicatorsDialog) -> None:
    unit = dialog.card.edits["unit"]
    assert not dialog.card.give_up_button.isVisible()
    unit.setText("户家庭")
    dialog.list.setCurrentIndex(dialog.model.index(3, 0))
    assert (unit.text(), dialog.card.shown and dialog.card.shown.name) == ("户家庭", "改造户数")
    assert "还没有保存" in dialog.card.problem.text()
    QTest.keyClicks(dialog.search, "lds")
    dialog.new_button.click()
    assert unit.text() == "户家庭"
    dialog.card.give_up_button.click()
    assert unit.text() == "户"
    dialog.list.setCurrentIndex(dialog.model.index(0, 0))
    assert typed(dialog)["name"] == "改造楼栋数"


def test_closing_speaks_of_what_is_not_saved_once(dialog: IndicatorsDialog) -> None:
    dialog.card.edits["unit"].setText("户家庭")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert "还没有保存" in dialog.card.problem.text()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_programmes_of_several_stay_unless_another_is_chosen(
    dialog: IndicatorsDialog, folder: Path
) -> None:
    QTest.keyClicks(dialog.search, "zlzfbzmyd")
    dialog.card.save_button.click()
    (own,) = Catalogue(folder).own()
    assert len(own.programmes) == 4
    box = dialog.card.programme
    box.setCurrentIndex(box.findText("各项目通用"))
    dialog.card.save_button.click()
    assert Catalogue(folder).own()[0].programmes == ()


def test_a_bad_own_file_is_said_and_kept_aside_when_one_is_added(
    qtbot: QtBot, dressed: QApplication, folder: Path
) -> None:
    folder.mkdir()
    (folder / OWN_NAME).write_bytes(b"x = \n")
    dialog = IndicatorsDialog(Catalogue(folder))
    qtbot.addWidget(dialog)
    assert OWN_NAME in dialog.card.problem.text()
    assert len(names(dialog)) >= 60
    dialog.card.save_button.click()
    assert "改名为" in dialog.card.problem.text()
    assert len(list(folder.glob("*读不了*"))) == 1


def test_its_model_is_sound(dialog: IndicatorsDialog, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(dialog.model)  # type: ignore[no-untyped-call]


def test_it_fits_on_a_screen_at_twice_the_size(dialog: IndicatorsDialog) -> None:
    assert dialog.minimumSizeHint().height() <= 500
    assert dialog.minimumSizeHint().width() <= 940


def test_the_menu_opens_it_and_the_paper_knows_what_was_added(sample: MainWindow) -> None:
    seen: list[int] = []

    def add() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, IndicatorsDialog)
        seen.append(len(names(dialog)))
        dialog.card.show_new("加装电梯数")
        dialog.card.save_button.click()
        dialog.reject()

    QTimer.singleShot(0, add)
    sample.commands.actions["indicators"].trigger()
    assert seen
    assert sample.workspace.catalogue().own() == (Indicator("加装电梯数", "quantity"),)


@pytest.fixture
def renovation(sample: MainWindow) -> MainWindow:
    """The window with the form of 老旧小区改造 open."""
    forms = [form for entry in sample.workspace.submissions() for form in entry.forms]
    sample.open_form(next(form.id for form in forms if "老旧小区" in form.title))
    return sample


def go_to(window: MainWindow, column: str) -> CellRef:
    """The cell of the first indicator in a column."""
    ref = CellRef(column, "indicators", current(window).document.row_ids("indicators")[0])
    window.go_to(ref)
    return ref


def help_of(window: MainWindow) -> list[str]:
    window.commands.actions["cell_help"].trigger()
    (card,) = below(window, HelpCard)
    return [text for text in texts(card) if text]


def test_help_says_what_is_known_of_the_indicator(renovation: MainWindow) -> None:
    go_to(renovation, "target")
    said = help_of(renovation)
    assert any("“改造面积”通常：指标值 ≥ … 万平方米；权重 5 分" in text for text in said)
    assert any("出处：克区财综〔2024〕2号" in text for text in said)


def test_help_of_an_empty_name_says_that_names_are_offered(renovation: MainWindow) -> None:
    current(renovation).document.set(go_to(renovation, "name"), "")
    assert any("列出常用指标" in text for text in help_of(renovation))


def test_no_indicator_is_loaded_before_the_clerk_comes_to_one(
    renovation: MainWindow, qtbot: QtBot
) -> None:
    go_to(renovation, "evidence")
    press(renovation, Qt.Key.Key_A)
    QApplication.processEvents()
    assert renovation.workspace._catalogue is None
    go_to(renovation, "name")
    assert renovation.workspace._catalogue is None
    qtbot.waitUntil(lambda: renovation.workspace._catalogue is not None)


def test_what_is_typed_at_once_does_not_wait_for_the_loading(renovation: MainWindow) -> None:
    go_to(renovation, "name")
    press(renovation, Qt.Key.Key_A)
    assert renovation.workspace._catalogue is not None


def test_a_cell_that_is_only_passed_loads_nothing(renovation: MainWindow) -> None:
    view = renovation.desk.view
    assert view is not None
    assert view._assistant is not None
    go_to(renovation, "name")
    assert view._assistant._pause.isActive()
    go_to(renovation, "evidence")
    assert not view._assistant._pause.isActive()
