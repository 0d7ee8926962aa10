"""The editor that opens in a cell: the text as typed, left aligned, in the printed serif."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QMimeData, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QListWidget, QPlainTextEdit, QWidget

from anju_desktop.forms.definition import Level
from anju_desktop.gui.marks import paint_mark
from anju_desktop.gui.paper.route import Step
from anju_desktop.gui.theme import Token, color, ui_font
from anju_desktop.initials import begun, found, plain, typed_as_initials

_RING = 2
_MARK = 11
_SHOWN_CHOICES = 8
_TELLING = 3
"""So many small letters, wherever they stand in it, can only mean a choice."""
_CTRL, _ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
_HELD = _CTRL | _ALT | Qt.KeyboardModifier.ShiftModifier
_STEPS = {
    Qt.Key.Key_Return: Step.NEXT,
    Qt.Key.Key_Enter: Step.NEXT,
    Qt.Key.Key_Tab: Step.NEXT,
    Qt.Key.Key_Backtab: Step.PREVIOUS,
}
_IN_TEXT = frozenset(
    (Qt.Key.Key_F2, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Left, Qt.Key.Key_Right)
)
"""Keys after which one is in the text: arrows come here with Shift or Ctrl."""
_SIDEWAYS = {Qt.Key.Key_Left: Step.LEFT, Qt.Key.Key_Right: Step.RIGHT}


class CellEditor(QPlainTextEdit):
    """Tells what is typed, and when it is left; writes nothing itself.

    ``typed`` does not speak while an input method composes: what stands there is not text yet.

    As in a spreadsheet an arrow leaves a cell that one types over; once F2, the mouse, Home or End
    was used it moves in the text.
    """

    typed = Signal(str)
    left = Signal(object)
    """With the :class:`Step` to go, or None when only the focus went away."""
    given_up = Signal()
    row_wanted = Signal()
    """What was typed is to be written, and a row added below."""

    def __init__(
        self,
        parent: QWidget,
        font: QFont,
        choices: Sequence[str] = (),
        *,
        opened: bool = True,
        closed: bool = False,
    ) -> None:
        """``choices`` are listed below while one types, from the start where ``opened``.

        Enter takes the one that initials have found: any letters where nothing else may be typed,
        ``closed``, and else small letters that only this one begins with, or three that find it
        alone. Ctrl+Enter keeps them.
        """
        super().__init__(parent)
        self._opened = opened
        self._window = parent
        self._area = QRect()
        self._pad = 4
        self._original = ""
        self._as_set: str | None = None
        self._told = ""
        self._level: Level | None = None
        self._all_shown = True
        self._is_typed_over = True
        self._choices = ChoiceList(parent, choices, closed=closed) if choices else None
        self._dress(font)
        self.textChanged.connect(self._on_text_changed)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        if self._choices:
            # A click there leaves the focus here: Qt stops looking at a proxy that has it.
            self._choices.setFocusProxy(self)
            self._choices.picked.connect(self._on_picked)
            self.destroyed.connect(self._choices.deleteLater)

    def _dress(self, font: QFont) -> None:
        self.setObjectName("cellEditor")
        self.setFont(font)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.document().setDocumentMargin(0)
        self.setCursorWidth(1)
        option = QTextOption(Qt.AlignmentFlag.AlignLeft)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDefaultTextOption(option)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    # -- text ------------------------------------------------------------------------------

    def begin(self, text: str) -> None:
        """Start with ``text``, all of it selected; a second call changes nothing.

        The view asks again whenever something about the cell changes, which must not touch what
        is being typed.
        """
        if self._as_set is not None:
            return
        self._original = self._told = text
        self.setPlainText(text)
        self._as_set = self._raw()
        self._told = self._as_set
        self.selectAll()
        if self._choices and self._opened:
            self._choices.show_for("", text)

    def text(self) -> str:
        """What was typed; the text it started with, to the character, when nothing was."""
        raw = self._raw()
        return self._original if raw == self._as_set else raw

    def replace(self, text: str) -> None:
        """Put another text in, as if it had been typed."""
        self._take(text)

    def show_level(self, level: Level | None) -> None:
        """Wear the mark of the cell below, which the editor covers."""
        if level is not self._level:
            self._level = level
            self.update()

    def move_to_end(self) -> None:
        """Go on behind what stands there."""
        self._is_typed_over = False
        self.moveCursor(QTextCursor.MoveOperation.End)

    def _raw(self) -> str:
        # toPlainText() turns no-break spaces into spaces: own text must never be rewritten.
        return self.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    def _on_text_changed(self) -> None:
        text = self._raw()
        if self._as_set is None or text == self._told:
            return
        self._told = text
        if self._choices:
            self._choices.show_for(text, text)
        self.typed.emit(self.text())

    def _on_picked(self, text: str) -> None:
        self._take(text)
        self.left.emit(Step.NEXT)

    def _take(self, text: str) -> None:
        """Replace everything, as one step of the editor's own undo."""
        cursor = self.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        self.moveCursor(QTextCursor.MoveOperation.End)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """A cell copied in a spreadsheet comes with its line end and quotes: only its text."""
        from anju_desktop.reading.copied import parse_lines

        text = source.text()
        rows = parse_lines(text)
        alone = len(rows) == len(rows[0]) == 1
        self.insertPlainText(rows[0][0] if alone else text.removesuffix("\n"))
        self.ensureCursorVisible()

    # -- keys ------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._paint_ring()
            return True
        # Tab would leave by the focus chain before it becomes a key press.
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        ):
            self.keyPressEvent(event)
            return True
        return super().event(event)

    def _paint_ring(self) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), color(Token.ACCENT))
        inner = self.rect().adjusted(_RING, _RING, -_RING, -_RING)
        painter.fillRect(inner, color(Token.PAPER))
        if self._level is not None:
            paint_mark(painter, QRectF(_RING, _RING, _MARK, _MARK), self._level)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        step = _STEPS.get(key)
        if self._choices and key == Qt.Key.Key_Down and modifiers & _ALT:
            self._choices.show_for("", self._raw())
        elif step is Step.NEXT and not modifiers & _HELD and self._take_found():
            self.left.emit(step)
        elif key == Qt.Key.Key_Insert and not modifiers & _HELD:
            self._take_found()
            self.row_wanted.emit()
        elif step and modifiers & Qt.KeyboardModifier.AltModifier and step is Step.NEXT:
            self.insertPlainText("\n")
            self.ensureCursorVisible()
        elif step is Step.NEXT and key != Qt.Key.Key_Tab and modifiers & _CTRL:
            # As in a spreadsheet: what was typed is written, and one stays at the cell.
            self.left.emit(None)
        elif step:
            back = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
            self.left.emit(Step.PREVIOUS if back else step)
        elif key == Qt.Key.Key_Escape:
            self.given_up.emit()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self._go(key == Qt.Key.Key_Down):
            event.accept()
        elif key in _SIDEWAYS and self._is_typed_over and not modifiers & _HELD:
            self._take_found()
            self.left.emit(_SIDEWAYS[key])
        else:
            self._is_typed_over &= key not in _IN_TEXT
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._is_typed_over = False
        super().mousePressEvent(event)

    def _go(self, down: bool) -> bool:
        """Up and down choose in the list, and leave a cell of one line."""
        if self._choices and self._choices.isVisible():
            chosen = self._choices.step(down)
            if chosen:
                self._take_choice(chosen)
            return True
        if self.document().size().height() > 1:
            return False
        self.left.emit(Step.DOWN if down else Step.UP)
        return True

    def _take_found(self) -> bool:
        """Take the only choice that a few letters found: they are no value of their own."""
        found = self._choices.only() if self._choices else ""
        if found and found != self._raw():
            self._take_choice(found)
        return bool(found)

    def _take_choice(self, text: str) -> None:
        """Put a choice into the editor without narrowing the list to it."""
        self._told = text
        self._take(text)
        self.typed.emit(text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        menu = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason)
        if event.reason() not in menu:
            self.left.emit(None)

    # -- place -----------------------------------------------------------------------------

    def set_area(self, area: QRect, pad: int) -> None:
        """Lie over a cell; ``pad`` is the distance of its text from the left edge."""
        self._area, self._pad = area, pad
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_choices()

    def _fit(self) -> None:
        """Grow downwards with the text, as far as the window goes."""
        if self._area.isEmpty():
            return
        # Whole pixels a line, as the text layout has it; QFontMetrics rounds another way.
        line = math.ceil(QFontMetricsF(self.font()).height())
        lines = max(1, round(self.document().size().height()))
        limit = max(self._area.height(), self._window.height() - self._area.top() - 4)
        height = min(max(self._area.height(), lines * line + 2 * (_RING + 2)), limit)
        spare = max(_RING + 1, (height - lines * line) // 2)
        self.setViewportMargins(self._pad, spare, _RING + 1, _RING + 1)
        self.setGeometry(self._area.adjusted(0, 0, 0, height - self._area.height()))
        self._all_shown = height < limit
        self._on_scrolled()

    def _on_scrolled(self) -> None:
        """Undo the scrolling to a new line that came before the editor grew for it."""
        if self._all_shown:
            self.verticalScrollBar().setValue(0)

    def _place_choices(self) -> None:
        if self._choices:
            self._choices.place_by(self.geometry())


class ChoiceList(QListWidget):
    """The values a field offers, under its editor; never takes the focus from it."""

    picked = Signal(str)

    def __init__(self, parent: QWidget, choices: Sequence[str], *, closed: bool) -> None:
        super().__init__(parent)
        self._window = parent
        self._offered = tuple(choices)
        self._closed = closed
        self._editor_area = QRect()
        self._only = ""
        self.setObjectName("choiceList")
        self.setAccessibleName("可选的内容")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFont(ui_font())
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemClicked.connect(lambda item: self.picked.emit(item.text()))
        self.hide()

    def show_for(self, typed: str, current: str) -> None:
        """Offer what the typed characters or initials find; nothing when only itself is left."""
        offered = found(typed, self._offered)
        self._only = self._meant(typed, offered)
        self.clear()
        self.addItems(offered)
        if current in offered or self._only:
            self.setCurrentRow(offered.index(self._only or current))
        self.setVisible(bool(offered) and offered != [typed])
        self._place()

    def _meant(self, typed: str, offered: Sequence[str]) -> str:
        """The choice that letters can only mean, ``""`` when they may be a text of their own."""
        letters = plain(typed)
        if typed_as_initials(typed) and len(first := begun(typed, self._offered)) == 1:
            return first[0]
        one = len(offered) == 1 and letters.isascii() and letters
        certain = self._closed or (typed_as_initials(typed) and len(letters) >= _TELLING)
        return offered[0] if one and certain else ""

    def only(self) -> str:
        """The choice that initials have found, when there is just one."""
        return self._only

    def step(self, down: bool) -> str:
        """The next or previous choice, which becomes the current one."""
        row = self.currentRow()
        onward = row + 1 if down else (self.count() if row < 0 else row) - 1
        self.setCurrentRow(max(0, min(onward, self.count() - 1)))
        item = self.currentItem()
        return item.text() if item else ""

    def place_by(self, area: QRect) -> None:
        """Below the editor, or above it when there is no room."""
        self._editor_area = area
        self._place()

    def _place(self) -> None:
        area = self._editor_area
        rows = min(max(1, self.count()), _SHOWN_CHOICES)
        height = rows * max(1, self.sizeHintForRow(0)) + 2 * self.frameWidth()
        words = max(map(self.fontMetrics().horizontalAdvance, self._offered))
        width = max(area.width(), words + 40)
        below = area.bottom() + 1
        room = self._window.height()
        top = below if below + height <= room else max(0, area.top() - height)
        left = max(0, min(area.left(), self._window.width() - width))
        self.setGeometry(left, top, width, height)
        self.raise_()
