"""Every command of the program, once: its words, its keys, its place in the menu.

A command is never greyed out. One that cannot act says why when it is chosen.
"""

from collections.abc import Callable, Mapping

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from anju_desktop.gui import messages, theme
from anju_desktop.records import record

SEPARATOR = "-"


@record(frozen=True, slots=True)
class Command:
    """``id`` names the action; ``keys`` as Qt writes them, the first is shown in the menu."""

    id: str
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""


_COMMANDS = (
    Command("new", "新建上报…", ("Ctrl+N",), "plus"),
    Command("renew", "沿用上年…"),
    Command("open", "打开文件…", ("Ctrl+O",), "folder"),
    Command("offices", "本单位信息…"),
    Command("home", "回到首页", ("Alt+Home",), "home"),
    Command("save", "保存并留保存点", ("Ctrl+S",)),
    Command("save_points", "保存点…", ("Ctrl+Shift+S",)),
    Command("print", "打印与预览…", ("Ctrl+P",), "print"),
    Command("print_all", "整件上报打印与预览…", ("Ctrl+Shift+P",)),
    Command("export_package", "导出上报包…", ("Ctrl+E",), "package"),
    Command("export_pdf", "本表导出为 PDF…"),
    Command("export_pdf_all", "整件上报导出为 PDF…"),
    Command("export_xlsx", "本表导出为 Excel…"),
    Command("export_xlsx_all", "整件上报导出为 Excel…"),
    Command("export_report", "绩效自评报告…"),
    Command("save_copy", "本表另存为填报文件…"),
    Command("back_up", "立即备份"),
    Command("open_backups", "打开备份文件夹"),
    Command("quit", "退出", ("Ctrl+Q",)),
    Command("undo", "撤销", ("Ctrl+Z",), "undo"),
    Command("redo", "重做", ("Ctrl+Y", "Ctrl+Shift+Z"), "redo"),
    Command("find", "在本表里查找…", ("Ctrl+F",), "find"),
    Command("search", "在全部上报里查找…", ("Ctrl+Shift+F",)),
    Command("fill_last_year", "填入上年的值", ("Ctrl+L",)),
    Command("fill_office", "填入本单位信息"),
    Command("go_to", "转到栏目…", ("Ctrl+G",)),
    Command("indicators", "常用指标…"),
    Command("audit", "审核", ("F7",), "audit"),
    Command("audit_all", "整件审核", ("Ctrl+F7",)),
    Command("next_finding", "下一条", ("F8",)),
    Command("previous_finding", "上一条", ("Shift+F8",)),
    Command("settle", "采纳建议，或确认说明仍然如此", ("Ctrl+J",)),
    Command("explain", "写说明", ("Ctrl+M",)),
    Command("copy_findings", "复制本表的审核结果"),
    Command("facts", "计分依据与表格之间来回", ("F9",)),
    Command("not_checked", "审核说明…"),
    Command("finalize", "定稿…", ("Ctrl+Shift+G",)),
    Command("reopen", "修订已定稿的本表…"),
    Command("check_code", "核对校验码…", ("Ctrl+Shift+K",)),
    Command("seal", "盖章扫描件…", ("Ctrl+Shift+E",)),
    Command("report", "标为已上报…"),
    Command("receive", "市级已接收…"),
    Command("send_back", "市级退回…"),
    Command("answer", "查看意见并答复…"),
    Command("take_back", "撤回最近一次上报、接收或退回…"),
    Command("deadline", "报送截止日期…"),
    Command("add_form", "增加一张表…", ("Ctrl+Shift+N",), "plus"),
    Command("remove_form", "移走本表…"),
    Command("carry_over", "由本表生成自评表"),
    Command("duplicate", "复制本件上报"),
    Command("rename", "本件上报改名…"),
    Command("archive", "本件上报归档或移出归档"),
    Command("archived", "打开已归档的上报…"),
    Command("remove", "本件上报移入回收站…"),
    Command("restore", "从回收站取回…"),
    Command("zoom_in", "放大", ("Ctrl+=", "Ctrl++")),
    Command("zoom_out", "缩小", ("Ctrl+-",)),
    Command("zoom_fit", "适合宽度", ("Ctrl+0",)),
    Command("contrast", "高对比度"),
    Command("paper_font", "表格用的字体…"),
    Command("toggle_tree", "目录树", ("Ctrl+Shift+T",), "tree"),
    Command("toggle_panel", "审核结果", ("Ctrl+Shift+R",)),
    Command("next_area", "下一区域", ("F6",)),
    Command("previous_area", "上一区域", ("Shift+F6",)),
    Command("cell_help", "填写说明", ("F1",), "help"),
    Command("handbook", "使用手册…", ("Shift+F1",)),
    Command("guide", "跟着做一遍"),
    Command("keys", "键盘操作…"),
    Command("about", "关于安居填报…"),
)

