"""Figures of a hand-typed reason against the facts of its row.

Only a figure that names its fact is compared: by unit, and by words that no other fact of the row
shares as well. Amounts of a part (a county, a month), rough ones and limits that the standard
itself prints are left alone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from anju_desktop.document.changes import CellRef
from anju_desktop.document.values import narrow, plain
from anju_desktop.forms.checks import FactsInTextCheck
from anju_desktop.forms.definition import Clause, Edition
from anju_desktop.patterns import pattern
from anju_desktop.rules.findings import Finding
from anju_desktop.rules.narrative import misadded
from anju_desktop.rules.quantities import is_approximate, measured, narrative, same_size
from anju_desktop.rules.rule import Rank, Rule, column_of, decimals_of, place, row_label
from anju_desktop.rules.scores import RowScores
from anju_desktop.rules.view import View
from anju_desktop.rules.vocabulary import Kind, Unit, readings, simple_units, vocabulary
from anju_desktop.scoring.figures import shown
from anju_desktop.scoring.operands import (
    Operand,
    Operands,
    all_clauses,
    clauses_of,
    in_unit,
    names_in,
)
from anju_desktop.scoring.steps import Step

_SEGMENT_END = pattern(r"[，,、：:；;。！!？?（()）\s]")
_SENTENCE_END = pattern(r"[。；;！!？?\n\r]")
_YEAR = pattern(r"((?:19|20)\d\d)\s*年")
_HAN = pattern(r"[\u3400-\u9fff]+")
_PLACES = {("thing",), ("community",)}
_TOLD = pattern(r"(?:[，,。；;]|^|自评|应|实)得(?:分)?(\d{1,3}(?:\.\d{1,2})?)分")
_STANDARD = pattern(r"的[，,]?(?:可|应)?得\d|每[低高少多缺差超]|不得分|最多扣|分值")
_NEAR, _LEAD, _MOST = 20, 200, 60
"""How far back words name a figure, how far a sentence reaches, how many figures are looked at."""


class _Said(NamedTuple):
    """A number with its unit in a text."""

    text: str
    number: Decimal
    unit: Unit
    lead: str
    """The sentence before it."""
    near: str
    """The words just before it."""
    after: str


@lru_cache(maxsize=256)
def _figures(text: str) -> tuple[_Said, ...]:
    said = []
    for each in measured(text):
        lead = _SENTENCE_END.split(text[max(0, each.start - _LEAD) : each.start])[-1]
        near = next((s for s in reversed(_SEGMENT_END.split(lead)) if s), "")[-_NEAR:]
        after = text[each.end : each.end + 3]
        said.append(_Said(text[each.start : each.end], each.number, each.unit, lead, near, after))
        if len(said) == _MOST:
            break
    return tuple(said)


class _Stated(NamedTuple):
    """A figure that the facts give: as typed, or worked out from them."""

    key: str
    title: str
    number: Decimal
    unit: Unit
    shown: str
    refs: tuple[CellRef, ...]
    exact: bool
    """Worked out, so that every digit counts; else as precise as it was typed."""
    planned: bool | None = None
    """Whether it is what was planned or what was done, where the standard says so."""


class FactsInText(Rule):
    """A figure that names a fact of the row is that fact."""

    rank = Rank.COMPARISON

    def __init__(self, check: FactsInTextCheck, edition: Edition, field: str) -> None:
        group, self._column = column_of(field)
        self._group = edition.find_group(group)
        self._scores = RowScores(edition, self._group) if self._group.marks else None
        self._facts = {
            row.id: tuple([f.id for f in edition.facts if f.row == f"{group}.{row.id}"])
            for row in self._group.rows
        }
        reads = {(group, self._column), *(("", f) for facts in self._facts.values() for f in facts)}
        if self._group.marks:
            reads.add((group, self._group.marks.score))
        super().__init__(check, reads | (self._scores.reads if self._scores else set()), group)

    def examine(self, view: View, row: str) -> Iterable[Finding]:
        text = view.text(self._column, self.group, row)
        figures = _figures(text) if text.strip() else ()
        if not figures:
            return
        facts = list(self._stated(view, row))
        rates, gaps = self._worked_out(view, row)
        limits = _limits(clauses_of(view.edition, self._group, row))
        yield from self._lists(row, text)
        yield from self._score_told(view, row, text)
        told: set[str] = set()
        for said in figures:
            if not _is_this(view, said) or (said.unit.kind is Kind.RATIO and said.number in limits):
                continue
            against = gaps if _is_difference(said) else [*facts, *rates]
            partner = _partner(
                said, [s for s in against if _of_one_kind(s.unit, said.unit)], figures
            )
            if partner is not None and partner.key not in told:
                told.add(partner.key)
                yield self._differs(view, row, said, partner)

    def _lists(self, row: str, text: str) -> Iterator[Finding]:
        for finding in misadded(self, CellRef(self._column, self.group, row), narrative(text)):
            yield replace(finding, rule=f"{finding.rule}-list")

    def _score_told(self, view: View, row: str, text: str) -> Iterator[Finding]:
        """得18分 in the reason of a row with 20分."""
        marks = self._group.marks
        told = _TOLD.findall(narrow(text))
        if marks is None or len(told) != 1 or _STANDARD.search(text):
            return
        claimed = view.value(marks.score, self.group, row).number
        if claimed is None or Decimal(told[0]) == claimed:
            return
        reason = CellRef(self._column, self.group, row)
        finding = self.finding(
            [reason, CellRef(marks.score, self.group, row)],
            f"{place(view, reason)}写的是得 {told[0]} 分，"
            f"“{row_label(view, self.group, row)}”一行填的是 {plain(claimed)} 分，两处不一致。",
            title="评分理由里的得分与填写的得分不一致",
            written=f"{told[0]}分",
            expected=f"{plain(claimed)}分",
            arithmetic=f"{told[0]}分≠{plain(claimed)}分",
            advice="核对哪一处写错并改正。",
        )
        yield replace(finding, rule=f"{finding.rule}-score")

    def _operands(self, view: View, row: str) -> Iterator[tuple[str, Operand]]:
        operands = Operands(view.document, self._group, row)
        named = names_in(clauses_of(view.edition, self._group, row))
        for name in dict.fromkeys((*self._facts.get(row, ()), *named)):
            yield name, operands[name]

    def _stated(self, view: View, row: str) -> Iterator[_Stated]:
        clauses = list(all_clauses(clauses_of(view.edition, self._group, row)))
        plans, dones = {c.plan for c in clauses}, {c.actual for c in clauses}
        for name, operand in self._operands(view, row):
            unit = next(iter(readings(operand.unit)), None)
            if operand.number is not None and unit is not None:
                number = f"{plain(operand.number)}{operand.unit}"
                planned = True if name in plans else (False if name in dones else None)
                refs = (operand.ref,)
                yield _Stated(
                    name, operand.title, operand.number, unit, number, refs, False, planned
                )

    def _worked_out(self, view: View, row: str) -> tuple[list[_Stated], list[_Stated]]:
        """The rates of the row, and what is missing to the plan."""
        if self._scores is None:
            return [], []
        operands = Operands(view.document, self._group, row)
        steps = [s for s in _steps(self._scores.of(view, row).step) if s.clause.plan]
        rated = [step for step in steps if step.rate is not None]
        name = row_label(view, self.group, row)
        return (
            [_rate(step, operands, name) for step in rated],
            [gap for step in rated for gap in _gaps(step, operands)],
        )

    def _differs(self, view: View, row: str, said: _Said, partner: _Stated) -> Finding:
        ref = CellRef(self._column, self.group, row)
        finding = self.finding(
            [ref, *partner.refs],
            f"{place(view, ref)}写的是“{said.near}{said.text}”，而“{partner.title}”是"
            f" {partner.shown}，两处不一致。",
            written=said.text,
            expected=f"{partner.shown}（{partner.title}）",
            arithmetic=f"{said.text}≠{partner.shown}",
            advice="核对哪一处写错并改正；口径不同的写明理由。",
        )
        # Several figures of one reason may be wrong, and each has its own explanation.
        return replace(finding, rule=f"{finding.rule}-{partner.key}")


def _rate(step: Step, operands: Operands, name: str) -> _Stated:
    clause, title = step.clause, operands[step.clause.actual].title
    return _Stated(
        f"{clause.actual}-rate",
        f"{name}、{title}的完成率",
        step.rate or Decimal(0),
        simple_units()["%"],
        step.arithmetic,
        _refs(clause, operands),
        exact=True,
    )


def _gaps(step: Step, operands: Operands) -> Iterator[_Stated]:
    """What is missing to the plan, in percentage points and in its own unit."""
    clause, refs = step.clause, _refs(step.clause, operands)
    if step.below is not None:
        key, unit = f"{clause.actual}-below", simple_units()["个百分点"]
        words = f"{shown(step.below)}个百分点"
        yield _Stated(key, "低于计划", step.below, unit, words, refs, exact=True)
    plan = operands[clause.plan]
    done, units = in_unit(operands[clause.actual], plan.unit), readings(plan.unit)
    if units and plan.number is not None and done is not None:
        gap = abs(plan.number - done)
        words = f"{plain(gap)}{plan.unit}"
        yield _Stated(f"{clause.actual}-gap", "与计划之差", gap, units[0], words, refs, exact=False)


def _refs(clause: Clause, operands: Operands) -> tuple[CellRef, ...]:
    return operands[clause.actual].ref, operands[clause.plan].ref


def _steps(step: Step) -> Iterator[Step]:
    for part in step.parts:
        yield part
        yield from _steps(part)


def _limits(clauses: tuple[Clause, ...]) -> set[Decimal]:
    """The limits that the standard itself prints: 达到80%以上."""
    found = {Decimal(100)}
    for clause in all_clauses(clauses):
        found |= {clause.threshold} if clause.threshold is not None else set()
        found |= {band.at_least for band in clause.bands}
    return found


def _is_this(view: View, said: _Said) -> bool:
    """Whether a figure is exact, of the whole and of this year."""
    words = vocabulary().facts
    if is_approximate(said.lead, said.after) or said.unit.kind in (Kind.TIME, Kind.SCORE):
        return False
    years = _YEAR.findall(said.lead)
    if years and years[-1] not in (view.document.period[:4], str(view.edition.year)):
        return False
    if any(word in said.lead for word in words.partial) or _of_a_place(said.lead):
        return False
    return not any(word in said.near for word in words.remaining)


def _of_a_place(lead: str) -> bool:
    """Whether a sentence has come to speak of one county or street."""
    words = vocabulary().facts
    return any(
        lead[at - 1] not in words.all_of_it
        for word in words.places
        for at in range(1, len(lead))
        if lead.startswith(word, at)
    )


def _is_difference(said: _Said) -> bool:
    return said.unit.dimension == "points" or said.near.endswith(vocabulary().facts.differing)


def _of_one_kind(unit: Unit, other: Unit) -> bool:
    # 320个 of 小区 may be written 320个小区.
    return unit.quantity == other.quantity or {unit.quantity, other.quantity} == _PLACES


def _partner(said: _Said, facts: list[_Stated], figures: tuple[_Said, ...]) -> _Stated | None:
    """The fact that a figure names and is not; None where it is none of them or another's."""
    if any(_same(said, fact) for fact in facts if not _is_of_the_other(said, fact)):
        return None
    scores = [(len(_pairs(said.near) & _pairs(fact.title)), fact) for fact in facts]
    best = max((score for score, _ in scores), default=0)
    named = [fact for score, fact in scores if score == best]
    if _is_difference(said):
        return named[0] if len(facts) == 1 else None
    if not best or len(named) != 1 or named[0].planned is (not _speaks_of_plans(said.near)):
        return None
    # The text has the right figure elsewhere, or tells several of the kind: these are parts.
    alike = [f for f in figures if f is not said and f.unit.quantity == said.unit.quantity]
    alike = [f for f in alike if not _is_of_the_other(f, named[0])]
    if any(_same(f, named[0]) for f in alike):
        return None
    rivals = [f for f in alike if len(_pairs(f.near) & _pairs(named[0].title)) >= best]
    return None if rivals else named[0]


def _is_of_the_other(said: _Said, fact: _Stated) -> bool:
    """Whether a figure is told as the plan of what the fact says was done, or the other way.

    计划开工2198套，实际开工2189套: the plan may well be what should have been done.
    """
    return fact.planned is not None and fact.planned is not _speaks_of_plans(said.near)


def _speaks_of_plans(near: str) -> bool:
    stage = next(stage for stage in vocabulary().report.stages if stage.id == "plan")
    return any(word in near for word in (*stage.words, *stage.nouns))


def _same(said: _Said, fact: _Stated) -> bool:
    if fact.exact:
        half = Decimal(5).scaleb(-decimals_of(said.number) - 1)
        difference = abs(said.number * said.unit.factor - fact.number * fact.unit.factor)
        # Points below may be told as they are counted: completed or begun.
        counted = (
            fact.unit.dimension == "points" and difference < 1 and not decimals_of(said.number)
        )
        return counted or difference <= half * said.unit.factor
    return same_size(said.number, said.unit, fact.number, fact.unit)


@lru_cache(maxsize=1024)
def _pairs(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters, common ones included: 计划 tells plan from actual."""
    return frozenset(run[at : at + 2] for run in _HAN.findall(text) for at in range(len(run) - 1))
