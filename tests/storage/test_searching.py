"""Text is found in every form outside the bin."""

import pytest

from anju_desktop.document.changes import CellRef, Explanation
from anju_desktop.document.document import Document
from anju_desktop.storage.store import Store

GOAL = CellRef("goal")


def places(store: Store, wanted: str) -> list[tuple[int, str]]:
    return [(hit.form, hit.ref.field) for hit in store.search(wanted)]


def test_a_text_is_found_with_the_row_it_stands_in(store: Store, form: int) -> None:
    hit = next(hit for hit in store.search("居民") if hit.ref.group)
    assert hit.form == form
    assert hit.ref.group == "indicators"
    assert dict(hit.row)[hit.ref.field] == hit.text
    assert "居民" in hit.text
    assert not hit.is_explanation


def test_all_words_have_to_stand_in_one_cell(store: Store, form: int, housing: Document) -> None:
    store.follow(form, housing)
    housing.set(GOAL, "改造危旧房 30 套，惠及群众")
    assert (form, "goal") in places(store, "群众 危旧房")
    assert (form, "goal") not in places(store, "群众 棚户区")
    assert store.search("  ") == ()


@pytest.mark.parametrize("wanted", ["100%", "a_b", "\\"])
def test_signs_of_the_query_language_are_plain_text(
    store: Store, form: int, housing: Document, wanted: str
) -> None:
    store.follow(form, housing)
    housing.set(GOAL, f"前{wanted}后")
    assert places(store, f"前{wanted}") == [(form, "goal")]
    housing.set(GOAL, "前100后 前axb后")
    assert places(store, f"前{wanted}") == []


def test_capital_and_small_letters_are_alike(store: Store, form: int, housing: Document) -> None:
    store.follow(form, housing)
    housing.set(GOAL, "建设 LOFT 公寓\ud800\0")
    assert places(store, "loft 公寓") == [(form, "goal")]


def test_facts_and_explanations_are_found_too(store: Store, form: int, housing: Document) -> None:
    store.follow(form, housing)
    housing.explain(Explanation("weights-total", GOAL, "90", "100", "上级另有核定"))
    (hit,) = store.search("另有核定")
    assert hit.is_explanation
    assert hit.ref == GOAL


def test_the_latest_year_comes_first_and_the_bin_is_left_out(
    store: Store, form: int, housing: Document, subsidy: Document
) -> None:
    old = store.create_submission("某县", "2022", "补助资金", [subsidy, housing])
    title = housing.text(CellRef("project_name"))
    (there, again) = places(store, title)
    assert (there[0], again[0]) == (form, store.forms(old)[1].id)
    store.delete_form(again[0])
    assert places(store, title) == [there]
    store.delete_submission(store.form(form).submission)
    assert places(store, title) == []


def test_no_more_is_found_than_was_asked_for(store: Store, form: int) -> None:
    assert len(store.search("0")) > 3
    assert len(store.search("0", most=3)) == 3
