"""Somebody sits down at a blank sheet of a real LibreOffice Calc and does what a script says."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.e2e.calc.programs import asked, libre_office
from tests.e2e.desk.display import Keys, Screen, screen
from tests.e2e.desk.grid import Sheet
from tests.e2e.desk.strokes import Log, Pressed, Script, characters

_PACE_SECONDS, _SAME_AGAIN_SECONDS = 0.02, 0.1
"""Quicker than people are; two equal keys in haste would be one to Calc."""
_AFTER_SECONDS = 1.5
LOG = "按键记录.jsonl"


class Spreadsheet:
    """Calc does not say when it has answered a key: the clerk keeps a steady pace."""

    def __init__(self, keys: Keys, at: Screen, folder: Path) -> None:
        self._keys, self._screen, self._folder = keys, at, folder

    def play(self, script: Script) -> None:
        """Every stroke of the script."""
        log, begun, before = Log(self._folder / LOG), time.monotonic(), ""
        for number, stroke in enumerate(script.strokes, 1):
            time.sleep(_SAME_AGAIN_SECONDS if stroke.key == before else _PACE_SECONDS)
            before = stroke.key
            seconds = round(time.monotonic() - begun, 3)
            log.add(Pressed(number, seconds, stroke.key, stroke.place, ""))
            self._keys.press(stroke.key)
        time.sleep(_AFTER_SECONDS)
        self._screen.picture(self._folder / "99-最后.png")

    def read(self) -> Sheet:
        """What stands on the sheet now."""
        rows = asked("read")["texts"]
        return {
            # The mark of a text that looks like a formula; Excel hides it, Calc does not always.
            (row, column): text.removeprefix("'") if text.startswith("'=") else text
            for row, texts in enumerate(rows)
            for column, text in enumerate(texts)
            if text
        }


@contextmanager
def at_a_blank_sheet(script: Script, folder: Path) -> Iterator[Spreadsheet]:
    """A fresh Calc with an empty sheet before it; it keeps what it writes in ``folder``."""
    with screen(tuple(characters(script.strokes))) as at, at.keyboard() as keys:
        environment = {**at.environment, "HOME": str(folder), "SAL_USE_VCLPLUGIN": "gen"}
        with libre_office(folder, environment):
            asked("blank")
            time.sleep(_AFTER_SECONDS)
            yield Spreadsheet(keys, at, folder)
