"""Small windows that only say something: about the program, its keys, what is not checked."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from anju_desktop import __version__
from anju_desktop.gui import theme
from anju_desktop.gui.commands import key_sections
from anju_desktop.gui.generated.ui_about import Ui_AboutDialog

_LICENCE = (
    "本程序按宽松的许可证发布；界面用的程序库和随附字体各有自己的开放许可证，"
    "全文见安装文件夹里的“THIRD_PARTY.md”。"
)


_NEVER = (
    "签字、盖章是否齐全，扫描件是否清楚。",
    "佐证材料的原件，以及它们与表中数字是否一致。",
    "项目本身是否真实、是否符合政策。",
)


class AboutDialog(QDialog):
    """What the program is, its version, and where the clerk's data lies."""

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ui = Ui_AboutDialog()
        self.ui.setupUi(self)
        self.ui.logo.setPixmap(theme.icon("app").pixmap(QSize(48, 48)))
        self.ui.versionLabel.setText(f"版本 {__version__}")
        self.ui.foldersLabel.setText(f"资料保存在：{folder}")
        self.ui.licenceLabel.setText(_LICENCE)
        self.wants_changes = False
        """Closed to read what changed in this version."""
        self.ui.closeButton.clicked.connect(self.accept)
        self.ui.changesButton.clicked.connect(self._leave_for_changes)
        # Enter leaves, as it does in the other dialogs that only say something.
        self.ui.closeButton.setFocus()

    def _leave_for_changes(self) -> None:
        self.wants_changes = True
        self.accept()


class NotesDialog(QDialog):
    """A heading, an introduction, and a list that can be scrolled."""

    def __init__(self, title: str, intro: str, body: QWidget, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(480)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(12)
        layout.addWidget(_label(title, "current"))
        layout.addWidget(_label(intro, "second"))
        area = QScrollArea()
        area.setProperty("kind", "plain")
        area.setWidgetResizable(True)
        area.setWidget(body)
        area.setAccessibleName(title)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setMinimumHeight(min(240, body.sizeHint().height() + 8))
        layout.addWidget(area, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        close = QPushButton("知道了")
        close.setProperty("kind", "primary")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        row.addWidget(close)
        layout.addLayout(row)


def keys_dialog(parent: QWidget | None) -> NotesDialog:
    """Every key of the program."""
    body = QWidget()
    body.setProperty("kind", "paper")
    grid = QGridLayout(body)
    grid.setContentsMargins(12, 10, 12, 10)
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(6)
    for title, listed in key_sections():
        grid.addWidget(_label(title, "section"), grid.rowCount(), 0, 1, 2)
        for keys, deed in listed:
            row = grid.rowCount()
            grid.addWidget(_label(keys, "strong"), row, 0)
            grid.addWidget(_label(deed, ""), row, 1)
    grid.setColumnStretch(1, 1)
    return NotesDialog("键盘操作", "全部操作都可以只用键盘完成。", body, parent)


def not_checked_dialog(sentences: Sequence[str], parent: QWidget | None) -> NotesDialog:
    """What the checks of this form do not look at."""
    body = QWidget()
    body.setProperty("kind", "paper")
    column = QVBoxLayout(body)
    column.setContentsMargins(12, 10, 12, 10)
    column.setSpacing(6)
    for sentence in (*_NEVER, *sentences):
        column.addWidget(_label(f"· {sentence}", ""))
    column.addStretch(1)
    intro = "审核结果里没有列出，不等于完全正确。下面这些本程序不检查，请自己核对。"
    return NotesDialog("审核说明", intro, body, parent)


def _label(text: str, kind: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if kind:
        label.setProperty("kind", kind)
    return label
