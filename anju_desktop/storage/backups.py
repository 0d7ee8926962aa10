"""Copies of the store in a folder the clerk can see, verified by opening them.

A backup holds the store and what lies beside it: the office's own indicators in the same file, the
scans in a folder that all backups share. It is made by ``VACUUM INTO``: one whole file without a
WAL beside it, readable from any medium. All of the last day are kept, then one a day for 30 days,
then one a month.
"""

import os
import re
import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from anju_desktop import clock
from anju_desktop.errors import RenderError, StoreError
from anju_desktop.files import write_atomic
from anju_desktop.records import record
from anju_desktop.storage import failures, integrity, keptfiles, scans
from anju_desktop.storage.database import (
    FILE_NAME,
    Damage,
    claim,
    in_use,
    look,
    release,
    transaction,
)
from anju_desktop.storage.texts import canonical

FOLDER_NAME = "备份"
STARTING, ENDING, UPGRADING, ASKED = "启动", "退出", "升级前", "手动"
SAVE_POINT = "保存点"
"""Why a backup was made; part of its name."""

_NAME = re.compile(r"(\d{4}-\d{2}-\d{2}_\d{6})_(\w+?)(?:_\d+)?\.db")
_TIME = "%Y-%m-%d_%H%M%S"
_FIRST_WITH_EVENTS = 3
"""The schema version that brought events, scans and kept files."""


@record(frozen=True, slots=True)
class Backup:
    """One copy of the store; ``time`` is local."""

    path: Path
    time: datetime
    reason: str


def list_backups(folder: Path) -> tuple[Backup, ...]:
    """The backups of the store in ``folder``, newest first; other files are passed over."""
    found = [_backup(path) for path in (folder / FOLDER_NAME).glob("*.db")]
    known = [backup for backup in found if backup is not None]
    return tuple(sorted(known, key=lambda b: (b.time, b.path.name), reverse=True))


def _backup(path: Path) -> Backup | None:
    match = _NAME.fullmatch(path.name)
    if match is None:
        return None
    try:
        # ``strptime`` would cost a start more than all the rest of this.
        time = datetime.fromisoformat(match[1]).astimezone()
    except ValueError:
        return None
    return Backup(path, time, match[2])


def best_backup(folder: Path) -> Backup | None:
    """The newest backup that is whole."""
    return next((b for b in list_backups(folder) if not integrity.of_file(b.path)), None)


# -- making --------------------------------------------------------------------------------


def make(connection: sqlite3.Connection, folder: Path, reason: str, now: datetime) -> Path:
    """Copy the open store; the copy gets its name only after it was opened and found whole."""
    target = _free_name(folder / FOLDER_NAME, reason, now)
    try:
        target.parent.mkdir(exist_ok=True)
        if has_events(connection):
            # One that is gone is told of by whoever opens or checks it; the rest is kept.
            scans.copy_missing(folder, target.parent, scans.recorded(connection))
        _copy(connection, target, folder)
        thin_out(folder, now)
    except RenderError as error:
        raise _failure(target, str(error)) from error
    except OSError as error:
        raise _failure(target, failures.system_reason(error)) from error
    except sqlite3.Error as error:
        raise _failure(target, failures.reason(error)) from error
    return target


