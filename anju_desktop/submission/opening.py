"""Any file a person may hand over → the documents in it, or one sentence why not."""

from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from anju_desktop.archives import LOCAL
from anju_desktop.checkcode.codes import grouped
from anju_desktop.checkcode.verdicts import coded
from anju_desktop.document import jsonform
from anju_desktop.document.document import Document
from anju_desktop.errors import DocumentError, PackageError, ScanError
from anju_desktop.filenames import showable
from anju_desktop.forms.definition import Edition
from anju_desktop.patterns import pattern
from anju_desktop.submission.archive import read_file, read_members
from anju_desktop.submission.bag import Members, bag_problems, find_bag
from anju_desktop.submission.codes import DATA_NAME, SCANS_FOLDER, data_members

if TYPE_CHECKING:
    from anju_desktop.reading.scans import ScanFile

FindEdition = Callable[[str], Edition]

_NUMBER = pattern(r"^\d+_")
_OFFICE_PART = "[Content_Types].xml"
_SPREADSHEET = (
    "是电子表格；本版本还不能读取手工填写的表格，请在程序里填写，或给出填报文件（.json）。"
)
_WORD = (
    "是 Word 文档，不是填报文件；请给出填报文件（.json）或上报包（.zip）。报告用 anju check 核对。"
)
_FOREIGN = {
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": _SPREADSHEET,
    b"%PDF-": "是 PDF，只能打印；请给出填报文件（.json）或上报包（.zip）。",
    b"Rar!\x1a\x07": "是 RAR 压缩包；请给出从安居填报导出的上报包（.zip），不要重新压缩。",
    b"7z\xbc\xaf\x27\x1c": "是 7z 压缩包；请给出从安居填报导出的上报包（.zip），不要重新压缩。",
}
"""How files of other kinds begin, and what to say about them."""


def open_documents(path: Path, find_edition: FindEdition) -> list[Document]:
    """The documents in a ``.json`` file (one) or in a package (all, in its order)."""
    return [document for _, document in open_named(path, find_edition)]


def open_named(path: Path, find_edition: FindEdition) -> list[tuple[str, Document]]:
    """Like :func:`open_documents`, each with where it was found (the file, and the member)."""
    return [(opened.place, opened.document) for opened in open_whole(path, find_edition)]


class Opened(NamedTuple):
    """A document, where it was found, and the scans beside it: names and bytes as they came."""

    place: str
    document: Document
    scans: tuple[tuple[str, bytes], ...] = ()

    def scan_files(self, refused: "list[str] | None" = None) -> "list[ScanFile]":
        """The scans that may be kept; sentences about the others go into ``refused``.

        ``ScanError`` at the first of them without such a list.
        """
        from anju_desktop.reading.scans import ScanFile, kind_of

        found = []
        for name, data in self.scans:
            try:
                found.append(ScanFile(name, kind_of(showable(name), data), data))
            except ScanError as error:
                if refused is None:
                    raise
                refused.append(str(error))
        return found


def open_whole(path: Path, find_edition: FindEdition) -> list[Opened]:
    """Like :func:`open_named`, with the scans of sealed pages that a package brings."""
    data = read_file(path)
    for beginning, sentence in _FOREIGN.items():
        if data.startswith(beginning):
            raise DocumentError(f"“{path.name}”{sentence}")
    if data.startswith(LOCAL):
        return _from_package(path, data, find_edition)
    if not data.strip():
        raise DocumentError(f"“{path.name}”是空文件，可能没有拷完；请重新拷贝或重新导出。")
    return [Opened(str(path), _load(data, path.name, find_edition))]


def _from_package(path: Path, data: bytes, find_edition: FindEdition) -> list[Opened]:
    try:
        members = read_members(data)
        _refuse_office(path, members)
        bag = find_bag(members)[1]
    except PackageError as error:
        raise PackageError(f"“{path.name}”：{error}") from error
    for problem in bag_problems(bag):
        raise PackageError(f"“{path.name}”不完好：{problem}。请对方重新导出。")
    names = data_members(bag)
    if not names:
        raise PackageError(f"“{path.name}”里没有填报数据，不是上报包。")
    return [
        Opened(
            f"{path}/{name}",
            _load(bag[name], f"{path.name}/{name}", find_edition),
            tuple(_scans_beside(name, bag)),
        )
        for name in names
    ]


def _scans_beside(name: str, bag: Members) -> Iterator[tuple[str, bytes]]:
    """What lies in the folder of scans of a form, under the name it had when it was attached."""
    folder = f"{name.removesuffix(DATA_NAME)}{SCANS_FOLDER}/"
    for each in sorted(bag):
        if each.startswith(folder):
            yield _NUMBER.sub("", each.removeprefix(folder)), bag[each]


def _load(data: bytes, name: str, find_edition: FindEdition) -> Document:
    document = jsonform.load_bytes(data, name, find_edition)
    if not coded(document).intact:
        code = grouped(document.version.code)
        raise DocumentError(
            f"“{name}”定稿以后被改动过，内容与校验码 {code} 不符。请向填报单位要没有改动的文件。"
        )
    return document


def _refuse_office(path: Path, members: Collection[str]) -> None:
    """An Office file is a zip too; its owner should not be told that it is damaged."""
    if _OFFICE_PART in members:
        is_word = any(name.startswith("word/") for name in members)
        raise DocumentError(f"“{path.name}”{_WORD if is_word else _SPREADSHEET}")
