"""From a listener to a Qt signal, ended by the end of the object that listens."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QObject, Signal


class Relay(QObject):
    """Tells Qt what a document or a checker tells; deleting it, or its parent, ends that.

    Without it a document outliving a window would call into a widget that is gone.
    """

    happened = Signal(object)

    def __init__(
        self, subscribe: Callable[[Callable[..., None]], Callable[[], None]], parent: QObject
    ) -> None:
        super().__init__(parent)
        stop = subscribe(self._tell)
        # A plain function: a bound method of this object would not be called any more.
        self.destroyed.connect(lambda *_: _end(stop))

    def _tell(self, *what: Any) -> None:
        self.happened.emit(what[0] if what else None)


def _end(stop: Callable[[], None]) -> None:
    """Whoever tells may have been closed first, and have forgotten its listeners."""
    with suppress(ValueError):
        stop()
