"""Last year's value beside this year's: shown above the paper, written only when asked for."""

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QPushButton

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.document.lastyear import fact_of_last_year, text_of_last_year
from anju_desktop.gui import messages, years
from anju_desktop.gui.form_desk import FormDesk
from anju_desktop.gui.session import FormSession
from anju_desktop.gui.workspace import Workspace
from anju_desktop.rules.rule import shortened

KEY = "Ctrl+L"
NOTHING = "上年同一单位的同一张表里没有这一格的值。"
_FILLED = "已填入上年的“{}”，请核对；Ctrl+Z 撤销。"
_SHOWN = 16
_AFTER_MS = 300
"""Until a form that was opened is painted; reading last year's waits for the disk."""


class LastYear(QObject):
    """A button at the right end of the cell bar; not there while last year says nothing."""

    message = Signal(str)
    known = Signal()
    """Last year's forms have been looked for."""

    def __init__(
        self, workspace: Workspace, desk: FormDesk, bar: QBoxLayout, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._desk = desk
        self._bar = bar
        self._button: QPushButton | None = None
        self._document: Document | None = None
        self._title = ""
        self._forms: tuple[Document, ...] = ()
        self._look = QTimer(self, singleShot=True, interval=_AFTER_MS)
        self._look.timeout.connect(self._on_due)
        workspace.form_opened.connect(self._on_form_opened)
        desk.current_changed.connect(self._show)
        if workspace.current is not None:
            self._on_form_opened(workspace.current)

    def text(self) -> str:
        """What last year says for the current cell."""
        ref = self._ref()
        document = self._document
        if ref is None or document is None or not self._forms:
            return ""
        try:
            return text_of_last_year(document, ref, self._forms)
        except KeyError:
            # The row is being taken away.
            return ""

    def of_fact(self, ref: CellRef) -> str:
        """What last year says for a fact of the open form."""
        return fact_of_last_year(self._document, ref, self._forms) if self._document else ""

    def fill_fact(self, ref: CellRef) -> None:
        """Write last year's value into a fact, as an edit like any other."""
        self._on_due()
        document, text = self._document, self.of_fact(ref)
        if document is None or not text:
            self.message.emit(NOTHING)
        elif document.reopen_if_agreed():
            document.set(ref, text)
            self.message.emit(_FILLED.format(shortened(text)))

    def fill(self) -> None:
        """Write last year's value into the current cell, as an edit like any other."""
        self._desk.commit()
        self._on_due()
        view, ref, text = self._desk.view, self._ref(), self.text()
        cell = view.current_cell() if view is not None else None
        if view is None or ref is None or cell is None or not text:
            self.message.emit(NOTHING)
        elif not view.paper_model().editable(cell):
            self.message.emit("这一格不在这里填，没有填入上年的值。")
        else:
            view.paper_model().write([(cell, text)], "填入上年的值")
            self.message.emit(_FILLED.format(shortened(text)))

    def shown(self) -> str:
        """The words above the paper, ``""`` while there are none."""
        button = self._button
        return "" if button is None or button.isHidden() else button.text()

    def _ref(self) -> CellRef | None:
        return self._desk.view.current_ref() if self._desk.view is not None else None

    def _on_form_opened(self, session: FormSession | None) -> None:
        self._document, self._forms = None, ()
        if session is not None:
            session.edited.connect(self._on_edited, Qt.ConnectionType.UniqueConnection)
            self._look.start()
        self._show()

    def _on_edited(self, _edit: object) -> None:
        if self._document is not None and self._document.title() != self._title:
            self._look.start()
        self._show()

    def _on_due(self) -> None:
        """Look for last year's forms; they are those of the same name."""
        session = self._workspace.current
        if session is None:
            return
        title = session.document.title()
        if (session.document, title) != (self._document, self._title):
            self._document, self._title = session.document, title
            self._forms = years.forms_of_last_year(self._workspace, session.document)
            self.known.emit()
        self._show()

    def _show(self, _ref: object = None) -> None:
        text = self.text()
        if self._button is None:
            if not text:
                return
            self._button = self._new_button()
        ref, document = self._ref(), self._document
        same = ref is not None and document is not None and document.text(ref).strip() == text
        words = " ".join(text.split())
        self._button.setText("与上年相同" if same else f"上年 {shortened(words, _SHOWN)}　{KEY}")
        told = f"上年同一格写的是“{text}”" if text else ""
        self._button.setToolTip(told if same else f"{told}，按 {KEY} 或点这里填入")
        self._button.setAccessibleName(told)
        self._button.setEnabled(not same)
        self._button.setVisible(bool(text))

    def _new_button(self) -> QPushButton:
        button = QPushButton()
        button.setProperty("kind", "panel")
        # The keyboard stays on the paper.
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(messages.guarded(button, lambda _checked: self.fill()))
        self._bar.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._bar.addSpacing(12)
        return button
