"""Checks of one indicator value: its unit, sign and form, and the scoring rule beside it."""

import re
from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

from anju_desktop.document.changes import CellRef
from anju_desktop.document.values import Sign, State, is_a_date, is_moment, narrow
from anju_desktop.forms.checks import (
    RateLimitCheck,
    RuleFitsCheck,
    SignCheck,
    UnitOfNameCheck,
    UnitRequiredCheck,
    ValueFormCheck,
    YesNoCheck,
)
from anju_desktop.forms.definition import Check, Edition, Level
from anju_desktop.patterns import pattern
from anju_desktop.rules.findings import Finding, Suggestion
from anju_desktop.rules.quantities import Figure, figures_in
from anju_desktop.rules.rule import Rule, column_of, shortened
from anju_desktop.rules.view import Indicator, MeasureKey, View, measure_keys
from anju_desktop.rules.vocabulary import (
    Ending,
    Kind,
    Unit,
    asks,
    ending_of,
    kinds,
    may_exceed,
    readings,
    simple_units,
    unit_in_name,
    unit_of,
    vocabulary,
)


def named(indicator: Indicator) -> str:
    """The indicator inside a sentence."""
    return f"指标“{shortened(indicator.name) or '（未填名称）'}”"


class IndicatorRule(Rule):
    """A check of one measure, row by row."""

    def __init__(self, check: Check, key: MeasureKey) -> None:
        super().__init__(check, key.value_columns, key.group)
        self.key = key

    def examine(self, view: View, row: str) -> Iterable[Finding]:
        indicator = view.indicator(self.key, row)
        return self.look(indicator) if indicator.state is State.VALUE else ()

    @abstractmethod
    def look(self, indicator: Indicator) -> Iterable[Finding]:
        """What is wrong with a value that is filled and readable."""


class UnitOfName(IndicatorRule):
    """The unit is one in which the name can be counted: …套数 in 套."""

    def look(self, indicator: Indicator) -> Iterable[Finding]:
        if indicator.number is None or not indicator.unit_text or asks(indicator.name):
            return
        wanted = wanted_dimensions(indicator.name)
        units = readings(indicator.unit_text)
        if not wanted or not units or any(unit.dimension in wanted for unit in units):
            return
        found = ending_of(indicator.name)
        canonical = canonical_unit(indicator.name)
        ending = found[0] if found and found[1].dimensions else "名称"
        yield self.finding(
            [indicator.unit_cell or indicator.cell, indicator.name_cell],
            f"{named(indicator)}按“{ending}”应以“{canonical}”计，"
            f"指标值写的是“{indicator.shown}”，单位是“{indicator.unit_text}”。",
            written=indicator.shown,
            expected=f"以“{canonical}”为单位",
            advice=f"核对单位：按{canonical}计的改单位，按{indicator.unit_text}计的改名称。",
            suggestion=_other_unit(indicator, found[1] if found else None),
        )

    def unchecked(self, view: View) -> Iterable[str]:
        for indicator in view.indicators(self.key):
            unit = indicator.unit_text
            strange = unit and not readings(unit) and not _SIGN_BEHIND.search(indicator.shown)
            if indicator.number is not None and strange:
                yield (f"{named(indicator)}的单位“{shortened(unit)}”不在词表里，没有核对单位。")


@lru_cache(maxsize=1024)
def wanted_dimensions(name: str) -> tuple[str, ...]:
    """The dimensions in which an indicator of this name can be stated; empty when open."""
    found = ending_of(name)
    if found is not None:
        return found[1].dimensions
    unit = unit_in_name(name)
    return (unit.dimension,) if unit is not None else ()


@lru_cache(maxsize=1024)
def canonical_unit(name: str) -> str:
    """A unit to offer for this name."""
    found = ending_of(name)
    if found is not None and found[1].unit:
        return found[1].unit
    dimensions = wanted_dimensions(name)
    if len(dimensions) > 1 and kinds()[dimensions[0]] is Kind.TIME:
        return "天、个月或年"
    first = dimensions[:1]
    return next((word for word, unit in simple_units().items() if unit.dimension in first), "")


