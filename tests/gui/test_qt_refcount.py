"""PySide6 6.10 and later lose a reference to ``None`` on every void call under Python 3.11.

After some thousand calls the process dies. This is why the version is pinned.
"""

import sys

from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

CALLS = 1000


def test_a_void_call_into_qt_keeps_the_references_of_none(qtbot: QtBot) -> None:
    image = QImage(8, 8, QImage.Format.Format_ARGB32)
    painter = QPainter(image)
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        painter.save()
        painter.restore()
    lost = before - sys.getrefcount(None)
    painter.end()
    # From Python 3.12 on None is immortal and its count stands still.
    assert lost < CALLS / 10
