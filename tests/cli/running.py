"""How the tests run ``anju``: inside the test, or as a program of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from subprocess import CompletedProcess


@dataclass(frozen=True, slots=True)
class Run:
    """What a command gave."""

    code: int
    out: str
    err: str

    @property
    def complaint(self) -> str:
        """The one line on stderr."""
        (line,) = self.err.splitlines()
        return line


Anju = Callable[..., Run]
"""``anju("check", path)``"""
Program = Callable[..., CompletedProcess[bytes]]
"""``program("check", path, LC_ALL="C")``"""
