"""Totals and the lists of their parts, in a sentence or over many lines.

A list is opened by a word (其中, 分别为), by a bracket right behind its total, or by nothing at all
where several short lines are alike. Every dimension and every step (plan, paid, …) is added up
apart. A list above its total is always a mistake; one below it only where something shows that
the list is complete: which is said in the message.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cache, lru_cache
from itertools import islice, pairwise
from typing import NamedTuple

from anju_desktop.blocks import Paragraph
from anju_desktop.patterns import pattern
from anju_desktop.report.amounts import (
    Amount,
    addable,
    added,
    adds_up,
    amounts,
    in_unit_of,
    stage_of,
    tolerance,
)
from anju_desktop.report.remarks import Mistake, Remark, Unchecked
from anju_desktop.rules.quantities import pairs
from anju_desktop.rules.rule import shortened
from anju_desktop.rules.vocabulary import Family, Kind, vocabulary

RULE = "report-list-sum"
_TITLE = "总数与各部分之和不一致"

_SENTENCE_END = "。！？!?\n"
_SO_ON = pattern(r"(?<![中平同均相对优何])等(?![级额高同次待])")
_BECAUSE = pattern(r"(?<![基])(?:因|由于)(?![地此素而为果])")
_THE_REST = pattern(r"其余|余下|另有|另外|尚有|还有")
_DASHED_YEARS = pattern(r"(20\d\d)(?:年)?[-—~至到]+(20\d\d)(?=年)")
_FIVE_YEARS = {"十三五": (2016, 2020), "十四五": (2021, 2025), "十五五": (2026, 2030)}
_THOUSANDS = pattern(r"\d,\d{3}(?!\d)")
_MARKS = pattern(r"[。！？!?；;，,、：:（）()\n]")
_CARRIED = pattern(r"[上去]年(?:度|末|底)?(?:结转|结余)")
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
_OFFICES = pattern(r"(?:旗?县|市|区|乡|镇|街道|部门|单位|批)")
_NUMBERING = pattern(
    r"(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）、．.](?!\d)|[①-⑳]|[-*•·—]{1,3}\s*)\s*"
)
_PLACES_NEARLY_ALL = Decimal("0.85")
"""The same for places of one level."""
_PLACE = pattern(r"^(?:其中)?[\u3400-\u9fff]{1,5}(?:县|区|市|旗|镇|乡|街道)(?:[发开完改实]|$)")
_LED = "…："
"""Stands for words before a colon that open a list."""
_KINDS = "按…分"
"""Stands for words that say by what a total is divided."""
_LONGEST_LINE, _LONGEST_NAME, _LONGEST_LIST = 90, 18, 1500
_MOST_LISTS = 20
"""In one paragraph."""
_MANY = 5
"""So many parts of one kind are taken for all of them, unless the text says 等."""
_NEARLY_ALL = {True: Decimal("0.9"), False: Decimal("0.98")}
"""A list of things counted, or of anything else, that comes so near its total leaves nothing out:
what is left out of a list is a part of its own."""


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


# ---------------------------------------------------------------- finding lists


def list_remarks(paragraphs: Sequence[Paragraph]) -> Iterator[Remark]:
    """What is wrong with the totals and lists of a text."""
    index = 0
    while index < len(paragraphs):
        paragraph = paragraphs[index]
        run = [] if _is_one_of(paragraphs, index) else _run_of_lines(paragraphs, index + 1)
        before = paragraphs[index - 1] if index else None
        listing = _listing_over_lines(paragraph, before, run) if run else None
        for inner in _listings_within(paragraph.text):
            yield from _remarks(inner, paragraph)
        if listing is not None:
            yield from _remarks(listing, paragraph)
        index += 1
        if run and (listing is not None or _opens_lines(paragraph.text)):
            for line in run:
                for inner in _listings_within(line.text):
                    yield from _remarks(inner, line)
            index += len(run)


def _listings_within(text: str) -> Iterator[Listing]:
    """The lists inside one paragraph."""
    found = addable(amounts(text))
    if len(found) < 2:
        return
    words = vocabulary().report
    for start, end, opening in _openings(text, found):
        items = _items(text, start, found)
        totals = _totals_before(text, end, found)
        if opening in (_LED, _KINDS) or (not totals and opening in words.exhaustive):
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
            opening in (*words.exhaustive, "(", "（", "：", _LED, _KINDS),
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
            yield match.end(), match.start(), _LED if match.re.groups else _KINDS
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


def _depths(text: str) -> list[int]:
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
    depths = _depths(inside)
    end = next(
        (i for i, char in enumerate(inside) if char in _SENTENCE_END or depths[i] < 0),
        len(inside),
    )
    segments = _split(inside[:end], depths, "；;", start)
    found = [each for each in found if start <= each.start <= start + end]
    first = _within(segments[0], found, depths, start)
    if len(segments) > 1 and not _says_twice(first):
        return _parallel([_within(segment, found, depths, start) for segment in segments])
    low, high = segments[0]
    clauses = _split(inside[low - start : high - start], depths[low - start :], "，,", low)
    kept: list[tuple[Amount, ...]] = []
    for number, clause in enumerate(clauses):
        part = _within(clause, found, depths, start)
        if number and (_turns_away(text[clause[0] : clause[1]], part) or _steps_on(kept, part)):
            break
        kept.append(part)
        if number == 0 and _says_twice(part):
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


def _says_twice(part: Sequence[Amount]) -> bool:
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
    if not any(map(_says_twice, kept)):
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
        said = {each.quantity for each in item if not _compares(each)}
        if kept and not said & known:
            break
        if said:
            kept.append(tuple(each for each in item if not _compares(each)))
            known |= said
    return tuple(kept)


def _compares(amount: Amount) -> bool:
    """Whether the words before an amount make it a difference and no amount of its own."""
    return _says_difference(amount.label)


@lru_cache(maxsize=2048)
def _says_difference(label: str) -> bool:
    label = _CARRIED.sub("", label)
    return any(word in label for word in vocabulary().report.comparing)


def _totals_before(text: str, end: int, found: Sequence[Amount]) -> tuple[Amount, ...]:
    """What a list that opens at ``end`` may sum up to: of its sentence, else of its paragraph."""
    depths = _depths(text[:end])
    here = depths[end]
    begin = max(text.rfind(mark, 0, end) for mark in _SENTENCE_END) + 1
    usable = [a for a in found if a.end <= end and depths[a.start] <= here and not _compares(a)]
    if text[begin:end].strip("，,；;（( "):
        return tuple(a for a in usable if a.start >= begin)
    return tuple(usable)


def _totals_of_last(text: str, end: int, found: Sequence[Amount]) -> tuple[Amount, ...]:
    """The totals of the sentence before the one that announces a list."""
    last = max((text.rfind(mark, 0, end) for mark in _SENTENCE_END), default=-1)
    begin = max((text.rfind(mark, 0, max(last, 0)) for mark in _SENTENCE_END), default=-1) + 1
    depths = _depths(text[:end])
    return tuple(
        a for a in found if begin <= a.start < end and not depths[a.start] and not _compares(a)
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
        parts = [a for a in parts if a.quantity == total.quantity and not _compares(a)]
        one_step = len({a.stage for a in parts}) == 1 and total.stage in ("", parts[0].stage)
        one_step = one_step or _is_carried_over(parts)
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


# ---------------------------------------------------------------- lists over lines


def _run_of_lines(paragraphs: Sequence[Paragraph], start: int) -> list[Paragraph]:
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
    said = [each for each in addable(found) if not _compares(each)]
    if not said or any(each.unit.kind is Kind.SCORE for each in found):
        return []
    name = text[: said[0].start]
    return said if len(_NUMBERING.sub("", name, count=1)) <= _LONGEST_NAME else []


def _opens_lines(text: str) -> bool:
    """Whether a paragraph ends as one that is followed by a list."""
    return text.rstrip().endswith(("：", ":", "其中", "如下", "，", "如下。"))


def _listing_over_lines(
    above: Paragraph, before: Paragraph | None, run: Sequence[Paragraph]
) -> Listing | None:
    """The list that lines make up; its total stands above it, or in a line of it."""
    opened = _opens_lines(above.text)
    lines = [(line.text, _line_amounts(line)) for line in run]
    sums = [said for text, said in lines if _is_sum_line(text)]
    items = [tuple(said) for text, said in lines if not _is_sum_line(text)]
    head = [a for a in addable(amounts(above.text)) if not _compares(a)]
    if not head and opened and before is not None and not _line_amounts(before):
        # 全年改造300户。/ 各县完成情况如下：
        head = [a for a in addable(amounts(before.text)) if not _compares(a)]
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


def _is_one_of(paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Whether a paragraph is itself a line, as the one below it: no list begins there."""
    above, below = paragraphs[index], paragraphs[index + 1 : index + 2]
    if not below or _opens_lines(above.text) or not _line_amounts(above):
        return False
    return _is_alike(above.text, below[0].text)


