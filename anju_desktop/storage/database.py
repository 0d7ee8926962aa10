"""Opening the file: whose it is, which version, who else has it open, and how it writes."""

import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from anju_desktop import clock
from anju_desktop.errors import StoreError
from anju_desktop.storage import failures
from anju_desktop.storage.migrations import APPLICATION_ID, STEPS, migrate

FILE_NAME = "anju.db"
OWNER_NAME = "正在使用.txt"
"""Says who has the store open; SQLite's own lock decides, this only tells."""

_MAGIC = b"SQLite format 3\0"
_HEADER_BYTES = 100
_OLDEST_SQLITE = (3, 37, 0)
"""The first with STRICT tables."""

_PRAGMAS = {
    # EXCLUSIVE before WAL: then a second program is refused instead of writing along.
    "locking_mode": ("EXCLUSIVE", "exclusive"),
    "journal_mode": ("WAL", "wal"),
    "synchronous": ("FULL", 2),
    "foreign_keys": ("ON", 1),
    "trusted_schema": ("OFF", 0),
    "cell_size_check": ("ON", 1),
}


class Damage(Exception):
    """The file is not a whole store; the text says why, in Chinese.

    Never leaves the package: it becomes a :class:`failures.DamagedStore`.
    """


def look(path: Path) -> bool:
    """Whether there is a store to open, judged from the header and without touching anything.

    False for a file that is missing or empty; :class:`Damage` for one that is no store of ours,
    ``StoreError`` for one that a newer program wrote.
    """
    try:
        with path.open("rb") as stream:
            header = stream.read(_HEADER_BYTES)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise StoreError(f"打不开“{path}”：{failures.system_reason(error)}") from error
    if not header:
        return False
    if len(header) < _HEADER_BYTES or not header.startswith(_MAGIC):
        if path.with_name(path.name + "-journal").exists():
            # The power went while the file was being made; SQLite's journal takes that back.
            return True
        raise Damage("文件开头已损坏，或者不是资料库文件。")
    version, application = (int.from_bytes(header[at : at + 4], "big") for at in (60, 68))
    _judge(path, application, version)
    return True


def _judge(path: Path, application: int, version: int) -> None:
    if application not in (0, APPLICATION_ID):
        raise Damage("这是别的程序的数据文件，或者文件开头已损坏。")
    if application == APPLICATION_ID and version > len(STEPS):
        raise StoreError(
            f"“{path}”是新版程序写的（资料库版本 {version}，本程序只认识到 {len(STEPS)}）。"
            "请安装新版程序再打开；文件没有改动。"
        )


def connect(path: Path) -> sqlite3.Connection:
    """The one connection, with every setting read back; nothing is written to a foreign file."""
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise StoreError(
            f"这台电脑的 SQLite 是 {sqlite3.sqlite_version}，太旧了，"
            "需要 3.37 以上。请换用带新版 SQLite 的 Python。"
        )
    # A second is enough for a program that is just closing; longer looks like a hang.
    connection = sqlite3.connect(path, isolation_level=None, timeout=1.0)
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        _judge_inside(connection, path)
        for name, (wanted, _) in _PRAGMAS.items():
            connection.execute(f"PRAGMA {name} = {wanted}").fetchall()
        _read_back(connection, path)
        # Takes the lock now and not at the first edit.
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
    except BaseException:
        connection.close()
        raise
    return connection


def _judge_inside(connection: sqlite3.Connection, path: Path) -> None:
    """As :func:`look`, but through SQLite, which sees what still stands in the WAL only."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    _judge(path, application, version)
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if tables and application != APPLICATION_ID:
        raise Damage("这是别的程序的数据文件，或者文件开头已损坏。")


def _read_back(connection: sqlite3.Connection, path: Path) -> None:
    for name, (_, expected) in _PRAGMAS.items():
        (actual,) = connection.execute(f"PRAGMA {name}").fetchone()
        if actual != expected:
            raise StoreError(
                f"“{path.parent}”不能安全地保存（{name} 是 {actual}）。"
                "请把资料放在本机硬盘上能写入的文件夹里。"
            )


def bring_up_to_date(connection: sqlite3.Connection, before: Callable[[], object]) -> None:
    """Migrate when needed; ``before`` is called first if there is something to lose."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version == len(STEPS):
        return
    if version:
        before()
    migrate(connection)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """``BEGIN IMMEDIATE`` … ``COMMIT``; when this ends normally, the disk has it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # A full disk may have ended the transaction already.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


# -- who has it open -----------------------------------------------------------------------

_OPEN_HERE: set[Path] = set()
"""Stores open in this process. On POSIX merely reading the file and closing it would drop the
lock of the connection that has it open, so a second start must be seen before that."""


def claim(folder: Path) -> Path:
    """Enter the store as open in this process; returns what :func:`release` takes."""
    resolved = folder.resolve()
    if resolved in _OPEN_HERE:
        raise StoreError(f"资料库已经打开：本程序的另一个窗口正在使用“{folder}”。")
    _OPEN_HERE.add(resolved)
    return resolved


def release(claimed: Path) -> None:
    _OPEN_HERE.discard(claimed)


def leave_note(folder: Path) -> None:
    """Say who has the store open. Only a courtesy: a failure must not keep one from working."""
    since = clock.now().strftime("%Y-%m-%d %H:%M")
    with suppress(OSError):
        (folder / OWNER_NAME).write_text(
            f"电脑“{_computer()}”上的安居填报（进程 {os.getpid()}，{since} 打开）",
            encoding="utf-8",
        )


def _computer() -> str:
    """Its name; ``platform.node`` says the same and takes two milliseconds to import."""
    if sys.platform == "win32":
        return os.environ.get("COMPUTERNAME", "")
    return os.uname().nodename


def remove_note(folder: Path) -> None:
    with suppress(OSError):
        (folder / OWNER_NAME).unlink(missing_ok=True)


def in_use(folder: Path) -> StoreError:
    """The sentence for a second start: that the store is open, and where."""
    try:
        who = (folder / OWNER_NAME).read_text(encoding="utf-8")[:200]
    except (OSError, UnicodeDecodeError):
        who = "另一个程序"
    return StoreError(f"资料库已经打开：{who}正在使用“{folder}”。请用已打开的窗口，或先关闭它。")


def told(error: sqlite3.Error, folder: Path) -> StoreError | Damage:
    """What an error while opening means."""
    if failures.is_busy(error):
        return in_use(folder)
    if failures.is_damage(error):
        return Damage("文件内容已损坏。")
    return StoreError(f"打不开“{folder}”里的资料库：{failures.reason(error)}")
