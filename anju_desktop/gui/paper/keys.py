"""The keys of the paper, once: each names the view's verb that it calls."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from anju_desktop.gui.paper.route import Step

_NONE = Qt.KeyboardModifier.NoModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_ALT = Qt.KeyboardModifier.AltModifier
_META = Qt.KeyboardModifier.MetaModifier
_KEYPAD = Qt.KeyboardModifier.KeypadModifier

STEPS = {
    (Qt.Key.Key_Tab, _NONE): Step.NEXT,
    (Qt.Key.Key_Backtab, _SHIFT): Step.PREVIOUS,
    (Qt.Key.Key_Tab, _SHIFT): Step.PREVIOUS,
    (Qt.Key.Key_Return, _NONE): Step.NEXT,
    (Qt.Key.Key_Enter, _NONE): Step.NEXT,
    (Qt.Key.Key_Return, _SHIFT): Step.PREVIOUS,
    (Qt.Key.Key_Enter, _SHIFT): Step.PREVIOUS,
    (Qt.Key.Key_Up, _NONE): Step.UP,
    (Qt.Key.Key_Down, _NONE): Step.DOWN,
    (Qt.Key.Key_Left, _NONE): Step.LEFT,
    (Qt.Key.Key_Right, _NONE): Step.RIGHT,
    (Qt.Key.Key_Home, _NONE): Step.ROW_START,
    (Qt.Key.Key_End, _NONE): Step.ROW_END,
    (Qt.Key.Key_Home, _CTRL): Step.FIRST,
    (Qt.Key.Key_End, _CTRL): Step.LAST,
    (Qt.Key.Key_Up, _CTRL): Step.TOP,
    (Qt.Key.Key_Down, _CTRL): Step.BOTTOM,
    (Qt.Key.Key_Left, _CTRL): Step.ROW_START,
    (Qt.Key.Key_Right, _CTRL): Step.ROW_END,
}
STRETCHES = {
    (Qt.Key.Key_Up, _SHIFT): Step.UP,
    (Qt.Key.Key_Down, _SHIFT): Step.DOWN,
    (Qt.Key.Key_Left, _SHIFT): Step.LEFT,
    (Qt.Key.Key_Right, _SHIFT): Step.RIGHT,
    (Qt.Key.Key_Up, _SHIFT | _CTRL): Step.TOP,
    (Qt.Key.Key_Down, _SHIFT | _CTRL): Step.BOTTOM,
    (Qt.Key.Key_Left, _SHIFT | _CTRL): Step.ROW_START,
    (Qt.Key.Key_Right, _SHIFT | _CTRL): Step.ROW_END,
}
"""Shift and an arrow widen the selection, with Ctrl to the edge of the group or the row."""

VERBS = {
    (Qt.Key.Key_F2, _NONE): "edit_current",
    (Qt.Key.Key_Delete, _NONE): "clear_selected",
    (Qt.Key.Key_Backspace, _NONE): "clear_selected",
    (Qt.Key.Key_C, _CTRL): "copy",
    (Qt.Key.Key_Insert, _CTRL): "copy",
    (Qt.Key.Key_X, _CTRL): "cut",
    (Qt.Key.Key_V, _CTRL): "paste",
    (Qt.Key.Key_Insert, _SHIFT): "paste",
    (Qt.Key.Key_A, _CTRL): "select_all",
    (Qt.Key.Key_D, _CTRL): "copy_from_above",
    (Qt.Key.Key_R, _CTRL): "copy_from_left",
    (Qt.Key.Key_Z, _CTRL): "undo",
    (Qt.Key.Key_Y, _CTRL): "redo",
    (Qt.Key.Key_Z, _CTRL | _SHIFT): "redo",
    (Qt.Key.Key_Return, _CTRL): "insert_row",
    (Qt.Key.Key_Enter, _CTRL): "insert_row",
    (Qt.Key.Key_Insert, _NONE): "insert_row",
    (Qt.Key.Key_Delete, _CTRL): "remove_rows",
    (Qt.Key.Key_Up, _ALT): "move_row_up",
    (Qt.Key.Key_Down, _ALT): "move_row_down",
    (Qt.Key.Key_PageUp, _NONE): "page_up",
    (Qt.Key.Key_PageDown, _NONE): "page_down",
    (Qt.Key.Key_Escape, _NONE): "drop_selection",
    (Qt.Key.Key_Equal, _CTRL): "zoom_in",
    (Qt.Key.Key_Plus, _CTRL): "zoom_in",
    (Qt.Key.Key_Plus, _CTRL | _SHIFT): "zoom_in",
    (Qt.Key.Key_Minus, _CTRL): "zoom_out",
    (Qt.Key.Key_0, _CTRL): "zoom_to_width",
}


def pressed(event: QKeyEvent) -> tuple[Qt.Key, Qt.KeyboardModifier]:
    """A key with its modifiers, wherever on the keyboard it is."""
    return Qt.Key(event.key()), event.modifiers() & ~_KEYPAD


def types_text(event: QKeyEvent) -> bool:
    """Whether a key writes something; AltGr arrives as Ctrl and Alt together."""
    text, modifiers = event.text(), event.modifiers()
    if not text or not text.isprintable() or modifiers & _META:
        return False
    return bool(modifiers & _CTRL) == bool(modifiers & _ALT)
