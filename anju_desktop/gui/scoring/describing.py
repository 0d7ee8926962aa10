"""What the fact card says of one row, in words and figures; no Qt, nothing kept."""

from collections.abc import Iterator
from decimal import Decimal
from enum import Enum

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.document.values import plain
from anju_desktop.forms.definition import Clause, ClauseKind, Edition, Group, Marks
from anju_desktop.records import record
from anju_desktop.scoring.figures import shown
from anju_desktop.scoring.implied import implied_by
from anju_desktop.scoring.operands import Operands, clauses_of, names_in
from anju_desktop.scoring.scorecard import RowScore, Scorecard
from anju_desktop.scoring.steps import Step

_K = ClauseKind
_HUNDRED = Decimal(100)
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_NAMES = {
    _K.ALL_OR_NOTHING: "做到得分，没有做到不得分",
    _K.COMPLETION: "按完成率计分",
    _K.THRESHOLD: "按是否达标计分",
    _K.BANDS: "按所在的档计分",
    _K.PROPORTIONAL: "按比例计分",
    _K.QUALITATIVE: "按达成情况计分",
    _K.EXECUTION_RATE: "按执行率计分",
    _K.DISCRETIONARY: "由填报人评分",
    _K.PER_ITEM: "按查实的项数扣分",
    _K.PER_DAY: "按逾期的天数扣分",
    _K.OVER_PERFORMANCE: "超过目标太多的扣分",
    _K.EXEMPTION: "没有任务的按规定得分",
    _K.VETO: "一票否决",
    _K.GROUP: "合并计分",
    _K.ALTERNATIVES: "取得分最高的一种",
}
BY_FILLER = "评分标准没有列明可以计算的办法，由填报人评分。"
NO_FACTS = "这一行没有要填的事实，得分和理由直接填在表上。"
NO_SENTENCE = "这一行没有草拟句，理由请直接填在表上。"
NOT_YET = "事实填齐以后，这里给出草拟的理由。"
NOT_SCORED = "把光标放到要评分的一行，这里显示它的计分依据。"


class Standing(Enum):
    """How a clause came out."""

    MET = "met"
    SHORT = "short"
    OPEN = "open"
    IDLE = "idle"
    """It does not come into play: no exemption, no veto, words without points."""


@record(frozen=True, slots=True)
class RateLine:
    """A completion in percent against its 满分线, also in percent."""

    title: str
    percent: Decimal
    threshold: Decimal
    at_most: bool
    met: bool
    arithmetic: str


@record(frozen=True, slots=True)
class ClauseLine:
    """One clause: ``points`` as text, with a minus where they are taken away."""

    number: str
    depth: int
    text: str
    points: str
    verdict: str
    standing: Standing


@record(frozen=True, slots=True)
class PaperLine:
    """A figure that the clauses read and that stands on the paper itself."""

    title: str
    text: str


@record(frozen=True, slots=True)
class RowShown:
    """All words and figures of the card but the facts themselves."""

    title: str
    place: str
    full: str
    score: str
    hint: str
    """What is missing, or who decides."""
    claimed: str
    """How the score on the paper stands to the computed one; ``""`` when there is nothing."""
    differs: bool
    on_paper: tuple[PaperLine, ...]
    rates: tuple[RateLine, ...]
    clauses: tuple[ClauseLine, ...]
    reason_title: str
    """What the column of reasons is called; ``""`` in a table without one."""
    reason: str
    reason_hint: str
    replaced: str
    """The reason that stands on the paper and would be replaced."""


@record(frozen=True, slots=True)
class TotalShown:
    words: str
    differs: bool
    """The typed total is another one."""


# ---------------------------------------------------------------- which facts, which tables


def scored(edition: Edition) -> bool:
    """Whether a form has rows with 分值 and 得分."""
    return any(group.marks for group in edition.groups)


def facts_of(edition: Edition, group: Group, row: str) -> tuple[CellRef, ...]:
    """The facts of a row, in the order of the edition: its own, and those its clauses name."""
    place = f"{group.id}.{row}"
    named = names_in(clauses_of(edition, group, row))
    return tuple(
        CellRef(fact.id) for fact in edition.facts if fact.row == place or fact.id in named
    )


