"""What of the pictures goes into the repository."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from tools.screens import golden
from tools.screens.running import ROOT
from tools.screens.sizes import HANDBOOK_SHOWN, MANIFEST, SCREENS, SHOWN

GOLDENS = ROOT / "tests" / "golden" / "screens"
_IMAGES = ROOT / "docs" / "images"
_HANDBOOK = ROOT / "resources" / "handbook" / "images"


class Taken(NamedTuple):
    """A picture: what of, on which screen, and the window that it shows."""

    name: str
    screen: str
    kind: str
    size: tuple[int, int]
    path: Path

    @property
    def scale(self) -> float:
        return SCREENS[self.screen].scale


def taken(folder: Path, screen: str) -> Iterator[Taken]:
    """What was taken on one screen, in that order."""
    listed = json.loads((folder / f"{screen}-{MANIFEST}").read_text(encoding="utf-8"))
    for name, told in listed.items():
        path = folder / f"{name}-{screen}.png"
        yield Taken(name, screen, told["kind"], (told["size"][0], told["size"][1]), path)


def keep_goldens(pictures: Path, goldens: Path) -> int:
    """Make the golden images anew; how many there are.

    One that two screens of the same scale agree on is kept once.
    """
    made: dict[str, bytes] = {}
    for screen in SCREENS:
        for picture in taken(pictures, screen):
            with Image.open(picture.path) as whole:
                data = golden.encoded(golden.made_small(whole, picture.scale))
            shared = golden.shared_name(picture.name, picture.scale)
            if made.setdefault(shared, data) != data:
                made[golden.own_name(picture.name, screen)] = data
    goldens.mkdir(parents=True, exist_ok=True)
    for path in goldens.glob("*.png"):
        if path.name not in made:
            path.unlink()
    for name, data in made.items():
        (goldens / name).write_bytes(data)
    return len(made)


def publish(pictures: Path) -> int:
    """Put the pictures of documentation and handbook in their places; how many there are."""
    return _put(pictures, SHOWN, _IMAGES) + _put(pictures, HANDBOOK_SHOWN, _HANDBOOK)


def _put(pictures: Path, shown: Mapping[str, str], folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    for source, name in shown.items():
        with Image.open(pictures / f"{source}.png") as picture:
            (folder / f"{name}.png").write_bytes(golden.encoded_for_reading(picture.convert("RGB")))
    return len(shown)
