"""The document as formulas see it: blank counts as nothing, the unreadable makes no result."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.document.values import State
from anju_desktop.forms.definition import ValueType
from anju_desktop.forms.expressions import Number, compile_formula
from anju_desktop.records import record

_CONTEXT = Context(prec=100)
_COUNTS_AS_ZERO = (State.BLANK, State.NONE, State.NOT_APPLICABLE)


@record(frozen=True, slots=True)
class DocumentCells:
    """Implements :class:`anju_desktop.forms.expressions.Cells` for one row (or no row)."""

    document: Document
    row: str = ""

    def number(self, field: str) -> Number:
        return self._read(CellRef(field))

    def numbers(self, group: str, column: str, category: str) -> Iterable[Number]:
        for row in self.document.row_ids(group):
            if not category or self.document.category(group, row) == category:
                yield self._read(CellRef(column, group, row))

    def own(self, group: str, column: str) -> Number:
        return self._read(CellRef(column, group, self.row)) if self.row else None

    def _read(self, ref: CellRef) -> Number:
        value = self.document.value(ref)
        return Decimal(0) if value.state in _COUNTS_AS_ZERO else value.number


def shown(document: Document, ref: CellRef) -> str:
    """What a face shows: the text in the cell or, where nothing was typed, the computed result."""
    text = document.text(ref)
    field = document.definition(ref)
    if text or not field.computed:
        return text
    number = compile_formula(field.computed)(DocumentCells(document, ref.row))
    return "" if number is None else _printed(number, field.decimals)


def shown_alone(document: Document, ref: CellRef) -> str:
    """What a cell of its own shows: no words around it say that a computed rate is in percent."""
    text, field = shown(document, ref), document.definition(ref)
    computed = text and field.computed and not document.text(ref)
    return f"{text}%" if computed and field.type is ValueType.PERCENT else text


def _printed(number: Decimal, decimals: int | None) -> str:
    if decimals is None:
        return format(number.normalize(), "f")
    step = Decimal(1).scaleb(-decimals)
    return format(number.quantize(step, ROUND_HALF_UP, _CONTEXT), "f")
