"""Which editions are one table: each year brings a new edition of it, and a new name."""

from collections.abc import Iterable

from anju_desktop.forms.definition import Edition
from anju_desktop.patterns import pattern

_YEARS = pattern(r"(?<!\d)(?:19|20)\d\d(?:年?\s*[-—－~～至]+\s*(?:19|20)?\d\d)?\s*年度?")


def without_years(text: str) -> str:
    """A name as it is in every year: ``2024年老旧小区改造`` and ``2025年老旧小区改造`` are one."""
    return "".join(_YEARS.sub("", text).split())


def family(edition: Edition) -> tuple[str, str]:
    """What the editions of one table have in common: programme and title, whatever the year."""
    return without_years(edition.programme), without_years(edition.title)


def edition_for(year: str, like: Edition, editions: Iterable[Edition]) -> Edition:
    """The edition of the same table that is meant for ``year``: the latest that is not later."""
    fitting = [edition for edition in editions if family(edition) == family(like)]
    due = [edition for edition in fitting if not year.isdecimal() or edition.year <= int(year)]
    return max(due, key=lambda e: (e.year, e.edition, e.id == like.id), default=like)
