"""``anju finalize``."""

import json
from pathlib import Path

import pytest

from anju_desktop.assets import resource
from tests.cli.running import Anju

EXAMPLES = resource("examples")
ALLOCATION = EXAMPLES / "karamay-2024-allocation.json"
HOUSING = EXAMPLES / "karamay-2024-dilapidated-housing.json"


@pytest.fixture
def final(anju: Anju, tmp_path: Path) -> Path:
    assert anju("finalize", ALLOCATION, "-o", tmp_path / "定稿", "--person", "甲").code == 0
    return tmp_path / "定稿" / ALLOCATION.name


def test_a_final_form_is_written_with_its_code(anju: Anju, tmp_path: Path) -> None:
    run = anju("finalize", ALLOCATION, "-o", tmp_path / "定稿", "--person", "甲")
    assert (run.code, run.err) == (0, "")
    path = tmp_path / "定稿" / ALLOCATION.name
    version = json.loads(path.read_bytes())["version"]
    assert (version["revision"], version["person"]) == (0, "甲")
    assert run.out.replace("-", "").endswith(f"：原报，校验码 {version['code']}\n".replace("-", ""))
    assert str(path) in run.out


def test_its_code_agrees_with_the_package_made_of_it(
    anju: Anju, final: Path, tmp_path: Path
) -> None:
    code = json.loads(final.read_bytes())["version"]["code"]
    assert anju("check", final).code == 0
    assert anju("export", final, "-o", tmp_path / "包").code == 0
    (package,) = (tmp_path / "包").iterdir()
    assert anju("verify", package, "--code", code).code == 0


def test_what_stands_in_the_way_is_told_and_nothing_is_written(anju: Anju, tmp_path: Path) -> None:
    run = anju("finalize", ALLOCATION, HOUSING, "-o", tmp_path / "定稿")
    assert (run.code, run.out) == (1, "")
    assert f"{HOUSING}：还有" in run.complaint
    assert "没有定稿" in run.complaint
    assert not (tmp_path / "定稿").exists()


def test_a_final_form_is_not_made_final_again(anju: Anju, final: Path, tmp_path: Path) -> None:
    run = anju("finalize", final, "-o", tmp_path / "再")
    assert run.code == 2
    assert "已定稿" in run.complaint
    assert not (tmp_path / "再").exists()


def test_the_file_that_is_read_is_not_replaced(anju: Anju, tmp_path: Path) -> None:
    path = tmp_path / "表.json"
    path.write_bytes(ALLOCATION.read_bytes())
    run = anju("finalize", path, "-o", tmp_path)
    assert run.code == 2
    assert "没有覆盖" in run.complaint
    assert path.read_bytes() == ALLOCATION.read_bytes()


def test_forms_from_a_package_get_names_of_their_own(anju: Anju, tmp_path: Path) -> None:
    anju("export", ALLOCATION, "-o", tmp_path / "包")
    (package,) = (tmp_path / "包").iterdir()
    assert anju("finalize", package, "-o", tmp_path / "定稿").code == 0
    assert [path.name for path in (tmp_path / "定稿").iterdir()] == ["01_资金分配表.json"]