def _is_alike(above: str, line: str) -> bool:
    """Whether two short paragraphs may be lines of one list, by their marks."""
    marked = bool(_NUMBERING.match(above)) == bool(_NUMBERING.match(line))
    return marked and not (above.endswith("。") and line.endswith(("；", ";", "，", ",", "、")))


def _outside_brackets(text: str, found: Sequence[Amount]) -> list[Amount]:
    depths = _depths(text)
    return [each for each in found if not depths[each.start]]


def _is_sum_line(text: str) -> bool:
    plain = _NUMBERING.sub("", text, count=1)
    return plain.startswith(("合计", "总计", "共计", "全市", "全县", "全区", "小计", "以上"))


# ---------------------------------------------------------------- adding up


class _Slot(NamedTuple):
    """The amounts of one dimension and step, one for each item that has it."""

    parts: tuple[Amount, ...]
    totals: tuple[Amount, ...]
    """The nearest last."""


def _remarks(listing: Listing, paragraph: Paragraph) -> Iterator[Remark]:
    slots = list(_slots(listing))
    known = [slot for slot in slots if len(slot.parts) > 1 and _equal_total(slot) is not None]
    if listing.doubtful and not known:
        return
    for slot in slots:
        if _equal_total(slot) is None:
            yield from _judge(listing, slot, paragraph, bool(known))


