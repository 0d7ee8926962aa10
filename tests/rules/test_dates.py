"""Start and end of a project: in order, and in the year of the form."""

import pytest

from anju_desktop.forms.definition import Level
from tests.rules.small_forms import FIELDS, check_table, form, found

DATES = """
[[fields]]
id = "start"
title = "开始时间"
type = "date"
[[fields]]
id = "end"
title = "结束时间"
type = "date"
"""
CHECK = check_table("dates", start="start", end="end")


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2024-01-01", "2024-12-31"),
        ("2024年3月1日", "2024/3/1"),
        ("", "2024-12-31"),
        ("2024-1-1", "年底"),
        ("2024-02-30", "2024-01-01"),
    ],
)
def test_dates_in_order_within_the_year_are_left_alone(start: str, end: str) -> None:
    document = form(FIELDS, DATES, CHECK, fields={"start": start, "end": end})
    assert found(document, "dates") == []


def test_an_end_before_the_start_is_an_error_with_both_dates() -> None:
    fields = {"start": "2024-12-31", "end": "2024-01-01"}
    (finding,) = found(form(FIELDS, DATES, CHECK, fields=fields), "dates")
    assert finding.level is Level.ERROR
    assert ("2024-12-31" in finding.message, "2024-01-01" in finding.message) == (True, True)
    assert finding.cell.field == "end"


@pytest.mark.parametrize(
    ("start", "end", "cells"),
    [
        ("2023-06-01", "2024-06-01", ["start"]),
        ("2024-06-01", "2025-06-01", ["end"]),
        ("2021-01-01", "2021-12-31", ["start", "end"]),
    ],
)
def test_a_date_of_another_year_is_named(start: str, end: str, cells: list[str]) -> None:
    document = form(FIELDS, DATES, CHECK, fields={"start": start, "end": end})
    findings = found(document, "dates")
    assert [(f.cell.field, f.level) for f in findings] == [(c, Level.EXPLAIN) for c in cells]


def test_without_a_period_no_year_is_asked_for() -> None:
    fields = {"start": "2021-01-01", "end": "2021-12-31"}
    assert found(form(FIELDS, DATES, CHECK, fields=fields, period=""), "dates") == []
