"""The lists in a text: where one opens, which amounts are its parts, what could be its total.

A list is opened by a word (其中, 分别为), by a bracket right behind its total, or closed
by one (合计).
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import islice
from typing import NamedTuple

from anju_desktop.patterns import pattern
from anju_desktop.report.amounts import (
    Amount,
    addable,
    amounts,
    stage_of,
)
from anju_desktop.rules.vocabulary import vocabulary

_SENTENCE_END = "。！？!?\n"
_THOUSANDS = pattern(r"\d,\d{3}(?!\d)")
_MARKS = pattern(r"[。！？!?；;，,、：:（）()\n]")
CARRIED_OVER = pattern(r"[上去]年(?:度|末|底)?(?:结转|结余)")
_CLOSING = pattern(
    r"合计|共|总计|(?:以上|[两三四五六七八九十][项地县区市家类处年批期季]|全年)(?:合计|共计?|总计)"
)
_POINTS_BACK = pattern(
    r"原因|口径|重复|交叉|重叠|尾差|四舍五入|相差|差额|不含|不包括|未计入|未纳入|未列入|剔除|扣除|之和|合计数"
    r"|同时属于|同时享受|既是|兼有|(?<!基)因|由于"
)
_LEAD = pattern(r"(?:^|(?<=[。；;，,）)\n]))([^。；;，,、（）()：:\d\n]{1,16})[：:]")
_DIVIDED = pattern(
    r"(?:按[^。；;，,、（）()：:\d\n]{2,10}分(?:类|组|为)?|分[^。；;，,、（）()：:\d\n]{1,8}看)[：:，,]"
)
LED = "…："
"""Stands for words before a colon that open a list."""
_KINDS = "按…分"
"""Stands for words that say by what a total is divided."""
_LONGEST_LIST = 1500
_MOST_LISTS = 20
"""In one paragraph."""


class Listing(NamedTuple):
    """What a list says, before anything is added up."""

    items: tuple[tuple[Amount, ...], ...]
    totals: tuple[Amount, ...]
    """What stands before (or closes) the list and could be its total, the nearest last."""
    text: str
    """The list itself."""
    around: str
    """The sentences it stands in, where a reason may be given."""
    exhaustive: bool
    opening: str = ""
    """What opens it, where that is known."""
    doubtful: bool = False
    """Opened by nothing: a list only where one of its columns adds up."""


def listings_within(text: str) -> Iterator[Listing]:
    """The lists inside one paragraph."""
    found = addable(amounts(text))
    if len(found) < 2:
        return
    words = vocabulary().report
    for start, end, opening in _openings(text, found):
        items = _items(text, start, found)
        totals = _totals_before(text, end, found)
        if opening in (LED, _KINDS) or (not totals and opening in words.exhaustive):
            lead = _MARKS.split(text[: max(end, start - 1)].rstrip("：:，,"))[-1]
            totals = _the_one_meant(lead, totals or _totals_of_last(text, end, found))
        if not items or not totals or not _are_parts(text, end, opening, totals[-1]):
            continue
        last = items[-1][-1].end
        yield Listing(
            items,
            totals,
            text[start:last] + _up_to_mark(text, last),
            _sentences_around(text, totals[0].start, last),
            opening in (*words.exhaustive, "(", "（", "：", LED, _KINDS),
            opening,
        )
    yield from _closed_lists(text, found)


def _openings(text: str, found: Sequence[Amount]) -> Iterator[tuple[int, int, str]]:
    """Where a list begins, where its lead ends, and what opens it."""
    words = vocabulary().report
    taken = set()
    for match in islice(_opening_words().finditer(text), _MOST_LISTS):
        taken.add(match.end())
        yield match.end(), match.start(), match[1]
    for match in islice(_leads(text), _MOST_LISTS):
        if match.end() not in taken:
            taken.add(match.end())
            yield match.end(), match.start(), LED if match.re.groups else _KINDS
    for amount in found:
        behind = amount.end
        while behind < min(len(text), amount.end + 8) and text[behind] not in "（(，,。；;、":
            behind += 1
        if text[amount.end : amount.end + 1] in ("：", ":") and _is_sum(amount):
            yield amount.end + 1, amount.end, "："
        if behind < len(text) and text[behind] in "（(" and behind + 1 not in taken:
            inside = text[behind + 1 : behind + 12].lstrip()
            if not inside.startswith((*words.listing, *words.exhaustive, "含", "不含", "约")):
                yield behind + 1, behind, text[behind]


def _leads(text: str) -> Iterator[re.Match[str]]:
    """Words before a colon that announce the parts: 分两批下达：, 按类型分，."""
    yield from _DIVIDED.finditer(text)
    endings = vocabulary().report.leads
    for match in _LEAD.finditer(text):
        if match[1].endswith(endings) and not match[1].startswith(vocabulary().report.listing):
            yield match


@cache
def _opening_words() -> re.Pattern[str]:
    words = vocabulary().report
    return re.compile(rf"({'|'.join((*words.listing, *words.exhaustive))})[：:，,]?\s*")


def _are_parts(text: str, end: int, opening: str, total: Amount) -> bool:
    """Whether what is told 分别 are parts: 开工、竣工分别为98户、90户 are steps of the same."""
    if not opening.startswith("分别"):
        return True
    begin = max((text.rfind(mark, 0, end) for mark in "，,。；;：:（("), default=-1) + 1
    subjects = text[max(begin, total.end) : end].split("、")
    stages = {stage_of(subject) for subject in subjects}
    told_by_year = any(subject.endswith("年") for subject in subjects)
    return len(stages) == 1 and not (told_by_year and not _is_sum(total))


def bracket_depths(text: str) -> list[int]:
    """How many brackets are open at every character."""
    depth, depths = 0, []
    for char in text:
        if char in "）)":
            depth -= 1
        depths.append(depth)
        if char in "（(":
            depth += 1
    return [*depths, depth]


def _items(text: str, start: int, found: Sequence[Amount]) -> tuple[tuple[Amount, ...], ...]:
    """The parts of a list that begins at a position, item by item, up to its end."""
    inside = text[start : start + _LONGEST_LIST]
    depths = bracket_depths(inside)
    end = next(
        (i for i, char in enumerate(inside) if char in _SENTENCE_END or depths[i] < 0),
        len(inside),
    )
    segments = _split(inside[:end], depths, "；;", start)
    found = [each for each in found if start <= each.start <= start + end]
    first = _within(segments[0], found, depths, start)
    if len(segments) > 1 and not says_twice(first):
        return _parallel([_within(segment, found, depths, start) for segment in segments])
    low, high = segments[0]
    clauses = _split(inside[low - start : high - start], depths[low - start :], "，,", low)
    kept: list[tuple[Amount, ...]] = []
    for number, clause in enumerate(clauses):
        part = _within(clause, found, depths, start)
        if number and (_turns_away(text[clause[0] : clause[1]], part) or _steps_on(kept, part)):
            break
        kept.append(part)
        if number == 0 and says_twice(part):
            break
    return _parallel(_one_by_one(kept))


def _split(inside: str, depths: Sequence[int], marks: str, start: int) -> list[tuple[int, int]]:
    """The stretches between marks that stand outside brackets, as places in the whole text."""
    edges = [
        i
        for i, char in enumerate(inside)
        if char in marks and depths[i] == 0 and not _THOUSANDS.match(inside, max(i - 1, 0))
    ]
    starts, ends = [0, *(edge + 1 for edge in edges)], [*edges, len(inside)]
    return [(start + a, start + b) for a, b in zip(starts, ends, strict=True)]


def _within(
    stretch: tuple[int, int], found: Sequence[Amount], depths: Sequence[int], start: int
) -> tuple[Amount, ...]:
    low, high = stretch
    return tuple(
        each
        for each in found
        if low <= each.start and each.end <= high and not depths[each.start - start]
    )


def says_twice(part: Sequence[Amount]) -> bool:
    """Whether a piece holds several amounts of one dimension and step: a list by itself."""
    keys = [(each.quantity, each.stage) for each in part]
    return len(keys) > len(set(keys))


def _turns_away(clause: str, part: Sequence[Amount]) -> bool:
    """Whether a clause says something else than the next part: a comparison, a new total."""
    words = vocabulary().report
    head = clause.strip()
    if head.startswith(
        ("同比", "较", "比", "占", "经", "共", "合计", "总计", "累计", "此外", "另", "同时")
    ):
        return True
    return any(word in each.label for each in part for word in words.sums[:4])


def _steps_on(kept: Sequence[tuple[Amount, ...]], part: Sequence[Amount]) -> bool:
    """Whether a clause turns to another step: 其中低保户300户，发放补贴250户."""
    if any(each.year for each in part):
        return False
    known = {(each.quantity, each.stage) for item in kept for each in item}
    dimensions = {quantity for quantity, _ in known}
    several = {quantity for quantity, _ in known if len({k for k in known if k[0] == quantity}) > 1}
    return any(
        each.stage
        and each.quantity in dimensions - several
        and (each.quantity, each.stage) not in known
        and len(kept) > 1
        for each in part
    ) or _starts_a_step(kept, part)


def _starts_a_step(kept: Sequence[tuple[Amount, ...]], part: Sequence[Amount]) -> bool:
    """The same after a single item, where both are alike but for the step."""
    first = kept[0] if kept else ()
    return (
        len(kept) == 1
        and len(first) == len(part) == 1
        and first[0].quantity == part[0].quantity
        and part[0].stage not in ("", first[0].stage)
        and not first[0].year
    )


def _one_by_one(kept: Sequence[tuple[Amount, ...]]) -> list[tuple[Amount, ...]]:
    """Clauses with several alike amounts become an item for each: 甲3个120户、乙4个150户."""
    if not any(map(says_twice, kept)):
        return list(kept)
    items: list[tuple[Amount, ...]] = []
    for each in (each for part in kept for each in part):
        told = {(a.quantity, a.stage) for a in items[-1]} if items else set()
        if not items or (each.quantity, each.stage) in told:
            items.append((each,))
        else:
            items[-1] = (*items[-1], each)
    return items


def _parallel(items: Iterable[tuple[Amount, ...]]) -> tuple[tuple[Amount, ...], ...]:
    """The items up to the first that has nothing in common with those before."""
    kept: list[tuple[Amount, ...]] = []
    known: set[tuple[str, ...]] = set()
    for item in items:
        said = {each.quantity for each in item if not compares(each)}
        if kept and not said & known:
            break
        if said:
            kept.append(tuple(each for each in item if not compares(each)))
            known |= said
    return tuple(kept)


def compares(amount: Amount) -> bool:
    """Whether the words before an amount make it a difference and no amount of its own."""
    return _says_difference(amount.label)


@lru_cache(maxsize=2048)
def _says_difference(label: str) -> bool:
    label = CARRIED_OVER.sub("", label)
    return any(word in label for word in vocabulary().report.comparing)


def _totals_before(text: str, end: int, found: Sequence[Amount]) -> tuple[Amount, ...]:
    """What a list that opens at ``end`` may sum up to: of its sentence, else of its paragraph."""
    depths = bracket_depths(text[:end])
    here = depths[end]
    begin = max(text.rfind(mark, 0, end) for mark in _SENTENCE_END) + 1
    usable = [a for a in found if a.end <= end and depths[a.start] <= here and not compares(a)]
    if text[begin:end].strip("，,；;（( "):
        return tuple(a for a in usable if a.start >= begin)
    return tuple(usable)


def _totals_of_last(text: str, end: int, found: Sequence[Amount]) -> tuple[Amount, ...]:
    """The totals of the sentence before the one that announces a list."""
    last = max((text.rfind(mark, 0, end) for mark in _SENTENCE_END), default=-1)
    begin = max((text.rfind(mark, 0, max(last, 0)) for mark in _SENTENCE_END), default=-1) + 1
    depths = bracket_depths(text[:end])
    return tuple(
        a for a in found if begin <= a.start < end and not depths[a.start] and not compares(a)
    )


def _the_one_meant(lead: str, totals: Sequence[Amount]) -> tuple[Amount, ...]:
    """The totals that words before a colon speak of; none of a kind that is told more than once."""
    stage = stage_of(lead)
    same = [total for total in totals if total.stage == stage]
    if stage:
        totals = same or [total for total in totals if not total.stage]
    told = Counter(total.quantity for total in totals)
    return tuple(total for total in totals if told[total.quantity] == 1)


def _closed_lists(text: str, found: Sequence[Amount]) -> Iterator[Listing]:
    """Lists that end in their total: 甲120户、乙80户，合计200户."""
    for total in [each for each in found if _is_sum(each)][:_MOST_LISTS]:
        if not _CLOSING.match(total.label):
            continue
        begin = max(text.rfind(mark, 0, total.start) for mark in _SENTENCE_END + "；;") + 1
        parts = [a for a in found if begin <= a.start < total.start]
        parts = [a for a in parts if a.quantity == total.quantity and not compares(a)]
        one_step = len({a.stage for a in parts}) == 1 and total.stage in ("", parts[0].stage)
        one_step = one_step or is_carried_over(parts)
        if not total.label.startswith("共") or total.label.startswith("共计"):
            one_step = one_step or not any(a.stage for a in parts)
        if len(parts) < 2 or not one_step or any(_is_sum(a) for a in parts):
            continue
        if any(
            _in_the_same_sentence(text, a, begin) for a in found if a.quantity == total.quantity
        ):
            continue
        between = text[parts[0].end : parts[-1].start]
        listing = [text.find(w, begin, parts[0].start) for w in vocabulary().report.listing]
        heads = [a for a in found if a.quantity == total.quantity and a.end <= begin]
        # 其中新开工：甲区3个、乙区4个，共7个: what stands before is told in another unit.
        opened = any(place >= 0 for place in listing) and bool(heads)
        if opened or not set(between) & set("、，,和及") or len(between) > 60 * len(parts):
            continue
        if _opens_list(text, total.end) and text[total.end : total.end + 1] != "。":
            continue
        yield Listing(
            tuple((a,) for a in parts),
            (total,),
            text[parts[0].start : parts[-1].end],
            _sentences_around(text, begin, total.end),
            True,
        )


def _in_the_same_sentence(text: str, amount: Amount, begin: int) -> bool:
    """Whether an amount stands before the last ； of a sentence: a total may include it."""
    return amount.end <= begin and not any(
        text.find(mark, amount.end, begin) >= 0 for mark in _SENTENCE_END
    )


def _is_sum(amount: Amount) -> bool:
    return any(word in amount.label for word in vocabulary().report.sums)


def _opens_list(text: str, position: int) -> bool:
    behind = text[position : position + 10].lstrip("，,；;。（( ")
    words = vocabulary().report
    return behind.startswith((*words.listing, *words.exhaustive))


def _up_to_mark(text: str, position: int) -> str:
    """The rest of the clause behind a list: 等."""
    rest = text[position : position + 12]
    return rest.split("。")[0].split("，")[0]


def _sentences_around(text: str, start: int, end: int) -> str:
    """From the total to the end of the list's sentence, and the next one where it tells why."""
    stop = _end_of_sentence(text, end)
    behind = _end_of_sentence(text, stop + 1)
    if _POINTS_BACK.search(text, stop, behind):
        stop = behind
    begin = max(text.rfind(mark, 0, start) for mark in _SENTENCE_END) + 1
    return text[begin:stop]


def _end_of_sentence(text: str, position: int) -> int:
    found = [text.find(mark, position) for mark in "。\n"]
    return min((place for place in found if place >= 0), default=len(text))


def is_carried_over(parts: Sequence[Amount]) -> bool:
    """上年结转50万元，本年下达860万元: what was left is a part of what there is to spend."""
    steps = {a.stage for a in parts if not CARRIED_OVER.search(a.label)}
    return len(steps) == 1 and steps <= {"grant", "receive"} and len(parts) > 1
