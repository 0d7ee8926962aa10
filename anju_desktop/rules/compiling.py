"""An edition's checks compiled once: the rules, which cells each reads, the order of the sheet."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from anju_desktop.document.changes import CellRef
from anju_desktop.forms.checks import (
    AtMostCheck,
    CoversYearCheck,
    DatesCheck,
    EmptyHintCheck,
    EqualCheck,
    FactsInTextCheck,
    FiguresInTextCheck,
    FilledTogetherCheck,
    FormsAgainstListCheck,
    GradeCheck,
    PerUnitCheck,
    ProductCheck,
    SameTextCheck,
    ScoreByStandardCheck,
    ShortfallCheck,
    TextsDifferCheck,
    TotalCheck,
    WordingCheck,
)
from anju_desktop.forms.definition import Check, Edition
from anju_desktop.forms.placement import PLACEHOLDER
from anju_desktop.rules.across import across_rules
from anju_desktop.rules.carried import carried_rules
from anju_desktop.rules.cells import field_rules
from anju_desktop.rules.dates import Dates
from anju_desktop.rules.narrative import (
    CoversYear,
    EmptyHint,
    FiguresInText,
    FilledTogether,
    TextsDiffer,
    Wording,
)
from anju_desktop.rules.product import product_rules
from anju_desktop.rules.rule import AcrossRule, Rule
from anju_desktop.rules.sums import AtMost, Equal, Shortfall, Total
from anju_desktop.rules.values import CHECKED_BY_VALUE, value_rules
from anju_desktop.rules.view import Column

_KEPT = 64


class Readers(NamedTuple):
    """The rules that read a column, by number: in its own row only, and in the whole form."""

    in_place: list[int]
    elsewhere: list[int]


class Program:
    """The rules of one edition."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        rules: list[Rule] = [*field_rules(edition), *carried_rules(edition)]
        rules.extend(_scoring_rules(edition))
        for check in edition.checks:
            rules.extend(_COMPILERS[type(check)](check, edition))
        self.rules: tuple[Rule, ...] = tuple(r for r in rules if not isinstance(r, AcrossRule))
        self.across = tuple(rule for rule in rules if isinstance(rule, AcrossRule))
        columns = [*dict.fromkeys(column for rule in self.rules for column in rule.reads)]
        self.readers = {column: Readers([], []) for column in columns}
        """Who reads a column for what stands in it."""
        self.blank_readers = {column: Readers([], []) for column in columns}
        """Who merely wants to know whether something stands there."""
        for number, rule in enumerate(self.rules):
            readers = self.blank_readers if rule.asks_if_blank else self.readers
            for column in rule.reads:
                in_place, elsewhere = readers[column]
                at_home = bool(rule.group) and rule.group == column[0]
                (in_place if at_home else elsewhere).append(number)
        self._places = _places(edition)

    def place(self, ref: CellRef) -> tuple[int, int]:
        """Line of the paper and position in it; what the paper does not show comes last."""
        return self._places.get((ref.group, ref.field), (len(self.edition.rows), 0))


_programs: dict[int, Program] = {}


def program_for(edition: Edition) -> Program:
    """The edition's rules, compiled on first use."""
    program = _programs.get(id(edition))
    if program is None or program.edition is not edition:
        if len(_programs) >= _KEPT:
            _programs.clear()
        program = _programs[id(edition)] = Program(edition)
    return program


def _scoring_rules(edition: Edition) -> Iterable[Rule]:
    """The rules that facts imply; a form without facts does not even load scoring."""
    if not edition.facts:
        return ()
    from anju_desktop.rules.scores import fact_rules

    return fact_rules(edition)


def _by_standard(check: ScoreByStandardCheck, edition: Edition) -> Iterable[Rule]:
    from anju_desktop.rules.scores import standard_rules

    return standard_rules(check, edition)


def _grade(check: GradeCheck, edition: Edition) -> Iterable[Rule]:
    from anju_desktop.rules.scores import Grade

    return [Grade(check, edition)]


def _facts_in_text(check: FactsInTextCheck, edition: Edition) -> Iterable[Rule]:
    from anju_desktop.rules.stated import FactsInText

    return [FactsInText(check, edition, field) for field in check.fields]


_Compiler = Callable[[Any, Edition], Iterable[Rule]]

_COMPILERS: dict[type[Check], _Compiler] = {
    EqualCheck: lambda check, edition: [Equal(check, edition)],
    AtMostCheck: lambda check, edition: [AtMost(check, edition)],
    TotalCheck: lambda check, edition: [Total(check, edition)],
    ProductCheck: product_rules,
    FiguresInTextCheck: lambda check, edition: [FiguresInText(check, edition)],
    TextsDifferCheck: lambda check, edition: [TextsDiffer(check)],
    FilledTogetherCheck: lambda check, edition: [FilledTogether(check)],
    WordingCheck: lambda check, edition: [Wording(check, field) for field in check.fields],
    EmptyHintCheck: lambda check, edition: [EmptyHint(check, field) for field in check.fields],
    CoversYearCheck: lambda check, edition: [CoversYear(check, field) for field in check.fields],
    DatesCheck: lambda check, edition: [Dates(check)],
    ShortfallCheck: lambda check, edition: [Shortfall(check, edition)],
    FormsAgainstListCheck: across_rules,
    SameTextCheck: across_rules,
    PerUnitCheck: across_rules,
    ScoreByStandardCheck: _by_standard,
    GradeCheck: _grade,
    FactsInTextCheck: _facts_in_text,
    **dict.fromkeys(CHECKED_BY_VALUE, value_rules),
}
"""What turns each kind of check into rules."""


def _places(edition: Edition) -> dict[Column, tuple[int, int]]:
    """Where each column first appears on the paper."""
    places: dict[Column, tuple[int, int]] = {}
    for line, row in enumerate(edition.rows):
        for position, cell in enumerate(row.cells):
            if cell.column:
                places.setdefault((row.group, cell.column), (line, position))
            for name in (cell.field, *PLACEHOLDER.findall(cell.text)):
                places.setdefault(("", name), (line, position))
    return places
