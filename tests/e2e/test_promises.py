"""What the status bar promises is true on every page, also while the disk takes nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

from anju_desktop.document.document import blank_document
from anju_desktop.forms.library import Library
from tests.e2e.conftest import Office


@contextmanager
def disk_that_takes_nothing(office: Office) -> Iterator[None]:
    """Every write fails, as on a full disk; reading goes on."""
    worker = office.workspace.store._worker
    worker.do(lambda connection: connection.execute("PRAGMA query_only = ON"))
    yield
    worker.do(lambda connection: connection.execute("PRAGMA query_only = OFF"))
    worker.retry()


def open_form(office: Office) -> None:
    edition = Library().get("karamay-2024-project-target")
    blanks = [blank_document(edition, "克拉玛依区", "2024") for _ in range(2)]
    office.window.open_form(office.workspace.shelf.take_in(blanks))


def test_an_edit_that_is_not_on_the_disk_is_never_called_saved(office: Office) -> None:
    open_form(office)
    with disk_that_takes_nothing(office):
        office.keyboard.press("Ctrl+Home")
        office.keyboard.type("123")
        office.keyboard.press("Enter")
        office.until(lambda: office.window.status.saved_text == "还没有保存")
        for keys in ("Ctrl+2", "Ctrl+1", "Alt+Home"):
            office.keyboard.press(keys)
            assert office.window.status.saved_text == "还没有保存", keys
    office.until(lambda: office.window.status.saved_text == "全部内容已保存")


def test_a_form_opened_again_shows_what_the_disk_did_not_take(office: Office) -> None:
    open_form(office)
    session = office.workspace.current
    assert session is not None
    with disk_that_takes_nothing(office):
        office.keyboard.press("Ctrl+Home")
        office.keyboard.type("123")
        office.keyboard.press("Enter")
        office.until(lambda: office.window.status.saved_text == "还没有保存")
        office.keyboard.press("Alt+Home")
        office.window.open_form(session.form_id)
        again = office.workspace.current
        assert again is not None
        assert again is not session
        assert "123" in again.document.fields().values()
        assert office.window.status.saved_text == "还没有保存"
    office.until(lambda: office.window.status.saved_text.startswith("已自动保存"))


def test_the_first_page_says_so_when_everything_is_saved(office: Office) -> None:
    open_form(office)
    office.keyboard.press("Ctrl+Home")
    office.keyboard.type("123")
    office.keyboard.press("Enter", "Alt+Home")
    office.until(lambda: office.window.status.saved_text == "全部内容已保存")
    assert office.workspace.store.unsaved == 0
