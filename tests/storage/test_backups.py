import shutil
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.document.jsonform import dump
from anju_desktop.errors import StoreError
from anju_desktop.forms.library import Library
from anju_desktop.storage import backups, integrity
from anju_desktop.storage.backups import Backup
from anju_desktop.storage.store import Store

NAME = CellRef("project_name")
NOW = datetime(2024, 5, 31, 12, tzinfo=UTC)


def test_a_backup_holds_everything_in_one_file(store: Store, form: int, folder: Path) -> None:
    path = store.back_up()
    assert path.parent == folder / "备份"
    assert integrity.of_file(path) == ()
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert connection.execute("SELECT count(*) FROM forms").fetchone() == (1,)
    connection.close()


def test_a_save_point_has_a_name_and_is_made_once_for_one_state(
    store: Store, form: int, housing: Document
) -> None:
    store.follow(form, housing)
    first = store.save_point()
    assert first is not None
    assert first.reason == "保存点"
    assert store.save_point() == first
    housing.set(NAME, "改过")
    assert store.save_point() != first


def test_an_empty_store_needs_no_save_point(store: Store) -> None:
    assert store.save_point() is None


def test_backups_are_listed_newest_first_with_time_and_reason(folder: Path) -> None:
    (folder / "备份").mkdir(parents=True)
    names = (
        "2024-05-01_080000_启动.db",
        "2024-05-02_080000_退出_2.db",
        "2024-05-02_080000_手动.db",
    )
    for name in (*names, "别的.db", "2024-13-01_080000_启动.db", "笔记.txt"):
        (folder / "备份" / name).touch()
    listed = backups.list_backups(folder)
    assert [backup.path.name for backup in listed] == [names[1], names[2], names[0]]
    assert listed[0].reason == "退出"
    assert listed[0].time.isoformat().startswith("2024-05-02T08:00:00")


def test_two_backups_in_one_second_are_both_kept(store: Store, form: int) -> None:
    def make(connection: sqlite3.Connection) -> list[Path]:
        return [backups.make(connection, store.folder, "手动", NOW) for _ in range(3)]

    paths = store._worker.do(make)
    assert len(set(paths)) == 3
    assert len(backups.list_backups(store.folder)) == 3


def test_one_is_made_at_exit_and_none_at_the_next_start_if_nothing_changed(
    folder: Path, library: Library, housing: Document
) -> None:
    with Store.open(folder, library) as store:
        store.create_submission("", "", "", [housing])
    for _ in range(2):
        Store.open(folder, library).close()
    assert [backup.reason for backup in backups.list_backups(folder)] == ["退出"]


def test_one_is_made_at_the_start_after_a_crash(
    folder: Path, library: Library, housing: Document
) -> None:
    with Store.open(folder, library, backing_up=False) as store:
        store.create_submission("", "", "", [housing])
    store = Store.open(folder, library)
    store.flush()
    assert [backup.reason for backup in backups.list_backups(folder)] == ["启动"]
    store.close()
    assert len(backups.list_backups(folder)) == 1


def test_an_empty_store_needs_no_backup(folder: Path) -> None:
    Store.open(folder).close()
    assert backups.list_backups(folder) == ()


def test_a_backup_that_cannot_be_written_leaves_nothing_and_says_why(
    store: Store, form: int, folder: Path
) -> None:
    (folder / "备份").touch()
    with pytest.raises(StoreError, match="没能备份到"):
        store.back_up()


