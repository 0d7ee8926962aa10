"""What the bar above the paper says of a value beside its reading; no Qt.

An amount in words and in the other unit, how long a text may be, what is not checked of a region
code, and the usual form of what was typed.
"""

from collections.abc import Iterator
from decimal import Decimal

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.document.values import State, Value, date_of, in_yuan, narrow
from anju_desktop.forms.definition import Field, Level, ValueType
from anju_desktop.records import record
from anju_desktop.rules.cells import byte_length

USUAL_KEY = "F4"
_NEAR = 0.9
"""From this part of a limit on it is spoken of: before it is reached."""


@record(frozen=True, slots=True)
class Hint:
    """``usual`` is what F4 writes in place of the text; ``level`` how much the note matters."""

    note: str = ""
    level: Level | None = None
    usual: str = ""


def reading(field: Field, value: Value) -> tuple[str, ...]:
    """How the program understands a value: sign, number and unit, or one word."""
    match value.state:
        case State.NOT_APPLICABLE:
            return ("不适用",)
        case State.NONE:
            return ("无",)
        case State.SIGN_ONLY:
            return (value.sign.value,)
    if value.number is not None:
        parts = (value.sign.value, format(value.number, "f"), value.unit)
        return tuple(part for part in parts if part)
    if value.state is State.VALUE and field.type in _READ:
        return _READ[field.type](value.typed)
    return ()


def hint(document: Document, ref: CellRef, *, fillable: bool = True) -> Hint:
    """What is to be said of the text in a cell, as it is being typed too.

    A cell that is not ``fillable`` gets nothing offered.
    """
    field, value = document.definition(ref), document.value(ref)
    usual = _usual(document, field, value.typed) if fillable else ""
    if in_yuan(Decimal(0), value.unit) is not None:
        return Hint(_money(value), None, usual)
    if not fillable:
        return Hint()
    if field.type in (ValueType.DATE, ValueType.MONTH) and value.state is State.BLANK:
        return Hint("Alt+↓ 打开日历" if field.type is ValueType.DATE else "Alt+↓ 选月份")
    if field.type is ValueType.REGION:
        return _region(document, value)
    if field.type is ValueType.LONG_TEXT or field.max_length or field.max_bytes:
        note, level = _length(field, value.typed)
        return Hint(note, level, usual)
    return Hint(usual=usual)


def _usual(document: Document, field: Field, typed: str) -> str:
    # What cannot be otherwise is not looked at: most cells hold words.
    if not typed.strip() or field.type in (ValueType.TEXT, ValueType.LONG_TEXT):
        return ""
    from anju_desktop.document.usual import usual_form

    return usual_form(field, typed, document.period)


def _money(value: Value) -> str:
    """``陆仟壹佰壹拾壹万元整 ＝ 61,110,000元``"""
    from anju_desktop.document.money import in_words, other_unit

    if value.number is None:
        return ""
    yuan = in_yuan(value.number, value.unit)
    words = "" if yuan is None else in_words(yuan)
    return " ＝ ".join(part for part in (words, other_unit(value.number, value.unit)) if part)


def _length(field: Field, text: str) -> tuple[str, Level | None]:
    """How much is written of how much there may be; nothing is ever cut."""
    if not text and not field.max_length and not field.max_bytes:
        return "", None
    counts = [
        (size / limit, f"{size} / {limit} {unit}", size - limit, unit)
        for limit, size, unit in (
            (field.max_bytes, byte_length(text), "字节"),
            (field.max_length, len(text), "字"),
        )
        if limit
    ]
    if not counts:
        return f"{len(text)} 字", None
    share, note, over, unit = max(counts)
    if over > 0:
        return f"{note}，超出 {over} {unit}", Level.ERROR
    if share >= _NEAR:
        return f"{note}，还可写 {-over} {unit}", Level.EXPLAIN
    return note, None


def _region(document: Document, value: Value) -> Hint:
    from anju_desktop.document.regions import NOT_CHECKED, region_of

    region = region_of(narrow(value.typed).strip())
    if region is None or region.problem:
        return Hint()
    known = region.name or _name_of(document, region.code)
    usual = f"{region.code} {known}".strip()
    note = f"{region.province}，{region.level}。{NOT_CHECKED}"
    return Hint(note, None, usual if usual != value.typed else "")


def _name_of(document: Document, code: str) -> str:
    """The name that the office wrote beside this code elsewhere in the form."""
    from anju_desktop.document.regions import region_of

    for ref in _region_cells(document):
        region = region_of(narrow(document.text(ref)).strip())
        if region is not None and region.code == code and region.name:
            return region.name
    return ""


def _region_cells(document: Document) -> Iterator[CellRef]:
    edition = document.edition
    for field in edition.fields:
        if field.type is ValueType.REGION:
            yield CellRef(field.id)
    for group in edition.groups:
        for column in group.columns:
            if column.type is ValueType.REGION:
                yield from (CellRef(column.id, group.id, row) for row in document.row_ids(group.id))


def _read_date(typed: str) -> tuple[str, ...]:
    found = date_of(typed)
    return () if found is None else ("{}年{}月{}日".format(*found),)


def _read_region(typed: str) -> tuple[str, ...]:
    from anju_desktop.document.regions import region_of

    region = region_of(narrow(typed).strip())
    return () if region is None else tuple(part for part in (region.code, region.name) if part)


_READ = {ValueType.DATE: _read_date, ValueType.REGION: _read_region}
