"""Figures in the clerk's own sentences against the facts of the form.

A figure is held against a fact only where unit, step and words agree beyond doubt; the rest is
listed as not checked, since a false alarm costs more here than a miss.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from anju_desktop.blocks import Paragraph, Place
from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.document.values import plain
from anju_desktop.forms.definition import Field
from anju_desktop.patterns import pattern
from anju_desktop.report.amounts import Amount, amounts, stage_of
from anju_desktop.report.remarks import Unchecked
from anju_desktop.rules.quantities import same_size
from anju_desktop.rules.rule import shortened
from anju_desktop.rules.vocabulary import Kind, Unit, simple_units
from anju_desktop.scoring.scorecard import Scorecard

_COUNTED = pattern(r"(?:总?[户套栋幢间个处项人件]?数|总?量|面积|金额|总额)$")
_PARTIAL = pattern(
    r"其中|剩余|尚|仍|未|还有|差|缺|少|多|超|增|减|较|比|余下|每|均|次年|明年|下一|上年|去年"
    r"|前年|以来|累计|期间|拟|将|新"
)
_PLACE_PART = pattern(r"[\u3400-\u9fff]{1,6}(?:[县区镇乡旗]|街道|社区|小区)(?!域|级|间|别|内)")
_HAN = pattern(r"[\u3400-\u9fff]+")
_SENTENCE_END = pattern(r"[。；;！!？?\n]")
_SMALL_WORDS = frozenset("年度全市区县我本共总计实际为达到了的已截至底末月")
_TOTAL = pattern(r"(?:自评|评价|综合|总)(?:总?得?分)?(?:[为是共]|合计)?$")
_FORM_WORDS = pattern(r"项目支出|绩效|自评|评价|指标|得分|表$|中央和省级|财政资金|用于")
_YEAR = pattern(r"(?:19|20)\d\d(?=年)")
_SHARE_OF_NAME = 0.7
_SHARE = 0.6
_MOST_STRANGE = 1
_FEWEST = 2
_MOST_TOLD = 5
_MOST = 100
"""Figures of a paragraph that are looked at."""


class Claim(NamedTuple):
    """A figure of the report that speaks of a fact and differs from it."""

    place: Place
    written: str
    expected: str
    cell: CellRef
    sentence: str


class Known(NamedTuple):
    """A figure of the form that a sentence may speak of."""

    cell: CellRef
    words: frozenset[str]
    """Pairs of characters of what it counts."""
    about: frozenset[str]
    """The characters of its title, its row and its table."""
    stage: str
    number: Decimal
    unit: Unit
    unit_text: str


def claims_of(document: Document) -> list[Known]:
    """The facts and measured values of a scored form."""
    found = []
    for fact in document.edition.facts:
        found += _known(document, fact, CellRef(fact.id), fact.title)
    for group in document.edition.groups:
        name = group.marks.name if group.marks else ""
        for measure in group.measures if name else ():
            column = document.edition.find_column(group.id, measure.value or measure.number)
            for row in document.row_ids(group.id):
                title = document.text(CellRef(name, group.id, row))
                found += _known(document, column, CellRef(column.id, group.id, row), title)
    return found


def _known(document: Document, field: Field, cell: CellRef, title: str) -> list[Known]:
    value = document.value(cell)
    unit_text = value.unit or field.unit
    unit = simple_units().get(unit_text)
    if value.number is None or unit is None or unit.kind in (Kind.TIME, Kind.SCORE):
        return []
    subject = _COUNTED.sub("", "".join(title.split()))
    words = _bigrams(subject)
    edition = document.edition
    about = frozenset(f"{title}{field.title}{edition.programme}{edition.title}")
    stage = stage_of(title)
    known = Known(cell, words, about, stage, value.number, unit, unit_text)
    return [known] if words else []


def _bigrams(text: str) -> frozenset[str]:
    """Pairs of characters, common words such as 计划 and 改造 among them: they are the subject."""
    return frozenset(run[at : at + 2] for run in _HAN.findall(text) for at in range(len(run) - 1))


def total_claims(paragraph: Paragraph, document: Document, card: Scorecard) -> list[Claim]:
    """A total score told in the clerk's words for this table by its name, and another one's."""
    scoring = document.edition.scoring
    cell = CellRef(scoring.typed_total) if scoring and scoring.typed_total else None
    core = _bigrams(_FORM_WORDS.sub("", document.edition.title))
    if cell is None or len(core) < _FEWEST:
        return []
    full = sum((row.full for row in card.rows if not row.bonus), Decimal(0))
    rights = {card.total, document.value(cell).number or card.total}
    claims = []
    for sentence in _SENTENCE_END.split(paragraph.text):
        scores = [a for a in amounts(sentence) if a.unit.kind is Kind.SCORE]
        totals = [a for a in scores if _TOTAL.search(a.label) and not a.rough]
        if len(totals) != 1 or len(core & _bigrams(sentence)) < _SHARE_OF_NAME * len(core):
            continue
        if any(score is not totals[0] and score.number != full for score in scores):
            continue  # The points of a section.
        (total,) = totals
        if total.number not in rights and _year_fits(sentence, document):
            expected = f"{plain(card.total)}分"
            said = shortened(sentence.strip(), 200)
            claims.append(Claim(paragraph.place, total.text, expected, cell, said))
    return claims


def _year_fits(sentence: str, document: Document) -> bool:
    years = _YEAR.findall(sentence)
    return not years or document.period[:4] in years


def told_elsewhere(
    paragraph: Paragraph,
    accounted: Sequence[tuple[int, int]],
    known: Sequence[Known],
    document: Document,
) -> tuple[list[Claim], list[Unchecked]]:
    """What a paragraph of the clerk's says against the form, and what could not be compared."""
    claims: list[Claim] = []
    unchecked: list[str] = []
    for amount in amounts(paragraph.text)[:_MOST]:
        if any(start <= amount.end and amount.start <= end for start, end in accounted):
            continue
        sentence = _sentence(paragraph.text, amount.start)
        partner = _partner(amount, sentence, known, document)
        if partner is None:
            if not any(_is(amount, each) for each in known):
                unchecked.append(amount.text)
        elif not _is(amount, partner):
            expected = f"{format(partner.number, 'f')}{partner.unit_text}"
            claims.append(Claim(paragraph.place, amount.text, expected, partner.cell, sentence))
    return claims, [_unchecked(paragraph.place, unchecked)] if unchecked else []


