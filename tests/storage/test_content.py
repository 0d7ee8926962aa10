"""Whatever is done to a document, the store holds the same; the heart of the store."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from anju_desktop.document.changes import CellRef, Explanation
from anju_desktop.document.document import Document, blank_document
from anju_desktop.document.history import History
from anju_desktop.document.jsonform import dump
from anju_desktop.forms.library import Library
from anju_desktop.storage.store import Store

Action = Callable[[Document, History], object]

LIBRARY = Library()
EDITION = LIBRARY.get("karamay-2024-project-target")
GROUP = EDITION.groups[0]
AWKWARD = ("", "\0", "甲\0乙", "\ud800", "\udfff甲", "\ud83d" + "\ude00", "9" * 400, "=1+1", "𬭚")
TEXTS = st.one_of(st.sampled_from(AWKWARD), st.text(st.characters(exclude_categories=())))
FIELDS = st.sampled_from([field.id for field in EDITION.fields])
COLUMNS = st.sampled_from([column.id for column in GROUP.columns])
PLACES = st.integers(-3, 30)


def _row(document: Document, place: int) -> str:
    rows = document.row_ids(GROUP.id)
    return rows[place % len(rows)] if rows else ""


def _cell(document: Document, place: int, column: str) -> CellRef:
    row = _row(document, place)
    return CellRef(column, GROUP.id, row) if row else CellRef(EDITION.fields[0].id)


def _insert(category: str, place: int) -> Action:
    return lambda document, _: document.insert_row(GROUP.id, category, place)


def _remove(place: int) -> Action:
    def action(document: Document, _: History) -> None:
        if document.row_ids(GROUP.id):
            document.remove_row(GROUP.id, _row(document, place))

    return action


def _move(place: int, to: int) -> Action:
    def action(document: Document, _: History) -> None:
        if document.row_ids(GROUP.id):
            document.move_row(GROUP.id, _row(document, place), to)

    return action


def _explain(rule: str, place: int, column: str, text: str) -> Action:
    def action(document: Document, _: History) -> None:
        cell = _cell(document, place, column)
        document.explain(Explanation(rule, cell, text, "应为", text, "版", "人", "时"))

    return action


def _withdraw(rule: str, place: int, column: str) -> Action:
    return lambda d, _: d.withdraw_explanation(rule, _cell(d, place, column))


def _paste(place: int, column: str, texts: list[str]) -> Action:
    def action(document: Document, _: History) -> None:
        with document.editing("粘贴"):
            for offset, text in enumerate(texts):
                document.set(_cell(document, place + offset, column), text)

    return action


RULES = st.sampled_from(["sum", "unit\ud800"])
CATEGORIES = st.sampled_from([category.id for category in GROUP.categories])
ACTIONS = st.one_of(
    st.builds(lambda f, t: lambda d, _: d.set(CellRef(f), t), FIELDS, st.none() | TEXTS),
    st.builds(lambda p, c, t: lambda d, _: d.set(_cell(d, p, c), t), PLACES, COLUMNS, TEXTS),
    st.builds(lambda f, t: lambda d, _: d.set_fact(f, t), TEXTS, st.none() | TEXTS),
    st.builds(_insert, CATEGORIES, PLACES),
    st.builds(_remove, PLACES),
    st.builds(_move, PLACES, PLACES),
    st.builds(_explain, RULES, PLACES, COLUMNS, TEXTS),
    st.builds(_withdraw, RULES, PLACES, COLUMNS),
    st.builds(_paste, PLACES, COLUMNS, st.lists(TEXTS, min_size=1, max_size=5)),
    st.just(lambda _, history: history.undo()),
    st.just(lambda _, history: history.redo()),
)


@settings(max_examples=60)
@given(TEXTS, TEXTS, st.lists(ACTIONS, max_size=25))
def test_after_any_edits_the_reopened_form_equals_the_one_in_memory(
    unit: str, period: str, actions: list[Action]
) -> None:
    document = blank_document(EDITION, unit, period)
    history = History(document)
    with TemporaryDirectory() as name:
        with Store.open(Path(name), LIBRARY, backing_up=False) as store:
            submission = store.create_submission(unit, period, "", [document])
            form = store.forms(submission)[0].id
            store.follow(form, document)
            for action in actions:
                action(document, history)
        with Store.open(Path(name), LIBRARY, backing_up=False) as store:
            assert dump(store.load_document(form)) == dump(document)
            assert store.check() == ()
