"""An edited report held against its form: every figure that no longer is the table's.

The report is generated again from the form and the two are laid side by side; what the clerk moved,
reworded or left out is no mistake, a figure that differs is one, and only one.
"""

from collections.abc import Iterator, Sequence, Set
from decimal import Decimal
from itertools import groupby, islice, zip_longest
from typing import NamedTuple

from anju_desktop.blocks import Block, Paragraph, Place, Row, Table
from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.document.values import to_decimal
from anju_desktop.patterns import pattern
from anju_desktop.report.aligning import GENERATED, align, alike, closeness
from anju_desktop.report.content import report_of
from anju_desktop.report.expecting import (
    Expected,
    Line,
    cell_words,
    exact_rates,
    line_of,
    lines_of,
)
from anju_desktop.report.pieces import Grid
from anju_desktop.report.remarks import Mistake, Unchecked
from anju_desktop.report.skeletons import Skeleton, Slot, skeleton
from anju_desktop.report.sums import Verdict, check_sums
from anju_desktop.report.told import Claim, claims_of, told_elsewhere, total_claims
from anju_desktop.rules.rule import decimals_of, shortened
from anju_desktop.rules.vocabulary import Kind
from anju_desktop.scoring.clauses import rounded
from anju_desktop.scoring.scorecard import scorecard

RULE, RULE_TOLD = "report-differs", "report-told-differs"
MOST_PARAGRAPHS = 3000
LONGEST = 10_000
BLANK = "空白"

_SENTENCE_END = pattern(r"[。；;！!？?\n]")
_POINTS = pattern(r"分$|分值$|分[（(]|分数$")
_HUNDRED = Decimal(100)
_ADVICE = "表对的，改报告；报告对的，改表后重新核对。"
_FACING = 6
"""How many characters next to a figure are looked at where its sentence was reworded."""
_NEAR_ENOUGH = 5
_MOST_REWORDED, _MOST_SLOTS = 300, 100
"""Paragraphs, and figures in each: pasted bulk must not stop the check."""
_SHORTEST = 12
"""Characters of a sentence that is quoted alone."""


class _Difference(NamedTuple):
    """A figure of the report, and what the form has instead."""

    place: Place
    start: int
    end: int
    """In the text of the paragraph or cell."""
    cell_index: int
    """Which cell of a row; -1 in a paragraph."""
    written: str
    expected: str
    right: str
    """What would have to stand there, for the sums of the report."""
    figure: str
    """As written, without its unit."""
    source: CellRef | None
    text: str
    """The paragraph, or the row, it stands in."""


def compare(blocks: Sequence[Block], document: Document) -> Verdict | None:
    """All mistakes of a report, with its form known; None where the form has no report.

    A figure that differs from the form is told once: sums that it alone breaks are left out.
    """
    report = report_of(document)
    if report is None:
        return None
    made = lines_of(report, document)
    grids = [part for part in report.parts if isinstance(part, Grid)]
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    prose = _Prose(paragraphs, made)
    differences = [each for each in prose.differences() if not _is_the_cell(document, each)]
    # The sections of a report written without the form are its own and add up by themselves.
    recognised = {*prose.recognised()} if prose.close is GENERATED else set()
    tables = _Tables(grids, document)
    for block in blocks:
        if isinstance(block, Table):
            found = tables.differences(block)
            differences += (each for each in found if not _is_the_cell(document, each))
            if tables.knows(block):
                recognised.add(block.place.path)
    claims = claims_of(document)
    card = scorecard(document)
    own = list(prose.unpaired())
    elsewhere = [told_elsewhere(paragraph, spans, claims, document) for paragraph, spans in own]
    told = [claim for found, _ in elsewhere for claim in found]
    if card is not None:
        bare = [paragraph for paragraph, spans in own if not spans]
        told += [claim for each in bare for claim in total_claims(each, document, card)]
    mistakes = [_mistake(document, each) for each in differences]
    mistakes += [_told(document, claim) for claim in told]
    sums = _sums(blocks, recognised, differences)
    order = {block.place.path: number for number, block in enumerate(blocks)}
    return Verdict(
        tuple(
            sorted(
                [*mistakes, *sums.mistakes],
                key=lambda each: order.get(each.place.path.partition(".row")[0], 0),
            )
        ),
        (
            *sums.unchecked,
            *(each for _, unchecked in elsewhere for each in unchecked),
            *_left_out(blocks, paragraphs, tables),
        ),
    )


