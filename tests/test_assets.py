from pathlib import Path
from zipfile import ZipFile

from anju_desktop import assets


def test_the_data_lie_inside_an_installed_package(tmp_path: Path) -> None:
    (tmp_path / "anju_desktop" / "resources").mkdir(parents=True)
    (tmp_path / "resources").mkdir()
    found = assets._data_beside(tmp_path / "anju_desktop")
    assert found == tmp_path / "anju_desktop" / "resources"


def test_the_data_lie_beside_the_package_in_a_checkout(tmp_path: Path) -> None:
    (tmp_path / "anju_desktop").mkdir()
    assert assets._data_beside(tmp_path / "anju_desktop") == tmp_path / "resources"


def test_the_data_lie_beside_the_zip_that_holds_the_package(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "app.zip", "w") as archive:
        archive.writestr("anju_desktop/__init__.py", "")
    assert assets._data_beside(tmp_path / "app.zip" / "anju_desktop") == tmp_path / "resources"


def test_the_program_folder_holds_the_data() -> None:
    assert (assets.program_folder() / "resources" / "forms").is_dir()