def _unchecked(place: Place, texts: Sequence[str]) -> Unchecked:
    listed = "、".join(f"“{text}”" for text in texts[:_MOST_TOLD])
    more = f"等 {len(texts)} 处" if len(texts) > _MOST_TOLD else ""
    return Unchecked(place, f"{place.words}的{listed}{more}在表中没有能对上的，没有核对。")


def _partner(
    amount: Amount, sentence: str, known: Sequence[Known], document: Document
) -> Known | None:
    """The one figure of the form that an amount speaks of, or None when that is not certain."""
    if amount.rough or amount.year not in ("", document.period[:4]):
        return None
    said = sentence[: sentence.find(amount.text)]
    if _PARTIAL.search(said[-30:]) or _PLACE_PART.search(said):
        return None
    words = _bigrams(amount.label)
    ranked = sorted(
        (
            (len(words & each.words), number)
            for number, each in enumerate(known)
            if each.unit.quantity == amount.quantity and each.stage == amount.stage
        ),
        reverse=True,
    )
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    best, number = ranked[0]
    chosen = known[number]
    enough = best >= _FEWEST and best >= _SHARE * len(chosen.words)
    # Another word, as in 计划改造道路, makes it another thing.
    strange = {*"".join(_HAN.findall(amount.label))} - chosen.about - _SMALL_WORDS
    return chosen if enough and len(strange) <= _MOST_STRANGE else None


def _is(amount: Amount, known: Known) -> bool:
    if amount.quantity != known.unit.quantity:
        return False
    return amount.base == known.number * known.unit.factor or same_size(
        amount.number, amount.unit, known.number, known.unit
    )


def _sentence(text: str, position: int) -> str:
    begin = max((m.end() for m in _SENTENCE_END.finditer(text, 0, position)), default=0)
    end = _SENTENCE_END.search(text, position)
    return shortened(text[begin : end.end() if end else len(text)].strip(), 200)
