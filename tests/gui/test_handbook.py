"""The handbook is whole: every command, every picture, every link; and it opens in the program."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from anju_desktop.document.changes import CellRef
from anju_desktop.forms.library import Library
from anju_desktop.gui import handbook
from anju_desktop.gui.commands import menus
from anju_desktop.gui.handbook import HandbookWindow
from anju_desktop.gui.main_window import MainWindow
from anju_desktop.gui.samples import load_samples
from tests.gui.conftest import press
from tools import refresh_handbook
from tools.screens import camera, sizes, walk

SAMPLES = ("KARAMAY", "SELF_EVALUATION", "ZHENGZHOU", "ZHUMADIAN", "CHIFENG")
FOLDER = handbook.folder()
LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)\s]+)\)")


def targets(picture: bool) -> set[tuple[str, str]]:
    """Page and what it links to, or shows."""
    return {
        (page.name, found[2])
        for page in handbook.pages()
        for found in LINK.finditer(page.text)
        if bool(found[1]) == picture
    }


# --- the pages --------------------------------------------------------------------------------


def test_no_link_is_dead() -> None:
    dead = {each for each in targets(picture=False) if not (FOLDER / each[1]).is_file()}
    assert dead == set()
    assert len(targets(picture=False)) > 20


def test_every_picture_is_there_and_made_by_the_script() -> None:
    shown = {name for _, name in targets(picture=True)}
    assert {name for name in shown if QImage(str(FOLDER / name)).isNull()} == set()
    made = {f"images/{name}.png" for name in sizes.HANDBOOK_SHOWN.values()}
    assert shown == made
    assert {f"images/{path.name}" for path in (FOLDER / "images").iterdir()} == made


def test_every_page_can_be_reached_from_the_first() -> None:
    assert {page.name for page in handbook.pages()} == {path.stem for path in FOLDER.glob("*.md")}


def test_every_command_is_told_of_on_a_page_beside_the_list_of_keys() -> None:
    told = "".join(page.text for page in handbook.pages() if page.name != "keys")
    own = (FOLDER / "keys.md").read_text(encoding="utf-8").partition(refresh_handbook.BEGIN)[0]
    commands = [command.text.rstrip("…") for _, listed in menus() for command in listed]
    assert [text for text in commands if text not in told + own] == []


def test_the_list_of_keys_is_that_of_the_program() -> None:
    text = (FOLDER / "keys.md").read_text(encoding="utf-8")
    assert text.endswith(refresh_handbook.tables()), "run tools/refresh_handbook.py"


def test_every_page_begins_with_its_title_and_has_no_line_of_code_beside_commands() -> None:
    for page in handbook.pages():
        assert page.text.startswith("# ")
        assert "<" not in page.text, page.name


# --- in the program ---------------------------------------------------------------------------


@pytest.fixture
def book(qtbot: QtBot) -> HandbookWindow:
    window = HandbookWindow()
    qtbot.addWidget(window)
    window.open_at(handbook.FIRST)
    return window


def test_it_begins_with_the_contents_and_follows_links(book: HandbookWindow) -> None:
    assert book.page() == handbook.FIRST
    assert book.list.count() == len(handbook.pages())
    assert "第一次上报" in book.browser.toPlainText()
    book.browser.setSource(book.browser.source().resolved(QUrl("print.md")))
    assert book.page() == "print"
    current = book.list.currentItem()
    assert current is not None
    assert current.text() == "预览和打印"
    book.browser.backward()
    assert book.page() == handbook.FIRST


def test_the_list_marks_the_page_that_is_shown(book: HandbookWindow) -> None:
    for name, title in (("keys", "菜单和键盘"), ("print", "预览和打印"), ("keys", "菜单和键盘")):
        book.show_page(name)
        current = book.list.currentItem()
        assert current is not None
        assert current.text() == title


def test_a_page_looks_the_same_whatever_was_read_before(book: HandbookWindow) -> None:
    def sizes() -> list[tuple[str, int]]:
        block = book.browser.document().begin()
        found = []
        while block.isValid():
            found.append((block.text(), block.blockFormat().headingLevel()))
            block = block.next()
        return found

    book.show_page("findings")
    before = sizes()
    assert [level for _, level in before].count(1) == 1
    book.show_page("keys")
    book.search_edit.setText("菜单和键盘")
    book.show_page("findings")
    book.resize(760, 500)
    assert sizes() == before


def test_pictures_are_no_wider_than_the_room_for_them(book: HandbookWindow) -> None:
    book.show_page("print")
    image = book.browser.loadResource(2, QUrl("images/preview.png"))
    assert isinstance(image, QImage)
    assert 0 < image.width() / image.devicePixelRatio() <= book.browser.viewport().width()


def test_the_search_lists_the_pages_that_hold_the_words(book: HandbookWindow) -> None:
    book.search_edit.setText("校验码 作废")
    listed = [book.list.item(row).text() for row in range(book.list.count())]
    assert any(text.startswith("定稿和校验码") for text in listed)
    assert len(listed) < len(handbook.pages())
    assert book.browser.textCursor().selectedText() == "校验码"
    before = book.browser.textCursor().position()
    book.find_next()
    assert book.browser.textCursor().position() > before


def test_a_search_without_a_find_says_so(book: HandbookWindow) -> None:
    book.search_edit.setText("没有这样的词")
    assert book.list.count() == 0
    assert book._nothing.isVisible()
    book.search_edit.clear()
    assert book.list.count() == len(handbook.pages())


def shown_book(window: MainWindow) -> HandbookWindow:
    assert window.helping.handbook is not None
    return window.helping.handbook


def test_f1_twice_opens_the_handbook_at_filling(sample: MainWindow) -> None:
    sample.go_to(CellRef("fiscal_funds"))
    press(sample, Qt.Key.Key_F1)
    assert sample.panel.has_help
    assert sample.helping.handbook is None
    press(sample, Qt.Key.Key_F1)
    assert shown_book(sample).isVisible()
    assert shown_book(sample).page() == "filling"
    shown_book(sample).close()


def test_f1_on_the_first_page_tells_how_to_begin(window: MainWindow) -> None:
    QTest.keyClick(window.start, Qt.Key.Key_F1)
    assert shown_book(window).page() == "begin"
    shown_book(window).close()


def test_the_handbook_needs_no_network() -> None:
    for path in Path(FOLDER).glob("*.md"):
        assert "://" not in path.read_text(encoding="utf-8")


def test_the_samples_of_the_pictures_are_found_by_their_names() -> None:
    known = {sample.programme for sample in load_samples(Library())}
    wanted = {value for name, value in vars(walk).items() if name in SAMPLES}
    assert len(wanted) == len(SAMPLES)
    assert wanted <= known


def test_a_sample_that_is_not_there_is_named() -> None:
    with pytest.raises(LookupError, match="没有“某表”，只有：甲、乙"):
        walk._only("某表", {"甲": 1, "乙": 2})


def test_nothing_is_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camera, "PATIENCE_SECONDS", 0.01)
    with pytest.raises(TimeoutError, match="没有等到：窗口"):
        camera.until(lambda: False, "窗口")
