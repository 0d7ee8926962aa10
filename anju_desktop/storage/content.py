"""What a form holds on disk: how an edit changes it, and the digest that guards it.

The digest of a form is the sum, modulo 2**256, of the SHA-256 of its *records*: its head, each
row with its cells, the order of the rows of each group, the facts, the explanations, the version
once there was a final one. An edit
takes away the records it touches as they stand on disk and adds them as they then are, so it
costs the same in a small and in a large form, and a record that went bad earlier never becomes
good by being edited: the digest stays wrong until somebody is told.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from anju_desktop.document.changes import (
    CellRef,
    Change,
    Edit,
    Explanation,
    ExplanationChanged,
    FactChanged,
    FieldChanged,
    Row,
    RowInserted,
    RowMoved,
    RowRemoved,
    VersionChanged,
)
from anju_desktop.document.version import Version
from anju_desktop.errors import StoreError
from anju_desktop.storage.texts import canonical, fingerprint, from_sql, to_sql

_MODULUS = 1 << 256
_OUT_OF_STEP = "窗口里的表与资料库里的不一致，没有保存成功。请导出表格留底，再重新打开这张表。"


class RecordKey(NamedTuple):
    """Which part of a form a record covers: ``head``, ``row``, ``order``, ``facts`` …"""

    kind: str
    group: str = ""
    row: str = ""


_HEAD = RecordKey("head")
_FACTS = RecordKey("facts")
_EXPLANATIONS = RecordKey("explanations")
_VERSION = RecordKey("version")
VERSION_COLUMNS = "earlier, code, code_edition_sha256, code_time, code_person"


# -- digests -------------------------------------------------------------------------------


def digest(connection: sqlite3.Connection, form: int) -> bytes:
    """The digest of the form's content as it stands on disk."""
    keys = (_HEAD, _FACTS, _EXPLANATIONS, _VERSION)
    total = sum(_weigh(_record(connection, form, key)) for key in keys)
    total += sum(map(_weigh, _row_records(connection, form)))
    return (total % _MODULUS).to_bytes(32, "big")


def submission_digest(connection: sqlite3.Connection, submission: int) -> bytes:
    row = connection.execute(
        "SELECT unit, period, programme, title, created FROM submissions WHERE id = ?",
        (submission,),
    ).fetchone()
    return fingerprint(canonical([from_sql(value) for value in row]))


def _weigh(record: bytes | None) -> int:
    return 0 if record is None else int.from_bytes(fingerprint(record), "big")


def _record(connection: sqlite3.Connection, form: int, key: RecordKey) -> bytes | None:
    match key.kind:
        case "head":
            sql = "SELECT submission, edition, edition_sha256, unit, period FROM forms WHERE id = ?"
            (submission, *texts) = connection.execute(sql, (form,)).fetchone()
            return canonical(["head", submission, *map(from_sql, texts)])
        case "row":
            return _row_record(*_read_row(connection, form, key.group, key.row))
        case "order":
            return _order_record(key.group, row_order(connection, form, key.group))
        case "facts":
            facts = list(read_facts(connection, form).items())
            return canonical(["facts", facts]) if facts else None
        case "version":
            return _version_record(read_version(connection, form))
    texts = [list(_flat(e)) for e in read_explanations(connection, form)]
    return canonical(["explanations", texts]) if texts else None


def _flat(explanation: Explanation) -> Iterator[str]:
    e = explanation
    yield from (e.rule, *e.cell, e.written, e.expected, e.text, e.edition, e.person, e.time)


def _row_record(
    group: str, row: str, category: str | None, cells: Iterable[tuple[str, str]]
) -> bytes | None:
    """The fields outside groups are the row with empty names; it has no category."""
    listed = [list(cell) for cell in cells]
    if category is None and not listed:
        return None
    return canonical(["row", group, row, category, listed])


def _version_record(version: Version) -> bytes | None:
    """None as long as nothing was final: digests of stores from before 定稿 stay right."""
    if version == Version():
        return None
    v = version
    texts = [v.code, v.edition_sha256, v.time, v.person]
    return canonical(["version", list(v.earlier), *texts])


