"""Saving when the disk does not want to."""

import sqlite3
import sys
import threading
from pathlib import Path

import pytest

from anju_desktop.document.changes import CellRef, Edit
from anju_desktop.document.document import Document
from anju_desktop.document.jsonform import dump
from anju_desktop.errors import StoreError
from anju_desktop.forms.library import Library
from anju_desktop.storage import content, tables, worker
from anju_desktop.storage.store import Store

NAME = CellRef("project_name")


def fill_disk(store: Store) -> None:
    """From now on SQLite answers as on a disk without a free page."""

    def limit(connection: sqlite3.Connection) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")

    store._worker.do(limit)


def free_disk(store: Store) -> None:
    store._worker.do(lambda c: c.execute("PRAGMA max_page_count = 1000000").fetchall())


@pytest.fixture
def failures(store: Store) -> list[tuple[int | None, str]]:
    told: list[tuple[int | None, str]] = []
    store.on_failed(lambda form, failure: told.append((form, str(failure))))
    return told


def test_a_full_disk_is_told_and_the_edit_stays_and_is_saved_later(
    store: Store, form: int, housing: Document, failures: list[tuple[int | None, str]]
) -> None:
    saved: list[int] = []
    store.on_saved(lambda number, _: saved.append(number))
    store.follow(form, housing)
    fill_disk(store)
    housing.set(NAME, "很长的名称" * 4000)
    with pytest.raises(StoreError, match=r"没有保存成功：磁盘已满.*自动再试"):
        store.flush()
    assert failures[0] == (form, "没有保存成功：磁盘已满，请腾出空间。程序会自动再试。")
    assert (store.unsaved, saved) == (1, [])
    free_disk(store)
    store.flush()
    assert (store.unsaved, saved) == (0, [form])
    assert dump(store.load_document(form)) == dump(housing)


def test_a_form_opened_again_while_the_disk_is_full_is_as_it_was_left(
    store: Store, form: int, housing: Document
) -> None:
    store.follow(form, housing)
    fill_disk(store)
    housing.set(NAME, "很长的名称" * 4000)
    row = housing.insert_row("indicators")
    housing.set(CellRef("name", "indicators", row), "又一行")
    with pytest.raises(StoreError):
        store.flush()
    assert str(store.failure) == "没有保存成功：磁盘已满，请腾出空间。程序会自动再试。"
    assert dump(store.load_document(form)) == dump(housing)
    free_disk(store)
    store.flush()
    assert store.failure is None
    assert dump(store.load_document(form)) == dump(housing)


def test_an_edit_that_failed_is_tried_again_without_being_asked(
    store: Store, form: int, housing: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "RETRY_SECONDS", 0.01)
    saved: list[int] = []
    fill_disk(store)

    def make_room(*_: object) -> None:
        store._worker._connection.execute("PRAGMA max_page_count = 1000000")

    store.on_failed(make_room)
    done = _event_when_saved(store, saved)
    store.follow(form, housing)
    housing.set(NAME, "很长的名称" * 4000)
    assert done.wait(30)
    assert saved == [form]


def _event_when_saved(store: Store, saved: list[int]) -> threading.Event:
    done = threading.Event()

    def on_saved(form: int, _: object) -> None:
        saved.append(form)
        done.set()

    store.on_saved(on_saved)
    return done


def test_later_edits_of_a_form_wait_behind_one_that_failed(
    store: Store, form: int, housing: Document
) -> None:
    store.follow(form, housing)
    fill_disk(store)
    housing.set(NAME, "很长的名称" * 4000)
    housing.set(NAME, "短")
    with pytest.raises(StoreError):
        store.flush()
    assert store.unsaved == 2
    assert store.form(form).edits == 1
    free_disk(store)
    store.flush()
    assert [entry.edit.changes[0] for entry in store.journal(form)[1:]]
    assert store.load_document(form).text(NAME) == "短"


