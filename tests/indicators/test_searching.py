"""What a few characters find, and in which order."""

import pytest

from anju_desktop.indicators.catalogue import Catalogue
from anju_desktop.indicators.definition import Comparison, Indicator
from anju_desktop.indicators.loading import dictionary
from anju_desktop.indicators.searching import Context, Index
from anju_desktop.initials import NO_INITIAL, initials


def names(typed: str, context: Context | None = None) -> list[str]:
    return [each.name for each in Catalogue().search(typed, context or Context())]


@pytest.mark.parametrize(
    "typed",
    ["改造户数", "改造户", "造户数", "改户", "gzhs", "GZHS", "改zhs", "ｇｚｈｓ", " 改 户 "],
)
def test_characters_in_order_and_initials_find_a_name(typed: str) -> None:
    assert names(typed)[0] == "改造户数"


def test_characters_in_another_order_find_nothing() -> None:
    assert "改造户数" not in names("户改")


def test_another_name_finds_the_indicator() -> None:
    assert names("改造建筑面积") == ["改造面积"]


def test_a_unit_finds_what_is_counted_in_it_after_what_is_called_so() -> None:
    found = names("栋")
    assert found.index("改造楼栋数") < found.index("改造楼栋计划完成率")
    assert names("元/户/月") == ["每户补贴标准"]


def test_the_whole_name_comes_before_the_category() -> None:
    other = Context("quality", "dilapidated")
    assert names("改造户数", other)[0] == "改造户数"


def test_indicators_of_the_category_come_first() -> None:
    found = names("完成", Context("timeliness"))
    kinds = {each.name: each.kind for each in dictionary().indicators}
    where = [kinds[name] == "timeliness" for name in found]
    assert where == sorted(where, reverse=True)
    assert len(set(where)) == 2


def test_indicators_of_the_programme_come_first_within_the_category() -> None:
    assert names("合格", Context("quality", "dilapidated"))[0] == "质量验收合格率"
    assert names("合格", Context("quality", "renovation"))[0] == "验收合格率"


def test_nothing_typed_gives_the_category_alone() -> None:
    found = names("", Context("quantity", "subsidy"))
    assert found[:2] == ["发放租赁补贴户数", "补助发放次数"]
    kinds = {each.name: each.kind for each in dictionary().indicators}
    assert {kinds[name] for name in found} == {"quantity"}


def test_what_nothing_has_in_it_finds_nothing() -> None:
    assert names("鑫") == []
    assert names("qqq") == []


def test_no_more_are_given_than_asked_for() -> None:
    assert len(Catalogue().search("改", Context(), 3)) == 3


def test_an_unwritten_unit_is_no_match_for_blanks() -> None:
    index = Index([Indicator("甲", "quality", sign=Comparison.NONE)])
    assert index.search("乙", Context(), 5) == ()


def test_every_character_that_ships_has_an_initial() -> None:
    text = "".join(each.name for each in dictionary().indicators).replace("、", "")
    assert NO_INITIAL not in initials(text)
