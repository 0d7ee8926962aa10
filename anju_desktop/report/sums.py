"""The inner sums of a written report: what its figures say of each other, without its record."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from anju_desktop.blocks import Block, Paragraph, Table
from anju_desktop.document.values import narrow
from anju_desktop.patterns import pattern
from anju_desktop.report.counting import count_remarks
from anju_desktop.report.lists import list_remarks
from anju_desktop.report.outline import outline
from anju_desktop.report.relations import relation_remarks
from anju_desktop.report.remarks import Mistake, Remark, Unchecked
from anju_desktop.report.scorelists import score_list_remarks
from anju_desktop.report.sections import section_remarks
from anju_desktop.report.tables import table_remarks

SCOPE = "只核对了报告里面的合计、比率和差额，没有与填报的表核对。"
"""Said wherever a report was checked without its record."""
LONGEST = 6_000
"""Characters of a paragraph: a longer one is no prose, and pasted bulk must not stop the check."""


_SHORTEST = 12
"""Characters of a cell that can hold a sentence with two figures."""
_STANDARD = pattern(r"每[低高少多缺差超]|不得分|的[，,]?得\d|最多扣")


class Verdict(NamedTuple):
    mistakes: tuple[Mistake, ...]
    """In the order of the text."""
    unchecked: tuple[Unchecked, ...]


def check_sums(blocks: Sequence[Block]) -> Verdict:
    """Every total that its parts contradict, and what could not be compared."""
    order = _order(blocks)
    remarks = sorted(_remarks(blocks), key=lambda remark: order.get(remark.place.path, 0))
    # A total may be seen twice: in its heading, and as the head of the list behind it.
    mistakes = {
        (m.place.path, m.rule, narrow(m.written), m.expected): m
        for m in reversed(remarks)
        if isinstance(m, Mistake)
    }
    return Verdict(
        tuple(reversed(mistakes.values())),
        tuple(remark for remark in remarks if isinstance(remark, Unchecked)),
    )


def _order(blocks: Sequence[Block]) -> dict[str, int]:
    """Where each place comes in the text, rows of tables included."""
    places = []
    for block in blocks:
        places.append(block.place.path)
        if isinstance(block, Table):
            places += [row.place.path for row in block.rows]
    return {path: number for number, path in enumerate(places)}


def _remarks(blocks: Sequence[Block]) -> Iterator[Remark]:
    kept: list[Block] = []
    for block in blocks:
        if isinstance(block, Paragraph) and len(block.text) > LONGEST:
            told = f"这一段有 {len(block.text)} 个字，不像一段话，没有核对。"
            yield Unchecked(block.place, told)
        else:
            kept.append(block)
    paragraphs = [block for block in kept if isinstance(block, Paragraph)]
    yield from section_remarks(outline(kept))
    yield from score_list_remarks(paragraphs)
    yield from list_remarks(paragraphs)
    for paragraph in paragraphs:
        yield from relation_remarks(paragraph)
        yield from count_remarks(paragraph)
    for block in kept:
        if isinstance(block, Table):
            yield from table_remarks(block)
            yield from _of_cells(block)


def _of_cells(table: Table) -> Iterator[Remark]:
    """What the sentences in the cells of a table say of each other: reasons, explanations."""
    for row in table.rows:
        for cell in row.cells:
            if _SHORTEST <= len(cell) <= LONGEST and not _is_standard(cell):
                paragraph = Paragraph(cell, row.place)
                yield from (r for r in list_remarks([paragraph]) if isinstance(r, Mistake))
                yield from relation_remarks(paragraph)


def _is_standard(cell: str) -> bool:
    """Whether a cell prints how points are given, with limits that are no figures of the year."""
    return bool(_STANDARD.search(cell))
