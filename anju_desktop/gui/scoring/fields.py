"""The facts of a row as things to type into: numbers and words, 是 or 否, one of several.

What stands in a field is the document's: every key is its draft, leaving the field writes it.
"""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QWidget,
)

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.document.values import NO, YES
from anju_desktop.forms.definition import Field, ValueType
from anju_desktop.gui import theme
from anju_desktop.gui.labels import wrapped
from anju_desktop.gui.paper.hints import USUAL_KEY, Hint, hint
from anju_desktop.gui.theme import paper_font
from anju_desktop.initials import found
from anju_desktop.rules.rule import shortened

_NUMBERS = (
    *(ValueType.INTEGER, ValueType.DECIMAL, ValueType.MONEY, ValueType.PERCENT),
    *(ValueType.SCORE, ValueType.MONTH),
)
_PIXELS = 15
_WIDTH = 104
_PARAGRAPH_PIXELS, _PARAGRAPHS_HEIGHT = 14, 112
_FORWARD = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_EMPTYING = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_SPELLING_MS = 1000
"""Letters typed within this time spell one word."""
_MENUS = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason)


class Note(NamedTuple):
    """A sentence below a fact; ``kind`` names its look."""

    text: str
    kind: str = "error"


class FactField(QWidget):
    """One fact: its name, its editor, its unit, and below it what is wrong with it."""

    stepped = Signal(bool)
    """Enter: on to the next fact; with Shift, and False, back to the one before."""
    left = Signal()
    """Esc: back to the paper."""
    entered = Signal(object)
    """The keyboard is here: the :class:`CellRef`."""

    def __init__(self, document: Document, ref: CellRef, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ref = ref
        self._document = document
        field = document.definition(ref)
        self._unit = QLabel(field.unit)
        self._unit.setProperty("kind", "second")
        self._problem = wrapped("error")
        self._hint = Hint()
        self._last_year = ""
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.editor = _editor(field)
        self.editor.stepped.connect(self.stepped)
        self.editor.given_up.connect(self._on_given_up)
        self.editor.typed.connect(self._on_typed)
        self.editor.settled.connect(self._write)
        self.editor.entered.connect(lambda: self.entered.emit(ref))
        self._place(field)
        self.refresh()

    @property
    def unit_width(self) -> int:
        """Room that the unit needs, 0 without one."""
        return self._unit.fontMetrics().horizontalAdvance(self._unit.text())

    def align_unit(self, width: int) -> None:
        """Units of one width set the editors one below another."""
        if self.editor.numeric:
            self._unit.setMinimumWidth(width)
        elif self.editor.beside:
            self._unit.hide()

    def refresh(self, note: Note | None = None) -> None:
        """Show what stands in the document; what is being typed stands there too.

        ``note`` is what the checks say of the fact.
        """
        value = self._document.value(self.ref)
        self.editor.show_text(value.typed)
        self._hint = hint(self._document, self.ref) if value.typed else Hint()
        shown = self._note(value.problem, note)
        theme.set_kind(self._problem, shown.kind)
        if self._problem.text() != shown.text:
            self._problem.setText(shown.text)
        self._problem.setVisible(bool(shown.text))

    def show_last_year(self, text: str) -> None:
        """What the fact was a year ago; said below it wherever nothing weightier is."""
        self._last_year = " ".join(text.split())

    def mark(self, found: bool) -> None:
        """Set the fact off from the others: it is what was looked for."""
        theme.set_kind(self, "found" if found else "")

    def _note(self, problem: str, note: Note | None) -> Note:
        """What is said below: what is wrong, else the amount in words, and the usual form."""
        offered = f"按 {USUAL_KEY} 改为 {self._hint.usual}" if self._hint.usual else ""
        if problem:
            return Note("；".join(part for part in (problem, offered) if part))
        if note is not None and note.text:
            return note
        counted = self.editor.long and self._hint.level is None
        said = "" if counted else self._hint.note
        kind = "second" if self._hint.level is None else self._hint.level.value
        last = f"上年 {shortened(self._last_year)}" if self._last_year else ""
        return Note("；".join(part for part in (said, offered, last) if part), kind)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F4 comes here from the editor, which has no use for it."""
        if event.key() == Qt.Key.Key_F4 and self._hint.usual:
            usual = self._hint.usual
            self.editor.forget()
            self._write(usual)
        else:
            super().keyPressEvent(event)

    def commit(self) -> None:
        """Write what is being typed."""
        if self.editor.unsettled:
            self.editor.forget()
            self._write(self.editor.typed_text())

    def take_focus(self) -> None:
        self.editor.take_focus()

    def holds_focus(self) -> bool:
        focus = self.focusWidget()
        return focus is not None and focus.hasFocus()

    def _place(self, field: Field) -> None:
        label = wrapped("", field.title)
        label.setBuddy(self.editor.box)
        tip = field.help or field.title
        self.editor.describe(f"{field.title}（{field.unit}）" if field.unit else field.title, tip)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        middle = Qt.AlignmentFlag.AlignVCenter
        if self.editor.beside:
            grid.addWidget(label, 0, 0, middle)
            grid.addWidget(self.editor.box, 0, 1, middle)
            grid.addWidget(self._unit, 0, 2, middle)
            grid.addWidget(self._problem, 1, 0, 1, 3)
        else:
            grid.addWidget(label, 0, 0, 1, 2)
            grid.addWidget(self.editor.box, 1, 0)
            grid.addWidget(self._unit, 1, 1, middle)
            self._unit.setVisible(bool(field.unit))
            grid.addWidget(self._problem, 2, 0, 1, 2)

    def _on_typed(self, text: str) -> None:
        if self._document.reopen_if_agreed():
            self._document.set_draft(self.ref, text)
        else:
            self.editor.forget()
            self.refresh()

    def _write(self, text: str) -> None:
        """First the value, then away with the draft: nobody sees the old value in between."""
        if (text or None) == self._document.typed(self.ref) or self._document.reopen_if_agreed():
            self._document.set(self.ref, text or None)
        self._document.set_draft(self.ref, None)
        self.refresh()

    def _on_given_up(self) -> None:
        if self.editor.unsettled:
            self._document.set_draft(self.ref, None)
            self.editor.forget()
            self.refresh()
        else:
            self.left.emit()


class Editor(QObject):
    """What the kinds of editor have in common; ``box`` is the widget."""

    typed = Signal(str)
    """A key changed the text, which is not written yet."""
    settled = Signal(str)
    """The text is to be written."""
    stepped = Signal(bool)
    given_up = Signal()
    entered = Signal()

    beside = True
    """Stands at the right of its name rather than below it."""
    numeric = False
    long = False
    """Holds several lines, whose number of characters is spoken of near a limit only."""
    box: QWidget

    @property
    def unsettled(self) -> bool:
        """Whether something has been typed and not been written."""
        return False

    def typed_text(self) -> str:
        raise NotImplementedError

    def show_text(self, text: str) -> None:
        raise NotImplementedError

    def forget(self) -> None:
        """What has been typed is not to be written."""

    def describe(self, name: str, tip: str) -> None:
        self.box.setAccessibleName(name)
        self.box.setToolTip(tip)

    def take_focus(self) -> None:
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _step_by(self, event: QKeyEvent) -> None:
        self.stepped.emit(not event.modifiers() & Qt.KeyboardModifier.ShiftModifier)


class LineEditor(Editor):
    """A line in the serif of the paper; numbers stand at the right."""

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.beside = self.numeric = field.type in (*_NUMBERS, ValueType.DATE)
        self.box = self._line = _Line(self)
        self._line.setFont(paper_font(_PIXELS))
        if self.beside:
            self._line.setFixedWidth(_WIDTH)
            self._line.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._unsettled = False
        self._line.textEdited.connect(self._on_edited)

    @property
    def unsettled(self) -> bool:
        return self._unsettled

    def typed_text(self) -> str:
        return self._line.text()

    def show_text(self, text: str) -> None:
        if self._line.text() != text:
            self._line.setText(text)

    def forget(self) -> None:
        self._unsettled = False

    def take_focus(self) -> None:
        super().take_focus()
        self._line.selectAll()

    def settle(self) -> None:
        if self._unsettled:
            self._unsettled = False
            self.settled.emit(self._line.text())

    def handles_key(self, event: QKeyEvent) -> bool:
        """The keys that mean more here than in any line."""
        key = Qt.Key(event.key())
        if key in _FORWARD:
            self.settle()
            self._step_by(event)
        elif key == Qt.Key.Key_Up:
            self.settle()
            self.stepped.emit(False)
        elif key == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            return False
        return True

    def _on_edited(self, text: str) -> None:
        self._unsettled = True
        self.typed.emit(text)


class _Line(QLineEdit):
    """Tells its editor of keys and of being left."""

    def __init__(self, editor: LineEditor) -> None:
        super().__init__()
        self._editor = editor

    def event(self, event: QEvent) -> bool:
        if _is_for_the_form(event, self._editor):
            event.ignore()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._editor.handles_key(event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._editor.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _MENUS:
            self._editor.settle()


class TextEditor(Editor):
    """Several lines, each a paragraph: Enter begins one, Ctrl+Enter and Tab go on."""

    beside = False
    long = True

    def __init__(self) -> None:
        super().__init__()
        self.box = self._text = _Paragraphs(self)
        self._text.setProperty("kind", "input")
        self._text.setFont(paper_font(_PARAGRAPH_PIXELS))
        self._text.setTabChangesFocus(True)
        self._text.setFixedHeight(_PARAGRAPHS_HEIGHT)
        self._unsettled = False
        self._shown = ""
        self._text.textChanged.connect(self._on_changed)

    @property
    def unsettled(self) -> bool:
        return self._unsettled

    def typed_text(self) -> str:
        # toPlainText() turns no-break spaces into spaces: own text must never be rewritten.
        raw = self._text.document().toRawText()
        return raw.replace("\u2029", "\n").replace("\u2028", "\n")

    def show_text(self, text: str) -> None:
        self._shown = text
        if self.typed_text() != text:
            self._text.setPlainText(text)

    def forget(self) -> None:
        self._unsettled = False

    def settle(self) -> None:
        if self._unsettled:
            self._unsettled = False
            self.settled.emit(self.typed_text())

    def handles_key(self, event: QKeyEvent) -> bool:
        """The keys that mean more here than in any text."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in _ENTER and control:
            self.settle()
            self.stepped.emit(True)
        elif event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            return False
        return True

    def _on_changed(self) -> None:
        if self.typed_text() != self._shown:
            self._unsettled = True
            self.typed.emit(self.typed_text())


class _Paragraphs(QPlainTextEdit):
    """Tells its editor of keys and of being left."""

    def __init__(self, editor: TextEditor) -> None:
        super().__init__()
        self._editor = editor

    def event(self, event: QEvent) -> bool:
        if _is_for_the_form(event, self._editor):
            event.ignore()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._editor.handles_key(event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._editor.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _MENUS:
            self._editor.settle()


def _is_for_the_form(event: QEvent, editor: Editor) -> bool:
    """Undo and redo while nothing is being typed: they take back what was done last."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    keys = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
    return not editor.unsettled and any(map(event.matches, keys))


class YesNoEditor(Editor):
    """是 or 否: arrows choose, Delete takes the answer back; a choice is written at once."""

    def __init__(self) -> None:
        super().__init__()
        self.box = QWidget()
        self._buttons = {answer: QRadioButton(answer) for answer in (YES, NO)}
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self.box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        for button in self._buttons.values():
            self._group.addButton(button)
            row.addWidget(button)
            button.installEventFilter(self)
        self._group.buttonToggled.connect(self._on_toggled)
        self.box.setFocusProxy(self._buttons[YES])
        self._shown = ""

    def typed_text(self) -> str:
        checked = self._group.checkedButton()
        return checked.text() if checked is not None else ""

    def show_text(self, text: str) -> None:
        self._shown = text.strip()
        wanted = self._buttons.get(self._shown)
        if wanted is not None:
            wanted.setChecked(True)
            self.box.setFocusProxy(wanted)
            return
        # A group that is exclusive keeps one chosen.
        self._group.setExclusive(False)
        for button in self._buttons.values():
            button.setChecked(False)
        self._group.setExclusive(True)

    def describe(self, name: str, tip: str) -> None:
        super().describe(name, tip)
        for answer, button in self._buttons.items():
            button.setAccessibleName(f"{name}：{answer}")
            button.setToolTip(tip)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.entered.emit()
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        key = Qt.Key(event.key())
        if key in _ENTER:
            self._step_by(event)
        elif key == Qt.Key.Key_Escape:
            self.given_up.emit()
        elif key in _EMPTYING:
            self.settled.emit("")
        else:
            return False
        return True

    def _on_toggled(self, button: QAbstractButton, checked: bool) -> None:
        if checked and button.text() != self._shown:
            self.settled.emit(button.text())


class ChoiceEditor(Editor):
    """One of several words; an empty line takes the answer back."""

    beside = False

    def __init__(self, choices: Sequence[str]) -> None:
        super().__init__()
        self.box = self._list = _List()
        self._list.addItems(["", *choices])
        self._list.installEventFilter(self)
        self._list.activated.connect(lambda _: self.settled.emit(self.typed_text()))

    def typed_text(self) -> str:
        return self._list.currentText()

    def show_text(self, text: str) -> None:
        at = self._list.findText(text)
        if at < 0:
            # What was read from elsewhere is shown as it is.
            self._list.addItem(text)
            at = self._list.count() - 1
        if self._list.currentIndex() != at:
            self._list.setCurrentIndex(at)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.entered.emit()
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() in _ENTER:
            self._step_by(event)
        elif event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            return False
        return True


class _List(QComboBox):
    """Letters go to the choices that they are the initials of, one letter through all of them."""

    def __init__(self) -> None:
        super().__init__()
        self._typed = ""
        self._since = QElapsedTimer()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = event.text()
        if letter.isascii() and letter.isalnum() and self._search(letter.lower()):
            return
        super().keyPressEvent(event)

    def _search(self, letter: str) -> bool:
        waited = self._since.isValid() and self._since.elapsed() > _SPELLING_MS
        self._since.restart()
        self._typed = letter if waited or self._typed == letter else self._typed + letter
        choices = [self.itemText(number) for number in range(1, self.count())]
        fitting = [choices.index(choice) + 1 for choice in found(self._typed, choices)]
        if not fitting:
            self._typed = letter
            return False
        # One letter, typed again, goes on to the next.
        onward = [number for number in sorted(fitting) if number > self.currentIndex()]
        at = (onward or sorted(fitting))[0] if len(self._typed) == 1 else fitting[0]
        self.setCurrentIndex(at)
        self.activated.emit(at)
        return True

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolls the card: a wheel must not change an answer."""
        event.ignore()


def _editor(field: Field) -> Editor:
    if field.type is ValueType.YES_NO:
        return YesNoEditor()
    if field.type is ValueType.LONG_TEXT:
        return TextEditor()
    if field.choices and not field.open_choice:
        return ChoiceEditor(field.choices)
    return LineEditor(field)
