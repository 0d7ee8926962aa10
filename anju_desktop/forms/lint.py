"""What the shape of the file cannot say: references, duplicates, the grid, formulas."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields as attributes
from decimal import Decimal

from anju_desktop.errors import Defect, ExpressionError
from anju_desktop.forms import checks as kinds
from anju_desktop.forms.carry_lint import lint_carry
from anju_desktop.forms.definition import (
    FORMAT,
    Check,
    Edition,
    Group,
    Measure,
    PaperCell,
    RowKind,
    ValueType,
)
from anju_desktop.forms.expressions import compile_formula
from anju_desktop.forms.placement import PLACEHOLDER, place
from anju_desktop.forms.scoring_lint import lint_scoring
from anju_desktop.forms.yearly_lint import lint_fills, lint_last_year

_ID = re.compile(r"[a-z][a-z0-9_]*")
_EDITION_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
ALWAYS_KNOWN = frozenset({"unit", "period", "year"})
"""Names a text on the paper may always use: the filling unit, the period, the edition's year."""

A4_MM = (Decimal(210), Decimal(297))
_FORMULAS = {"left", "right", "equals", "computed"}
_FIELD_LISTS = {"fields", "text_fields", "amounts"}


def lint(edition: Edition) -> tuple[Defect, ...]:
    """Every defect of a well-formed edition, in the order of the file."""
    names = _Names(edition)
    return tuple(
        defect
        for part in (_identity, _paper, _ids, _groups, _rows, _formulas, _checks, _scoring)
        for defect in part(edition, names)
    )


class _Names:
    """The identifiers an edition defines."""

    def __init__(self, edition: Edition) -> None:
        self.fields = {field.id for field in (*edition.fields, *edition.facts)}
        self.columns = {f"{g.id}.{c.id}" for g in edition.groups for c in g.columns}
        self.measures = {f"{g.id}.{m.id}" for g in edition.groups for m in g.measures}
        self.groups = {group.id: group for group in edition.groups}
        self.categories = {c.id for g in edition.groups for c in g.categories}

    def knows(self, name: str) -> bool:
        return name in self.fields or name in self.columns


def _identity(edition: Edition, names: _Names) -> Iterator[Defect]:
    if edition.format != FORMAT:
        yield Defect("format", f"本程序只认识格式 {FORMAT}，这里是 {edition.format}，请升级程序")
    if not _EDITION_ID.fullmatch(edition.id):
        yield Defect("id", "只能用小写字母、数字和连字符")
    if edition.label and edition.label not in names.fields:
        yield Defect("label", f"没有“{edition.label}”这个栏目")


def _paper(edition: Edition, names: _Names) -> Iterator[Defect]:
    paper = edition.paper
    if paper.size != "A4":
        yield Defect("paper.size", "目前只支持 A4")
    if len(paper.margins) != 4 or any(m < 0 for m in paper.margins):
        yield Defect("paper.margins", "应是四个不小于 0 的数：上、右、下、左")
        return
    width = A4_MM[0] if paper.orientation == "portrait" else A4_MM[1]
    room = width - paper.margins[1] - paper.margins[3]
    if not paper.columns or any(c <= 0 for c in paper.columns):
        yield Defect("paper.columns", "每一栏的宽度都应大于 0")
    elif sum(paper.columns) > room:
        yield Defect("paper.columns", f"各栏合计 {sum(paper.columns)} 毫米，纸上只有 {room} 毫米")
    if not 6 <= paper.font_size <= 36:
        yield Defect("paper.font_size", "字号应在 6 到 36 磅之间")


def _ids(edition: Edition, names: _Names) -> Iterator[Defect]:
    yield from _unique("fields", [field.id for field in edition.fields])
    yield from _unique("groups", [group.id for group in edition.groups])
    yield from _unique("facts", [fact.id for fact in edition.facts])
    for number, fact in enumerate(edition.facts, 1):
        if any(fact.id == field.id for field in edition.fields):
            yield Defect(f"facts[{number}].id", f"“{fact.id}”已经是栏目的标识")
    yield from _unique("checks", [check.id for check in edition.checks], _EDITION_ID)
    for number, field in enumerate(edition.fields, 1):
        if field.id in names.groups:
            yield Defect(f"fields[{number}].id", f"“{field.id}”已经是组的标识")


def _unique(place_: str, ids: Iterable[str], pattern: re.Pattern[str] = _ID) -> Iterator[Defect]:
    seen: set[str] = set()
    for number, item in enumerate(ids, 1):
        where = f"{place_}[{number}].id"
        if not pattern.fullmatch(item):
            yield Defect(where, f"“{item}”只能用小写字母、数字和下划线，字母开头")
        if item in seen:
            yield Defect(where, f"“{item}”用了两次")
        seen.add(item)


