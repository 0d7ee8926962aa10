"""Invented reports of one shape: silent as they are, exact when any one figure is altered."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anju_desktop.reading.plaintext import blocks_of
from anju_desktop.report.sums import check_sums
from tests.report.writing import Report, Wrong


def found(text: str) -> Wrong:
    return {(mistake.written, mistake.expected) for mistake in check_sums(blocks_of(text)).mistakes}


@pytest.mark.parametrize("seed", range(40))
def test_a_right_report_is_silent(seed: int) -> None:
    report = Report(seed)
    assert report.wrong(report.figures) == set()
    assert found(report.text(report.figures)) == set()


@pytest.mark.parametrize("seed", range(6))
def test_every_single_altered_figure_breaks_exactly_its_totals(seed: int) -> None:
    report = Report(seed)
    for name, right in report.figures.items():
        altered = {
            **report.figures,
            name: right + (3 if right == right.to_integral() else Decimal("2.7")),
        }
        wrong = report.wrong(altered)
        assert wrong, name
        assert found(report.text(altered)) == wrong, name


@settings(max_examples=60, deadline=None)
@given(st.integers(100, 10**6), st.integers(0, 10**6), st.integers(-3, 5))
def test_any_report_with_any_figure_altered_is_told_exactly(seed: int, which: int, by: int) -> None:
    report = Report(seed)
    name = sorted(report.figures)[which % len(report.figures)]
    altered = {**report.figures, name: max(report.figures[name] + by, Decimal(1))}
    assert found(report.text(altered)) == report.wrong(altered)
