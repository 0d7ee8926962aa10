"""Where the store lies when nobody says otherwise, and whether that is a safe place."""

import os
import sys
from pathlib import Path

from anju_desktop.assets import program_folder

_NETWORK = {"cifs", "smb3", "smbfs", "nfs", "nfs4", "ncpfs", "afs", "9p", "fuse.sshfs"}
_REMOVABLE = {"vfat", "exfat", "msdos", "fuseblk"}
_DRIVE_REMOVABLE, _DRIVE_REMOTE = 2, 4


PORTABLE = "portable.txt"
"""A file of this name beside the program keeps its data there, too."""


def default_folder() -> Path:
    """The folder of this user on this machine; of a portable program, the one beside it."""
    if (program_folder() / PORTABLE).is_file():
        return program_folder() / "资料"
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", "")
        base = Path(local) if local else Path.home() / "AppData" / "Local"
        return base / "安居填报"
    data = os.environ.get("XDG_DATA_HOME", "")
    # The XDG rules say that a relative path is to be ignored.
    base = Path(data) if Path(data).is_absolute() else Path.home() / ".local" / "share"
    return base / "anju-desktop"


def warning(folder: Path) -> str:
    """A sentence when the folder lies on a network or removable drive; ``""`` when it does not."""
    kind = _kind(folder)
    if not kind:
        return ""
    return (
        f"“{folder}”在{kind}上，断开或拔出时可能丢失数据。"
        "建议把资料放在本机硬盘，只把备份拷到那里。"
    )


def _kind(folder: Path) -> str:
    if sys.platform == "win32":
        import ctypes

        # Of a path on a server the drive is its share.
        drive = f"{folder.resolve().drive}\\"
        return kind_of_drive(ctypes.windll.kernel32.GetDriveTypeW(drive))
    return _kind_by_mount(folder)


def kind_of_drive(number: int) -> str:
    """What Windows' GetDriveType says, as far as it matters here."""
    return {_DRIVE_REMOTE: "网络盘", _DRIVE_REMOVABLE: "可移动磁盘"}.get(number, "")


def _kind_by_mount(folder: Path) -> str:
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return kind_of_mount(folder.resolve(), mounts)


def kind_of_mount(folder: Path, mounts: str) -> str:
    """Judges by the file system of the innermost mount that holds the folder."""
    best, kind = -1, ""
    for line in mounts.splitlines():
        _, point, system, *_ = line.split(" ")
        mount = Path(_unescaped(point))
        if folder.is_relative_to(mount) and len(mount.parts) >= best:
            best, kind = len(mount.parts), system
    if kind in _NETWORK:
        return "网络盘"
    return "可移动磁盘" if kind in _REMOVABLE else ""


def _unescaped(point: str) -> str:
    """``/proc/mounts`` writes blanks and backslashes in octal."""
    for code, character in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        point = point.replace(code, character)
    return point
