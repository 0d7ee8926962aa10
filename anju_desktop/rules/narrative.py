"""Checks of narratives: figures against the table, wording, texts that repeat each other."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from anju_desktop.document.changes import CellRef
from anju_desktop.document.values import State, in_yuan, plain
from anju_desktop.forms.checks import (
    CoversYearCheck,
    EmptyHintCheck,
    FiguresInTextCheck,
    FilledTogetherCheck,
    TextsDifferCheck,
    WordingCheck,
)
from anju_desktop.forms.definition import Edition, Level
from anju_desktop.patterns import pattern
from anju_desktop.rules.findings import Finding, Suggestion
from anju_desktop.rules.matching import equal, same_rate, the_same_thing
from anju_desktop.rules.quantities import Figure, Narrative, narrative, pairs, same_size
from anju_desktop.rules.rule import Rank, Rule, column_of, place, shortened, title_of
from anju_desktop.rules.view import Indicator, View, measure_keys
from anju_desktop.rules.vocabulary import Kind, Unit, vocabulary

# 2021年, 2021.3, 20210301; never a part of a longer number.
_YEARS = pattern(r"(?<!\d)((?:19|20)\d\d)(?:\d\d|\d{4})?(?!\d)")
_OPEN_END = pattern(r"[起至到]|以来|以后|开始|[-~～—－]")


class FiguresInText(Rule):
    """A figure in a narrative is the figure of the same thing in the table.

    Figures are compared where unit and subject agree and the sentence speaks of this year's plan;
    the rest is told by :meth:`unchecked`.
    """

    rank = Rank.COMPARISON

    def __init__(self, check: FiguresInTextCheck, edition: Edition) -> None:
        keys = measure_keys(edition, check.measure)
        # A plan of years or what was done is compared only where the edition says so.
        plans = [k for k in keys if (k.measure.period, k.measure.kind) == ("annual", "plan")]
        self._keys = keys if check.measure else tuple(plans)
        self._of_years = any(key.measure.period == "multi_year" for key in self._keys)
        self._fields = [column_of(name)[1] for name in check.fields if "." not in name]
        self._amounts = [column_of(name)[1] for name in check.amounts if "." not in name]
        columns = [column for key in self._keys for column in key.value_columns]
        texts = [("", name) for name in (*self._fields, *self._amounts)]
        super().__init__(check, [*columns, *texts])

    def examine(self, view: View, row: str) -> Iterable[Finding]:
        told: set[CellRef] = set()
        for field in self._fields:
            told_of = narrative(view.text(field))
            for figure in told_of.figures:
                finding = self._compare(view, field, figure, told_of.figures)
                if finding is not None and finding.cell not in told:
                    told.add(finding.cell)
                    yield finding
            yield from self._lists(field, told_of)
            if told_of.no_date:
                yield self._no_date(view, field, told_of.no_date)

    def unchecked(self, view: View) -> Iterable[str]:
        for field in self._fields:
            title = title_of(view.field(("", field)))
            told_of = narrative(view.text(field))
            added_up = [total for total, _ in told_of.lists]
            for figure in told_of.figures:
                if figure.listed or figure in added_up:
                    continue
                if not self._was_compared(view, field, figure, told_of.figures):
                    yield f"“{title}”里的“{figure.text}”在表中没有能对上的栏目，没有核对。"

    # -- one figure --------------------------------------------------------------------------

    def _compare(
        self, view: View, field: str, figure: Figure, figures: tuple[Figure, ...]
    ) -> Finding | None:
        if not self._is_of_the_period(view, figure):
            return None
        if figure.unit.kind is Kind.MONEY and not figure.unit.per:
            named = self._amount_named(view, figure)
            if named or (_is_total(figure.near) and not figure.listed):
                return self._money(view, field, figure, figures, named)
        partners = self._partners(view, figure)
        if not partners or any(equal(figure, partner) for partner in partners):
            return None
        partner = the_same_thing(figure, partners, figures)
        return None if partner is None else self._differs(view, field, figure, partner)

    def _is_of_the_period(self, view: View, figure: Figure) -> bool:
        if not figure.comparable:
            return False
        if self._of_years:
            # What a single year of several is to bring is no figure of the whole.
            return not figure.year
        period = view.document.period
        return figure.year in ("", period[:4], str(view.edition.year))

    def _was_compared(
        self, view: View, field: str, figure: Figure, figures: tuple[Figure, ...]
    ) -> bool:
        if not self._is_of_the_period(view, figure):
            return False
        if figure.unit.kind is Kind.MONEY and not figure.unit.per:
            named = self._amount_named(view, figure)
            if any(_repeats(view, figure, amount) for amount in self._amounts):
                return True
            if named or (_is_total(figure.near) and not figure.listed):
                return self._money(view, field, figure, figures, named) is not None
        partners = self._partners(view, figure)
        if any(equal(figure, partner) for partner in partners):
            return True
        certain = partners and the_same_thing(figure, partners, figures) is not None
        return bool(certain) or self._stands_in_another_unit(view, figure)

    def _stands_in_another_unit(self, view: View, figure: Figure) -> bool:
        """Whether the number was held against one of the table, as 24套 against 24间."""
        return figure.unit.counts and any(
            indicator.unit is not None and indicator.unit.counts
            for key in self._keys
            for indicator in view.by_amount(key).get(figure.base, ())
        )

    def _partners(self, view: View, figure: Figure) -> list[Indicator]:
        """The indicators that could state the same figure."""
        tables = [view.by_quantity(key).get(figure.quantity, []) for key in self._keys]
        found = tables[0] if len(tables) == 1 else [each for table in tables for each in table]
        if figure.rate and figure.quantity == ("ratio",):
            return [indicator for indicator in found if same_rate(figure.rate, indicator.name)]
        return found

    def _differs(self, view: View, field: str, figure: Figure, partner: Indicator) -> Finding:
        title = title_of(view.field(("", field)))
        return self.finding(
            [partner.cell, CellRef(field)],
            f"“{title}”写的是“{figure.text}”，指标“{shortened(partner.name)}”填的是"
            f"“{partner.shown}”，两处不一致。",
            written=partner.shown,
            expected=f"{figure.text}（{title}）",
            arithmetic=f"{figure.text}≠{partner.figure}",
            advice=_advice(figure.base, partner.base),
        )

    # -- money -------------------------------------------------------------------------------

    def _amount_named(self, view: View, figure: Figure) -> str:
        """The filled amount of the form that the words before a figure name, or ``""``."""
        for field in self._amounts:
            title = title_of(view.field(("", field)))
            if _names(figure.near, title) and view.value(field).number is not None:
                return field
        return ""

    def _money(
        self, view: View, field: str, figure: Figure, figures: tuple[Figure, ...], named: str
    ) -> Finding | None:
        """An amount is the one it names; a mere total is one of the form's amounts."""
        filled = [f for f in self._amounts if view.value(f).number is not None]
        amounts = [named] if named else filled
        if not amounts or any(_repeats(view, figure, amount) for amount in amounts):
            return None
        if not named and self._is_another_amount(view, figure, figures):
            return None
        return self._amount_differs(view, field, figure, amounts[0])

    def _is_another_amount(self, view: View, figure: Figure, figures: tuple[Figure, ...]) -> bool:
        """Whether the text has the form's amount elsewhere, or tells the shares of its sources."""
        others = [f for f in figures if f.unit.dimension == "money" and f is not figure]
        others = [f for f in others if not f.unit.per]
        if any(_repeats(view, f, amount) for f in others for amount in self._amounts):
            return True
        return bool(others) and any(w in figure.near for w in vocabulary().text.shares)

    def _amount_differs(self, view: View, field: str, figure: Figure, amount: str) -> Finding:
        title, definition = title_of(view.field(("", field))), view.field(("", amount))
        number = view.value(amount).number or Decimal(0)
        shown = f"{plain(number)}{definition.unit}"
        return self.finding(
            [CellRef(amount), CellRef(field)],
            f"“{title}”写的是“{figure.text}”，“{title_of(definition)}”填的是 {shown}，两处不一致。",
            written=shown,
            expected=f"{figure.text}（{title}）",
            arithmetic=f"{figure.text}≠{shown}",
            advice=_advice(figure.base, in_yuan(number, definition.unit)),
        )

    # -- a total and its parts, months -------------------------------------------------------

    def _lists(self, field: str, told_of: Narrative) -> Iterator[Finding]:
        yield from misadded(self, CellRef(field), told_of)

    def _no_date(self, view: View, field: str, date: str) -> Finding:
        """A thirteenth month, a 31st of September."""
        title = title_of(view.field(("", field)))
        return Finding(
            # Its own name: a list in the same text may be wrong as well.
            f"{self.check.id}-date",
            self.check.level,
            (CellRef(field),),
            "没有这个日期",
            f"“{title}”写的是“{date}”，没有这个日期。",
            written=date,
            expected="1月到12月里的日期",
            advice="核对月份和日期；是时长的写“个月”。",
        )


