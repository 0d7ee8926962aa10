"""Keys typed into the open editor of a large form, each until what it changes has been painted.

Two windows of the program show the same form, one with its checks and one whose checker has been
detached; the same cell is typed in one and then in the other. In every other row both windows are
asked to paint their findings panel with each key, changed or not. ``keystroke.py SCRATCH ROUNDS``
prints one line of facts.
"""

import statistics
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import large_form
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from anju_desktop import app
from anju_desktop.document.changes import CellRef
from anju_desktop.forms.definition import Edition
from anju_desktop.forms.library import Library
from anju_desktop.gui.main_window import MainWindow
from anju_desktop.gui.paper.view import PaperView
from anju_desktop.gui.session import FormSession
from anju_desktop.gui.workspace import Workspace
from anju_desktop.storage.store import Store

FRAME_MS = 1000 / 60
PATIENCE = 2.0
"""Seconds after which a key that has painted nothing is a failure."""
REST = 0.03
"""Seconds without a painting after which the sheet stands still."""
CHECKED_EACH, LATE = 100, 0.3
"""After each so many keys, so many seconds in which nothing more may be painted."""


class Paints(QObject):
    """Whether a widget or one of its children has been painted since it was last asked."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.seen = False
        widget.installEventFilter(self)

    def take(self) -> bool:
        seen, self.seen = self.seen, False
        return seen

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.seen = True
        return False


@dataclass(slots=True)
class Key:
    """What one key took: milliseconds of wall and of processor time."""

    wall: float
    cpu: float
    told: bool
    """Whether the findings changed, so that the panel was painted too."""
    both: bool
    """Whether the panel was asked to be painted in any case."""


@dataclass(slots=True)
class Desk:
    """A window with the form, and what its keys took."""

    window: MainWindow
    session: FormSession
    view: PaperView
    panel: Paints
    sheet: Paints
    keys: list[Key] = field(default_factory=list)
    changed: bool = False
    both: bool = False
    late: int = 0

    def on_findings_changed(self) -> None:
        self.changed = True


def open_desk(folder: Path, library: Library, edition: Edition) -> Desk:
    """The program's own parts around a store of their own."""
    store = Store.open(folder, library)
    document = large_form.filled(edition)
    created = store.create_submission("测速区", "2024", "测速", [document])
    window = MainWindow(Workspace(store, library))
    window.resize(1366, 728)
    window.show()
    window.open_form(store.forms(created)[0].id)
    settle()
    session, view = window.workspace.current, window.desk.view
    assert session is not None
    assert view is not None
    shown = window.panel.ui.scroll.viewport()
    desk = Desk(window, session, view, Paints(shown), Paints(view.viewport()))
    session.checker.on_change(desk.on_findings_changed)
    return desk


def settle() -> None:
    """Let everything that is due happen, so that it is not counted with the next key."""
    for _ in range(20):
        QApplication.processEvents()


def come_to_rest(desk: Desk) -> None:
    """Wait until the sheet is painted as it will be while the cell is typed."""
    rest_since = time.perf_counter()
    while time.perf_counter() - rest_since < REST:
        QApplication.processEvents()
        if desk.sheet.take():
            rest_since = time.perf_counter()


def type_cell(desk: Desk, ref: CellRef, text: str) -> None:
    """Type over a cell and think better of it: each key is measured, the way out is not."""
    desk.window.activateWindow()
    desk.view.setFocus()
    desk.view.jump_to(ref)
    # At once: while the sheet glides there, all of it is painted again and again.
    desk.view.scrollTo(desk.view.currentIndex())
    desk.view.edit_current()
    come_to_rest(desk)
    editor = desk.view.focusWidget() or desk.view
    editor = QApplication.focusWidget() or editor
    send(editor, Qt.Key.Key_A, "", Qt.KeyboardModifier.ControlModifier)
    settle()
    cell = Paints(painted_part(editor))
    for char in text:
        desk.keys.append(measure(desk, editor, cell, char))
    send(editor, Qt.Key.Key_Escape, "")
    settle()


def painted_part(editor: QWidget) -> QWidget:
    """Where an editor draws its text."""
    viewport = getattr(editor, "viewport", None)
    return viewport() if viewport is not None else editor


