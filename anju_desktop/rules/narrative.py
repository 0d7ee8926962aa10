"""Checks of narratives: figures against the table, wording, texts that repeat each other."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from anju_desktop.document.changes import CellRef
from anju_desktop.document.values import State
from anju_desktop.forms.checks import (
    EmptyHintCheck,
    FiguresInTextCheck,
    FilledTogetherCheck,
    TextsDifferCheck,
    WordingCheck,
)
from anju_desktop.forms.definition import Edition
from anju_desktop.rules.findings import Finding, Suggestion
from anju_desktop.rules.quantities import Figure, figures_in, pairs, same_size
from anju_desktop.rules.rule import Rank, Rule, column_of, place, shortened, title_of, yuan
from anju_desktop.rules.view import Indicator, View, measure_keys, plain
from anju_desktop.rules.vocabulary import Kind, Unit, vocabulary

_YUAN = Unit("money", Decimal(1))
_SATISFACTION = ("满意率", "满意度")


class FiguresInText(Rule):
    """A figure in a narrative is the figure of the same thing in the table.

    Figures are compared where unit and subject agree and the sentence speaks of this year's plan;
    the rest is told by :meth:`unchecked`.
    """

    rank = Rank.COMPARISON

    def __init__(self, check: FiguresInTextCheck, edition: Edition) -> None:
        self._keys = measure_keys(edition, check.measure)
        self._fields = [column_of(name)[1] for name in check.fields if "." not in name]
        self._amounts = [column_of(name)[1] for name in check.amounts if "." not in name]
        columns = [column for key in self._keys for column in key.columns]
        texts = [("", name) for name in (*self._fields, *self._amounts)]
        super().__init__(check, [*columns, *texts])

    def examine(self, view: View, row: str) -> Iterable[Finding]:
        told: set[CellRef] = set()
        for field in self._fields:
            figures = figures_in(view.text(field))
            for figure in figures:
                finding = self._compare(view, field, figure, figures)
                if finding is not None and finding.cell not in told:
                    told.add(finding.cell)
                    yield finding
            yield from self._lists(field, figures)

    def unchecked(self, view: View) -> Iterable[str]:
        for field in self._fields:
            title = title_of(view.field(("", field)))
            for figure in figures_in(view.text(field)):
                if not figure.listed and not self._was_compared(view, figure):
                    yield f"“{title}”里的“{figure.text}”在表中没有能对上的栏目，没有核对。"

    # -- one figure --------------------------------------------------------------------------

    def _compare(
        self, view: View, field: str, figure: Figure, figures: tuple[Figure, ...]
    ) -> Finding | None:
        if not self._is_this_year(view, figure) or figure.listed:
            return None
        if figure.unit.kind is Kind.MONEY:
            return self._money(view, field, figure)
        partners = self._partners(view, figure)
        if not partners or any(_equal(figure, partner) for partner in partners):
            return None
        partner = _the_same_thing(figure, partners, figures)
        return None if partner is None else self._differs(view, field, figure, partner)

    def _is_this_year(self, view: View, figure: Figure) -> bool:
        if not figure.comparable:
            return False
        period = view.document.period
        return figure.year in ("", period[:4], str(view.edition.year))

    def _was_compared(self, view: View, figure: Figure) -> bool:
        if not self._is_this_year(view, figure):
            return False
        if figure.unit.kind is Kind.MONEY:
            return _is_total(figure) and bool(self._filled_amounts(view))
        return bool(self._partners(view, figure))

    def _partners(self, view: View, figure: Figure) -> list[Indicator]:
        """The indicators that could state the same figure."""
        dimension = figure.unit.dimension
        wanted = ("thing", "community") if dimension == "community" else (dimension,)
        found = [
            indicator
            for key in self._keys
            if key.measure.period == "annual" and key.measure.kind == "plan"
            for each in wanted
            for indicator in view.by_dimension(key).get(each, ())
            if indicator.unit is not None and not indicator.unit.per
        ]
        if figure.unit.kind is Kind.RATIO:
            return [indicator for indicator in found if _same_rate(figure.rate, indicator.name)]
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
            advice="核对哪一处写错并改正；口径不同的写明理由。",
        )

    # -- money -------------------------------------------------------------------------------

    def _filled_amounts(self, view: View) -> list[tuple[str, Decimal]]:
        amounts = [(f, yuan(view.value(f), view.field(("", f)))) for f in self._amounts]
        return [(field, amount) for field, amount in amounts if amount is not None]

    def _money(self, view: View, field: str, figure: Figure) -> Finding | None:
        amounts = self._filled_amounts(view)
        if not amounts or not _is_total(figure):
            return None
        for name, _ in amounts:
            value, definition = view.value(name), view.field(("", name))
            unit = Unit("money", Decimal(10**4 if definition.unit == "万元" else 1))
            if definition.unit == "亿元":
                unit = Unit("money", Decimal(10**8))
            if value.number is not None and same_size(
                figure.number, figure.unit, value.number, unit
            ):
                return None
        return self._amount_differs(view, field, figure, amounts[0][0])

    def _amount_differs(self, view: View, field: str, figure: Figure, amount: str) -> Finding:
        title, definition = title_of(view.field(("", field))), view.field(("", amount))
        number = view.value(amount).number or Decimal(0)
        shown = f"{plain(number)}{definition.unit}"
        return self.finding(
            [CellRef(amount), CellRef(field)],
            f"“{title}”写的是“{figure.text}”，“{title_of(definition)}”填的是 {shown}，两处不一致。",
            written=shown,
            expected=f"{figure.text}（{title}）",
            advice="核对哪一处写错并改正；口径不同的写明理由。",
        )

    # -- a total and its parts ---------------------------------------------------------------

    def _lists(self, field: str, figures: tuple[Figure, ...]) -> Iterator[Finding]:
        for total, parts in _listings(figures):
            # The list may leave something out, so only more than the total is a mistake.
            added = sum((part.base for part in parts), Decimal(0))
            if added <= total.base or any(part.base == total.base for part in parts):
                continue
            figured = "＋".join(part.text for part in parts)
            result = f"{plain(added / total.unit.factor)}{total.unit_text}"
            yield self.finding(
                [CellRef(field)],
                f"文中“{total.text}”的各组成部分 {figured}＝{result}，超过了总数。",
                title="文中所列各项之和超过总数",
                written=total.text,
                expected=result,
                arithmetic=f"{figured}＝{result}",
            )
            return


def _equal(figure: Figure, partner: Indicator) -> bool:
    if partner.number is None or partner.unit is None:
        return False
    return same_size(figure.number, figure.unit, partner.number, partner.unit)


def _the_same_thing(
    figure: Figure, partners: list[Indicator], figures: tuple[Figure, ...]
) -> Indicator | None:
    """The one indicator the figure speaks of, or None when that is not certain."""
    if figure.unit.kind is Kind.RATIO:
        return partners[0] if len(partners) == 1 else None
    alike = [f for f in figures if f.unit.dimension == figure.unit.dimension and f.comparable]
    specific = figure.unit.kind is not Kind.GENERIC and figure.unit.dimension != "community"
    if specific and len(partners) == 1 and len(alike) == 1:
        return partners[0]
    ranked = sorted(partners, key=lambda partner: -figure.about(partner.name))
    best = figure.about(ranked[0].name)
    if not best or (len(ranked) > 1 and figure.about(ranked[1].name) == best):
        return None
    # Another figure that fits this indicator better, or equals it, has the better claim.
    if any(_equal(other, ranked[0]) or other.about(ranked[0].name) > best for other in alike):
        return None
    return ranked[0]


def _same_rate(rate: str, name: str) -> bool:
    """Whether a rate in the text is the one an indicator is named after."""
    if rate.endswith(_SATISFACTION) and name.endswith(_SATISFACTION):
        common = pairs(rate[:-3]) & pairs(name[:-3])
        return bool(common) or len(rate) == 3 or len(name) == 3 or rate[-5:-3] == name[-5:-3]
    return len(rate) >= 3 and len(name) >= 3 and rate[-3:] == name[-3:] and _agree(rate, name)


def _agree(rate: str, name: str) -> bool:
    """Whether what stands before the rate's own word is the same, as far as both say it."""
    before, other = pairs(rate[:-3]), pairs(name[:-3])
    return not before or not other or bool(before & other)


