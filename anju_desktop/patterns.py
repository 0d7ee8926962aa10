"""Regular expressions that are compiled when they are first used.

One with ranges of Chinese characters takes up to two milliseconds to compile, and a start uses
few of them.
"""

import re
from typing import TYPE_CHECKING, Any

__all__ = ["pattern"]

if TYPE_CHECKING:

    def pattern(text: str) -> re.Pattern[str]:
        """``re.compile``, later."""
        ...

else:

    def pattern(text: str) -> "_Pattern":
        return _Pattern(text)


_METHODS = ("match", "fullmatch", "search", "sub", "split", "findall", "finditer")


class _Pattern:
    """Takes the methods of the compiled expression over when the first of them is asked for."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self._text)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)
