"""The score of a whole evaluation table: rows, total, bonus outside it, grade."""

from collections.abc import Iterator
from decimal import Decimal, localcontext

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.document.values import State, Value, plain, to_decimal
from anju_desktop.forms.definition import (
    Clause,
    ClauseKind,
    Edition,
    Group,
    Marks,
    Outcome,
    Reading,
)
from anju_desktop.forms.scoring_lint import AWARDS
from anju_desktop.records import record
from anju_desktop.scoring.clauses import evaluate, evaluate_group
from anju_desktop.scoring.figures import EXACT, rounded
from anju_desktop.scoring.operands import Operands, all_clauses, clauses_of
from anju_desktop.scoring.reasons import draft
from anju_desktop.scoring.steps import Points, Step


@record(frozen=True, slots=True)
class RowScore:
    """One scored row. Points and scores in 分, rates in percent."""

    group: str
    row: str
    name: str
    full: Decimal
    claimed: Value
    """What stands in the 得分 cell."""
    step: Step
    """The clauses under the edition's reading."""
    allowed: tuple[Points, ...]
    """What each reading of 每低一个百分点 allows, each interval once."""
    exceptional: tuple[Points, ...]
    """What else is allowed if an exemption or veto applies that nobody answered."""
    outcome: Outcome | None
    reason: str
    """The drafted 评分理由, or ``""`` while a figure for it is missing."""
    bonus: bool = False

    @property
    def score(self) -> Decimal | None:
        """The score by the edition's reading, half up to two decimals; None while facts lack."""
        points = self.step.points
        return rounded(points.low, 2) if points.known and self.full else None

    @property
    def rate(self) -> Decimal | None:
        """Completion, half up to two decimals; the lowest where the row has several."""
        return None if self.step.rate is None else rounded(self.step.rate, 2)

    @property
    def counted(self) -> Decimal | None:
        """The score that goes into the total: by the facts, else as claimed."""
        return self.score if self.score is not None else self.claimed.number

    def fits(self, claimed: Decimal) -> bool:
        """Whether some reading of the standard gives this score at its printed precision.

        Full marks are earned and never come of rounding.
        """
        allowed = (*self.allowed, *self.exceptional)
        if claimed == self.full:
            return any(rounded(points.high, 2) == claimed for points in allowed)
        half = Decimal(5).scaleb(-max(0, -int(claimed.as_tuple().exponent)) - 1)
        return 0 <= claimed < self.full and any(
            points.low - half <= claimed <= points.high + half for points in allowed
        )

    def cell(self, marks: Marks, column: str) -> CellRef:
        """A cell of the row by its part in the marks: ``full``, ``score``, ``reason``."""
        return CellRef(getattr(marks, column), self.group, self.row)


@record(frozen=True, slots=True)
class Scorecard:
    """All scored rows and what they add up to."""

    rows: tuple[RowScore, ...]
    total: Decimal
    """Without the bonus, capped where the edition caps it."""
    bonus: Decimal
    claimed: Value | None
    """The typed 合计."""
    unscored: tuple[str, ...]
    """Names of rows with neither facts nor a claimed score."""
    grade: str
    """The grade, where the rows without a score cannot change it."""
    cap: Decimal | None = None
    """The most the total may be, where the edition states a cap that binds."""


def scorecard(document: Document) -> Scorecard | None:
    """The score of a document; None where the edition scores nothing."""
    edition = document.edition
    if not any(group.marks for group in edition.groups):
        return None
    rows = tuple(_rows(document))
    own = [row for row in rows if not row.bonus]
    cap = _cap(document)
    total = _capped(sum((row.counted or Decimal(0) for row in own), Decimal(0)), cap)
    unscored = [row for row in own if row.counted is None and row.full]
    at_best = _capped(sum((row.full for row in unscored), total), cap)
    grade = grade_of(edition, total)
    typed = edition.scoring.typed_total if edition.scoring else ""
    return Scorecard(
        rows,
        total,
        sum((row.counted or Decimal(0) for row in rows if row.bonus), Decimal(0)),
        document.value(CellRef(typed)) if typed else None,
        tuple(row.name for row in unscored),
        grade if grade == grade_of(edition, at_best) else "",
        cap,
    )


def _capped(total: Decimal, cap: Decimal | None) -> Decimal:
    return total if cap is None else min(total, cap)


def row_score(document: Document, group: Group, row: str) -> RowScore | None:
    """The score of one row; None in a group that is not scored."""
    marks = group.marks
    if marks is None:
        return None
    operands = Operands(document, group, row)
    clauses = clauses_of(document.edition, group, row) or (Clause(ClauseKind.DISCRETIONARY),)
    whole = Clause(ClauseKind.GROUP, parts=clauses)
    full = _full(document, group, marks, row)
    step = evaluate_group(whole, operands, full)
    readings = [evaluate_group(whole, operands, full, reading).points for reading in Reading]
    exceptional = [
        evaluate_group(whole, each, full).points for each in _exceptions(operands, whole)
    ]
    outcome = _outcome(step)
    bonus = bool(edition_bonus(document.edition)) and (
        document.category(group.id, row) == edition_bonus(document.edition)
    )
    return RowScore(
        group.id,
        row,
        _name(document, group, marks, row),
        full,
        operands.cell(marks.score),
        step,
        tuple(dict.fromkeys([step.points, *readings])),
        tuple(dict.fromkeys(exceptional)),
        outcome,
        draft(document, group, row, step, outcome),
        bonus,
    )


