"""Where one is: title bar, bread crumbs, and the buttons of the page that is shown."""

from PySide6.QtWidgets import QMainWindow, QWidget

from anju_desktop.document.version import Version
from anju_desktop.gui import theme
from anju_desktop.gui.generated.ui_main_window import Ui_MainWindow
from anju_desktop.gui.labels import short_title
from anju_desktop.gui.workspace import Workspace

NAME = "安居填报"


class Heading:
    """The upper edge of the window."""

    def __init__(self, window: QMainWindow, ui: Ui_MainWindow, workspace: Workspace) -> None:
        self._window, self._ui, self._workspace = window, ui, workspace

    def show_place(self, *, narrow: bool) -> None:
        """Name what is open; where it is ``narrow`` the name of the form matters more."""
        ui, session = self._ui, self._workspace.current
        submission = self._workspace.submission
        if session is None or submission is None:
            self._window.setWindowTitle(NAME)
            ui.crumbLabel.setText(_escaped(self._office()))
            return
        self._window.setWindowTitle(f"{NAME}　{submission.unit}　{submission.period}年")
        ui.treeHead.setText(f"{submission.period}年　{submission.unit}")
        form = _escaped(short_title(session.document.title()))
        above = "" if narrow else f"{_escaped(short_title(submission.title))} &nbsp;›&nbsp; "
        ui.crumbLabel.setText(
            f'<span style="font-weight:400; color:{theme.code(theme.Token.INK_SECOND)}">'
            f"›&nbsp; {above}</span>{form}"
        )

    def show_form_buttons(self, form: bool) -> None:
        """The buttons that need a form, or those of the first page."""
        ui = self._ui
        parts: tuple[QWidget, ...] = (
            *(ui.undoButton, ui.redoButton, ui.undoSeparator, ui.homeButton, ui.findButton),
            *(ui.printButton, ui.exportButton, ui.auditButton, ui.finalButton),
        )
        for part in parts:
            part.setVisible(form)
        ui.openButton.setVisible(not form)

    def show_version(self, version: Version) -> None:
        """A draft leads to 定稿, a final form to 修订."""
        button = self._ui.finalButton
        button.setText("修订" if version.is_final else "定稿")
        theme.set_kind(button, "" if version.is_final else "primary")

    def _office(self) -> str:
        return self._workspace.units.full_name(self._workspace.units.usual()) or NAME


def _escaped(text: str) -> str:
    """Plain text inside markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
