"""Which amount of a wrong sum is the wrong one: the one that nothing else bears out."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from anju_desktop.document.changes import CellRef
from anju_desktop.document.values import in_yuan, plain
from anju_desktop.forms.definition import Edition, ValueType
from anju_desktop.rules.quantities import narrative
from anju_desktop.rules.view import Column, View, measure_keys
from anju_desktop.rules.vocabulary import Kind

_MOST_OFFERED_PARTS = 2
"""Of a longer sum any part may be wrong: offering one of them would be a guess."""


class Term(NamedTuple):
    """An amount of the sum, and what it would have to be if all the others are right."""

    cell: CellRef
    title: str
    written: Decimal
    right: Decimal


def to_correct(
    total: Term, parts: Sequence[Term], is_stated: Callable[[CellRef, Decimal], bool]
) -> tuple[Term, ...]:
    """The terms to offer for correction: one where the rest of the sheet tells which.

    Otherwise the total, and of two parts the one that is nearer to what it would have to be.
    """
    fillable = [part for part in parts if part.written and part.right >= 0]
    wrong = _contradicted(total, fillable, is_stated)
    if wrong is not None:
        return (wrong,)
    if not fillable or len(parts) > _MOST_OFFERED_PARTS:
        return (total,)
    return total, min(fillable, key=_distance)


def _contradicted(
    total: Term, parts: Sequence[Term], is_stated: Callable[[CellRef, Decimal], bool]
) -> Term | None:
    confirmed = is_stated(total.cell, total.written)
    if is_stated(total.cell, total.right):
        return None if confirmed else total
    doubtful = [
        part
        for part in parts
        if not is_stated(part.cell, part.written)
        and (confirmed or is_stated(part.cell, part.right))
    ]
    return doubtful[0] if len(doubtful) == 1 else None


def _distance(term: Term) -> int:
    """In how many digits the written amount differs from the right one."""
    written, right = plain(term.written), plain(term.right)
    return sum(a != b for a, b in zip(written, right, strict=False)) + abs(
        len(written) - len(right)
    )


class Statements:
    """What a form says of money outside the cells of one sum: in texts, fields and indicators."""

    def __init__(self, edition: Edition, apart_from: Iterable[Column]) -> None:
        own = frozenset(apart_from)
        texts = (ValueType.TEXT, ValueType.LONG_TEXT)
        self._texts = [field.id for field in edition.fields if field.type in texts]
        self._amounts = [
            field
            for field in edition.fields
            if field.type is ValueType.MONEY and ("", field.id) not in own
        ]
        self._keys = measure_keys(edition)
        self._name = ("amounts stated beside", own)
        self.columns: tuple[Column, ...] = (
            *(("", name) for name in self._texts),
            *(("", field.id) for field in self._amounts),
            *(column for key in self._keys for column in key.value_columns if column not in own),
        )

    def hold(self, view: View, cell: CellRef, amount: Decimal, unit: str) -> bool:
        """Whether the amount stands elsewhere in the form, or in another form for this cell."""
        yuan = in_yuan(amount, unit)
        if not yuan:
            return False
        if view.stated.get(cell) == yuan:
            return True
        return yuan in view.derived(self._name, self.columns, lambda: frozenset(self._all(view)))

    def _all(self, view: View) -> Iterator[Decimal]:
        """Every amount, in 元."""
        for name in self._texts:
            for figure in narrative(view.text(name)).figures:
                if figure.unit.kind is Kind.MONEY and not figure.unit.per:
                    yield figure.base
        for field in self._amounts:
            number = view.value(field.id).number
            yuan = None if number is None else in_yuan(number, field.unit)
            if yuan is not None:
                yield yuan
        for key in self._keys:
            for indicator in view.by_quantity(key).get(("money",), ()):
                if indicator.base is not None:
                    yield indicator.base
