"""Indicators and the rows of a form: where one stands, what is filled in, what is learned.

Columns and categories are known by their names, so that no edition has to speak of any of this.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.document.values import Sign, State, Value, to_decimal
from anju_desktop.errors import DocumentError
from anju_desktop.forms.definition import Field, Group, Measure, Owner, ValueType
from anju_desktop.indicators.catalogue import Catalogue
from anju_desktop.indicators.definition import Aspect, Comparison, Dictionary, Indicator
from anju_desktop.indicators.loading import dictionary
from anju_desktop.indicators.searching import Context
from anju_desktop.initials import plain
from anju_desktop.records import record

_PLAN = "plan"


@record(frozen=True, slots=True)
class Offer:
    """What the editor of an indicator value may begin with."""

    sign: str
    unit: str
    value: str
    """The usual value as a whole, ``""`` if none is."""


# -- where one stands --------------------------------------------------------------------------


def is_name(document: Document, ref: CellRef) -> bool:
    """Whether a cell holds the name of an indicator that the clerk chooses."""
    group = _open_group(document, ref)
    return group is not None and any(measure.name == ref.field for measure in group.measures)


def measure_of_value(document: Document, ref: CellRef) -> Measure | None:
    """The measure whose value, in one cell, stands in this one."""
    group = _open_group(document, ref)
    measures = group.measures if group is not None else ()
    return next((measure for measure in measures if measure.value == ref.field), None)


def context_of(document: Document, ref: CellRef, words: Dictionary) -> Context:
    """Category and programme of the row of a cell."""
    return Context(_kind_of_row(document, ref, words), _programme(document, words))


def _open_group(document: Document, ref: CellRef) -> Group | None:
    if not ref.group:
        return None
    group = document.edition.find_group(ref.group)
    return group if group.open and group.measures else None


def _kind_of_row(document: Document, ref: CellRef, words: Dictionary) -> str:
    category = document.category(ref.group, ref.row)
    for each in document.edition.find_group(ref.group).categories:
        if each.id == category:
            return kind_of(each.path, words)
    return ""


def kind_of(path: tuple[str, ...], words: Dictionary) -> str:
    """The category by meaning of an edition's category; ``""`` when its names say nothing.

    The narrowest name decides; a name may say more than its category, as 产出数量指标 does.
    """
    for name in reversed(path):
        wanted = plain(name).removesuffix("指标").removesuffix("目标")
        for kind in words.kinds:
            if wanted in kind.names:
                return kind.id
        inside = [(len(n), kind.id) for kind in words.kinds for n in kind.names if n in wanted]
        if inside:
            return max(inside)[1]
    return ""


def _programme(document: Document, words: Dictionary) -> str:
    edition = document.edition
    return _programme_in((document.title(), edition.title, edition.programme), words)


def _programme_in(names: tuple[str, ...], words: Dictionary) -> str:
    for name in names:
        for programme in words.programmes:
            if any(word in name for word in programme.words):
                return programme.id
    return ""


@lru_cache(maxsize=64)
def _aspect_of(title: str) -> Aspect | None:
    wanted = plain(title)
    columns = dictionary().columns
    return next((aspect for aspect in Aspect if wanted in columns[aspect]), None)


# -- what is filled in -------------------------------------------------------------------------


def texts_for(
    document: Document, ref: CellRef, indicator: Indicator
) -> tuple[tuple[CellRef, str], ...]:
    """What taking an indicator at a name cell writes: its name, and into empty cells the rest.

    No value is among them: a sign and a unit without a number say nothing, see :func:`offer`.
    """
    group = document.edition.find_group(ref.group)
    wanted = dict(_usual(group, indicator))
    texts = []
    for column in group.columns:
        cell = CellRef(column.id, ref.group, ref.row)
        text = wanted.get(column.id, "")
        if text and cell != ref and _takes(column, text) and not document.text(cell).strip():
            texts.append((cell, text))
    # Last, since undo goes to where the last change was.
    return (*texts, (ref, indicator.name))


def _usual(group: Group, indicator: Indicator) -> Iterator[tuple[str, str]]:
    for measure in group.measures:
        yield measure.name, indicator.name
        if measure.sign:
            yield measure.sign, indicator.sign
        if measure.unit:
            yield measure.unit, indicator.unit
    for column in group.columns:
        aspect = _aspect_of(column.title)
        if aspect is not None:
            yield column.id, indicator.aspect(aspect)


def _takes(column: Field, text: str) -> bool:
    if column.official or column.computed or column.owner is not Owner.FILLER:
        return False
    closed = column.type is ValueType.CHOICE and not column.open_choice
    return not closed or text in column.choices


def offer(document: Document, ref: CellRef, catalogue: Catalogue) -> Offer | None:
    """What an empty value cell may begin with, by the name in its row.

    What was achieved is stated without a sign, in the unit of the plan beside it.
    """
    measure = measure_of_value(document, ref)
    if measure is None or document.text(ref).strip():
        return None
    planned = _planned(document, ref, measure)
    if planned is not None and planned.filled:
        return Offer("", planned.unit, "")
    indicator = indicator_of(document, ref, catalogue)
    if indicator is None:
        return None
    if measure.kind != _PLAN:
        return Offer("", indicator.unit, "")
    # A qualitative value has no number to be put between sign and unit.
    whole = to_decimal(indicator.value) is None and bool(indicator.value)
    sign = "" if whole or measure.sign else str(indicator.sign)
    unit = "" if whole or measure.unit else indicator.unit
    return Offer(sign, unit, indicator.target)


def _planned(document: Document, ref: CellRef, measure: Measure) -> Value | None:
    """The plan that an achieved value is held against, where it stands in one cell."""
    if measure.kind == _PLAN:
        return None
    for other in document.edition.find_group(ref.group).measures:
        if other.kind == _PLAN and other.name == measure.name and other.value:
            return document.value(CellRef(other.value, ref.group, ref.row))
    return None


def indicator_of(document: Document, ref: CellRef, catalogue: Catalogue) -> Indicator | None:
    """The common indicator that the row of a cell is about."""
    group = _open_group(document, ref)
    if group is None:
        return None
    context = context_of(document, ref, catalogue.words)
    measures = sorted(group.measures, key=lambda m: ref.field not in (m.name, m.value))
    name = document.text(CellRef(measures[0].name, ref.group, ref.row))
    return catalogue.named(name, context) if name.strip() else None


# -- what is learned ---------------------------------------------------------------------------


def learned(document: Document, ref: CellRef, words: Dictionary) -> Indicator:
    """The row of a cell as an indicator of the office; ``DocumentError`` when it is none.

    Numbers that differ from year to year are left out: of a quantity only sign and unit stay.
    """
    group = _open_group(document, ref)
    if group is None:
        raise DocumentError("这一行不是可以增删的指标，不能加入常用指标。")
    plans = [measure for measure in group.measures if measure.kind == _PLAN] or group.measures
    measure = next((m for m in plans if ref.field in (m.name, m.value)), plans[-1])
    name = " ".join(document.text(CellRef(measure.name, ref.group, ref.row)).split())
    if not name:
        raise DocumentError("这一行还没有指标名称，填好再加入常用指标。")
    context = context_of(document, ref, words)
    if not context.kind:
        raise DocumentError("看不出这一行是哪一类指标，请从菜单“编辑”里的“常用指标”加入。")
    sign, unit, value = _learned_value(document, ref, measure)
    texts = dict(_learned_aspects(document, ref, group))
    return Indicator(
        name,
        context.kind,
        (context.programme,) if context.programme else (),
        sign=sign,
        unit=unit,
        value=value,
        weight=to_decimal(texts.get(Aspect.WEIGHT, "")),
        rule=texts.get(Aspect.RULE, ""),
        basis=texts.get(Aspect.BASIS, ""),
        evidence=texts.get(Aspect.EVIDENCE, ""),
    )


def _learned_value(
    document: Document, ref: CellRef, measure: Measure
) -> tuple[Comparison, str, str]:
    def text(column: str) -> str:
        return document.text(CellRef(column, ref.group, ref.row)).strip() if column else ""

    column = measure.value or measure.number
    value = document.value(CellRef(column, ref.group, ref.row))
    sign = _comparison(value.sign.value) if measure.value else _comparison(text(measure.sign))
    unit = value.unit if measure.value else text(measure.unit)
    if value.state is not State.VALUE:
        return sign, unit, ""
    if value.number is None:
        return Comparison.NONE, "", " ".join(value.typed.split())
    return sign, unit, format(value.number, "f") if _stays(value.number, unit) else ""


def _stays(number: Decimal, unit: str) -> bool:
    """Whether a number is the same every year: a percentage, a month of the year."""
    return unit in ("%", "月", "次") and 0 <= number <= 100


def _comparison(sign: str) -> Comparison:
    nearest = {Sign.MORE.value: "≥", Sign.LESS.value: "≤"}.get(sign, sign)
    return Comparison(nearest) if nearest in set(Comparison) else Comparison.NONE


def _learned_aspects(
    document: Document, ref: CellRef, group: Group
) -> Iterator[tuple[Aspect, str]]:
    for column in group.columns:
        aspect = _aspect_of(column.title)
        text = " ".join(document.text(CellRef(column.id, ref.group, ref.row)).split())
        if aspect is not None and text and text not in column.none_marks:
            yield aspect, text


def merged(indicator: Indicator, before: Indicator) -> Indicator:
    """What a row says of an indicator that is known already; what it leaves open stays known."""
    says_value = bool(indicator.sign or indicator.unit or indicator.value)
    value = indicator if says_value else before
    programmes = dict.fromkeys((*before.programmes, *indicator.programmes))
    return replace(
        indicator,
        programmes=tuple(programmes) if before.programmes else (),
        aliases=before.aliases,
        sign=value.sign,
        unit=value.unit,
        value=value.value,
        weight=before.weight if indicator.weight is None else indicator.weight,
        points=before.points,
        rule=indicator.rule or before.rule,
        basis=indicator.basis or before.basis,
        evidence=indicator.evidence or before.evidence,
    )


# -- what is said ------------------------------------------------------------------------------


def sentences_about(document: Document, ref: CellRef, catalogue: Catalogue) -> tuple[str, ...]:
    """What is known of the indicator that a cell belongs to, for the help of the cell."""
    if _open_group(document, ref) is None:
        return ()
    indicator = indicator_of(document, ref, catalogue)
    if indicator is not None:
        return _described(indicator), f"出处：{catalogue.origin(indicator)}。"
    if is_name(document, ref):
        return ("输入几个字或拼音首字母，格子下面会列出常用指标，按 ↓ 选择。",)
    return ()


def _described(indicator: Indicator) -> str:
    weight = indicator.aspect(Aspect.WEIGHT)
    said = (
        ("指标值", indicator.pattern),
        ("权重", f"{weight} 分" if weight else ""),
        ("赋分规则", indicator.rule),
        ("设置依据", indicator.basis),
        ("佐证资料", indicator.evidence),
        ("评价表分值", "、".join(format(each, "f") for each in indicator.points)),
    )
    words = "；".join(f"{title} {text}" for title, text in said if text)
    return f"“{indicator.name}”通常：{words}。" if words else f"“{indicator.name}”是常用指标。"
