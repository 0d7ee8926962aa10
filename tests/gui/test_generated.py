"""The Python text of the Designer files is committed; it must be that of the files as they are."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "ui").glob("*.ui"))


@pytest.fixture(scope="module")
def compiler() -> ModuleType:
    spec = importlib.util.spec_from_file_location("compile_ui", ROOT / "tools" / "compile_ui.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["compile_ui"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_what_is_committed_is_what_the_designer_file_gives(
    compiler: ModuleType, source: Path
) -> None:
    committed = compiler.target(source).read_text(encoding="utf-8")
    assert committed == compiler.compile_file(source)


def test_the_words_that_qt_leaves_in_english_are_compiled(compiler: ModuleType) -> None:
    assert compiler.WORDS_TARGET.read_bytes() == compiler.compile_words()


def test_every_generated_file_has_its_designer_file() -> None:
    generated = {
        path.stem.removeprefix("ui_")
        for path in (ROOT / "anju_desktop" / "gui" / "generated").glob("ui_*.py")
    }
    assert generated == {path.stem for path in SOURCES}
    assert generated
