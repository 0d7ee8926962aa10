"""What checks read: one form's values, remembered until an edit touches them.

A check may look at sixty rows on every keystroke; here only the touched cell is read again.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple, TypeVar, cast

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.document.values import Sign, State, Value, plain, split_sign, to_decimal
from anju_desktop.forms.definition import Edition, Field, Group, Measure
from anju_desktop.forms.expressions import Formula, Number, compile_formula
from anju_desktop.rules.vocabulary import Unit, readings

Column = tuple[str, str]
"""Group (``""`` outside groups) and field."""

_COUNTS_AS_ZERO = (State.BLANK, State.NONE, State.NOT_APPLICABLE)
_MAX_NESTED = 8
"""How deep computed fields may rest on each other before the result is given up."""

T = TypeVar("T")


class MeasureKey(NamedTuple):
    """A measure of a group: which columns together state one indicator value."""

    group: str
    measure: Measure

    @property
    def value_field(self) -> str:
        return self.measure.value or self.measure.number

    @property
    def columns(self) -> tuple[Column, ...]:
        return ((self.group, self.measure.name), *self.value_columns)

    @property
    def value_columns(self) -> tuple[Column, ...]:
        """The columns of the value, without the name."""
        m = self.measure
        return tuple((self.group, f) for f in (m.value, m.sign, m.number, m.unit) if f)


def measure_keys(edition: Edition, measure: str = "") -> tuple[MeasureKey, ...]:
    """The measure written ``group.measure``, or every measure of the form."""
    return tuple(
        MeasureKey(group.id, m)
        for group in edition.groups
        for m in group.measures
        if measure in ("", f"{group.id}.{m.id}")
    )


class Indicator(NamedTuple):
    """One indicator value of one row, whether its parts share a cell or not.

    The name is looked up when it is asked for, so that a new one is no new indicator.
    """

    view: "View"
    row: str
    category: str
    shown: str
    """The value as the clerk wrote it, sign and unit included."""
    state: State
    sign: Sign
    number: Decimal | None
    unit_text: str
    unit: Unit | None
    """The first meaning of the unit; 套（间） has two."""
    cell: CellRef
    name_cell: CellRef
    unit_cell: CellRef | None
    period: str
    kind: str
    base: Decimal | None
    """The number in base units (平方米, 元), when the unit is known."""

    @property
    def name(self) -> str:
        """The name without blanks."""
        return self.view.label(self.name_cell)

    @property
    def figure(self) -> str:
        """Number and unit without the sign: 24间."""
        return f"{plain(self.number)}{self.unit_text}" if self.number is not None else ""


@lru_cache(maxsize=512)
def formula(source: str) -> Formula:
    """A formula of an edition, compiled once."""
    return compile_formula(source)


class View:
    """One document with what checks have read of it; see :meth:`touch`."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.edition = document.edition
        self.stated: dict[CellRef, Decimal] = {}
        """What other forms say should stand in cells of this one, in 元."""
        self._groups: dict[str, Group] = {group.id: group for group in self.edition.groups}
        self._fields = {("", f.id): f for f in (*self.edition.fields, *self.edition.facts)} | {
            (g.id, c.id): c for g in self.edition.groups for c in g.columns
        }
        self._measures = _measures_by_column(self.edition.groups)
        self._rows: dict[str, tuple[str, ...]] = {}
        self._indexes: dict[tuple[str, str], int] = {}
        self._categories: dict[tuple[str, str], str] = {}
        self._members: dict[tuple[str, str], tuple[str, ...]] = {}
        self._columns: dict[Column, dict[str, Value]] = {}
        self._indicators: dict[tuple[str, str], dict[str, Indicator]] = {}
        self._labels: dict[CellRef, str] = {}
        self._asked: set[CellRef] = set()
        self._versions: dict[Column, int] = {}
        self._derived: dict[object, tuple[tuple[int, ...], object]] = {}

    # -- keeping up with the document --------------------------------------------------------

    def touch(self, ref: CellRef) -> bool:
        """A cell holds something else now; whether it was blank and is not, or the reverse."""
        field, group, row = ref
        column = (group, field)
        self._versions[column] = self._versions.get(column, 0) + 1
        values = self._columns.get(column)
        if values is None:
            values = self._columns[column] = {}
        before = values.get(row)
        value = values[row] = self.document.value(ref)
        self._labels.pop(ref, None)
        for key in self._measures.get(column, ()):
            self._indicators.get((key.group, key.measure.id), {}).pop(row, None)
        return before is None or (before.state is State.BLANK) is not (value.state is State.BLANK)

    def restructure(self, group: str) -> None:
        """Rows of a group were added, removed or moved."""
        self._rows.clear()
        self._indexes.clear()
        self._categories.clear()
        self._members.clear()
        self._labels.clear()
        for column in [c for c in self._columns if c[0] == group]:
            del self._columns[column]
        for measure in [m for m in self._indicators if m[0] == group]:
            del self._indicators[measure]
        for column in self._fields:
            if column[0] == group:
                self._versions[column] = self._versions.get(column, 0) + 1

    # -- reading -----------------------------------------------------------------------------

    def field(self, column: Column) -> Field:
        return self._fields[column]

    def group(self, group: str) -> Group:
        return self._groups[group]

    def rows(self, group: str) -> tuple[str, ...]:
        rows = self._rows.get(group)
        if rows is None:
            rows = self._rows[group] = self.document.row_ids(group)
            for index, row in enumerate(rows):
                self._indexes[group, row] = index
                self._categories[group, row] = self.document.category(group, row)
        return rows

    def index(self, group: str, row: str) -> int:
        """Position of a row, -1 for a group without rows."""
        self.rows(group)
        return self._indexes.get((group, row), -1)

    def category(self, group: str, row: str) -> str:
        category = self._categories.get((group, row))
        if category is None:
            self.rows(group)
            category = self._categories[group, row]
        return category

    def rows_of(self, group: str, category: str) -> tuple[str, ...]:
        """The rows of one category, in order."""
        rows = self._members.get((group, category))
        if rows is None:
            every = self.rows(group)
            rows = tuple([row for row in every if self.category(group, row) == category])
            self._members[group, category] = rows
        return rows

    def value(self, field: str, group: str = "", row: str = "") -> Value:
        values = self._columns.get((group, field))
        if values is None:
            values = self._columns[group, field] = {}
        value = values.get(row)
        if value is None:
            value = values[row] = self.document.value(CellRef(field, group, row))
        return value

    def text(self, field: str, group: str = "", row: str = "") -> str:
        """What stands in the cell, an open editor's text included."""
        return self.value(field, group, row).typed

    def label(self, ref: CellRef) -> str:
        """What a row is called, without blanks; :meth:`asked` tells who has to hear of another."""
        self._asked.add(ref)
        label = self._labels.get(ref)
        if label is None:
            label = self._labels[ref] = "".join(self.value(*ref).typed.split())
        return label

    def asked(self) -> set[CellRef]:
        """The cells that :meth:`label` was asked for since this was last called."""
        asked = self._asked
        if asked:
            self._asked = set()
        return asked

    def column(self, group: str, field: str) -> list[Value]:
        """A column's values in row order."""
        return [self.value(field, group, row) for row in self.rows(group)]

    def number(self, field: str, group: str = "", row: str = "", depth: int = 0) -> Number:
        """A cell in a formula: blank counts as nothing, a computed cell as its result."""
        value = self.value(field, group, row)
        if value.state not in _COUNTS_AS_ZERO:
            return value.number
        computed = self._fields[group, field].computed
        if value.state is State.BLANK and computed:
            if depth >= _MAX_NESTED:
                return None
            return formula(computed)(ViewCells(self, row, depth + 1))
        return Decimal(0)

    # -- indicators --------------------------------------------------------------------------

    def indicator(self, key: MeasureKey, row: str) -> Indicator:
        known = self._indicators.setdefault((key.group, key.measure.id), {})
        indicator = known.get(row)
        if indicator is None:
            indicator = known[row] = self._read(key, row)
        return indicator

    def indicators(self, key: MeasureKey) -> tuple[Indicator, ...]:
        """All rows of a measure, in order."""
        return self.derived(
            ("indicators", key.group, key.measure.id),
            key.value_columns,
            lambda: tuple(self.indicator(key, row) for row in self.rows(key.group)),
        )

    def by_dimension(self, key: MeasureKey) -> dict[str, list[Indicator]]:
        """The figures of a measure whose unit is known, by what the unit measures."""
        return self.derived(
            ("dimensions", key.group, key.measure.id),
            key.value_columns,
            lambda: _by_dimension(self.indicators(key)),
        )

    def by_quantity(self, key: MeasureKey) -> dict[tuple[str, ...], list[Indicator]]:
        """The figures of a measure by what they measure; a 个 may be a 小区 as well."""
        return self.derived(
            ("quantities", key.group, key.measure.id),
            key.value_columns,
            lambda: _by_quantity(self.by_dimension(key)),
        )

    def by_amount(self, key: MeasureKey) -> dict[Decimal, list[Indicator]]:
        """The figures of a measure by their amount in base units."""
        return self.derived(
            ("amounts", key.group, key.measure.id),
            key.value_columns,
            lambda: _by_amount(self.indicators(key)),
        )

    def derived(self, name: object, columns: Iterable[Column], compute: Callable[[], T]) -> T:
        """Something calculated from columns, kept until one of them is touched."""
        versions = tuple([self._versions.get(column, 0) for column in columns])
        kept = self._derived.get(name)
        if kept is not None and kept[0] == versions:
            return cast(T, kept[1])
        result = compute()
        self._derived[name] = (versions, result)
        return result

    def _read(self, key: MeasureKey, row: str) -> Indicator:
        group, measure = key.group, key.measure
        value = self.value(measure.value, group, row) if measure.value else self._parts(key, row)
        unit = next(iter(readings(value.unit)), None)
        return Indicator(
            self,
            row,
            self.category(group, row),
            value.typed.strip(),
            value.state,
            value.sign,
            value.number,
            value.unit,
            unit,
            CellRef(key.value_field, group, row),
            CellRef(measure.name, group, row),
            CellRef(measure.unit, group, row) if measure.unit else None,
            measure.period,
            measure.kind,
            None if value.number is None or unit is None else value.number * unit.factor,
        )

    def _parts(self, key: MeasureKey, row: str) -> Value:
        """Sign, number and unit of three columns as the one value they state."""
        group, measure = key.group, key.measure
        number = self.value(measure.number, group, row)
        sign = self.value(measure.sign, group, row).typed.strip() if measure.sign else ""
        unit = self.value(measure.unit, group, row).typed.strip() if measure.unit else number.unit
        shown = number.typed.strip()
        return Value(
            f"{sign}{shown}{unit if measure.unit else ''}",
            number.state,
            number.number if number.number is not None else to_decimal(shown),
            split_sign(sign)[0] if sign else number.sign,
            unit,
            number.problem,
        )


