"""What a check says: a finding, in the clerk's words, with both values and the arithmetic."""

from anju_desktop.document.changes import CellRef
from anju_desktop.forms.definition import Level
from anju_desktop.records import record

LEVEL_NAMES = {Level.ERROR: "错误", Level.EXPLAIN: "需说明", Level.HINT: "提示"}
SEVERITY = {Level.ERROR: 2, Level.EXPLAIN: 1, Level.HINT: 0}


@record(frozen=True, slots=True)
class Suggestion:
    """One click: put ``text`` into ``cell``."""

    cell: CellRef
    text: str
    label: str


@record(frozen=True, slots=True)
class Finding:
    """One thing that is wrong or doubtful in one form.

    ``cells[0]`` is where to jump. ``written`` and ``expected`` are as shown to the clerk, with
    units; either may be empty where it has no meaning. ``cause`` is the key of the finding this
    one follows from (folded under it on screen); ``hidden`` says that a blocking finding on the
    same cell makes this one pointless for now.
    """

    rule: str
    level: Level
    cells: tuple[CellRef, ...]
    title: str
    message: str
    written: str = ""
    expected: str = ""
    arithmetic: str = ""
    basis: str = ""
    advice: str = ""
    suggestion: Suggestion | None = None
    alternative: Suggestion | None = None
    """Another way to settle it, where the sheet does not tell which is right."""
    cause: str = ""
    hidden: bool = False

    @property
    def cell(self) -> CellRef:
        return self.cells[0]

    @property
    def key(self) -> str:
        """Identifies the finding while its rule and first cell stay the same."""
        return f"{self.rule}@{self.cell.group}/{self.cell.row}/{self.cell.field}"
