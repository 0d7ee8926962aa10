"""Edits as JSON for the append-only journal, and back."""

import json
from typing import Any

from anju_desktop.document.changes import (
    CellRef,
    Change,
    Edit,
    Explanation,
    ExplanationChanged,
    FactChanged,
    FieldChanged,
    Row,
    RowInserted,
    RowMoved,
    RowRemoved,
    VersionChanged,
)
from anju_desktop.document.version import Version

_VERSION_TEXTS = ("code", "edition_sha256", "time", "person")
_EXPLANATION_TEXTS = ("written", "expected", "text", "edition", "person", "time")


def dump_changes(changes: tuple[Change, ...]) -> str:
    """JSON; a lone surrogate stays itself, so the text may need :func:`texts.to_sql`."""
    items = [_dump(change) for change in changes]
    return json.dumps(items, ensure_ascii=False, separators=(",", ":"))


def load_changes(text: str) -> tuple[Change, ...]:
    return tuple(_load(item) for item in json.loads(text))


def whole(
    fields: dict[str, str],
    rows: dict[str, list[Row]],
    facts: dict[str, str],
    explanations: tuple[Explanation, ...],
    version: Version,
    label: str,
) -> Edit:
    """The edit that builds this content in an empty form."""
    changes: list[Change] = [FieldChanged(CellRef(f), None, text) for f, text in fields.items()]
    for group, members in rows.items():
        changes.extend(RowInserted(group, index, row) for index, row in enumerate(members))
    changes.extend(FactChanged(fact, None, text) for fact, text in facts.items())
    changes.extend(ExplanationChanged(e.rule, e.cell, None, e) for e in explanations)
    if version != Version():
        changes.append(VersionChanged(Version(), version))
    return Edit(label, tuple(changes))


def _dump(change: Change) -> dict[str, Any]:
    match change:
        case FieldChanged(ref, before, after):
            return {"kind": "cell", **_dump_ref(ref), "before": before, "after": after}
        case RowInserted(group, index, row):
            return {"kind": "row inserted", "group": group, "index": index, **_dump_row(row)}
        case RowRemoved(group, index, row):
            return {"kind": "row removed", "group": group, "index": index, **_dump_row(row)}
        case RowMoved(group, before_index, after_index):
            return {"kind": "row moved", "group": group, "from": before_index, "to": after_index}
        case FactChanged(fact, before, after):
            return {"kind": "fact", "fact": fact, "before": before, "after": after}
        case ExplanationChanged(rule, cell, old, new):
            texts = {"before": _dump_explanation(old), "after": _dump_explanation(new)}
            return {"kind": "explanation", "rule": rule, **_dump_ref(cell), **texts}
        case VersionChanged(earlier, later):
            versions = {"before": _dump_version(earlier), "after": _dump_version(later)}
            return {"kind": "version", **versions}


def _load(item: dict[str, Any]) -> Change:
    match item["kind"]:
        case "cell":
            return FieldChanged(_load_ref(item), item["before"], item["after"])
        case "row inserted":
            return RowInserted(item["group"], item["index"], _load_row(item))
        case "row removed":
            return RowRemoved(item["group"], item["index"], _load_row(item))
        case "row moved":
            return RowMoved(item["group"], item["from"], item["to"])
        case "fact":
            return FactChanged(item["fact"], item["before"], item["after"])
        case "explanation":
            rule, ref = item["rule"], _load_ref(item)
            before = _load_explanation(rule, ref, item["before"])
            return ExplanationChanged(
                rule, ref, before, _load_explanation(rule, ref, item["after"])
            )
        case "version":
            return VersionChanged(_load_version(item["before"]), _load_version(item["after"]))
    raise ValueError(item["kind"])


def _dump_ref(ref: CellRef) -> dict[str, str]:
    return {"group": ref.group, "row": ref.row, "field": ref.field}


def _load_ref(item: dict[str, Any]) -> CellRef:
    return CellRef(item["field"], item["group"], item["row"])


def _dump_row(row: Row) -> dict[str, Any]:
    return {"row": row.row_id, "category": row.category, "cells": dict(row.cells)}


def _load_row(item: dict[str, Any]) -> Row:
    return Row(item["row"], item["category"], tuple(item["cells"].items()))


def _dump_explanation(explanation: Explanation | None) -> dict[str, str] | None:
    if explanation is None:
        return None
    return {key: getattr(explanation, key) for key in _EXPLANATION_TEXTS}


def _load_explanation(rule: str, ref: CellRef, texts: dict[str, str] | None) -> Explanation | None:
    return None if texts is None else Explanation(rule, ref, **texts)


def _dump_version(version: Version) -> dict[str, Any]:
    texts = {key: getattr(version, key) for key in _VERSION_TEXTS}
    return {"earlier": list(version.earlier), **texts}


def _load_version(item: dict[str, Any]) -> Version:
    return Version(tuple(item["earlier"]), **{key: item[key] for key in _VERSION_TEXTS})
