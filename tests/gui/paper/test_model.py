"""The grid as a Qt item model."""

from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QAbstractItemModelTester

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document, blank_document
from anju_desktop.document.history import History
from anju_desktop.forms.definition import Level
from anju_desktop.forms.library import Library
from anju_desktop.gui.paper.model import PaperModel, PaperRole
from anju_desktop.sheet.grid import Role, build_grid

HOUSEHOLDS = CellRef("target", "indicators", "r2")
_EDIT = Qt.ItemDataRole.EditRole


@pytest.fixture
def model(document: Document) -> PaperModel:
    return PaperModel(document)


@pytest.mark.parametrize("edition", Library().ids())
def test_qt_finds_no_fault_in_the_model_while_rows_come_and_go(edition: str) -> None:
    document = blank_document(Library().get(edition), "克拉玛依区", "2024")
    history = History(document)
    model = PaperModel(document)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for group in document.edition.groups:
        if group.open:
            category = group.categories[-1].id if group.categories else ""
            row = document.insert_row(group.id, category)
            document.set(CellRef(group.columns[-1].id, group.id, row), "甲")
            document.remove_row(group.id, row)
    while history.undo():
        pass
    assert tester.model() is model
    assert model.grid == build_grid(document)


def test_every_place_of_a_merged_cell_answers_alike(model: PaperModel) -> None:
    outputs = model.cell_of(CellRef("level1", "indicators", "r1"))
    assert outputs is not None
    assert (outputs.row, outputs.column, outputs.row_span) == (7, 0, 8)
    texts = {model.index(row, 0).data() for row in range(7, 15)}
    assert texts == {"产出指标"}


def test_a_printed_label_cannot_be_written(model: PaperModel) -> None:
    label = model.index(2, 0)
    assert label.data() == "预算单位"
    assert not model.flags(label) & Qt.ItemFlag.ItemIsEditable
    assert not model.setData(label, "别的", _EDIT)


def test_the_edit_text_leaves_out_what_is_printed_around_the_value() -> None:
    document = blank_document(Library().get("zhengzhou-2021-region-target"), "金水区", "2021")
    document.set(CellRef("total_funds"), "100")
    model = PaperModel(document)
    cell = model.cell_of(CellRef("total_funds"))
    assert cell is not None
    index = model.index_of(cell)
    assert index.data() == "年度资金总额: 100万元"
    assert index.data(_EDIT) == "100"


def test_text_of_another_cell_changes_nothing_but_that_cell(
    model: PaperModel, document: Document
) -> None:
    told: list[tuple[int, int, int, int]] = []

    def note(first: Any, last: Any, roles: Any) -> None:
        told.append((first.row(), first.column(), last.row(), last.column()))

    model.dataChanged.connect(note)
    document.set(HOUSEHOLDS, "≥18000户")
    cell = model.cell_of(HOUSEHOLDS)
    assert cell is not None
    assert told == [(cell.row, cell.column, cell.row, cell.column)]


def test_a_new_row_resets_the_model_once(model: PaperModel, document: Document) -> None:
    resets: list[int] = []
    model.modelReset.connect(lambda: resets.append(model.rowCount()))
    document.insert_row("indicators", "quantity")
    assert resets == [len(build_grid(document).rows)]


def test_only_cells_with_another_level_are_told_of_findings(model: PaperModel) -> None:
    told: list[CellRef] = []
    model.dataChanged.connect(lambda first, last, roles: told.append(first.data(PaperRole.REF)))
    model.set_levels({HOUSEHOLDS: Level.ERROR})
    model.set_levels({HOUSEHOLDS: Level.ERROR, CellRef("goal"): Level.HINT})
    assert told == [HOUSEHOLDS, CellRef("goal")]


def test_a_screen_reader_hears_name_value_and_level(model: PaperModel) -> None:
    model.set_levels({HOUSEHOLDS: Level.ERROR})
    cell = model.cell_of(HOUSEHOLDS)
    assert cell is not None
    spoken = model.index_of(cell).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "改造户数 · 指标值：>=18382户，错误"


def test_a_cell_is_edited_while_it_differs_from_what_was_opened(
    model: PaperModel, document: Document
) -> None:
    history = History(document)
    document.set(HOUSEHOLDS, "≥1户")
    cell = model.cell_of(HOUSEHOLDS)
    assert cell is not None
    assert model.edited(cell)
    history.undo()
    cell = model.cell_of(HOUSEHOLDS)
    assert cell is not None
    assert not model.edited(cell)


def test_a_computed_cell_is_editable_only_while_a_typed_number_hides_the_result(
    repairs: Document,
) -> None:
    model = PaperModel(repairs)
    cell = model.cell_of(CellRef("rate_total"))
    assert cell is not None
    assert cell.role is Role.COMPUTED
    assert not model.editable(cell)
    repairs.set(CellRef("rate_total"), "7")
    cell = model.cell_of(CellRef("rate_total"))
    assert cell is not None
    assert model.editable(cell)


def test_the_model_is_not_told_any_more_once_it_is_gone(document: Document) -> None:
    model = PaperModel(document)
    model.deleteLater()
    QCoreApplication.sendPostedEvents(model, QEvent.Type.DeferredDelete)
    document.set(HOUSEHOLDS, "≥2户")
    assert document._edit_listeners == []
