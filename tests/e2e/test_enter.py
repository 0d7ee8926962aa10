"""Enter does what a button says, in the window as in a dialog."""

from PySide6.QtWidgets import QAbstractButton

from tests.e2e.conftest import Office
from tests.e2e.test_first_light import REASON, begin_submission, choose, type_rate


def walk_to(office: Office, words: str) -> None:
    """Tab until the button with these words has the focus."""
    for _ in range(200):
        focus = office.keyboard.focus()
        if isinstance(focus, QAbstractButton) and focus.text() == words:
            return
        office.keyboard.press("Tab")
    raise AssertionError(f"no way to {words}")


def test_enter_on_the_first_page_opens_the_sample(office: Office) -> None:
    office.until(lambda: office.window.start.ui.samplesLayout.count() > 0)
    walk_to(office, "打开样例")
    office.keyboard.press("Enter")
    assert office.document.row_ids("indicators")


def test_enter_records_an_explanation(office: Office) -> None:
    begin_submission(office)
    type_rate(office)
    office.keyboard.press("Ctrl+M")
    office.keyboard.type(REASON)
    walk_to(office, "记下说明")
    office.keyboard.press("Enter")
    assert [each.text for each in office.document.explanations()] == [REASON]


def test_enter_opens_the_menu(office: Office) -> None:
    choose(office, ["文件", "退出"], key="Enter")
    assert not office.window.isVisible()
