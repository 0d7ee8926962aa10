"""One clause of a 评分标准 against the facts: points, rate and the arithmetic in words.

Points are kept as an interval: where a fact is missing or a score is at discretion, everything
from ``low`` to ``high`` is possible. All amounts are exact decimals.
"""

from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal, localcontext
from typing import NamedTuple

from anju_desktop.forms.definition import Clause, ClauseKind, Reading
from anju_desktop.forms.scoring_lint import AWARDS
from anju_desktop.records import record
from anju_desktop.scoring.operands import Operand, Operands, lower_is_better

EXACT = Context(prec=60)
_HUNDRED = Decimal(100)
_K = ClauseKind


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
    parts: tuple["Step", ...] = ()

    @property
    def deducts(self) -> bool:
        return self.clause.kind not in AWARDS


class _Case(NamedTuple):
    """A clause with what it reads and the points it may have."""

    clause: Clause
    operands: Operands
    full: Decimal
    reading: Reading


def evaluate(
    clause: Clause, operands: Operands, full: Decimal, reading: Reading | None = None
) -> Step:
    """The clause's step; ``full`` are the points of the whole row, for clauses without their own.

    ``reading`` replaces the edition's reading of 每低一个百分点 everywhere in the tree.
    """
    points = full if clause.points is None else clause.points
    case = _Case(clause, operands, points, reading or clause.reading)
    with localcontext(EXACT):
        return _EVALUATORS[clause.kind](case, reading)


def evaluate_group(
    clause: Clause, operands: Operands, full: Decimal, reading: Reading | None = None
) -> Step:
    """Awards minus deductions within [0, full]; exemption and veto go before all."""
    steps = tuple(evaluate(part, operands, full, reading) for part in clause.parts)
    with localcontext(EXACT):
        return _add_up(clause, steps, full)


def _add_up(clause: Clause, steps: tuple[Step, ...], full: Decimal) -> Step:
    decided = [step for step in steps if step.decides is not None]
    missing = tuple(dict.fromkeys(name for step in steps for name in step.missing))
    if decided:
        points = _within(decided[0].decides or Decimal(0), full)
        return Step(clause, Points(points, points), full, verdict=decided[0].verdict, parts=steps)
    awards = [step for step in steps if not step.deducts]
    taken = [step for step in steps if step.deducts]
    low = sum((s.points.low for s in awards), Decimal(0)) if awards else full
    high = sum((s.points.high for s in awards), Decimal(0)) if awards else full
    low -= sum((s.points.high for s in taken), Decimal(0))
    # What is taken away comes off the points that can be had, not off what the sum would be.
    high = min(high, full) - sum((s.points.low for s in taken), Decimal(0))
    low = min(low, high)
    points_ = Points(_within(low, full), _within(high, full))
    rates = [step for step in _leaves(steps) if step.rate is not None]
    lowest = min(rates, key=lambda step: step.rate or Decimal(0), default=None)
    return Step(
        clause,
        points_,
        full,
        rate=None if lowest is None else lowest.rate,
        gap=None if lowest is None else lowest.gap,
        below=None if lowest is None else lowest.below,
        missing=missing,
        parts=steps,
    )


def _leaves(steps: tuple[Step, ...]) -> list[Step]:
    return [leaf for s in steps for leaf in (_leaves(s.parts) if s.parts else [s])]


def _within(points: Decimal, full: Decimal) -> Decimal:
    return max(Decimal(0), min(points, full))


# ---------------------------------------------------------------- awards


def _all_or_nothing(case: _Case, _: Reading | None) -> Step:
    operand = case.operands[case.clause.fact]
    if operand.yes is None:
        return _open(case, case.clause.fact)
    points = case.full if operand.yes else Decimal(0)
    verdict = f"{operand.title}：{'是' if operand.yes else '否'}，得{plain(points)}分"
    return Step(case.clause, Points(points, points), case.full, verdict=verdict)


