"""Cell texts and sheet names that a workbook can hold."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju_desktop.render.xlsx_text import escaped, lines, sheet_names, units

ANY_TEXT = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    ("text", "stands_as"),
    [
        ("=100%", "=100%"),
        ("第一行\n\t第二行", "第一行\n\t第二行"),
        ("\x00\x1b", "_x0000__x001B_"),
        ("半个\ud83d字", "半个_xD83D_字"),
        ("\uffff", "_xFFFF_"),
        ("𬭚😀", "𬭚😀"),
        ("_x0041_", "_x005F_x0041_"),
        ("__x0041_", "__x005F_x0041_"),
        ("_x41_ _xyz_ a_b", "_x41_ _xyz_ a_b"),
    ],
)
def test_what_xml_cannot_hold_is_escaped(text: str, stands_as: str) -> None:
    assert escaped(text) == stands_as


@given(ANY_TEXT)
def test_nothing_is_lost_by_escaping(text: str) -> None:
    back = re.sub("_x([0-9A-F]{4})_", lambda match: chr(int(match[1], 16)), escaped(text))
    assert back == text


def test_every_kind_of_line_end_becomes_the_one_of_a_cell() -> None:
    assert lines("一\r\n二\r三\n四") == "一\n二\n三\n四"


def test_characters_beyond_the_basic_plane_count_twice() -> None:
    assert units("安居𬭚") == 4


@pytest.mark.parametrize(
    ("titles", "names"),
    [
        (["绩效目标表"], ["绩效目标表"]),
        (["a[b]:c*d?e/f\\g'h"], ["a［b］：c＊d？e／f＼g’h"]),
        (["表", "表", "表"], ["表", "表（2）", "表（3）"]),
        (["Form", "FORM"], ["Form", "FORM（2）"]),
        (["", " ", "\x07"], ["表1", "表2", "表3"]),
        (["History"], ["History（2）"]),
        (["选项"], ["选项（2）"]),
        (
            ["2024年克拉玛依市克拉玛依区城镇老旧小区改造项目（中央直达资金）一期"],
            ["2024年克拉玛依市克拉玛依区城镇老旧小…（中央直达资金）一期"],
        ),
    ],
)
def test_sheet_names_stay_close_to_the_titles(titles: list[str], names: list[str]) -> None:
    assert sheet_names(titles, reserved=["选项"]) == names


@given(st.lists(ANY_TEXT | st.just("长" * 40) | st.just("𬭚" * 20), max_size=6))
def test_sheet_names_are_valid_and_unique(titles: list[str]) -> None:
    names = sheet_names(titles)
    assert len({name.casefold() for name in names}) == len(titles)
    for name in names:
        assert 0 < units(name) <= 31
        assert not re.search(r"[\[\]:*?/\\'\x00-\x1f\ud800-\udfff]", name)
