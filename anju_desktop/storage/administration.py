"""What ``anju store`` does: functions on a folder, for a store that no window has open."""

from pathlib import Path

from anju_desktop.errors import StoreError
from anju_desktop.storage import backups, failures
from anju_desktop.storage.database import FILE_NAME
from anju_desktop.storage.store import Store

restore_store = backups.restore_store


def check_store(folder: Path) -> tuple[str, ...]:
    """Everything wrong with the store, in sentences; ``StoreError`` when it cannot be opened."""
    _refuse_missing(folder)
    try:
        store = Store.open(folder, backing_up=False)
    except failures.DamagedStore as damaged:
        return (str(damaged),)
    with store:
        return store.check()


def backup_store(folder: Path) -> Path:
    """Make a backup; returns the file."""
    _refuse_missing(folder)
    with Store.open(folder, backing_up=False) as store:
        return store.back_up()


def _refuse_missing(folder: Path) -> None:
    """Looking after a store must not make an empty one where the path was mistyped."""
    if not (folder / FILE_NAME).exists() and not backups.list_backups(folder):
        raise StoreError(f"“{folder}”里没有资料库。请检查路径，或用 --data 指明文件夹。")
