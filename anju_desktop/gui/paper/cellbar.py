"""The bar above the paper: which cell, what is typed, how it is read."""

from functools import lru_cache

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QSizePolicy, QWidget

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.gui.paper.hints import USUAL_KEY, Hint, hint, reading
from anju_desktop.gui.paper.naming import cell_name
from anju_desktop.gui.paper.relay import Relay
from anju_desktop.gui.paper.view import PaperView
from anju_desktop.gui.theme import (
    BASE,
    LEVEL_COLORS,
    NOTE,
    Token,
    color,
    fill,
    paper_font,
    ui_font,
)

HEIGHT = 36
_CHIP_HEIGHT = 22
_CHIP_GAP = 8
_CHIP_PADDING = 12
_TYPED_PIXELS = 14


class CellBar(QWidget):
    """Follows the current cell of a paper and the text in its editor."""

    text_clicked = Signal()

    def __init__(self, document: Document, view: PaperView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._view = view
        self._ref: CellRef | None = None
        self._offer: _Offer | None = None
        self._usual = ""
        self.setObjectName("cellBar")
        self.setFixedHeight(HEIGHT)
        self._name = QLabel(self)
        self._rule = _Rule(self)
        self._text = _TypedText(self)
        self._note = _Note(self)
        self._reading = _Reading(self)
        self._place()
        self.text_clicked.connect(view.edit_current)
        view.current_changed.connect(self.show_cell)
        Relay(document.on_draft, self).happened.connect(self._on_touched)
        Relay(document.on_edit, self).happened.connect(self._on_touched)
        self.show_cell(view.current_ref())

    def show_cell(self, ref: CellRef | None) -> None:
        self._ref = ref
        self._refresh()

    def text(self) -> str:
        """What the bar shows as typed."""
        return self._text.text

    def chips(self) -> tuple[str, ...]:
        """What the bar shows as understood."""
        return self._reading.parts

    def problem(self) -> str:
        """Why the text is not understood, in words; empty when it is."""
        return self._reading.problem

    def name(self) -> str:
        return self._name.text()

    def note(self) -> str:
        """What is said beside the reading: the amount in words, the length of a text."""
        return self._note.text

    def usual(self) -> str:
        """The usual form that is offered, ``""`` without any."""
        return self._usual

    def take_usual(self) -> None:
        """Put the usual form where the typed text stands: into the open editor, else written."""
        if not self._usual or self._ref is None:
            return
        if self._view.is_editing():
            self._view.edit_with(self._usual)
        else:
            with self._document.editing("换成规范写法"):
                self._document.set(self._ref, self._usual)

    def _place(self) -> None:
        self._name.setFont(ui_font(BASE, bold=True))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(14, 0, 16, 0)
        self._row.setSpacing(8)
        self._row.addWidget(self._name)
        self._row.addWidget(self._rule)
        self._row.addWidget(self._text, 1)
        self._row.addWidget(self._note)
        self._row.addWidget(self._reading)

    def _on_touched(self, what: object) -> None:
        # Drafts of other cells do not matter, and an edit may have removed this one's row.
        if not isinstance(what, tuple) or what == self._ref:
            self._refresh()

    def _refresh(self) -> None:
        ref = self._ref
        if ref is not None and ref.group and ref.row not in self._document.row_ids(ref.group):
            ref = self._ref = None
        self._rule.setVisible(ref is not None)
        if ref is None:
            self._name.setText("")
            self._text.show_text("")
            self._reading.show_reading((), "")
            self._show_hint(Hint())
            return
        field, value = self._document.definition(ref), self._document.value(ref)
        self._name.setText(cell_name(self._document, ref))
        self._text.show_text(value.typed)
        self._reading.show_reading(reading(field, value), value.problem)
        cell = self._view.current_cell()
        fillable = cell is not None and self._view.paper_model().editable(cell)
        self._show_hint(hint(self._document, ref, fillable=fillable))

    def _show_hint(self, shown: Hint) -> None:
        self._note.show_note(shown)
        self._usual = shown.usual
        if not self._usual and self._offer is None:
            return
        if self._offer is None:
            self._offer = self._new_offer()
        self._offer.show_text(f"改为 {self._usual}（{USUAL_KEY}）" if self._usual else "")
        self._offer.setVisible(bool(self._usual))

    def _new_offer(self) -> "_Offer":
        """Made when there is the first one to offer: a start needs none."""
        key = QShortcut(QKeySequence(USUAL_KEY), self._view)
        key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        key.activated.connect(self.take_usual)
        button = _Offer(self)
        button.setToolTip(f"换成规范写法（{USUAL_KEY}），可以撤销")
        # A click must not take the keyboard from the editor, which would write its text.
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        button.clicked.connect(self.take_usual)
        self._row.addWidget(button)
        return button


class _Rule(QWidget):
    """A light upright line."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(1, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill(painter, self.rect(), color(Token.RULE))
        painter.end()


class _TypedText(QWidget):
    """The typed text in the printed serif, cut at the right where it is too long."""

    def __init__(self, parent: CellBar) -> None:
        super().__init__(parent)
        self._bar = parent
        self.text = ""
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setMinimumWidth(40)

    def show_text(self, text: str) -> None:
        if text != self.text:
            self.text = text
            self.setAccessibleName(text)
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._bar.text_clicked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        font = paper_font(_TYPED_PIXELS)
        painter.setFont(font)
        painter.setPen(color(Token.INK))
        # A long text is cut before it is measured.
        line = " ".join(self.text[:400].split("\n"))
        shown = QFontMetrics(font).elidedText(line, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()


class _Note(QWidget):
    """A remark in small type, cut at the right where there is no room."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.text = ""
        self._token = Token.INK_SECOND
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

    def show_note(self, shown: Hint) -> None:
        token = Token.INK_SECOND if shown.level is None else LEVEL_COLORS[shown.level]
        if (shown.note, token) == (self.text, self._token):
            return
        self.text, self._token = shown.note, token
        self.setAccessibleName(self.text)
        self.setToolTip(self.text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_note_width(self.text) + 4 if self.text else 0, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.text:
            return
        painter = QPainter(self)
        font = ui_font(NOTE)
        painter.setFont(font)
        painter.setPen(color(self._token))
        shown = QFontMetrics(font).elidedText(self.text, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()


class _Offer(QAbstractButton):
    """A button painted by hand: one that is styled would cost more than all else of a key."""

    def show_text(self, text: str) -> None:
        if text != self.text():
            self.setText(text)
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(_note_width(self.text()) + _CHIP_PADDING, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(ui_font(NOTE))
        painter.setPen(color(Token.ACCENT))
        painter.setBrush(color(Token.SELECTION if self.isDown() else Token.PAPER))
        edge = (self.height() - _CHIP_HEIGHT) / 2
        area = QRectF(self.rect()).adjusted(0.5, edge, -0.5, -edge)
        painter.drawRoundedRect(area, 4, 4)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self.text())
        painter.end()


class _Reading(QWidget):
    """识别为, and a chip for each part; or what cannot be understood, in words."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.parts: tuple[str, ...] = ()
        self.problem = ""
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

    def show_reading(self, parts: tuple[str, ...], problem: str) -> None:
        if (parts, problem) == (self.parts, self.problem):
            return
        self.parts, self.problem = ((), problem) if problem else (parts, "")
        self.setAccessibleName(problem or "识别为 " + " ".join(parts))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        if self.problem:
            return QSize(_note_width(self.problem) + 4, HEIGHT)
        if not self.parts:
            return QSize(0, HEIGHT)
        chips = sum(_chip_width(part) + _CHIP_GAP for part in self.parts)
        return QSize(_note_width(_READ_AS) + chips, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(ui_font(NOTE))
        middle = Qt.AlignmentFlag.AlignVCenter
        if self.problem:
            painter.setPen(color(Token.ERROR))
            painter.drawText(self.rect(), middle, self.problem)
        elif self.parts:
            painter.setPen(color(Token.INK_THIRD))
            painter.drawText(self.rect(), middle, _READ_AS)
            self._paint_chips(painter)
        painter.end()

    def _paint_chips(self, painter: QPainter) -> None:
        painter.setFont(paper_font(_TYPED_PIXELS))
        x = _note_width(_READ_AS) + _CHIP_GAP
        top = (self.height() - _CHIP_HEIGHT) / 2
        for part in self.parts:
            chip = QRectF(x, top, _chip_width(part), _CHIP_HEIGHT)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color(Token.ACCENT_TINT))
            painter.drawRoundedRect(chip, 4, 4)
            painter.setPen(color(Token.INK))
            painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, part)
            x += _chip_width(part) + _CHIP_GAP


_READ_AS = "识别为"


# Asked for several times with each key, and mostly of the same texts.
@lru_cache(maxsize=256)
def _note_width(text: str) -> int:
    return QFontMetrics(ui_font(NOTE)).horizontalAdvance(text)


@lru_cache(maxsize=256)
def _chip_width(text: str) -> int:
    return QFontMetrics(paper_font(_TYPED_PIXELS)).horizontalAdvance(text) + 2 * _CHIP_PADDING
