"""The 绩效自评报告 of a scored form: every figure comes from the record, none is typed here.

Scores are those of the table: as claimed, else as the facts give them. Sections and totals are
summed from them, so the report cannot disagree with itself.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import count, groupby

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.document.values import plain
from anju_desktop.forms.definition import Edition, Fact, Field, Marks, ValueType
from anju_desktop.forms.definition import Report as ReportData
from anju_desktop.patterns import pattern
from anju_desktop.report.pieces import Grid, Part, Piece, Report, Run, Style
from anju_desktop.scoring.operands import clauses_of, names_in
from anju_desktop.scoring.scorecard import RowScore, Scorecard, scorecard

_PLACE = pattern(r"\{([^{}]*)\}")
_NUMERALS = "一二三四五六七八九十"
_ENDS = "。！？；"
_TO_WRITE = "（此处由填报单位填写。）"


def report_of(document: Document) -> Report | None:
    """The report of a document; None where the edition scores nothing."""
    card = scorecard(document)
    return None if card is None else _Writer(document, card).report()


def is_reported(edition: Edition) -> bool:
    """Whether an edition has a report at all."""
    return any(group.marks for group in edition.groups)


def own_texts(edition: Edition) -> tuple[Fact, ...]:
    """The facts that hold the clerk's own sections of the report, in their order."""
    wanted = edition.report.texts if edition.report else ()
    facts = {fact.id: fact for fact in edition.facts}
    return tuple(facts[name] for name in wanted)


