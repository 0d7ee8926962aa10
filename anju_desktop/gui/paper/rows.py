"""What the clerk does with rows of an open group."""

from collections.abc import Iterable

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.errors import DocumentError
from anju_desktop.forms.definition import Group
from anju_desktop.sheet.grid import GridRow

_FIXED = "这张表的行是印好的，不能增删。"
_NO_ROW = "先选中要处理的那一行。"


def open_group(document: Document, row: GridRow) -> Group:
    """The group of a grid row; :class:`DocumentError` when its rows cannot be changed."""
    if not row.group:
        raise DocumentError(_NO_ROW)
    group = document.edition.find_group(row.group)
    if not group.open:
        raise DocumentError(_FIXED)
    return group


def insert_below(document: Document, row: GridRow) -> str:
    """A new row of the same category after this one; returns its id."""
    group = open_group(document, row)
    if not row.row_id:
        category = group.categories[0].id if group.categories else ""
        return document.insert_row(group.id, category)
    category = document.category(group.id, row.row_id)
    return document.insert_row(group.id, category, document.row_index(group.id, row.row_id) + 1)


def remove(document: Document, rows: Iterable[GridRow]) -> int:
    """Take rows out, as one edit; returns how many there were."""
    chosen = [row for row in rows if row.row_id]
    if not chosen:
        raise DocumentError(_NO_ROW)
    with document.editing("删行"):
        for row in chosen:
            document.remove_row(open_group(document, row).id, row.row_id)
    return len(chosen)


def move(document: Document, row: GridRow, down: bool) -> None:
    """Exchange a row with its neighbour in the same category."""
    group = open_group(document, row)
    if not row.row_id:
        raise DocumentError(_NO_ROW)
    index = document.row_index(group.id, row.row_id)
    target = index + (1 if down else -1)
    ids = document.row_ids(group.id)
    category = document.category(group.id, row.row_id)
    if not 0 <= target < len(ids) or document.category(group.id, ids[target]) != category:
        raise DocumentError("已经是这一类的最后一行。" if down else "已经是这一类的第一行。")
    document.move_row(group.id, row.row_id, target)


def first_cell(document: Document, group_id: str, row_id: str) -> CellRef:
    """The first cell of a row that the clerk fills."""
    columns = document.edition.find_group(group_id).columns
    own = (column.id for column in columns if not column.official and not column.computed)
    return CellRef(next(own, columns[0].id), group_id, row_id)


def category_names(group: Group) -> tuple[tuple[str, str], ...]:
    """Id and name of each category: 产出指标 / 数量指标."""
    return tuple((c.id, " / ".join(dict.fromkeys(c.path))) for c in group.categories)
