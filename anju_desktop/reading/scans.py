"""Scans of sealed pages from outside: a whole picture or PDF and nothing else, or refused in words.

Looked at without being decoded: kind, length, size in pixels, and that it comes to its end. A PDF
must not bring what a scan has no use for (scripts, attachments, programs to start, a password).
That is no virus scanner; it keeps out what is plainly not a scan.
"""

import re
import struct
import zlib
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from stat import S_ISREG

from anju_desktop.errors import ScanError
from anju_desktop.filenames import showable
from anju_desktop.files import why_unreadable
from anju_desktop.records import record

MAX_BYTES = 20_000_000
LIMIT_WORDS = "一份最大 20 MB"
MAX_SIDE = 20_000
"""Pixels of a side: A3 at 1200 dpi."""
MAX_PIXELS = 250_000_000
KINDS = "扫描件 (*.pdf *.jpg *.jpeg *.png)"
_TAIL = 2048
_AGAIN = "请重新扫描，或从扫描仪里重新拷贝。"
_MOST_UNPACKED = 5 * MAX_BYTES
_MOST_PARTS, _MOST_NAMES = 20_000, 200_000
"""A scanner writes some ten of each for a page; what has more would only keep one waiting."""
_UNLIKELY = f"里面的东西多得不合常理，不像扫描件。{_AGAIN}"
_NO_SCAN = "不是单纯的扫描件。请重新扫描成 PDF 或图片。"
_HOSTILE = {
    b"JavaScript": f"带有脚本，{_NO_SCAN}",
    b"JS": f"带有脚本，{_NO_SCAN}",
    b"Launch": f"会启动别的程序，{_NO_SCAN}",
    b"EmbeddedFile": f"夹带了附件，{_NO_SCAN}",
    b"EmbeddedFiles": f"夹带了附件，{_NO_SCAN}",
    b"RichMedia": f"夹带了影音，{_NO_SCAN}",
    b"XFA": f"是可填的表单，{_NO_SCAN}",
    b"Encrypt": "加了密码，别人打不开。请去掉密码后重新附上。",
}
"""Names in a PDF that no scanner writes."""
_NAME = re.compile(rb"/((?:[^\x00\t\n\f\r ()<>\[\]{}/%#]|#[0-9A-Fa-f]{2}){1,300})")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_NO_SIZE = {0xC4, 0xC8, 0xCC}
"""JPEG markers among those of frames that tell no size."""


@record(frozen=True, slots=True)
class ScanFile:
    """A file that may be kept; ``kind`` is ``pdf``, ``jpg`` or ``png`` by its content."""

    name: str
    kind: str
    data: bytes


def read_scan(path: Path) -> ScanFile:
    """Read a file that the clerk chose or dropped; ``ScanError`` says why it is refused."""
    name = showable(path.name)
    try:
        # A pipe or a device would be waited for without end.
        if not S_ISREG(path.stat().st_mode):
            what = "是文件夹" if path.is_dir() else "不是普通的文件"
            raise ScanError(f"“{name}”{what}，没有附上。请选扫描好的 PDF 或图片。")
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise ScanError(f"“{name}”没有附上：{why_unreadable(path, error)}") from error
    return ScanFile(name, kind_of(name, data), data)


def kind_of(name: str, data: bytes) -> str:
    """What the bytes are; ``ScanError`` when they cannot be kept."""
    if len(data) > MAX_BYTES:
        raise ScanError(f"“{name}”太大，没有附上：{LIMIT_WORDS}，请降低分辨率重新扫描。")
    if not data:
        raise ScanError(f"“{name}”是空文件，没有附上。{_AGAIN}")
    looks: tuple[tuple[str, bytes, Callable[[bytes], str]], ...] = (
        ("pdf", b"%PDF-", _pdf_problem),
        ("jpg", _JPEG, _jpeg_problem),
        ("png", _PNG, _png_problem),
    )
    for kind, beginning, problem_of in looks:
        if data.startswith(beginning):
            problem = problem_of(data)
            if problem:
                raise ScanError(f"“{name}”没有附上：{problem}")
            return kind
    raise ScanError(f"“{name}”没有附上：不是 PDF、JPG 或 PNG。请把盖章的纸扫描成这几种。")


