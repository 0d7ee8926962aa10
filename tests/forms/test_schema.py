"""The shipped JSON Schema says what the loader accepts."""

import json
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from anju_desktop.assets import resource
from anju_desktop.forms.schema import edition_schema

SHIPPED = resource("forms", "schema", "form-edition.schema.json")
EDITIONS = sorted(resource("forms").glob("*.toml"))
VALIDATOR = Draft202012Validator(json.loads(edition_schema()))


def table(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)


def complaints(content: dict[str, Any]) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(content)]


def test_the_shipped_schema_is_the_one_the_classes_give() -> None:
    # After a change: anju forms schema > resources/forms/schema/form-edition.schema.json
    assert SHIPPED.read_text(encoding="utf-8") == edition_schema()


def test_the_schema_is_itself_sound() -> None:
    Draft202012Validator.check_schema(json.loads(edition_schema()))


@pytest.mark.parametrize("path", EDITIONS, ids=lambda path: path.stem)
def test_every_shipped_edition_fits_the_schema(path: Path) -> None:
    assert complaints(table(path)) == []


def test_an_unknown_key_does_not_fit() -> None:
    assert "colour" in complaints(table(EDITIONS[0]) | {"colour": "red"})[0]


def test_a_missing_key_does_not_fit() -> None:
    content = table(EDITIONS[0])
    del content["paper"]
    assert "paper" in complaints(content)[0]


@pytest.mark.parametrize(
    ("key", "value"), [("year", "2024"), ("year", 2024.5), ("rows", {}), ("title", 3)]
)
def test_a_value_of_another_type_does_not_fit(key: str, value: object) -> None:
    assert complaints(table(EDITIONS[0]) | {key: value})


def test_a_check_of_no_known_kind_does_not_fit() -> None:
    check = {"id": "c", "kind": "magic", "level": "error"}
    assert complaints(table(EDITIONS[0]) | {"checks": [check]})


def every_key(schema: object) -> list[tuple[str, dict[str, Any]]]:
    if isinstance(schema, list):
        return [found for item in schema for found in every_key(item)]
    if not isinstance(schema, dict):
        return []
    own = list(schema.get("properties", {}).items())
    return own + [found for item in schema.values() for found in every_key(item)]


def test_every_key_is_explained_to_authors_of_forms() -> None:
    bare = [
        name
        for name, schema in every_key(json.loads(edition_schema()))
        if "const" not in schema and not schema.get("description")
    ]
    assert bare == []