def _advice(text: Decimal, table: Decimal | None) -> str:
    """What to do, with a word on 万 where that is all the difference."""
    small, large = sorted((text, table or Decimal(0)))
    advice = "核对哪一处写错并改正；口径不同的写明理由。"
    is_forgotten = small and large == small * 10**4
    return f"正好相差 1 万倍，先看是否漏写或多写了“万”；{advice}" if is_forgotten else advice


def _is_total(near: str) -> bool:
    """Whether the words just before an amount call it the whole."""
    return any(word in near for word in vocabulary().text.totals)


def _names(near: str, title: str) -> bool:
    """Whether words name a field; 中央财政资金 names none whose title has no 中央."""
    if any((word in near) != (word in title) for word in vocabulary().text.shares):
        return False
    return len(pairs(near) & pairs(title)) >= 2


def _repeats(view: View, figure: Figure, amount: str) -> bool:
    value, definition = view.value(amount), view.field(("", amount))
    one = in_yuan(Decimal(1), definition.unit) or Decimal(1)
    return value.number is not None and same_size(
        figure.number, figure.unit, value.number, Unit("money", one)
    )


def misadded(rule: Rule, ref: CellRef, told_of: Narrative) -> Iterator[Finding]:
    """The first list of a text whose parts are not its total.

    Parts above their total are a mistake; below it, the list may leave something out.
    """
    for total, listed in told_of.lists:
        parts = _left_over(total, listed)
        added = sum((part.base for part in parts), Decimal(0))
        # After one full account a second one may well be partial.
        wrong = added > total.base or (parts and parts == listed)
        if not wrong or any(part.base == total.base for part in parts):
            continue
        figured = "＋".join(part.text for part in parts)
        result = f"{plain(added / total.unit.factor)}{total.unit_text}"
        partial = added < total.base and not _names_all(parts[0])
        told = "多于" if added > total.base else "少于"
        yield rule.finding(
            [ref],
            f"文中所列各项 {figured}＝{result}，{told}总数“{total.text}”"
            f"{'；只列了一部分的不必改' if partial else ''}。",
            level=Level.HINT if partial else rule.check.level,
            title=f"文中所列各项之和{told}总数",
            written=total.text,
            expected=result,
            arithmetic=f"{figured}＝{result}",
            advice="核对总数和各项，改正写错的一个。",
        )
        return


