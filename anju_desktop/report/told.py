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
_FORM_WORDS = pattern(
    r"城镇保障性安居工程|项目支出|绩效|自评|评价|指标|得分|表$|中央和省级|财政资金|用于"
)
_YEAR = pattern(r"(?:19|20)\d\d(?=年)")
_SHARE_OF_NAME = 0.7
_SHARE = 0.6
_MOST_STRANGE = 1
_FEWEST = 2
_MOST_TOLD = 5
_SHORTEST = 12
"""Characters of a sentence that is quoted alone."""
_MOST = 100
"""Figures of a paragraph that are looked at."""


class Claim(NamedTuple):
    """A figure of the report that speaks of a fact and differs from it."""

    place: Place
    written: str
    expected: str
    cell: CellRef
    sentence: str
    start: int
    end: int
    """In the text of the paragraph."""
    document: Document
    """The form that says otherwise."""


class Held(NamedTuple):
    """What was held against the form."""

    claims: list[Claim]
    spans: dict[str, list[tuple[int, int]]]
    """Path of a paragraph to the figures in it that were compared, by where they stand."""


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


def title_words(document: Document) -> str:
    """What the title of a form says beyond that it is one: 棚户区改造."""
    return _FORM_WORDS.sub("", document.edition.title)


def names_form(text: str, document: Document) -> bool:
    """Whether a text speaks of the table by its name; never of a table without one of its own."""
    core = _bigrams(title_words(document))
    said = len(core & _bigrams(text))
    return len(core) >= _FEWEST and said >= _SHARE_OF_NAME * len(core)


def held_totals(paragraphs: Sequence[Paragraph], document: Document, card: Scorecard) -> Held:
    """A total score told in the clerk's words for this table by its name, and another one's."""
    scoring = document.edition.scoring
    cell = CellRef(scoring.typed_total) if scoring and scoring.typed_total else None
    held = Held([], {})
    if cell is None:
        return held
    full = sum((row.full for row in card.rows if not row.bonus), Decimal(0))
    rights = {card.total, document.value(cell).number or card.total}
    for paragraph in paragraphs:
        at = 0
        for sentence in _SENTENCE_END.split(paragraph.text):
            total = _total_of(sentence, full, document)
            if total is not None:
                span = (at + total.start, at + total.end)
                held.spans.setdefault(paragraph.place.path, []).append(span)
                if total.number not in rights:
                    expected, said = f"{plain(card.total)}分", shortened(sentence.strip(), 200)
                    held.claims.append(
                        Claim(paragraph.place, total.text, expected, cell, said, *span, document)
                    )
            at += len(sentence) + 1
    return held


def _total_of(sentence: str, full: Decimal, document: Document) -> Amount | None:
    """The one total score of a sentence that names the form, and no points of a section."""
    if not names_form(sentence, document) or not _year_fits(sentence, document):
        return None
    scores = [a for a in amounts(sentence) if a.unit.kind is Kind.SCORE]
    totals = [a for a in scores if _TOTAL.search(a.label) and not a.rough]
    if len(totals) != 1 or any(s is not totals[0] and s.number != full for s in scores):
        return None
    return totals[0]


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
            span = amount.start, amount.end
            cell = partner.cell
            claims.append(
                Claim(paragraph.place, amount.text, expected, cell, sentence, *span, document)
            )
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


def sentence_at(text: str, position: int) -> str:
    """The sentence of a text that a position lies in, to be quoted."""
    ends = [found.end() for found in _SENTENCE_END.finditer(text)]
    end = min((end for end in ends if end > position), default=len(text))
    # 得9分。 alone says nothing.
    begin = max((b for b in ends if b <= position and end - b >= _SHORTEST), default=0)
    return shortened(text[begin:end].strip(), 200)
