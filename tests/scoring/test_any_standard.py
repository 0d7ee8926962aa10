"""What holds of every scoring tree, whatever its clauses and facts."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.forms.definition import Clause, ClauseKind, Edition, Reading, Sentence
from anju_desktop.patterns import pattern
from anju_desktop.scoring.operands import all_clauses
from anju_desktop.scoring.scorecard import RowScore, row_score
from tests.scoring.small_standards import YES_NO, bands, clause, filled, standard

POINTS = st.sampled_from([1, 2, "2.5", 4, 10])
STEPS = st.sampled_from([1, "0.5", 3, 5])
AWARD_KINDS = ["all_or_nothing", "completion", "threshold", "bands", "proportional", "qualitative"]
WORDS = bands((80, "达成"), (60, "部分达成"), (0, "未达成"))


def named(number: int) -> tuple[str, str]:
    return f"plan{number}", f"actual{number}"


@st.composite
def awards(draw: st.DrawFn, number: int) -> Clause:
    """A clause that gives points; each reads facts of its own."""
    kind, points = draw(st.sampled_from([*AWARD_KINDS, "execution_rate"])), draw(POINTS)
    plan, actual = named(number)
    stepped = {
        "step": draw(STEPS),
        "deduct": draw(POINTS),
        "reading": draw(st.sampled_from(Reading)),
    }
    maximum = draw(st.none() | POINTS)
    threshold = draw(st.sampled_from([20, 60, 100]))
    match kind:
        case "all_or_nothing":
            return clause(kind, fact=plan, points=points)
        case "completion":
            return clause(kind, plan=plan, actual=actual, points=points, maximum=maximum, **stepped)
        case "threshold":
            return clause(
                kind, fact=plan, points=points, threshold=threshold, maximum=maximum,
                at_most=draw(st.booleans()), **stepped,
            )  # fmt: skip
        case "bands":
            limits = bands((30, 3), (20, 2), (10, 1))
            return clause(kind, fact=plan, points=points, bands=limits)
        case "proportional":
            at_most = draw(st.booleans())
            return clause(kind, fact=plan, points=points, threshold=threshold, at_most=at_most)
        case "qualitative":
            return clause(kind, fact=plan, points=points, bands=WORDS)
    return clause(kind, plan=plan, actual=actual, points=points)


@st.composite
def deductions(draw: st.DrawFn, number: int) -> Clause:
    kind = draw(st.sampled_from(["per_item", "per_day", "veto", "over_performance"]))
    plan, actual = named(number)
    if kind == "veto":
        return clause(kind, fact="fraud", deduct=draw(st.none() | POINTS))
    if kind == "over_performance":
        return clause(kind, plan=plan, actual=actual, threshold=130, deduct=draw(POINTS))
    return clause(kind, fact=plan, deduct=draw(POINTS), step=draw(STEPS), maximum=draw(POINTS))


@st.composite
def trees(draw: st.DrawFn) -> tuple[Clause, ...]:
    """Awards, groups and alternatives of awards, deductions, perhaps an exemption."""
    numbers = iter(range(100))

    def one() -> Clause:
        return draw(awards(next(numbers)))

    found = [one() for _ in range(draw(st.integers(0, 3)))]
    if draw(st.booleans()):
        found.append(clause("alternatives", one(), one(), points=draw(POINTS)))
    if draw(st.booleans()):
        found.append(clause("group", one(), draw(deductions(next(numbers))), points=draw(POINTS)))
    found += [draw(deductions(next(numbers))) for _ in range(draw(st.integers(0, 2)))]
    if draw(st.booleans()):
        found.append(clause("exemption", fact="no_task", points=draw(POINTS)))
    assume(found)
    return tuple(found)


numbers = st.sampled_from(["0", "1", "19.99", "20", "59", "60", "99.5", "100", "131", "1000"])
strange = st.sampled_from(["", "-1", "九十", "不适用", "9" * 40])


@st.composite
def answers(draw: st.DrawFn, edition: Edition, *, all_filled: bool = False) -> dict[str, str]:
    texts = numbers if all_filled else numbers | numbers | strange
    yes_no = st.sampled_from(["是", "否"] if all_filled else ["是", "否", ""])
    return {f.id: draw(yes_no if f.id in YES_NO else texts) for f in edition.facts}


def scored(document: Document) -> RowScore:
    row = row_score(document, document.edition.groups[0], "row")
    assert row is not None
    return row


@settings(max_examples=100)
@given(trees(), st.data())
def test_a_score_lies_within_its_points_and_is_allowed(
    tree: tuple[Clause, ...], data: st.DataObject
) -> None:
    edition = standard(*tree)
    row = scored(filled(edition, data.draw(answers(edition))))
    for points in (*row.allowed, *row.exceptional):
        assert 0 <= points.low <= points.high <= row.full
    assert row.step.points in row.allowed
    if row.score is not None:
        assert row.fits(row.score)
        assert 0 <= row.score <= row.full


@settings(max_examples=100)
@given(trees(), st.data())
def test_what_is_missing_leaves_every_score_open_that_filling_it_in_can_give(
    tree: tuple[Clause, ...], data: st.DataObject
) -> None:
    edition = standard(*tree)
    document = filled(edition, data.draw(answers(edition)))
    before = scored(document)
    for name in before.step.missing:
        document.set_fact(name, data.draw(st.sampled_from("是否") if name in YES_NO else numbers))
    after = scored(document)
    assert before.step.points.low <= after.step.points.low
    assert after.step.points.high <= before.step.points.high


@settings(max_examples=100)
@given(trees(), st.data())
def test_an_unanswered_exemption_or_veto_leaves_its_outcome_allowed(
    tree: tuple[Clause, ...], data: st.DataObject
) -> None:
    edition = standard(*tree)
    document = filled(edition, data.draw(answers(edition, all_filled=True)))
    document.set_fact("fraud", "")
    document.set_fact("no_task", "")
    open_ = scored(document)
    for name in {"fraud", "no_task"} & {fact.id for fact in edition.facts}:
        document.set_fact(name, "是")
        after = scored(document).score
        assert after is None or open_.fits(after)
        document.set_fact(name, "")


def _direction(tree: tuple[Clause, ...], fact: str) -> int:
    """1 where more of a fact can only help, -1 where it can only harm."""
    each = next(c for c in all_clauses(tree) if fact in (c.plan, c.actual, c.fact))
    if each.kind in (ClauseKind.PER_ITEM, ClauseKind.PER_DAY) or each.at_most:
        return -1
    helps = -1 if fact == each.plan else 1
    return -helps if each.kind is ClauseKind.OVER_PERFORMANCE else helps


@settings(max_examples=150)
@given(trees(), st.data())
def test_a_score_moves_with_each_fact_in_its_direction(
    tree: tuple[Clause, ...], data: st.DataObject
) -> None:
    edition = standard(*tree)
    facts = data.draw(answers(edition, all_filled=True))
    counted = [name for name in facts if name not in YES_NO]
    assume(counted)
    name = data.draw(st.sampled_from(counted))
    texts = sorted([data.draw(numbers), data.draw(numbers)], key=Decimal)
    less, more = (scored(filled(edition, facts | {name: text})).step.points for text in texts)
    assume(less.known and more.known)
    assert (more.low - less.low) * _direction(tree, name) >= 0


@settings(max_examples=100)
@given(trees())
def test_full_marks_can_be_had_where_the_awards_allow_it(tree: tuple[Clause, ...]) -> None:
    best = _best(tree)
    edition = standard(*tree)
    facts = {name: text for each in all_clauses(tree) for name, text in _ideal(each).items()}
    row = scored(filled(edition, facts))
    assert row.score == min(best, row.full)


def _best(tree: tuple[Clause, ...]) -> Decimal:
    given_ = [c for c in tree if c.kind not in _TAKE]
    assume(given_ or any(c.kind is not ClauseKind.EXEMPTION for c in tree))
    return sum((_most(c) for c in given_), Decimal(0)) if given_ else Decimal(10)


_TAKE = (
    ClauseKind.PER_ITEM,
    ClauseKind.PER_DAY,
    ClauseKind.OVER_PERFORMANCE,
    ClauseKind.VETO,
    ClauseKind.EXEMPTION,
)


def _most(each: Clause) -> Decimal:
    points = each.points or Decimal(10)
    match each.kind:
        case ClauseKind.BANDS:
            return min(points, Decimal(3))
        case ClauseKind.ALTERNATIVES:
            return min(points, max(map(_most, each.parts)))
        case ClauseKind.GROUP:
            return min(points, _best(each.parts))
    return points


def _ideal(each: Clause) -> dict[str, str]:
    if each.plan:
        return {each.plan: "100", each.actual: "100"}
    if each.kind in _TAKE:
        return {each.fact: "否" if each.fact in YES_NO else "0"}
    return {each.fact: "0" if each.at_most else "100"} if each.fact else {}


_FIGURE = pattern(r"\d+(?:\.\d+)?")
TEXT = "{plan0}户、{actual0}户，{rate}%、{rate:2}%，少{gap}户，低{below}，{score}、{deducted}、{full}。"


@settings(max_examples=100)
@given(trees(), st.data())
def test_a_drafted_sentence_holds_no_figure_that_is_not_in_the_data(
    tree: tuple[Clause, ...], data: st.DataObject
) -> None:
    assume(any(each.plan == "plan0" for each in all_clauses(tree)))
    places = data.draw(st.lists(st.sampled_from(TEXT.split("，")), min_size=1, unique=True))
    edition = standard(*tree, reasons=[Sentence("，".join(places))])
    facts = data.draw(answers(edition))
    row = scored(filled(edition, facts))
    known = [Decimal(facts["plan0"])] if facts["plan0"].replace(".", "").isdigit() else []
    known += [Decimal(facts["actual0"])] if facts["actual0"].replace(".", "").isdigit() else []
    step = row.step
    for number in (step.rate, step.gap, step.below, step.points.low, step.full):
        known += [] if number is None else [number]
    known.append(step.full - step.points.low)
    # A rate is printed with one decimal at least, points below as whole ones.
    for figure in map(Decimal, _FIGURE.findall(row.reason)):
        nearest = min((abs(figure - each), each) for each in known)
        assert nearest[0] <= Decimal("0.05") or (nearest[1] == step.below and nearest[0] < 1)
    assert "None" not in row.reason


@settings(max_examples=100)
@given(trees(), st.data())
def test_the_claimed_score_has_no_say_in_the_computed_one(
    tree: tuple[Clause, ...], data: st.DataObject
) -> None:
    edition = standard(*tree)
    document = filled(edition, data.draw(answers(edition)))
    before = scored(document)
    document.set(CellRef("score", "items", "row"), data.draw(numbers))
    assert replace(scored(document), claimed=before.claimed) == before
