"""A file is written whole or not at all."""

import errno
import io
import os
import stat
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest

from anju_desktop.errors import RenderError
from anju_desktop.files import spelled_for_windows, why_unreadable, write_atomic

OLD, NEW = b"old and whole", b"new content"


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "绩效目标表.xlsx"
    path.write_bytes(OLD)
    return path


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Pauses are noted, not waited for."""
    noted: list[float] = []
    monkeypatch.setattr(time, "sleep", noted.append)
    return noted


def failing(number: int) -> Callable[..., NoReturn]:
    def fail(*_: object, **__: object) -> NoReturn:
        raise OSError(number, os.strerror(number))

    return fail


def assert_old_file_alone(target: Path) -> None:
    assert target.read_bytes() == OLD
    assert [entry.name for entry in target.parent.iterdir()] == [target.name]


def test_new_file_is_written(tmp_path: Path) -> None:
    write_atomic(tmp_path / "新.zip", NEW)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"新.zip": NEW}


def test_old_file_is_replaced(target: Path) -> None:
    write_atomic(target, NEW)
    assert target.read_bytes() == NEW
    assert len(list(target.parent.iterdir())) == 1


def test_content_reaches_the_disk_before_the_name(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    sync, replace = os.fsync, os.replace

    def noted_sync(handle: int) -> None:
        calls.append("sync")
        sync(handle)

    def noted_replace(source: Path, destination: Path) -> None:
        calls.append("move")
        replace(source, destination)

    monkeypatch.setattr(os, "fsync", noted_sync)
    monkeypatch.setattr(os, "replace", noted_replace)
    write_atomic(target, NEW)
    assert calls[:2] == ["sync", "move"]


def test_full_disk_is_said_and_the_old_file_stays(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", failing(errno.ENOSPC))
    with pytest.raises(RenderError, match=r"无法写入“绩效目标表\.xlsx”：磁盘已满"):
        write_atomic(target, NEW)
    assert_old_file_alone(target)


def test_disk_that_fills_up_half_way_is_said(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class HalfWritten(io.FileIO):
        def write(self, data: Any) -> NoReturn:
            super().write(data[: len(data) // 2])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fdopen", lambda handle, mode: HalfWritten(handle, mode))
    with pytest.raises(RenderError, match="磁盘已满"):
        write_atomic(target, NEW)
    assert_old_file_alone(target)


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.EPERM])
def test_read_only_folder_is_said(
    target: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(os, "open", failing(number))
    with pytest.raises(RenderError, match="只读，或没有写入的权限。请另选位置"):
        write_atomic(target, NEW)
    monkeypatch.undo()
    assert_old_file_alone(target)


def test_read_only_file_is_left_alone(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Whoever runs the tests as root may write everything, so the system is not asked.
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(RenderError, match="文件是只读的"):
        write_atomic(target, NEW)
    assert_old_file_alone(target)


def test_folder_in_place_of_the_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with pytest.raises(RenderError, match="无法写入“out”：这是一个文件夹"):
        write_atomic(tmp_path / "out", NEW)
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match=r"没有文件夹“.*没有”。请先建好"):
        write_atomic(tmp_path / "没有" / "a.xlsx", NEW)


def test_file_in_place_of_the_folder_is_said(target: Path) -> None:
    with pytest.raises(RenderError, match="没有文件夹"):
        write_atomic(target / "a.xlsx", NEW)
    assert_old_file_alone(target)


@pytest.mark.parametrize("name", ["a\0b.xlsx", "a\ud800.xlsx"])
def test_name_the_system_cannot_hold_is_said(tmp_path: Path, name: str) -> None:
    with pytest.raises(RenderError, match="文件名里有不能用的字符") as caught:
        write_atomic(tmp_path / name, NEW)
    str(caught.value).encode("utf-8")
    assert not list(tmp_path.iterdir())


def test_overlong_name_is_said(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match="太长"):
        write_atomic(tmp_path / ("长" * 300), NEW)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("CON.xlsx", "“CON”是 Windows 留给设备的名字。请另取文件名。"),
        ("表.", "文件名末尾不能是点或空格。"),
        ("表.xlsx ", "文件名末尾不能是点或空格。"),
        ("甲:乙.xlsx", "文件名里有不能用的字符“:”。"),
        ("甲\ud800.xlsx", "文件名里有不能用的字符。"),
        ("长" * 256, "文件名太长。"),
    ],
)
def test_name_that_windows_would_make_something_else_of_is_refused_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, reason: str
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(RenderError) as caught:
        write_atomic(tmp_path / name, NEW)
    assert reason in str(caught.value)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("path", "spelled"),
    [
        ("C:\\表\\甲.xlsx", "C:\\表\\甲.xlsx"),
        ("C:\\表\\CON", "\\\\?\\C:\\表\\CON"),
        ("C:\\" + "长" * 240, "\\\\?\\C:\\" + "长" * 240),
        ("\\\\服务器\\共享\\" + "长" * 240, "\\\\?\\UNC\\服务器\\共享\\" + "长" * 240),
        ("\\\\服务器\\共享\\甲.xlsx", "\\\\服务器\\共享\\甲.xlsx"),
        ("\\\\?\\C:\\" + "长" * 240, "\\\\?\\C:\\" + "长" * 240),
    ],
)
def test_windows_is_given_long_paths_and_devices_in_full(path: str, spelled: str) -> None:
    assert spelled_for_windows(path) == spelled


def test_file_that_excel_holds_is_not_called_unreadable(target: Path) -> None:
    held = PermissionError(errno.EACCES, "shared")
    held.winerror = 32  # type: ignore[attr-defined,unused-ignore]
    assert why_unreadable(target, held) == "文件正被其他程序打开。请关闭后重试。"


def test_any_other_failure_is_told_in_the_words_of_the_system(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", failing(errno.EIO))
    with pytest.raises(RenderError, match=f"系统报告“{os.strerror(errno.EIO)}”"):
        write_atomic(target, NEW)
    assert_old_file_alone(target)


def test_file_held_by_another_program_is_tried_for_two_seconds_then_said(
    target: Path, monkeypatch: pytest.MonkeyPatch, waits: list[float]
) -> None:
    monkeypatch.setattr(os, "replace", failing(errno.EACCES))
    with pytest.raises(RenderError, match="文件正被其他程序打开。请关闭后重试。"):
        write_atomic(target, NEW)
    assert sum(waits) == pytest.approx(2)
    assert_old_file_alone(target)


def test_file_let_go_in_time_is_written(
    target: Path, monkeypatch: pytest.MonkeyPatch, waits: list[float]
) -> None:
    replace = os.replace

    def locked_twice(source: Path, destination: Path) -> None:
        if len(waits) < 2:
            raise PermissionError(errno.EACCES, "locked")
        replace(source, destination)

    monkeypatch.setattr(os, "replace", locked_twice)
    write_atomic(target, NEW)
    assert target.read_bytes() == NEW


def test_interruption_leaves_no_litter(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomic(target, NEW)
    assert_old_file_alone(target)


if sys.platform != "win32":

    def test_link_stays_a_link(target: Path) -> None:
        link = target.with_name("link.xlsx")
        link.symlink_to(target)
        write_atomic(link, NEW)
        assert link.is_symlink()
        assert target.read_bytes() == NEW

    def test_permissions_of_the_old_file_are_kept(target: Path) -> None:
        target.chmod(0o640)
        write_atomic(target, NEW)
        assert stat.S_IMODE(target.stat().st_mode) == 0o640
