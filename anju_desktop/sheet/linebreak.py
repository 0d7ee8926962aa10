"""Breaking text into lines by the Chinese rules (禁则): what may not begin or end a line.

A closing mark that runs over the edge by up to half its width hangs there: its ink is in its left
half. Runs of digits, Latin letters and ``.,:/<>=%-`` stay together unless the run alone is wider
than the line.
"""

from collections.abc import Iterator
from itertools import accumulate, pairwise
from unicodedata import category

from anju_desktop.records import record
from anju_desktop.sheet.metrics import MM_PER_POINT, FontMetrics

NO_START = frozenset("，。、；：？！）》〉】〕］」』”’％‰℃…—·,.:;!?)]}%｝")
NO_END = frozenset("（《〈【〔「『“‘≥≤＝№¥([{［｛￥")
HANGING = frozenset("，。、；：？！）》〉】〕］」』”’")
BLANKS = " \t\u3000\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u200b\u205f"

_WORD_MARKS = frozenset(".,:/<>=%-")
_NO_BREAK = frozenset("\u00a0\u2007\u202f\u2060\ufeff")

# What a character does at a break; one character may do several of these.
_STARTS_NO_LINE, _ENDS_NO_LINE, _HANGS, _IN_WORD, _IS_BLANK, _JOINS = 1, 2, 4, 8, 16, 32
_NO_BREAK_BEFORE = _STARTS_NO_LINE | _IS_BLANK | _JOINS

_TOLERANCE_EM = 1e-6
_LONGEST_BALANCED = 60
_MOST_BALANCED_LINES = 8
_RUNT_REACH = 40
# A bracket or sign is a good place to break a label: worth this much unevenness, in square em.
_BRACKET_BONUS = 4.0

# cost of a split, and the offsets at which its lines begin, with the end
_Split = tuple[float, list[int]]


@record(frozen=True, slots=True)
class Line:
    """One line; ``text`` is exactly ``source[start:end]``.

    Blanks before a break stay at the end of ``text``, so that what is extracted from a page is
    what was typed, but ``width_mm`` is the width without them. A newline belongs to no line: it
    stands between the ``end`` of a line with ``ends_paragraph`` and the ``start`` of the next.
    """

    text: str
    width_mm: float
    start: int
    end: int
    ends_paragraph: bool


class _Kinds(dict[str, int]):
    """Flags of characters, filled as characters turn up."""

    __slots__ = ()

    def __missing__(self, char: str) -> int:
        kind = self[char] = _classify(char)
        return kind


def _classify(char: str) -> int:
    if char in BLANKS:
        return _IS_BLANK
    if char in _NO_BREAK:
        return _STARTS_NO_LINE | _ENDS_NO_LINE
    return (
        _STARTS_NO_LINE * (char in NO_START)
        | _ENDS_NO_LINE * (char in NO_END)
        | _HANGS * (char in HANGING)
        | _IN_WORD * _is_word_character(char)
        | _JOINS * (category(char) in ("Mn", "Me", "Mc", "Cf", "Cc"))
    )


def _is_word_character(char: str) -> bool:
    latin = char < "\u0250" or "\uff10" <= char <= "\uff5a"
    return char in _WORD_MARKS or (latin and char.isalnum() and category(char)[0] in "LN")


_KINDS = _Kinds()


def break_lines(
    text: str,
    width_mm: float,
    size_pt: float,
    metrics: FontMetrics,
    *,
    bold: bool = False,
    balance: bool = False,
) -> list[Line]:
    """Lines of ``text`` in a column ``width_mm`` wide; empty text is one empty line.

    ``balance`` is for short centred labels: as few lines as possible, of much the same width
    (指标分/值权重). Without it lines are filled, but a last line of one character takes a second
    from the line above.
    A column too narrow for anything holds one character a line.
    """
    advances = metrics.advances(bold)
    mm_per_em = max(size_pt, 0.0) * MM_PER_POINT
    room = width_mm / mm_per_em + _TOLERANCE_EM if mm_per_em > 0 else float("inf")
    if "\n" not in text and text[-1:] not in BLANKS:
        total = sum(map(advances.__getitem__, text))
        if total <= room:
            return [Line(text, total * mm_per_em, 0, len(text), ends_paragraph=True)]
    lines: list[Line] = []
    start = 0
    for part in text.split("\n"):
        paragraph = _Paragraph(part, list(map(advances.__getitem__, part)), room)
        lines += paragraph.lines(start, mm_per_em, balance)
        start += len(part) + 1
    return lines


