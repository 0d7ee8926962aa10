"""``anju store``: the folder given with --data, and nothing else."""

from pathlib import Path

from tests.cli.running import Anju


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