def _order_record(group: str, row_ids: list[str]) -> bytes | None:
    return canonical(["order", group, row_ids]) if row_ids else None


def _row_records(connection: sqlite3.Connection, form: int) -> Iterator[bytes | None]:
    """Row and order records of a whole form in two queries; a start has to be quick."""
    cells = _all_cells(connection, form)
    sql = "SELECT grp, row, category FROM rows WHERE form = ? ORDER BY grp, position"
    listed = connection.execute(sql, (form,))
    for group, rows in groupby(listed, key=lambda row: from_sql(row[0])):
        order = []
        for _, row, category in rows:
            row_id = from_sql(row)
            order.append(row_id)
            yield _row_record(group, row_id, from_sql(category), cells.pop((group, row_id), ()))
        yield _order_record(group, order)
    # The fields outside groups, and cells whose row is gone: there are none unless damaged.
    for (group, row_id), texts in cells.items():
        yield _row_record(group, row_id, None, texts)


# -- reading -------------------------------------------------------------------------------


def _all_cells(
    connection: sqlite3.Connection, form: int
) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """Group and row id → its cells, in the order of the field ids."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    sql = "SELECT grp, row, field, text FROM cells WHERE form = ? ORDER BY grp, row, field"
    for group, row, field, text in connection.execute(sql, (form,)):
        cells = found.setdefault((from_sql(group), from_sql(row)), [])
        cells.append((from_sql(field), from_sql(text)))
    return found


def _read_row(
    connection: sqlite3.Connection, form: int, group: str, row: str
) -> tuple[str, str, str | None, list[tuple[str, str]]]:
    at = (form, to_sql(group), to_sql(row))
    sql = "SELECT category FROM rows WHERE form = ? AND grp = ? AND row = ?"
    found = connection.execute(sql, at).fetchone()
    sql = "SELECT field, text FROM cells WHERE form = ? AND grp = ? AND row = ? ORDER BY field"
    cells = [(from_sql(f), from_sql(t)) for f, t in connection.execute(sql, at)]
    return group, row, None if found is None else from_sql(found[0]), cells


def row_order(connection: sqlite3.Connection, form: int, group: str) -> list[str]:
    """Ids of a group's rows, in order."""
    sql = "SELECT row FROM rows WHERE form = ? AND grp = ? ORDER BY position"
    return [from_sql(row) for (row,) in connection.execute(sql, (form, to_sql(group)))]


def read_facts(connection: sqlite3.Connection, form: int) -> dict[str, str]:
    sql = "SELECT fact, text FROM facts WHERE form = ? ORDER BY fact"
    return {from_sql(f): from_sql(t) for f, t in connection.execute(sql, (form,))}


def read_explanations(connection: sqlite3.Connection, form: int) -> tuple[Explanation, ...]:
    sql = """SELECT rule, field, grp, row, written, expected, text, edition, person, time
        FROM explanations WHERE form = ? ORDER BY id"""
    return tuple(
        Explanation(texts[0], CellRef(*texts[1:4]), *texts[4:])
        for texts in (tuple(map(from_sql, row)) for row in connection.execute(sql, (form,)))
    )


def read_version(connection: sqlite3.Connection, form: int) -> Version:
    sql = f"SELECT {VERSION_COLUMNS} FROM forms WHERE id = ?"
    return version_of(connection.execute(sql, (form,)).fetchone())


def version_of(columns: Sequence[Any]) -> Version:
    """A version from its columns in ``forms``."""
    earlier, *texts = map(from_sql, columns)
    return Version(tuple(json.loads(earlier)), *texts)


