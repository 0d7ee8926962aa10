"""XML from outside, read as hostile: no document types, no entities, bounded depth and size.

The parser of the standard library is used as it is built into Python, with every declaration
refused before it can do anything; a tree is never built.
"""

from collections.abc import Callable
from xml.parsers import expat

from anju_desktop.errors import ReportError

MAX_DEPTH = 250
MAX_ELEMENTS = 3_000_000
MAX_BYTES = 60_000_000

_SEPARATOR = " "

Attributes = dict[str, str]
Start = Callable[[str, str, Attributes], None]
End = Callable[[str, str], None]
Text = Callable[[str], None]


class BadXmlError(ReportError):
    """A part that is no XML, or that is refused; the text says why in a few words."""


def parse(data: bytes, start: Start, end: End, text: Text) -> None:
    """Tell every element as (namespace, local name) with its attributes, and every text.

    Attributes keep their own namespace in front, parted by a blank. ``BadXmlError`` when the
    data is damaged or hostile.
    """
    if len(data) > MAX_BYTES:
        raise BadXmlError(f"内容超过 {MAX_BYTES // 1_000_000} MB")
    parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
    parser.buffer_text = True
    watch = _Watch(start, end)
    parser.StartElementHandler = watch.start
    parser.EndElementHandler = watch.end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse_declaration
    parser.EntityDeclHandler = _refuse_declaration
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise BadXmlError(f"第 {error.lineno} 行的内容已损坏") from error
    except (LookupError, ValueError) as error:  # An encoding that Python does not know.
        raise BadXmlError("文字编码不认识") from error


class _Watch:
    """Counts elements and depth on the way to the handlers."""

    def __init__(self, start: Start, end: End) -> None:
        self._start, self._end = start, end
        self._depth = self._elements = 0

    def start(self, name: str, attributes: Attributes) -> None:
        self._depth += 1
        self._elements += 1
        if self._depth > MAX_DEPTH or self._elements > MAX_ELEMENTS:
            raise BadXmlError("层数或内容多得不合常理")
        self._start(*_split(name), attributes)

    def end(self, name: str) -> None:
        self._depth -= 1
        self._end(*_split(name))


def _split(name: str) -> tuple[str, str]:
    space, _, local = name.rpartition(_SEPARATOR)
    return space, local


def _refuse_declaration(*_: object) -> None:
    raise BadXmlError("内容里有文件类型声明或实体，已拒绝")
