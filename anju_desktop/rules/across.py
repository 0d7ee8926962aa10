"""Checks across the forms of a submission: the allocation list, equal texts, odd averages."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from anju_desktop.document.changes import CellRef
from anju_desktop.document.values import in_yuan, plain
from anju_desktop.forms.checks import FormsAgainstListCheck, PerUnitCheck, SameTextCheck
from anju_desktop.forms.definition import Check, Edition, Level
from anju_desktop.rules.findings import Finding
from anju_desktop.rules.rule import AcrossRule, column_of, shortened, title_of
from anju_desktop.rules.view import View, measure_keys
from anju_desktop.rules.vocabulary import unit_of

_FEWEST = 3
"""Fewer neighbours than this have no median worth comparing with."""


def same_period(view: View, other: View) -> bool:
    """Whether two forms are of one year (an unwritten period fits any)."""
    first, second = view.document.period.strip(), other.document.period.strip()
    return not first or not second or first == second


@lru_cache(maxsize=1024)
def normalised(name: str) -> str:
    """A name without blanks, brackets' shapes and marks: what is left is compared."""
    return re.sub(r"\W", "", unicodedata.normalize("NFKC", name))


# ---------------------------------------------------------------- forms against the list


class _Line(NamedTuple):
    """One line of an allocation list."""

    name: str
    row: str
    yuan: Decimal | None
    shown: str


class _Form(NamedTuple):
    """One form that the list should account for."""

    name: str
    view: View
    yuan: Decimal | None
    shown: str


class Reconciliation:
    """An allocation list beside the forms at hand, paired by name."""

    def __init__(self, check: FormsAgainstListCheck, listing: View, others: Sequence[View]) -> None:
        self.check = check
        self.listing = listing
        self.lines = [self._line(row) for row in listing.rows(check.group)]
        self.forms = [self._form(v) for v in others if self._belongs(v)]
        self.pairs: list[tuple[_Line, _Form]] = []
        self.unmatched: list[_Form] = []
        for form in self.forms:
            line = self._line_for(form)
            if line is None:
                self.unmatched.append(form)
            else:
                self.pairs.append((line, form))
        paired = {normalised(line.name) for line, _ in self.pairs}
        self.missing = [
            line for line in self.lines if line.name and normalised(line.name) not in paired
        ]

    def _belongs(self, view: View) -> bool:
        return view.edition.id in self.check.editions and same_period(view, self.listing)

    def _line(self, row: str) -> _Line:
        check = self.check
        name = self.listing.text(check.key, check.group, row).strip()
        value = self.listing.value(check.amount, check.group, row)
        unit = self.listing.field((check.group, check.amount)).unit
        return _Line(name, row, _yuan(value.number, unit), _shown(value.number, unit))

    def _form(self, view: View) -> _Form:
        check = self.check
        name = view.text(check.form_key).strip()
        value, unit = view.value(check.form_amount), view.field(("", check.form_amount)).unit
        return _Form(name, view, _yuan(value.number, unit), _shown(value.number, unit))

    def _line_for(self, form: _Form) -> _Line | None:
        """The line of that name; failing that, the only one whose name ends alike (市＋区)."""
        wanted = normalised(form.name)
        if not wanted:
            return None
        equal = [line for line in self.lines if normalised(line.name) == wanted]
        if equal:
            return equal[0]
        near = [line for line in self.lines if _nearly(normalised(line.name), wanted)]
        return near[0] if len(near) == 1 else None

    def given_twice(self, line: _Line) -> int:
        """How many forms stand for a line, when each of them alone is already its amount."""
        amounts = [form.yuan for other, form in self.pairs if other.row == line.row]
        twice = len(amounts) > 1 and line.yuan is not None and line.yuan != 0
        return len(amounts) if twice and all(each == line.yuan for each in amounts) else 0

    def repeated(self) -> Iterator[tuple[_Line, _Line]]:
        """Lines of one name after the first of that name, unless a form holds them together."""
        first: dict[str, _Line] = {}
        for line in self.lines:
            name = normalised(line.name)
            before = first.setdefault(name, line) if name else line
            if before is not line and not self._adds_up(name):
                yield before, line

    def _adds_up(self, name: str) -> bool:
        """Whether a form of this name holds what all lines of the name give it together."""
        amounts = [x.yuan or Decimal(0) for x in self.lines if normalised(x.name) == name]
        together = sum(amounts, Decimal(0))
        return any(normalised(f.name) == name and f.yuan == together for f in self.forms)

    @property
    def complete(self) -> bool:
        """Whether every line has its form."""
        return bool(self.lines) and not self.missing

    @property
    def differing(self) -> list[tuple[_Line, _Form]]:
        """The pairs whose amounts disagree; several forms of one line count together."""
        return [
            (line, form)
            for line, form in self.pairs
            if line.yuan is not None and form.yuan is not None and not self._right(line, form)
        ]

    def _right(self, line: _Line, form: _Form) -> bool:
        together = [f.yuan or Decimal(0) for other, f in self.pairs if other.row == line.row]
        lines = [x.yuan or Decimal(0) for x in self.lines if x.name == line.name]
        amounts = (form.yuan, sum(together, Decimal(0)))
        return line.yuan in amounts or sum(lines, Decimal(0)) in amounts

    def sums(self) -> str:
        """Both sums in words, when all forms are at hand."""
        if not self.complete or self.unmatched:
            return ""
        unit = self.listing.field((self.check.group, self.check.amount)).unit
        one = in_yuan(Decimal(1), unit) or Decimal(1)
        forms = sum((form.yuan or Decimal(0) for form in self.forms), Decimal(0)) / one
        lines = sum((line.yuan or Decimal(0) for line in self.lines), Decimal(0)) / one
        total = self._total(one)
        listed = lines if total is None else total
        text = f"各表合计 {plain(forms)}{unit}，分配表合计 {plain(listed)}{unit}"
        if listed != lines:
            text += f"（各行相加 {plain(lines)}{unit}）"
        return text

    def _total(self, one: Decimal) -> Decimal | None:
        """The list's typed total, in the unit of its lines."""
        if not self.check.total:
            return None
        group, field = column_of(self.check.total)
        value = self.listing.value(field, group)
        yuan = _yuan(value.number, self.listing.field((group, field)).unit)
        return None if yuan is None else yuan / one


