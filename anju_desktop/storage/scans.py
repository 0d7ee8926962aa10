"""盖章扫描件: the bytes of scans, each kept once, in a folder beside the store.

They are not in the database: every backup would hold all of them anew. A file is named by the
SHA-256 of its content and never changed or overwritten; the events of a submission say which of
them belongs to what. ``备份`` has the same folder, which every backup adds to, so that it can be
carried away whole.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from anju_desktop.document.events import ScanAdded
from anju_desktop.errors import RenderError, StoreError
from anju_desktop.files import write_atomic
from anju_desktop.storage import events, failures
from anju_desktop.storage.texts import fingerprint, from_sql

FOLDER_NAME = "扫描件"


def place(folder: Path, scan: ScanAdded) -> Path:
    """Where the scan lies in the folder of a store, or in that of its backups."""
    return folder / FOLDER_NAME / f"{scan.sha256}.{scan.kind}"


def sha256(data: bytes) -> str:
    """What scans are named by."""
    return fingerprint(data).hex()


def keep(folder: Path, scan: ScanAdded, data: bytes) -> None:
    """Put the bytes on the disk, unless they are there already."""
    target = place(folder, scan)
    if _holds(target, scan):
        return
    try:
        target.parent.mkdir(exist_ok=True)
        write_atomic(target, data)
    except OSError as error:
        raise StoreError(f"扫描件“{scan.name}”没有存好：{failures.system_reason(error)}") from error
    except RenderError as error:
        raise StoreError(f"扫描件“{scan.name}”没有存好：{error}") from error


def read(folder: Path, scan: ScanAdded) -> bytes:
    """The bytes as they were added; ``StoreError`` when they are gone or others."""
    try:
        data = place(folder, scan).read_bytes()
    except OSError as error:
        raise StoreError(
            f"扫描件“{scan.name}”不在资料文件夹里了，请从备份里的“{FOLDER_NAME}”拷回，或移走后重新附上。"
        ) from error
    if sha256(data) != scan.sha256:
        raise StoreError(f"扫描件“{scan.name}”的文件被改动或损坏，请移走后重新附上。")
    return data


def recorded(connection: sqlite3.Connection) -> Iterator[ScanAdded]:
    """Every scan that was ever added, removed ones too: that may be taken back."""
    known: set[str] = set()
    for (text,) in connection.execute("SELECT content FROM events ORDER BY submission, seq"):
        event = events.load(from_sql(text))
        if isinstance(event, ScanAdded) and event.sha256 not in known:
            known.add(event.sha256)
            yield event


def in_use(connection: sqlite3.Connection) -> Iterator[ScanAdded]:
    """The scans that were not removed again."""
    for course in events.courses(connection).values():
        yield from (scan.added for scan in course.scans)


def problems(connection: sqlite3.Connection, folder: Path) -> Iterator[str]:
    """The scans in use that are not what was added, in sentences."""
    for submission, course in events.courses(connection).items():
        for scan in course.scans:
            try:
                read(folder, scan.added)
            except StoreError as error:
                yield f"第 {submission} 件上报：{error}"


def copy_missing(source: Path, target: Path, wanted: Iterable[ScanAdded]) -> None:
    """Copy scans from one folder to another where they are not yet, as far as they are whole.

    ``OSError`` or ``RenderError`` when one cannot be written.
    """
    for scan in wanted:
        if _holds(place(target, scan), scan):
            continue
        with suppress(StoreError):
            data = read(source, scan)
            place(target, scan).parent.mkdir(exist_ok=True)
            write_atomic(place(target, scan), data)


def missing(folder: Path, wanted: Iterable[ScanAdded]) -> int:
    """How many scans are not in the folder."""
    return sum(not _holds(place(folder, scan), scan) for scan in wanted)


def _holds(path: Path, scan: ScanAdded) -> bool:
    """Whether the file is there whole, judged by its size: hashing all would make a backup slow."""
    try:
        return path.stat().st_size == scan.size
    except OSError:
        return False
