"""What spreadsheets put on the clipboard."""

from PySide6.QtGui import QGuiApplication

from anju_desktop.reading.copied import CellBlock, read_copied


def copied_block() -> CellBlock:
    """The block that was copied last, wherever; empty when no text was."""
    data = QGuiApplication.clipboard().mimeData()
    # Qt for the offscreen platform has none when the clipboard was cleared.
    text, html = (data.text(), data.html()) if data is not None else ("", "")
    return read_copied(text, html)
