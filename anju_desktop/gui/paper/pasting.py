"""Which cell takes which text of a copied block, and which texts find none; no Qt.

The rows of a block go down the paper. In a group whose rows can be added, a block that holds the
categories lands in them, and a row that is wanting is added. Nothing that was copied is passed
over in silence: what has no cell to go to is told.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.errors import AnjuError
from anju_desktop.forms.definition import Edition, Group, ValueType
from anju_desktop.gui.paper.model import is_editable, places
from anju_desktop.records import record
from anju_desktop.sheet.grid import Grid, GridCell, Role, build_grid

if TYPE_CHECKING:
    from anju_desktop.reading.copied import CellBlock


class PasteError(AnjuError):
    """Nothing was pasted."""


Ask = Callable[[str, tuple[str, ...]], int]
"""A question with its answers; the number of the one that is chosen, -1 for none."""

OUTSIDE = "超出了表格"
PRINTED = "对着印好的格子"
MERGED = "在合并格里只能放第一个"
NO_CATEGORY = "这张表没有这一类"
_CLOSED = {
    Role.LABEL: PRINTED,
    Role.OFFICIAL: PRINTED,
    Role.LOCKED: "对着上级填写的格子",
    Role.CARRIED: "对着从目标表带入的格子",
    Role.COMPUTED: "对着程序算出的格子",
    Role.INPUT: "对着不能直接填写的格子",
}


@record(frozen=True, slots=True)
class Left:
    """A text that found no cell, and why."""

    text: str
    reason: str


@record(frozen=True, slots=True)
class Pasted:
    """What came of a block."""

    refs: tuple[CellRef, ...]
    """The cells that were written."""
    added: int = 0
    """Rows that were added for it."""
    left: tuple[Left, ...] = ()
    first_only: int = 0
    """Merged cells of the block of which only the first cell took the text."""


def paste_block(document: Document, block: "CellBlock", start: GridCell, ask: Ask) -> Pasted:
    """Put a block on the paper from ``start`` on, as one edit.

    Raises :class:`PasteError` when no text of it has a cell to go to.
    """
    if _is_one_text(document, block, start):
        document.set(start.refs[0], "\n".join(row[0] for row in block.rows), "粘贴")
        return Pasted(start.refs)
    with document.editing("粘贴"):
        grid = build_grid(document)
        place = _place_of_heads(grid, block) or _Place(start.row, start.column)
        inside, outside = _cut(block, max(0, -place.row), max(0, -place.column))
        way = _Way(grid, inside, _Place(max(0, place.row), max(0, place.column)))
        rows = _Rows(document, way, ask)
        targets = tuple(rows.targets())
        landing = _Landing(document, way, targets)
        pasted = landing.done(rows.added, outside)
        if not pasted.refs:
            raise PasteError(f"{_nothing(pasted.left)}，没有粘贴。")
        for ref, text in landing.texts.items():
            document.set(ref, text)
    return pasted


def _is_one_text(document: Document, block: "CellBlock", cell: GridCell) -> bool:
    """Whether lines are paragraphs here: in a long text that is not one of a column of them."""
    if block.width > 1 or not is_editable(document, cell):
        return False
    ref = cell.refs[0]
    return document.definition(ref).type is ValueType.LONG_TEXT and not ref.group


def _nothing(left: Sequence[Left]) -> str:
    if not left:
        return "复制的内容和表上印好的一样，没有要填的"
    first = left[0]
    return f"“{shortened(first.text)}”{first.reason}"


def shortened(text: str) -> str:
    """The beginning of a text on one line."""
    line = " ".join(text.split())
    return line if len(line) <= 12 else line[:12] + "…"


def _same(text: str, other: str) -> bool:
    return "".join(text.split()) == "".join(other.split())


# -- the place -----------------------------------------------------------------------------


class _Place(NamedTuple):
    """Where the block begins; a negative row or column lies outside of the paper."""

    row: int
    column: int


_ENOUGH, _SHARE = 3, 0.4
"""As many printed texts, and this part of all, have to stand in a block as they do on the paper."""


def _place_of_heads(grid: Grid, block: "CellBlock") -> _Place | None:
    """Where a block belongs that was copied with the heads of the table; None without them."""
    printed = [cell for cell in _before_groups(grid) if cell.style.framed and not cell.refs]
    labels = [(cell, "".join(cell.text.split())) for cell in printed if cell.text.strip()]
    found: dict[str, _Place] = {}
    for row, texts in enumerate(block.rows):
        for column, text in enumerate(texts):
            found.setdefault("".join(text.split()), _Place(row, column))
    votes = Counter(
        _Place(cell.row - found[text].row, cell.column - found[text].column)
        for cell, text in labels
        if text in found
    )
    place, count = next(iter(votes.most_common(1)), (None, 0))
    return place if count >= max(_ENOUGH, _SHARE * len(labels)) else None


def _before_groups(grid: Grid) -> Iterator[GridCell]:
    first = next((n for n, row in enumerate(grid.rows) if row.group), len(grid.rows))
    return (cell for cell in grid.cells if cell.row < first)


def _cut(block: "CellBlock", top: int, left: int) -> "tuple[CellBlock, tuple[Left, ...]]":
    """A block without its first rows and columns, and what stood in them."""
    if not top and not left:
        return block, ()
    inside = tuple(row[left:] for row in block.rows[top:])
    merged = tuple(
        replace(each, row=each.row - top, column=each.column - left)
        for each in block.merged
        if each.row >= top and each.column >= left
    )
    cut = [*block.rows[:top], *(row[:left] for row in block.rows[top:])]
    outside = tuple(Left(text, OUTSIDE) for row in cut for text in row if text.strip())
    return replace(block, rows=inside, merged=merged), outside


# -- columns -------------------------------------------------------------------------------


class _Way:
    """How the columns of a block go across the paper.

    A block out of the same table has its columns; one written by hand has a column for each cell,
    however wide that is here. The way that leaves fewer texts without a cell is taken.
    """

    def __init__(self, grid: Grid, block: "CellBlock", start: _Place) -> None:
        self.grid, self.block, self.start = grid, block, start
        self.covered = block.covering()
        self.covering = {place: cell for cell in grid.cells for place in places(cell)}
        self._by_cell = False
        here = [*range(start.row, min(len(grid.rows), start.row + len(block.rows)))]
        misfits = [self._misfits(here)]
        self._by_cell = True
        misfits.append(self._misfits(here))
        self._by_cell = misfits[1] < misfits[0]

    @property
    def keeps_columns(self) -> bool:
        return not self._by_cell

    def show(self, grid: Grid) -> None:
        """Take the grid of the same paper with more rows."""
        self.grid = grid
        self.covering = {place: cell for cell in grid.cells for place in places(cell)}

    def _misfits(self, rows: Sequence[int]) -> int:
        return sum(
            1
            for down, row in enumerate(rows)
            for column, cell, begins in self.across(down, row)
            if self.block.rows[down][column].strip() and not (cell and begins)
        )

    def across(self, down: int, row: int) -> Iterator[tuple[int, GridCell | None, bool]]:
        """Each column of a block's row with the cell it meets, and whether that begins there."""
        texts = self.block.rows[down]
        if not self._by_cell:
            for column in range(len(texts)):
                at = self.start.column + column
                cell = self.covering.get((row, at))
                yield column, cell, cell is not None and cell.column == at
            return
        cells = iter(self._cells_of(row))
        cell = None
        for column in range(len(texts)):
            merged = self.covered.get((down, column))
            begins = merged is None or merged.column == column
            cell = next(cells, None) if begins else cell
            yield column, cell, begins

    def _cells_of(self, row: int) -> Iterator[GridCell]:
        """The cells of a row of the paper from the first column on, each once."""
        before = None
        for column in range(self.start.column, len(self.grid.columns_mm)):
            cell = self.covering.get((row, column))
            if cell is not None and cell is not before:
                yield cell
            before = cell