def _against_threshold(case: _Case, _: Reading | None) -> Step:
    """Completion against plan, and threshold: full at or above, else points off per step."""
    rate = _rate(case)
    if rate is None:
        return _open(case)
    threshold = _threshold(case.clause)
    if _met(rate.percent, threshold, case.clause.at_most):
        return _step(case, rate, case.full, f"达到{plain(threshold)}%，不扣分")
    below = abs(threshold - rate.percent)
    step, deduct = case.clause.step, case.clause.deduct
    if step is None or deduct is None:
        return _step(case, rate, Decimal(0), f"未达到{plain(threshold)}%，不得分", below)
    steps = _counted(below / step, case.reading)
    most = case.full if case.clause.maximum is None else min(case.clause.maximum, case.full)
    off = min(steps * deduct, most)
    side = "高" if case.clause.at_most else "低"
    verdict = f"{side}{shown(below)}个百分点，{_READINGS[case.reading]}，扣{shown(off)}分"
    return _step(case, rate, case.full - off, verdict, below)


def _bands(case: _Case, _: Reading | None) -> Step:
    rate = _rate(case)
    if rate is None:
        return _open(case)
    for band in case.clause.bands:
        if rate.percent >= band.at_least:
            points = _within(band.points or Decimal(0), case.full)
            verdict = f"在{plain(band.at_least)}%及以上这一档，得{plain(points)}分"
            return _step(case, rate, points, verdict)
    lowest = case.clause.bands[-1].at_least
    return _step(case, rate, Decimal(0), f"低于{plain(lowest)}%，不得分")


def _proportional(case: _Case, _: Reading | None) -> Step:
    """Met: full; else actual ÷ target × points, for ≤ target ÷ actual × points."""
    rate = _rate(case)
    if rate is None:
        return _words(case)
    share = rate.share
    if share is None:
        return _open(case)
    points = case.full * min(Decimal(1), share)
    if share >= 1:
        return _step(case, rate, case.full, "达到目标，得满分")
    verdict = f"按比例：{shown(share * _HUNDRED)}%×{plain(case.full)}＝{shown(points)}分"
    return _step(case, rate, points, verdict)


def _qualitative(case: _Case, _: Reading | None) -> Step:
    """达成, 部分达成, 未达成: a percent scores itself, a label alone leaves its band open."""
    operand = case.operands[case.clause.fact]
    if operand.number is not None:
        percent = min(operand.number, _HUNDRED)
        label = next((b.label for b in case.clause.bands if percent >= b.at_least), "")
        points = case.full * percent / _HUNDRED
        verdict = f"{label}，{plain(percent)}%×{plain(case.full)}＝{shown(points)}分"
        return Step(case.clause, Points(points, points), case.full, rate=percent, verdict=verdict)
    upper = _HUNDRED
    for band in case.clause.bands:
        if operand.value.typed.strip() == band.label:
            low, high = (case.full * edge / _HUNDRED for edge in (band.at_least, upper))
            verdict = f"{band.label}：{plain(band.at_least)}%—{plain(upper)}%之间酌定"
            return Step(case.clause, Points(low, high), case.full, verdict=verdict)
        upper = band.at_least
    return _open(case, case.clause.fact)


def _execution_rate(case: _Case, _: Reading | None) -> Step:
    """执行率 × 分值, capped at 分值."""
    rate = _rate(case)
    if rate is None:
        return _open(case)
    points = case.full * min(rate.percent, _HUNDRED) / _HUNDRED
    verdict = f"{shown(min(rate.percent, _HUNDRED))}%×{plain(case.full)}＝{shown(points)}分"
    return _step(case, rate, points, verdict)


def _discretionary(case: _Case, _: Reading | None) -> Step:
    rate = _rate(case) if case.clause.plan or case.clause.fact else None
    points = Points(Decimal(0), case.full)
    if rate is None:
        return Step(case.clause, points, case.full, verdict="酌情评分，由填报人填写")
    return Step(
        case.clause,
        points,
        case.full,
        rate=rate.percent,
        gap=rate.gap,
        arithmetic=rate.arithmetic,
        verdict="评分标准未列明算法，由填报人填写",
    )


def _alternatives(case: _Case, reading: Reading | None) -> Step:
    """The best of several cases."""
    steps = tuple(evaluate(p, case.operands, case.full, reading) for p in case.clause.parts)
    low = max(step.points.low for step in steps)
    high = max(step.points.high for step in steps)
    points = Points(_within(low, case.full), _within(high, case.full))
    best = max(steps, key=lambda step: step.points.low)
    settled = points.known
    return Step(
        case.clause,
        points,
        case.full,
        rate=best.rate,
        gap=best.gap,
        below=best.below,
        verdict=best.verdict if settled else "",
        missing=() if settled else tuple(n for step in steps for n in step.missing),
        parts=steps,
    )


