"""Cells as Excel, WPS and LibreOffice put them on the clipboard, read as from a stranger.

Spreadsheets offer one block twice. As plain text, cells stand between tabs and rows on lines: that
keeps every blank, but knows no merged cells, and LibreOffice makes one line of a text of several.
As HTML, merged cells and line breaks are told, but blanks are lost. Where both are there, each
cell is taken from the one that tells more about it.
"""

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

from anju_desktop.errors import AnjuError
from anju_desktop.records import record

MAX_CHARACTERS = 8_000_000
MAX_CELLS = 100_000
"""Twenty times the largest official table."""
MAX_COLUMNS = 1_000

_NO_BREAK_SPACE = "\u00a0"


class CopiedError(AnjuError):
    """What was copied is too large to be a part of a table."""


@record(frozen=True, slots=True)
class Merged:
    """A merged cell of a block: its first place, counted from 0, and how far it reaches."""

    row: int
    column: int
    row_span: int
    column_span: int

    def places(self) -> Iterator[tuple[int, int]]:
        """Every place that it covers."""
        for row in range(self.row, self.row + self.row_span):
            for column in range(self.column, self.column + self.column_span):
                yield row, column


@record(frozen=True, slots=True)
class CellBlock:
    """Texts in rows of equal length; the covered places of a merged cell are empty."""

    rows: tuple[tuple[str, ...], ...]
    merged: tuple[Merged, ...] = ()
    tells_merged: bool = False
    """Whether a place that no merged cell covers is known to be a cell of its own."""

    @property
    def width(self) -> int:
        return len(self.rows[0])

    @property
    def is_empty(self) -> bool:
        """Whether nothing was copied at all, not even an empty cell beside another."""
        return self.rows == (("",),)

    def covering(self) -> dict[tuple[int, int], Merged]:
        """The merged cell at each place that one covers."""
        return {place: merged for merged in self.merged for place in merged.places()}


def read_copied(text: str, html: str) -> CellBlock:
    """The block that a clipboard holds; either of the two may be empty.

    ``CopiedError`` when it is too large.
    """
    if max(len(text), len(html)) > MAX_CHARACTERS:
        raise CopiedError("剪贴板里的内容太多，不像是一张表的一部分，没有粘贴；请少选一些再复制。")
    table = _table(html) if html else None
    plain = _even(parse_lines(text)) if text or table is None else None
    if table is None:
        return CellBlock(plain or (("",),))
    rows = _even(table.rows)
    if plain and len(_words(plain)) > len(_words(rows)):
        # The HTML says less: nothing that was copied is to be lost.
        return CellBlock(plain)
    if plain and not table.keeps_blanks and _sizes(plain) == _sizes(rows):
        rows = tuple(
            tuple(_fuller(*cells) for cells in zip(*pair, strict=True))
            for pair in zip(plain, rows, strict=True)
        )
    return CellBlock(rows, tuple(table.merged), tells_merged=True)


def _fuller(plain: str, marked: str) -> str:
    """The plain text when it says the same: it has the blanks, unless it lost the line breaks."""
    same = "".join(plain.split()) == "".join(marked.split())
    return plain if same and plain.count("\n") >= marked.count("\n") else marked


def _words(rows: tuple[tuple[str, ...], ...]) -> str:
    return "".join("".join(text.split()) for row in rows for text in row)


def _sizes(rows: Iterable[tuple[str, ...]]) -> list[int]:
    return [len(row) for row in rows]


def _even(rows: list[list[str]]) -> tuple[tuple[str, ...], ...]:
    width = max((len(row) for row in rows), default=0)
    if width * len(rows) > MAX_CELLS:
        raise _too_many()
    return tuple((*row, *([""] * (width - len(row)))) for row in rows)


def _too_many() -> CopiedError:
    return CopiedError(f"剪贴板里的表超过 {MAX_CELLS} 格，没有粘贴；请只选要粘贴的那一块再复制。")


# -- plain text ----------------------------------------------------------------------------