def test_other_forms_are_saved_while_one_cannot_be(
    store: Store, form: int, housing: Document, subsidy: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = store.import_document(store.form(form).submission, subsidy)
    store.follow(form, housing)
    store.follow(other, subsidy)
    real = tables.save_edit

    def save(connection: sqlite3.Connection, number: int, *rest: object) -> None:
        if number == form:
            raise sqlite3.OperationalError("no luck")
        real(connection, number, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(tables, "save_edit", save)
    housing.set(NAME, "甲")
    subsidy.set(NAME, "乙")
    with pytest.raises(StoreError, match="no luck"):
        store.flush()
    assert store.load_document(other).text(NAME) == "乙"
    assert store.unsaved == 1


def test_closing_with_an_unsaved_edit_says_so_and_stays_open(
    folder: Path, library: Library, housing: Document
) -> None:
    store = Store.open(folder, library)
    form = store.forms(store.create_submission("", "", "", [housing]))[0].id
    store.follow(form, housing)
    fill_disk(store)
    housing.set(NAME, "很长的名称" * 4000)
    with pytest.raises(StoreError, match="磁盘已满"):
        store.close()
    assert store.form(form).edits == 1
    store.close(abandon=True)
    with Store.open(folder, library) as store:
        assert store.form(form).edits == 1


def test_a_disk_that_does_not_answer_keeps_nothing_waiting(
    store: Store, form: int, housing: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = threading.Event()
    store.follow(form, housing)
    store._worker.later(lambda _: answers.wait())
    housing.set(NAME, "还在路上")
    with pytest.raises(StoreError, match="没有回应，请检查磁盘"):
        store.flush(0.01)
    monkeypatch.setattr("anju_desktop.storage.store._PATIENCE_SECONDS", 0.01)
    store.close(abandon=True)
    answers.set()
    store.flush()
    assert store.unsaved == 0


def test_a_failed_edit_leaves_nothing_of_itself(
    store: Store, form: int, housing: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> bytes:
        raise sqlite3.OperationalError("torn")

    store.follow(form, housing)
    monkeypatch.setattr(tables, "chain", fail)
    housing.set(NAME, "半途")
    with pytest.raises(StoreError):
        store.flush()
    monkeypatch.undo()
    on_disk = store._worker.do(lambda c: content.read_changes(c, form))
    assert "半途" not in str(on_disk)
    store.flush()
    assert store.check() == ()


def test_an_edit_that_does_not_fit_the_stored_form_is_refused_in_words(
    store: Store, form: int, housing: Document, failures: list[tuple[int | None, str]]
) -> None:
    row = housing.row_ids("indicators")[0]
    housing.remove_row("indicators", row)
    store.follow(form, housing)
    unknown = housing.insert_row("indicators")
    store.flush()
    store._worker.write(lambda c: c.execute("DELETE FROM rows WHERE row = ?", (unknown,)))
    housing.remove_row("indicators", unknown)
    with pytest.raises(StoreError, match="与资料库里的不一致"):
        store.flush()
    assert failures[0][0] == form
    assert store.load_document(form).row_ids("indicators")


def test_a_bug_while_saving_is_told_and_does_not_end_all_saving(
    store: Store,
    form: int,
    housing: Document,
    failures: list[tuple[int | None, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_: seen.append(kind))

    def broken(edit: Edit) -> None:
        raise ZeroDivisionError

    remove = store.on_saved(lambda *_: broken(Edit("", ())))
    store.follow(form, housing)
    housing.set(NAME, "甲")
    assert store.load_document(form).text(NAME) == "甲"
    remove()
    assert seen == [ZeroDivisionError]
    assert failures == [(None, "保存时程序出错，请导出表格留底并重新打开程序。")]
    housing.set(NAME, "乙")
    store.flush()
    assert store.load_document(form).text(NAME) == "乙"


def test_the_file_alone_is_whole_when_the_program_has_been_idle(
    store: Store, form: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    merged = threading.Event()
    real = worker.Worker._merge

    def merge(self: worker.Worker) -> None:
        real(self)
        merged.set()

    monkeypatch.setattr(worker.Worker, "_merge", merge)
    monkeypatch.setattr(worker, "IDLE_SECONDS", 0.01)
    document = store.load_document(form)
    store.follow(form, document)
    document.set(NAME, "空闲时并入")
    assert merged.wait(30)
    assert "空闲时并入".encode() in (folder / "anju.db").read_bytes()