def _group(case: _Case, reading: Reading | None) -> Step:
    return evaluate_group(case.clause, case.operands, case.full, reading)


# ---------------------------------------------------------------- deductions and decisions


def _per_item(case: _Case, _: Reading | None) -> Step:
    """So many points off per item found or day late; a started day counts as one."""
    clause = case.clause
    most = case.full if clause.maximum is None else clause.maximum
    operand = case.operands[clause.fact]
    if operand.yes is None or (operand.value.number is not None and operand.number is None):
        return _open(case, clause.fact, most)
    count = operand.number if operand.number is not None else Decimal(1 if operand.yes else 0)
    step, each = clause.step or Decimal(1), clause.deduct or Decimal(0)
    off = min((count / step).to_integral_value(ROUND_CEILING) * each, most)
    unit = operand.unit or ("天" if clause.kind is _K.PER_DAY else "项")
    verdict = "没有，不扣分" if not count else f"{plain(count)}{unit}，扣{plain(off)}分"
    return Step(clause, Points(off, off), most, verdict=verdict)


def _over_performance(case: _Case, _: Reading | None) -> Step:
    clause = case.clause
    most = case.full if clause.maximum is None else clause.maximum
    rate = _rate(case)
    if rate is None:
        return _open(case, most=most)
    threshold, each = _threshold(clause), clause.deduct or Decimal(0)
    if rate.percent <= threshold:
        return _step(case, rate, Decimal(0), f"未超过{plain(threshold)}%，不扣分")
    over = rate.percent - threshold
    steps = Decimal(1) if clause.step is None else _counted(over / clause.step, case.reading)
    off = min(steps * each, most)
    return _step(case, rate, off, f"超过{plain(threshold)}%，视为偏离，扣{shown(off)}分")


def _exemption(case: _Case, _: Reading | None) -> Step:
    operand = case.operands[case.clause.fact]
    points = case.full
    if not operand.yes:
        return Step(case.clause, Points(Decimal(0), Decimal(0)), points, verdict="不适用")
    verdict = f"{operand.title}，按规定得{plain(points)}分"
    nothing = Points(Decimal(0), Decimal(0))
    return Step(case.clause, nothing, points, verdict=verdict, decides=points)


def _veto(case: _Case, _: Reading | None) -> Step:
    clause, operand = case.clause, case.operands[case.clause.fact]
    nothing = Points(Decimal(0), Decimal(0))
    if not operand.yes:
        return Step(clause, nothing, case.full, verdict="没有这种情况")
    if clause.deduct is not None:
        off = Points(clause.deduct, clause.deduct)
        return Step(clause, off, case.full, verdict=f"{operand.title}，扣{plain(clause.deduct)}分")
    verdict = f"{operand.title}，此项不得分"
    return Step(clause, nothing, case.full, verdict=verdict, decides=Decimal(0))


# ---------------------------------------------------------------- rates


class _Rate(NamedTuple):
    """A completion in percent, where it comes from, and its share of the target."""

    percent: Decimal
    share: Decimal | None
    arithmetic: str
    gap: Decimal | None = None


def _threshold(clause: Clause) -> Decimal:
    return _HUNDRED if clause.threshold is None else clause.threshold


def _met(rate: Decimal, threshold: Decimal, at_most: bool) -> bool:
    return rate <= threshold if at_most else rate >= threshold


def _rate(case: _Case) -> _Rate | None:
    """The rate a clause scores, or None while its facts are missing or make no rate."""
    clause = case.clause
    if not clause.plan:
        number = case.operands[clause.fact].number if clause.fact else None
        if number is None:
            return None
        target = _threshold(clause)
        return _Rate(number, _share(number, target, clause.at_most), f"{plain(number)}%")
    plan, actual = case.operands[clause.plan], _actual(case)
    if plan.number is None or actual is None or not _comparable(plan, actual[1]):
        return None
    done, _ = actual
    at_most = clause.at_most or lower_is_better(plan)
    share = _share(done, plan.number * _threshold(clause) / _HUNDRED, at_most)
    if not plan.number:
        return None
    percent = done / plan.number * _HUNDRED
    gap = plan.number - done if plan.number > done else None
    arithmetic = f"{plain(done)}÷{plain(plan.number)}＝{shown(percent)}%"
    return _Rate(percent, share, arithmetic, gap)


