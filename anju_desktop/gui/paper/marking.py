"""Which cell shows which mark: one mark a cell, one cell a mistake."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.document.values import State
from anju_desktop.forms.definition import Level
from anju_desktop.rules.findings import SEVERITY, Finding


class FindingSource(Protocol):
    """What the paper needs of a checker."""

    @property
    def has_looked(self) -> bool: ...

    def findings(self) -> Sequence[Finding]: ...

    def on_change(self, listener: Callable[[], None]) -> Callable[[], None]: ...


def heaviest(
    document: Document, findings: Iterable[Finding], *, blanks: bool
) -> Mapping[CellRef, Level]:
    """The level to show at each cell; follow-on findings mark none.

    Without ``blanks`` nothing is said of what is merely not filled in yet: a fresh form is not
    born red.
    """
    levels: dict[CellRef, Level] = {}
    for finding in findings:
        ref, level = finding.cell, finding.level
        if finding.hidden or finding.cause:
            continue
        if not blanks and all(is_blank(document, cell) for cell in finding.cells):
            continue
        if ref not in levels or SEVERITY[level] > SEVERITY[levels[ref]]:
            levels[ref] = level
    return levels


def missing(document: Document, findings: Iterable[Finding]) -> frozenset[CellRef]:
    """The empty cells that will have to be filled; in a row that may stay empty there are none."""
    return frozenset(
        finding.cell
        for finding in findings
        if finding.level is not Level.HINT
        and not finding.hidden
        and all(is_blank(document, cell) for cell in finding.cells)
    )


def is_blank(document: Document, ref: CellRef) -> bool:
    """Whether nothing stands in a cell of the form; a fact is no such cell."""
    try:
        return document.value(ref).state is State.BLANK
    except KeyError:
        return False
