"""An edited report held against its form: every figure that no longer is the table's.

The report is generated again from the form and the two are laid side by side; what the clerk moved,
reworded or left out is no mistake, a figure that differs is one, and only one.
"""

from collections.abc import Iterator, Sequence

from anju_desktop.blocks import Block, Paragraph, Table
from anju_desktop.document.document import Document
from anju_desktop.document.values import to_decimal
from anju_desktop.patterns import pattern
from anju_desktop.report.aligning import GENERATED
from anju_desktop.report.content import report_of
from anju_desktop.report.corrected import remaining_sums
from anju_desktop.report.differing import BLANK, Difference
from anju_desktop.report.expecting import (
    cell_words,
    lines_of,
)
from anju_desktop.report.pieces import Grid
from anju_desktop.report.prose import MOST_PARAGRAPHS, Prose, bounded
from anju_desktop.report.remarks import Mistake, Unchecked
from anju_desktop.report.rows import Tables
from anju_desktop.report.skeletons import skeleton
from anju_desktop.report.sums import Verdict
from anju_desktop.report.told import Claim, claims_of, told_elsewhere, total_claims
from anju_desktop.rules.rule import shortened
from anju_desktop.scoring.scorecard import scorecard

RULE, RULE_TOLD = "report-differs", "report-told-differs"
_SENTENCE_END = pattern(r"[。；;！!？?\n]")
_ADVICE = "表对的，改报告；报告对的，改表后重新核对。"
_SHORTEST = 12
"""Characters of a sentence that is quoted alone."""


def compare(blocks: Sequence[Block], document: Document) -> Verdict | None:
    """All mistakes of a report, with its form known; None where the form has no report.

    A figure that differs from the form is told once: sums that it alone breaks are left out.
    """
    report = report_of(document)
    if report is None:
        return None
    made = lines_of(report, document)
    grids = [part for part in report.parts if isinstance(part, Grid)]
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    prose = Prose(paragraphs, made)
    differences = [each for each in prose.differences() if not _is_the_cell(document, each)]
    # The sections of a report written without the form are its own and add up by themselves.
    recognised = {*prose.recognised()} if prose.close is GENERATED else set()
    tables = Tables(grids, document)
    for block in blocks:
        if isinstance(block, Table):
            found = tables.differences(block)
            differences += (each for each in found if not _is_the_cell(document, each))
            if tables.knows(block):
                recognised.add(block.place.path)
    claims = claims_of(document)
    card = scorecard(document)
    own = list(prose.unpaired())
    elsewhere = [told_elsewhere(paragraph, spans, claims, document) for paragraph, spans in own]
    told = [claim for found, _ in elsewhere for claim in found]
    if card is not None:
        bare = [paragraph for paragraph, spans in own if not spans]
        told += [claim for each in bare for claim in total_claims(each, document, card)]
    mistakes = [_mistake(document, each) for each in differences]
    mistakes += [_told(document, claim) for claim in told]
    sums = remaining_sums(blocks, recognised, differences)
    order = {block.place.path: number for number, block in enumerate(blocks)}
    return Verdict(
        tuple(
            sorted(
                [*mistakes, *sums.mistakes],
                key=lambda each: order.get(each.place.path.partition(".row")[0], 0),
            )
        ),
        (
            *sums.unchecked,
            *(each for _, unchecked in elsewhere for each in unchecked),
            *_left_out(blocks, paragraphs, tables),
        ),
    )


def _left_out(
    blocks: Sequence[Block], paragraphs: Sequence[Paragraph], tables: "Tables"
) -> Iterator[Unchecked]:
    """What was not held against the form at all."""
    for block in blocks:
        if isinstance(block, Table) and not tables.meets(block):
            words = block.place.words
            yield Unchecked(block.place, f"{words}的表不是由填报的表生成的，没有与表核对。")
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


def _told(document: Document, claim: Claim) -> Mistake:
    return Mistake(
        RULE_TOLD,
        "文中所说的数与填报的表不一致",
        claim.place,
        f"{claim.place.words}：写的是“{claim.written}”，"
        f"{cell_words(document, claim.cell, claim.expected)}“{claim.expected}”，两处不一致。",
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


def sentence_at(text: str, position: int) -> str:
    """The sentence of a text that a position lies in."""
    ends = [found.end() for found in _SENTENCE_END.finditer(text)]
    end = min((end for end in ends if end > position), default=len(text))
    # 得9分。 alone says nothing.
    begin = max((b for b in ends if b <= position and end - b >= _SHORTEST), default=0)
    return shortened(text[begin:end].strip(), 200)
