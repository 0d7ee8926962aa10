"""What shows that a list leaves nothing out, so that its parts must make up the total."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from anju_desktop.patterns import pattern
from anju_desktop.report.amounts import (
    Amount,
    added,
)
from anju_desktop.report.columns import PLACE, Slot
from anju_desktop.report.listings import Listing
from anju_desktop.rules.vocabulary import Family, vocabulary

_SO_ON = pattern(r"(?<![中平同均相对优何])等(?![级额高同次待])")
_THE_REST = pattern(r"其余|余下|另有|另外|尚有|还有")
_DASHED_YEARS = pattern(r"(20\d\d)(?:年)?[-—~至到]+(20\d\d)(?=年)")
_FIVE_YEARS = {"十三五": (2016, 2020), "十四五": (2021, 2025), "十五五": (2026, 2030)}
_MANY = 5
"""So many parts of one kind are taken for all of them, unless the text says 等."""
_NEARLY_ALL = {True: Decimal("0.9"), False: Decimal("0.98")}
"""A list of things counted, or of anything else, that comes so near its total leaves nothing out:
what is left out of a list is a part of its own."""
_PLACES_NEARLY_ALL = Decimal("0.85")
"""The same for places of one level."""


def may_exceed(total: Amount, parts: Sequence[Amount]) -> bool:
    """Whether parts above their total can be right: one person counted in two classes."""
    if len(parts) == 1:
        return parts[0].stage != total.stage or parts[0].year != total.year
    words = vocabulary().report.overlapping
    return any(word in part.label for part in parts for word in words)


def why_complete(listing: Listing, slot: Slot, total: Amount) -> str:
    """What shows that a list leaves nothing out, or ``""``."""
    words, parts = vocabulary().report, slot.parts
    if _SO_ON.search(listing.text) or any(word in listing.text for word in words.partial):
        return ""
    if len(parts) < 2 or may_exceed(total, parts):
        return ""
    if parts[-1].label.startswith(words.rest):
        return "末项是其他，按列全了看"
    if _THE_REST.search(listing.around):
        return ""
    if any(_is_family(family, parts, total) for family in words.families):
        return "各类都有，按列全了看"
    if listing.exhaustive:
        return "按列全了看"
    if _runs_to_the_end(listing, parts):
        return f"按从{parts[0].year}年到{parts[-1].year}年列全了看"
    if len(parts) >= _MANY:
        return f"列了 {len(parts)} 项，按列全了看"
    least = _PLACES_NEARLY_ALL if _are_places(parts) else _NEARLY_ALL[total.unit.counts]
    if added(parts) > total.base * least:
        return "差额很小，按列全了看"
    return ""


def _are_places(parts: Sequence[Amount]) -> bool:
    """Whether at least three parts, and nothing but such, are places: 甲县, 乙区, 丙街道."""
    return len(parts) > 2 and all(PLACE.search(part.label) for part in parts)


def _is_of(label: str, kind: Sequence[str]) -> bool:
    """Whether a label is of a kind as a whole: 续建的甲项目 is one of several."""
    return any(word in label and f"{word}的" not in label for word in kind)


def _is_family(family: Family, parts: Sequence[Amount], total: Amount) -> bool:
    """Whether parts are of the kinds of a family, all of them and no other."""
    if family.total and not any(word in total.label for word in family.total):
        return False
    kinds = [kind.split("|") for kind in family.parts]
    found = [
        next((n for n, kind in enumerate(kinds) if _is_of(part.label, kind)), -1) for part in parts
    ]
    return set(found) == set(range(len(kinds)))


def _runs_to_the_end(listing: Listing, parts: Sequence[Amount]) -> bool:
    """Whether year follows year up to the last of the period that the text names."""
    years = [int(part.year or 0) for part in parts]
    if len(years) < 3 or any(later - sooner != 1 for sooner, later in pairwise(years)):
        return False
    ends = [end for name, (_, end) in _FIVE_YEARS.items() if name in listing.around]
    ends += [int(found[2]) for found in _DASHED_YEARS.finditer(listing.around)]
    return years[-1] in ends