def _left_over(total: Figure, parts: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """The parts behind the last that made up the total: it may be told by place and by kind."""
    running, start = Decimal(0), 0
    for number, part in enumerate(parts, 1):
        running += part.base
        if running == total.base:
            running, start = Decimal(0), number
    return parts[start:]


def _names_all(part: Figure) -> bool:
    return any(word in part.lead for word in vocabulary().text.exhaustive)


class TextsDiffer(Rule):
    """The first text is not another one word for word; columns are compared row by row."""

    rank = Rank.COMPARISON

    def __init__(self, check: TextsDifferCheck) -> None:
        columns = [column_of(name) for name in check.fields]
        groups = {group for group, _ in columns}
        super().__init__(check, columns, groups.pop() if len(groups) == 1 else "")
        self._columns = columns

    def examine(self, view: View, row: str) -> Iterable[Finding]:
        refs = [CellRef(field, group, row if group else "") for group, field in self._columns]
        text = "".join(view.text(*_key(refs[0])).split())
        for other in refs[1:]:
            if text and text == "".join(view.text(*_key(other)).split()):
                titles = [title_of(view.field((ref.group, ref.field))) for ref in (refs[0], other)]
                yield self.finding(
                    [refs[0], other],
                    f"“{titles[0]}”与“{titles[1]}”一字不差：“{shortened(text)}”。",
                    written=shortened(text),
                    expected=f"与“{titles[1]}”不同的内容",
                )
                return


class FilledTogether(Rule):
    """All of these cells are filled or none is."""

    rank = Rank.SUM
    asks_if_blank = True

    def __init__(self, check: FilledTogetherCheck) -> None:
        columns = [column_of(name) for name in check.fields]
        groups = {group for group, _ in columns}
        # Columns of one group belong together row by row.
        group = groups.pop() if len(groups) == 1 else ""
        super().__init__(check, columns, group)
        self._columns = columns

    def examine(self, view: View, row: str) -> Iterable[Finding]:
        refs = [CellRef(field, group, row if group else "") for group, field in self._columns]
        if any(ref.group and not ref.row for ref in refs):
            return
        blank = [ref for ref in refs if view.value(*_key(ref)).state is State.BLANK]
        filled = [ref for ref in refs if ref not in blank]
        if not blank or not filled:
            return
        yield self.finding(
            [*blank, *filled],
            f"{place(view, filled[0])}填了，{place(view, blank[0])}空着，应当一起填写。",
            written="空白",
            expected="一起填写或都不填",
        )


def _key(ref: CellRef) -> tuple[str, str, str]:
    return ref.field, ref.group, ref.row


_BLANK = " \t\u00a0\u3000"
_HAN = r"[\u3400-\u9fff\U00020000-\U0003ffff]"
_BLANKS = pattern(rf"(?<={_HAN})[{_BLANK}]+(?={_HAN})")


class Wording(Rule):
    """No vague words without a figure, no blanks between two Han characters."""

    def __init__(self, check: WordingCheck, field: str) -> None:
        group, self._field = column_of(field)
        super().__init__(check, [(group, self._field)], group)
        self._words = check.words
        self._blanks = check.blanks

    def examine(self, view: View, row: str) -> Iterable[Finding]:
        text = view.text(self._field, self.group, row)
        ref = CellRef(self._field, self.group, row)
        found: list[Finding] = []
        if self._words:
            found.extend(self._vague(view, ref, text))
        # Most texts have no blank at all, and need no expression.
        blanks = self._blanks and any(blank in text for blank in _BLANK)
        blank = _BLANKS.search(text) if blanks else None
        if blank is not None:
            found.append(self._stray(view, ref, text, blank))
        return found

    def _vague(self, view: View, ref: CellRef, text: str) -> Iterator[Finding]:
        vague = [word for word in self._words if word in text and _without_figure(word, text)]
        if vague:
            words = "、".join(f"“{word}”" for word in vague)
            yield self.finding(
                [ref],
                f"{place(view, ref)}用了{words}，没有写明到什么程度。",
                written="、".join(vague),
                expected="可以衡量的说法",
                advice="写明数量、比例或时间。",
            )

    def _stray(self, view: View, ref: CellRef, text: str, found: re.Match[str]) -> Finding:
        around = text[max(0, found.start() - 4) : found.end() + 4].strip()
        tidy = _BLANKS.sub("", text)
        return self.finding(
            [ref],
            f"{place(view, ref)}的“{around}”字间有多余的空格。",
            written=around,
            expected=_BLANKS.sub("", around),
            suggestion=Suggestion(ref, tidy, "去掉字间空格"),
        )


def _without_figure(word: str, text: str) -> bool:
    """Whether a sentence with this word has no number in it."""
    sentences = re.split(r"[。；;！!？?\n]", text)
    return any(word in each and not re.search(r"[0-9０-９]", each) for each in sentences)


class CoversYear(Rule):
    """The years that a text names include the form's; a text without years is left alone."""

    rank = Rank.COMPARISON

    def __init__(self, check: CoversYearCheck, field: str) -> None:
        group, self._field = column_of(field)
        super().__init__(check, [(group, self._field)], group)

    def examine(self, view: View, row: str) -> Iterable[Finding]:
        ref = CellRef(self._field, self.group, row)
        text = view.text(*_key(ref))
        years = [int(found) for found in _YEARS.findall(text)]
        year = view.document.period[:4]
        if not years or not year.isdecimal():
            return
        # 2020年起, 2020—22年: the other end is open, or not written as a year.
        open_end = len(years) == 1 and bool(_OPEN_END.search(text))
        if min(years) <= int(year) and (open_end or int(year) <= max(years)):
            return
        yield self.finding(
            [ref],
            f"{place(view, ref)}写的是“{shortened(text)}”，不包含本表的年度 {int(year)} 年。",
            written=shortened(text),
            expected=f"包含 {int(year)} 年",
        )


class EmptyHint(Rule):
    """A field that may be empty, but where a zero would be clearer."""

    asks_if_blank = True

    def __init__(self, check: EmptyHintCheck, field: str) -> None:
        group, self._field = column_of(field)
        super().__init__(check, [(group, self._field)], group)

    def examine(self, view: View, row: str) -> Iterable[Finding]:
        if view.value(self._field, self.group, row).state is not State.BLANK:
            return
        ref = CellRef(self._field, self.group, row)
        yield self.finding(
            [ref],
            f"{place(view, ref)}空着；没有的填 0，看表的人就不必猜。",
            written="空白",
            expected="0 或金额",
            suggestion=Suggestion(ref, "0", "填 0"),
        )
