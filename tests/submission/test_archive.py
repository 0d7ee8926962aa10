"""A package file is read whole, or refused in words."""

from pathlib import Path

import pytest

from anju_desktop.errors import PackageError
from anju_desktop.submission.archive import read_file, read_members


def test_a_file_that_cannot_be_read_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match="没有这个文件"):
        read_file(tmp_path / "无.zip")
    with pytest.raises(PackageError, match="这是文件夹"):
        read_file(tmp_path)


def test_a_file_that_is_too_large_is_not_read_further(tmp_path: Path) -> None:
    path = tmp_path / "大.zip"
    path.write_bytes(b"x" * 11)
    with pytest.raises(PackageError, match="请检查是不是选错了"):
        read_file(path, most=10)


def test_what_is_wrong_with_a_zip_is_told_as_of_a_package() -> None:
    with pytest.raises(PackageError, match="开头不是压缩包"):
        read_members(b"no zip")
