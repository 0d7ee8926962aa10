"""Checks of arithmetic: two sides are equal, one does not exceed the other, a column adds up."""

import re
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from anju_desktop.document.changes import CellRef
from anju_desktop.document.values import State, plain
from anju_desktop.forms.checks import AtMostCheck, EqualCheck, ShortfallCheck, TotalCheck
from anju_desktop.forms.definition import Edition, Field
from anju_desktop.forms.expressions import Formula
from anju_desktop.rules.correcting import Statements, Term, to_correct
from anju_desktop.rules.findings import Finding, Suggestion
from anju_desktop.rules.rule import Rank, Rule, agrees, column_of, is_rounding, title_of
from anju_desktop.rules.view import Column, View, ViewCells, formula

_NAME = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)?")
_AGGREGATE = re.compile(r"(\w+)\(\s*([\w.]+)\s*(?:,\s*category\s*=\s*[\"'](\w*)[\"']\s*)?\)")
_SUM = re.compile(rf"\s*{_NAME.pattern}(?:\s*\+\s*{_NAME.pattern})+\s*")
_SIGNS = str.maketrans({"+": "＋", "-": "－", "*": "×", "/": "÷", " ": ""})
_MOST_PARTS = 12
"""A longer sum is named by its column instead of being written out."""


class Side:
    """One side of a comparison: a formula, the cells it reads, and how to say it."""

    def __init__(self, source: str, edition: Edition) -> None:
        self.formula: Formula = formula(source)
        self.columns: tuple[Column, ...] = tuple(map(column_of, self.formula.names))
        self.single = bool(self.columns) and source.strip() == self.formula.names[0]
        self._source = source.strip()
        self._fields = {column: _field(edition, column) for column in self.columns}
        self._lasts = not any(field.computed for field in self._fields.values())
        """Whether its number changes with its own columns only."""
        units = {field.unit for field in self._fields.values()}
        self.unit = units.pop() if len(units) == 1 else ""
        self.words = self._in_words()
        """The side with titles: 财政拨款＋其他资金."""

    def number(self, view: View, row: str) -> Decimal | None:
        if row or not self._lasts:
            return self.formula(ViewCells(view, row))
        # Of the whole form, so many checks compare the same sums.
        name = ("number", self._source)
        return view.derived(name, self.columns, lambda: self.formula(ViewCells(view)))

    def cells(self, view: View, row: str) -> list[CellRef]:
        """Every cell that takes part."""
        return [ref for column in self.columns for ref in self._cells(view, column, row)]

    def blank(self, view: View, row: str) -> bool:
        """Whether nothing at all was filled in on this side (a constant never is blank)."""
        if row:
            return self._is_blank(view, row)
        name = ("blank", self.columns, self.formula.aggregated)
        return view.derived(name, self.columns, lambda: self._is_blank(view, ""))

    def _is_blank(self, view: View, row: str) -> bool:
        cells = self.cells(view, row)
        return bool(cells) and all(_is_blank(view, ref) for ref in cells)

    def _in_words(self) -> str:
        text = _AGGREGATE.sub(lambda found: f"各行{self._title(found[2])}之和", self._source)
        return _NAME.sub(lambda found: self._title(found[0]), text).translate(_SIGNS)

    def figures(self, view: View, row: str) -> str:
        """The side with numbers: 17＋0."""
        text = _AGGREGATE.sub(lambda found: self._listed(view, found), self._source)
        return _NAME.sub(lambda found: self._figure(view, found[0], row), text).translate(_SIGNS)

    def _cells(self, view: View, column: Column, row: str) -> list[CellRef]:
        group, field = column
        if not group:
            return [CellRef(field)]
        if f"{group}.{field}" in self.formula.aggregated:
            return [CellRef(field, group, each) for each in view.rows(group)]
        return [CellRef(field, group, row)] if row else []

    def _title(self, name: str) -> str:
        field = self._fields.get(column_of(name))
        return title_of(field) if field is not None else name

    def _figure(self, view: View, name: str, row: str) -> str:
        column = column_of(name)
        if column not in self._fields:
            return name
        number = view.number(column[1], column[0], row if column[0] else "")
        return plain(number) if number is not None else "？"

    def _listed(self, view: View, found: re.Match[str]) -> str:
        group, field = column_of(found[2])
        cells = ViewCells(view)
        numbers = [n for n in cells.numbers(group, field, found[3] or "") if n is not None]
        if found[1] != "sum" or len(numbers) > _MOST_PARTS:
            return f"各行{self._title(found[2])}之和"
        return f"({'＋'.join(map(plain, numbers))})" if numbers else "0"


