"""Checks that follow from a field's definition, so that no edition has to ask for them."""

from collections.abc import Iterable, Iterator

from anju_desktop.document.changes import CellRef
from anju_desktop.document.values import (
    State,
    Value,
    plain,
    read,
)
from anju_desktop.forms.definition import (
    Check,
    Edition,
    Field,
    Group,
    Level,
    ValueType,
)
from anju_desktop.rules.findings import Finding, Suggestion
from anju_desktop.rules.printed import (
    MISPLACED,
    OFFICIAL,
    PLACEHOLDER,
    Misplaced,
    Official,
    Placeholder,
)
from anju_desktop.rules.required import (
    FEW_ROWS,
    MANY_ROWS,
    REQUIRED,
    UNUSED_ROWS,
    RequiredColumns,
    RequiredField,
    RowCounts,
    UnusedRows,
    filled_here,
)
from anju_desktop.rules.rule import Rank, Rule, column_of, place, shortened
from anju_desktop.rules.view import View, ViewCells, formula

LONE_SIGN = Check(
    "lone-sign",
    Level.ERROR,
    "只有符号，没有数值",
    "指标值为必录项",
    "在符号后面填上数值和单位；没有这项指标的按填表说明处理。",
)
UNREADABLE = Check("unreadable", Level.ERROR, "填写内容无法识别", "表式规定的填写格式")
LENGTH = Check("length", Level.ERROR, "内容超过长度限制", "表式规定的最大长度", "请精简文字。")
DECIMALS = Check("decimals", Level.ERROR, "小数位数过多", "表式规定的小数位数")
COMPUTED = Check("computed", Level.ERROR, "手填数与计算结果不一致", "表式规定的计算关系")
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
        UNUSED_ROWS,
        FEW_ROWS,
        MANY_ROWS,
    )
)


def field_rules(edition: Edition) -> Iterator[Rule]:
    """The rules that an edition's fields, columns and groups imply."""
    for field in (*edition.fields, *edition.facts):
        yield from _rules_for("", field)
        if field.required and filled_here(field) and not field.computed:
            yield RequiredField(field)
    for group in edition.groups:
        for column in group.columns:
            yield from _rules_for(group.id, column)
        yield from _group_rules(group, edition)


def _rules_for(group: str, field: Field) -> Iterator[Rule]:
    if not filled_here(field):
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
    if any(column.required and filled_here(column) for column in group.columns):
        yield RequiredColumns(group) if group.marks is None else _required_marks(group, edition)
    if any(column.official for column in group.columns):
        yield Official(group)
    rules = [Misplaced(group, column) for column in group.columns if filled_here(column)]
    yield from (rule for rule in rules if not rule.idle)
    if group.drop_unused:
        yield UnusedRows(group)
    if group.minimum or group.maximum is not None or group.categories:
        yield RowCounts(group)


def _required_marks(group: Group, edition: Edition) -> Rule:
    # A form that scores nothing does not even load scoring.
    from anju_desktop.rules.scores import RequiredMarks

    return RequiredMarks(group, edition)


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
