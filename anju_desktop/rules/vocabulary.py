"""The words that checks share: units, endings of indicator names, words in narratives.

They are data (``resources/vocabulary.toml``), read strictly on first use.
"""

import re
from collections import Counter
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache
from typing import NamedTuple

from anju_desktop.assets import resource
from anju_desktop.document.values import narrow
from anju_desktop.errors import Defect, DefinitionError
from anju_desktop.forms.binding import bind
from anju_desktop.forms.compiled import compiled
from anju_desktop.forms.definition import doc
from anju_desktop.records import record

FILE = "vocabulary.toml"
FORMAT = 1


class Kind(StrEnum):
    """What a dimension measures; only ``count`` and ``generic`` count things."""

    COUNT = "count"
    GENERIC = "generic"
    MEASURE = "measure"
    MONEY = "money"
    RATIO = "ratio"
    TIME = "time"
    SCORE = "score"


@record(frozen=True, slots=True)
class Dimension:
    id: str = doc("英文标识")
    kind: Kind = doc("哪一类")


@record(frozen=True, slots=True)
class UnitWords:
    """Names of one unit; ``factor`` leads to the base unit of its dimension."""

    names: tuple[str, ...] = doc("同一单位的各种写法")
    dimension: str = doc("量纲")
    factor: Decimal = doc("折合基本单位的倍数", default=Decimal(1))


@record(frozen=True, slots=True)
class Ending:
    """What the last characters of an indicator's name say about its unit."""

    words: tuple[str, ...] = doc("名称末尾的字")
    dimensions: tuple[str, ...] = doc("可用的量纲；空着表示看不出来")
    unit: str = doc("提供一键改正时用的单位", default="")
    moment: bool = doc("是时点而不是时长", default=False)


@record(frozen=True, slots=True)
class TextWords:
    """Words around a figure in a narrative."""

    approximate_before: tuple[str, ...] = doc("概数，在数前")
    approximate_after: tuple[str, ...] = doc("概数，在数后")
    exact_before: tuple[str, ...] = doc("末字像概数的词，不是概数")
    exact_after: tuple[str, ...] = doc("首字像概数的词，不是概数")
    each: tuple[str, ...] = doc("每单位的数")
    averages: dict[str, str] = doc("平均到什么单位")
    other_periods: tuple[str, ...] = doc("不是本年计划的数")
    listing: tuple[str, ...] = doc("引出组成部分")
    exhaustive: tuple[str, ...] = doc("引出全部组成部分")
    totals: tuple[str, ...] = doc("金额总数")
    shares: tuple[str, ...] = doc("资金来源，只是总额的一部分")
    generic: tuple[str, ...] = doc("太泛的词")


@record(frozen=True, slots=True)
class Stage:
    """A step that amounts are told of; what is planned and what is done are never added up."""

    id: str = doc("英文标识")
    words: tuple[str, ...] = doc("数前的用词")
    nouns: tuple[str, ...] = doc("没有别的用词时才算数的名词", default=())


@record(frozen=True, slots=True)
class Family:
    """Names of parts that leave nothing out together: 上半年 and 下半年."""

    parts: tuple[str, ...] = doc("各部分的用词，几种说法用 | 隔开；先写的先认")
    total: tuple[str, ...] = doc("总数前要有的词；空着表示不论", default=())


@record(frozen=True, slots=True)
class ReportWords:
    """Words around totals and their parts in a written report."""

    stages: tuple[Stage, ...] = doc("一个数说的是哪一步")
    listing: tuple[str, ...] = doc("引出组成部分")
    exhaustive: tuple[str, ...] = doc("引出全部组成部分")
    sums: tuple[str, ...] = doc("总数前的词")
    partial: tuple[str, ...] = doc("只列了一部分")
    reasons: tuple[str, ...] = doc("说明两数为什么不同")
    overlapping: tuple[str, ...] = doc("可以重叠的类别")
    comparing: tuple[str, ...] = doc("引出比较")
    families: tuple[Family, ...] = doc("合起来就是全部的各部分")
    rest: tuple[str, ...] = doc("列表末项的用词，说明列全了")
    leads: tuple[str, ...] = doc("冒号前的末尾几个字，引出各部分")


