"""Makes the pictures of setup from the icon of the program: ``python installer/make_icon.py``.

``anju.ico``, and ``side.bmp`` for its first and last page.
"""

import struct
import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QRect, QSize
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QImage, QPainter

ROOT = Path(__file__).resolve().parents[1]
SIZES = (16, 20, 24, 32, 40, 48, 64, 256)
SIDE = QSize(164, 314)
"""What NSIS gives the picture at the side, at 100 %; Windows stretches it where all is larger."""
SIDE_INK, SIDE_ICON = "#1D5570", 96


def picture(icon: QIcon, size: int) -> bytes:
    """One size: the largest as PNG, the others as bitmaps, which every program can read."""
    image = icon.pixmap(QSize(size, size), 1.0).toImage()
    if size == max(SIZES):
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]
        return bytes(buffer.data().data())
    pixels = image.convertToFormat(QImage.Format.Format_ARGB32).mirrored().constBits()
    mask = bytes((size + 31) // 32 * 4 * size)
    # The height counts picture and mask; the mask is empty, since the pixels have an alpha.
    head = struct.pack("<LllHHLLllLL", 40, size, 2 * size, 1, 32, 0, 0, 0, 0, 0, 0)
    return head + bytes(pixels) + mask


def side(icon: QIcon) -> QImage:
    """The icon on its own colour."""
    image = QImage(SIDE, QImage.Format.Format_RGB32)
    image.fill(QColor(SIDE_INK))
    painter = QPainter(image)
    place = QRect(0, 0, SIDE_ICON, SIDE_ICON)
    place.moveCenter(image.rect().center())
    icon.paint(painter, place.translated(0, -40))
    painter.end()
    return image.convertToFormat(QImage.Format.Format_Indexed8)


def main() -> None:
    """All sizes in one file: a directory of sixteen bytes each, then the pictures."""
    application = QGuiApplication(sys.argv)
    icon = QIcon(str(ROOT / "resources" / "icons" / "app.svg"))
    pictures = [picture(icon, size) for size in SIZES]
    offset = 6 + 16 * len(SIZES)
    head = struct.pack("<HHH", 0, 1, len(SIZES))
    for size, content in zip(SIZES, pictures, strict=True):
        head += struct.pack("<4B2H2L", size % 256, size % 256, 0, 0, 1, 32, len(content), offset)
        offset += len(content)
    (ROOT / "installer" / "anju.ico").write_bytes(head + b"".join(pictures))
    side(icon).save(str(ROOT / "installer" / "side.bmp"), "BMP")  # type: ignore[call-overload]
    application.quit()


if __name__ == "__main__":
    main()