def _left_out(
    blocks: Sequence[Block], paragraphs: Sequence[Paragraph], tables: "_Tables"
) -> Iterator[Unchecked]:
    """What was not held against the form at all."""
    for block in blocks:
        if isinstance(block, Table) and not tables.meets(block):
            words = block.place.words
            yield Unchecked(block.place, f"{words}的表不是由填报的表生成的，没有与表核对。")
    if len(paragraphs) > MOST_PARAGRAPHS:
        place = paragraphs[MOST_PARAGRAPHS].place
        yield Unchecked(place, f"{place.words}起的段落太多，没有与填报的表核对。")


def _is_the_cell(document: Document, each: _Difference) -> bool:
    """Whether a figure is what stands in the cell, where the report had one worked out.

    A typed total that the rows contradict is told by the checks of the form.
    """
    typed = document.value(each.source).number if each.source is not None else None
    return typed is not None and to_decimal(each.figure) == typed


def resemblance(blocks: Sequence[Block], document: Document) -> int:
    """How many paragraphs of a report are those generated from a form, figures aside."""
    report = report_of(document)
    if report is None:
        return -1
    keys = {line.key for line in lines_of(report, document) if len(line.key) > 1}
    read = [skeleton(b.text).key for b in _bounded(blocks)]
    return sum(key in keys for key in read)


def _bounded(blocks: Sequence[Block]) -> list[Paragraph]:
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    return [p for p in paragraphs[:MOST_PARAGRAPHS] if len(p.text) <= LONGEST]


# ---------------------------------------------------------------- prose


class _Prose:
    """The paragraphs of a report beside those generated from the form."""

    def __init__(self, paragraphs: Sequence[Paragraph], made: Sequence[Line]) -> None:
        self._read = _bounded(paragraphs)
        self._made = made
        self._skeletons = [skeleton(paragraph.text) for paragraph in self._read]
        texts = [paragraph.text for paragraph in self._read]
        self.close = closeness(self._skeletons, made)
        self._pairs = align(self._skeletons, texts, made, self.close)
        self._reworded = self._faced()

    def differences(self) -> Iterator[_Difference]:
        for number, paragraph in enumerate(self._read):
            if number in self._pairs:
                line = self._made[self._pairs[number]]
                for slot, at, expected in _facing(self._skeletons[number], line):
                    yield from _different(paragraph.text, paragraph.place, slot, at, expected)
            for slot, expected in self._reworded.get(number, ()):
                yield from _different(paragraph.text, paragraph.place, slot, slot.start, expected)

    def recognised(self) -> Iterator[str]:
        """Paths of the paragraphs that are the same but for their figures."""
        return (self._read[number].place.path for number in self._pairs)

    def unpaired(self) -> Iterator[tuple[Paragraph, list[tuple[int, int]]]]:
        """Paragraphs that are the clerk's, each with the figures in it that are accounted for."""
        for number, paragraph in enumerate(self._read):
            if number not in self._pairs and self._skeletons[number].slots:
                known = self._reworded.get(number, ())
                yield paragraph, [(slot.start, slot.end) for slot, _ in known]

    def _faced(self) -> dict[int, list[tuple[Slot, Expected]]]:
        """In reworded paragraphs, the figures that stand in words of the generated ones."""
        candidates = alike(self._skeletons, self._made, self._pairs, self.close)
        chances = [
            (nearness, number, slot, other, index)
            for number, others in islice(candidates.items(), _MOST_REWORDED)
            for slot in self._skeletons[number].slots[:_MOST_SLOTS]
            if not slot.chinese
            for other in others
            for index, expected in enumerate(self._made[other].expected)
            if (nearness := _nearness(self._skeletons[number], slot, self._made[other], expected))
            >= _NEAR_ENOUGH
        ]
        chances.sort(key=lambda chance: -chance[0])
        found: dict[int, list[tuple[Slot, Expected]]] = {}
        used: set[tuple[int, int]] = set()
        done: set[tuple[int, int]] = set()
        for _, number, slot, other, index in chances:
            if (number, slot.start) in done or (other, index) in used:
                continue
            done.add((number, slot.start))
            used.add((other, index))
            found.setdefault(number, []).append((slot, self._made[other].expected[index]))
        return found


def _nearness(read: Skeleton, slot: Slot, line: Line, expected: Expected) -> int:
    """How well the words around two figures agree; 0 where their units do not."""
    other = expected.slot
    if other is None or other.chinese:
        return 0
    if (slot.measure is None) != (other.measure is None):
        return 0
    if slot.measure and other.measure and slot.measure.unit.quantity != other.measure.unit.quantity:
        return 0
    before = _common(read.key[: slot.offset][::-1], line.key[: other.offset][::-1])
    after = _common(read.key[slot.offset :], line.key[other.offset :])
    shared = {*_pairs(read.key, slot.offset)} & {*_pairs(line.key, other.offset)}
    return 2 * before + after + len(shared) + (slot.number == other.number)


