"""Checks that follow from a field's definition, so that no edition has to ask for them."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from anju_desktop.document.changes import CellRef
from anju_desktop.document.values import (
    SIGN_HEADS,
    Sign,
    State,
    Value,
    narrow,
    read,
    split_sign,
    to_decimal,
)
from anju_desktop.forms.definition import (
    Category,
    Check,
    Edition,
    Field,
    Group,
    Level,
    Owner,
    ValueType,
)
from anju_desktop.patterns import pattern
from anju_desktop.rules.findings import Finding, Suggestion
from anju_desktop.rules.rule import Rank, Rule, column_of, place, shortened, title_of
from anju_desktop.rules.view import View, ViewCells, formula, plain
from anju_desktop.rules.vocabulary import vocabulary

REQUIRED = Check("required", Level.ERROR, "必填栏目空着", "表式规定为必填", "请填写。")
LONE_SIGN = Check(
    "lone-sign",
    Level.ERROR,
    "只有符号，没有数值",
    "指标值为必录项",
    "在符号后面填上数值和单位；没有这项指标的按填表说明处理。",
)
UNREADABLE = Check("unreadable", Level.ERROR, "填写内容无法识别", "表式规定的填写格式")
PLACEHOLDER = Check(
    "placeholder", Level.EXPLAIN, "提示语或占位文字没有改掉", "", "换成实际内容，没有内容的清空。"
)
LENGTH = Check("length", Level.ERROR, "内容超过长度限制", "表式规定的最大长度", "请精简文字。")
DECIMALS = Check("decimals", Level.ERROR, "小数位数过多", "表式规定的小数位数")
OFFICIAL = Check(
    "official", Level.ERROR, "表内印好的内容被改动", "以印发的表式为准", "恢复印发的内容。"
)
COMPUTED = Check("computed", Level.ERROR, "手填数与计算结果不一致", "表式规定的计算关系")
MISPLACED = Check(
    "misplaced", Level.EXPLAIN, "像是填错了栏", "", "整行看一下是否错开了一栏，移到该填的栏目。"
)
FEW_ROWS = Check("row-minimum", Level.ERROR, "必须有的指标没有填")
MANY_ROWS = Check("row-maximum", Level.ERROR, "行数超过限制", "", "合并或删去多余的行。")

RULE_IDS = tuple(
    check.id
    for check in (
        REQUIRED,
        LONE_SIGN,
        UNREADABLE,
        PLACEHOLDER,
        LENGTH,
        DECIMALS,
        OFFICIAL,
        COMPUTED,
        MISPLACED,
        FEW_ROWS,
        MANY_ROWS,
    )
)


def field_rules(edition: Edition) -> Iterator[Rule]:
    """The rules that an edition's fields, columns and groups imply."""
    for field in (*edition.fields, *edition.facts):
        yield from _rules_for("", field)
        if field.required and _filled_here(field) and not field.computed:
            yield RequiredField(field)
    for group in edition.groups:
        for column in group.columns:
            yield from _rules_for(group.id, column)
        yield from _group_rules(group, edition)


def _filled_here(field: Field) -> bool:
    return field.owner is Owner.FILLER and not field.official


def _rules_for(group: str, field: Field) -> Iterator[Rule]:
    if not _filled_here(field):
        return
    if field.type not in (ValueType.TEXT, ValueType.LONG_TEXT):
        yield Readable(group, field)
    if field.type not in (ValueType.SIGN, ValueType.DATE, ValueType.MONTH):
        yield Placeholder(group, field)
    if field.max_bytes is not None or field.max_length is not None:
        yield Length(group, field)
    if field.decimals is not None:
        yield Decimals(group, field)
    if field.computed:
        yield Computed(group, field)


def _group_rules(group: Group, edition: Edition) -> Iterator[Rule]:
    if any(column.required and _filled_here(column) for column in group.columns):
        yield RequiredColumns(group) if group.marks is None else _required_marks(group, edition)
    if any(column.official for column in group.columns):
        yield Official(group)
    rules = [Misplaced(group, column) for column in group.columns if _filled_here(column)]
    yield from (rule for rule in rules if not rule.idle)
    if group.minimum or group.maximum is not None or group.categories:
        yield RowCounts(group)


