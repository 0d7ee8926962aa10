"""The whole path by keyboard alone: a published table typed, judged, printed and handed on."""

from collections.abc import Iterable
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtWidgets import QDialog, QFileDialog, QMenu, QMessageBox, QWidget

from anju_desktop.assets import resource
from anju_desktop.document import jsonform
from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.document.values import Sign
from anju_desktop.forms.definition import Level
from anju_desktop.forms.library import Library
from anju_desktop.gui.finding_card import FindingCard
from anju_desktop.storage.store import Store
from anju_desktop.submission.opening import open_documents
from anju_desktop.submission.verify import verify_package
from tests.e2e.conftest import Office
from tests.e2e.keyboard import Answer, Keyboard

PUBLISHED = "karamay-2024-old-communities.json"
GROUP = "indicators"
WRONG_UNIT = "指标名称与计量单位不一致"
RATE = "比率写成“≥100%”"
REASON = "上级拨款文件要求全额支付，允许预拨。"
"""Invented, like the wrong unit: the published table holds neither."""

WAYS = 70
"""Keys for the dialog, the way to the form, to the fields and to the rows that are added."""


@pytest.fixture(scope="module")
def published() -> Document:
    return jsonform.load_file(resource("examples", PUBLISHED), Library().get)


def rows_of(document: Document) -> list[tuple[str, dict[str, str]]]:
    """Category and cells of each indicator; the ids of rows are the program's own business."""
    columns = [column.id for column in document.edition.find_group(GROUP).columns]
    return [
        (
            document.category(GROUP, row),
            {
                column: text
                for column in columns
                if (text := document.typed(CellRef(column, GROUP, row)))
            },
        )
        for row in document.row_ids(GROUP)
    ]


# --- answers to what the program asks ---------------------------------------------------------


def submission_of(unit: str, keyboard: Keyboard) -> Answer:
    """Fill the dialog for a new submission and leave year, money and forms as proposed."""

    def answer(window: QWidget) -> None:
        assert isinstance(window, QDialog)
        keyboard.type(unit)
        keyboard.press("Enter")

    return answer


def path_typed(path: Path, keyboard: Keyboard) -> Answer:
    """Type where the file goes."""

    def answer(window: QWidget) -> None:
        assert isinstance(window, QFileDialog)
        keyboard.press("Ctrl+A")
        keyboard.type(str(path))
        keyboard.press("Enter")

    return answer


def read_and_left(sentence: str, keyboard: Keyboard) -> Answer:
    """Read a message and close it."""

    def answer(window: QWidget) -> None:
        assert isinstance(window, QMessageBox)
        assert sentence in window.text()
        keyboard.press("Enter")

    return answer


def menu_walked(words: list[str], keyboard: Keyboard) -> Answer:
    """Go down a menu to the first of the words, into it, and so on to the last."""

    def answer(window: QWidget) -> None:
        for number, word in enumerate(words):
            menu = keyboard.focus()
            assert isinstance(menu, QMenu)
            texts = [action.text() for action in menu.actions()]
            assert word in texts
            while (action := menu.activeAction()) is None or action.text() != word:
                keyboard.press("Down")
            keyboard.press("Enter" if number == len(words) - 1 else "Right")

    return answer


# --- deeds --------------------------------------------------------------------------------------


def begin_submission(office: Office) -> None:
    """A new submission of 克拉玛依, with the second of its forms open."""
    keyboard = office.keyboard
    keyboard.expect(submission_of("克拉玛依区", keyboard))
    keyboard.press("Ctrl+N")
    office.back_at_window()
    keyboard.press("Ctrl+2")
    assert office.document.edition.id == "karamay-2024-project-target"


def choose(office: Office, words: list[str], *answers: Answer, key: str = "Space") -> None:
    """Choose a command in the menu, which F6 goes to, and answer what it asks."""
    keyboard = office.keyboard
    while keyboard.focus() is not office.window.ui.menuButton:
        keyboard.press("F6")
    keyboard.expect(menu_walked(words, keyboard), *answers)
    keyboard.press(key)


