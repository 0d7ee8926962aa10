"""What becomes of last year's submission, to be read before the new one is made."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from anju_desktop.document.renewing import told
from anju_desktop.gui.labels import resize_fitting, short_title, wrapped
from anju_desktop.gui.years import Renewal

_WIDTH, _HEIGHT = 620, 460
_UNCHANGED = "照上年，没有要新填的。"


class RenewalDialog(QDialog):
    """Accepted when the clerk wants the new submission."""

    def __init__(self, renewal: Renewal, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("沿用上年")
        resize_fitting(self, _WIDTH, _HEIGHT)
        source = renewal.source
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(12)
        title = short_title(renewal.title)
        layout.addWidget(wrapped("current", f"{source.unit} {renewal.period}年 {title}"))
        layout.addWidget(
            wrapped(
                "second",
                f"沿用 {source.period} 年的 {len(renewal.forms)} 张表，上年的表不动。"
                "下面是改了和没有照抄的地方，其余都照抄。",
            )
        )
        layout.addWidget(self._list(renewal), 1)
        layout.addLayout(self._buttons())

    def texts(self) -> tuple[str, ...]:
        """What the list says, line by line."""
        return self._texts

    def _list(self, renewal: Renewal) -> QScrollArea:
        inside = QWidget()
        lines = QVBoxLayout(inside)
        lines.setContentsMargins(14, 10, 14, 10)
        lines.setSpacing(4)
        texts: list[str] = []
        for form in renewal.forms:
            lines.addWidget(wrapped("heading", short_title(form.document.title())))
            for text in tuple(told(form)) or (_UNCHANGED,):
                lines.addWidget(wrapped("", text))
                texts.append(text)
            lines.addSpacing(8)
        lines.addStretch(1)
        self._texts = tuple(texts)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName("改了什么")
        scroll.setWidget(inside)
        return scroll

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        leave, do = QPushButton("不建了"), QPushButton("新建上报")
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        do.setProperty("kind", "primary")
        do.setDefault(True)
        do.clicked.connect(self.accept)
        row.addWidget(leave)
        row.addWidget(do)
        do.setFocus()
        return row
