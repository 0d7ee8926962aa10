"""``anju forms``: lists, shows and examines editions, whole and broken."""

import json
import shutil
from pathlib import Path

import pytest

from anju_desktop.assets import resource
from tests.cli.running import Anju

EDITION = resource("forms", "karamay-2024-allocation.toml")


def edition(folder: Path, old: str = "", new: str = "") -> Path:
    """A copy of an edition with one text replaced, its example beside it."""
    path = folder / EDITION.name
    path.write_text(EDITION.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    shutil.copy(resource("examples", "karamay-2024-allocation.json"), folder)
    return path


def test_every_shipped_edition_is_listed(anju: Anju) -> None:
    run = anju("forms", "list")
    assert run.code == 0
    assert "karamay-2024-project-target\t2024\t项目支出绩效目标表\n" in run.out
    assert len(run.out.splitlines()) == len(list(resource("forms").glob("*.toml")))


def test_editions_of_added_folders_are_listed(anju: Anju, tmp_path: Path) -> None:
    path = edition(tmp_path, 'id = "karamay-2024-allocation"', 'id = "new-form"')
    path.rename(tmp_path / "new-form.toml")
    run = anju("forms", "list", "--forms", tmp_path)
    assert "new-form\t2024" in run.out


def test_a_broken_edition_is_named_and_the_others_are_listed(anju: Anju, tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_text("format = 2", encoding="utf-8")
    run = anju("forms", "list", "--forms", tmp_path)
    assert run.code == 2
    assert run.complaint.startswith("broken.toml：")
    assert "karamay-2024-allocation" in run.out


def test_a_folder_of_editions_that_is_not_there_is_refused(anju: Anju, tmp_path: Path) -> None:
    run = anju("forms", "list", "--forms", tmp_path / "无")
    assert run.code == 2
    assert "没有" in run.complaint
    assert "请检查 --forms" in run.complaint


def test_an_edition_is_shown_with_its_fields_and_checks(anju: Anju) -> None:
    run = anju("forms", "show", "karamay-2024-project-target")
    assert run.code == 0
    assert "indicators.target" in run.out
    assert "total_funds\t年度预算总额\tmoney\t万元" in run.out


def test_an_unknown_edition_is_refused(anju: Anju) -> None:
    run = anju("forms", "show", "../karamay")
    assert run.code == 2
    assert "没有安装表式" in run.complaint


def test_the_shipped_editions_pass_their_examination(anju: Anju) -> None:
    run = anju("forms", "lint", resource("forms"))
    assert (run.code, run.err) == (0, "")
    assert run.out.count("没有问题") == len(list(resource("forms").glob("*.toml")))


def test_every_defect_of_every_file_is_listed(anju: Anju, tmp_path: Path) -> None:
    path = edition(tmp_path, "[paper]", 'colour = "red"\nsize = 3\n[paper]')
    other = tmp_path / "other.toml"
    other.write_text("", encoding="utf-8")
    run = anju("forms", "lint", path, other)
    assert run.code == 2
    assert f"{path}：colour：不认识的键" in run.err
    assert f"{path}：size" in run.err
    assert f"{other}：format：缺少这个键" in run.err


def test_an_example_that_does_not_fit_is_a_defect(anju: Anju, tmp_path: Path) -> None:
    path = edition(tmp_path)
    example = tmp_path / "karamay-2024-allocation.json"
    example.write_text(
        example.read_text(encoding="utf-8").replace("total_name", "total_nome"), encoding="utf-8"
    )
    run = anju("forms", "lint", path)
    assert run.code == 2
    assert run.complaint.startswith(f"{path}：examples[1]：")
    assert "total_nome" in run.complaint


def test_an_example_in_another_folder_is_refused(anju: Anju, tmp_path: Path) -> None:
    path = edition(tmp_path, '"karamay-2024-allocation.json"', '"../../secret.json"')
    assert "应只写文件名" in anju("forms", "lint", path).complaint


def test_a_missing_file_or_an_empty_folder_is_refused(anju: Anju, tmp_path: Path) -> None:
    run = anju("forms", "lint", tmp_path / "无.toml")
    assert run.code == 2
    assert "没有这个文件" in run.complaint
    assert "里没有表式文件" in anju("forms", "lint", tmp_path).complaint


def test_the_schema_is_printed(anju: Anju) -> None:
    run = anju("forms", "schema")
    assert (run.code, run.err) == (0, "")
    assert json.loads(run.out)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("data", [b"\xff\xfe", b"a = " + b"[" * 5000, b"", b"\x00"])
def test_a_broken_edition_given_to_any_command_is_one_sentence(
    anju: Anju, tmp_path: Path, data: bytes
) -> None:
    (tmp_path / "broken.toml").write_bytes(data)
    run = anju("new", "broken", "--forms", tmp_path, "-o", tmp_path / "x.json")
    assert run.code == 2
    assert run.complaint.startswith("broken.toml：")
    assert not (tmp_path / "x.json").exists()
