"""Measure the program against Qt alone and against LibreOffice, in one run, side by side.

    python benchmarks/run.py [--rounds N] [start] [keystroke] [scrolling] [opening] [faces]
                             [package] [memory] [typing]

Without names all sections run. See ``docs/benchmarks.md`` for how to read the figures.
"""

import argparse
import sys
from pathlib import Path

if __name__ == "__main__":
    # The folder of this file is on the path, its parent is not everywhere.
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.sections import SECTIONS, bench, describe

ROUNDS = 9


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=", ".join(SECTIONS))
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="rounds of each comparison")
    options = parser.parse_args()
    unknown = [name for name in options.sections if name not in SECTIONS]
    if unknown or options.rounds < 1:
        parser.error(f"sections are {', '.join(SECTIONS)}; rounds are 1 or more")
    describe(options.rounds)
    with bench(options.rounds) as prepared:
        for name in options.sections or SECTIONS:
            SECTIONS[name](prepared)
    return 0


if __name__ == "__main__":
    sys.exit(main())
