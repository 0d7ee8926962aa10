"""Opening: whose file, which version, who has it, and how it writes."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.errors import StoreError
from anju_desktop.forms.library import Library
from anju_desktop.storage import database
from anju_desktop.storage.failures import DamagedStore
from anju_desktop.storage.migrations import APPLICATION_ID, STEPS
from anju_desktop.storage.store import Store


def raw(path: Path, *statements: str) -> None:
    """Do something to a database without the store."""
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def test_the_file_says_whose_it_is_and_of_which_version(store: Store, folder: Path) -> None:
    store.close()
    header = (folder / "anju.db").read_bytes()[:100]
    assert int.from_bytes(header[68:72], "big") == APPLICATION_ID
    assert int.from_bytes(header[60:64], "big") == len(STEPS)


def test_the_settings_that_make_saving_safe_are_in_force(store: Store) -> None:
    def read(name: str) -> object:
        return store._worker.do(lambda c: c.execute(f"PRAGMA {name}").fetchone()[0])

    assert read("journal_mode") == "wal"
    assert read("synchronous") == 2
    assert read("locking_mode") == "exclusive"
    assert read("foreign_keys") == 1


def test_a_place_that_does_not_take_a_wal_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(database._PRAGMAS, "journal_mode", ("DELETE", "wal"))
    with pytest.raises(StoreError, match=r"不能安全地保存（journal_mode 是 delete）.*本机硬盘"):
        Store.open(folder)


def test_every_table_is_strict(store: Store) -> None:
    sql = (
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict"
    )
    loose = store._worker.do(lambda c: c.execute(sql).fetchall())
    assert loose == [("sqlite_schema",)]


def test_a_second_start_in_the_same_program_is_refused(store: Store, folder: Path) -> None:
    with pytest.raises(StoreError, match="已经打开"):
        Store.open(folder / ".." / folder.name)


def test_a_second_start_elsewhere_says_that_it_is_open_and_where(
    store: Store, folder: Path
) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from anju_desktop.errors import StoreError\n"
        "from anju_desktop.storage.store import Store\n"
        "try: Store.open(Path(sys.argv[1]))\n"
        "except StoreError as error: sys.stdout.buffer.write(str(error).encode())"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(folder)], capture_output=True, check=True)
    sentence = ran.stdout.decode()
    assert "资料库已经打开" in sentence
    assert str(folder) in sentence
    assert "进程" in sentence


def test_after_closing_it_can_be_opened_again(store: Store, folder: Path) -> None:
    store.close()
    Store.open(folder).close()
    assert sorted(path.name for path in folder.iterdir()) == ["anju.db"]


def test_a_store_of_a_newer_program_is_refused_and_not_touched(store: Store, folder: Path) -> None:
    store.close()
    raw(folder / "anju.db", f"PRAGMA user_version = {len(STEPS) + 1}")
    before = (folder / "anju.db").read_bytes()
    with pytest.raises(StoreError, match=r"新版程序.*没有改动") as caught:
        Store.open(folder)
    assert not isinstance(caught.value, DamagedStore)
    assert (folder / "anju.db").read_bytes() == before
    assert [path.name for path in folder.iterdir()] == ["anju.db"]


def test_a_newer_version_that_stands_in_the_wal_only_is_refused_too(
    store: Store, folder: Path
) -> None:
    store.close()
    script = (
        "import os, sqlite3, sys\n"
        "c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        f"c.execute('PRAGMA user_version = {len(STEPS) + 1}')\n"
        "os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", script, str(folder / "anju.db")], check=True)
    with pytest.raises(StoreError, match="新版程序"):
        Store.open(folder)


@pytest.mark.parametrize(
    "content", [b"not a database", b"\0" * 8192, b"SQLite format 3\0", b"PK\x03\x04" * 4000]
)
def test_a_file_that_is_no_database_is_reported_and_not_touched(
    folder: Path, content: bytes
) -> None:
    folder.mkdir()
    (folder / "anju.db").write_bytes(content)
    with pytest.raises(DamagedStore, match="没有找到备份"):
        Store.open(folder)
    assert (folder / "anju.db").read_bytes() == content


@pytest.mark.parametrize("mark", ["PRAGMA application_id = 7", "CREATE TABLE t (a)"])
def test_a_database_of_another_program_is_reported_and_not_touched(folder: Path, mark: str) -> None:
    folder.mkdir()
    raw(folder / "anju.db", "CREATE TABLE mine (a)", mark.replace("TABLE t", "TABLE other"))
    before = (folder / "anju.db").read_bytes()
    with pytest.raises(DamagedStore, match="别的程序"):
        Store.open(folder)
    assert (folder / "anju.db").read_bytes() == before


def test_an_empty_file_left_by_a_crash_at_the_first_start_becomes_a_store(folder: Path) -> None:
    folder.mkdir()
    (folder / "anju.db").touch()
    with Store.open(folder) as store:
        assert store.submissions() == ()


def test_a_store_half_made_when_the_power_went_is_made_anew(folder: Path) -> None:
    """What is left when the journal of the first page is on the disk, and half of the page."""
    folder.mkdir()
    script = (
        "import os, sqlite3, sys\n"
        "c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "c.execute('PRAGMA cache_size = 1')\n"
        "c.execute('BEGIN')\n"
        "c.execute('CREATE TABLE t (a)')\n"
        "c.executemany('INSERT INTO t VALUES (zeroblob(9000))', [()] * 50)\n"
        "os._exit(0)"
    )
    path = folder / "anju.db"
    subprocess.run([sys.executable, "-c", script, str(path)], check=True)
    assert (folder / "anju.db-journal").exists()
    path.write_bytes(b"\0" * 512 + path.read_bytes()[512:])
    with Store.open(folder) as store:
        assert store.submissions() == ()


@pytest.mark.parametrize("gone", [True, False])
def test_a_missing_or_emptied_file_beside_backups_is_not_taken_for_a_first_start(
    folder: Path, library: Library, housing: Document, gone: bool
) -> None:
    with Store.open(folder, library) as store:
        store.create_submission("", "", "", [housing])
    (folder / "anju.db").unlink()
    if not gone:
        (folder / "anju.db").touch()
    with pytest.raises(DamagedStore, match="找到 1 份备份") as caught:
        Store.open(folder)
    assert len(caught.value.backups) == 1


def test_a_flipped_bit_in_what_was_typed_is_found_at_the_start(
    folder: Path, library: Library, housing: Document
) -> None:
    with Store.open(folder, library) as store:
        store.create_submission("克拉玛依区", "2024", "", [housing])
    name = housing.text(CellRef("budget_unit"))
    data = (folder / "anju.db").read_bytes()
    assert name.encode() in data
    (folder / "anju.db").write_bytes(data.replace(name.encode(), name[::-1].encode()))
    with pytest.raises(DamagedStore, match=r"与校验值不符.*可以恢复"):
        Store.open(folder)


def test_a_folder_that_cannot_be_made_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=r"不能使用文件夹.*不是文件夹"):
        Store.open(tmp_path / "file" / "data")


def test_a_folder_in_the_place_of_the_file_is_told_in_a_sentence(folder: Path) -> None:
    (folder / "anju.db").mkdir(parents=True)
    with pytest.raises(StoreError, match="打不开"):
        Store.open(folder)


def test_a_python_with_an_old_sqlite_is_told_in_a_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 0))
    with pytest.raises(StoreError, match="太旧"):
        Store.open(folder)
