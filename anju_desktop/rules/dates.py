"""The dates of a project: it ends after it begins, in the year of the form."""

from collections.abc import Iterable

from anju_desktop.document.changes import CellRef
from anju_desktop.document.values import date_of
from anju_desktop.forms.checks import DatesCheck
from anju_desktop.forms.definition import Level
from anju_desktop.rules.findings import Finding
from anju_desktop.rules.rule import Rank, Rule, column_of, title_of
from anju_desktop.rules.view import View


class Dates(Rule):
    """Start and end in order, and inside the year; what cannot be read is told elsewhere."""

    rank = Rank.COMPARISON

    def __init__(self, check: DatesCheck) -> None:
        columns = [column_of(check.start), column_of(check.end)]
        super().__init__(check, columns)
        self._ends = tuple(CellRef(field) for _, field in columns)

    def examine(self, view: View, row: str) -> Iterable[Finding]:
        dates = [date_of(view.text(ref.field)) for ref in self._ends]
        start, end = dates
        if start is not None and end is not None and end < start:
            yield self._reversed(view)
            return
        year = view.document.period[:4]
        for ref, date in zip(self._ends, dates, strict=True):
            if date is not None and year.isdecimal() and date[0] != int(year):
                yield self._outside(view, ref, year)

    def _reversed(self, view: View) -> Finding:
        start, end = (view.text(ref.field).strip() for ref in self._ends)
        titles = [title_of(view.field(("", ref.field))) for ref in self._ends]
        return self.finding(
            [self._ends[1], self._ends[0]],
            f"“{titles[1]}”是 {end}，早于“{titles[0]}” {start}。",
            level=Level.ERROR,
            title=f"{titles[1]}早于{titles[0]}",
            written=end,
            expected=f"不早于 {start}",
        )

    def _outside(self, view: View, ref: CellRef, year: str) -> Finding:
        written = view.text(ref.field).strip()
        return self.finding(
            [ref],
            f"“{title_of(view.field(('', ref.field)))}”是 {written}，不在本表的年度 {year} 年内。",
            written=written,
            expected=f"{year} 年内的日期",
        )
