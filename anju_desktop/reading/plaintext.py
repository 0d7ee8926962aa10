"""A plain text → paragraphs and tables.

Such texts are copied out of Word or come from a scan: sentences are cut by page breaks, blanks
stand between a number and its unit, headings carry marks (``#``, ``**``), tables are lines with
tabs. Nothing of a file is run, and no file is so large or so odd that reading it takes long.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from anju_desktop.blocks import Block, Paragraph, Place, Row, Table
from anju_desktop.errors import ReportError
from anju_desktop.files import system_path, why_unreadable
from anju_desktop.patterns import pattern

MAX_BYTES = 2_000_000
"""A report of a hundred pages has a fifth of it."""
MAX_PARAGRAPH = 20_000
"""Characters; a sentence is never cut by a page so often."""

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CHINESE = r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef“”‘’…—㎡²³〔〕]"
_BLANKS = pattern(
    rf"(?<={_CHINESE})[ \t\u00a0\u3000]+|[ \t\u00a0\u3000]+(?={_CHINESE})|(?<=\d) +(?=[%‰])"
)
_CONTROLS = pattern(r"[\x00-\x08\x0b\x0e-\x1f\x7f\u200b-\u200f\ufeff]")
_LINES = pattern(r"\r\n|[\n\r\x0c\u2028\u2029\x85]")
_RAISED = pattern(r"<sup>\s*([23])\s*</sup>|\$\s*\^\s*\{?([23])\}?\s*\$|\^\{?([23])\}?")
_TAG = pattern(r"</?[A-Za-z][^<>]{0,200}>")
_HEADING = pattern(r"(#{1,6})\s*(.*?)\s*#*")
_BOLD = pattern(r"\*\*(.+?)\*\*|__(.+?)__")
_BULLET = pattern(r"[-*•·]\s+(?=\S)")
_RULE = pattern(r"[-=*_—\s|:]{3,}")
_PAGE_NUMBER = pattern(
    r"[-—–\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*/\s*共?\s*\d{1,4}\s*页?)?[-—–\s]*"
)
_NUMBERED = pattern(
    r"(?:[一二三四五六七八九十]{1,3}[、．.]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、．.](?!\d)"
    r"|[①-⑳]|第[一二三四五六七八九十]{1,3}[章节部条]|附件|附表)"
)
_FULL_STOP = "。！？!?；;：:”）)》】"
_OPEN_END = "，,、（(《“—-"
_ENDS_A_FIGURE = pattern(
    r"\d(?:[万亿千百]?(?:元|户|套|间|栋|幢|人|个|项|处|家|台|部|座|所|平方米|㎡|m²)|%|分)$"
)
_RUNNING = pattern(r"[，。；：、,;（(]")
_PROSE = pattern(r"[，。；：,;]")
_PROSE_AT_LEAST, _REST_AT_LEAST = 18, 15
"""Characters: a shorter line without a mark is a title, a name or a date and is not cut off."""


class _Line(NamedTuple):
    text: str
    number: int
    """Counted from 1."""
    level: int
    follows: bool
    """Whether it stands right below the line before, without a blank one between them."""


def read_report(path: Path) -> list[Block]:
    """The blocks of a text file; ``ReportError`` when it cannot be read."""
    try:
        with system_path(path).open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise ReportError(f"无法读取“{path.name}”：{why_unreadable(path, error)}") from error
    except ValueError as error:  # A NUL in the name.
        raise ReportError("文件名里有不能用的字符，请检查路径。") from error
    return blocks_of(decoded(data, path.name))


def decoded(data: bytes, name: str) -> str:
    """The text in UTF-8, UTF-16 with a mark, or GB18030, the encodings a Chinese PC writes."""
    if len(data) > MAX_BYTES:
        raise ReportError(f"“{name}”超过 {MAX_BYTES // 1_000_000} MB，不像一份报告；请检查文件。")
    marked = [encoding for mark, encoding in _MARKS if data.startswith(mark)]
    for encoding in marked or ["utf-8", "gb18030"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        if not text.strip():
            raise ReportError(f"“{name}”是空文件，没有可核对的内容；请检查是否拷完。")
        return text
    raise ReportError(f"“{name}”不是文本文件，或已损坏；请另存为 UTF-8 编码的文本文件（.txt）。")


def blocks_of(text: str) -> list[Block]:
    """Paragraphs and tables in order; places count paragraphs and tables apart, lines from 1."""
    blocks: list[Block] = []
    paragraphs = tables = 0
    for run in _runs(_lines(text)):
        where = f"第 {run[0].number} 行"
        if _is_tabular(run[0].text):
            blocks.append(_table(run, tables, where))
            tables += 1
        else:
            joined = _joined(run)
            blocks.append(Paragraph(joined, Place(f"paragraph[{paragraphs}]", where), run[0].level))
            paragraphs += 1
    return blocks


# ---------------------------------------------------------------- lines


def _lines(text: str) -> Iterator[_Line]:
    """The lines that say something, freed of marks; page numbers and rules are left out."""
    follows = False
    for number, raw in enumerate(_LINES.split(text), 1):
        plain = _RAISED.sub(lambda found: "²" if "2" in found[0] else "³", raw)
        plain = _CONTROLS.sub("", _TAG.sub("", plain))
        if not plain.strip() or _RULE.fullmatch(plain.strip()):
            # |---|---| stands between the head of a table and its rows.
            follows = follows and _is_tabular(plain)
            continue
        if _is_tabular(plain):
            yield _Line(plain, number, 0, follows)
        elif not _PAGE_NUMBER.fullmatch(plain):
            yield _prose(plain, number, follows)
        follows = True


def _is_tabular(line: str) -> bool:
    stripped = line.strip()
    return "\t" in stripped or (stripped.startswith("|") and stripped.count("|") > 2)


def _prose(line: str, number: int, follows: bool) -> _Line:
    stripped = line.strip()
    heading = _HEADING.fullmatch(stripped)
    level = len(heading[1]) if heading else 0
    words = heading[2] if heading else stripped
    bold = _BOLD.fullmatch(words)
    words = _BOLD.sub(lambda found: found[1] or found[2], words)
    words = _BLANKS.sub("", _BULLET.sub("", words, count=1)).strip()
    return _Line(words, number, level or (7 if bold else 0), follows)


# ---------------------------------------------------------------- paragraphs


def _runs(lines: Iterator[_Line]) -> Iterator[list[_Line]]:
    """Lines that belong together: the rows of a table, the pieces of a cut paragraph."""
    run: list[_Line] = []
    length = 0
    for line in lines:
        if run and length < MAX_PARAGRAPH and _goes_on(run[-1], line, run[0].level):
            run.append(line)
            length += len(line.text)
            continue
        if run:
            yield run
        run, length = [line], len(line.text)
    if run:
        yield run


def _goes_on(above: _Line, below: _Line, level: int) -> bool:
    if _is_tabular(above.text) or _is_tabular(below.text):
        return _is_tabular(above.text) and _is_tabular(below.text) and below.follows
    if level or below.level or not above.text or not below.text:
        return False
    return _is_cut(above.text, below.text)


def _is_cut(above: str, below: str) -> bool:
    """Whether a sentence goes on in the next line."""
    if above[-1] in _FULL_STOP:
        return _is_inside_brackets(above) and not _NUMBERED.match(below)
    if _NUMBERED.match(below) and above[-1] not in _OPEN_END:
        return False
    if above[-1] in _OPEN_END or below[0] in "，,、；;。）)”》":
        return True
    if _NUMBERED.match(above) and not _PROSE.search(above):
        return False  # A heading without a full stop.
    if _ENDS_A_FIGURE.search(above):
        return False
    if len(above) < _PROSE_AT_LEAST or not _RUNNING.search(above):
        return False
    return bool(_RUNNING.search(below)) or len(below) >= _REST_AT_LEAST


def _is_inside_brackets(text: str) -> bool:
    """Whether a mark such as ； or ” stands inside a bracket that is still open."""
    opened = text.count("（") + text.count("(") - text.count("）") - text.count(")")
    return opened > 0 and text[-1] in "；;：:”》"


def _joined(run: list[_Line]) -> str:
    """The pieces as one text, with the blank that parts two Latin words kept."""
    text = run[0].text
    for line in run[1:]:
        parted = text[-1:].isascii() and line.text[:1].isascii()
        between = " " if parted and text[-1:].isalpha() and line.text[:1].isalpha() else ""
        text += between + line.text
    return text


# ---------------------------------------------------------------- tables


def _table(run: list[_Line], index: int, where: str) -> Table:
    rows = tuple(
        Row(_cells(line.text), Place(f"table[{index}].row[{number}]", f"第 {line.number} 行"))
        for number, line in enumerate(run)
    )
    return Table(rows, Place(f"table[{index}]", where))


def _cells(line: str) -> tuple[str, ...]:
    if "\t" in line.strip():
        parts = line.rstrip("\r\n").split("\t")
    else:
        parts = line.strip().strip("|").split("|")
    return tuple(_BLANKS.sub("", _BOLD.sub(lambda b: b[1] or b[2], part)).strip() for part in parts)
