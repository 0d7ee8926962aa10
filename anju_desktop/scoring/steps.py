"""What one clause came to: points as an interval, rate, arithmetic, what is missing."""

from decimal import Decimal
from typing import NamedTuple

from anju_desktop.forms.definition import Clause, Reading
from anju_desktop.forms.scoring_lint import AWARDS
from anju_desktop.records import record
from anju_desktop.scoring.figures import NOTHING
from anju_desktop.scoring.operands import (
    Operands,
)


class Points(NamedTuple):
    """From how many to how many points."""

    low: Decimal
    high: Decimal

    @property
    def known(self) -> bool:
        return self.low == self.high


@record(frozen=True, slots=True)
class Step:
    """What one clause came to. In a deduction the points are those taken away."""

    clause: Clause
    points: Points
    full: Decimal
    """The most this clause can give or take away."""
    rate: Decimal | None = None
    """Completion in percent, unrounded."""
    gap: Decimal | None = None
    """Plan minus actual where that is above zero."""
    below: Decimal | None = None
    """Percentage points below the threshold, unrounded."""
    arithmetic: str = ""
    verdict: str = ""
    missing: tuple[str, ...] = ()
    """Operands that would settle it and are not filled in."""
    decides: Decimal | None = None
    """The score of the whole group, where this clause (exemption, veto) settles it."""
    settled_by: Clause | None = None
    """In a group: the exemption or veto that settled it."""
    parts: tuple["Step", ...] = ()

    @property
    def deducts(self) -> bool:
        return self.clause.kind not in AWARDS


class Case(NamedTuple):
    """A clause with what it reads and the points it may have."""

    clause: Clause
    operands: Operands
    full: Decimal
    reading: Reading

    @property
    def most(self) -> Decimal:
        """The most a deduction takes away."""
        return self.full if self.clause.maximum is None else self.clause.maximum


def open_step(case: Case) -> Step:
    """A clause that waits for facts: anything up to its most is possible."""
    names = [n for n in (case.clause.plan, case.clause.actual, case.clause.fact) if n]
    missing = tuple(n for n in names if not case.operands[n].says(case.clause.kind))
    blank = [case.operands[n].title for n in missing if case.operands[n].blank]
    strange = [case.operands[n].title for n in missing if not case.operands[n].blank]
    if blank:
        verdict = f"还没有填：{'、'.join(blank)}"
    elif strange:
        verdict = f"不能用来计算：{'、'.join(strange)}"
    else:
        verdict = "计划与实际不能相比：计划数为零、单位不同，或者有一个是文字"
    full = case.full if case.clause.kind in AWARDS else case.most
    return Step(case.clause, Points(NOTHING, full), full, verdict=verdict, missing=missing)
