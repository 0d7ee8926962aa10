"""Common indicators as a list on the screen: under a cell while one types, and in their dialog."""

from collections.abc import Iterable, Sequence
from enum import IntEnum

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from anju_desktop.gui.theme import NOTE, Token, color, paper_font, ui_font
from anju_desktop.indicators.catalogue import Catalogue
from anju_desktop.indicators.definition import Indicator
from anju_desktop.records import record

OWN = "本单位"
ROW_HEIGHT = 28
_NAME_PIXELS = 14
_MARGIN, _GAP, _NOTE_GAP = 10, 16, 8
_LEAST_NAME = 160

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


@record(frozen=True, slots=True)
class Suggestion:
    """An indicator, and whose it is or of which category where that is worth saying."""

    indicator: Indicator
    note: str = ""

    def parts(self) -> tuple[str, str, str]:
        """Usual value, weight and scoring rule, as they are shown."""
        weight = self.indicator.weight
        points = "" if weight is None else f"{weight:f} 分"
        return self.indicator.pattern, points, self.indicator.rule

    def spoken(self) -> str:
        return "，".join(filter(None, (self.indicator.name, self.note, *self.parts())))


def suggested(
    catalogue: Catalogue, indicators: Iterable[Indicator], kind: str = ""
) -> tuple[Suggestion, ...]:
    """With the category beside those that are of another than ``kind``."""
    return tuple(Suggestion(each, _note(catalogue, each, kind)) for each in indicators)


def _note(catalogue: Catalogue, indicator: Indicator, kind: str) -> str:
    other = catalogue.kind(indicator.kind).title if kind and indicator.kind != kind else ""
    own = OWN if catalogue.is_own(indicator) else ""
    return " ".join(filter(None, (own, other)))


class SuggestionRole(IntEnum):
    """Roles beside Qt's own."""

    SUGGESTION = Qt.ItemDataRole.UserRole + 1


class SuggestionModel(QAbstractListModel):
    """The suggestions of the moment, best first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Suggestion, ...] = ()

    def show(self, suggestions: Sequence[Suggestion]) -> None:
        """Show these instead of what was shown."""
        self.beginResetModel()
        self._shown = tuple(suggestions)
        self.endResetModel()

    def suggestions(self) -> tuple[Suggestion, ...]:
        return self._shown

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self._shown):
            return None
        shown = self._shown[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return shown.indicator.name
            case Qt.ItemDataRole.AccessibleTextRole:
                return shown.spoken()
            case SuggestionRole.SUGGESTION:
                return shown
        return None


class SuggestionDelegate(QStyledItemDelegate):
    """One line each: name, usual value, weight, rule; the last give way where there is no room."""

    def __init__(
        self, model: SuggestionModel, parent: QObject, least_name: int = _LEAST_NAME
    ) -> None:
        """``least_name``: pixels that a name has before the rule beside it gives way."""
        super().__init__(parent)
        self._least_name = least_name
        self._model = model
        self._measured: tuple[Suggestion, ...] = ()
        self._widths: tuple[int, ...] = (0, 0, 0)
        note = ui_font(NOTE)
        self._name_font = paper_font(_NAME_PIXELS)
        self._fonts = (self._name_font, note, note)
        self._tokens = (Token.INK, Token.INK_SECOND, Token.INK_THIRD)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(self._least_name, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        suggestion: Suggestion = index.data(SuggestionRole.SUGGESTION)
        area = QRect(option.rect)  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(area, color(Token.SELECTION if chosen else Token.PAPER))
        area.adjust(_MARGIN, 0, -_MARGIN, 0)
        self._paint_name(painter, self._paint_parts(painter, area, suggestion), suggestion)
        painter.restore()

    def _paint_parts(self, painter: QPainter, area: QRect, suggestion: Suggestion) -> QRect:
        """Value, weight and rule at the right; gives back what is left for the name."""
        widths = self._column_widths()
        count = _fitting(widths, area.width() - self._least_name)
        right = area.right() + 1
        for number in reversed(range(count)):
            if not widths[number]:
                continue
            right -= widths[number]
            place = QRect(right, area.top(), widths[number], area.height())
            text = suggestion.parts()[number]
            _write(painter, place, text, self._fonts[number], self._tokens[number])
            right -= _GAP
        return QRect(area.left(), area.top(), right - area.left(), area.height())

    def _paint_name(self, painter: QPainter, area: QRect, suggestion: Suggestion) -> None:
        note = ui_font(NOTE)
        taken = QFontMetrics(note).horizontalAdvance(suggestion.note)
        room = area.width() - (taken + _NOTE_GAP if taken else 0)
        metrics = QFontMetrics(self._name_font)
        name = metrics.elidedText(suggestion.indicator.name, Qt.TextElideMode.ElideMiddle, room)
        _write(painter, area, name, self._name_font, Token.INK)
        if taken:
            area.adjust(metrics.horizontalAdvance(name) + _NOTE_GAP, 0, 0, 0)
            token = Token.ACCENT if suggestion.note.startswith(OWN) else Token.INK_THIRD
            _write(painter, area, suggestion.note, note, token)

    def _column_widths(self) -> tuple[int, ...]:
        """As wide as the widest of the list, measured once for each list."""
        shown = self._model.suggestions()
        if shown is not self._measured:
            self._measured = shown
            columns = zip(*(each.parts() for each in shown), strict=True)
            self._widths = tuple(
                max(map(QFontMetrics(font).horizontalAdvance, texts))
                for font, texts in zip(self._fonts, columns, strict=True)
            )
        return self._widths


def _fitting(widths: Sequence[int], room: int) -> int:
    """How many columns from the left fit."""
    for count in range(len(widths), 0, -1):
        if sum(width + _GAP for width in widths[:count] if width) <= room:
            return count
    return 0


def _write(painter: QPainter, area: QRect, text: str, font: QFont, token: Token) -> None:
    painter.setFont(font)
    painter.setPen(color(token))
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
