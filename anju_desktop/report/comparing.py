"""An edited report held against its form: every figure that no longer is the table's.

The report is generated again from the form and the two are laid side by side; what the clerk moved,
reworded or left out is no mistake, a figure that differs is one, and only one.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from anju_desktop.blocks import Block, Paragraph, Table
from anju_desktop.document.document import Document
from anju_desktop.document.values import to_decimal
from anju_desktop.report.aligning import GENERATED
from anju_desktop.report.content import report_of
from anju_desktop.report.corrected import remaining_sums
from anju_desktop.report.differing import BLANK, Difference
from anju_desktop.report.expecting import (
    cell_words,
    lines_of,
)
from anju_desktop.report.pieces import Grid, Report
from anju_desktop.report.prose import MOST_PARAGRAPHS, Prose, bounded
from anju_desktop.report.remarks import Mistake, Unchecked
from anju_desktop.report.rows import Tables
from anju_desktop.report.sectionscores import held_sections
from anju_desktop.report.skeletons import skeleton
from anju_desktop.report.sums import Verdict
from anju_desktop.report.told import (
    Claim,
    Held,
    claims_of,
    held_totals,
    sentence_at,
    told_elsewhere,
)
from anju_desktop.rules.rule import shortened
from anju_desktop.scoring.scorecard import scorecard

RULE, RULE_TOLD = "report-differs", "report-told-differs"
_ADVICE = "表对的，改报告；报告对的，改表后重新核对。"


class _Laid(NamedTuple):
    """A report beside the one generated from its form."""

    differences: list[Difference]
    recognised: set[str]
    """Paths of blocks that are generated ones, figures aside."""
    own: list[tuple[Paragraph, list[tuple[int, int]]]]
    """Paragraphs of the clerk's, each with the figures in it that are accounted for."""
    strange: list[Table]
    """Tables with no column of the form's."""


def compare(
    blocks: Sequence[Block], document: Document, beside: Sequence[Document] = ()
) -> Verdict | None:
    """All mistakes of a report, with its form known; None where the form has no report.

    Of the forms ``beside`` it, which the same report speaks of, points and scores are compared.
    A figure that differs from a form is told once: sums that it alone breaks are left out.
    """
    report = report_of(document)
    if report is None:
        return None
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    laid = _laid(blocks, paragraphs, report, document)
    held = [
        each for form in (document, *beside) for each in _held_scores(paragraphs, laid.own, form)
    ]
    scored = [claim for each in held for claim in each.claims]
    told, unchecked = _told_elsewhere(laid.own, held, document)
    differing = [*laid.differences, *map(_as_difference, scored)]
    sums = remaining_sums(blocks, laid.recognised, differing)
    order = {block.place.path: number for number, block in enumerate(blocks)}
    mistakes = [
        *(_mistake(document, each) for each in laid.differences),
        *(_told(claim, is_named=bool(beside)) for claim in (*scored, *told)),
        *sums.mistakes,
    ]
    mistakes.sort(key=lambda each: order.get(each.place.path.partition(".row")[0], 0))
    left_out = _left_out(laid.strange, paragraphs)
    return Verdict(tuple(mistakes), (*sums.unchecked, *unchecked, *left_out))


def _laid(
    blocks: Sequence[Block], paragraphs: Sequence[Paragraph], report: Report, document: Document
) -> _Laid:
    prose = Prose(paragraphs, lines_of(report, document))
    differences = list(prose.differences())
    # The sections of a report written without the form are its own and add up by themselves.
    recognised = {*prose.recognised()} if prose.close is GENERATED else set()
    tables = Tables([part for part in report.parts if isinstance(part, Grid)], document)
    strange = []
    for block in blocks:
        if isinstance(block, Table):
            differences += tables.differences(block)
            if tables.knows(block):
                recognised.add(block.place.path)
            if not tables.meets(block):
                strange.append(block)
    kept = [each for each in differences if not _is_the_cell(document, each)]
    return _Laid(kept, recognised, list(prose.unpaired()), strange)


