"""The whole path at the real program, recorded for people to look at.

``python -m tests.e2e.desk.record FOLDER`` plays it and leaves in the folder the log of the keys, a
picture at each milestone, the data folder and the package.
"""

import sys
from pathlib import Path

from tests.e2e.desk import here
from tests.e2e.desk.case import case_of, published
from tests.e2e.desk.sitting import at_the_program
from tests.e2e.desk.strokes import Script

DATA, PACKAGE = "data", "package.zip"


def record(folder: Path) -> tuple[Script, int]:
    """The script that was played, and the exit code of the program."""
    script = here.WAYS["skilled"](case_of(published()))
    here.to_export(script, folder / PACKAGE)
    with at_the_program(folder / DATA, script, folder) as sitting:
        sitting.play(script)
        return script, sitting.wait()


if __name__ == "__main__":
    to = Path(sys.argv[1]).absolute()
    to.mkdir(parents=True, exist_ok=True)
    record(to)
