"""The code speaks of the data: the same data, the same code; any other data, another one."""

import json
import unicodedata
from collections.abc import Callable

import pytest

from anju_desktop.assets import resource
from anju_desktop.checkcode.canonical import canonical, content_code, form_code, submission_code
from anju_desktop.checkcode.codes import grouped
from anju_desktop.document import jsonform
from anju_desktop.document.changes import CellRef, Explanation
from anju_desktop.document.document import Document
from anju_desktop.forms.library import Library

LIBRARY = Library()
NAME = resource("examples", "karamay-2024-rent-subsidy.json")
GOAL = CellRef("goal")


@pytest.fixture
def document() -> Document:
    return jsonform.load_file(NAME, LIBRARY.get)


def test_the_code_of_known_content_never_changes() -> None:
    """Codes stand on sealed paper: a program of later years has to make the same ones."""
    content = {
        "edition": "small",
        "edition_sha256": "0" * 64,
        "unit": "某区",
        "period": "2024",
        "fields": {"total": "6111"},
        "groups": {},
        "facts": {},
        "explanations": [],
    }
    assert grouped(content_code(content)) == "5S37-KQH9-SEYP-HGM1"


def test_the_code_does_not_depend_on_how_the_file_was_written(document: Document) -> None:
    content = json.loads(NAME.read_bytes())
    other_way_round = dict(reversed(content.items()))
    assert content_code(other_way_round) == content_code(content) == form_code(document)
    again = json.loads(json.dumps(content, ensure_ascii=True, indent=4))
    assert content_code(again) == content_code(content)


def test_composed_and_decomposed_characters_are_one(document: Document) -> None:
    document.set(GOAL, unicodedata.normalize("NFC", "改造é户"))
    composed = form_code(document)
    document.set(GOAL, unicodedata.normalize("NFD", "改造é户"))
    assert form_code(document) == composed


def test_half_a_character_still_has_a_code(document: Document) -> None:
    document.set(GOAL, "坏\ud800字")
    canonical(jsonform.dump(document)).decode("ascii")


def revise(document: Document) -> None:
    document.finalize("0" * 16)
    document.reopen()


CHANGES: list[Callable[[Document], object]] = [
    lambda d: d.set(GOAL, "别的目标"),
    lambda d: d.set(GOAL, f"{d.text(GOAL)} "),
    lambda d: d.insert_row("indicators", d.edition.find_group("indicators").categories[0].id),
    lambda d: d.move_row("indicators", d.row_ids("indicators")[0], 1),
    lambda d: d.explain(Explanation("sum", GOAL, "1", "2", "因为")),
    revise,
    lambda d: setattr(d, "unit", "另一区"),
    lambda d: setattr(d, "period", "2025"),
]


def test_whatever_changes_on_the_paper_changes_the_code(document: Document) -> None:
    codes = [form_code(document)]
    for change in CHANGES:
        fresh = jsonform.load_file(NAME, LIBRARY.get)
        change(fresh)
        codes.append(form_code(fresh))
    assert len(set(codes)) == len(CHANGES) + 1


def test_another_edition_of_the_same_name_changes_the_code() -> None:
    content = json.loads(NAME.read_bytes())
    assert content_code(content) != content_code(content | {"edition_sha256": "0" * 64})


def test_making_it_final_does_not_change_the_code(document: Document) -> None:
    before = form_code(document)
    document.finalize(before, "2026-11-20T10:00:00+08:00", "甲")
    assert form_code(document) == before


def test_a_submission_has_one_code_whatever_the_order_of_its_forms() -> None:
    codes = ["0" * 16, "1" * 16]
    code = submission_code(codes)
    assert submission_code(reversed(codes)) == code
    assert len({code, submission_code(codes[:1]), submission_code([*codes, codes[0]])}) == 3