def measure(desk: Desk, editor: QWidget, cell: Paints, char: str) -> Key:
    """From the key event until cell, sheet and panel are painted and nothing more is due."""
    desk.changed = False
    wall, cpu = time.perf_counter(), time.thread_time()
    send(editor, Qt.Key(ord(char)) if char.isascii() else Qt.Key.Key_unknown, char)
    if desk.both:
        desk.window.panel.ui.scroll.viewport().update()
    ended = painted_at = None
    while painted_at is None or ended is None:
        QApplication.processEvents()
        if cell.take() | desk.panel.take() | desk.sheet.take():
            painted_at = time.perf_counter(), time.thread_time()
        elif painted_at is not None:
            ended = painted_at
        if time.perf_counter() - wall > PATIENCE:
            raise TimeoutError(f"nothing painted after {char!r}")
    took = Key((ended[0] - wall) * 1000, (ended[1] - cpu) * 1000, desk.changed, desk.both)
    if len(desk.keys) % CHECKED_EACH == 0:
        desk.late += paints_late(desk, cell)
    return took


def paints_late(desk: Desk, cell: Paints) -> int:
    """Whether something is painted a while after the key: then it was not all counted."""
    until = time.perf_counter() + LATE
    while time.perf_counter() < until:
        QApplication.processEvents()
    # The blinking cursor paints the editor, and the sheet under it, on its own.
    cell.take(), desk.sheet.take()
    return int(desk.panel.take())


def send(
    target: QWidget,
    key: Qt.Key,
    text: str,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    """A key as the window system delivers it: pressed and let go."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(target, QKeyEvent(kind, key, modifiers, text))


def cells() -> Iterator[tuple[int, str, str]]:
    """Row, column and text of all that is typed."""
    for number in range(large_form.ROWS):
        texts = large_form.row_texts(number)
        for name in large_form.TYPED:
            yield number, name, texts[name]


def type_all(desks: Sequence[Desk], stride: int) -> None:
    """The same cells in both windows, each time starting with the other one."""
    for turn, (number, name, text) in enumerate(cells()):
        if turn % stride:
            continue
        for desk in desks[:: 1 if turn // stride % 2 else -1]:
            desk.both = number % 2 == 0
            rows = desk.session.document.row_ids(large_form.GROUP)
            type_cell(desk, CellRef(name, large_form.GROUP, rows[number]), text)


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def main(scratch: Path, rounds: int) -> int:
    application = app.make_application()
    library, edition = large_form.load(scratch / "forms")
    checked = open_desk(scratch / "checked", library, edition)
    plain = open_desk(scratch / "plain", library, edition)
    plain.session.checker.close()
    type_all((checked, plain), stride=61)
    for desk in (checked, plain):
        desk.keys.clear()
    for _ in range(rounds):
        type_all((checked, plain), stride=1)
    tell(checked.keys, plain.keys, checked.late, rounds)
    for desk in (checked, plain):
        desk.window.workspace.close(abandon=True)
    application.quit()
    return 0


def settled(keys: list[Key], rounds: int) -> list[Key]:
    """What each key took in the median of the rounds: one that was disturbed does not count."""
    each = len(keys) // rounds
    return [
        Key(
            statistics.median([key.wall for key in alike]),
            statistics.median([key.cpu for key in alike]),
            alike[0].told,
            alike[0].both,
        )
        for alike in (keys[number::each] for number in range(each))
    ]


def tell(every_checked: list[Key], every_plain: list[Key], late: int, rounds: int) -> None:
    """The slowest keys are those of all rounds."""
    checked, plain = settled(every_checked, rounds), settled(every_plain, rounds)
    told = {
        "keys": len(checked),
        "changing": sum(key.told for key in checked),
        "late": late,
        "p99": percentile([key.wall for key in every_checked], 0.99),
        "p99_cpu": percentile([key.cpu for key in every_checked], 0.99),
        "p99_plain": percentile([key.wall for key in every_plain], 0.99),
        "quiet": middle(key for key in checked if not key.told and not key.both),
        "changed": middle(key for key in checked if key.told and not key.both),
    }
    for name, keys in (("checked", checked), ("plain", plain)):
        told[name] = middle(key for key in keys if not key.both)
        told[f"{name}_both"] = middle(key for key in keys if key.both)
    for name, both in (("ratio", False), ("ratio_both", True)):
        pairs = [(c, p) for c, p in zip(checked, plain, strict=True) if c.both is both]
        told[name] = statistics.median([c.cpu / p.cpu for c, p in pairs])
        told[f"{name}_quiet"] = statistics.median([c.cpu / p.cpu for c, p in pairs if not c.told])
    print(" ".join(f"{name}={value}" for name, value in told.items()), flush=True)


def middle(keys: Iterable[Key]) -> float:
    """The median of what keys took of the processor, 0 without any."""
    return statistics.median([key.cpu for key in keys] or [0.0])


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2])))
