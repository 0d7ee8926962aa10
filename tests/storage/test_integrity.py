"""Each kind of damage is found by the check that is there for it."""

import sqlite3
from pathlib import Path

import pytest

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.storage import integrity
from anju_desktop.storage.store import Store

TAMPERED = {
    "a cell": ("UPDATE cells SET text = '改' WHERE field = 'project_name'", "内容与校验值不符"),
    "a lost cell": ("DELETE FROM cells WHERE field = 'project_name'", "内容与校验值不符"),
    "a lost row": ("DELETE FROM rows WHERE position = 3", "内容与校验值不符"),
    "an order": ("UPDATE rows SET position = 1 - position WHERE position < 2", "内容与校验值不符"),
    "a category": ("UPDATE rows SET category = 'x' WHERE position = 0", "内容与校验值不符"),
    "a unit": ("UPDATE forms SET unit = '别处'", "内容与校验值不符"),
    "an edition": ("UPDATE forms SET edition = 'x'", "内容与校验值不符"),
    "a fact": ("INSERT INTO facts VALUES (1, 'f', '1')", "内容与校验值不符"),
    "an explanation": ("UPDATE explanations SET text = 'x'", "内容与校验值不符"),
    "a submission": ("UPDATE submissions SET period = '1999'", "第 1 件上报“”的内容与校验值不符"),
}
ONLY_THOROUGH = {
    "a gap": ("UPDATE rows SET position = position + 1 WHERE position > 2", "行次不连续"),
    "a lost edit": ("DELETE FROM edits WHERE seq = 2", "应有 2 条修改记录，实有 1 条"),
    "a lost first edit": ("DELETE FROM edits WHERE seq = 1", "修改记录与校验值不符"),
    "a changed edit": ("UPDATE edits SET who = '别人' WHERE seq = 2", "第 2 条修改记录"),
    "a lost form": ("DELETE FROM submissions", "指向“submissions”里没有的内容"),
}


@pytest.fixture
def explained(store: Store, form: int, housing: Document) -> Store:
    """A store of one form that has seen one edit and holds an explanation."""
    from anju_desktop.document.changes import Explanation

    store.follow(form, housing)
    housing.explain(Explanation("sum", CellRef("total_funds"), "1", "2", "原因"))
    store.flush()
    return store


def tamper(store: Store, statement: str) -> None:
    def work(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA foreign_keys = OFF")
        for trigger in ("edits_are_never_changed", "edits_are_never_removed"):
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute(statement)

    store._worker.do(work)


def test_a_whole_store_has_no_problem(explained: Store) -> None:
    assert explained.check() == ()


@pytest.mark.parametrize(("statement", "problem"), TAMPERED.values(), ids=TAMPERED)
def test_changed_content_is_found_at_the_start(
    explained: Store, statement: str, problem: str
) -> None:
    tamper(explained, statement)
    assert any(problem in line for line in explained._worker.do(integrity.quick))
    assert any(problem in line for line in explained.check())


@pytest.mark.parametrize(("statement", "problem"), ONLY_THOROUGH.values(), ids=ONLY_THOROUGH)
def test_damage_beside_the_content_is_found_by_the_check(
    explained: Store, statement: str, problem: str
) -> None:
    tamper(explained, statement)
    assert any(problem in line for line in explained.check())


def test_content_and_journal_that_do_not_agree_are_found(explained: Store) -> None:
    """A change that kept its digest in step, as a bug in the writing would."""
    from anju_desktop.document.changes import Edit, FieldChanged
    from anju_desktop.storage import content

    unseen = Edit("", (FieldChanged(CellRef("project_name"), None, "未入账"),))
    explained._worker.do(lambda c: content.apply(c, 1, unseen))
    assert explained.check() == ("第 1 号表的内容与修改记录对不上。",)


def test_a_record_that_went_bad_does_not_become_good_by_being_edited(
    explained: Store, housing: Document
) -> None:
    row = housing.row_ids("indicators")[0]
    tamper(explained, f"UPDATE cells SET text = 'x' WHERE row = '{row}' AND field = 'name'")
    housing.set(CellRef("target", "indicators", row), "≥7")
    explained.flush()
    assert any("内容与校验值不符" in line for line in explained.check())


def test_the_journal_cannot_be_changed_by_a_slip(explained: Store) -> None:
    for statement in ("UPDATE edits SET who = 'x'", "DELETE FROM edits"):
        with pytest.raises(Exception, match="append-only"):
            explained._worker._call(lambda s=statement: explained._worker._connection.execute(s))  # type: ignore[misc]


def test_a_page_that_cannot_be_read_is_a_problem_and_no_crash(
    explained: Store, folder: Path
) -> None:
    backup = explained.back_up()
    data = bytearray(backup.read_bytes())
    for page in range(1, len(data) // 4096):
        broken = data.copy()
        broken[page * 4096 : page * 4096 + 4096] = b"\xff" * 4096
        backup.write_bytes(broken)
        assert integrity.of_file(backup)


def test_a_text_that_is_no_utf8_is_a_problem_and_no_crash(explained: Store) -> None:
    tamper(explained, "UPDATE cells SET text = CAST(x'e9' AS TEXT) WHERE field = 'project_name'")
    assert explained.check()
    assert explained._worker.do(integrity.quick)
