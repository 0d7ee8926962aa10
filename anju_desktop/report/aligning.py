"""Which paragraph of an edited report is which of the generated one, wherever it was moved.

Paragraphs are recognised by their text without figures. Where several share it (得5分。), those
around them tell; where the order is gone altogether, those that say the same are taken first.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from anju_desktop.report.expecting import Line
from anju_desktop.report.skeletons import Skeleton

_IN_ORDER = 0.5
"""Share of neighbours still side by side from which on neighbours tell a paragraph."""
_LONG_ENOUGH = 15
"""Characters of a skeleton that is nobody else's: a shorter one twice may be of two things."""
_MOST_ALIKE = 4

Pairs = dict[int, int]
"""Paragraph of the report → paragraph of the generated one."""


class Closeness(NamedTuple):
    """How much of a text must be there to recognise it."""

    characters: int
    """Of a skeleton that is the same."""
    common: int
    """Pairs of characters that a reworded text has in common with it."""
    both: float
    """Their share of the longer of the two, from which on one is the other reworded."""
    part: float
    """Their share of the shorter one, from which on it is a part of the other."""


GENERATED, FOREIGN = Closeness(1, 6, 0.5, 0.55), Closeness(10, 14, 0.6, 0.85)
"""For an edited report, and for one that was written without the form: short texts such as
工程质量（5分） may stand there for another programme's row."""
_MOSTLY = 0.4
"""Share of the generated paragraphs from which on a report is an edited one."""


def closeness(read: Sequence[Skeleton], made: Sequence[Line]) -> Closeness:
    """Whether a report was generated once, by how much of it is still there."""
    wanted = {line.key for line in made if len(line.key) > 1}
    there = wanted & {each.key for each in read}
    return GENERATED if len(there) >= _MOSTLY * len(wanted) else FOREIGN


def align(
    read: Sequence[Skeleton], texts: Sequence[str], made: Sequence[Line], close: Closeness
) -> Pairs:
    """The paragraphs that are the same but for their figures."""
    here, there = defaultdict(list), defaultdict(list)
    for number, each in enumerate(read):
        if len(each.key) >= close.characters:
            here[each.key].append(number)
    for number, line in enumerate(made):
        if line.key in here:
            there[line.key].append(number)
    pairs = {
        numbers[0]: there[key][0]
        for key, numbers in here.items()
        if len(numbers) == len(there[key]) == 1
    }
    shared = [key for key in here if there[key] and len(here[key]) + len(there[key]) > 2]
    if shared:
        in_order = _share_in_order(pairs) >= _IN_ORDER
        for key in shared:
            pairs |= _settled(here[key], there[key], texts, made, pairs, in_order)
    return pairs


def _share_in_order(pairs: Pairs) -> float:
    kept = sum(pairs.get(number + 1) == other + 1 for number, other in pairs.items())
    return kept / len(pairs) if pairs else 1.0


def _settled(
    here: list[int],
    there: list[int],
    texts: Sequence[str],
    made: Sequence[Line],
    pairs: Pairs,
    in_order: bool,
) -> Pairs:
    """Paragraphs with one skeleton: by their neighbours, by what they say, then in order."""
    by_neighbour = [
        (a, b)
        for a in here
        for b in there
        if pairs.get(a - 1) == b - 1 or pairs.get(a + 1) == b + 1
    ]
    by_text = [(a, b) for a in here for b in there if texts[a] == made[b].text]
    settled: Pairs = {}
    used: set[int] = set()
    for a, b in (*by_neighbour, *by_text) if in_order else (*by_text, *by_neighbour):
        if a not in settled and b not in used:
            settled[a] = b
            used.add(b)
    rest = [b for b in there if b not in used]
    left = [a for a in here if a not in settled]
    settled.update(zip(left, rest, strict=False))
    # A paragraph that was copied says once more what the first one does.
    if len(there) == 1 and len(made[there[0]].key) >= _LONG_ENOUGH:
        settled.update(dict.fromkeys(left[len(rest) :], there[0]))
    return settled


def alike(
    read: Sequence[Skeleton], made: Sequence[Line], pairs: Pairs, close: Closeness
) -> dict[int, list[int]]:
    """For paragraphs that were reworded, cut or joined: the generated ones they may be made of."""
    taken = set(pairs.values())
    postings: dict[str, list[int]] = defaultdict(list)
    sizes = {}
    for number, line in enumerate(made):
        if number not in taken and line.expected:
            bigrams = _bigrams(line.key)
            sizes[number] = len(bigrams)
            for bigram in bigrams:
                postings[bigram].append(number)
    found = {}
    for number, each in enumerate(read):
        if number in pairs or not each.slots:
            continue
        bigrams = _bigrams(each.key)
        counts = Counter(other for bigram in bigrams for other in postings.get(bigram, ()))
        chosen = [
            other
            for other, common in counts.most_common(_MOST_ALIKE)
            if _is_alike(common, len(bigrams), sizes[other], close)
        ]
        if chosen:
            found[number] = chosen
    return found


def _is_alike(common: int, here: int, there: int, close: Closeness) -> bool:
    if common < close.common:
        return False
    return common >= close.part * min(here, there) or common >= close.both * max(here, there)


def _bigrams(key: str) -> set[str]:
    return {key[at : at + 2] for at in range(len(key) - 1)}
