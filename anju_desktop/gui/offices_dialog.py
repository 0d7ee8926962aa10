"""本单位信息: the data of the filling units of this PC, entered once."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from anju_desktop.document.offices import Office
from anju_desktop.gui.labels import Scrolling, resize_fitting, wrapped

_INTRO = (
    "填一次，新建的表就会自动填上；已经写了的格子不改。已打开的表用菜单“编辑”里的“填入本单位信息”。"
)
_ROWS = (
    ("name", "填报单位", "目录里和新建上报时用的名字，如 克拉玛依区"),
    ("full_name", "单位全称", "与公章一致"),
    ("code", "单位编码", ""),
    ("department", "主管部门", ""),
    ("finance", "财政部门", ""),
    ("housing", "住房城乡建设部门", ""),
    ("leader", "负责人", "签字的人"),
    ("preparer", "填表人", ""),
    ("contact", "联系人", ""),
    ("telephone", "联系电话", ""),
)
_UNNAMED = "（新单位）"


class OfficesDialog(QDialog):
    """Ask :meth:`offices` after it was accepted."""

    def __init__(
        self, offices: Sequence[Office], unit: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("本单位信息")
        self._offices = list(offices) or [Office(unit)]
        self._at = 0
        self.list = QListWidget()
        self.edits = {key: QLineEdit() for key, _, _ in _ROWS}
        self.problem = wrapped("error")
        self.problem.hide()
        self._place()
        resize_fitting(self, 680, self.sizeHint().height())
        self._show_list()
        self.list.currentRowChanged.connect(self._on_row_chosen)
        first = next((n for n, each in enumerate(self._offices) if each.name == unit), 0)
        self._at = first
        self.list.setCurrentRow(first)
        self._show_office()
        self.edits["full_name" if self._offices[first].name else "name"].setFocus()

    def offices(self) -> tuple[Office, ...]:
        """The units as they were entered; one without any text is none."""
        self._keep()
        return tuple(office for office in self._offices if office != Office(""))

    # -- putting together ------------------------------------------------------------------

    def _place(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(10)
        layout.addWidget(wrapped("current", "本单位信息"))
        layout.addWidget(wrapped("second", _INTRO))
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addLayout(self._left())
        middle.addWidget(Scrolling(self._form()), 1)
        layout.addLayout(middle, 1)
        layout.addWidget(self.problem)
        layout.addLayout(self._buttons())

    def _left(self) -> QVBoxLayout:
        left = QVBoxLayout()
        left.setSpacing(8)
        self.list.setFixedWidth(180)
        self.list.setAccessibleName("单位")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        left.addWidget(self.list, 1)
        self.add, self.drop = QPushButton("增加单位"), QPushButton("移走单位")
        for button, deed in ((self.add, self._on_add), (self.drop, self._on_drop)):
            button.setProperty("kind", "panel")
            button.setAutoDefault(False)
            button.clicked.connect(deed)
            left.addWidget(button)
        return left

    def _form(self) -> QWidget:
        content = QWidget()
        form = QFormLayout(content)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(4)
        for key, title, hint in _ROWS:
            edit = self.edits[key]
            edit.setMinimumHeight(28)
            edit.setAccessibleName(title)
            edit.setPlaceholderText(hint)
            form.addRow(title, edit)
        self.edits["name"].textEdited.connect(self._on_name_typed)
        return content

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        leave, do = QPushButton("不改了"), QPushButton("保存")
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        do.setProperty("kind", "primary")
        do.setDefault(True)
        do.clicked.connect(self._on_done)
        row.addWidget(leave)
        row.addWidget(do)
        return row

    # -- what happens ----------------------------------------------------------------------

    def _show_list(self) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems([office.name or _UNNAMED for office in self._offices])
        self.list.setCurrentRow(self._at)
        self.list.blockSignals(False)

    def _show_office(self) -> None:
        for key, edit in self.edits.items():
            edit.setText(getattr(self._offices[self._at], key))

    def _keep(self) -> None:
        """What stands in the fields belongs to the chosen unit."""
        texts = {key: " ".join(edit.text().split()) for key, edit in self.edits.items()}
        self._offices[self._at] = replace(self._offices[self._at], **texts)

    def _on_row_chosen(self, row: int) -> None:
        if row >= 0 and row != self._at:
            self._keep()
            self._at = row
            self._show_office()

    def _on_name_typed(self, text: str) -> None:
        self.list.item(self._at).setText(text.strip() or _UNNAMED)

    def _on_add(self) -> None:
        self._keep()
        self._offices.append(Office(""))
        self._at = len(self._offices) - 1
        self._show_list()
        self._show_office()
        self.edits["name"].setFocus()

    def _on_drop(self) -> None:
        """The fields go; submissions and forms keep what was written into them."""
        del self._offices[self._at]
        if not self._offices:
            self._offices.append(Office(""))
        self._at = min(self._at, len(self._offices) - 1)
        self._show_list()
        self._show_office()

    def _on_done(self) -> None:
        problem = self._problem()
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        if not problem:
            self.accept()

    def _problem(self) -> str:
        """Why it cannot be saved yet, in a sentence; the unit in question is shown."""
        offices = self.offices()
        names = [office.name for office in offices]
        for office in offices:
            if not office.name:
                self._go_to(office, "name")
                return "有一个单位没有写“填报单位”，请写上，或移走这个单位。"
            if names.count(office.name) > 1:
                self._go_to(office, "name")
                return f"“{office.name}”写了两次，请改名或移走一个。"
        return ""

    def _go_to(self, office: Office, key: str) -> None:
        self._at = self._offices.index(office)
        self._show_list()
        self._show_office()
        self.edits[key].setFocus()
