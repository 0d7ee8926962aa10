"""Undo and redo of one document's edits."""

from collections.abc import Callable

from anju_desktop.document.changes import Edit
from anju_desktop.document.document import Document


class History:
    """Remembers edits and takes them back; an undo is itself an edit that listeners hear of.

    定稿 and 修订 are not among them: a check code that stands on paper cannot be taken back, and
    one that is void never becomes valid again. What was done before 定稿 belongs to the version on
    paper, so that undo ends there and a revision is never wound back beyond its beginning.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._done: list[Edit] = []
        self._undone: list[Edit] = []
        self._replaying = False
        self._recorded: Callable[[], None] = _nothing
        self._replayed: Callable[[bool], None] = _ignored
        self._forgotten: Callable[[], None] = _nothing
        self.stop = document.on_edit(self._on_edit)

    def go_on_with(self, document: Document) -> None:
        """The same form, read anew: it holds what it held when this history was stopped."""
        self._document = document
        self.stop = document.on_edit(self._on_edit)

    def on_recorded(self, listener: Callable[[], None]) -> None:
        """Call ``listener`` after each new edit."""
        self._recorded = listener

    def on_replayed(self, listener: Callable[[bool], None]) -> None:
        """Call ``listener(back)`` after each undo, and each redo with False."""
        self._replayed = listener

    def on_forgotten(self, listener: Callable[[], None]) -> None:
        """Call ``listener`` when 定稿 has ended all that could be taken back."""
        self._forgotten = listener

    @property
    def undo_label(self) -> str:
        """What undo would take back; ``""`` when there is nothing."""
        return self._done[-1].label if self._done else ""

    @property
    def redo_label(self) -> str:
        return self._undone[-1].label if self._undone else ""

    def undo(self) -> Edit | None:
        """Take back the latest edit; returns what was applied, None when there was nothing."""
        return self._replay(self._done, self._undone)

    def redo(self) -> Edit | None:
        return self._replay(self._undone, self._done)

    def _on_edit(self, edit: Edit) -> None:
        if edit.changes_version:
            if self._document.is_final:
                self._done.clear()
                self._undone.clear()
                self._forgotten()
        elif not self._replaying:
            self._done.append(edit)
            self._undone.clear()
            self._recorded()

    def _replay(self, source: list[Edit], target: list[Edit]) -> Edit | None:
        if not source:
            return None
        inverse = source[-1].inverted()
        self._replaying = True
        try:
            self._document.apply(inverse)
        finally:
            self._replaying = False
        source.pop()
        target.append(inverse)
        self._replayed(source is self._done)
        return inverse


def _nothing() -> None:
    """Nobody listens."""


def _ignored(back: bool) -> None:
    """Nobody listens."""
