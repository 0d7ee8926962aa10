"""What a claimed score implies: the rate that would have earned it, when no fact says so."""

from decimal import Decimal, localcontext

from anju_desktop.document.document import Document
from anju_desktop.document.values import plain
from anju_desktop.forms.definition import Clause, ClauseKind, Group, Reading
from anju_desktop.records import record
from anju_desktop.scoring.figures import EXACT, rounded, shown
from anju_desktop.scoring.operands import Operand, Operands
from anju_desktop.scoring.scorecard import RowScore
from anju_desktop.scoring.steps import Step

_HUNDRED = Decimal(100)
_STEPPED = (ClauseKind.THRESHOLD, ClauseKind.COMPLETION)
_IN_PROPORTION = (ClauseKind.PROPORTIONAL, ClauseKind.EXECUTION_RATE)


@record(frozen=True, slots=True)
class Implied:
    """The rate (percent) behind a claimed score, and how it follows."""

    operand: Operand
    """The fact that would state the rate; of a plan and an actual, the actual."""
    rate: Decimal
    reading: Reading
    arithmetic: str
    between: tuple[Decimal, Decimal] | None
    """Whole points are given for a range of rates; None where only one gives the score."""


def implied_by(document: Document, group: Group, row: RowScore) -> Implied | None:
    """The one unknown rate that the claimed score of a row gives away.

    The row has exactly one clause whose rate nobody entered; its other clauses are as known, or
    are taken as fulfilled. None where the score says nothing (full marks), or no rate gives it.
    """
    claimed = row.claimed.number
    if claimed is None or row.score is not None or not 0 <= claimed < row.full:
        return None
    waiting = [step for step in row.step.parts if _waits_for_a_rate(step)]
    if len(waiting) != 1:
        return None
    (step,) = waiting
    with localcontext(EXACT):
        others = sum((_at_best(s) for s in row.step.parts if s is not step), Decimal(0))
        found = _solved(step.clause, step.full, claimed - others)
        if found is None:
            return None
        rate, reading, arithmetic, between = found
        sum_ = f"{plain(claimed)}＝{plain(others)}＋{plain(claimed - others)}，" if others else ""
        operand = _operand(step.clause, Operands(document, group, row.row))
        return Implied(operand, rounded(rate, 2), reading, f"{sum_}{arithmetic}", between)


def _waits_for_a_rate(step: Step) -> bool:
    clause = step.clause
    if clause.kind in _STEPPED:
        return bool(step.missing and clause.step and clause.deduct)
    return clause.kind in _IN_PROPORTION and bool(step.missing)


def _at_best(step: Step) -> Decimal:
    return -step.points.low if step.deducts else step.points.high


def _operand(clause: Clause, operands: Operands) -> Operand:
    if clause.plan:
        return operands[clause.actual]._replace(title="完成率")
    return operands[clause.fact]


def _solved(
    clause: Clause, points: Decimal, earned: Decimal
) -> tuple[Decimal, Reading, str, tuple[Decimal, Decimal] | None] | None:
    """Rate, reading, arithmetic, and a range where it is not the only rate; None without one."""
    threshold = _HUNDRED if clause.threshold is None else clause.threshold
    if not 0 < earned < points:
        return None
    if clause.kind in _IN_PROPORTION:
        share, way = (points, earned) if clause.at_most else (earned, points)
        rate = threshold * share / way
        words = f"{plain(threshold)}%×{plain(share)}÷{plain(way)}＝{shown(rate)}%"
        return rate, Reading.PROPORTIONAL, words, None
    step, deduct = clause.step or Decimal(1), clause.deduct or Decimal(1)
    if clause.maximum is not None and points - earned >= clause.maximum:
        return None
    steps = (points - earned) / deduct
    rate = threshold + steps * step if clause.at_most else threshold - steps * step
    if rate < 0:
        return None
    off = f"({plain(points)}－{plain(earned)})÷{plain(deduct)}×{plain(step)}%"
    words = f"{plain(threshold)}%{'＋' if clause.at_most else '－'}{off}＝{shown(rate)}%"
    if steps != steps.to_integral_value():
        return rate, Reading.PROPORTIONAL, words, None
    # A whole point may stand for steps completed, begun, or taken exactly.
    return rate, clause.reading, words, (max(rate - step, Decimal(0)), rate + step)
