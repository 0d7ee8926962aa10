"""Every schema version ever shipped opens; one old file of each lies in the test data."""

import shutil
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from anju_desktop.document.changes import CellRef
from anju_desktop.document.course import Answer, Course
from anju_desktop.document.version import Version
from anju_desktop.errors import StoreError
from anju_desktop.forms.library import Library
from anju_desktop.storage import backups, migrations
from anju_desktop.storage.migrations import STEPS, Step
from anju_desktop.storage.store import Store

if TYPE_CHECKING:
    from sqlite_utils import Database

SECOND_VERSION = Version(
    ("0" * 16,),
    "1" * 16,
    "84d223fc013021e150d6899359307756946ab2e819f9bfe554ff61864083aed6",
    "2026-11-20T10:00:00+08:00",
    "甲",
)
"""What the form in the old files holds since there are versions."""

DATABASES = Path(__file__).parents[1] / "data" / "databases"


def put(version: int, folder: Path) -> None:
    folder.mkdir()
    shutil.copyfile(DATABASES / f"schema-{version}.db", folder / "anju.db")


@pytest.fixture
def next_version() -> Iterator[int]:
    """A program one version ahead, whose last step can be replaced."""

    @migrations.step
    def add_a_table(database: "Database") -> None:
        database.execute("CREATE TABLE extra (a TEXT) STRICT")

    yield len(STEPS)
    STEPS.pop()


def test_there_is_an_old_file_of_every_version() -> None:
    assert {path.stem for path in DATABASES.glob("*.db")} == {
        f"schema-{step.version}" for step in STEPS
    }


@pytest.mark.parametrize("step", STEPS, ids=lambda step: f"version {step.version}")
def test_an_old_file_opens_with_everything_in_it(
    folder: Path, library: Library, step: Step
) -> None:
    put(step.version, folder)
    with Store.open(folder, library, backing_up=False) as store:
        assert store.check() == ()
        (submission,) = store.submissions()
        assert (submission.unit, submission.title) == ("某某区", "样本")
        (form,) = submission.forms
        assert (form.title, form.edits) == ("样本项目", 10 if step.version == 1 else 13)
        assert len(store.deleted_forms()) == 1
        assert store.setting("zoom") == "150"
        saved = [point.name for point in store.save_points(form.id)]
        document = store.load_document(form.id)
    assert document.text(CellRef("project_leader")) == "\ud800甲\0"
    assert document.facts() == {"started": "30"}
    assert [explanation.text for explanation in document.explanations()] == ["四舍五入"]
    first, second = document.row_ids("indicators")[:2]
    assert document.text(CellRef("target", "indicators", first)) == "𬭚"
    assert document.text(CellRef("target", "indicators", second)) == "≥30"
    assert document.version == form.version
    expected = Version() if step.version == 1 else SECOND_VERSION
    assert document.version == expected
    if step.version < 3:
        assert submission.course == Course()
    else:
        assert submission.course.deadline == date(2026, 4, 15)
        assert submission.course.answers() == (Answer(True, "已补上\ud800"), Answer())
        assert submission.course.returned is not None
        assert submission.course.returned.opinions[0].cell == CellRef(
            "target", "indicators", second
        )
        assert saved == ["送审前"]


def test_a_backup_is_made_before_a_migration(folder: Path, next_version: int) -> None:
    put(next_version - 1, folder)
    Store.open(folder, backing_up=False).close()
    (backup,) = backups.list_backups(folder)
    assert backup.reason == "升级前"
    saved = sqlite3.connect(backup.path)
    assert saved.execute("PRAGMA user_version").fetchone() == (next_version - 1,)
    saved.close()
    connection = sqlite3.connect(folder / "anju.db")
    assert connection.execute("PRAGMA user_version").fetchone() == (next_version,)
    assert connection.execute("SELECT count(*) FROM extra").fetchone() == (0,)
    connection.close()


def test_a_migration_that_fails_leaves_the_store_as_it_was(folder: Path, next_version: int) -> None:
    def half(database: "Database") -> None:
        for _ in "twice":
            database.execute("CREATE TABLE extra (a TEXT) STRICT")

    STEPS[-1] = Step(next_version, half)
    put(next_version - 1, folder)
    with pytest.raises(StoreError, match="打不开"):
        Store.open(folder, backing_up=False)
    connection = sqlite3.connect(folder / "anju.db")
    assert connection.execute("PRAGMA user_version").fetchone() == (next_version - 1,)
    assert not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'extra'").fetchall()
    connection.close()


def test_the_documentation_names_every_table_and_column(store: Store) -> None:
    sql = """SELECT t.name, c.name FROM pragma_table_list t, pragma_table_info(t.name) c
        WHERE t.schema = 'main' AND t.name NOT LIKE 'sqlite_%'"""
    found = store._worker.do(lambda c: c.execute(sql).fetchall())
    text = (Path(__file__).parents[2] / "docs" / "database.md").read_text(encoding="utf-8")
    described = {
        name: text.partition(f"- **{name}**")[2].partition("\n- **")[0].partition("\n## ")[0]
        for name, _ in found
    }
    missing = [(t, c) for t, c in found if f"`{c}`" not in described[t]]
    assert len(found) > 40
    assert missing == []
