"""Where the data files of the program lie, in a checkout, a wheel and the frozen program alike."""

from functools import cache
from pathlib import Path


@cache
def _root() -> Path:
    package = Path(__file__).resolve().parent
    return _data_beside(package)


def _data_beside(package: Path) -> Path:
    inside = package / "resources"
    if inside.is_dir():
        return inside
    # On Windows the package lies in a zip, and the data beside that.
    folder = package.parent.parent if package.parent.is_file() else package.parent
    return folder / "resources"


def resource(*parts: str) -> Path:
    """Path of a data file, for example ``resource("styles", "anju.qss")``."""
    return _root().joinpath(*parts)


def program_folder() -> Path:
    """The folder that holds the data files, and on Windows the whole program."""
    return _root().parent