def _slots(listing: Listing) -> Iterator[_Slot]:
    dimensions = dict.fromkeys(each.quantity for item in listing.items for each in item)
    for quantity in dimensions:
        totals = tuple(
            t for t in listing.totals if t.quantity == quantity and not _OFFICES.match(t.noun)
        )
        rows = [[a for a in item if a.quantity == quantity] for item in listing.items]
        rows = [row for row in rows if row]
        if not totals or not rows:
            continue
        for parts, rivals in _columns(rows):
            fitting = _of_their_name(parts, _fitting(parts, totals, rivals))
            if fitting:
                parts = _of_one_kind(parts, fitting[-1])
            named = listing.opening != _LED or _names_things(parts, fitting)
            if fitting and named and _same_noun((*parts, fitting[-1])):
                yield _Slot(tuple(parts), fitting)


_NO_RIVALS: frozenset[str] = frozenset()
_NAMED = frozenset({"*"})
"""Stands for columns that only their names tell apart."""


def _columns(
    rows: Sequence[Sequence[Amount]],
) -> Iterator[tuple[list[Amount], frozenset[str]]]:
    """The amounts that belong together, and the steps of those beside them in each item.

    Nothing where that is not certain.
    """
    flat = [each for row in rows for each in row]
    stages = dict.fromkeys(each.stage for each in flat)
    named = [stage for stage in stages if stage]
    years = [each.year for each in flat]
    alone = all(len(row) == 1 for row in rows)
    if all(years) and len(set(years)) == len(years):
        yield flat, _NO_RIVALS  # Year by year, what is done together with what is planned.
    elif alone and (len(named) < 2 or _is_carried_over(flat)):
        yield flat, _NO_RIVALS
    elif len(named if alone else stages) > 1 and not any(_says_twice(row) for row in rows):
        for stage in named if alone else stages:
            others = frozenset(stages) - {stage}
            yield [each for each in flat if each.stage == stage], others
    elif len({len(row) for row in rows}) == 1 and len(stages) == 1:
        for column in zip(*rows, strict=True):
            yield list(column), _NAMED


def _is_carried_over(parts: Sequence[Amount]) -> bool:
    """上年结转50万元，本年下达860万元: what was left is a part of what there is to spend."""
    steps = {a.stage for a in parts if not _CARRIED.search(a.label)}
    return len(steps) == 1 and steps <= {"grant", "receive"} and len(parts) > 1


