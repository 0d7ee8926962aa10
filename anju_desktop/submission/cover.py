"""报送清单: one page that lists the forms of a package, drawn like every other table."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from anju_desktop.forms.definition import Align, Level, Orientation, Paper, RowKind
from anju_desktop.records import record
from anju_desktop.render.pdf import render_pdf
from anju_desktop.rules.findings import LEVEL_NAMES
from anju_desktop.sheet.grid import CellStyle, Grid, GridCell, GridRow, Role
from anju_desktop.sheet.layout import Stamp, layout
from anju_desktop.sheet.metrics import default_metrics

_COLUMNS = (14, 58, 54, 16, 16, 16)
_PAPER = Paper(
    columns=tuple(Decimal(width) for width in _COLUMNS), orientation=Orientation.PORTRAIT
)
_SIZES = {RowKind.TITLE: 20.0, RowKind.SUBTITLE: 12.0}


@record(frozen=True, slots=True)
class CoverLine:
    """One form: its official title, what it is called, and its findings by level."""

    form: str
    name: str
    counts: Mapping[Level, int]


def cover_pdf(heading: tuple[str, str, str], lines: Sequence[CoverLine]) -> bytes:
    """The cover list of a submission as PDF, headed by unit, period and programme."""
    page = layout(_grid(heading, lines), _PAPER, default_metrics(), Stamp(draft=True))
    return render_pdf([("报送清单", page)], title="报送清单")


def _grid(heading: tuple[str, str, str], lines: Sequence[CoverLine]) -> Grid:
    unit, period, programme = heading
    texts = [
        (RowKind.TITLE, ("报送清单",)),
        (RowKind.SUBTITLE, (f"{unit}　{period}",)),
        (RowKind.SUBTITLE, (programme,)),
        (RowKind.HEAD, ("序号", "表名", "项目或地区", *LEVEL_NAMES.values())),
        *((RowKind.BODY, _line(number, line)) for number, line in enumerate(lines, 1)),
    ]
    rows = tuple(GridRow(kind, 9.0) for kind, _ in texts)
    cells = tuple(
        _cell(row, column, kind, text, len(columns))
        for row, (kind, columns) in enumerate(texts)
        for column, text in enumerate(columns)
    )
    return Grid(tuple(map(float, _COLUMNS)), rows, cells)


def _line(number: int, line: CoverLine) -> tuple[str, ...]:
    counts = (str(line.counts[level]) for level in LEVEL_NAMES)
    return (str(number), line.form, line.name, *counts)


def _cell(row: int, column: int, kind: RowKind, text: str, width: int) -> GridCell:
    whole = width == 1
    prose = kind is RowKind.BODY and column in (1, 2)
    style = CellStyle(
        Align.LEFT if prose else Align.CENTER,
        _SIZES.get(kind, 10.5),
        kind in (RowKind.TITLE, RowKind.HEAD),
        not whole,
    )
    return GridCell(row, column, 1, len(_COLUMNS) if whole else 1, text, Role.LABEL, style)