def form_facts(edition: Edition) -> tuple[CellRef, ...]:
    """The facts of no row; what the program writes down itself is none of the clerk's."""
    own = {carry.mark for carry in edition.carry}
    named = {
        name
        for group in edition.groups
        for clauses in (group.scoring, *(row.scoring for row in group.rows))
        for name in names_in(clauses)
    }
    return tuple(
        CellRef(fact.id)
        for fact in edition.facts
        if not fact.row and fact.id not in named and fact.id not in own
    )


def breakdowns_of(edition: Edition, group: Group, row: str) -> tuple[Group, ...]:
    """The tables that break a row's facts down, by county say."""
    place = f"{group.id}.{row}"
    return tuple(each for each in edition.groups if each.row == place)


# ---------------------------------------------------------------- the row


def describe(document: Document, group: Group, row: RowScore) -> RowShown:
    """The card of one row."""
    assert group.marks is not None
    facts = facts_of(document.edition, group, row.row)
    tables = breakdowns_of(document.edition, group, row.row)
    claimed, differs = _claimed(document, group, row)
    column = group.marks.reason
    present = document.value(row.cell(group.marks, "reason")).typed if column else ""
    return RowShown(
        title=row.name or "（还没有名称）",
        place=_place(document, group, group.marks, row.row),
        full=plain(row.full),
        score=_score(row),
        hint=_hint(document, group, row, bool(facts or tables)),
        claimed=claimed,
        differs=differs,
        on_paper=tuple(_on_paper(document, group, row.row)),
        rates=tuple(_rates(document, group, row)),
        clauses=tuple(_clauses(row.step.parts, 0)),
        reason_title=document.edition.find_column(group.id, column).title if column else "",
        reason=row.reason if column else "",
        reason_hint="" if row.reason or not column else _reason_hint(group, row.row),
        replaced=present if row.reason and present.strip() and present != row.reason else "",
    )


def _place(document: Document, group: Group, marks: Marks, row: str) -> str:
    number = f"第 {document.row_index(group.id, row) + 1} 项"
    first = group.columns[0].id
    above = "" if first == marks.name else document.text(CellRef(first, group.id, row))
    return " · ".join(part for part in ("".join(above.split()), number) if part)


def _score(row: RowScore) -> str:
    if row.score is not None:
        return plain(row.score)
    if _as_claimed(row):
        return row.claimed.typed.strip()
    low, high = row.step.points
    return f"{shown(low)}—{shown(high)}" if low or high < row.full else "—"


def _by_filler(row: RowScore) -> bool:
    """Whether no clause of the row can be worked out."""
    return all(step.clause.kind is _K.DISCRETIONARY for step in row.step.parts)


def _as_claimed(row: RowScore) -> bool:
    """Whether what the filler wrote is the score, since nothing else says what it is."""
    number = row.claimed.number
    return row.score is None and number is not None and _by_filler(row) and row.fits(number)


def _hint(document: Document, group: Group, row: RowScore, has_facts: bool) -> str:
    if row.score is not None:
        return ""
    if row.step.missing:
        operands = Operands(document, group, row.row)
        titles = dict.fromkeys(operands[name].title for name in row.step.missing)
        return f"还没有填：{'、'.join(titles)}。"
    if _by_filler(row):
        return BY_FILLER if has_facts else f"{BY_FILLER}{NO_FACTS}"
    return "其余的分由填报人评定。"


def _claimed(document: Document, group: Group, row: RowScore) -> tuple[str, bool]:
    """A sentence about the score on the paper, and whether it contradicts the facts."""
    number, typed = row.claimed.number, row.claimed.typed.strip()
    if number is None or number == row.score or _as_claimed(row):
        return "", False
    if row.score is not None:
        words = f"表上填的是 {typed} 分，按事实算出的是 {plain(row.score)} 分。"
        if row.fits(number):
            return f"{words}评分标准换一种读法也能得这个分。", False
        return f"{words}照算出的改，或者写明理由。", True
    if not row.fits(number):
        low, high = row.step.points
        return f"表上填的是 {typed} 分，这一行可得 {shown(low)}—{shown(high)} 分。", True
    implied = implied_by(document, group, row)
    if implied is None:
        return f"表上填的是 {typed} 分。", False
    rate = f"为 {plain(implied.rate)}%"
    if implied.between is not None:
        low, high = implied.between
        rate = f"在 {shown(low)}% 与 {shown(high)}% 之间"
    words = f"表上填的是 {typed} 分，反推{implied.operand.title}{rate}"
    return f"{words}（{implied.arithmetic}）。", False


