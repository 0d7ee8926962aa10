"""One way of typing the published table, played with real keys, and what came of it compared.

``python -m benchmarks.children.typist here|grid WAY FOLDER`` prints a line of facts: ``keys`` from
the start to the last cell; here, ``exported``, up to the package without the keys of its path;
``lacking``, what this machine needs to play it. Another table than the published one is a failure.
"""

import sys
from pathlib import Path

from anju_desktop.forms.library import Library
from anju_desktop.submission.opening import open_documents
from tests.e2e.calc import programs
from tests.e2e.desk import display, grid, here
from tests.e2e.desk.case import Case, case_of, published
from tests.e2e.desk.sitting import at_the_program
from tests.e2e.desk.spreadsheet import at_a_blank_sheet


def play_here(way: str, case: Case, folder: Path) -> dict[str, object]:
    """In the program, to the package; the table is read from there."""
    script, path = here.WAYS[way](case), folder / "package.zip"
    keys = len(script)
    here.to_export(script, path)
    lacking = display.missing()
    if not lacking:
        with at_the_program(folder / "data", script, folder) as sitting:
            sitting.play(script)
            sitting.wait()
        (packed,) = open_documents(path, Library().get)
        if case_of(packed).with_signs() != case.with_signs():
            raise SystemExit("the package holds another table")
    exported = script.until(here.EXPORTED) - len(str(path))
    return {"keys": keys, "exported": exported, "lacking": lacking}


def play_grid(way: str, case: Case, folder: Path) -> dict[str, object]:
    """In a blank sheet; the table is read from there."""
    typing = grid.WAYS[way](case)
    lacking = display.missing() or programs.missing()
    if not lacking:
        with at_a_blank_sheet(typing.script, folder) as calc:
            calc.play(typing.script)
            if calc.read() != typing.sheet:
                raise SystemExit("the sheet holds another table")
    return {"keys": len(typing.script), "lacking": lacking}


def main() -> None:
    program, way, folder = sys.argv[1:]
    play = {"here": play_here, "grid": play_grid}[program]
    facts = play(way, case_of(published()), Path(folder))
    print(*(f"{name}={str(value).replace(' ', '_')}" for name, value in facts.items()))


if __name__ == "__main__":
    main()