def _pairs(key: str, offset: int) -> Iterator[str]:
    near = key[max(0, offset - 10) : offset]
    return (near[at : at + 2] for at in range(len(near) - 1))


def _common(first: str, second: str) -> int:
    count = 0
    for a, b in zip(first[:_FACING], second[:_FACING], strict=False):
        if a != b:
            break
        count += 1
    return count


def _facing(read: Skeleton, line: Line) -> Iterator[tuple[Slot | None, int, Expected | None]]:
    """Figures of two texts with one skeleton, by where they stand; with the place in the text."""
    here = {at: list(each) for at, each in groupby(read.slots, key=lambda slot: slot.offset)}
    there = {at: list(each) for at, each in groupby(line.expected, key=lambda each: each.offset)}
    for offset in sorted({*here, *there}):
        for slot, expected in zip_longest(here.get(offset, ()), there.get(offset, ())):
            yield slot, slot.start if slot else read.upto.index(offset), expected


def _different(
    text: str, place: Place, slot: Slot | None, at: int, expected: Expected | None
) -> Iterator[_Difference]:
    if expected is None:
        # A figure where the generated text has none at all is the clerk's own addition.
        return
    wanted = expected.slot
    if slot is None:
        if wanted is not None and not wanted.chinese:
            yield _Difference(
                place, at, at, -1, BLANK, wanted.shown, wanted.text, "", expected.cell, text
            )
    elif wanted is None:
        yield _Difference(
            place, at, slot.end, -1, slot.shown, BLANK, "", slot.text, expected.cell, text
        )
    elif not agrees(slot, wanted, expected.exact):
        shown, end, right = _shown(wanted, slot), slot.end, wanted.text
        if slot.measure and _in_other_unit(slot, wanted):
            end, right = slot.measure.end, wanted.shown
        figure, cell = slot.text, expected.cell
        yield _Difference(place, at, end, -1, slot.shown, shown, right, figure, cell, text)


def _shown(wanted: Slot, slot: Slot) -> str:
    if wanted.measure is None and slot.measure is not None:
        return f"{wanted.text}{slot.measure.unit_text}"
    return wanted.shown


def _in_other_unit(slot: Slot, wanted: Slot) -> bool:
    return bool(
        slot.measure and wanted.measure and slot.measure.unit.factor != wanted.measure.unit.factor
    )


def agrees(slot: Slot, wanted: Slot, exact: Sequence[Decimal] = ()) -> bool:
    """Whether two figures say the same: in another unit, with idle zeros, a rate rounded."""
    if slot.number is None or wanted.number is None:
        return slot.text == wanted.text
    if slot.measure and wanted.measure:
        if slot.measure.unit.quantity == wanted.measure.unit.quantity:
            if slot.measure.base == wanted.measure.base:
                return True
        elif slot.number == wanted.number:
            return True
        if slot.measure.unit.kind is wanted.measure.unit.kind is Kind.RATIO:
            return _same_rate(slot.number, wanted.number, exact)
        return False
    return slot.number == wanted.number


def _same_rate(written: Decimal, wanted: Decimal, exact: Sequence[Decimal]) -> bool:
    """Whether a rate is the form's, rounded to fewer or, from its own figures, more decimals."""
    own = [rate for rate in exact if rounded(rate, decimals_of(wanted)) == wanted]
    if written == _HUNDRED != wanted:
        return False
    return any(rounded(rate, decimals_of(written)) == written for rate in (wanted, *own))


# ---------------------------------------------------------------- tables


