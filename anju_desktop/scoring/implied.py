"""What a claimed score implies: the rate that would have earned it, when no fact says so."""

from collections.abc import Iterator
from decimal import Decimal, localcontext

from anju_desktop.document.document import Document
from anju_desktop.forms.definition import Clause, ClauseKind, Group, Reading
from anju_desktop.records import record
from anju_desktop.scoring.clauses import EXACT, plain, rounded, shown
from anju_desktop.scoring.operands import Operand, Operands, clauses_of
from anju_desktop.scoring.scorecard import RowScore

_STEPPED = (ClauseKind.THRESHOLD, ClauseKind.COMPLETION)


@record(frozen=True, slots=True)
class Implied:
    """The rate (percent) behind a claimed score, and how it follows."""

    operand: Operand
    rate: Decimal
    reading: Reading
    arithmetic: str


def implied_by(document: Document, group: Group, row: RowScore) -> Implied | None:
    """The one unknown rate that the claimed score of a row gives away.

    The row has exactly one clause whose rate nobody entered; its other clauses are known, or are
    taken as fulfilled. None where the score says nothing (full marks), or no rate gives it.
    """
    claimed = row.claimed.number
    if claimed is None or row.score is not None or claimed >= row.full or claimed < 0:
        return None
    operands = Operands(document, group, row.row)
    open_ = list(_open_rates(clauses_of(document.edition, group, row.row), operands))
    if len(open_) != 1:
        return None
    clause = open_[0]
    points = clause.points or row.full
    with localcontext(EXACT):
        others = row.full - points
        return _solve(clause, operands[clause.fact], points, claimed, others)


def _open_rates(clauses: tuple[Clause, ...], operands: Operands) -> Iterator[Clause]:
    for clause in clauses:
        if clause.kind in _STEPPED and clause.fact and operands[clause.fact].blank:
            yield clause


def _solve(
    clause: Clause, operand: Operand, points: Decimal, claimed: Decimal, others: Decimal
) -> Implied | None:
    earned = claimed - others
    step, deduct = clause.step, clause.deduct
    if step is None or deduct is None or not 0 <= earned < points:
        return None
    steps = (points - earned) / deduct
    whole = steps == steps.to_integral_value()
    reading = clause.reading if whole else Reading.PROPORTIONAL
    threshold = Decimal(100) if clause.threshold is None else clause.threshold
    rate = threshold - steps * step
    if rate < 0:
        return None
    sum_ = f"{plain(claimed)}＝{plain(others)}＋{plain(earned)}，" if others else ""
    return Implied(
        operand,
        rounded(rate, 2),
        reading,
        f"{sum_}{plain(threshold)}%－({plain(points)}－{plain(earned)})÷{plain(deduct)}"
        f"×{plain(step)}%＝{shown(rate)}%",
    )