# -- rows ----------------------------------------------------------------------------------

_Key = tuple[str, str]
"""A row of the paper: group and row id, or nothing and its number outside of groups."""


def _keys(grid: Grid) -> list[_Key]:
    keys: list[_Key] = []
    number = 0
    for row in grid.rows:
        if row.group:
            keys.append((row.group, row.row_id))
        else:
            keys.append(("", str(number)))
            number += 1
    return keys


class _Rows:
    """Which row of the paper each row of a block goes to; adds the rows that are wanting."""

    def __init__(self, document: Document, way: _Way, ask: Ask) -> None:
        self._document, self._way, self._ask = document, way, ask
        self.added = 0

    def targets(self) -> Iterator[tuple[_Key | None, str]]:
        """For each row of the block a row of the paper, or None and the reason."""
        grid, count = self._way.grid, len(self._way.block.rows)
        keys = _keys(grid)
        at, down = self._way.start.row, 0
        while down < count and at < len(keys):
            group = self._open_group(grid.rows[at].group)
            if group is None:
                yield keys[at], ""
                at, down = at + 1, down + 1
                continue
            end = next((n for n in range(at, len(keys)) if keys[n][0] != group.id), len(keys))
            taken = self._taken(down, at, end)
            yield from self._in_group(group, grid.rows[at].row_id, range(down, down + taken), at)
            at, down = end, down + taken
        for _ in range(down, count):
            yield None, OUTSIDE

    def _open_group(self, group_id: str) -> Group | None:
        group = self._document.edition.find_group(group_id) if group_id else None
        return group if group is not None and group.open else None

    def _taken(self, down: int, at: int, end: int) -> int:
        """How many rows of the block belong to the group: up to what is printed below it."""
        block, start = self._way.block, self._way.start
        rest = len(block.rows) - down
        printed = [
            (cell.column - start.column, cell.text)
            for cell in self._way.grid.cells
            if cell.row == end and not cell.refs and cell.text.strip()
        ]
        printed = [(column, text) for column, text in printed if 0 <= column < block.width]
        if printed and self._way.keeps_columns:
            for after in range(down, len(block.rows)):
                texts = block.rows[after]
                if all(_same(texts[column], text) for column, text in printed):
                    return after - down
        return rest if at == start.row or end == len(self._way.grid.rows) else min(rest, end - at)

    def _in_group(
        self, group: Group, row_id: str, downs: range, at: int
    ) -> Iterator[tuple[_Key | None, str]]:
        ids = self._document.row_ids(group.id)
        ids = ids[ids.index(row_id) :] if row_id else ids
        named = self._categories(group, downs, at)
        if named:
            yield from self._under(group, named, row_id)
            return
        own = self._category(group, row_id)
        have = next((n for n, i in enumerate(ids) if self._category(group, i) != own), len(ids))
        fits = len(downs) <= have
        if fits or (len(downs) <= len(ids) and self._goes_on(group, own, downs, have, at)):
            yield from (((group.id, each), "") for each in ids[: len(downs)])
        else:
            yield from self._under(group, [own] * len(downs), row_id)

    def _category(self, group: Group, row_id: str) -> str:
        if row_id:
            return self._document.category(group.id, row_id)
        return group.categories[0].id if group.categories else ""

    def _goes_on(self, group: Group, own: str, downs: range, have: int, at: int) -> bool:
        """Whether a block goes on into the next category, rather than lengthen its own."""
        if self._levels(group, downs, at):
            # What stands where the categories are is none of them: no row would hold it.
            return True
        name = next(c.path[-1] for c in group.categories if c.id == own)
        question = f"要粘贴 {len(downs)} 行，“{name}”从这一格起只有 {have} 行。"
        answers = (f"在“{name}”下面加 {len(downs) - have} 行", "接着填到下面各类已有的行里")
        chosen = self._ask(question, answers)
        if chosen < 0:
            raise PasteError("没有粘贴。")
        return chosen == 1

    def _under(
        self, group: Group, named: Sequence[str | None], row_id: str
    ) -> Iterator[tuple[_Key | None, str]]:
        """The next row of each category; the first one's from the current row on."""
        document = self._document
        first = self._category(group, row_id)
        waiting: dict[str, list[str]] = {}
        begun = not row_id
        for each in document.row_ids(group.id):
            begun = begun or each == row_id
            own = document.category(group.id, each)
            if begun or own != first:
                waiting.setdefault(own, []).append(each)
        for category in named:
            if category is None:
                yield None, NO_CATEGORY
            elif waiting.get(category):
                yield (group.id, waiting[category].pop(0)), ""
            else:
                self.added += 1
                yield (group.id, document.insert_row(group.id, category)), ""

    def _categories(self, group: Group, downs: range, at: int) -> list[str | None]:
        """The category that each row of the block names; nothing when none of them does."""
        columns = self._levels(group, downs, at)
        named = [self._named(group, columns, down, downs.start) for down in downs]
        return named if any(named) else []

    def _levels(self, group: Group, downs: range, at: int) -> dict[int, int]:
        """Which columns of the block meet the levels of the categories."""
        return {
            group.levels.index(cell.refs[0].field): column
            for column, cell, begins in self._way.across(downs.start, at)
            if cell is not None and begins and cell.refs and cell.refs[0].field in group.levels
        }

    def _named(self, group: Group, columns: dict[int, int], down: int, first: int) -> str | None:
        words = {level: self._word(down, column, first) for level, column in columns.items()}
        for category in group.categories if any(words.values()) else ():
            if all(not word or _same(word, category.path[n]) for n, word in words.items()):
                return category.id
        return None

    def _word(self, down: int, column: int, first: int) -> str:
        """What stands there, or above it in a merged cell."""
        rows = self._way.block.rows
        return next((rows[n][column] for n in range(down, first - 1, -1) if rows[n][column]), "")


