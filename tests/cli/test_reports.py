"""``anju check`` on written reports."""

import json
from pathlib import Path
from typing import Any

import pytest

from anju_desktop.assets import resource
from tests.cli.running import Anju, Program

KEYS = {"file", "rule", "level", "cell", "message", "written", "expected"}
WRONG = "云岭市绩效自评报告\n\n全市发放补贴500户，其中甲县280户、乙县240户。\n\n自评得分90分。\n"
RIGHT = WRONG.replace("280", "260")


def written(folder: Path, text: str, name: str = "报告.txt") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_wrong_total_is_listed_with_both_figures(anju: Anju, tmp_path: Path) -> None:
    path = written(tmp_path, WRONG)
    run = anju("check", path, "--json")
    (item,) = json.loads(run.out)
    assert item.keys() >= KEYS
    assert (item["file"], item["level"], item["cell"]) == (str(path), "explain", "paragraph[1]")
    assert (item["written"], item["expected"]) == ("500户", "520户")
    assert item["sentence"].startswith("全市发放补贴")
    assert run.code == 0


def test_the_text_says_how_far_the_check_went(anju: Anju, tmp_path: Path) -> None:
    run = anju("check", written(tmp_path, WRONG))
    assert "第 3 行" in run.out
    assert "280户＋240户＝520户" in run.out
    assert "没有与填报的表核对" in run.out
    assert (run.code, run.err) == (0, "")


def test_in_json_how_far_the_check_went_is_said_beside_the_list(anju: Anju, tmp_path: Path) -> None:
    path = written(tmp_path, RIGHT, "报告.MD")
    run = anju("check", path, "--json")
    assert json.loads(run.out) == []
    assert run.complaint.startswith(f"{path}：只核对了报告里面的")


def test_reports_and_forms_are_checked_in_one_run(anju: Anju, tmp_path: Path) -> None:
    form = resource("examples", "karamay-2024-dilapidated-housing.json")
    path = written(tmp_path, WRONG)
    items: list[dict[str, Any]] = json.loads(anju("check", form, path, path, "--json").out)
    assert [item["file"] for item in items].count(str(path)) == 1
    assert {item["file"] for item in items} == {str(form), str(path)}


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"", "空文件"), (b"\x00\x01", "不是文本文件"), (b"\xff\xfe\xff", "不是文本文件")],
)
def test_what_is_no_text_is_one_line(anju: Anju, tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "坏.txt"
    path.write_bytes(data)
    run = anju("check", path, "--json")
    assert run.code == 2
    assert said in run.complaint
    assert "坏.txt" in run.complaint


@pytest.mark.parametrize("name", ["无.txt", "夹.txt"])
def test_a_missing_report_or_a_folder_is_one_line(anju: Anju, tmp_path: Path, name: str) -> None:
    (tmp_path / "夹.txt").mkdir()
    run = anju("check", tmp_path / name)
    assert run.code == 2
    assert "请" in run.complaint


def test_a_report_of_a_chinese_pc_is_read_in_any_locale(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "报告.txt"
    path.write_bytes(WRONG.encode("gb18030"))
    run = program("check", path, "--json", LC_ALL="C")
    assert json.loads(run.stdout)[0]["expected"] == "520户"
