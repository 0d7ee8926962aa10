"""Region codes with their names."""

import pytest

from anju_desktop.document.regions import PROVINCES, region_of
from anju_desktop.document.values import State, read
from anju_desktop.forms.definition import Field, ValueType

REGION = Field("region", "行政区划", ValueType.REGION)


@pytest.mark.parametrize(
    ("text", "code", "name", "level", "province"),
    [
        ("411702 驿城区", "411702", "驿城区", "县级", "河南省"),
        ("驿城区411702", "411702", "驿城区", "县级", "河南省"),
        ("驿城区（411702）", "411702", "驿城区", "县级", "河南省"),
        ("411700", "411700", "", "市级", "河南省"),
        ("650000:新疆维吾尔自治区", "650000", "新疆维吾尔自治区", "省级", "新疆维吾尔自治区"),
    ],
)
def test_code_and_name_are_told_apart(
    text: str, code: str, name: str, level: str, province: str
) -> None:
    region = region_of(text.replace("（", "(").replace("）", ")"))
    assert region is not None
    assert (region.code, region.name, region.problem) == (code, name, "")
    assert (region.level, region.province) == (level, province)


def test_a_name_alone_has_no_code() -> None:
    assert region_of("驿城区") is None
    assert read(REGION, "驿城区").state is State.VALUE


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("41170 驿城区", "5 位"),
        ("411702000000", "12 位"),
        ("991702 某区", "没有以“99”开头"),
        ("410002", "市级代码"),
        ("411702 驿城区 2", "各写一次"),
    ],
)
def test_what_is_no_code_is_said_in_words(typed: str, problem: str) -> None:
    value = read(REGION, typed)
    assert value.state is State.UNREADABLE
    assert problem in value.problem


def test_there_are_34_provinces() -> None:
    assert len(PROVINCES) == 34
    assert len(set(PROVINCES.values())) == 34
