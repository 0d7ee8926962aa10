"""What time it is: whatever shows or stores a time asks here, and only here is the system asked.

A picture of the window needs a clock that stands still; :func:`use` puts one in its place.
"""

from collections.abc import Callable
from datetime import datetime

Clock = Callable[[], datetime]
"""Says the time with its zone."""


def of_the_system() -> datetime:
    return datetime.now().astimezone()


_clock: Clock = of_the_system


def now() -> datetime:
    """The local time with its zone."""
    return _clock()


def use(clock: Clock) -> None:
    """Take the time from another clock from now on; a whole program has one."""
    global _clock
    _clock = clock
