"""The events of submissions on disk: append-only, each sealed with the one before.

Every function runs on the writer thread.
"""

import json
import sqlite3
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from anju_desktop.document.changes import CellRef
from anju_desktop.document.course import Course, Versions, course_of, refuse_unfitting
from anju_desktop.document.events import (
    Answered,
    DeadlineSet,
    Event,
    Noted,
    Opinion,
    Received,
    Reported,
    Returned,
    ScanAdded,
    TakenBack,
)
from anju_desktop.storage import content, tables
from anju_desktop.storage.entries import EventEntry
from anju_desktop.storage.texts import canonical, fingerprint, from_sql, to_sql

# -- as JSON -------------------------------------------------------------------------------


def dump(event: Event) -> str:
    """One event as the text of its row."""
    return json.dumps(_dumped(event), ensure_ascii=False, separators=(",", ":"))


def load(text: str) -> Event:
    """``ValueError``, ``KeyError`` or ``TypeError`` when it is none."""
    item = json.loads(text)
    return _loaded(item.pop("kind"), item)


def _dumped(event: Event) -> dict[str, Any]:
    match event:
        case ScanAdded():
            keys = ("form", "code", "name", "size", "sha256")
            values = {key: getattr(event, key) for key in keys}
            return {"kind": "scan", **values, "type": event.kind}
        case Reported(day, how, codes):
            listed = [list(pair) for pair in codes]
            return {"kind": "reported", "day": day.isoformat(), "how": how, "codes": listed}
        case Received(day, by, source):
            return {"kind": "received", "day": day.isoformat(), "by": by, "source": source}
        case Returned(day, opinions, deadline, by, source):
            return {
                "kind": "returned",
                "day": day.isoformat(),
                "opinions": [_dumped_opinion(opinion) for opinion in opinions],
                "deadline": _dumped_day(deadline),
                "by": by,
                "source": source,
            }
        case Answered(returned, opinion, done, text):
            values = {"returned": returned, "opinion": opinion, "done": done, "text": text}
            return {"kind": "answered", **values}
        case DeadlineSet(day):
            return {"kind": "deadline", "day": _dumped_day(day)}
        case TakenBack(number):
            return {"kind": "taken back", "event": number}


def _loaded(kind: str, item: dict[str, Any]) -> Event:
    match kind:
        case "scan":
            return ScanAdded(kind=item.pop("type"), **item)
        case "reported":
            codes = tuple((form, code) for form, code in item["codes"])
            return Reported(date.fromisoformat(item["day"]), item["how"], codes)
        case "received":
            return Received(date.fromisoformat(item["day"]), item["by"], item["source"])
        case "returned":
            return Returned(
                date.fromisoformat(item["day"]),
                tuple(map(_loaded_opinion, item["opinions"])),
                _loaded_day(item["deadline"]),
                item["by"],
                item["source"],
            )
        case "answered":
            return Answered(**item)
        case "deadline":
            return DeadlineSet(_loaded_day(item["day"]))
        case "taken back":
            return TakenBack(item["event"])
    raise ValueError(kind)


def _dumped_opinion(opinion: Opinion) -> dict[str, Any]:
    cell = None if opinion.cell is None else opinion.cell._asdict()
    return {"text": opinion.text, "form": opinion.form, "cell": cell}


def _loaded_opinion(item: dict[str, Any]) -> Opinion:
    cell = None if item["cell"] is None else CellRef(**item["cell"])
    return Opinion(item["text"], item["form"], cell)


def _dumped_day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _loaded_day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


# -- reading -------------------------------------------------------------------------------


def courses(connection: sqlite3.Connection) -> dict[int, Course]:
    """The course of every submission that has one."""
    noted: dict[int, list[Noted]] = {}
    sql = "SELECT submission, seq, content FROM events ORDER BY submission, seq"
    for submission, seq, text in connection.execute(sql):
        noted.setdefault(submission, []).append(Noted(seq, load(from_sql(text))))
    return {submission: course_of(events) for submission, events in noted.items()}


def course(connection: sqlite3.Connection, submission: int) -> Course:
    return course_of(entry.noted for entry in entries(connection, submission))


def entries(connection: sqlite3.Connection, submission: int) -> Iterator[EventEntry]:
    """Everything that was recorded of a submission, what was taken back too; oldest first."""
    sql = "SELECT seq, time, who, content FROM events WHERE submission = ? ORDER BY seq"
    for seq, time, who, text in connection.execute(sql, (submission,)):
        noted = Noted(seq, load(from_sql(text)))
        yield EventEntry(tables.local_time(time), from_sql(who), noted)


def sound(connection: sqlite3.Connection, submission: int) -> Iterator[int]:
    """Numbers of the events whose seals hold, up to the first that does not."""
    sql = "SELECT seq, time, who, content, sha256 FROM events WHERE submission = ? ORDER BY seq"
    seal = b""
    for number, (seq, *texts, stored) in enumerate(connection.execute(sql, (submission,)), 1):
        seal = _chain(seal, submission, number, *map(from_sql, texts))
        if seq != number or seal != stored:
            return
        yield number


# -- writing, inside a transaction ---------------------------------------------------------


def record(
    connection: sqlite3.Connection, submission: int, event: Event, who: str, now: datetime
) -> int:
    """Add an event; returns its number. ``CourseError`` when it cannot come next."""
    refuse(connection, submission, event)
    return add(connection, submission, dump(event), who, now)


def refuse(connection: sqlite3.Connection, submission: int, event: Event) -> None:
    """``CourseError`` when the event cannot come next."""
    refuse_unfitting(course(connection, submission), _versions(connection, submission), event)


def add(connection: sqlite3.Connection, submission: int, text: str, who: str, now: datetime) -> int:
    """Add an event as it was dumped, whether it fits or not."""
    sql = "SELECT seq, sha256 FROM events WHERE submission = ? ORDER BY seq DESC LIMIT 1"
    seq, seal = connection.execute(sql, (submission,)).fetchone() or (0, b"")
    texts = (tables.stamp(now), who, text)
    sealed = _chain(bytes(seal), submission, seq + 1, *texts)
    sql = """INSERT INTO events (submission, seq, time, who, content, sha256)
        VALUES (?, ?, ?, ?, ?, ?)"""
    connection.execute(sql, (submission, seq + 1, *map(to_sql, texts), sealed))
    return int(seq) + 1


def _versions(connection: sqlite3.Connection, submission: int) -> Versions:
    sql = f"""SELECT id, {content.VERSION_COLUMNS} FROM forms
        WHERE submission = ? AND deleted IS NULL"""
    rows = connection.execute(sql, (submission,))
    return {form: content.version_of(columns) for form, *columns in rows}


def _chain(previous: bytes, submission: int, seq: int, *texts: str) -> bytes:
    return fingerprint(previous + canonical([submission, seq, *texts]))
