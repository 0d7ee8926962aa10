"""The clerk's own sections of an older report, carried into one that is generated anew.

Sections are found by their bookmarks, else by their headings. Whatever else was changed in the
older report cannot be carried, and is named: nothing is lost silently.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from anju_desktop.blocks import Block, Paragraph, Table
from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.report.content import own_texts, report_of
from anju_desktop.report.pieces import BOOKMARK, Grid, Piece
from anju_desktop.report.skeletons import unnumbered
from anju_desktop.rules.rule import shortened

_MOST_NAMED = 5


class Kept(NamedTuple):
    """What an older report has to carry on."""

    texts: dict[str, str]
    """The text of each own section by its fact."""
    notes: tuple[str, ...]
    """Sentences about what differs and about what is not carried."""


def keep_own_text(
    blocks: Sequence[Block], inside: Document | None, document: Document, pictures: int = 0
) -> Kept:
    """The own sections of an older report for ``document``.

    ``inside`` is the form that the older report was made from, where it is known; ``pictures``
    is how many the older report holds.
    """
    old = _Old(blocks, inside or document)
    wanted = own_texts(document.edition)
    texts = {fact.id: old.sections[fact.id] for fact in wanted if fact.id in old.sections}
    notes = []
    if inside is not None and _identity(inside) != _identity(document):
        notes.append(f"旧报告是{inside.unit}《{inside.edition.title}》的，请检查是不是给错了。")
    for fact in wanted:
        if fact.id not in texts:
            notes.append(f"旧报告里没有找到“{fact.title}”一节，照填报文件写。")
            continue
        typed = _lines(document.text(CellRef(fact.id)))
        if typed and typed != texts[fact.id] and typed != _generated(inside, fact.id):
            notes.append(
                f"填报文件里的“{fact.title}”与旧报告不同，新报告照旧报告写；填报文件没有动。"
            )
    notes += old.notes
    if pictures:
        notes.append(f"旧报告里有 {pictures} 幅图片没有带过来，要留的请从旧报告复制。")
    return Kept(texts, tuple(notes))


def apply(kept: Kept, document: Document) -> None:
    """Write the carried sections into a document as its facts."""
    with document.editing("带入旧报告"):
        for fact, text in kept.texts.items():
            if _lines(document.text(CellRef(fact))) != text:
                document.set(CellRef(fact), text)


def _identity(document: Document) -> tuple[str, str]:
    """Which report this is, whatever the year: last year's text may be carried on."""
    return document.edition.id, document.unit


def _generated(inside: Document | None, fact: str) -> str | None:
    return None if inside is None else _lines(inside.text(CellRef(fact)))


def _lines(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


class _Old:
    """An older report, told apart into own sections and the rest."""

    def __init__(self, blocks: Sequence[Block], document: Document) -> None:
        report = report_of(document)
        parts = report.parts if report else ()
        pieces = [part for part in parts if isinstance(part, Piece)]
        facts = own_texts(document.edition)
        self._titles = {unnumbered(fact.title): fact.id for fact in facts}
        self._facts = {fact.id for fact in facts}
        self._fixed = {unnumbered(piece.text) for piece in pieces if not piece.own}
        self._placeholders = {unnumbered(piece.text) for piece in pieces if piece.placeholder}
        self._headings = {unnumbered(piece.text) for piece in pieces if piece.own}
        self._tables = [part for part in parts if isinstance(part, Grid)]
        self.sections: dict[str, str] = {}
        self._lost: list[str] = []
        self._lost_tables: list[str] = []
        self._read(blocks)
        self.notes = tuple(self._told())

    def _read(self, blocks: Sequence[Block]) -> None:
        section = ""
        marked = {mark for b in blocks if isinstance(b, Paragraph) for mark in b.marks}
        for block in blocks:
            if isinstance(block, Table):
                self._read_table(block, section)
                continue
            begun = self._begins(block, marked)
            if begun:
                section = begun
                self.sections.setdefault(section, "")
                if unnumbered(block.text) not in self._headings:
                    self._lost.append(_named(block))
            elif self._is_fixed(block):
                section = ""
            elif section:
                self._add(section, block.text)
            elif unnumbered(block.text):
                self._lost.append(_named(block))

    def _begins(self, block: Paragraph, marked: set[str]) -> str:
        """The own section that a paragraph is the heading of, or ``""``."""
        for mark in block.marks:
            if mark.removeprefix(BOOKMARK) in self._facts and mark.startswith(BOOKMARK):
                return mark.removeprefix(BOOKMARK)
        fact = self._titles.get(unnumbered(block.text), "")
        # A bookmark elsewhere is surer than a line that reads like the heading.
        return "" if f"{BOOKMARK}{fact}" in marked else fact

    def _is_fixed(self, block: Paragraph) -> bool:
        """Whether a paragraph is generated: an own section ends there."""
        if any(mark.startswith(f"{BOOKMARK}part") for mark in block.marks):
            if unnumbered(block.text) not in self._fixed:
                self._lost.append(_named(block))
            return True
        return unnumbered(block.text) in self._fixed

    def _add(self, section: str, text: str) -> None:
        if unnumbered(text) not in self._placeholders:
            lines = [self.sections[section], *text.splitlines()]
            self.sections[section] = "\n".join(line.strip() for line in lines if line.strip())

    def _read_table(self, table: Table, section: str) -> None:
        words = {unnumbered(run.text) for grid in self._tables for row in grid.rows for run in row}
        heads = {unnumbered(title) for grid in self._tables for title in grid.head}
        cells = [unnumbered(cell) for row in table.rows for cell in row.cells]
        if section or not {*cells} <= words | heads | {""}:
            self._lost_tables.append(table.place.words)

    def _told(self) -> Iterator[str]:
        if self._lost:
            named = "；".join(self._lost[:_MOST_NAMED])
            more = f"等 {len(self._lost)} 段" if len(self._lost) > _MOST_NAMED else ""
            yield f"旧报告里自写各节以外的改动没有带过来，要留的请照旧报告再改：{named}{more}。"
        if self._lost_tables:
            named = "、".join(self._lost_tables[:_MOST_NAMED])
            yield f"旧报告里加的或改过的表没有带过来，要留的请从旧报告复制：{named}。"


def _named(block: Paragraph) -> str:
    return f"{block.place.words}“{shortened(' '.join(block.text.split()), 24)}”"
