"""Glyphs are kept from one painting to the next, and not for ever."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter

from anju_desktop.gui.paper.typesetting import Typesetter, screen_typesetter
from anju_desktop.sheet.metrics import default_metrics
from tests.gui.paper.clerk import Clerk
from tests.gui.paper.conftest import Seat


def _painted(typesetter: Typesetter, pixels: float) -> QImage:
    image = QImage(200, 40, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    typesetter.paint(painter, QPointF(4, 30), "绩效目标 18382", pixels)
    painter.end()
    return image


def test_every_paper_on_the_screen_has_the_same_glyphs(seat: Seat, clerk: Clerk) -> None:
    other = seat(clerk.document)
    assert other.view._typesetter is clerk.view._typesetter is screen_typesetter()


def test_sizes_that_are_gone_through_do_not_pile_up() -> None:
    typesetter = Typesetter(default_metrics())
    first = _painted(typesetter, 12.0)
    for step in range(300):
        _painted(typesetter, 12.0 + step / 10)
    assert len(typesetter._fonts) <= 48
    assert _painted(typesetter, 12.0) == first
