"""``anju-desktop`` and ``python -m anju_desktop``: open the window."""

import sys


def main() -> int:
    """The window program; the exit code."""
    from anju_desktop.app import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
