"""Reads a shortcut (``.lnk``), as Microsoft's [MS-SHLLINK] describes it, as far as is asked."""

import struct
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath

_HEAD = 0x4C
_HAS_TARGET_LIST, _HAS_INFO, _IS_UNICODE = 0x01, 0x02, 0x80
_STRINGS = {0x04: "name", 0x08: "relative", 0x10: "folder", 0x20: "arguments", 0x40: "icon"}
_UNICODE_INFO = 0x24
_PROPERTIES = 0xA0000009
_APP_ID = bytes.fromhex("55284c9f799f394ba8d0e1d42de1d5f3")
"""The set of properties that AppUserModel.ID belongs to, as GUIDs lie in memory."""


@dataclass(frozen=True)
class Shortcut:
    """Where it leads, with what, and as whom the taskbar knows it."""

    target: PureWindowsPath
    arguments: str
    icon: PureWindowsPath
    app_id: str


def read(path: Path, code_page: str = "gbk") -> Shortcut:
    """The shortcut in a file; ``code_page`` is that of the Windows that wrote it."""
    data = path.read_bytes()
    (flags,) = struct.unpack_from("<I", data, 20)
    at = _HEAD
    if flags & _HAS_TARGET_LIST:
        at += 2 + struct.unpack_from("<H", data, at)[0]
    target = ""
    if flags & _HAS_INFO:
        target = _target(data, at, code_page)
        at += struct.unpack_from("<I", data, at)[0]
    words = dict.fromkeys(_STRINGS.values(), "")
    for flag, key in _STRINGS.items():
        if flags & flag:
            (count,) = struct.unpack_from("<H", data, at)
            size = count * (2 if flags & _IS_UNICODE else 1)
            encoding = "utf-16-le" if flags & _IS_UNICODE else code_page
            words[key] = data[at + 2 : at + 2 + size].decode(encoding).rstrip("\0")
            at += 2 + size
    return Shortcut(
        PureWindowsPath(target or words["relative"]),
        words["arguments"],
        PureWindowsPath(words["icon"]),
        _app_id(data, at),
    )


def _target(data: bytes, start: int, code_page: str) -> str:
    """The local path, in Unicode where it is given so."""
    head, plain = struct.unpack_from("<I", data, start + 4)[0], _offset(data, start, 16)
    if head >= _UNICODE_INFO:
        begin = start + _offset(data, start, 28)
        end = begin
        while data[end : end + 2] != b"\0\0":
            end += 2
        return data[begin:end].decode("utf-16-le")
    return data[start + plain : data.index(b"\0", start + plain)].decode(code_page)


def _offset(data: bytes, start: int, at: int) -> int:
    return int(struct.unpack_from("<I", data, start + at)[0])


def _app_id(data: bytes, at: int) -> str:
    """Out of the extra blocks; ``""`` without one."""
    while at + 8 <= len(data):
        size, kind = struct.unpack_from("<II", data, at)
        if size < 8:
            break
        block = data[at + 8 : at + size]
        if kind == _PROPERTIES and _APP_ID in block:
            # Set, then: size of the value, its number, a zero, its type, its length, its text.
            value = block.index(_APP_ID) + len(_APP_ID)
            (count,) = struct.unpack_from("<I", block, value + 13)
            return block[value + 17 : value + 17 + 2 * count].decode("utf-16-le").rstrip("\0")
        at += size
    return ""
