"""What a text says about scores: 满分 n 分, 自评得分 m 分, 该项得 m 分, 加 m 分, and of what."""

import re
from collections.abc import Sequence
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from anju_desktop.document.values import narrow
from anju_desktop.patterns import pattern
from anju_desktop.report.amounts import Amount, amounts
from anju_desktop.rules.vocabulary import Kind, simple_units

_BARE = pattern(
    r"(?:满分|总分|分值|得分|自评)[为是:：]?\s{0,3}(?<!\d)(\d{1,3}(?:\.\d{1,2})?)(?:/(\d{1,3})分?)?"
    r"(?=[，,。；;)）、]|$)"
)
_MARKS = pattern(r"[，,。；;（）()、\n！!？?]")
_SEGMENT = pattern(r"[；;。\n！!？?]")
_WHOLE = (
    r"(?:以上|各项|上述)(?:[两二三四五六七八九十]项|各项)?(?:合计|共计|总计)(?:自评)?(?:得分?)?|(?:综合|最终|最后|合计|自评总|评价总|总体|总)(?:得分|评分)"
    r"|自评总分|评价总分|总评分"
)
_IS_WHOLE = pattern(_WHOLE)
_SCORE = pattern(
    rf"(?:{_WHOLE}|(?:自评|自我评价|评价|评定|实际)?得分|自评分|得满分|自评得|自评|实得|获得|得到|评分|得)"
    r"(?:[共为是达了：:]|合计)*$"
)
_FULL = pattern(r"(?:满分|总分值?|分值|权重|标准分)(?:[共为是：:]|合计)*$")
_BONUS = pattern(r"(?<!增)(?:加分|加|奖励)[共为是：:]*$")
_LOST = ("扣", "扣减", "扣除", "减")
_IF = pattern(r"(?:的|者)[，,]?(?:可|则|应)?(?:自评)?得$")
_STANDARD = pattern(r"评分(?:标准|细则|办法)(?:为|是|[：:])|不得分")
_ELSE = pattern(r"^[^。；;\n]{0,60}(?:每[^，。；]{0,20}扣|否则|不得分|未达到)")
_OTHERS = pattern(r"复核|审核|复评|复审|核定|上年|去年|同期|平均|测评|问卷|考核|第三方")
"""Before a score that is another one than the text's own: the reviewer's, last year's."""
_THEN_SCORED = pattern(r"[，,；;]?(?:自评)?(?:实?得分?|自评)[为是：:]?[\d０-９]")
_ITEM = pattern(r"[该此本](?:项(?!目)|指标|部分|小项)")
_ADDED = pattern(r"共|合计|小计|总计|综上")
_IDLE = pattern(
    r"经自评|经评价|自评|自我评价|其中|综上所述|综上|合计|共计|小计|我[市县区旗局]|本次|(?:方面|情况|部分)$"
    r"|[该此本](?:项指标|项|指标|部分|小项)|[“”：:共]"
)


class Role(Enum):
    FULL = "full"
    SCORE = "score"
    BONUS = "bonus"


class Mention(NamedTuple):
    """One score in a text."""

    amount: Amount
    role: Role
    subject: str
    """What it is the score of, as far as the sentence says: 租赁住房保障."""
    item: bool
    """该项, 此项: of what was told just before."""
    total: bool
    """共, 合计: of several told before."""
    whole: bool
    """总得分, 综合得分: of the report as a whole."""
    segment: int

    @property
    def number(self) -> Decimal:
        return self.amount.number


@lru_cache(maxsize=256)
def mentions(text: str, is_title: bool = False) -> tuple[Mention, ...]:
    """The scores in a text, in order; conditions (达到的得 5 分) are none."""
    found: list[Mention] = []
    before = 0
    for amount in _with_bare_scores(text):
        if amount.unit.kind is Kind.SCORE:
            mention = _mention(text, amount, before, is_title)
            if mention is not None:
                found.append(mention)
        before = amount.end
    return tuple(_with_subjects(found))


