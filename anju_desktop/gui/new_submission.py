"""The dialog for a new submission: whose, of what year, which forms; or as last year."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QCompleter,
    QDialog,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QWidget,
)

from anju_desktop import clock
from anju_desktop.document.renewing import moved_on, next_year
from anju_desktop.forms.definition import Edition
from anju_desktop.forms.families import edition_for, family, without_years
from anju_desktop.gui import theme
from anju_desktop.gui.generated.ui_new_submission import Ui_NewSubmissionDialog
from anju_desktop.records import record
from anju_desktop.storage.entries import SubmissionEntry

MOST_COPIES = 30

Earlier = Callable[[str, str, str], SubmissionEntry | None]
"""Last year's submission of a unit, year and programme."""


@record(frozen=True, slots=True)
class NewSubmission:
    """What the clerk decided; an edition stands here once for each copy.

    With ``like``, last year's submission is what the new one is begun from.
    """

    unit: str
    period: str
    programme: str
    editions: tuple[Edition, ...]
    like: SubmissionEntry | None = None


class NewSubmissionDialog(QDialog):
    """Ask :meth:`decided` after it was accepted."""

    def __init__(
        self,
        editions: Sequence[Edition],
        unit: str = "",
        parent: QWidget | None = None,
        *,
        units: Sequence[str] = (),
        earlier: Earlier = lambda *_: None,
    ) -> None:
        super().__init__(parent)
        self.ui = Ui_NewSubmissionDialog()
        self.ui.setupUi(self)
        self.ui.unitBox.setAccessibleName(self.ui.unitLabel.text())
        self.ui.yearEdit.setAccessibleName(self.ui.yearLabel.text())
        self.ui.programmeBox.setAccessibleName(self.ui.programmeLabel.text())
        self._editions = tuple(editions)
        self._earlier = earlier
        self._like: SubmissionEntry | None = None
        self._year_typed = False
        self._rows: list[_FormRow] = []
        self._fill(unit, units)
        self._wire()
        self._show_programme()
        (self.ui.yearEdit if unit else self.ui.unitBox).setFocus()
        self.ui.yearEdit.selectAll()

    def decided(self) -> NewSubmission:
        """What was entered, as it is now."""
        editions = tuple(row.edition for row in self._rows for _ in range(row.copies()))
        like = self._like if self.ui.renewCheck.isChecked() else None
        return NewSubmission(self._unit(), self._year(), self._programme(), editions, like)

    # -- what stands in it -----------------------------------------------------------------

    def _fill(self, unit: str, units: Sequence[str]) -> None:
        ui = self.ui
        ui.unitBox.addItems(list(dict.fromkeys((*((unit,) if unit else ()), *units))))
        ui.unitBox.setCurrentText(unit)
        line = ui.unitBox.lineEdit()
        assert line is not None
        line.setPlaceholderText("县市区的名称，如 克拉玛依区")
        completer = ui.unitBox.completer()
        assert completer is not None
        # Offered below, never written behind what one types.
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        for name in programmes(self._editions):
            ui.programmeBox.addItem(name, name)
        ui.problemLabel.hide()

    def _wire(self) -> None:
        ui = self.ui
        ui.programmeBox.currentIndexChanged.connect(self._show_programme)
        ui.yearEdit.textEdited.connect(self._on_year_typed)
        ui.unitBox.currentTextChanged.connect(self._on_unit_changed)
        ui.renewCheck.toggled.connect(self._show_renewing)
        ui.createButton.clicked.connect(self._on_create_clicked)
        ui.cancelButton.clicked.connect(self.reject)

    def _unit(self) -> str:
        return self.ui.unitBox.currentText().strip()

    def _year(self) -> str:
        return self.ui.yearEdit.text().strip()

    def _programme(self) -> str:
        return self.ui.programmeBox.currentText()

    def _of_programme(self) -> list[Edition]:
        chosen = without_years(self.ui.programmeBox.currentData() or "")
        return [e for e in self._editions if without_years(_programme(e)) == chosen]

    def _show_programme(self) -> None:
        if not self._year_typed:
            self.ui.yearEdit.setText(self._usual_year())
        self._show_year()

    def _show_year(self) -> None:
        """Programmes and forms as they are called and look in the year that stands there."""
        year, box = self._year(), self.ui.programmeBox
        if _is_year(year):
            for index in range(box.count()):
                box.setItemText(index, named_for(box.itemData(index), year))
        self._show_forms()
        self._show_earlier()

    def _show_forms(self) -> None:
        chosen = self._of_programme()
        wanted = list(dict.fromkeys(family(edition) for edition in chosen))
        due = [
            edition_for(self._year(), next(e for e in chosen if family(e) == each), chosen)
            for each in wanted
        ]
        if [row.edition for row in self._rows] == due:
            return
        layout = self.ui.formsLayout
        for row in self._rows:
            layout.removeWidget(row)
            row.deleteLater()
        self._rows = [_FormRow(edition) for edition in due]
        for row in self._rows:
            layout.addWidget(row)
        if self._rows:
            # The buttons at the bottom come after the forms that were made now.
            QWidget.setTabOrder(self._rows[-1].last_stop, self.ui.cancelButton)
            QWidget.setTabOrder(self.ui.cancelButton, self.ui.createButton)

    def _show_earlier(self) -> None:
        """Last year's submission, ticked when there is one: most of it is the same every year."""
        like = self._earlier(self._unit(), self._year(), self._programme())
        found = like is not None
        if like is not None:
            self.ui.renewCheck.setText(f"沿用 {like.period} 年的上报（{len(like.forms)} 张表）")
        self.ui.renewCheck.setVisible(found)
        if found != (self._like is not None):
            self.ui.renewCheck.setChecked(found)
        self._like = like
        self._show_renewing()

    def _show_renewing(self) -> None:
        renewing = self._like is not None and self.ui.renewCheck.isChecked()
        self.ui.renewLabel.setVisible(renewing)
        self.ui.formsLabel.setVisible(not renewing)
        self.ui.formsHost.setVisible(not renewing)

    def _usual_year(self) -> str:
        """The year of the newest forms, or the one after the unit's last where that has come."""
        year = str(max((edition.year for edition in self._of_programme()), default=""))
        today = clock.now().year
        programme = self._programme()
        while (after := next_year(year)) and int(after) <= today:
            if self._earlier(self._unit(), after, programme) is None:
                break
            year = after
        return year

    # -- what happens ----------------------------------------------------------------------

    def _on_year_typed(self) -> None:
        self._year_typed = True
        self._show_year()

    def _on_unit_changed(self) -> None:
        self._show_programme()

    def _on_create_clicked(self) -> None:
        problem = self._problem(self.decided())
        self.ui.problemLabel.setText(problem)
        self.ui.problemLabel.setVisible(bool(problem))
        if not problem:
            self.accept()

    def _problem(self, wanted: NewSubmission) -> str:
        """Why it cannot be made yet; the field in question gets the focus."""
        if not wanted.unit:
            self.ui.unitBox.setFocus()
            return "请填写填报单位。"
        if not _is_year(wanted.period):
            self.ui.yearEdit.setFocus()
            return "年度请写成四位数字，如 2024。"
        return "" if wanted.editions or wanted.like else "请至少勾选一张要报的表。"