def test_a_copy_that_does_not_pass_its_check_is_not_kept(
    store: Store, form: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(integrity, "of_file", lambda path: ("坏页",))
    with pytest.raises(StoreError, match="副本没有通过检查（坏页）"):
        store.back_up()
    assert list((folder / "备份").iterdir()) == []


def test_a_backup_that_fails_at_exit_is_told_and_does_not_keep_the_store_open(
    folder: Path, library: Library, housing: Document
) -> None:
    told: list[tuple[int | None, str]] = []
    store = Store.open(folder, library)
    store.on_failed(lambda form, failure: told.append((form, str(failure))))
    store.create_submission("", "", "", [housing])
    (folder / "备份").touch()
    store.close()
    assert [form for form, _ in told] == [None]
    assert "没能备份" in told[0][1]


def _backup(hours: float) -> Backup:
    time = NOW - timedelta(hours=hours)
    return Backup(Path(f"{time:%Y-%m-%d_%H%M%S}.db"), time, "退出")


def test_all_of_a_day_then_one_a_day_then_one_a_month_are_kept() -> None:
    hourly = [_backup(hours) for hours in range(24 * 200)]
    gone = set(backups.superfluous(hourly, NOW))
    kept = [backup.time for backup in hourly if backup not in gone]
    assert sum(NOW - time <= timedelta(days=1) for time in kept) == 25
    days = [time.date() for time in kept if timedelta(days=1) < NOW - time <= timedelta(days=30)]
    assert len(days) == len(set(days)) == 30
    months = [f"{time:%Y-%m}" for time in kept if NOW - time > timedelta(days=30)]
    assert len(months) == len(set(months)) == 7


@given(st.lists(st.integers(0, 24 * 2000), unique=True, min_size=1), st.integers(0, 24 * 400))
def test_thinning_never_takes_the_newest_and_is_done_when_it_is_done(
    hours: list[int], later: int
) -> None:
    made = [_backup(h) for h in hours]
    now = NOW + timedelta(hours=later)
    gone = backups.superfluous(made, now)
    kept = [backup for backup in made if backup not in gone]
    assert max(made, key=lambda b: (b.time, b.path.name)) in kept
    assert backups.superfluous(kept, now) == ()


def test_old_backups_are_thinned_when_a_new_one_is_made(store: Store, form: int) -> None:
    first = store.back_up()
    for name in ("2020-01-01_080000_退出.db", "2020-01-02_080000_退出.db"):
        shutil.copyfile(first, first.with_name(name))
    store.back_up()
    names = [backup.path.name for backup in backups.list_backups(store.folder)]
    assert "2020-01-02_080000_退出.db" in names
    assert "2020-01-01_080000_退出.db" not in names


def test_restoring_keeps_the_replaced_file_aside(
    folder: Path, library: Library, housing: Document
) -> None:
    before = dump(housing)
    store = Store.open(folder, library, backing_up=False)
    form = store.forms(store.create_submission("", "", "", [housing]))[0].id
    backup = store.back_up()
    store.follow(form, housing)
    housing.set(NAME, "备份之后改的")
    store.close()
    kept = backups.restore_store(folder, backup, NOW).kept
    assert kept is not None
    assert "备份之后改的".encode() in kept.read_bytes()
    assert backup.exists()
    with Store.open(folder, library, backing_up=False) as store:
        assert dump(store.load_document(form)) == before


def test_restoring_twice_in_a_second_overwrites_neither(store: Store, form: int) -> None:
    backup = store.back_up()
    store.close()
    kept = {backups.restore_store(store.folder, backup, NOW).kept for _ in range(3)}
    assert len(kept) == 3
    assert all(path is not None and path.exists() for path in kept)


def test_restoring_into_an_open_store_is_refused(store: Store, form: int) -> None:
    backup = store.back_up()
    with pytest.raises(StoreError, match="已经打开"):
        backups.restore_store(store.folder, backup)


def test_a_damaged_backup_is_not_restored(store: Store, form: int, folder: Path) -> None:
    backup = store.back_up()
    store.close()
    backup.write_bytes(backup.read_bytes()[:8192])
    before = (folder / "anju.db").read_bytes()
    with pytest.raises(StoreError, match="不能用"):
        backups.restore_store(folder, backup)
    assert (folder / "anju.db").read_bytes() == before


def test_the_best_backup_is_the_newest_that_is_whole(store: Store, form: int) -> None:
    def make(connection: sqlite3.Connection) -> list[Path]:
        times = [NOW, NOW + timedelta(hours=1)]
        return [backups.make(connection, store.folder, "手动", time) for time in times]

    older, newer = store._worker.do(make)
    newer.write_bytes(newer.read_bytes()[:8192])
    best = backups.best_backup(store.folder)
    assert best is not None
    assert best.path == older
