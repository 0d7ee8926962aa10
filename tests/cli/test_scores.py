"""``anju score`` on the published evaluation table."""

import json
from pathlib import Path

from anju_desktop.assets import resource
from tests.cli.running import Anju

ZHUMADIAN = resource("examples", "zhumadian-2020-evaluation.json")


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


def test_a_form_without_a_standard_is_refused_in_a_sentence(anju: Anju, tmp_path: Path) -> None:
    run = anju("score", resource("examples", "karamay-2024-allocation.json"))
    assert run.code == 2
    assert "没有评分标准" in run.err
