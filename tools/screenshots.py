"""Pictures of the program on the screens of its clerks: ``python tools/screenshots.py [FOLDER]``.

With FOLDER, every window and dialog goes there, on four screens, to be looked at one by one.
Without it everything is made anew that the repository keeps: the pictures of the documentation and
of the handbook, and the golden images that ``tests/gui/test_pictures.py`` compares with.
"""

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main(arguments: list[str]) -> int:
    sys.path.insert(0, str(ROOT))
    from tools.screens import keeping, running

    if arguments:
        running.shoot_all(Path(arguments[0]).absolute())
        return 0
    with tempfile.TemporaryDirectory() as folder:
        first, again = Path(folder, "first"), Path(folder, "again")
        running.shoot_all(first)
        shown = keeping.publish(first)
        # The window of the handbook shows what has just been put there.
        running.shoot_all(again)
        kept = keeping.keep_goldens(again, keeping.GOLDENS)
    print(f"{kept} golden images, {shown} pictures for documentation and handbook")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
