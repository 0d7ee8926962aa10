"""A document file from anywhere is read strictly and refused in one sentence."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju_desktop.assets import resource
from anju_desktop.document import jsonform
from anju_desktop.errors import DocumentError
from anju_desktop.forms.library import Library

LIBRARY = Library()
EXAMPLES = sorted(resource("examples").glob("*.json"))


def load(data: bytes) -> None:
    jsonform.load_bytes(data, "表.json", LIBRARY.get)


def example() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(
        resource("examples", "karamay-2024-rent-subsidy.json").read_text(encoding="utf-8")
    )
    return content


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_every_example_reads_and_writes_back_byte_for_byte(path: Path) -> None:
    document = jsonform.load_file(path, LIBRARY.get)
    assert jsonform.dump_bytes(document) == path.read_bytes()


def changed(**keys: Any) -> bytes:
    return json.dumps(example() | keys).encode()


def version(**keys: Any) -> dict[str, Any]:
    final = {"revision": 0, "earlier": [], "code": "0" * 16, "time": "", "person": ""}
    return final | keys


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "第 1 行"),
        (b"\xff\xfe{}", "UTF-8"),
        (b"[]", "最外层"),
        (b"[" * 100_000, "嵌套"),
        (b'{"unit": "a", "unit": "b"}', "写了两次"),
        (b'{"format": NaN}', "NaN"),
        (b'{"format": 1e400}', "1e400"),
        (b'{"format": ' + b"9" * 5000 + b"}", "加引号"),
        (b" " * (jsonform.MAX_BYTES + 1), "MB"),
        (changed(format=3), "请升级程序"),
        (changed(version={}), "version"),
        (changed(format=2, version=version(revision="1")), "revision"),
        (changed(format=2, version=version(revision=1)), "修订次数"),
        (changed(format=2, version=version(code="VYX6")), "校验码"),
        (changed(format=2, version=version(earlier=[5], revision=1)), "校验码"),
        (changed(format=2, version=version(colour="red")), "version"),
        (changed(version=version()), "格式 2"),
        (changed(format=2, version=version(), edition_sha256=""), "edition_sha256"),
        (changed(colour="red"), "colour"),
        (changed(edition="../../etc/passwd"), "没有安装表式"),
        (changed(unit=5), "unit"),
        (changed(fields={"goal": 5}), "fields.goal"),
        (changed(fields={"no_such": "x"}), "no_such"),
        (changed(fields={"goal": "长" * (jsonform.MAX_CELL + 1)}), "一格最多"),
        (changed(groups={"no_such": []}), "no_such"),
        (changed(groups={"indicators": [{"row_id": "a", "category": "nowhere"}]}), "nowhere"),
        (changed(groups={"indicators": [{"row_id": "a", "category": "quality"}] * 2}), "row_id"),
        (changed(groups={"indicators": [{"row_id": ""}]}), "row_id"),
        (changed(explanations=[5]), "explanations[0]"),
    ],
)
def test_a_bad_file_is_refused_with_its_name_and_the_reason(data: bytes, word: str) -> None:
    with pytest.raises(DocumentError) as caught:
        load(data)
    assert word in str(caught.value)


@given(st.binary(max_size=200))
def test_no_bytes_whatever_crash_the_reader(data: bytes) -> None:
    with pytest.raises(DocumentError):
        load(data)


def test_a_folder_and_a_missing_file_are_refused_in_words(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.json"):
        with pytest.raises(DocumentError, match="打不开"):
            jsonform.load_file(path, LIBRARY.get)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_every_example_names_the_edition_as_it_is_now(path: Path) -> None:
    content = json.loads(path.read_text(encoding="utf-8"))
    assert content["edition_sha256"] == LIBRARY.get(content["edition"]).sha256


def test_a_form_that_was_never_final_is_written_as_older_programs_read_it() -> None:
    document = jsonform.load_bytes(json.dumps(example()).encode(), "表.json", LIBRARY.get)
    assert jsonform.dump(document)["format"] == 1
    assert "version" not in jsonform.dump(document)


def test_version_and_code_survive_the_file_and_freeze_what_is_read() -> None:
    document = jsonform.load_bytes(json.dumps(example()).encode(), "表.json", LIBRARY.get)
    document.finalize("0" * 16, "2026-11-20T10:00:00+08:00", "甲")
    document.reopen()
    document.finalize("1" * 16)
    data = jsonform.dump_bytes(document)
    again = jsonform.load_bytes(data, "表.json", LIBRARY.get)
    assert again.version == document.version
    assert (again.version.words, again.is_final) == ("修订1", True)
    assert jsonform.dump_bytes(again) == data


def test_a_final_form_keeps_the_edition_it_was_made_final_with() -> None:
    content = example() | {"format": 2, "version": version(), "edition_sha256": "f" * 64}
    data = json.dumps(content).encode()
    document = jsonform.load_bytes(data, "表.json", LIBRARY.get)
    assert jsonform.dump(document)["edition_sha256"] == "f" * 64


def test_the_data_of_a_form_can_be_read_without_its_edition() -> None:
    content = example() | {"edition": "nobody-has-this"}
    assert jsonform.parse_bytes(json.dumps(content).encode(), "表.json") == content
    wrong: list[dict[str, Any]] = [
        {"format": 2, "version": {}},
        {"fields": {"goal": {"deep": {}}}},
        {"facts": {"a": 1}},
        {"groups": {"indicators": "x"}},
        {"groups": {"indicators": [5]}},
        {"groups": {"indicators": [{"row_id": "r1", "cells": {"a": ["b"]}}]}},
        {"explanations": [{"rule": "r", "cell": {"field": None}}]},
    ]
    for keys in wrong:
        with pytest.raises(DocumentError, match=r"表\.json"):
            jsonform.parse_bytes(changed(**keys), "表.json")
