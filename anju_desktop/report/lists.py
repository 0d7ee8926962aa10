"""Totals and the lists of their parts, in a sentence or over many lines.

Every dimension and every step (plan, paid, …) of a list is added up apart. A list above its total
is always a mistake; one below it only where something shows that the list is complete: which is
said in the message.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from anju_desktop.blocks import Paragraph
from anju_desktop.patterns import pattern
from anju_desktop.report.amounts import (
    Amount,
    added,
    in_unit_of,
    tolerance,
)
from anju_desktop.report.columns import Slot, equal_total, slots_of
from anju_desktop.report.completeness import may_exceed, why_complete
from anju_desktop.report.lines import is_one_of, listing_over_lines, opens_lines, run_of_lines
from anju_desktop.report.listings import CARRIED_OVER, Listing, is_carried_over, listings_within
from anju_desktop.report.remarks import Mistake, Remark, Unchecked
from anju_desktop.rules.rule import shortened
from anju_desktop.rules.vocabulary import vocabulary

RULE = "report-list-sum"
_TITLE = "总数与各部分之和不一致"
_BECAUSE = pattern(r"(?<![基])(?:因|由于)(?![地此素而为果])")


def list_remarks(paragraphs: Sequence[Paragraph]) -> Iterator[Remark]:
    """What is wrong with the totals and lists of a text."""
    index = 0
    while index < len(paragraphs):
        paragraph = paragraphs[index]
        run = [] if is_one_of(paragraphs, index) else run_of_lines(paragraphs, index + 1)
        before = paragraphs[index - 1] if index else None
        listing = listing_over_lines(paragraph, before, run) if run else None
        for inner in listings_within(paragraph.text):
            yield from _remarks(inner, paragraph)
        if listing is not None:
            yield from _remarks(listing, paragraph)
        index += 1
        if run and (listing is not None or opens_lines(paragraph.text)):
            for line in run:
                for inner in listings_within(line.text):
                    yield from _remarks(inner, line)
            index += len(run)


def _remarks(listing: Listing, paragraph: Paragraph) -> Iterator[Remark]:
    slots = list(slots_of(listing))
    known = [slot for slot in slots if len(slot.parts) > 1 and equal_total(slot) is not None]
    if listing.doubtful and not known:
        return
    for slot in slots:
        if equal_total(slot) is None:
            yield from _judge(listing, slot, paragraph, bool(known))


def _judge(listing: Listing, slot: Slot, paragraph: Paragraph, is_whole: bool) -> Iterator[Remark]:
    total, parts = slot.totals[-1], slot.parts
    if _is_excused(listing, slot, total):
        return
    above = added(parts) - total.base > tolerance(total, parts)
    if above:
        if not may_exceed(total, parts):
            yield _mistake(listing, slot, total, paragraph, "")
        return
    reason = "同一列表的另一组数列全了" if is_whole else why_complete(listing, slot, total)
    if reason:
        yield _mistake(listing, slot, total, paragraph, reason)
    elif len(parts) > 1:
        yield Unchecked(
            paragraph.place,
            f"“{total.text}”后面只列了一部分（{_sum_text(parts, total)}），没有按总数核对。",
        )


def _is_excused(listing: Listing, slot: Slot, total: Amount) -> bool:
    """A rough figure, a reason given in the text, parts told twice over, steps that overlap."""
    if total.rough or any(part.rough for part in slot.parts):
        return True
    if total.year and all(part.year not in ("", total.year) for part in slot.parts):
        return True  # 2023年340户（2022年320户、2021年300户）
    words = vocabulary().report
    around = listing.around
    if is_carried_over(slot.parts):
        around = CARRIED_OVER.sub("", around)
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


def _sum_text(parts: Sequence[Amount], total: Amount) -> str:
    shown = "＋".join(part.text for part in parts[:20])
    more = f"＋……（共 {len(parts)} 项）" if len(parts) > 20 else ""
    return f"{shown}{more}＝{in_unit_of(added(parts), total)}"


def _mistake(
    listing: Listing, slot: Slot, total: Amount, paragraph: Paragraph, assumed: str
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