_MORE = ("fill_last_year", "fill_office", SEPARATOR, "search")

_MENUS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "文件",
        (
            *("new", "renew", "open", "home", SEPARATOR, "save", "save_points"),
            *("save_copy", SEPARATOR),
            *("print", "print_all"),
            *("export_package", "export_pdf", "export_pdf_all", "export_xlsx", "export_xlsx_all"),
            "export_report",
            *(SEPARATOR, "back_up", "open_backups", "offices", SEPARATOR, "quit"),
        ),
    ),
    ("编辑", ("undo", "redo", SEPARATOR, "find", "go_to", SEPARATOR, "indicators", *_MORE)),
    (
        "审核",
        (
            *("audit", "audit_all", SEPARATOR, "next_finding", "previous_finding", "settle"),
            *("explain", "copy_findings", SEPARATOR, "facts"),
            *(SEPARATOR, "not_checked", SEPARATOR, "finalize", "reopen", "check_code"),
        ),
    ),
    (
        "上报",
        (
            *("seal", "report", "receive", "send_back", "answer", "take_back", "deadline"),
            *(SEPARATOR, "add_form", "remove_form", "carry_over", SEPARATOR, "duplicate", "rename"),
            *(SEPARATOR, "archive", "archived", SEPARATOR, "remove", "restore"),
        ),
    ),
    (
        "视图",
        (
            *("zoom_in", "zoom_out", "zoom_fit", "contrast", "paper_font", SEPARATOR),
            *("toggle_tree", "toggle_panel"),
            *(SEPARATOR, "next_area", "previous_area"),
        ),
    ),
    ("帮助", ("cell_help", "handbook", "guide", "keys", SEPARATOR, "about")),
)

FORM_KEYS = 9
"""Ctrl+1 to Ctrl+9 open the forms of the submission."""

CELL_KEYS = (
    ("方向键、Tab、Enter", "在格子之间走；Tab、Enter 按填表顺序"),
    ("Shift+Tab、Shift+Enter", "回到前一格"),
    ("Home、End", "到一行的第一格、最后一格"),
    ("Ctrl+Home、Ctrl+End", "到整张表的第一格、最后一格"),
    ("Ctrl+方向键", "到这一栏的第一行、最后一行，或这一行的两头"),
    ("PageUp、PageDown", "上下翻一屏"),
    ("直接打字", "从头填写这一格，方向键写好离开"),
    ("F2", "修改这一格，左右键在字里走"),
    ("Alt+Enter", "修改时换行"),
    ("Ctrl+Enter", "修改时写入并留在这一格；不在修改时，在下面加一行"),
    ("Esc", "放弃这一格的修改；不在修改时，取消选中的一块"),
    ("Delete、Backspace", "清空"),
    ("Ctrl+D", "照上一格填写；选中几行时，都照其中第一行填写"),
    ("Ctrl+R", "照左一格填写；选中几栏时，都照其中第一栏填写"),
    ("Shift+方向键、Shift+点击", "选中一块"),
    ("Ctrl+Shift+方向键", "选到这一栏、这一行的头上"),
    ("Ctrl+A", "选中整张表"),
    ("Ctrl+C、Ctrl+Insert", "复制，可贴到 Excel、WPS 表格里，合并格照样"),
    ("Ctrl+X", "剪切"),
    ("Ctrl+V、Shift+Insert", "粘贴，可以是 Excel、WPS 表格里复制的一块"),
    ("Insert", "在下面加一行；正在修改时先写入"),
    ("Ctrl+Delete", "删除选中的行"),
    ("Alt+方向键", "把这一行上移、下移"),
    ("拼音首字母、Enter", "填入亮着的那一条常用指标或选项"),
    ("↓、Enter", "输入指标名称时，选一条常用指标填入"),
    ("Alt+↓", "输入指标名称时列出本类的常用指标；修改日期、月份、选项时打开日历或列表"),
    ("F4", "换成表格上方提示的规范写法，如日期、≥、万元"),
    ("Ctrl+1 到 Ctrl+9", "打开本件的第几张表"),
    ("Alt", "打开菜单"),
)
"""Keys of the paper itself, for the list of keys."""

