"""Scores of sections: a heading against what stands below it, the whole against its sections.

A report may tell the scores of two programmes side by side (租赁住房保障方面…；棚改方面…): each is
added up apart, paired by name.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from anju_desktop.blocks import Place
from anju_desktop.document.values import plain
from anju_desktop.patterns import pattern
from anju_desktop.report.outline import Section
from anju_desktop.report.remarks import Mistake
from anju_desktop.report.scorelists import without_lists
from anju_desktop.report.scores import Mention, Role, mentions, the_programme
from anju_desktop.rules.rule import shortened

SUM_RULE, ABOVE_RULE, BONUS_RULE = "report-score-sum", "report-score-above", "report-bonus"

_BONUS_TITLE = pattern(r"加分")
_STATES = pattern(r"得分|自评|评价|评分|总|综合")
"""Before a score that is stated as such, not 得 9 分 in the midst of prose."""
_SAYS_BONUS = pattern(r"(?:含|包括|其中|加上|连同)[^。；]{0,10}加分|加分[^。；]{0,10}(?:在内|计入)")
_CONCLUSION = pattern(r"结论|总体|综合|结果|概况|概述|基本情况|总分|评价等级")
_NUMBERING = pattern(
    r"^(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、．.，]|[①-⑳]|第.{1,3}[部章节]分?)+"
)
_BEFORE = 60
"""Characters of a long sentence that are quoted before a score."""
_LEAST_WHOLE = Decimal(20)
_SHORTEST = 10
"""Characters of a paragraph that should tell its score where its neighbours do."""


class Tally(NamedTuple):
    """Points and score of a section for one programme, None where the text does not tell."""

    full: Decimal | None = None
    score: Decimal | None = None


class Claim(NamedTuple):
    """A total as the text states it."""

    full: Decimal | None
    score: Decimal | None
    place: Place
    sentence: str


def section_remarks(parts: Sequence[Section]) -> Iterator[Mistake]:
    """What is wrong with the scores of the parts of a text; each mistake once."""
    told: set[tuple[str, str, str, str]] = set()
    for part in parts:
        programmes = programmes_of(part)
        for programme in programmes or [""]:
            checker = _Checker(programmes, programme)
            checker.weigh(part)
            for mistake in checker.mistakes:
                key = (mistake.rule, mistake.place.path, mistake.written, mistake.expected)
                if key not in told:
                    told.add(key)
                    yield mistake


# ---------------------------------------------------------------- programmes


def programmes_of(part: Section) -> list[str]:
    """The programmes scored side by side; none where there is only one."""
    text = "\n".join(text for text, _ in part.body)
    claims = [m for m in mentions(text) if m.role is Role.SCORE]
    subjects = list(dict.fromkeys(m.subject for m in claims if m.subject))
    named = all(m.subject for m in claims) and "其中" not in text
    named = named and len(subjects) > 1 and not _are_sections(subjects, part)
    if named and _return_below(subjects, part):
        return subjects
    for section in part.sections:
        said = [m for m in mentions(section.title, is_title=True) if m.role is Role.SCORE]
        subjects = list(dict.fromkeys(m.subject for m in said if m.subject))
        if len(subjects) > 1:
            return subjects
    return []


def _are_sections(subjects: Sequence[str], part: Section) -> bool:
    titles = [bare_title(section) for section in part.sections]
    return any(set(subject) <= set(title) for subject in subjects for title in titles)


def _return_below(subjects: Sequence[str], part: Section) -> bool:
    """Whether every subject is scored again inside the sections, or has one to itself."""
    found = set()
    for section in part.all_below():
        found.add(the_programme(bare_title(section), subjects))
        texts = [section.title, *(text for text, _ in section.body)]
        for mention in (m for text in texts for m in mentions(text, text is section.title)):
            found.add(the_programme(mention.subject, subjects))
    return found >= set(subjects)


def bare_title(section: Section) -> str:
    """A heading without its numbering and its scores."""
    bare = _NUMBERING.sub("", section.title)
    for mark in "（(，,。：:":
        bare = bare.split(mark)[0]
    return bare.removesuffix("情况").removesuffix("方面")


def of_programme(
    said: Sequence[Mention], programmes: Sequence[str], programme: str
) -> list[Mention]:
    """The mentions of one programme; those of none where it is not named."""
    named = [(the_programme(m.subject, programmes), m) for m in said]
    own = [m for each, m in named if each and each == programme]
    return own or [m for each, m in named if not each]


# ---------------------------------------------------------------- weighing


class _Checker:
    """Adds up one part of a text for one programme."""

    def __init__(self, programmes: Sequence[str], programme: str) -> None:
        self._programmes = programmes
        self._programme = programme
        self._whole: list[Claim] = []
        self.mistakes: list[Mistake] = []

    def weigh(self, section: Section) -> Tally:
        """Points and score of a section; what is wrong below it goes into ``mistakes``."""
        if section.rank < 0 and not section.sections:
            return Tally()
        inside = [child for child in section.sections if self._is_ours(child)]
        bonus = [child for child in inside if _BONUS_TITLE.search(bare_title(child))]
        tallies = [(c, self.weigh(c)) for c in inside if c not in bonus]
        extra = {value for child in bonus for value in self._weigh_bonus(child)}
        scored = [(c, t) for c, t in tallies if t.full is not None or t.score is not None]
        title = self._title_claim(section)
        self._check_above(section, title)
        if any(tally.score is not None for _, tally in scored):
            return self._weigh_parent(section, title, scored, extra)
        return self._weigh_leaf(section, title)

    def _is_ours(self, section: Section) -> bool:
        """Whether a section is not of another programme by its very name."""
        if not self._programmes or mentions(section.title, is_title=True):
            return True
        return the_programme(bare_title(section), self._programmes) in ("", self._programme)

    def _ours(self, said: Sequence[Mention]) -> list[Mention]:
        return of_programme(said, self._programmes, self._programme)

    def _title_claim(self, section: Section) -> Claim:
        said = self._ours(mentions(section.title, is_title=True))
        return _claim(said, section.place, section.title)

    # -- a section with scored sections inside ------------------------------------------------

    def _weigh_parent(
        self,
        section: Section,
        title: Claim,
        scored: Sequence[tuple[Section, Tally]],
        extra: set[Decimal],
    ) -> Tally:
        parts, conclusions = self._without_conclusions(scored)
        if not parts:
            return self._weigh_leaf(section, title)
        claims = [title, *self._body_claims(section, parts), *conclusions]
        if section.rank < 0:
            claims += self._whole
        claims = [claim for claim in claims if claim.full is not None or claim.score is not None]
        full = _all_known([tally.full for _, tally in parts])
        score = _all_known([tally.score for _, tally in parts])
        for claim in claims:
            self._check_full(section, claim, parts, full)
            self._check_score(section, claim, parts, extra)
        fulls = [claim.full for claim in claims if claim.full is not None]
        scores = [claim.score for claim in claims if claim.score is not None]
        return Tally(fulls[0] if fulls else full, scores[0] if scores else score)

    def _without_conclusions(
        self, scored: Sequence[tuple[Section, Tally]]
    ) -> tuple[list[tuple[Section, Tally]], list[Claim]]:
        """The parts, and what sections such as 评价结论 say of the whole."""
        with_points = [tally for _, tally in scored if tally.full is not None]
        parts, claims = [], []
        for child, tally in scored:
            bare = tally.full is None and not child.sections
            if bare and (with_points or _CONCLUSION.search(bare_title(child))):
                if _CONCLUSION.search(bare_title(child)):
                    text = child.body[0][0] if child.body else child.title
                    claims.append(Claim(None, tally.score, child.place, text))
            else:
                parts.append((child, tally))
        return parts, claims

    def _body_claims(self, section: Section, parts: Sequence[tuple[Section, Tally]]) -> list[Claim]:
        """What the text above the first inner section says of the whole section."""
        names = [bare_title(child) for child, _ in parts]
        claims = []
        for text, place in section.body:
            said = [
                m
                for m in self._ours(without_lists(text))
                if not (m.item and m.role is Role.SCORE)
                and not any(_same(m.subject, name) for name in names)
            ]
            if any(m.role is Role.SCORE and _STATES.search(m.amount.label) for m in said):
                claims.append(_claim(said, place, _around(text, said)))
        return claims

    def _check_full(
        self,
        section: Section,
        claim: Claim,
        parts: Sequence[tuple[Section, Tally]],
        full: Decimal | None,
    ) -> None:
        if claim.full is None or full is None or full == claim.full:
            return
        values = [tally.full for _, tally in parts if tally.full is not None]
        self._tell(section, claim, "满分", claim.full, values)

    def _check_score(
        self,
        section: Section,
        claim: Claim,
        parts: Sequence[tuple[Section, Tally]],
        extra: set[Decimal],
    ) -> None:
        known = [tally.score for _, tally in parts if tally.score is not None]
        total = sum(known, Decimal(0))
        if claim.score is None or total == claim.score:
            return
        if claim.score - total in extra:
            self._tell_bonus(claim, total, claim.score - total, known)
        elif len(known) == len(parts) or total > claim.score:
            self._tell(section, claim, "自评得分", claim.score, known)

    # -- a section without ----------------------------------------------------------------------

    def _weigh_leaf(self, section: Section, title: Claim) -> Tally:
        said = [m for text, _ in section.body for m in without_lists(text)]
        ours = self._ours(said)
        full = title.full
        if full is None:
            fulls = [m.number for m in ours if m.role is Role.FULL]
            full = fulls[0] if len(fulls) == 1 else None
        scores = []
        for mention in ours:
            if mention.role is not Role.SCORE:
                continue
            text, place = self._where(section, mention)
            if _is_of_the_whole(mention, full):
                self._whole.append(Claim(None, mention.number, place, text))
            elif not _is_far_above(mention, full):
                if full is not None and mention.number > full:
                    self._check_above(section, Claim(full, mention.number, place, text))
                scores.append(mention)
        if not scores:
            return Tally(full, title.score)
        found = self._leaf_score(section, scores, full)
        if title.score is None:
            return Tally(full, found)
        repeated = not _closes(scores, full) and scores[-1].number == title.score
        if (
            found != title.score
            and not repeated
            and self._is_complete(section, scores, found, title)
        ):
            values = [m.number for m in (scores[:-1] if _closes(scores, full) else scores)]
            self._tell(section, title, "自评得分", title.score, values)
        return Tally(full, title.score)

    def _leaf_score(
        self, section: Section, scores: Sequence[Mention], full: Decimal | None
    ) -> Decimal:
        """The score of a leaf: the total it states, else what its items add up to."""
        if not _closes(scores, full):
            return sum((m.number for m in scores), Decimal(0))
        last, items = scores[-1], [m.number for m in scores[:-1]]
        if sum(items, Decimal(0)) != last.number:
            text, place = self._where(section, last)
            claim = Claim(None, last.number, place, text)
            self._tell(section, claim, "该项得分", last.number, items)
        return last.number

    def _is_complete(
        self, section: Section, scores: Sequence[Mention], found: Decimal, title: Claim
    ) -> bool:
        """Whether the scores below a heading are all that make it up."""
        if title.score is not None and found > title.score:
            return True
        if len(scores) == 1 and scores[0].item:
            return True
        long = [text for text, _ in section.body if len(text) >= _SHORTEST]
        return all(any(m.role is Role.SCORE for m in mentions(text)) for text in long)

    def _weigh_bonus(self, section: Section) -> set[Decimal]:
        """What a section of bonuses may add; its items are held against what it states."""
        said = [m for text, _ in section.body for m in self._ours(mentions(text))]
        title = [
            m for m in self._ours(mentions(section.title, is_title=True)) if m.role is not Role.FULL
        ]
        added = [m for m in said if m.role is Role.BONUS]
        for mention in said:
            if mention.role is Role.SCORE and _is_of_the_whole(mention, Decimal(0)):
                text, place = self._where(section, mention)
                self._whole.append(Claim(None, mention.number, place, text))
        said = [m for m in said if not _is_of_the_whole(m, Decimal(0))]
        if not added:
            scores = [*title, *(m for m in said if m.role is Role.SCORE)]
            return {m.number for m in scores if m.number}
        closing = added[-1:] if _adds_the_bonuses_up(added, title) else []
        items = [m.number for m in added[: len(added) - len(closing)]]
        total = sum(items, Decimal(0))
        for claim in (*title, *closing):
            if claim.number != total:
                text, place = self._where(section, claim)
                told = Claim(None, claim.number, place, text)
                self._tell(section, told, "加分", claim.number, items)
        return {total, *(m.number for m in (*title, *closing))} - {Decimal(0)}

    # -- telling ----------------------------------------------------------------------------------

    def _where(self, section: Section, mention: Mention) -> tuple[str, Place]:
        """The paragraph a mention stands in."""
        for text, place in section.body:
            if mention in mentions(text):
                return text, place
        return section.title, section.place

    def _check_above(self, section: Section, claim: Claim) -> None:
        if claim.full is None or claim.score is None or claim.score <= claim.full:
            return
        if section.rank < 0:
            return
        self.mistakes.append(
            Mistake(
                ABOVE_RULE,
                "得分超过满分",
                claim.place,
                f"{claim.place.words}：“{shortened(bare_title(section))}”得分 "
                f"{plain(claim.score)}分，超过满分 {plain(claim.full)}分。",
                f"{plain(claim.score)}分",
                f"不超过{plain(claim.full)}分",
                f"{plain(claim.score)}分＞{plain(claim.full)}分",
                shortened(claim.sentence, 120),
                "核对得分和满分，改正写错的一个。",
            )
        )

    def _tell(
        self, section: Section, claim: Claim, what: str, written: Decimal, parts: Sequence[Decimal]
    ) -> None:
        total = sum(parts, Decimal(0))
        figured = "＋".join(f"{plain(part)}" for part in parts)
        name = shortened(bare_title(section) or "全文", 24)
        of = f"（{self._programme}）" if self._programme else ""
        self.mistakes.append(
            Mistake(
                SUM_RULE,
                f"{what}与各项之和不一致",
                claim.place,
                f"{claim.place.words}：“{name}”{of}{what}写的是 {plain(written)}分，"
                f"各项之和 {figured}＝{plain(total)}分。",
                f"{plain(written)}分",
                f"{plain(total)}分",
                f"{figured}＝{plain(total)}≠{plain(written)}",
                shortened(claim.sentence, 120),
            )
        )

    def _tell_bonus(
        self, claim: Claim, total: Decimal, extra: Decimal, parts: Sequence[Decimal]
    ) -> None:
        if _SAYS_BONUS.search(claim.sentence):
            return
        figured = "＋".join(plain(part) for part in parts)
        score = claim.score or Decimal(0)
        of = f"满分 {plain(claim.full)}分的" if claim.full is not None else ""
        self.mistakes.append(
            Mistake(
                BONUS_RULE,
                "加分算进了满分以内",
                claim.place,
                f"{claim.place.words}：{of}自评得分 {plain(score)}分里算进了加分 {plain(extra)}分；"
                f"各项得分之和是 {figured}＝{plain(total)}分，加分应当另列。",
                f"{plain(score)}分",
                f"{plain(total)}分，另加{plain(extra)}分",
                f"{plain(total)}＋{plain(extra)}＝{plain(score)}",
                shortened(claim.sentence, 120),
                "写成各项得分之和，加分另外写明；确实含加分的，在文中写明“含加分”。",
            )
        )


def _claim(said: Sequence[Mention], place: Place, sentence: str) -> Claim:
    """One total out of mentions: none where they tell several scores."""
    scores = {m.number for m in said if m.role is Role.SCORE}
    fulls = {m.number for m in said if m.role is Role.FULL}
    return Claim(
        fulls.pop() if len(fulls) == 1 else None,
        scores.pop() if len(scores) == 1 else None,
        place,
        sentence,
    )


def _is_of_the_whole(mention: Mention, full: Decimal | None) -> bool:
    """Whether a score below the last heading is that of the report: 综上，自评得分95分."""
    if mention.item or (full is not None and mention.number <= full):
        return False
    if mention.whole or full is None:
        return mention.whole
    said = mention.amount.label
    return _is_far_above(mention, full) and ("自评" in said or "评价" in said)


def _is_far_above(mention: Mention, full: Decimal | None) -> bool:
    """Whether a score is of something else: a slip of the pen is no other order of magnitude."""
    return full is not None and mention.number > max(2 * full, _LEAST_WHOLE)


def _around(text: str, said: Sequence[Mention]) -> str:
    """The sentences of the scores, without what stands far before and behind them."""
    start, end = said[0].amount.start, said[-1].amount.end
    begin = max(text.rfind("。", 0, start) + 1, start - _BEFORE)
    stop = text.find("。", end)
    return text[begin : stop if stop >= 0 else len(text)]


def _closes(scores: Sequence[Mention], full: Decimal | None) -> bool:
    """Whether the last score of a leaf is the total of those before it.

    此项得 2 分、此项得 1 分 … 经自评，该项得 3 分: equal to them, called a sum, or too much to be
    one more item.
    """
    *items, last = scores
    if not items:
        return False
    total = sum((m.number for m in items), Decimal(0))
    if len(items) > 1 and total == last.number:
        return True
    if last.total:
        return True
    return len(items) > 1 and last.item and full is not None and total + last.number > full


def _all_known(values: Sequence[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(values) else None


def _same(subject: str, name: str) -> bool:
    """Whether a subject in the text is the section of that name."""
    return bool(subject) and (subject in name or name in subject)


def _adds_the_bonuses_up(added: list[Mention], title: list[Mention]) -> bool:
    """Whether the last bonus told is the sum of those before: it says so, or the title does."""
    *before, last = added
    if not before or last.total:
        return bool(before)
    total = sum((mention.number for mention in before), Decimal(0))
    return last.number == total and total in [mention.number for mention in title]
