"""``anju export`` and ``verify``."""

import shutil
import zipfile
from pathlib import Path

import pytest

from anju_desktop.assets import resource
from anju_desktop.checkcode.canonical import form_code
from anju_desktop.checkcode.codes import grouped, make_code
from anju_desktop.document import jsonform
from anju_desktop.document.document import Document
from anju_desktop.forms.library import Library
from anju_desktop.reading.scans import ScanFile
from anju_desktop.submission.package import build_packages
from tests.cli.running import Anju

EXAMPLES = resource("examples")
KARAMAY = sorted(EXAMPLES.glob("karamay-2024-*.json"))


@pytest.fixture
def package(anju: Anju, tmp_path: Path) -> Path:
    """The package of the five Karamay tables."""
    assert anju("export", *KARAMAY, "-o", tmp_path / "包").code == 0
    (path,) = (tmp_path / "包").iterdir()
    return path


def test_one_submission_gives_one_draft_package_that_passes(anju: Anju, package: Path) -> None:
    assert package.name.endswith("_草稿.zip")
    run = anju("verify", package)
    assert (run.code, run.err) == (0, "")
    assert run.out == f"{package}：完好，共 26 个文件\n"


def test_counties_city_and_agency_give_a_package_each(anju: Anju, tmp_path: Path) -> None:
    run = anju("export", *EXAMPLES.glob("zhengzhou-2021-*.json"), "-o", tmp_path)
    assert run.code == 0
    assert sorted(run.out.splitlines()) == sorted(map(str, tmp_path.iterdir()))
    assert len(list(tmp_path.iterdir())) == 12


def test_the_folder_is_made_with_those_above_it(anju: Anju, tmp_path: Path) -> None:
    assert anju("export", KARAMAY[0], "-o", tmp_path / "甲" / "乙").code == 0
    assert len(list((tmp_path / "甲" / "乙").iterdir())) == 1


def test_a_file_in_the_place_of_the_folder_is_told(anju: Anju, tmp_path: Path) -> None:
    (tmp_path / "甲").write_bytes(b"")
    run = anju("export", KARAMAY[0], "-o", tmp_path / "甲")
    assert run.code == 2
    assert "是文件，不是文件夹" in run.complaint
    assert "无法建立文件夹" in anju("export", KARAMAY[0], "-o", tmp_path / "甲" / "乙").complaint


def test_findings_do_not_keep_a_draft_from_being_exported(anju: Anju, tmp_path: Path) -> None:
    form = tmp_path / "新.json"
    anju("new", "karamay-2024-project-target", "-o", form)
    assert anju("check", form).code == 1
    assert anju("export", form, "-o", tmp_path / "包").code == 0


def test_nothing_is_written_when_one_file_cannot_be_read(anju: Anju, tmp_path: Path) -> None:
    run = anju("export", KARAMAY[0], tmp_path / "无.json", "-o", tmp_path / "包")
    assert run.code == 2
    assert "无.json" in run.complaint
    assert not (tmp_path / "包").exists()


def test_a_package_is_checked_like_the_forms_in_it(anju: Anju, package: Path) -> None:
    run = anju("check", package)
    assert run.code == 0
    assert f"{package}/data/03_2024年危旧房改造（中央直达）/数据.json：" in run.out


def test_a_received_package_is_not_replaced_by_its_own_export(anju: Anju, package: Path) -> None:
    before = package.read_bytes()
    run = anju("export", package, "-o", package.parent)
    assert run.code == 2
    assert "没有覆盖" in run.complaint
    assert package.read_bytes() == before


def test_a_package_exported_again_from_itself_is_the_same(
    anju: Anju, package: Path, tmp_path: Path
) -> None:
    assert anju("export", package, "-o", tmp_path / "再").code == 0
    assert (tmp_path / "再" / package.name).read_bytes() == package.read_bytes()


def test_a_damaged_package_ends_with_1_and_names_the_part(anju: Anju, package: Path) -> None:
    with zipfile.ZipFile(package) as archive:
        member = archive.infolist()[6]
    data = bytearray(package.read_bytes())
    data[member.header_offset + 200] ^= 1
    package.write_bytes(data)
    run = anju("verify", package)
    assert (run.code, run.out) == (1, "")
    damage = f"{member.filename} 的内容被改动或损坏。请重新拷贝，或请对方重新导出。"
    assert run.complaint == f"{package}：不完好：{damage}"


