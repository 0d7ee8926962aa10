"""Small evaluation tables to try clauses on: one row of 10 points unless a test says otherwise."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document, blank_document
from anju_desktop.forms.definition import (
    Band,
    Clause,
    ClauseKind,
    Edition,
    Fact,
    Field,
    FixedRow,
    Group,
    Marks,
    Paper,
    Scoring,
    Sentence,
    ValueType,
)
from anju_desktop.scoring.operands import names_in
from anju_desktop.scoring.scorecard import RowScore, row_score
from anju_desktop.scoring.steps import Points

MARKS = Marks("name", "points", "score", "reason")
COLUMNS = (
    Field("name", "二级指标", official=True),
    Field("points", "分值", ValueType.SCORE, official=True),
    Field("score", "得分", ValueType.SCORE),
    Field("reason", "评分理由", ValueType.LONG_TEXT),
)
YES_NO = ("done", "arranged", "no_task", "fraud", "incomplete")
"""Names of facts that are answered 是 or 否; all others are numbers."""


def dec(number: object) -> Decimal:
    return Decimal(str(number))


def clause(kind: str, *parts: Clause, **keys: object) -> Clause:
    """A clause; numbers may be given as they are written."""
    numeric = ("points", "threshold", "step", "deduct", "maximum")
    values = {k: dec(v) if k in numeric and v is not None else v for k, v in keys.items()}
    return Clause(ClauseKind(kind), parts=parts, **values)  # type: ignore[arg-type]


def bands(*limits: tuple[object, object]) -> tuple[Band, ...]:
    """Bands from (at_least, points or label), the highest first."""
    return tuple(
        Band(dec(low), label=what) if isinstance(what, str) else Band(dec(low), dec(what))
        for low, what in limits
    )


def standard(
    *clauses: Clause,
    points: str = "10",
    reasons: Iterable[Sentence] = (),
    scoring: Scoring | None = None,
) -> Edition:
    """An edition with one printed row that these clauses score."""
    facts = tuple(
        Fact(
            name,
            f"事实{name}",
            ValueType.YES_NO if name in YES_NO else ValueType.DECIMAL,
            row="items.row",
        )
        for name in names_in(clauses)
    )
    row = FixedRow(
        "row",
        {"name": "某项指标", "points": points} if points else {"name": "某项指标"},
        scoring=clauses,
        reasons=tuple(reasons),
    )
    group = Group("items", "评价指标", COLUMNS, rows=(row,), open=False, marks=MARKS)
    return Edition(
        1, "small", "小表", 2024, Paper((dec(100),)), (), groups=(group,), facts=facts,
        scoring=scoring,
    )  # fmt: skip


def filled(edition: Edition, facts: Mapping[str, str], claimed: str = "") -> Document:
    document = blank_document(edition, "某县", "2024")
    for name, text in facts.items():
        document.set_fact(name, text)
    if claimed:
        document.set(CellRef("score", "items", "row"), claimed)
    return document


def result(*clauses: Clause, points: str = "10", claimed: str = "", **facts: str) -> RowScore:
    """What these clauses make of these facts."""
    return _scored(standard(*clauses, points=points), facts, claimed)


def reason(sentences: Iterable[Sentence], *clauses: Clause, **facts: str) -> str:
    """The sentence drafted from these facts."""
    return _scored(standard(*clauses, reasons=sentences), facts).reason


def _scored(edition: Edition, facts: Mapping[str, str], claimed: str = "") -> RowScore:
    row = row_score(filled(edition, facts, claimed), edition.groups[0], "row")
    assert row is not None
    return row


def span(low: object, high: object) -> Points:
    """From so many to so many points."""
    return Points(dec(low), dec(high))
