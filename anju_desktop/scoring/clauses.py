"""One clause of a 评分标准 against the facts: points, rate and the arithmetic in words.

Points are kept as an interval: where a fact is missing or a score is at discretion, everything
from ``low`` to ``high`` is possible. All amounts are exact decimals.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal, localcontext
from typing import NamedTuple

from anju_desktop.document.values import Value
from anju_desktop.forms.definition import Clause, ClauseKind, Reading
from anju_desktop.forms.scoring_lint import AWARDS
from anju_desktop.records import record
from anju_desktop.scoring.operands import (
    Operand,
    Operands,
    contradicted,
    in_unit,
    lower_is_better,
)

EXACT = Context(prec=100)
"""Room for the rate of two numbers of the greatest length that values may have."""
_HUNDRED = Decimal(100)
_NOTHING = Decimal(0)
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
    settled_by: Clause | None = None
    """In a group: the exemption or veto that settled it."""
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

    @property
    def most(self) -> Decimal:
        """The most a deduction takes away."""
        return self.full if self.clause.maximum is None else self.clause.maximum


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
    """Awards minus deductions within [0, full]; a veto goes before an exemption, both before all.

    A veto or exemption that nobody answered is taken not to apply.
    """
    steps = tuple([evaluate(part, operands, full, reading) for part in clause.parts])
    with localcontext(EXACT):
        return _decided(clause, steps, full) or _added_up(clause, steps, full)


def _decided(clause: Clause, steps: tuple[Step, ...], full: Decimal) -> Step | None:
    """The group as a veto or an exemption settles it, if one does."""
    scores = [(step.decides, step) for step in steps if step.decides is not None]
    if not scores:
        return None
    score, step = min(scores, key=lambda each: each[1].clause.kind is not _K.VETO)
    points = _exactly(_within(score, full))
    return Step(clause, points, full, verdict=step.verdict, parts=steps, settled_by=step.clause)


def _added_up(clause: Clause, steps: tuple[Step, ...], full: Decimal) -> Step:
    awards = [step.points for step in steps if not step.deducts] or [_without_awards(steps, full)]
    taken = [step.points for step in steps if step.deducts]
    # Deductions come off the points that can be had, not off what the awards would add up to.
    low = min(_sum(p.low for p in awards), full) - _sum(p.high for p in taken)
    high = min(_sum(p.high for p in awards), full) - _sum(p.low for p in taken)
    points = Points(_within(low, full), _within(high, full))
    rates = [step for step in _leaves(steps) if step.rate is not None]
    lowest = min(rates, key=lambda step: step.rate or _NOTHING, default=None)
    return Step(
        clause,
        points,
        full,
        rate=None if lowest is None else lowest.rate,
        gap=None if lowest is None else lowest.gap,
        below=None if lowest is None else lowest.below,
        missing=() if points.known else _missing(steps),
        parts=steps,
    )


def _without_awards(steps: tuple[Step, ...], full: Decimal) -> Points:
    """Deductions are taken off full marks; an exemption alone says nothing of other cases."""
    says = any(step.clause.kind is not _K.EXEMPTION for step in steps)
    return _exactly(full) if says else Points(_NOTHING, full)


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, _NOTHING)


def _missing(steps: tuple[Step, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for step in steps for name in step.missing))


def _leaves(steps: tuple[Step, ...]) -> list[Step]:
    return [leaf for s in steps for leaf in (_leaves(s.parts) if s.parts else [s])]


def _within(points: Decimal, full: Decimal) -> Decimal:
    return max(_NOTHING, min(points, full))


def _exactly(points: Decimal) -> Points:
    return Points(points, points)


# ---------------------------------------------------------------- awards


def _all_or_nothing(case: _Case, _: Reading | None) -> Step:
    operand = case.operands[case.clause.fact]
    if operand.yes is None:
        return _open(case)
    points = case.full if operand.yes else _NOTHING
    verdict = f"{operand.title}：{'是' if operand.yes else '否'}，得{plain(points)}分"
    return Step(case.clause, _exactly(points), case.full, verdict=verdict)


def _against_threshold(case: _Case, _: Reading | None) -> Step:
    """Completion against plan, and threshold: full at or above, else points off per step."""
    rate = _rate(case)
    if rate is None:
        return _open(case)
    clause, threshold = case.clause, _threshold(case.clause)
    if rate.met:
        return _step(case, rate, case.full, f"达到{plain(threshold)}%，不扣分")
    most = case.full if clause.maximum is None else min(clause.maximum, case.full)
    if rate.percent is None:
        return _step(case, rate, case.full - most, "目标为零，没有达到")
    below = abs(threshold - rate.percent)
    if clause.step is None or clause.deduct is None:
        return _step(case, rate, _NOTHING, f"未达到{plain(threshold)}%，不得分", below)
    off = min(_counted(below / clause.step, case.reading) * clause.deduct, most)
    side = "高" if rate.at_most else "低"
    verdict = f"{side}{shown(below)}个百分点，{_READINGS[case.reading]}，扣{shown(off)}分"
    return _step(case, rate, case.full - off, verdict, below)


def _bands(case: _Case, _: Reading | None) -> Step:
    rate = _rate(case)
    if rate is None or rate.percent is None:
        return _open(case)
    for band in case.clause.bands:
        if rate.percent >= band.at_least:
            points = _within(band.points or _NOTHING, case.full)
            verdict = f"在{plain(band.at_least)}%及以上这一档，得{plain(points)}分"
            return _step(case, rate, points, verdict)
    lowest = case.clause.bands[-1].at_least
    return _step(case, rate, _NOTHING, f"低于{plain(lowest)}%，不得分")


def _proportional(case: _Case, _: Reading | None) -> Step:
    """Met: full; else actual ÷ target × points, for ≤ target ÷ actual × points."""
    rate = _rate(case)
    if rate is None:
        return _in_words(case)
    if rate.met:
        return _step(case, rate, case.full, "达到目标，得满分")
    points = case.full * rate.share
    verdict = f"按比例：{shown(rate.share * _HUNDRED)}%×{plain(case.full)}＝{shown(points)}分"
    return _step(case, rate, points, verdict)


def _in_words(case: _Case) -> Step:
    """A target in words: reached where the actual value says the same, else by its band."""
    clause = case.clause
    if not clause.plan:
        return _open(case)
    plan, actual = case.operands[clause.plan].value, case.operands[clause.actual].value
    if not plan.qualitative or not actual.qualitative:
        return _open(case)
    if "".join(plan.typed.split()) == "".join(actual.typed.split()):
        return Step(clause, _exactly(case.full), case.full, verdict="与目标一致，得满分")
    points = Points(_NOTHING, case.full)
    return _by_label(case, actual) or Step(
        clause, points, case.full, verdict="定性指标，由填报人评分"
    )


def _qualitative(case: _Case, _: Reading | None) -> Step:
    """达成, 部分达成, 未达成: a percent scores itself, a label alone leaves its band open."""
    operand = case.operands[case.clause.fact]
    if operand.number is None:
        return _by_label(case, operand.value) or _open(case)
    percent = min(operand.number, _HUNDRED)
    label = next((b.label for b in case.clause.bands if percent >= b.at_least), "")
    points = case.full * percent / _HUNDRED
    verdict = f"{label}，{plain(percent)}%×{plain(case.full)}＝{shown(points)}分"
    return Step(case.clause, _exactly(points), case.full, rate=percent, verdict=verdict)


def _by_label(case: _Case, value: Value) -> Step | None:
    """Anything in the band that a label names."""
    upper = _HUNDRED
    for band in case.clause.bands:
        if value.typed.strip() == band.label:
            low, high = (case.full * edge / _HUNDRED for edge in (band.at_least, upper))
            verdict = f"{band.label}：{plain(band.at_least)}%—{plain(upper)}%之间酌定"
            return Step(case.clause, Points(low, high), case.full, verdict=verdict)
        upper = band.at_least
    return None


def _execution_rate(case: _Case, _: Reading | None) -> Step:
    """执行率 × 分值, capped at 分值."""
    rate = _rate(case)
    if rate is None or rate.percent is None:
        return _open(case)
    percent = min(rate.percent, _HUNDRED)
    points = case.full * percent / _HUNDRED
    verdict = f"{shown(percent)}%×{plain(case.full)}＝{shown(points)}分"
    return _step(case, rate, points, verdict)


def _discretionary(case: _Case, _: Reading | None) -> Step:
    """Typed by hand; a rate is shown beside it."""
    points = Points(_NOTHING, case.full)
    rate = _rate(case) if case.clause.plan or case.clause.fact else None
    if rate is None:
        return Step(case.clause, points, case.full, verdict="酌情评分，由填报人填写")
    step = _step(case, rate, _NOTHING, "评分标准未列明算法，由填报人填写")
    return replace(step, points=points)


def _alternatives(case: _Case, reading: Reading | None) -> Step:
    """The best of several cases."""
    steps = tuple([evaluate(p, case.operands, case.full, reading) for p in case.clause.parts])
    low = max(step.points.low for step in steps)
    high = max(step.points.high for step in steps)
    points = Points(_within(low, case.full), _within(high, case.full))
    best = max(steps, key=lambda step: step.points.low)
    return Step(
        case.clause,
        points,
        case.full,
        rate=best.rate,
        gap=best.gap,
        below=best.below,
        verdict=best.verdict if points.known else "",
        missing=() if points.known else _missing(steps),
        parts=steps,
    )


def _group(case: _Case, reading: Reading | None) -> Step:
    return evaluate_group(case.clause, case.operands, case.full, reading)


# ---------------------------------------------------------------- deductions and decisions


def _per_item(case: _Case, _: Reading | None) -> Step:
    """So many points off per item found or day late; a started day counts as one."""
    clause, operand = case.clause, case.operands[case.clause.fact]
    count = operand.times
    if count is None:
        return _open(case)
    units = count.to_integral_value(ROUND_CEILING) / (clause.step or 1)
    off = min(_counted(units, case.reading) * (clause.deduct or _NOTHING), case.most)
    unit = operand.unit or ("天" if clause.kind is _K.PER_DAY else "项")
    verdict = f"{plain(count)}{unit}，扣{shown(off)}分" if count else "没有，不扣分"
    return Step(clause, _exactly(off), case.most, verdict=verdict)


def _over_performance(case: _Case, _: Reading | None) -> Step:
    clause, rate = case.clause, _rate(case)
    if rate is None or rate.percent is None:
        return _open(case)
    over = rate.percent - _threshold(clause)
    limit = f"{plain(_threshold(clause))}%"
    if over <= 0:
        step = _step(case, rate, _NOTHING, f"未超过{limit}，不扣分")
    else:
        steps = Decimal(1) if clause.step is None else _counted(over / clause.step, case.reading)
        off = min(steps * (clause.deduct or _NOTHING), case.most)
        step = _step(case, rate, off, f"超过{limit}，视为偏离，扣{shown(off)}分")
    return replace(step, full=case.most)


def _exemption(case: _Case, _: Reading | None) -> Step:
    operand = case.operands[case.clause.fact]
    if not operand.yes:
        return _idle(case, operand, "不适用")
    verdict = f"{operand.title}，按规定得{plain(case.full)}分"
    nothing = _exactly(_NOTHING)
    return Step(case.clause, nothing, case.full, verdict=verdict, decides=case.full)


def _veto(case: _Case, _: Reading | None) -> Step:
    clause, operand = case.clause, case.operands[case.clause.fact]
    if not operand.yes:
        return _idle(case, operand, "没有这种情况")
    if clause.deduct is not None:
        verdict = f"{operand.title}，扣{plain(clause.deduct)}分"
        return Step(clause, _exactly(clause.deduct), case.full, verdict=verdict)
    verdict = f"{operand.title}，此项不得分"
    return Step(clause, _exactly(_NOTHING), case.full, verdict=verdict, decides=_NOTHING)


def _idle(case: _Case, operand: Operand, words: str) -> Step:
    """An exemption or veto that does not come into play."""
    verdict = words if operand.yes is False else f"没有填“{operand.title}”，按{words}算"
    return Step(case.clause, _exactly(_NOTHING), case.full, verdict=verdict)


# ---------------------------------------------------------------- rates


class _Rate(NamedTuple):
    """How far a target is reached, and where that comes from."""

    percent: Decimal | None
    """None where the target is that there be none (≤0起) and there was some."""
    met: bool
    share: Decimal
    """The part of the points that an unmet target earns in proportion."""
    at_most: bool
    arithmetic: str
    gap: Decimal | None = None


def _threshold(clause: Clause) -> Decimal:
    return _HUNDRED if clause.threshold is None else clause.threshold


def _rate(case: _Case) -> _Rate | None:
    """The rate a clause scores, or None while its facts are missing or make no rate."""
    clause = case.clause
    if clause.plan:
        return _completion(case)
    number = case.operands[clause.fact].number if clause.fact else None
    if number is None:
        return None
    met, share = _reached(number, _threshold(clause), clause.at_most)
    return _Rate(number, met, share, clause.at_most, f"{plain(number)}%")


def _completion(case: _Case) -> _Rate | None:
    """Actual over plan."""
    clause = case.clause
    plan, actual = case.operands[clause.plan], _actual(case)
    if plan.number is None or actual is None or actual.number is None:
        return None
    done = in_unit(actual, plan.unit)
    if done is None:
        return None
    at_most = lower_is_better(plan, clause.at_most)
    met, share = _reached(done, plan.number * _threshold(clause) / _HUNDRED, at_most)
    if not plan.number:
        return _of_nothing(done) if at_most else None
    percent = done / plan.number * _HUNDRED
    gap = plan.number - done if plan.number > done else None
    arithmetic = f"{plain(done)}÷{plain(plan.number)}＝{shown(percent)}%"
    if contradicted(clause, case.operands):
        arithmetic += f"（“{case.operands[clause.done].title}”填的是“是”，按填写的数计算）"
    return _Rate(percent, met, share, at_most, arithmetic, gap)


def _of_nothing(done: Decimal) -> _Rate:
    """The target that there be none: met by none, and by nothing else."""
    arithmetic = f"目标0，实际{plain(done)}"
    return _Rate(None, not done, _NOTHING, at_most=True, arithmetic=arithmetic)


def _reached(amount: Decimal, target: Decimal, at_most: bool) -> tuple[bool, Decimal]:
    """Whether a target is met, and the share of the points that it earns."""
    if amount <= target if at_most else amount >= target:
        return True, Decimal(1)
    return False, target / amount if at_most else amount / target


def _actual(case: _Case) -> Operand | None:
    """What was done; where 全部完成 is 是 and nothing was typed, as much as was planned."""
    clause, actual = case.clause, case.operands[case.clause.actual]
    if actual.blank and clause.done and case.operands[clause.done].yes:
        return case.operands[clause.plan]
    return actual


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


def _open(case: _Case) -> Step:
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
    return Step(case.clause, Points(_NOTHING, full), full, verdict=verdict, missing=missing)


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
