"""The panel with the findings."""

import dataclasses

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from anju_desktop.document.changes import CellRef
from anju_desktop.forms.definition import Level
from anju_desktop.gui.finding_card import FindingCard, Shown
from anju_desktop.gui.finding_line import FindingLine
from anju_desktop.gui.help_card import HelpCard
from anju_desktop.gui.labels import CopyableLabel
from anju_desktop.gui.main_window import MainWindow
from anju_desktop.gui.moving import NOTHING_TO_SETTLE
from anju_desktop.gui.paper.naming import cell_name
from anju_desktop.rules.findings import Finding, Suggestion
from tests.gui.conftest import Answers, below, current, press

FISCAL, TOTAL = CellRef("fiscal_funds"), CellRef("total_funds")
CTRL = Qt.KeyboardModifier.ControlModifier


def cards(window: MainWindow) -> list[FindingCard]:
    return below(window.panel, FindingCard)


def open_card(window: MainWindow) -> FindingCard:
    """The one that is open; there is exactly one."""
    (card,) = [each for each in cards(window) if each.shown and each.shown.opened]
    return card


def finding_in(card: FindingCard) -> Finding:
    assert card.shown is not None
    return card.shown.finding


def button(card: FindingCard, words: str) -> QPushButton:
    (found,) = [b for b in below(card, QPushButton) if b.text() == words]
    return found


def words(card: FindingCard) -> list[str]:
    return [label.text() for label in below(card, QLabel)]


def explain(window: MainWindow, reason: str) -> None:
    window.commands.actions["explain"].trigger()
    card = open_card(window)
    (box,) = below(card, QPlainTextEdit)
    box.setPlainText(reason)
    button(card, "记下说明").click()


def test_every_finding_has_a_card_and_one_is_open(sample: MainWindow) -> None:
    assert len(cards(sample)) == len(current(sample).findings())
    assert finding_in(open_card(sample)).level is Level.EXPLAIN


def test_a_card_shows_both_values_the_place_and_what_to_do(sample: MainWindow) -> None:
    current(sample).document.set(FISCAL, "6101")
    sample.go_to(FISCAL)
    shown = "\n".join(words(open_card(sample)))
    for part in ("填写值", "应为", "6111", "6101", "算式", "依据"):
        assert part in shown