FACT_KEYS = (
    ("Enter、上下键", "填事实时到下一个、上一个"),
    ("左右键、Delete", "选“是”或“否”，取消选择"),
    ("Ctrl+↓、Ctrl+↑", "到下一行、上一行要评分的，接着填它的事实"),
    ("Esc", "填事实时放弃修改，再按一次回到表格"),
    ("Ctrl+Enter、Ctrl+Delete", "在分县区的小表里加一行、删除行"),
)
"""Keys beside a scored row."""


class Commands:
    """The actions of a window; ``connect`` says what each does."""

    def __init__(self, owner: QWidget) -> None:
        self._owner = owner
        self.actions = {command.id: _action(command, owner) for command in _COMMANDS}
        self.form_actions = [_form_action(number, owner) for number in range(1, FORM_KEYS + 1)]
        owner.addActions([*self.actions.values(), *self.form_actions])

    def connect(self, doing: Mapping[str, Callable[[], object]]) -> None:
        """Wire every command; a command without a deed is a mistake, so ``KeyError``."""
        for command_id, action in self.actions.items():
            action.triggered.connect(_slot(messages.guarded(self._owner, doing[command_id])))

    def menu(self, parent: QWidget) -> QMenu:
        """The whole tree, with the keys; filled when it is opened for the first time."""
        menu = QMenu("菜单", parent)
        menu.aboutToShow.connect(lambda: self._fill(menu))
        return menu

    def _fill(self, menu: QMenu) -> None:
        if menu.actions():
            return
        for title, ids in _MENUS:
            part = menu.addMenu(title)
            for command_id in ids:
                if command_id == SEPARATOR:
                    part.addSeparator()
                else:
                    part.addAction(self.actions[command_id])
            if title == "视图":
                forms = part.addMenu("打开本件的表")
                forms.addActions(self.form_actions)


def menus() -> tuple[tuple[str, tuple[Command, ...]], ...]:
    """The menus with their commands, for the handbook."""
    known = {command.id: command for command in _COMMANDS}
    return tuple(
        (title, tuple(known[each] for each in ids if each != SEPARATOR)) for title, ids in _MENUS
    )


def key_list() -> tuple[tuple[str, str], ...]:
    """Keys and what they do, for the help."""
    return tuple(line for _, listed in key_sections() for line in listed)


def key_sections() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """The same under headings: the commands in the order of the menu."""
    words = {command.id: command for command in _COMMANDS}
    ids = [command_id for _, listed in _MENUS for command_id in listed]
    listed = tuple(
        ("、".join(words[each].keys), words[each].text.rstrip("…"))
        for each in ids
        if each != SEPARATOR and words[each].keys
    )
    return (("在表格里", CELL_KEYS), ("在计分依据里", FACT_KEYS), ("在整个窗口里", listed))


def _action(command: Command, owner: QWidget) -> QAction:
    action = QAction(command.text, owner)
    action.setObjectName(command.id)
    action.setShortcuts([QKeySequence(keys) for keys in command.keys])
    if command.icon:
        action.setIcon(theme.icon(command.icon))
    # macOS would move actions into its own menu by guessing from English words.
    action.setMenuRole(QAction.MenuRole.NoRole)
    return action


def _form_action(number: int, owner: QWidget) -> QAction:
    action = QAction(f"第 {number} 张表", owner)
    action.setShortcut(QKeySequence(f"Ctrl+{number}"))
    return action


def _slot(deed: Callable[[], None]) -> Callable[[], None]:
    # Without it Qt would hand over whether the action is checked.
    return lambda: deed()
