"""Where the data files of the program lie, in a checkout, a wheel and the frozen program alike."""

from functools import cache
from pathlib import Path


@cache
def _root() -> Path:
    package = Path(__file__).resolve().parent
    installed = package / "resources"
    return installed if installed.is_dir() else package.parent / "resources"


def resource(*parts: str) -> Path:
    """Path of a data file, for example ``resource("styles", "anju.qss")``."""
    return _root().joinpath(*parts)