def read_changes(connection: sqlite3.Connection, form: int) -> tuple[Change, ...]:
    """The changes that build the form's content in an empty document."""
    cells = _all_cells(connection, form)
    changes: list[Change] = [
        FieldChanged(CellRef(field), None, text) for field, text in cells.get(("", ""), ())
    ]
    sql = "SELECT grp, position, row, category FROM rows WHERE form = ? ORDER BY grp, position"
    for grp, position, row_id, category in connection.execute(sql, (form,)):
        group, row = from_sql(grp), from_sql(row_id)
        content = tuple(cells.get((group, row), ()))
        changes.append(RowInserted(group, position, Row(row, from_sql(category), content)))
    facts = read_facts(connection, form)
    changes.extend(FactChanged(fact, None, text) for fact, text in facts.items())
    explanations = read_explanations(connection, form)
    changes.extend(ExplanationChanged(e.rule, e.cell, None, e) for e in explanations)
    version = read_version(connection, form)
    if version != Version():
        # The last: a final form takes no other change.
        changes.append(VersionChanged(Version(), version))
    return tuple(changes)


# -- writing -------------------------------------------------------------------------------


def apply(connection: sqlite3.Connection, form: int, edit: Edit) -> None:
    """Carry out ``edit`` on disk and bring the digest up to date; inside a transaction."""
    touched = dict.fromkeys(key for change in edit.changes for key in _touched(change))
    before = _weight(connection, form, touched)
    for change in edit.changes:
        _perform(connection, form, change)
    gained = _weight(connection, form, touched) - before
    sql = "SELECT sha256 FROM forms WHERE id = ?"
    (old,) = connection.execute(sql, (form,)).fetchone()
    total = (int.from_bytes(old, "big") + gained) % _MODULUS
    sql = "UPDATE forms SET sha256 = ? WHERE id = ?"
    connection.execute(sql, (total.to_bytes(32, "big"), form))


def _weight(connection: sqlite3.Connection, form: int, keys: Iterable[RecordKey]) -> int:
    return sum(_weigh(_record(connection, form, key)) for key in keys)


def _touched(change: Change) -> tuple[RecordKey, ...]:
    match change:
        case FieldChanged(ref, _, _):
            return (RecordKey("row", ref.group, ref.row),)
        case RowInserted(group, _, row) | RowRemoved(group, _, row):
            return (RecordKey("row", group, row.row_id), RecordKey("order", group))
        case RowMoved(group, _, _):
            return (RecordKey("order", group),)
        case FactChanged():
            return (_FACTS,)
        case ExplanationChanged():
            return (_EXPLANATIONS,)
        case VersionChanged():
            return (_VERSION,)


def _perform(connection: sqlite3.Connection, form: int, change: Change) -> None:
    match change:
        case FieldChanged(ref, _, after):
            _write_cell(connection, form, ref, after)
        case RowInserted(group, index, row):
            _insert_row(connection, form, group, index, row)
        case RowRemoved(group, _, row):
            _remove_row(connection, form, group, row.row_id)
        case RowMoved(group, before, after_index):
            _move_row(connection, form, group, before, after_index)
        case FactChanged(fact, _, after):
            _write_fact(connection, form, fact, after)
        case ExplanationChanged(rule, cell, _, explanation):
            _write_explanation(connection, form, rule, cell, explanation)
        case VersionChanged(_, version):
            write_version(connection, form, version)


def _write_cell(connection: sqlite3.Connection, form: int, ref: CellRef, text: str | None) -> None:
    at = (form, to_sql(ref.group), to_sql(ref.row), to_sql(ref.field))
    if text is None:
        sql = "DELETE FROM cells WHERE form = ? AND grp = ? AND row = ? AND field = ?"
        connection.execute(sql, at)
    else:
        sql = "INSERT OR REPLACE INTO cells (form, grp, row, field, text) VALUES (?, ?, ?, ?, ?)"
        connection.execute(sql, (*at, to_sql(text)))