def _other_unit(indicator: Indicator, ending: Ending | None) -> Suggestion | None:
    """One click, only where one way of counting is written for another."""
    offered = ending.unit if ending else ""
    unit = unit_of(offered) if offered else None
    if unit is None or indicator.unit is None or not (unit.counts and indicator.unit.counts):
        return None
    return _with_unit(indicator, offered)


def _with_unit(indicator: Indicator, unit: str) -> Suggestion | None:
    """The same value in another unit, or with one where it has none."""
    if indicator.unit_cell is not None:
        return Suggestion(indicator.unit_cell, unit, f"单位改为“{unit}”")
    if not indicator.shown.endswith(indicator.unit_text):
        return None
    text = indicator.shown.removesuffix(indicator.unit_text) + unit
    return Suggestion(indicator.cell, text, f"改为“{text}”")


class RateLimit(IndicatorRule):
    """A rate that cannot exceed 100 % is not written ≥100 %."""

    def look(self, indicator: Indicator) -> Iterable[Finding]:
        number, unit = indicator.number, indicator.unit
        if number is None or unit is None or unit.per or unit.kind is not Kind.RATIO:
            return
        if unit.dimension != "ratio" or may_exceed(indicator.name):
            return
        percent = number * unit.factor
        at_least = indicator.sign in (Sign.AT_LEAST, Sign.MORE)
        exactly = indicator.sign in (Sign.EQUAL, Sign.ABSENT)
        if (at_least and percent >= 100) or (exactly and percent > 100):
            yield self._too_much(indicator, percent == 100)

    def _too_much(self, indicator: Indicator, is_full: bool) -> Finding:
        suggestion = None
        if is_full and indicator.sign is Sign.AT_LEAST and indicator.unit_cell is None:
            suggestion = Suggestion(indicator.cell, "=100%", "改为“=100%”")
        return self.finding(
            [indicator.cell],
            f"{named(indicator)}写的是“{indicator.shown}”，这项比率最高是 100%。",
            written=indicator.shown,
            expected="=100%，或低于 100% 的数",
            advice="要求全部达到的写“=100%”；确实可以超过 100% 的写明理由。",
            suggestion=suggestion,
        )


class YesNo(IndicatorRule):
    """A name that asks 是否 is not answered with a figure."""

    def look(self, indicator: Indicator) -> Iterable[Finding]:
        question = asks(indicator.name)
        if indicator.number is None or not question:
            return
        yield self.finding(
            [indicator.cell, indicator.name_cell],
            f"{named(indicator)}问的是“{question}”，指标值写的是“{indicator.shown}”。",
            written=indicator.shown,
            expected="是 或 否",
            advice="填“是”或“否”；要考核数值的，把名称改成“……率”或“……度”。",
        )


class SignPresent(IndicatorRule):
    """A figure carries its sign."""

    def look(self, indicator: Indicator) -> Iterable[Finding]:
        # A question that is answered with a figure is wrong in another way.
        if indicator.number is None or indicator.sign is not Sign.ABSENT or asks(indicator.name):
            return
        # Only 100 % leaves no doubt which sign is meant.
        full = indicator.number == 100 and indicator.unit_text == "%"
        suggestion = None
        if full and indicator.unit_cell is None:
            suggestion = Suggestion(indicator.cell, "=100%", "改为“=100%”")
        yield self.finding(
            [indicator.cell],
            f"{named(indicator)}写的是“{indicator.shown}”，没有写≥、≤或=。",
            written=indicator.shown,
            expected="带符号的指标值",
            advice="在数值前写明≥、≤或=。",
            suggestion=suggestion,
        )


