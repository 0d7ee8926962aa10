"""The rules that hold for every file of the project."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
MADE_BY_TOOLS = {"build", "dist", "htmlcov", "__pycache__"}
LOCKS = ["requirements.txt", "requirements-build.txt", "requirements-dev.txt"]


def project_files(folder: Path = ROOT) -> Iterator[Path]:
    """What belongs to the project, found without git: a downloaded archive has none."""
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            hidden = path.name.startswith(".") and path.name != ".ci"
            if not hidden and path.name not in MADE_BY_TOOLS:
                yield from project_files(path)
        elif path.suffix not in {".pyc", ".swp"}:
            yield path


def binary_suffixes() -> set[str]:
    attributes = (ROOT / ".gitattributes").read_text(encoding="utf-8")
    return set(re.findall(r"^\*(\.\w+) binary$", attributes, re.MULTILINE))


def text_files() -> list[Path]:
    return [path for path in project_files() if path.suffix not in binary_suffixes()]


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_every_text_file_is_utf8_with_unix_line_ends() -> None:
    for path in text_files():
        content = path.read_bytes()
        content.decode("utf-8")
        assert not content.startswith(b"\xef\xbb\xbf"), (
            f"{named(path)} begins with a byte order mark"
        )
        assert b"\r" not in content, f"{named(path)} has Windows line ends"


def test_no_text_file_names_a_place_on_the_machine_it_was_written_on() -> None:
    place = re.compile(r"(?<![\w.])/(?:root|work|Users/\w+|home/\w+)/|[A-Z]:\\Users\\")
    found = {named(path) for path in text_files() if place.search(path.read_text(encoding="utf-8"))}
    assert found == set()


def test_resources_hold_data_only() -> None:
    assert [named(path) for path in project_files(ROOT / "resources") if path.suffix == ".py"] == []


def test_every_bundled_font_is_described_with_a_licence_beside_it() -> None:
    fonts = ROOT / "resources" / "fonts"
    described = (fonts / "README.md").read_text(encoding="utf-8")
    families = {path.stem.partition("-")[0] for path in fonts.glob("*.ttf")}
    assert families
    assert {family for family in families if family not in described} == set()
    licences = [path.read_text(encoding="utf-8") for path in fonts.glob("OFL-*.txt")]
    assert licences
    assert all("SIL OPEN FONT LICENSE Version 1.1" in text for text in licences)


# --- the locked requirements ---------------------------------------------------------------


def pins(name: str) -> dict[str, tuple[Requirement, set[str]]]:
    """Package name to what is required and the hashes of the files that will do."""
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    found: dict[str, tuple[Requirement, set[str]]] = {}
    for line in text.splitlines():
        wanted, *hashes = line.partition("#")[0].split(" --hash=")
        if wanted.strip():
            requirement = Requirement(wanted.strip())
            found[canonicalize_name(requirement.name)] = (requirement, {h.strip() for h in hashes})
    return found


@pytest.mark.parametrize("name", LOCKS)
def test_every_requirement_is_one_version_with_its_hashes(name: str) -> None:
    for requirement, hashes in pins(name).values():
        assert re.fullmatch(r"==[\w.]+", str(requirement.specifier)), requirement
        assert hashes, f"{requirement} has no hash"
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", value) for value in hashes)


@pytest.mark.parametrize("name", LOCKS)
def test_where_packages_come_from_is_left_to_the_machine(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    options = {line for line in text.splitlines() if line.startswith("-")}
    assert options == set()
    assert "://" not in text


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-build.txt"])
def test_the_test_set_up_holds_the_very_same_pins(name: str) -> None:
    everything = pins("requirements-dev.txt")
    for package, (requirement, hashes) in pins(name).items():
        assert str(everything[package][0].specifier) == str(requirement.specifier)
        assert everything[package][1] == hashes


def test_a_plain_install_of_the_wheel_may_use_the_locked_versions() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locked = pins("requirements.txt")
    for requirement in map(Requirement, project["dependencies"]):
        (pin,) = locked[canonicalize_name(requirement.name)][0].specifier
        assert requirement.specifier.contains(pin.version), requirement


def test_what_makes_the_start_slow_is_not_among_the_requirements() -> None:
    """openpyxl and sqlite-utils import numpy and pandas where they find them."""
    assert {"numpy", "pandas"} & set(pins("requirements-dev.txt")) == set()


def test_every_package_that_ships_is_listed_with_its_licence() -> None:
    listed = (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8").lower()
    assert {
        package for package in pins("requirements.txt") if f"| {package} |" not in listed
    } == set()
