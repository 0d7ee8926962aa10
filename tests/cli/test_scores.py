"""``anju score`` on the published evaluation table."""

import json
from pathlib import Path

from anju_desktop.assets import resource
from tests.cli.running import Anju

ZHUMADIAN = resource("examples", "zhumadian-2020-evaluation.json")


STANDARD = "项目实际开工量大于或等于年度计划的(10分)；未达到计划的，每低一个百分点扣1分"


def test_the_facts_alone_give_scores_and_rates_of_the_published_table(anju: Anju) -> None:
    run = anju("score", ZHUMADIAN, "--json")
    assert run.code == 0
    card = json.loads(run.out)
    computed = [(row["score"], row["rate"]) for row in card["rows"] if row["rate"]]
    assert computed == [
        ("15", "101.20"),
        ("15", "101.19"),
        ("5", "102.15"),
        ("5", "105.00"),
        ("9", "98.85"),
    ]
    assert [row["score"] for row in card["rows"] if not row["rate"]] == [None] * 7
    assert (card["total"], card["bonus"], card["claimed_total"]) == ("93.1", "0", "98.1")
    assert card["unscored"] == ["老旧小区居民满意度"]


def test_the_text_shows_arithmetic_and_what_is_missing(anju: Anju) -> None:
    run = anju("score", ZHUMADIAN)
    assert "62395÷63120＝98.85%，低1.15个百分点，按满一个计，扣1分" in run.out
    assert "还没有填：社会筹资占比" in run.out


def test_a_row_reads_score_rate_claim_arithmetic_and_sentence(anju: Anju) -> None:
    lines = anju("score", ZHUMADIAN).out.splitlines()
    start = next(n for n, line in enumerate(lines) if "养老服务设施" in line)
    assert lines[start : start + 3] == [
        "  配建养老服务设施面积完成率（10 分）：9，完成率 98.85%，填写 9",
        f"    62395÷63120＝98.85%，低1.15个百分点，按满一个计，扣1分　〔{STANDARD}……〕",
        "    草拟理由：实际开工量为62395平方米，年度计划为63120平方米，比年度计划少725平方米，低1个百分点。",
    ]


def test_what_is_open_and_what_does_not_fit_is_said(anju: Anju, tmp_path: Path) -> None:
    data = json.loads(ZHUMADIAN.read_text(encoding="utf-8"))
    data["facts"] |= {"monitoring": "是", "targets_evaluated": "是"}
    rows = {row["row_id"]: row["cells"] for row in data["groups"]["indicators"]}
    rows["households"]["score"] = "14.5"
    path = tmp_path / "表.json"
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    run = anju("score", path)
    assert "资金使用管理（10 分）：5—10，还不能定，填写 10" in run.out
    assert "15，完成率 101.20%，填写 14.5（评分标准得不出）" in run.out


def test_drafted_reasons_carry_the_published_figures(anju: Anju) -> None:
    card = json.loads(anju("score", ZHUMADIAN, "--json").out)
    reasons = {row["name"]: row["reason"] for row in card["rows"]}
    assert (
        reasons["改造户数计划完成率"]
        == "2020年计划改造户数33224户，已开工户数33623户，开工率101.2%。"
    )
    assert reasons["改造面积计划完成率"].endswith("已开工改造面积345.4602万平方米，开工率101.2%。")
    assert reasons["改造楼栋计划完成率"].endswith("已开工楼栋1804栋，开工率102.2%。")
    assert reasons["改造小区计划完成率"].endswith("已开工336个，开工率105%。")
    assert "少725平方米" in reasons["配建养老服务设施面积完成率"]
    assert reasons["资金筹集"] == ""


def test_a_form_without_a_standard_is_refused_in_a_sentence(anju: Anju, tmp_path: Path) -> None:
    run = anju("score", resource("examples", "karamay-2024-allocation.json"))
    assert run.code == 2
    assert "没有评分标准" in run.err
