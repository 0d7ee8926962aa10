"""Paragraphs of an edited report beside those generated from its form."""

from collections.abc import Iterator, Sequence
from itertools import groupby, islice, zip_longest

from anju_desktop.blocks import Block, Paragraph
from anju_desktop.report.aligning import align, alike, closeness
from anju_desktop.report.differing import Difference, difference
from anju_desktop.report.expecting import (
    Expected,
    Line,
)
from anju_desktop.report.skeletons import Skeleton, Slot, skeleton

MOST_PARAGRAPHS = 3000
LONGEST = 10_000
_FACING = 6
"""How many characters next to a figure are looked at where its sentence was reworded."""
_NEAR_ENOUGH = 5
_MOST_REWORDED, _MOST_SLOTS = 300, 100
"""Paragraphs, and figures in each: pasted bulk must not stop the check."""


def bounded(blocks: Sequence[Block]) -> list[Paragraph]:
    """The paragraphs that are looked at: pasted bulk is not."""
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    return [p for p in paragraphs[:MOST_PARAGRAPHS] if len(p.text) <= LONGEST]


class Prose:
    """The paragraphs of a report beside those generated from the form."""

    def __init__(self, paragraphs: Sequence[Paragraph], made: Sequence[Line]) -> None:
        self._read = bounded(paragraphs)
        self._made = made
        self._skeletons = [skeleton(paragraph.text) for paragraph in self._read]
        texts = [paragraph.text for paragraph in self._read]
        self.close = closeness(self._skeletons, made)
        self._pairs = align(self._skeletons, texts, made, self.close)
        self._reworded = self._faced()

    def differences(self) -> Iterator[Difference]:
        """Every figure that no longer is the form's."""
        for number, paragraph in enumerate(self._read):
            if number in self._pairs:
                line = self._made[self._pairs[number]]
                for slot, at, expected in facing(self._skeletons[number], line):
                    yield from difference(paragraph.text, paragraph.place, slot, at, expected)
            for slot, expected in self._reworded.get(number, ()):
                yield from difference(paragraph.text, paragraph.place, slot, slot.start, expected)

    def recognised(self) -> Iterator[str]:
        """Paths of the paragraphs that are the same but for their figures."""
        return (self._read[number].place.path for number in self._pairs)

    def unpaired(self) -> Iterator[tuple[Paragraph, list[tuple[int, int]]]]:
        """Paragraphs that are the clerk's, each with the figures in it that are accounted for."""
        for number, paragraph in enumerate(self._read):
            if number not in self._pairs and self._skeletons[number].slots:
                known = self._reworded.get(number, ())
                yield paragraph, [(slot.start, slot.end) for slot, _ in known]

    def _faced(self) -> dict[int, list[tuple[Slot, Expected]]]:
        """In reworded paragraphs, the figures that stand in words of the generated ones."""
        candidates = alike(self._skeletons, self._made, self._pairs, self.close)
        chances = [
            (nearness, number, slot, other, index)
            for number, others in islice(candidates.items(), _MOST_REWORDED)
            for slot in self._skeletons[number].slots[:_MOST_SLOTS]
            if not slot.chinese
            for other in others
            for index, expected in enumerate(self._made[other].expected)
            if (nearness := _nearness(self._skeletons[number], slot, self._made[other], expected))
            >= _NEAR_ENOUGH
        ]
        chances.sort(key=lambda chance: -chance[0])
        found: dict[int, list[tuple[Slot, Expected]]] = {}
        used: set[tuple[int, int]] = set()
        done: set[tuple[int, int]] = set()
        for _, number, slot, other, index in chances:
            if (number, slot.start) in done or (other, index) in used:
                continue
            done.add((number, slot.start))
            used.add((other, index))
            found.setdefault(number, []).append((slot, self._made[other].expected[index]))
        return found


def _nearness(read: Skeleton, slot: Slot, line: Line, expected: Expected) -> int:
    """How well the words around two figures agree; 0 where their units do not."""
    other = expected.slot
    if other is None or other.chinese:
        return 0
    if (slot.measure is None) != (other.measure is None):
        return 0
    if slot.measure and other.measure and slot.measure.unit.quantity != other.measure.unit.quantity:
        return 0
    before = _common(read.key[: slot.offset][::-1], line.key[: other.offset][::-1])
    after = _common(read.key[slot.offset :], line.key[other.offset :])
    shared = {*_pairs(read.key, slot.offset)} & {*_pairs(line.key, other.offset)}
    return 2 * before + after + len(shared) + (slot.number == other.number)


def _pairs(key: str, offset: int) -> Iterator[str]:
    near = key[max(0, offset - 10) : offset]
    return (near[at : at + 2] for at in range(len(near) - 1))


def _common(first: str, second: str) -> int:
    count = 0
    for a, b in zip(first[:_FACING], second[:_FACING], strict=False):
        if a != b:
            break
        count += 1
    return count


def facing(read: Skeleton, line: Line) -> Iterator[tuple[Slot | None, int, Expected | None]]:
    """Figures of two texts with one skeleton, by where they stand; with the place in the text."""
    here = {at: list(each) for at, each in groupby(read.slots, key=lambda slot: slot.offset)}
    there = {at: list(each) for at, each in groupby(line.expected, key=lambda each: each.offset)}
    for offset in sorted({*here, *there}):
        for slot, expected in zip_longest(here.get(offset, ()), there.get(offset, ())):
            yield slot, slot.start if slot else read.upto.index(offset), expected
