"""A damaged store made good: the best backup, and every later edit that can still be read.

The journal of each form is sealed edit by edit, so what the damaged file holds beyond the backup
can be told to be whole, and is carried out anew on the backup.
"""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from anju_desktop.document.version import Version
from anju_desktop.errors import StoreError
from anju_desktop.records import record
from anju_desktop.storage import backups, content, database, events, failures, integrity, tables
from anju_desktop.storage.database import FILE_NAME, transaction
from anju_desktop.storage.entries import JournalEntry
from anju_desktop.storage.migrations import STEPS, migrate
from anju_desktop.storage.texts import from_sql

_UNREADABLE = (sqlite3.Error, ValueError, TypeError, KeyError, StoreError)
"""What reading a damaged page can end in."""


@record(frozen=True, slots=True)
class Recovery:
    """What became of a damaged store: where it is ``kept``, the backup used (None: none was
    whole), how many later edits were brought over, and what else came back, in sentences."""

    kept: Path | None
    backup: Path | None
    edits: int
    beside: str = ""


def recover(folder: Path, backup: Path | None = None, now: datetime | None = None) -> Recovery:
    """Put the backup (by default the best) in place and add the later edits that are whole."""
    best = None if backup else backups.best_backup(folder)
    chosen = best.path if best else backup
    if chosen is None:
        restored = backups.Restored(backups.start_anew(folder, now))
    else:
        restored = backups.restore_store(folder, chosen, now)
    kept = restored.kept
    edits = 0 if kept is None else _bring_over(folder, kept)
    return Recovery(kept, chosen, edits, restored.beside)


def _bring_over(folder: Path, kept: Path) -> int:
    claimed = database.claim(folder)
    try:
        with (
            closing(database.connect(folder / FILE_NAME)) as target,
            tempfile.TemporaryDirectory() as scratch,
        ):
            database.bring_up_to_date(target, lambda: None)
            return _add_later_edits(_scratch_copy(kept, Path(scratch)), target)
    except sqlite3.Error as error:
        raise StoreError(f"恢复没有完成：{failures.reason(error)}") from error
    except OSError as error:
        raise StoreError(f"恢复没有完成：{failures.system_reason(error)}") from error
    finally:
        database.release(claimed)


def _scratch_copy(kept: Path, scratch: Path) -> Path:
    """Reading merges the WAL, which changes the file; the one that is kept stays as it was."""
    for suffix in ("", "-wal"):
        part = kept.with_name(kept.name + suffix)
        if part.exists():
            shutil.copyfile(part, scratch / f"damaged.db{suffix}")
    return scratch / "damaged.db"


def _add_later_edits(path: Path, target: sqlite3.Connection) -> int:
    edits = 0
    with closing(sqlite3.connect(path, isolation_level=None)) as source:
        # A store may be found damaged by the program that would have upgraded it.
        with suppress(*_UNREADABLE):
            migrate(source)
        for form in _forms(source):
            # One form that cannot be read must not cost the others.
            with suppress(*_UNREADABLE), transaction(target):
                edits += _continue_form(source, target, form)
        for submission in _submissions(target):
            with suppress(*_UNREADABLE), transaction(target):
                edits += _continue_course(source, target, submission)
        for form in _forms(source):
            with suppress(*_UNREADABLE), transaction(target):
                _copy_save_points(source, target, form)
    return edits


def _submissions(target: sqlite3.Connection) -> list[int]:
    return [number for (number,) in target.execute("SELECT id FROM submissions")]


def _continue_course(
    source: sqlite3.Connection, target: sqlite3.Connection, submission: int
) -> int:
    """Add the events that the backup does not have yet; how many there were."""
    sql = "SELECT seq, sha256 FROM events WHERE submission = ? ORDER BY seq"
    known = target.execute(sql, (submission,)).fetchall()
    if source.execute(sql, (submission,)).fetchmany(len(known)) != known:
        return 0
    sound = set(events.sound(source, submission))
    added = 0
    for entry in events.entries(source, submission):
        number = entry.noted.number
        if number not in sound:
            break
        if number > len(known):
            text = events.dump(entry.noted.event)
            events.add(target, submission, text, entry.who, entry.time)
            added += 1
    return added


