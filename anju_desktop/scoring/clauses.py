"""One clause of a 评分标准 against the facts: points, rate and the arithmetic in words.

Points are kept as an interval: where a fact is missing or a score is at discretion, everything
from ``low`` to ``high`` is possible. All amounts are exact decimals.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal, localcontext

from anju_desktop.document.values import Value, plain
from anju_desktop.forms.definition import Clause, ClauseKind, Reading
from anju_desktop.scoring.figures import EXACT, HUNDRED, NOTHING, shown
from anju_desktop.scoring.operands import (
    Operand,
    Operands,
)
from anju_desktop.scoring.rates import READINGS, Rate, counted, rate_of, threshold_of
from anju_desktop.scoring.steps import Case, Points, Step, open_step

_K = ClauseKind


def evaluate(
    clause: Clause, operands: Operands, full: Decimal, reading: Reading | None = None
) -> Step:
    """The clause's step; ``full`` are the points of the whole row, for clauses without their own.

    ``reading`` replaces the edition's reading of 每低一个百分点 everywhere in the tree.
    """
    points = full if clause.points is None else clause.points
    case = Case(clause, operands, points, reading or clause.reading)
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
    lowest = min(rates, key=lambda step: step.rate or NOTHING, default=None)
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
    return _exactly(full) if says else Points(NOTHING, full)


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, NOTHING)


def _missing(steps: tuple[Step, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for step in steps for name in step.missing))


def _leaves(steps: tuple[Step, ...]) -> list[Step]:
    return [leaf for s in steps for leaf in (_leaves(s.parts) if s.parts else [s])]


def _within(points: Decimal, full: Decimal) -> Decimal:
    return max(NOTHING, min(points, full))


def _exactly(points: Decimal) -> Points:
    return Points(points, points)


def _all_or_nothing(case: Case, _: Reading | None) -> Step:
    operand = case.operands[case.clause.fact]
    if operand.yes is None:
        return open_step(case)
    points = case.full if operand.yes else NOTHING
    verdict = f"{operand.title}：{'是' if operand.yes else '否'}，得{plain(points)}分"
    return Step(case.clause, _exactly(points), case.full, verdict=verdict)


def _against_threshold(case: Case, _: Reading | None) -> Step:
    """Completion against plan, and threshold: full at or above, else points off per step."""
    rate = rate_of(case)
    if rate is None:
        return open_step(case)
    clause, threshold = case.clause, threshold_of(case.clause)
    if rate.met:
        return _step(case, rate, case.full, f"达到{plain(threshold)}%，不扣分")
    most = case.full if clause.maximum is None else min(clause.maximum, case.full)
    if rate.percent is None:
        return _step(case, rate, case.full - most, "目标为零，没有达到")
    below = abs(threshold - rate.percent)
    if clause.step is None or clause.deduct is None:
        return _step(case, rate, NOTHING, f"未达到{plain(threshold)}%，不得分", below)
    off = min(counted(below / clause.step, case.reading) * clause.deduct, most)
    side = "高" if rate.at_most else "低"
    verdict = f"{side}{shown(below)}个百分点，{READINGS[case.reading]}，扣{shown(off)}分"
    return _step(case, rate, case.full - off, verdict, below)


def _bands(case: Case, _: Reading | None) -> Step:
    rate = rate_of(case)
    if rate is None or rate.percent is None:
        return open_step(case)
    for band in case.clause.bands:
        if rate.percent >= band.at_least:
            points = _within(band.points or NOTHING, case.full)
            verdict = f"在{plain(band.at_least)}%及以上这一档，得{plain(points)}分"
            return _step(case, rate, points, verdict)
    lowest = case.clause.bands[-1].at_least
    return _step(case, rate, NOTHING, f"低于{plain(lowest)}%，不得分")


def _proportional(case: Case, _: Reading | None) -> Step:
    """Met: full; else actual ÷ target × points, for ≤ target ÷ actual × points."""
    rate = rate_of(case)
    if rate is None:
        return _in_words(case)
    if rate.met:
        return _step(case, rate, case.full, "达到目标，得满分")
    points = case.full * rate.share
    verdict = f"按比例：{shown(rate.share * HUNDRED)}%×{plain(case.full)}＝{shown(points)}分"
    return _step(case, rate, points, verdict)


def _in_words(case: Case) -> Step:
    """A target in words: reached where the actual value says the same, else by its band."""
    clause = case.clause
    if not clause.plan:
        return open_step(case)
    plan, actual = case.operands[clause.plan].value, case.operands[clause.actual].value
    if not plan.qualitative or not actual.qualitative:
        return open_step(case)
    if "".join(plan.typed.split()) == "".join(actual.typed.split()):
        return Step(clause, _exactly(case.full), case.full, verdict="与目标一致，得满分")
    points = Points(NOTHING, case.full)
    return _by_label(case, actual) or Step(
        clause, points, case.full, verdict="定性指标，由填报人评分"
    )


def _qualitative(case: Case, _: Reading | None) -> Step:
    """达成, 部分达成, 未达成: a percent scores itself, a label alone leaves its band open."""
    operand = case.operands[case.clause.fact]
    if operand.number is None:
        return _by_label(case, operand.value) or open_step(case)
    percent = min(operand.number, HUNDRED)
    label = next((b.label for b in case.clause.bands if percent >= b.at_least), "")
    points = case.full * percent / HUNDRED
    verdict = f"{label}，{plain(percent)}%×{plain(case.full)}＝{shown(points)}分"
    return Step(case.clause, _exactly(points), case.full, rate=percent, verdict=verdict)


def _by_label(case: Case, value: Value) -> Step | None:
    """Anything in the band that a label names."""
    upper = HUNDRED
    for band in case.clause.bands:
        if value.typed.strip() == band.label:
            low, high = (case.full * edge / HUNDRED for edge in (band.at_least, upper))
            verdict = f"{band.label}：{plain(band.at_least)}%—{plain(upper)}%之间酌定"
            return Step(case.clause, Points(low, high), case.full, verdict=verdict)
        upper = band.at_least
    return None


def _execution_rate(case: Case, _: Reading | None) -> Step:
    """执行率 × 分值, capped at 分值."""
    rate = rate_of(case)
    if rate is None or rate.percent is None:
        return open_step(case)
    percent = min(rate.percent, HUNDRED)
    points = case.full * percent / HUNDRED
    verdict = f"{shown(percent)}%×{plain(case.full)}＝{shown(points)}分"
    return _step(case, rate, points, verdict)


def _discretionary(case: Case, _: Reading | None) -> Step:
    """Typed by hand; a rate is shown beside it."""
    points = Points(NOTHING, case.full)
    rate = rate_of(case) if case.clause.plan or case.clause.fact else None
    if rate is None:
        return Step(case.clause, points, case.full, verdict="酌情评分，由填报人填写")
    step = _step(case, rate, NOTHING, "评分标准未列明算法，由填报人填写")
    return replace(step, points=points)


def _alternatives(case: Case, reading: Reading | None) -> Step:
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


def _group(case: Case, reading: Reading | None) -> Step:
    return evaluate_group(case.clause, case.operands, case.full, reading)


def _per_item(case: Case, _: Reading | None) -> Step:
    """So many points off per item found or day late; a started day counts as one."""
    clause, operand = case.clause, case.operands[case.clause.fact]
    count = operand.times
    if count is None:
        return open_step(case)
    units = count.to_integral_value(ROUND_CEILING) / (clause.step or 1)
    off = min(counted(units, case.reading) * (clause.deduct or NOTHING), case.most)
    unit = operand.unit or ("天" if clause.kind is _K.PER_DAY else "项")
    verdict = f"{plain(count)}{unit}，扣{shown(off)}分" if count else "没有，不扣分"
    return Step(clause, _exactly(off), case.most, verdict=verdict)


def _over_performance(case: Case, _: Reading | None) -> Step:
    clause, rate = case.clause, rate_of(case)
    if rate is None or rate.percent is None:
        return open_step(case)
    over = rate.percent - threshold_of(clause)
    limit = f"{plain(threshold_of(clause))}%"
    if over <= 0:
        step = _step(case, rate, NOTHING, f"未超过{limit}，不扣分")
    else:
        steps = Decimal(1) if clause.step is None else counted(over / clause.step, case.reading)
        off = min(steps * (clause.deduct or NOTHING), case.most)
        step = _step(case, rate, off, f"超过{limit}，视为偏离，扣{shown(off)}分")
    return replace(step, full=case.most)


def _exemption(case: Case, _: Reading | None) -> Step:
    operand = case.operands[case.clause.fact]
    if not operand.yes:
        return _idle(case, operand, "不适用")
    verdict = f"{operand.title}，按规定得{plain(case.full)}分"
    nothing = _exactly(NOTHING)
    return Step(case.clause, nothing, case.full, verdict=verdict, decides=case.full)


def _veto(case: Case, _: Reading | None) -> Step:
    clause, operand = case.clause, case.operands[case.clause.fact]
    if not operand.yes:
        return _idle(case, operand, "没有这种情况")
    if clause.deduct is not None:
        verdict = f"{operand.title}，扣{plain(clause.deduct)}分"
        return Step(clause, _exactly(clause.deduct), case.full, verdict=verdict)
    verdict = f"{operand.title}，此项不得分"
    return Step(clause, _exactly(NOTHING), case.full, verdict=verdict, decides=NOTHING)


def _idle(case: Case, operand: Operand, words: str) -> Step:
    """An exemption or veto that does not come into play."""
    verdict = words if operand.yes is False else f"没有填“{operand.title}”，按{words}算"
    return Step(case.clause, _exactly(NOTHING), case.full, verdict=verdict)


def _step(
    case: Case, rate: Rate, points: Decimal, verdict: str, below: Decimal | None = None
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


_EVALUATORS: dict[ClauseKind, Callable[[Case, Reading | None], Step]] = {
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