def programmes(editions: Sequence[Edition]) -> list[str]:
    """The programmes there are forms for, the most recent year first, each once."""
    newest: dict[str, tuple[int, str]] = {}
    for edition in editions:
        name = _programme(edition)
        known = newest.get(without_years(name), (0, ""))
        newest[without_years(name)] = max(known, (edition.year, name))
    return [name for _, name in sorted(newest.values(), key=lambda found: -found[0])]


def named_for(programme: str, year: str) -> str:
    """A programme as it is called in a year: ``2024年补助资金`` is ``2025年补助资金`` in 2025."""
    return moved_on(programme, programme[:4], year)


def _is_year(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) == 4


def _programme(edition: Edition) -> str:
    return edition.programme or edition.title


class _FormRow(QWidget):
    """A form to tick; where each project has a form of its own, also how many."""

    def __init__(self, edition: Edition) -> None:
        super().__init__()
        self.edition = edition
        self._copies = 1
        name = edition.name or edition.title
        self.check = QCheckBox(f"{name}（每个项目一张）" if edition.label else name)
        self.check.setChecked(True)
        self.check.setToolTip(edition.title)
        self.last_stop: QWidget = self.check
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.check, 1)
        self._number = QLabel()
        self._number.setMinimumWidth(40)
        self._number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        if edition.label:
            row.addWidget(self._stepper("minus", -1, "少一张"))
            row.addWidget(self._number)
            self.last_stop = self._stepper("plus", 1, "多一张")
            row.addWidget(self.last_stop)
        self._show_number()

    def copies(self) -> int:
        return self._copies if self.check.isChecked() else 0

    def set_copies(self, copies: int) -> None:
        self._copies = min(max(copies, 1), MOST_COPIES)
        self.check.setChecked(True)
        self._show_number()

    def _stepper(self, icon: str, step: int, words: str) -> QToolButton:
        button = QToolButton()
        button.setIcon(theme.icon(icon))
        button.setIconSize(QSize(12, 12))
        button.setToolTip(words)
        button.setAccessibleName(f"{self.edition.name}{words}")
        button.clicked.connect(lambda: self.set_copies(self._copies + step))
        return button

    def _show_number(self) -> None:
        self._number.setText(f"{self._copies} 张")
