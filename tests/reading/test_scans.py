"""Scans from outside: whole pictures and PDFs come in, everything else is refused in a sentence."""

import os
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju_desktop.errors import ScanError
from anju_desktop.reading import scans
from anju_desktop.reading.scans import kind_of, read_scan


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int = 2, height: int = 2) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(b"\0\0\0" * 2)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def jpeg(width: int = 2, height: int = 2) -> bytes:
    segment = b"\xff\xe0" + struct.pack(">H", 4) + b"JF"
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\1\x11\0"
    return b"\xff\xd8" + segment + frame + b"\xff\xda\0\2" + b"picture" + b"\xff\xd9"


def pdf(inside: bytes = b"") -> bytes:
    return b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog " + inside + b" >>\nendobj\n%%EOF\n"


def packed(objects: bytes) -> bytes:
    body = zlib.compress(objects)
    return (
        b"%PDF-1.5\n1 0 obj\n<< /Type /ObjStm /Filter /FlateDecode >>\nstream\n"
        + body
        + b"\nendstream\nendobj\n%%EOF\n"
    )


def picture_pdf(body: bytes) -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj\n<< /Type /XObject /Subtype /Image >>\nstream\n"
        + body
        + b"\nendstream\nendobj\n%%EOF\n"
    )


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("pdf", pdf()),
        ("pdf", packed(b"<< /Type /Page >>")),
        ("pdf", picture_pdf(b"/JavaScript /JS")),
        ("jpg", jpeg()),
        ("png", png()),
    ],
)
def test_a_whole_scan_is_known_by_its_content(kind: str, data: bytes) -> None:
    assert kind_of("扫描", data) == kind


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空文件"),
        (b"PK\3\4", "不是 PDF、JPG 或 PNG"),
        (b"MZ" + pdf(), "不是 PDF、JPG 或 PNG"),
        (pdf()[:-7], "结尾缺了"),
        (pdf(b"/OpenAction << /S /JavaScript >>"), "带有脚本"),
        (pdf(b"/OpenAction << /S /J#61vaScript >>"), "带有脚本"),
        (pdf(b"/S /Launch"), "会启动别的程序"),
        (pdf(b"/Names << /EmbeddedFiles 3 0 R >>"), "夹带了附件"),
        (pdf(b"/Encrypt 5 0 R"), "加了密码"),
        (packed(b"<< /S /JavaScript >>"), "带有脚本"),
        (picture_pdf(b"/JS") + pdf(b"/S /JavaScript"), "带有脚本"),
        (packed(b"<< >>") + packed(b"<< /S /JavaScript >>"), "带有脚本"),
        (jpeg()[:20], "不完整"),
        (jpeg()[:-2], "不完整"),
        (jpeg(0, 5), "什么也没有"),
        (jpeg(60000, 2), "大得不合常理"),
        (png()[:-5], "不完整"),
        (png() + b"PK", "夹带了别的内容"),
        (png(100_000, 100_000), "大得不合常理"),
        (png(19_000, 19_000), "大得不合常理"),
        (png().replace(b"IDAT", b"IDAX"), "损坏"),
        (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b""), "损坏"),
    ],
)
def test_what_is_no_whole_scan_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(ScanError, match=words):
        kind_of("扫描.pdf", data)


@given(st.binary(max_size=300), st.sampled_from([b"", b"%PDF-1.4", b"\xff\xd8\xff", png()[:8]]))
def test_no_bytes_do_more_than_be_refused(data: bytes, beginning: bytes) -> None:
    told = "没有附上"
    try:
        kind = kind_of("扫描", beginning + data)
    except ScanError as error:
        kind, told = "", str(error)
    assert kind in {"pdf", "jpg", "png", ""}
    assert "没有附上" in told


@given(st.data())
def test_a_cut_picture_is_never_taken_for_a_whole_one(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from([png(), jpeg(), pdf()]))
    cut = data.draw(st.integers(0, len(whole) - 2))
    with pytest.raises(ScanError):
        kind_of("扫描", whole[:cut])


def test_a_huge_file_is_refused_without_being_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scans, "MAX_BYTES", 1000)
    path = tmp_path / "大.pdf"
    path.write_bytes(pdf(b" " * 5000))
    with pytest.raises(ScanError, match="太大，没有附上：一份最大 20 MB"):
        read_scan(path)


def test_a_file_is_read_with_its_name(tmp_path: Path) -> None:
    path = tmp_path / "盖章页.JPEG"
    path.write_bytes(jpeg())
    scan = read_scan(path)
    assert (scan.name, scan.kind, scan.data) == ("盖章页.JPEG", "jpg", jpeg())


def test_a_bomb_in_a_pdf_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "_MOST_UNPACKED", 10_000)
    with pytest.raises(ScanError, match="多得不合常理"):
        kind_of("扫描.pdf", packed(b" " * 1_000_000))


@pytest.mark.parametrize(
    ("limit", "inside"),
    [("_MOST_NAMES", b"/a" * 20), ("_MOST_PARTS", b"stream\nendstream\n" * 20)],
)
def test_a_pdf_that_would_only_keep_one_waiting_is_refused(
    monkeypatch: pytest.MonkeyPatch, limit: str, inside: bytes
) -> None:
    assert kind_of("扫描.pdf", pdf(inside)) == "pdf"
    monkeypatch.setattr(scans, limit, 10)
    with pytest.raises(ScanError, match="多得不合常理"):
        kind_of("扫描.pdf", pdf(inside))


def test_fillers_before_a_marker_are_passed_over() -> None:
    whole = jpeg()
    assert kind_of("扫描", whole[:2] + b"\xff" * 1000 + whole[2:]) == "jpg"
    with pytest.raises(ScanError, match="不完整"):
        kind_of("扫描", whole[:2] + b"\xff" * 1000)


def test_folders_missing_files_and_pipes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ScanError, match="是文件夹"):
        read_scan(tmp_path)
    with pytest.raises(ScanError, match="没有这个文件"):
        read_scan(tmp_path / "无.pdf")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no pipes among files")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.pdf")
    with pytest.raises(ScanError, match="不是普通的文件"):
        read_scan(tmp_path / "管道.pdf")