class _Tables:
    """The tables of the generated report, found again by the words in their rows."""

    def __init__(self, grids: Sequence[Grid], document: Document) -> None:
        exact = exact_rates(document)
        self._heads = [[_title(title) for title in grid.head] for grid in grids]
        self._titles = [grid.head for grid in grids]
        self._rows = [
            [tuple(line_of((run,), exact) for run in row) for row in grid.rows] for grid in grids
        ]

    def knows(self, table: Table) -> bool:
        """Whether a table is a generated one, or the rest of it, and none with other columns."""
        return any(
            _fits_without_head(table, rows)
            if (at := _head_row(table, heads)) is None
            else {_title(cell) for cell in table.rows[at].cells} - {""} == {*heads}
            for heads, rows in zip(self._heads, self._rows, strict=True)
        )

    def meets(self, table: Table) -> bool:
        """Whether a table has columns of a generated one."""
        return any(
            _head_row(table, heads) is not None or _fits_without_head(table, rows)
            for heads, rows in zip(self._heads, self._rows, strict=True)
        )

    def differences(self, table: Table) -> list[_Difference]:
        """Its figures that differ, in the rows and columns that are the form's."""
        found: list[_Difference] = []
        for heads, titles, rows in zip(self._heads, self._titles, self._rows, strict=True):
            at = _head_row(table, heads)
            columns = _columns(table.rows[at], heads) if at is not None else {}
            first = at + 1 if at is not None else 0
            if at is None and _fits_without_head(table, rows):
                columns = {number: number for number in range(len(heads))}
            above = ""
            for row in table.rows[first:] if columns else ():
                above = _label(row, columns, 0) or above
                made = _row_like(row, columns, rows, above)
                if made is not None:
                    found += self._in_row(row, columns, made, titles)
        return found

    def _in_row(
        self, row: Row, columns: dict[int, int], made: tuple[Line, ...], titles: tuple[str, ...]
    ) -> Iterator[_Difference]:
        text = " ".join(cell.replace("\n", "") for cell in row.cells if cell)
        for column, index in columns.items():
            if index >= len(row.cells):
                continue
            cell, line = row.cells[index], made[column]
            read = skeleton(cell)
            if read.key not in (line.key, _unit_in(cell)):
                continue
            unit = "分" if _POINTS.search(titles[column]) else ""
            for slot, at, expected in _facing(read._replace(key=line.key), line):
                for each in _different(cell, row.place, slot, at, expected):
                    yield each._replace(
                        cell_index=index,
                        text=text,
                        written=_with_unit(each.written, unit),
                        expected=_with_unit(each.expected, unit),
                    )


def _unit_in(cell: str) -> str:
    """The unit a clerk wrote behind a figure that stands alone in a cell."""
    read = skeleton(cell)
    alone = len(read.slots) == 1 and read.slots[0].offset == 0 and not read.slots[0].chinese
    return read.key if alone and len(read.key) <= 3 else "\0"


def _with_unit(shown: str, unit: str) -> str:
    return shown if shown == BLANK or shown.endswith(unit) else f"{shown}{unit}"


def _head_row(table: Table, heads: Sequence[str]) -> int | None:
    """The row that names the columns, None where the table has none of that kind."""
    for number, row in enumerate(table.rows[:5]):
        keys = {_title(cell) for cell in row.cells}
        if len(keys & {*heads}) >= max(2, len(heads) - 1):
            return number
    return None


def _columns(head: Row, heads: Sequence[str]) -> dict[int, int]:
    """Column of the generated table → column of this one.

    Of two with one title the one behind the column before: 二级指标 has its 分值 behind it.
    """
    keys = [_title(cell) for cell in head.cells]
    columns: dict[int, int] = {}
    behind = -1
    for number, key in enumerate(heads):
        places = [at for at, title in enumerate(keys) if title == key]
        if places:
            behind = next((at for at in places if at > behind), places[0])
            columns[number] = behind
    return columns


def _fits_without_head(table: Table, rows: Sequence[tuple[Line, ...]]) -> bool:
    """Whether a table is the rest of one that was cut: rows of its width, of its words."""
    labels = {row[0].key for row in rows if row[0].key}
    like = [
        row
        for row in table.rows
        if len(row.cells) == len(rows[0]) and skeleton(row.cells[0]).key in labels
    ]
    return len(like) * 2 > len(table.rows)


def _title(text: str) -> str:
    """A title without blanks and marks; its numerals tell 一级 from 二级."""
    return "".join(filter(str.isalnum, text))


def _label(row: Row, columns: dict[int, int], column: int) -> str:
    index = columns.get(column)
    return skeleton(row.cells[index]).key if index is not None and index < len(row.cells) else ""


def _row_like(
    row: Row, columns: dict[int, int], rows: Sequence[tuple[Line, ...]], above: str
) -> tuple[Line, ...] | None:
    """The generated row with the same words; the first column may span several rows."""
    words = [n for n in range(len(rows[0])) if any(line[n].key for line in rows)]
    texts = {n: _label(row, columns, n) for n in words if n in columns}
    for exactly in (True, False):
        found = [
            made
            for made in rows
            if all(
                made[n].key == text or (n == 0 and made[n].key == above and not text)
                or (n == 0 and not exactly)
                for n, text in texts.items()
            )
        ]  # fmt: skip
        if len(found) == 1 and any(texts.values()):
            return found[0]
    return None


