"""Plain TOML tables → definition dataclasses, strictly, with every defect collected.

Knows nothing about forms: it reads type hints. Unknown keys, wrong types, missing keys and bad
choices become :class:`Defect` entries with the place written as in the file (``rows[3].cells[1]``).
:func:`json_schema` walks the same hints, so schema and loader cannot disagree.
"""

import types
import typing
from dataclasses import MISSING, Field, fields, is_dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, Union

from anju_desktop.errors import Defect
from anju_desktop.forms.checks import CHECK_KINDS
from anju_desktop.forms.definition import Check

_FAILED = object()
_TYPE_NAMES = {str: "文字", int: "整数", bool: "true 或 false", Decimal: "数"}


def bind(cls: type[Any], table: object, defects: list[Defect], place: str = "") -> Any | None:
    """An instance of the dataclass ``cls``, or None when anything in ``table`` is wrong."""
    before = len(defects)
    value = _bind_dataclass(cls, table, defects, place)
    return None if len(defects) > before else value


_KEYS: dict[type[Any], dict[str, tuple[Field[Any], Any]]] = {}


def _keys(cls: type[Any]) -> dict[str, tuple[Field[Any], Any]]:
    """The keys of a table, each with its definition and resolved type; computed once a class."""
    if cls not in _KEYS:
        _KEYS[cls] = _read_keys(cls)
    return _KEYS[cls]


def _read_keys(cls: type[Any]) -> dict[str, tuple[Field[Any], Any]]:
    hints = typing.get_type_hints(cls)
    return {f.name: (f, hints[f.name]) for f in fields(cls) if not f.metadata.get("derived")}


def _bind_dataclass(cls: type[Any], table: object, defects: list[Defect], place: str) -> Any:
    if not isinstance(table, dict):
        return _fail(defects, place, "这里应是一组“键 = 值”")
    if cls is Check:
        return _bind_check(table, defects, place)
    return _bind_keys(cls, table, defects, place)


def _bind_check(table: dict[str, Any], defects: list[Defect], place: str) -> Any:
    kind = table.get("kind")
    if not isinstance(kind, str) or kind not in CHECK_KINDS:
        known = "、".join(CHECK_KINDS)
        return _fail(defects, _join(place, "kind"), f"没有“{kind}”这种规则；可用：{known}")
    rest = {key: value for key, value in table.items() if key != "kind"}
    return _bind_keys(CHECK_KINDS[kind], rest, defects, place)


def _bind_keys(cls: type[Any], table: dict[str, Any], defects: list[Defect], place: str) -> Any:
    keys = _keys(cls)
    for unknown in table.keys() - keys.keys():
        _fail(defects, _join(place, unknown), f"不认识的键；可用：{'、'.join(keys)}")
    bound = {
        name: _bind_value(hint, table[name], defects, _join(place, name))
        for name, (_, hint) in keys.items()
        if name in table
    }
    for name, (definition, _) in keys.items():
        if name not in table and _is_mandatory(definition):
            _fail(defects, _join(place, name), f"缺少这个键（{definition.metadata['doc']}）")
            return _FAILED
    return _FAILED if _FAILED in bound.values() else cls(**bound)


def _is_mandatory(definition: Field[Any]) -> bool:
    return definition.default is MISSING and definition.default_factory is MISSING


def _bind_value(hint: Any, value: object, defects: list[Defect], place: str) -> Any:
    origin = typing.get_origin(hint)
    if origin in (Union, types.UnionType):
        inner = next(arg for arg in typing.get_args(hint) if arg is not type(None))
        return _bind_value(inner, value, defects, place)
    if origin is tuple:
        return _bind_list(typing.get_args(hint)[0], value, defects, place)
    if origin is dict:
        return _bind_mapping(typing.get_args(hint)[1], value, defects, place)
    if is_dataclass(hint):
        return _bind_dataclass(typing.cast(type[Any], hint), value, defects, place)
    return _bind_scalar(hint, value, defects, place)


def _bind_list(hint: Any, value: object, defects: list[Defect], place: str) -> Any:
    if not isinstance(value, list):
        return _fail(defects, place, "这里应是一个列表 […]")
    items = [
        _bind_value(hint, item, defects, f"{place}[{number}]")
        for number, item in enumerate(value, 1)
    ]
    return _FAILED if any(item is _FAILED for item in items) else tuple(items)


def _bind_mapping(hint: Any, value: object, defects: list[Defect], place: str) -> Any:
    if not isinstance(value, dict):
        return _fail(defects, place, "这里应是一组“键 = 值”")
    items = {k: _bind_value(hint, v, defects, _join(place, k)) for k, v in value.items()}
    return _FAILED if any(item is _FAILED for item in items.values()) else items


def _bind_scalar(hint: Any, value: object, defects: list[Defect], place: str) -> Any:
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _bind_choice(hint, value, defects, place)
    if hint is Decimal and isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Decimal(value)
    if type(value) is hint:
        return value
    return _fail(defects, place, f"应是{_TYPE_NAMES[hint]}，写的是 {value!r}")


def _bind_choice(hint: type[StrEnum], value: object, defects: list[Defect], place: str) -> Any:
    for choice in hint:
        if value == choice.value:
            return choice
    return _fail(defects, place, f"没有“{value}”这个选项；可用：{'、'.join(hint)}")


def _join(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key


def _fail(defects: list[Defect], place: str, sentence: str) -> Any:
    defects.append(Defect(place, sentence))
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
