"""Strokes: what somebody presses, written down before it is pressed and as it is pressed."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Stroke:
    """One key: a character, a name such as ``Enter``, or a chord such as ``Ctrl+D``.

    ``place`` is what the key is meant for; ``wanted`` words have to be where the keys go before.
    """

    key: str
    place: str
    wanted: str = ""


class Script:
    """The strokes of one way to do a thing, and the milestones on it."""

    def __init__(self) -> None:
        self.strokes: list[Stroke] = []
        self.milestones: dict[int, str] = {}
        """Names of what is reached after so many strokes."""

    def __len__(self) -> int:
        return len(self.strokes)

    def press(self, place: str, *keys: str, wanted: str = "") -> None:
        """Keys by their names; the first waits for the ``wanted`` words."""
        for number, key in enumerate(keys):
            self.strokes.append(Stroke(key, place, "" if number else wanted))

    def write(self, place: str, text: str, *then: str, wanted: str = "") -> None:
        """A text, a key for each character, and the keys that end it."""
        self.press(place, *text, *then, wanted=wanted)

    def reached(self, milestone: str) -> None:
        self.milestones[len(self)] = milestone

    def until(self, milestone: str) -> int:
        """How many strokes there are up to a milestone."""
        return next(count for count, name in self.milestones.items() if name == milestone)


@dataclass(frozen=True, slots=True)
class Pressed:
    """A stroke as it was made: its number, seconds since the first, and where it went."""

    number: int
    seconds: float
    key: str
    meant: str
    place: str


class Log:
    """The strokes of one sitting, a line of JSON each, to be read by anybody and played again."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.write_text("", encoding="utf-8")

    def add(self, pressed: Pressed) -> None:
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(pressed), ensure_ascii=False) + "\n")


def read_log(path: Path) -> tuple[Pressed, ...]:
    """What a sitting left."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(Pressed(**json.loads(line)) for line in lines)


def characters(strokes: Iterable[Stroke]) -> Iterator[str]:
    """The keys that write a character."""
    return (stroke.key for stroke in strokes if len(stroke.key) == 1)