def _by_dimension(indicators: Iterable[Indicator]) -> dict[str, list[Indicator]]:
    found: dict[str, list[Indicator]] = {}
    for indicator in indicators:
        if indicator.number is not None:
            for unit in readings(indicator.unit_text):
                found.setdefault(unit.dimension, []).append(indicator)
    return found


def _by_quantity(
    by_dimension: dict[str, list[Indicator]],
) -> dict[tuple[str, ...], list[Indicator]]:
    found: dict[tuple[str, ...], list[Indicator]] = {}
    for dimension, indicators in by_dimension.items():
        for indicator in indicators:
            per = sorted(indicator.unit.per) if indicator.unit is not None else ()
            found.setdefault((dimension, *per), []).append(indicator)
    found["community",] = [*found.get(("thing",), ()), *found.get(("community",), ())]
    return found


def _by_amount(indicators: Iterable[Indicator]) -> dict[Decimal, list[Indicator]]:
    found: dict[Decimal, list[Indicator]] = {}
    for indicator in indicators:
        if indicator.base is not None:
            found.setdefault(indicator.base, []).append(indicator)
    return found


def _measures_by_column(groups: Iterable[Group]) -> dict[Column, list[MeasureKey]]:
    found: dict[Column, list[MeasureKey]] = {}
    for group in groups:
        for measure in group.measures:
            key = MeasureKey(group.id, measure)
            for column in key.value_columns:
                found.setdefault(column, []).append(key)
    return found


class ViewCells(NamedTuple):
    """The view as formulas see it, for one row or none."""

    view: View
    row: str = ""
    depth: int = 0

    def number(self, field: str) -> Number:
        return self.view.number(field, depth=self.depth)

    def numbers(self, group: str, column: str, category: str) -> Iterable[Number]:
        view = self.view
        rows = view.rows_of(group, category) if category else view.rows(group)
        return [view.number(column, group, row, self.depth) for row in rows]

    def own(self, group: str, column: str) -> Number:
        return self.view.number(column, group, self.row, self.depth) if self.row else None
