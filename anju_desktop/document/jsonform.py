"""Documents as JSON files: typed text only, strictly read, stable to write.

``{"format", "edition", "edition_sha256", "unit", "period", "fields", "groups", "facts",
"explanations"}``. Absent means blank; numbers are strings, so nothing is ever rounded. Format 2
adds ``version``; it is written only for a form that has been final, so that other forms can still
be read by a program that knows format 1.
"""

import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from anju_desktop.document.changes import (
    CellRef,
    Edit,
    Explanation,
    ExplanationChanged,
    FactChanged,
    FieldChanged,
    Row,
    RowInserted,
    VersionChanged,
)
from anju_desktop.document.document import MAX_ROWS, Document
from anju_desktop.document.version import Version
from anju_desktop.errors import DocumentError
from anju_desktop.files import system_path, why_unreadable
from anju_desktop.forms.definition import Edition

FORMAT, FORMAT_WITH_VERSION = 1, 2
MAX_BYTES = 8_000_000
MAX_CELL = 100_000
"""Longest text kept in one cell, in characters."""

_KEYS = {
    "format": int,
    "edition": str,
    "edition_sha256": str,
    "unit": str,
    "period": str,
    "fields": dict,
    "groups": dict,
    "facts": dict,
    "explanations": list,
    "version": dict,
}
_VERSION_KEYS = {"revision": int, "earlier": list, "code": str, "time": str, "person": str}
_CODE = re.compile("[0-9A-Z]{16}")
_EXPLANATION_KEYS = ("rule", "written", "expected", "text", "edition", "person", "time")


class _Bad(ValueError):
    """A defect found while reading; becomes a DocumentError with the file's name."""


def dump(document: Document) -> dict[str, Any]:
    """The document as JSON data, in the order of the edition whatever the order of filling."""
    edition, version = document.edition, document.version
    content = {
        "format": FORMAT,
        "edition": edition.id,
        # A final form stays what it was made final with, whatever is installed since.
        "edition_sha256": version.edition_sha256 or edition.sha256,
        "unit": document.unit,
        "period": document.period,
        "fields": _ordered(document.fields(), (field.id for field in edition.fields)),
        "groups": {group.id: _dump_rows(document, group.id) for group in edition.groups},
        "facts": _ordered(document.facts(), (fact.id for fact in edition.facts)),
        "explanations": [_dump_explanation(e) for e in sorted(document.explanations(), key=_place)],
    }
    if version == Version():
        return content
    return content | {"format": FORMAT_WITH_VERSION, "version": _dump_version(version)}


def _dump_version(version: Version) -> dict[str, Any]:
    return {
        "revision": version.revision,
        "earlier": list(version.earlier),
        "code": version.code,
        "time": version.time,
        "person": version.person,
    }


def dump_bytes(document: Document) -> bytes:
    """The file: UTF-8, readable, the same bytes for the same content."""
    text = json.dumps(dump(document), ensure_ascii=False, indent=1)
    # A lone surrogate cannot be UTF-8; written as \\udXXX it survives the round trip.
    return (escape_surrogates(text) + "\n").encode("utf-8")


def escape_surrogates(text: str) -> str:
    """JSON text with lone surrogates written as escapes, so that it can be encoded."""
    if text.isascii() or _is_encodable(text):
        return text
    return "".join(f"\\u{ord(c):04x}" if "\ud800" <= c <= "\udfff" else c for c in text)


