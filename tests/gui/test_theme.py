"""Colours, fonts and the style sheet."""

import re
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontDatabase, QImage, QPainter
from PySide6.QtWidgets import QApplication

from anju_desktop.assets import resource
from anju_desktop.errors import AnjuError
from anju_desktop.forms.definition import Level
from anju_desktop.gui import theme
from anju_desktop.gui.marks import LEVELS, Counts, paint_mark
from anju_desktop.gui.theme import LEVEL_COLORS, LEVEL_TINTS, Token


def luminance(token: Token) -> float:
    """Relative luminance as WCAG defines it."""

    def linear(channel: int) -> float:
        part = channel / 255
        return part / 12.92 if part <= 0.03928 else float(((part + 0.055) / 1.055) ** 2.4)

    color = theme.color(token)
    return (
        0.2126 * linear(color.red())
        + 0.7152 * linear(color.green())
        + 0.0722 * linear(color.blue())
    )


def contrast(one: Token, other: Token) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("text", [Token.INK, Token.INK_SECOND, Token.INK_THIRD, Token.ACCENT])
@pytest.mark.parametrize(
    "ground", [Token.PAPER, Token.CHROME, Token.PANEL, Token.DESK, Token.SELECTION]
)
def test_words_can_be_read_on_every_ground(text: Token, ground: Token) -> None:
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize("level", list(Level))
def test_a_level_can_be_read_on_paper_and_on_its_own_tint(level: Level) -> None:
    assert contrast(LEVEL_COLORS[level], Token.PAPER) >= 4.5
    assert contrast(LEVEL_COLORS[level], LEVEL_TINTS[level]) >= 4.5


def test_the_style_sheet_names_only_colours_that_exist() -> None:
    style = theme.style_sheet()
    assert "$" not in style
    assert "{" in style


def test_the_style_sheet_has_no_colour_of_its_own() -> None:
    text = resource("styles", "anju.qss").read_text(encoding="utf-8")
    assert re.findall(r"#[0-9A-Fa-f]{3,8}\b", text) == []


def test_nothing_is_written_smaller_than_12_pixels() -> None:
    text = resource("styles", "anju.qss").read_text(encoding="utf-8")
    assert min(int(size) for size in re.findall(r"font-size: (\d+)px", text)) >= theme.NOTE


def test_every_icon_that_is_asked_for_can_be_drawn(dressed: QApplication) -> None:
    names = [path.stem for path in resource("icons").glob("*.svg")]
    assert len(names) > 20
    for name in names:
        assert not theme.icon(name).pixmap(QSize(16, 16)).isNull()


def test_icons_named_in_code_and_forms_exist() -> None:
    root = Path(theme.__file__).parents[2]
    sources = [*root.glob("anju_desktop/gui/**/*.py"), *root.glob("resources/styles/*.qss")]
    named: set[str] = set()
    for source in sources:
        text = source.read_text(encoding="utf-8")
        named |= set(re.findall(r"icons:([\w-]+)\.svg", text))
        named |= set(re.findall(r'theme\.icon\("([\w-]+)"\)', text))
    known = {path.stem for path in resource("icons").glob("*.svg")}
    assert named
    assert named <= known


def test_a_font_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFontDatabase, "addApplicationFont", lambda _: -1)
    with pytest.raises(AnjuError, match="字体文件"):
        theme._register(("缺失.ttf",))


def test_paper_and_interface_have_their_fonts(dressed: QApplication) -> None:
    assert QFontDatabase.hasFamily(theme.PAPER_FAMILIES[0])
    assert any(QFontDatabase.hasFamily(family) for family in theme.UI_FAMILIES)


def test_each_level_has_a_shape_of_its_own(dressed: QApplication) -> None:
    shapes = []
    for level in LEVELS:
        image = QImage(16, 16, QImage.Format.Format_Alpha8)
        image.fill(0)
        painter = QPainter(image)
        paint_mark(painter, image.rect().toRectF(), level)
        painter.end()
        shapes.append(bytes(image.constBits()))
    assert len(set(shapes)) == len(LEVELS)


def test_counts_are_said_in_words() -> None:
    assert Counts(1, 0, 2).words() == "错误 1，提示 2"
    assert Counts().words() == "没有发现问题"
    assert Counts(1, 2, 3) + Counts(1, 0, 0) == Counts(2, 2, 3)
    assert Counts(0, 2, 1).present() == ((Level.EXPLAIN, 2), (Level.HINT, 1))


def test_the_program_stays_light_on_a_dark_desktop(dressed: QApplication) -> None:
    assert dressed.styleHints().colorScheme() is not Qt.ColorScheme.Dark
    assert dressed.palette().window().color() == theme.color(Token.CHROME)


def test_without_its_sans_the_windows_release_shows_the_serif(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(theme, "UI_FAMILIES", ("no such family",))
    monkeypatch.setattr(theme, "resource", tmp_path.joinpath)
    provide = theme._provide_ui_fonts.__wrapped__
    with monkeypatch.context() as windows:
        windows.setattr(sys, "platform", "win32")
        provide()
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(AnjuError, match="没有装完整"):
        provide()
