"""A verdict on a report as JSON data and as text for a console."""

from collections.abc import Iterator
from typing import Any

from anju_desktop.report.remarks import Mistake
from anju_desktop.report.sums import SCOPE, Verdict
from anju_desktop.rules.findings import LEVEL_NAMES

_MOST_UNCHECKED = 20


def mistakes_json(file: str, verdict: Verdict) -> list[dict[str, Any]]:
    """One object per mistake, with the keys of the findings of a form."""
    return [_mistake(file, mistake) for mistake in verdict.mistakes]


def _mistake(file: str, mistake: Mistake) -> dict[str, Any]:
    return {
        "file": file,
        "rule": mistake.rule,
        "level": str(mistake.level),
        "cell": mistake.place.path,
        "message": mistake.message,
        "written": mistake.written,
        "expected": mistake.expected,
        "title": mistake.title,
        "arithmetic": mistake.arithmetic,
        "basis": "",
        "advice": mistake.advice,
        "cause": "",
        "hidden": False,
        "explanation": "missing",
        "sentence": mistake.sentence,
        "table_cell": mistake.table_cell,
    }


def verdict_text(file: str, verdict: Verdict, scope: str = SCOPE) -> str:
    """The mistakes of one report in its order, what was not checked, and how far it went."""
    return "\n".join(_lines(file, verdict, scope))


def _lines(file: str, verdict: Verdict, scope: str) -> Iterator[str]:
    levels = [mistake.level for mistake in verdict.mistakes]
    counts = "，".join(f"{name} {levels.count(level)}" for level, name in LEVEL_NAMES.items())
    yield f"{file}：报告，{counts}"
    for mistake in verdict.mistakes:
        yield f"  {LEVEL_NAMES[mistake.level]}  {mistake.place.path}  {mistake.message}"
        yield f"        {mistake.arithmetic}"
        yield f"        原文：{mistake.sentence}"
        yield f"        {mistake.advice}"
    for each in verdict.unchecked[:_MOST_UNCHECKED]:
        yield f"  未核对：{each.place.words}：{each.sentence}"
    more = len(verdict.unchecked) - _MOST_UNCHECKED
    if more > 0:
        yield f"  未核对：还有 {more} 处。"
    yield f"  {scope}"
