"""What a generated report is made of: paragraphs in the styles of 公文, and tables."""

from enum import StrEnum

from anju_desktop.document.changes import CellRef
from anju_desktop.records import record

RECORD_NAMESPACE = "urn:anju:report-record:1"
"""Of the XML part that carries a form inside its report."""
BOOKMARK = "anju_"
"""Headings carry bookmarks of this prefix; the clerk's own sections are found by them again."""


class Style(StrEnum):
    """Roles of a paragraph; a renderer gives each its font, size and indent."""

    TITLE = "title"
    ADDRESSEE = "addressee"
    BODY = "body"
    HEADING1 = "heading1"
    """一、"""
    HEADING2 = "heading2"
    """（一）"""
    SIGNATURE = "signature"
    ANNEX = "annex"


@record(frozen=True, slots=True)
class Run:
    """A stretch of text; ``cell`` is where in the table it comes from, None for fixed words."""

    text: str
    cell: CellRef | None = None


@record(frozen=True, slots=True)
class Piece:
    """One paragraph."""

    style: Style
    runs: tuple[Run, ...]
    own: str = ""
    """The fact that holds the clerk's own section this paragraph belongs to."""
    placeholder: bool = False
    """Whether it only says that something is to be written here."""

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@record(frozen=True, slots=True)
class Grid:
    """A table with one head row; widths are shares of the text width."""

    head: tuple[str, ...]
    rows: tuple[tuple[Run, ...], ...]
    widths: tuple[int, ...]


Part = Piece | Grid


@record(frozen=True, slots=True)
class Report:
    """A whole report in its order."""

    title: str
    parts: tuple[Part, ...]
