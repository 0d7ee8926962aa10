"""One table of colours, the fonts, and the style of the whole program.

Style sheet and painting code read the same :class:`Token` names, so a colour exists once. Sizes
are logical pixels: points follow the logical dpi, which differs between Windows and Linux.
"""

import sys
from collections.abc import Mapping
from enum import Enum
from functools import cache

from PySide6.QtCore import QDir, QLibraryInfo, QRect, QRectF, Qt, QTranslator
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QGuiApplication,
    QIcon,
    QPainter,
    QPalette,
)
from PySide6.QtWidgets import QApplication, QWidget

from anju_desktop.assets import resource
from anju_desktop.errors import AnjuError
from anju_desktop.forms.definition import Level

# -- colours -----------------------------------------------------------------------------------


class Token(Enum):
    """Every colour of the program; in the style sheet ``$desk``, ``$rule_light`` and so on."""

    DESK = "#DFE4E6"
    PAPER = "#FFFFFF"
    LABEL = "#F4F4F0"
    LOCKED = "#E9EBE8"
    COMPUTED = "#EEF4F0"
    CHROME = "#F7F8F8"
    PANEL = "#FBFBFA"
    RULE = "#D5DADC"
    RULE_LIGHT = "#E7EAEB"
    INK = "#1E2528"
    INK_SECOND = "#4D585E"
    INK_THIRD = "#57636A"
    GRID = "#6E787D"
    FRAME = "#2E3639"
    ACCENT = "#1D5570"
    ACCENT_HOVER = "#174559"
    ACCENT_TINT = "#E3EEF3"
    SELECTION = "#D6E6EE"
    INPUT_BORDER = "#7F8B91"
    CONTROL_BORDER = "#C3CACD"
    ERROR = "#9B1418"
    ERROR_TINT = "#F8DCD9"
    EXPLAIN = "#8A5A00"
    EXPLAIN_TINT = "#FFF3D3"
    HINT = "#3B6177"
    HINT_TINT = "#E9F0F4"
    SAFE = "#2C6A45"
    DISABLED = "#A2ABAF"


LEVEL_COLORS = {Level.ERROR: Token.ERROR, Level.EXPLAIN: Token.EXPLAIN, Level.HINT: Token.HINT}
LEVEL_TINTS = {
    Level.ERROR: Token.ERROR_TINT,
    Level.EXPLAIN: Token.EXPLAIN_TINT,
    Level.HINT: Token.HINT_TINT,
}


_other_inks: dict[Token, str] = {}
"""What stands in place of colours of the table, such as those of high contrast."""


def code(token: Token) -> str:
    """The colour as it is now, as style sheets and markup write it."""
    return _other_inks.get(token, token.value)


@cache
def color(token: Token) -> QColor:
    """The colour as Qt wants it; shared, so do not change it."""
    return QColor(code(token))


def recolor(application: QApplication, inks: Mapping[Token, str]) -> None:
    """Put other colours in place of those of the table, on everything that is open."""
    _other_inks.clear()
    _other_inks.update(inks)
    color.cache_clear()
    application.setPalette(_palette())
    application.setStyleSheet(style_sheet())


def fill(painter: QPainter, area: QRect | QRectF, ink: QColor, *more: QRectF) -> None:
    """Fill rectangles; leaves the painter without pen and brush.

    ``QPainter.fillRect`` also takes the name of a gradient: on its first call PySide6 makes Python
    enums of all there are, which takes longer than to paint the window.
    """
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    for each in (area, *more):
        painter.drawRect(each)
    painter.setBrush(Qt.BrushStyle.NoBrush)


_PALETTE = {
    QPalette.ColorRole.Window: Token.CHROME,
    QPalette.ColorRole.WindowText: Token.INK,
    QPalette.ColorRole.Base: Token.PAPER,
    QPalette.ColorRole.AlternateBase: Token.PAPER,
    QPalette.ColorRole.Text: Token.INK,
    QPalette.ColorRole.PlaceholderText: Token.INK_THIRD,
    QPalette.ColorRole.Button: Token.PAPER,
    QPalette.ColorRole.ButtonText: Token.INK,
    QPalette.ColorRole.BrightText: Token.PAPER,
    QPalette.ColorRole.ToolTipBase: Token.PAPER,
    QPalette.ColorRole.ToolTipText: Token.INK,
    QPalette.ColorRole.Highlight: Token.SELECTION,
    QPalette.ColorRole.HighlightedText: Token.INK,
    QPalette.ColorRole.Link: Token.ACCENT,
    QPalette.ColorRole.LinkVisited: Token.ACCENT,
    QPalette.ColorRole.Light: Token.PAPER,
    QPalette.ColorRole.Midlight: Token.RULE_LIGHT,
    QPalette.ColorRole.Mid: Token.RULE,
    QPalette.ColorRole.Dark: Token.INPUT_BORDER,
    QPalette.ColorRole.Shadow: Token.INK_SECOND,
    QPalette.ColorRole.Accent: Token.ACCENT,
}
_TEXT_ROLES = (
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.Text,
    QPalette.ColorRole.ButtonText,
)


def _palette() -> QPalette:
    palette = QPalette()
    for role, token in _PALETTE.items():
        palette.setColor(role, color(token))
    for role in _TEXT_ROLES:
        palette.setColor(QPalette.ColorGroup.Disabled, role, color(Token.DISABLED))
    return palette


