"""The editor of a date: typed like any text, or chosen in a calendar that Alt+↓ opens."""

from PySide6.QtCore import QDate, QLocale, QRect, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent, QTextCharFormat
from PySide6.QtWidgets import (
    QCalendarWidget,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from anju_desktop import clock
from anju_desktop.document.usual import usual_form
from anju_desktop.document.values import date_of
from anju_desktop.forms.definition import Field
from anju_desktop.gui.paper.editor import CellEditor
from anju_desktop.gui.paper.route import Step
from anju_desktop.gui.theme import Token, color

_HINT = "方向键选日，PageUp、PageDown 换月　Enter 填入　Esc 收起"
_DAYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
_MONTHS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
_TAKING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ALT = Qt.KeyboardModifier.AltModifier


class DateEditor(CellEditor):
    """Keys go to the calendar only while it shows."""

    def __init__(self, parent: QWidget, font: QFont, field: Field, period: str) -> None:
        super().__init__(parent, font)
        self._field = field
        self._period = period
        self.calendar: CalendarCard | None = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Down and event.modifiers() & _ALT:
            self.open_calendar()
        elif self.calendar is None or not self.calendar.isVisible():
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Escape:
            self.calendar.hide()
        elif key in _TAKING:
            self._on_day_picked(self.calendar.date())
        elif key in _DAYS or key in _MONTHS:
            self.calendar.go(_DAYS.get(key, 0), _MONTHS.get(key, 0))
        else:
            self.calendar.hide()
            super().keyPressEvent(event)

    def open_calendar(self) -> None:
        """Show the calendar at the date that is typed, else in the year of the form."""
        if self.calendar is None:
            # On a low screen there is no room for a month within the paper.
            self.calendar = CalendarCard(self.window())
            # A click there leaves the focus here: Qt stops looking at a proxy that has it.
            self.calendar.setFocusProxy(self)
            self.calendar.picked.connect(self._on_day_picked)
            self.destroyed.connect(self.calendar.deleteLater)
        self.calendar.show_date(self._date())
        top_left = self._window.mapTo(self.window(), self.geometry().topLeft())
        self.calendar.place_by(QRect(top_left, self.size()))
        self.calendar.show()

    def _date(self) -> QDate:
        text = self.text()
        found = date_of(text) or date_of(usual_form(self._field, text, self._period))
        if found is not None:
            return QDate(*found)
        now = clock.now()
        today = QDate(now.year, now.month, now.day)
        year = self._period[:4]
        if year.isdigit() and int(year) != today.year():
            return QDate(int(year), 1, 1)
        return today

    def _on_day_picked(self, date: QDate) -> None:
        self.replace(f"{date.year():04}-{date.month():02}-{date.day():02}")
        self.left.emit(Step.NEXT)


class CalendarCard(QWidget):
    """A month of days under the editor; never takes the focus from it."""

    picked = Signal(QDate)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self.setObjectName("calendarCard")
        self.setAccessibleName("日历")
        # The paper beneath need not be painted again, nor is a click here meant for it.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self._month = QLabel()
        self._month.setProperty("kind", "strong")
        self._days = self._new_days()
        hint = QLabel(_HINT)
        hint.setObjectName("suggestionsHint")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addLayout(self._head())
        layout.addWidget(self._days)
        layout.addWidget(hint)
        self.hide()

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(8, 4, 8, 4)
        for text, name, months in (("«", "上一年", -12), ("‹", "上一月", -1)):
            head.addWidget(self._turn(text, name, months))
        head.addStretch(1)
        head.addWidget(self._month)
        head.addStretch(1)
        for text, name, months in (("›", "下一月", 1), ("»", "下一年", 12)):
            head.addWidget(self._turn(text, name, months))
        return head

    def _turn(self, text: str, name: str, months: int) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setToolTip(name)
        button.setAccessibleName(name)
        button.setProperty("kind", "icon")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda: self.go(0, months))
        return button

    def _new_days(self) -> QCalendarWidget:
        days = QCalendarWidget()
        days.setObjectName("calendarDays")
        days.setAccessibleName("日历")
        days.setLocale(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
        days.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        days.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        days.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames)
        days.setNavigationBarVisible(False)
        # Red means a mistake, nothing else.
        plain = QTextCharFormat()
        plain.setForeground(color(Token.INK_SECOND))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            days.setWeekdayTextFormat(day, plain)
        days.setDateEditEnabled(False)
        for child in (days, *days.findChildren(QWidget)):
            child.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        days.clicked.connect(self.picked)
        days.currentPageChanged.connect(self._on_page_changed)
        return days

    def date(self) -> QDate:
        return self._days.selectedDate()

    def show_date(self, date: QDate) -> None:
        self._days.setSelectedDate(date)
        self._days.setCurrentPage(date.year(), date.month())
        self._on_page_changed(date.year(), date.month())

    def go(self, days: int, months: int) -> None:
        """Choose a day so much later."""
        self.show_date(self.date().addDays(days).addMonths(months))

    def month(self) -> str:
        return self._month.text()

    def _on_page_changed(self, year: int, month: int) -> None:
        self._month.setText(f"{year}年{month}月")

    def place_by(self, area: QRect) -> None:
        """Below the editor, or above it when there is no room."""
        size = self.sizeHint()
        below, room = area.bottom() + 1, self._window.height()
        fits = below + size.height() <= room
        top = below if fits else max(0, area.top() - size.height())
        left = max(0, min(area.left(), self._window.width() - size.width()))
        self.setGeometry(left, top, size.width(), size.height())
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), color(Token.CONTROL_BORDER))
        painter.fillRect(self.rect().adjusted(1, 1, -1, -1), color(Token.PAPER))
        painter.end()
