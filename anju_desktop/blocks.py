"""What a written document is made of, whatever file it came from: paragraphs and tables."""

from typing import NamedTuple


class Place(NamedTuple):
    """Where something stands: a path for programs, words for people."""

    path: str
    """``paragraph[12]`` or ``table[0].row[3]``, counted from 0."""
    words: str
    """第 95 行, 第 12 段."""


class Paragraph(NamedTuple):
    text: str
    place: Place
    level: int = 0
    """Of a heading that is marked as one, from 1; 0 for anything else."""
    marks: tuple[str, ...] = ()
    """Names of the bookmarks that begin in it, or between it and the paragraph above."""


class Row(NamedTuple):
    cells: tuple[str, ...]
    place: Place


class Table(NamedTuple):
    rows: tuple[Row, ...]
    place: Place


Block = Paragraph | Table
