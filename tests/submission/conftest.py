"""Packages to look at: a small bag made by hand, and the published tables."""

from collections.abc import Callable
from pathlib import Path

import pytest

from anju_desktop.assets import resource
from anju_desktop.document import jsonform
from anju_desktop.document.document import Document
from anju_desktop.forms.library import Library
from anju_desktop.render.containers import stored_zip
from anju_desktop.submission.bag import make_bag
from anju_desktop.submission.package import build_packages

PAYLOAD = {
    "01_危旧房/数据.json": b'{"a": "1"}\n',
    "01_危旧房/表.xlsx": bytes(range(40)),
    "说明.txt": "说明".encode(),
}


@pytest.fixture(scope="session")
def small_bag() -> dict[str, bytes]:
    """A whole bag with its folder, in canonical order."""
    bag = make_bag(PAYLOAD, {"Source-Organization": "某县"})
    return {f"某县_草稿/{name}": content for name, content in bag.items()}


@pytest.fixture(scope="session")
def small_package(small_bag: dict[str, bytes]) -> bytes:
    return stored_zip(small_bag.items())


@pytest.fixture(scope="session")
def examples() -> Callable[[str], list[Document]]:
    """Loads the published tables whose file names fit a pattern."""
    library = Library()

    def load(pattern: str) -> list[Document]:
        paths: list[Path] = sorted(resource("examples").glob(pattern))
        return [jsonform.load_file(path, library.get) for path in paths]

    return load


@pytest.fixture(scope="session")
def karamay(examples: Callable[[str], list[Document]]) -> tuple[str, bytes]:
    """File name and bytes of the package of the five Karamay tables."""
    (package,) = build_packages(examples("karamay-2024-*.json"))
    return package