def go(office: Office, field: str) -> None:
    """Walk with Tab to a field above the indicators."""
    office.keyboard.press("Ctrl+Home")
    while office.at.field != field:
        office.keyboard.press("Tab")


def type_fields(office: Office, published: Document) -> None:
    """The cells above the indicators, in the order of the paper."""
    for field, text in published.fields().items():
        go(office, field)
        office.keyboard.type(text)
        office.keyboard.press("Enter")


def lay_rows(office: Office, published: Document) -> None:
    """Add rows to the categories that need more than one, delete those that stay empty."""
    keyboard, document = office.keyboard, office.document
    wanted = [category for category, _ in rows_of(published)]
    go_to_first_row(office)
    for at in range(len(document.row_ids(GROUP))):
        category = document.category(GROUP, office.at.row)
        more = wanted.count(category) - 1
        if more < 0:
            keyboard.press("Ctrl+Delete")
            continue
        keyboard.press(*["Ctrl+Enter"] * more)
        if at < len(document.edition.find_group(GROUP).categories) - 1:
            keyboard.press("Down")
    go_to_first_row(office)


def go_to_first_row(office: Office) -> None:
    go(office, "goal")
    office.keyboard.press("Tab")
    assert office.at.field == "name"


def type_row(office: Office, cells: dict[str, str]) -> None:
    """One indicator from left to right."""
    for column, text in cells.items():
        assert office.at.field == column
        office.keyboard.type(text)
        office.keyboard.press("Enter")


def type_table(office: Office, published: Document) -> None:
    """The whole published table."""
    type_fields(office, published)
    lay_rows(office, published)
    for _, cells in rows_of(published):
        type_row(office, cells)


def type_rate(office: Office) -> None:
    """A rate that asks for a reason, in the first row; the focus stays on its cell."""
    go_to_first_row(office)
    office.keyboard.type("项目资金支付率")
    office.keyboard.press("Enter")
    office.keyboard.type(">=100%")
    office.keyboard.press("Enter", "Left")


# --- what the screen shows ------------------------------------------------------------------------


def mark_at_focus(office: Office) -> Level | None:
    """The mark on the cell under the focus, as the paper paints it."""
    cell = office.paper.current_cell()
    assert cell is not None
    return office.paper.paper_model().level(cell)


def cards(office: Office) -> list[str]:
    """The titles of the cards in the panel."""
    found: Iterable[FindingCard] = office.window.panel.findChildren(FindingCard)
    visible = [card.shown for card in found if card.isVisible()]
    return [shown.finding.title for shown in visible if shown is not None]


def text_of(path: Path) -> str:
    """All text of a PDF without the breaks of its lines."""
    with pypdfium2.PdfDocument(path) as pdf:
        return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in pdf)


# --- what is seen ---------------------------------------------------------------------------------


def test_the_published_table_is_typed_with_its_characters_and_one_key_for_each_cell(
    office: Office, published: Document
) -> None:
    begin_submission(office)
    type_table(office, published)
    assert office.document.fields() == published.fields()
    assert rows_of(office.document) == rows_of(published)
    office.next_frame()
    assert cards(office).count(RATE) == 1
    office.until(office.saved)
    texts = [*published.fields().values()]
    texts += [text for _, cells in rows_of(published) for text in cells.values()]
    assert office.keyboard.strokes <= sum(map(len, texts)) + len(texts) + WAYS