def _held_scores(
    paragraphs: Sequence[Paragraph],
    own: Sequence[tuple[Paragraph, list[tuple[int, int]]]],
    document: Document,
) -> list[Held]:
    """The scores told in paragraphs that are the clerk's, and not compared word by word."""
    card = scorecard(document)
    if card is None:
        return []
    bare = [paragraph for paragraph, spans in own if not spans]
    paths = {paragraph.place.path for paragraph in bare}
    return [held_totals(bare, document, card), held_sections(paragraphs, paths, document, card)]


def _told_elsewhere(
    own: Sequence[tuple[Paragraph, list[tuple[int, int]]]],
    held: Sequence[Held],
    document: Document,
) -> tuple[list[Claim], list[Unchecked]]:
    """What the clerk's paragraphs say of the facts, and the figures that nothing was found for."""
    known = claims_of(document)
    claims: list[Claim] = []
    unchecked: list[Unchecked] = []
    for paragraph, spans in own:
        compared = [span for each in held for span in each.spans.get(paragraph.place.path, ())]
        found, strange = told_elsewhere(paragraph, [*spans, *compared], known, document)
        claims += found
        unchecked += strange
    return claims, unchecked


def _as_difference(claim: Claim) -> Difference:
    """A claim as a figure that the sums of the report are to be checked without."""
    return Difference(
        claim.place,
        claim.start,
        claim.end,
        -1,
        claim.written,
        claim.expected,
        claim.expected,
        claim.written,
        claim.cell,
        claim.sentence,
    )


def _left_out(strange: Sequence[Table], paragraphs: Sequence[Paragraph]) -> Iterator[Unchecked]:
    """What was not held against the form at all."""
    for table in strange:
        words = table.place.words
        yield Unchecked(table.place, f"{words}的表不是由填报的表生成的，没有与表核对。")
    if len(paragraphs) > MOST_PARAGRAPHS:
        place = paragraphs[MOST_PARAGRAPHS].place
        yield Unchecked(place, f"{place.words}起的段落太多，没有与填报的表核对。")


def _is_the_cell(document: Document, each: Difference) -> bool:
    """Whether a figure is what stands in the cell, where the report had one worked out.

    A typed total that the rows contradict is told by the checks of the form.
    """
    typed = document.value(each.source).number if each.source is not None else None
    return typed is not None and to_decimal(each.figure) == typed


def resemblance(blocks: Sequence[Block], document: Document) -> int:
    """How many paragraphs of a report are those generated from a form, figures aside."""
    report = report_of(document)
    if report is None:
        return -1
    keys = {line.key for line in lines_of(report, document) if len(line.key) > 1}
    read = [skeleton(b.text).key for b in bounded(blocks)]
    return sum(key in keys for key in read)


def _mistake(document: Document, each: Difference) -> Mistake:
    stands = "空着" if each.written == BLANK else f"写的是“{each.written}”"
    has = "空着" if each.expected == BLANK else f"“{each.expected}”"
    words = cell_words(document, each.source, each.expected)
    words = words.removesuffix("是") if each.expected == BLANK else words
    return Mistake(
        RULE,
        "报告中的数与填报的表不一致",
        each.place,
        f"{each.place.words}：{stands}，{words}{has}，两处不一致。",
        each.written,
        each.expected,
        f"{each.written}≠{each.expected}",
        _sentence(each),
        _ADVICE,
        table_cell=document.path(each.source) if each.source is not None else "",
    )


def _told(claim: Claim, *, is_named: bool) -> Mistake:
    document = claim.document
    form = f"《{document.edition.title}》的" if is_named else ""
    words = cell_words(document, claim.cell, claim.expected).removeprefix("表中")
    return Mistake(
        RULE_TOLD,
        "文中所说的数与填报的表不一致",
        claim.place,
        f"{claim.place.words}：写的是“{claim.written}”，"
        f"{form or '表中'}{words}“{claim.expected}”，两处不一致。",
        claim.written,
        claim.expected,
        f"{claim.written}≠{claim.expected}",
        claim.sentence,
        "核对哪一处写错并改正；口径不同的不必改。",
        table_cell=document.path(claim.cell),
    )


def _sentence(each: Difference) -> str:
    if each.cell_index >= 0:
        return shortened(each.text, 120)
    return sentence_at(each.text, each.start)