def _groups(edition: Edition, names: _Names) -> Iterator[Defect]:
    for number, group in enumerate(edition.groups, 1):
        where = f"groups[{number}]"
        yield from _unique(f"{where}.columns", [column.id for column in group.columns])
        yield from _unique(f"{where}.categories", [c.id for c in group.categories])
        yield from _unique(f"{where}.rows", [row.id for row in group.rows])
        yield from _unique(f"{where}.measures", [m.id for m in group.measures])
        yield from _levels(group, where)
        yield from _fixed_rows(group, where)
        yield from _measures(group, where)


def _levels(group: Group, where: str) -> Iterator[Defect]:
    columns = {column.id for column in group.columns}
    for level in group.levels:
        if level not in columns:
            yield Defect(f"{where}.levels", f"没有“{level}”这一栏")
    for number, category in enumerate(group.categories, 1):
        if len(category.path) != len(group.levels):
            yield Defect(
                f"{where}.categories[{number}].path",
                f"有 {len(category.path)} 级，levels 写了 {len(group.levels)} 级",
            )


def _fixed_rows(group: Group, where: str) -> Iterator[Defect]:
    columns = {column.id for column in group.columns}
    categories = {category.id for category in group.categories}
    for number, row in enumerate(group.rows, 1):
        place_ = f"{where}.rows[{number}]"
        for unknown in row.cells.keys() - columns:
            yield Defect(f"{place_}.cells.{unknown}", "没有这一栏")
        if row.category not in categories and (row.category or categories):
            yield Defect(f"{place_}.category", f"没有“{row.category}”这个类别")


def _measures(group: Group, where: str) -> Iterator[Defect]:
    types = {column.id: column.type for column in group.columns}
    for number, measure in enumerate(group.measures, 1):
        place_ = f"{where}.measures[{number}]"
        for key in ("name", "value", "sign", "number", "unit"):
            column = getattr(measure, key)
            if column and column not in types:
                yield Defect(f"{place_}.{key}", f"没有“{column}”这一栏")
        yield from _measure_shape(measure, types, place_)


def _measure_shape(measure: Measure, types: dict[str, ValueType], place_: str) -> Iterator[Defect]:
    if bool(measure.value) == bool(measure.number):
        yield Defect(place_, "value 与 number 应当只写一个")
    if measure.value and types.get(measure.value) not in (ValueType.INDICATOR, None):
        yield Defect(f"{place_}.value", "这一栏的 type 应为 indicator")


def _rows(edition: Edition, names: _Names) -> Iterator[Defect]:
    yield from place(edition)[1]
    shown: set[str] = set()
    for number, row in enumerate(edition.rows, 1):
        where = f"rows[{number}]"
        if row.kind is RowKind.GROUP and row.group not in names.groups:
            yield Defect(f"{where}.group", f"没有“{row.group}”这个组")
            continue
        if row.kind is not RowKind.GROUP and row.group:
            yield Defect(f"{where}.group", '只有 kind = "group" 的行才写 group')
        for index, cell in enumerate(row.cells, 1):
            yield from _cell(cell, row.group, names, f"{where}.cells[{index}]")
            shown.update(_cell_names(cell, row.group))
    for group in edition.groups:
        if not group.row and not any(name.startswith(f"{group.id}.") for name in shown):
            yield Defect("rows", f"组“{group.id}”没有出现在纸面上")


def _cell_names(cell: PaperCell, group: str) -> Iterator[str]:
    if cell.field:
        yield cell.field
    if cell.column:
        yield f"{group}.{cell.column}"


def _cell(cell: PaperCell, group: str, names: _Names, where: str) -> Iterator[Defect]:
    if sum(map(bool, (cell.text, cell.field, cell.column))) > 1:
        yield Defect(where, "text、field、column 只能写一个")
    if cell.field and cell.field not in names.fields:
        yield Defect(f"{where}.field", f"没有“{cell.field}”这个栏目")
    if cell.column and f"{group}.{cell.column}" not in names.columns:
        yield Defect(f"{where}.column", f"组“{group}”没有“{cell.column}”这一栏")
    if cell.through and cell.through not in names.groups:
        yield Defect(f"{where}.through", f"没有“{cell.through}”这个组")
    for column in cell.merge:
        if f"{group}.{column}" not in names.columns:
            yield Defect(f"{where}.merge", f"组“{group}”没有“{column}”这一栏")
    used = PLACEHOLDER.findall(cell.text)
    for name in used:
        if name not in names.fields | ALWAYS_KNOWN:
            yield Defect(f"{where}.text", f"{{{name}}} 不是栏目标识")
    if len(set(used) & names.fields) > 1:
        yield Defect(f"{where}.text", "一格只能嵌一个填写的栏目，请分成几格")


def _formulas(edition: Edition, names: _Names) -> Iterator[Defect]:
    for number, field in enumerate(edition.fields, 1):
        if field.computed:
            yield from _formula(field.computed, names, f"fields[{number}].computed")
    for number, group in enumerate(edition.groups, 1):
        for index, column in enumerate(group.columns, 1):
            if column.computed:
                where = f"groups[{number}].columns[{index}].computed"
                yield from _formula(column.computed, names, where)