def _field(edition: Edition, column: Column) -> Field:
    group, field = column
    return edition.find_column(group, field) if group else edition.find_field(field)


def _is_blank(view: View, ref: CellRef) -> bool:
    value = view.value(ref.field, ref.group, ref.row)
    return value.state is State.BLANK and not view.field((ref.group, ref.field)).computed


def _row_group(sides: Iterable[Side]) -> str:
    """The group whose rows are compared one by one, or ``""`` for a check of the form."""
    for side in sides:
        for group, field in side.columns:
            if group and f"{group}.{field}" not in side.formula.aggregated:
                return group
    return ""


def _may_read_other_rows(sides: Iterable[Side], group: str) -> bool:
    return any(name.startswith(f"{group}.") for s in sides for name in s.formula.aggregated)


class _TwoSides(Rule):
    """Two formulas, compared once for the form or row by row."""

    rank = Rank.SUM

    def __init__(self, check: EqualCheck | AtMostCheck | ShortfallCheck, edition: Edition) -> None:
        self._left, self._right = Side(check.left, edition), Side(check.right, edition)
        sides = (self._left, self._right)
        self._home = _row_group(sides)
        local = self._home and not _may_read_other_rows(sides, self._home)
        reads = [*self._left.columns, *self._right.columns]
        super().__init__(check, reads, self._home if local else "")

    def examine(self, view: View, row: str) -> Iterable[Finding]:
        rows = view.rows(self._home) if self._home and not row else (row,)
        for each in rows:
            if self._left.blank(view, each) or self._right.blank(view, each):
                continue
            left, right = self._left.number(view, each), self._right.number(view, each)
            if left is not None and right is not None:
                yield from self._compare(view, each, left, right)

    @abstractmethod
    def _compare(self, view: View, row: str, left: Decimal, right: Decimal) -> Iterator[Finding]:
        """What is wrong with two amounts that are both known."""

    def _refs(self, view: View, row: str) -> list[CellRef]:
        return list(dict.fromkeys([*self._left.cells(view, row), *self._right.cells(view, row)]))

    def _sides_in_words(self, view: View, row: str, left: Decimal, right: Decimal) -> str:
        """Both sides as titles, figures and results."""
        return f"{_told(self._left, view, row, left)}，{_told(self._right, view, row, right)}"


def _told(side: Side, view: View, row: str, result: Decimal) -> str:
    if side.single:
        return f"{side.words}填的是 {plain(result)}{side.unit}"
    if not side.columns:
        return f"应为 {plain(result)}"
    figures = side.figures(view, row)
    middle = "" if figures == plain(result) else f"＝{figures}"
    return f"{side.words}{middle}＝{plain(result)}{side.unit}"


class Equal(_TwoSides):
    """Left and right give one amount."""

    def __init__(self, check: EqualCheck, edition: Edition) -> None:
        super().__init__(check, edition)
        self._jump = check.cell
        self._suggest = check.suggest and self._left.single and not self._jump
        is_sum = _SUM.fullmatch(check.right) and len(set(self._right.columns)) > 1
        self._parts = self._right.columns if is_sum and not self._right.formula.aggregated else ()
        self._statements = Statements(edition, self.reads)
        if self._suggest and self._parts:
            self.reads |= set(self._statements.columns)
        if check.cell:
            self.reads |= {column_of(check.cell)}

    def _compare(self, view: View, row: str, left: Decimal, right: Decimal) -> Iterator[Finding]:
        if agrees(left, right):
            return
        refs = self._refs(view, row)
        if self._jump:
            group, field = column_of(self._jump)
            target = CellRef(field, group, row if group else "")
            refs = [target, *(ref for ref in refs if ref != target)]
        unit = self._left.unit or self._right.unit
        message = (
            f"{self._sides_in_words(view, row, left, right)}，"
            f"相差 {plain(abs(left - right))}{unit}。"
        )
        arithmetic = f"{self._right.figures(view, row)}＝{plain(right)}"
        offered = self._offered(view, row, left, right)
        wrong = offered[0] if len(offered) == 1 else None
        if wrong is not None:
            refs = [wrong.cell, *(ref for ref in refs if ref != wrong.cell)]
            left, right = wrong.written, wrong.right
        suggestions = [_suggestion(term, alone=wrong is not None) for term in offered]
        yield self.finding(
            refs,
            message,
            written=f"{plain(left)}{unit}",
            expected=f"{plain(right)}{unit}",
            arithmetic=arithmetic,
            suggestion=suggestions[0] if suggestions else None,
            alternative=suggestions[1] if len(suggestions) > 1 else None,
        )

    def _offered(self, view: View, row: str, left: Decimal, right: Decimal) -> tuple[Term, ...]:
        """The amounts of which one should be another, or the only one that can be."""
        if not self._suggest:
            return ()
        total = self._term(view, self._left.columns[0], row, left, right)
        if self._left.unit != self._right.unit:
            return (total,)
        parts = [
            self._term(view, column, row, number, number + left - right)
            for column in self._parts
            if (number := view.number(column[1], column[0], row if column[0] else "")) is not None
        ]
        unit = self._left.unit
        return to_correct(
            total, parts, lambda cell, amount: self._statements.hold(view, cell, amount, unit)
        )

    def _term(self, view: View, column: Column, row: str, written: Decimal, right: Decimal) -> Term:
        group, field = column
        cell = CellRef(field, group, row if group else "")
        return Term(cell, title_of(view.field(column)), written, right)


