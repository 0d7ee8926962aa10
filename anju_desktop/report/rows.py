"""Tables of an edited report beside those generated from its form, row by row."""

from collections.abc import Iterator, Sequence

from anju_desktop.blocks import Row, Table
from anju_desktop.document.document import Document
from anju_desktop.patterns import pattern
from anju_desktop.report.differing import BLANK, Difference, difference
from anju_desktop.report.expecting import (
    Line,
    exact_rates,
    line_of,
)
from anju_desktop.report.pieces import Grid
from anju_desktop.report.prose import facing
from anju_desktop.report.skeletons import skeleton

_POINTS = pattern(r"分$|分值$|分[（(]|分数$")


class Tables:
    """The tables of the generated report, found again by the words in their rows."""

    def __init__(self, grids: Sequence[Grid], document: Document) -> None:
        exact = exact_rates(document)
        self._heads = [[plain_title(title) for title in grid.head] for grid in grids]
        self._titles = [grid.head for grid in grids]
        self._rows = [
            [tuple(line_of((run,), exact) for run in row) for row in grid.rows] for grid in grids
        ]

    def knows(self, table: Table) -> bool:
        """Whether a table is a generated one, or the rest of it, and none with other columns."""
        return any(
            _fits_without_head(table, rows)
            if (at := _head_row(table, heads)) is None
            else {plain_title(cell) for cell in table.rows[at].cells} - {""} == {*heads}
            for heads, rows in zip(self._heads, self._rows, strict=True)
        )

    def meets(self, table: Table) -> bool:
        """Whether a table has columns of a generated one."""
        return any(
            _head_row(table, heads) is not None or _fits_without_head(table, rows)
            for heads, rows in zip(self._heads, self._rows, strict=True)
        )

    def differences(self, table: Table) -> list[Difference]:
        """Its figures that differ, in the rows and columns that are the form's."""
        found: list[Difference] = []
        for heads, titles, rows in zip(self._heads, self._titles, self._rows, strict=True):
            at = _head_row(table, heads)
            columns = _columns(table.rows[at], heads) if at is not None else {}
            first = at + 1 if at is not None else 0
            if at is None and _fits_without_head(table, rows):
                columns = {number: number for number in range(len(heads))}
            above = ""
            for row in table.rows[first:] if columns else ():
                above = _label(row, columns, 0) or above
                made = _row_like(row, columns, rows, above)
                if made is not None:
                    found += self._in_row(row, columns, made, titles)
        return found

    def _in_row(
        self, row: Row, columns: dict[int, int], made: tuple[Line, ...], titles: tuple[str, ...]
    ) -> Iterator[Difference]:
        text = " ".join(cell.replace("\n", "") for cell in row.cells if cell)
        for column, index in columns.items():
            if index >= len(row.cells):
                continue
            cell, line = row.cells[index], made[column]
            read = skeleton(cell)
            if read.key not in (line.key, _unit_in(cell)):
                continue
            unit = "分" if _POINTS.search(titles[column]) else ""
            for slot, at, expected in facing(read._replace(key=line.key), line):
                for each in difference(cell, row.place, slot, at, expected):
                    yield each._replace(
                        cell_index=index,
                        text=text,
                        written=_with_unit(each.written, unit),
                        expected=_with_unit(each.expected, unit),
                    )


def _unit_in(cell: str) -> str:
    """The unit a clerk wrote behind a figure that stands alone in a cell."""
    read = skeleton(cell)
    alone = len(read.slots) == 1 and read.slots[0].offset == 0 and not read.slots[0].chinese
    return read.key if alone and len(read.key) <= 3 else "\0"


def _with_unit(shown: str, unit: str) -> str:
    return shown if shown == BLANK or shown.endswith(unit) else f"{shown}{unit}"


def _head_row(table: Table, heads: Sequence[str]) -> int | None:
    """The row that names the columns, None where the table has none of that kind."""
    for number, row in enumerate(table.rows[:5]):
        keys = {plain_title(cell) for cell in row.cells}
        if len(keys & {*heads}) >= max(2, len(heads) - 1):
            return number
    return None


def _columns(head: Row, heads: Sequence[str]) -> dict[int, int]:
    """Column of the generated table → column of this one.

    Of two with one title the one behind the column before: 二级指标 has its 分值 behind it.
    """
    keys = [plain_title(cell) for cell in head.cells]
    columns: dict[int, int] = {}
    behind = -1
    for number, key in enumerate(heads):
        places = [at for at, title in enumerate(keys) if title == key]
        if places:
            behind = next((at for at in places if at > behind), places[0])
            columns[number] = behind
    return columns


def _fits_without_head(table: Table, rows: Sequence[tuple[Line, ...]]) -> bool:
    """Whether a table is the rest of one that was cut: rows of its width, of its words."""
    labels = {row[0].key for row in rows if row[0].key}
    like = [
        row
        for row in table.rows
        if len(row.cells) == len(rows[0]) and skeleton(row.cells[0]).key in labels
    ]
    return len(like) * 2 > len(table.rows)


def plain_title(text: str) -> str:
    """A title without blanks and marks; its numerals tell 一级 from 二级."""
    return "".join(filter(str.isalnum, text))


def _label(row: Row, columns: dict[int, int], column: int) -> str:
    index = columns.get(column)
    return skeleton(row.cells[index]).key if index is not None and index < len(row.cells) else ""


def _row_like(
    row: Row, columns: dict[int, int], rows: Sequence[tuple[Line, ...]], above: str
) -> tuple[Line, ...] | None:
    """The generated row with the same words; the first column may span several rows."""
    words = [n for n in range(len(rows[0])) if any(line[n].key for line in rows)]
    texts = {n: _label(row, columns, n) for n in words if n in columns}
    for exactly in (True, False):
        found = [
            made
            for made in rows
            if all(
                made[n].key == text or (n == 0 and made[n].key == above and not text)
                or (n == 0 and not exactly)
                for n, text in texts.items()
            )
        ]  # fmt: skip
        if len(found) == 1 and any(texts.values()):
            return found[0]
    return None