class UnitPresent(IndicatorRule):
    """A figure carries its unit, unless its name says that it has none (容积率)."""

    def look(self, indicator: Indicator) -> Iterable[Finding]:
        if indicator.number is None or indicator.unit_text:
            return
        found = ending_of(indicator.name)
        if found is not None and not found[1].dimensions:
            return
        unit = canonical_unit(indicator.name)
        yield self.finding(
            [indicator.unit_cell or indicator.cell],
            f"{named(indicator)}写的是“{indicator.shown}”，没有计量单位。",
            written=indicator.shown,
            expected=f"单位“{unit}”" if unit else "带计量单位的指标值",
            advice="补上计量单位。",
            suggestion=_with_unit(indicator, unit) if _is_certain(unit) else None,
        )


def _is_certain(unit: str) -> bool:
    """Whether a name that asks for this unit leaves no choice: 时间 may be months or days."""
    known = unit_of(unit)
    return known is not None and known.kind in (Kind.COUNT, Kind.GENERIC, Kind.RATIO)


_SMALL = 10
_DIGIT = pattern(r"[0-9０-９]")

_SIGN_BEHIND = pattern(r"[^\s≥≤＞＜<>＝=≧≦⩾⩽].*[≥≤＞＜<>＝=]")
_DATE = pattern(r"(?:(\d{4})年)?(\d{1,3})月(?:(\d{1,3})[日号])?")
_QUARTER = pattern(r"第?([一二三四五六七八九十]{1,2}|(?<=第)\d{1,2})季度")
_QUARTERS = ("一", "二", "三", "四", "1", "2", "3", "4")
_REFUSED = pattern(r"[*_\-－＊＿]")


class ValueForm(IndicatorRule):
    """No ``*``, ``_`` or ``-`` inside a value, the sign first; a date exists and is of the year."""

    def look(self, indicator: Indicator) -> Iterable[Finding]:
        refused = _REFUSED.search(indicator.shown)
        if refused is not None:
            yield self._told(
                indicator,
                f"里有“{narrow(refused.group())}”，一体化系统不接收",
                "不含 *、_、- 的指标值",
                "去掉这个字符；范围只写一头，如 ≥10户。",
            )
        elif _SIGN_BEHIND.search(indicator.shown):
            yield self._sign_behind(indicator)
        elif self._no_such_month(indicator):
            advice = "是时长的写“个月”，是时点的写几月。"
            yield self._told(indicator, "，一年只有 12 个月", "1月到12月", advice)
        elif is_moment(indicator.shown):
            yield from self._moment(indicator)

    def _told(
        self, indicator: Indicator, what: str, expected: str, advice: str, **parts: Any
    ) -> Finding:
        shown = shortened(indicator.shown)
        message = f"{named(indicator)}的指标值“{shown}”{what}。"
        cells = [indicator.cell]
        return self.finding(
            cells, message, written=shown, expected=expected, advice=advice, **parts
        )

    def _sign_behind(self, indicator: Indicator) -> Finding:
        found = re.fullmatch(r"([^≥≤＞＜<>＝=]*)([≥≤＞＜<>＝=]+)", indicator.shown)
        turned = f"{found[2]}{found[1].strip()}" if found and found[1].strip() else ""
        return self._told(
            indicator,
            "把符号写在了数值后面" if turned else "没有把符号写在最前面",
            turned or "符号＋数值＋单位",
            "先写≥、≤或=，再写数值和单位（一体化系统：请先选择计算符号）。",
            suggestion=Suggestion(indicator.cell, turned, f"改为“{turned}”")
            if turned and indicator.unit_cell is None
            else None,
        )

    def _moment(self, indicator: Indicator) -> Iterator[Finding]:
        """A date that exists; of the form's year where the value is one of a year."""
        text = narrow(indicator.shown)
        date, quarter = _DATE.search(text), _QUARTER.search(text)
        if date and not is_a_date(date[2], date[3], date[1]):
            yield self._told(indicator, "不是一个日期", "存在的日期", "核对月份和日期。")
        elif quarter and quarter[1] not in _QUARTERS:
            yield self._told(indicator, "，一年只有四个季度", "第一到第四季度", "核对季度。")

    def examine(self, view: View, row: str) -> Iterable[Finding]:
        indicator = view.indicator(self.key, row)
        if indicator.state not in (State.VALUE, State.UNREADABLE):
            return
        findings = list(self.look(indicator))
        yield from findings or self._of_another_year(view, indicator)

    def _of_another_year(self, view: View, indicator: Indicator) -> Iterator[Finding]:
        """A point in time of an annual value lies in the form's year."""
        year = view.document.period[:4] or str(view.edition.year)
        if indicator.period != "annual" or not is_moment(indicator.shown):
            return
        found = re.search(r"(?:19|20)\d\d(?=年)", narrow(indicator.shown))
        if found and found[0] != year:
            yield self._told(
                indicator,
                f"是 {found[0]} 年，本表是 {year} 年的",
                f"{year}年内的时间",
                "核对年份；跨年度实施的写明理由。",
                level=Level.EXPLAIN,
                title="时间不在本年度内",
            )

    def _no_such_month(self, indicator: Indicator) -> bool:
        number = indicator.number
        if number is None or indicator.unit_text not in ("月", "月份"):
            return False
        found = ending_of(indicator.name)
        lasting = found is not None and "month" in found[1].dimensions and not found[1].moment
        return not lasting and not (1 <= number <= 12 and number == int(number))


