"""High contrast, and colours in grey."""

import sys
from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from anju_desktop.forms.definition import Level
from anju_desktop.gui import contrast, theme
from anju_desktop.gui.main_window import MainWindow
from anju_desktop.gui.theme import LEVEL_COLORS, LEVEL_TINTS, Token
from tests.gui.test_theme import contrast as ratio

WORDS = (Token.INK, Token.INK_SECOND, Token.INK_THIRD, Token.ACCENT)
GROUNDS = (
    *(Token.PAPER, Token.CHROME, Token.PANEL, Token.DESK, Token.SELECTION, Token.LABEL),
    *(Token.LOCKED, Token.COMPUTED, Token.ACCENT_TINT),
)
LINES = (Token.RULE, Token.GRID, Token.FRAME, Token.INPUT_BORDER, Token.CONTROL_BORDER)


@pytest.fixture
def high(dressed: QApplication) -> Iterator[None]:
    contrast.apply(high=True)
    yield
    contrast.apply(high=False)


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("words", WORDS)
def test_words_stand_out_seven_times_on_every_ground(
    high: None, words: Token, ground: Token
) -> None:
    assert ratio(words, ground) >= 7


@pytest.mark.parametrize("line", LINES)
def test_lines_stand_out_on_paper_and_desk(high: None, line: Token) -> None:
    assert ratio(line, Token.PAPER) >= 4.5
    assert ratio(line, Token.DESK) >= 4.5


@pytest.mark.parametrize("level", list(Level))
def test_levels_stand_out_seven_times(high: None, level: Level) -> None:
    assert ratio(LEVEL_COLORS[level], Token.PAPER) >= 7
    assert ratio(LEVEL_COLORS[level], LEVEL_TINTS[level]) >= 7


def test_what_cannot_be_used_can_still_be_read(high: None) -> None:
    assert ratio(Token.DISABLED, Token.PAPER) >= 7


def test_every_colour_of_the_style_is_of_high_contrast(high: None) -> None:
    style = theme.style_sheet()
    usual = {token.value for token in contrast.INKS} - set(contrast.INKS.values())
    assert [each for each in usual if each in style] == []


def test_the_command_changes_the_colours_and_remembers(sample: MainWindow) -> None:
    command = sample.commands.actions["contrast"]
    before = sample.grab().toImage()
    command.trigger()
    assert theme.color(Token.INK) == QColor("#000000")
    assert sample.palette().windowText().color() == QColor("#000000")
    assert sample.workspace.store.setting(contrast.SETTING) == contrast.ON
    assert sample.grab().toImage() != before
    command.trigger()
    assert theme.color(Token.INK) == QColor(Token.INK.value)
    assert sample.workspace.store.setting(contrast.SETTING) == contrast.OFF


@pytest.mark.skipif(sys.platform == "win32", reason="asks Windows itself")
@pytest.mark.parametrize(
    ("setting", "environment", "wanted"),
    [
        ("", {}, False),
        ("", {"GTK_THEME": "Adwaita"}, False),
        ("", {"GTK_THEME": "HighContrastInverse"}, True),
        ("off", {"GTK_THEME": "HighContrast"}, False),
        ("on", {}, True),
    ],
)
def test_the_choice_of_the_clerk_goes_before_that_of_the_system(
    setting: str, environment: dict[str, str], wanted: bool
) -> None:
    assert contrast.is_wanted(setting, environment) is wanted


def lightness(token: Token) -> float:
    """How light a colour is in grey, from 0 to 100 (CIE L*)."""
    whole = (ratio(token, Token.PAPER) ** -1) * 1.05 - 0.05
    return 116 * whole ** (1 / 3) - 16 if whole > 0.008856 else 903.3 * whole


def test_levels_are_told_apart_in_grey_by_mark_and_by_ground() -> None:
    marks = [lightness(LEVEL_COLORS[each]) for each in (Level.ERROR, Level.EXPLAIN)]
    grounds = [lightness(LEVEL_TINTS[each]) for each in (Level.ERROR, Level.EXPLAIN)]
    assert marks[1] - marks[0] >= 5
    assert grounds[1] - grounds[0] >= 4
    # The heaviest is the darkest.
    assert marks[0] == min(lightness(each) for each in LEVEL_COLORS.values())


def test_what_is_printed_computed_and_locked_is_told_apart_in_grey() -> None:
    grounds = [Token.PAPER, Token.LABEL, Token.LOCKED]
    greys = [lightness(each) for each in grounds]
    assert all(light - dark >= 3 for light, dark in pairwise(greys))