def parse_lines(text: str) -> list[list[str]]:
    """The cells of a plain text; a quoted cell may hold tabs and line breaks."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    rows: list[list[str]] = [[]]
    at, end = 0, len(text) - text.endswith("\n")
    while at <= end:
        cell, at = _cell(text, at, end)
        rows[-1].append(cell)
        if at < end and text[at] == "\n":
            rows.append([])
        at += 1
    return rows


def _cell(text: str, start: int, end: int) -> tuple[str, int]:
    """One cell and the offset of what ends it."""
    if text.startswith('"', start):
        quoted = _quoted(text, start + 1, end)
        if quoted:
            return quoted
    found = _END_OF_CELL.search(text, start, end)
    stop = found.start() if found else end
    return text[start:stop], stop


_END_OF_CELL = re.compile(r"[\t\n]")


def _quoted(text: str, start: int, end: int) -> tuple[str, int] | None:
    """A quoted cell, or None when the quote does not close before a tab, a line end or the end."""
    at = start
    while (at := text.find('"', at, end)) >= 0:
        if text.startswith('""', at) and at + 1 < end:
            at += 2
            continue
        closed = at + 1 == end or text[at + 1] in "\t\n"
        return (text[start:at].replace('""', '"'), at + 1) if closed else None
    return None


# -- HTML ----------------------------------------------------------------------------------


def _table(html: str) -> "_Table | None":
    """The one table of an HTML text; None when there is none, or more than that.

    What stands around a table would be lost, so the plain text is the better one then; so it is
    when the HTML ends in the middle.
    """
    table = _Table()
    try:
        # Not closed: that would look at an unfinished rest again and again.
        table.feed(html)
    except AssertionError:  # How the parser of the standard library tells of a bad declaration.
        return None
    finished = "<" not in table.rawdata
    if table.is_fragment:
        table.handle_endtag("table")
    if not finished or table.tables != 1 or table.depth or table.has_text_around:
        return None
    table.drop_hidden_rows()
    return table if any(table.rows) else None


_BLANKS = re.compile(r"[ \t\r\n\f]+")
_SOURCE_BREAK = re.compile(r"\r?\n\t*")
"""Between a note and the text of its cell LibreOffice begins a line; in texts it never does."""
_AROUND_BREAK = re.compile(r" *\n *")
_KEPT_BLANK = "\ue000"
"""Stands for a blank that is not to be made one with its neighbours, while a cell is read."""
_SPAN = re.compile(r"\s*(\d{1,6})")
_SILENT = ("style", "script", "title", "comment")
"""What a browser does not show; LibreOffice puts the notes of cells into ``comment``."""
_LINES = ("p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr")


class _Table(HTMLParser):
    """Reads a table into rows as a browser lays it out.

    Excel lets the words of ``mso-…`` styles say what HTML cannot: a run of blanks
    (``mso-spacerun``), and a text that only runs over into empty cells (``mso-ignore:colspan``).
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self.merged: list[Merged] = []
        self.tables = self.depth = 0
        self.has_text_around = False
        self.is_fragment = False
        """Excel marks as copied what is inside the table, and Windows may hand over only that."""
        self.keeps_blanks = False
        """LibreOffice writes the blanks of a text as they are."""
        self._hidden: list[int] = []
        self._taken: set[tuple[int, int]] = set()
        self._cells = 0
        self._pieces: list[str] | None = None
        self._place = (0, 0)
        self._silent = 0
        self._spans: list[bool] = []

    # -- the parser's questions ------------------------------------------------------------

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag in _SILENT:
            self._silent += 1
        elif tag == "meta":
            self._look_at_maker(found)
        elif tag == "table":
            self.depth += 1
            self.tables += self.depth == 1
        elif tag == "tr" and not self.tables:
            self.is_fragment = True
            self.depth = self.tables = 1
            self._begin_row(found)
        elif tag == "tr" and self.depth == 1:
            self._begin_row(found)
        elif tag in ("td", "th") and self.depth == 1:
            self._begin_cell(found)
        elif self._pieces is not None:
            self._begin_inside(tag, found)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in ("br", "meta"):
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "table":
            self._end_cell()
            self.depth = max(0, self.depth - 1)
        elif tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag == "span" and self._spans:
            self._spans.pop()

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        if self._pieces is None:
            self.has_text_around = self.has_text_around or bool(data.strip())
        elif self.keeps_blanks:
            self._pieces.append(_SOURCE_BREAK.sub("", data))
        elif any(self._spans):
            self._pieces.append(_KEPT_BLANK * len(data) if data.isspace() else data)
        else:
            self._pieces.append(_BLANKS.sub(" ", data))

    # -- rows and cells --------------------------------------------------------------------

    def _look_at_maker(self, found: dict[str, str]) -> None:
        if found.get("name", "").casefold() == "generator":
            maker = found.get("content", "").casefold()
            self.keeps_blanks = maker.startswith(("libreoffice", "openoffice"))

    def _begin_row(self, found: dict[str, str]) -> None:
        self._end_cell()
        if "display:none" in _style(found):
            self._hidden.append(len(self.rows))
        self.rows.append([])

    def _begin_cell(self, found: dict[str, str]) -> None:
        self._end_cell()
        if not self.rows:
            self.rows.append([])
        row, texts = len(self.rows) - 1, self.rows[-1]
        while (row, len(texts)) in self._taken:
            texts.append("")
        merged = Merged(row, len(texts), _span(found, "rowspan"), _span(found, "colspan"))
        self._cells += merged.row_span * merged.column_span
        if self._cells > MAX_CELLS or len(texts) + merged.column_span > MAX_COLUMNS:
            raise _too_many()
        self._place = (row, len(texts))
        texts.extend([""] * merged.column_span)
        self._taken.update(merged.places())
        runs_over = merged.row_span == 1 and "mso-ignore:colspan" in _style(found)
        if (merged.row_span, merged.column_span) != (1, 1) and not runs_over:
            self.merged.append(merged)
        self._pieces = []
        self._spans.clear()

    def _begin_inside(self, tag: str, found: dict[str, str]) -> None:
        assert self._pieces is not None
        if tag == "span":
            self._spans.append("mso-spacerun:yes" in _style(found))
        elif tag == "br":
            self._pieces.append("\n")
        elif tag in ("td", "th"):
            self._pieces.append(" ")
        elif tag in _LINES and any(piece.strip() for piece in self._pieces):
            self._pieces.append("\n")

    def _end_cell(self) -> None:
        """Put down the text of the open cell, unless it is in a table inside that one."""
        if self._pieces is None or self.depth > 1:
            return
        row, column = self._place
        text = "".join(self._pieces)
        self._pieces = None
        if not self.keeps_blanks:
            text = _AROUND_BREAK.sub("\n", re.sub(" {2,}", " ", text)).strip(" ")
        text = text.replace(_KEPT_BLANK, " ")
        self.rows[row][column] = "" if not text.strip(" \n" + _NO_BREAK_SPACE) else text

    def drop_hidden_rows(self) -> None:
        """Leave out empty rows that are not shown: Excel ends with one that only has widths."""
        last = len(self.rows)
        for row in reversed(self._hidden):
            if row == last - 1 and not any(self.rows[row]):
                self.rows.pop()
                last -= 1
        cut = (
            Merged(each.row, each.column, min(each.row_span, last - each.row), each.column_span)
            for each in self.merged
            if each.row < last
        )
        self.merged = [each for each in cut if each.row_span * each.column_span > 1]
        # A cell merged over rows that begin no cell of their own still reaches into them.
        self.rows = [self._filled(number, row) for number, row in enumerate(self.rows)]

    def _filled(self, number: int, row: list[str]) -> list[str]:
        while (number, len(row)) in self._taken:
            row.append("")
        return row


def _style(found: dict[str, str]) -> str:
    return "".join(found.get("style", "").casefold().split())


def _span(found: dict[str, str], name: str) -> int:
    match = _SPAN.match(found.get(name, ""))
    return max(1, int(match[1])) if match else 1