# ---------------------------------------------------------------- telling


def _mistake(document: Document, each: _Difference) -> Mistake:
    stands = "空着" if each.written == BLANK else f"写的是“{each.written}”"
    has = "空着" if each.expected == BLANK else f"“{each.expected}”"
    words = cell_words(document, each.source, each.expected)
    words = words.removesuffix("是") if each.expected == BLANK else words
    return Mistake(
        RULE,
        "报告中的数与填报的表不一致",
        each.place,
        f"{each.place.words}：{stands}，{words}{has}，两处不一致。",
        each.written,
        each.expected,
        f"{each.written}≠{each.expected}",
        _sentence(each),
        _ADVICE,
        table_cell=document.path(each.source) if each.source is not None else "",
    )


def _told(document: Document, claim: Claim) -> Mistake:
    return Mistake(
        RULE_TOLD,
        "文中所说的数与填报的表不一致",
        claim.place,
        f"{claim.place.words}：写的是“{claim.written}”，"
        f"{cell_words(document, claim.cell, claim.expected)}“{claim.expected}”，两处不一致。",
        claim.written,
        claim.expected,
        f"{claim.written}≠{claim.expected}",
        claim.sentence,
        "核对哪一处写错并改正；口径不同的不必改。",
        table_cell=document.path(claim.cell),
    )


def _sentence(each: _Difference) -> str:
    if each.cell_index >= 0:
        return shortened(each.text, 120)
    return sentence_at(each.text, each.start)


def sentence_at(text: str, position: int) -> str:
    """The sentence of a text that a position lies in."""
    ends = [found.end() for found in _SENTENCE_END.finditer(text)]
    end = min((end for end in ends if end > position), default=len(text))
    # 得9分。 alone says nothing.
    begin = max((b for b in ends if b <= position and end - b >= _SHORTEST), default=0)
    return shortened(text[begin:end].strip(), 200)


# ---------------------------------------------------------------- the sums of the report


def _sums(
    blocks: Sequence[Block], recognised: Set[str], differences: Sequence[_Difference]
) -> Verdict:
    """What does not add up in the report by itself, and not because of a figure already told.

    The clerk's own text is checked as any text is. Of a recognised paragraph every figure is held
    against the form, so only what it says within itself is left, with the form's figures in place;
    sections and tables of the form add up or are told by the checks of the form.
    """
    by_place: dict[str, list[_Difference]] = {}
    for each in sorted(differences, key=lambda each: -each.start):
        by_place.setdefault(each.place.path, []).append(each)
    verdicts = []
    for known, run in groupby(blocks, key=lambda block: block.place.path in recognised):
        if not known:
            verdicts.append(_own_sums(list(run), by_place))
            continue
        verdicts += [
            check_sums([_corrected(block, by_place)])
            for block in run
            if isinstance(block, Paragraph) and len(skeleton(block.text).slots) > 1
        ]
    return Verdict(
        tuple(each for verdict in verdicts for each in verdict.mistakes),
        tuple(each for verdict in verdicts for each in verdict.unchecked),
    )


def _own_sums(blocks: Sequence[Block], by_place: dict[str, list[_Difference]]) -> Verdict:
    """Only what is wrong as written and stays wrong with the form's figures in place."""
    verdict = check_sums(blocks)
    if not verdict.mistakes or not any(place in by_place for place in _places(blocks)):
        return verdict
    corrected = check_sums([_corrected(block, by_place) for block in blocks])
    still = {(each.rule, each.place.path, each.title) for each in corrected.mistakes}
    kept = [m for m in verdict.mistakes if (m.rule, m.place.path, m.title) in still]
    return verdict._replace(mistakes=tuple(kept))


def _places(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        yield block.place.path
        if isinstance(block, Table):
            yield from (row.place.path for row in block.rows)


def _corrected(block: Block, by_place: dict[str, list[_Difference]]) -> Block:
    if isinstance(block, Table):
        return block._replace(rows=tuple(_corrected_row(row, by_place) for row in block.rows))
    text = block.text
    for each in by_place.get(block.place.path, ()):
        text = text[: each.start] + each.right + text[each.end :]
    return block._replace(text=text)


def _corrected_row(row: Row, by_place: dict[str, list[_Difference]]) -> Row:
    cells = list(row.cells)
    for each in by_place.get(row.place.path, ()):
        cell = cells[each.cell_index]
        cells[each.cell_index] = cell[: each.start] + each.right + cell[each.end :]
    return row._replace(cells=tuple(cells))
