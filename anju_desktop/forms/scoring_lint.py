"""What the shape of scoring data cannot say: operands, points, bands, drafted sentences."""

import re
from collections.abc import Iterable, Iterator, Set
from decimal import Decimal

from anju_desktop.errors import Defect
from anju_desktop.forms.checks import FactsInTextCheck, GradeCheck, ScoreByStandardCheck
from anju_desktop.forms.definition import (
    Check,
    Clause,
    ClauseKind,
    Edition,
    Field,
    FixedRow,
    Group,
    Report,
    ValueType,
)

_K = ClauseKind

_RATE = "fact|plan"
"""A rate: typed as a fact, or actual over plan."""
_NEEDS: dict[ClauseKind, tuple[str, ...]] = {
    _K.ALL_OR_NOTHING: ("fact",),
    _K.COMPLETION: ("plan",),
    _K.THRESHOLD: (_RATE, "threshold"),
    _K.BANDS: (_RATE, "bands"),
    _K.PROPORTIONAL: (_RATE,),
    _K.QUALITATIVE: ("fact", "bands"),
    _K.EXECUTION_RATE: (_RATE,),
    _K.DISCRETIONARY: (),
    _K.PER_ITEM: ("fact", "deduct"),
    _K.PER_DAY: ("fact", "deduct"),
    _K.OVER_PERFORMANCE: (_RATE, "threshold", "deduct"),
    _K.EXEMPTION: ("fact", "points"),
    _K.VETO: ("fact",),
    _K.GROUP: ("parts",),
    _K.ALTERNATIVES: ("parts",),
    _K.TOTAL_CAP: (_RATE,),
}

AWARDS = frozenset(
    {
        _K.ALL_OR_NOTHING,
        _K.COMPLETION,
        _K.THRESHOLD,
        _K.BANDS,
        _K.PROPORTIONAL,
        _K.QUALITATIVE,
        _K.EXECUTION_RATE,
        _K.DISCRETIONARY,
        _K.GROUP,
        _K.ALTERNATIVES,
    }
)
"""Kinds that give points; the others take some away or decide over the whole group."""

_OPERANDS = ("fact", "plan", "actual", "done")
_ASKS = (_K.ALL_OR_NOTHING, _K.EXEMPTION, _K.VETO)
_NUMBERS = frozenset(
    {
        ValueType.INTEGER,
        ValueType.DECIMAL,
        ValueType.MONEY,
        ValueType.PERCENT,
        ValueType.SCORE,
        ValueType.MONTH,
        ValueType.INDICATOR,
    }
)
_Types = dict[str, ValueType]
"""What clauses may name, and what kind of value that is."""
_DEEPEST = 10
"""Deeper than any standard; a guard against hostile editions."""
_FIGURE = re.compile(r"[0-9０-９]")
_PLACE = re.compile(r"\{([^{}]*)\}")
SENTENCE_NAMES = frozenset({"rate", "gap", "below", "score", "deducted", "year", "full"})
"""What a drafted sentence may name besides facts: see :mod:`anju_desktop.scoring.reasons`."""
REPORT_NAMES = frozenset({"unit", "year", "programme", "full", "total", "grade"})
"""What the title and the opening of a report may name."""
_CLAUSE_NAMES = frozenset({"rate", "gap", "below", "points"})


def lint_scoring(edition: Edition) -> Iterator[Defect]:
    """Every defect of an edition's facts and scoring."""
    rows = {f"{g.id}.{row.id}" for g in edition.groups for row in g.rows}
    for number, fact in enumerate(edition.facts, 1):
        if fact.row and fact.row not in rows:
            yield Defect(f"facts[{number}].row", f"没有“{fact.row}”这一行")
    facts = _types(edition.facts)
    for number, group in enumerate(edition.groups, 1):
        yield from _group(group, facts, rows, f"groups[{number}]")
    if edition.scoring is not None:
        yield from _whole(edition, facts)
    if edition.report is not None:
        yield from _report(edition.report, edition)
    for number, check in enumerate(edition.checks, 1):
        yield from _check(check, edition, f"checks[{number}]")


