"""Ways to fill the case in the program, from its start: as scripts of strokes."""

from collections.abc import Callable
from pathlib import Path

from anju_desktop.document.changes import CellRef
from anju_desktop.indicators.catalogue import Catalogue
from anju_desktop.indicators.rows import context_of, offer
from anju_desktop.initials import initials
from tests.e2e.desk.case import COLUMNS, GROUP, UNIT, Case, Row, published
from tests.e2e.desk.strokes import Script

FILLED, EXPORTED, FINAL = "填完", "导出", "定稿"
REASON = "上级拨款文件要求全额支付，允许预拨。"
"""Invented: the published table does not say why its rate is written as ≥100%."""

# The paper's own order; 其他资金 stays empty in the case.
_FIELDS = (
    "budget_unit",
    "project_name",
    "project_leader",
    "total_funds",
    "fiscal_funds",
    "other_funds",
    "goal",
)
_CATEGORIES = tuple(each.id for each in published().edition.find_group(GROUP).categories)


def straight(case: Case) -> Script:
    """Every character of every cell typed, Enter after each."""
    script = _begun(case, copied=False)
    for row, following in _with_next(case.rows):
        *others, last = COLUMNS
        for column in others:
            script.write(_place(row, column), row.cells[column], "Enter")
        script.write(_place(row, last), row.cells[last])
        _end_row(script, row, following)
    script.reached(FILLED)
    return script


def _end_row(script: Script, row: Row, following: Row | None) -> None:
    """Go on to the next indicator: a new row, or the next category past those left empty."""
    if following is None:
        script.press("最后一格", "Enter")
    elif following.category == row.category:
        script.press("加一行", "Insert")
    else:
        script.press("到下一类", "Enter")
        _delete_between(script, row, following)


def _delete_between(script: Script, row: Row, following: Row) -> None:
    """The printed rows of categories that the case has nothing for."""
    passed = _CATEGORIES.index(following.category) - _CATEGORIES.index(row.category) - 1
    script.press("删去空着的类", *["Ctrl+Delete"] * passed)


def _begun(case: Case, *, copied: bool = True) -> Script:
    """From the first page into the form, and its fields above the indicators.

    An amount that is the one before it is ``copied`` from there.
    """
    script = Script()
    script.press("首页", "Ctrl+N")
    script.write("新建上报：填报单位", UNIT, wanted="填报单位")
    script.press("新建上报：不要资金分配表", "Tab", "Tab", "Tab", "Space")
    script.press("新建上报", "Enter", wanted="资金分配表")
    script.reached("新建的表")
    wanted, before = "预算单位", ""
    for field in _FIELDS:
        text = case.fields.get(field, "")
        same = copied and text == before != ""
        script.press(field, *(("Ctrl+R",) if same else text), "Enter", wanted=wanted)
        wanted, before = "", text
    script.reached("表头填完")
    return script


# -- with what the program knows -----------------------------------------------------------------


def skilled(case: Case) -> Script:
    """Common indicators by their initials, numbers between sign and unit, equal columns at once."""
    script = _begun(case)
    clerk = _Knowing(case)
    for number, (row, following) in enumerate(_with_next(case.rows)):
        script.press(_place(row, "name"), *clerk.name(number))
        value = clerk.value(number)
        script.press(_place(row, "target"), *value)
        if following is None:
            script.press(_place(row, "target"), "Enter")
        elif following.category == row.category:
            script.press("加一行", "Insert")
        else:
            # In an open list Down goes on in the list.
            script.press("到下一类", *["Enter"] * (value[-1] == "Down"), "Down")
            _delete_between(script, row, following)
            script.press("到下一类", "Home")
    # One - for all: to the first row of the next column, down to the last, as the first.
    script.press("上年完成值", "Ctrl+Up", "Right", "-", "Ctrl+Enter", "Ctrl+Shift+Down", "Ctrl+D")
    script.reached(FILLED)
    return script