def _actual(case: _Case) -> tuple[Decimal, Operand] | None:
    """What was done; where 全部完成 is 是 and nothing was typed, as much as was planned."""
    clause = case.clause
    actual = case.operands[clause.actual]
    if actual.number is not None:
        return actual.number, actual
    if actual.blank and clause.done and case.operands[clause.done].yes:
        plan = case.operands[clause.plan]
        return None if plan.number is None else (plan.number, plan)
    return None


def _comparable(plan: Operand, actual: Operand) -> bool:
    """Whether two amounts are of one unit; one that names none is taken to be of the other's."""
    return not plan.unit or not actual.unit or plan.unit == actual.unit


def _share(actual: Decimal, target: Decimal, at_most: bool) -> Decimal | None:
    if at_most:
        return Decimal(1) if actual <= target else target / actual
    return actual / target if target else None


def _counted(steps: Decimal, reading: Reading) -> Decimal:
    if reading is Reading.PROPORTIONAL:
        return steps
    rounding = ROUND_FLOOR if reading is Reading.COMPLETED else ROUND_CEILING
    return steps.to_integral_value(rounding)


_READINGS = {
    Reading.COMPLETED: "按满一个计",
    Reading.BEGUN: "不足一个按一个计",
    Reading.PROPORTIONAL: "按比例计",
}


# ---------------------------------------------------------------- making steps


def _step(
    case: _Case, rate: _Rate, points: Decimal, verdict: str, below: Decimal | None = None
) -> Step:
    return Step(
        case.clause,
        Points(points, points),
        case.full,
        rate=rate.percent,
        gap=rate.gap,
        below=below,
        arithmetic=rate.arithmetic,
        verdict=verdict,
    )


def _words(case: _Case) -> Step:
    """A target in words: reached where the actual value says the same, else at discretion."""
    clause = case.clause
    if clause.plan:
        plan, actual = case.operands[clause.plan], case.operands[clause.actual]
        texts = ["".join(each.value.typed.split()) for each in (plan, actual)]
        if texts[0] and texts[0] == texts[1]:
            verdict = "与目标一致，得满分"
            return Step(clause, Points(case.full, case.full), case.full, verdict=verdict)
        if plan.value.qualitative and actual.value.qualitative:
            points = Points(Decimal(0), case.full)
            return Step(clause, points, case.full, verdict="定性指标，由填报人评分")
    return _open(case)


def _open(case: _Case, name: str = "", most: Decimal | None = None) -> Step:
    """A clause that waits for facts: anything up to its full points is possible."""
    full = case.full if most is None else most
    wanted = [name] if name else [case.clause.plan, case.clause.actual, case.clause.fact]
    missing = tuple(n for n in wanted if n and case.operands[n].number is None)
    points = Points(Decimal(0), full)
    verdict = "、".join(case.operands[n].title for n in missing)
    return Step(
        case.clause,
        points,
        full,
        verdict=f"还没有填：{verdict}" if verdict else "计划数为零或单位不同，算不出完成率",
        missing=missing,
    )


def plain(number: Decimal) -> str:
    """A number without exponent and without idle zeros."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") or "0" if "." in text else text


def rounded(number: Decimal, decimals: int) -> Decimal:
    """Half up to so many decimals."""
    return number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, EXACT)


def shown(number: Decimal) -> str:
    """For reading: two decimals at most."""
    return plain(rounded(number, 2))


_EVALUATORS: dict[ClauseKind, Callable[[_Case, Reading | None], Step]] = {
    _K.ALL_OR_NOTHING: _all_or_nothing,
    _K.COMPLETION: _against_threshold,
    _K.THRESHOLD: _against_threshold,
    _K.BANDS: _bands,
    _K.PROPORTIONAL: _proportional,
    _K.QUALITATIVE: _qualitative,
    _K.EXECUTION_RATE: _execution_rate,
    _K.DISCRETIONARY: _discretionary,
    _K.PER_ITEM: _per_item,
    _K.PER_DAY: _per_item,
    _K.OVER_PERFORMANCE: _over_performance,
    _K.EXEMPTION: _exemption,
    _K.VETO: _veto,
    _K.GROUP: _group,
    _K.ALTERNATIVES: _alternatives,
}