def _check(check: Check, edition: Edition, where: str) -> Iterator[Defect]:
    """Checks of scores need something to score by."""
    scoring = edition.scoring
    match check:
        case ScoreByStandardCheck() if not any(_scored(group) for group in edition.groups):
            yield Defect(where, "没有哪个组既写了 marks 又写了评分条款，得分无从核对")
        case GradeCheck() if not (
            scoring and scoring.grades and scoring.grade and scoring.typed_total
        ):
            yield Defect(where, "核对等级要在 scoring 里写 grades、grade 和 typed_total")
        case FactsInTextCheck():
            for name in check.fields:
                if "." not in name:
                    yield Defect(f"{where}.fields", f"“{name}”不是组里的栏，写 组.栏")


def _scored(group: Group) -> bool:
    return group.marks is not None and (
        bool(group.scoring) or any(row.scoring for row in group.rows)
    )


def _group(group: Group, facts: _Types, rows: set[str], where: str) -> Iterator[Defect]:
    own = {column.id for column in group.columns}
    if group.row and group.row not in rows:
        yield Defect(f"{where}.row", f"没有“{group.row}”这一行")
    scored = bool(group.scoring) or any(row.scoring or row.reasons for row in group.rows)
    if scored and group.marks is None:
        yield Defect(f"{where}.marks", "有评分条款的组要写明分值、得分各在哪一栏")
    if group.marks is not None:
        for key in ("name", "full", "score", "reason", "section"):
            column = getattr(group.marks, key)
            if column and column not in own:
                yield Defect(f"{where}.marks.{key}", f"没有“{column}”这一栏")
    known = facts | _types(group.columns)
    known |= dict.fromkeys((m.id for m in group.measures), ValueType.INDICATOR)
    yield from _clauses(group.scoring, known, f"{where}.scoring")
    for index, row in enumerate(group.rows, 1):
        place = f"{where}.rows[{index}]"
        yield from _clauses(row.scoring, known, f"{place}.scoring")
        yield from _points(row, group, place)
        yield from _sentences(row, known.keys(), place)


def _types(fields: Iterable[Field]) -> _Types:
    return {field.id: field.type for field in fields}


def _whole(edition: Edition, facts: _Types) -> Iterator[Defect]:
    scoring = edition.scoring
    assert scoring is not None
    fields = {field.id for field in edition.fields}
    for key in ("typed_total", "grade"):
        if (name := getattr(scoring, key)) and name not in fields:
            yield Defect(f"scoring.{key}", f"没有“{name}”这个栏目")
    categories = {c.id for group in edition.groups for c in group.categories}
    if scoring.bonus_category and scoring.bonus_category not in categories:
        yield Defect("scoring.bonus_category", f"没有“{scoring.bonus_category}”这个类别")
    if not any(group.marks for group in edition.groups):
        yield Defect("scoring", "没有哪个组写了 marks，总分无从相加")
    yield from _clauses(scoring.cap, facts, "scoring.cap", whole=True)
    yield from _descending([band.at_least for band in scoring.grades], "scoring.grades")
    for number, band in enumerate(scoring.grades, 1):
        if not band.label:
            yield Defect(f"scoring.grades[{number}].label", "等级要有名称")


def _report(report: Report, edition: Edition) -> Iterator[Defect]:
    if not any(group.marks for group in edition.groups):
        yield Defect("report", "没有评分的表不出绩效自评报告")
    long_texts = {fact.id for fact in edition.facts if fact.type is ValueType.LONG_TEXT}
    for name in report.texts:
        if name not in long_texts:
            yield Defect("report.texts", f"“{name}”应是 type 为 long_text 的事实")
    for key in ("title", "opening"):
        for name in _PLACE.findall(getattr(report, key)):
            if name not in REPORT_NAMES:
                yield Defect(f"report.{key}", f"不能用 {{{name}}}")


