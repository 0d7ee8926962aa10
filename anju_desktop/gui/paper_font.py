"""Which Chinese font the paper is shown and printed in: the bundled one, or one of this PC.

Only what is drawn changes. Where every character stands comes from the layout as before, so that
lines, rows and pages are the same on every PC; and what leaves the program as a file is always
written with the bundled fonts.
"""

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication, QWidget

from anju_desktop.gui import messages
from anju_desktop.gui.paper import typesetting
from anju_desktop.gui.workspace import Workspace

SETTING = "paper-font"
FAMILIES = {
    "宋体": ("SimSun", "宋体"),
    "仿宋": ("FangSong", "仿宋", "FangSong_GB2312", "仿宋_GB2312"),
    "楷体": ("KaiTi", "楷体", "KaiTi_GB2312", "楷体_GB2312"),
    "黑体": ("SimHei", "黑体"),
}
"""What Windows calls its fonts for documents, in English and in Chinese."""

NONE_HERE = "这台电脑没有装宋体、仿宋、楷体或黑体，表格仍用程序带的宋体。"
_QUESTION = (
    "本机的字体只用来显示和打印，字的位置、分行、分页都不变；"
    "导出的 PDF、Excel 和上报包照旧用程序带的字体，在哪台电脑上都一样。"
)
_BUNDLED = "程序带的宋体（平常用这个）"


def family_of(name: str) -> str:
    """The installed family of a font; ``""`` for a font that this PC does not have."""
    return next(filter(QFontDatabase.hasFamily, FAMILIES.get(name, ())), "")


def installed() -> tuple[str, ...]:
    """The names of those that this PC has."""
    return tuple(name for name in FAMILIES if family_of(name))


def apply(name: str) -> None:
    """Draw with this font from now on, with the bundled one if there is none of this name."""
    typesetting.draw_with(family_of(name))
    for widget in QApplication.allWidgets():
        # Views have an ``update`` of another kind.
        QWidget.update(widget)


def ask(workspace: Workspace, parent: QWidget) -> str:
    """Let the clerk choose; a sentence on what has become of it, ``""`` when given up."""
    names = installed()
    if not names:
        return NONE_HERE
    choices = (_BUNDLED, *(f"本机的{name}" for name in names))
    chosen = messages.ask_choice(parent, "表格用的字体", _QUESTION, choices, "用这个")
    if chosen < 0:
        return ""
    name = ("", *names)[chosen]
    workspace.settings.put(SETTING, name)
    apply(name)
    return f"表格现在用{choices[chosen].partition('（')[0]}显示和打印。"