# -- PDF -----------------------------------------------------------------------------------


def _pdf_problem(data: bytes) -> str:
    if b"%%EOF" not in data[-_TAIL:]:
        return f"文件不完整，结尾缺了。{_AGAIN}"
    unpacked, names = 0, count(1)
    for number, (part, packed) in enumerate(_parts(data)):
        text = _unpacked(part) if packed else part
        unpacked += len(text)
        if unpacked > _MOST_UNPACKED or number > _MOST_PARTS:
            return _UNLIKELY
        for name in _names(text):
            if name in _HOSTILE:
                return _HOSTILE[name]
            if next(names) > _MOST_NAMES:
                return _UNLIKELY
    return ""


def _names(text: bytes) -> Iterator[bytes]:
    """The names in text of a PDF, as they are meant."""
    for match in _NAME.finditer(text):
        yield _ESCAPE.sub(lambda code: bytes([int(code[1], 16)]), match[1])


def _parts(data: bytes) -> Iterator[tuple[bytes, bool]]:
    """The text between streams, and the streams that hold objects."""
    at = 0
    for match in _STREAM.finditer(data):
        if match.start() < at:
            continue
        yield data[at : match.start()], False
        end = data.find(b"endstream", match.end())
        end = len(data) if end < 0 else end
        head = data[max(at, match.start() - _TAIL) : match.start()]
        if b"/ObjStm" in head[head.rfind(b" obj") :]:
            yield data[match.end() : end], True
        at = end
    yield data[at:], False


def _unpacked(stream: bytes) -> bytes:
    """Objects of a stream; at most as many bytes as a file may have."""
    try:
        return zlib.decompressobj().decompress(stream, MAX_BYTES)
    except zlib.error:
        return stream


# -- pictures ------------------------------------------------------------------------------


def _jpeg_problem(data: bytes) -> str:
    at, broken = 2, f"图片不完整或已损坏。{_AGAIN}"
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            return broken
        marker = data[at + 1]
        if marker == 0xFF:
            # Fillers may stand before a marker.
            at = len(data) - len(data[at:].lstrip(b"\xff")) - 1
            continue
        (length,) = struct.unpack_from(">H", data, at + 2)
        if 0xC0 <= marker <= 0xCF and marker not in _NO_SIZE:
            if at + 9 > len(data):
                return broken
            height, width = struct.unpack_from(">HH", data, at + 5)
            return _size_problem(width, height) or ("" if b"\xff\xd9" in data[at:] else broken)
        at += 2 + length
    return broken


def _png_problem(data: bytes) -> str:
    at, broken = len(_PNG), f"图片不完整或已损坏。{_AGAIN}"
    first = True
    while at + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data) or first != (kind == b"IHDR"):
            return broken
        (checksum,) = struct.unpack_from(">I", data, end - 4)
        if zlib.crc32(data[at + 4 : end - 4]) != checksum:
            return broken
        if first:
            if length < 8:
                return broken
            problem = _size_problem(*struct.unpack_from(">II", data, at + 8))
            if problem:
                return problem
        if kind == b"IEND":
            return "" if end == len(data) else f"图片后面夹带了别的内容。{_AGAIN}"
        first, at = False, end
    return broken


def _size_problem(width: int, height: int) -> str:
    if not width or not height:
        return f"图片里什么也没有。{_AGAIN}"
    if max(width, height) > MAX_SIDE or width * height > MAX_PIXELS:
        return f"图片有 {width}×{height} 像素，大得不合常理。请降低分辨率重新扫描。"
    return ""
