import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju_desktop.storage.texts import canonical, from_sql, to_sql

ANY_TEXT = st.text(st.characters(exclude_categories=()))


@given(ANY_TEXT)
def test_every_text_comes_back_from_sqlite_as_it_was(text: str) -> None:
    connection = sqlite3.connect(":memory:")
    try:
        (value,) = connection.execute("SELECT ?", (to_sql(text),)).fetchone()
    finally:
        connection.close()
    assert from_sql(value) == text


@pytest.mark.parametrize("text", ["", "户", "𬭚", "≥95%", "=SUM(A1)", "\r\n\t", "9" * 400])
def test_an_ordinary_text_stays_readable_in_any_database_program(text: str) -> None:
    assert to_sql(text) == text


def test_two_halves_of_a_character_do_not_become_one() -> None:
    halves = "\ud83d" + "\ude00"
    assert from_sql(to_sql(halves)) == halves != "\U0001f600"


@given(st.lists(ANY_TEXT), st.lists(ANY_TEXT))
def test_canonical_bytes_are_equal_only_for_equal_content(one: list[str], two: list[str]) -> None:
    assert (canonical(one) == canonical(two)) == (one == two)
