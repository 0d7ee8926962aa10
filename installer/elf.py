"""What the binaries of the Linux packages ask of the system, read from themselves.

Only 64-bit little-endian files, as amd64 and arm64 have. The layout is that of the System V ABI
and of the GNU symbol versions in the Linux Standard Base.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

_DYNAMIC, _DYNSYM, _VERSYM, _VERNEED = 6, 11, 0x6FFFFFFF, 0x6FFFFFFE
_NEEDED = 1
_HEAD, _SECTION, _TAG, _SYMBOL = "<16sHHIQQQIHHHHHH", "<IIQQQQIIQQ", "<qQ", "<IBBHQQ"
_VERSION, _VERSION_NAME = "<HHIII", "<IHHII"
_WEAK = 2
_MAY_BE_MISSING = 2


@dataclass(frozen=True)
class _Section:
    kind: int
    offset: int
    size: int
    link: int


class Binary:
    """One executable or library."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        head = struct.unpack_from(_HEAD, content)
        start, size, count = head[6], head[11], head[12]
        sections = [struct.unpack_from(_SECTION, content, start + size * n) for n in range(count)]
        self._sections = [_Section(s[1], s[4], s[5], s[6]) for s in sections]

    @staticmethod
    def is_one(content: bytes) -> bool:
        """Whether a file is of the kind that is read here."""
        return content[:6] == b"\x7fELF\x02\x01"

    def needed(self) -> list[str]:
        """The libraries that it asks for."""
        found = []
        for section in self._of_kind(_DYNAMIC):
            for offset in range(section.offset, section.offset + section.size, 16):
                tag, value = struct.unpack_from(_TAG, self.content, offset)
                if tag == _NEEDED:
                    found.append(self._text(section.link, value))
        return found

    def versions(self) -> set[str]:
        """The symbol versions that it asks for, such as ``GLIBC_2.28``."""
        return {name for _, name, _ in self._versions()}

    def newest(self, prefix: str) -> tuple[int, ...]:
        """The highest version of a kind, such as ``GLIBC_``, that cannot be done without."""
        return max(
            (
                tuple(int(part) for part in name.removeprefix(prefix).split("."))
                for _, name, flags in self._versions()
                if name.startswith(prefix)
                and name.removeprefix(prefix)[0].isdigit()
                and not flags & _MAY_BE_MISSING
            ),
            default=(0,),
        )

    def without(self, version: str) -> tuple[bytes, set[str]]:
        """A copy that also loads where the version is missing, and the functions it is asked for.

        Those functions are missing there, too: only for ones that are never called.
        """
        copy = bytearray(self.content)
        numbers = set()
        for offset, name, flags in self._versions():
            if name == version:
                numbers.add(struct.unpack_from(_VERSION_NAME, copy, offset)[2])
                struct.pack_into("<H", copy, offset + 4, flags | _MAY_BE_MISSING)
        symbols = set()
        for table in self._of_kind(_DYNSYM):
            for section in self._of_kind(_VERSYM):
                for place in range(section.size // 2):
                    (number,) = struct.unpack_from("<H", copy, section.offset + 2 * place)
                    if number in numbers:
                        offset = table.offset + struct.calcsize(_SYMBOL) * place
                        name, info, *_ = struct.unpack_from(_SYMBOL, copy, offset)
                        copy[offset + 4] = _WEAK << 4 | info & 0xF
                        symbols.add(self._text(table.link, name))
        return bytes(copy), symbols

    def _versions(self) -> Iterator[tuple[int, str, int]]:
        """Place in the file, name and flags of every version that is asked for."""
        for section in self._of_kind(_VERNEED):
            entry = section.offset
            while True:
                _, count, _, first, following = struct.unpack_from(_VERSION, self.content, entry)
                place = entry + first
                for _ in range(count):
                    _, flags, _, name, further = struct.unpack_from(
                        _VERSION_NAME, self.content, place
                    )
                    yield place, self._text(section.link, name), flags
                    place += further
                if not following:
                    break
                entry += following

    def _of_kind(self, kind: int) -> Iterator[_Section]:
        return (section for section in self._sections if section.kind == kind)

    def _text(self, section: int, offset: int) -> str:
        start = self._sections[section].offset + offset
        return self.content[start : self.content.index(b"\0", start)].decode()
