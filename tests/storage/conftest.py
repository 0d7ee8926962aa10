"""Stores in temporary folders, and published tables to put into them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from anju_desktop.assets import resource
from anju_desktop.document.document import Document
from anju_desktop.document.jsonform import load_file
from anju_desktop.forms.library import Library
from anju_desktop.storage.store import Store

HOUSING = "karamay-2024-dilapidated-housing"
SUBSIDY = "karamay-2024-rent-subsidy"


@pytest.fixture(scope="session")
def library() -> Library:
    return Library()


@pytest.fixture
def housing(library: Library) -> Document:
    return load_file(resource("examples", f"{HOUSING}.json"), library.get)


@pytest.fixture
def subsidy(library: Library) -> Document:
    return load_file(resource("examples", f"{SUBSIDY}.json"), library.get)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "资料"


@pytest.fixture
def store(folder: Path, library: Library) -> Iterator[Store]:
    opened = Store.open(folder, library, backing_up=False)
    yield opened
    opened.close(abandon=True)


@pytest.fixture
def form(store: Store, housing: Document) -> int:
    """Number of a form in ``store`` that holds ``housing``."""
    submission = store.create_submission("克拉玛依区", "2024", "补助资金", [housing])
    return store.forms(submission)[0].id
