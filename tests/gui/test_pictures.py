"""Every window and dialog on four screens, held against the pictures in the repository."""

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QDialog

from tests.gui.windows import all_dialogs
from tools.screens import golden, keeping, running
from tools.screens.keeping import GOLDENS, Taken
from tools.screens.sizes import SCREENS

# Elsewhere the words are drawn with the fonts of the system.
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="fonts are drawn otherwise here")

NOT_TAKEN: dict[str, str] = {}
"""Dialogs of which there is no picture, and why."""
OTHER_WINDOWS = {"MainWindow", "QMenu", "QMessageBox"}
AS_LARGE_AS_THE_WINDOW = {"MainWindow", "PreviewDialog", "HandbookWindow"}
HOW = "Look at them; python tools/screenshots.py makes the golden images anew."


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pictures")
    running.shoot_all(folder)
    return folder


def all_taken(folder: Path) -> Iterator[Taken]:
    for screen in SCREENS:
        yield from keeping.taken(folder, screen)


@cache
def seen(folder: Path, screen: str) -> tuple[str, ...]:
    """What differs on a screen; golden, present and difference stand side by side in a folder."""
    told = []
    for picture in keeping.taken(folder, screen):
        path = golden.golden_of(GOLDENS, picture.name, screen, picture.scale)
        if not path.exists():
            told.append(f"{picture.name}: no golden image")
            continue
        kept = golden.opened(path)
        with Image.open(picture.path) as whole:
            now = golden.made_small(whole, picture.scale)
        found = golden.difference(kept, now)
        if found is not None:
            told.append(f"{picture.name}: {found.what} at {found.box}")
            lay_out(folder / "different", f"{picture.name}-{screen}", kept, now)
    return tuple(told)


def lay_out(folder: Path, name: str, kept: Image.Image, now: Image.Image) -> None:
    folder.mkdir(exist_ok=True)
    kept.save(folder / f"{name}-golden.png")
    now.save(folder / f"{name}-now.png")
    golden.shown(kept, now).save(folder / f"{name}-difference.png")


# Four walks through the program, two at a time, come before the first of these.
@pytest.mark.timeout(1500)
@pytest.mark.parametrize("screen", SCREENS)
def test_every_window_looks_as_it_did(pictures: Path, screen: str) -> None:
    different = seen(pictures, screen)
    assert not different, "\n".join((*different, f"in {pictures / 'different'}. {HOW}"))


def test_every_golden_image_is_of_something(pictures: Path) -> None:
    used = {
        golden.golden_of(GOLDENS, picture.name, picture.screen, picture.scale).name
        for picture in all_taken(pictures)
    }
    assert {path.name for path in GOLDENS.glob("*.png")} == used


def test_every_dialog_has_its_picture(pictures: Path) -> None:
    known = {kind.__name__ for kind in all_dialogs()} | OTHER_WINDOWS
    shown = {picture.kind for picture in all_taken(pictures)}
    assert known - shown == set(NOT_TAKEN)
    assert shown <= known


def test_every_screen_has_the_same_pictures(pictures: Path) -> None:
    first, *others = (
        [picture.name for picture in keeping.taken(pictures, screen)] for screen in SCREENS
    )
    assert all(other == first for other in others)


def test_no_window_is_larger_than_its_screen(pictures: Path) -> None:
    too_large = []
    for picture in all_taken(pictures):
        screen = SCREENS[picture.screen]
        width, height = screen.room if picture.kind == "QMenu" else screen.window
        if picture.size[0] > width or picture.size[1] > height:
            too_large.append(f"{picture.name} on {picture.screen}: {picture.size}")
    assert not too_large


def test_the_golden_images_stay_small() -> None:
    assert sum(path.stat().st_size for path in GOLDENS.glob("*.png")) < 6_000_000


def test_a_dialog_that_nobody_pictured_would_be_noticed() -> None:
    class NeverPictured(QDialog):
        pass

    NeverPictured.__module__ = "anju_desktop.gui.never"
    assert NeverPictured in all_dialogs()
