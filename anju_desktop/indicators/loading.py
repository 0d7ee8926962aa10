"""The two files of indicators: what ships, read strictly; and the office's own, read and written.

Both are TOML, so that an office can look at its file, and hand it to the next.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path

from anju_desktop.assets import resource
from anju_desktop.errors import Defect, DefinitionError
from anju_desktop.files import system_path, why_unreadable
from anju_desktop.forms.binding import bind
from anju_desktop.forms.loader import MAX_BYTES, read_toml
from anju_desktop.indicators.definition import (
    FORMAT,
    Aspect,
    Dictionary,
    Indicator,
    OwnFile,
)

FILE = "indicators.toml"
OWN_NAME = "常用指标.toml"
MAX_OWN = 1000
"""More than any office needs; a guard for the speed of typing."""
MAX_LENGTH = 100
"""Characters of a name or a word; longer ones would be sentences."""
_MAX_WEIGHT = 1000
_MAX_PLACES = 4

_HEAD = (
    "# 本单位的常用指标。由“安居填报”写成，也可以用记事本修改（存成 UTF-8），或拷给别的单位。\n"
    f"format = {FORMAT}\n"
)


@cache
def dictionary() -> Dictionary:
    """What ships with the program; a defect in it is a ``DefinitionError``."""
    return parse_dictionary(resource(FILE).read_bytes())


def parse_dictionary(data: bytes) -> Dictionary:
    """The dictionary in ``data``, or ``DefinitionError`` with all that is wrong with it."""
    defects: list[Defect] = []
    words: Dictionary | None = bind(Dictionary, read_toml(data, Path(FILE)), defects)
    if words is not None:
        defects.extend(_lint(words))
    if words is None or defects:
        raise DefinitionError(FILE, tuple(defects))
    return words


def read_own(path: Path, words: Dictionary) -> tuple[Indicator, ...]:
    """The office's own indicators, none where there is no file yet.

    ``DefinitionError`` lists all that is wrong with the file; ``words`` says which categories and
    programmes there are.
    """
    try:
        with system_path(path).open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise _defective(path, f"打不开：{why_unreadable(path, error)}") from error
    return parse_own(data, path, words)


def parse_own(data: bytes, path: Path, words: Dictionary) -> tuple[Indicator, ...]:
    """The indicators in ``data``; ``path`` names it in messages."""
    defects: list[Defect] = []
    own: OwnFile | None = bind(OwnFile, read_toml(data, path), defects)
    if own is not None:
        defects.extend(_lint_own(own, words))
    if own is None or defects:
        raise DefinitionError(path.name, tuple(defects))
    return own.indicators


def own_bytes(indicators: Iterable[Indicator]) -> bytes:
    """The file that :func:`parse_own` reads back as these indicators."""
    text = "\n".join([_HEAD, *map(_written, indicators)])
    return text.encode("utf-8", "replace")


def defects_of(indicator: Indicator, words: Dictionary) -> list[Defect]:
    """What keeps a single indicator out of a file; empty when nothing does."""
    return list(_lint_indicator(indicator, words, ""))


def _written(indicator: Indicator) -> str:
    lines = ["[[indicators]]"]
    for field in fields(Indicator):
        value = getattr(indicator, field.name)
        if value not in ("", (), None):
            lines.append(f"{field.name} = {_toml(value)}")
    return "\n".join([*lines, ""])


def _toml(value: object) -> str:
    match value:
        case tuple():
            return f"[{', '.join(map(_toml, value))}]"
        case Decimal():
            return format(value, "f")
        case StrEnum():
            return _toml(value.value)
    # A JSON string is a TOML one but for DEL, which TOML wants escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


# -- what shape cannot say ---------------------------------------------------------------------


def _lint(words: Dictionary) -> Iterator[Defect]:
    yield from _lint_format(words.format)
    for place, ids in (
        ("sources", [source.id for source in words.sources]),
        ("programmes", [programme.id for programme in words.programmes]),
        ("kinds", [kind.id for kind in words.kinds]),
        ("kinds.names", [name for kind in words.kinds for name in kind.names]),
    ):
        yield from _twice(place, ids)
    for unknown in words.columns.keys() - set(Aspect):
        yield Defect(f"columns.{unknown}", f"没有这一项；可用：{'、'.join(Aspect)}")
    for missing in set(Aspect) - words.columns.keys():
        yield Defect(f"columns.{missing}", "缺少这一项")
    known = {source.id for source in words.sources}
    for number, indicator in enumerate(words.indicators, 1):
        for unknown in indicator.sources:
            if unknown not in known:
                yield Defect(f"indicators[{number}].sources", f"没有“{unknown}”这个出处")
    yield from _lint_indicators(words.indicators, words)


def _lint_own(own: OwnFile, words: Dictionary) -> Iterator[Defect]:
    yield from _lint_format(own.format)
    if len(own.indicators) > MAX_OWN:
        yield Defect("indicators", f"最多 {MAX_OWN} 条，现有 {len(own.indicators)} 条")
    yield from _lint_indicators(own.indicators, words)


def _lint_format(version: int) -> Iterator[Defect]:
    if version != FORMAT:
        yield Defect("format", f"本程序只认识格式 {FORMAT}")


def _lint_indicators(indicators: Sequence[Indicator], words: Dictionary) -> Iterator[Defect]:
    for number, indicator in enumerate(indicators, 1):
        yield from _lint_indicator(indicator, words, f"indicators[{number}].")
    yield from _twice("indicators", [f"{each.name}／{each.kind}" for each in indicators])


def _lint_indicator(indicator: Indicator, words: Dictionary, place: str) -> Iterator[Defect]:
    if not indicator.name.strip():
        yield Defect(f"{place}name", "指标名称空着，请写上名称")
    for key in ("name", "unit", "value", "rule", "basis", "evidence"):
        if len(getattr(indicator, key)) > MAX_LENGTH:
            yield Defect(f"{place}{key}", f"超过 {MAX_LENGTH} 字，请改短")
    if indicator.kind not in {kind.id for kind in words.kinds}:
        known = "、".join(kind.id for kind in words.kinds)
        yield Defect(f"{place}kind", f"没有“{indicator.kind}”这个类别；可用：{known}")
    known_programmes = {programme.id for programme in words.programmes}
    for unknown in indicator.programmes:
        if unknown not in known_programmes:
            yield Defect(f"{place}programmes", f"没有“{unknown}”这个项目")
    if indicator.weight is not None and not _is_a_weight(indicator.weight):
        yield Defect(
            f"{place}weight", f"权重应在 0 到 {_MAX_WEIGHT} 之间，最多 {_MAX_PLACES} 位小数"
        )


def _is_a_weight(number: Decimal) -> bool:
    if not number.is_finite() or not 0 <= number <= _MAX_WEIGHT:
        return False
    exponent = number.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -_MAX_PLACES


def _twice(place: str, words: list[str]) -> Iterator[Defect]:
    counted = Counter(words)
    return (Defect(place, f"“{word}”写了两次") for word in counted if counted[word] > 1)


def _defective(path: Path, sentence: str) -> DefinitionError:
    return DefinitionError(path.name, (Defect("", sentence),))
