"""定稿 is stored like any edit: journal, digest, lists, and what is read back."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.document.version import Version
from anju_desktop.errors import FinalError
from anju_desktop.forms.library import Library
from anju_desktop.storage.failures import DamagedStore
from anju_desktop.storage.store import Store

CODE, LATER = "0" * 16, "1" * 16
TIME = "2026-11-20T10:00:00+08:00"


@pytest.fixture
def followed(store: Store, form: int, housing: Document) -> Document:
    store.follow(form, housing)
    return housing


def test_a_final_form_comes_back_final_and_frozen(
    store: Store, form: int, followed: Document
) -> None:
    followed.finalize(CODE, TIME, "甲")
    store.flush()
    assert store.form(form).version == followed.version
    read = store.load_document(form)
    assert read.version == Version((), CODE, followed.edition.sha256, TIME, "甲")
    with pytest.raises(FinalError):
        read.set(CellRef("project_name"), "别的")


def test_reopening_keeps_the_void_code(store: Store, form: int, followed: Document) -> None:
    followed.finalize(CODE, TIME)
    followed.reopen()
    followed.set(CellRef("project_name"), "别的")
    store.flush()
    assert store.load_document(form).version == Version((CODE,))
    labels = [entry.edit.label for entry in store.journal(form)]
    assert labels[1:] == ["定稿", "修订", "填写"]
    followed.finalize(LATER, TIME)
    assert store.load_document(form).version.earlier == (CODE,)
    assert store.check() == ()


def test_a_form_read_from_a_file_brings_its_version(store: Store, housing: Document) -> None:
    housing.finalize(CODE)
    housing.reopen()
    housing.finalize(LATER, TIME, "甲")
    submission = store.create_submission("克拉玛依区", "2024", "", [housing])
    (entry,) = store.forms(submission)
    assert entry.version == store.load_document(entry.id).version == housing.version
    assert store.check() == ()


@pytest.mark.parametrize(
    "change", ["code = ''", "earlier = '[\"0000000000000000\"]'", "code_person = '乙'"]
)
def test_a_version_changed_behind_the_programs_back_is_noticed(
    folder: Path, library: Library, housing: Document, change: str
) -> None:
    housing.finalize(CODE, TIME, "甲")
    with Store.open(folder, library, backing_up=False) as store:
        store.create_submission("克拉玛依区", "2024", "", [housing])
    with closing(sqlite3.connect(folder / "anju.db")) as connection:
        connection.execute(f"UPDATE forms SET {change}")
        connection.commit()
    with pytest.raises(DamagedStore, match="校验值不符"):
        Store.open(folder, library)