def _formula(source: str, names: _Names, where: str) -> Iterator[Defect]:
    try:
        formula = compile_formula(source)
    except ExpressionError as error:
        yield Defect(where, str(error))
        return
    for name in formula.names:
        if not names.knows(name):
            yield Defect(where, f"算式里的“{name}”不是栏目")


def _checks(edition: Edition, names: _Names) -> Iterator[Defect]:
    for number, check in enumerate(edition.checks, 1):
        for attribute in attributes(check):
            where = f"checks[{number}].{attribute.name}"
            yield from _check_value(attribute.name, getattr(check, attribute.name), names, where)
        yield from _check_needs(check, f"checks[{number}]")
        yield from _check_names(check, names, f"checks[{number}]")
        if check.id.startswith(kinds.IMPLIED_RULES):
            yield Defect(f"checks[{number}].id", f"“{check.id}”是程序自带规则的标识，请换一个")


def _check_value(key: str, value: object, names: _Names, where: str) -> Iterator[Defect]:
    if key in _FORMULAS and isinstance(value, str) and value:
        yield from _formula(value, names, where)
    elif key in _FIELD_LISTS and isinstance(value, tuple):
        for name in value:
            if not names.knows(name):
                yield Defect(where, f"没有“{name}”这个栏目")
    elif key == "measure" and value and value not in names.measures:
        yield Defect(where, f"没有“{value}”这组指标值")
    elif key == "by_category" and isinstance(value, dict):
        for category in value.keys() - names.categories:
            yield Defect(where, f"没有“{category}”这个类别")
    elif key == "except_categories" and isinstance(value, tuple):
        for category in set(value) - names.categories:
            yield Defect(where, f"没有“{category}”这个类别")


_NEEDS: dict[type[Check], tuple[str, ...]] = {
    kinds.EqualCheck: ("left", "right"),
    kinds.AtMostCheck: ("left", "right"),
    kinds.TotalCheck: ("column", "equals"),
    kinds.RuleFitsCheck: ("column",),
    kinds.ProductCheck: ("amount",),
    kinds.TextsDifferCheck: ("fields",),
    kinds.FilledTogetherCheck: ("fields",),
    kinds.WordingCheck: ("fields",),
    kinds.FiguresInTextCheck: ("fields",),
    kinds.EmptyHintCheck: ("fields",),
    kinds.CoversYearCheck: ("fields",),
    kinds.DatesCheck: ("start", "end"),
    kinds.ShortfallCheck: ("left", "right"),
    kinds.FormsAgainstListCheck: ("group", "key", "amount", "editions", "form_key", "form_amount"),
    kinds.SameTextCheck: ("fields",),
    kinds.PerUnitCheck: ("amount", "units"),
    kinds.FactsInTextCheck: ("fields",),
}


def _check_needs(check: Check, where: str) -> Iterator[Defect]:
    for key in _NEEDS.get(type(check), ()):
        if not getattr(check, key):
            yield Defect(f"{where}.{key}", "这种规则必须写这个键")


_NAMED: dict[type[Check], tuple[tuple[str, ...], tuple[str, ...]]] = {
    kinds.RuleFitsCheck: (("column",), ("columns",)),
    kinds.ProductCheck: (("amount",), ("fields",)),
    kinds.PerUnitCheck: (("amount",), ("fields",)),
    kinds.DatesCheck: (("start", "end"), ("fields",)),
    kinds.ShortfallCheck: (("text",), ("fields", "columns")),
    kinds.EqualCheck: (("cell",), ("fields", "columns")),
}
"""Keys that name one field or column, and among which they are looked for."""


def _check_names(check: Check, names: _Names, where: str) -> Iterator[Defect]:
    """Keys that name fields or columns, which are empty or must exist."""
    if isinstance(check, kinds.TotalCheck):
        group = check.column.rpartition(".")[0]
        wanted = {"column": (check.column,), "per": check.per, "once_per": check.once_per}
        known = names.columns | {c.removeprefix(f"{group}.") for c in names.columns}
    elif isinstance(check, kinds.FormsAgainstListCheck):
        yield from _list_names(check, names, where)
        return
    else:
        keys, among = _NAMED.get(type(check), ((), ()))
        wanted = {key: (getattr(check, key),) for key in keys}
        known = {name for kind in among for name in getattr(names, kind)}
    for key, values in wanted.items():
        for value in values:
            if value and value not in known:
                yield Defect(f"{where}.{key}", f"没有“{value}”这个栏目")


def _list_names(check: kinds.FormsAgainstListCheck, names: _Names, where: str) -> Iterator[Defect]:
    for key in ("key", "amount"):
        column = getattr(check, key)
        if column and f"{check.group}.{column}" not in names.columns:
            yield Defect(f"{where}.{key}", f"组“{check.group}”没有“{column}”这一栏")
    if check.total and not names.knows(check.total):
        yield Defect(f"{where}.total", f"没有“{check.total}”这个栏目")


def _scoring(edition: Edition, names: _Names) -> Iterator[Defect]:
    yield from lint_scoring(edition)
    yield from lint_carry(edition)
    yield from lint_fills(edition)
    yield from lint_last_year(edition)
