"""户数 × 标准 × 月数 = 资金, found by units alone: a rate such as 元/户/月 says what to look for.

For every unit below the stroke a figure of that dimension is needed; the months come from 次 or
个月, else from the first and last month of the year that the form names. Only a calculation that
leaves no choice is held against the amount.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from itertools import product as every_combination
from typing import NamedTuple

from anju_desktop.document.changes import CellRef
from anju_desktop.document.values import in_yuan, plain
from anju_desktop.forms.checks import ProductCheck
from anju_desktop.forms.definition import Edition
from anju_desktop.rules.findings import Finding
from anju_desktop.rules.rule import Rank, Rule, agrees, title_of
from anju_desktop.rules.view import Indicator, MeasureKey, View, measure_keys
from anju_desktop.rules.vocabulary import Kind, ending_of, kinds, vocabulary

_MOST = 60
"""More combinations than any real form offers."""

_IN_A_YEAR = {"month": 12, "quarter": 4, "year": 1}


class _Factor(NamedTuple):
    """One factor of a calculation; an unsure one can confirm an amount but not refute it."""

    words: str
    number: Decimal
    cell: CellRef | None
    sure: bool = True


class Product(Rule):
    """Households × standard × months is the amount."""

    rank = Rank.COMPARISON

    def __init__(self, check: ProductCheck, key: MeasureKey) -> None:
        group, _, field = check.amount.rpartition(".")
        super().__init__(check, [*key.value_columns, (group, field)])
        self._key, self._amount = key, field

    def examine(self, view: View, row: str) -> Iterable[Finding]:
        combinations = self._combinations(view)
        if not combinations or (verdict := self._judge(view, combinations)) is None:
            return
        if verdict:
            yield self._misfit(view, verdict)

    def unchecked(self, view: View) -> Iterable[str]:
        combinations = self._combinations(view)
        if combinations and self._judge(view, combinations) == ():
            title = title_of(view.field(("", self._amount)))
            yield f"按数量×标准推算不出确定的金额，“{title}”没有按此核对。"

    def _judge(
        self, view: View, combinations: list[tuple[_Factor, ...]]
    ) -> tuple[_Factor, ...] | None:
        """None when the amount is right or blank, the one wrong calculation, or () when unsure."""
        number = view.value(self._amount).number
        unit = view.field(("", self._amount)).unit
        one = in_yuan(Decimal(1), unit)
        if number is None or one is None:
            return None
        if any(agrees(number, _multiplied(factors) / one) for factors in combinations):
            return None
        certain = [factors for factors in combinations if all(factor.sure for factor in factors)]
        return certain[0] if len(certain) == 1 else ()

    def _misfit(self, view: View, factors: tuple[_Factor, ...]) -> Finding:
        field = view.field(("", self._amount))
        yuan = _multiplied(factors)
        expected = f"{plain(yuan / (in_yuan(Decimal(1), field.unit) or 1))}{field.unit}"
        written = f"{plain(view.value(self._amount).number or Decimal(0))}{field.unit}"
        middle = "" if field.unit == "元" else f"＝{plain(yuan)}元"
        told = "×".join(factor.words for factor in factors)
        cells = [factor.cell for factor in factors if factor.cell is not None]
        return self.finding(
            [CellRef(self._amount), *cells],
            f"{told}{middle}＝{expected}，“{title_of(field)}”填的是 {written}。",
            written=written,
            expected=expected,
            arithmetic=f"{told}{middle}＝{expected}",
            advice="核对户数、标准、月数和金额，改正写错的一个；口径不同的写明理由。",
        )

    # -- finding the factors -----------------------------------------------------------------

    def _combinations(self, view: View) -> list[tuple[_Factor, ...]]:
        rates = [i for i in view.by_dimension(self._key).get("money", ()) if i.unit and i.unit.per]
        return [factors for rate in rates for factors in self._for_rate(view, rate)]

    def _for_rate(self, view: View, rate: Indicator) -> Iterator[tuple[_Factor, ...]]:
        below = rate.unit.per if rate.unit else ()
        things = [d for d in below if kinds()[d] is not Kind.TIME]
        times = [d for d in below if kinds()[d] is Kind.TIME]
        if not things:
            return
        options: list[Sequence[_Factor]] = [self._counted(view, each) for each in things]
        options.append([_factor(rate)])
        options.extend(self._lasting(view, each) for each in times)
        if not times:
            # 元/户 may be paid once or several times; neither can be held against the amount.
            options.append(self._unsure_times(view))
        yield from islice(every_combination(*options), _MOST)

    def _counted(self, view: View, dimension: str) -> list[_Factor]:
        figures = view.by_dimension(self._key).get(dimension, ())
        return [_factor(figure) for figure in figures if figure.unit and not figure.unit.per]

    def _lasting(self, view: View, dimension: str) -> list[_Factor]:
        """How many months (quarters, years …) the money is paid."""
        lasting = self._durations(view, dimension)
        if dimension in ("month", "quarter"):
            lasting += self._payments(view, dimension)
        if not lasting and dimension == "month":
            lasting = self._first_to_last(view)
        if not lasting and dimension in _IN_A_YEAR:
            lasting = [_whole_year(dimension)]
        return lasting

    def _durations(self, view: View, dimension: str) -> list[_Factor]:
        figures = view.by_dimension(self._key).get(dimension, ())
        return [
            _factor(figure)
            for figure in figures
            if not _is_moment(figure) and not _is_handling(figure)
        ]

    def _payments(self, view: View, dimension: str) -> list[_Factor]:
        """The number of payments is that of months, unless a year is paid in a few of them."""
        payments = self._counted(view, "times")
        if len(payments) != 1:
            return payments
        year, only = _IN_A_YEAR[dimension], payments[0]
        if not 0 < only.number < year or year % only.number:
            return payments
        return [_whole_year(dimension)._replace(sure=True), only._replace(sure=False)]

    def _first_to_last(self, view: View) -> list[_Factor]:
        """From the first to the last month that the form names: 1月 to 12月 are 12."""
        moments = [m for m in view.by_dimension(self._key).get("month", ()) if _is_moment(m)]
        if len(moments) != 2:
            return []
        first, last = sorted(moments, key=lambda moment: moment.number or 0)
        months = (last.number or 0) - (first.number or Decimal(0)) + 1
        spanned = _Factor(f"{plain(months)}个月", months, last.cell)
        # Paid for the first time in March may mean paid by the quarter.
        by_parts = any(word in first.name for word in vocabulary().instalments)
        return [spanned, _whole_year("month")] if by_parts else [spanned]

    def _unsure_times(self, view: View) -> list[_Factor]:
        once = _Factor("1次", Decimal(1), None, sure=False)
        several = self._counted(view, "times")
        return [once, *(_Factor(f.words, f.number, f.cell, sure=False) for f in several)]


def _factor(indicator: Indicator) -> _Factor:
    return _Factor(indicator.figure, indicator.base or Decimal(0), indicator.cell)


def _whole_year(dimension: str) -> _Factor:
    count = _IN_A_YEAR[dimension]
    words = {"month": "12个月", "quarter": "4个季度", "year": "1年"}[dimension]
    return _Factor(words, Decimal(count), None, sure=dimension == "year")


def _is_moment(indicator: Indicator) -> bool:
    """Whether 12月 is December and not twelve months."""
    if indicator.unit_text not in ("月", "月份", "年", "日"):
        return False
    found = ending_of(indicator.name)
    return found is None or found[1].moment or not found[1].dimensions


def _is_handling(indicator: Indicator) -> bool:
    """Whether a duration says how quickly something is done and not how long money is paid."""
    return any(word in indicator.name for word in vocabulary().handling)


def _multiplied(factors: Iterable[_Factor]) -> Decimal:
    result = Decimal(1)
    for factor in factors:
        result *= factor.number
    return result


def product_rules(check: ProductCheck, edition: Edition) -> Iterator[Rule]:
    """One rule per measure."""
    for key in measure_keys(edition, check.measure):
        yield Product(check, key)
