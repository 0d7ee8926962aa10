"""Points and scores that a report states for its sections, against the rows of the form.

A section stands for a row or a 一级指标 by its heading. A report that speaks of several tables, or
of another table than the form, is compared only where it names the form's.
"""

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from decimal import Decimal
from typing import NamedTuple

from anju_desktop.blocks import Paragraph, Place
from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.document.values import plain
from anju_desktop.report.outline import Section, outline
from anju_desktop.report.rows import plain_title
from anju_desktop.report.scores import Mention, Role, mentions
from anju_desktop.report.sections import bare_title, of_programme, programmes_of
from anju_desktop.report.told import Claim, Held, names_form, sentence_at, title_words
from anju_desktop.scoring.scorecard import Scorecard

_SHARE_OF_PROGRAMME = 0.6
_HEAD = 3
"""Paragraphs at the beginning of a part that may say which table it speaks of."""


class _Known(NamedTuple):
    """What the form has for a heading: a row, or the sum of the rows of a 一级指标."""

    numbers: dict[Role, Decimal]
    cells: dict[Role, CellRef]


class _Said(NamedTuple):
    mention: Mention
    text: str
    place: Place


def held_sections(
    paragraphs: Sequence[Paragraph], own: Set[str], document: Document, card: Scorecard
) -> Held:
    """What sections say otherwise than the form, and every figure that was compared.

    ``own`` are the paths of the paragraphs that are not compared as generated ones.
    """
    known = _known(document, card)
    whole = {paragraph.place.path: paragraph.text for paragraph in paragraphs}
    held = Held([], {})
    for part in outline(paragraphs):
        programmes = programmes_of(part)
        programme = _programme_of(part, programmes, document)
        if programme is None:
            continue
        for name, said in _scores_said(part, programmes, programme):
            entry = known.get(plain_title(name))
            wanted = entry.numbers.get(said.mention.role) if entry else None
            if entry is None or wanted is None or said.place.path not in own:
                continue
            amount = said.mention.amount
            # What follows a heading in its own paragraph is told apart from it.
            at = max(whole[said.place.path].find(said.text), 0)
            span = at + amount.start, at + amount.end
            held.spans.setdefault(said.place.path, []).append(span)
            if amount.number != wanted:
                cell, expected = entry.cells[said.mention.role], f"{plain(wanted)}分"
                text = sentence_at(said.text, amount.start)
                held.claims.append(
                    Claim(said.place, amount.text, expected, cell, text, *span, document)
                )
    return held


def _scores_said(
    part: Section, programmes: Sequence[str], programme: str
) -> Iterator[tuple[str, _Said]]:
    """Names and what is said of them: by headings, and by paragraphs that begin with a name."""
    for section in (part, *part.all_below()):
        for said in _said(section, programmes, programme) if section is not part else ():
            yield bare_title(section), said
        for text, place in section.body if not programmes else ():
            name, colon, rest = text.partition("：")
            scores = [m for m in mentions(text) if m.role is Role.SCORE] if colon and rest else []
            if len(scores) == 1:
                yield name, _Said(scores[0], text, place)


def _known(document: Document, card: Scorecard) -> dict[str, _Known]:
    """The names that stand for one thing only."""
    entries = [*_rows(document, card), *_sections(document, card)]
    counted = Counter(name for name, _ in entries)
    return {name: known for name, known in entries if name and counted[name] == 1}


def _rows(document: Document, card: Scorecard) -> Iterator[tuple[str, _Known]]:
    for row in card.rows:
        marks = document.edition.find_group(row.group).marks
        if marks is None:
            continue
        numbers = {Role.FULL: row.full}
        if row.claimed.number is not None:
            numbers[Role.SCORE] = row.claimed.number
        cells = {Role.FULL: row.cell(marks, "full"), Role.SCORE: row.cell(marks, "score")}
        yield plain_title(row.name), _Known(numbers, cells)


def _sections(document: Document, card: Scorecard) -> Iterator[tuple[str, _Known]]:
    for group in document.edition.groups:
        marks = group.marks
        if marks is None or not marks.section:
            continue
        below: dict[str, list[int]] = {}
        for number, row in enumerate(card.rows):
            if row.group == group.id and not row.bonus:
                name = document.text(CellRef(marks.section, group.id, row.row))
                below.setdefault(plain_title(name), []).append(number)
        for name, numbers in below.items():
            rows = [card.rows[number] for number in numbers]
            found = {Role.FULL: sum((row.full for row in rows), Decimal(0))}
            claimed = [row.claimed.number for row in rows]
            if None not in claimed:
                found[Role.SCORE] = sum((each for each in claimed if each), Decimal(0))
            cells = {
                Role.FULL: rows[0].cell(marks, "full"),
                Role.SCORE: rows[0].cell(marks, "score"),
            }
            yield name, _Known(found, cells)


def _programme_of(part: Section, programmes: Sequence[str], document: Document) -> str | None:
    """Which of the programmes scored side by side is the form's; None where none surely is.

    ``""`` where the part scores one programme only, and it is the form's.
    """
    if not programmes:
        texts = [part.title, *(text for text, _ in part.body[:_HEAD])]
        return "" if names_form("\n".join(texts), document) else None
    words = title_words(document)
    fitting = [p for p in programmes if len({*p} & {*words}) > _SHARE_OF_PROGRAMME * len({*p})]
    return fitting[0] if len(fitting) == 1 else None


def _said(section: Section, programmes: Sequence[str], programme: str) -> Iterator[_Said]:
    """Points and score of a section, each where it is said once."""
    title = of_programme(mentions(section.title, is_title=True), programmes, programme)
    found = [_Said(m, section.title, section.place) for m in title]
    named = any("：" in text for text, _ in section.body) and not programmes
    scored = any(said.mention.role is Role.SCORE for said in found)
    if not section.sections and not scored and not named:
        found += [
            _Said(mention, text, place)
            for text, place in section.body
            for mention in of_programme(mentions(text), programmes, programme)
            if mention.role is Role.SCORE
        ]
    for role in (Role.FULL, Role.SCORE):
        alike = [said for said in found if said.mention.role is role]
        if len(alike) == 1:
            yield alike[0]
