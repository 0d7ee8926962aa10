"""One sheet, three faces: xlsx, PDF and screen show the same areas and the same texts.

Each face is read back from what it produced (the file written, the lines and characters on the
printed page, the spans of the Qt view), never from the layout they share.
"""

from collections.abc import Iterator
from io import BytesIO
from itertools import accumulate
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from anju_desktop.assets import resource
from anju_desktop.document import jsonform
from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document, blank_document
from anju_desktop.document.history import History
from anju_desktop.forms.library import Library
from anju_desktop.gui.paper.view import PaperView
from anju_desktop.render import faces
from anju_desktop.rules.engine import Checker
from tests.pdf_reading import Area, page_areas

DROPPED_IN = Path(__file__).parent / "data" / "forms"
LIBRARY = Library(DROPPED_IN)
POINTS_PER_MM = 72 / 25.4
Areas = dict[tuple[int, int, int, int], str]
"""(row, column, rows, columns) of the grid → text without blanks."""


def filled(edition_id: str) -> Document:
    """The first example of an edition; without one, a form filled with a few rows of text."""
    edition = LIBRARY.get(edition_id)
    if edition.examples:
        return jsonform.load_file(resource("examples", edition.examples[0]), LIBRARY.get)
    document = blank_document(edition, "某县", "2025")
    for field in edition.fields:
        document.set(CellRef(field.id), f"{field.title}9")
    for group in edition.groups:
        for number in range(3):
            row = document.insert_row(group.id)
            for column in group.columns:
                text = "同一目标" if column.id.startswith("goal") else f"{column.title}{number}"
                document.set(CellRef(column.id, group.id, row), text)
    return document


def squeezed(text: str) -> str:
    return "".join(text.split())


def xlsx_areas(document: Document) -> Areas:
    sheet: Any = openpyxl.load_workbook(BytesIO(faces.xlsx([document]))).worksheets[0]
    covered: set[tuple[int, int]] = set()
    areas: Areas = {}
    for merge in sheet.merged_cells.ranges:
        rows, columns = (
            range(merge.min_row, merge.max_row + 1),
            range(merge.min_col, merge.max_col + 1),
        )
        covered.update((r, c) for r in rows for c in columns)
        text = squeezed(str(sheet.cell(merge.min_row, merge.min_col).value or ""))
        areas[merge.min_row - 1, merge.min_col - 1, len(rows), len(columns)] = text
    for row in sheet.iter_rows():
        for cell in row:
            if (cell.row, cell.column) not in covered:
                areas[cell.row - 1, cell.column - 1, 1, 1] = squeezed(str(cell.value or ""))
    return areas


def screen_areas(document: Document, qtbot: QtBot) -> Areas:
    checker = Checker(document)
    view = PaperView(document, History(document), checker)
    qtbot.addWidget(view)
    model = view.model()
    areas: Areas = {}
    covered: set[tuple[int, int]] = set()
    for row in range(model.rowCount()):
        for column in range(model.columnCount()):
            if (row, column) in covered:
                continue
            rows, columns = view.rowSpan(row, column), view.columnSpan(row, column)
            covered.update((row + r, column + c) for r in range(rows) for c in range(columns))
            text = model.data(model.index(row, column), Qt.ItemDataRole.DisplayRole)
            areas[row, column, rows, columns] = squeezed(str(text or ""))
    return areas


def pdf_pages(document: Document) -> list[list[Area]]:
    widths = document.edition.paper.columns
    edges = [0.0, *accumulate(float(width) * POINTS_PER_MM for width in widths)]
    return page_areas(faces.pdf([document]), edges)


def framed(areas: Areas, document: Document) -> Areas:
    """Without titles, signature lines and notes, which have no frame on paper."""
    kinds = ["head", "body", "group"]
    rows = list(framed_rows(document, kinds))
    return {area: text for area, text in areas.items() if area[0] in rows}


def framed_rows(document: Document, kinds: list[str]) -> Iterator[int]:
    index = 0
    for row in document.edition.rows:
        count = max(1, len(document.row_ids(row.group))) if row.group else 1
        if str(row.kind) in kinds:
            yield from range(index, index + count)
        index += count


def cut(areas: Areas, first: int, end: int) -> dict[tuple[int, int, int, int], tuple[str, bool]]:
    """The parts of the areas in rows ``first`` to ``end`` (excluded): text, and whether whole."""
    pieces = {}
    for (row, column, rows, columns), text in areas.items():
        top, bottom = max(row, first), min(row + rows, end)
        if top < bottom:
            whole = bottom - top == rows
            pieces[top - first, column, bottom - top, columns] = (text, whole)
    return pieces


EDITIONS = LIBRARY.ids()


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_screen_and_xlsx_show_the_same_areas_and_texts(edition_id: str, qtbot: QtBot) -> None:
    document = filled(edition_id)
    assert screen_areas(document, qtbot) == xlsx_areas(document)


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_the_printed_page_shows_the_same_areas_and_texts(edition_id: str) -> None:
    document = filled(edition_id)
    expected = framed(xlsx_areas(document), document)
    first = min(area[0] for area in expected)
    heads = list(framed_rows(document, ["head"]))
    last = max(area[0] + area[2] for area in expected)
    at = first
    for number, page in enumerate(pdf_pages(document)):
        # A head that stands further down is repeated only on the pages after it.
        repeated = sum(1 for row in heads if row < at) if number else 0
        body = [area for area in page if area.row >= repeated]
        rows = max(area.row + area.row_span for area in body) - repeated
        pieces = cut(expected, at, at + rows)
        found = {(a.row - repeated, a.column, a.row_span, a.column_span): a.text for a in body}
        assert found.keys() == pieces.keys()
        for area, (text, whole) in pieces.items():
            assert found[area] == text or (not whole and found[area] and found[area] in text)
        at += rows
    assert at == last


def test_the_faces_of_every_edition_are_tried() -> None:
    assert {"karamay-2024-project-target", "zhengzhou-2021-region-target"} < set(EDITIONS)
    assert "invented-2025-repair-fund" in EDITIONS
