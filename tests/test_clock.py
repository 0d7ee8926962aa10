"""One clock for the whole program."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

import anju_desktop
from anju_desktop import clock

PACKAGE = Path(anju_desktop.__file__).parent
NOON = datetime(2026, 3, 18, 12, tzinfo=timezone(timedelta(hours=8)))


@pytest.fixture
def stopped() -> Iterator[None]:
    clock.use(lambda: NOON)
    yield
    clock.use(clock.of_the_system)


def test_the_time_has_a_zone() -> None:
    assert clock.now().tzinfo is not None


@pytest.mark.usefixtures("stopped")
def test_another_clock_can_be_put_in_its_place() -> None:
    assert clock.now() == NOON


def test_nobody_else_asks_the_system_for_the_time() -> None:
    asking = re.compile(r"datetime\.(?:now|today)\(|current(?:Date|Time|DateTime)\(|date\.today\(")
    asked = [p for p in PACKAGE.rglob("*.py") if asking.search(p.read_text(encoding="utf-8"))]
    assert [path.name for path in asked] == ["clock.py"]