class RequiredField(Rule):
    """A required field outside groups is filled."""

    asks_if_blank = True

    def __init__(self, field: Field) -> None:
        super().__init__(REQUIRED, [("", field.id)])
        self._field = field

    def examine(self, view: View, row: str) -> Iterable[Finding]:
        if view.value(self._field.id).state is State.BLANK:
            yield _blank(self, view, CellRef(self._field.id), self._field)


def _required_marks(group: Group, edition: Edition) -> Rule:
    # A form that scores nothing does not even load scoring.
    from anju_desktop.rules.scores import RequiredMarks

    return RequiredMarks(group, edition)


class RequiredColumns(Rule):
    """The required cells of a row; an empty row of an optional category is no row at all."""

    asks_if_blank = True

    def __init__(self, group: Group) -> None:
        self._columns = tuple(c for c in group.columns if _filled_here(c) and not c.computed)
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


class Readable(Rule):
    """What was typed can be understood: a number is a number, a sign has its figure."""

    def __init__(self, group: str, field: Field) -> None:
        super().__init__(UNREADABLE, [(group, field.id)], group)
        self._field = field

    def examine(self, view: View, row: str) -> Iterable[Finding]:
        value = view.value(self._field.id, self.group, row)
        if value.state is State.SIGN_ONLY:
            return [self._lone_sign(view, CellRef(self._field.id, self.group, row))]
        if value.state is State.UNREADABLE:
            return [self._unreadable(view, CellRef(self._field.id, self.group, row), value)]
        return ()

    def _unreadable(self, view: View, ref: CellRef, value: Value) -> Finding:
        written = shortened(value.typed.strip())
        return self.finding(
            [ref],
            f"{place(view, ref)}写的是“{written}”：{value.problem}。",
            written=written,
            expected=value.problem,
            advice=self._field.help,
            suggestion=self._meant(view, ref, value),
        )

    def _meant(self, view: View, ref: CellRef, value: Value) -> Suggestion | None:
        """The usual form of a text that lacks little: a day of which the year is the form's."""
        from anju_desktop.document.usual import usual_form

        usual = usual_form(self._field, value.typed, view.document.period)
        if not usual or read(self._field, usual).state is State.UNREADABLE:
            return None
        return Suggestion(ref, usual, f"改为“{usual}”")

    def _lone_sign(self, view: View, ref: CellRef) -> Finding:
        sign = view.text(*ref).strip()
        return Finding(
            LONE_SIGN.id,
            LONE_SIGN.level,
            (ref,),
            LONE_SIGN.title,
            f"{place(view, ref)}只写了“{sign}”，没有数值。",
            written=sign,
            expected="符号＋数值＋单位",
            basis=LONE_SIGN.basis,
            advice=LONE_SIGN.advice,
        )


class Placeholder(Rule):
    """No guidance of the blank form and no stand-in is left in a cell."""

    def __init__(self, group: str, field: Field) -> None:
        super().__init__(PLACEHOLDER, [(group, field.id)], group)
        self._field = field
        # A dash in a cell that may stay empty says “none”.
        self._whole = frozenset(vocabulary().placeholders) if field.required else frozenset()
        self._heads = frozenset(word[0] for word in self._whole)
        self._guidance = tuple(g for g in field.guidance if g)

    def examine(self, view: View, row: str) -> Iterable[Finding]:
        value = view.value(self._field.id, self.group, row)
        text = value.typed.strip()
        if not text or value.state is State.NONE:
            return ()
        guidance = ""
        if self._guidance:
            guidance = next((g for g in self._guidance if g.strip() in text), "")
        left = guidance or (text if self._is_whole(text) else fragment_in(text))
        return [self._left(view, row, left, bool(guidance))] if left else ()

    def _is_whole(self, text: str) -> bool:
        """Whether a stand-in is all that is there: 指标1： too."""
        return text[0] in self._heads and _without_number(text) in self._whole

    def _left(self, view: View, row: str, left: str, is_guidance: bool) -> Finding:
        ref = CellRef(self._field.id, self.group, row)
        return self.finding(
            [ref],
            f"{place(view, ref)}里还留着“{shortened(left)}”，不像填好的内容。",
            level=Level.ERROR if is_guidance else PLACEHOLDER.level,
            written=shortened(left),
            expected="实际内容",
        )


