"""Reading single glyphs out of a TrueType file, and writing a small font of just those.

reportlab reads every glyph of a font before it embeds one, 35 to 145 ms each; the widths it needs
are known from the metrics already, so this touches only the glyphs that are drawn.
"""

import mmap
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from struct import pack, unpack_from

from anju_desktop.assets import resource

Point = tuple[int, int, bool]
"""x, y in font units, and whether the outline goes through it (else it is a control point)."""

_UNICODE_FULL = (3, 10)
_COPIED = ("cvt ", "fpgm", "prep")

# Flags of an outline point.
_ON_CURVE, _X_SHORT, _Y_SHORT, _REPEAT, _X_SAME, _Y_SAME = 0x01, 0x02, 0x04, 0x08, 0x10, 0x20


class TrueTypeFile:
    """One bundled font file, mapped into memory and read where needed."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._tables = dict(self._directory())
        head, hhea = self._start("head"), self._start("hhea")
        self.units: int = unpack_from(">H", self._data, head + 18)[0]
        self.bbox: tuple[int, int, int, int] = unpack_from(">4h", self._data, head + 36)
        self.ascent, self.descent = unpack_from(">2h", self._data, hhea + 4)
        self._long_loca = unpack_from(">h", self._data, head + 50)[0] == 1
        self._widths_count = unpack_from(">H", self._data, hhea + 34)[0]
        self._groups = self._full_unicode_groups()

    def _directory(self) -> Iterator[tuple[str, tuple[int, int]]]:
        (count,) = unpack_from(">H", self._data, 4)
        for number in range(count):
            tag, _, offset, length = unpack_from(">4sLLL", self._data, 12 + 16 * number)
            yield tag.decode("ascii"), (offset, length)

    def _start(self, tag: str) -> int:
        return self._tables[tag][0]

    def _table(self, tag: str) -> bytes:
        offset, length = self._tables[tag]
        return self._data[offset : offset + length]

    def _full_unicode_groups(self) -> tuple[int, int]:
        """Offset and number of the groups in the character map of format 12."""
        start = self._start("cmap")
        (count,) = unpack_from(">H", self._data, start + 2)
        for number in range(count):
            *kind, offset = unpack_from(">HHL", self._data, start + 4 + 8 * number)
            if tuple(kind) == _UNICODE_FULL:
                (groups,) = unpack_from(">L", self._data, start + offset + 12)
                return start + offset + 16, groups
        raise ValueError("a bundled font has no full Unicode character map")

    def glyph_index(self, code: int) -> int:
        """Glyph of a code point; 0 (the empty box) if the font has none."""
        offset, high = self._groups
        low = 0
        while low < high:
            middle = (low + high) // 2
            first, last, glyph = unpack_from(">LLL", self._data, offset + 12 * middle)
            if code > last:
                low = middle + 1
            elif code < first:
                high = middle
            else:
                return int(glyph + code - first)
        return 0

    def glyph(self, index: int) -> bytes:
        """The outline as it stands in the file."""
        loca, glyf = self._start("loca"), self._start("glyf")
        if self._long_loca:
            begin, end = unpack_from(">LL", self._data, loca + 4 * index)
        else:
            begin, end = (2 * at for at in unpack_from(">HH", self._data, loca + 2 * index))
        return self._data[glyf + begin : glyf + end]

    def advance_and_bearing(self, index: int) -> tuple[int, int]:
        """Advance width and left side bearing."""
        start, last = self._start("hmtx"), self._widths_count - 1
        if index <= last:
            advance, bearing = unpack_from(">Hh", self._data, start + 4 * index)
        else:
            (advance,) = unpack_from(">H", self._data, start + 4 * last)
            (bearing,) = unpack_from(">h", self._data, start + 4 * last + 2 * (index - last) + 2)
        return advance, bearing

    def subset(self, glyphs: Sequence[int]) -> bytes:
        """A font whose glyph n is ``glyphs[n]``, with the tables that PDF asks of a CIDFontType2.

        No bundled font has a glyph put together from others, so none is looked for.
        """
        outlines = [_padded(self.glyph(index)) for index in glyphs]
        return _font_file(self._subset_tables(glyphs, outlines))

    def _subset_tables(self, indices: Sequence[int], outlines: list[bytes]) -> dict[str, bytes]:
        starts = [0]
        for outline in outlines:
            starts.append(starts[-1] + len(outline))
        head, hhea, maxp = map(bytearray, map(self._table, ("head", "hhea", "maxp")))
        head[8:12] = bytes(4)  # The check sum is of another file; PDF readers do not look at it.
        head[50:52] = pack(">h", 1)
        hhea[34:36] = maxp[4:6] = pack(">H", len(indices))
        metrics = (pack(">Hh", *self.advance_and_bearing(index)) for index in indices)
        return {tag: self._table(tag) for tag in _COPIED if tag in self._tables} | {
            "glyf": b"".join(outlines),
            "head": bytes(head),
            "hhea": bytes(hhea),
            "hmtx": b"".join(metrics),
            "loca": pack(f">{len(starts)}L", *starts),
            "maxp": bytes(maxp),
        }

    def contours(self, index: int) -> list[list[Point]]:
        """The outline of a glyph, one list of points for each closed line."""
        data = self.glyph(index)
        if not data:
            return []
        (count,) = unpack_from(">h", data, 0)
        ends = unpack_from(f">{count}H", data, 10)
        (hints,) = unpack_from(">H", data, 10 + 2 * count)
        flags, at = _flags(data, 12 + 2 * count + hints, ends[-1] + 1)
        xs, at = _coordinates(data, at, flags, _X_SHORT, _X_SAME)
        ys, _ = _coordinates(data, at, flags, _Y_SHORT, _Y_SAME)
        points = [(x, y, bool(f & _ON_CURVE)) for x, y, f in zip(xs, ys, flags, strict=True)]
        return [points[first : last + 1] for first, last in zip(_starts(ends), ends, strict=True)]


@cache
def bundled_font(file: str) -> TrueTypeFile:
    """A font of resources/fonts, opened once."""
    return TrueTypeFile(resource("fonts", file))


def _padded(data: bytes) -> bytes:
    """Tables and outlines begin at multiples of four bytes."""
    return data + bytes(-len(data) % 4)


def _font_file(tables: dict[str, bytes]) -> bytes:
    """Tables in the frame of a TrueType file."""
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    header = pack(
        ">LHHHH", 0x00010000, count, 16 * power, power.bit_length() - 1, 16 * (count - power)
    )
    offset = len(header) + 16 * count
    directory, body = [], []
    for tag, data in sorted(tables.items()):
        padded = _padded(data)
        check = sum(unpack_from(f">{len(padded) // 4}L", padded)) & 0xFFFFFFFF
        directory.append(pack(">4sLLL", tag.encode("ascii"), check, offset, len(data)))
        body.append(padded)
        offset += len(padded)
    return b"".join([header, *directory, *body])


def _starts(ends: Sequence[int]) -> list[int]:
    """First points of the contours whose last points are given."""
    return [0, *(end + 1 for end in ends[:-1])]


def _flags(data: bytes, at: int, count: int) -> tuple[list[int], int]:
    flags: list[int] = []
    while len(flags) < count:
        flag = data[at]
        at += 1
        times = 1
        if flag & _REPEAT:
            times += data[at]
            at += 1
        flags += [flag] * times
    return flags, at


def _coordinates(
    data: bytes, at: int, flags: list[int], short: int, same: int
) -> tuple[list[int], int]:
    """Absolute positions along one axis; the file holds differences of one or two bytes."""
    values: list[int] = []
    value = 0
    for flag in flags:
        if flag & short:
            value += data[at] if flag & same else -data[at]
            at += 1
        elif not flag & same:
            value += unpack_from(">h", data, at)[0]
            at += 2
        values.append(value)
    return values, at
