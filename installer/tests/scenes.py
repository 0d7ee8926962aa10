"""Pictures of the program as it stands on a screen: ``python scenes.py FORM DATA FOLDER``.

Run by the Python of the release, for somebody to look at: start page, form, preview, about.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from anju_desktop import app
from anju_desktop.gui.main_window import MainWindow

SETTLING_MS = 1500


def main(form: Path, data: Path, folder: Path) -> int:
    """Go from window to window; the exit code of the program."""

    def keep(name: str, widget: QWidget) -> None:
        assert widget.grab().save(str(folder / f"{name}.png"))

    def keep_dialog(name: str) -> None:
        dialog = QApplication.activeModalWidget()
        assert dialog is not None, f"no dialog for {name}"
        keep(name, dialog)
        dialog.close()

    def deeds(window: MainWindow) -> list[Callable[[], object]]:
        return [
            lambda: keep("window-start", window),
            lambda: window.deeds.open_path(form),
            lambda: keep("window-form", window),
            lambda: dialog_of(window, "print", "window-preview"),
            lambda: dialog_of(window, "about", "window-about"),
            window.close,
        ]

    def dialog_of(window: MainWindow, command: str, name: str) -> None:
        QTimer.singleShot(SETTLING_MS, lambda: keep_dialog(name))
        window.commands.actions[command].trigger()

    def begin(window: MainWindow) -> None:
        def go_on() -> None:
            left.pop(0)()
            if left:
                QTimer.singleShot(SETTLING_MS, go_on)

        left = deeds(window)
        QTimer.singleShot(SETTLING_MS, go_on)

    return app.run(["--data", str(data)], begin)


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
