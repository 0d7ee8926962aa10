"""The 绩效自评报告 of the open form: the clerk's own sections beside what the form says."""

from collections.abc import Callable
from html import escape

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.gui import theme
from anju_desktop.gui.labels import resize_fitting, wrapped
from anju_desktop.report.content import own_texts, report_of
from anju_desktop.report.pieces import Grid, Part, Style

_SIZE = (980, 600)
_OWN_WIDTH = 380
_PREVIEW_PX, _PREVIEW_MARGIN = 14, 20
_LEAVE = (QEvent.Type.FocusOut, QEvent.Type.Hide)
_CENTRED, _RIGHT = (Style.TITLE,), (Style.SIGNATURE,)
_STRONG = (Style.TITLE, Style.HEADING1, Style.HEADING2)


class ReportDialog(QDialog):
    """What is written goes into the document when an editor is left, and can be undone there."""

    def __init__(
        self, document: Document, export: Callable[[], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._document, self._export = document, export
        self.setWindowTitle("绩效自评报告")
        resize_fitting(self, *_SIZE)
        self.editors: dict[str, QPlainTextEdit] = {}
        self.preview = QTextBrowser()
        self.preview.setFont(theme.paper_font(_PREVIEW_PX))
        self.preview.document().setDocumentMargin(_PREVIEW_MARGIN)
        self.preview.setAccessibleName("报告正文")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(12)
        layout.addWidget(wrapped("current", "绩效自评报告"))
        layout.addWidget(
            wrapped("second", "得分、数据和评分理由都从表里来，左边几节由填报单位自己写。")
        )
        sides = QHBoxLayout()
        sides.setSpacing(16)
        sides.addLayout(self._own())
        sides.addWidget(self.preview, 1)
        layout.addLayout(sides, 1)
        layout.addLayout(self._buttons())
        self.refresh()

    def refresh(self) -> None:
        """Show the report as it would be written now."""
        report = report_of(self._document)
        bar = self.preview.verticalScrollBar()
        before = bar.value()
        self.preview.setHtml("".join(map(_html, report.parts)) if report is not None else "")
        bar.setValue(before)

    def commit(self) -> None:
        """Put what is written into the document, as one step that can be undone."""
        with self._document.editing("写报告"):
            for fact, editor in self.editors.items():
                text = editor.toPlainText()
                if text != self._document.text(CellRef(fact)):
                    self._document.set(CellRef(fact), text or None)

    def done(self, result: int) -> None:
        self.commit()
        super().done(result)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _LEAVE:
            self.commit()
            self.refresh()
        return False

    def _own(self) -> QVBoxLayout:
        side = QVBoxLayout()
        side.setSpacing(8)
        for fact in own_texts(self._document.edition):
            editor = QPlainTextEdit(self._document.text(CellRef(fact.id)))
            editor.setProperty("kind", "input")
            editor.setAccessibleName(fact.title)
            editor.setPlaceholderText("一行一段")
            editor.setToolTip(fact.help)
            editor.setReadOnly(self._document.is_final)
            editor.setTabChangesFocus(True)
            editor.setFixedWidth(_OWN_WIDTH)
            editor.installEventFilter(self)
            self.editors[fact.id] = editor
            side.addWidget(wrapped("second", fact.title))
            side.addWidget(editor, 1)
        if not self.editors:
            side.addWidget(wrapped("second", "这张表的报告没有要自己写的部分。"))
        elif self._document.is_final:
            side.addWidget(wrapped("second", "这张表已定稿，要改写请先修订。"))
        return side

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        leave, do = QPushButton("关闭"), QPushButton("导出 Word…")
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        do.setProperty("kind", "primary")
        do.setDefault(True)
        do.clicked.connect(self._on_export)
        for button in (leave, do):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            row.addWidget(button)
        return row

    def _on_export(self) -> None:
        self.accept()
        self._export()


def _html(part: Part) -> str:
    if isinstance(part, Grid):
        rows = [part.head, *([run.text for run in row] for row in part.rows)]
        cells = ("".join(f"<td align=center>{escape(text)}</td>" for text in row) for row in rows)
        body = "".join(f"<tr>{row}</tr>" for row in cells)
        return f'<table border="1" cellspacing="0" cellpadding="4" width="100%">{body}</table>'
    text = escape(part.text)
    if part.style in _STRONG:
        text = f"<b>{text}</b>"
    align = "center" if part.style in _CENTRED else "right" if part.style in _RIGHT else "left"
    indent = "" if part.style in (*_CENTRED, *_RIGHT, Style.ADDRESSEE) else "text-indent:28px;"
    return f'<p align="{align}" style="margin:4px 0;{indent}">{text}</p>'
