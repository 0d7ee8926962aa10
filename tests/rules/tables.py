"""Invented tables of the shipped editions, kept as data, and ways to change them."""

import re
import tomllib
from pathlib import Path

from anju_desktop.document.changes import CellRef, Edit, Row, RowInserted
from anju_desktop.document.document import Document
from anju_desktop.forms.library import Library

FOLDER = Path(__file__).parents[1] / "data" / "documents"
NAMES = sorted(path.stem for path in FOLDER.glob("*.toml"))
_LIBRARY = Library()


def table(name: str) -> Document:
    """An invented table that holds no mistake."""
    data = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    edition = _LIBRARY.get(data["edition"])
    document = Document(edition, data["unit"], data["period"])
    for field, text in data["fields"].items():
        document.set(CellRef(field), text)
    for number, row in enumerate(data["rows"]):
        texts = [*row, *data.get("defaults", [])[len(row) :]]
        cells = dict(zip(data["columns"], texts, strict=True))
        category = cells.pop("category", "")
        inserted = Row(f"r{number + 1}", category, tuple(cells.items()))
        group = edition.groups[0].id
        document.apply(Edit("读入", (RowInserted(group, number, inserted),)))
    return document


def change(document: Document, place: str, *texts: str) -> None:
    """Write a text at ``group[3].column`` or into a field; with two, put one for the other."""
    ref = reference(document, place)
    if len(texts) == 1:
        document.set(ref, texts[0])
        return
    before = document.text(ref)
    assert before.count(texts[0]) == 1
    document.set(ref, before.replace(texts[0], texts[1]))


def reference(document: Document, place: str) -> CellRef:
    """The cell at a path such as ``indicators[3].target``."""
    found = re.fullmatch(r"(\w+)\[(\d+)\]\.(\w+)", place)
    if found is None:
        return CellRef(place)
    group, row, column = found.groups()
    return CellRef(column, group, document.row_ids(group)[int(row)])