def has_events(connection: sqlite3.Connection) -> bool:
    """Whether the file is of a version that knows scans and kept files."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return bool(version >= _FIRST_WITH_EVENTS)


def _copy(connection: sqlite3.Connection, target: Path, folder: Path) -> None:
    part = target.with_suffix(".part")
    part.unlink(missing_ok=True)
    try:
        connection.execute("VACUUM INTO ?", (str(part),))
        if has_events(connection):
            _take_in_files(part, folder)
        _force_to_disk(part)
        problems = integrity.of_file(part)
        if problems:
            raise _failure(target, f"副本没有通过检查（{problems[0]}）")
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _take_in_files(part: Path, folder: Path) -> None:
    """What lies beside the store, into the copy alone."""
    copy = sqlite3.connect(part, isolation_level=None)
    try:
        copy.execute("PRAGMA journal_mode = MEMORY")
        with transaction(copy):
            keptfiles.take_in(copy, folder)
    finally:
        copy.close()


def _failure(target: Path, reason: str) -> StoreError:
    return StoreError(f"没能备份到“{target.parent}”：{reason}")


def make_if_changed(
    connection: sqlite3.Connection, folder: Path, reason: str, now: datetime
) -> Path | None:
    """A backup, unless the newest one holds the same or there is nothing to keep."""
    (forms,) = connection.execute("SELECT count(*) FROM forms").fetchone()
    newest = next(iter(list_backups(folder)), None)
    if not forms:
        return None
    beside = keptfiles.sums(keptfiles.beside(folder))
    if newest and _fingerprint_of(newest.path) == _fingerprint(connection, beside):
        return None
    return make(connection, folder, reason, now)


def _free_name(folder: Path, reason: str, now: datetime) -> Path:
    base = f"{now.astimezone().strftime(_TIME)}_{reason}"
    path, number = folder / f"{base}.db", 1
    while path.exists():
        number += 1
        path = folder / f"{base}_{number}.db"
    return path


def _force_to_disk(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def _fingerprint(connection: sqlite3.Connection, beside: list[list[str]]) -> bytes:
    """Equal as long as nothing that a clerk entered has changed; ``beside`` tells other files."""
    parts = [connection.execute(sql).fetchall() for sql in _ENTERED]
    return canonical([*map(repr, parts), beside])


_ENTERED = (
    "SELECT id, hex(sha256), title, edits, deleted FROM forms",
    "SELECT id, hex(sha256), deleted FROM submissions",
    "SELECT submission, max(seq) FROM events GROUP BY submission",
    "SELECT id, form, seq, name FROM save_points",
    "SELECT value FROM settings WHERE key = 'offices'",
)


def _fingerprint_of(path: Path) -> bytes | None:
    try:
        connection = integrity.open_for_reading(path)
        try:
            return _fingerprint(connection, keptfiles.sums(keptfiles.taken(connection)))
        finally:
            connection.close()
    except sqlite3.Error:
        return None


# -- thinning ------------------------------------------------------------------------------


def thin_out(folder: Path, now: datetime) -> None:
    """Delete the backups that :func:`superfluous` names."""
    for backup in superfluous(list_backups(folder), now):
        backup.path.unlink(missing_ok=True)


def superfluous(backups: Iterable[Backup], now: datetime) -> tuple[Backup, ...]:
    """Those of which a newer one stands for the same hour, day or month; never the newest."""
    kept: set[str] = set()
    surplus = []
    for backup in sorted(backups, key=lambda b: (b.time, b.path.name), reverse=True):
        period = _stands_for(backup, now)
        if period in kept:
            surplus.append(backup)
        kept.add(period)
    return tuple(surplus)


def _stands_for(backup: Backup, now: datetime) -> str:
    age = now - backup.time
    if age <= timedelta(days=1):
        return backup.path.name
    return backup.time.strftime("%Y-%m-%d" if age <= timedelta(days=30) else "%Y-%m")


# -- restoring -----------------------------------------------------------------------------


@record(frozen=True, slots=True)
class Restored:
    """What a restore did: where the file that was there is ``kept`` (None: there was none), which
    files of the office were written besides (``copies``), how many scans were not found again, and
    which files of the office could not be written."""

    kept: Path | None
    copies: tuple[Path, ...] = ()
    lost_scans: int = 0
    lost_files: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """What the clerk should know of it, in sentences; ``""`` when there is nothing."""
        return (f"原来的资料库保存为“{self.kept}”。" if self.kept else "") + self.beside

    @property
    def beside(self) -> str:
        """The same of what lay beside the store."""
        names = "、".join(f"“{path.name}”" for path in self.copies)
        copies = f"备份里的{names}已放回资料文件夹，原有的文件没有动。" if names else ""
        names = "、".join(f"“{name}”" for name in self.lost_files)
        files = f"备份里的{names}没能放回，请检查资料文件夹能不能写。" if names else ""
        lost = f"有 {self.lost_scans} 份扫描件没能找回，请重新附上。" if self.lost_scans else ""
        return copies + files + lost


def restore_store(folder: Path, backup: Path, now: datetime | None = None) -> Restored:
    """Put a copy of ``backup`` in the place of the store, which nobody may have open.

    The file that was there is renamed, not overwritten, and so is none of the office's own.
    """
    return _replace(folder, backup, now)


def start_anew(folder: Path, now: datetime | None = None) -> Path | None:
    """Set a damaged store aside so that an empty one is made; returns where it is kept."""
    return _replace(folder, None, now).kept


def _replace(folder: Path, backup: Path | None, now: datetime | None) -> Restored:
    time = now or clock.now()
    claimed = claim(folder)
    try:
        _refuse_in_use(folder)
        data = None if backup is None else _whole(backup)
        kept = _set_aside(folder, time)
        if backup is None or data is None:
            return Restored(kept)
        write_atomic(folder / FILE_NAME, data)
        return _give_back(folder, backup, kept, time)
    except OSError as error:
        raise _incomplete(folder, failures.system_reason(error)) from error
    except RenderError as error:
        raise _incomplete(folder, str(error)) from error
    finally:
        release(claimed)


def _give_back(folder: Path, backup: Path, kept: Path | None, now: datetime) -> Restored:
    """Put back what lay beside the store when the backup was made."""
    connection = integrity.open_for_reading(backup)
    try:
        if not has_events(connection):
            return Restored(kept)
        # The store is in its place by now: what else cannot be written must not unsay that.
        taken = tuple(keptfiles.taken(connection))
        copies: tuple[Path, ...] = ()
        lost_files: tuple[str, ...] = ()
        try:
            copies = tuple(keptfiles.give_back(iter(taken), folder, now))
        except (OSError, RenderError):
            lost_files = tuple(name for name, _ in taken)
        with suppress(OSError, RenderError):
            scans.copy_missing(backup.parent, folder, scans.recorded(connection))
        lost_scans = scans.missing(folder, scans.in_use(connection))
        return Restored(kept, copies, lost_scans, lost_files)
    finally:
        connection.close()


def _incomplete(folder: Path, reason: str) -> StoreError:
    return StoreError(f"恢复没有完成：{reason}原有文件都还在“{folder}”。")


def _whole(backup: Path) -> bytes:
    problems = integrity.of_file(backup)
    if problems:
        raise StoreError(f"备份“{backup.name}”不能用：{problems[0]}请另选一份。")
    return backup.read_bytes()


def _refuse_in_use(folder: Path) -> None:
    """A closed WAL is merged into the file on the way; a damaged file is left as it is."""
    try:
        if not look(folder / FILE_NAME):
            return
    except Damage:
        return
    connection = sqlite3.connect(folder / FILE_NAME, isolation_level=None, timeout=1.0)
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("ROLLBACK")
    except sqlite3.Error as error:
        if failures.is_busy(error):
            raise in_use(folder) from error
    finally:
        connection.close()


def _set_aside(folder: Path, now: datetime) -> Path | None:
    """Rename the store with its WAL, so that together they can still be read."""
    path = folder / FILE_NAME
    if not path.exists():
        return None
    stem = f"anju-换下-{now.astimezone().strftime(_TIME)}"
    kept, number = folder / f"{stem}.db", 1
    while kept.exists():
        number += 1
        kept = folder / f"{stem}-{number}.db"
    for suffix in ("-wal", "-journal", "-shm", ""):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.rename(kept.with_name(kept.name + suffix))
    return kept
