"""Scores told in one go, in a sentence or in lines: 得分96.8分，其中：预算执行9.9分，产出48.9分."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from anju_desktop.blocks import Paragraph
from anju_desktop.document.values import plain
from anju_desktop.patterns import pattern
from anju_desktop.report.amounts import Amount, amounts
from anju_desktop.report.remarks import Mistake
from anju_desktop.report.scores import Mention, Role, mentions
from anju_desktop.rules.rule import shortened
from anju_desktop.rules.vocabulary import Kind

RULE = "report-score-sum"

_OPENING = pattern(r"其中[：:，,]?|分别为|分别是|包括[：:]?|(?<=分)[（(](?=[^（）()]{6,}分[）)])")
_LOST = pattern(r"扣[减除了]?$|扣分|加分?$|每|低于|高于|不足|以[上下]")
_ENDS = pattern(r"(?:其中|如下|分别为|：|:)[：:]?$")
_CLOSES = pattern(r"(?:合计|共计|总计)(?:得分?|自评得分|为|是|共)*$|共得分?$")
_LONGEST_LINE = 120
_HUNDRED = 100
"""Points that leave no item out."""
_AVERAGED = Decimal("1.5")
"""Parts so far above their total are the scores of several programmes, and the total their mean."""


class ScoreList(NamedTuple):
    """A total with its parts."""

    total: Mention
    fulls: tuple[Decimal, ...]
    scores: tuple[Decimal, ...]
    start: int
    """Where the parts begin in the paragraph of the total."""


def without_lists(text: str) -> list[Mention]:
    """The scores of a paragraph without those that are mere parts of a total told before them."""
    found = list(mentions(text))
    listed = score_list(text)
    return [m for m in found if listed is None or m.amount.start < listed.start]


def score_list(text: str) -> ScoreList | None:
    """The first total of a paragraph that is followed by its parts, if there is one."""
    for opening in _OPENING.finditer(text):
        total = _total_before(text, opening.start())
        if total is None:
            continue
        bracketed = opening[0] in ("（", "(")
        ends = [text.find(m, opening.end()) for m in ("）)" if bracketed else "。")]
        end = min((place for place in ends if place >= 0), default=-1)
        inside = text[opening.end() : end if end >= 0 else len(text)]
        fulls, scores = _parts(inside)
        if len(scores) > 1:
            return ScoreList(total, fulls, scores, opening.end())
    return None


def _total_before(text: str, end: int) -> Mention | None:
    """The score that stands in the sentence before a list and is of no item."""
    begin = text.rstrip("。").rfind("。", 0, max(0, end - 1)) + 1
    found = [m for m in mentions(text) if m.role is Role.SCORE and begin <= m.amount.start < end]
    return found[-1] if found and not found[-1].item else None


def _parts(text: str) -> tuple[tuple[Decimal, ...], tuple[Decimal, ...]]:
    """Points and scores of the items of a list; scores may stand there without a word."""
    said = mentions(text, is_title=True)
    fulls = tuple(m.number for m in said if m.role is Role.FULL)
    scores = tuple(m.number for m in said if m.role is Role.SCORE)
    bare = [a for a in amounts(text) if a.unit.kind is Kind.SCORE]
    if not scores and not fulls and not any(_LOST.search(a.label) for a in bare):
        scores = tuple(a.number for a in bare)
    return fulls, scores


def score_list_remarks(paragraphs: Sequence[Paragraph]) -> Iterator[Mistake]:
    """Totals of scores that the parts told right behind them contradict."""
    for index, paragraph in enumerate(paragraphs):
        listed = score_list(paragraph.text) or _over_lines(paragraphs, index)
        listed = listed or _closed_list(paragraph.text) or _in_pairs(paragraphs, index)
        if listed is None:
            continue
        total = sum(listed.scores, Decimal(0))
        whole = len(listed.fulls) == len(listed.scores)
        short = total < listed.total.number and len(listed.scores) < 3 and not whole
        averaged = total >= listed.total.number * _AVERAGED
        if total != listed.total.number and not short and not averaged:
            yield _mistake(paragraph, listed, total)


def _over_lines(paragraphs: Sequence[Paragraph], index: int) -> ScoreList | None:
    """A total at the end of a paragraph whose parts stand in the lines below."""
    text = paragraphs[index].text
    found = [m for m in mentions(text) if m.role is Role.SCORE]
    if not found or found[-1].item or not _ENDS.search(text):
        return None
    if len(text) - found[-1].amount.end > 12:
        return None
    fulls: list[Decimal] = []
    scores: list[Decimal] = []
    for line in paragraphs[index + 1 :]:
        said = _line_scores(line.text)
        if said is None:
            break
        fulls += [m.number for m in said if m.role is Role.FULL]
        scores += [m.number for m in said if m.role is Role.SCORE]
    if len(scores) < 2:
        return None
    return ScoreList(found[-1], tuple(fulls), tuple(scores), len(text))


def _closed_list(text: str) -> ScoreList | None:
    """Scores that end in their total: 产出55分、效益30分、满意度10分，合计95分."""
    bare = [a for a in amounts(text) if a.unit.kind is Kind.SCORE]
    for number, total in enumerate(bare):
        begin = max(text.rfind(mark, 0, total.start) for mark in ("。；;\n：:为")) + 1
        parts = [a for a in bare[:number] if a.start >= begin]
        if not _CLOSES.match(total.label) or len(parts) < 2 or not _are_alike(text, parts):
            continue
        closing = Mention(total, Role.SCORE, "", False, True, True, 0)
        return ScoreList(closing, (), tuple(a.number for a in parts), len(text))
    return None


def _in_pairs(paragraphs: Sequence[Paragraph], index: int) -> ScoreList | None:
    """Points and score of every item, and the score of the whole behind them or just above.

    决策满分15分，得15分；…；效益满分20分，得19分。总得分96分
    """
    text = paragraphs[index].text
    said = [m for m in mentions(text, is_title=True) if m.role is not Role.BONUS]
    wholes = [m for m in said if m.whole or (m.total and m.role is Role.SCORE)]
    items = [m for m in said if m not in wholes]
    order = [m.role for m in items]
    pair = order[:2]
    if len(items) < 4 or set(pair) != {Role.FULL, Role.SCORE} or order != pair * (len(items) // 2):
        return None
    fulls = tuple(m.number for m in items if m.role is Role.FULL)
    scores = tuple(m.number for m in items if m.role is Role.SCORE)
    if len(wholes) == 1 and wholes[0].amount.start > items[-1].amount.start:
        complete = sum(fulls) == _HUNDRED or sum(scores) > wholes[0].number
        return ScoreList(wholes[0], fulls, scores, len(text)) if complete else None
    if wholes or not index:
        return None
    above = mentions(paragraphs[index - 1].text, is_title=True)
    points = [m.number for m in above if m.role is Role.FULL]
    totals = [m for m in above if m.role is Role.SCORE]
    if points != [sum(fulls)] or len(totals) != 1:
        return None
    return ScoreList(totals[0], fulls, scores, len(paragraphs[index - 1].text))


def _are_alike(text: str, parts: Sequence[Amount]) -> bool:
    """Whether scores stand in a plain row, none of them points, a deduction or a condition."""
    between = text[parts[0].end : parts[-1].start]
    odd = any(_LOST.search(a.label) or "满分" in a.label or "分值" in a.label for a in parts)
    return not odd and not any(mark in between for mark in "（(") and "其中" not in between


def _line_scores(text: str) -> Sequence[Mention] | None:
    """The points and the one score of a line, or None where it is no such line."""
    if len(text) > _LONGEST_LINE or "。" in text.rstrip("。"):
        return None
    said = mentions(text, is_title=True)
    scores = [m for m in said if m.role is Role.SCORE]
    is_item = len(scores) == 1 and not scores[0].whole and not scores[0].total
    return said if is_item else None


def _mistake(paragraph: Paragraph, listed: ScoreList, total: Decimal) -> Mistake:
    written: Amount = listed.total.amount
    figured = "＋".join(plain(score) for score in listed.scores)
    place = paragraph.place
    return Mistake(
        RULE,
        "得分与各项之和不一致",
        place,
        f"{place.words}：得分写的是 {written.text}，所列各项之和 {figured}＝{plain(total)}分。",
        written.text,
        f"{plain(total)}分",
        f"{figured}＝{plain(total)}≠{plain(written.number)}",
        shortened(paragraph.text, 120),
    )
