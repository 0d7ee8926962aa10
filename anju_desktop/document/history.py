"""Undo and redo of one document's edits."""

from anju_desktop.document.changes import Edit
from anju_desktop.document.document import Document


class History:
    """Remembers edits and takes them back; an undo is itself an edit that listeners hear of.

    定稿 and 修订 are not among them: a check code that stands on paper cannot be taken back, and
    one that is void never becomes valid again.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._done: list[Edit] = []
        self._undone: list[Edit] = []
        self._replaying = False
        self.stop = document.on_edit(self._on_edit)

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
        if not self._replaying and not edit.changes_version:
            self._done.append(edit)
            self._undone.clear()

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
        return inverse
