"""Ways to type the case into a blank grid of a spreadsheet: as scripts of strokes.

The cells alone lie as a skilled typist would lay them to save keys: the fields in the first column,
the indicators below. With the printed words the grid is the paper's, each merged cell typed once.
"""

from collections.abc import Callable
from dataclasses import dataclass

from anju_desktop.sheet.grid import build_grid
from tests.e2e.desk.case import COLUMNS, Case, Row, published
from tests.e2e.desk.strokes import Script

FILLED = "填完"
Sheet = dict[tuple[int, int], str]
"""Texts by row and column, counted from 0."""


@dataclass(frozen=True, slots=True)
class Typing:
    """A script and what the sheet has to hold after it."""

    script: Script
    sheet: Sheet


def _typed(text: str) -> str:
    """As a spreadsheet has to be told it: with = in front it would be a formula."""
    return f"'{text}" if text.startswith("=") else text


# -- the cells alone ------------------------------------------------------------------------------


def cells_of(case: Case) -> Sheet:
    """Fields one below the other, then the indicators."""
    sheet = {(row, 0): text for row, text in enumerate(case.fields.values())}
    for number, row in enumerate(case.rows, len(case.fields)):
        sheet |= {(number, at): row.cells[column] for at, column in enumerate(COLUMNS)}
    return sheet


def straight(case: Case) -> Typing:
    """Every character of every cell: Tab between cells, Enter back to the first column."""
    script = Script()
    for field, text in case.fields.items():
        script.write(field, _typed(text), "Enter")
    for row in case.rows:
        _type_row(script, row, COLUMNS)
    script.reached(FILLED)
    return Typing(script, cells_of(case))


def _type_row(script: Script, row: Row, columns: tuple[str, ...]) -> None:
    for column in columns:
        then = "Enter" if column == columns[-1] else "Tab"
        script.write(f"{row.cells['name']} · {column}", _typed(row.cells[column]), then)


def skilled(case: Case) -> Typing:
    """With all the help a spreadsheet has: AutoInput, fill down, keys to the edge of a block.

    The first row is typed whole, of the others name and value; the rest of the columns is filled
    down from the first row at once, and then the cells are corrected that are not like it.
    """
    case = case.with_signs()
    script = Script()
    fields = tuple(case.fields.items())
    for (field, text), (_, before) in zip(fields, (("", ""), *fields), strict=False):
        same = text == before
        script.press(field, *(("Ctrl+D", "Down") if same else (*_typed(text), "Enter")))
    first, *others = case.rows
    _type_row(script, first, COLUMNS)
    for row in others:
        _type_row(script, row, COLUMNS[:2])
    _fill_down(script, case)
    script.reached(FILLED)
    return Typing(script, cells_of(case))


def _fill_down(script: Script, case: Case, *, headed: bool = False) -> None:
    """From below the first column of the indicators: the columns after the second."""
    script.press("到第三栏的最后一行", "Up", "Right", "Right")
    script.press("选中五栏", "Ctrl+Shift+End", "Ctrl+Shift+Up")
    script.press("照第一行填写", "Ctrl+D")
    _correct(script, case, headed=headed)


def _correct(script: Script, case: Case, *, headed: bool) -> None:
    """The cells in which the last rows are not as the first, from the last row's third column.

    Where the columns are ``headed``, the edge of the block is their head.
    """
    rows = case.rows
    script.press("指标分值权重", "Right", "Right", "Up", "Up", "Up")
    script.write("指标分值权重", rows[8].cells["weight"], "Enter")
    script.write("指标分值权重", rows[9].cells["weight"], "Enter")
    script.press("指标分值权重", "Ctrl+D", "Down", "Ctrl+D", "Right")
    script.write("指标赋分规则", rows[11].cells["scoring_rule"], "Up", "Up")
    script.write("指标赋分规则", rows[9].cells["scoring_rule"], "Up", "Right")
    script.write("佐证资料", rows[8].cells["evidence"], "Left")
    # AutoInput knows the rule by its first character now.
    known = rows[3].cells["scoring_rule"][:1]
    script.press("指标赋分规则", "Ctrl+Up", *["Down"] * (4 if headed else 3), known, "Enter")


# -- with the printed words -----------------------------------------------------------------------


def printed_of(case: Case) -> Sheet:
    """The paper with all that is printed on it; merged cells side by side, as nobody merged them."""
    document = published()
    sheet: Sheet = {}
    for cell in sorted(build_grid(document).cells, key=lambda each: (each.row, each.column)):
        in_group = cell.row in _group_rows(case)
        column = cell.column if in_group else sum(1 for row, _ in sheet if row == cell.row)
        text = cell.text
        if in_group and cell.column >= _LEVELS:
            row = case.rows[cell.row - _GROUP_TOP]
            text = row.cells[COLUMNS[cell.column - _LEVELS]]
        if text:
            sheet[cell.row, column] = text
    return sheet


_GROUP_TOP, _LEVELS = 7, 2
"""Where the indicators begin on the paper: row, and column after those of the levels."""


def _group_rows(case: Case) -> range:
    return range(_GROUP_TOP, _GROUP_TOP + len(case.rows))


def printed_straight(case: Case) -> Typing:
    """Every character of every cell and of every printed word, row by row."""
    sheet, script = printed_of(case), Script()
    for row in range(max(row for row, _ in sheet) + 1):
        _type_line(script, sheet, row)
    script.reached(FILLED)
    return Typing(script, sheet)


def _type_line(script: Script, sheet: Sheet, row: int) -> None:
    last = max(column for at, column in sheet if at == row)
    for column in range(last + 1):
        then = "Enter" if column == last else "Tab"
        script.write(f"第{row + 1}行", _typed(sheet.get((row, column), "")), then)


def printed_skilled(case: Case) -> Typing:
    """As :func:`skilled`; the words of the two levels last, each where its rows begin."""
    case = case.with_signs()
    sheet, script = printed_of(case), Script()
    for line in range(_GROUP_TOP + 1):
        _type_line(script, sheet, line)
    script.press("到三级指标", "Right", "Right")
    for row in case.rows[1:]:
        _type_row(script, row, COLUMNS[:2])
    _fill_down(script, case, headed=True)
    script.press("到二级指标", "Home", "Right", "Up")
    _type_levels(script, sheet, _GROUP_TOP + 3, _group_rows(case)[-1])
    _type_line(script, sheet, _GROUP_TOP + len(case.rows))
    script.reached(FILLED)
    return Typing(script, sheet)


def _type_levels(script: Script, sheet: Sheet, row: int, bottom: int) -> None:
    """Down the second column from ``row``, then up the first, and below the ``bottom`` row."""
    seconds = [at for at, column in sorted(sheet) if column == 1 and row <= at <= bottom]
    firsts = [at for at, column in sorted(sheet) if column == 0 and row <= at <= bottom]
    for at in seconds:
        script.press("二级指标", *["Down"] * (at - row))
        script.write("二级指标", sheet[at, 1])
        row = at
    for number, at in enumerate(reversed(firsts)):
        script.press("一级指标", *(["Up"] * (row - at) if number else ["Left"]))
        script.write("一级指标", sheet[at, 0])
        row = at
    script.press("到最后一行", *["Down"] * (bottom + 1 - row))


WAYS: dict[str, Callable[[Case], Typing]] = {
    "straight": straight,
    "skilled": skilled,
    "printed_straight": printed_straight,
    "printed_skilled": printed_skilled,
}
