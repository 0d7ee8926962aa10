"""Writing a file whole or not at all.

The new content is written beside the target, forced to the disk and moved over it, so that a full
disk, a pulled stick or a program that holds the target open leaves the old file as it was.
"""

import errno
import ntpath
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from anju_desktop.errors import RenderError
from anju_desktop.filenames import problem_on_windows

PAUSES_S = (0.05, 0.1, 0.2, 0.3, 0.35, 0.5, 0.5)
"""Waits between attempts to move over a locked target, 2 s together: virus scanners let go of a
file sooner than that, Excel and WPS do not."""

_FULL = (errno.ENOSPC, errno.EDQUOT)
_NO_FOLDER = (errno.ENOENT, errno.ENOTDIR)
_READ_ONLY = (errno.EACCES, errno.EPERM, errno.EROFS)
_TOO_LONG = (errno.ENAMETOOLONG,)
_BAD_NAME = (errno.EINVAL, errno.EILSEQ)
_HELD = "文件正被其他程序打开。请关闭后重试。"
_HELD_ON_WINDOWS = (32, 33)
"""Windows' numbers for a file that another program has opened for itself alone."""

_LONG_ON_WINDOWS = 240
"""Of the 259 characters that Windows takes, the part file needs some."""


class HeldFileError(RenderError):
    """Another program holds the file: once it lets go, the same can be written."""


def write_atomic(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path``, replacing what is there; ``RenderError`` when it cannot be."""
    _refuse_name(path.name)
    with _told(path):
        # Through a link the file it names is replaced, not the link.
        target = real_path(path)
        _refuse_unwritable(target, path.name)
        part = target.with_name(f".{os.urandom(6).hex()}.part")
        try:
            _write(part, data)
            _keep_mode(target, part)
            _move(part, target, path.name)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
    _sync_folder(target.parent)


def system_path(path: Path) -> Path:
    """The path as the system opens just this file: on Windows a long one is spelled otherwise."""
    if sys.platform == "win32":
        # Not by asking Windows, which would make a device of ``CON``, and stops at long paths.
        return Path(spelled_for_windows(os.path.normpath(path.absolute())))
    return path


def real_path(path: Path) -> Path:
    """Where links lead in the end; the path itself where the system does not say."""
    plain = system_path(path)
    try:
        return Path(os.path.realpath(plain))
    except OSError:
        return plain


def spelled_for_windows(path: str) -> str:
    """A whole path as Windows opens it however long it is, and whatever its last part is called."""
    plain = len(path) < _LONG_ON_WINDOWS and not problem_on_windows(ntpath.basename(path))
    if plain or path.startswith(("\\\\?\\", "\\\\.\\")):
        return path
    if path.startswith("\\\\"):
        return "\\\\?\\UNC" + path[1:]
    return "\\\\?\\" + path


def _refuse_name(name: str) -> None:
    """Names that Windows cannot make, or would quietly make something else of."""
    problem = problem_on_windows(name) if sys.platform == "win32" else ""
    if problem:
        raise _failure(name, f"{problem}。请另取文件名。")


def _refuse_unwritable(target: Path, name: str) -> None:
    if target.is_dir():
        raise _failure(name, "这是一个文件夹。请另取文件名。")
    if target.exists() and not os.access(target, os.W_OK):
        # Moving over it would work on some systems; whoever made it read-only meant it.
        raise _failure(name, "文件是只读的。请取消只读或另取文件名。")


def _write(part: Path, data: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(part, flags, 0o666), "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _keep_mode(target: Path, part: Path) -> None:
    with suppress(OSError):
        shutil.copymode(target, part)


def _move(part: Path, target: Path, name: str) -> None:
    for pause in PAUSES_S:
        try:
            part.replace(target)
        except PermissionError:
            time.sleep(pause)
        else:
            return
    try:
        part.replace(target)
    except PermissionError as error:
        raise HeldFileError(_sentence(name, _HELD)) from error


def _sync_folder(folder: Path) -> None:
    """Make the move itself durable; Windows has no such call and needs none."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def why_unreadable(path: Path, error: OSError) -> str:
    """Why a file could not be read, and what to do."""
    if system_path(path).is_dir():
        return "这是文件夹，请给出文件。"
    if getattr(error, "winerror", None) in _HELD_ON_WINDOWS:
        return _HELD
    if isinstance(error, PermissionError):
        return "没有读取权限，请检查文件的权限。"
    if error.errno in (*_NO_FOLDER, *_TOO_LONG, *_BAD_NAME):
        return "没有这个文件，请检查路径。"
    return f"系统报告“{error.strerror}”，请检查文件后重试。"


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn what the system reports into a sentence."""
    try:
        yield
    except OSError as error:
        raise _failure(path.name, _reason(path, error)) from error
    except ValueError as error:  # A NUL or a lone surrogate in the name.
        raise _failure(path.name, "文件名里有不能用的字符。请另取文件名。") from error


def _failure(name: str, reason: str) -> RenderError:
    return RenderError(_sentence(name, reason))


def _sentence(name: str, reason: str) -> str:
    sentence = f"无法写入“{name}”：{reason}"
    return sentence.encode("utf-8", "replace").decode("utf-8").replace("\0", "?")


def _reason(path: Path, error: OSError) -> str:
    folder = path.parent
    if getattr(error, "winerror", None) in _HELD_ON_WINDOWS:
        return _HELD
    sentences = {
        _FULL: "磁盘已满。请清出空间或另选位置后重试，原来的文件没有动。",
        _NO_FOLDER: f"没有文件夹“{folder}”。请先建好或另选位置。",
        _READ_ONLY: f"文件夹“{folder}”只读，或没有写入的权限。请另选位置。",
        _TOO_LONG: "文件名或路径太长。请改短后重试。",
        _BAD_NAME: "文件名里有不能用的字符。请另取文件名。",
    }
    for numbers, sentence in sentences.items():
        if error.errno in numbers:
            return sentence
    return f"系统报告“{error.strerror}”。请另选位置后重试，原来的文件没有动。"
