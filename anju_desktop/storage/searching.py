"""Text in any form of the store; every function runs on the writer thread."""

import sqlite3
from collections.abc import Iterator

from anju_desktop.document.changes import CellRef
from anju_desktop.storage.entries import Hit
from anju_desktop.storage.texts import from_sql, to_sql

# The texts are few (a full office has some ten thousand), so that they are simply looked through:
# an index for it would make every edit dearer.
_PLACES = (
    """SELECT c.form, c.field, c.grp, c.row, c.text FROM cells c
        LEFT JOIN rows r ON r.form = c.form AND r.grp = c.grp AND r.row = c.row
        WHERE c.form = ? AND {} ORDER BY c.grp, r.position, c.field""",
    "SELECT c.form, c.fact, '', '', c.text FROM facts c WHERE c.form = ? AND {} ORDER BY c.fact",
    """SELECT c.form, c.field, c.grp, c.row, c.text FROM explanations c
        WHERE c.form = ? AND {} ORDER BY c.id""",
)


def search(connection: sqlite3.Connection, wanted: str, most: int) -> tuple[Hit, ...]:
    """Cells, facts and explanations outside the bin that hold every word of ``wanted``.

    At most ``most``, of the latest year first; capital and small Latin letters are alike.
    """
    words = wanted.split()
    if not words:
        return ()
    found: list[Hit] = []
    for form in _forms(connection):
        for hit in _in_form(connection, form, words):
            found.append(hit)
            if len(found) == most:
                return tuple(found)
    return tuple(found)


def _forms(connection: sqlite3.Connection) -> Iterator[int]:
    sql = """SELECT f.id FROM forms f JOIN submissions s ON s.id = f.submission
        WHERE f.deleted IS NULL AND s.deleted IS NULL
        ORDER BY CAST(s.period AS TEXT) DESC, s.id DESC, f.position, f.id"""
    return (form for (form,) in connection.execute(sql).fetchall())


def _in_form(connection: sqlite3.Connection, form: int, words: list[str]) -> Iterator[Hit]:
    holds = " AND ".join(["CAST(c.text AS TEXT) LIKE ? ESCAPE '\\'"] * len(words))
    patterns = [to_sql(f"%{_escaped(word)}%") for word in words]
    for number, place in enumerate(_PLACES):
        for row in connection.execute(place.format(holds), (form, *patterns)):
            field, group, row_id, text = map(from_sql, row[1:])
            ref = CellRef(field, group, row_id)
            beside = _row(connection, form, ref) if group else ()
            yield Hit(form, ref, text, beside, is_explanation=number == len(_PLACES) - 1)


def _row(connection: sqlite3.Connection, form: int, ref: CellRef) -> tuple[tuple[str, str], ...]:
    sql = "SELECT field, text FROM cells WHERE form = ? AND grp = ? AND row = ?"
    cells = connection.execute(sql, (form, to_sql(ref.group), to_sql(ref.row)))
    return tuple((from_sql(field), from_sql(text)) for field, text in cells)


def _escaped(word: str) -> str:
    for special in ("\\", "%", "_"):
        word = word.replace(special, f"\\{special}")
    return word