def _yuan(number: Decimal | None, unit: str) -> Decimal | None:
    if number is None:
        return None
    return number if (amount := in_yuan(number, unit)) is None else amount


def _shown(number: Decimal | None, unit: str) -> str:
    return "空白" if number is None else f"{plain(number)}{unit}"


def _nearly(name: str, wanted: str) -> bool:
    """Whether one name is the other cut short: 金水 and 郑州市金水区, 管城区 and 管城回族区."""
    shorter, longer = sorted((name, wanted), key=len)
    if len(shorter) > 2 and longer[-1] == shorter[-1] and longer.startswith(shorter[:-1]):
        return True
    return len(shorter) >= 2 and (longer.endswith(shorter) or longer.startswith(shorter))


class ListAgainstForms(AcrossRule):
    """Seen from the list: every line equals its form."""

    def __init__(self, check: FormsAgainstListCheck) -> None:
        columns = [(check.group, check.key), (check.group, check.amount)]
        super().__init__(check, [*columns, column_of(check.total)] if check.total else columns)
        self._check = check

    def compare(self, view: View, others: Sequence[View]) -> Iterable[Finding]:
        books = Reconciliation(self._check, view, others)
        sums = books.sums()
        for line, form in books.differing:
            yield self.finding(
                [CellRef(self._check.amount, self._check.group, line.row)],
                f"分配表“{shortened(line.name)}”是 {line.shown}，绩效目标表填的是 {form.shown}"
                f"{'；' + sums if sums else ''}。",
                written=line.shown,
                expected=form.shown,
                arithmetic=sums,
            )
        yield from self._repeated(books)
        if len(books.pairs) > len(books.missing) > 0:
            yield self._missing(books)

    def _repeated(self, books: Reconciliation) -> Iterator[Finding]:
        for before, line in books.repeated():
            yield self.finding(
                [CellRef(self._check.key, self._check.group, line.row)],
                f"“{shortened(line.name)}”在分配表里不止一行：{before.shown}、{line.shown}。",
                level=Level.EXPLAIN,
                title="分配表里名称重复",
                written=f"{line.name} {line.shown}",
                expected="每个名称一行",
                advice="重复的删去；确是两笔的写明理由。",
            )

    def _missing(self, books: Reconciliation) -> Finding:
        """A few forms are missing where most are at hand."""
        names = "、".join(shortened(line.name) for line in books.missing[:5])
        return self.finding(
            [CellRef(self._check.key, self._check.group, books.missing[0].row)],
            f"分配表有“{names}”，没有对应的绩效目标表，合计没有核对。",
            level=Level.EXPLAIN,
            title="缺少绩效目标表",
            written=f"{len(books.lines) - len(books.missing)} 张",
            expected=f"{len(books.lines)} 张",
            advice="补上缺的表；名称不同的改成与分配表一样。",
        )

    def without_partner(self, view: View, others: Sequence[View]) -> Iterable[str]:
        books = Reconciliation(self._check, view, others)
        if not books.forms:
            yield "没有同时给出各绩效目标表，分配表只核对了表内合计。"
        elif books.missing:
            names = "、".join(shortened(line.name) for line in books.missing[:5])
            more = f"等 {len(books.missing)} 张" if len(books.missing) > 5 else ""
            yield f"没有给出“{names}”{more}的绩效目标表，各表合计与分配表合计没有核对。"


