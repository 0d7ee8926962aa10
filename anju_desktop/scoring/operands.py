"""What the clauses of one row read: facts, columns and measures of that row."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.document.values import YES, Sign, State, Value, narrow, split_sign
from anju_desktop.forms.definition import Clause, Edition, Field, Group, Measure


class Operand(NamedTuple):
    """One name of a clause as it stands in the document."""

    title: str
    value: Value
    unit: str
    ref: CellRef

    @property
    def number(self) -> Decimal | None:
        """The amount; None where it is blank, unreadable or below zero."""
        number = self.value.number
        return None if number is None or number < 0 else number

    @property
    def blank(self) -> bool:
        return not self.value.filled

    @property
    def yes(self) -> bool | None:
        """Whether a 是/否 fact says 是, or a count is above zero; None when it says nothing."""
        if self.value.number is not None:
            return self.value.number > 0
        if self.value.state is not State.VALUE:
            return None
        return self.value.typed.strip() == YES


class Operands:
    """The operands of one row, by the names that clauses use."""

    def __init__(self, document: Document, group: Group, row: str) -> None:
        self.document = document
        self._group, self._row = group, row
        self._facts = {fact.id: fact for fact in document.edition.facts}
        self._columns = {column.id: column for column in group.columns}
        self._measures = {measure.id: measure for measure in group.measures}

    def __getitem__(self, name: str) -> Operand:
        """The operand; ``KeyError`` for a name that lint would have refused."""
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


def lower_is_better(operand: Operand) -> bool:
    """Whether a target says ≤ or <."""
    return operand.value.sign in (Sign.AT_MOST, Sign.LESS)


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
