"""Checks of an evaluation table: claimed scores against the standard, grades, contradicting facts.

A score is recomputed only when a fact or cell of its own row was touched; typing a claimed score
costs no more than looking the computed one up.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from anju_desktop.document.changes import CellRef
from anju_desktop.document.values import plain
from anju_desktop.forms.checks import GradeCheck, ScoreByStandardCheck
from anju_desktop.forms.definition import Check, Clause, Edition, Group, Level, Scoring
from anju_desktop.rules.findings import Finding, Suggestion
from anju_desktop.rules.required import RequiredColumns
from anju_desktop.rules.rule import Rank, Rule, place, row_label, title_of
from anju_desktop.rules.view import Column, View
from anju_desktop.scoring.figures import shown
from anju_desktop.scoring.implied import implied_by
from anju_desktop.scoring.operands import Operands, all_clauses, clauses_of, contradicted, names_in
from anju_desktop.scoring.reasons import names_in_sentences
from anju_desktop.scoring.scorecard import RowScore, grade_of, row_score
from anju_desktop.scoring.steps import Points, Step

_MOST_NAMED = 5
"""Rows named in a sentence; of more it says how many there are."""

CONTRADICTION = Check(
    "contradiction",
    Level.EXPLAIN,
    "事实互相矛盾",
    "填了全部完成的，完成数应等于计划数",
    "核对哪一个填错了；得分按填写的数计算。",
)
BELOW_ZERO = Check(
    "below-zero", Level.ERROR, "数不能小于零", "计划、完成、项数、天数都不小于零", "请改正。"
)
FACT_RULE_IDS = (CONTRADICTION.id, BELOW_ZERO.id)


class RowScores:
    """The computed scores of a group's rows, each kept until something it reads is touched."""

    def __init__(self, edition: Edition, group: Group) -> None:
        assert group.marks is not None
        self.group, self.marks = group, group.marks
        self._facts = {fact.id for fact in edition.facts}
        self._shared = self._columns(group.scoring, ())
        self._own = {
            row.id: self._columns(
                clauses_of(edition, group, row.id), names_in_sentences(row.reasons)
            )
            for row in group.rows
        }
        self.reads = frozenset(self._shared).union(*self._own.values())

    def _columns(self, clauses: tuple[Clause, ...], more: Iterable[str]) -> tuple[Column, ...]:
        """Everything that a score or its sentence is made of."""
        measures = {measure.id: measure for measure in self.group.measures}
        names = [self.marks.full]
        for name in (*names_in(clauses), *more):
            measure = measures.get(name)
            parts = (measure.value, measure.sign, measure.number, measure.unit) if measure else ()
            names.extend([part for part in parts if part] or [name])
        known = {column.id for column in self.group.columns}
        own = [(self.group.id, name) for name in names if name in known and name not in self._facts]
        return (*(("", name) for name in names if name in self._facts), *own)

    def of(self, view: View, row: str) -> RowScore:
        """What the facts give; its ``claimed`` may be an earlier one."""
        columns = self._own.get(row, self._shared)
        score = view.derived(
            ("score", self.group.id, row),
            columns,
            lambda: row_score(view.document, self.group, row),
        )
        assert score is not None
        return score


class RequiredMarks(RequiredColumns):
    """The required cells of a scored row, with its computed score and drafted reason to put in."""

    asks_if_blank = False

    def __init__(self, group: Group, edition: Edition) -> None:
        super().__init__(group)
        self._scores = RowScores(edition, group)
        self.reads |= self._scores.reads

    def _offer(self, view: View, ref: CellRef) -> Suggestion | None:
        marks = self._scores.marks
        if ref.field == marks.score:
            score = self._scores.of(view, ref.row).score
            return None if score is None else _put(ref, score)
        if ref.field == marks.reason:
            reason = self._scores.of(view, ref.row).reason
            return Suggestion(ref, reason, "用草拟的理由") if reason else None
        return None


def _put(ref: CellRef, score: Decimal) -> Suggestion:
    return Suggestion(ref, plain(score), f"填 {plain(score)} 分")


def standard_rules(check: ScoreByStandardCheck, edition: Edition) -> Iterator[Rule]:
    """A rule for each group that is scored."""
    for group in edition.groups:
        if group.marks is not None:
            yield ScoreByStandard(check, edition, group)