# -- cells ---------------------------------------------------------------------------------


class _Landing:
    """The texts for the cells, and what is left."""

    def __init__(
        self,
        document: Document,
        way: _Way,
        targets: Sequence[tuple[_Key | None, str]],
    ) -> None:
        self._document, self._way = document, way
        self._merging = _merging_columns(document.edition)
        self.texts: dict[CellRef, str] = {}
        self._left: list[Left] = []
        self._first_only: set[tuple[int, int]] = set()
        self._runs: dict[tuple[int, int], GridCell] = {}
        way.show(build_grid(document))
        at = {key: number for number, key in enumerate(_keys(way.grid))}
        for down, (key, reason) in enumerate(targets):
            if key is None:
                self._leave(way.block.rows[down], reason)
            else:
                for column, cell, begins in way.across(down, at[key]):
                    self._put(down, column, cell, begins, at[key])
        self._fill_runs()

    def done(self, added: int, outside: tuple[Left, ...]) -> Pasted:
        left = (*outside, *self._left)
        return Pasted(tuple(self.texts), added, left, len(self._first_only))

    def _leave(self, texts: Sequence[str], reason: str) -> None:
        self._left.extend(Left(text, reason) for text in texts if text.strip())

    def _put(self, down: int, column: int, cell: GridCell | None, begins: bool, row: int) -> None:
        text = self._way.block.rows[down][column]
        merged = self._way.covered.get((down, column))
        if merged is not None and (merged.row, merged.column) != (down, column):
            self._put_covered(merged.row, merged.column, down, cell if begins else None, row)
        elif cell is None:
            self._leave([text], OUTSIDE)
        elif not begins or (cell.row != row and len(cell.refs) < 2):
            if not self._is_there(cell, text):
                self._leave([text], MERGED)
        elif not is_editable(self._document, cell):
            if not self._is_there(cell, text):
                self._leave([text], _CLOSED[cell.role])
        else:
            self._take(cell, row, self._told(down, column, cell, text))

    def _take(self, cell: GridCell, row: int, text: str) -> None:
        ref = cell.refs[row - cell.row] if len(cell.refs) > 1 else cell.refs[0]
        self.texts[ref] = _without_print(cell, text)
        self._runs[cell.row, cell.column] = cell

    def _put_covered(self, top: int, left: int, down: int, cell: GridCell | None, row: int) -> None:
        """A merged cell of the block fills a column that merges; else its first cell only."""
        if cell is None or not is_editable(self._document, cell):
            return
        if down > top and (cell.refs[0].group, cell.refs[0].field) in self._merging:
            self._take(cell, row, self._way.block.rows[top][left])
        elif cell.row == row and self._way.block.rows[top][left].strip():
            self._first_only.add((top, left))

    def _told(self, down: int, column: int, cell: GridCell, text: str) -> str:
        """In a plain text nothing but a blank tells of a merged cell: as the one above it."""
        above = self._way.block.rows[down - 1][column] if down else ""
        if text.strip() or self._way.block.tells_merged or len(cell.refs) < 2:
            return text
        before = next((self.texts[ref] for ref in reversed(cell.refs) if ref in self.texts), "")
        return above or before

    def _fill_runs(self) -> None:
        """A merged cell is one to the clerk: with one text for it, it takes that whole."""
        for cell in self._runs.values():
            found = {self.texts[ref] for ref in cell.refs if ref in self.texts}
            if len(cell.refs) > 1 and cell.refs[0] in self.texts and len(found) == 1:
                self.texts.update(dict.fromkeys(cell.refs, found.pop()))

    def _is_there(self, cell: GridCell, text: str) -> bool:
        """Whether nothing is lost with a text: the cell says so already."""
        typed = self._document.text(cell.refs[0]) if cell.refs else ""
        return not text.strip() or _same(text, cell.text) or _same(text, typed)


def _without_print(cell: GridCell, text: str) -> str:
    """A value without the words printed around it, as a copy of the whole paper has them."""
    before, after = cell.prefix.strip(), cell.suffix.strip()
    inner = text.strip()
    around = inner.startswith(before) and inner.endswith(after)
    if not (before or after) or not around or len(inner) < len(before) + len(after):
        return text
    return inner[len(before) : len(inner) - len(after)].strip()


def _merging_columns(edition: Edition) -> set[tuple[str, str]]:
    """Columns of groups in which equal neighbours are one cell."""
    return {(row.group, cell.column) for row in edition.rows for cell in row.cells if cell.merge}
