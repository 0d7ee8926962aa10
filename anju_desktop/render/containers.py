"""A zip container whose bytes depend on its members alone.

Compression is not the same in every zlib build, so members are stored; times, system and
attributes are fixed. Written by hand because :mod:`zipfile` marks the system it runs on and sets
the UTF-8 flag only where a name needs it.
"""

import struct
import zlib
from collections.abc import Iterable

from anju_desktop.errors import RenderError

_VERSION = 20
_MADE_BY_UNIX = 3 << 8 | _VERSION
_UTF8_NAME = 0x0800
_STORED = 0
_TIME, _DATE = 0, 1 << 5 | 1  # 1980-01-01 00:00, the first moment a zip can hold
_REGULAR_FILE = 0o100644 << 16
_MOST_MEMBERS = 0xFFFF - 1
_MOST_BYTES = 0xFFFFFFFF - 1

_COMMON = struct.Struct("<HHHHHLLLHH")
_END = struct.Struct("<4sHHHHLLH")


def stored_zip(members: Iterable[tuple[str, bytes]]) -> bytes:
    """The members in the order given; names are ``/``-separated and must be unique."""
    body, directory, names = bytearray(), bytearray(), set[str]()
    for name, data in members:
        if name in names:
            raise ValueError(f"member {name!r} given twice")
        names.add(name)
        encoded, common = name.encode("utf-8"), _common_fields(name, data)
        directory += struct.pack("<4sH", b"PK\1\2", _MADE_BY_UNIX) + common
        directory += struct.pack("<HHHLL", 0, 0, 0, _REGULAR_FILE, len(body)) + encoded
        body += b"PK\3\4" + common + encoded + data
        _refuse_too_large(len(names), len(body) + len(directory))
    end = _END.pack(b"PK\5\6", 0, 0, len(names), len(names), len(directory), len(body), 0)
    return bytes(body + directory + end)


def _common_fields(name: str, data: bytes) -> bytes:
    """What the local header and the directory entry both state, up to the extra field's length."""
    size, checksum = len(data), zlib.crc32(data)
    length = len(name.encode("utf-8"))
    return _COMMON.pack(
        _VERSION, _UTF8_NAME, _STORED, _TIME, _DATE, checksum, size, size, length, 0
    )


def _refuse_too_large(members: int, size: int) -> None:
    if members > _MOST_MEMBERS or size > _MOST_BYTES:
        raise RenderError("文件超过 4 GB 或 65534 个，一个压缩包装不下。请减少佐证材料或分开报送。")
