"""Editors of facts: amounts in words, usual forms, choices by first letters and initials."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document, blank_document
from anju_desktop.forms.library import Library
from anju_desktop.gui.scoring.fields import ChoiceEditor, FactField
from tests.gui.conftest import below

MONEY = CellRef("total_funds")
STATES = ("已完工", "建设中", "未开工", "竣工验收")


@pytest.fixture
def document() -> Document:
    return blank_document(Library().get("karamay-2024-project-target"), "甲县", "2024")


@pytest.fixture
def money(qtbot: QtBot, document: Document) -> Iterator[FactField]:
    field = FactField(document, MONEY)
    qtbot.addWidget(field)
    with qtbot.waitActive(field):
        field.show()
        field.activateWindow()
    field.take_focus()
    # As the card does with every key.
    stop = document.on_draft(lambda _: field.refresh())
    yield field
    stop()


def note(field: FactField) -> str:
    return "\n".join(label.text() for label in below(field, QLabel))


def test_an_amount_is_said_in_words_as_one_types(money: FactField) -> None:
    assert "元整" not in note(money)
    QTest.keyClicks(money.editor.box, "6111")
    assert "陆仟壹佰壹拾壹万元整 ＝ 61,110,000元" in note(money)


def test_another_unit_is_converted_when_f4_is_pressed_and_not_before(
    money: FactField, document: Document
) -> None:
    document.set(MONEY, "61110000元")
    money.refresh()
    assert "按 F4 改为 6111" in note(money)
    QTest.keyClick(money.editor.box, Qt.Key.Key_F4)
    assert document.text(MONEY) == "6111"
    assert "F4" not in note(money)


@pytest.mark.parametrize(
    ("keys", "chosen"),
    [
        ("w", "已完工"),
        ("wk", "未开工"),
        ("j", "建设中"),
        ("jg", "竣工验收"),
        ("jj", "竣工验收"),
        ("q", ""),
    ],
)
def test_letters_choose_by_the_initials(qtbot: QtBot, keys: str, chosen: str) -> None:
    editor = ChoiceEditor(STATES)
    qtbot.addWidget(editor.box)
    editor.box.show()
    settled: list[str] = []
    editor.settled.connect(settled.append)
    QTest.keyClicks(editor.box, keys)
    assert editor.typed_text() == chosen
    assert settled[-1:] == ([chosen] if chosen else [])
