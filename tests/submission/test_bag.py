"""The bag follows RFC 8493; other validators and other zip programs agree."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from anju_desktop.errors import PackageError
from anju_desktop.submission.bag import NotABagError, bag_problems, find_bag, in_order, make_bag
from anju_desktop.submission.verify import verify_bytes

BAG = make_bag({"a 100%.txt": b"1", "乙/b\n.txt": b"22"}, {"Source-Organization": "某县"})


def without(name: str) -> dict[str, bytes]:
    return {key: content for key, content in BAG.items() if key != name}


def test_a_bag_as_made_has_no_problems() -> None:
    assert list(bag_problems(BAG)) == []


def test_the_payload_is_counted_in_the_description() -> None:
    assert BAG["bag-info.txt"].endswith(b"Payload-Oxum: 3.2\n")


def test_line_ends_and_percent_signs_in_names_are_escaped() -> None:
    manifest = BAG["manifest-sha256.txt"].decode()
    assert "  data/a 100%25.txt\n" in manifest
    assert "  data/乙/b%0A.txt\n" in manifest


def test_the_order_of_the_members_does_not_depend_on_the_order_given() -> None:
    assert in_order(reversed(list(BAG))) == list(BAG)


@pytest.mark.parametrize("name", BAG)
def test_a_missing_member_is_named(name: str) -> None:
    assert any(name.replace("\n", "\\u000a") in problem for problem in bag_problems(without(name)))


@pytest.mark.parametrize("name", BAG)
def test_a_changed_member_is_named_and_accuses_no_other(name: str) -> None:
    problems = list(bag_problems({**BAG, name: BAG[name] + b"\n "}))
    assert any(name.replace("\n", "\\u000a") in problem for problem in problems)
    assert len(problems) <= 2


@pytest.mark.parametrize("name", ["data/c.txt", "fetch.txt", "manifest-md5.txt"])
def test_a_member_nobody_listed_is_named(name: str) -> None:
    (problem, *_) = bag_problems({**BAG, name: b""})
    assert problem == f"{name} 不在清单里，是后来加进去的"


@pytest.mark.parametrize(
    "manifest", [b"\xff", b"abc", b"0" * 64, b"0" * 64 + b"  a\n" + b"1" * 64 + b"  a\n"]
)
def test_a_manifest_that_cannot_be_read_is_named(manifest: bytes) -> None:
    (problem, *_) = bag_problems({**BAG, "tagmanifest-sha256.txt": manifest})
    assert problem.startswith("tagmanifest-sha256.txt")


@pytest.mark.parametrize("folder", ["", "包/", "外层/包/"])
def test_a_bag_is_found_in_whichever_folder_it_lies(folder: str) -> None:
    root, bag = find_bag({folder + name: content for name, content in BAG.items()})
    assert f"{root}/" == folder or (root, folder) == ("", "")
    assert bag == BAG


def test_a_file_beside_the_bag_is_named() -> None:
    members = {f"包/{name}": content for name, content in BAG.items()}
    with pytest.raises(PackageError, match="广告"):
        find_bag({**members, "广告.txt": b""})


def test_another_zip_is_no_bag() -> None:
    with pytest.raises(NotABagError, match=r"bagit\.txt"):
        find_bag({"xl/workbook.xml": b""})


def test_the_validator_of_the_library_of_congress_accepts_a_package(
    karamay: tuple[str, bytes], tmp_path: Path
) -> None:
    name, data = karamay
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(tmp_path)
    folder = tmp_path / name.removesuffix(".zip")
    command = [sys.executable, "-m", "bagit", "--validate", str(folder)]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def test_every_zip_reader_finds_the_package_sound(karamay: tuple[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(karamay[1])) as archive:
        assert archive.testzip() is None
        assert all(info.flag_bits & 0x800 for info in archive.infolist())


def test_a_package_packed_anew_is_whole_and_said_to_be_repacked(
    karamay: tuple[str, bytes],
) -> None:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(karamay[1])) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for info in source.infolist():
            archive.writestr(info.filename, source.read(info))
    answer = verify_bytes(target.getvalue())
    assert (answer.whole, answer.repacked) == (True, True)
    assert "重新打包" in answer.sentence