def _copy_save_points(source: sqlite3.Connection, target: sqlite3.Connection, form: int) -> None:
    """Save points of edits that are there."""
    (edits,) = target.execute("SELECT edits FROM forms WHERE id = ?", (form,)).fetchone()
    sql = "SELECT form, seq, time, name FROM save_points WHERE form = ? AND seq <= ?"
    have = set(target.execute(sql, (form, edits)))
    rows = [row for row in source.execute(sql, (form, edits)) if row not in have]
    target.executemany("INSERT INTO save_points (form, seq, time, name) VALUES (?, ?, ?, ?)", rows)


def _forms(source: sqlite3.Connection) -> list[int]:
    """Numbers of the forms, from the journal: it is what counts."""
    found: list[int] = []
    with suppress(*_UNREADABLE):
        (version,) = source.execute("PRAGMA user_version").fetchone()
        if version == len(STEPS):
            for (form,) in source.execute("SELECT DISTINCT form FROM edits ORDER BY form"):
                found.append(form)
    return found


def _continue_form(source: sqlite3.Connection, target: sqlite3.Connection, form: int) -> int:
    """Carry out the edits that the backup does not have yet; how many there were."""
    row = target.execute("SELECT edits FROM forms WHERE id = ?", (form,)).fetchone()
    known = 0 if row is None else row[0]
    edits = list(_sealed_edits(source, form))
    if len(edits) <= known or not _agree(source, target, form, known):
        return 0
    if row is None:
        _begin_form(source, target, form)
    (title,) = source.execute("SELECT title FROM forms WHERE id = ?", (form,)).fetchone()
    for entry in edits[known:]:
        tables.save_edit(target, form, entry.edit, from_sql(title), entry.who, entry.time)
    return len(edits) - known


def _sealed_edits(source: sqlite3.Connection, form: int) -> Iterator[JournalEntry]:
    """The edits up to the first whose seal is broken or which cannot be read."""
    entries = tables.edits(source, form)
    seals = integrity.sound_edits(source, form)
    with suppress(*_UNREADABLE):
        for _, entry in zip(seals, entries, strict=False):
            yield entry


def _agree(source: sqlite3.Connection, target: sqlite3.Connection, form: int, known: int) -> bool:
    """Whether both journals are one and the same as far as the backup's goes."""
    sql = "SELECT sha256 FROM edits WHERE form = ? AND seq = ?"
    at = (form, known)
    return bool(source.execute(sql, at).fetchone() == target.execute(sql, at).fetchone())


def _begin_form(source: sqlite3.Connection, target: sqlite3.Connection, form: int) -> None:
    """Enter a form, and its submission, that were made after the backup."""
    head = list(source.execute("SELECT * FROM forms WHERE id = ?", (form,)).fetchone())
    columns = [name for (name, *_) in source.execute("SELECT * FROM forms LIMIT 0").description]
    head[columns.index("edits")] = 0
    submission = head[columns.index("submission")]
    _copy_missing(source, target, submission)
    target.execute(f"INSERT INTO forms VALUES ({', '.join('?' * len(head))})", head)
    content.write_version(target, form, Version())
    seal = content.digest(target, form)
    target.execute("UPDATE forms SET sha256 = ? WHERE id = ?", (seal, form))


def _copy_missing(source: sqlite3.Connection, target: sqlite3.Connection, submission: int) -> None:
    row = source.execute("SELECT * FROM submissions WHERE id = ?", (submission,)).fetchone()
    marks = ", ".join("?" * len(row))
    target.execute(f"INSERT OR IGNORE INTO submissions VALUES ({marks})", row)
    tables.seal_submission(target, submission)
