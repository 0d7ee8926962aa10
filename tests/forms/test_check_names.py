"""What lint says of checks that name what is not there."""

from pathlib import Path

import pytest

from anju_desktop.assets import resource
from anju_desktop.errors import DefinitionError
from anju_desktop.forms.loader import parse_edition

TARGET = "karamay-2024-project-target"
ALLOCATION = "karamay-2024-allocation"


def defects(edition: str, before: str, after: str) -> list[str]:
    path = resource("forms", f"{edition}.toml")
    text = path.read_text(encoding="utf-8")
    assert before in text
    with pytest.raises(DefinitionError) as caught:
        parse_edition(text.replace(before, after, 1).encode(), Path(path.name))
    return [str(defect) for defect in caught.value.defects]


@pytest.mark.parametrize(
    ("edition", "before", "after", "name"),
    [
        (TARGET, 'column = "indicators.weight"', 'column = "indicators.wait"', "indicators.wait"),
        (TARGET, 'column = "indicators.scoring_rule"', 'column = "rule"', "rule"),
        (TARGET, 'amount = "total_funds"', 'amount = "total"', "total"),
        (TARGET, 'equals = "90"', 'equals = "90"\nper = ["level9"]', "level9"),
        (TARGET, 'left = "total_funds"', 'cell = "sum"\nleft = "total_funds"', "sum"),
        (ALLOCATION, 'key = "recipient"', 'key = "name"', "name"),
        (ALLOCATION, 'total = "total_amount"', 'total = "sum"', "sum"),
    ],
)
def test_a_check_that_names_no_field_is_a_defect(
    edition: str, before: str, after: str, name: str
) -> None:
    (defect,) = defects(edition, before, after)
    assert defect.startswith("checks[")
    assert f"“{name}”" in defect


@pytest.mark.parametrize("taken", ["required", "row-minimum-quality"])
def test_a_check_may_not_take_the_name_of_a_rule_that_fields_imply(taken: str) -> None:
    (defect,) = defects(TARGET, 'id = "rate-limit"', f'id = "{taken}"')
    assert f"“{taken}”" in defect