def _is_total(figure: Figure) -> bool:
    """Whether the words just before an amount call it the whole."""
    near = re.split(r"[，,、：:（(]", figure.lead)[-1]
    return any(word in near[-14:] for word in vocabulary().text.totals)


def _listings(figures: tuple[Figure, ...]) -> Iterator[tuple[Figure, list[Figure]]]:
    """Every total that is followed by a list of its parts in the same sentence."""
    for index, total in enumerate(figures):
        if total.listed or not total.comparable:
            continue
        parts = []
        for figure in figures[index + 1 :]:
            if not figure.listed or not figure.lead.startswith(total.lead):
                break
            if figure.unit.dimension == total.unit.dimension:
                parts.append(figure)
        if len(parts) > 1:
            yield total, parts


class TextsDiffer(Rule):
    """The first text is not another one word for word."""

    rank = Rank.COMPARISON

    def __init__(self, check: TextsDifferCheck) -> None:
        self._fields = [column_of(name)[1] for name in check.fields]
        super().__init__(check, [("", field) for field in self._fields])

    def examine(self, view: View, row: str) -> Iterable[Finding]:
        first = self._fields[0]
        text = "".join(view.text(first).split())
        for other in self._fields[1:]:
            if text and text == "".join(view.text(other).split()):
                titles = [title_of(view.field(("", name))) for name in (first, other)]
                yield self.finding(
                    [CellRef(first), CellRef(other)],
                    f"“{titles[0]}”与“{titles[1]}”一字不差：“{shortened(text)}”。",
                    written=shortened(text),
                    expected=f"与“{titles[1]}”不同的内容",
                )
                return


class FilledTogether(Rule):
    """All of these cells are filled or none is."""

    rank = Rank.SUM

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


_BLANKS = re.compile(
    r"(?<=[\u3400-\u9fff\U00020000-\U0003ffff])[ \t\u00a0\u3000]+"
    r"(?=[\u3400-\u9fff\U00020000-\U0003ffff])"
)


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
        if self._words:
            yield from self._vague(view, ref, text)
        if self._blanks:
            yield from self._stray(view, ref, text)

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

    def _stray(self, view: View, ref: CellRef, text: str) -> Iterator[Finding]:
        found = _BLANKS.search(text)
        if found is None:
            return
        around = text[max(0, found.start() - 4) : found.end() + 4].strip()
        tidy = _BLANKS.sub("", text)
        yield self.finding(
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


class EmptyHint(Rule):
    """A field that may be empty, but where a zero would be clearer."""

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
