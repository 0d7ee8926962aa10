"""整件: what is left in the other forms of a submission, seen and gone through from the open one."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from anju_desktop.document.changes import CellRef
from anju_desktop.gui.finding_line import FindingLine
from anju_desktop.gui.main_window import MainWindow
from anju_desktop.gui.other_forms import OtherForms, others
from tests.gui.conftest import below, current, press

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
TOTAL = CellRef("total_funds")


def notice(window: MainWindow) -> str:
    return window.ui.noticeLabel.text()


def shown(window: MainWindow) -> OtherForms:
    (part,) = below(window.panel, OtherForms)
    part.refresh()
    return part


def heads(window: MainWindow) -> list[QToolButton]:
    buttons = below(shown(window), QToolButton)
    return [each for each in buttons if not isinstance(each, FindingLine)]


def to_end(window: MainWindow) -> None:
    """F8 until the last finding of the open form is open."""
    for _ in current(window).findings():
        press(window, Qt.Key.Key_F8)
    assert window.panel.is_at_end(forward=True)


@pytest.fixture
def fresh(window: MainWindow) -> MainWindow:
    """Two forms that nobody has filled in or audited."""
    editions = [window.workspace.library.get("karamay-2024-project-target")] * 2
    window.open_form(window.workspace.shelf.create("某区", "2024", "补助资金", editions))
    return window


def test_each_other_form_with_work_left_stands_below_with_its_counts(sample: MainWindow) -> None:
    workspace = sample.workspace
    working = [each for each in others(workspace) if workspace.remaining(each.id)]
    assert len(working) > 1
    names = [head.accessibleName() for head in heads(sample)]
    assert len(names) == len(working)
    for name, form in zip(names, working, strict=True):
        counts = workspace.counts(form.id)
        assert counts is not None
        assert name.endswith(counts.words())


def test_a_line_leads_to_its_cell_in_the_other_form(sample: MainWindow, qtbot: QtBot) -> None:
    before = current(sample).form_id
    head = heads(sample)[0]
    assert below(shown(sample), FindingLine) == []
    QTest.keyClick(head, Qt.Key.Key_Space)
    line = below(shown(sample), FindingLine)[0]
    QTest.keyClick(line, Qt.Key.Key_Space)
    assert current(sample).form_id != before
    view = sample.desk.view
    assert view is not None
    assert view.hasFocus()
    reached = [f for f in current(sample).findings() if f.cell == view.current_ref()]
    assert any((f.title or f.message) in line.accessibleName() for f in reached)


def test_what_was_put_right_leaves_the_list(sample: MainWindow, qtbot: QtBot) -> None:
    first = current(sample).form_id
    current(sample).document.set(TOTAL, "1")
    other = others(sample.workspace)[0]
    sample.open_form(other.id)
    errors = [f for f in sample.workspace.remaining(first) if f.cell == TOTAL]
    assert errors
    sample.open_form(first)
    sample.commands.actions["undo"].trigger()
    sample.open_form(other.id)
    assert [f for f in sample.workspace.remaining(first) if f.cell == TOTAL] == []


def test_f8_at_the_end_offers_the_next_form_and_goes_there_when_pressed_again(
    sample: MainWindow,
) -> None:
    first = current(sample).form_id
    to_end(sample)
    press(sample, Qt.Key.Key_F8)
    assert current(sample).form_id == first
    following = next(f for f in others(sample.workspace) if sample.workspace.remaining(f.id))
    assert notice(sample) == f"本表看完了，再按一次 F8 到“{following.title}”。"
    press(sample, Qt.Key.Key_F8)
    assert current(sample).form_id == following.id
    view = sample.desk.view
    assert view is not None
    assert view.current_ref() in [f.cell for f in current(sample).findings()]


def test_shift_f8_goes_back_to_the_last_finding_of_the_form_before(sample: MainWindow) -> None:
    before = [f for f in others(sample.workspace) if sample.workspace.remaining(f.id)][-1]
    press(sample, Qt.Key.Key_F8)
    for _ in range(2):
        press(sample, Qt.Key.Key_F8, SHIFT)
    assert current(sample).form_id == before.id
    assert sample.panel.is_at_end(forward=True)


def test_who_goes_elsewhere_has_turned_the_offer_down(sample: MainWindow) -> None:
    first = current(sample).form_id
    to_end(sample)
    press(sample, Qt.Key.Key_F8)
    press(sample, Qt.Key.Key_Up)
    press(sample, Qt.Key.Key_F8)
    assert current(sample).form_id == first


def test_f8_goes_through_the_whole_submission(sample: MainWindow) -> None:
    workspace = sample.workspace
    wanted = {f.id for f in others(workspace) if workspace.remaining(f.id)}
    wanted |= {current(sample).form_id}
    seen: set[tuple[int, str]] = set()
    for _ in range(40):
        press(sample, Qt.Key.Key_F8)
        seen.add((current(sample).form_id, sample.panel.open_title))
    assert {form for form, _ in seen} == wanted


def test_blanks_of_forms_that_were_not_audited_are_no_findings_yet(fresh: MainWindow) -> None:
    (label,) = [each for each in below(shown(fresh), QLabel) if "本件" in each.text()]
    assert label.text() == "本件的其他表还没有审核，按 Ctrl+F7 整件审核。"
    assert heads(fresh) == []


def test_all_forms_are_audited_with_one_key(fresh: MainWindow) -> None:
    press(fresh, Qt.Key.Key_F7, CTRL)
    (other,) = others(fresh.workspace)
    left = fresh.workspace.remaining(other.id)
    assert len(left) > 5
    assert notice(fresh).startswith("整件 2 张表审核完毕：错误 ")
    lines = [each.accessibleName() for each in below(shown(fresh), FindingLine)]
    assert len(lines) == len(left)
    assert lines[0].startswith("错误，")
    assert fresh.panel.open_title
