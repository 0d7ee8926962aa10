"""Undo and redo across several documents: in which of them each edit was made."""

from collections.abc import Callable
from typing import Any

from anju_desktop.document.document import Document
from anju_desktop.document.history import History
from anju_desktop.document.jsonform import dump


class Timeline:
    """Goes back through the edits of all forms in the order they were made.

    A form that is closed keeps its place: when it is opened again as it was left, its edits can
    still be taken back. One that has changed in between begins anew.
    """

    def __init__(self) -> None:
        self._done: list[int] = []
        self._undone: list[int] = []
        self._left: dict[int, tuple[dict[str, Any], History]] = {}
        """The forms that were closed, with what they held."""

    def join(self, form: int, document: Document) -> History:
        """The history of a form that is opened; its edits are noted here from now on."""
        content, history = self._left.pop(form, ({}, None))
        if history is not None and content == dump(document):
            history.go_on_with(document)
            return history
        self._forget(form)
        history = History(document)
        history.on_recorded(lambda: self._on_recorded(form))
        history.on_replayed(lambda back: self._on_replayed(form, back))
        history.on_forgotten(lambda: self._forget(form))
        return history

    def leave(self, form: int, document: Document, history: History) -> None:
        """A form is closed as it stands; its history has been stopped."""
        self._left[form] = (dump(document), history)

    def form_to_undo(self, exists: Callable[[int], bool]) -> int | None:
        """The form of the latest edit, of those that are still there."""
        return next((form for form in reversed(self._done) if exists(form)), None)

    def form_to_redo(self, exists: Callable[[int], bool]) -> int | None:
        return next((form for form in reversed(self._undone) if exists(form)), None)

    def _forget(self, form: int) -> None:
        self._done = [each for each in self._done if each != form]
        self._undone = [each for each in self._undone if each != form]

    def _on_recorded(self, form: int) -> None:
        self._done.append(form)
        self._undone.clear()

    def _on_replayed(self, form: int, back: bool) -> None:
        source, target = (self._done, self._undone) if back else (self._undone, self._done)
        _take_last(source, form)
        target.append(form)


def _take_last(forms: list[int], form: int) -> None:
    for place in reversed(range(len(forms))):
        if forms[place] == form:
            del forms[place]
            return
