"""The data of the filling unit, entered once and written into new forms."""

from anju_desktop.document.changes import CellRef, Change, Edit, FieldChanged
from anju_desktop.document.document import Document
from anju_desktop.forms.definition import Edition, Field, Fill
from anju_desktop.records import record


@record(frozen=True, slots=True)
class Office:
    """One filling unit; ``name`` is how submissions call it, ``full_name`` what its seal says."""

    name: str
    full_name: str = ""
    code: str = ""
    department: str = ""
    finance: str = ""
    housing: str = ""
    leader: str = ""
    preparer: str = ""
    contact: str = ""
    telephone: str = ""

    def text(self, fill: Fill) -> str:
        """What goes into a field that asks for ``fill``."""
        if fill is Fill.NAME:
            return self.full_name
        return str(getattr(self, fill.value.partition(".")[2]))


def takes(edition: Edition) -> tuple[Field, ...]:
    """The fields of an edition that ask for data of the unit."""
    return tuple(field for field in edition.fields if field.fill)


def fill_in(document: Document, office: Office) -> int:
    """Write the unit's data into fields that are empty, as one edit; how many there were."""
    changes: list[Change] = []
    for field in document.edition.fields:
        ref = CellRef(field.id)
        text = office.text(field.fill) if field.fill else ""
        if text and not document.text(ref).strip():
            changes.append(FieldChanged(ref, document.typed(ref), text))
    if changes:
        document.apply(Edit("填入本单位信息", tuple(changes)))
    return len(changes)
