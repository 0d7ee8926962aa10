"""The schema, one step per version; a step is added at the end and never changed.

sqlite-utils is imported only when a step has to run: it costs more than opening the store.
"""

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING

from anju_desktop.records import record

if TYPE_CHECKING:
    from sqlite_utils import Database

APPLICATION_ID = int.from_bytes(b"Anju")
"""Marks the file as ours, in SQLite's header."""


@record(frozen=True, slots=True)
class Step:
    version: int
    run: "Callable[[Database], None]"


STEPS: list[Step] = []


def step(run: "Callable[[Database], None]") -> "Callable[[Database], None]":
    """Register the next step; it runs in a transaction of its own."""
    STEPS.append(Step(len(STEPS) + 1, run))
    return run


def migrate(connection: sqlite3.Connection) -> None:
    """Run the steps that the database lacks; each is whole or not at all."""
    from sqlite_utils import Database

    database = Database(connection, execute_plugins=False, strict=True)
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    for pending in STEPS[version:]:
        with database.atomic():
            pending.run(database)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {pending.version}")


@step
def create_tables(database: "Database") -> None:
    """Submissions, their forms, the forms' content, the journal of edits, settings."""
    for statement in _VERSION_1:
        database.execute(statement)


@step
def add_versions(database: "Database") -> None:
    """定稿: the check code of each form, when and by whom it was made, and the codes before it."""
    for column in _VERSION_2:
        database.execute(f"ALTER TABLE forms ADD COLUMN {column}")


@step
def add_events(database: "Database") -> None:
    """After 定稿: what happens to a submission, save points of a form, files kept in a backup."""
    for statement in _VERSION_3:
        database.execute(statement)


# ANY holds typed text: see texts.py. ``sha256`` columns: see content.py and docs/database.md.
_VERSION_1 = (
    """CREATE TABLE submissions (
        id INTEGER PRIMARY KEY,
        unit ANY NOT NULL, period ANY NOT NULL, programme ANY NOT NULL, title ANY NOT NULL,
        created TEXT NOT NULL, deleted TEXT,
        sha256 BLOB NOT NULL
    ) STRICT""",
    """CREATE TABLE forms (
        id INTEGER PRIMARY KEY,
        submission INTEGER NOT NULL REFERENCES submissions(id),
        position INTEGER NOT NULL,
        edition ANY NOT NULL, edition_sha256 TEXT NOT NULL,
        unit ANY NOT NULL, period ANY NOT NULL, title ANY NOT NULL,
        created TEXT NOT NULL, edited TEXT NOT NULL, deleted TEXT,
        edits INTEGER NOT NULL DEFAULT 0,
        errors INTEGER, explain INTEGER, hints INTEGER,
        sha256 BLOB NOT NULL
    ) STRICT""",
    "CREATE INDEX forms_by_submission ON forms(submission, position)",
    """CREATE TABLE rows (
        form INTEGER NOT NULL REFERENCES forms(id),
        grp ANY NOT NULL, row ANY NOT NULL,
        position INTEGER NOT NULL, category ANY NOT NULL,
        PRIMARY KEY (form, grp, row)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE cells (
        form INTEGER NOT NULL REFERENCES forms(id),
        grp ANY NOT NULL, row ANY NOT NULL, field ANY NOT NULL, text ANY NOT NULL,
        PRIMARY KEY (form, grp, row, field)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE facts (
        form INTEGER NOT NULL REFERENCES forms(id),
        fact ANY NOT NULL, text ANY NOT NULL,
        PRIMARY KEY (form, fact)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE explanations (
        id INTEGER PRIMARY KEY,
        form INTEGER NOT NULL REFERENCES forms(id),
        rule ANY NOT NULL, grp ANY NOT NULL, row ANY NOT NULL, field ANY NOT NULL,
        written ANY NOT NULL, expected ANY NOT NULL, text ANY NOT NULL,
        edition ANY NOT NULL, person ANY NOT NULL, time ANY NOT NULL,
        UNIQUE (form, rule, grp, row, field)
    ) STRICT""",
    """CREATE TABLE edits (
        form INTEGER NOT NULL REFERENCES forms(id),
        seq INTEGER NOT NULL,
        time TEXT NOT NULL, who ANY NOT NULL, label ANY NOT NULL, changes ANY NOT NULL,
        sha256 BLOB NOT NULL,
        PRIMARY KEY (form, seq)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TRIGGER edits_are_never_changed BEFORE UPDATE ON edits
        BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    """CREATE TRIGGER edits_are_never_removed BEFORE DELETE ON edits
        BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    "CREATE TABLE settings (key ANY PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID",
)

# ``earlier`` is a JSON list; ``code`` is empty while the form is a draft.
_VERSION_2 = (
    "earlier TEXT NOT NULL DEFAULT '[]'",
    "code TEXT NOT NULL DEFAULT ''",
    "code_edition_sha256 TEXT NOT NULL DEFAULT ''",
    "code_time TEXT NOT NULL DEFAULT ''",
    "code_person ANY NOT NULL DEFAULT ''",
)

# ``kept_files`` is filled in backups only: what lay beside the store when they were made.
_VERSION_3 = (
    """CREATE TABLE events (
        submission INTEGER NOT NULL REFERENCES submissions(id),
        seq INTEGER NOT NULL,
        time TEXT NOT NULL, who ANY NOT NULL, content ANY NOT NULL,
        sha256 BLOB NOT NULL,
        PRIMARY KEY (submission, seq)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
        BEGIN SELECT RAISE(ABORT, 'events are append-only'); END""",
    """CREATE TRIGGER events_are_never_removed BEFORE DELETE ON events
        BEGIN SELECT RAISE(ABORT, 'events are append-only'); END""",
    """CREATE TABLE save_points (
        id INTEGER PRIMARY KEY,
        form INTEGER NOT NULL REFERENCES forms(id),
        seq INTEGER NOT NULL,
        time TEXT NOT NULL, name ANY NOT NULL
    ) STRICT""",
    "CREATE INDEX save_points_by_form ON save_points(form, seq)",
    """CREATE TABLE kept_files (
        name ANY PRIMARY KEY, content BLOB NOT NULL, sha256 BLOB NOT NULL
    ) STRICT, WITHOUT ROWID""",
)
