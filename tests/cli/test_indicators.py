"""``anju indicators``: what ships, and what the office with ``--data`` adds."""

import json
from pathlib import Path

import pytest

from anju_desktop.indicators.loading import OWN_NAME
from tests.cli.running import Anju

LIFTS = ("add", "加装电梯数", "--category", "数量", "--unit", "部", "--sign", ">=")


def test_the_list_has_a_line_for_each(anju: Anju, tmp_path: Path) -> None:
    run = anju("indicators", "list", "--data", tmp_path)
    assert (run.code, run.err) == (0, "")
    (line,) = [line for line in run.out.splitlines() if line.startswith("改造户数\t")]
    assert line.split("\t")[1:5] == ["数量指标", "≥ … 户", "5分", "按照完成比例赋分"]
    assert "克区财综〔2024〕2号" in line


def test_the_list_can_be_narrowed_by_category_and_programme(anju: Anju, tmp_path: Path) -> None:
    words = ("--category", "质量", "--programme", "危旧房", "--data", tmp_path, "--json")
    listed = json.loads(anju("indicators", "list", *words).out)
    assert [each["name"] for each in listed] == ["质量验收合格率"]


def test_json_has_every_key_and_numbers_as_strings(anju: Anju, tmp_path: Path) -> None:
    run = anju("indicators", "search", "xqjmmyd", "--json", "--data", tmp_path)
    first = json.loads(run.out)[0]
    assert first["name"] == "老旧小区居民满意度"
    assert (first["weight"], first["points"], first["target"]) == ("10", ["5"], "≥80%")
    assert first["programmes"] == ["老旧小区改造"]
    assert first["own"] is False


def test_searching_for_what_is_not_there_is_one(anju: Anju, tmp_path: Path) -> None:
    run = anju("indicators", "search", "鑫", "--data", tmp_path)
    assert (run.code, run.out) == (1, "")
    assert "鑫" in run.complaint


def test_what_is_added_is_found_and_can_be_removed(anju: Anju, tmp_path: Path) -> None:
    added = anju("indicators", *LIFTS, "--weight", "2.5", "--data", tmp_path)
    assert (added.code, added.out) == (0, "“加装电梯数”已加入常用指标。\n")
    (own,) = json.loads(anju("indicators", "list", "--own", "--json", "--data", tmp_path).out)
    assert (own["sign"], own["unit"], own["weight"], own["own"]) == ("≥", "部", "2.5", True)
    assert anju("indicators", "remove", "加装电梯数", "--data", tmp_path).code == 0
    assert anju("indicators", "list", "--own", "--data", tmp_path).out == ""


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("add", "甲", "--category", "乱"), "没有“乱”这一类指标"),
        (("add", "甲", "--category", "数量", "--sign", "约"), "符号应是"),
        (("add", "甲", "--category", "数量", "--sign", ">"), "符号应是"),
        (("add", "甲", "--category", "数量", "--weight", "五"), "权重应是数字"),
        (("add", " ", "--category", "数量"), "空着"),
        (("add", "甲", "--category", "数量", "--programme", "修路"), "没有“修路”这个项目"),
        (("remove", "改造户数"), "没有“改造户数”"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    anju: Anju, tmp_path: Path, words: tuple[str, ...], why: str
) -> None:
    run = anju("indicators", *words, "--data", tmp_path)
    assert (run.code, run.out) == (2, "")
    assert why in run.complaint
    assert list(tmp_path.iterdir()) == []


def test_two_of_one_name_have_to_be_told_apart(anju: Anju, tmp_path: Path) -> None:
    for category in ("数量", "质量"):
        anju("indicators", "add", "甲", "--category", category, "--data", tmp_path)
    assert "--category" in anju("indicators", "remove", "甲", "--data", tmp_path).complaint
    run = anju("indicators", "remove", "甲", "--category", "质量", "--data", tmp_path)
    assert run.code == 0


def test_a_bad_file_is_told_and_hides_nothing_that_ships(anju: Anju, tmp_path: Path) -> None:
    (tmp_path / OWN_NAME).write_bytes(b"x = \n")
    run = anju("indicators", "list", "--data", tmp_path)
    assert run.code == 2
    assert OWN_NAME in run.complaint
    assert "改造户数\t" in run.out
    assert anju("indicators", "remove", "甲", "--data", tmp_path).code == 2
    added = anju("indicators", *LIFTS, "--data", tmp_path)
    assert added.code == 0
    assert "读不了" in added.out
    assert anju("indicators", "list", "--data", tmp_path).code == 0