class _Writer:
    def __init__(self, document: Document, card: Scorecard) -> None:
        self._document, self._card = document, card
        self._edition = document.edition
        self._data = self._edition.report or ReportData()
        self._groups = {group.id: group for group in self._edition.groups}
        self._own_rows = [row for row in card.rows if not row.bonus]

    def report(self) -> Report:
        title = "".join(run.text for run in self._template(self._data.title))
        return Report(title, (Piece(Style.TITLE, (Run(title),)), *self._parts()))

    def _parts(self) -> Iterator[Part]:
        if self._data.addressee:
            yield Piece(Style.ADDRESSEE, (Run(f"{self._data.addressee.rstrip('：:')}："),))
        yield Piece(Style.BODY, self._template(self._data.opening))
        numbers = count(1)
        for name, rows in self._sections():
            yield from self._section(next(numbers), name, rows)
        bonus = [row for row in self._card.rows if row.bonus]
        if bonus:
            yield from self._bonus(next(numbers), bonus)
        for fact in own_texts(self._edition):
            yield from self._own(next(numbers), fact)
        yield Piece(Style.SIGNATURE, (Run(self._document.unit),))
        yield Piece(Style.SIGNATURE, (Run("年　月　日"),))
        yield Piece(Style.ANNEX, (Run(f"附件：{self._edition.title}得分表"),))
        yield self._table()

    # -- scored sections ---------------------------------------------------------------------

    def _sections(self) -> list[tuple[str, list[RowScore]]]:
        return [
            (name, list(rows))
            for name, rows in groupby(self._own_rows, key=lambda row: self._section_of(row))
        ]

    def _section_of(self, row: RowScore) -> str:
        group = self._groups[row.group]
        column = group.marks.section if group.marks else ""
        text = self._document.text(CellRef(column, row.group, row.row)) if column else ""
        return "".join(text.split()) or group.title

    def _section(self, number: int, name: str, rows: list[RowScore]) -> Iterator[Part]:
        heading = [Run(f"{_numeral(number)}、{name}（满分"), Run(plain(_full(rows))), Run("分，")]
        yield Piece(Style.HEADING1, (*heading, *_scored("自评得分", rows), Run("）")))
        for index, row in enumerate(rows, 1):
            yield from self._row(index, row)

    def _row(self, index: int, row: RowScore) -> Iterator[Part]:
        marks = self._marks(row)
        head = (
            Run(f"（{_numeral(index)}）"),
            Run(row.name, row.cell(marks, "name")),
            Run("（"),
            Run(plain(row.full), row.cell(marks, "full")),
            Run("分）"),
        )
        yield Piece(Style.HEADING2, head)
        score = _scored("得", [row], row.cell(marks, "score"))
        yield Piece(Style.BODY, (*self._said(row), *score, Run("。")))

    def _bonus(self, number: int, rows: list[RowScore]) -> Iterator[Part]:
        head = (
            Run(f"{_numeral(number)}、加分项（"),
            *_scored("自评加", rows),
            Run("，不计入满分）"),
        )
        yield Piece(Style.HEADING1, head)
        for row in rows:
            score = _scored("加", [row], row.cell(self._marks(row), "score"))
            yield Piece(Style.BODY, (*self._said(row), *score, Run("。")))

    def _said(self, row: RowScore) -> tuple[Run, ...]:
        """The reason as typed, else as drafted, and the facts it leaves out."""
        marks = self._marks(row)
        typed = ""
        cell = row.cell(marks, "reason") if marks.reason else None
        if cell is not None:
            typed = " ".join(self._document.text(cell).split())
        # A name written where the reason belongs says nothing.
        reason = row.reason if typed in ("", row.name) else typed
        runs = [Run(_ended(reason), cell)] if reason else []
        figures = [run for run in self._figures(row) if run[1].text not in reason]
        for title, figure, unit in figures:
            runs += [Run(title), figure, Run(f"{unit}，")]
        if row.rate is not None and figures:
            runs += [Run("完成率"), Run(plain(row.rate)), Run("%。")]
        elif figures:
            runs[-1] = Run(f"{figures[-1][2]}。")
        return tuple(runs)

    def _figures(self, row: RowScore) -> Iterator[tuple[str, Run, str]]:
        """The facts and measured values of a row: title, figure and unit."""
        group = self._groups[row.group]
        named = names_in(clauses_of(self._edition, group, row.row))
        for fact in self._edition.facts:
            if fact.row == f"{row.group}.{row.row}" or (not fact.row and fact.id in named):
                yield from self._figure(fact, CellRef(fact.id))
        for measure in group.measures:
            column = self._edition.find_column(group.id, measure.value or measure.number)
            yield from self._figure(column, CellRef(column.id, row.group, row.row))

    def _figure(self, field: Field, ref: CellRef) -> Iterator[tuple[str, Run, str]]:
        value = self._document.value(ref)
        if field.type is ValueType.INDICATOR and value.filled:
            yield f"{field.title}为", Run(value.typed.strip(), ref), ""
        elif value.number is not None:
            yield field.title, Run(format(value.number, "f"), ref), value.unit or field.unit

    # -- the clerk's own text ----------------------------------------------------------------

    def _own(self, number: int, fact: Fact) -> Iterator[Part]:
        yield Piece(Style.HEADING1, (Run(f"{_numeral(number)}、{fact.title}"),), own=fact.id)
        ref = CellRef(fact.id)
        lines = [line.strip() for line in self._document.text(ref).splitlines() if line.strip()]
        for line in lines:
            yield Piece(Style.BODY, (Run(line, ref),), own=fact.id)
        if not lines:
            yield Piece(Style.BODY, (Run(_TO_WRITE),), own=fact.id, placeholder=True)

    # -- the annex ---------------------------------------------------------------------------

    def _table(self) -> Grid:
        rows = [self._table_row(row) for row in self._card.rows]
        total = (
            Run("合计"),
            Run(""),
            Run(plain(_full(self._own_rows))),
            Run(_points(self._own_rows) or "", self._total_cell()),
        )
        return Grid(("一级指标", "二级指标", "分值", "得分"), (*rows, total), (26, 44, 15, 15))

    def _table_row(self, row: RowScore) -> tuple[Run, ...]:
        marks = self._marks(row)
        full = "" if row.bonus else plain(row.full)
        return (
            Run("加分项" if row.bonus else self._section_of(row)),
            Run(row.name, row.cell(marks, "name")),
            Run(full, row.cell(marks, "full")),
            Run(_points([row]) or "", row.cell(marks, "score")),
        )

    # -- small parts -------------------------------------------------------------------------

    def _template(self, template: str) -> tuple[Run, ...]:
        pieces = _PLACE.split(template)
        return tuple(
            self._named(text) if odd else Run(text)
            for text, odd in zip(pieces, _alternating(), strict=False)
            if text
        )

    def _named(self, name: str) -> Run:
        document = self._document
        match name:
            case "unit":
                return Run(document.unit)
            case "year":
                return Run(document.period[:4] or str(self._edition.year))
            case "full":
                return Run(plain(_full(self._own_rows)))
            case "total":
                return Run(_points(self._own_rows) or "　", self._total_cell())
            case "grade":
                return Run(self._card.grade)
        return Run(self._edition.programme or self._edition.title)

    def _total_cell(self) -> CellRef | None:
        scoring = self._edition.scoring
        return CellRef(scoring.typed_total) if scoring and scoring.typed_total else None

    def _marks(self, row: RowScore) -> Marks:
        marks = self._groups[row.group].marks
        assert marks is not None  # only groups with marks are scored
        return marks


def _alternating() -> Iterator[bool]:
    odd = False
    while True:
        yield odd
        odd = not odd


def _numeral(number: int) -> str:
    """1 → 一, 12 → 十二; reports have fewer than a hundred sections."""
    tens, ones = divmod(number, 10)
    if number <= 10:
        return _NUMERALS[number - 1]
    head = "十" if tens == 1 else f"{_NUMERALS[tens - 1]}十"
    return head + (_NUMERALS[ones - 1] if ones else "")


def _ended(text: str) -> str:
    return text if text.endswith(tuple(_ENDS)) else f"{text.rstrip('，,;；')}。"


def _full(rows: Iterable[RowScore]) -> Decimal:
    return sum((row.full for row in rows), Decimal(0))


def score_of(row: RowScore) -> Decimal | None:
    """The score a report prints: what the table claims, else what the facts give."""
    return row.claimed.number if row.claimed.number is not None else row.score


def _points(rows: Iterable[RowScore]) -> str | None:
    """The sum of the scores that are there; None when none is."""
    scores = [score for row in rows if (score := score_of(row)) is not None]
    return plain(sum(scores, Decimal(0))) if scores else None


def _scored(verb: str, rows: list[RowScore], cell: CellRef | None = None) -> tuple[Run, ...]:
    points = _points(rows)
    return (Run(verb), Run(points if points is not None else "　", cell), Run("分"))