def _insert_row(
    connection: sqlite3.Connection, form: int, group: str, index: int, row: Row
) -> None:
    at = (form, to_sql(group))
    position = _clamped(index, _count_rows(connection, form, group))
    sql = "UPDATE rows SET position = position + 1 WHERE form = ? AND grp = ? AND position >= ?"
    connection.execute(sql, (*at, position))
    sql = "INSERT INTO rows (form, grp, row, position, category) VALUES (?, ?, ?, ?, ?)"
    connection.execute(sql, (*at, to_sql(row.row_id), position, to_sql(row.category)))
    for field, text in row.cells:
        _write_cell(connection, form, CellRef(field, group, row.row_id), text)


def _remove_row(connection: sqlite3.Connection, form: int, group: str, row_id: str) -> None:
    at = (form, to_sql(group), to_sql(row_id))
    sql = "DELETE FROM rows WHERE form = ? AND grp = ? AND row = ? RETURNING position"
    # Fetched whole: the row is deleted only when the statement has come to its end.
    removed = connection.execute(sql, at).fetchall()
    if not removed:
        raise StoreError(_OUT_OF_STEP)
    sql = "UPDATE rows SET position = position - 1 WHERE form = ? AND grp = ? AND position > ?"
    connection.execute(sql, (*at[:2], removed[0][0]))
    connection.execute("DELETE FROM cells WHERE form = ? AND grp = ? AND row = ?", at)


def _move_row(
    connection: sqlite3.Connection, form: int, group: str, before: int, after: int
) -> None:
    order = row_order(connection, form, group)
    if before >= len(order):
        raise StoreError(_OUT_OF_STEP)
    order.insert(after, order.pop(before))
    sql = "UPDATE rows SET position = ? WHERE form = ? AND grp = ? AND row = ? AND position <> ?"
    connection.executemany(
        sql,
        [(at, form, to_sql(group), to_sql(row), at) for at, row in enumerate(order)],
    )


def _count_rows(connection: sqlite3.Connection, form: int, group: str) -> int:
    sql = "SELECT count(*) FROM rows WHERE form = ? AND grp = ?"
    (count,) = connection.execute(sql, (form, to_sql(group))).fetchone()
    return int(count)


def _clamped(index: int, length: int) -> int:
    """Where ``list.insert`` would put a new item."""
    return slice(index, None).indices(length)[0]


def _write_fact(connection: sqlite3.Connection, form: int, fact: str, text: str | None) -> None:
    if text is None:
        sql = "DELETE FROM facts WHERE form = ? AND fact = ?"
        connection.execute(sql, (form, to_sql(fact)))
    else:
        sql = "INSERT OR REPLACE INTO facts (form, fact, text) VALUES (?, ?, ?)"
        connection.execute(sql, (form, to_sql(fact), to_sql(text)))


def _write_explanation(
    connection: sqlite3.Connection,
    form: int,
    rule: str,
    cell: CellRef,
    explanation: Explanation | None,
) -> None:
    at = (form, to_sql(rule), to_sql(cell.group), to_sql(cell.row), to_sql(cell.field))
    if explanation is None:
        sql = """DELETE FROM explanations
            WHERE form = ? AND rule = ? AND grp = ? AND row = ? AND field = ?"""
        connection.execute(sql, at)
        return
    e = explanation
    texts = (e.written, e.expected, e.text, e.edition, e.person, e.time)
    # DO UPDATE keeps the id, so a replaced explanation keeps its place in the order.
    sql = """INSERT INTO explanations
            (form, rule, grp, row, field, written, expected, text, edition, person, time)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (form, rule, grp, row, field) DO UPDATE SET written = excluded.written,
            expected = excluded.expected, text = excluded.text, edition = excluded.edition,
            person = excluded.person, time = excluded.time"""
    connection.execute(sql, (*at, *map(to_sql, texts)))


def write_version(connection: sqlite3.Connection, form: int, version: Version) -> None:
    """Put a version into its columns; the digest is the caller's."""
    v = version
    texts = (v.code, v.edition_sha256, v.time, v.person)
    values = (json.dumps(v.earlier), *map(to_sql, texts))
    sql = f"UPDATE forms SET ({VERSION_COLUMNS}) = (?, ?, ?, ?, ?) WHERE id = ?"
    connection.execute(sql, (*values, form))
