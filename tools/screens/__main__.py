"""``python -m tools.screens SCREEN FOLDER``: every picture of one screen.

One process for each screen, since the scale holds for a whole process.
"""

import sys
from pathlib import Path

from tools.screens import timers


def main(screen: str, folder: Path) -> None:
    timers.watch()
    from tools.screens.walk import shoot

    shoot(screen, folder)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