def _exceptions(operands: Operands, clause: Clause) -> Iterator[Operands]:
    """The operands with 是 in the exemptions and vetoes that nobody answered: each, and all."""
    open_ = {
        each.fact
        for each in all_clauses(clause.parts)
        if each.kind in (ClauseKind.EXEMPTION, ClauseKind.VETO) and operands[each.fact].blank
    }
    for fact in sorted(open_):
        yield operands.assuming({fact})
    if len(open_) > 1:
        yield operands.assuming(open_)


def _name(document: Document, group: Group, marks: Marks, row: str) -> str:
    """What the paper calls a row; a 加分项 has no 二级指标 and goes by its category."""
    name = "".join(document.text(CellRef(marks.name, group.id, row)).split())
    if name or group.open:
        return name
    category = document.category(group.id, row)
    return next((c.path[-1] for c in group.categories if c.id == category), "")


def edition_bonus(edition: Edition) -> str:
    """The category of 加分项 rows, ``""`` where there is none."""
    return edition.scoring.bonus_category if edition.scoring else ""


def grade_of(edition: Edition, total: Decimal) -> str:
    """The grade of a total by the edition's bands (lower bound included), or ``""``."""
    grades = edition.scoring.grades if edition.scoring else ()
    return next((band.label for band in grades if total >= band.at_least), "")


def as_json(card: Scorecard) -> dict[str, object]:
    """What ``anju score --json`` prints: numbers as text, nothing rounded twice."""
    return {
        "total": plain(card.total),
        "bonus": plain(card.bonus),
        "claimed_total": card.claimed.typed.strip() if card.claimed is not None else None,
        "grade": card.grade,
        "unscored": list(card.unscored),
        "rows": [_row_json(row) for row in card.rows],
    }


def _row_json(row: RowScore) -> dict[str, object]:
    return {
        "name": row.name,
        "full": plain(row.full),
        "score": None if row.score is None else plain(row.score),
        "claimed": row.claimed.typed.strip(),
        "rate": None if row.rate is None else format(row.rate, "f"),
        "reason": row.reason,
        "bonus": row.bonus,
        "clauses": [_step_json(step) for step in row.step.parts],
    }


def _step_json(step: Step) -> dict[str, object]:
    return {
        "kind": str(step.clause.kind),
        "text": step.clause.text,
        "points": plain(rounded(step.points.low, 2)) if step.points.known else None,
        "arithmetic": step.arithmetic,
        "verdict": step.verdict,
        "clauses": [_step_json(part) for part in step.parts],
    }


def _rows(document: Document) -> Iterator[RowScore]:
    for group in document.edition.groups:
        for row in document.row_ids(group.id):
            score = row_score(document, group, row)
            if score is not None and (score.name or score.claimed.filled):
                yield score


def _full(document: Document, group: Group, marks: Marks, row: str) -> Decimal:
    """The 分值 of a row: as the edition prints it, else as typed."""
    ref = CellRef(marks.full, group.id, row)
    printed = to_decimal(document.official_text(ref))
    if printed is not None:
        return printed
    value = document.value(ref)
    if value.state is State.VALUE and value.number is not None:
        return max(value.number, Decimal(0))
    # A 加分项 prints no 分值: it may give what its clauses give.
    own = [c for c in clauses_of(document.edition, group, row) if c.kind in AWARDS]
    return sum((clause.points or Decimal(0) for clause in own), Decimal(0))


def _outcome(step: Step) -> Outcome | None:
    if step.settled_by is not None:
        exempt = step.settled_by.kind is ClauseKind.EXEMPTION
        return Outcome.EXEMPT if exempt else Outcome.VETOED
    if not step.points.known or not step.full:
        return None
    return Outcome.FULL if step.points.low == step.full else Outcome.SHORT


def _cap(document: Document) -> Decimal | None:
    """The lowest cap on the total that the facts establish."""
    scoring = document.edition.scoring
    if scoring is None:
        return None
    caps = []
    for clause in scoring.cap:
        as_rate = Clause(
            ClauseKind.BANDS if clause.bands else ClauseKind.EXECUTION_RATE,
            points=scoring.total,
            fact=clause.fact,
            plan=clause.plan,
            actual=clause.actual,
            bands=clause.bands,
        )
        facts = Operands(document, _NO_GROUP, "")
        with localcontext(EXACT):
            step = evaluate(as_rate, facts, scoring.total)
        if step.points.known:
            caps.append(rounded(step.points.low, 2))
    return min(caps, default=None)


_NO_GROUP = Group("", "", ())