def _suggestion(term: Term, *, alone: bool) -> Suggestion:
    """Two that stand side by side say which cell they are about."""
    number = plain(term.right)
    return Suggestion(term.cell, number, f"{'' if alone else term.title}改为 {number}")


class AtMost(_TwoSides):
    """Left does not exceed right."""

    def _compare(self, view: View, row: str, left: Decimal, right: Decimal) -> Iterator[Finding]:
        if left <= right:
            return
        unit = self._left.unit or self._right.unit
        yield self.finding(
            self._refs(view, row),
            f"{self._sides_in_words(view, row, left, right)}，超出 {plain(left - right)}{unit}。",
            written=f"{plain(left)}{unit}",
            expected=f"不超过 {plain(right)}{unit}",
            arithmetic=f"{plain(left)}＞{plain(right)}",
        )


class Shortfall(_TwoSides):
    """Where left stays below right, a text says why."""

    def __init__(self, check: ShortfallCheck, edition: Edition) -> None:
        super().__init__(check, edition)
        self._text = column_of(check.text)
        if check.text:
            self.reads |= {self._text}

    def _compare(self, view: View, row: str, left: Decimal, right: Decimal) -> Iterator[Finding]:
        if left >= right:
            return
        told = f"{self._sides_in_words(view, row, left, right)}，少 {plain(right - left)}"
        unit = self._left.unit or "分"
        group, field = self._text
        if not field:
            yield self.finding(
                self._refs(view, row),
                f"{told}{unit}，要说明原因。",
                written=f"{plain(left)}{unit}",
                expected=f"{plain(right)}{unit}",
            )
        elif view.value(field, group, row if group else "").state is State.BLANK:
            yield self.finding(
                [CellRef(field, group, row if group else ""), *self._refs(view, row)],
                f"{told}{unit}，“{title_of(view.field(self._text))}”没有写原因。",
                written="空白",
                expected="写明原因",
            )


class _Block(NamedTuple):
    """Rows that are added up together; ``cells`` has each merged one once."""

    rows: tuple[str, ...]
    cells: tuple[CellRef, ...]
    total: Decimal
    figures: str
    blank: bool
    readable: bool


