"""Zip files from outside, read as hostile: nothing is unpacked to disk, everything is bounded.

Read by hand and not with :mod:`zipfile`, which loads a directory of any length, believes it
where it overlaps itself, accepts bytes before and after the archive, and raises nine kinds of
exceptions on a damaged one, differently in every Python.
"""

import struct
import unicodedata
import zlib
from collections.abc import Callable, Iterator, Sequence

from anju_desktop.errors import ArchiveError
from anju_desktop.filenames import name_problem, showable
from anju_desktop.records import record

MAX_TOTAL = 200_000_000
MAX_MEMBERS = 2_000
MAX_RATIO = 200
"""Most bytes one packed byte may become; whole numbers of a kilobyte are never doubted."""

LOCAL = b"PK\x03\x04"
CENTRAL = b"PK\x01\x02"
END = b"PK\x05\x06"
LOCAL_SIZE, CENTRAL_SIZE, END_SIZE = 30, 46, 22

_STORED, _DEFLATED = 0, 8
_ENCRYPTED, _UTF8 = 0x0001, 0x0800
_LINK, _KIND = 0o120000, 0o170000
_UNIX = 3
_UNICODE_PATH = 0x7075
_LONGEST_COMMENT = 0xFFFF


@record(frozen=True, slots=True)
class Entry:
    """What the directory says about one member."""

    name: str
    raw_name: bytes
    flags: int
    method: int
    checksum: int
    packed: int
    size: int
    offset: int
    is_link: bool


def read_members(
    data: bytes, wanted: Callable[[str], bool] = lambda name: True
) -> dict[str, bytes]:
    """The files in a zip, in the order of its directory; ``ArchiveError`` says what is wrong.

    All are judged by their headers, those that are ``wanted`` are unpacked.

    Refused: paths that leave the folder, absolute, device and duplicate names, links, encryption,
    methods other than stored and deflate, too many or too large members, overlaps, anything
    before or after the archive.
    """
    entries = tuple(_entries(data, _end_record(data)))
    named = _with_names(entries)
    for entry in named:
        _refuse_hostile(entry)
    _refuse_duplicates(named)
    if sum(entry.size for entry in named if wanted(entry.name)) > MAX_TOTAL:
        raise ArchiveError(f"压缩包展开后超过 {MAX_TOTAL // 1_000_000} MB，已拒绝。")
    starts = _content_starts(data, named)
    return {
        entry.name: _content(data, entry, start)
        for entry, start in zip(named, starts, strict=True)
        if not entry.name.endswith("/") and wanted(entry.name)
    }


# -- the directory -------------------------------------------------------------------------


def _end_record(data: bytes) -> int:
    """Where the record at the end of the archive stands: exactly where its comment fits."""
    if data[:4] != LOCAL:
        raise ArchiveError("开头不是压缩包，或已损坏。")
    at = len(data)
    while (at := data.rfind(END, max(0, len(data) - END_SIZE - _LONGEST_COMMENT), at)) >= 0:
        if at + END_SIZE <= len(data):
            comment = struct.unpack_from("<H", data, at + 20)[0]
            if at + END_SIZE + comment == len(data):
                return at
        at += 3  # The search ends before ``at``: step back by one byte, not by a signature.
    raise ArchiveError(f"压缩包不完整，{_where_it_breaks(data)}。可能没有拷完，请重新拷贝。")


def _where_it_breaks(data: bytes) -> str:
    """The last member whose header can be read when the end is missing."""
    at, name = 0, ""
    while data[at : at + 4] == LOCAL and at + LOCAL_SIZE <= len(data):
        packed, _, name_size, extra = struct.unpack_from("<IIHH", data, at + 18)
        start = at + LOCAL_SIZE
        name = data[start : start + name_size].decode("utf-8", "replace")
        at = start + name_size + extra + packed
    if at > len(data) or not name:
        return f"到 {showable(name)} 中断" if name else "在文件开头中断"
    return f"{showable(name)} 之后缺少目录"


def _entries(data: bytes, end: int) -> Iterator[Entry]:
    disk, start_disk, here, count, size, start = struct.unpack_from("<HHHHII", data, end + 4)
    if 0xFFFF in (disk, count) or 0xFFFFFFFF in (size, start) or disk or start_disk:
        raise ArchiveError("这是分卷或超大（zip64）压缩包，不能读取。请对方重新导出。")
    if count > MAX_MEMBERS:
        raise ArchiveError(f"压缩包里有 {count} 个文件，超过 {MAX_MEMBERS} 个，已拒绝。")
    if start + size != end or here != count:
        raise ArchiveError("压缩包末尾的目录记录已损坏。请重新拷贝或请对方重新导出。")
    at = start
    for _ in range(count):
        entry, at = _entry(data, at, end)
        yield entry
    if at != end:
        raise ArchiveError("压缩包末尾的目录记录已损坏。请重新拷贝或请对方重新导出。")


