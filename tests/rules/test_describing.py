"""The checks of a cell in plain words."""

from anju_desktop.forms.checks import CHECK_KINDS, IMPLIED_RULES
from anju_desktop.forms.definition import Edition
from anju_desktop.forms.library import Library
from anju_desktop.rules import describing
from anju_desktop.rules.describing import checks_reading, described

LIBRARY = Library()


def columns(edition: Edition) -> list[tuple[str, str]]:
    fields = [("", field.id) for field in (*edition.fields, *edition.facts)]
    return fields + [(group.id, each.id) for group in edition.groups for each in group.columns]


def words(edition_id: str, group: str, field: str) -> dict[str, str]:
    edition = LIBRARY.get(edition_id)
    found = checks_reading(edition, (group, field))
    return {check.id: described(check, edition) for check in found}


def test_every_kind_of_check_and_every_implied_rule_has_its_words() -> None:
    assert set(CHECK_KINDS.values()) == set(describing._DESCRIBERS)
    assert set(IMPLIED_RULES) == set(describing._IMPLIED)


def test_a_sum_is_written_with_the_titles_of_its_cells() -> None:
    told = words("karamay-2024-project-target", "", "fiscal_funds")
    assert told["funds-sum"] == "年度预算总额＝财政拨款＋其他资金。"
    assert "required" in told


def test_parts_are_named() -> None:
    told = words("zhumadian-2020-evaluation", "indicators", "level1_points")
    assert told["level1-points"] == "“分值”按“一级指标”分别相加＝一级指标分值。"


def test_a_cell_is_not_told_of_checks_that_do_not_look_at_it() -> None:
    told = words("karamay-2024-project-target", "", "other_funds")
    assert "goal-wording" not in told
    assert "other-funds-empty" in told


def test_every_check_of_every_edition_makes_a_whole_sentence() -> None:
    for edition in map(LIBRARY.get, LIBRARY.ids()):
        reading = [each for column in columns(edition) for each in checks_reading(edition, column)]
        assert {check.id for check in edition.checks} <= {check.id for check in reading}
        for check in reading:
            sentence = described(check, edition)
            assert sentence.endswith("。"), (edition.id, check.id)
            assert "_" not in sentence.replace("*、_、-", ""), (edition.id, check.id, sentence)
            assert not any(empty in sentence for empty in ("“”", "按分别", "在里"))
