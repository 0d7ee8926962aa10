"""Drop-down lists for the cells that have choices."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from anju_desktop.forms.definition import Field
from anju_desktop.render import xlsx_text
from anju_desktop.render.xlsx_sheet import XlsxSheet, area_of
from anju_desktop.sheet.grid import GridCell, Role

LISTS_SHEET = "选项"
_MOST_INLINE = 255
"""Longest list, in UTF-16 code units, that fits into the cell's own rule."""


class ListWriter:
    """Adds drop-down lists to worksheets; long ones are kept once on a hidden worksheet."""

    def __init__(self, hidden_sheet: Callable[[], Any]) -> None:
        self._hidden_sheet = hidden_sheet
        self._columns: dict[tuple[str, ...], str] = {}

    def write(self, worksheet: Any, sheet: XlsxSheet, first_rows: Sequence[int]) -> None:
        places: dict[tuple[Field, int], list[range]] = {}
        for cell, field in _choice_cells(sheet):
            area = area_of(cell, first_rows)
            rows = range(area.top, area.bottom + 1)
            runs = places.setdefault((field, area.left), [])
            if runs and runs[-1].stop == rows.start:
                runs[-1] = range(runs[-1].start, rows.stop)
            else:
                runs.append(rows)
        for (field, column), runs in places.items():
            self._add_rule(worksheet, field, get_column_letter(column), runs)

    def _add_rule(self, worksheet: Any, field: Field, letter: str, runs: list[range]) -> None:
        rule = self._rule(field)
        for rows in runs:
            rule.add(f"{letter}{rows.start}:{letter}{rows.stop - 1}")
        worksheet.add_data_validation(rule)

    def _rule(self, field: Field) -> Any:
        rule = DataValidation(
            type="list",
            formula1=self._source(field.choices),
            allow_blank=True,
            showErrorMessage=not field.open_choice,
        )
        if not field.open_choice:
            rule.errorTitle = "只能从列表中选择"
            rule.error = f"“{field.title}”请从下拉列表中选择。"[:255]
        return rule

    def _source(self, choices: tuple[str, ...]) -> str:
        inline = ",".join(choices)
        plain = all(c.strip() == c and not set(c) & {",", '"'} for c in choices)
        if plain and xlsx_text.units(inline) <= _MOST_INLINE:
            return f'"{xlsx_text.escaped(inline)}"'
        if choices not in self._columns:
            self._columns[choices] = self._store(choices)
        return self._columns[choices]

    def _store(self, choices: tuple[str, ...]) -> str:
        worksheet = self._hidden_sheet()
        number = len(self._columns) + 1
        for row, choice in enumerate(choices, 1):
            xlsx_text.put(worksheet.cell(row, number), choice)
        letter = get_column_letter(number)
        return f"{quote_sheetname(worksheet.title)}!${letter}$1:${letter}${len(choices)}"


def _choice_cells(sheet: XlsxSheet) -> Iterator[tuple[GridCell, Field]]:
    """Cells that show exactly the value of a choice field that may be filled in."""
    for cell in sheet.grid.cells:
        if cell.refs and cell.role is Role.INPUT and not cell.prefix and not cell.suffix:
            field = sheet.document.definition(cell.refs[0])
            if field.choices:
                yield cell, field
