"""Another font for the paper changes what is drawn, and nothing else."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFontDatabase, QImage, QPainter

from anju_desktop.assets import resource
from anju_desktop.gui import paper_font, theme
from anju_desktop.gui.main_window import MainWindow
from anju_desktop.gui.paper import typesetting
from anju_desktop.gui.paper.typesetting import Typesetter
from anju_desktop.sheet.metrics import default_metrics
from tests.gui.conftest import Answers

TEXT = "住房2024年，𪜀㎡≥100%"


@pytest.fixture
def sans(monkeypatch: pytest.MonkeyPatch, window: MainWindow) -> Iterator[str]:
    """Stands for 黑体: the sans of the interface, which every checkout has."""
    if not QFontDatabase.hasFamily("Anju Sans"):
        path = resource("fonts", "AnjuSans-Regular.ttf")
        assert QFontDatabase.addApplicationFont(str(path)) >= 0
    monkeypatch.setattr(
        paper_font, "FAMILIES", {"仿宋": ("Nobody has this",), "黑体": ("Anju Sans",)}
    )
    yield "黑体"
    typesetting.draw_with("")


def placed(typesetter: Typesetter, text: str, *, bold: bool = False) -> list[tuple[str, float]]:
    """Family and place of every glyph."""
    return [
        (run.rawFont().familyName(), at.x())
        for run in typesetter._glyphs(text, 20.0, bold, 0.0)
        for at in run.positions()
    ]


def picture(text: str) -> QImage:
    image = QImage(400, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    Typesetter(default_metrics()).paint(painter, QPointF(4, 30), text, 20.0)
    painter.end()
    return image


def test_only_what_is_installed_is_offered(sans: str) -> None:
    assert paper_font.installed() == (sans,)
    assert paper_font.family_of("仿宋") == ""


def test_full_characters_alone_are_drawn_otherwise_and_all_stay_in_place(sans: str) -> None:
    typesetter = Typesetter(default_metrics())
    before = placed(typesetter, TEXT)
    paper_font.apply(sans)
    after = placed(typesetter, TEXT)
    assert [x for _, x in after] == [x for _, x in before]
    families = dict(zip(TEXT, (family for family, _ in after), strict=True))
    assert {families[char] for char in "住房年"} == {"Anju Sans"}
    assert {families[char] for char in "2024%"} == {theme.PAPER_FAMILIES[0]}
    # A character that the other font lacks comes from the bundled ones as before.
    assert dict(zip(TEXT, before, strict=True))["𪜀"][0] == families["𪜀"]
    assert [x for _, x in placed(typesetter, TEXT, bold=True)]
    assert "Anju Sans" not in {family for family, _ in placed(typesetter, TEXT, bold=True)}


def test_the_picture_changes_and_comes_back(sans: str) -> None:
    bundled = picture(TEXT)
    paper_font.apply(sans)
    assert picture(TEXT) != bundled
    paper_font.apply("")
    assert picture(TEXT) == bundled


def test_a_font_that_is_gone_from_the_pc_leaves_the_bundled_one(sans: str) -> None:
    bundled = picture(TEXT)
    paper_font.apply("仿宋")
    assert picture(TEXT) == bundled


def test_the_clerk_chooses_and_the_choice_is_kept(
    window: MainWindow, sans: str, answers: Answers
) -> None:
    command, notice = window.commands.actions["paper_font"], window.ui.noticeLabel
    answers.choice = 1
    command.trigger()
    assert window.workspace.settings.get(paper_font.SETTING) == sans
    assert notice.text() == "表格现在用本机的黑体显示和打印。"
    answers.choice = -1
    command.trigger()
    assert window.workspace.settings.get(paper_font.SETTING) == sans
    answers.choice = 0
    command.trigger()
    assert window.workspace.settings.get(paper_font.SETTING) == ""
    assert notice.text() == "表格现在用程序带的宋体显示和打印。"


def test_a_pc_without_such_fonts_is_told_so(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper_font, "FAMILIES", {"仿宋": ("Nobody has this",)})
    window.commands.actions["paper_font"].trigger()
    assert window.ui.noticeLabel.text() == paper_font.NONE_HERE
