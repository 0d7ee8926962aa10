"""What a form begins with: the data of its unit, and figures of last year."""

from collections.abc import Iterator

from anju_desktop.errors import Defect
from anju_desktop.forms.definition import CarriedRows, Edition, Field, LastYear, Owner


def lint_fills(edition: Edition) -> Iterator[Defect]:
    """``fill`` stands where something is written once in a form, and by the clerk."""
    for number, field in enumerate(edition.fields, 1):
        if field.fill and (field.default or field.computed or _is_not_typed(field)):
            yield Defect(f"fields[{number}].fill", "这个栏目已经有内容或不由填报人填写，不能再填入")
    for number, fact in enumerate(edition.facts, 1):
        if fact.fill:
            yield Defect(f"facts[{number}].fill", "只有纸面上组外的栏目才能从本单位信息填入")
    for number, group in enumerate(edition.groups, 1):
        for index, column in enumerate(group.columns, 1):
            if column.fill:
                where = f"groups[{number}].columns[{index}].fill"
                yield Defect(where, "只有纸面上组外的栏目才能从本单位信息填入")


def lint_last_year(edition: Edition) -> Iterator[Defect]:
    """Every defect of ``[[last_year]]``; a form it names may lie in another file."""
    fields = {field.id for field in edition.fields}
    for number, last in enumerate(edition.last_year, 1):
        where = f"last_year[{number}]"
        if not last.fields and not last.groups:
            yield Defect(where, "没有写哪一栏填上年的数，请写 fields 或 groups")
        for name in sorted(last.fields.keys() - fields):
            yield Defect(f"{where}.fields.{name}", "没有这个栏目")
        for index, rows in enumerate(last.groups, 1):
            yield from _rows(edition, rows, f"{where}.groups[{index}]")
        if last.edition == edition.id:
            yield from _own_names(edition, last, where)


def _rows(edition: Edition, rows: CarriedRows, where: str) -> Iterator[Defect]:
    group = next((g for g in edition.groups if g.id == rows.target), None)
    if group is None:
        yield Defect(f"{where}.target", f"没有“{rows.target}”这个组")
        return
    for name in sorted(rows.columns.keys() - {column.id for column in group.columns}):
        yield Defect(f"{where}.columns.{name}", "没有这一栏")
    for name in sorted(rows.categories.keys() - {c.id for c in group.categories}):
        yield Defect(f"{where}.categories.{name}", "没有这个类别")


def _own_names(edition: Edition, last: LastYear, where: str) -> Iterator[Defect]:
    """Last year's form is of this table: what it is asked for must stand in it."""
    fields = {field.id for field in edition.fields}
    columns = {f"{g.id}.{column.id}" for g in edition.groups for column in g.columns}
    for name in sorted(set(last.fields.values()) - fields):
        yield Defect(f"{where}.fields", f"没有“{name}”这个栏目")
    for index, rows in enumerate(last.groups, 1):
        for name in sorted({f"{rows.source}.{c}" for c in rows.columns.values()} - columns):
            yield Defect(f"{where}.groups[{index}].columns", f"没有“{name}”这一栏")


def _is_not_typed(field: Field) -> bool:
    return field.official or field.owner is Owner.UPPER
