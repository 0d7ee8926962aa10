"""The drafted 评分理由: the edition's sentence with figures taken from the data, and no other.

``{fact}`` is the figure as typed, ``{rate}`` the completion at one decimal (``{rate:2}`` at two)
without idle zeros, ``{gap}`` plan minus actual, ``{below}`` the percentage points below.
"""

from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from anju_desktop.document.document import Document
from anju_desktop.document.values import plain
from anju_desktop.forms.definition import FixedRow, Group, Outcome, Reading, Sentence
from anju_desktop.patterns import pattern
from anju_desktop.scoring.figures import rounded
from anju_desktop.scoring.operands import Operands
from anju_desktop.scoring.steps import Step

_PLACE = pattern(r"\{([^{}]*)\}")
_PRINTED, _MOST_DECIMALS = 1, 6
"""Decimals of a rate in the published sentences, and in any."""
_HUNDRED = Decimal(100)


def draft(document: Document, group: Group, row: str, step: Step, outcome: Outcome | None) -> str:
    """The first sentence of the row that fits the outcome and lacks no figure, or ``""``."""
    fixed = next((each for each in group.rows if each.id == row), None)
    if fixed is None:
        return ""
    for sentence in fixed.reasons:
        if sentence.when in (None, outcome):
            text = _filled(sentence, _Figures(document, group, fixed, step))
            if text is not None:
                return text
    return ""


def names_in_sentences(sentences: Iterable[Sentence]) -> tuple[str, ...]:
    """Every name that sentences take a figure from, each once."""
    names = (name for each in sentences for name in _PLACE.findall(each.text))
    return tuple(dict.fromkeys(name.partition(":")[0] for name in names))


def _filled(sentence: Sentence, figures: "_Figures") -> str | None:
    names = _PLACE.findall(sentence.text)
    texts = [figures.text(name) for name in names]
    if None in texts:
        return None
    rest = iter(texts)
    return _PLACE.sub(lambda _: next(rest) or "", sentence.text)


class _Figures:
    """The figures a sentence may use, as texts; None for one that is not there."""

    def __init__(self, document: Document, group: Group, row: FixedRow, step: Step) -> None:
        self._document, self._step = document, step
        self._operands = Operands(document, group, row.id)
        self._named = {s.clause.id: s for s in _steps(step) if s.clause.id}

    def text(self, name: str) -> str | None:
        name, _, decimals = name.partition(":")
        clause, _, figure = name.rpartition(".")
        step = self._named[clause] if clause else self._step
        match figure:
            case "rate":
                return _rate(step.rate, int(decimals) if decimals.isdigit() else _PRINTED)
            case "gap":
                return None if step.gap is None else plain(step.gap)
            case "below":
                return _below(step)
            case "points" | "score":
                return plain(rounded(step.points.low, 2)) if step.points.known else None
            case "deducted":
                known = step.points.known
                return plain(rounded(step.full - step.points.low, 2)) if known else None
            case "full":
                return plain(step.full)
            case "year":
                return self._document.period[:4] or str(self._document.edition.year)
        return self._operand(figure)

    def _operand(self, name: str) -> str | None:
        operand = self._operands[name]
        if operand.number is not None:
            return format(operand.number, "f")
        return operand.value.typed.strip() if operand.value.qualitative else None


def _rate(rate: Decimal | None, decimals: int) -> str | None:
    if rate is None:
        return None
    # A rate just below 100 must not read 100 beside a score that is not full.
    while rounded(rate, decimals) == _HUNDRED != rate and decimals < _MOST_DECIMALS:
        decimals += 1
    return plain(rounded(rate, decimals))


def _below(step: Step) -> str | None:
    """The points below as the reading counts them: whole ones, or two decimals."""
    if step.below is None:
        return None
    reading = _reading(step)
    if reading is Reading.PROPORTIONAL:
        return plain(rounded(step.below, 2))
    rounding = ROUND_FLOOR if reading is Reading.COMPLETED else ROUND_CEILING
    return plain(step.below.to_integral_value(rounding))


def _reading(step: Step) -> Reading:
    below = next((s for s in _steps(step) if not s.parts and s.below == step.below), step)
    return below.clause.reading


def _steps(step: Step) -> list[Step]:
    return [step, *(inner for part in step.parts for inner in _steps(part))]