class ScoreByStandard(Rule):
    """A claimed score is one that some reading of the standard gives."""

    rank = Rank.COMPARISON

    def __init__(self, check: ScoreByStandardCheck, edition: Edition, group: Group) -> None:
        self._scores = RowScores(edition, group)
        self._marks = self._scores.marks
        super().__init__(check, {*self._scores.reads, (group.id, self._marks.score)}, group.id)

    def examine(self, view: View, row: str) -> Iterable[Finding]:
        ref = CellRef(self._marks.score, self.group, row)
        value = view.value(ref.field, ref.group, row)
        if value.number is None:
            return
        score = self._scores.of(view, row)
        if not score.full:
            return
        if score.fits(value.number):
            yield from self._implied(view, ref, replace(score, claimed=value))
        elif value.number <= score.full or score.score is not None:
            # Above the points while nothing is known: that is no matter of the standard.
            yield self._misfit(view, ref, score, value.number)

    def unchecked(self, view: View) -> Iterable[str]:
        """The claimed scores that nothing could be held against."""
        names = [
            row_label(view, self.group, row)
            for row in view.rows(self.group)
            if view.value(self._marks.score, self.group, row).number is not None
            and _says_nothing(self._scores.of(view, row))
        ]
        if names:
            listed = "、".join(f"“{name}”" for name in names[:_MOST_NAMED])
            more = "等" if len(names) > _MOST_NAMED else ""
            yield (
                f"{listed}{more} {len(names)} 行的得分没有按评分标准核对："
                "事实没有填，或者评分标准没有列明算法。"
            )

    def _misfit(self, view: View, ref: CellRef, score: RowScore, claimed: Decimal) -> Finding:
        allowed = _allowed(score)
        worked_out = _worked_out(score.step)
        others = f"；换一种算法可得 {'、'.join(allowed[1:])} 分" if allowed[1:] else ""
        known = "应得" if score.score is not None else "按已填的事实可得"
        return self.finding(
            [ref, *self._facts(view, ref.row)],
            f"{place(view, ref)}填的是 {plain(claimed)} 分，{known} {allowed[0]} 分"
            f"{f'（{worked_out}）' if worked_out else ''}{others}。",
            written=f"{plain(claimed)} 分",
            expected=f"{'、'.join(allowed)} 分",
            arithmetic=worked_out,
            basis=_standard(score.step),
            advice="核对事实和得分；对评分标准另有理解的写明理由。",
            suggestion=None if score.score is None else _put(ref, score.score),
        )

    def _implied(self, view: View, ref: CellRef, score: RowScore) -> Iterator[Finding]:
        """What a score says of a rate that nobody entered."""
        implied = implied_by(view.document, self._scores.group, score)
        if implied is None:
            return
        title, rate = implied.operand.title, f"{plain(implied.rate)}%"
        claimed = score.claimed.typed.strip()
        how = f"按比例算，{title}为 {rate}"
        if implied.between is not None:
            low, high = implied.between
            rate = f"{shown(low)}%—{shown(high)}%"
            how = f"{title}在 {shown(low)}% 与 {shown(high)}% 之间"
        yield Finding(
            f"{self.check.id}-implied",
            Level.HINT,
            (ref, implied.operand.ref),
            "从得分推出了没有填的比率",
            f"{place(view, ref)}填的是 {claimed} 分，“{title}”没有填。"
            f"照评分标准，得这个分就是说{how}：{implied.arithmetic}。",
            written=f"{claimed} 分",
            expected=f"{title} {rate}",
            arithmetic=implied.arithmetic,
            basis=_standard(score.step),
            advice=f"填上{title}，并看评分理由里的说法是否一致。",
        )

    def _facts(self, view: View, row: str) -> list[CellRef]:
        """The filled facts and cells that the score comes from."""
        group = self._scores.group
        operands = Operands(view.document, group, row)
        named = names_in(clauses_of(view.edition, group, row))
        refs = [operands[name].ref for name in named if not operands[name].blank]
        return list(dict.fromkeys(refs))


def _says_nothing(score: RowScore) -> bool:
    """Whether every score within the points is still possible."""
    low, high = score.step.points
    return bool(score.full) and not low and high == score.full


def _allowed(score: RowScore) -> list[str]:
    """All scores that fit, that of the edition's reading first."""
    spans = dict.fromkeys([score.step.points, *score.allowed, *score.exceptional])
    apart = [s for s in spans if not any(_holds(other, s) for other in spans if other != s)]
    return list(dict.fromkeys(map(_span, apart)))


def _holds(points: Points, other: Points) -> bool:
    return points.low <= other.low and other.high <= points.high


def _span(points: Points) -> str:
    low, high = shown(points.low), shown(points.high)
    return low if low == high else f"{low}—{high}"