class FormAgainstList(AcrossRule):
    """Seen from a form: its amount is the one that the list gives it."""

    def __init__(self, check: FormsAgainstListCheck) -> None:
        super().__init__(check, [("", check.form_key), ("", check.form_amount)])
        self._check = check

    def compare(self, view: View, others: Sequence[View]) -> Iterable[Finding]:
        books = self._books(view, others)
        for each in books:
            yield from self._differing(each, view)
            yield from self._given_twice(each, view)
        # With several lists, those of other offices do not hold this form.
        left_out = [each for each in books if view in [form.view for form in each.unmatched]]
        if books and len(left_out) == len(books) and view.text(self._check.form_key).strip():
            yield self._not_listed(view)

    def stated(self, view: View, others: Sequence[View]) -> Iterator[tuple[CellRef, Decimal]]:
        for books in self._books(view, others):
            for line, form in books.pairs:
                if form.view is view and line.yuan is not None:
                    yield CellRef(self._check.form_amount), line.yuan

    def _books(self, view: View, others: Sequence[View]) -> list[Reconciliation]:
        return [
            Reconciliation(self._check, listing, [view, *others])
            for listing in others
            if self._check in listing.edition.checks and same_period(view, listing)
        ]

    def _differing(self, books: Reconciliation, view: View) -> Iterator[Finding]:
        cell = CellRef(self._check.form_amount)
        title, sums = title_of(view.field(("", cell.field))), books.sums()
        for line, form in books.differing:
            if form.view is view:
                yield self.finding(
                    [cell],
                    f"“{title}”填的是 {form.shown}，分配表下达“{shortened(line.name)}”{line.shown}"
                    f"{'；' + sums if sums else ''}。",
                    written=form.shown,
                    expected=line.shown,
                    arithmetic=sums,
                )

    def _given_twice(self, books: Reconciliation, view: View) -> Iterator[Finding]:
        own = next((line for line, form in books.pairs if form.view is view), None)
        count = books.given_twice(own) if own is not None else 0
        if own is None or not count:
            return
        yield self.finding(
            [CellRef(self._check.form_key)],
            f"“{shortened(own.name)}”的绩效目标表有 {count} 张，"
            f"每张都填了分配表下达的全部 {own.shown}，合在一起多算了。",
            level=Level.EXPLAIN,
            title="同一名称的表有几张",
            written=f"{count} 张",
            expected="1 张，或各张之和等于下达数",
            advice="多余的删去；同一笔资金分几张表的，各填各的金额。",
        )

    def _not_listed(self, view: View) -> Finding:
        key = CellRef(self._check.form_key)
        name = shortened(view.text(key.field).strip())
        return self.finding(
            [key],
            f"分配表里没有“{name}”这一行，金额没有核对。",
            level=Level.EXPLAIN,
            title="分配表里没有这个名称",
            written=name,
            expected="与分配表一致的名称",
            advice="名称与分配表写成一样。",
        )


