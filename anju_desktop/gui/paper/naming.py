"""What a cell is called: 改造户数 · 指标值."""

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.document.values import to_decimal
from anju_desktop.forms.definition import Group, ValueType


def cell_name(document: Document, ref: CellRef) -> str:
    """Row and column for a cell in a group, the title for a field."""
    title = document.definition(ref).title
    return f"{row_name(document, ref)} · {title}" if ref.group else title


def row_name(document: Document, ref: CellRef) -> str:
    """What stands in the row's naming cell, else its number (counted from 1)."""
    for column in naming_columns(document.edition.find_group(ref.group), ref.field):
        name = " ".join(document.text(CellRef(column, ref.group, ref.row)).split())
        # A serial number is no name.
        if column != ref.field and name and to_decimal(name) is None:
            return name
    return f"第{document.row_index(ref.group, ref.row) + 1}行"


def naming_columns(group: Group, field: str = "") -> tuple[str, ...]:
    """The columns that may name a row, the likeliest first.

    Where several indicators stand side by side, each is named by its own column.
    """
    for measure in group.measures:
        if field in (measure.name, measure.value, measure.number, measure.sign, measure.unit):
            return (measure.name,)
    if group.measures:
        return (group.measures[-1].name,)
    words = (ValueType.TEXT, ValueType.REGION)
    return tuple(c.id for c in group.columns if c.type in words and not c.official)
