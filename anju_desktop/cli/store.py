"""``anju store``: looking after the store that the window keeps."""

import argparse
import sys
from pathlib import Path

from anju_desktop.cli.output import FOUND, OK


def _folder(options: argparse.Namespace) -> Path:
    from anju_desktop.storage.places import default_folder

    folder: Path | None = options.data
    return folder or default_folder()


def check(options: argparse.Namespace) -> int:
    """Whether every form in the store is as it was written."""
    from anju_desktop.storage.administration import check_store

    problems = check_store(_folder(options))
    for problem in problems:
        print(problem, file=sys.stderr)
    if not problems:
        print("资料库完好。")
    return FOUND if problems else OK


def backup(options: argparse.Namespace) -> int:
    """A backup in the store's own folder of backups."""
    from anju_desktop.storage.administration import backup_store

    print(f"已备份到“{backup_store(_folder(options))}”。")
    return OK


def restore(options: argparse.Namespace) -> int:
    """A copy of the backup in the place of the store, which is kept under another name."""
    from anju_desktop.storage.administration import restore_store

    restored = restore_store(_folder(options), options.backup)
    print(f"已从“{options.backup.name}”恢复。{restored.words}")
    return OK
