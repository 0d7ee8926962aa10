"""A common indicator as data; these classes *are* the format of both files that hold them.

``resources/indicators.toml`` is a :class:`Dictionary`, the office's own file an :class:`OwnFile`.
"""

from decimal import Decimal
from enum import StrEnum

from anju_desktop.forms.definition import doc
from anju_desktop.records import record

FORMAT = 1
"""Version of both files that this program reads and writes."""


class Comparison(StrEnum):
    """The sign an indicator is usually stated with."""

    AT_LEAST = "≥"
    AT_MOST = "≤"
    EQUAL = "="
    NONE = ""


class Aspect(StrEnum):
    """What else a row states about an indicator, each in a column of its own."""

    WEIGHT = "weight"
    RULE = "rule"
    BASIS = "basis"
    EVIDENCE = "evidence"


@record(frozen=True, slots=True)
class Source:
    """A published table from which indicators were read."""

    id: str = doc("英文标识")
    title: str = doc("文号和表名")


@record(frozen=True, slots=True)
class Programme:
    """What money is spent on; recognised by words in the name of a form or its edition."""

    id: str = doc("英文标识")
    title: str = doc("名称")
    words: tuple[str, ...] = doc("表名或项目名称里的用词，含有任何一个就是")


@record(frozen=True, slots=True)
class Kind:
    """What indicators of a category measure, under whatever name an edition has for it."""

    id: str = doc("英文标识")
    title: str = doc("名称")
    names: tuple[str, ...] = doc("各表式里的类别名称，不带“指标”“目标”二字")


@record(frozen=True, slots=True)
class Indicator:
    """One indicator as it is usually stated; what is left out is not usual."""

    name: str = doc("三级指标名称")
    kind: str = doc("类别标识")
    programmes: tuple[str, ...] = doc("用于哪些项目；不写为各项目通用", default=())
    aliases: tuple[str, ...] = doc("别的叫法", default=())
    sign: Comparison = doc("常用符号", default=Comparison.NONE)
    unit: str = doc("计量单位", default="")
    value: str = doc("常用的数值，或定性的说法；每年不同的不写", default="")
    weight: Decimal | None = doc("指标分值权重", default=None)
    points: tuple[Decimal, ...] = doc("在各评价指标表里的分值", default=())
    rule: str = doc("指标赋分规则", default="")
    basis: str = doc("指标值设置依据", default="")
    evidence: str = doc("佐证资料", default="")
    sources: tuple[str, ...] = doc("出处标识", default=())

    @property
    def target(self) -> str:
        """The usual indicator value in one cell, ``≥90%`` or ``有效解决``; ``""`` if none is."""
        return f"{self.sign}{self.value}{self.unit}" if self.value else ""

    @property
    def pattern(self) -> str:
        """How its value is written: the usual value, else sign and unit with a place between."""
        return self.target or " … ".join(filter(None, (str(self.sign), self.unit)))

    def aspect(self, aspect: Aspect) -> str:
        """What a cell of that aspect usually holds; ``""`` for nothing."""
        if aspect is Aspect.WEIGHT:
            return "" if self.weight is None else format(self.weight, "f")
        return {Aspect.RULE: self.rule, Aspect.BASIS: self.basis, Aspect.EVIDENCE: self.evidence}[
            aspect
        ]


@record(frozen=True, slots=True)
class Dictionary:
    """The indicators that ship, and the words by which forms are understood."""

    format: int = doc("格式版本，目前为 1")
    sources: tuple[Source, ...] = doc("出处")
    programmes: tuple[Programme, ...] = doc("项目；一张表属于第一个相符的")
    kinds: tuple[Kind, ...] = doc("类别")
    columns: dict[str, tuple[str, ...]] = doc("各栏的名称：weight、rule、basis、evidence")
    indicators: tuple[Indicator, ...] = doc("指标")


@record(frozen=True, slots=True)
class OwnFile:
    """The indicators of one office."""

    format: int = doc("格式版本，目前为 1")
    indicators: tuple[Indicator, ...] = doc("指标", default=())
