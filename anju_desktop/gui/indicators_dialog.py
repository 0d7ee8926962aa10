"""All common indicators: to look for one, and to add, change and remove the office's own."""

from decimal import Decimal

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from anju_desktop.errors import AnjuError
from anju_desktop.gui.labels import Scrolling, resize_fitting, wrapped
from anju_desktop.gui.suggestions import (
    SuggestionDelegate,
    SuggestionModel,
    SuggestionRole,
    suggested,
)
from anju_desktop.gui.theme import set_kind
from anju_desktop.indicators.catalogue import Catalogue
from anju_desktop.indicators.definition import Aspect, Indicator
from anju_desktop.indicators.entering import comparison, tidy, weight

_NONE_OF_OWN = (
    "本单位还没有加入常用指标。在表里填好一行，点右键选“加入常用指标”；"
    "或者在这里点“新增”。以后输入名称时就会提示。"
)
_NOTHING = "没有找到“{}”。换几个字试试，也可以输入拼音首字母或单位；要记下这一条，点“新增”。"
_ALL_LIMIT = 2000
_LEAST_NAME = 230
"""Pixels; with its category beside it a name needs more than under a cell."""
_UNSAVED = "“{}”改了还没有保存。先点“{}”，或者点“放弃”。"
_SHIPPED = "“{}”是随程序带的，不能删去；改动后可以存为本单位的。"


class IndicatorsDialog(QDialog):
    """A list to search at the left, the chosen one at the right, where it can be changed."""

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        catalogue.reload()
        self.setWindowTitle("常用指标")
        resize_fitting(self, 920, 520)
        self.card = IndicatorCard(catalogue)
        self._make_list()
        self._arrange()
        self._wire()
        self.refresh()
        self.search.setFocus()
        if catalogue.trouble:
            self.card.say(catalogue.trouble)

    def _make_list(self) -> None:
        self.search = QLineEdit()
        self.search.setPlaceholderText("名称、拼音首字母或单位")
        self.search.setAccessibleName("查找常用指标")
        self.search.setClearButtonEnabled(True)
        self.own_only = QCheckBox("只看本单位的")
        self.model = SuggestionModel(self)
        self.list = QListView()
        self.list.setAccessibleName("常用指标")
        self.list.setModel(self.model)
        self.list.setItemDelegate(SuggestionDelegate(self.model, self.list, _LEAST_NAME))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.hint = wrapped("second")
        self.hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.hint.setMargin(12)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.list)
        self._pages.addWidget(self.hint)

    def _arrange(self) -> None:
        self.new_button = QPushButton("新增")
        self.close_button = QPushButton("关闭")
        for button in (self.new_button, self.close_button):
            button.setAutoDefault(False)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.search, 1)
        top.addWidget(self.own_only)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(self._pages, 1)
        middle.addWidget(Scrolling(self.card))
        foot = QHBoxLayout()
        foot.addWidget(self.new_button)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(12)
        layout.addLayout(top)
        layout.addLayout(middle, 1)
        layout.addLayout(foot)

    def _wire(self) -> None:
        self.search.textChanged.connect(self.refresh)
        self.own_only.toggled.connect(self.refresh)
        self.list.selectionModel().currentChanged.connect(self._on_current_changed)
        self.new_button.clicked.connect(self._on_new_clicked)
        self.card.save_button.clicked.connect(self._on_save_clicked)
        self.card.remove_button.clicked.connect(self._on_remove_clicked)
        for edit in self.card.edits.values():
            edit.returnPressed.connect(self._on_save_clicked)
        self.close_button.clicked.connect(self.reject)

    # -- the list --------------------------------------------------------------------------

    def refresh(self) -> None:
        """List what fits the words, and choose the first of it."""
        self._show()
        if not self.card.changed():
            self._choose(0)

    def reject(self) -> None:
        """Close; what was changed and not saved is spoken of first, once."""
        if self.card.keeps():
            return
        super().reject()

    def _show(self) -> None:
        typed = self.search.text()
        found = self._catalogue.search(typed, limit=_ALL_LIMIT) if typed else self._catalogue.all()
        if self.own_only.isChecked():
            found = tuple(each for each in found if self._catalogue.is_own(each))
        # No category is the usual one here, so every line says its own.
        self.model.show(suggested(self._catalogue, found, kind=" "))
        none_of_own = self.own_only.isChecked() and not self._catalogue.own()
        self.hint.setText(_NONE_OF_OWN if none_of_own else _NOTHING.format(typed.strip()))
        self._pages.setCurrentWidget(self.list if found else self.hint)

    def _choose(self, row: int) -> None:
        index = self.model.index(row, 0)
        if index.isValid():
            self.list.setCurrentIndex(index)
            self.list.scrollTo(index)
        else:
            self.card.show_new(self.search.text())

    def _on_current_changed(self, index: QModelIndex) -> None:
        suggestion = index.data(SuggestionRole.SUGGESTION)
        if suggestion is None or suggestion.indicator == self.card.shown:
            return
        if self.card.keeps(always=True):
            self.list.selectionModel().clear()
        else:
            self.card.show_indicator(suggestion.indicator)

    # -- the office's own ------------------------------------------------------------------

    def _on_new_clicked(self) -> None:
        if self.card.keeps(always=True):
            return
        self.list.clearSelection()
        self.card.show_new("" if self.model.rowCount() else self.search.text())
        self.card.edits["name"].setFocus()

    def _on_save_clicked(self) -> None:
        try:
            indicator = self.card.entered()
            kept = self._catalogue.add(indicator, self.card.replaced())
        except AnjuError as error:
            self.card.say(str(error))
            return
        self.card.show_indicator(indicator)
        self._find_again(indicator)
        rest = f"原来读不了的文件改名为“{kept}”。" if kept else ""
        self.card.say(f"已存为本单位的常用指标。{rest}", "saved")

    def _on_remove_clicked(self) -> None:
        shown = self.card.shown
        if shown is None:
            self.card.show_new("")
            return
        if not self._catalogue.is_own(shown):
            self.card.say(_SHIPPED.format(shown.name))
            return
        row = self.list.currentIndex().row()
        try:
            self._catalogue.remove(shown)
        except AnjuError as error:
            self.card.say(str(error))
            return
        self.card.give_up()
        self._show()
        self._choose(max(0, min(row, self.model.rowCount() - 1)))
        self.card.say(f"“{shown.name}”已删去。", "saved")

    def _find_again(self, indicator: Indicator) -> None:
        """Show what was saved, even where the search would leave it out."""
        self._show()
        shown = [suggestion.indicator for suggestion in self.model.suggestions()]
        if indicator not in shown:
            self.search.clear()
            shown = [suggestion.indicator for suggestion in self.model.suggestions()]
        self._choose(shown.index(indicator))


