"""The dialog for a new submission: whose, of what year, which forms."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QWidget,
)

from anju_desktop.forms.definition import Edition
from anju_desktop.gui import theme
from anju_desktop.gui.generated.ui_new_submission import Ui_NewSubmissionDialog
from anju_desktop.records import record

MOST_COPIES = 30


@record(frozen=True, slots=True)
class NewSubmission:
    """What the clerk decided; an edition stands here once for each copy."""

    unit: str
    period: str
    programme: str
    editions: tuple[Edition, ...]


class NewSubmissionDialog(QDialog):
    """Ask :meth:`decided` after it was accepted."""

    def __init__(
        self, editions: Sequence[Edition], unit: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.ui = Ui_NewSubmissionDialog()
        self.ui.setupUi(self)
        self._editions = tuple(editions)
        self._rows: list[_FormRow] = []
        self.ui.unitEdit.setText(unit)
        self.ui.programmeBox.addItems(programmes(self._editions))
        self.ui.programmeBox.currentIndexChanged.connect(self._show_forms)
        self.ui.createButton.clicked.connect(self._on_create_clicked)
        self.ui.cancelButton.clicked.connect(self.reject)
        self.ui.problemLabel.hide()
        self._show_forms()

    def decided(self) -> NewSubmission:
        """What was entered, as it is now."""
        editions = tuple(row.edition for row in self._rows for _ in range(row.copies()))
        return NewSubmission(
            self.ui.unitEdit.text().strip(),
            self.ui.yearEdit.text().strip(),
            self.ui.programmeBox.currentText(),
            editions,
        )

    def _show_forms(self) -> None:
        layout = self.ui.formsLayout
        for row in self._rows:
            layout.removeWidget(row)
            row.deleteLater()
        chosen = [e for e in self._editions if _programme(e) == self.ui.programmeBox.currentText()]
        self._rows = [_FormRow(edition) for edition in chosen]
        for row in self._rows:
            layout.addWidget(row)
        if chosen:
            self.ui.yearEdit.setText(str(chosen[0].year))

    def _on_create_clicked(self) -> None:
        problem = self._problem(self.decided())
        self.ui.problemLabel.setText(problem)
        self.ui.problemLabel.setVisible(bool(problem))
        if not problem:
            self.accept()

    def _problem(self, wanted: NewSubmission) -> str:
        """Why it cannot be made yet; the field in question gets the focus."""
        if not wanted.unit:
            self.ui.unitEdit.setFocus()
            return "请填写填报单位。"
        if not (wanted.period.isascii() and wanted.period.isdigit() and len(wanted.period) == 4):
            self.ui.yearEdit.setFocus()
            return "年度请写成四位数字，如 2024。"
        return "" if wanted.editions else "请至少勾选一张要报的表。"


def programmes(editions: Sequence[Edition]) -> list[str]:
    """The programmes there are forms for, the most recent year first."""
    newest: dict[str, int] = {}
    for edition in editions:
        name = _programme(edition)
        newest[name] = max(edition.year, newest.get(name, 0))
    return sorted(newest, key=lambda name: -newest[name])


def _programme(edition: Edition) -> str:
    return edition.programme or edition.title


class _FormRow(QWidget):
    """A form to tick; where each project has a form of its own, also how many."""

    def __init__(self, edition: Edition) -> None:
        super().__init__()
        self.edition = edition
        self._copies = 1
        self.check = QCheckBox(edition.name or edition.title)
        self.check.setChecked(True)
        self.check.setToolTip(edition.title)
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
            row.addWidget(self._stepper("plus", 1, "多一张"))
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
