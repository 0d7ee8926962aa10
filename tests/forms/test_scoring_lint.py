"""Defects of facts, clauses and drafted sentences, each named where it stands."""

from pathlib import Path

import pytest

from anju_desktop.assets import resource
from anju_desktop.errors import DefinitionError
from anju_desktop.forms.loader import parse_edition

SOURCE = resource("forms", "zhumadian-2020-evaluation.toml").read_text(encoding="utf-8")
HOUSEHOLDS = 'plan = "planned_households"\nactual = "started_households"'
STARTED = '''kind = "completion"
points = 15
plan = "planned_households"'''


def _defects(source: str) -> list[str]:
    try:
        parse_edition(source.encode(), Path("zhumadian-2020-evaluation.toml"))
    except DefinitionError as error:
        return [str(defect) for defect in error.defects]
    return []


def test_the_published_edition_has_no_defect() -> None:
    assert _defects(SOURCE) == []


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        (HOUSEHOLDS, HOUSEHOLDS.replace("planned_", "plan_"), "没有“plan_households”"),
        (HOUSEHOLDS, 'plan = "planned_households"', "plan 与 actual 要一起写"),
        (HOUSEHOLDS, "", "必须写这个键"),
        (STARTED, STARTED.replace("15", "14"), "合计 14，这一行的分值是 15"),
        (STARTED, STARTED.replace("15", "-15"), "应大于 0"),
        ('score = "score", reason', 'score = "mark", reason', "没有“mark”这一栏"),
        (
            'marks = { name = "level2", full = "points", score = "score", reason = "reason", section = "level1" }',
            "",
            "要写明分值、得分各在哪一栏",
        ),
        ("at_least = 80", "at_least = 95", "从高到低"),
        ('typed_total = "total_score"', 'typed_total = "sum"', "没有“sum”这个栏目"),
        (
            'row = "indicators.households"',
            'row = "indicators.flats"',
            "没有“indicators.flats”这一行",
        ),
        ('id = "planned_area"', 'id = "total_score"', "已经是栏目的标识"),
        (STARTED, STARTED.replace("completion", "total_cap"), "写在 scoring.cap 里"),
        ('fact = "local_funds_arranged"', 'fact = "reporting"', "没有“reporting”这个事实"),
        ('fact = "social_funds_rate"', 'fact = "local_funds_arranged"', "类型不合用"),
        (HOUSEHOLDS, f'{HOUSEHOLDS}\ndone = "planned_area"', "类型不合用"),
        (
            'kind = "all_or_nothing"\npoints = 5\n',
            'kind = "alternatives"\npoints = 5\nparts = [{ kind = "veto", fact = "violations" }]\n',
            "几种情形里只能写给分的条款",
        ),
    ],
)
def test_each_defect_is_named(before: str, after: str, wanted: str) -> None:
    assert before in SOURCE
    assert any(wanted in defect for defect in _defects(SOURCE.replace(before, after, 1)))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("{year}年已开工{started_households}户，开工率{rate}%。", None),
        ("2020年已开工。", "不能直接写数字"),
        ("已开工{started_flats}户。", "{started_flats} 不是事实"),
        ("开工率{flats.rate}%。", "{flats.rate} 不是事实"),
    ],
)
def test_a_drafted_sentence_takes_every_figure_from_the_data(text: str, wanted: str | None) -> None:
    row = STARTED.replace(STARTED, f'[[groups.rows.reasons]]\ntext = "{text}"\n')
    source = SOURCE.replace('[[groups.rows]]\nid = "area"', f'{row}[[groups.rows]]\nid = "area"')
    defects = _defects(source)
    assert defects == [] if wanted is None else any(wanted in defect for defect in defects)


@pytest.mark.parametrize(
    ("kind", "keys", "wanted"),
    [
        ("grade", "", "核对等级要在 scoring 里写 grades、grade 和 typed_total"),
        ("facts_in_text", "", "这种规则必须写这个键"),
        ("facts_in_text", 'fields = ["reporting_unit"]', "写 组.栏"),
        ("facts_in_text", 'fields = ["indicators.why"]', "没有“indicators.why”"),
        ("score_by_standard", "", None),
        ("score_by_standard", 'fields = ["indicators.reason"]', "不认识的键"),
    ],
)
def test_checks_of_scores_need_something_to_score_by(
    kind: str, keys: str, wanted: str | None
) -> None:
    check = f'\n[[checks]]\nid = "another"\nkind = "{kind}"\nlevel = "explain"\n{keys}\n'
    defects = _defects(SOURCE + check)
    assert defects == [] if wanted is None else any(wanted in defect for defect in defects)


@pytest.mark.parametrize(("levels", "wrong"), [(5, False), (50, True)])
def test_clauses_are_not_nested_without_end(levels: int, wrong: bool) -> None:
    part = '{ kind = "all_or_nothing", fact = "rules_sound" }'
    for _ in range(levels):
        part = f'{{ kind = "group", parts = [{part}] }}'
    before = 'kind = "all_or_nothing"\npoints = 2\ntext = "资金管理办法健全规范(2分)"\n'
    assert before in SOURCE
    nested = f'kind = "group"\npoints = 2\nparts = [{part}]\n'
    fact = 'fact = "rules_sound"\n'
    defects = _defects(SOURCE.replace(before + fact, nested, 1))
    assert any("条款最多套" in defect for defect in defects) is wrong


def test_a_form_without_clauses_cannot_check_scores_by_them() -> None:
    source = resource("forms", "karamay-2024-allocation.toml").read_text(encoding="utf-8")
    check = '\n[[checks]]\nid = "scores"\nkind = "score_by_standard"\nlevel = "explain"\n'
    with pytest.raises(DefinitionError) as caught:
        parse_edition((source + check).encode(), Path("karamay-2024-allocation.toml"))
    assert "得分无从核对" in str(caught.value)
