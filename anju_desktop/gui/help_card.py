"""F1: what belongs into a cell, and which checks look at it."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from anju_desktop.document.carrying import why_locked
from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.forms.checks import IMPLIED_RULES
from anju_desktop.forms.definition import Check, Edition, Field, Owner, ValueType
from anju_desktop.gui import theme
from anju_desktop.gui.labels import wrapped
from anju_desktop.gui.paper.naming import cell_name, row_name
from anju_desktop.gui.scoring.describing import facts_of
from anju_desktop.rules.describing import checks_reading, described
from anju_desktop.rules.findings import LEVEL_NAMES

_TYPES = {
    ValueType.TEXT: "文字",
    ValueType.LONG_TEXT: "一段文字",
    ValueType.INTEGER: "整数",
    ValueType.DECIMAL: "数字",
    ValueType.MONEY: "金额",
    ValueType.PERCENT: "百分数",
    ValueType.DATE: "日期，如 2024-01-31",
    ValueType.MONTH: "月份，1 到 12",
    ValueType.CHOICE: "从所列的几项中选",
    ValueType.REGION: "地区",
    ValueType.TELEPHONE: "电话号码",
    ValueType.INDICATOR: "符号、数值和单位，如 ≥100户；或者一句话",
    ValueType.SIGN: "≥、≤ 或 =",
    ValueType.UNIT: "计量单位",
    ValueType.SCORE: "得分",
    ValueType.YES_NO: "选“是”或“否”",
}
_MOST_ROWS = 3
"""Rows that a fact is said to serve; of more, how many."""


def cell_help(document: Document, ref: CellRef) -> tuple[str, ...]:
    """Sentences about a cell, the most useful first."""
    field = document.definition(ref)
    sentences = [field.help] if field.help else []
    if field.official:
        return (*sentences, "这一格是表上印好的，不用填。")
    if document.is_fact(ref) and (served := _rows_served(document, ref)):
        sentences.append(f"这个事实用来给{served}计分，不印在表上。")
    sentences.append(f"填写：{_kind(field)}。" + ("必填。" if field.required else "可以空着。"))
    if field.choices:
        sentences.append(f"可选：{'、'.join(field.choices)}。")
    if field.none_marks:
        sentences.append(f"没有时写：{'、'.join(field.none_marks)}。")
    if field.max_length:
        sentences.append(f"最多 {field.max_length} 字。")
    if field.owner is Owner.UPPER:
        sentences.append("这一格由上级填写。")
    if locked := why_locked(document, ref):
        sentences.append(locked)
    if field.computed:
        sentences.append("这一格由程序算出，手填的数会与算出的数核对。")
    return tuple(sentences)


def _rows_served(document: Document, ref: CellRef) -> str:
    """The rows whose score a fact goes into, by name: ``“开工率”、“竣工率”等 5 行``."""
    edition = document.edition
    names = [
        row_name(document, CellRef(group.marks.score, group.id, row))
        for group in edition.groups
        if group.marks
        for row in document.row_ids(group.id)
        if ref in facts_of(edition, group, row)
    ]
    said = "、".join(f"“{name}”" for name in names[:_MOST_ROWS])
    return f"{said}等 {len(names)} 行" if len(names) > _MOST_ROWS else said


def _kind(field: Field) -> str:
    return _TYPES[field.type] + (f"，单位 {field.unit}" if field.unit else "")


def checks_about(edition: Edition, ref: CellRef) -> tuple[Check, ...]:
    """The checks that look at this cell: those that the edition asks for before the implied."""
    found = checks_reading(edition, (ref.group, ref.field))
    return tuple(sorted(found, key=lambda check: check.id.startswith(IMPLIED_RULES)))


class HelpCard(QFrame):
    """The explanations of one cell, with a cross to close them."""

    closed = Signal()

    def __init__(
        self,
        document: Document,
        ref: CellRef,
        parent: QWidget | None = None,
        *,
        known: Sequence[str] = (),
    ) -> None:
        """``known`` are sentences about the indicator that the cell belongs to."""
        super().__init__(parent)
        self.setProperty("kind", "help")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 10)
        layout.setSpacing(6)
        layout.addLayout(self._head(cell_name(document, ref)))
        for sentence in cell_help(document, ref):
            layout.addWidget(wrapped("", sentence))
        if known:
            layout.addWidget(wrapped("third", "常用指标"))
        for sentence in known:
            layout.addWidget(wrapped("", sentence))
        checks = checks_about(document.edition, ref)
        if checks:
            layout.addWidget(wrapped("third", "本格参与的审核"))
        for check in checks:
            what = f"{LEVEL_NAMES[check.level]}：{described(check, document.edition)}"
            label = wrapped("second", what)
            label.setToolTip("\n".join(filter(None, (check.title, check.basis, check.advice))))
            layout.addWidget(label)
        layout.addWidget(wrapped("third", "再按一次 F1 打开使用手册。"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _head(self, name: str) -> QHBoxLayout:
        head = QHBoxLayout()
        head.addWidget(wrapped("heading", name), 1)
        close = QToolButton(self)
        close.setIcon(theme.icon("close"))
        close.setIconSize(QSize(12, 12))
        close.setToolTip("关闭填写说明（Esc）")
        close.setAccessibleName("关闭填写说明")
        close.clicked.connect(self.closed)
        head.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        return head
