"""F1: every cell and fact of every edition is explained, with the checks that look at it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document, blank_document
from anju_desktop.forms.library import Library
from anju_desktop.gui.help_card import HelpCard, cell_help, checks_about
from anju_desktop.gui.main_window import MainWindow
from anju_desktop.gui.paper.naming import cell_name
from tests.gui.conftest import below, current, press
from tests.gui.windows import example

LIBRARY = Library()
EDITIONS = LIBRARY.ids()


def cells(document: Document) -> Iterator[CellRef]:
    edition = document.edition
    yield from (CellRef(field.id) for field in (*edition.fields, *edition.facts))
    for group in edition.groups:
        rows = document.row_ids(group.id) or (document.insert_row(group.id),)
        yield from (CellRef(column.id, group.id, row) for row in rows for column in group.columns)


@pytest.mark.parametrize("name", EDITIONS)
def test_every_cell_says_more_than_what_kind_of_text_it_takes(name: str) -> None:
    document = blank_document(LIBRARY.get(name), "某区", "2024")
    silent = []
    for ref in cells(document):
        sentences = cell_help(document, ref)
        assert all(sentence.endswith("。") for sentence in sentences), (ref, sentences)
        # What belongs there, or that it is printed, or what it goes into: the kind is not enough.
        if all(each.startswith(("填写：", "可选：", "最多")) for each in sentences):
            silent.append(ref)
    assert silent == []


@pytest.mark.parametrize("name", EDITIONS)
def test_every_cell_that_is_filled_in_names_a_check(name: str) -> None:
    document = blank_document(LIBRARY.get(name), "某区", "2024")
    unchecked = [
        ref
        for ref in cells(document)
        if not checks_about(document.edition, ref)
        and not document.definition(ref).official
        and document.definition(ref).required
    ]
    assert unchecked == []


@pytest.mark.parametrize(
    "name",
    ["zhumadian-2020-evaluation", "chifeng-2023-rental", "zhengzhou-2021-jinshui"],
)
def test_f1_on_the_paper_explains_every_cell_one_can_stand_on(
    sample: MainWindow, name: str
) -> None:
    sample.open_form(sample.workspace.shelf.take_in([example(sample, name)]))
    view, document = sample.desk.view, current(sample).document
    assert view is not None
    reached = [ref for ref in cells(document) if view.jump_to(ref)]
    assert len(reached) > 20
    for ref in reached[::3]:
        sample.go_to(ref)
        sample.panel.close_help()
        press(sample, Qt.Key.Key_F1)
        (card,) = below(sample.panel, HelpCard)
        words = [label.text() for label in below(card, QLabel)]
        # One that is merged over several rows goes by the first of them.
        reached_ref = view.current_ref()
        assert reached_ref is not None
        assert words[0] == cell_name(document, reached_ref)
        assert words[1:-1]


def test_f1_at_a_fact_says_which_rows_it_goes_into(sample: MainWindow) -> None:
    document = example(sample, "zhumadian-2020-evaluation")
    sentences = cell_help(document, CellRef("rules_sound"))
    assert sentences[0].startswith("这个事实用来给“")
    assert "填写：选“是”或“否”。" in sentences[-1]


def test_escape_on_the_paper_closes_the_explanations(sample: MainWindow) -> None:
    sample.go_to(CellRef("fiscal_funds"))
    press(sample, Qt.Key.Key_F1)
    assert len(below(sample.panel, HelpCard)) == 1
    press(sample, Qt.Key.Key_Escape)
    assert below(sample.panel, HelpCard) == []
    assert sample.desk.view is not None
    assert sample.desk.view.hasFocus()
