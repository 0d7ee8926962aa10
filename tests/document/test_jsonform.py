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
        (changed(format=2), "请升级程序"),
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