def _named_alike(parts: Sequence[Amount], totals: Sequence[Amount]) -> list[Amount]:
    """The totals that share a word with every part: 新建12处 of 新建4处, 新建8处."""
    return [t for t in totals if all(pairs(t.label) & pairs(p.label) for p in parts)]


def _of_one_kind(parts: Sequence[Amount], total: Amount) -> list[Amount]:
    """The parts that name the same thing as the total, where any of them names it.

    新增停车位1000个，其中公共停车位900个，建设充电桩820个: the chargers are no part.
    """
    if total.unit.kind is not Kind.GENERIC:
        return list(parts)
    said = pairs(total.label)
    same = [part for part in parts if said & pairs(part.label)]
    return same or list(parts)


def _fitting(
    parts: Sequence[Amount], totals: Sequence[Amount], rivals: frozenset[str]
) -> tuple[Amount, ...]:
    """The totals that may be meant: of the same step, or of none."""
    stages = {each.stage for each in parts if each.stage}
    if rivals is _NAMED:
        return tuple(_named_alike(parts, totals))
    if len(stages) > 1:
        return tuple(totals)
    stage = next(iter(stages), "")
    if not stage:
        return tuple(t for t in totals if not t.stage or t.stage not in rivals)
    same = tuple(t for t in totals if t.stage == stage)
    return same if same or rivals else tuple(t for t in totals if not t.stage)


def _names_things(parts: Sequence[Amount], totals: Sequence[Amount]) -> bool:
    """Whether things counted with 个 are called the same in total and parts, or are of places."""
    if not totals or totals[-1].unit.kind is not Kind.GENERIC:
        return True
    said = pairs(totals[-1].label)
    return all(said & pairs(part.label) or _PLACE.search(part.label) for part in parts)


def _of_their_name(parts: Sequence[Amount], totals: Sequence[Amount]) -> tuple[Amount, ...]:
    """Of totals that name several things (社区12个、小区36个), those that the parts name too."""
    if len(totals) < 2 or totals[-1].unit.kind is not Kind.GENERIC:
        return tuple(totals)
    said = pairs("".join(part.label for part in parts)) - pairs(totals[-1].label)
    if not any(said & pairs(total.label) for total in totals):
        return tuple(totals)
    return tuple(_named_alike(parts, totals))


def _same_noun(parts: Sequence[Amount]) -> bool:
    """Whether things counted with 个 are things of one name, as far as a name is given."""
    nouns = [part.noun for part in parts if part.noun]
    return all(set(one) & set(other) for one, other in pairwise(nouns))


def _equal_total(slot: _Slot) -> Amount | None:
    return next((total for total in reversed(slot.totals) if adds_up(total, slot.parts)), None)


def _judge(listing: Listing, slot: _Slot, paragraph: Paragraph, is_whole: bool) -> Iterator[Remark]:
    total, parts = slot.totals[-1], slot.parts
    if _is_excused(listing, slot, total):
        return
    above = added(parts) - total.base > tolerance(total, parts)
    if above:
        if not _may_exceed(total, parts):
            yield _mistake(listing, slot, total, paragraph, "")
        return
    reason = "同一列表的另一组数列全了" if is_whole else _why_complete(listing, slot, total)
    if reason:
        yield _mistake(listing, slot, total, paragraph, reason)
    elif len(parts) > 1:
        yield Unchecked(
            paragraph.place,
            f"“{total.text}”后面只列了一部分（{_sum_text(parts, total)}），没有按总数核对。",
        )


def _is_excused(listing: Listing, slot: _Slot, total: Amount) -> bool:
    """A rough figure, a reason given in the text, parts told twice over, steps that overlap."""
    if total.rough or any(part.rough for part in slot.parts):
        return True
    if total.year and all(part.year not in ("", total.year) for part in slot.parts):
        return True  # 2023年340户（2022年320户、2021年300户）
    words = vocabulary().report
    around = listing.around
    if _is_carried_over(slot.parts):
        around = _CARRIED.sub("", around)
    if any(word in around for word in words.reasons) or _BECAUSE.search(around):
        return True
    if _some_make_it_up(slot.parts, total):
        return True
    return any(part.base == total.base for part in slot.parts) and len(slot.parts) > 1