class _Knowing:
    """A clerk who knows what the lists under the cells will show, and takes the shortest way."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._document = published()
        self._catalogue = Catalogue()
        for row in self._document.row_ids(GROUP):
            self._document.set(CellRef("target", GROUP, row), "")

    def name(self, number: int) -> tuple[str, ...]:
        """The initials of a name, and the way down the list where another stands above it."""
        ref, name = self._cell("name", number), self._case.rows[number].cells["name"]
        context = context_of(self._document, ref, self._catalogue.words)
        letters, ways = initials(name), []
        for typed in range(1, len(letters) + 1):
            listed = [each.name for each in self._catalogue.search(letters[:typed], context)]
            if name in listed:
                ways.append((*letters[:typed], *["Down"] * listed.index(name), "Enter"))
        return min(ways, key=len)

    def value(self, number: int) -> tuple[str, ...]:
        """A value: its number between the sign and the unit that stand there, or all of it."""
        text = self._case.rows[number].cells["target"]
        offered = offer(self._document, self._cell("target", number), self._catalogue)
        ways = [tuple(text)]
        if offered is not None:
            inside = text.removeprefix(offered.sign).removesuffix(offered.unit)
            if offered.sign + inside + offered.unit == text and not set(inside) - _IN_NUMBERS:
                ways.append(tuple(inside))
            if offered.value == text:
                ways.append(("F2", "Down"))
        return min(ways, key=len)

    def _cell(self, column: str, number: int) -> CellRef:
        return CellRef(column, GROUP, self._document.row_ids(GROUP)[number])


_IN_NUMBERS = set("0123456789.")


# -- without it ----------------------------------------------------------------------------------


def without_names(case: Case) -> Script:
    """As if no indicator were known: names and values typed, the other columns filled at once."""
    script = _begun(case)
    first, *_ = case.rows
    for row, following in _with_next(case.rows):
        script.write(_place(row, "name"), row.cells["name"], "Enter")
        script.write(_place(row, "target"), row.cells["target"])
        if row is first:
            script.press(_place(row, "target"), "Enter")
            for column in COLUMNS[2:-1]:
                script.press(_place(row, column), *_chosen(first, column), "Enter")
            script.press(_place(row, "evidence"), *_chosen(first, "evidence"))
            script.press("加一行", "Insert")
        elif following is None:
            script.press(_place(row, "target"), "Enter")
        elif following.category == row.category:
            script.press("加一行", "Insert")
        else:
            script.press("到下一类", "Down")
            _delete_between(script, row, following)
            script.press("到下一类", "Home")
    script.press("整块照第一行", "Ctrl+Up", "Ctrl+Shift+Right", "Ctrl+Shift+Down", "Ctrl+D")
    _correct(script, case)
    script.reached(FILLED)
    return script


_LETTERS = {
    "计划标准": "j",
    "按照完成比例赋分": "az",
    "直接赋分": "z",
    "满意度赋分": "m",
    "工作资料": "g",
    "原始凭证": "y",
}
"""Initials that find each choice in its column."""


def _chosen(row: Row, column: str) -> str:
    text = row.cells[column]
    return _LETTERS.get(text, text)


def _correct(script: Script, case: Case) -> None:
    """The cells in which the last rows are not as the first, from the last cell backwards."""
    rows = case.rows
    script.press("指标分值权重", "Left", "Left", "Up", "Up", "Up")
    script.write(_place(rows[8], "weight"), rows[8].cells["weight"], "Down")
    script.write(_place(rows[9], "weight"), rows[9].cells["weight"], "Down")
    script.press("指标分值权重", "Ctrl+D", "Down", "Ctrl+D", "Right")
    script.press(_place(rows[11], "scoring_rule"), _chosen(rows[11], "scoring_rule"), "Enter")
    script.press("佐证资料", "Up", "Up", "Up", _chosen(rows[8], "evidence"), "Enter")
    script.press("指标赋分规则", "Ctrl+Right", "Left", _chosen(rows[9], "scoring_rule"), "Enter")
    script.press(
        "指标赋分规则", "Left", "Ctrl+Up", *["Down"] * 3, _chosen(rows[3], "scoring_rule"), "Enter"
    )


# -- after the table ------------------------------------------------------------------------------


def to_export(script: Script, path: Path) -> None:
    """Every finding cleared or explained, the preview looked at, the package exported."""
    script.press("审核", "F7")
    _explain(script)
    script.press("打印与预览", "Ctrl+P")
    script.reached("预览")
    script.press("预览", "Esc", wanted="预览")
    _export(script, path)
    script.press("退出", "Ctrl+Q")


def _explain(script: Script) -> None:
    script.press("需说明的那条", "Ctrl+M")
    script.write("说明", REASON, "Tab", "Space")
    script.reached("说明写好")


def _export(script: Script, path: Path) -> None:
    script.press("导出上报包", "Ctrl+E")
    script.press("文件名", "Ctrl+A", wanted="导出上报包 ›")
    script.write("文件名", str(path), "Enter")
    script.press("上报包已导出", "Enter", wanted="上报包已导出")
    script.reached(EXPORTED)


def to_final(path: Path) -> Script:
    """From the open table, of which one finding needs a reason, to the package of a final form."""
    script = Script()
    script.press("定稿", "Ctrl+Shift+G")
    script.press("还不能定稿：前去处理", "Enter", wanted="还不能定稿")
    script.reached("还不能定稿")
    _explain(script)
    script.press("定稿", "Ctrl+Shift+G")
    script.press("定稿：作为原报", "Tab", "Space", wanted="作为原报")
    script.reached(FINAL)
    _export(script, path)
    return script


def _with_next(rows: tuple[Row, ...]) -> list[tuple[Row, Row | None]]:
    return list(zip(rows, (*rows[1:], None), strict=True))


def _place(row: Row, column: str) -> str:
    return f"{row.cells['name']} · {column}"


WAYS: dict[str, Callable[[Case], Script]] = {
    "straight": straight,
    "without_names": lambda case: without_names(case.with_signs()),
    "skilled": lambda case: skilled(case.with_signs()),
}
