"""A main window with nothing in it, until it has been painted: what Qt takes for itself."""

import os
import sys
import time

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow


class _Bare(QMainWindow):
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        QTimer.singleShot(0, _painted)


def _painted() -> None:
    print(f"cpu={time.process_time()} at={time.monotonic()}", flush=True)
    os._exit(0)


if __name__ == "__main__":
    application = QApplication(["bare"])
    window = _Bare()
    window.resize(1366, 728)
    window.show()
    sys.exit(application.exec())