def test_f8_goes_to_the_findings_in_turn(sample: MainWindow) -> None:
    count = len(current(sample).findings())
    visited = []
    for _ in range(count):
        press(sample, Qt.Key.Key_F8)
        finding = finding_in(open_card(sample))
        assert sample.desk.view is not None
        assert sample.desk.view.current_ref() == finding.cell
        visited.append(finding.key)
    assert len(set(visited)) == count
    press(sample, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert finding_in(open_card(sample)).key == visited[-2]


def test_f8_goes_to_what_was_just_made_wrong_after_enter_led_on(sample: MainWindow) -> None:
    sample.go_to(FISCAL)
    view = sample.desk.view
    assert view is not None
    QTest.keyClicks(view, "6101")
    QTest.keyClick(QApplication.focusWidget() or view, Qt.Key.Key_Return)
    assert view.current_ref() != FISCAL
    press(sample, Qt.Key.Key_F8)
    assert finding_in(open_card(sample)).level is Level.ERROR
    assert view.current_ref() == FISCAL
    press(sample, Qt.Key.Key_F8)
    assert finding_in(open_card(sample)).level is Level.EXPLAIN


def test_f8_goes_on_from_where_a_finding_was_put_right(sample: MainWindow) -> None:
    for _ in range(2):
        press(sample, Qt.Key.Key_F8)
    keys = [finding.key for finding in current(sample).findings()]
    second = finding_in(open_card(sample))
    assert second.suggestion is not None
    press(sample, Qt.Key.Key_J, CTRL)
    assert second.key not in [finding.key for finding in current(sample).findings()]
    before = set(keys) - {second.key}
    press(sample, Qt.Key.Key_F8)
    reached = finding_in(open_card(sample)).key
    assert reached in before
    assert reached == [f.key for f in sorted_by_level(sample)][1]


def sorted_by_level(window: MainWindow) -> list[Finding]:
    """The findings as the panel has them."""
    levels = list(Level)
    return sorted(current(window).findings(), key=lambda finding: levels.index(finding.level))


def test_the_open_card_follows_the_cell(sample: MainWindow) -> None:
    for finding in current(sample).findings():
        sample.go_to(finding.cell)
        assert finding.cell in finding_in(open_card(sample)).cells


def test_one_click_takes_the_suggestion_and_undo_takes_it_back(sample: MainWindow) -> None:
    document = current(sample).document
    document.set(FISCAL, "6101")
    sample.go_to(FISCAL)
    finding = finding_in(open_card(sample))
    suggestion = finding.suggestion
    assert suggestion is not None
    before = document.text(suggestion.cell)
    button(open_card(sample), suggestion.label).click()
    assert document.text(suggestion.cell) == suggestion.text
    assert finding not in current(sample).findings()
    sample.commands.actions["undo"].trigger()
    assert document.text(suggestion.cell) == before
    assert finding in current(sample).findings()


def test_a_reason_is_written_stored_and_takes_the_finding_off_the_count(
    sample: MainWindow,
) -> None:
    assert current(sample).counts().explain == 1
    explain(sample, "与上级文件口径一致")
    assert current(sample).counts().explain == 0
    (explanation,) = current(sample).document.explanations()
    assert explanation.text == "与上级文件口径一致"
    assert explanation.time
    sample.workspace.store.flush()
    stored = sample.workspace.store.load_document(current(sample).form_id)
    assert stored.explanations() == (explanation,)
    assert "已说明" in words(open_card(sample))


def test_a_reason_has_to_be_affirmed_again_after_the_value_changed(sample: MainWindow) -> None:
    explain(sample, "与上级文件口径一致")
    finding = finding_in(open_card(sample))
    current(sample).document.set(finding.cell, ">=120%")
    assert "需重新确认" in words(open_card(sample))
    assert current(sample).counts().explain == 1
    button(open_card(sample), "仍然如此").click()
    assert "已说明" in words(open_card(sample))
    assert current(sample).counts().explain == 0


def test_a_reason_can_be_withdrawn(sample: MainWindow) -> None:
    explain(sample, "与上级文件口径一致")
    button(open_card(sample), "撤回说明").click()
    assert current(sample).document.explanations() == ()
    assert "待说明" in words(open_card(sample))


@pytest.mark.parametrize("leaving", ["home", "next form", "finalize"])
def test_a_reason_that_is_being_written_is_recorded_when_one_leaves(
    sample: MainWindow, answers: Answers, leaving: str
) -> None:
    form = current(sample).form_id
    sample.commands.actions["explain"].trigger()
    (box,) = below(open_card(sample), QPlainTextEdit)
    box.setPlainText("上级要求全额")
    if leaving == "home":
        sample.show_start()
    elif leaving == "next form":
        submission = sample.workspace.submission
        assert submission is not None
        sample.open_form(next(each.id for each in submission.forms if each.id != form))
    else:
        answers.yes = False
        sample.commands.actions["finalize"].trigger()
    sample.open_form(form)
    (explanation,) = current(sample).document.explanations()
    assert explanation.text == "上级要求全额"


def test_an_empty_reason_is_not_recorded(sample: MainWindow) -> None:
    explain(sample, "   ")
    assert current(sample).document.explanations() == ()


def test_giving_up_a_reason_keeps_what_stood_there(sample: MainWindow) -> None:
    sample.commands.actions["explain"].trigger()
    button(open_card(sample), "不写了").click()
    assert current(sample).document.explanations() == ()
    assert button(open_card(sample), "写说明").isVisible()


def test_keys_that_bring_and_take_a_finding_make_no_new_cards(sample: MainWindow) -> None:
    document = current(sample).document
    document.set(FISCAL, "6101")
    made = cards(sample)
    for text in ("6111", "6102", "6111", "6101"):
        document.set(FISCAL, text)
        assert len(cards(sample)) == len(current(sample).findings())
        assert all(card in made for card in cards(sample))


class Layouts(QObject):
    """How often one of a panel's widgets is asked to lay itself out."""

    def __init__(self, panel: QWidget) -> None:
        super().__init__(panel)
        self.seen = 0
        for widget in (panel, *panel.findChildren(QWidget)):
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.seen += event.type() == QEvent.Type.LayoutRequest
        return False


def test_what_a_key_changes_is_laid_out_before_it_is_painted(sample: MainWindow) -> None:
    document = current(sample).document
    layouts = Layouts(sample.panel)
    # The last text makes a card longer by some lines.
    for text in ("1", "12", "123456", "1234567890" * 9):
        for _ in range(5):
            QApplication.processEvents()
        layouts.seen = 0
        document.set_draft(FISCAL, text)
        assert layouts.seen > 0
        layouts.seen = 0
        for _ in range(5):
            QApplication.processEvents()
        assert layouts.seen == 0
    document.set_draft(FISCAL, None)


def test_values_can_be_selected_where_the_pointer_is(sample: MainWindow) -> None:
    labels = below(open_card(sample), CopyableLabel)
    label = next(label for label in labels if label.text())
    none, by_mouse = (
        Qt.TextInteractionFlag.NoTextInteraction,
        Qt.TextInteractionFlag.TextSelectableByMouse,
    )
    assert label.textInteractionFlags() == none
    size = label.heightForWidth(100)
    at = QPointF(1, 1)
    QApplication.sendEvent(label, QEnterEvent(at, at, at))
    assert label.textInteractionFlags() == by_mouse
    assert label.heightForWidth(100) == size
    label.setSelection(0, 1)
    QApplication.sendEvent(label, QEvent(QEvent.Type.Leave))
    assert label.textInteractionFlags() == by_mouse
    label.setText("其他内容")
    assert label.heightForWidth(1000) <= size
    QApplication.sendEvent(label, QEvent(QEvent.Type.Leave))
    assert label.textInteractionFlags() == none


def test_a_reason_begun_is_not_carried_over_to_another_finding(sample: MainWindow) -> None:
    sample.commands.actions["explain"].trigger()
    card = open_card(sample)
    (box,) = below(card, QPlainTextEdit)
    box.setPlainText("与上级文件口径一致")
    shown = card.shown
    assert shown is not None
    card.clear()
    card.show_finding(shown)
    assert below(card, QPlainTextEdit) == []
    assert box.toPlainText() == ""
    assert button(card, "写说明").isVisible()


@pytest.mark.parametrize("level", list(Level))
def test_at_most_two_buttons_stand_on_a_card(sample: MainWindow, level: Level) -> None:
    current(sample).document.set(FISCAL, "6101")
    findings = [f for f in current(sample).findings() if f.level is level]
    assert findings
    for finding in findings:
        sample.go_to(finding.cell)
        shown = below(open_card(sample), QPushButton)
        assert len(shown) <= 2


def test_two_ways_to_settle_a_finding_are_two_buttons_with_their_cells_and_numbers(
    dressed: QApplication, qtbot: QtBot
) -> None:
    total = Suggestion(CellRef("total_funds"), "6101", "年度预算总额改为 6101")
    part = Suggestion(FISCAL, "6111", "财政拨款改为 6111")
    cells = (CellRef("total_funds"), FISCAL)
    finding = Finding(
        "sum", Level.ERROR, cells, "相加不等", "相加不等。", suggestion=total, alternative=part
    )
    card = FindingCard()
    qtbot.addWidget(card)
    accepted: list[Suggestion] = []
    card.suggestion_accepted.connect(accepted.append)
    card.show_finding(Shown(finding, "年度预算总额", opened=True))
    card.resize(255, 300)
    card.show()
    for suggestion in (total, part):
        button(card, suggestion.label).click()
    assert accepted == [total, part]
    needing = dataclasses.replace(finding, level=Level.EXPLAIN)
    card.show_finding(Shown(needing, "年度预算总额", "missing", opened=True))
    assert [each.text() for each in below(card, QPushButton)][1:] == ["写说明"]


def test_follow_ons_are_folded_under_their_cause_and_lead_to_their_cells(
    sample: MainWindow,
) -> None:
    session = current(sample)
    session.document.set(TOTAL, "6101元")
    (cause,) = [f for f in session.findings() if session.follow_ons(f)]
    followers = session.follow_ons(cause)
    assert not {f.key for f in followers} & {f.key for f in session.findings()}
    sample.go_to(cause.cell)
    card = open_card(sample)
    assert below(card, FindingLine) == []
    (fold,) = [b for b in below(card, QToolButton) if b.text() == f"连带 {len(followers)} 条"]
    fold.click()
    lines = below(card, FindingLine)
    assert len(lines) == len(followers)
    sample.go_to(FISCAL)
    sample.go_to(cause.cell)
    fold.click()
    lines[0].click()
    assert sample.desk.view is not None
    assert sample.desk.view.current_ref() == followers[0].cell
    assert sample.desk.view.hasFocus()


def test_the_keyboard_takes_the_suggestion_and_stays_on_the_paper(sample: MainWindow) -> None:
    document = current(sample).document
    document.set(FISCAL, "6101")
    sample.go_to(FISCAL)
    suggestion = finding_in(open_card(sample)).suggestion
    assert suggestion is not None
    press(sample, Qt.Key.Key_J, CTRL)
    assert document.text(suggestion.cell) == suggestion.text
    assert sample.desk.view is not None
    assert sample.desk.view.hasFocus()
    assert sample.ui.noticeLabel.text().startswith("已照办：")
    sample.commands.actions["undo"].trigger()
    assert document.text(FISCAL) == "6101"


def test_the_keyboard_affirms_a_reason_that_has_become_stale(sample: MainWindow) -> None:
    explain(sample, "与上级文件口径一致")
    finding = finding_in(open_card(sample))
    current(sample).document.set(finding.cell, ">=120%")
    assert current(sample).counts().explain == 1
    press(sample, Qt.Key.Key_J, CTRL)
    assert current(sample).counts().explain == 0


def test_where_nothing_can_be_settled_with_a_key_that_is_said(sample: MainWindow) -> None:
    current(sample).document.set(FISCAL, "若干")
    sample.go_to(FISCAL)
    assert finding_in(open_card(sample)).suggestion is None
    before = current(sample).document.fields()
    press(sample, Qt.Key.Key_J, CTRL)
    assert sample.ui.noticeLabel.text() == NOTHING_TO_SETTLE
    assert current(sample).document.fields() == before


def reason_box(window: MainWindow) -> QPlainTextEdit:
    """The open text box for a reason, with the keyboard in it."""
    window.commands.actions["explain"].trigger()
    (box,) = below(open_card(window), QPlainTextEdit)
    assert box.hasFocus()
    return box


def test_a_reason_is_written_and_recorded_with_the_keyboard_alone(sample: MainWindow) -> None:
    box = reason_box(sample)
    QTest.keyClicks(box, "as agreed")
    QTest.keyClick(box, Qt.Key.Key_Return)
    QTest.keyClicks(box, "in writing")
    QTest.keyClick(box, Qt.Key.Key_Return, CTRL)
    (explanation,) = current(sample).document.explanations()
    assert explanation.text == "as agreed\nin writing"
    assert sample.desk.view is not None
    assert sample.desk.view.hasFocus()


def test_escape_gives_a_reason_up(sample: MainWindow) -> None:
    box = reason_box(sample)
    QTest.keyClicks(box, "never mind")
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert current(sample).document.explanations() == ()
    assert below(open_card(sample), QPlainTextEdit) == []
    assert sample.desk.view is not None
    assert sample.desk.view.hasFocus()


def test_who_writes_a_reason_sees_the_button_that_records_it(sample: MainWindow) -> None:
    sample.resize(1366, 560)
    current(sample).document.set(FISCAL, "6101")
    QApplication.processEvents()
    reason_box(sample)
    area, made = sample.panel.ui.scroll.viewport(), button(open_card(sample), "记下说明")
    assert area.rect().contains(made.rect().translated(made.mapTo(area, QPoint())))


def test_on_a_low_screen_what_to_do_stands_beside_what_is_wrong(sample: MainWindow) -> None:
    sample.resize(911, 464)
    current(sample).document.set(FISCAL, "6101")
    sample.go_to(FISCAL)
    QApplication.processEvents()
    card = open_card(sample)
    suggestion = finding_in(card).suggestion
    assert suggestion is not None
    area, made = sample.panel.ui.scroll.viewport(), button(card, suggestion.label)
    assert area.rect().contains(made.rect().translated(made.mapTo(area, QPoint())))
    (written,) = [label for label in below(card, QLabel) if label.text() == "填写值"]
    assert made.mapTo(card, QPoint()).x() > written.mapTo(card, QPoint()).x() + 200


def test_escape_leads_back_to_the_paper_from_anywhere_in_the_panel(sample: MainWindow) -> None:
    view = sample.desk.view
    assert view is not None
    stops = [*cards(sample), *below(sample.panel, QToolButton)]
    assert len(stops) > 3
    for stop in stops:
        stop.setFocus()
        QTest.keyClick(stop, Qt.Key.Key_Escape)
        assert view.hasFocus()


def test_a_finding_can_be_copied_as_text(sample: MainWindow) -> None:
    current(sample).document.set(FISCAL, "6101")
    sample.go_to(FISCAL)
    card = open_card(sample)
    card.setFocus()
    QTest.keyClick(card, Qt.Key.Key_C, CTRL)
    lines = QApplication.clipboard().text().split("\n")
    finding = finding_in(card)
    assert lines[0] == f"错误：{finding.title}"
    place = cell_name(current(sample).document, finding.cell)
    for line in (f"位置：{place}", f"填写值：{finding.written}", f"算式：{finding.arithmetic}"):
        assert line in lines


def test_all_findings_of_a_form_can_be_copied(sample: MainWindow) -> None:
    sample.commands.actions["copy_findings"].trigger()
    copied = QApplication.clipboard().text()
    findings = current(sample).findings()
    assert len(copied.split("\n\n")) == len(findings)
    assert all(finding.message in copied for finding in findings)
    assert sample.ui.noticeLabel.text().startswith(f"已复制 {len(findings)} 条")


def test_the_foot_says_what_is_not_checked(sample: MainWindow) -> None:
    assert sample.panel.ui.footLabel.text().startswith("不检查：")


def test_help_for_a_cell_names_its_checks_and_can_be_closed(sample: MainWindow) -> None:
    sample.go_to(FISCAL)
    press(sample, Qt.Key.Key_F1)
    shown = [label.text() for label in below(sample.panel, QLabel)]
    assert any("本格参与的审核" in text for text in shown)
    assert any("财政拨款" in text for text in shown)
    assert sample.panel.close_help()
    assert not sample.panel.close_help()


def helped(window: MainWindow) -> list[str]:
    """Which cells the open cards of explanations are about."""
    return [below(card, QLabel)[0].text() for card in below(window.panel, HelpCard)]


def test_an_open_help_follows_the_clerk_and_a_closed_one_stays_closed(sample: MainWindow) -> None:
    sample.go_to(FISCAL)
    press(sample, Qt.Key.Key_F1)
    assert helped(sample) == [cell_name(current(sample).document, FISCAL)]
    press(sample, Qt.Key.Key_Tab)
    after = CellRef("other_funds")
    assert helped(sample) == [cell_name(current(sample).document, after)]
    sample.panel.close_help()
    press(sample, Qt.Key.Key_Tab)
    assert helped(sample) == []


def test_help_that_follows_leaves_the_finding_of_the_cell_in_sight(sample: MainWindow) -> None:
    sample.resize(1366, 560)
    current(sample).document.set(FISCAL, "6101")
    sample.go_to(CellRef("project_name"))
    press(sample, Qt.Key.Key_F1)
    sample.go_to(FISCAL)
    area, card = sample.panel.ui.scroll.viewport(), open_card(sample)
    assert FISCAL in finding_in(card).cells
    assert area.rect().contains(card.rect().translated(card.mapTo(area, QPoint())))
