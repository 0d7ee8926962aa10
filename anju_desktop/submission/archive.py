"""Packages as files: read whole or refused in words."""

from pathlib import Path

from anju_desktop import archives
from anju_desktop.errors import ArchiveError, PackageError
from anju_desktop.files import system_path, why_unreadable

MAX_FILE = 200_000_000


def read_file(path: Path, most: int = MAX_FILE) -> bytes:
    """The bytes of a file, at most ``most``; ``PackageError`` in words when it cannot be read."""
    try:
        with system_path(path).open("rb") as stream:
            data = stream.read(most + 1)
    except OSError as error:
        raise PackageError(f"打不开“{path}”：{why_unreadable(path, error)}") from error
    if len(data) > most:
        raise PackageError(f"“{path}”超过 {most // 1_000_000} MB，不像上报包，请检查是不是选错了。")
    return data


def read_members(data: bytes) -> dict[str, bytes]:
    """Every file in a package; ``PackageError`` says what is wrong."""
    try:
        return archives.read_members(data)
    except ArchiveError as error:
        raise PackageError(str(error)) from error
