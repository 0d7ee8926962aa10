"""Which indicator a figure in a narrative speaks of: by unit, by name, or not certain at all."""

from anju_desktop.rules.quantities import Figure, pairs, same_size
from anju_desktop.rules.view import Indicator
from anju_desktop.rules.vocabulary import Kind

_SATISFACTION = ("满意率", "满意度")


def equal(figure: Figure, partner: Indicator) -> bool:
    """Whether text and table can mean the same amount."""
    if partner.number is None or partner.unit is None:
        return False
    if figure.base == partner.base:
        return True
    return same_size(figure.number, figure.unit, partner.number, partner.unit)


def the_same_thing(
    figure: Figure, partners: list[Indicator], figures: tuple[Figure, ...]
) -> Indicator | None:
    """The one indicator the figure speaks of, or None when that is not certain."""
    if figure.unit.dimension == "ratio" and figure.rate:
        return partners[0] if len(partners) == 1 else None
    alike = [f for f in figures if f.quantity == figure.quantity and f.comparable]
    if _is_specific(figure) and len(partners) == 1 and len(alike) == 1:
        return partners[0]
    ranked = sorted(partners, key=lambda partner: -figure.about(partner.name))
    best = figure.about(ranked[0].name)
    if best < _least_in_common(figure):
        return None
    if len(ranked) > 1 and figure.about(ranked[1].name) == best:
        return None
    return None if _has_better_claim(figure, ranked, alike) else ranked[0]


def _is_specific(figure: Figure) -> bool:
    """Whether the unit alone tells what is counted, as 户 does and 个 does not."""
    if figure.listed or figure.unit.dimension == "community":
        return False
    per = figure.unit.per
    return len(per) > 1 if per else figure.unit.kind in (Kind.COUNT, Kind.MEASURE)


def _least_in_common(figure: Figure) -> int:
    """How much a clause must share with a name: amounts and rates speak of many things."""
    if figure.unit.per or figure.unit.kind not in (Kind.MONEY, Kind.RATIO):
        return 1
    return 2 if figure.unit.kind is Kind.MONEY or figure.unit.dimension == "points" else 3


def _has_better_claim(figure: Figure, ranked: list[Indicator], alike: list[Figure]) -> bool:
    """Whether another figure of the text fits the best indicator better, or is equal to it."""
    best, rest = ranked[0], ranked[1:]
    homeless = [f for f in alike if not any(_is_at_home(f, partner) for partner in rest)]
    closeness = figure.about(best.name)
    return any(equal(f, best) or f.about(best.name) > closeness for f in homeless)


def _is_at_home(figure: Figure, partner: Indicator) -> bool:
    """Whether a figure states what an indicator does, and speaks of it."""
    return equal(figure, partner) and figure.about(partner.name) > 0


def same_rate(rate: str, name: str) -> bool:
    """Whether a rate in the text is the one an indicator is named after."""
    if rate.endswith(_SATISFACTION) and name.endswith(_SATISFACTION):
        common = pairs(rate[:-3]) & pairs(name[:-3])
        return bool(common) or len(rate) == 3 or len(name) == 3 or rate[-5:-3] == name[-5:-3]
    return len(rate) >= 3 and len(name) >= 3 and rate[-3:] == name[-3:] and _agree(rate, name)


def _agree(rate: str, name: str) -> bool:
    """Whether what stands before the rate's own word is the same, as far as both say it."""
    before, other = pairs(rate[:-3]), pairs(name[:-3])
    return not before or not other or bool(before & other)
