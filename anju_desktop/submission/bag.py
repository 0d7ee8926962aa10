"""A BagIt bag (RFC 8493, version 1.0) as plain members: written here, checked here."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping

from anju_desktop.errors import PackageError
from anju_desktop.filenames import showable

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
PAYLOAD = "data/"
_DECLARATION_NAME = "bagit.txt"
INFO = "bag-info.txt"
_MANIFEST = "manifest-sha256.txt"
_TAG_MANIFEST = "tagmanifest-sha256.txt"
_FIRST = (_DECLARATION_NAME, INFO, _MANIFEST, _TAG_MANIFEST)
_LINE = re.compile(r"([0-9A-Fa-f]{64})[ \t]+(.+)")

Members = Mapping[str, bytes]
"""Path inside the bag, with ``/``, to content."""


class NotABagError(PackageError):
    """An archive that was never a package."""


def make_bag(payload: Members, info: Mapping[str, str]) -> dict[str, bytes]:
    """All members of a bag around ``payload`` (paths without ``data/``), in canonical order."""
    files = {PAYLOAD + path: payload[path] for path in sorted(payload)}
    size = sum(map(len, files.values()))
    described = {**info, "Payload-Oxum": f"{size}.{len(files)}"}
    lines = "".join(f"{key}: {value}\n" for key, value in described.items())
    tags = {
        _DECLARATION_NAME: DECLARATION,
        INFO: lines.encode("utf-8"),
        _MANIFEST: _manifest(files),
    }
    return {**tags, _TAG_MANIFEST: _manifest(tags), **files}


def in_order(names: Iterable[str]) -> list[str]:
    """Paths of a bag in the order in which :func:`make_bag` puts them."""
    return sorted(names, key=lambda name: (_FIRST.index(name) if name in _FIRST else 4, name))


def _manifest(files: Members) -> bytes:
    lines = (f"{_sha256(files[path])}  {_escape(path)}\n" for path in sorted(files))
    return "".join(lines).encode("utf-8")


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _escape(path: str) -> str:
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def _unescape(path: str) -> str:
    codes = {"%0A": "\n", "%0D": "\r", "%25": "%"}
    return re.sub("%0A|%0D|%25", lambda code: codes[code[0].upper()], path, flags=re.IGNORECASE)


def find_bag(members: Members) -> tuple[str, dict[str, bytes]]:
    """The folder of the bag in an archive (``""`` at its top) and what it holds.

    Packed anew, a bag may lie one folder deeper or in none; nothing may lie beside it.
    """
    roots = [name[: name.rfind("/") + 1] for name in members if name.split("/")[-1] in _FIRST]
    if not roots:
        raise NotABagError("里面没有 bagit.txt，不是上报包。请给出从安居填报导出的压缩包。")
    root = min(roots, key=len)
    for name in members:
        if not name.startswith(root):
            raise PackageError(f"“{showable(name)}”不在上报包的文件夹里，是后来加进去的。")
    return root.removesuffix("/"), {name.removeprefix(root): members[name] for name in members}


def bag_problems(bag: Members) -> Iterator[str]:
    """What is wrong with a bag, each naming the member; nothing when it is whole.

    A manifest that is itself damaged accuses nobody: what it says is then worth nothing.
    """
    if bag.get(_DECLARATION_NAME) != DECLARATION:
        yield f"{_DECLARATION_NAME} 缺少或被改动"
    tags = {name: bag[name] for name in bag if not name.startswith(PAYLOAD)}
    problems = list(_against(bag, _TAG_MANIFEST, tags.keys() - {_TAG_MANIFEST}))
    yield from problems
    if not any(_MANIFEST in problem for problem in problems):
        yield from _against(bag, _MANIFEST, bag.keys() - tags.keys())
        yield from _wrong_size(bag)


def _against(bag: Members, manifest: str, present: Iterable[str]) -> Iterator[str]:
    """Where a manifest and the members it must list exactly disagree, in order of the names."""
    try:
        sums = _read_manifest(bag, manifest)
    except PackageError as error:
        yield str(error)
        return
    for name in sorted(sums.keys() | set(present)):
        if name not in bag:
            yield f"缺少 {showable(name)}"
        elif name not in sums:
            yield f"{showable(name)} 不在清单里，是后来加进去的"
        elif _sha256(bag[name]) != sums[name]:
            yield f"{showable(name)} 被改动或损坏（SHA-256 不符）"


def _read_manifest(bag: Members, name: str) -> dict[str, str]:
    if name not in bag:
        raise PackageError(f"缺少 {name}")
    try:
        # Not splitlines(): it also splits at characters that a file name may hold.
        lines = [line.removesuffix("\r") for line in bag[name].decode("utf-8").split("\n")]
    except UnicodeDecodeError:
        raise PackageError(f"{name} 已损坏") from None
    matches = [_LINE.fullmatch(line) for line in lines if line]
    sums = {_unescape(match[2]): match[1].lower() for match in matches if match}
    if len(sums) < len(matches):
        raise PackageError(f"{name} 已损坏（有一行不是“校验值 文件名”，或一个文件写了两次）")
    return sums


def _wrong_size(bag: Members) -> Iterator[str]:
    payload = [data for path, data in bag.items() if path.startswith(PAYLOAD)]
    expected = f"Payload-Oxum: {sum(map(len, payload))}.{len(payload)}".encode()
    if expected not in bag.get(INFO, b"").splitlines():
        yield f"{INFO} 里的总大小与内容不符"
