"""What a new form begins with: which edition is meant for a year, what an edition may ask for."""

from pathlib import Path

import pytest

from anju_desktop.errors import DefinitionError
from anju_desktop.forms.definition import Fill
from anju_desktop.forms.families import edition_for, family, without_years
from anju_desktop.forms.library import Library
from anju_desktop.forms.loader import parse_edition

LIBRARY = Library()
EVERY = [LIBRARY.get(edition_id) for edition_id in LIBRARY.ids()]

FORM = """
format = 1
id = "small"
title = "2024年小表"
year = 2024
programme = "2024年维修资金"
[paper]
columns = [40, 60]
[[fields]]
id = "name"
title = "名称"
[[groups]]
id = "items"
title = "项目"
[[groups.columns]]
id = "item"
title = "项目"
[[rows]]
cells = [{ text = "名称" }, { field = "name" }]
[[rows]]
kind = "group"
group = "items"
cells = [{ column = "item", across = 2 }]
"""


def form(*changes: tuple[str, str], end: str = "") -> str:
    text = FORM
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return text + end


def defects_of(text: str) -> list[str]:
    with pytest.raises(DefinitionError) as caught:
        parse_edition(text.encode("utf-8"), Path("small.toml"))
    return [str(defect) for defect in caught.value.defects]


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("2024年中央财政补助资金", "中央财政补助资金"),
        ("2023年度绩效自评", "绩效自评"),
        ("2021—2023年改造", "改造"),
        ("2021年-2023年改造", "改造"),
        ("改造2000户", "改造2000户"),
        ("12024年", "12024年"),
        ("老旧 小区", "老旧小区"),
    ],
)
def test_a_name_is_compared_without_its_years(text: str, bare: str) -> None:
    assert without_years(text) == bare


def test_the_editions_of_one_table_are_a_family_whatever_their_year() -> None:
    old = parse_edition(form().encode(), Path("small.toml"))
    new = parse_edition(
        form(("2024", "2025"), ('"small"', '"small-2025"')).encode(), Path("small-2025.toml")
    )
    assert family(old) == family(new)
    assert edition_for("2025", old, [old, new]) is new
    assert edition_for("2024", new, [old, new]) is old
    assert edition_for("2026", old, [old, new]) is new
    assert edition_for("2020", old, [old, new]) is old


def test_no_two_shipped_tables_are_taken_for_one() -> None:
    assert len({family(edition) for edition in EVERY}) == len(EVERY)


def test_the_shipped_editions_ask_for_the_data_of_the_unit() -> None:
    asked = {field.fill for edition in EVERY for field in edition.fields if field.fill is not None}
    assert asked >= {Fill.NAME, Fill.LEADER, Fill.CONTACT, Fill.TELEPHONE, Fill.FINANCE}


@pytest.mark.parametrize(
    ("change", "place", "word"),
    [
        (('title = "名称"', 'title = "名称"\nfill = "unit.nmae"'), "fields[1].fill", "unit.name"),
        (
            ('title = "名称"', 'title = "名称"\ndefault = "甲"\nfill = "unit.name"'),
            "fields[1].fill",
            "已经有内容",
        ),
        (
            ('title = "名称"', 'title = "名称"\nowner = "upper"\nfill = "unit.name"'),
            "fields[1].fill",
            "已经有内容",
        ),
        (
            ('id = "item"\n', 'id = "item"\nfill = "unit.name"\n'),
            "groups[1].columns[1].fill",
            "组外",
        ),
        (('title = "名称"', 'title = "名称"\nnext_year = "drop"'), "fields[1].next_year", "blank"),
    ],
)
def test_a_mistaken_beginning_is_named(change: tuple[str, str], place: str, word: str) -> None:
    assert any(d.startswith(f"{place}：") and word in d for d in defects_of(form(change)))


@pytest.mark.parametrize(
    ("table", "place"),
    [
        ("", "last_year[1]：没有写"),
        ('fields = { nmae = "total" }\n', "last_year[1].fields.nmae：没有"),
        ('fields = { name = "nmae" }\n', "last_year[1].fields：没有“nmae”"),
        (
            '[[last_year.groups]]\nsource = "items"\ntarget = "rows"\ncolumns = {}\n',
            "last_year[1].groups[1].target：没有",
        ),
        (
            '[[last_year.groups]]\nsource = "items"\ntarget = "items"\ncolumns = { x = "item" }\n',
            "last_year[1].groups[1].columns.x：没有",
        ),
        (
            '[[last_year.groups]]\nsource = "items"\ntarget = "items"\ncolumns = { item = "x" }\n',
            "last_year[1].groups[1].columns：没有“items.x”",
        ),
    ],
)
def test_a_figure_of_last_year_has_to_have_a_place(table: str, place: str) -> None:
    text = form(end=f'[[last_year]]\nedition = "small"\n{table}')
    assert any(defect.startswith(place) for defect in defects_of(text))
