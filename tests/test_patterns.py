"""Regular expressions compiled late."""

import re

import pytest

from anju_desktop.patterns import pattern


def test_a_late_pattern_does_what_a_compiled_one_does() -> None:
    late, compiled = pattern("([一二三])月"), re.compile("([一二三])月")
    text = "二月和三月"
    assert late.findall(text) == compiled.findall(text)
    assert [found.span() for found in late.finditer(text)] == [(0, 2), (3, 5)]
    assert late.sub("某月", text) == "某月和某月"
    assert late.split(text) == compiled.split(text)
    assert late.pattern == compiled.pattern
    assert late.fullmatch(text) is None


def test_a_pattern_is_compiled_on_first_use_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    compile_now = re.compile

    def compiling(text: str) -> re.Pattern[str]:
        asked.append(text)
        return compile_now(text)

    monkeypatch.setattr(re, "compile", compiling)
    late = pattern("甲+")
    assert asked == []
    assert late.match("甲甲")
    assert late.match("甲")
    assert late.search("乙甲")
    assert asked == ["甲+"]
