"""Which indicators are meant by a few characters, best first.

What is typed is found in a name as a whole, in order with gaps (改户 in 改造户数), by the initials
of the pinyin (gzhs), and by the unit. Indicators of the row's own category come first.
"""

from collections.abc import Iterable, Sequence

from anju_desktop.indicators.definition import Indicator
from anju_desktop.initials import EXACT, IN_ORDER, START, Fit, Word, plain
from anju_desktop.records import record

_ALIAS, _UNIT = IN_ORDER + 1, IN_ORDER + 2
"""How well an indicator fits beyond its name, after all that its name allows."""


@record(frozen=True, slots=True)
class Context:
    """Where one types: ids of category and programme, ``""`` for any."""

    kind: str = ""
    programme: str = ""


class Index:
    """Indicators made ready for searching; earlier ones come first among equals."""

    def __init__(self, indicators: Iterable[Indicator]) -> None:
        self._entries = [_Entry(number, each) for number, each in enumerate(indicators)]
        self._by_name: dict[str, list[Indicator]] = {}
        for entry in self._entries:
            for word in entry.words:
                self._by_name.setdefault(word.text, []).append(entry.indicator)

    def search(self, typed: str, context: Context, limit: int) -> tuple[Indicator, ...]:
        """The indicators that fit; for nothing typed those of the category."""
        wanted = plain(typed)
        if not wanted:
            usual = [e for e in self._entries if context.kind in ("", e.indicator.kind)]
            return _first(((e.rank(context, (START, 0)), e) for e in usual), limit)
        fitting = ((entry.fit(wanted), entry) for entry in self._entries)
        found = ((entry.rank(context, fit), entry) for fit, entry in fitting if fit is not None)
        return _first(found, limit)

    def named(self, name: str, context: Context) -> Indicator | None:
        """The indicator of exactly this name, that of the category if several have it."""
        found = self._by_name.get(plain(name), [])
        return min(found, key=lambda each: each.kind != context.kind, default=None)


_Rank = tuple[bool, bool, int, int, int, int]


def _first(found: Iterable[tuple[_Rank, "_Entry"]], limit: int) -> tuple[Indicator, ...]:
    return tuple(entry.indicator for _, entry in sorted(found, key=lambda pair: pair[0])[:limit])


class _Entry:
    """An indicator with all by which it is found, worked out once."""

    __slots__ = ("indicator", "number", "unit", "words")

    def __init__(self, number: int, indicator: Indicator) -> None:
        self.number = number
        self.indicator = indicator
        self.unit = plain(indicator.unit)
        self.words = [Word(plain(name)) for name in (indicator.name, *indicator.aliases)]

    def fit(self, wanted: str) -> Fit | None:
        fit = self.words[0].fit(wanted)
        if fit is not None:
            return fit
        if any(word.fit(wanted) is not None for word in self.words[1:]):
            return _ALIAS, 0
        return (_UNIT, 0) if wanted == self.unit else None

    def rank(self, context: Context, fit: Fit) -> _Rank:
        tier, gap = fit
        other_kind = bool(context.kind) and self.indicator.kind != context.kind
        # A rank of a sort key: smaller comes first.
        return (tier != EXACT, other_kind, tier, self._distance(context), gap, self.number)

    def _distance(self, context: Context) -> int:
        """0 for an indicator of the programme, 1 for one of all programmes, 2 for another's."""
        programmes = self.indicator.programmes
        if not programmes or not context.programme:
            return 1
        return 0 if context.programme in programmes else 2


def unite(own: Sequence[Indicator], shipped: Sequence[Indicator]) -> tuple[Indicator, ...]:
    """The office's own before those that ship, which they replace where name and category agree."""
    taken = {key(each) for each in own}
    return (*own, *(each for each in shipped if key(each) not in taken))


def key(indicator: Indicator) -> tuple[str, str]:
    """What tells one indicator from another: its name and its category."""
    return plain(indicator.name), indicator.kind
