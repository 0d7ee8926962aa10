"""Which form a report belongs to: the one inside it, or one of those given beside it."""

from collections.abc import Sequence
from typing import NamedTuple

from anju_desktop.blocks import Block, Paragraph
from anju_desktop.document.document import Document
from anju_desktop.report.comparing import resemblance
from anju_desktop.report.content import is_reported

_HEAD = 12
"""Paragraphs at the beginning that name the unit and the year."""


class Match(NamedTuple):
    """The form to hold a report against, and how it was found, in a sentence."""

    document: Document | None
    sentence: str
    beside: tuple[Document, ...] = ()
    """Other tables of the same unit and year that the report may speak of, too."""


def match(blocks: Sequence[Block], inside: Document | None, given: Sequence[Document]) -> Match:
    """The form of a report: one given of the same table, unit and year; else the one inside.

    Without one inside, unit and year are looked for in the report's own words; among several
    forms the one whose report it resembles most, with the others beside it; none when that is not
    certain.
    """
    scored = [document for document in given if is_reported(document.edition)]
    if inside is not None:
        same = [document for document in scored if _identity(document) == _identity(inside)]
        if same:
            return Match(same[0], f"已与给出的填报文件核对：{_named(same[0])}。")
        if is_reported(inside.edition):
            return Match(inside, f"已与报告里带的填报数据核对：{_named(inside)}。")
    fitting = [document for document in scored if _is_named(blocks, document)]
    if not fitting:
        return Match(None, "")
    ranked = sorted(fitting, key=lambda document: -resemblance(blocks, document))
    first, *others = ranked
    alike = [resemblance(blocks, document) for document in ranked[:2]]
    if len(alike) > 1 and alike[0] == alike[1]:
        return Match(None, "给出的表里有几张都可能是这份报告的，没有与表核对；请只给其中一张。")
    sentence = f"已与给出的填报文件核对：{_named(first)}。"
    if others:
        titles = "、".join(f"《{each.edition.title}》" for each in others)
        sentence += f"分值和得分还与{titles}核对。"
    return Match(
        first, sentence, tuple(each for each in others if _identity(each) != _identity(first))
    )


def _identity(document: Document) -> tuple[str, str, str]:
    return document.edition.id, document.unit, document.period


def _named(document: Document) -> str:
    year = f"{document.period}年" if document.period.isdigit() else document.period
    return "".join(filter(None, [document.unit, year, f"《{document.edition.title}》"]))


def _is_named(blocks: Sequence[Block], document: Document) -> bool:
    """Whether the beginning of a report names the unit and the year of a form."""
    paragraphs = [block.text for block in blocks if isinstance(block, Paragraph)][:_HEAD]
    text = "".join("".join(paragraphs).split())
    year = document.period[:4] or str(document.edition.year)
    unit = "".join(document.unit.split())
    return bool(unit) and unit in text and year in text
