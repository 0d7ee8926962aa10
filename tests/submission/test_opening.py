"""Whatever file is handed over: its documents, or one sentence that names the file."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anju_desktop.assets import resource
from anju_desktop.errors import AnjuError
from anju_desktop.forms.library import Library
from anju_desktop.render import faces
from anju_desktop.submission.opening import open_documents, open_named

LIBRARY = Library()
EXAMPLE = resource("examples", "karamay-2024-allocation.json")
GOOD = EXAMPLE.read_text(encoding="utf-8")


def refusal(path: Path) -> str:
    with pytest.raises(AnjuError) as caught:
        open_documents(path, LIBRARY.get)
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert sentence.endswith("。")
    return sentence


def test_a_document_is_opened() -> None:
    (document,) = open_documents(EXAMPLE, LIBRARY.get)
    assert document.title() == "资金分配表"


def test_a_mark_at_the_start_is_accepted(tmp_path: Path) -> None:
    path = tmp_path / "有标记.json"
    path.write_bytes(b"\xef\xbb\xbf" + EXAMPLE.read_bytes())
    assert len(open_documents(path, LIBRARY.get)) == 1


def test_a_package_gives_all_its_forms_and_where_they_lie(
    karamay: tuple[str, bytes], tmp_path: Path
) -> None:
    path = tmp_path / "包.zip"
    path.write_bytes(karamay[1])
    named = open_named(path, LIBRARY.get)
    assert [document.edition.name for _, document in named] == ["资金分配表", *["绩效目标表"] * 4]
    assert named[0][0] == f"{path}/data/01_资金分配表/数据.json"


def test_a_damaged_package_is_refused_with_the_member(
    karamay: tuple[str, bytes], tmp_path: Path
) -> None:
    path = tmp_path / "坏包.zip"
    path.write_bytes(karamay[1].replace(b"17.28", b"17.29", 1))
    sentence = refusal(path)
    assert "坏包.zip" in sentence
    assert "的内容已损坏" in sentence


def test_a_filled_spreadsheet_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(faces.xlsx(open_documents(EXAMPLE, LIBRARY.get)))
    assert refusal(path).startswith("“表.xlsx”是电子表格")


def test_a_word_report_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "报告.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "")
        archive.writestr("word/document.xml", "")
    assert refusal(path).startswith("“报告.docx”是 Word 文档")


def plain_zip() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("照片.jpg", b"\xff\xd8")
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "空文件"),
        (b" \n", "空文件"),
        (b"%PDF-1.7\n", "是 PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "电子表格"),
        (b"Rar!\x1a\x07\x01\x00", "RAR"),
        (plain_zip(), "不是上报包"),
        (b"PK\x03\x04", "不完整"),
        (bytes(range(256)) * 10, "UTF-8"),
        (GOOD.encode("utf-16"), "UTF-8"),
        (GOOD.encode("gbk"), "UTF-8"),
        (GOOD[:-40].encode(), "JSON"),
        (b"[" * 100_000 + b"]" * 100_000, "嵌套过深"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "嵌套过深"),
        (b'{"format": 1, "format": 1}', "写了两次"),
        (GOOD.replace('"6276"', "NaN").encode(), "NaN"),
        (GOOD.replace('"6276"', "6276.0").encode(), "6276.0"),
        (GOOD.replace('"6276"', "9" * 5_000).encode(), "999"),
        (GOOD.replace('"6276"', "null").encode(), "total_amount"),
        (b'"' + b"x" * 8_000_001 + b'"', "超过 8 MB"),
        (b"null", "最外层"),
        (GOOD.replace("karamay-2024-allocation", "../karamay").encode(), "没有安装"),
    ],
)
def test_what_is_no_document_is_refused_with_the_reason(
    tmp_path: Path, data: bytes, reason: str
) -> None:
    path = tmp_path / "某文件.json"
    path.write_bytes(data)
    assert reason in refusal(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert "没有这个文件" in refusal(tmp_path / "无.json")
    assert "文件夹" in refusal(tmp_path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=200))
def test_random_bytes_are_refused_in_one_sentence(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(data)
    refusal(path)