# -- type --------------------------------------------------------------------------------------

NOTE, BASE, HEADING, SECTION, CURRENT, PAGE = 12, 13, 14, 15, 18, 22
"""Sizes of the interface in pixels; nothing is smaller than ``NOTE``."""

_RARE_FAMILIES = ("Noto Serif SC", "HanaMinB")
UI_FAMILIES = ("Microsoft YaHei UI", "Anju Sans", "Anju Serif Common", *_RARE_FAMILIES)
PAPER_FAMILIES = ("Anju Serif Common", *_RARE_FAMILIES)
"""In the order in which a glyph is looked for, the same as in the PDF."""

_SANS = ("AnjuSans-Regular.ttf", "AnjuSans-Bold.ttf")
_SERIF = ("AnjuSerifCommon-Regular.ttf", "AnjuSerifCommon-Bold.ttf")
_RARE = ("NotoSerifSC-Regular.ttf", "NotoSerifSC-Bold.ttf", "HanaMinB.ttf")


def ui_font(pixels: int = BASE, bold: bool = False) -> QFont:
    """A font of the interface."""
    return _font(UI_FAMILIES, pixels, bold)


def paper_font(pixels: float, bold: bool = False) -> QFont:
    """The serif that is printed; everything that will be printed is shown in it."""
    return _font(PAPER_FAMILIES, max(1, round(pixels)), bold)


def _font(families: tuple[str, ...], pixels: int, bold: bool) -> QFont:
    font = QFont()
    font.setFamilies(list(families))
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    return font


@cache
def provide_paper_fonts() -> None:
    """Register the serif for the common characters."""
    _register(_SERIF)


def registered(file: str) -> QFont | None:
    """The font that a file was registered as; None for a file that Qt does not know yet."""
    if file not in _SERIF:
        return None
    provide_paper_fonts()
    font = QFont(PAPER_FAMILIES[0])
    font.setBold(file == _SERIF[1])
    return font


@cache
def provide_rare_fonts() -> None:
    """Register the serifs for rare characters: large, so only when a form holds such a one."""
    _register(_RARE)


@cache
def _provide_ui_fonts() -> None:
    # The Windows release comes without the sans: all its PCs have 微软雅黑, or else see the serif.
    left_out = sys.platform == "win32" and not resource("fonts", _SANS[0]).is_file()
    if not QFontDatabase.hasFamily(UI_FAMILIES[0]) and not left_out:
        _register(_SANS)


def _register(files: tuple[str, ...]) -> None:
    for file in files:
        path = resource("fonts", file)
        # Qt fails silently with -1; a program without its fonts would show boxes.
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise AnjuError(f"字体文件“{path}”打不开，程序没有装完整，请重新安装。")


# -- style -------------------------------------------------------------------------------------


def style_sheet() -> str:
    """``anju.qss`` with the colours filled in."""
    text = resource("styles", "anju.qss").read_text(encoding="utf-8")
    # ``__members__`` holds all names, also of tokens that share a colour; longer names first,
    # since one may begin with another.
    for name in sorted(Token.__members__, key=len, reverse=True):
        text = text.replace(f"${name.lower()}", code(Token[name]))
    return text


def prepare() -> None:
    """What must be said before the application object exists."""
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )


def apply(application: QApplication) -> None:
    """Dress the application: colours, fonts, style sheet, Chinese for the standard buttons.

    The style itself, Fusion, is asked for by an argument of the application: to hand a QStyle to
    Python costs more than to paint with it.
    """
    QDir.addSearchPath("icons", str(resource("icons")))
    _translate(application)
    hints = application.styleHints()
    # Qt has this since 6.8; on arm64 it is 6.7 that runs on the older systems.
    if hasattr(hints, "setColorScheme"):
        hints.setColorScheme(Qt.ColorScheme.Light)
    application.setPalette(_palette())
    _provide_ui_fonts()
    provide_paper_fonts()
    application.setFont(ui_font())
    application.setStyleSheet(style_sheet())


def settle() -> None:
    """What can wait until the window stands: dialogs write dates and numbers the Chinese way.

    The words come from the translation. ``QLocale`` brings over 800 names, of languages and
    countries, of which PySide6 makes Python enums when it is imported.
    """
    from PySide6.QtCore import QLocale

    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))


def _translate(application: QApplication) -> None:
    qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    # The second has the words that the first leaves in English.
    for name, folder in (("qtbase_zh_CN", qt_folder), ("qt_words", str(resource("words")))):
        translator = QTranslator(application)
        if not translator.load(name, folder):
            raise AnjuError(f"界面文字文件 {name}.qm 不见了，程序没有装完整，请重新安装。")
        application.installTranslator(translator)


def icon(name: str) -> QIcon:
    """An icon of the program, for example ``icon("print")``."""
    return QIcon(f"icons:{name}.svg")


def set_kind(widget: QWidget, kind: str) -> None:
    """Give a widget another ``kind`` for the style sheet, which looks again only when asked."""
    if widget.property("kind") == kind:
        return
    widget.setProperty("kind", kind)
    # A widget that has never been shown is polished then, with this kind.
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)
