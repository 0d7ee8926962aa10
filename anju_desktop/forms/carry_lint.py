"""What the shape of carried content cannot say: that both ends of it exist in this form."""

from collections.abc import Iterator

from anju_desktop.errors import Defect
from anju_desktop.forms.definition import CarriedRows, Carry, Edition


def lint_carry(edition: Edition) -> Iterator[Defect]:
    """Every defect of ``[[carry]]``; the form it names lies in another file and is not read."""
    facts = {fact.id for fact in edition.facts}
    cells = {field.id for field in edition.fields} | {
        f"{group.id}.{row.id}.{column.id}"
        for group in edition.groups
        if not group.open
        for row in group.rows
        for column in group.columns
    }
    for number, carry in enumerate(edition.carry, 1):
        where = f"carry[{number}]"
        if carry.edition == edition.id:
            yield Defect(f"{where}.edition", "不能从本表式自己带入")
        if carry.mark not in facts:
            yield Defect(f"{where}.mark", f"没有“{carry.mark}”这个事实")
        for name in carry.fields.keys() - cells:
            yield Defect(f"{where}.fields.{name}", "没有这个栏目，也没有这个“组.行.栏”")
        yield from _groups(edition, carry, where)


def _groups(edition: Edition, carry: Carry, where: str) -> Iterator[Defect]:
    groups = {group.id: group for group in edition.groups}
    for number, rows in enumerate(carry.groups, 1):
        place = f"{where}.groups[{number}]"
        group = groups.get(rows.target)
        if group is None or not group.open:
            yield Defect(f"{place}.target", f"没有“{rows.target}”这个可以加行的组")
            continue
        columns = {column.id for column in group.columns}
        categories = {category.id for category in group.categories}
        yield from _unknown(rows, columns, categories, place)


def _unknown(
    rows: CarriedRows, columns: set[str], categories: set[str], where: str
) -> Iterator[Defect]:
    for name in sorted(rows.columns.keys() - columns):
        yield Defect(f"{where}.columns.{name}", "没有这一栏")
    for name in sorted(rows.categories.keys() - categories):
        yield Defect(f"{where}.categories.{name}", "没有这个类别")
