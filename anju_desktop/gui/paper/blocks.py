"""Blocks of cells on the paper, and how spreadsheets are given them."""

import re
from collections.abc import Sequence

from anju_desktop.forms.definition import Align
from anju_desktop.gui.paper.model import PaperModel
from anju_desktop.records import record
from anju_desktop.sheet.grid import GridCell


@record(frozen=True, slots=True)
class Area:
    """A rectangle of grid places, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


def around(cells: Sequence[GridCell]) -> Area:
    """The smallest area that holds the cells whole."""
    return Area(
        min(cell.row for cell in cells),
        min(cell.column for cell in cells),
        max(cell.row + cell.row_span for cell in cells) - 1,
        max(cell.column + cell.column_span for cell in cells) - 1,
    )


def within(model: PaperModel, area: Area) -> tuple[GridCell, ...]:
    """The cells of which something lies in an area, in paper order."""
    found = {
        (cell.row, cell.column): cell
        for row in range(area.top, area.bottom + 1)
        for column in range(area.left, area.right + 1)
        if (cell := model.cell_at(row, column)) is not None
    }
    return tuple(found[place] for place in sorted(found))


def whole(model: PaperModel, area: Area) -> Area:
    """The area grown until no merged cell is cut."""
    while (grown := around(within(model, area))) != area:
        area = grown
    return area


def format_block(rows: Sequence[Sequence[str]]) -> str:
    """A plain text that Excel and WPS take as a block."""
    text = "\n".join("\t".join(_quote(cell) for cell in row) for row in rows)
    # A last line without a text would else be taken for the end of the one before.
    return text + "\n" if len(rows) > 1 and text.endswith("\n") else text


def _quote(cell: str) -> str:
    if any(mark in cell for mark in '\t\n"'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def copied_text(model: PaperModel, area: Area) -> str:
    """The texts in an area; the covered places of a merged cell are empty, as Excel has them."""
    begins = {(cell.row, cell.column): cell for cell in within(model, area)}
    alone = len(begins) == 1
    return format_block(
        [
            [
                _text(model, begins[row, column], alone) if (row, column) in begins else ""
                for column in range(area.left, area.right + 1)
            ]
            for row in range(area.top, area.bottom + 1)
        ]
    )


def _text(model: PaperModel, cell: GridCell, alone: bool) -> str:
    """What was typed; in a block with what is printed around it, where that can be told apart."""
    if len({ref.field for ref in cell.refs}) != 1:
        return cell.text
    typed = model.document.text(cell.refs[0])
    if not alone and cell.text == f"{cell.prefix}{typed}{cell.suffix}":
        return cell.text
    return typed or cell.text


_HTML = """<html><head><meta charset="utf-8"><style>
br {{mso-data-placement:same-cell;}}
td {{mso-number-format:"\\@";vertical-align:middle;}}
</style></head><body><!--StartFragment--><table border="1">
{rows}
</table><!--EndFragment--></body></html>"""
_CELL = (
    '<td{spans} align="{align}" valign="middle"'
    " style=\"mso-number-format:'\\@';text-align:{align};vertical-align:middle\""
    ' sdnum="1033;0;@">{text}</td>'
)
"""Every cell is text: no 055001 loses its nought, no =100% is worked out. ``mso-number-format``
tells Excel and WPS so, ``sdnum`` LibreOffice."""


def copied_html(model: PaperModel, area: Area) -> str:
    """The same as a table with merged cells, alignment and line breaks inside of cells."""
    cells = within(model, area)
    alone = len(cells) == 1
    rows: dict[int, list[str]] = {row: [] for row in range(area.top, area.bottom + 1)}
    for cell in cells:
        rows[cell.row].append(_marked(cell, _text(model, cell, alone)))
    return _HTML.format(rows="\n".join(f"<tr>{''.join(row)}</tr>" for row in rows.values()))


_ALIGNED = {Align.LEFT: "left", Align.CENTER: "center", Align.RIGHT: "right"}


def _marked(cell: GridCell, text: str) -> str:
    spans = f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
    spans += f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
    return _CELL.format(spans=spans, align=_ALIGNED[cell.style.align], text=_markup(text))


_RUN_OF_BLANKS = re.compile(r"^ +| +$| {2,}", re.MULTILINE)


def _markup(text: str) -> str:
    """Blanks that HTML would make one are marked as Excel marks them."""
    marked = _RUN_OF_BLANKS.sub(lambda run: _BLANK * len(run.group()), text)
    from html import escape  # with its table of entities it would slow the start

    lines = escape(_NOT_SHOWN.sub("", marked), quote=False).split("\n")
    spaced = (_BLANKS.sub(_spaced, line) for line in lines)
    return "<br>".join(line.replace("\u00a0", "&nbsp;") for line in spaced)


_NOT_SHOWN = re.compile(r"[\x00-\x08\x0b-\x1f]")
_BLANK = "\ue000"
_BLANKS = re.compile(f"{_BLANK}+")


def _spaced(run: re.Match[str]) -> str:
    return f'<span style="mso-spacerun:yes">{"&nbsp;" * len(run.group())}</span>'