def _clauses(
    clauses: tuple[Clause, ...], known: _Types, where: str, *, whole: bool = False
) -> Iterator[Defect]:
    for number, clause in enumerate(clauses, 1):
        place = f"{where}[{number}]"
        if whole is not (clause.kind is _K.TOTAL_CAP):
            yield Defect(f"{place}.kind", "total_cap 写在 scoring.cap 里，别的条款写在行里")
        yield from _operands(clause, known, place)
        for key in ("step", "points", "deduct", "maximum"):
            if (amount := getattr(clause, key)) is not None and amount <= 0:
                yield Defect(f"{place}.{key}", "应大于 0")
        yield from _descending([band.at_least for band in clause.bands], f"{place}.bands")
        if clause.kind is _K.BANDS and any(band.points is None for band in clause.bands):
            yield Defect(f"{place}.bands", "每一档都要写 points")
        if clause.kind is _K.ALTERNATIVES and not {p.kind for p in clause.parts} <= AWARDS:
            yield Defect(f"{place}.parts", "几种情形里只能写给分的条款，扣分的请另写一条")
        if where.count("].") > _DEEPEST:
            yield Defect(place, f"条款最多套 {_DEEPEST} 层，请合并")
        else:
            yield from _clauses(clause.parts, known, f"{place}.parts")


def _operands(clause: Clause, known: _Types, where: str) -> Iterator[Defect]:
    for key in _OPERANDS:
        name = getattr(clause, key)
        if name and name not in known:
            yield Defect(f"{where}.{key}", f"没有“{name}”这个事实、栏或指标值")
        elif name and not _usable(clause, key, known[name]):
            yield Defect(f"{where}.{key}", f"“{name}”的类型不合用：应是数，问是不是的用 yes_no")
    for key in _NEEDS[clause.kind]:
        if not any(getattr(clause, choice) for choice in key.split("|")):
            yield Defect(f"{where}.{key.partition('|')[0]}", "这种评分办法必须写这个键")
    if bool(clause.plan) != bool(clause.actual):
        yield Defect(where, "plan 与 actual 要一起写")


def _usable(clause: Clause, key: str, kind: ValueType) -> bool:
    """Whether a value of this type can say what the clause asks of it."""
    if key == "done":
        return kind is ValueType.YES_NO
    if key == "fact" and clause.kind is _K.QUALITATIVE:
        return kind is not ValueType.YES_NO
    asks = key == "fact" and clause.kind in (*_ASKS, _K.PER_ITEM, _K.PER_DAY)
    return kind in _NUMBERS or (asks and kind is ValueType.YES_NO)


def _descending(limits: list[Decimal], where: str) -> Iterator[Defect]:
    if limits != sorted(set(limits), reverse=True):
        yield Defect(where, "各档从高到低写，下限不得重复")


def _points(row: FixedRow, group: Group, where: str) -> Iterator[Defect]:
    """The points of a row's clauses add up to its 分值, unless the edition says they do not."""
    if group.marks is None or not row.scoring:
        return
    awards = [clause for clause in row.scoring if clause.kind in AWARDS]
    printed = row.cells.get(group.marks.full, "")
    if not awards or not printed or any(clause.points is None for clause in awards):
        return
    total = sum((clause.points or Decimal(0) for clause in awards), Decimal(0))
    if (str(total) != printed and total != Decimal(printed)) is not row.uneven:
        yield Defect(
            f"{where}.scoring",
            f"各条的分合计 {total}，这一行的分值是 {printed}；"
            "纸面确实不等时写 uneven = true，相等时不写",
        )


def _sentences(row: FixedRow, known: Set[str], where: str) -> Iterator[Defect]:
    clauses = {clause.id for clause in _all(row.scoring) if clause.id}
    for number, sentence in enumerate(row.reasons, 1):
        place = f"{where}.reasons[{number}].text"
        for name in _PLACE.findall(sentence.text):
            name = name.partition(":")[0]
            clause, _, figure = name.rpartition(".")
            right = (
                figure in _CLAUSE_NAMES and clause in clauses
                if clause
                else (name in known or name in SENTENCE_NAMES)
            )
            if not right:
                yield Defect(place, f"{{{name}}} 不是事实，也不是可用的名称")
        if _FIGURE.search(_PLACE.sub("", sentence.text)):
            yield Defect(place, "草拟句里不能直接写数字，请用 {…} 从事实取数")


def _all(clauses: tuple[Clause, ...]) -> Iterator[Clause]:
    for clause in clauses:
        yield clause
        yield from _all(clause.parts)
