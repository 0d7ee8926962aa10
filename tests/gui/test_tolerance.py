"""What the comparison with golden images lets pass, and what it does not."""

import io
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget

from anju_desktop.gui import theme
from tools.screens import golden

SEED = 20250318


class Card(QWidget):
    """A little of everything: words, a framed card, two buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "paper")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        self.words = QLabel("年度预算总额填的是 6111万元，财政拨款＋其他资金＝6101万元。")
        self.words.setProperty("kind", "second")
        self.frame = QLabel("改造户数　>=18382户")
        self.frame.setFixedHeight(40)
        self.frame.setStyleSheet("border: 1px solid #D5DADC; background: #FFFFFF; padding: 4px;")
        self.first, self.second = QPushButton("改为 6111"), QPushButton("写说明")
        self.first.setProperty("kind", "primary")
        for part in (self.words, self.frame, self.first, self.second):
            layout.addWidget(part)
        self.setFixedSize(420, 210)


def picture(card: QWidget) -> Image.Image:
    image = card.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    size = (image.width(), image.height())
    data = bytes(image.constBits())
    return Image.frombuffer("RGB", size, data, "raw", "RGB", image.bytesPerLine(), 1)


def kept(card: QWidget) -> Image.Image:
    """As it comes out of the repository."""
    data = golden.encoded(golden.made_small(picture(card), 1.0))
    with Image.open(io.BytesIO(data)) as opened:
        return opened.copy()


def look(before: Image.Image, card: QWidget) -> golden.Difference | None:
    QApplication.processEvents()
    return golden.difference(before, golden.made_small(picture(card), 1.0))


@pytest.fixture
def card(dressed: QApplication) -> Card:
    made = Card()
    made.ensurePolished()
    return made


def changed_figure(card: Card) -> None:
    card.words.setText(card.words.text().replace("6101", "6107"))


def changed_word(card: Card) -> None:
    card.frame.setText(card.frame.text().replace("户", "间"))


def cut_label(card: Card) -> None:
    words = card.words
    words.setFixedWidth(words.fontMetrics().horizontalAdvance(words.text()) - 30)


def moved_button(card: Card) -> None:
    card.second.move(card.second.x(), card.second.y() + 3)


def lost_button(card: Card) -> None:
    card.second.setVisible(False)


def lost_border(card: Card) -> None:
    card.frame.setStyleSheet("border: 1px solid #FFFFFF; background: #FFFFFF; padding: 4px;")


def other_ground(card: Card) -> None:
    card.frame.setStyleSheet("border: 1px solid #D5DADC; background: #EEF4F0; padding: 4px;")


def other_ink(card: Card) -> None:
    card.words.setStyleSheet(f"color: {theme.Token.ERROR.value};")


def other_size(card: Card) -> None:
    card.setFixedSize(420, 214)


@pytest.mark.parametrize(
    "change",
    [
        changed_figure,
        changed_word,
        cut_label,
        moved_button,
        lost_button,
        lost_border,
        other_ground,
        other_ink,
        other_size,
    ],
)
def test_a_change_is_seen(card: Card, change: Callable[[Card], None]) -> None:
    picture(card)
    before = kept(card)
    change(card)
    assert look(before, card) is not None


def test_the_same_is_the_same(card: Card) -> None:
    picture(card)
    assert look(kept(card), card) is None


def test_edges_of_letters_may_be_drawn_otherwise(card: Card) -> None:
    """Another FreeType: each pixel of an edge a little darker or lighter, in no direction."""
    picture(card)
    before = kept(card)
    drawn = picture(card)
    chance = random.Random(SEED)
    areas = {color for count, color in drawn.getcolors(1 << 20) or [] if count > 200}
    pixels = drawn.load()
    assert pixels is not None
    for x in range(drawn.width):
        for y in range(drawn.height):
            here = pixels[x, y]
            assert isinstance(here, tuple)
            if here not in areas:
                by = chance.randint(-24, 24)
                pixels[x, y] = tuple(max(0, min(255, value + by)) for value in here)
    assert golden.difference(before, golden.made_small(drawn, 1.0)) is None


def test_the_difference_can_be_looked_at(card: Card) -> None:
    picture(card)
    before = kept(card)
    lost_button(card)
    shown = golden.shown(before, golden.made_small(picture(card), 1.0))
    dark = sum(count for count, color in shown.getcolors(1 << 20) or [] if color == (155, 20, 24))
    assert shown.size == before.size
    assert dark > 0


def test_a_picture_is_kept_as_the_same_bytes_each_time(card: Card) -> None:
    small = golden.made_small(picture(card), 1.0)
    assert golden.encoded(small) == golden.encoded(small.copy())


def test_a_picture_of_one_screen_comes_before_the_one_of_all(tmp_path: Path) -> None:
    assert golden.golden_of(tmp_path, "about", "1366-150", 1.5).name == "about@150.png"
    (tmp_path / "about-1366-150.png").touch()
    assert golden.golden_of(tmp_path, "about", "1366-150", 1.5).name == "about-1366-150.png"


def test_pictures_for_people_keep_paper_and_panel_apart() -> None:
    paper, panel = (255, 255, 255), (251, 251, 250)
    drawn = Image.new("RGB", (80, 40), paper)
    drawn.paste(panel, (40, 0, 80, 40))
    with Image.open(io.BytesIO(golden.encoded_for_reading(drawn))) as read:
        shown = read.convert("RGB")
    assert (shown.getpixel((10, 10)), shown.getpixel((60, 10))) == (paper, panel)
