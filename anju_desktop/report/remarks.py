"""What reading a report brings to light: mistakes, and what could not be checked."""

from anju_desktop.blocks import Place
from anju_desktop.forms.definition import Level
from anju_desktop.records import record


@record(frozen=True, slots=True)
class Mistake:
    """A figure of a report that its other figures contradict.

    ``written`` and ``expected`` are as shown to people, with units; ``sentence`` quotes where the
    figure stands.
    """

    rule: str
    title: str
    place: Place
    message: str
    written: str
    expected: str
    arithmetic: str
    sentence: str
    advice: str = "核对总数和各部分，改正写错的一个；有原因的在文中写明。"
    level: Level = Level.EXPLAIN
    table_cell: str = ""
    """Path of the form's cell that has another figure; empty for sums inside the report."""


@record(frozen=True, slots=True)
class Unchecked:
    """A sentence about what was found and could not be compared."""

    place: Place
    sentence: str


Remark = Mistake | Unchecked
