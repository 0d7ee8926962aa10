"""What a cell is called: 改造户数 · 指标值."""

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.forms.definition import Group


def cell_name(document: Document, ref: CellRef) -> str:
    """Row and column for a cell in a group, the title for a field."""
    title = document.definition(ref).title
    return f"{row_name(document, ref)} · {title}" if ref.group else title


def row_name(document: Document, ref: CellRef) -> str:
    """What stands in the row's naming cell, else its number (counted from 1)."""
    column = _naming_column(document.edition.find_group(ref.group), ref.field)
    name = ""
    if column and column != ref.field:
        name = " ".join(document.text(CellRef(column, ref.group, ref.row)).split())
    return name or f"第{document.row_index(ref.group, ref.row) + 1}行"


def _naming_column(group: Group, field: str) -> str:
    """The column that names the indicator to which a column belongs."""
    for measure in group.measures:
        if field in (measure.name, measure.value, measure.number, measure.sign, measure.unit):
            return measure.name
    if group.measures:
        return group.measures[-1].name
    plain = (column.id for column in group.columns if not column.official)
    return next(plain, "")