class RuleFits(Rule):
    """The 赋分规则 is one for this kind of value."""

    def __init__(self, check: RuleFitsCheck, key: MeasureKey) -> None:
        super().__init__(check, key.value_columns, key.group)
        self.key = key
        self._column = column_of(check.column)[1]
        self.reads |= {(key.group, self._column)}
        self._quantitative, self._qualitative = check.quantitative, check.qualitative
        self._by_category = check.by_category
        special = [rule for rules in check.by_category.values() for rule in rules]
        self._known = frozenset([*check.quantitative, *check.qualitative, *special])

    def examine(self, view: View, row: str) -> Iterable[Finding]:
        indicator = view.indicator(self.key, row)
        rule = "".join(view.text(self._column, self.key.group, row).split())
        # A rule written in free words may fit as well; only the known ones are judged.
        if indicator.state is not State.VALUE or rule not in self._known:
            return
        if indicator.number is None and _DIGIT.search(indicator.shown):
            # Neither a figure nor words: a date, or something that another check names.
            return
        if is_moment(indicator.shown):
            return
        allowed, kind = self._allowed(view, indicator)
        if allowed and rule not in allowed:
            yield self._misfit(indicator, rule, allowed, kind)

    def _allowed(self, view: View, indicator: Indicator) -> tuple[tuple[str, ...], str]:
        """The rules for this value, and what kind of indicator it is."""
        special = self._by_category.get(indicator.category)
        if special:
            categories = view.group(self.key.group).categories
            names = [c.path[-1] for c in categories if c.id == indicator.category]
            return special, names[0]
        if indicator.number is not None:
            return self._quantitative, "定量指标"
        return self._qualitative, "定性指标"

    def _misfit(
        self, indicator: Indicator, rule: str, allowed: tuple[str, ...], kind: str
    ) -> Finding:
        cell = CellRef(self._column, self.key.group, indicator.row)
        offered = allowed[0]
        if kind == "定性指标" and indicator.shown in vocabulary().answers:
            # 是 or 否 is met or not met; there is nothing to grade.
            offered = allowed[-1]
        return self.finding(
            [cell, indicator.cell],
            f"{named(indicator)}的指标值是“{shortened(indicator.shown)}”，属于{kind}，"
            f"赋分规则写的是“{rule}”。",
            written=rule,
            expected="或".join(allowed),
            advice=f"{kind}一般用“{'”或“'.join(allowed)}”；确需如此的写明理由。",
            suggestion=Suggestion(cell, offered, f"改为“{offered}”"),
        )


