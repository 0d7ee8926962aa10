"""Scans of sealed pages in the package: deterministic, covered by the sums, outside the code."""

from collections.abc import Callable
from pathlib import Path

import pytest

from anju_desktop.checkcode.canonical import form_code
from anju_desktop.document.document import Document
from anju_desktop.errors import ScanError
from anju_desktop.forms.library import Library
from anju_desktop.reading.scans import ScanFile
from anju_desktop.submission.archive import read_members
from anju_desktop.submission.bag import find_bag
from anju_desktop.submission.codes import IDENTIFIER
from anju_desktop.submission.opening import open_whole
from anju_desktop.submission.package import build_packages
from anju_desktop.submission.verify import verify_bytes

FIRST = ScanFile("第1页.pdf", "pdf", b"%PDF-1.4 first")
SECOND = ScanFile("第2页.JPEG", "jpg", b"\xff\xd8\xff second")
ANSWERS = "1. 意见：缺单位\n   答复：已补（已改）\ud800"


@pytest.fixture
def final(examples: Callable[[str], list[Document]]) -> Document:
    (document,) = examples("karamay-2024-rent-subsidy.json")
    document.finalize(form_code(document), "2024-04-19T10:32:00+08:00")
    return document


def sealed(document: Document, *scans: ScanFile, answers: str = "") -> tuple[str, bytes]:
    (package,) = build_packages([document], {document.version.code: scans}, answers)
    return package


def payload(data: bytes) -> dict[str, bytes]:
    return find_bag(read_members(data))[1]


def test_scans_lie_in_the_folder_of_their_form_in_their_order(final: Document) -> None:
    bag = payload(sealed(final, SECOND, FIRST)[1])
    scans = {path: data for path, data in bag.items() if "盖章扫描件" in path}
    assert [path.split("/")[-2:] for path in scans] == [
        ["盖章扫描件", "01_第2页.jpg"],
        ["盖章扫描件", "02_第1页.pdf"],
    ]
    assert list(scans.values()) == [SECOND.data, FIRST.data]
    (note,) = [data for path, data in bag.items() if path.endswith("说明.txt")]
    assert "“盖章扫描件”里是签字盖章以后的扫描件" in note.decode("utf-8-sig")


def test_a_package_with_scans_is_whole_and_the_same_each_time(final: Document) -> None:
    name, data = sealed(final, FIRST, SECOND)
    assert verify_bytes(data).whole
    assert sealed(final, FIRST, SECOND) == (name, data)


@pytest.mark.parametrize(
    ("before", "after"), [(b"first", b"other"), ("第1页".encode(), "第9页".encode())]
)
def test_a_scan_that_was_changed_or_renamed_is_noticed(
    final: Document, before: bytes, after: bytes
) -> None:
    data = sealed(final, FIRST)[1]
    assert before in data
    assert not verify_bytes(data.replace(before, after)).whole


def test_two_scans_of_one_name_are_both_there(final: Document) -> None:
    same = ScanFile(FIRST.name, "pdf", b"%PDF-1.4 other")
    bag = payload(sealed(final, FIRST, same)[1])
    assert sorted(data for path, data in bag.items() if "盖章扫描件" in path) == [
        FIRST.data,
        same.data,
    ]


@pytest.mark.parametrize("name", ["../../甲.pdf", "CON.pdf", "a\nb\u202efdp.exe", "." * 300, ""])
def test_no_name_of_a_scan_leaves_its_folder(final: Document, name: str) -> None:
    data = sealed(final, ScanFile(name, "pdf", b"%PDF-1.4"))[1]
    assert verify_bytes(data).whole
    (path,) = [path for path in payload(data) if "盖章扫描件" in path]
    assert path.count("/") == 3
    assert path.endswith(".pdf")


def test_scans_of_another_version_stay_out_and_change_no_code(final: Document) -> None:
    plain = build_packages([final])
    assert build_packages([final], {"0" * 16: (FIRST,)}) == plain
    name, data = sealed(final, FIRST)
    assert name == plain[0][0]
    info = payload(data)["bag-info.txt"].decode()
    assert IDENTIFIER in info


def test_answers_to_a_return_travel_with_the_package(final: Document) -> None:
    data = sealed(final, answers=ANSWERS)[1]
    assert verify_bytes(data).whole
    told = payload(data)["data/退回意见答复.txt"].decode("utf-8-sig")
    assert told == "1. 意见：缺单位\r\n   答复：已补（已改）?\r\n"


def test_scans_are_read_back_with_their_form(final: Document, tmp_path: Path) -> None:
    path = tmp_path / "包.zip"
    path.write_bytes(sealed(final, SECOND, FIRST)[1])
    (opened,) = open_whole(path, Library().get)
    assert opened.scans == (("第2页.jpg", SECOND.data), ("第1页.pdf", FIRST.data))


def test_a_hostile_scan_in_a_package_is_refused_by_its_name(
    final: Document, tmp_path: Path
) -> None:
    path = tmp_path / "包.zip"
    whole = ScanFile("好.pdf", "pdf", b"%PDF-1.4\n%%EOF\n")
    path.write_bytes(sealed(final, ScanFile("坏.pdf", "pdf", b"MZ"), whole)[1])
    (opened,) = open_whole(path, Library().get)
    refused: list[str] = []
    assert opened.scan_files(refused) == [whole]
    assert len(refused) == 1
    assert "“坏.pdf”没有附上" in refused[0]
    with pytest.raises(ScanError, match="坏"):
        opened.scan_files()