def test_a_repacked_package_is_whole_and_says_so(anju: Anju, package: Path, tmp_path: Path) -> None:
    shutil.unpack_archive(package, tmp_path / "解开")
    again = shutil.make_archive(str(tmp_path / "again"), "zip", tmp_path / "解开")
    run = anju("verify", again)
    assert run.code == 0
    assert "重新打包" in run.out


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff" * 100, b"%PDF-1.4"])
def test_what_is_no_package_cannot_be_verified(anju: Anju, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "别的.zip"
    path.write_bytes(data)
    run = anju("verify", path)
    assert run.code == 2
    assert str(path) in run.complaint
    assert "不是压缩包" in run.complaint


def test_a_missing_package_and_a_folder_cannot_be_verified(anju: Anju, tmp_path: Path) -> None:
    run = anju("verify", tmp_path, tmp_path / "无.zip")
    assert run.code == 2
    assert len(run.err.splitlines()) == 2


def test_the_worst_answer_is_the_exit_code(anju: Anju, package: Path, tmp_path: Path) -> None:
    cut = tmp_path / "断.zip"
    cut.write_bytes(package.read_bytes()[:-100])
    assert anju("verify", cut, package).code == 1
    assert anju("verify", tmp_path / "无.zip", cut, package).code == 2


# -- check codes -------------------------------------------------------------------------------


@pytest.fixture
def final_form(tmp_path: Path) -> Document:
    """A final form, written as ``定稿.json``."""
    document = jsonform.load_file(KARAMAY[0], Library().get)
    document.finalize(form_code(document))
    (tmp_path / "定稿.json").write_bytes(jsonform.dump_bytes(document))
    return document


@pytest.fixture
def final_package(anju: Anju, final_form: Document, tmp_path: Path) -> Path:
    assert anju("export", tmp_path / "定稿.json", "-o", tmp_path / "包").code == 0
    (path,) = (tmp_path / "包").iterdir()
    return path


def test_final_forms_give_a_package_named_with_its_code(final_package: Path) -> None:
    assert "_原报_" in final_package.name
    assert "草稿" not in final_package.name


def test_the_code_on_paper_agrees_with_the_package(
    anju: Anju, final_form: Document, final_package: Path
) -> None:
    sloppy = grouped(final_form.version.code).lower().replace("-", " ").replace("0", "o")
    run = anju("verify", final_package, "--code", sloppy)
    assert (run.code, run.err) == (0, "")
    assert run.out.startswith(f"{final_package}：一致：")
    of_package = final_package.stem.rpartition("_")[2]
    assert anju("verify", final_package, "--code", of_package).code == 0


def test_another_code_and_a_slip_are_told_apart(
    anju: Anju, final_form: Document, final_package: Path
) -> None:
    run = anju("verify", final_package, "--code", make_code(b"another"))
    assert (run.code, run.out) == (1, "")
    assert "不一致" in run.complaint
    assert str(final_package) in run.complaint
    code = final_form.version.code
    slip = code[:3] + ("0" if code[3] != "0" else "1") + code[4:]
    run = anju("verify", final_package, "--code", slip)
    assert run.code == 2
    assert "抄错了" in run.complaint


def test_paper_of_an_older_version_is_recognised(
    anju: Anju, final_form: Document, tmp_path: Path
) -> None:
    before = final_form.version.code
    final_form.reopen()
    final_form.finalize(form_code(final_form))
    (tmp_path / "修订.json").write_bytes(jsonform.dump_bytes(final_form))
    anju("export", tmp_path / "修订.json", "-o", tmp_path / "包")
    (package,) = (tmp_path / "包").iterdir()
    run = anju("verify", package, "--code", before)
    assert run.code == 1
    assert "另一版本" in run.complaint


def test_a_damaged_package_is_not_compared(anju: Anju, final_package: Path) -> None:
    final_package.write_bytes(final_package.read_bytes()[:-100])
    run = anju("verify", final_package, "--code", "0" * 16)
    assert run.code == 1
    assert "不完好" in run.complaint


def test_a_final_file_that_was_changed_is_not_read(
    anju: Anju, final_form: Document, tmp_path: Path
) -> None:
    path = tmp_path / "定稿.json"
    path.write_bytes(path.read_bytes().replace(b'"period": "2024"', b'"period": "2025"'))
    run = anju("check", path)
    assert run.code == 2
    assert "定稿以后被改动过" in run.complaint


def test_scans_in_a_package_go_into_the_next_and_are_verified(
    anju: Anju, final_form: Document, tmp_path: Path
) -> None:
    scan = ScanFile("第1页.pdf", "pdf", b"%PDF-1.4\n%%EOF\n")
    ((name, data),) = build_packages([final_form], {final_form.version.code: [scan]})
    path = tmp_path / "带扫描件.zip"
    path.write_bytes(data)
    assert anju("export", path, "-o", tmp_path / "再导出").code == 0
    assert (tmp_path / "再导出" / name).read_bytes() == data
    assert anju("verify", path).code == 0
    path.write_bytes(data.replace(scan.data, scan.data.replace(b"1.4", b"1.5")))
    run = anju("verify", path)
    assert run.code == 1
    assert "01_第1页.pdf" in run.complaint
