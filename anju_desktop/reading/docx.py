"""A Word file → paragraphs and tables as they are read on paper, and the record inside it.

What stands in the text is kept in its order: text boxes, inserted and moved words, the results of
fields, content controls, footnotes behind the text. What does not is left out: deleted and hidden
words, instructions of fields, comments, heads and feet of pages. Numbers that Word counts itself
are no text. Read by hand and not with python-docx, which loads whole trees, follows
relationships, and loses text boxes and tracked changes.
"""

import base64
import binascii
import hashlib
from pathlib import Path
from typing import NamedTuple

from anju_desktop import archives
from anju_desktop.blocks import Block, Paragraph, Place, Row, Table
from anju_desktop.errors import ArchiveError, ReportError
from anju_desktop.files import system_path, why_unreadable
from anju_desktop.patterns import pattern
from anju_desktop.reading.xml import Attributes, BadXmlError, parse
from anju_desktop.report.pieces import RECORD_NAMESPACE

MAX_BYTES = 100_000_000
"""Of the file; photographs are most of it."""
MAX_TEXT = 700_000
"""Characters; a report of a hundred pages has a tenth of it."""
MAX_BLOCKS = 100_000
MAX_SPAN = 64
"""Columns of a table that one cell may span."""

_WORDS = frozenset(
    (
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
)
_MATH = frozenset(
    (
        "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "http://purl.oclc.org/ooxml/officeDocument/math",
    )
)
_ALTERNATIVES = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_MAIN = pattern(r"word/document\d{0,3}\.xml")
_NOTES = pattern(r"word/(?:footnotes|endnotes)\d{0,3}\.xml")
_CUSTOM = pattern(r"customXml/item\d{1,6}\.xml")
_OLE, _ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "EncryptedPackage".encode("utf-16-le")
_FOREIGN = {
    b"%PDF-": "是 PDF，只能打印；请给出 Word 文档（.docx）。",
    b"{\\rtf": "是 RTF 文档；请用 Word 或 WPS 打开，另存为 .docx。",
    b"<": "是网页或 XML，不是 Word 文档；请用 Word 或 WPS 打开，另存为 .docx。",
    b"\xef\xbb\xbf<": "是网页或 XML，不是 Word 文档；请用 Word 或 WPS 打开，另存为 .docx。",
}
_HEADING = pattern(r"(?:[Hh]eading\s?|标题\s?)?([1-9])")
_AGAIN = "请用 Word 或 WPS 打开，另存一份 .docx 再试。"


class WordFile(NamedTuple):
    """What is read from a Word file."""

    blocks: list[Block]
    record: bytes | None
    """The JSON of the form that the report was made from; None when none is inside."""
    complaint: str = ""
    """Why a record that is inside cannot be used, in a sentence."""
    pictures: int = 0
    """How many pictures stand in the text; they are not read."""


def read_word(path: Path) -> WordFile:
    """Read a ``.docx``; ``ReportError`` says in one sentence why it cannot be read."""
    try:
        with system_path(path).open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise ReportError(f"无法读取“{path.name}”：{why_unreadable(path, error)}") from error
    except ValueError as error:  # A NUL in the name.
        raise ReportError("文件名里有不能用的字符，请检查路径。") from error
    return word_of(data, path.name)


def word_of(data: bytes, name: str) -> WordFile:
    """The content of a file's bytes; ``name`` is used in messages."""
    _refuse_foreign(data, name)
    try:
        members = archives.read_members(data, _is_wanted)
    except ArchiveError as error:
        reason = str(error).partition("。")[0]
        raise ReportError(f"“{name}”不是完好的 Word 文档：{reason}。{_AGAIN}") from error
    main = [name for name in members if _MAIN.fullmatch(name)]
    if not main:
        raise ReportError(f"“{name}”不是 Word 文档，里面没有正文。{_AGAIN}")
    try:
        story = _Story()
        parse(members[main[0]], story.start, story.end, story.text)
        for notes in filter(_NOTES.fullmatch, members):
            story.begin_notes()
            parse(members[notes], story.start, story.end, story.text)
        blocks = story.finished()
    except BadXmlError as error:
        raise ReportError(f"“{name}”不是完好的 Word 文档：{error}。{_AGAIN}") from error
    if not blocks:
        raise ReportError(f"“{name}”里没有文字，没有可核对的内容；请检查是不是给错了文件。")
    return WordFile(blocks, *_record(members), story.pictures)


def _is_wanted(name: str) -> bool:
    return any(part.fullmatch(name) for part in (_MAIN, _NOTES, _CUSTOM))


def _refuse_foreign(data: bytes, name: str) -> None:
    if not data.strip():
        raise ReportError(f"“{name}”是空文件，没有可核对的内容；请检查是否拷完。")
    if len(data) > MAX_BYTES:
        raise ReportError(f"“{name}”超过 {MAX_BYTES // 1_000_000} MB，不像一份报告；请检查文件。")
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise ReportError(f"“{name}”加了密码，无法读取；请去掉密码后另存一份 .docx。")
        raise ReportError(
            f"“{name}”是旧格式的 Word 文档（.doc），不能读取；请用 Word 或 WPS 另存为 .docx。"
        )
    for beginning, sentence in _FOREIGN.items():
        if data.startswith(beginning):
            raise ReportError(f"“{name}”{sentence}")


# ---------------------------------------------------------------- the record


def _record(members: dict[str, bytes]) -> tuple[bytes | None, str]:
    """The form inside the file, or why it cannot be used."""
    damaged = "报告里带的填报数据已损坏，请另外给出填报文件（.json）一起核对。"
    for name, data in members.items():
        if not _CUSTOM.fullmatch(name):
            continue
        found = _RecordPart()
        try:
            parse(data, found.start, found.end, found.text)
        except BadXmlError:
            # Only a part that begins as a record is one.
            if found.is_record:
                return None, damaged
            continue
        if found.is_record:
            record = found.content()
            return (None, damaged) if record is None else (record, "")
    return None, ""


class _RecordPart:
    def __init__(self) -> None:
        self.is_record = False
        self._digest = ""
        self._texts: list[str] = []
        self._depth = 0

    def start(self, space: str, name: str, attributes: Attributes) -> None:
        if self._depth == 0 and (space, name) == (RECORD_NAMESPACE, "record"):
            self.is_record = True
            self._digest = attributes.get("sha256", "")
        self._depth += 1

    def end(self, space: str, name: str) -> None:
        self._depth -= 1

    def text(self, text: str) -> None:
        self._texts.append(text)

    def content(self) -> bytes | None:
        """The bytes, None when they are not those that were written."""
        try:
            content = base64.b64decode("".join("".join(self._texts).split()), validate=True)
        except (binascii.Error, ValueError):
            return None
        return content if hashlib.sha256(content).hexdigest() == self._digest else None


# ---------------------------------------------------------------- the text


class _Writing:
    """A paragraph while it is being read."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.marks: list[str] = []
        self.level = 0
        self.joins_next = False
        """Whether its end was deleted: it goes on in the next paragraph."""


class _Cells:
    """A table while it is being read: rows of cells, each a list of paragraphs."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.row: list[str] = []
        self.dropped = False
        self.span = 1
        self.cell: list[str] | None = None


_DELETED = frozenset(("del", "moveFrom"))
_LEFT_OUT = frozenset(("instrText", "delText", "delInstrText", "rt", "pPrChange", "rPrChange"))
_OFF = frozenset(("0", "false", "off"))
_LEVELS = "012345678"


class _Story:
    """Takes the events of a part and keeps what a reader sees, in order."""

    def __init__(self) -> None:
        self._path: list[str] = []
        self._silent = 0
        """How many open elements hide what is in them."""
        self._silencing: list[bool] = []
        self._chosen: list[bool] = []
        """For each open choice of alternatives, whether one was taken."""
        self._paragraphs: list[_Writing] = []
        self._tables: list[_Cells] = []
        self._homes: list[tuple[int, int]] = []
        """Open text boxes: how many paragraphs and tables were open around each."""
        self._fields: list[bool] = []
        """Open fields, True while their instruction is being told."""
        self._run_hidden = False
        self._collecting = False
        self._marks: list[str] = []
        self._carried: _Writing | None = None
        self._blocks: list[tuple[str, _Writing | list[list[str]]]] = []
        self._length = 0
        self.pictures = 0
        self._noted = ""

    # -- events --------------------------------------------------------------------------------

    def begin_notes(self) -> None:
        """What follows stands at the foot of pages."""
        self._noted = "note"
        self._fields.clear()

    def start(self, space: str, name: str, attributes: Attributes) -> None:
        word = name if space in _WORDS else ""
        hides = self._hides(space, name, word, attributes)
        self._silencing.append(hides)
        self._silent += hides
        self._path.append(word or name)
        if self._silent:
            return
        if word:
            self._start_word(word, {k.rpartition(" ")[2]: v for k, v in attributes.items()})
        elif space in _MATH and name == "t":
            self._collecting = True
        elif name in ("pic", "imagedata"):
            self.pictures += 1

    def end(self, space: str, name: str) -> None:
        hidden = bool(self._silent)
        self._silent -= self._silencing.pop()
        self._path.pop()
        if space == _ALTERNATIVES and name == "AlternateContent":
            self._chosen.pop()
        if hidden:
            return
        if space in _WORDS:
            self._end_word(name)
        elif space in _MATH and name == "t":
            self._collecting = False

    def text(self, text: str) -> None:
        if self._collecting and not self._silent:
            self._write(text)

    # -- what is seen --------------------------------------------------------------------------

    def _hides(self, space: str, name: str, word: str, attributes: Attributes) -> bool:
        if space == _ALTERNATIVES:
            return self._is_other_choice(name)
        if word in _DELETED:
            # Inside properties it marks the end of a paragraph or a whole row as deleted.
            return self._path[-1:] not in (["rPr"], ["trPr"])
        if word in ("footnote", "endnote"):
            kind = next((v for k, v in attributes.items() if k.endswith(" type")), "normal")
            return kind != "normal"
        return word in _LEFT_OUT

    def _is_other_choice(self, name: str) -> bool:
        """Whether an alternative repeats what another one has already told."""
        if name == "AlternateContent":
            self._chosen.append(False)
            return False
        if not self._chosen or name not in ("Choice", "Fallback"):
            return False
        taken, self._chosen[-1] = self._chosen[-1], True
        return taken

    def _start_word(self, name: str, attributes: Attributes) -> None:
        match name:
            case "p":
                self._begin_paragraph()
            case "tbl" | "tr" | "tc":
                self._begin_of_table(name)
            case "txbxContent":
                self._homes.append((len(self._paragraphs), len(self._tables)))
            case "r":
                self._run_hidden = False
            case "t":
                self._collecting = True
            case "fldChar":
                self._field(attributes.get("fldCharType", ""))
            case "bookmarkStart":
                self._mark(attributes.get("name", ""))
            case _:
                self._sign(name, attributes)
                self._property(name, attributes.get("val", ""))

    def _begin_of_table(self, name: str) -> None:
        if name == "tbl":
            self._tables.append(_Cells())
        elif self._tables and name == "tr":
            self._tables[-1].row, self._tables[-1].dropped = [], False
        elif self._tables:
            self._tables[-1].cell, self._tables[-1].span = [], 1

    def _sign(self, name: str, attributes: Attributes) -> None:
        """Elements that stand for a character."""
        match name:
            case "tab" | "ptab" if self._path[-2:-1] == ["r"]:
                self._write(" ")
            case "br" | "cr" if attributes.get("type", "textWrapping") == "textWrapping":
                self._write("\n")
            case "noBreakHyphen":
                self._write("-")

    def _property(self, name: str, value: str) -> None:
        above = self._path[-3:-1]
        match name:
            case "vanish" if above == ["r", "rPr"]:
                self._run_hidden = value not in _OFF
            case "del" | "moveFrom" | "outlineLvl" | "pStyle" if self._paragraphs:
                self._property_of_paragraph(name, value, above)
        if self._tables:
            self._property_of_table(name, value, above)

    def _property_of_paragraph(self, name: str, value: str, above: list[str]) -> None:
        writing = self._paragraphs[-1]
        match name:
            case "del" | "moveFrom" if above == ["pPr", "rPr"]:
                writing.joins_next = True
            case "outlineLvl" if value and value in _LEVELS:
                writing.level = _LEVELS.index(value) + 1
            case "pStyle" if not writing.level:
                heading = _HEADING.fullmatch(value)
                writing.level = int(heading[1]) if heading else 0

    def _property_of_table(self, name: str, value: str, above: list[str]) -> None:
        table = self._tables[-1]
        number = min(int(value[:4]), MAX_SPAN) if value.isdecimal() else 0
        match name:
            case "del" if above[-1:] == ["trPr"]:
                table.dropped = True
            case "gridSpan" if number:
                table.span = number
            case "gridBefore":
                table.row += [""] * number

    def _end_word(self, name: str) -> None:
        match name:
            case "p" if self._paragraphs:
                self._end_paragraph(self._paragraphs.pop())
            case "tbl" | "tr" | "tc" if self._tables:
                self._end_of_table(name)
            case "txbxContent" if self._homes:
                self._homes.pop()
            case "r":
                self._run_hidden = False
            case "t":
                self._collecting = False

    def _end_of_table(self, name: str) -> None:
        table = self._tables[-1]
        if name == "tbl":
            self._tables.pop()
            if table.rows:
                self._keep("table", table.rows)
        elif name == "tr":
            if table.row and not table.dropped:
                table.rows.append(table.row)
            table.row = []
        else:
            text = "\n".join(piece for piece in table.cell or [] if piece)
            table.row += [text, *[""] * (table.span - 1)]
            table.cell = None

    # -- small parts ---------------------------------------------------------------------------

    def _write(self, text: str) -> None:
        in_instruction = any(self._fields)
        if not self._paragraphs or self._run_hidden or in_instruction:
            return
        self._length += len(text)
        if self._length > MAX_TEXT:
            raise BadXmlError("文字多得不像一份报告")
        self._paragraphs[-1].pieces.append(text)

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(True)
        elif kind == "separate" and self._fields:
            self._fields[-1] = False
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _mark(self, name: str) -> None:
        if self._paragraphs:
            self._paragraphs[-1].marks.append(name)
        else:
            self._marks.append(name)

    def _begin_paragraph(self) -> None:
        writing = _Writing()
        writing.marks, self._marks = self._marks, []
        self._paragraphs.append(writing)

    def _end_paragraph(self, writing: _Writing) -> None:
        if self._carried is not None:
            writing.pieces = [*self._carried.pieces, *writing.pieces]
            writing.marks = [*self._carried.marks, *writing.marks]
            self._carried = None
        if writing.joins_next:
            self._carried = writing
            return
        self._take(writing)

    def _take(self, writing: _Writing) -> None:
        paragraphs, tables = self._homes[-1] if self._homes else (0, 0)
        table = self._tables[-1] if len(self._tables) > tables else None
        if table is not None and table.cell is not None and len(self._paragraphs) <= paragraphs:
            table.cell.append(_tidy("".join(writing.pieces)))
            return
        self._keep(self._noted or "paragraph", writing)

    def _keep(self, kind: str, content: _Writing | list[list[str]]) -> None:
        if len(self._blocks) >= MAX_BLOCKS:
            raise BadXmlError("段落多得不像一份报告")
        self._blocks.append((kind, content))

    # -- the result ----------------------------------------------------------------------------

    def finished(self) -> list[Block]:
        """The blocks with their places; empty paragraphs are left out, their bookmarks kept."""
        if self._carried is not None:
            self._keep(self._noted or "paragraph", self._carried)
            self._carried = None
        blocks: list[Block] = []
        counts = {"paragraph": 0, "note": 0, "table": 0}
        marks: list[str] = []
        for kind, content in self._blocks:
            number = counts[kind]
            if isinstance(content, list):
                blocks.append(_table(content, number))
                counts[kind] += 1
                continue
            marks += content.marks
            text = _tidy("".join(content.pieces))
            if text:
                words = f"脚注 {number + 1}" if kind == "note" else f"第 {number + 1} 段"
                place = Place(f"{kind}[{number}]", words)
                blocks.append(Paragraph(text, place, content.level, tuple(marks)))
                counts[kind] += 1
                marks = []
        return blocks


_CONTROLS = pattern(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\ufeff]")


def _tidy(text: str) -> str:
    return _CONTROLS.sub("", text).strip()


def _table(rows: list[list[str]], number: int) -> Table:
    return Table(
        tuple(
            Row(
                tuple(cells),
                Place(f"table[{number}].row[{index}]", f"表 {number + 1} 第 {index + 1} 行"),
            )
            for index, cells in enumerate(rows)
        ),
        Place(f"table[{number}]", f"表 {number + 1}"),
    )
