"""Plain TOML tables → definition dataclasses, strictly, with every defect collected.

Knows nothing about forms: it reads type hints. Unknown keys, wrong types, missing keys and bad
choices become :class:`Defect` entries with the place written as in the file (``rows[3].cells[1]``).
:func:`json_schema` walks the same hints, so schema and loader cannot disagree.
"""

import types
import typing
from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, Union

from anju_desktop.errors import Defect
from anju_desktop.forms.checks import CHECK_KINDS
from anju_desktop.forms.definition import Check

_FAILED = object()
_TYPE_NAMES = {str: "文字", int: "整数", bool: "true 或 false", Decimal: "数"}

_Place = tuple["_Place", str] | str
"""Where a value stands: the place of what holds it, and how it goes on. Told only of defects."""
_Binder = Callable[[Any, list[Defect], _Place], Any]


def bind(cls: type[Any], table: object, defects: list[Defect], place: str = "") -> Any | None:
    """An instance of the dataclass ``cls``, or None when anything in ``table`` is wrong."""
    before = len(defects)
    value = _binder(cls)(table, defects, place)
    return None if len(defects) > before else value


def _keys(cls: type[Any]) -> dict[str, tuple[Field[Any], Any]]:
    """The keys of a table, each with its definition and resolved type."""
    hints = typing.get_type_hints(cls)
    return {f.name: (f, hints[f.name]) for f in fields(cls) if not f.metadata.get("derived")}


_binders: dict[Any, _Binder] = {}


def _binder(hint: Any) -> _Binder:
    """What binds values of a type: hints are looked into once, not with every value."""
    if hint not in _binders:
        _binders[hint] = _new_binder(hint)
    return _binders[hint]


def _new_binder(hint: Any) -> _Binder:
    origin = typing.get_origin(hint)
    if origin in (Union, types.UnionType):
        return _binder(next(arg for arg in typing.get_args(hint) if arg is not type(None)))
    if origin is tuple:
        return _list_binder(typing.get_args(hint)[0])
    if origin is dict:
        return _mapping_binder(typing.get_args(hint)[1])
    if hint is Check:
        return _bind_check
    if is_dataclass(hint):
        return _table_binder(typing.cast(type[Any], hint))
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _choice_binder(hint)
    return _scalar_binder(hint)


def _bind_check(table: Any, defects: list[Defect], place: _Place) -> Any:
    if not isinstance(table, dict):
        return _fail(defects, place, "这里应是一组“键 = 值”")
    kind = table.get("kind")
    if not isinstance(kind, str) or kind not in CHECK_KINDS:
        known = "、".join(CHECK_KINDS)
        return _fail(defects, _key(place, "kind"), f"没有“{kind}”这种规则；可用：{known}")
    rest = {key: value for key, value in table.items() if key != "kind"}
    return _binder(CHECK_KINDS[kind])(rest, defects, place)


def _table_binder(cls: type[Any]) -> _Binder:
    keys = _keys(cls)
    # Asked for with the first value: a type may hold values of its own type.
    binders: dict[str, _Binder] = {}

    def bind_table(table: Any, defects: list[Defect], place: _Place) -> Any:
        if not isinstance(table, dict):
            return _fail(defects, place, "这里应是一组“键 = 值”")
        for unknown in table.keys() - keys.keys():
            _fail(defects, _key(place, unknown), f"不认识的键；可用：{'、'.join(keys)}")
        if not binders:
            binders.update({name: _binder(hint) for name, (_, hint) in keys.items()})
        bound = {
            name: bind_value(table[name], defects, _key(place, name))
            for name, bind_value in binders.items()
            if name in table
        }
        for name, (definition, _) in keys.items():
            if name not in table and _is_mandatory(definition):
                missing = f"缺少这个键（{definition.metadata['doc']}）"
                return _fail(defects, _key(place, name), missing)
        return _FAILED if _FAILED in bound.values() else cls(**bound)

    return bind_table


def _is_mandatory(definition: Field[Any]) -> bool:
    return definition.default is MISSING and definition.default_factory is MISSING


