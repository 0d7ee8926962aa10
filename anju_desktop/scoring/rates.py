"""How far a target is reached: completion and other rates, and percentage points counted."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import NamedTuple

from anju_desktop.document.values import plain
from anju_desktop.forms.definition import Clause, Reading
from anju_desktop.scoring.figures import HUNDRED, NOTHING, shown
from anju_desktop.scoring.operands import (
    Operand,
    contradicted,
    in_unit,
    lower_is_better,
)
from anju_desktop.scoring.steps import Case

READINGS = {
    Reading.COMPLETED: "按满一个计",
    Reading.BEGUN: "不足一个按一个计",
    Reading.PROPORTIONAL: "按比例计",
}


class Rate(NamedTuple):
    """How far a target is reached, and where that comes from."""

    percent: Decimal | None
    """None where the target is that there be none (≤0起) and there was some."""
    met: bool
    share: Decimal
    """The part of the points that an unmet target earns in proportion."""
    at_most: bool
    arithmetic: str
    gap: Decimal | None = None


def threshold_of(clause: Clause) -> Decimal:
    return HUNDRED if clause.threshold is None else clause.threshold


def rate_of(case: Case) -> Rate | None:
    """The rate a clause scores, or None while its facts are missing or make no rate."""
    clause = case.clause
    if clause.plan:
        return _completion(case)
    number = case.operands[clause.fact].number if clause.fact else None
    if number is None:
        return None
    met, share = _reached(number, threshold_of(clause), clause.at_most)
    return Rate(number, met, share, clause.at_most, f"{plain(number)}%")


def _completion(case: Case) -> Rate | None:
    """Actual over plan."""
    clause = case.clause
    plan, actual = case.operands[clause.plan], _actual(case)
    if plan.number is None or actual is None or actual.number is None:
        return None
    done = in_unit(actual, plan.unit)
    if done is None:
        return None
    at_most = lower_is_better(plan, clause.at_most)
    met, share = _reached(done, plan.number * threshold_of(clause) / HUNDRED, at_most)
    if not plan.number:
        return _of_nothing(done) if at_most else None
    percent = done / plan.number * HUNDRED
    gap = plan.number - done if plan.number > done else None
    arithmetic = f"{plain(done)}÷{plain(plan.number)}＝{shown(percent)}%"
    if contradicted(clause, case.operands):
        arithmetic += f"（“{case.operands[clause.done].title}”填的是“是”，按填写的数计算）"
    return Rate(percent, met, share, at_most, arithmetic, gap)


def _of_nothing(done: Decimal) -> Rate:
    """The target that there be none: met by none, and by nothing else."""
    arithmetic = f"目标0，实际{plain(done)}"
    return Rate(None, not done, NOTHING, at_most=True, arithmetic=arithmetic)


def _reached(amount: Decimal, target: Decimal, at_most: bool) -> tuple[bool, Decimal]:
    """Whether a target is met, and the share of the points that it earns."""
    if amount <= target if at_most else amount >= target:
        return True, Decimal(1)
    return False, target / amount if at_most else amount / target


def _actual(case: Case) -> Operand | None:
    """What was done; where 全部完成 is 是 and nothing was typed, as much as was planned."""
    clause, actual = case.clause, case.operands[case.clause.actual]
    if actual.blank and clause.done and case.operands[clause.done].yes:
        return case.operands[clause.plan]
    return actual


def counted(steps: Decimal, reading: Reading) -> Decimal:
    if reading is Reading.PROPORTIONAL:
        return steps
    rounding = ROUND_FLOOR if reading is Reading.COMPLETED else ROUND_CEILING
    return steps.to_integral_value(rounding)
