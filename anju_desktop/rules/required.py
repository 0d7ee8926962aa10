"""Checks that what must be filled is filled, and that a group has its rows."""

from collections.abc import Iterable, Iterator

from anju_desktop.document.changes import CellRef
from anju_desktop.document.values import (
    State,
)
from anju_desktop.forms.definition import (
    Category,
    Check,
    Field,
    Group,
    Level,
    Owner,
)
from anju_desktop.rules.findings import Finding, Suggestion
from anju_desktop.rules.rule import Rank, Rule, place, title_of
from anju_desktop.rules.view import View

REQUIRED = Check("required", Level.ERROR, "必填栏目空着", "表式规定为必填", "请填写。")
FEW_ROWS = Check("row-minimum", Level.ERROR, "必须有的指标没有填")
UNUSED_ROWS = Check(
    "unused-rows",
    Level.HINT,
    "有空着没用的行",
    "",
    "不用的行删去（Ctrl+Delete），打印出来就不占地方。",
)
MANY_ROWS = Check("row-maximum", Level.ERROR, "行数超过限制", "", "合并或删去多余的行。")


def filled_here(field: Field) -> bool:
    """Whether a field is written by the office that fills in the form."""
    return field.owner is Owner.FILLER and not field.official


class RequiredField(Rule):
    """A required field outside groups is filled."""

    asks_if_blank = True

    def __init__(self, field: Field) -> None:
        super().__init__(REQUIRED, [("", field.id)])
        self._field = field

    def examine(self, view: View, row: str) -> Iterable[Finding]:
        if view.value(self._field.id).state is State.BLANK:
            yield _blank(self, view, CellRef(self._field.id), self._field)


class RequiredColumns(Rule):
    """The required cells of a row; an empty row of an optional category is no row at all."""

    asks_if_blank = True

    def __init__(self, group: Group) -> None:
        self._columns = tuple(c for c in group.columns if filled_here(c) and not c.computed)
        super().__init__(REQUIRED, [(group.id, c.id) for c in self._columns], group.id)
        self._optional = {c.id for c in group.categories if not c.minimum}

    def examine(self, view: View, row: str) -> Iterable[Finding]:
        group = self.group
        blank = [c for c in self._columns if view.value(c.id, group, row).state is State.BLANK]
        if len(blank) == len(self._columns) and view.category(group, row) in self._optional:
            return
        for column in blank:
            if column.required:
                ref = CellRef(column.id, group, row)
                yield _blank(self, view, ref, column, self._offer(view, ref))

    def _offer(self, view: View, ref: CellRef) -> Suggestion | None:
        """What could be put into a blank cell."""
        return None


class UnusedRows(Rule):
    """Rows of optional categories left empty beside filled ones: they are printed all the same."""

    asks_if_blank = True

    def __init__(self, group: Group) -> None:
        self._columns = tuple(c.id for c in group.columns if filled_here(c) and not c.computed)
        super().__init__(UNUSED_ROWS, [(group.id, column) for column in self._columns])
        self.counts_rows = group.id
        self.spread = True
        self._group = group.id
        self._names = {c.id: c.path[-1] for c in group.categories if not c.minimum}

    def examine(self, view: View, row: str) -> Iterable[Finding]:
        rows = view.rows(self._group)
        blank = [each for each in rows if self._is_blank(view, each)]
        unused = [each for each in blank if view.category(self._group, each) in self._names]
        if not unused or len(blank) == len(rows):
            return
        names = dict.fromkeys(self._names[view.category(self._group, each)] for each in unused)
        listed = "、".join(f"“{name}”" for name in names)
        yield self.finding(
            [CellRef(self._columns[0], self._group, each) for each in unused],
            f"{listed}下面有 {len(unused)} 行空着，打印时照样占地方。",
            written=f"{len(unused)} 行空着",
            expected="没有空行",
        )

    def _is_blank(self, view: View, row: str) -> bool:
        values = (view.value(column, self._group, row) for column in self._columns)
        return all(value.state is State.BLANK for value in values)


def _blank(
    rule: Rule, view: View, ref: CellRef, field: Field, offer: Suggestion | None = None
) -> Finding:
    return rule.finding(
        [ref],
        f"{place(view, ref)}没有填写。",
        level=field.required,
        title=f"“{title_of(field)}”没有填写",
        written="空白",
        expected="应当填写",
        advice=field.help,
        suggestion=offer,
    )


class RowCounts(Rule):
    """A group and its categories have the rows they must have, and no more than they may."""

    rank = Rank.SUM

    def __init__(self, group: Group) -> None:
        super().__init__(FEW_ROWS, [])
        self.counts_rows = group.id
        self._group = group

    def examine(self, view: View, row: str) -> Iterable[Finding]:
        rows = view.rows(self._group.id)
        if len(rows) < self._group.minimum:
            yield self._too_few(view)
            return
        if self._group.maximum is not None and len(rows) > self._group.maximum:
            yield self._too_many(view, rows[-1], self._group.title, self._group.maximum, len(rows))
        for category in self._group.categories:
            yield from self._category(view, category)

    def _category(self, view: View, category: Category) -> Iterator[Finding]:
        group = self._group.id
        rows = [row for row in view.rows(group) if view.category(group, row) == category.id]
        name = category.path[-1]
        if category.maximum is not None and len(rows) > category.maximum:
            yield self._too_many(view, rows[-1], name, category.maximum, len(rows))
        if len(rows) < category.minimum:
            found = f"只有 {len(rows)} 行" if rows else "一行也没有"
            yield Finding(
                # Two categories may be missed at one cell, and each has its own explanation.
                f"{FEW_ROWS.id}-{category.id}",
                category.missing,
                (self._nearest(view, category),),
                f"缺少{name}",
                f"“{name}”{found}，至少应有 {category.minimum} 行。",
                written=f"{len(rows)} 行",
                expected=f"不少于 {category.minimum} 行",
                advice=f"在“{name}”下加行填写。",
            )

    def _too_few(self, view: View) -> Finding:
        rows, title = len(view.rows(self._group.id)), self._group.title
        return self.finding(
            [self._nearest(view, None)],
            f"“{title}”一行也没有，无法审核。" if not rows else f"“{title}”只有 {rows} 行。",
            title=f"没有{title}",
            written=f"{rows} 行",
            expected=f"不少于 {self._group.minimum} 行",
            advice="请加行填写。",
        )

    def _too_many(self, view: View, row: str, name: str, allowed: int, rows: int) -> Finding:
        return Finding(
            f"{MANY_ROWS.id}-{name}",
            MANY_ROWS.level,
            (CellRef(self._first_column(), self._group.id, row),),
            MANY_ROWS.title,
            f"“{name}”有 {rows} 行，最多 {allowed} 行。",
            written=f"{rows} 行",
            expected=f"不超过 {allowed} 行",
            advice=MANY_ROWS.advice,
        )

    def _first_column(self) -> str:
        columns = [c for c in self._group.columns if not c.official]
        return (columns or list(self._group.columns))[0].id

    def _nearest(self, view: View, category: Category | None) -> CellRef:
        """Where a row would be added: at the last row of this or an earlier category."""
        order = [c.id for c in self._group.categories]
        before = order[: order.index(category.id) + 1] if category else order
        rows = view.rows(self._group.id)
        near = [row for row in rows if view.category(self._group.id, row) in before]
        row = near[-1] if near else (rows[0] if rows else "")
        return CellRef(self._first_column(), self._group.id, row)
