"""The wheel holds the whole program; what .gitignore matches would be missing from it."""

import subprocess
import sys
from email.parser import Parser
from pathlib import Path
from zipfile import ZipFile

import pytest
from hatchling.build import build_editable, build_wheel

import anju_desktop

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        return folder / build_wheel(str(folder))


def names(wheel: Path) -> set[str]:
    with ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_every_module_of_every_sub_package_is_in_the_wheel(wheel: Path) -> None:
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "anju_desktop").rglob("*.py")}
    assert "anju_desktop/__init__.py" in modules
    assert modules - names(wheel) == set()


def test_every_resource_is_in_the_wheel_inside_the_package(wheel: Path) -> None:
    files = [path for path in (ROOT / "resources").rglob("*") if path.is_file()]
    assert files
    shipped = {f"anju_desktop/{path.relative_to(ROOT).as_posix()}" for path in files}
    assert shipped - names(wheel) == set()


def test_nothing_but_the_package_and_its_description_is_in_the_wheel(wheel: Path) -> None:
    tops = {name.partition("/")[0] for name in names(wheel)}
    assert tops == {"anju_desktop", f"anju_desktop-{anju_desktop.__version__}.dist-info"}


def test_the_licences_travel_with_the_wheel(wheel: Path) -> None:
    folder = f"anju_desktop-{anju_desktop.__version__}.dist-info/licenses/"
    licences = {name.removeprefix(folder) for name in names(wheel) if name.startswith(folder)}
    assert {"LICENSE", "THIRD_PARTY.md", "LICENSES/LGPL-3.0-only.txt"} <= licences


def test_the_wheel_says_its_version_and_the_pythons_it_runs_on(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith("/METADATA"))
        metadata = Parser().parsestr(archive.read(name).decode("utf-8"))
    assert metadata["Version"] == anju_desktop.__version__
    assert metadata["Requires-Python"] == "<3.14,>=3.11"


def test_an_installed_wheel_finds_its_resources(wheel: Path, tmp_path: Path) -> None:
    with ZipFile(wheel) as archive:
        chosen = [name for name in archive.namelist() if "/resources/fonts/" not in name]
        archive.extractall(tmp_path, chosen)
    code = "from anju_desktop.assets import resource; print(resource('forms').resolve())"
    # -I keeps the checkout off the path; the editable install would come after tmp_path.
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); {code}"
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, check=True)
    found = Path(done.stdout.decode().strip())
    assert found == (tmp_path / "anju_desktop" / "resources" / "forms").resolve()
    assert any(found.glob("*.toml"))


def test_the_editable_install_points_at_the_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    with ZipFile(tmp_path / build_editable(str(tmp_path))) as archive:
        (pointer,) = (name for name in archive.namelist() if name.endswith(".pth"))
        assert Path(archive.read(pointer).decode("utf-8").strip()).resolve() == ROOT.resolve()
