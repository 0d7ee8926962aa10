"""Lists that go over short lines which are alike, under or above their total."""

from collections.abc import Sequence

from anju_desktop.blocks import Paragraph
from anju_desktop.patterns import pattern
from anju_desktop.report.amounts import (
    Amount,
    addable,
    amounts,
)
from anju_desktop.report.listings import Listing, bracket_depths, compares
from anju_desktop.rules.vocabulary import Kind, vocabulary

_NUMBERING = pattern(
    r"(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）、．.](?!\d)|[①-⑳]|[-*•·—]{1,3}\s*)\s*"
)
_LONGEST_LINE, _LONGEST_NAME = 90, 18


def run_of_lines(paragraphs: Sequence[Paragraph], start: int) -> list[Paragraph]:
    """The short lines from ``start`` on that are alike: a name, then the same dimensions."""
    run: list[Paragraph] = []
    known: set[tuple[str, ...]] = set()
    for paragraph in paragraphs[start:]:
        said = _line_amounts(paragraph)
        dimensions = {each.quantity for each in said}
        if not said or (run and not dimensions & known):
            break
        if run and len(paragraph.text) > 3 * max(len(run[0].text), 20):
            break
        known |= dimensions
        run.append(paragraph)
    return run if len(run) > 1 else []


def _line_amounts(paragraph: Paragraph) -> list[Amount]:
    """The amounts of a line that may be an item of a list; none where it is prose."""
    text = paragraph.text
    if len(text) > _LONGEST_LINE or any(mark in text.rstrip("。；;，,、 ") for mark in "。！？"):
        return []
    found = amounts(text)
    said = [each for each in addable(found) if not compares(each)]
    if not said or any(each.unit.kind is Kind.SCORE for each in found):
        return []
    name = text[: said[0].start]
    return said if len(_NUMBERING.sub("", name, count=1)) <= _LONGEST_NAME else []


def opens_lines(text: str) -> bool:
    """Whether a paragraph ends as one that is followed by a list."""
    return text.rstrip().endswith(("：", ":", "其中", "如下", "，", "如下。"))


def listing_over_lines(
    above: Paragraph, before: Paragraph | None, run: Sequence[Paragraph]
) -> Listing | None:
    """The list that lines make up; its total stands above it, or in a line of it."""
    opened = opens_lines(above.text)
    lines = [(line.text, _line_amounts(line)) for line in run]
    sums = [said for text, said in lines if _is_sum_line(text)]
    items = [tuple(said) for text, said in lines if not _is_sum_line(text)]
    head = [a for a in addable(amounts(above.text)) if not compares(a)]
    if not head and opened and before is not None and not _line_amounts(before):
        # 全年改造300户。/ 各县完成情况如下：
        head = [a for a in addable(amounts(before.text)) if not compares(a)]
        above = before
    if len(items) < 2 or not (sums or (head and (opened or len(items) > 2))):
        return None
    words = vocabulary().report
    tail = above.text[-12:]
    return Listing(
        tuple(items),
        (*_outside_brackets(above.text, head), *(each for said in sums for each in said)),
        "\n".join(text for text, _ in lines),
        "\n".join([above.text, *(text for text, _ in lines)]),
        bool(sums) or any(word in tail for word in words.exhaustive),
        doubtful=not (sums or opened or len(items) > 3),
    )


def is_one_of(paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Whether a paragraph is itself a line, as the one below it: no list begins there."""
    above, below = paragraphs[index], paragraphs[index + 1 : index + 2]
    if not below or opens_lines(above.text) or not _line_amounts(above):
        return False
    return _is_alike(above.text, below[0].text)


def _is_alike(above: str, line: str) -> bool:
    """Whether two short paragraphs may be lines of one list, by their marks."""
    marked = bool(_NUMBERING.match(above)) == bool(_NUMBERING.match(line))
    return marked and not (above.endswith("。") and line.endswith(("；", ";", "，", ",", "、")))


def _outside_brackets(text: str, found: Sequence[Amount]) -> list[Amount]:
    depths = bracket_depths(text)
    return [each for each in found if not depths[each.start]]


def _is_sum_line(text: str) -> bool:
    plain = _NUMBERING.sub("", text, count=1)
    return plain.startswith(("合计", "总计", "共计", "全市", "全县", "全区", "小计", "以上"))