def _worked_out(step: Step) -> str:
    """The arithmetic of every clause that came into play."""
    said = []
    for leaf in _leaves(step):
        if leaf.points.known and (leaf.arithmetic or leaf.points.low or not leaf.deducts):
            words = "，".join(part for part in (leaf.arithmetic, leaf.verdict) if part)
            said.append(words)
    return "；".join(dict.fromkeys(said))


def _standard(step: Step) -> str:
    texts = [leaf.clause.text for leaf in (*step.parts, *_leaves(step)) if leaf.clause.text]
    return f"评分标准：{'；'.join(dict.fromkeys(texts))}" if texts else ""


def _leaves(step: Step) -> list[Step]:
    return [leaf for part in step.parts for leaf in (_leaves(part) if part.parts else [part])]


class Grade(Rule):
    """The typed grade is that of the typed total."""

    rank = Rank.COMPARISON
    names_rows = False

    def __init__(self, check: GradeCheck, edition: Edition) -> None:
        assert edition.scoring is not None
        self._scoring: Scoring = edition.scoring
        super().__init__(check, [("", self._scoring.grade), ("", self._scoring.typed_total)])

    def examine(self, view: View, row: str) -> Iterable[Finding]:
        typed = "".join(view.text(self._scoring.grade).split())
        total = view.value(self._scoring.typed_total).number
        if not typed or total is None:
            return
        grade = grade_of(view.edition, total)
        if not grade or typed == grade:
            return
        bands = [f"{band.label}（{plain(band.at_least)} 分起）" for band in self._scoring.grades]
        ref = CellRef(self._scoring.grade)
        yield self.finding(
            [ref, CellRef(self._scoring.typed_total)],
            f"{place(view, ref)}填的是“{typed}”，得分 {plain(total)} 分应为“{grade}”。",
            written=typed,
            expected=grade,
            arithmetic=f"{plain(total)} 分：{'、'.join(bands)}",
            suggestion=Suggestion(ref, grade, f"改为 {grade}"),
        )


# ---------------------------------------------------------------- facts among themselves


def fact_rules(edition: Edition) -> Iterator[Rule]:
    """What facts must satisfy whatever an edition checks."""
    for group in edition.groups:
        if any(clause.done for clause in _all(edition, group)):
            yield Contradiction(edition, group)
    if edition.facts:
        yield BelowZero(edition)


def _all(edition: Edition, group: Group) -> Iterator[Clause]:
    yield from all_clauses(group.scoring)
    for row in group.rows:
        yield from all_clauses(row.scoring)


class Contradiction(Rule):
    """全部完成 is not 是 beside a figure below the plan."""

    rank = Rank.COMPARISON
    names_rows = False

    def __init__(self, edition: Edition, group: Group) -> None:
        facts = {fact.id for fact in edition.facts}
        done = [clause for clause in _all(edition, group) if clause.done]
        names = [n for clause in done for n in (clause.plan, clause.actual, clause.done)]
        reads = [("" if name in facts else group.id, name) for name in names]
        super().__init__(CONTRADICTION, reads, group.id)
        self._group = group

    def examine(self, view: View, row: str) -> Iterable[Finding]:
        operands = Operands(view.document, self._group, row)
        for clause in all_clauses(clauses_of(view.edition, self._group, row)):
            if contradicted(clause, operands):
                yield self._contradiction(clause, operands)

    def _contradiction(self, clause: Clause, operands: Operands) -> Finding:
        plan, actual, done = (operands[n] for n in (clause.plan, clause.actual, clause.done))
        figures = [f"{plain(o.number or Decimal(0))}{o.unit}" for o in (plan, actual)]
        return self.finding(
            [actual.ref, done.ref, plan.ref],
            f"“{done.title}”填的是“{done.value.typed.strip()}”，"
            f"“{actual.title}”却是 {figures[1]}，少于“{plan.title}”{figures[0]}。",
            written=figures[1],
            expected=f"{figures[0]}，或“{done.title}”填“否”",
            arithmetic=f"{figures[1]}＜{figures[0]}",
        )


class BelowZero(Rule):
    """No fact is a number below zero."""

    def __init__(self, edition: Edition) -> None:
        super().__init__(BELOW_ZERO, [("", fact.id) for fact in edition.facts])
        self._facts = edition.facts

    def examine(self, view: View, row: str) -> Iterable[Finding]:
        for fact in self._facts:
            number = view.value(fact.id).number
            if number is not None and number < 0:
                yield self.finding(
                    [CellRef(fact.id)],
                    f"“{title_of(fact)}”填的是 {plain(number)}{fact.unit}，不能小于零。",
                    written=f"{plain(number)}{fact.unit}",
                    expected="0 或以上的数",
                )