class Total(Rule):
    """A column adds up to a number, a field or a formula, for the form or block by block."""

    rank = Rank.SUM

    def __init__(self, check: TotalCheck, edition: Edition) -> None:
        self._group, self._column = column_of(check.column)
        self._equals = Side(check.equals, edition)
        self._per = tuple(column_of(name)[1] for name in check.per)
        self._once = tuple(column_of(name)[1] for name in check.once_per)
        self._left_out = frozenset(check.except_categories)
        self._rounded = check.rounded
        self._field = edition.find_column(self._group, self._column)
        names = (self._column, *self._per, *self._once)
        self._added = tuple((self._group, name) for name in names)
        super().__init__(check, [*self._added, *self._equals.columns])
        self.spread = not self._equals.columns

    def examine(self, view: View, row: str) -> Iterable[Finding]:
        for block in self._blocks(view):
            if block.blank or not block.readable:
                continue
            home = self._home_row(view, block)
            if self._equals.blank(view, home):
                continue
            expected = self._equals.number(view, home)
            if expected is not None and not self._fits(expected, block.total):
                yield self._misfit(view, block, expected)

    def _blocks(self, view: View) -> list[_Block]:
        """The blocks with their sums, worked out once for all checks that add up alike."""
        name = ("blocks", self._added, len(self._per), self._left_out)
        return view.derived(name, self._added, lambda: self._add_up(view))

    def _add_up(self, view: View) -> list[_Block]:
        rows = [r for r in view.rows(self._group) if not self._is_left_out(view, r)]
        if not self._per:
            return [self._block(view, rows)] if rows else []
        runs = groupby(rows, lambda row: self._texts(view, self._per, row))
        return [self._block(view, list(run)) for _, run in runs]

    def _block(self, view: View, rows: list[str]) -> _Block:
        counted = rows
        if self._once:
            runs = groupby(rows, lambda row: self._texts(view, self._once, row))
            counted = [next(iter(run)) for _, run in runs]
        values = [view.value(self._column, self._group, row) for row in counted]
        numbers = [value.number for value in values if value.number is not None]
        return _Block(
            tuple(rows),
            tuple([CellRef(self._column, self._group, row) for row in counted]),
            sum(numbers, Decimal(0)),
            "＋".join(map(plain, numbers)),
            all(value.state is State.BLANK for value in values),
            all(value.state is not State.UNREADABLE for value in values),
        )

    def _is_left_out(self, view: View, row: str) -> bool:
        return bool(self._left_out) and view.category(self._group, row) in self._left_out

    def _texts(self, view: View, columns: Sequence[str], row: str) -> tuple[str, ...]:
        return tuple("".join(view.text(c, self._group, row).split()) for c in columns)

    def _fits(self, expected: Decimal, total: Decimal) -> bool:
        """A typed total may be rounded; a fixed number such as 90 is exact."""
        if self._rounded and is_rounding(expected, total):
            return True
        return agrees(expected, total) if self._equals.columns else expected == total

    def _home_row(self, view: View, block: _Block) -> str:
        """The row of a block that states its total (the others repeat it or are merged)."""
        own = [field for group, field in self._equals.columns if group == self._group]
        for row in block.rows if own else ():
            if view.value(own[0], self._group, row).state is not State.BLANK:
                return row
        return block.rows[0]

    def _misfit(self, view: View, block: _Block, expected: Decimal) -> Finding:
        total = block.total
        bonus = self._bonus(view)
        if bonus and bonus == expected - total:
            return self._with_bonus(view, block, expected, bonus)
        stated = self._equals.cells(view, self._home_row(view, block))
        unit = self._field.unit or self._equals.unit or ("分" if not self._equals.columns else "")
        if self._equals.columns:
            told = f"，{self._equals.words}填的是 {plain(expected)}{unit}"
            written, wanted = expected, total
        else:
            told, written, wanted = f"，应为 {plain(expected)}{unit}", total, expected
        return self.finding(
            [*stated, *block.cells] if stated else block.cells,
            f"{self._block_name(view, block)}“{title_of(self._field)}”相加是 {plain(total)}{unit}"
            f"{told}，相差 {plain(abs(total - expected))}{unit}。",
            written=f"{plain(written)}{unit}",
            expected=f"{plain(wanted)}{unit}",
            arithmetic=f"{block.figures}＝{plain(total)}",
        )

    def _block_name(self, view: View, block: _Block) -> str:
        texts = self._texts(view, self._per, block.rows[0])
        return f"“{texts[-1]}”的" if texts and texts[-1] else "各行"

    def _bonus(self, view: View) -> Decimal:
        """What stands in the rows that are not to be counted."""
        if not self._left_out:
            return Decimal(0)
        rows = [r for r in view.rows(self._group) if self._is_left_out(view, r)]
        numbers = [view.value(self._column, self._group, row).number for row in rows]
        return sum((n for n in numbers if n is not None), Decimal(0))

    def _with_bonus(self, view: View, block: _Block, stated: Decimal, bonus: Decimal) -> Finding:
        """The sum is right but for the rows that were counted in after all."""
        names = {c.id: c.path[-1] for c in view.group(self._group).categories}
        name = "、".join(names[category] for category in sorted(self._left_out))
        cells = self._equals.cells(view, self._home_row(view, block))
        unit = self._field.unit or self._equals.unit or "分"
        right, added = plain(block.total), f"{plain(stated)}＝{plain(block.total)}＋{plain(bonus)}"
        return self.finding(
            [*cells, *block.cells],
            f"{self._equals.words}填的是 {plain(stated)}{unit}，把{name}算了进去：{added}"
            f"（{name}）。{name}另计，这里应为 {right}{unit}。",
            title=f"{name}计入了总分",
            written=f"{plain(stated)}{unit}",
            expected=f"{right}{unit}",
            arithmetic=added,
            suggestion=Suggestion(cells[0], right, f"改为 {right}")
            if self._equals.single
            else None,
        )
