"""Whether the store still holds what was written."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from anju_desktop.document.version import Version
from anju_desktop.storage import content, events, tables
from anju_desktop.storage.database import Damage, look
from anju_desktop.storage.migrations import STEPS, migrate
from anju_desktop.storage.texts import from_sql

_Check = Callable[[sqlite3.Connection], Iterator[str]]


def quick(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Compares every form with its digest; cheap enough for each start."""
    return (*_told(connection, _digests), *_told(connection, _courses))


def thorough(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Everything that can be checked: pages, references, digests, order, journal."""
    checks = (_pages, _references, _digests, _positions, _journals, _replays, _courses)
    found = [problem for check in checks for problem in _told(connection, check)]
    return tuple(dict.fromkeys(found))


def of_file(path: Path) -> tuple[str, ...]:
    """Pages and digests of a file that nobody has open, such as a backup; read only."""
    try:
        if not look(path):
            return ("文件不存在，或者是空的。",)
    except Damage as damage:
        return (str(damage),)
    connection = open_for_reading(path)
    try:
        return tuple(_told(connection, _file))
    finally:
        connection.close()


def open_for_reading(path: Path) -> sqlite3.Connection:
    """A file that nobody writes, and of which not even a lock is taken."""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)


def _file(connection: sqlite3.Connection) -> Iterator[str]:
    yield from _pages(connection)
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    # Digests are read with the present schema; an older one is migrated when it is opened.
    if version == len(STEPS):
        yield from _digests(connection)
        yield from _courses(connection)


def _told(connection: sqlite3.Connection, check: _Check) -> Iterator[str]:
    """What a check yields; a page that cannot be read, or bytes that are no text, end it."""
    try:
        yield from check(connection)
    except sqlite3.Error as error:
        yield f"文件读不下去（{error}）。"
    except ValueError:
        yield "文件里有读不出的文字。"


def _pages(connection: sqlite3.Connection) -> Iterator[str]:
    for (line,) in connection.execute("PRAGMA integrity_check"):
        if line != "ok":
            yield f"SQLite 检查：{line}"


def _references(connection: sqlite3.Connection) -> Iterator[str]:
    for table, _, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        yield f"“{table}”里有一行指向“{parent}”里没有的内容。"


def _digests(connection: sqlite3.Connection) -> Iterator[str]:
    for submission, title, seal in connection.execute("SELECT id, title, sha256 FROM submissions"):
        if content.submission_digest(connection, submission) != seal:
            yield f"第 {submission} 件上报“{from_sql(title)}”的内容与校验值不符。"
    for form, title, seal in connection.execute("SELECT id, title, sha256 FROM forms"):
        if content.digest(connection, form) != seal:
            yield f"第 {form} 号表“{from_sql(title)}”的内容与校验值不符。"


def _positions(connection: sqlite3.Connection) -> Iterator[str]:
    sql = """SELECT form FROM rows GROUP BY form, grp
        HAVING min(position) <> 0 OR max(position) <> count(*) - 1
            OR count(DISTINCT position) <> count(*)"""
    for (form,) in connection.execute(sql):
        yield f"第 {form} 号表的行次不连续。"


def _journals(connection: sqlite3.Connection) -> Iterator[str]:
    for form, expected in connection.execute("SELECT id, edits FROM forms"):
        sound = sum(1 for _ in sound_edits(connection, form))
        sql = "SELECT count(*) FROM edits WHERE form = ?"
        (count,) = connection.execute(sql, (form,)).fetchone()
        if sound != count:
            yield f"第 {form} 号表的第 {sound + 1} 条修改记录与校验值不符。"
        elif count != expected:
            yield f"第 {form} 号表应有 {expected} 条修改记录，实有 {count} 条。"


def sound_edits(connection: sqlite3.Connection, form: int) -> Iterator[int]:
    """Numbers of the edits whose seals hold, up to the first that does not.

    Each seal covers the one before, so neither a changed nor a missing edit goes unseen.
    """
    sql = "SELECT seq, time, who, label, changes, sha256 FROM edits WHERE form = ? ORDER BY seq"
    seal = b""
    for number, (seq, *texts, stored) in enumerate(connection.execute(sql, (form,)), 1):
        seal = tables.chain(seal, form, number, *map(from_sql, texts))
        if seq != number or seal != stored:
            return
        yield number


def _courses(connection: sqlite3.Connection) -> Iterator[str]:
    """Events are read like the journal: as far as their seals hold."""
    counts = connection.execute("SELECT submission, count(*) FROM events GROUP BY submission")
    for submission, count in counts.fetchall():
        sound = sum(1 for _ in events.sound(connection, submission))
        if sound != count:
            yield f"第 {submission} 件上报的第 {sound + 1} 条经过记录与校验值不符。"


def _replays(connection: sqlite3.Connection) -> Iterator[str]:
    """The journal, carried out anew, must give what the form holds."""
    memory = sqlite3.connect(":memory:", isolation_level=None)
    try:
        migrate(memory)
        for row in connection.execute("SELECT * FROM forms").fetchall():
            marks = ", ".join("?" * len(row))
            memory.execute(f"INSERT INTO forms VALUES ({marks})", row)
            content.write_version(memory, row[0], Version())
            if not _same_when_replayed(connection, memory, row[0]):
                yield f"第 {row[0]} 号表的内容与修改记录对不上。"
    finally:
        memory.close()


def _same_when_replayed(
    connection: sqlite3.Connection, memory: sqlite3.Connection, form: int
) -> bool:
    for entry in tables.edits(connection, form):
        content.apply(memory, form, entry.edit)
    return content.digest(memory, form) == content.digest(connection, form)
