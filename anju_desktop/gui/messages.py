"""The only place that shows an error, a question or a result in a dialog.

Questions name the act on the button; no dialog says 确定, 是 or 否 alone.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtWidgets import QWidget

from anju_desktop.errors import AnjuError, KeptFinalError

# Dialog classes are named where they are used: PySide6 makes a class when its name is imported,
# and the program should start without those of windows that may never open.

TITLE = "安居填报"
_MARGIN, _ICON_GAP, _LEAST_WIDTH = 20, 15, 400
FORMS = "上报包和填报文件 (*.zip *.json);;上报包 (*.zip);;填报文件 (*.json);;所有文件 (*)"
PACKAGES = "上报包 (*.zip);;所有文件 (*)"


def show_error(parent: QWidget | None, error: AnjuError) -> None:
    """A known failure, in its own words."""
    _Question(parent, str(error), ("知道了",)).answer()


def guarded(parent: QWidget, deed: Callable[..., object]) -> Callable[..., None]:
    """``deed`` as a slot: a known failure in it is shown in words."""
    return partial(_run_guarded, parent, deed)


def _run_guarded(parent: QWidget, deed: Callable[..., object], *arguments: object) -> None:
    try:
        deed(*arguments)
    except KeptFinalError:
        # The clerk has just answered a question about it.
        return
    except AnjuError as error:
        show_error(parent, error)


def tell(parent: QWidget | None, sentence: str, detail: str = "") -> None:
    """Something the clerk should read before going on."""
    _Question(parent, sentence, ("知道了",), detail).answer()


def ask(parent: QWidget | None, question: str, detail: str, verb: str, keep: str) -> bool:
    """Whether the clerk chooses ``verb``; ``keep`` is the way back and what Esc means."""
    return _Question(parent, question, (verb, keep), detail).answer() == 0


def ask_text(parent: QWidget | None, title: str, label: str, text: str, verb: str) -> str:
    """A line of text, or ``""`` when the clerk thinks better of it."""
    from anju_desktop.gui.asking import TextDialog

    dialog = TextDialog(title, label, text, (verb, "不改了"), parent)
    return dialog.text() if dialog.exec() else ""


def ask_choice(
    parent: QWidget | None, title: str, label: str, choices: tuple[str, ...], verb: str
) -> int:
    """Index of the chosen line, or -1."""
    from anju_desktop.gui.asking import ChoiceDialog

    dialog = ChoiceDialog(title, label, choices, (verb, "返回"), parent)
    return dialog.chosen() if dialog.exec() else -1


def show_written(parent: QWidget | None, path: Path, sentence: str) -> None:
    """A file was written: where, and a way to it."""
    labels = ("打开所在文件夹", "知道了")
    question = _Question(parent, sentence, labels, str(path))
    if question.answer() == 0:
        open_folder(path.parent)


def open_folder(folder: Path) -> None:
    """Show a folder in the PC's file window."""
    QtGui.QDesktopServices.openUrl(QtCore.QUrl.fromLocalFile(str(folder)))


def ask_save_path(parent: QWidget | None, title: str, suggested: Path, kind: str) -> Path | None:
    """Where to write; ``kind`` such as ``PDF 文件 (*.pdf)``; None when given up."""
    path, _ = QtWidgets.QFileDialog.getSaveFileName(parent, title, str(suggested), kind)
    if not path:
        return None
    chosen = Path(path)
    return chosen if chosen.suffix else chosen.with_suffix(suggested.suffix)


def ask_open_path(
    parent: QWidget | None, title: str, folder: Path, kinds: str = FORMS
) -> Path | None:
    """Which file to open; None when given up."""
    path, _ = QtWidgets.QFileDialog.getOpenFileName(parent, title, str(folder), kinds)
    return Path(path) if path else None


class _Question:
    """A message box whose buttons are told apart by number; the last one is what Esc means."""

    def __init__(
        self,
        parent: QWidget | None,
        text: str,
        labels: tuple[str, ...],
        detail: str = "",
    ) -> None:
        self._box = QtWidgets.QMessageBox(parent)
        self._box.setWindowTitle(TITLE)
        # What a clerk or a file wrote is shown as it is, never read as markup.
        self._box.setTextFormat(QtCore.Qt.TextFormat.PlainText)
        self._box.setText(text)
        self._box.setInformativeText(detail)
        self._give_room()
        roles = (
            QtWidgets.QMessageBox.ButtonRole.AcceptRole,
            QtWidgets.QMessageBox.ButtonRole.RejectRole,
        )
        self._buttons = [
            self._box.addButton(label, roles[min(number, 1)]) for number, label in enumerate(labels)
        ]
        self._box.setEscapeButton(self._buttons[-1])
        self._box.setDefaultButton(self._buttons[-1])

    def _give_room(self) -> None:
        """As much as other dialogs have: Qt would break a short question into four lines."""
        layout = self._box.layout()
        assert isinstance(layout, QtWidgets.QGridLayout)
        # Where an icon would be Qt leaves a gap.
        layout.setContentsMargins(_MARGIN - _ICON_GAP, _MARGIN, _MARGIN, _MARGIN)
        width = QtWidgets.QSpacerItem(_LEAST_WIDTH, 0)
        layout.addItem(width, layout.rowCount(), 0, 1, layout.columnCount())

    def answer(self) -> int:
        """Show it and wait; the number of the button that was pressed."""
        self._box.exec()
        pressed = self._box.clickedButton()
        return next((n for n, button in enumerate(self._buttons) if button is pressed), -1)