class UnitByText(Rule):
    """Where the name tells nothing, the narrative may: 24套 in the goal, ≥24间 in the table."""

    def __init__(self, check: UnitOfNameCheck, key: MeasureKey) -> None:
        fields = [column_of(name) for name in check.text_fields]
        super().__init__(check, [*key.value_columns, *fields])
        self.key = key
        self._fields = [field for group, field in fields if not group]

    def examine(self, view: View, row: str) -> Iterable[Finding]:
        for field in self._fields:
            yield from self._compare(view, field)

    def _compare(self, view: View, field: str) -> Iterator[Finding]:
        seen: set[str] = set()
        for figure in figures_in(view.text(field)):
            if not figure.unit.counts or not figure.comparable:
                continue
            indicators = view.by_amount(self.key).get(figure.base, [])
            if any(_same_unit(indicator, figure.unit) for indicator in indicators):
                continue
            for indicator in indicators:
                if indicator.row not in seen and self._differs(indicator, figure):
                    seen.add(indicator.row)
                    yield self._told(view, indicator, field, figure)

    def _differs(self, indicator: Indicator, figure: Figure) -> bool:
        """Whether text and table count one thing alike, in different units."""
        return (
            indicator.unit is not None
            and indicator.unit.counts
            and not wanted_dimensions(indicator.name)
            and not _same_unit(indicator, figure.unit)
            and (_is_telling(indicator, figure) or figure.about(indicator.name) > 0)
        )

    def _told(self, view: View, indicator: Indicator, field: str, figure: Figure) -> Finding:
        title = view.field(("", field)).title
        cell = indicator.unit_cell or indicator.cell
        return self.finding(
            [cell, CellRef(field)],
            f"指标“{shortened(indicator.name)}”写的是“{indicator.shown}”，"
            f"“{title}”里写的是“{figure.text}”，数相同而单位不同。",
            written=indicator.shown,
            expected=figure.text,
            advice="核对用哪个单位，两处写成一样。",
            suggestion=_with_unit(indicator, figure.unit_text),
        )


def _is_telling(indicator: Indicator, figure: Figure) -> bool:
    """Whether the number alone shows that both mean the same: a small one may occur by chance."""
    kinds = {figure.unit.kind, indicator.unit.kind if indicator.unit else Kind.GENERIC}
    return figure.base >= _SMALL and kinds == {Kind.COUNT}


def _same_unit(indicator: Indicator, other: Unit) -> bool:
    """Whether both count the same; 个 may stand for a 小区, 套（间） for either."""
    dimensions = {unit.dimension for unit in readings(indicator.unit_text)}
    if other.dimension in ("thing", "community"):
        return not dimensions.isdisjoint(("thing", "community"))
    return other.dimension in dimensions


def value_rules(check: Check, edition: Edition) -> Iterator[Rule]:
    """The rules for a check of indicator values, one per measure."""
    kind = _KINDS[type(check)]
    for key in measure_keys(edition, getattr(check, "measure", "")):
        yield kind(check, key)
        if isinstance(check, UnitOfNameCheck) and check.text_fields:
            yield UnitByText(check, key)


_KINDS: dict[type[Check], Callable[[Any, MeasureKey], Rule]] = {
    UnitOfNameCheck: UnitOfName,
    RateLimitCheck: RateLimit,
    YesNoCheck: YesNo,
    SignCheck: SignPresent,
    UnitRequiredCheck: UnitPresent,
    ValueFormCheck: ValueForm,
    RuleFitsCheck: RuleFits,
}

CHECKED_BY_VALUE = frozenset(_KINDS)
"""The kinds of check that :func:`value_rules` compiles."""
