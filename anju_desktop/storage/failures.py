"""What SQLite reports, in sentences for a clerk."""

import errno
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from anju_desktop.errors import StoreError

if TYPE_CHECKING:
    from anju_desktop.storage.backups import Backup

_TAKEN = "资料库正被别的程序占用，请关闭那个程序。"
_BROKEN = "资料库文件已损坏，请退出后重新打开，按提示从备份恢复。"
_SENTENCES = {
    sqlite3.SQLITE_FULL: "磁盘已满，请腾出空间。",
    sqlite3.SQLITE_READONLY: "资料库只能读、不能写，请检查文件和文件夹的权限。",
    sqlite3.SQLITE_IOERR: "读写磁盘出错，请检查磁盘或优盘是否接好。",
    sqlite3.SQLITE_BUSY: _TAKEN,
    sqlite3.SQLITE_LOCKED: _TAKEN,
    sqlite3.SQLITE_CANTOPEN: "打不开文件，请检查文件夹是否存在、是否有写入权限。",
    sqlite3.SQLITE_PERM: "没有读写权限，请检查文件夹的权限。",
    sqlite3.SQLITE_NOMEM: "内存不足，请关闭一些程序。",
    sqlite3.SQLITE_CORRUPT: _BROKEN,
    sqlite3.SQLITE_NOTADB: _BROKEN,
}
_OF_THE_SYSTEM = {
    errno.ENOSPC: "磁盘已满，请腾出空间。",
    errno.EACCES: "没有读写权限，或者文件正被别的程序打开。",
    errno.EPERM: "没有读写权限，或者文件正被别的程序打开。",
    errno.EROFS: "磁盘是只读的，请换一个位置。",
    errno.ENOENT: "文件或文件夹不存在，请检查路径。",
    errno.ENOTDIR: "路径里有一段是文件、不是文件夹，请检查路径。",
    errno.EEXIST: "那里已有同名的文件、不是文件夹，请检查路径。",
    errno.EISDIR: "那里是文件夹、不是文件，请检查路径。",
}
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_CLASS = 0xFF
"""SQLite's extended codes keep the class of the failure in the lowest byte."""


class DamagedStore(StoreError):
    """The store's file is damaged or gone; nothing has been touched yet.

    ``backups`` lists what can be restored, newest first; :func:`recovery.recover` does it.
    """

    def __init__(self, folder: Path, reason: str, backups: "tuple[Backup, ...]") -> None:
        self.folder = folder
        self.reason = reason
        self.backups = backups
        super().__init__(f"“{folder}”里的资料库不能用：{reason}{_advice(backups)}")


def _advice(backups: "tuple[Backup, ...]") -> str:
    if not backups:
        return "没有找到备份。原文件会留在原处，请不要删除，并请技术人员查看。"
    newest = backups[0].time.strftime("%Y-%m-%d %H:%M")
    return f"找到 {len(backups)} 份备份，最近的是 {newest} 的，可以恢复；原文件会改名留存。"


def is_damage(error: sqlite3.Error) -> bool:
    """Whether the file itself is broken, as against a passing trouble."""
    return _code(error) in _DAMAGE or "no such table" in str(error)


def is_busy(error: sqlite3.Error) -> bool:
    return _code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def reason(error: sqlite3.Error) -> str:
    """What happened and what to do; an unknown failure quotes SQLite, for the technician."""
    return _SENTENCES.get(_code(error)) or f"资料库出错（{error}）。"


def system_reason(error: OSError) -> str:
    """The same for a failure of the file system."""
    return _OF_THE_SYSTEM.get(error.errno or 0) or f"系统报告“{error.strerror}”。"


def _code(error: sqlite3.Error) -> int:
    # Errors raised by the sqlite3 module itself carry no code.
    return getattr(error, "sqlite_errorcode", 0) & _CLASS