def _is_encodable(text: str) -> bool:
    """Asked of the encoder, which looks at a whole file in the time of a few characters here."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _ordered(texts: dict[str, str], order: Iterable[str]) -> dict[str, str]:
    known = {key: texts[key] for key in order if key in texts}
    return known | {key: texts[key] for key in sorted(texts.keys() - known.keys())}


def _place(explanation: Explanation) -> tuple[str, str, str, str]:
    return (*explanation.cell, explanation.rule)


def _dump_rows(document: Document, group: str) -> list[dict[str, Any]]:
    rows = [document.row(group, row_id) for row_id in document.row_ids(group)]
    columns = [column.id for column in document.edition.find_group(group).columns]
    return [
        {
            "row_id": row.row_id,
            "category": row.category,
            "cells": _ordered(dict(row.cells), columns),
        }
        for row in rows
    ]


def _dump_explanation(explanation: Explanation) -> dict[str, Any]:
    cell = explanation.cell
    return {
        "cell": {"group": cell.group, "row_id": cell.row, "field": cell.field},
        **{key: getattr(explanation, key) for key in _EXPLANATION_KEYS},
    }


def load_file(path: Path, find_edition: Callable[[str], Edition]) -> Document:
    """Read a document file; every failure is a :class:`DocumentError` that names the file."""
    try:
        with system_path(path).open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise DocumentError(f"打不开“{path.name}”：{why_unreadable(path, error)}") from error
    return load_bytes(data, path.name, find_edition)


def load_bytes(data: bytes, name: str, find_edition: Callable[[str], Edition]) -> Document:
    """The document in ``data``; ``name`` is used in messages."""
    try:
        return _load(_parse(data), find_edition)
    except _Bad as bad:
        raise _told(name, bad) from bad


def parse_bytes(data: bytes, name: str) -> dict[str, Any]:
    """The JSON data of a document whose edition need not be installed: of the right shape, with
    texts only, but for all one knows with columns that no edition has."""
    try:
        content = _parse(data)
        _check_shape(content)
        _check_texts(content)
        version_of(content)
    except _Bad as bad:
        raise _told(name, bad) from bad
    return content


def _told(name: str, bad: _Bad) -> DocumentError:
    return DocumentError(f"“{name}”不是完好的填报文件：{bad}请改正这一处，或从安居填报重新导出。")


def _parse(data: bytes) -> dict[str, Any]:
    if len(data) > MAX_BYTES:
        raise _Bad(f"超过 {MAX_BYTES // 1_000_000} MB，填报文件不会这么大。")
    try:
        content = json.loads(
            data.decode("utf-8-sig"),
            object_pairs_hook=_no_duplicates,
            parse_float=_refuse_number,
            parse_constant=_refuse_number,
            parse_int=_small_int,
        )
    except UnicodeDecodeError as error:
        raise _Bad(f"第 {error.start} 字节起不是 UTF-8 文字，文件可能已损坏。") from error
    except json.JSONDecodeError as error:
        raise _Bad(f"第 {error.lineno} 行第 {error.colno} 字不合 JSON 写法。") from error
    except RecursionError as error:
        raise _Bad("嵌套过深。") from error
    if not isinstance(content, dict):
        raise _Bad("最外层应是一组“键: 值”。")
    return content


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    if len(set(keys)) < len(keys):
        twice = next(key for key in keys if keys.count(key) > 1)
        raise _Bad(f"键“{twice}”写了两次。")
    return dict(pairs)


def _refuse_number(text: str) -> Any:
    raise _Bad(f"数字应写成文字（加引号），写的是 {text[:20]}。")


def _small_int(text: str) -> int:
    return int(text) if len(text) < 10 else _refuse_number(text)


def _load(content: dict[str, Any], find_edition: Callable[[str], Edition]) -> Document:
    _check_shape(content)
    edition = find_edition(content["edition"])
    document = Document(edition, content["unit"], content["period"])
    for field, text in _texts(content["fields"], "fields").items():
        _field(edition, field)
        document.apply(Edit("读入", (FieldChanged(CellRef(field), None, text),)))
    for group, rows in content["groups"].items():
        _load_rows(document, group, rows)
    for fact, text in _texts(content.get("facts", {}), "facts").items():
        document.apply(Edit("读入", (FactChanged(fact, None, text),)))
    for number, item in enumerate(content.get("explanations", [])):
        _load_explanation(document, item, f"explanations[{number}]")
    version = version_of(content)
    if version != document.version:
        document.apply(Edit("读入", (VersionChanged(document.version, version),)))
    return document


def version_of(content: dict[str, Any]) -> Version:
    """The version that :func:`parse_bytes` has found to be well written."""
    item = content.get("version")
    if item is None:
        return Version()
    for key, kind in _VERSION_KEYS.items():
        if type(item.get(key)) is not kind or len(item) != len(_VERSION_KEYS):
            raise _Bad(f"“version”应有 {'、'.join(_VERSION_KEYS)}，“{key}”写得不对。")
    codes = [*item["earlier"], *filter(None, [item["code"]])]
    if not all(isinstance(code, str) and _CODE.fullmatch(code) for code in codes):
        raise _Bad("“version”里有写得不对的校验码。")
    if item["revision"] != len(item["earlier"]):
        raise _Bad("“version”里的修订次数与作废的校验码个数不符。")
    if not item["code"]:
        return Version(tuple(item["earlier"]))
    if not content.get("edition_sha256"):
        raise _Bad("已定稿，却没有写“edition_sha256”。")
    texts = _texts({key: item[key] for key in ("code", "time", "person")}, "version")
    return Version(tuple(item["earlier"]), edition_sha256=content["edition_sha256"], **texts)


def _check_shape(content: dict[str, Any]) -> None:
    for key, value in content.items():
        if key not in _KEYS:
            raise _Bad(f"不认识的键“{key}”。")
        if type(value) is not _KEYS[key]:
            raise _Bad(f"“{key}”的写法不对。")
    for key in ("format", "edition", "unit", "period", "fields", "groups"):
        if key not in content:
            raise _Bad(f"缺少“{key}”。")
    if content["format"] not in (FORMAT, FORMAT_WITH_VERSION):
        raise _Bad(
            f"格式版本是 {content['format']}，本程序只认识到 {FORMAT_WITH_VERSION}，请升级程序。"
        )
    if "version" in content and content["format"] == FORMAT:
        raise _Bad(f"“version”只能写在格式 {FORMAT_WITH_VERSION} 里，写了格式 {FORMAT}。")


def _check_texts(content: dict[str, Any]) -> None:
    _texts(content["fields"], "fields")
    _texts(content.get("facts", {}), "facts")
    lists = {f"groups.{group}": (rows, "cells") for group, rows in content["groups"].items()}
    lists["explanations"] = (content.get("explanations", []), "cell")
    for where, (items, inner) in lists.items():
        if not isinstance(items, list):
            raise _Bad(f"“{where}”应是列表。")
        for number, item in enumerate(items):
            if not isinstance(item, dict):
                raise _Bad(f"“{where}[{number}]”的写法不对。")
            _texts({k: v for k, v in item.items() if k != inner}, f"{where}[{number}]")
            _texts(item.get(inner, {}), f"{where}[{number}].{inner}")


def _texts(table: object, where: str) -> dict[str, str]:
    if not isinstance(table, dict):
        raise _Bad(f"“{where}”应是一组“键: 值”。")
    for key, text in table.items():
        if not isinstance(text, str):
            raise _Bad(f"“{where}.{key}”应是文字（加引号）。")
        if len(text) > MAX_CELL:
            raise _Bad(f"“{where}.{key}”有 {len(text)} 字，一格最多 {MAX_CELL} 字。")
    return table


def _field(edition: Edition, field: str) -> None:
    if all(known.id != field for known in edition.fields):
        raise _Bad(f"表“{edition.title}”没有“{field}”这个栏目。")


def _load_rows(document: Document, group: str, rows: object) -> None:
    if all(known.id != group for known in document.edition.groups):
        raise _Bad(f"表“{document.edition.title}”没有“{group}”这个组。")
    if not isinstance(rows, list) or len(rows) > MAX_ROWS:
        raise _Bad(f"“groups.{group}”应是不超过 {MAX_ROWS} 行的列表。")
    loaded = [_load_row(document.edition, group, row, n) for n, row in enumerate(rows)]
    ids = [row.row_id for row in loaded]
    if len(set(ids)) < len(ids):
        raise _Bad(f"“groups.{group}”里有两行用了同一个 row_id。")
    changes = tuple(RowInserted(group, index, row) for index, row in enumerate(loaded))
    document.apply(Edit("读入", changes))


def _load_row(edition: Edition, group_id: str, row: object, number: int) -> Row:
    where = f"groups.{group_id}[{number}]"
    if not isinstance(row, dict) or not row.keys() <= {"row_id", "category", "cells"}:
        raise _Bad(f"“{where}”应只有 row_id、category、cells。")
    row_id, category = row.get("row_id"), row.get("category", "")
    if not isinstance(row_id, str) or not row_id or not isinstance(category, str):
        raise _Bad(f"“{where}”的 row_id 和 category 应是文字。")
    group = edition.find_group(group_id)
    if category not in {c.id for c in group.categories} and (category or group.categories):
        raise _Bad(f"“{where}”的类别“{category}”在表式里没有。")
    cells = _texts(row.get("cells", {}), f"{where}.cells")
    for unknown in cells.keys() - {column.id for column in group.columns}:
        raise _Bad(f"“{where}.cells”里的“{unknown}”在表式里没有。")
    return Row(row_id, category, tuple(cells.items()))


def _load_explanation(document: Document, item: object, where: str) -> None:
    if not isinstance(item, dict) or not item.keys() <= {*_EXPLANATION_KEYS, "cell"}:
        raise _Bad(f"“{where}”的写法不对。")
    texts = _texts({k: v for k, v in item.items() if k != "cell"}, where)
    cell = _texts(item.get("cell", {}), f"{where}.cell")
    ref = CellRef(cell.get("field", ""), cell.get("group", ""), cell.get("row_id", ""))
    explanation = Explanation(cell=ref, **{key: texts.get(key, "") for key in _EXPLANATION_KEYS})
    change = ExplanationChanged(explanation.rule, ref, None, explanation)
    document.apply(Edit("读入", (change,)))
