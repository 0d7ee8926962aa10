"""The functions behind ``anju store``."""

from pathlib import Path

import pytest

from anju_desktop.errors import StoreError
from anju_desktop.storage.administration import backup_store, check_store, restore_store
from anju_desktop.storage.store import Store


def test_a_whole_store_is_found_whole(store: Store, form: int, folder: Path) -> None:
    store.close()
    assert check_store(folder) == ()


def test_a_damaged_store_is_named_with_the_way_out(store: Store, form: int, folder: Path) -> None:
    store.back_up()
    store.close()
    (folder / "anju.db").write_bytes(b"\0" * 9000)
    (problem,) = check_store(folder)
    assert "可以恢复" in problem


def test_a_store_is_backed_up_and_restored(store: Store, form: int, folder: Path) -> None:
    store.close()
    backup = backup_store(folder)
    (folder / "anju.db").write_bytes(b"\0" * 9000)
    kept = restore_store(folder, backup).kept
    assert kept is not None
    assert kept.read_bytes() == b"\0" * 9000
    assert check_store(folder) == ()


@pytest.mark.parametrize("act", [check_store, backup_store])
def test_an_open_store_says_that_it_is_open(store: Store, folder: Path, act: object) -> None:
    with pytest.raises(StoreError, match="已经打开"):
        act(folder)  # type: ignore[operator]


@pytest.mark.parametrize("act", [check_store, backup_store])
def test_a_mistyped_folder_is_named_and_not_made(tmp_path: Path, act: object) -> None:
    with pytest.raises(StoreError, match="没有资料库"):
        act(tmp_path / "无")  # type: ignore[operator]
    assert not (tmp_path / "无").exists()


def test_restoring_from_a_file_that_is_not_there_is_told(
    store: Store, form: int, folder: Path
) -> None:
    store.close()
    with pytest.raises(StoreError, match="不能用"):
        restore_store(folder, folder / "无.db")
    assert check_store(folder) == ()