class IndicatorCard(QFrame):
    """One indicator, each part of it in a line to write in."""

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__()
        self._catalogue = catalogue
        self.shown: Indicator | None = None
        self.setProperty("kind", "card")
        self.setFixedWidth(340)
        self.heading = wrapped("heading")
        self.origin = wrapped("third")
        self.problem = wrapped("error")
        self.kind, self.programme = QComboBox(), QComboBox()
        for kind in catalogue.words.kinds:
            self.kind.addItem(kind.title, kind.id)
        self.programme.addItem("各项目通用", "")
        for programme in catalogue.words.programmes:
            self.programme.addItem(programme.title, programme.id)
        self.edits = {key: QLineEdit() for key in _PARTS}
        self.edits["sign"].setPlaceholderText("≥、≤ 或 =")
        self.edits["value"].setPlaceholderText("如 100")
        self.save_button, self.remove_button = QPushButton(), QPushButton("删去")
        self.give_up_button = QPushButton("放弃")
        self.save_button.setProperty("kind", "panelPrimary")
        for button in (self.remove_button, self.give_up_button):
            button.setProperty("kind", "panel")
        for button in (self.save_button, self.remove_button, self.give_up_button):
            # Enter belongs to the line one is in: in the search it must save nothing.
            button.setAutoDefault(False)
        self.give_up_button.clicked.connect(self.give_up)
        self._filled = self._state()
        self._has_warned = False
        self._arrange()
        for edit in self.edits.values():
            edit.textChanged.connect(self._show_changed)
        for box in (self.kind, self.programme):
            box.currentIndexChanged.connect(self._show_changed)

    def _arrange(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        lines: list[tuple[tuple[str, QWidget], ...]] = [
            (("名称", self.edits["name"]),),
            (("类别", self.kind),),
            (("项目", self.programme),),
            (("符号", self.edits["sign"]), ("单位", self.edits["unit"])),
            (("常用值", self.edits["value"]), ("权重", self.edits["weight"])),
            (("赋分规则", self.edits["rule"]),),
            (("设置依据", self.edits["basis"]),),
            (("佐证资料", self.edits["evidence"]),),
        ]
        for row, line in enumerate(lines):
            for number, (title, widget) in enumerate(line):
                label = QLabel(title)
                label.setBuddy(widget)
                widget.setAccessibleName(title)
                grid.addWidget(label, row, 2 * number)
                grid.addWidget(widget, row, 2 * number + 1, 1, 1 if len(line) > 1 else 3)
        buttons = QHBoxLayout()
        buttons.addWidget(self.save_button)
        buttons.addWidget(self.give_up_button)
        buttons.addStretch(1)
        buttons.addWidget(self.remove_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(8)
        layout.addWidget(self.heading)
        layout.addLayout(grid)
        layout.addWidget(self.origin)
        layout.addStretch(1)
        layout.addWidget(self.problem)
        layout.addLayout(buttons)

    def show_indicator(self, indicator: Indicator) -> None:
        """Show one of the list."""
        own = self._catalogue.is_own(indicator)
        self.shown = indicator
        self._fill(indicator)
        self.origin.setText(f"出处：{self._catalogue.origin(indicator)}")
        self.save_button.setText("保存修改" if own else "存为本单位的")
        self.remove_button.setVisible(True)

    def show_new(self, name: str) -> None:
        """Show empty lines for another one."""
        self.shown = None
        self._fill(Indicator(tidy(name), self._catalogue.words.kinds[0].id))
        self.heading.setText("新增常用指标")
        self.origin.setText("名称和类别必填，其余可以空着。")
        self.save_button.setText("加入")
        self.remove_button.setVisible(False)

    def _fill(self, indicator: Indicator) -> None:
        self.heading.setText(indicator.name)
        self.kind.setCurrentIndex(self.kind.findData(indicator.kind))
        programme = indicator.programmes[0] if indicator.programmes else ""
        self.programme.setCurrentIndex(self.programme.findData(programme))
        for key, edit in self.edits.items():
            edit.setText(_text(getattr(indicator, key)))
            edit.setCursorPosition(0)
        self._filled = self._state()
        self._has_warned = False
        self._show_changed()
        self.say("")

    def changed(self) -> bool:
        """Whether something was written that is not saved."""
        return self._state() != self._filled

    def keeps(self, *, always: bool = False) -> bool:
        """Whether one has to stay for what is not saved, which is said; ``always`` or only once."""
        if not self.changed() or (self._has_warned and not always):
            return False
        self._has_warned = True
        self.say(_UNSAVED.format(self.heading.text(), self.save_button.text()))
        return True

    def give_up(self) -> None:
        """Back to what was shown before something was written."""
        if self.shown is not None:
            self._fill(self.shown)
        else:
            self.show_new("")

    def _state(self) -> tuple[str, ...]:
        texts = (edit.text() for edit in self.edits.values())
        return (*texts, self.kind.currentText(), self.programme.currentText())

    def _show_changed(self) -> None:
        self.give_up_button.setVisible(self.changed())

    def entered(self) -> Indicator:
        """What the lines say; ``DocumentError`` where one cannot be understood."""
        typed = {key: tidy(edit.text()) for key, edit in self.edits.items()}
        return Indicator(
            typed["name"],
            str(self.kind.currentData()),
            self._programmes(),
            aliases=self.shown.aliases if self.shown else (),
            sign=comparison(typed["sign"]),
            unit=typed["unit"],
            value=typed["value"],
            weight=weight(typed["weight"]),
            points=self.shown.points if self.shown else (),
            rule=typed["rule"],
            basis=typed["basis"],
            evidence=typed["evidence"],
        )

    def _programmes(self) -> tuple[str, ...]:
        """The chosen one; all of an indicator of several, unless another was chosen."""
        chosen = str(self.programme.currentData())
        before = self.shown.programmes if self.shown else ()
        return before if chosen in before else (chosen,) if chosen else ()

    def replaced(self) -> Indicator | None:
        """The one of the office whose place what is entered takes."""
        own = self.shown is not None and self._catalogue.is_own(self.shown)
        return self.shown if own else None

    def say(self, sentence: str, kind: str = "error") -> None:
        """A sentence above the buttons; ``kind`` names its look."""
        set_kind(self.problem, kind)
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))


_PARTS = ("name", "sign", "unit", "value", *(aspect.value for aspect in Aspect))
"""Attributes of an indicator that are written in lines."""


def _text(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    return "" if value is None else str(value)
