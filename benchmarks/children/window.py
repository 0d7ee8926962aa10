"""The whole program on an existing store, until its form has been painted: ``window.py STORE``."""

import os
import sys
import time
from typing import TYPE_CHECKING

from anju_desktop import app

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from anju_desktop.gui.main_window import MainWindow


def _painted(window: "MainWindow") -> None:
    cpu, at = time.process_time(), time.monotonic()
    session = window.workspace.current
    view = window.desk.view
    if session is None or view is None or not _shows_text(view) or not _shows_text(window.panel):
        sys.stderr.write("the window stands, but not with a filled form and its findings\n")
        os._exit(1)
    findings = len(session.checker.findings())
    print(f"cpu={cpu} at={at} findings={findings}", flush=True)
    # The store is put away by the next start: an end like this one must be harmless anyway.
    os._exit(0)


def _shows_text(widget: "QWidget") -> bool:
    """Whether what is on the screen, not what a new painting would give, is written on."""
    from PySide6.QtCore import QPoint

    window = widget.window()
    corner = widget.mapTo(window, QPoint(0, 0))
    shot = window.screen().grabWindow(
        window.winId(), corner.x(), corner.y(), widget.width(), widget.height()
    )
    image = shot.toImage()
    dark = sum(
        image.pixelColor(x, y).lightness() < 100
        for x in range(0, image.width(), 3)
        for y in range(0, image.height(), 3)
    )
    return dark > 100


if __name__ == "__main__":
    sys.exit(app.run(["--data", sys.argv[1], "--continue"], _painted))
