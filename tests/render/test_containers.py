"""A container's bytes depend on its members alone."""

import io
import subprocess
import sys
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest

from anju_desktop.errors import RenderError
from anju_desktop.render import containers
from anju_desktop.render.containers import stored_zip

MEMBERS = [("b.txt", b"second"), ("目录/表一.xlsx", b"\0" * 300), ("空", b"")]


def test_members_come_back_in_the_order_given() -> None:
    with ZipFile(io.BytesIO(stored_zip(MEMBERS))) as archive:
        assert archive.testzip() is None
        assert [(info.filename, archive.read(info)) for info in archive.infolist()] == MEMBERS


def test_members_are_stored_with_fixed_times_and_names_in_utf_8() -> None:
    with ZipFile(io.BytesIO(stored_zip(MEMBERS))) as archive:
        for info in archive.infolist():
            assert info.compress_type == ZIP_STORED
            assert info.date_time == (1980, 1, 1, 0, 0, 0)
            assert info.flag_bits == 0x800
            assert (info.create_system, info.external_attr >> 16) == (3, 0o100644)
            assert not info.extra


def test_bytes_are_written_out() -> None:
    # The directory entry and the header of "a" with content "x", field by field.
    common = "1400 0008 0000 0000 2100 8316dc8c 01000000 01000000 0100 0000"
    header = "504b0304" + common + "61 78"
    entry = "504b0102 1403" + common + "0000 0000 0000 0000a481 00000000 61"
    end = "504b0506 0000 0000 0100 0100 2f000000 20000000 0000"
    assert stored_zip([("a", b"x")]) == bytes.fromhex(header + entry + end)


def test_other_programs_can_open_it(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(stored_zip(MEMBERS))
    command = [sys.executable, "-m", "zipfile", "-t", str(tmp_path / "a.zip")]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0


def test_no_members_make_an_empty_container() -> None:
    with ZipFile(io.BytesIO(stored_zip([]))) as archive:
        assert archive.namelist() == []


def test_a_name_given_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="given twice"):
        stored_zip([("a", b"1"), ("a", b"2")])


def test_what_one_container_cannot_hold_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containers, "_MOST_BYTES", 500)
    with pytest.raises(RenderError, match="一个压缩包装不下"):
        stored_zip([("a", bytes(400)), ("b", bytes(400))])
