"""``anju store``: the folder given with --data, and nothing else."""

from pathlib import Path

import pytest

from anju_desktop.document.document import blank_document
from anju_desktop.forms.library import Library
from anju_desktop.storage.store import Store
from tests.cli.running import Anju


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A folder with a store of one form, closed."""
    library = Library()
    document = blank_document(library.get("karamay-2024-allocation"), "甲县", "2024")
    with Store.open(tmp_path / "资料", library, backing_up=False) as store:
        store.create_submission("甲县", "2024", "资金", [document])
    return tmp_path / "资料"


def test_a_sound_store_is_said_to_be_sound(anju: Anju, kept: Path) -> None:
    run = anju("store", "check", "--data", kept)
    assert (run.code, run.out, run.err) == (0, "资料库完好。\n", "")


def test_a_damaged_store_is_told_in_lines(anju: Anju, kept: Path) -> None:
    (kept / "anju.db").write_bytes(b"\xff" * 4096)
    run = anju("store", "check", "--data", kept)
    assert run.code in (1, 2)
    assert "Traceback" not in run.err
    assert run.err.strip()


def test_a_backup_is_made_and_restored_beside_the_old_store(anju: Anju, kept: Path) -> None:
    backup = anju("store", "backup", "--data", kept)
    assert (backup.code, backup.err) == (0, "")
    path = Path(backup.out.removeprefix("已备份到“").removesuffix("”。\n"))
    with Store.open(kept, backing_up=False) as store:
        (submission,) = store.submissions()
        store.delete_submission(submission.id)
    run = anju("store", "restore", path, "--data", kept)
    assert (run.code, run.err) == (0, "")
    assert f"已从“{path.name}”恢复。原来的资料库保存为“" in run.out
    with Store.open(kept, backing_up=False) as store:
        assert len(store.submissions()) == 1


def test_a_store_in_use_is_not_touched(anju: Anju, kept: Path) -> None:
    with Store.open(kept, backing_up=False):
        run = anju("store", "check", "--data", kept)
    assert run.code == 2
    assert len(run.err.splitlines()) == 1


def test_a_folder_without_a_store_is_told_and_left_alone(anju: Anju, tmp_path: Path) -> None:
    for verb in ("check", "backup"):
        run = anju("store", verb, "--data", tmp_path)
        assert run.code == 2
        assert str(tmp_path) in run.complaint
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_backup_is_refused(anju: Anju, tmp_path: Path) -> None:
    wrong = tmp_path / "照片.db"
    wrong.write_bytes(b"\xff\xd8" * 100)
    run = anju("store", "restore", wrong, "--data", tmp_path)
    assert run.code == 2
    assert "照片.db" in run.complaint


def test_a_backup_that_is_missing_is_refused(anju: Anju, tmp_path: Path) -> None:
    run = anju("store", "restore", tmp_path / "无.db", "--data", tmp_path)
    assert run.code == 2
    assert "无.db" in run.complaint