def _reason_hint(group: Group, row: str) -> str:
    fixed = next((each for each in group.rows if each.id == row), None)
    return NOT_YET if fixed is not None and fixed.reasons else NO_SENTENCE


def _on_paper(document: Document, group: Group, row: str) -> Iterator[PaperLine]:
    operands = Operands(document, group, row)
    for name in names_in(clauses_of(document.edition, group, row)):
        operand = operands[name]
        if not document.is_fact(operand.ref):
            yield PaperLine(operand.title, operand.value.typed.strip() or "（空）")


def _rates(document: Document, group: Group, row: RowScore) -> Iterator[RateLine]:
    operands = Operands(document, group, row.row)
    rated = [step for step in _leaves(row.step.parts) if step.rate is not None]
    for step in rated:
        clause, percent = step.clause, step.rate
        assert percent is not None
        if clause.plan:
            title = "完成率" if len(rated) == 1 else f"{operands[clause.actual].title}占计划"
        else:
            title = operands[clause.fact].title
        yield RateLine(
            title,
            percent,
            _full_line(clause),
            clause.at_most,
            _standing(step) in (Standing.MET, Standing.IDLE),
            step.arithmetic if clause.plan else "",
        )


def _full_line(clause: Clause) -> Decimal:
    """From where on the points are full, in percent."""
    if clause.kind is _K.BANDS and clause.bands:
        return clause.bands[0].at_least
    return _HUNDRED if clause.threshold is None else clause.threshold


def _leaves(steps: tuple[Step, ...]) -> Iterator[Step]:
    for step in steps:
        if step.parts:
            yield from _leaves(step.parts)
        else:
            yield step


def _clauses(steps: tuple[Step, ...], depth: int) -> Iterator[ClauseLine]:
    for number, step in enumerate(steps):
        mark = _CIRCLED[number] if depth == 0 and number < len(_CIRCLED) else "·"
        text = step.clause.text or _NAMES[step.clause.kind]
        standing = _standing(step)
        # What is missing is named once, at the score.
        verdict = "" if step.missing and standing is Standing.OPEN else step.verdict
        yield ClauseLine(mark, depth, text, _points(step), verdict, standing)
        yield from _clauses(step.parts, depth + 1)


def _points(step: Step) -> str:
    if step.decides is not None:
        return shown(step.decides)
    if step.clause.kind is _K.EXEMPTION:
        return ""
    if not step.points.known:
        return "—"
    points = shown(step.points.low)
    return f"－{points}" if step.deducts and step.points.low else points


def _standing(step: Step) -> Standing:
    kind, points = step.clause.kind, step.points
    if step.decides is not None:
        return Standing.MET if kind is _K.EXEMPTION else Standing.SHORT
    if kind is _K.EXEMPTION or kind is _K.DISCRETIONARY:
        return Standing.IDLE
    if not points.known:
        return Standing.OPEN
    if step.deducts:
        return Standing.SHORT if points.low else Standing.MET
    return Standing.MET if points.low == step.full else Standing.SHORT


# ---------------------------------------------------------------- the whole table


def describe_total(document: Document, card: Scorecard) -> TotalShown:
    """合计, with the bonus apart and the grade."""
    scoring = document.edition.scoring
    total = plain(card.total)
    words = f"合计 {total}" + (f" / {plain(scoring.total)}" if scoring else "")
    if card.grade:
        words += f"　等级 {card.grade}"
    if any(row.bonus for row in card.rows):
        words += f"　另加分 {plain(card.bonus)}"
    notes = [words]
    if card.unscored:
        notes.append(f"还有 {len(card.unscored)} 项没有得分")
    typed = card.claimed.number if card.claimed is not None else None
    differs = typed is not None and typed != card.total
    if differs and typed is not None:
        notes.append(f"表上的合计是 {plain(typed)}")
    if card.cap is not None:
        notes.append(f"按规定总分不超过 {plain(card.cap)}")
    return TotalShown("；".join(notes), differs)