@record(frozen=True, slots=True)
class FactWords:
    """Words before a figure of a reason that tell whether it can be a fact of its row."""

    partial: tuple[str, ...] = doc("句子说的是一部分或另一时期")
    remaining: tuple[str, ...] = doc("数前的词，说的是剩下的或某一来源的")
    places: tuple[str, ...] = doc("地名的末字；数只是这一处的")
    all_of_it: tuple[str, ...] = doc("地名末字前的这些字说的是全部")
    differing: tuple[str, ...] = doc("数前的末尾几个字，说的是相差多少")


@record(frozen=True, slots=True)
class Vocabulary:
    format: int = doc("格式版本")
    dimensions: tuple[Dimension, ...] = doc("量纲")
    units: tuple[UnitWords, ...] = doc("单位")
    multiples: dict[str, Decimal] = doc("倍数")
    endings: tuple[Ending, ...] = doc("名称末尾")
    handling: tuple[str, ...] = doc("办事快慢的用词")
    instalments: tuple[str, ...] = doc("分次发放的用词")
    may_exceed: tuple[str, ...] = doc("可以超过 100% 的比率")
    questions: tuple[str, ...] = doc("问是不是")
    answers: tuple[str, ...] = doc("回答")
    placeholders: tuple[str, ...] = doc("占位文字，整格")
    openings: tuple[str, ...] = doc("占位文字，开头")
    fragments: tuple[str, ...] = doc("占位文字，文中")
    text: TextWords = doc("叙述用词")
    report: ReportWords = doc("报告用词")
    facts: FactWords = doc("评分理由里的数与事实核对时的用词")


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary that ships with the program; a defect in it is a ``DefinitionError``."""
    path = resource(FILE)
    data = path.read_bytes()
    found = compiled(path.stem, data)
    words: Vocabulary | None = bind(Vocabulary, found.table, []) if found is not None else None
    return words or parse_vocabulary(data)


def parse_vocabulary(data: bytes) -> Vocabulary:
    """The vocabulary in ``data``, or ``DefinitionError`` with all that is wrong with it."""
    import tomllib

    try:
        table = tomllib.loads(data.decode("utf-8"), parse_float=Decimal)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DefinitionError(FILE, (Defect("", "不合 TOML 写法"),)) from error
    defects: list[Defect] = []
    words: Vocabulary | None = bind(Vocabulary, table, defects)
    if words is not None:
        defects.extend(_lint(words))
    if words is None or defects:
        raise DefinitionError(FILE, tuple(defects))
    return words


def _lint(words: Vocabulary) -> list[Defect]:
    known = {dimension.id for dimension in words.dimensions}
    defects = [
        Defect(f"units[{n}].dimension", f"没有“{unit.dimension}”这个量纲")
        for n, unit in enumerate(words.units, 1)
        if unit.dimension not in known
    ]
    defects += [
        Defect(f"endings[{n}].dimensions", f"没有“{unknown}”这个量纲")
        for n, ending in enumerate(words.endings, 1)
        for unknown in ending.dimensions
        if unknown not in known
    ]
    defects += _twice("units", [name for unit in words.units for name in unit.names])
    defects += _twice("endings", [word for ending in words.endings for word in ending.words])
    if words.format != FORMAT:
        defects.append(Defect("format", f"本程序只认识格式 {FORMAT}"))
    return defects


def _twice(place: str, words: list[str]) -> list[Defect]:
    counted = Counter(words)
    return [Defect(place, f"“{word}”写了两次") for word in counted if counted[word] > 1]


class Unit(NamedTuple):
    """A unit understood: 元/户/月 is money per household and month.

    ``factor`` leads to the base units, ``per`` holds the dimensions it is divided by, in order.
    """

    dimension: str
    factor: Decimal
    per: tuple[str, ...] = ()

    @property
    def quantity(self) -> tuple[str, ...]:
        """What is measured, whatever the order of what it is divided by."""
        return (self.dimension, *sorted(self.per))

    @property
    def kind(self) -> Kind:
        return kinds()[self.dimension]

    @property
    def counts(self) -> bool:
        """Whether whole things are counted with it, one kind of thing per unit or any."""
        return not self.per and self.kind in (Kind.COUNT, Kind.GENERIC)


@cache
def kinds() -> dict[str, Kind]:
    """Dimension → kind."""
    return {dimension.id: dimension.kind for dimension in vocabulary().dimensions}


@cache
def simple_units() -> dict[str, Unit]:
    """Every unit name without a division sign, multiples such as 万户 included."""
    units: dict[str, Unit] = {}
    for entry in vocabulary().units:
        multiply = kinds()[entry.dimension] not in (Kind.TIME, Kind.RATIO, Kind.SCORE)
        for name in entry.names:
            units[name] = Unit(entry.dimension, entry.factor)
            for word, factor in vocabulary().multiples.items() if multiply else ():
                units[word + name] = Unit(entry.dimension, entry.factor * factor)
    return units


_DIVISIONS = str.maketrans({"／": "/", "·": "/", "•": "/", "∙": "/", "．": "/", "每": "/"})
_BRACKETS = str.maketrans("（）〔〕［］[]", "()()()()")


@lru_cache(maxsize=512)
def readings(text: str) -> tuple[Unit, ...]:
    """What a unit as written can mean; empty when it is unknown. 套(间) means either."""
    plain = "".join(narrow(text).translate(_BRACKETS).split())
    if not plain:
        return ()
    unit = _divided(plain)
    if unit is not None and not _alternatives(unit):
        return (unit,)
    parts = re.split("[(/、或]", plain.replace(")", ""))
    units = tuple(simple_units()[part] for part in parts if part in simple_units())
    return units if len(units) == len(parts) else ()


def _divided(plain: str) -> Unit | None:
    divided = plain.translate(_DIVISIONS).replace("/(", "/").replace("(/", "/")
    parts = [part.strip("()") for part in divided.split("/") if part.strip("()")]
    known = [simple_units()[part] for part in parts if part in simple_units()]
    if not known or len(known) < len(parts) or ("(" in plain and len(known) == 1):
        return None
    factor = known[0].factor
    for below in known[1:]:
        factor /= below.factor
    return Unit(known[0].dimension, factor, tuple(unit.dimension for unit in known[1:]))


def _alternatives(unit: Unit) -> bool:
    """Whether the stroke means “or”: things counted per things is no measure."""
    counting = (Kind.COUNT, Kind.GENERIC)
    return unit.kind in counting and any(kinds()[dimension] in counting for dimension in unit.per)


@lru_cache(maxsize=512)
def unit_of(text: str) -> Unit | None:
    """The unit as written, when it has one meaning."""
    units = readings(text)
    return units[0] if len(units) == 1 else None


@cache
def _endings() -> tuple[dict[str, Ending], int]:
    table = {word: ending for ending in vocabulary().endings for word in ending.words}
    return table, max(map(len, table))


@lru_cache(maxsize=1024)
def ending_of(name: str) -> tuple[str, Ending] | None:
    """The longest known ending of an indicator's name and what it says; brackets are left out."""
    plain = _without_brackets("".join(name.split()))
    table, longest = _endings()
    for length in range(min(longest, len(plain)), 0, -1):
        ending = table.get(plain[-length:])
        if ending is not None:
            return plain[-length:], ending
    return None


def _without_brackets(name: str) -> str:
    plain = name.translate(_BRACKETS)
    while plain.endswith(")") and "(" in plain:
        plain = plain[: plain.rindex("(")]
    return plain or name


@lru_cache(maxsize=1024)
def unit_in_name(name: str) -> Unit | None:
    """The unit a name carries in brackets: 改造面积（万平方米）."""
    plain = name.strip().translate(_BRACKETS)
    if not plain.endswith(")") or "(" not in plain:
        return None
    return unit_of(plain[plain.rindex("(") + 1 : -1].removeprefix("单位").lstrip(":： "))


@lru_cache(maxsize=1024)
def may_exceed(name: str) -> bool:
    """Whether a rate of this name can be more than 100 %."""
    return any(word in name for word in vocabulary().may_exceed)


@lru_cache(maxsize=1024)
def asks(name: str) -> str:
    """The word with which a name asks for yes or no, or ``""``."""
    return next((word for word in vocabulary().questions if word in name), "")
