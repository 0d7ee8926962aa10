"""High contrast: black on white with heavy lines, when the system or the clerk wants it."""

import os
import sys
from collections.abc import Mapping

from PySide6.QtWidgets import QApplication

from anju_desktop.gui import theme
from anju_desktop.gui.theme import Token

SETTING = "contrast"
ON, OFF, AS_SYSTEM = "on", "off", ""

INKS: dict[Token, str] = {
    Token.DESK: "#C4C8CA",
    Token.LABEL: "#ECECEC",
    Token.LOCKED: "#D4D4D4",
    Token.COMPUTED: "#DDF0E4",
    Token.CHROME: "#FFFFFF",
    Token.PANEL: "#FFFFFF",
    Token.RULE: "#000000",
    Token.RULE_LIGHT: "#5A5A5A",
    Token.INK: "#000000",
    Token.INK_SECOND: "#000000",
    Token.INK_THIRD: "#1A1A1A",
    Token.GRID: "#000000",
    Token.FRAME: "#000000",
    Token.ACCENT: "#00344F",
    Token.ACCENT_HOVER: "#001E2E",
    Token.ACCENT_TINT: "#CFE6F3",
    Token.SELECTION: "#A9D6F0",
    Token.INPUT_BORDER: "#000000",
    Token.CONTROL_BORDER: "#000000",
    Token.ERROR: "#7A0000",
    Token.ERROR_TINT: "#FFDCDC",
    Token.EXPLAIN: "#573700",
    Token.EXPLAIN_TINT: "#FFF0B8",
    Token.HINT: "#0F3A52",
    Token.HINT_TINT: "#E0EEF6",
    Token.SAFE: "#0B4625",
    Token.DISABLED: "#595959",
}
"""All words on their ground by at least 7 to 1, all lines that mean something by 4.5 to 1."""

_GET_HIGH_CONTRAST, _HIGH_CONTRAST_ON = 0x42, 1


def apply(*, high: bool) -> None:
    """Dress the open program in high contrast, or as usual again."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    theme.recolor(application, INKS if high else {})


def is_wanted(setting: str, environment: Mapping[str, str] = os.environ) -> bool:
    """What the clerk chose, else what the system says."""
    if setting != AS_SYSTEM:
        return setting == ON
    if sys.platform == "win32":
        return _windows_wants_it()
    return "highcontrast" in environment.get("GTK_THEME", "").lower()


if sys.platform == "win32":

    def _windows_wants_it() -> bool:
        """What is set under 轻松使用; a system that does not answer wants nothing."""
        import ctypes
        from ctypes import wintypes

        class HighContrast(ctypes.Structure):
            _fields_ = (
                ("size", wintypes.UINT),
                ("flags", wintypes.DWORD),
                ("scheme", wintypes.LPWSTR),
            )

        answer = HighContrast(ctypes.sizeof(HighContrast), 0, None)
        ask = ctypes.windll.user32.SystemParametersInfoW
        answered = ask(_GET_HIGH_CONTRAST, answer.size, ctypes.byref(answer), 0)
        return bool(answered) and bool(answer.flags & _HIGH_CONTRAST_ON)
