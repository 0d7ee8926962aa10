"""Checks on what the paper prints: guidance left in, official text changed, a column mistaken."""

import re
from collections.abc import Iterable
from functools import cache

from anju_desktop.document.changes import CellRef
from anju_desktop.document.values import (
    SIGN_HEADS,
    Sign,
    State,
    narrow,
    split_sign,
    to_decimal,
)
from anju_desktop.forms.definition import (
    Check,
    Field,
    Group,
    Level,
)
from anju_desktop.patterns import pattern
from anju_desktop.rules.findings import Finding, Suggestion
from anju_desktop.rules.rule import Rule, place, shortened, title_of
from anju_desktop.rules.view import View
from anju_desktop.rules.vocabulary import vocabulary

PLACEHOLDER = Check(
    "placeholder", Level.EXPLAIN, "提示语或占位文字没有改掉", "", "换成实际内容，没有内容的清空。"
)
OFFICIAL = Check(
    "official", Level.ERROR, "表内印好的内容被改动", "以印发的表式为准", "恢复印发的内容。"
)
MISPLACED = Check(
    "misplaced", Level.EXPLAIN, "像是填错了栏", "", "整行看一下是否错开了一栏，移到该填的栏目。"
)
_NUMBERED = pattern(r"[\d一二三四五六七八九十]*\s*[：:]?$")


class Placeholder(Rule):
    """No guidance of the blank form and no stand-in is left in a cell."""

    def __init__(self, group: str, field: Field) -> None:
        super().__init__(PLACEHOLDER, [(group, field.id)], group)
        self._field = field
        # A dash in a cell that may stay empty says “none”.
        self._whole = frozenset(vocabulary().placeholders) if field.required else frozenset()
        self._heads = frozenset(word[0] for word in self._whole)
        self._guidance = tuple(g for g in field.guidance if g)

    def examine(self, view: View, row: str) -> Iterable[Finding]:
        value = view.value(self._field.id, self.group, row)
        text = value.typed.strip()
        if not text or value.state is State.NONE:
            return ()
        guidance = ""
        if self._guidance:
            guidance = next((g for g in self._guidance if g.strip() in text), "")
        left = guidance or (text if self._is_whole(text) else fragment_in(text))
        return [self._left(view, row, left, bool(guidance))] if left else ()

    def _is_whole(self, text: str) -> bool:
        """Whether a stand-in is all that is there: 指标1： too."""
        return text[0] in self._heads and _without_number(text) in self._whole

    def _left(self, view: View, row: str, left: str, is_guidance: bool) -> Finding:
        ref = CellRef(self._field.id, self.group, row)
        return self.finding(
            [ref],
            f"{place(view, ref)}里还留着“{shortened(left)}”，不像填好的内容。",
            level=Level.ERROR if is_guidance else PLACEHOLDER.level,
            written=shortened(left),
            expected="实际内容",
        )


def fragment_in(text: str) -> str:
    """A stand-in inside a text or guidance at its start, or ``""``."""
    words = vocabulary()
    if text.startswith(words.openings):
        return next(opening for opening in words.openings if text.startswith(opening))
    if _any_fragment().search(text) is None:
        return ""
    return next(fragment for fragment in words.fragments if fragment in text)


@cache
def _any_fragment() -> re.Pattern[str]:
    """All fragments as one expression: almost no text has any, and many are asked."""
    return re.compile("|".join(map(re.escape, vocabulary().fragments)))


def _without_number(text: str) -> str:
    """指标1： is 指标."""
    return _NUMBERED.sub("", text) or text


class Official(Rule):
    """What the form prints is still there as printed."""

    def __init__(self, group: Group) -> None:
        self._columns = tuple(c for c in group.columns if c.official)
        super().__init__(OFFICIAL, [(group.id, c.id) for c in self._columns], group.id)

    def examine(self, view: View, row: str) -> Iterable[Finding]:
        for column in self._columns:
            ref = CellRef(column.id, self.group, row)
            typed = view.document.typed(ref)
            if typed is None:
                continue
            printed = view.document.official_text(ref)
            if printed and not _same(typed, printed):
                yield self._changed(view, ref, column, typed, printed)

    def _changed(
        self, view: View, ref: CellRef, column: Field, typed: str, printed: str
    ) -> Finding:
        written = shortened(typed.strip()) or "空白"
        label = "空着" if not typed.strip() else f"是“{written}”"
        return self.finding(
            [ref],
            f"{place(view, ref)}{label}，印发的表式上是“{shortened(printed)}”。",
            written=written,
            expected=shortened(printed),
            suggestion=Suggestion(ref, printed, "恢复印发的内容"),
        )


def _same(typed: str, printed: str) -> bool:
    return "".join(typed.split()) == "".join(printed.split())


class Misplaced(Rule):
    """A cell does not hold what belongs into a neighbour: a 标准 as 上年完成值, 10 as 标准."""

    def __init__(self, group: Group, column: Field) -> None:
        super().__init__(MISPLACED, [(group.id, column.id)], group.id)
        self._column = column
        self._home = {
            choice: other
            for other in group.columns
            for choice in other.choices
            if choice not in column.choices
        }
        self._is_name = any(measure.name == column.id for measure in group.measures)

    @property
    def idle(self) -> bool:
        """Whether nothing could be found in this column."""
        return not (self._home or self._column.choices or self._is_name)

    def examine(self, view: View, row: str) -> Iterable[Finding]:
        value = view.value(self._column.id, self.group, row)
        if value.state is State.BLANK or value.state is State.NONE:
            return ()
        what = self._foreign(value.typed.strip())
        return [self._misplaced(view, self._column, row, what)] if what else ()

    def _foreign(self, text: str) -> str:
        """What a text is that does not belong into the column, or ``""``."""
        home = self._home.get(text)
        if home is not None:
            return f"“{title_of(home)}”的内容"
        if self._column.choices:
            return "一个数" if to_decimal(text) is not None else ""
        return "指标值" if self._is_name and _is_figure(text) else ""

    def _misplaced(self, view: View, column: Field, row: str, what: str) -> Finding:
        ref = CellRef(column.id, self.group, row)
        written = shortened(view.text(*ref).strip())
        return self.finding(
            [ref],
            f"{place(view, ref)}写的是“{written}”，是{what}，像是填错了栏。",
            written=written,
            expected="、".join(column.choices) or title_of(column),
        )


def _is_figure(text: str) -> bool:
    """Whether a text is a number or begins with a sign and a number."""
    if text[:1].isalpha() and text[0] not in SIGN_HEADS:
        return False
    sign, rest = split_sign(narrow(text))
    if to_decimal(rest) is not None:
        return True
    return sign is not Sign.ABSENT and rest[:1].isdigit()
