"""A day in a dialog: typed as one writes it, or chosen in the calendar that Alt+↓ opens."""

from datetime import date

from PySide6.QtCore import QDate, QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from anju_desktop import clock
from anju_desktop.document.usual import usual_form
from anju_desktop.document.values import date_of
from anju_desktop.forms.definition import Field, ValueType
from anju_desktop.gui import theme
from anju_desktop.gui.paper.date_editor import CalendarCard

_FIELD = Field("day", "日期", ValueType.DATE)
_DAYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
_MONTHS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
_TAKING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
UNREADABLE = "日期应写成 2024-04-20 或 4月20日 的样子。"


class DayField(QWidget):
    """``name`` is what the field is called; blank is no day."""

    def __init__(self, name: str, day: date | None = None) -> None:
        super().__init__()
        self.edit = QLineEdit("" if day is None else day.isoformat())
        self.edit.setAccessibleName(name)
        self.edit.setPlaceholderText("如 4月20日，Alt+↓ 打开日历")
        self.edit.setMinimumHeight(28)
        self.edit.installEventFilter(self)
        self.setFocusProxy(self.edit)
        self.calendar: CalendarCard | None = None
        button = QToolButton()
        button.setIcon(theme.icon("chevron-down"))
        button.setIconSize(QSize(12, 12))
        button.setToolTip("打开日历（Alt+↓）")
        button.setAccessibleName(f"{name}：打开日历")
        button.clicked.connect(self.open_calendar)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(self.edit, 1)
        line.addWidget(button)

    def day(self) -> date | None:
        """The day that is written, None for none."""
        text = self.edit.text().strip()
        usual = usual_form(_FIELD, text, str(clock.now().year))
        found = date_of(text) or date_of(usual)
        return None if found is None else date(*found)

    def is_unreadable(self) -> bool:
        """Whether something is written that is no day."""
        return bool(self.edit.text().strip()) and self.day() is None

    def set_day(self, day: date | None) -> None:
        self.edit.setText("" if day is None else day.isoformat())

    def open_calendar(self) -> None:
        window = self.window()
        if self.calendar is None:
            self.calendar = CalendarCard(window)
            self.calendar.setFocusProxy(self.edit)
            self.calendar.picked.connect(self._on_picked)
        day = self.day() or clock.now().date()
        self.calendar.show_date(QDate(day.year, day.month, day.day))
        self.calendar.place_by(QRect(self.edit.mapTo(window, QPoint(0, 0)), self.edit.size()))
        self.calendar.show()
        self.edit.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys of the calendar, while it shows."""
        if event.type() == QEvent.Type.FocusOut and self.calendar is not None:
            self.calendar.hide()
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        key = Qt.Key(event.key())
        calendar = self.calendar
        if calendar is None or not calendar.isVisible():
            opens = key == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
            if opens:
                self.open_calendar()
            return bool(opens)
        if key == Qt.Key.Key_Escape:
            calendar.hide()
        elif key in _TAKING:
            self._on_picked(calendar.date())
        elif key in _DAYS or key in _MONTHS:
            calendar.go(_DAYS.get(key, 0), _MONTHS.get(key, 0))
        else:
            calendar.hide()
            return False
        return True

    def _on_picked(self, day: QDate) -> None:
        self.set_day(date(day.year(), day.month(), day.day()))
        if self.calendar is not None:
            self.calendar.hide()
