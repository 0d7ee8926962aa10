"""What the next start finds as it was left: the window, its parts, the place in each form."""

import json
from contextlib import suppress
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QMainWindow, QSplitter

from anju_desktop.document.changes import CellRef, FieldChanged
from anju_desktop.errors import StoreError
from anju_desktop.gui.paper.view import PaperView
from anju_desktop.gui.returned_cells import ReturnedCells
from anju_desktop.gui.screens import room_around
from anju_desktop.gui.session import FormSession
from anju_desktop.gui.workspace import Workspace

_WINDOW = "window"
_PLACE = "place:{}"
LAST_YEAR = "last-year:{}"
"""Of a form begun from last year's the cells that nobody has looked at yet."""
_LEAST_PART = 120
"""A part that was pushed together further than this comes back at its usual size."""


class Places:
    """Cell, zoom and height of scrolling of each form, kept when its paper is put away."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def keep(self, form_id: int, view: PaperView) -> None:
        """Remember where the clerk is; a disk that refuses costs no more than this."""
        ref = view.current_ref()
        place = {
            "cell": [ref.field, ref.group, ref.row] if ref is not None else None,
            "zoom": None if view.fits_width() else view.zoom(),
            "top": view.verticalScrollBar().value(),
            "left": view.horizontalScrollBar().value(),
        }
        with suppress(StoreError):
            place["edits"] = self._workspace.store.form(form_id).edits
            self._workspace.settings.put(_PLACE.format(form_id), json.dumps(place))

    def follow(self, session: FormSession, view: PaperView) -> None:
        """Show what is from last year until somebody has looked at it, and what was returned."""
        ReturnedCells(self._workspace, session.form_id, view)
        if self._workspace.settings.get(LAST_YEAR.format(session.form_id)):
            from anju_desktop.gui.unconfirmed import Unconfirmed

            Unconfirmed(self._workspace, session, view)

    def restore(self, form_id: int, view: PaperView) -> None:
        """Go there again, as far as it still exists; a form seen first begins at its corner."""
        place = _read(self._workspace.settings.get(_PLACE.format(form_id)))
        zoom, cell = place.get("zoom"), place.get("cell")
        if isinstance(zoom, (int, float)):
            view.set_zoom(zoom)
        written = self._written_since(form_id, place.get("edits"))
        if written is not None:
            view.jump_to(written)
            return
        if isinstance(cell, list) and len(cell) == 3:
            view.jump_to(CellRef(*map(str, cell)))
        top, left = _pair([place.get("top"), place.get("left")]) or (0, 0)
        # How far one can scroll is known when the paper lies in the window.
        QTimer.singleShot(0, view, partial(_scroll, view, view.current_ref(), top, left))

    def _written_since(self, form_id: int, edits: object) -> CellRef | None:
        """The cell of the last edit where one came after the place was kept: the power failed."""
        store = self._workspace.store
        with suppress(StoreError):
            # The first edit made the form, with all that stood in it.
            if store.form(form_id).edits in (1, edits):
                return None
            entry = store.latest_edit(form_id)
            changes = entry.edit.changes if entry is not None else ()
            return next((c.ref for c in changes if isinstance(c, FieldChanged)), None)
        return None


def _scroll(view: PaperView, cell: CellRef | None, top: int, left: int) -> None:
    """Unless somebody has gone to another cell since."""
    if view.current_ref() == cell:
        view.verticalScrollBar().setValue(top)
        view.horizontalScrollBar().setValue(left)


class WindowMemory:
    """Size of the window and of its parts; a smaller screen gets what fits on it."""

    def __init__(self, window: QMainWindow, workspace: Workspace, *parts: QSplitter) -> None:
        self._window = window
        self._workspace = workspace
        self._parts = parts

    def keep(self) -> None:
        window = self._window
        normal = window.normalGeometry()
        kept: dict[str, Any] = {
            "size": [normal.width(), normal.height()],
            "place": [normal.x(), normal.y()],
            "full": window.isMaximized(),
            "parts": {_name(part): part.sizes() for part in self._parts},
        }
        with suppress(StoreError):
            self._workspace.settings.put(_WINDOW, json.dumps(kept))

    def restore(self) -> bool:
        """Show the window as it was left; False when nothing is known of it."""
        kept = _read(self._workspace.settings.get(_WINDOW))
        size, place = _pair(kept.get("size")), _pair(kept.get("place"))
        if size is None or place is None:
            return False
        room = room_around(self._window)
        width, height = min(size[0], room.width()), min(size[1], room.height())
        self._window.resize(width, height)
        self._window.move(
            max(room.left(), min(place[0], room.right() - width)),
            max(room.top(), min(place[1], room.bottom() - height)),
        )
        if kept.get("full"):
            self._window.showMaximized()
        else:
            self._window.show()
        parts = kept.get("parts")
        for part in self._parts:
            _divide(part, parts.get(_name(part)) if isinstance(parts, dict) else None)
        return True


def _name(part: QSplitter) -> str:
    """A part is divided otherwise when it stands upright."""
    upright = part.orientation() == Qt.Orientation.Vertical
    return f"{part.objectName()}{'-below' if upright else ''}"


def _divide(part: QSplitter, sizes: object) -> None:
    """The sizes from last time: in another width Qt takes them as shares."""
    pair = _pair(sizes)
    if pair is not None and min(pair) >= _LEAST_PART:
        part.setSizes(list(pair))


def _pair(value: object) -> tuple[int, int] | None:
    if isinstance(value, list) and len(value) == 2 and all(type(each) is int for each in value):
        return value[0], value[1]
    return None


def _read(text: str) -> dict[str, Any]:
    """What was kept; nothing where it cannot be read, since it is only a convenience."""
    try:
        kept = json.loads(text or "{}")
    except ValueError:
        return {}
    return kept if isinstance(kept, dict) else {}
