"""What the clauses of one row read: facts, columns and measures of that row."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.document.values import YES, Sign, State, Value, narrow, split_sign
from anju_desktop.forms.definition import Clause, ClauseKind, Edition, Field, Group, Measure


class Operand(NamedTuple):
    """One name of a clause as it stands in the document."""

    title: str
    value: Value
    unit: str
    ref: CellRef

    @property
    def number(self) -> Decimal | None:
        """The amount, zero for a mark that says there is none; None where no amount is given.

        An amount below zero is none: no count, rate or sum of money of a standard can be that.
        """
        number = Decimal(0) if self.value.state is State.NONE else self.value.number
        return None if number is None or number < 0 else number

    @property
    def blank(self) -> bool:
        return not self.value.filled

    @property
    def yes(self) -> bool | None:
        """Whether a 是/否 fact says 是, or a count is above zero; None when it says nothing."""
        if self.number is not None:
            return self.number > 0
        if self.value.state is not State.VALUE or self.value.number is not None:
            return None
        return self.value.typed.strip() == YES

    @property
    def times(self) -> Decimal | None:
        """How many; 是 is one."""
        if self.number is not None or self.yes is None:
            return self.number
        return Decimal(1 if self.yes else 0)

    def says(self, kind: ClauseKind) -> bool:
        """Whether it is filled in so that a clause of this kind can use it."""
        if kind in _ASK_WHETHER:
            return self.yes is not None
        return self.number is not None or self.value.qualitative


_ASK_WHETHER = (
    ClauseKind.ALL_OR_NOTHING,
    ClauseKind.EXEMPTION,
    ClauseKind.VETO,
    ClauseKind.PER_ITEM,
    ClauseKind.PER_DAY,
)
_MULTIPLES = {"": Decimal(1), "万": Decimal(10**4), "亿": Decimal(10**8)}


def in_unit(operand: Operand, unit: str) -> Decimal | None:
    """The amount in ``unit``; None where the two units are of different things.

    An operand that names no unit, or one beside which none is named, is taken as it stands.
    """
    number = operand.number
    if number is None or not unit or not operand.unit or unit == operand.unit:
        return number
    (own, own_base), (other, other_base) = _multiple(operand.unit), _multiple(unit)
    return number * own / other if own_base == other_base else None


def _multiple(unit: str) -> tuple[Decimal, str]:
    """万平方米 as ten thousand 平方米."""
    head = unit[:1] if unit[:1] in _MULTIPLES and len(unit) > 1 else ""
    return _MULTIPLES[head], unit[len(head) :]


class Operands:
    """The operands of one row, by the names that clauses use.

    What is in ``assumed`` is read as 是, whatever stands there.
    """

    def __init__(
        self, document: Document, group: Group, row: str, assumed: frozenset[str] = frozenset()
    ) -> None:
        self.document = document
        self._group, self._row, self._assumed = group, row, assumed
        self._facts = {fact.id: fact for fact in document.edition.facts}
        self._columns = {column.id: column for column in group.columns}
        self._measures = {measure.id: measure for measure in group.measures}

    def __getitem__(self, name: str) -> Operand:
        """The operand; ``KeyError`` for a name that lint would have refused."""
        operand = self._find(name)
        return operand._replace(value=_YES) if name in self._assumed else operand

    def assuming(self, names: Iterable[str]) -> "Operands":
        """The same operands, with 是 in some."""
        return Operands(self.document, self._group, self._row, frozenset(names))

    def _find(self, name: str) -> Operand:
        if name in self._facts:
            return self._plain(self._facts[name], CellRef(name))
        ref = CellRef(name, self._group.id, self._row)
        if name in self._columns:
            return self._plain(self._columns[name], ref)
        return self._measured(self._measures[name])

    def cell(self, column: str) -> Value:
        """A cell of the row itself."""
        return self.document.value(CellRef(column, self._group.id, self._row))

    def _plain(self, field: Field, ref: CellRef) -> Operand:
        value = self.document.value(ref)
        return Operand(field.title, value, value.unit or field.unit, ref)

    def _measured(self, measure: Measure) -> Operand:
        column = self._columns[measure.value or measure.number]
        ref = CellRef(column.id, self._group.id, self._row)
        value = self.document.value(ref)
        unit = self.cell(measure.unit).typed if measure.unit else value.unit
        if measure.sign:
            sign, _ = split_sign(self.cell(measure.sign).typed)
            value = Value(value.typed, value.state, value.number, sign, unit, value.problem)
        return Operand(column.title, value, narrow(unit).strip(), ref)


_YES = Value(YES, State.VALUE)


def lower_is_better(target: Operand, otherwise: bool) -> bool:
    """Whether a target is a limit: by its own sign, and without one as the clause says."""
    sign = target.value.sign
    if sign in (Sign.AT_MOST, Sign.LESS):
        return True
    return otherwise and sign not in (Sign.AT_LEAST, Sign.MORE)


def contradicted(clause: Clause, operands: Operands) -> bool:
    """Whether 全部完成 is 是 although less was done than planned."""
    if not clause.done or not operands[clause.done].yes:
        return False
    plan, actual = operands[clause.plan], operands[clause.actual]
    done = in_unit(actual, plan.unit)
    return plan.number is not None and done is not None and done < plan.number


def all_clauses(clauses: Iterable[Clause]) -> Iterator[Clause]:
    """Every node of the trees, parents first."""
    for clause in clauses:
        yield clause
        yield from all_clauses(clause.parts)


def names_in(clauses: Iterable[Clause]) -> tuple[str, ...]:
    """The operands that clauses name, each once, in their order."""
    return tuple(
        dict.fromkeys(
            name
            for clause in all_clauses(clauses)
            for name in (clause.plan, clause.actual, clause.done, clause.fact)
            if name
        )
    )


def clauses_of(edition: Edition, group: Group, row: str) -> tuple[Clause, ...]:
    """The clauses that score a row: its own, else those the group gives to all."""
    for fixed in group.rows:
        if fixed.id == row and fixed.scoring:
            return fixed.scoring
    return group.scoring
