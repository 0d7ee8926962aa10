"""The amounts of a text: what each measures, of which step and year, and what is said before it."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from anju_desktop.document.values import narrow, plain
from anju_desktop.patterns import pattern
from anju_desktop.rules.quantities import Measured, is_approximate, measured
from anju_desktop.rules.rule import decimals_of
from anju_desktop.rules.vocabulary import Kind, Stage, Unit, vocabulary

_BOUNDARY = pattern(r"[，,。；;：:（）()、\n！!？?]")
_YEAR = pattern(r"(?:19|20)\d\d(?=年)")
_PLAN_AT_END = pattern(r"(?:计划|任务|目标)(?:总?[户套栋间个]?数|总?量|面积)?(?:为|是|共|达)?$")
_DONE = pattern(r"完成|落实|超额|超")
_ENUMERATED = pattern(r"[、和及与]|以及")
_THE_REST = pattern(r"^(?:其他|其它|其余)")
_NOUN = pattern(r"[\u3400-\u9fff]{1,6}")
_ONES = frozenset("樘扇盏根棵株辆张块组支册篇条宗批份")
"""Words that count things of one kind only."""
_LABEL, _MOST = 60, 3000


class Amount(NamedTuple):
    """A number with its unit inside a text."""

    text: str
    start: int
    end: int
    number: Decimal
    unit: Unit
    unit_text: str
    label: str
    """The words before it, back to the last mark or figure."""
    stage: str
    """The step it is told of (``plan``, ``pay``, …), or ``""``."""
    year: str
    rough: bool
    """About, or one end of a range."""
    noun: str
    """What is counted, where the unit does not tell: 5个 *学校*."""

    @property
    def base(self) -> Decimal:
        """The number in base units."""
        return self.number * self.unit.factor

    @property
    def quantity(self) -> tuple[str, ...]:
        name = self.unit_text.removeprefix("个")
        if self.unit.dimension == "community" or (self.unit.kind is Kind.GENERIC and name in _ONES):
            # 3个社区 and 9个小区, 20个 and 320樘 are never added up.
            return (*self.unit.quantity, name)
        return self.unit.quantity


@lru_cache(maxsize=256)
def amounts(text: str) -> tuple[Amount, ...]:
    """Every amount of a text but times, in order, scores and rates included."""
    found = (each for each in measured(text) if each.unit.kind is not Kind.TIME)
    plain_text, before = narrow(text), 0
    result: list[Amount] = []
    for each in islice(found, _MOST):
        amount = _amount(text, plain_text, each, before)
        if result and _ENUMERATED.fullmatch(text[before : each.start]):
            # 完成100户、200户: the second is told of the same step.
            amount = amount._replace(stage=result[-1].stage)
        result.append(amount)
        before = each.end
    return tuple(result)


def addable(found: Sequence[Amount]) -> list[Amount]:
    """The amounts that parts and totals are made of: no rates, no scores."""
    return [each for each in found if each.unit.kind not in (Kind.RATIO, Kind.SCORE)]


def _amount(text: str, plain_text: str, each: Measured, before: int) -> Amount:
    lead = text[max(before, each.start - _LABEL) : each.start]
    label = _BOUNDARY.split(lead)[-1].strip()
    years = _YEAR.findall(narrow(label))
    sentence = text[max(0, each.start - _LABEL) : each.start]
    return Amount(
        text[each.start : each.end],
        each.start,
        each.end,
        each.number,
        each.unit,
        each.unit_text,
        label,
        stage_of(label),
        years[-1] if years else "",
        is_approximate(sentence, plain_text[each.end : each.end + 3]),
        _noun(text, each),
    )


def _noun(text: str, each: Measured) -> str:
    if each.unit.kind is not Kind.GENERIC:
        return ""
    found = _NOUN.match(text, each.end)
    return found[0] if found else ""


@lru_cache(maxsize=2048)
def stage_of(label: str) -> str:
    """The step that the words before a number tell of; the first of several decides.

    发放任务 is a plan and 完成计划 is none; 任务 alone is a plan, 任务完成 is not.
    """
    stages = vocabulary().report.stages
    if _THE_REST.search(label):
        return ""
    if _PLAN_AT_END.search(label) and not _DONE.search(label):
        return stages[0].id
    found = [
        (label.find(word), -len(word), stage.id)
        for stage in stages
        for word in stage.words
        if word in label
    ]
    return min(found)[2] if found else next(_nouns(label, stages), "")


def _nouns(label: str, stages: Sequence[Stage]) -> Iterator[str]:
    yield from (stage.id for stage in stages for noun in stage.nouns if noun in label)


# ---------------------------------------------------------------- adding up


def in_unit_of(base: Decimal, total: Amount) -> str:
    """An amount in base units, written in the unit of another: 2023套."""
    return f"{plain(base / total.unit.factor)}{total.unit_text}"


def added(parts: Sequence[Amount]) -> Decimal:
    """The sum in base units."""
    return sum((part.base for part in parts), Decimal(0))


def tolerance(total: Amount, parts: Sequence[Amount]) -> Decimal:
    """How far, in base units, a total may be from its parts by rounding alone.

    Whole numbers of one unit are exact. A total in a coarser print than its parts, and every
    number with decimals, may have been rounded by half of its last digit.
    """
    if total.unit.counts and total.unit.factor == 1 and all(p.unit.factor == 1 for p in parts):
        return Decimal(0)
    finest = min((_last_digit(part) for part in parts), default=Decimal(0))
    rounded = [part for part in parts if decimals_of(part.number)]
    slack = sum((_last_digit(part) / 2 for part in rounded), Decimal(0))
    if decimals_of(total.number) or _last_digit(total) > finest:
        slack += _last_digit(total) / 2
    return slack


def _last_digit(amount: Amount) -> Decimal:
    return Decimal(1).scaleb(-decimals_of(amount.number)) * amount.unit.factor


def adds_up(total: Amount, parts: Sequence[Amount]) -> bool:
    """Whether the parts make up the total as far as the print goes."""
    return abs(added(parts) - total.base) <= tolerance(total, parts)
