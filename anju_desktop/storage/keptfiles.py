"""Files of the office that lie beside the store: taken into each backup, given back as copies."""

import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from anju_desktop.files import write_atomic
from anju_desktop.storage.texts import fingerprint, from_sql, to_sql

NAMES = ("常用指标.toml",)
"""What an office may have beside its store."""

_MOST_BYTES = 20_000_000


def beside(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Name and content of the files that are there; one that cannot be read is left out."""
    for name in NAMES:
        try:
            path = folder / name
            if path.is_file() and path.stat().st_size <= _MOST_BYTES:
                yield name, path.read_bytes()
        except OSError:
            continue


def take_in(connection: sqlite3.Connection, folder: Path) -> None:
    """Put the files into a backup, in the place of what the store may hold of an earlier one."""
    connection.execute("DELETE FROM kept_files")
    for name, content in beside(folder):
        sql = "INSERT INTO kept_files (name, content, sha256) VALUES (?, ?, ?)"
        connection.execute(sql, (to_sql(name), content, fingerprint(content)))


def sums(files: Iterator[tuple[str, bytes]]) -> list[list[str]]:
    """Names with what tells their contents apart."""
    return sorted([name, fingerprint(content).hex()] for name, content in files)


def taken(connection: sqlite3.Connection) -> Iterator[tuple[str, bytes]]:
    """The whole files in a backup, of those that this program knows."""
    for name, content, seal in connection.execute("SELECT name, content, sha256 FROM kept_files"):
        if from_sql(name) in NAMES and fingerprint(content) == seal:
            yield from_sql(name), content


def give_back(files: Iterator[tuple[str, bytes]], folder: Path, now: datetime) -> Iterator[Path]:
    """Write the files of a backup into the folder; returns those that were written.

    Where another file of the name lies, it stays, and the one of the backup is put beside it.
    """
    for name, content in files:
        target = folder / name
        if target.exists():
            if target.read_bytes() == content:
                continue
            target = _free(target, now)
        write_atomic(target, content)
        yield target


def _free(path: Path, now: datetime) -> Path:
    stem = f"{path.stem}_备份里的_{now.astimezone():%Y-%m-%d_%H%M%S}"
    free, number = path.with_name(f"{stem}{path.suffix}"), 1
    while free.exists():
        number += 1
        free = path.with_name(f"{stem}_{number}{path.suffix}")
    return free
