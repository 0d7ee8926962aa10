"""The editor of an indicator's name lists common indicators while one types."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFont, QInputMethodEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QListView, QVBoxLayout, QWidget

from anju_desktop.gui.paper.editor import CellEditor
from anju_desktop.gui.suggestions import (
    ROW_HEIGHT,
    Suggestion,
    SuggestionDelegate,
    SuggestionModel,
    SuggestionRole,
)
from anju_desktop.gui.theme import Token, color
from anju_desktop.initials import typed_as_initials

_SHOWN = 8
_ENOUGH = 4
"""Lines that are worth keeping the list below its cell."""
_WIDTH = 560
_HINT = "↓ 选择　Enter 填入　Esc 收起"
_TAKING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_WALKING = (Qt.Key.Key_Up, Qt.Key.Key_Down)
_UNHELD = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
_ALT = Qt.KeyboardModifier.AltModifier

Find = Callable[[str], Sequence[Suggestion]]


class NameEditor(CellEditor):
    """Keys go to the list only while it shows, and Enter only once something is chosen in it.

    Small letters are initials and no name, so the best that they find is chosen at once.

    While an input method composes there is no list: the keys, and the place below the cell, are
    the method's.
    """

    taken = Signal(object)
    """This :class:`Indicator` was chosen."""

    def __init__(self, parent: QWidget, font: QFont, find: Find) -> None:
        super().__init__(parent, font)
        self._find = find
        self._composing = False
        self.suggestions = SuggestionList(parent)
        # A click there leaves the focus here: Qt stops looking at a proxy that has it.
        self.suggestions.setFocusProxy(self)
        self.suggestions.picked.connect(self.taken)
        self.typed.connect(self._on_typed)
        self.destroyed.connect(self.suggestions.deleteLater)

    def begin(self, text: str) -> None:
        first = self._as_set is None
        super().begin(text)
        if first and not text.strip():
            self._offer("")

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        composed = bool(event.preeditString())
        if composed:
            self.suggestions.hide()
        super().inputMethodEvent(event)
        if self._composing and not composed and self.text().strip():
            self._offer(self.text())
        self._composing = composed

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._composing or not self._answered(Qt.Key(event.key()), event.modifiers()):
            super().keyPressEvent(event)

    def _answered(self, key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
        """Whether a key was meant for the list."""
        listed = self.suggestions
        if key == Qt.Key.Key_Down and held & _ALT:
            self._offer("")
        elif not listed.isVisible() or held not in _UNHELD:
            return False
        elif key in _WALKING:
            listed.step(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Escape:
            listed.hide()
        elif key in _TAKING and listed.chosen() is not None:
            listed.pick()
        else:
            return False
        return True

    def _on_typed(self, text: str) -> None:
        if self._composing:
            return
        if text.strip():
            self._offer(text)
        else:
            self.suggestions.hide()

    def _offer(self, typed: str) -> None:
        found = self._find(typed)
        # The name as it stands is no help to whoever has just written it.
        if len(found) == 1 and found[0].indicator.name == typed.strip():
            found = ()
        self.suggestions.show_suggestions(found)
        if typed_as_initials(typed):
            self.suggestions.step(1)
        self._place_choices()

    def set_area(self, area: QRect, pad: int) -> None:
        super().set_area(area, pad)
        self._place_choices()

    def _place_choices(self) -> None:
        self.suggestions.place_by(self.geometry())


class SuggestionList(QWidget):
    """The list under the editor; never takes the focus from it."""

    picked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self.model = SuggestionModel(self)
        self.setObjectName("suggestions")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # The paper beneath need not be painted again for every key.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        # Nor is a click or the wheel here meant for it.
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self.view = self._new_view()
        self._hint = QLabel(_HINT)
        self._hint.setObjectName("suggestionsHint")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addWidget(self.view)
        layout.addWidget(self._hint)
        self.hide()

    def _new_view(self) -> QListView:
        view = QListView()
        view.setObjectName("suggestionsView")
        view.setAccessibleName("常用指标")
        view.setModel(self.model)
        view.setItemDelegate(SuggestionDelegate(self.model, view))
        view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        view.setUniformItemSizes(True)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.clicked.connect(self._on_clicked)
        return view

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), color(Token.CONTROL_BORDER))
        painter.fillRect(self.rect().adjusted(1, 1, -1, -1), color(Token.PAPER))
        painter.end()

    def show_suggestions(self, suggestions: Sequence[Suggestion]) -> None:
        """List these, nothing chosen; hidden where there are none."""
        self.model.show(suggestions)
        self.view.scrollToTop()
        self.setVisible(bool(suggestions))

    def chosen(self) -> Suggestion | None:
        """The one the keys have gone to."""
        found: Suggestion | None = self.view.currentIndex().data(SuggestionRole.SUGGESTION)
        return found

    def step(self, way: int) -> None:
        """Go on by one; before the first and after the last nothing is chosen."""
        count = self.model.rowCount()
        index = self.view.currentIndex()
        at = index.row() if index.isValid() else (-1 if way > 0 else count)
        onward = self.model.index(at + way, 0)
        if onward.isValid():
            self.view.setCurrentIndex(onward)
        else:
            nothing = QItemSelectionModel.SelectionFlag.Clear
            self.view.selectionModel().setCurrentIndex(QModelIndex(), nothing)

    def pick(self) -> None:
        chosen = self.chosen()
        if chosen is not None:
            self.picked.emit(chosen.indicator)

    def _on_clicked(self, index: QModelIndex) -> None:
        self.view.setCurrentIndex(index)
        self.pick()

    def place_by(self, area: QRect) -> None:
        """Below the editor, fewer lines if need be; above it where there is hardly any room."""
        hint = self._hint.sizeHint().height() + 2
        wanted = min(self.model.rowCount(), _SHOWN)
        below = (self._window.height() - area.bottom() - 1 - hint) // ROW_HEIGHT
        above = (area.top() - hint) // ROW_HEIGHT
        under = below >= min(wanted, _ENOUGH) or below >= above
        rows = max(1, min(wanted, below if under else above))
        height = rows * ROW_HEIGHT + hint
        self.view.setFixedHeight(rows * ROW_HEIGHT)
        width = min(max(area.width(), _WIDTH), self._window.width())
        left = max(0, min(area.left(), self._window.width() - width))
        self.setGeometry(left, area.bottom() + 1 if under else area.top() - height, width, height)
        self.raise_()