def _some_make_it_up(parts: Sequence[Amount], total: Amount) -> bool:
    """Whether neighbours in the list are the total: it may be told by place and by kind."""
    bases = [part.base for part in parts[:60]]
    return any(
        sum(bases[i:j], Decimal(0)) == total.base
        for i in range(len(bases))
        for j in range(i + 2, len(bases) + 1)
    )


def _may_exceed(total: Amount, parts: Sequence[Amount]) -> bool:
    """Whether parts above their total can be right: one person counted in two classes."""
    if len(parts) == 1:
        return parts[0].stage != total.stage or parts[0].year != total.year
    words = vocabulary().report.overlapping
    return any(word in part.label for part in parts for word in words)


def _why_complete(listing: Listing, slot: _Slot, total: Amount) -> str:
    """What shows that a list leaves nothing out, or ``""``."""
    words, parts = vocabulary().report, slot.parts
    if _SO_ON.search(listing.text) or any(word in listing.text for word in words.partial):
        return ""
    if len(parts) < 2 or _may_exceed(total, parts):
        return ""
    if parts[-1].label.startswith(words.rest):
        return "末项是其他，按列全了看"
    if _THE_REST.search(listing.around):
        return ""
    if any(_is_family(family, parts, total) for family in words.families):
        return "各类都有，按列全了看"
    if listing.exhaustive:
        return "按列全了看"
    if _runs_to_the_end(listing, parts):
        return f"按从{parts[0].year}年到{parts[-1].year}年列全了看"
    if len(parts) >= _MANY:
        return f"列了 {len(parts)} 项，按列全了看"
    least = _PLACES_NEARLY_ALL if _are_places(parts) else _NEARLY_ALL[total.unit.counts]
    if added(parts) > total.base * least:
        return "差额很小，按列全了看"
    return ""


def _are_places(parts: Sequence[Amount]) -> bool:
    """Whether at least three parts, and nothing but such, are places: 甲县, 乙区, 丙街道."""
    return len(parts) > 2 and all(_PLACE.search(part.label) for part in parts)


def _is_of(label: str, kind: Sequence[str]) -> bool:
    """Whether a label is of a kind as a whole: 续建的甲项目 is one of several."""
    return any(word in label and f"{word}的" not in label for word in kind)


def _is_family(family: Family, parts: Sequence[Amount], total: Amount) -> bool:
    """Whether parts are of the kinds of a family, all of them and no other."""
    if family.total and not any(word in total.label for word in family.total):
        return False
    kinds = [kind.split("|") for kind in family.parts]
    found = [
        next((n for n, kind in enumerate(kinds) if _is_of(part.label, kind)), -1) for part in parts
    ]
    return set(found) == set(range(len(kinds)))


def _runs_to_the_end(listing: Listing, parts: Sequence[Amount]) -> bool:
    """Whether year follows year up to the last of the period that the text names."""
    years = [int(part.year or 0) for part in parts]
    if len(years) < 3 or any(later - sooner != 1 for sooner, later in pairwise(years)):
        return False
    ends = [end for name, (_, end) in _FIVE_YEARS.items() if name in listing.around]
    ends += [int(found[2]) for found in _DASHED_YEARS.finditer(listing.around)]
    return years[-1] in ends


# ---------------------------------------------------------------- telling


def _sum_text(parts: Sequence[Amount], total: Amount) -> str:
    shown = "＋".join(part.text for part in parts[:20])
    more = f"＋……（共 {len(parts)} 项）" if len(parts) > 20 else ""
    return f"{shown}{more}＝{in_unit_of(added(parts), total)}"


def _mistake(
    listing: Listing, slot: _Slot, total: Amount, paragraph: Paragraph, assumed: str
) -> Mistake:
    expected = in_unit_of(added(slot.parts), total)
    told = "多于" if added(slot.parts) > total.base else "少于"
    label = shortened(total.label.replace("“", "").replace("”", ""), 16)
    return Mistake(
        RULE,
        _TITLE,
        paragraph.place,
        f"{paragraph.place.words}：“{label}{total.text}”与所列 {len(slot.parts)} 项之和 {expected} "
        f"不一致，各项之和{told}总数{f'（{assumed}）' if assumed else ''}。",
        total.text,
        expected,
        f"{_sum_text(slot.parts, total)}≠{total.text}",
        shortened(listing.around.replace("\n", ""), 120),
    )
