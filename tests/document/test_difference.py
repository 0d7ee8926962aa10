"""From any state of a form to any other in one edit, and back with one undo."""

from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from anju_desktop.assets import resource
from anju_desktop.document.changes import CellRef, Edit, Explanation
from anju_desktop.document.difference import changes_to, differences
from anju_desktop.document.document import Document, copy_of
from anju_desktop.document.jsonform import dump, load_file
from anju_desktop.forms.library import Library

NAME = CellRef("project_name")


@cache
def original() -> Document:
    return load_file(resource("examples", "karamay-2024-dilapidated-housing.json"), Library().get)


Step = tuple[str, int, str]

steps = st.lists(
    st.tuples(
        st.sampled_from(["type", "empty", "add", "remove", "move", "field", "fact", "explain"]),
        st.integers(0, 30),
        st.text("甲乙1%≥", max_size=3),
    ),
    max_size=12,
)


def worked_on(todo: list[Step]) -> Document:
    document = copy_of(original())
    for kind, number, text in todo:
        rows = document.row_ids("indicators")
        if rows:
            work_on_row(document, kind, number, text)
        match kind:
            case "field":
                document.set(NAME, text)
            case "fact":
                for fact in document.edition.facts[:1]:
                    document.set_fact(fact.id, text)
            case "explain":
                document.explain(Explanation(f"规则{number % 3}", NAME, "1", "2", text))
    return document


def work_on_row(document: Document, kind: str, number: int, text: str) -> None:
    rows = document.row_ids("indicators")
    row = rows[number % len(rows)]
    match kind:
        case "type":
            document.set(CellRef("target", "indicators", row), text)
        case "empty":
            document.set(CellRef("name", "indicators", row), None)
        case "add":
            category = document.category("indicators", row)
            made = document.insert_row("indicators", category, number)
            document.set(CellRef("name", "indicators", made), text)
        case "remove":
            document.remove_row("indicators", row)
        case "move":
            document.move_row("indicators", row, number % 7)


@given(steps, steps)
def test_one_edit_leads_from_one_state_to_the_other_and_back(
    first: list[Step], second: list[Step]
) -> None:
    now, then = worked_on(first), worked_on(second)
    before = comparable(now)
    edit = Edit("恢复", changes_to(now, then))
    now.apply(edit)
    assert comparable(now) == comparable(then)
    assert differences(now, then) == ()
    assert changes_to(now, then) == ()
    now.apply(edit.inverted())
    assert comparable(now) == before


def comparable(document: Document) -> object:
    content = dump(document)
    return {**content, "explanations": sorted(map(repr, document.explanations()))}


def test_the_differences_are_the_cells_that_read_otherwise() -> None:
    now, then = copy_of(original()), copy_of(original())
    row = now.row_ids("indicators")[0]
    now.set(NAME, "新名")
    now.set(CellRef("target", "indicators", row), "≥99户")
    found = {each.ref: (each.now, each.then) for each in differences(now, then)}
    assert found == {
        NAME: ("新名", then.text(NAME)),
        CellRef("target", "indicators", row): (
            "≥99户",
            then.text(CellRef("target", "indicators", row)),
        ),
    }


def test_a_row_that_is_gone_differs_in_the_cells_that_held_something() -> None:
    now, then = copy_of(original()), copy_of(original())
    row = now.row_ids("indicators")[0]
    now.remove_row("indicators", row)
    found = differences(now, then)
    assert {each.ref.row for each in found} == {row}
    assert all(each.now is None and each.then for each in found)
