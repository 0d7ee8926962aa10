"""Reading and writing of whole submissions and forms; every function runs on the writer thread."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import count, groupby
from typing import Any

from anju_desktop.document.changes import Edit
from anju_desktop.document.course import Course
from anju_desktop.document.document import Document
from anju_desktop.errors import StoreError
from anju_desktop.storage import content, journal
from anju_desktop.storage.entries import (
    Counts,
    FormEntry,
    JournalEntry,
    SavePoint,
    SubmissionEntry,
)
from anju_desktop.storage.texts import canonical, fingerprint, from_sql, to_sql

_FORM_COLUMNS = f"""id, submission, edition, edition_sha256, unit, period, title, created, edited,
    edits, errors, explain, hints, {content.VERSION_COLUMNS}"""


def stamp(time: datetime) -> str:
    """A time as it stands in the file: UTC, so that lists sort and no zone is lost."""
    return time.astimezone(UTC).isoformat(timespec="milliseconds")


def local_time(text: str) -> datetime:
    """What :func:`stamp` wrote."""
    return datetime.fromisoformat(text).astimezone()


# -- lists ---------------------------------------------------------------------------------


def submissions(
    connection: sqlite3.Connection, courses: Mapping[int, Course], *, deleted: bool
) -> tuple[SubmissionEntry, ...]:
    """All submissions (or those in the bin), oldest first, with the forms not in the bin."""
    forms = _forms_by_submission(connection)
    state = "IS NOT NULL" if deleted else "IS NULL"
    rows = connection.execute(
        f"SELECT id, unit, period, programme, title, created FROM submissions"
        f" WHERE deleted {state} ORDER BY id"
    )
    return tuple(
        SubmissionEntry(
            number,
            *(from_sql(unit), from_sql(period), from_sql(programme), from_sql(title)),
            local_time(created),
            forms.get(number, ()),
            courses.get(number, Course()),
        )
        for number, unit, period, programme, title, created in rows
    )


def _forms_by_submission(connection: sqlite3.Connection) -> dict[int, tuple[FormEntry, ...]]:
    rows = connection.execute(
        f"SELECT {_FORM_COLUMNS} FROM forms WHERE deleted IS NULL ORDER BY submission, position, id"
    )
    entries = map(_form_entry, rows)
    return {key: tuple(group) for key, group in groupby(entries, key=lambda f: f.submission)}


def deleted_forms(connection: sqlite3.Connection) -> tuple[FormEntry, ...]:
    rows = connection.execute(
        f"SELECT {_FORM_COLUMNS} FROM forms WHERE deleted IS NOT NULL ORDER BY deleted, id"
    )
    return tuple(map(_form_entry, rows))


def form(connection: sqlite3.Connection, form_id: int) -> FormEntry:
    """The form, in the bin or not; ``StoreError`` when there is none of this number."""
    row = connection.execute(
        f"SELECT {_FORM_COLUMNS} FROM forms WHERE id = ?", (form_id,)
    ).fetchone()
    if row is None:
        raise StoreError(f"资料库里没有第 {form_id} 号表。")
    return _form_entry(row)


def _form_entry(row: Sequence[Any]) -> FormEntry:
    errors, explain, hints = row[10:13]
    return FormEntry(
        id=row[0],
        submission=row[1],
        edition=from_sql(row[2]),
        edition_sha256=row[3],
        unit=from_sql(row[4]),
        period=from_sql(row[5]),
        title=from_sql(row[6]),
        created=local_time(row[7]),
        edited=local_time(row[8]),
        edits=row[9],
        counts=None if errors is None else Counts(errors, explain, hints),
        version=content.version_of(row[13:]),
    )


_EDITS = "SELECT seq, time, who, label, changes FROM edits WHERE form = ?"


def edits(connection: sqlite3.Connection, form_id: int) -> Iterator[JournalEntry]:
    """The journal of a form, oldest first."""
    for row in connection.execute(f"{_EDITS} ORDER BY seq", (form_id,)):
        yield _journal_entry(row)


def latest_edit(connection: sqlite3.Connection, form_id: int) -> JournalEntry | None:
    """The last entry of the journal of a form."""
    row = connection.execute(f"{_EDITS} ORDER BY seq DESC LIMIT 1", (form_id,)).fetchone()
    return None if row is None else _journal_entry(row)


def _journal_entry(row: Sequence[Any]) -> JournalEntry:
    seq, time, who, label, changes = row
    edit = Edit(from_sql(label), journal.load_changes(from_sql(changes)))
    return JournalEntry(seq, local_time(time), from_sql(who), edit)


# -- writing, inside a transaction ---------------------------------------------------------


def insert_submission(
    connection: sqlite3.Connection,
    texts: tuple[str, str, str, str],
    now: datetime,
) -> int:
    """``texts`` are unit, period, programme, title."""
    cursor = connection.execute(
        "INSERT INTO submissions (unit, period, programme, title, created, sha256)"
        " VALUES (?, ?, ?, ?, ?, x'')",
        (*map(to_sql, texts), stamp(now)),
    )
    submission = cursor.lastrowid or 0
    seal_submission(connection, submission)
    return submission


def rename_submission(connection: sqlite3.Connection, submission: int, title: str) -> None:
    sql = "UPDATE submissions SET title = ? WHERE id = ?"
    connection.execute(sql, (to_sql(title), submission))
    seal_submission(connection, submission)


def seal_submission(connection: sqlite3.Connection, submission: int) -> None:
    seal = content.submission_digest(connection, submission)
    sql = "UPDATE submissions SET sha256 = ? WHERE id = ?"
    connection.execute(sql, (seal, submission))


def insert_form(
    connection: sqlite3.Connection, submission: int, document: Document, who: str, now: datetime
) -> int:
    """Add the document at the end of its submission, as an empty form and one edit."""
    edition = document.edition
    texts = (edition.id, edition.sha256, document.unit, document.period, document.title())
    cursor = connection.execute(
        "INSERT INTO forms (submission, position, edition, edition_sha256, unit, period, title,"
        " created, edited, sha256)"
        " VALUES (?1, (SELECT coalesce(max(position) + 1, 0) FROM forms WHERE submission = ?1),"
        " ?2, ?3, ?4, ?5, ?6, ?7, ?7, x'')",
        (submission, *map(to_sql, texts), stamp(now)),
    )
    form_id = cursor.lastrowid or 0
    empty = content.digest(connection, form_id)
    connection.execute("UPDATE forms SET sha256 = ? WHERE id = ?", (empty, form_id))
    save_edit(connection, form_id, _whole(document), document.title(), who, now)
    return form_id


def _whole(document: Document) -> Edit:
    groups = [group.id for group in document.edition.groups]
    rows = {g: [document.row(g, row) for row in document.row_ids(g)] for g in groups}
    parts = (document.fields(), rows, document.facts(), document.explanations())
    return journal.whole(*parts, document.version, "新建")


def save_edit(
    connection: sqlite3.Connection,
    form_id: int,
    edit: Edit,
    title: str,
    who: str,
    now: datetime,
) -> None:
    """Carry out the edit and enter it in the journal."""
    content.apply(connection, form_id, edit)
    sql = "UPDATE forms SET edits = edits + 1, edited = ?, title = ? WHERE id = ? RETURNING edits"
    ((seq,),) = connection.execute(sql, (stamp(now), to_sql(title), form_id)).fetchall()
    texts = (stamp(now), who, edit.label, journal.dump_changes(edit.changes))
    seal = chain(last_seal(connection, form_id), form_id, seq, *texts)
    sql = """INSERT INTO edits (form, seq, time, who, label, changes, sha256)
        VALUES (?, ?, ?, ?, ?, ?, ?)"""
    connection.execute(sql, (form_id, seq, *map(to_sql, texts), seal))


def last_seal(connection: sqlite3.Connection, form_id: int) -> bytes:
    sql = "SELECT sha256 FROM edits WHERE form = ? ORDER BY seq DESC LIMIT 1"
    found = connection.execute(sql, (form_id,)).fetchone()
    return b"" if found is None else bytes(found[0])


def chain(previous: bytes, form_id: int, seq: int, *texts: str) -> bytes:
    """The seal of one edit; it covers the one before, so none can go missing unseen."""
    return fingerprint(previous + canonical([form_id, seq, *texts]))


def set_deleted(
    connection: sqlite3.Connection, table: str, item: int, when: datetime | None
) -> None:
    sql = f"UPDATE {table} SET deleted = ? WHERE id = ?"
    connection.execute(sql, (None if when is None else stamp(when), item))


def set_counts(connection: sqlite3.Connection, form_id: int, counts: Counts) -> None:
    sql = "UPDATE forms SET errors = ?, explain = ?, hints = ? WHERE id = ?"
    connection.execute(sql, (counts.errors, counts.explain, counts.hints, form_id))


# -- save points ---------------------------------------------------------------------------


def save_points(connection: sqlite3.Connection, form_id: int) -> tuple[SavePoint, ...]:
    """The save points of a form, the latest first."""
    sql = """SELECT id, form, seq, time, name FROM save_points WHERE form = ?
        ORDER BY seq DESC, id DESC"""
    return tuple(
        SavePoint(number, form, seq, local_time(time), from_sql(name))
        for number, form, seq, time, name in connection.execute(sql, (form_id,))
    )


def add_save_point(
    connection: sqlite3.Connection, form_id: int, name: str, now: datetime
) -> SavePoint | None:
    """A mark at the latest edit of the form; None when there is one already."""
    (seq,) = connection.execute("SELECT edits FROM forms WHERE id = ?", (form_id,)).fetchone()
    sql = "SELECT 1 FROM save_points WHERE form = ? AND seq = ?"
    if connection.execute(sql, (form_id, seq)).fetchone():
        return None
    if not name:
        known = {point.name for point in save_points(connection, form_id)}
        name = next(each for n in count(1) if (each := f"保存点 {n}") not in known)
    sql = "INSERT INTO save_points (form, seq, time, name) VALUES (?, ?, ?, ?)"
    cursor = connection.execute(sql, (form_id, seq, stamp(now), to_sql(name)))
    return SavePoint(cursor.lastrowid or 0, form_id, seq, now, name)


def rename_save_point(connection: sqlite3.Connection, number: int, name: str) -> None:
    connection.execute("UPDATE save_points SET name = ? WHERE id = ?", (to_sql(name), number))


def delete_save_point(connection: sqlite3.Connection, number: int) -> None:
    """The mark goes; the edits up to it stay in the journal."""
    connection.execute("DELETE FROM save_points WHERE id = ?", (number,))
