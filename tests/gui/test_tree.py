"""The tree of submissions and forms."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from anju_desktop.document.changes import CellRef
from anju_desktop.document.course import State
from anju_desktop.gui.labels import short_title
from anju_desktop.gui.main_window import MainWindow
from anju_desktop.gui.submission_tree import ENTRY
from tests.gui.conftest import current, press


def test_the_tree_is_a_sound_item_model(sample: MainWindow, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(sample.ui.tree.model())  # type: ignore[no-untyped-call]


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("2024年老旧小区改造（中央直达）", "老旧小区改造"),
        ("2024年度绩效自评", "绩效自评"),
        ("金水区", "金水区"),
        ("2024年", "2024年"),
        ("（中央直达）", "（中央直达）"),
    ],
)
def test_names_in_the_tree_leave_out_year_and_remark(title: str, short: str) -> None:
    assert short_title(title) == short


def test_every_form_has_its_counts(sample: MainWindow) -> None:
    forms = sample.workspace.submissions()[0].forms
    counts = {short_title(form.title): sample.workspace.counts(form.id) for form in forms}
    assert len(counts) == 5
    dilapidated, communities = counts["危旧房改造"], counts["老旧小区改造"]
    assert dilapidated is not None
    assert dilapidated.explain >= 2
    assert communities is not None
    assert communities.explain == 1
    assert sum(each.error for each in counts.values() if each) == 0


def test_an_edit_changes_the_counts_of_its_form(sample: MainWindow, qtbot: QtBot) -> None:
    session = current(sample)
    with qtbot.waitSignal(sample.workspace.counts_changed) as blocker:
        session.document.set(CellRef("fiscal_funds"), "6101")
    assert blocker.args == [session.form_id]
    counts = sample.workspace.counts(session.form_id)
    assert counts is not None
    assert counts.error == 1


def test_a_form_without_findings_is_clean(sample: MainWindow) -> None:
    forms = sample.workspace.submissions()[0].forms
    states = {short_title(form.title): sample.workspace.form_state(form) for form in forms}
    assert states["资金分配表"] is State.CLEAN
    assert states["老旧小区改造"] is State.FILLING


def test_choosing_a_form_in_the_tree_opens_it(sample: MainWindow) -> None:
    tree = sample.ui.tree
    first = tree.model().index(0, 0, tree.model().index(0, 0))
    tree.clicked.emit(first)
    assert current(sample).form_id == first.data(ENTRY).id


def test_ctrl_and_a_number_open_a_form(sample: MainWindow) -> None:
    forms = sample.workspace.submissions()[0].forms
    press(sample, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert current(sample).form_id == forms[1].id


def test_counts_are_kept_for_the_next_start(sample: MainWindow) -> None:
    form_id = current(sample).form_id
    sample.show_start()
    stored = sample.workspace.store.form(form_id).counts
    assert stored is not None
    assert (stored.errors, stored.explain) == (0, 1)