def _entry(data: bytes, at: int, end: int) -> tuple[Entry, int]:
    if at + CENTRAL_SIZE > end or data[at : at + 4] != CENTRAL:
        raise ArchiveError("压缩包的目录已损坏。请重新拷贝或请对方重新导出。")
    system, flags, method = struct.unpack_from("<xBxxHH", data, at + 4)
    checksum, packed, size, name_size, extra_size, comment_size = struct.unpack_from(
        "<IIIHHH", data, at + 16
    )
    attributes, offset = struct.unpack_from("<II", data, at + 38)
    extra_at = at + CENTRAL_SIZE + name_size
    following = extra_at + extra_size + comment_size
    if following > end:
        raise ArchiveError("压缩包的目录已损坏。请重新拷贝或请对方重新导出。")
    raw = data[at + CENTRAL_SIZE : extra_at]
    name = _unicode_path(data[extra_at : extra_at + extra_size], raw)
    is_link = system == _UNIX and (attributes >> 16) & _KIND == _LINK
    return Entry(name, raw, flags, method, checksum, packed, size, offset, is_link), following


def _unicode_path(extra: bytes, raw: bytes) -> str:
    """The name in the extra field that WinRAR and Info-ZIP write beside a GBK name, if any."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        body = extra[at + 4 : at + 4 + size]
        if kind == _UNICODE_PATH and size > 5 and body[1:5] == struct.pack("<I", zlib.crc32(raw)):
            return body[5:].decode("utf-8", "replace")
        at += 4 + size
    return ""


def _with_names(entries: Sequence[Entry]) -> list[Entry]:
    """The entries with their names decoded; without the UTF-8 flag Chinese programs mean GBK."""
    silent = [e.raw_name for e in entries if not e.flags & _UTF8 and not e.name]
    encoding = "utf-8" if all(map(_is_utf8, silent)) else "gb18030"
    return [_with_name(entry, encoding) for entry in entries]


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _with_name(entry: Entry, encoding: str) -> Entry:
    if entry.name:
        return entry
    codec = "utf-8" if entry.flags & _UTF8 else encoding
    try:
        name = entry.raw_name.decode(codec)
    except UnicodeDecodeError:
        shown = showable(entry.raw_name.decode(codec, "replace"))
        raise ArchiveError(f"“{shown}”的文件名已损坏。请重新拷贝或请对方重新导出。") from None
    fields = (entry.raw_name, entry.flags, entry.method, entry.checksum, entry.packed)
    return Entry(name, *fields, entry.size, entry.offset, entry.is_link)


def _refuse_hostile(entry: Entry) -> None:
    name = showable(entry.name)
    problem = name_problem(entry.name)
    if problem:
        raise ArchiveError(f"“{name}”{problem}，已拒绝。")
    if entry.is_link:
        raise ArchiveError(f"“{name}”是链接，已拒绝。")
    if entry.flags & _ENCRYPTED:
        raise ArchiveError(f"“{name}”已加密，无法读取。请对方不加密码重新压缩。")
    if entry.method not in (_STORED, _DEFLATED):
        raise ArchiveError(f"“{name}”用了不支持的压缩方法，已拒绝。请对方重新导出。")
    if entry.size > MAX_RATIO * max(entry.packed, 1_000):
        raise ArchiveError(f"“{name}”展开后大得不合常理，已拒绝。")


def _refuse_duplicates(entries: Sequence[Entry]) -> None:
    seen: set[str] = set()
    for entry in entries:
        folded = unicodedata.normalize("NFC", entry.name.removesuffix("/")).casefold()
        if folded in seen:
            raise ArchiveError(f"“{showable(entry.name)}”在压缩包里出现两次，已拒绝。")
        seen.add(folded)


# -- the members ---------------------------------------------------------------------------


def _content_starts(data: bytes, entries: Sequence[Entry]) -> list[int]:
    """Where each member's content begins; no two members may share a byte."""
    starts = [_content_start(data, entry) for entry in entries]
    areas = sorted(
        (entry.offset, start + entry.packed, entry.name)
        for entry, start in zip(entries, starts, strict=True)
    )
    reached = 0
    for begin, end, name in areas:
        if begin < reached:
            raise ArchiveError(f"“{showable(name)}”与另一个文件互相重叠，已拒绝。")
        reached = end
    return starts


def _content_start(data: bytes, entry: Entry) -> int:
    at, name = entry.offset, showable(entry.name)
    if at + LOCAL_SIZE > len(data) or data[at : at + 4] != LOCAL:
        raise ArchiveError(f"“{name}”的文件头已损坏。请重新拷贝或请对方重新导出。")
    method, name_size, extra = struct.unpack_from("<H16xHH", data, at + 8)
    start: int = at + LOCAL_SIZE + name_size + extra
    raw = data[at + LOCAL_SIZE : at + LOCAL_SIZE + name_size]
    if raw != entry.raw_name or method != entry.method or start + entry.packed > len(data):
        raise ArchiveError(f"“{name}”的文件头与目录不一致。请重新拷贝或请对方重新导出。")
    return start


def _content(data: bytes, entry: Entry, start: int) -> bytes:
    packed = data[start : start + entry.packed]
    content = packed if entry.method == _STORED else _inflate(packed, entry.size)
    if len(content) != entry.size or zlib.crc32(content) != entry.checksum:
        raise ArchiveError(f"“{showable(entry.name)}”的内容已损坏。请重新拷贝或请对方重新导出。")
    return content


def _inflate(packed: bytes, size: int) -> bytes:
    """At most one byte more than promised: a lying entry must not unpack into memory."""
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, size + 1)
    except zlib.error:
        return b""