def fragment_in(text: str) -> str:
    """A stand-in inside a text or guidance at its start, or ``""``."""
    words = vocabulary()
    if text.startswith(words.openings):
        return next(opening for opening in words.openings if text.startswith(opening))
    if _any_fragment().search(text) is None:
        return ""
    return next(fragment for fragment in words.fragments if fragment in text)


@cache
def _any_fragment() -> re.Pattern[str]:
    """All fragments as one expression: almost no text has any, and many are asked."""
    return re.compile("|".join(map(re.escape, vocabulary().fragments)))


def _without_number(text: str) -> str:
    """指标1： is 指标."""
    return _NUMBERED.sub("", text) or text


_NUMBERED = pattern(r"[\d一二三四五六七八九十]*\s*[：:]?$")


class Length(Rule):
    """A text keeps within bytes (a Han character is two) and characters."""

    def __init__(self, group: str, field: Field) -> None:
        super().__init__(LENGTH, [(group, field.id)], group)
        self._field = field

    def examine(self, view: View, row: str) -> Iterable[Finding]:
        text = view.text(self._field.id, self.group, row)
        for limit, size, unit in (
            (self._field.max_bytes, byte_length(text), "字节（汉字按 2 字节计）"),
            (self._field.max_length, len(text), "字"),
        ):
            if limit is not None and size > limit:
                ref = CellRef(self._field.id, self.group, row)
                yield self.finding(
                    [ref],
                    f"{place(view, ref)}有 {size} {unit}，最多 {limit}，超出 {size - limit}。",
                    written=f"{size}",
                    expected=f"不超过 {limit}",
                )
                return


def byte_length(text: str) -> int:
    """Bytes as the production system counts them: ASCII one, everything else two."""
    return len(text) + sum(1 for character in text if character > "\x7f")


class Decimals(Rule):
    """A number has no more decimals than the form allows."""

    def __init__(self, group: str, field: Field) -> None:
        super().__init__(DECIMALS, [(group, field.id)], group)
        self._field = field
        self._allowed = field.decimals or 0

    def examine(self, view: View, row: str) -> Iterable[Finding]:
        number = view.value(self._field.id, self.group, row).number
        if number is None or len(plain(number).partition(".")[2]) <= self._allowed:
            return
        ref = CellRef(self._field.id, self.group, row)
        allowed = f"最多 {self._allowed} 位小数" if self._allowed else "整数"
        yield self.finding(
            [ref],
            f"{place(view, ref)}填的是 {plain(number)}，应为{allowed}。",
            written=plain(number),
            expected=allowed,
        )


class Computed(Rule):
    """A number typed where the form calculates is the calculated one."""

    rank = Rank.SUM

    def __init__(self, group: str, field: Field) -> None:
        self._formula = formula(field.computed)
        names = [column_of(name) for name in self._formula.names]
        # A row reads other rows only through an aggregate, and that makes it a check of the form.
        by_row = group and not any(column_of(n)[0] == group for n in self._formula.aggregated)
        super().__init__(COMPUTED, [(group, field.id), *names], group if by_row else "")
        self._home, self._field = group, field

    def examine(self, view: View, row: str) -> Iterable[Finding]:
        rows = view.rows(self._home) if self._home and not row else (row,)
        for each in rows:
            yield from self._compare(view, each)

    def _compare(self, view: View, row: str) -> Iterator[Finding]:
        value = view.value(self._field.id, self._home, row)
        result = self._formula(ViewCells(view, row))
        if value.number is None or result is None:
            return
        if self._field.decimals is not None:
            result = round(result, self._field.decimals)
        if value.number != result:
            ref = CellRef(self._field.id, self._home, row)
            unit = self._field.unit
            yield self.finding(
                [ref, *_cells(self._formula.names, row)],
                f"{place(view, ref)}填的是 {plain(value.number)}{unit}，"
                f"按表内关系算出的是 {plain(result)}{unit}。",
                written=f"{plain(value.number)}{unit}",
                expected=f"{plain(result)}{unit}",
                suggestion=Suggestion(ref, plain(result), f"改为 {plain(result)}"),
            )


