"""What a cell is called: 改造户数 · 指标值."""

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.rules.rule import label_column


def cell_name(document: Document, ref: CellRef) -> str:
    """Row and column for a cell in a group, the title for a field."""
    title = document.definition(ref).title
    return f"{row_name(document, ref)} · {title}" if ref.group else title


def row_name(document: Document, ref: CellRef) -> str:
    """What stands in the row's naming cell, else its number (counted from 1)."""
    column = label_column(document.edition, ref.group, ref.field)
    name = ""
    if column != ref.field:
        name = " ".join(document.text(CellRef(column, ref.group, ref.row)).split())
    return name or f"第{document.row_index(ref.group, ref.row) + 1}行"
