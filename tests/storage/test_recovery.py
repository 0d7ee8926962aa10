"""From a damaged store to a whole one, losing as little as can be."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.document.jsonform import dump
from anju_desktop.errors import StoreError
from anju_desktop.forms.library import Library
from anju_desktop.storage.failures import DamagedStore
from anju_desktop.storage.recovery import recover
from anju_desktop.storage.store import Store

NAME = CellRef("project_name")
_COLUMNS_OF_VERSION_2 = (
    *("earlier", "code", "code_edition_sha256"),
    *("code_time", "code_person"),
)


@pytest.fixture
def worked_on(folder: Path, library: Library, housing: Document, subsidy: Document) -> list[int]:
    """A store with a backup, then one edit in a form and another form added; the form numbers."""
    store = Store.open(folder, library, backing_up=False)
    submission = store.create_submission("克拉玛依区", "2024", "", [housing])
    first = store.forms(submission)[0].id
    store.back_up()
    store.follow(first, housing)
    housing.set(NAME, "备份之后的名称")
    second = store.forms(store.create_submission("后来的区", "2024", "", [subsidy]))[0].id
    store.close()
    return [first, second]


def spoil(folder: Path, old: str, new: str) -> None:
    path = folder / "anju.db"
    data = path.read_bytes()
    assert old.encode() in data
    path.write_bytes(data.replace(old.encode(), new.encode()))


def spoil_cells_only(folder: Path, text: str) -> None:
    """Spoil a text in its cell, and leave the journal alone.

    By SQL: where the two stand in the file differs between releases of SQLite.
    """
    with closing(sqlite3.connect(folder / "anju.db")) as connection:
        done = connection.execute(
            "UPDATE cells SET field = 'PROJECT_NAME' WHERE field = 'project_name' AND text = ?",
            (text,),
        )
        assert done.rowcount
        connection.commit()


def test_edits_after_the_backup_are_brought_over_from_the_damaged_file(
    folder: Path,
    library: Library,
    worked_on: list[int],
    housing: Document,
    subsidy: Document,
) -> None:
    spoil_cells_only(folder, "备份之后的名称")
    damaged = (folder / "anju.db").read_bytes()
    with pytest.raises(DamagedStore):
        Store.open(folder, library)
    recovery = recover(folder)
    assert recovery.edits == 2
    assert recovery.kept is not None
    assert recovery.kept.read_bytes() == damaged
    with Store.open(folder, library, backing_up=False) as store:
        assert store.check() == ()
        first, second = (store.load_document(form) for form in worked_on)
        assert [entry.unit for entry in store.submissions()] == ["克拉玛依区", "后来的区"]
    assert dump(first) == dump(housing)
    assert dump(second) == dump(subsidy)


def test_a_damaged_store_of_an_older_program_is_brought_over_as_well(
    folder: Path, library: Library, worked_on: list[int], housing: Document
) -> None:
    connection = sqlite3.connect(folder / "anju.db")
    for column in _COLUMNS_OF_VERSION_2:
        connection.execute(f"ALTER TABLE forms DROP COLUMN {column}")
    for table in ("events", "save_points", "kept_files"):
        connection.execute(f"DROP TABLE {table}")
    connection.execute("PRAGMA user_version = 1")
    connection.commit()
    connection.close()
    spoil_cells_only(folder, "备份之后的名称")
    assert recover(folder).edits == 2
    with Store.open(folder, library, backing_up=False) as store:
        assert store.check() == ()
        assert dump(store.load_document(worked_on[0])) == dump(housing)


def test_versions_are_brought_over_too(folder: Path, library: Library, housing: Document) -> None:
    store = Store.open(folder, library, backing_up=False)
    submission = store.create_submission("克拉玛依区", "2024", "", [housing])
    store.back_up()
    housing.set(NAME, "备份之后的名称")
    housing.finalize("0" * 16, "2026-11-20T10:00:00+08:00", "甲")
    later = store.forms(store.create_submission("后来的区", "2024", "", [housing]))[0].id
    store.close()
    spoil_cells_only(folder, "备份之后的名称")
    assert recover(folder).edits == 1
    with Store.open(folder, library, backing_up=False) as store:
        assert store.check() == ()
        assert store.load_document(later).version == housing.version
        assert not store.load_document(store.forms(submission)[0].id).is_final


def test_an_edit_whose_journal_is_damaged_is_not_brought_over(
    folder: Path, library: Library, worked_on: list[int], subsidy: Document
) -> None:
    spoil(folder, "备份之后的名称", "备份之后的呼称")
    recovery = recover(folder)
    assert recovery.edits == 1
    with Store.open(folder, library, backing_up=False) as store:
        assert store.check() == ()
        assert "备份之后" not in store.load_document(worked_on[0]).text(NAME)
        assert dump(store.load_document(worked_on[1])) == dump(subsidy)


def test_any_lost_page_ends_in_a_whole_store_with_at_least_the_backup(
    folder: Path, library: Library, worked_on: list[int], tmp_path: Path
) -> None:
    path = folder / "anju.db"
    whole = path.read_bytes()
    for page in range(0, len(whole) // 4096, 3):
        path.write_bytes(whole[: page * 4096] + b"\0" * 4096 + whole[(page + 1) * 4096 :])
        recovery = recover(folder)
        assert recovery.backup is not None
        with Store.open(folder, library, backing_up=False) as store:
            assert store.check() == ()
            store.load_document(worked_on[0])


def test_without_a_whole_backup_what_can_be_read_makes_the_new_store(
    folder: Path, library: Library, worked_on: list[int], housing: Document
) -> None:
    for backup in (folder / "备份").iterdir():
        backup.write_bytes(b"")
    spoil_cells_only(folder, "备份之后的名称")
    recovery = recover(folder)
    assert recovery.backup is None
    assert recovery.edits == 3
    with Store.open(folder, library, backing_up=False) as store:
        assert store.check() == ()
        assert dump(store.load_document(worked_on[0])) == dump(housing)


def test_a_file_that_went_missing_is_replaced_by_the_backup(
    folder: Path, library: Library, worked_on: list[int]
) -> None:
    (folder / "anju.db").unlink()
    recovery = recover(folder)
    assert (recovery.kept, recovery.edits) == (None, 0)
    with Store.open(folder, library, backing_up=False) as store:
        store.load_document(worked_on[0])


def test_a_backup_can_be_chosen(folder: Path, library: Library, worked_on: list[int]) -> None:
    (chosen,) = (folder / "备份").iterdir()
    elsewhere = folder.parent / "优盘上的.db"
    chosen.rename(elsewhere)
    spoil_cells_only(folder, "备份之后的名称")
    recovery = recover(folder, elsewhere)
    assert recovery.backup == elsewhere


def test_a_chosen_backup_that_is_not_there_is_told(folder: Path, worked_on: list[int]) -> None:
    with pytest.raises(StoreError, match=r"没有\.db"):
        recover(folder, folder / "没有.db")
    assert (folder / "anju.db").exists()