def _list_binder(hint: Any) -> _Binder:
    bind_item = _binder(hint)

    def bind_list(value: Any, defects: list[Defect], place: _Place) -> Any:
        if not isinstance(value, list):
            return _fail(defects, place, "这里应是一个列表 […]")
        items = tuple(
            bind_item(item, defects, (place, f"[{number}]")) for number, item in enumerate(value, 1)
        )
        return _FAILED if any(item is _FAILED for item in items) else items

    return bind_list


def _mapping_binder(hint: Any) -> _Binder:
    bind_item = _binder(hint)

    def bind_mapping(value: Any, defects: list[Defect], place: _Place) -> Any:
        if not isinstance(value, dict):
            return _fail(defects, place, "这里应是一组“键 = 值”")
        items = {key: bind_item(item, defects, _key(place, key)) for key, item in value.items()}
        return _FAILED if any(item is _FAILED for item in items.values()) else items

    return bind_mapping


def _scalar_binder(hint: Any) -> _Binder:
    def bind_scalar(value: Any, defects: list[Defect], place: _Place) -> Any:
        if type(value) is hint:
            return value
        if hint is Decimal and isinstance(value, int) and not isinstance(value, bool):
            return Decimal(value)
        return _fail(defects, place, f"应是{_TYPE_NAMES[hint]}，写的是 {value!r}")

    return bind_scalar


def _choice_binder(hint: type[StrEnum]) -> _Binder:
    choices = {choice.value: choice for choice in hint}

    def bind_choice(value: Any, defects: list[Defect], place: _Place) -> Any:
        if isinstance(value, str) and value in choices:
            return choices[value]
        return _fail(defects, place, f"没有“{value}”这个选项；可用：{'、'.join(hint)}")

    return bind_choice


def _key(place: _Place, key: str) -> _Place:
    return (place, f".{key}")


def _written(place: _Place) -> str:
    """``rows[3].cells[1]``."""
    if isinstance(place, str):
        return place
    holder, part = place
    return (_written(holder) + part).removeprefix(".")


def _fail(defects: list[Defect], place: _Place, sentence: str) -> Any:
    defects.append(Defect(_written(place), sentence))
    return _FAILED


def json_schema(cls: type[Any], title: str) -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of the files that :func:`bind` accepts for ``cls``."""
    definitions: dict[str, Any] = {}
    root = _schema_ref(cls, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **root,
        "$defs": dict(sorted(definitions.items())),
    }


def _schema_ref(cls: type[Any], definitions: dict[str, Any]) -> dict[str, Any]:
    if cls.__name__ not in definitions:
        definitions[cls.__name__] = {}
        definitions[cls.__name__] = (
            _check_schema(definitions) if cls is Check else _object_schema(cls, definitions)
        )
    return {"$ref": f"#/$defs/{cls.__name__}"}


def _check_schema(definitions: dict[str, Any]) -> dict[str, Any]:
    branches = []
    for kind, cls in CHECK_KINDS.items():
        branch = _object_schema(cls, definitions)
        branch["properties"] = {"kind": {"const": kind}, **branch["properties"]}
        branch["required"] = ["kind", *branch["required"]]
        branch["description"] = (cls.__doc__ or "").strip()
        branches.append(branch)
    return {"oneOf": branches}


def _object_schema(cls: type[Any], definitions: dict[str, Any]) -> dict[str, Any]:
    keys = _keys(cls)
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            name: {**_hint_schema(hint, definitions), "description": f.metadata["doc"]}
            for name, (f, hint) in keys.items()
        },
        "required": [name for name, (f, _) in keys.items() if _is_mandatory(f)],
    }


def _hint_schema(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    origin = typing.get_origin(hint)
    if origin in (Union, types.UnionType):
        inner = next(arg for arg in typing.get_args(hint) if arg is not type(None))
        return _hint_schema(inner, definitions)
    if origin is tuple:
        return {"type": "array", "items": _hint_schema(typing.get_args(hint)[0], definitions)}
    if origin is dict:
        values = _hint_schema(typing.get_args(hint)[1], definitions)
        return {"type": "object", "additionalProperties": values}
    if is_dataclass(hint):
        return _schema_ref(typing.cast(type[Any], hint), definitions)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return {"enum": [str(choice) for choice in hint]}
    return {"type": {str: "string", int: "integer", bool: "boolean", Decimal: "number"}[hint]}