# ---------------------------------------------------------------- beside the neighbours


def _neighbours(view: View, others: Sequence[View]) -> list[View]:
    """Forms of the same table and year that another office filled."""
    return [
        other
        for other in others
        if other.edition.id == view.edition.id and same_period(view, other)
    ]


class SameText(AcrossRule):
    """The goal is not the one that stands in other counties' forms."""

    def __init__(self, check: SameTextCheck, field: str) -> None:
        super().__init__(check, [("", field)])
        self._field = field

    def compare(self, view: View, others: Sequence[View]) -> Iterable[Finding]:
        text = "".join(view.text(self._field).split())
        same = [
            other.document.title()
            for other in _neighbours(view, others)
            if text and text == "".join(other.text(self._field).split())
        ]
        if not same:
            return
        more = f"等 {len(same)} 张表" if len(same) > 3 else ""
        yield self.finding(
            [CellRef(self._field)],
            f"“{title_of(view.field(('', self._field)))}”与“{'”“'.join(same[:3])}”{more}一字不差。",
            written=shortened(text),
            expected="本单位自己的目标",
        )


def _median(numbers: list[Decimal]) -> Decimal:
    ordered, half = sorted(numbers), len(numbers) // 2
    return (ordered[half] + ordered[-half - 1]) / 2


class PerUnit(AcrossRule):
    """Money per 户 or per 平方米 is not far from what the neighbours have."""

    def __init__(self, check: PerUnitCheck, unit: str, edition: Edition) -> None:
        self._keys = measure_keys(edition, check.measure)
        columns = [column for key in self._keys for column in key.columns]
        super().__init__(check, [("", check.amount), *columns])
        self._amount, self._unit, self._factor = check.amount, unit, check.factor

    def compare(self, view: View, others: Sequence[View]) -> Iterable[Finding]:
        own = self._average(view)
        averages = [self._average(other) for other in _neighbours(view, others)]
        known = [average for average in averages if average is not None]
        if own is None or len(known) < _FEWEST:
            return
        middle = _median(known)
        if middle and not middle / self._factor <= own <= middle * self._factor:
            yield self._odd(view, own, middle)

    def _average(self, view: View) -> Decimal | None:
        """元 per unit; None where there is no one figure to divide by."""
        unit = unit_of(self._unit)
        value, field = view.value(self._amount), view.field(("", self._amount))
        yuan = _yuan(value.number, field.unit)
        figures = [
            indicator.base
            for key in self._keys
            if unit is not None
            for indicator in view.by_dimension(key).get(unit.dimension, ())
            if indicator.unit is not None and not indicator.unit.per
        ]
        if unit is None or yuan is None or len(figures) != 1 or not figures[0]:
            return None
        return yuan / figures[0] * unit.factor

    def _odd(self, view: View, own: Decimal, middle: Decimal) -> Finding:
        mine, theirs = (f"{plain(round(n, 2))}元/{self._unit}" for n in (own, middle))
        return self.finding(
            [CellRef(self._amount)],
            f"按每{self._unit}平均是 {mine}，同批各表的中位数是 {theirs}，相差较大。",
            title=f"每{self._unit}平均资金与其他各表相差较大",
            written=mine,
            expected=f"{theirs}左右",
            advice="核对金额和数量的单位。",
        )


def across_rules(check: Check, edition: Edition) -> Iterator[AcrossRule]:
    """The rules for a check that an edition makes between its form and others."""
    match check:
        case FormsAgainstListCheck():
            yield ListAgainstForms(check)
        case SameTextCheck():
            for field in check.fields:
                yield SameText(check, field)
        case PerUnitCheck():
            for unit in check.units:
                yield PerUnit(check, unit, edition)


def rules_from_lists(view: View, others: Iterable[View]) -> Iterator[AcrossRule]:
    """The rules that lists among the other forms make for this one."""
    seen: list[Check] = []
    for other in others:
        for check in other.edition.checks:
            if isinstance(check, FormsAgainstListCheck) and check not in seen:
                seen.append(check)
                if view.edition.id in check.editions:
                    yield FormAgainstList(check)
