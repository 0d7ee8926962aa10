"""The bar at the bottom: saved at, what is left to do, the last message, zoom."""

from datetime import datetime

from PySide6.QtCore import QObject, QSize

from anju_desktop.document.version import Version
from anju_desktop.errors import AnjuError
from anju_desktop.gui import theme
from anju_desktop.gui.findings_panel import NOT_AUDITED, PASSED
from anju_desktop.gui.generated.ui_main_window import Ui_MainWindow
from anju_desktop.gui.marks import Counts
from anju_desktop.gui.versions import status_words

SAVING = "正在保存…"
NOT_SAVED = "还没有保存"
ALL_SAVED = "全部内容已保存"


class StatusLine(QObject):
    """A promise must be readable a minute later: what stands here stays until it is untrue."""

    def __init__(self, ui: Ui_MainWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._ui = ui
        self._usual, self._usual_kind = "", "second"
        ui.savedIcon.setPixmap(theme.icon("saved").pixmap(QSize(14, 14)))
        self.show_busy("")

    @property
    def saved_text(self) -> str:
        return self._ui.savedLabel.text()

    def show_start(self, editions: int) -> None:
        """The start page is on the screen."""
        self.show_saved(None)
        self._show_usual(f"表式 {editions} 种，均可使用")
        self._show_form_parts(False)

    def show_form(self, edited: datetime) -> None:
        """A form is on the screen; ``edited`` is when its last edit was saved."""
        self.show_saved(edited)
        self._show_form_parts(True)

    def show_version(self, version: Version, waits: str = "") -> None:
        """Draft or final, with the check code; stands wherever no message does.

        ``waits`` is what the whole submission waits for.
        """
        voided = version.earlier and not version.is_final
        words = status_words(version) + (f"；{waits}" if version.is_final and waits else "")
        self._show_usual(words, "explain" if voided else "second")

    def show_counts(self, counts: Counts, blanks: int) -> None:
        """``blanks`` required cells are empty and not counted yet: nothing has passed."""
        passed = NOT_AUDITED if blanks else PASSED
        self._ui.countsLabel.show_counts(counts, passed, safe=not blanks)

    def show_saving(self) -> None:
        """An edit is on its way; what the last message spoke of is over."""
        self.show_notice("")
        self._show_saved(SAVING, "second")

    def show_saved(self, time: datetime | None) -> None:
        """The disk has confirmed the last edit, made at this time; None where no form is shown."""
        text = ALL_SAVED if time is None else f"已自动保存 {time:%H:%M}"
        self._show_saved(text, "saved")

    def show_not_saved(self, error: AnjuError) -> None:
        self._show_saved(NOT_SAVED, "error")
        self.show_notice(str(error), "error")

    def show_notice(self, sentence: str, kind: str = "second") -> None:
        """A message; it stays until the next one."""
        label = self._ui.noticeLabel
        text = " ".join((sentence or self._usual).split())
        label.setText(text)
        label.setToolTip(text if sentence else "")
        theme.set_kind(label, kind if sentence else self._usual_kind)

    def show_busy(self, label: str) -> None:
        """What takes long, with a line that moves; ``""`` when it is over."""
        self._ui.progressBar.setVisible(bool(label))
        self._ui.cancelButton.setVisible(bool(label))
        self.show_notice(label)

    def _show_usual(self, sentence: str, kind: str = "second") -> None:
        self._usual, self._usual_kind = sentence, kind
        self.show_notice("")

    def _show_saved(self, text: str, kind: str) -> None:
        self._ui.savedLabel.setText(text)
        theme.set_kind(self._ui.savedLabel, kind)
        self._ui.savedIcon.setVisible(kind == "saved")

    def _show_form_parts(self, form: bool) -> None:
        ui = self._ui
        parts = (ui.countsLabel, ui.countsSeparator, ui.fitButton, ui.zoomOutButton)
        for part in (*parts, ui.zoomSlider, ui.zoomInButton, ui.zoomLabel):
            part.setVisible(form)
        ui.offlineLabel.setVisible(not form)
