"""Facts typed beside the paper: score, arithmetic and sentence follow, and go into the table."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QRadioButton, QTabBar
from pytestqt.qtbot import QtBot

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.forms.definition import Level
from anju_desktop.gui.finding_card import FindingCard
from anju_desktop.gui.help_card import HelpCard
from anju_desktop.gui.last_year import NOTHING
from anju_desktop.gui.main_window import MainWindow
from anju_desktop.gui.paper.painting import Agreement
from anju_desktop.gui.scoring.panel import NOT_A_SCORED_FORM
from anju_desktop.rules.findings import Finding
from tests.gui.conftest import below, current, press
from tests.gui.scoring.conftest import card_of, cell, focus, open_blank
from tests.gui.test_words import english, texts

SCORE, REASON = cell("score", "households"), cell("reason", "households")
PROBLEMS = CellRef("report_problems")
PLANNED = CellRef("planned_households")
SENTENCE = "2020年计划改造户数33224户，已开工户数33623户，开工率101.2%。"


def words(window: MainWindow) -> str:
    """All that can be read on the card."""
    return "\n".join(label.text() for label in below(card_of(window), QLabel))


def button(window: MainWindow, text: str) -> QPushButton:
    (found,) = [b for b in below(card_of(window), QPushButton) if b.text() == text]
    return found


def tabs(window: MainWindow) -> list[QTabBar]:
    return below(window.ui.panelHost, QTabBar)


def key(pressed: Qt.Key) -> None:
    QTest.keyClick(focus(), pressed)


def type_facts(window: MainWindow) -> None:
    """Both facts of the households, by keyboard alone."""
    press(window, Qt.Key.Key_F9)
    QTest.keyClicks(focus(), "33224")
    key(Qt.Key.Key_Return)
    QTest.keyClicks(focus(), "33623")
    key(Qt.Key.Key_Return)


def test_facts_become_a_score_and_a_sentence_which_go_into_the_table_by_keyboard_alone(
    evaluation: MainWindow,
) -> None:
    document = current(evaluation).document
    type_facts(evaluation)
    assert document.facts() == {"planned_households": "33224", "started_households": "33623"}
    for shown in ("33623÷33224＝101.2%", "101.2%", "满分线 100%", "/ 15", SENTENCE):
        assert shown in words(evaluation)
    # Enter in the last fact leads to the button, Enter there presses it.
    assert focus() is button(evaluation, "填入得分和理由")
    key(Qt.Key.Key_Return)
    assert (document.text(SCORE), document.text(REASON)) == ("15", SENTENCE)


def test_what_was_filled_in_is_one_step_to_undo_and_the_facts_are_steps_of_their_own(
    evaluation: MainWindow,
) -> None:
    document = current(evaluation).document
    document.set(SCORE, "14")
    document.set(REASON, "旧的理由")
    type_facts(evaluation)
    key(Qt.Key.Key_Return)
    undo = evaluation.commands.actions["undo"]
    undo.trigger()
    assert (document.text(SCORE), document.text(REASON)) == ("14", "旧的理由")
    undo.trigger()
    assert document.facts() == {"planned_households": "33224"}
    evaluation.commands.actions["redo"].trigger()
    assert document.facts()["started_households"] == "33623"
    assert "101.2%" in words(evaluation)


def test_the_score_follows_every_key_while_nothing_is_written_yet(evaluation: MainWindow) -> None:
    document = current(evaluation).document
    document.set_fact("planned_households", "1000")
    press(evaluation, Qt.Key.Key_F9)
    QTest.keyClicks(focus(), "9")
    assert "0.9%" in words(evaluation)
    QTest.keyClicks(focus(), "80")
    assert "98%" in words(evaluation)
    assert "扣2分" in words(evaluation)
    assert "started_households" not in document.facts()
    key(Qt.Key.Key_Tab)
    assert document.facts()["started_households"] == "980"


def test_escape_gives_up_what_was_typed_and_then_leads_back_to_the_paper(
    evaluation: MainWindow,
) -> None:
    document = current(evaluation).document
    document.set_fact("planned_households", "1000")
    card_of(evaluation).fields[0].take_focus()
    QTest.keyClicks(focus(), "77")
    assert document.value(PLANNED).typed == "77"
    key(Qt.Key.Key_Escape)
    assert isinstance(focus(), QLineEdit)
    assert document.value(PLANNED).typed == "1000"
    key(Qt.Key.Key_Escape)
    assert focus() is evaluation.desk.view
    assert evaluation.desk.view is not None
    assert evaluation.desk.view.current_ref() == SCORE


def test_f9_goes_to_the_first_fact_that_is_empty_and_back(evaluation: MainWindow) -> None:
    current(evaluation).document.set_fact("planned_households", "5")
    press(evaluation, Qt.Key.Key_F9)
    assert focus() is card_of(evaluation).fields[1].editor.box
    key(Qt.Key.Key_F9)
    assert focus() is evaluation.desk.view


def test_a_cell_being_edited_is_written_before_the_facts_are_gone_to(
    evaluation: MainWindow,
) -> None:
    assert evaluation.desk.view is not None
    press(evaluation, Qt.Key.Key_1)
    assert evaluation.desk.view.is_editing()
    evaluation.commands.actions["facts"].trigger()
    assert current(evaluation).document.text(SCORE) == "1"


def test_what_is_being_typed_is_written_when_the_form_is_left(evaluation: MainWindow) -> None:
    document = current(evaluation).document
    press(evaluation, Qt.Key.Key_F9)
    QTest.keyClicks(focus(), "12")
    evaluation.show_start()
    assert document.facts() == {"planned_households": "12"}


def test_enter_and_the_arrows_go_from_fact_to_fact(evaluation: MainWindow) -> None:
    first, second = card_of(evaluation).fields
    first.take_focus()
    key(Qt.Key.Key_Down)
    assert focus() is second.editor.box
    key(Qt.Key.Key_Up)
    assert focus() is first.editor.box
    key(Qt.Key.Key_Return)
    QTest.keyClick(focus(), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert focus() is first.editor.box


def test_tab_goes_through_the_facts_and_then_to_the_buttons(evaluation: MainWindow) -> None:
    first, second = card_of(evaluation).fields
    first.take_focus()
    stops = [focus()]
    for _ in range(3):
        key(Qt.Key.Key_Tab)
        stops.append(focus())
    fill, rewrite = button(evaluation, "填入得分和理由"), button(evaluation, "改写理由")
    assert stops == [first.editor.box, second.editor.box, fill, rewrite]


def test_a_fact_that_cannot_be_read_says_so_below_itself(evaluation: MainWindow) -> None:
    field = card_of(evaluation).fields[0]
    field.take_focus()
    QTest.keyClicks(focus(), "12.5")
    assert "这里应填整数" in [label.text() for label in below(field, QLabel)]
    key(Qt.Key.Key_Escape)
    assert "这里应填整数" not in words(evaluation)


def test_ctrl_z_in_a_fact_takes_back_typing_first_and_then_the_last_edit(
    evaluation: MainWindow,
) -> None:
    document = current(evaluation).document
    document.set(SCORE, "3")
    card_of(evaluation).fields[0].take_focus()
    QTest.keyClicks(focus(), "7")
    QTest.keyClick(focus(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (document.value(PLANNED).typed, document.text(SCORE)) == ("", "3")
    key(Qt.Key.Key_Return)
    QTest.keyClick(focus(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert document.text(SCORE) == ""


def test_yes_and_no_are_chosen_and_taken_back_by_keyboard(evaluation: MainWindow) -> None:
    document = current(evaluation).document
    evaluation.go_to(cell("score", "fund_raising"))
    press(evaluation, Qt.Key.Key_F9)
    key(Qt.Key.Key_Space)
    assert document.facts() == {"local_funds_arranged": "是"}
    key(Qt.Key.Key_Right)
    assert document.facts() == {"local_funds_arranged": "否"}
    key(Qt.Key.Key_Delete)
    assert document.facts() == {}
    assert not any(radio.isChecked() for radio in below(card_of(evaluation), QRadioButton))


def test_the_score_on_the_paper_is_held_against_the_computed_one(evaluation: MainWindow) -> None:
    current(evaluation).document.set(SCORE, "14")
    type_facts(evaluation)
    assert "表上填的是 14 分，按事实算出的是 15 分" in words(evaluation)
    current(evaluation).document.set(SCORE, "15")
    assert "表上填的是" not in words(evaluation)


def test_a_claimed_score_with_nothing_behind_it_tells_the_rate_that_it_implies(
    evaluation: MainWindow,
) -> None:
    evaluation.go_to(cell("score", "fund_raising"))
    current(evaluation).document.set(cell("score", "fund_raising"), "9.1")
    assert "反推社会筹资占比为 16.4%" in words(evaluation)


def test_the_reason_for_another_score_is_written_at_its_finding(
    evaluation: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = current(evaluation)
    title = "得分与事实不一致"
    finding = Finding("own", Level.EXPLAIN, (SCORE,), title, title, "14", "15")
    session.document.set(SCORE, "14")
    monkeypatch.setattr(session.checker, "findings", lambda: (finding,))
    session.findings_changed.emit()
    button(evaluation, "写说明").click()
    assert not card_of(evaluation).isVisible()
    assert [each for each in below(evaluation.panel, FindingCard) if each.isAncestorOf(focus())]
    session.explain(finding, "上级核定为14分")
    evaluation.commands.actions["facts"].trigger()
    assert "说明：上级核定为14分" in words(evaluation)


def test_a_reason_that_stands_there_is_shown_before_it_is_replaced(evaluation: MainWindow) -> None:
    current(evaluation).document.set(REASON, "旧的理由")
    type_facts(evaluation)
    assert "填入会替换现有理由：旧的理由" in words(evaluation)
    button(evaluation, "填入得分和理由").click()
    assert "旧的理由" not in words(evaluation)


def test_the_sentence_can_be_edited_in_its_cell_before_it_is_written(
    evaluation: MainWindow,
) -> None:
    document = current(evaluation).document
    type_facts(evaluation)
    button(evaluation, "改写理由").click()
    assert document.value(REASON).typed == SENTENCE
    assert document.text(REASON) == ""
    key(Qt.Key.Key_End)
    QTest.keyClicks(focus(), "1")
    key(Qt.Key.Key_Return)
    assert document.text(REASON) == SENTENCE + "1"


def test_what_belongs_into_a_fact_is_said_in_the_status_bar(evaluation: MainWindow) -> None:
    evaluation.go_to(CellRef("social_funds_rate"))
    assert "社会筹资占改造项目资金的比例" in evaluation.ui.noticeLabel.text()


def test_a_button_that_has_nothing_to_fill_in_says_why(evaluation: MainWindow) -> None:
    button(evaluation, "填入得分和理由").click()
    assert "还没有填：计划改造户数、已开工户数" in evaluation.ui.noticeLabel.text()
    assert focus() is card_of(evaluation).fields[0].editor.box


def test_cells_that_hold_what_the_program_works_out_carry_its_sign(evaluation: MainWindow) -> None:
    view = evaluation.desk.view
    assert view is not None

    def sign(ref: CellRef) -> Agreement | None:
        found = view.paper_model().cell_of(ref)
        assert found is not None
        return view.look(found).agrees

    type_facts(evaluation)
    assert sign(SCORE) is None
    key(Qt.Key.Key_Return)
    assert sign(SCORE) is Agreement.COMPUTED
    assert sign(REASON) is Agreement.DRAFTED
    current(evaluation).document.set(SCORE, "14")
    assert sign(SCORE) is None


def test_facts_are_stored_and_the_status_bar_says_so(evaluation: MainWindow) -> None:
    type_facts(evaluation)
    evaluation.workspace.store.flush()
    stored = evaluation.workspace.store.load_document(current(evaluation).form_id)
    assert stored.facts() == current(evaluation).document.facts()


def test_the_card_follows_the_row_and_leaves_it_beside_the_table(evaluation: MainWindow) -> None:
    evaluation.go_to(cell("score", "elderly_care"))
    assert "配建养老服务设施面积完成率" in words(evaluation)
    assert "产出效益 · 第 10 项" in words(evaluation)
    evaluation.go_to(CellRef("reporting_unit"))
    assert "养老" not in words(evaluation)
    assert "把光标放到要评分的一行" in words(evaluation)
    assert below(card_of(evaluation), QPushButton) == []


def test_facts_of_the_whole_form_are_written_beside_no_row(evaluation: MainWindow) -> None:
    document = current(evaluation).document
    evaluation.go_to(CellRef("reporting_unit"))
    press(evaluation, Qt.Key.Key_F9)
    QTest.keyClicks(focus(), "1")
    key(Qt.Key.Key_Return)
    QTest.keyClicks(focus(), "2")
    assert document.value(PROBLEMS).typed == "1\n2"
    assert document.facts() == {}
    QTest.keyClick(focus(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert document.facts() == {"report_problems": "1\n2"}
    assert focus() is card_of(evaluation).fields[1].editor.box
    key(Qt.Key.Key_Escape)
    assert focus() is evaluation.desk.view


def test_a_long_text_keeps_what_stood_there_when_given_up(evaluation: MainWindow) -> None:
    document = current(evaluation).document
    document.set_fact("report_problems", "甲\u00a0乙")
    evaluation.go_to(PROBLEMS)
    QTest.keyClicks(focus(), "1")
    assert document.value(PROBLEMS).typed == "1甲\u00a0乙"
    key(Qt.Key.Key_Escape)
    assert document.value(PROBLEMS).typed == "甲\u00a0乙"
    assert card_of(evaluation).fields[0].editor.typed_text() == "甲\u00a0乙"
    QTest.keyClick(focus(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert document.facts() == {}


def test_undo_of_a_fact_of_the_form_brings_it_into_sight(evaluation: MainWindow) -> None:
    document = current(evaluation).document
    document.set_fact("report_problems", "甲")
    evaluation.go_to(SCORE)
    evaluation.commands.actions["undo"].trigger()
    assert card_of(evaluation).fields[0].ref == PROBLEMS


def test_what_the_program_writes_down_itself_is_no_fact_to_fill_in(window: MainWindow) -> None:
    open_blank(window, "national-self-evaluation")
    window.go_to(CellRef("project_name"))
    shown = [field.ref.field for field in card_of(window).fields]
    assert "carried_from" not in shown
    assert PROBLEMS.field in shown


def test_the_total_is_what_facts_and_claimed_scores_add_up_to(evaluation: MainWindow) -> None:
    document = current(evaluation).document
    type_facts(evaluation)
    document.set(cell("score", "quality"), "8")
    assert "合计 23 / 100" in words(evaluation)
    document.set(CellRef("total_score"), "24")
    assert "表上的合计是 24" in words(evaluation)


def test_f8_turns_to_the_findings_and_f9_back_to_the_facts(evaluation: MainWindow) -> None:
    (bar,) = tabs(evaluation)
    assert (bar.tabText(0), bar.tabText(1)) == ("计分依据", "审核结果")
    press(evaluation, Qt.Key.Key_F7)
    assert evaluation.panel.isVisible()
    assert not card_of(evaluation).isVisible()
    assert "错误" in bar.tabToolTip(1)
    evaluation.go_to(SCORE)
    press(evaluation, Qt.Key.Key_F9)
    assert card_of(evaluation).isVisible()
    assert not evaluation.panel.isVisible()
    press(evaluation, Qt.Key.Key_F8)
    assert evaluation.panel.isVisible()


def test_undo_of_a_fact_brings_its_row_and_the_facts_into_sight(evaluation: MainWindow) -> None:
    type_facts(evaluation)
    evaluation.go_to(cell("score", "quality"))
    press(evaluation, Qt.Key.Key_F7)
    evaluation.commands.actions["undo"].trigger()
    assert card_of(evaluation).isVisible()
    assert card_of(evaluation).fields[0].ref == PLANNED


def test_f6_goes_to_the_facts_and_on(evaluation: MainWindow) -> None:
    press(evaluation, Qt.Key.Key_F6)
    assert card_of(evaluation).isAncestorOf(focus())
    key(Qt.Key.Key_F6)
    assert focus() is evaluation.ui.menuButton


def test_a_form_without_scores_has_no_facts_and_says_so(sample: MainWindow) -> None:
    assert tabs(sample) == []
    press(sample, Qt.Key.Key_F9)
    assert sample.ui.noticeLabel.text() == NOT_A_SCORED_FORM


def test_going_to_a_form_without_scores_takes_the_tabs_away(evaluation: MainWindow) -> None:
    open_blank(evaluation, "karamay-2024-project-target")
    assert tabs(evaluation) == []
    assert evaluation.panel.isVisible()
    assert evaluation.panel.ui.titleLabel.isVisible()
    press(evaluation, Qt.Key.Key_F9)
    assert evaluation.ui.noticeLabel.text() == NOT_A_SCORED_FORM


def test_a_form_that_was_left_no_longer_speaks_to_the_card(evaluation: MainWindow) -> None:
    document = current(evaluation).document
    open_blank(evaluation, "zhumadian-2020-evaluation")
    document.set_fact("planned_households", "1")
    assert "101" not in words(evaluation)
    assert current(evaluation).document.facts() == {}


def cut_off(window: MainWindow) -> list[str]:
    """The texts on the card that have less room than they need."""
    return [
        label.text()
        for label in below(card_of(window), QLabel)
        if label.height() < label.heightForWidth(label.width())
        or (not label.wordWrap() and label.width() < label.sizeHint().width())
    ]


@pytest.mark.parametrize("size", [(1366, 696), (1280, 648)], ids=["1366x768", "150%"])
@pytest.mark.parametrize(
    "edition", ["zhumadian-2020-evaluation", "chifeng-2023-renovation", "chifeng-2023-rental"]
)
def test_no_word_of_any_row_is_cut_off(
    window: MainWindow, qtbot: QtBot, edition: str, size: tuple[int, int]
) -> None:
    window.resize(*size)
    document = open_blank(window, edition)
    for fact in document.edition.facts:
        document.set_fact(fact.id, "是" if fact.type == "yes_no" else "87")
    for row in document.row_ids("indicators"):
        window.go_to(cell("score", row))
        # The layout is done when the window is idle.
        qtbot.waitUntil(lambda: cut_off(window) == [], timeout=2000)


def contradict(window: MainWindow) -> Document:
    """全部开工 beside a figure below the plan: a finding at a fact."""
    document = open_blank(window, "chifeng-2023-renovation")
    document.set_fact("planned_communities", "100")
    document.set_fact("started_communities", "98")
    document.set_fact("all_started", "是")
    window.go_to(CellRef("reporting_unit"))
    return document


def test_what_the_checks_find_about_a_fact_stands_below_it(window: MainWindow) -> None:
    contradict(window)
    window.go_to(cell("score", "completion"))
    assert "“已开工小区”却是 98个" in words(window)
    current(window).document.set_fact("all_started", "否")
    assert "却是" not in words(window)


def test_a_finding_about_a_fact_leads_to_the_fact(window: MainWindow) -> None:
    contradict(window)
    window.panel.show()
    ref = CellRef("started_communities")
    window.panel.cell_chosen.emit(ref)
    assert window.desk.view is not None
    assert window.desk.view.current_ref() == cell("score", "completion")
    (field,) = [each for each in card_of(window).fields if each.ref == ref]
    assert focus() is field.editor.box


def test_a_reason_for_a_finding_about_a_fact_is_written_among_the_findings(
    window: MainWindow,
) -> None:
    contradict(window)
    window.commands.actions["explain"].trigger()
    assert window.panel.isAncestorOf(focus())


def test_the_reason_given_for_a_fact_stands_below_it(window: MainWindow) -> None:
    contradict(window)
    window.go_to(cell("score", "completion"))
    assert "按 Ctrl+M 写明理由" in words(window)
    session = current(window)
    (finding,) = [f for f in session.findings() if f.cell == CellRef("started_communities")]
    session.explain(finding, "两个小区另行统计")
    assert "说明：两个小区另行统计" in words(window)
    assert "按 Ctrl+M" not in words(window)


def test_ctrl_m_at_a_fact_writes_the_reason_for_its_own_finding(window: MainWindow) -> None:
    contradict(window)
    window.go_to(CellRef("started_communities"))
    window.commands.actions["explain"].trigger()
    assert window.panel.isAncestorOf(focus())
    assert window.panel.open_title == "事实互相矛盾"


@pytest.mark.parametrize("row", ["households", "fund_raising", "quality"])
def test_everything_on_the_card_is_chinese(evaluation: MainWindow, row: str) -> None:
    evaluation.go_to(cell("score", row))
    assert [text for text in texts(card_of(evaluation)) if english(text)] == []


def test_f1_explains_the_fact_that_is_being_filled_in(evaluation: MainWindow) -> None:
    evaluation.commands.actions["facts"].trigger()
    first = focus()
    evaluation.commands.actions["cell_help"].trigger()
    (card,) = below(evaluation, HelpCard)
    shown = [label.text() for label in below(card, QLabel)]
    fact = evaluation.helping.helped
    assert fact is not None
    assert not fact.group
    assert shown[0] == current(evaluation).document.definition(fact).title
    assert any("得分是按评分标准算得出来的分" in text for text in shown)
    evaluation.commands.actions["facts"].trigger()
    assert focus() is first


# --- from row to row --------------------------------------------------------------------------


def row_of(window: MainWindow) -> str:
    assert window.desk.view is not None
    ref = window.desk.view.current_ref()
    assert ref is not None
    return ref.row


def test_enter_goes_on_to_the_facts_of_the_next_row_once_a_row_is_filled_in(
    evaluation: MainWindow,
) -> None:
    document = current(evaluation).document
    type_facts(evaluation)
    key(Qt.Key.Key_Return)
    assert document.text(SCORE) == "15"
    assert "再按 Enter 到下一行" in evaluation.ui.noticeLabel.text()
    key(Qt.Key.Key_Return)
    rows = document.row_ids("indicators")
    assert row_of(evaluation) == rows[rows.index("households") + 1]
    fields = card_of(evaluation).fields
    assert fields
    assert fields[0].holds_focus()
    assert document.text(SCORE) == "15"


def test_one_key_goes_from_row_to_row_while_the_keyboard_stays_with_the_facts(
    evaluation: MainWindow,
) -> None:
    rows = current(evaluation).document.row_ids("indicators")
    at = rows.index("households")
    press(evaluation, Qt.Key.Key_F9)
    for key_, there in ((Qt.Key.Key_Down, 1), (Qt.Key.Key_Down, 2), (Qt.Key.Key_Up, 1)):
        QTest.keyClick(focus(), key_, Qt.KeyboardModifier.ControlModifier)
        assert row_of(evaluation) == rows[at + there]
        assert card_of(evaluation).holds_focus()


def test_all_rows_of_a_table_can_be_gone_through_and_the_end_is_said(
    evaluation: MainWindow,
) -> None:
    document = current(evaluation).document
    rows = [row for g in document.edition.groups if g.marks for row in document.row_ids(g.id)]
    evaluation.go_to(cell("score", rows[0]))
    press(evaluation, Qt.Key.Key_F9)
    seen = [row_of(evaluation)]
    for _ in rows[1:]:
        QTest.keyClick(focus(), Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
        seen.append(row_of(evaluation))
    assert seen == rows
    QTest.keyClick(focus(), Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert row_of(evaluation) == rows[-1]
    assert evaluation.ui.noticeLabel.text() == "已经是最后一行要评分的。"


def test_what_is_being_typed_is_written_when_one_goes_on(evaluation: MainWindow) -> None:
    press(evaluation, Qt.Key.Key_F9)
    QTest.keyClicks(focus(), "123")
    QTest.keyClick(focus(), Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert current(evaluation).document.facts() == {"planned_households": "123"}


# --- last year --------------------------------------------------------------------------------


def test_last_years_value_stands_below_a_fact_and_goes_into_it_with_one_key(
    evaluation: MainWindow, qtbot: QtBot
) -> None:
    earlier, workspace = current(evaluation).document, evaluation.workspace
    earlier.set_fact("planned_households", "33224")
    earlier.set_fact("rules_sound", "是")
    programme, edition = earlier.edition.programme, earlier.edition
    evaluation.open_form(workspace.shelf.create("某市", "2021", programme, [edition]))
    document = current(evaluation).document
    evaluation.go_to(SCORE)
    qtbot.waitUntil(lambda: "上年 33224" in words(evaluation))
    press(evaluation, Qt.Key.Key_F9)
    QTest.keyClick(focus(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert document.facts() == {"planned_households": "33224"}
    assert "已填入上年的“33224”" in evaluation.ui.noticeLabel.text()
    assert document.text(SCORE) == ""
    evaluation.commands.actions["undo"].trigger()
    assert document.facts() == {}
    evaluation.go_to(cell("score", "fund_allocation"))
    assert "上年 是" in words(evaluation)


def test_a_fact_that_last_year_does_not_know_is_left_alone(
    evaluation: MainWindow, qtbot: QtBot
) -> None:
    press(evaluation, Qt.Key.Key_F9)
    QTest.keyClick(focus(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert current(evaluation).document.facts() == {}
    assert current(evaluation).document.text(SCORE) == ""
    assert evaluation.ui.noticeLabel.text() == NOTHING
