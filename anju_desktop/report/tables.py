"""Printed tables inside a text: columns against their total row.

A table that came through a scan may be scrambled. It is judged only where it proves to be well
read: at least one column adds up to its total, or the rows are numbered without a gap.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import takewhile
from typing import NamedTuple

from anju_desktop.blocks import Row, Table
from anju_desktop.document.values import plain, to_decimal
from anju_desktop.patterns import pattern
from anju_desktop.report.remarks import Mistake, Remark, Unchecked
from anju_desktop.rules.rule import decimals_of, shortened

SUM_RULE, ABOVE_RULE = "report-table-sum", "report-table-above"

_TOTAL = pattern(r"(?:合\s*计|总\s*计|共\s*计|总\s*分)(?:[（(].*)?")
_SUBTOTAL = pattern(r"[^，。]{0,12}小\s*计(?:[（(].*)?|其中.*")
_NUMBER = pattern(r"[-+]?[\d,]+(?:\.\d+)?\s*(?:分|万元|元|户|套|个|栋|万?平方米|万?㎡)?")
_POINTS, _SCORE = pattern(r"分值|满分|权重"), pattern(r"得分|评分$|自评分")
_NO_SUM = pattern(r"序号|编号|率|比例|占比|%|单价|标准|年份|年度$|排名|电话|代码|满意度|均")
_BONUS = "加分"
_MOST_ROWS = 2000


class _Column(NamedTuple):
    at: int
    title: str
    total: Decimal
    values: tuple[Decimal | None, ...]
    """One for each row of data, None where the cell is blank."""


class _Grid(NamedTuple):
    """A table with one row of totals."""

    data: tuple[Row, ...]
    total: Row
    columns: tuple[_Column, ...]
    numbered: bool
    """Whether a column counts the rows from 1 without a gap."""
    titles: tuple[str, ...]


def table_remarks(table: Table) -> Iterator[Remark]:
    """Columns that do not add up to the total row, scores above their points."""
    yield from _across(table)
    grid = _grid(table)
    if grid is None:
        yield from _with_subtotals(table)
        return
    wrong = [column for column in grid.columns if not _adds_up(column)]
    if len(wrong) == len(grid.columns) and not (grid.numbered or _is_scored(grid)):
        place = table.place
        yield Unchecked(place, "这张表没有一栏加得上，可能没有读准，没有核对。")
        return
    for column in wrong:
        yield _wrong_sum(grid, column)
    yield from _scores_above(grid)
    yield from _wrong_groups(grid)


def _grid(table: Table) -> _Grid | None:
    rows = table.rows[:_MOST_ROWS]
    totals = [n for n, row in enumerate(rows) if any(_TOTAL.fullmatch(c) for c in row.cells)]
    if len(totals) != 1 or any(_SUBTOTAL.fullmatch(c) for row in rows for c in row.cells):
        return None
    total = rows[totals[0]]
    width = max(len(row.cells) for row in rows)
    numbers = [[_number(cell) for cell in _padded(row, width)] for row in rows]
    wanted = [i for i, number in enumerate(numbers[totals[0]]) if number is not None]
    first = next(
        (n for n, row in enumerate(numbers) if any(row[i] is not None for i in wanted)), None
    )
    if first is None or not wanted:
        return None
    body = [n for n in range(first, len(rows)) if n != totals[0] and not _is_bonus(rows[n])]
    titles = ["".join(_padded(row, width)[i] for row in rows[:first]) for i in range(width)]
    columns = tuple(
        _Column(
            i, titles[i], numbers[totals[0]][i] or Decimal(0), tuple(numbers[n][i] for n in body)
        )
        for i in wanted
        if _is_summed(titles[i], [_padded(rows[n], width)[i] for n in body])
    )
    if not columns or len(body) < 2:
        return None
    return _Grid(
        tuple(rows[n] for n in body),
        total,
        columns,
        _is_numbered(numbers, body, width),
        tuple(titles),
    )


def _is_bonus(row: Row) -> bool:
    """Whether a row holds a bonus, which no total of scores contains."""
    return any(cell.startswith(_BONUS) for cell in row.cells[:2])


def _across(table: Table) -> Iterator[Mistake]:
    """Rows against a column of totals, where the other rows prove that it is one."""
    rows = table.rows[:_MOST_ROWS]
    heads = [(n, at) for n, row in enumerate(rows[:2]) for at in _total_cells(row)]
    if len(heads) != 1 or len(rows) < 3:
        return
    head, at = heads[0]
    width = len(rows[head].cells)
    titles = list(rows[head].cells)
    body = [row for row in rows[head + 1 :] if len(row.cells) == width]
    numbers = [[_number(cell) for cell in row.cells] for row in body]
    parts: list[int] = []
    for near in (range(at - 1, 0, -1), range(at + 1, width)):
        if len(parts) < 2:
            parts = list(
                takewhile(
                    lambda i: (
                        not _NO_SUM.search(titles[i]) and any(row[i] is not None for row in numbers)
                    ),
                    near,
                )
            )
    if len(parts) < 2:
        return
    right: list[Row] = []
    wrong: list[tuple[Row, _Column]] = []
    for row, values in zip(body, numbers, strict=True):
        total = values[at]
        known = tuple(values[i] for i in sorted(parts))
        if total is None or _NO_SUM.search(row.cells[0]) or len([v for v in known if v]) < 2:
            continue
        column = _Column(at, row.cells[0], total, known)
        if _adds_up(column):
            right.append(row)
        else:
            wrong.append((row, column))
    if not right or len(wrong) > len(right):
        return
    for row, column in wrong:
        yield _wrong_sum(_Grid((), row, (column,), False, ()), column)


def _total_cells(row: Row) -> list[int]:
    """Where a head of columns says 合计; none in a row of totals."""
    if any(_number(cell) is not None for cell in row.cells):
        return []
    return [at for at, cell in enumerate(row.cells) if at and _TOTAL.fullmatch(cell)]


def _with_subtotals(table: Table) -> Iterator[Remark]:
    """Subtotals against the rows of their group, the total against the subtotals."""
    rows = table.rows[:_MOST_ROWS]
    width = max((len(row.cells) for row in rows), default=0)
    cells = [_padded(row, width) for row in rows]
    marks = [_mark(row) for row in rows]
    first = next((n for n, row in enumerate(cells) if any(map(_number, row))), len(rows))
    if "小计" not in marks or marks.count("合计") > 1 or "其中" in marks or not first:
        return
    right: list[int] = []
    wrong: list[Mistake] = []
    for at in range(width):
        title = "".join(row[at] for row in cells[:first])
        values = [_number(row[at]) for row in cells]
        body = [row[at] for row in cells[first:]]
        if not _is_summed(title, body) or any(
            value is None for value, mark in zip(values, marks, strict=True) if mark
        ):
            continue
        for place, known in _sums_of(marks, values, first):
            column = _Column(at, title, values[place] or Decimal(0), tuple(known))
            every = tuple(
                v for v, mark in zip(values[first:], marks[first:], strict=True) if not mark
            )
            if _adds_up(column) or (
                marks[place] == "合计" and _adds_up(column._replace(values=every))
            ):
                right.append(at)
            else:
                data = tuple(row for row in rows[first:] if _mark(row) == "")
                wrong.append(_wrong_sum(_Grid(data, rows[place], (column,), False, ()), column))
    if len(wrong) > len(right):
        told = f"{table.place.words}的表多数小计加不上，可能没有读准，没有核对。"
        yield Unchecked(table.place, told)
        return
    yield from wrong


def _mark(row: Row) -> str:
    """Whether a row is a total or a subtotal."""
    for cell in row.cells:
        if _TOTAL.fullmatch(cell):
            return "合计"
        if _SUBTOTAL.fullmatch(cell):
            return "其中" if cell.startswith("其中") else "小计"
    return ""


def _sums_of(
    marks: Sequence[str], values: Sequence[Decimal | None], first: int
) -> Iterator[tuple[int, list[Decimal | None]]]:
    """Rows that are sums, each with what it is the sum of; a group stands above or below it."""
    body = [n for n in range(first, len(marks)) if marks[n] != "合计"]
    leading = bool(body) and marks[body[0]] == "小计"
    groups: dict[int, list[int]] = {}
    loose: list[int] = []
    for n in reversed(body) if not leading else body:
        if marks[n]:
            groups[n] = []
        elif groups:
            groups[max(groups) if leading else min(groups)].append(n)
        else:
            loose.append(n)
    for place, members in groups.items():
        if members:
            yield place, [values[n] for n in sorted(members)]
    total = marks.index("合计") if "合计" in marks else -1
    if total >= 0:
        yield total, [values[n] for n in sorted([*groups, *loose])]


def _padded(row: Row, width: int) -> list[str]:
    return [*row.cells, *([""] * (width - len(row.cells)))]


def _number(cell: str) -> Decimal | None:
    if not _NUMBER.fullmatch(cell):
        return None
    return to_decimal(cell.rstrip("分万元户套个栋平方米㎡ "))


def _is_summed(title: str, cells: Sequence[str]) -> bool:
    """Whether a column holds amounts: numbers or blanks, under a title that is no rate."""
    if _NO_SUM.search(title) and not _POINTS.search(title):
        return False
    filled = [cell for cell in cells if cell and cell not in ("-", "/", "—")]
    return len(filled) > 1 and all(_number(cell) is not None for cell in filled)


def _is_numbered(
    numbers: Sequence[Sequence[Decimal | None]], body: Sequence[int], width: int
) -> bool:
    counted = [Decimal(n) for n in range(1, len(body) + 1)]
    return any([numbers[n][i] for n in body] == counted for i in range(width))


def _added(column: _Column) -> Decimal:
    return sum((value for value in column.values if value is not None), Decimal(0))


def _adds_up(column: _Column) -> bool:
    """Exactly, or as far as decimals may have been rounded."""
    known = [value for value in column.values if value is not None]
    if _SCORE.search(column.title) or _POINTS.search(column.title):
        return _added(column) == column.total
    decimals = [decimals_of(value) for value in (*known, column.total)]
    rounded = [d for d in decimals if d]
    slack = sum((Decimal(5).scaleb(-d - 1) for d in rounded), Decimal(0))
    if not decimals[-1] and rounded:
        slack += Decimal("0.5")
    return abs(_added(column) - column.total) <= slack


def _wrong_sum(grid: _Grid, column: _Column) -> Mistake:
    total, known = _added(column), [value for value in column.values if value is not None]
    figured = "＋".join(plain(value) for value in known[:30])
    more = f"＋……（共 {len(known)} 行）" if len(known) > 30 else ""
    place, title = grid.total.place, shortened(column.title, 20)
    told = "小计" if _mark(grid.total) == "小计" else "合计"
    line, others = ("栏", "行") if grid.data else ("行", "栏")
    blank = [
        _row_name(row)
        for row, value in zip(grid.data, column.values, strict=False)
        if value is None and _row_name(row) and len(grid.data) == len(column.values)
    ]
    hint = f"；“{shortened(blank[0], 20)}”一行这一栏空着" if len(blank) == 1 else ""
    return Mistake(
        SUM_RULE,
        f"{told}与各{others}之和不一致",
        place,
        f"{place.words}：表中“{title}”一{line}{told}写的是 {plain(column.total)}，"
        f"各{others}之和是 {plain(total)}{hint}。",
        plain(column.total),
        plain(total),
        f"{figured}{more}＝{plain(total)}≠{plain(column.total)}",
        shortened(" ".join(cell for cell in grid.total.cells if cell), 120),
    )


def _is_scored(grid: _Grid) -> bool:
    """Whether points and scores stand where they should: in every row, none above its points.

    Such a table is well read even where its points themselves do not add up.
    """
    points = [c for c in grid.columns if _POINTS.search(c.title)]
    scores = [c for c in grid.columns if _SCORE.search(c.title)]
    if len(points) != 1 or len(scores) != 1 or len(grid.data) < 3:
        return False
    both = list(zip(points[0].values, scores[0].values, strict=True))
    regular = len({len(row.cells) for row in grid.data}) == 1
    above = [1 for full, score in both if full and score is not None and score > full]
    # One score above its points is a mistake, several are columns read askew.
    return regular and all(full is not None for full, _ in both) and len(above) < 2


def _row_name(row: Row) -> str:
    """The text that tells rows apart: the last short one before the figures."""
    texts = [cell for cell in row.cells if cell and _number(cell) is None and len(cell) <= 40]
    return texts[1] if len(texts) > 1 else "".join(texts)


def _wrong_groups(grid: _Grid) -> Iterator[Mistake]:
    """Points of a first level against those of the rows that it spans."""
    points = [c for c in grid.columns if _POINTS.search(c.title)]
    if len(points) != 1 or points[0].at < 3:
        return
    above = [i for i in range(1, points[0].at) if _POINTS.search(grid.titles[i])]
    starts = [n for n, row in enumerate(grid.data) if row.cells and row.cells[0]]
    if len(above) != 1 or starts[:1] != [0]:
        return
    for begin, end in zip(starts, [*starts[1:], len(grid.data)], strict=True):
        row = grid.data[begin]
        written = _number(row.cells[above[0]]) if above[0] < len(row.cells) else None
        parts = [value for value in points[0].values[begin:end] if value is not None]
        total = sum(parts, Decimal(0))
        if written is None or written == total:
            continue
        figured = "＋".join(plain(part) for part in parts)
        yield Mistake(
            SUM_RULE,
            "一级指标的分值与各行之和不一致",
            row.place,
            f"{row.place.words}：表中“{shortened(row.cells[0], 20)}”的分值写的是 {plain(written)}，"
            f"所属各行之和是 {plain(total)}。",
            plain(written),
            plain(total),
            f"{figured}＝{plain(total)}≠{plain(written)}",
            shortened(" ".join(cell for cell in row.cells if cell), 120),
        )


def _scores_above(grid: _Grid) -> Iterator[Mistake]:
    points = [c for c in grid.columns if _POINTS.search(c.title)]
    scores = [c for c in grid.columns if _SCORE.search(c.title)]
    if len(points) != 1 or not _adds_up(points[0]):
        return
    for column in scores:
        for row, full, score in zip(grid.data, points[0].values, column.values, strict=True):
            if full is not None and score is not None and score > full:
                name = shortened(_row_name(row), 20)
                yield Mistake(
                    ABOVE_RULE,
                    "得分超过分值",
                    row.place,
                    f"{row.place.words}：“{name}”得分 {plain(score)}，超过分值 {plain(full)}。",
                    plain(score),
                    f"不超过{plain(full)}",
                    f"{plain(score)}＞{plain(full)}",
                    shortened(" ".join(cell for cell in row.cells if cell), 120),
                    "核对得分和分值，改正写错的一个。",
                )
