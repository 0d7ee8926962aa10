"""报送清单: one page that lists the forms of a package, drawn like every other table."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from anju_desktop.forms.definition import Align, Level, Orientation, Paper, RowKind
from anju_desktop.records import record
from anju_desktop.render.pdf import render_pdf
from anju_desktop.render.qr import qr_symbol
from anju_desktop.rules.findings import LEVEL_NAMES
from anju_desktop.sheet.grid import CellStyle, Grid, GridCell, GridRow, Role
from anju_desktop.sheet.layout import CodeFoot, Stamp, layout
from anju_desktop.sheet.metrics import default_metrics

_COLUMNS = (14, 58, 54, 16, 16, 16)
_FINAL_COLUMNS = (12, 52, 44, 16, 50)
_FINAL_HEADS = ("版本", "校验码")
_SIZES = {RowKind.TITLE: 20.0, RowKind.SUBTITLE: 12.0}


@record(frozen=True, slots=True)
class CoverLine:
    """One form: its official title, what it is called, its findings by level, its version, and
    its code in groups (``""`` for a draft)."""

    form: str
    name: str
    counts: Mapping[Level, int]
    version: str = ""
    code: str = ""


def cover_pdf(
    heading: tuple[str, str, str], lines: Sequence[CoverLine], words: str, code: str = ""
) -> bytes:
    """The cover list of a submission as PDF, headed by unit, period and programme.

    With the ``code`` of a package whose forms are all final it lists theirs instead of findings.
    """
    columns = _FINAL_COLUMNS if code else _COLUMNS
    paper = Paper(columns=tuple(map(Decimal, columns)), orientation=Orientation.PORTRAIT)
    grid = _grid(columns, heading, lines, bool(code))
    page = layout(grid, paper, default_metrics(), _stamp(heading, len(lines), words, code))
    return render_pdf([("报送清单", page)], title="报送清单")


def _stamp(heading: tuple[str, str, str], forms: int, words: str, code: str) -> Stamp:
    if not code:
        return Stamp(draft=True)
    unit, period, _ = heading
    foot = CodeFoot(code, f"共 {forms} 张表", qr_symbol(code))
    return Stamp(draft=False, footer_left="　".join(["报送清单", unit, period, words]), foot=foot)


def _grid(
    columns: Sequence[int], heading: tuple[str, str, str], lines: Sequence[CoverLine], final: bool
) -> Grid:
    unit, period, programme = heading
    heads = _FINAL_HEADS if final else LEVEL_NAMES.values()
    texts = [
        (RowKind.TITLE, ("报送清单",)),
        (RowKind.SUBTITLE, (f"{unit}　{period}",)),
        (RowKind.SUBTITLE, (programme,)),
        (RowKind.HEAD, ("序号", "表名", "项目或地区", *heads)),
        *((RowKind.BODY, _line(number, line, final)) for number, line in enumerate(lines, 1)),
    ]
    rows = tuple(GridRow(kind, 9.0) for kind, _ in texts)
    cells = tuple(
        _cell(row, column, kind, text, len(columns) if len(line) == 1 else 1)
        for row, (kind, line) in enumerate(texts)
        for column, text in enumerate(line)
    )
    return Grid(tuple(map(float, columns)), rows, cells)


def _line(number: int, line: CoverLine, final: bool) -> tuple[str, ...]:
    if final:
        return (str(number), line.form, line.name, line.version, line.code)
    counts = (str(line.counts[level]) for level in LEVEL_NAMES)
    return (str(number), line.form, line.name, *counts)


def _cell(row: int, column: int, kind: RowKind, text: str, across: int) -> GridCell:
    whole = across > 1
    prose = kind is RowKind.BODY and column in (1, 2)
    style = CellStyle(
        Align.LEFT if prose else Align.CENTER,
        _SIZES.get(kind, 10.5),
        kind in (RowKind.TITLE, RowKind.HEAD),
        not whole,
    )
    return GridCell(row, column, 1, across, text, Role.LABEL, style)