def _with_bare_scores(text: str) -> Sequence[Amount]:
    """The amounts of a text with the scores that stand without 分: 得分：24/25, 分值10."""
    found = amounts(text)
    starts = {each.start for each in found}
    bare = [
        _bare(text, match, group)
        for match in _BARE.finditer(narrow(text))
        for group in (1, 2)
        if match[group] and match.start(group) not in starts
    ]
    return sorted((*found, *bare), key=lambda each: each.start) if bare else found


def _bare(text: str, match: re.Match[str], group: int) -> Amount:
    start, end = match.span(group)
    number = Decimal(match[group])
    unit = simple_units()["分"]
    label = "" if group == 2 else _MARKS.split(text[max(0, start - 60) : start])[-1].strip()
    return Amount(text[start:end], start, end, number, unit, "", label, "", "", False, "")


def _mention(text: str, amount: Amount, before: int, is_title: bool) -> Mention | None:
    lead = text[max(before, amount.start - 60) : amount.start]
    label = "".join(_MARKS.split(lead)[-1].split())
    if _OTHERS.search(label):
        return None
    role, rest = _role(text, amount, label, is_title)
    if role is None or (not is_title and _is_condition(text, amount, label)):
        return None
    around = text[max(0, amount.start - 16) : amount.start]
    return Mention(
        amount,
        role,
        _subject(rest),
        bool(_ITEM.search(label)),
        bool(_ADDED.search(label)) or "综上" in around,
        bool(_IS_WHOLE.search(label)) and not _ITEM.search(label),
        len(_SEGMENT.findall(text[: amount.start])),
    )


def _role(text: str, amount: Amount, label: str, is_title: bool) -> tuple[Role | None, str]:
    """What a score is, and the words before those that tell it."""
    if text[amount.start - 1 : amount.start] in ("/", "／") and not amount.unit_text:
        return Role.FULL, ""
    if is_title and not label and text[amount.start - 1 : amount.start] in ("（", "("):
        behind = text[amount.end : amount.end + 1]
        return (Role.FULL if behind in tuple("）)，,；;、") else None), ""
    for role, pattern_ in ((Role.SCORE, _SCORE), (Role.FULL, _FULL), (Role.BONUS, _BONUS)):
        found = pattern_.search(label)
        if found:
            return role, label[: found.start()]
    if is_title and not label.endswith(_LOST) and _THEN_SCORED.match(text, amount.end):
        return Role.FULL, label  # 资金管理20分，自评18分
    return None, ""


def _is_condition(text: str, amount: Amount, label: str) -> bool:
    """Whether a score is one that a standard promises: 达到80%以上的得5分."""
    if _ITEM.search(label):
        return False
    begin = max(text.rfind(mark, 0, amount.start) for mark in "。；;\n") + 1
    return bool(
        _IF.search(text[max(0, amount.start - 8) : amount.start])
        or _STANDARD.search(text[begin : amount.start])
        or _ELSE.search(text[amount.end : amount.end + 80])
    )


def _subject(rest: str) -> str:
    """The name before a score: 租赁住房保障方面自评得分 is about 租赁住房保障."""
    last = rest.replace(":", "：").rstrip("：").split("：")[-1]
    return _IDLE.sub("", last)


def _with_subjects(found: Sequence[Mention]) -> list[Mention]:
    """A score without a subject is of what its segment speaks of."""
    result = []
    for index, mention in enumerate(found):
        if mention.subject or mention.item:
            result.append(mention)
            continue
        before = [m.subject for m in found[:index] if m.segment == mention.segment and m.subject]
        after = [m.subject for m in found[index:] if m.segment == mention.segment and m.subject]
        subject = before[-1] if before else (after[0] if after else "")
        result.append(mention._replace(subject=subject))
    return result


def the_programme(subject: str, programmes: Sequence[str]) -> str:
    """Which of the programmes a subject names, by the characters they share; ``""`` for none.

    A report calls one programme 城市棚户区改造, 棚户区改造 and 棚改.
    """
    if not subject or not programmes:
        return ""
    said = set(subject)
    shares = sorted(((len(said & set(p)) / len(said), p) for p in programmes), reverse=True)
    if shares[0][0] <= 0.6 or (len(shares) > 1 and shares[1][0] == shares[0][0]):
        return ""
    return shares[0][1]
