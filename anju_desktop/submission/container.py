"""The one container a bag may have, so that a changed byte is traced to the part it lies in.

``stored_zip`` leaves no freedom: names, sizes and contents determine every byte. A damaged
container is read twice, from its directory and from its file headers; whichever is intact says
what the whole container should be.
"""

import struct
from collections.abc import Iterator, Mapping, Sequence

from anju_desktop.archives import (
    CENTRAL,
    CENTRAL_SIZE,
    END,
    END_SIZE,
    LOCAL,
    LOCAL_SIZE,
    MAX_MEMBERS,
)
from anju_desktop.errors import PackageError
from anju_desktop.filenames import name_problem
from anju_desktop.records import record
from anju_desktop.render.containers import stored_zip
from anju_desktop.submission.bag import bag_problems, find_bag, in_order

HEADER, CONTENT, ENTRY = "的文件头", "的内容", "的目录项"
END_RECORD = "压缩包末尾的目录记录"
SURPLUS = "压缩包末尾有后来加上的内容"


@record(frozen=True, slots=True)
class Part:
    """A stretch of a canonical container; ``member`` is empty for the record at the end."""

    start: int
    end: int
    member: str
    kind: str

    @property
    def label(self) -> str:
        """What a person calls it."""
        return f"{self.member} {self.kind}" if self.member else self.kind


def parts_of(members: Mapping[str, bytes]) -> Iterator[Part]:
    """The parts of the container that ``stored_zip`` makes of these members, in order."""
    at = 0
    for name, content in members.items():
        header = at + LOCAL_SIZE + len(name.encode("utf-8"))
        yield Part(at, header, name, HEADER)
        at = header + len(content)
        yield Part(header, at, name, CONTENT)
    for name in members:
        end = at + CENTRAL_SIZE + len(name.encode("utf-8"))
        yield Part(at, end, name, ENTRY)
        at = end
    yield Part(at, at + END_SIZE, "", END_RECORD)


def changed_parts(data: bytes) -> tuple[str, ...] | None:
    """Labels of the parts in which ``data`` departs from the canonical container of its bag.

    Empty when it does not; None when it is no such container (damaged beyond that, or packed by
    another program), so that single bytes mean nothing.
    """
    best: tuple[int, tuple[str, ...]] | None = None
    for members in (_by_directory(data), _by_headers(data)):
        found = None if members is None else _compare(data, members)
        if found == (0, ()):
            return ()
        if found is not None and (best is None or found < best):
            best = found
    return None if best is None else best[1]


def _compare(data: bytes, members: Mapping[str, bytes]) -> tuple[int, tuple[str, ...]] | None:
    """How far a reading is from a whole bag, and the parts that differ from its container."""
    try:
        root, bag = find_bag(members)
    except PackageError:
        return None
    if not root:
        return None
    ordered = {f"{root}/{name}": bag[name] for name in in_order(bag)}
    canonical = stored_zip(ordered.items())
    problems = sum(1 for _ in bag_problems(bag))
    if len(data) != len(canonical):
        return (problems, (SURPLUS,)) if data.startswith(canonical) else None
    changed = [p for p in parts_of(ordered) if data[p.start : p.end] != canonical[p.start : p.end]]
    if len(members) > 1 and sum(p.kind == HEADER for p in changed) == len(members):
        return None
    return problems + len(changed), _labels(changed)


def _labels(changed: Sequence[Part]) -> tuple[str, ...]:
    """A content that fits neither header nor entry is itself what was changed."""
    headers = {part.member for part in changed if part.kind == HEADER}
    entries = {part.member for part in changed if part.kind == ENTRY}
    contents = headers & entries
    labels = [f"{name} {CONTENT}" for name in sorted(contents)]
    return (*labels, *(p.label for p in changed if not p.member or p.member not in contents))


def _by_directory(data: bytes) -> dict[str, bytes] | None:
    """The members as the directory states them, headers not looked at."""
    end = len(data) - END_SIZE
    if end < 0 or data[end : end + 4] != END:
        return None
    count, size, at = struct.unpack_from("<HII", data, end + 10)
    if count > MAX_MEMBERS or at + size != end:
        return None
    areas = []
    for _ in range(count):
        if at + CENTRAL_SIZE > end or data[at : at + 4] != CENTRAL:
            return None
        length, name_size = struct.unpack_from("<IH", data, at + 24)
        offset = struct.unpack_from("<I", data, at + 42)[0]
        at += CENTRAL_SIZE
        areas.append((data[at : at + name_size], offset + LOCAL_SIZE + name_size, length))
        at += name_size
    return _members(data, areas)


def _by_headers(data: bytes) -> dict[str, bytes] | None:
    """The members as their headers state them, one after the other; directory not looked at."""
    at = 0
    areas: list[tuple[bytes, int, int]] = []
    while data[at : at + 4] == LOCAL and at + LOCAL_SIZE <= len(data) and len(areas) <= MAX_MEMBERS:
        length, name_size = struct.unpack_from("<IH", data, at + 22)
        start = at + LOCAL_SIZE + name_size
        areas.append((data[at + LOCAL_SIZE : start], start, length))
        at = start + length
    return _members(data, areas)


def _members(data: bytes, areas: Sequence[tuple[bytes, int, int]]) -> dict[str, bytes] | None:
    # Areas that overlap would multiply the file in memory; a canonical container has none.
    if sum(length for _, _, length in areas) > len(data):
        return None
    try:
        members = {raw.decode("utf-8"): data[at : at + size] for raw, at, size in areas}
    except UnicodeDecodeError:
        return None
    if len(members) < len(areas) or any(map(name_problem, members)):
        return None
    return members
