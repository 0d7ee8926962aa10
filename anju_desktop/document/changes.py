"""What can happen to a document, as plain facts that can be inverted and stored."""

from typing import NamedTuple

from anju_desktop.document.version import Version
from anju_desktop.records import record


class CellRef(NamedTuple):
    """Address of one cell; ``group`` and ``row`` are empty for a field outside groups.

    ``row`` is the stable row id, so the address survives moved and inserted rows.
    """

    field: str
    group: str = ""
    row: str = ""


@record(frozen=True, slots=True)
class Row:
    """One row of a group as data: its stable id, its category, and what was typed."""

    row_id: str
    category: str
    cells: tuple[tuple[str, str], ...] = ()


@record(frozen=True, slots=True)
class FieldChanged:
    """A cell holds other text than before; ``None`` means that nothing was ever typed there.

    The difference matters in a cell that the paper prints: ``None`` shows the official text,
    ``""`` says that somebody emptied it.
    """

    ref: CellRef
    before: str | None
    after: str | None

    def inverted(self) -> "FieldChanged":
        return FieldChanged(self.ref, self.after, self.before)


@record(frozen=True, slots=True)
class RowInserted:
    group: str
    index: int
    row: Row

    def inverted(self) -> "RowRemoved":
        return RowRemoved(self.group, self.index, self.row)


@record(frozen=True, slots=True)
class RowRemoved:
    group: str
    index: int
    row: Row

    def inverted(self) -> RowInserted:
        return RowInserted(self.group, self.index, self.row)


@record(frozen=True, slots=True)
class RowMoved:
    group: str
    before: int
    after: int

    def inverted(self) -> "RowMoved":
        return RowMoved(self.group, self.after, self.before)


@record(frozen=True, slots=True)
class FactChanged:
    fact: str
    before: str | None
    after: str | None

    def inverted(self) -> "FactChanged":
        return FactChanged(self.fact, self.after, self.before)


@record(frozen=True, slots=True)
class Explanation:
    """A reason given for a 需说明 finding; stale when ``written`` or ``expected`` have changed."""

    rule: str
    cell: CellRef
    written: str
    expected: str
    text: str
    edition: str = ""
    person: str = ""
    time: str = ""


@record(frozen=True, slots=True)
class ExplanationChanged:
    rule: str
    cell: CellRef
    before: Explanation | None
    after: Explanation | None

    def inverted(self) -> "ExplanationChanged":
        return ExplanationChanged(self.rule, self.cell, self.after, self.before)


@record(frozen=True, slots=True)
class VersionChanged:
    """A form became final, or a final form became the draft of the next version."""

    before: Version
    after: Version

    def inverted(self) -> "VersionChanged":
        return VersionChanged(self.after, self.before)


Change = (
    FieldChanged
    | RowInserted
    | RowRemoved
    | RowMoved
    | FactChanged
    | ExplanationChanged
    | VersionChanged
)


@record(frozen=True, slots=True)
class Edit:
    """Changes that belong together: one undo step, one transaction in the store."""

    label: str
    changes: tuple[Change, ...]

    @property
    def changes_version(self) -> bool:
        """Whether it is 定稿 or 修订."""
        return any(isinstance(change, VersionChanged) for change in self.changes)

    def inverted(self) -> "Edit":
        return Edit(self.label, tuple(change.inverted() for change in reversed(self.changes)))
