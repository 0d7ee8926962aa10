"""Findings in the order of the sheet, with follow-ons under their cause and the idle ones hidden.

A mistake in one cell makes other checks fail that rest on it. On screen these are folded under the
first, and on a cell with an error the softer findings wait; the full list always holds them all.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from anju_desktop.document.changes import CellRef
from anju_desktop.forms.definition import Level
from anju_desktop.rules.findings import SEVERITY, Finding
from anju_desktop.rules.rule import Rank, Rule

SortKey = tuple[int, int, int, int, int]
"""Line of the paper, row of the group, position, severity, rule."""


class Found(NamedTuple):
    """A finding with what folding needs to know of its rule."""

    key: SortKey
    finding: Finding
    rank: Rank
    spread: bool


def found(rule: Rule, number: int, finding: Finding, place: tuple[int, int, int]) -> Found:
    """A finding with its place in the sheet."""
    key = (*place, -SEVERITY[finding.level], number)
    return Found(key, finding, rule.rank, rule.spread)


def fold(everything: Iterable[Found]) -> tuple[Finding, ...]:
    """All findings in sheet order, with ``cause`` and ``hidden`` set."""
    ordered = sorted(everything, key=lambda item: item.key)
    blocking = _blocking(ordered)
    if not blocking:
        return tuple([item.finding for item in ordered])
    return tuple([_folded(item, blocking) for item in ordered])


def _blocking(ordered: list[Found]) -> dict[CellRef, Found]:
    """For each cell, the most basic error that is its own."""
    blocking: dict[CellRef, Found] = {}
    for item in ordered:
        if item.finding.level is Level.ERROR and not item.spread:
            cell = item.finding.cells[0]
            known = blocking.get(cell)
            if known is None or item.rank < known.rank:
                blocking[cell] = item
    return blocking


def _folded(item: Found, blocking: dict[CellRef, Found]) -> Finding:
    finding = item.finding
    blocker = blocking.get(finding.cells[0])
    hidden = blocker is not None and finding.level is not Level.ERROR and not item.spread
    cause = ""
    if item.rank > Rank.CELL:
        for cell in finding.cells:
            other = blocking.get(cell)
            if other is not None and other.rank < item.rank:
                cause = other.finding.key
                break
    return replace(finding, cause=cause, hidden=hidden) if cause or hidden else finding
