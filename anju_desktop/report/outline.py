"""The headings of a report as a tree: 一、 above （一） above 1. above （1）.

Marks of a text (``#``) are not trusted: a scan sets them at random. What counts is the numbering.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from anju_desktop.blocks import Block, Paragraph, Place
from anju_desktop.patterns import pattern

_NUMBERINGS = (
    pattern(r"第([一二三四五六七八九十]{1,3})(?:部分|章|节)[、，：:]?"),
    pattern(r"([一二三四五六七八九十]{1,3})[、．.，]"),
    pattern(r"[（(]([一二三四五六七八九十]{1,3})[)）][、．.]?"),
    pattern(r"(\d{1,2})(?:[、．]|\.(?!\d))"),
    pattern(r"[（(](\d{1,2})[)）][、．.]?"),
    pattern(r"([①-⑳])"),
)
_NEW_PART = pattern(r"(?:附件|附录)\s*[\d一二三四五六七八九十]{0,2}\s*[:：]?$")
_TITLE_END = ("报告", "报告书", "总结", "自评表", "指标表", "评价表", "目标表", "情况说明")
_SENTENCE = pattern(r"[。；;！？]|：(?=.{6})")
_LONGEST_TITLE = 120


@dataclass(slots=True, eq=False)
class Section:
    """A heading with the text below it; a part of a report is a section without a rank."""

    title: str
    """The heading up to its first sentence end, with its numbering."""
    place: Place
    rank: int = -1
    number: str = ""
    body: list[tuple[str, Place]] = field(default_factory=list)
    """What stands before the first section inside it."""
    sections: "list[Section]" = field(default_factory=list)

    def all_below(self) -> "Iterator[Section]":
        """Every section inside this one, in order."""
        for section in self.sections:
            yield section
            yield from section.all_below()


def outline(blocks: Sequence[Block]) -> list[Section]:
    """The parts of a text (a report, its annexes), each with its sections."""
    parts = [Section("", Place("paragraph[0]", "开头"))]
    above: list[Section] = [parts[0]]
    for block in blocks:
        if not isinstance(block, Paragraph):
            continue
        found = _heading(block)
        if found is None and _begins_a_part(block):
            above = [Section(block.text, block.place)]
            parts.append(above[0])
        elif found is None:
            above[-1].body.append((block.text, block.place))
        else:
            section, rest = found
            if _starts_again(section, above[0]):
                above = [Section("", block.place)]
                parts.append(above[0])
            while above[-1].rank >= section.rank:
                above.pop()
            above[-1].sections.append(section)
            above.append(section)
            if rest:
                section.body.append((rest, block.place))
    return parts


def _heading(block: Paragraph) -> tuple[Section, str] | None:
    """A numbered paragraph as a section, with what follows its first sentence."""
    for rank, numbering in enumerate(_NUMBERINGS):
        match = numbering.match(block.text)
        if match:
            title = _title(block.text)
            return Section(title, block.place, rank, match[1]), block.text[len(title) :].strip()
    return None


def _title(text: str) -> str:
    """A heading without the prose that may follow it; marks inside brackets belong to it."""
    depth = 0
    for index, char in enumerate(text[:_LONGEST_TITLE]):
        depth += (char in "（(") - (char in "）)")
        if depth <= 0 and _SENTENCE.match(text, index):
            return text[: index + 1]
    return text if len(text) <= _LONGEST_TITLE else text[:0]


def _begins_a_part(block: Paragraph) -> bool:
    text = block.text
    if _NEW_PART.match(text):
        return True
    return len(text) <= 80 and text.endswith(_TITLE_END) and not _SENTENCE.search(text)


def _starts_again(section: Section, part: Section) -> bool:
    """Whether a top heading has a number that the part already has: another report begins."""
    tops = [each for each in part.sections if each.rank == section.rank]
    return section.rank <= 1 and any(each.number == section.number for each in tops)
