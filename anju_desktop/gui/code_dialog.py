"""核对校验码: the code typed from sealed paper against the open forms or a package."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from anju_desktop.checkcode.codes import read_code
from anju_desktop.checkcode.verdicts import Answer, Coded, Verdict, coded, compare
from anju_desktop.errors import AnjuError, CodeError, PackageError
from anju_desktop.gui import messages, theme
from anju_desktop.gui.labels import wrapped
from anju_desktop.gui.workspace import Workspace

_WIDTH = 560
_HOW = (
    "照着纸上页脚的校验码输入，也可以用扫码枪扫页脚的二维码。"
    "大小写、空格、横线都不计较，O 当 0，I、L 当 1。"
)
_OPEN, _PACKAGE = "核对打开的这件上报", "核对一个上报包"
_STORED = "核对资料库里的全部表"
_NO_PACKAGE = "还没有选上报包，请先点“选上报包…”。"
_KINDS = {Verdict.SAME: "good", Verdict.OTHER_VERSION: "doubt", Verdict.DIFFERENT: "wrong"}


class CodeDialog(QDialog):
    """Stays open, so that a heap of papers can be gone through one by one."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._path: Path | None = None
        self.setWindowTitle("核对校验码")
        self.setMinimumWidth(_WIDTH)
        self.edit = QLineEdit()
        self.edit.setAccessibleName("校验码")
        self.edit.setMinimumHeight(34)
        self.edit.setMaxLength(200)
        self.edit.setProperty("kind", "code")
        self.of_open = QRadioButton(_STORED if workspace.current is None else _OPEN)
        self.of_package = QRadioButton(_PACKAGE)
        self.choose = QPushButton("选上报包…")
        self.file = wrapped("second")
        self.verdict = wrapped("current")
        self.sentence = wrapped("")
        self._wire()
        self._arrange()

    def _wire(self) -> None:
        self._group = QButtonGroup(self)
        for button in (self.of_open, self.of_package):
            self._group.addButton(button)
        self.of_open.setChecked(True)
        self.choose.setAutoDefault(False)
        self.choose.clicked.connect(self._on_choose)
        self.of_package.clicked.connect(self._on_package_wanted)
        self.edit.textEdited.connect(lambda _text: self._show("", "", ""))
        self._show("", "", "")

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(12)
        layout.addWidget(wrapped("current", "核对校验码"))
        layout.addWidget(wrapped("second", _HOW))
        layout.addWidget(self.edit)
        against = QGridLayout()
        against.setHorizontalSpacing(12)
        against.setColumnStretch(1, 1)
        against.addWidget(self.of_open, 0, 0, 1, 3)
        against.addWidget(self.of_package, 1, 0)
        against.addWidget(self.file, 1, 1)
        against.addWidget(self.choose, 1, 2)
        layout.addLayout(against)
        # Room is kept from the start: the dialog does not jump under the mouse.
        self.verdict.setMinimumHeight(26)
        self.sentence.setMinimumHeight(44)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignTop)
        told = QVBoxLayout()
        told.setSpacing(4)
        told.addWidget(self.verdict)
        told.addWidget(self.sentence)
        layout.addLayout(told)
        layout.addStretch(1)
        layout.addLayout(self._buttons())
        self.edit.setFocus()

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        close, check = QPushButton("关闭"), QPushButton("核对")
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        check.setProperty("kind", "primary")
        check.setDefault(True)
        check.clicked.connect(self.check)
        row.addWidget(close)
        row.addWidget(check)
        return row

    def check(self) -> None:
        """Say what the code that was typed says."""
        try:
            answer = self._answer(read_code(self.edit.text()))
        except CodeError as error:
            self._show("抄错了" if self.edit.text().strip() else "没有核对", str(error), "wrong")
        except AnjuError as error:
            self._show("没有核对", str(error), "wrong")
        else:
            sentence = answer.sentence.removeprefix(f"{answer.verdict.value}：")
            self._show(answer.verdict.value, sentence, _KINDS[answer.verdict])
        self.edit.setFocus()
        self.edit.selectAll()

    def check_package(self, path: Path) -> None:
        """Hold codes against a package from now on."""
        self._path = path
        self.file.setText(path.name)
        self.file.setToolTip(str(path))
        self.of_package.setChecked(True)
        self._show("", "", "")

    def _answer(self, code: str) -> Answer:
        if self.of_package.isChecked():
            return self._answer_of_package(code)
        documents = [coded(document) for document in self._workspace.documents()]
        answer = compare(code, documents) if documents else None
        if answer is not None and answer.verdict is not Verdict.DIFFERENT:
            return answer
        stored = [*self._stored()]
        elsewhere = compare(code, stored)
        if answer is None:
            return elsewhere
        if elsewhere.verdict is Verdict.DIFFERENT:
            return answer
        found = elsewhere.sentence.partition("：")[2]
        sentence = f"不是打开的这件上报里的。{found}"
        return Answer(Verdict.DIFFERENT, f"{Verdict.DIFFERENT.value}：{sentence}")

    def _answer_of_package(self, code: str) -> Answer:
        from anju_desktop.submission.codes import answer
        from anju_desktop.submission.verify import verify_package

        if self._path is None:
            raise PackageError(_NO_PACKAGE)
        report = verify_package(self._path)
        if not report.whole:
            raise PackageError(f"“{self._path.name}”{report.sentence}")
        return answer(code, report.forms)

    def _stored(self) -> list[Coded]:
        """Every form of the store; a stored form is frozen, so its code is what it says."""
        return [
            Coded(f"{form.title}（{form.unit} {form.period}年）", version, version.code)
            for submission in self._workspace.submissions()
            for form in submission.forms
            for version in [self._workspace.version(form)]
        ]

    def _on_package_wanted(self) -> None:
        if self._path is None:
            self._on_choose()

    def _on_choose(self) -> None:
        folder = self._path.parent if self._path else Path.home()
        path = messages.ask_open_path(self, "选一个上报包", folder, messages.PACKAGES)
        if path is not None:
            self.check_package(path)
        elif self._path is None:
            self.of_open.setChecked(True)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, verdict: str, sentence: str, kind: str) -> None:
        self.verdict.setText(verdict)
        self.sentence.setText(sentence)
        theme.set_kind(self.verdict, f"verdict-{kind}" if kind else "current")