def test_a_wrong_unit_is_marked_within_the_keystroke_that_writes_it(office: Office) -> None:
    begin_submission(office)
    keyboard = office.keyboard
    go_to_first_row(office)
    keyboard.type("改造户数")
    keyboard.press("Enter")
    keyboard.type(">=18382")
    assert WRONG_UNIT not in cards(office)
    keyboard.type("间")
    # Nothing in between: neither the end of the editing nor a turn of the event loop.
    assert office.paper.is_editing()
    assert office.document.typed(office.at) is None
    assert mark_at_focus(office) is Level.EXPLAIN
    assert WRONG_UNIT in cards(office)
    assert "需说明 1" in office.window.ui.countsLabel.words
    office.next_frame()
    assert office.paper.is_editing()
    assert WRONG_UNIT in cards(office)
    assert office.window.panel.open_title == WRONG_UNIT
    keyboard.press("Backspace")
    keyboard.type("户")
    assert mark_at_focus(office) is None
    office.next_frame()
    assert WRONG_UNIT not in cards(office)


def test_an_explanation_is_written_undone_and_redone_by_keyboard(office: Office) -> None:
    begin_submission(office)
    keyboard = office.keyboard
    type_rate(office)
    (finding,) = [f for f in office.findings() if f.title == RATE]
    keyboard.press("Ctrl+M")
    keyboard.type(REASON)
    keyboard.press("Tab", "Space")
    explained = office.document.explanation(finding.rule, finding.cell)
    assert explained is not None
    assert (explained.text, explained.written) == (REASON, ">=100%")
    keyboard.press("Ctrl+Z")
    assert office.document.explanation(finding.rule, finding.cell) is None
    keyboard.press("Ctrl+Y")
    assert office.document.explanation(finding.rule, finding.cell) == explained
    office.until(office.saved)


def test_a_value_is_undone_and_redone_by_keyboard(office: Office) -> None:
    begin_submission(office)
    type_rate(office)
    cell = CellRef("target", GROUP, office.at.row)
    office.keyboard.press("Ctrl+Z")
    assert office.document.typed(cell) is None
    assert office.at == cell
    office.keyboard.press("Ctrl+Y")
    assert office.document.typed(cell) == ">=100%"
    assert office.document.value(cell).sign is Sign.AT_LEAST


def test_the_form_goes_out_as_pdf_to_the_path_that_was_typed(
    office: Office, published: Document, tmp_path: Path
) -> None:
    office.window.open_form(office.workspace.shelf.take_in([published]))
    path, keyboard = tmp_path / "老旧小区.pdf", office.keyboard
    answers = path_typed(path, keyboard), read_and_left("已导出", keyboard)
    choose(office, ["文件", "本表导出为 PDF…"], *answers)
    office.back_at_window()
    text = text_of(path)
    for cells in (published.fields(), *(cells for _, cells in rows_of(published))):
        assert [t for t in cells.values() if "".join(t.split()) not in text] == []


def test_the_package_of_several_forms_holds_what_was_typed(office: Office, tmp_path: Path) -> None:
    begin_submission(office)
    type_rate(office)
    path, keyboard = tmp_path / "上报包.zip", office.keyboard
    keyboard.expect(path_typed(path, keyboard), read_and_left("上报包已导出", keyboard))
    keyboard.press("Ctrl+E")
    office.back_at_window()
    assert verify_package(path).whole
    packed = open_documents(path, Library().get)
    held = office.workspace.documents()
    assert [jsonform.dump(document) for document in packed] == [
        jsonform.dump(document) for document in held
    ]
    typed = {"name": "项目资金支付率", "target": ">=100%"}
    assert [cells for _, cells in rows_of(packed[1]) if cells] == [typed]


def test_an_editor_that_is_open_when_the_window_closes_is_committed(
    office: Office, data: Path
) -> None:
    begin_submission(office)
    go_to_first_row(office)
    office.keyboard.type("改造户数")
    assert office.paper.is_editing()
    form, cell = office.workspace.current.form_id, office.at  # type: ignore[union-attr]
    office.keyboard.press("Ctrl+Q")
    assert not office.window.isVisible()
    office.close()
    with Store.open(data, Library()) as store:
        assert store.load_document(form).typed(cell) == "改造户数"
        assert store.check() == ()
