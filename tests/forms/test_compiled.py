"""What is read ahead of time is what the TOML says."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from anju_desktop.assets import resource
from anju_desktop.forms.compiled import FOLDER, compiled
from anju_desktop.forms.library import Library
from anju_desktop.forms.loader import load_edition, load_shipped
from anju_desktop.rules.vocabulary import FILE, parse_vocabulary, vocabulary

ROOT = Path(__file__).resolve().parents[2]
TOOL = ROOT / "tools" / "compile_tables.py"
EDITIONS = sorted(resource("forms").glob("*.toml"))


def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("compile_tables", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_folder_holds_what_the_tool_makes_now() -> None:
    there = {path.name: path.read_text("utf-8") for path in resource(FOLDER).iterdir()}
    assert there == tool().tables(), "run tools/compile_tables.py"


@pytest.mark.parametrize("path", EDITIONS, ids=lambda path: path.stem)
def test_a_compiled_edition_equals_the_one_in_the_toml(path: Path) -> None:
    assert compiled(path.stem, path.read_bytes()) is not None
    assert Library().get(path.stem) == load_edition(path)
    assert Library().get(path.stem).sha256 == load_edition(path).sha256


def test_the_compiled_vocabulary_equals_the_one_in_the_toml() -> None:
    assert vocabulary() == parse_vocabulary(resource(FILE).read_bytes())


def test_a_file_that_was_changed_since_is_read_as_toml(tmp_path: Path) -> None:
    path = EDITIONS[0]
    changed = tmp_path / path.name
    text = path.read_text("utf-8")
    old = load_edition(path).title
    changed.write_text(text.replace(f'"{old}"', '"另一个名称"', 1), encoding="utf-8", newline="\n")
    assert compiled(path.stem, changed.read_bytes()) is None
    assert load_shipped(changed).title == "另一个名称"


def test_what_was_never_compiled_is_read_as_toml() -> None:
    assert compiled("no-such-file", b"") is None
