"""Whatever is changed in a form, cell by cell over all published tables, it has another code."""

from collections.abc import Callable, Iterator

import pytest

from anju_desktop.assets import resource
from anju_desktop.checkcode.canonical import form_code
from anju_desktop.document import jsonform
from anju_desktop.document.changes import CellRef, Edit, Explanation, Row, RowInserted, RowRemoved
from anju_desktop.document.document import Document
from anju_desktop.forms.library import Library

LIBRARY = Library()
NAMES = sorted(path.name for path in resource("examples").glob("*.json"))


@pytest.fixture(params=NAMES)
def document(request: pytest.FixtureRequest) -> Document:
    return load(request.param)


def load(name: str) -> Document:
    return jsonform.load_file(resource("examples", name), LIBRARY.get)


def places(document: Document) -> Iterator[CellRef]:
    """Every place of the form that holds a text, on the paper and off it, printed ones too."""
    edition = document.edition
    yield from (CellRef(field.id) for field in (*edition.fields, *edition.facts))
    for group in edition.groups:
        for row in document.row_ids(group.id):
            yield from (CellRef(column.id, group.id, row) for column in group.columns)


def other_texts(text: str) -> Iterator[str]:
    """What a slip, a forger or a careless copy makes of a text."""
    yield f"{text}1"
    yield f"{text} "
    if text:
        yield ""
        yield text[:-1] + chr(ord(text[-1]) + 1)
        yield text.replace(text[0], "", 1)
        yield f"0{text}"


def test_any_one_changed_text_gives_another_code(document: Document) -> None:
    before = form_code(document)
    seen = {before}
    changed = 0
    for place in list(places(document)):
        typed = document.typed(place)
        for text in {*other_texts(document.text(place))} - {typed}:
            document.set(place, text)
            code = form_code(document)
            assert code not in seen, (place, text)
            seen.add(code)
            changed += 1
        document.set(place, typed)
        assert form_code(document) == before
    assert len(seen) == changed + 1
    assert changed >= 2 * len(list(places(document))) > 20


def without_row(document: Document, group: str, row: str) -> None:
    document.remove_row(group, row)


def doubled(document: Document, group: str, row: str) -> None:
    held = document.row(group, row)
    document.insert_row(group, held.category, document.row_index(group, row))


def moved(document: Document, group: str, row: str) -> None:
    at, last = document.row_index(group, row), len(document.row_ids(group)) - 1
    document.move_row(group, row, at + 1 if at < last else 0)


def elsewhere(document: Document, group: str, row: str) -> None:
    """The row under another category, its texts unchanged."""
    held, at = document.row(group, row), document.row_index(group, row)
    others = [c.id for c in document.edition.find_group(group).categories if c.id != held.category]
    moved_row = Row(held.row_id, others[0] if others else "another", held.cells)
    changes = (RowRemoved(group, at, held), RowInserted(group, at, moved_row))
    document.apply(Edit("换类别", changes))


@pytest.mark.parametrize("change", [without_row, doubled, moved, elsewhere])
def test_any_row_taken_away_added_moved_or_put_elsewhere_gives_another_code(
    document: Document, change: Callable[[Document, str, str], None]
) -> None:
    before = form_code(document)
    data = jsonform.dump_bytes(document)
    for group in document.edition.groups:
        rows = document.row_ids(group.id)
        for row in rows if len(rows) > 1 or change is not moved else ():
            fresh = jsonform.load_bytes(data, "表", LIBRARY.get)
            change(fresh, group.id, row)
            assert form_code(fresh) != before, (group.id, row)


def test_an_explanation_at_any_place_gives_another_code(document: Document) -> None:
    seen = {form_code(document)}
    for place in list(places(document)):
        for text in ("因为", "所以"):
            document.explain(Explanation("sum", place, "1", "2", text))
            code = form_code(document)
            assert code not in seen, place
            seen.add(code)
        document.withdraw_explanation("sum", place)


def test_another_unit_another_year_and_each_revision_give_another_code(document: Document) -> None:
    codes = [form_code(document)]
    for unit, period in (("另一区", document.period), (document.unit, "1999")):
        kept = document.unit, document.period
        document.unit, document.period = unit, period
        codes.append(form_code(document))
        document.unit, document.period = kept
    for _ in range(3):
        document.finalize(form_code(document))
        document.reopen()
        codes.append(form_code(document))
    assert len(set(codes)) == 6


def test_no_two_published_tables_share_a_code() -> None:
    assert len({form_code(load(name)) for name in NAMES}) == len(NAMES) > 20
