"""A long form scrolled, every painting measured: ``scrolling.py SCRATCH ROWS WIDTH HEIGHT SCALE``.

The whole window of the program shows the form. One step is a notch of the wheel, PageDown or a
repeat of the held Down key, and lasts until all that it changes is painted. Prints one line of
facts: of each way to scroll the processor time of its steps in milliseconds.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

LEAST_STEPS = 400
"""Of each way to scroll, so that the 99th percentile is more than the slowest one."""
PAUSE = 0.7
"""Seconds before each way to scroll."""
QUIET = 3
"""Rounds of the event loop without a painting after which a step is over."""


def wheel(pixels: int) -> Callable[["Desk"], None]:
    """One notch: downwards is negative, as Qt has it."""

    def turn(desk: "Desk") -> None:
        viewport = desk.view.viewport()
        here = QPointF(viewport.rect().center())
        event = QWheelEvent(
            here,
            QPointF(viewport.mapToGlobal(here.toPoint())),
            QPoint(),
            QPoint(0, pixels),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(viewport, event)

    return turn


def key(code: Qt.Key, *, held: bool = False) -> Callable[["Desk"], None]:
    """A key, or its repeat while it is held."""

    def press(desk: "Desk") -> None:
        event = QKeyEvent(
            QEvent.Type.KeyPress, code, Qt.KeyboardModifier.NoModifier, "", autorep=held
        )
        QApplication.sendEvent(desk.view, event)

    return press


WAYS: dict[str, tuple[Callable[["Desk"], None], Callable[["Desk"], None]]] = {
    "wheel": (wheel(-120), wheel(120)),
    "page": (key(Qt.Key.Key_PageDown), key(Qt.Key.Key_PageUp)),
    "held": (key(Qt.Key.Key_Down, held=True), key(Qt.Key.Key_Up, held=True)),
}
"""Of each way to scroll the step down and the step up."""


def steps(desk: "Desk", way: str) -> Iterator[float]:
    """Milliseconds of each step, down to the end of the form and up again, as often as needed."""
    rest(desk)
    done = 0
    while done < LEAST_STEPS:
        for step in WAYS[way]:
            # The last step of a way finds nothing to scroll, so it paints nothing.
            while (took := measure(desk, step)) is not None:
                done += 1
                yield took


def rest(desk: "Desk") -> None:
    """Begin at the first row, where one has stopped: what waits for a pause has come."""
    bar = desk.view.verticalScrollBar()
    assert bar.maximum() > 10 * desk.view.viewport().height()
    cells = desk.view.paper_model().fillable()
    desk.view.jump_to(next(ref for cell in cells for ref in cell.refs if ref.row))
    until = time.monotonic() + PAUSE
    while time.monotonic() < until:
        QApplication.processEvents()
        time.sleep(0.01)


def measure(desk: "Desk", step: Callable[["Desk"], None]) -> float | None:
    """From the event until nothing more is painted; None when nothing was."""
    desk.sheet.take()
    begun = time.thread_time()
    step(desk)
    ended, quiet = None, 0
    while quiet < QUIET:
        QApplication.processEvents()
        if desk.sheet.take() | desk.panel.take():
            ended, quiet = time.thread_time(), 0
        else:
            quiet += 1
    return None if ended is None else (ended - begun) * 1000


def main(scratch: Path, rows: int, width: int, height: int) -> int:
    application = app.make_application()
    library, edition = large_form.load(scratch / "forms", rows)
    desk = open_desk(scratch / "store", library, edition)
    desk.window.resize(width, height)
    settle()
    told = {way: ",".join(f"{took:.3f}" for took in steps(desk, way)) for way in WAYS}
    print(" ".join(f"{way}={times}" for way, times in told.items()), flush=True)
    desk.window.workspace.close(abandon=True)
    application.quit()
    return 0


if __name__ == "__main__":
    # Before Qt is asked for anything.
    os.environ["QT_SCALE_FACTOR"] = sys.argv[5]

    import large_form
    from keystroke import Desk, open_desk, settle

    from anju_desktop import app

    sys.exit(main(Path(sys.argv[1]), *map(int, sys.argv[2:5])))