def _cells(names: Iterable[str], row: str) -> list[CellRef]:
    """The cells a formula names directly: fields, and columns of the row at hand."""
    columns = [column_of(name) for name in names]
    return [
        CellRef(field, group, row if group else "") for group, field in columns if row or not group
    ]


class Official(Rule):
    """What the form prints is still there as printed."""

    def __init__(self, group: Group) -> None:
        self._columns = tuple(c for c in group.columns if c.official)
        super().__init__(OFFICIAL, [(group.id, c.id) for c in self._columns], group.id)

    def examine(self, view: View, row: str) -> Iterable[Finding]:
        for column in self._columns:
            ref = CellRef(column.id, self.group, row)
            typed = view.document.typed(ref)
            if typed is None:
                continue
            printed = view.document.official_text(ref)
            if printed and not _same(typed, printed):
                yield self._changed(view, ref, column, typed, printed)

    def _changed(
        self, view: View, ref: CellRef, column: Field, typed: str, printed: str
    ) -> Finding:
        written = shortened(typed.strip()) or "空白"
        label = "空着" if not typed.strip() else f"是“{written}”"
        return self.finding(
            [ref],
            f"{place(view, ref)}{label}，印发的表式上是“{shortened(printed)}”。",
            written=written,
            expected=shortened(printed),
            suggestion=Suggestion(ref, printed, "恢复印发的内容"),
        )


def _same(typed: str, printed: str) -> bool:
    return "".join(typed.split()) == "".join(printed.split())


class Misplaced(Rule):
    """A cell does not hold what belongs into a neighbour: a 标准 as 上年完成值, 10 as 标准."""

    def __init__(self, group: Group, column: Field) -> None:
        super().__init__(MISPLACED, [(group.id, column.id)], group.id)
        self._column = column
        self._home = {
            choice: other
            for other in group.columns
            for choice in other.choices
            if choice not in column.choices
        }
        self._is_name = any(measure.name == column.id for measure in group.measures)

    @property
    def idle(self) -> bool:
        """Whether nothing could be found in this column."""
        return not (self._home or self._column.choices or self._is_name)

    def examine(self, view: View, row: str) -> Iterable[Finding]:
        value = view.value(self._column.id, self.group, row)
        if value.state is State.BLANK or value.state is State.NONE:
            return ()
        what = self._foreign(value.typed.strip())
        return [self._misplaced(view, self._column, row, what)] if what else ()

    def _foreign(self, text: str) -> str:
        """What a text is that does not belong into the column, or ``""``."""
        home = self._home.get(text)
        if home is not None:
            return f"“{title_of(home)}”的内容"
        if self._column.choices:
            return "一个数" if to_decimal(text) is not None else ""
        return "指标值" if self._is_name and _is_figure(text) else ""

    def _misplaced(self, view: View, column: Field, row: str, what: str) -> Finding:
        ref = CellRef(column.id, self.group, row)
        written = shortened(view.text(*ref).strip())
        return self.finding(
            [ref],
            f"{place(view, ref)}写的是“{written}”，是{what}，像是填错了栏。",
            written=written,
            expected="、".join(column.choices) or title_of(column),
        )


def _is_figure(text: str) -> bool:
    """Whether a text is a number or begins with a sign and a number."""
    if text[:1].isalpha() and text[0] not in SIGN_HEADS:
        return False
    sign, rest = split_sign(narrow(text))
    if to_decimal(rest) is not None:
        return True
    return sign is not Sign.ABSENT and rest[:1].isdigit()


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
