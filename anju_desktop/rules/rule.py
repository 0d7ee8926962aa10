"""What a compiled check is: which cells it reads, and how it tells what it found."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import IntEnum
from typing import Any, ClassVar

from anju_desktop.document.changes import CellRef
from anju_desktop.document.values import Value, in_yuan
from anju_desktop.forms.definition import Check, Edition, Field, ValueType
from anju_desktop.rules.findings import Finding
from anju_desktop.rules.view import Column, View


class Rank(IntEnum):
    """What rests on what: a finding may follow from one of a lower rank on a cell they share."""

    CELL = 0
    SUM = 1
    COMPARISON = 2
    ACROSS = 3


class Rule(ABC):
    """One check of an edition. With a ``group`` it looks at one row at a time.

    ``reads`` are the columns that can change its findings; in a rule for rows those of its own
    group are read in that row only. What it asks :meth:`View.label` for need not be among them.
    """

    rank: ClassVar[Rank] = Rank.CELL
    asks_if_blank: ClassVar[bool] = False
    """Whether all it wants to know of a cell is whether it is blank."""

    def __init__(self, check: Check, reads: Iterable[Column], group: str = "") -> None:
        self.check = check
        self.reads = frozenset(reads)
        self.group = group
        self.counts_rows = ""
        """A group whose rows matter to this rule, whatever stands in them."""
        self.spread = False
        """Whether the first cell merely stands for many, so that it is not itself at fault."""

    @abstractmethod
    def examine(self, view: View, row: str) -> Iterable[Finding]:
        """What is wrong in the form, or in one row of it."""

    def unchecked(self, view: View) -> Iterable[str]:
        """Sentences about what this rule should have compared and could not."""
        return ()

    def finding(self, cells: Sequence[CellRef], message: str, **parts: Any) -> Finding:
        """A finding with what all findings of this rule share."""
        check = self.check
        return Finding(
            check.id,
            parts.pop("level", check.level),
            tuple(cells),
            parts.pop("title", "") or check.title,
            message,
            basis=parts.pop("basis", "") or check.basis,
            advice=parts.pop("advice", "") or check.advice,
            **parts,
        )


class AcrossRule(Rule):
    """A check that needs other forms; its findings are all in the one examined."""

    rank = Rank.ACROSS

    def examine(self, view: View, row: str) -> Iterable[Finding]:
        """Nothing: without other forms there is nothing to compare."""
        return ()

    @abstractmethod
    def compare(self, view: View, others: Sequence[View]) -> Iterable[Finding]:
        """What disagrees between this form and the others."""

    def stated(self, view: View, others: Sequence[View]) -> Iterable[tuple[CellRef, Decimal]]:
        """What other forms say should stand in cells of this one, in 元."""
        return ()

    def without_partner(self, view: View, others: Sequence[View]) -> Iterable[str]:
        """Sentences about what could not be compared with the forms at hand."""
        return ()


def column_of(name: str) -> Column:
    """``group.column`` or a field outside groups as a column."""
    group, _, field = name.rpartition(".")
    return group, field


def title_of(field: Field) -> str:
    """A field's title inside a sentence: 其中：财政拨款 is 财政拨款."""
    return field.title.rpartition("：")[2].strip("：: ") or field.title


def label_column(edition: Edition, group_id: str, near: str = "") -> str:
    """The column that names a row: the indicator's name, else the first required text.

    Where all texts are printed it is the last of them: levels go from the wide to the narrow.
    """
    group = edition.find_group(group_id)
    for measure in group.measures:
        if near in ("", measure.name, measure.value, measure.sign, measure.number, measure.unit):
            return measure.name
    if group.measures:
        return group.measures[0].name
    texts = [column for column in group.columns if column.type is ValueType.TEXT]
    named = [column.id for column in texts if column.required and not column.official]
    return (named or [column.id for column in (*reversed(texts), *group.columns)])[0]


def row_label(view: View, group: str, row: str, near: str = "") -> str:
    """How to call a row: its name, else its category."""
    text = view.label(CellRef(label_column(view.edition, group, near), group, row))
    if text:
        return shortened(text)
    category = view.category(group, row)
    for known in view.group(group).categories:
        if known.id == category:
            return known.path[-1]
    return view.group(group).title


def place(view: View, ref: CellRef) -> str:
    """A cell inside a sentence: “项目名称”, or 指标“改造户数”的“指标值”."""
    title = title_of(view.field((ref.group, ref.field)))
    if not ref.group:
        return f"“{title}”"
    label = row_label(view, ref.group, ref.row, ref.field)
    return f"“{label}”一行的“{title}”"


def shortened(text: str, limit: int = 30) -> str:
    """A text cut to what a sentence can carry."""
    return text if len(text) <= limit else text[:limit] + "……"


def decimals_of(number: Decimal) -> int:
    """Digits printed after the point."""
    return max(0, -int(number.as_tuple().exponent))


def agrees(written: Decimal, exact: Decimal) -> bool:
    """Whether a written amount is the exact one, or its rounding to two or more decimals.

    A whole number is no evidence of rounding: 18 beside an exact 17.6 is a mistake.
    """
    if written == exact:
        return True
    return decimals_of(written) >= 2 and is_rounding(written, exact)


def is_rounding(written: Decimal, exact: Decimal) -> bool:
    """Whether a written amount is an exact one with fewer decimals: 481.8 for 481.796."""
    decimals = decimals_of(written)
    if decimals >= decimals_of(exact.normalize()):
        return False
    return abs(written - exact) <= Decimal(5).scaleb(-decimals - 1)


def yuan(value: Value, field: Field) -> Decimal | None:
    """A money cell in 元."""
    return None if value.number is None else in_yuan(value.number, field.unit)
