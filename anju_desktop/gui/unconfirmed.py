"""Cells begun from last year's form that nobody has looked at yet: 上年.

What stands in them is right as often as not, and it looks filled in: the commonest silent mistake.
They are kept as a setting of the store, beside the form and not in it, and go nowhere with it.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from anju_desktop.document.changes import CellRef, Edit
from anju_desktop.document.document import Document, blank_document
from anju_desktop.errors import StoreError
from anju_desktop.gui.paper.view import PaperView
from anju_desktop.gui.remembering import LAST_YEAR
from anju_desktop.gui.session import FormSession
from anju_desktop.gui.workspace import Workspace

if TYPE_CHECKING:
    from anju_desktop.gui.years import Renewal


def note(workspace: Workspace, form_id: int, renewal: "Renewal") -> None:
    """Remember what the forms of a renewal, entered with this one first, have from last year."""
    submission = workspace.submission_of(form_id)
    forms = submission.forms if submission is not None else ()
    for form, renewed in zip(forms, renewal.forms, strict=False):
        texts = dict(_taken_over(renewed.document))
        with suppress(StoreError):
            workspace.settings.put(LAST_YEAR.format(form.id), _written(texts))


def _taken_over(document: Document) -> Iterator[tuple[CellRef, str]]:
    """What a new form would not have by itself; what the office fills in is known anyway."""
    new = blank_document(document.edition, document.unit, document.period)
    for field in document.edition.fields:
        ref = CellRef(field.id)
        text = document.typed(ref)
        if text and not field.fill and text != new.typed(ref):
            yield ref, text
    for group in document.edition.groups:
        begun = set(new.row_ids(group.id))
        for row in document.row_ids(group.id):
            for column in group.columns:
                ref = CellRef(column.id, group.id, row)
                text = document.typed(ref)
                if text and not (row in begun and text == new.typed(ref)):
                    yield ref, text


def left_of(workspace: Workspace, form_id: int, document: Document) -> int:
    """How many cells of a form still hold last year's text that nobody has looked at."""
    texts = _read(workspace.settings.get(LAST_YEAR.format(form_id)))
    return sum(document.typed(ref) == text for ref, text in texts.items())


class Unconfirmed(QObject):
    """Those of one open form: a cell is looked at when it is edited, or confirmed as it is."""

    def __init__(self, workspace: Workspace, session: FormSession, view: PaperView) -> None:
        super().__init__(view)
        self._key = LAST_YEAR.format(session.form_id)
        self._workspace = workspace
        self._document = session.document
        self._view = view
        self._texts = _read(workspace.settings.get(self._key))
        session.edited.connect(self._on_edited)
        view.confirmed.connect(self.confirm)
        self._show()

    def confirm(self, cells: Iterable[CellRef]) -> None:
        """These cells are right as they are."""
        left = {ref: text for ref, text in self._texts.items() if ref not in set(cells)}
        if left != self._texts:
            self._texts = left
            with suppress(StoreError):
                self._workspace.settings.put(self._key, _written(left))
            self._show()

    def _on_edited(self, edit: Edit) -> None:
        if edit.changes_version and self._document.version.is_final:
            # Whoever makes a form final stands for all of it.
            self.confirm(self._texts)
        self._show()

    def _show(self) -> None:
        """Undo brings the mark back with the text."""
        typed = self._document.typed
        self._view.set_from_last_year(
            frozenset(ref for ref, text in self._texts.items() if typed(ref) == text)
        )


def _written(texts: dict[CellRef, str]) -> str:
    if not texts:
        return ""
    return json.dumps([[*ref, text] for ref, text in texts.items()], ensure_ascii=False)


def _read(kept: str) -> dict[CellRef, str]:
    """Nothing where it cannot be read: then nothing is marked."""
    try:
        entries = json.loads(kept or "[]")
        return {CellRef(*map(str, entry[:3])): str(entry[3]) for entry in entries}
    except (ValueError, TypeError, IndexError, KeyError):
        return {}