class _Paragraph:
    """Text without a newline, measured in em."""

    __slots__ = ("_advances", "_breaks", "_kinds", "_room", "_text", "_upto")

    def __init__(self, text: str, advances: list[float], room: float) -> None:
        self._text = text
        self._advances = advances
        self._room = room
        self._kinds = list(map(_KINDS.__getitem__, text))
        self._upto = list(accumulate(advances, initial=0.0))
        self._breaks = bytearray(len(text) + 1)

    def lines(self, offset: int, mm_per_em: float, balance: bool) -> Iterator[Line]:
        cuts = self._fill()
        balanced = self._balance(cuts) if balance else None
        cuts = balanced or self._without_runt(cuts)
        last = len(cuts) - 2
        for number, (start, end) in enumerate(pairwise(cuts)):
            width = self._visible_width(start, end) * mm_per_em
            yield Line(self._text[start:end], width, offset + start, offset + end, number == last)

    def _fill(self) -> list[int]:
        """Offsets at which lines begin, and the end: each line as full as the rules allow."""
        kinds, upto, room = self._kinds, self._upto, self._room
        cuts = [0]
        start = soft = hard = 0
        edge = room
        previous, after_blank = _ENDS_NO_LINE, False
        for at, kind in enumerate(kinds):
            if not kind & _NO_BREAK_BEFORE and not previous & _ENDS_NO_LINE:
                hard = at
                if after_blank or not previous & kind & _IN_WORD:
                    soft = at
                    self._breaks[at] = 1
            if kind & _IS_BLANK:
                after_blank = True
                continue
            while upto[at + 1] > edge and at > start and not self._may_stay(at, edge):
                start = soft if soft > start else hard if hard > start else at
                cuts.append(start)
                edge = upto[start] + room
            if not kind & _JOINS:
                previous, after_blank = kind, False
        cuts.append(len(kinds))
        return cuts

    def _may_stay(self, at: int, edge: float) -> bool:
        """Whether a character over the edge stays: it has no width or hangs at a line end."""
        advance = self._advances[at]
        if advance == 0.0:
            return True
        if not self._kinds[at] & _HANGS or self._upto[at + 1] - advance / 2 > edge:
            return False
        after = at + 1
        while after < len(self._kinds) and self._kinds[after] & _IS_BLANK:
            after += 1
        return after == len(self._kinds) or not self._kinds[after] & _NO_BREAK_BEFORE

    def _visible_end(self, start: int, end: int) -> int:
        while end > start and (self._kinds[end - 1] & _IS_BLANK or not self._advances[end - 1]):
            end -= 1
        return end

    def _visible_width(self, start: int, end: int) -> float:
        return self._upto[self._visible_end(start, end)] - self._upto[start]

    def _fits(self, start: int, end: int) -> bool:
        """Whether a line of this text keeps within the room, a hanging mark aside."""
        end = self._visible_end(start, end)
        if end == start:
            return True
        hang = self._advances[end - 1] / 2 if self._kinds[end - 1] & _HANGS else 0.0
        return self._upto[end] - hang - self._upto[start] <= self._room

    def _body(self, start: int, end: int) -> int:
        """Characters that count against a runt: no closing marks, no blanks."""
        return sum(not kind & _NO_BREAK_BEFORE for kind in self._kinds[start:end])

    def _without_runt(self, cuts: list[int]) -> list[int]:
        """Moves the last line's beginning up where that line holds a single character."""
        *before, first, last, end = [-1, *cuts]
        if not before or end - last > _RUNT_REACH or self._body(last, end) > 1:
            return cuts
        for cut in range(last - 1, max(first, last - _RUNT_REACH), -1):
            if not self._fits(cut, end):
                break
            if self._breaks[cut] and self._body(cut, end) > 1:
                return [*cuts[:-2], cut, end] if self._body(first, cut) > 1 else cuts
        return cuts

    def _balance(self, cuts: list[int]) -> list[int] | None:
        """The same number of lines, as equal as they can be; None where a run had to be cut."""
        count = len(cuts) - 1
        if not 1 < count <= _MOST_BALANCED_LINES or cuts[-1] > _LONGEST_BALANCED:
            return None
        if not all(self._breaks[cut] for cut in cuts[1:-1]):
            return None
        places = [0, *(at for at in range(1, cuts[-1]) if self._breaks[at]), cuts[-1]]
        return self._most_even(places, count)

    def _most_even(self, places: list[int], count: int) -> list[int] | None:
        """Least sum of squared widths over the ``places``; ties go to the longer first line."""
        steps = [list(self._steps(index, places)) for index in range(len(places))]
        best: list[_Split | None] = [None] * (len(places) - 1) + [(0.0, [places[-1]])]
        for _ in range(count):
            best = [
                _extend(place, onward, best) for place, onward in zip(places, steps, strict=True)
            ]
        return best[0][1] if best[0] else None

    def _steps(self, index: int, places: list[int]) -> Iterator[tuple[int, float]]:
        """Where a line that begins at a place may end, and what it costs."""
        for after in range(index + 1, len(places)):
            if not self._fits(places[index], places[after]):
                return
            square = self._visible_width(places[index], places[after]) ** 2
            yield after, square - _BRACKET_BONUS * self._opens(places[after])

    def _opens(self, at: int) -> bool:
        return at < len(self._kinds) and bool(self._kinds[at] & _ENDS_NO_LINE)


def _extend(
    place: int, onward: list[tuple[int, float]], rest: list[_Split | None]
) -> _Split | None:
    """The best split from a place on: one line here, then the best of what is left."""
    chosen: _Split | None = None
    for after, square in onward:
        remaining = rest[after]
        if remaining and (chosen is None or square + remaining[0] <= chosen[0] + _TOLERANCE_EM):
            chosen = (square + remaining[0], [place, *remaining[1]])
    return chosen
