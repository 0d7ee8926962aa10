"""The grid of a document as a Qt item model; it holds no values."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtCore import Signal as QtSignal

from anju_desktop.document.changes import CellRef, Edit, FieldChanged
from anju_desktop.document.document import Document
from anju_desktop.forms.definition import Level
from anju_desktop.gui.paper.naming import cell_name
from anju_desktop.gui.paper.relay import Relay
from anju_desktop.rules.findings import LEVEL_NAMES
from anju_desktop.rules.rule import label_column
from anju_desktop.sheet.grid import Grid, GridCell, Role, build_grid

Index = QModelIndex | QPersistentModelIndex


class PaperRole(IntEnum):
    """Roles beside Qt's own."""

    REF = Qt.ItemDataRole.UserRole + 1
    CELL = Qt.ItemDataRole.UserRole + 2
    LEVEL = Qt.ItemDataRole.UserRole + 3


_NOWHERE = QModelIndex()


class PaperModel(QAbstractTableModel):
    """Rows and columns of the grid; every place of a merged cell answers with its text.

    ``grid_changed`` follows every change of the grid, after Qt's own signals: merged areas and
    row heights may then be different.
    """

    grid_changed = QtSignal()
    looked_at = QtSignal(object)
    """What stands in these cells of the document was written from an editor, changed or not."""

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self._grid = build_grid(document)
        self._fillable: Sequence[GridCell] | None = None
        self._index_cells()
        self._levels: dict[CellRef, Level] = {}
        self._opened_with: dict[CellRef, str | None] = {}
        self._from_last_year: Collection[CellRef] = ()
        Relay(document.on_edit, self).happened.connect(self._on_edited)

    # -- the grid --------------------------------------------------------------------------

    @property
    def grid(self) -> Grid:
        return self._grid

    def cell(self, index: Index) -> GridCell | None:
        """The cell that covers an index."""
        return self._covering.get((index.row(), index.column())) if index.isValid() else None

    def cell_at(self, row: int, column: int) -> GridCell | None:
        return self._covering.get((row, column))

    def cell_of(self, ref: CellRef) -> GridCell | None:
        """The cell that shows ``ref``; None when it is not on the paper."""
        return self._by_ref.get(ref)

    def index_of(self, cell: GridCell) -> QModelIndex:
        """The index of a cell's top left place, at which it is edited."""
        return self.index(cell.row, cell.column)

    def naming_column(self) -> int | None:
        """The column by which one knows what a row is about, if rows have such a one."""
        row = next((row for row in self._grid.rows if row.row_id), None)
        if row is None:
            return None
        name = label_column(self.document.edition, row.group)
        cell = self.cell_of(CellRef(name, row.group, row.row_id))
        return cell.column if cell is not None and cell.column_span == 1 else None

    def editable(self, cell: GridCell) -> bool:
        """Whether the clerk writes here; a computed cell only while a typed number hides it."""
        return is_editable(self.document, cell)

    def fillable(self) -> Sequence[GridCell]:
        """The cells in which the clerk writes, in paper order; found once for each grid."""
        if self._fillable is None:
            self._fillable = [cell for cell in self._grid.cells if self.editable(cell)]
        return self._fillable

    def _index_cells(self) -> None:
        cells = self._grid.cells
        self._fillable = None
        self._covering = {place: cell for cell in cells for place in places(cell)}
        self._by_ref = {ref: cell for cell in reversed(cells) for ref in cell.refs}

    # -- Qt's questions --------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._grid.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._grid.columns_mm)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        cell = self.cell(index)
        if cell is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return cell.text
            case Qt.ItemDataRole.EditRole:
                return self.document.text(cell.refs[0]) if cell.refs else cell.text
            case PaperRole.REF:
                return cell.refs[0] if cell.refs else None
            case PaperRole.CELL:
                return cell
            case PaperRole.LEVEL:
                return self.level(cell)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(cell)
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        cell = self.cell(index)
        if role != Qt.ItemDataRole.EditRole or cell is None or not self.editable(cell):
            return False
        self.write([(cell, str(value))], "填写")
        self.looked_at.emit(cell.refs)
        return True

    def write(self, texts: Iterable[tuple[GridCell, str]], label: str) -> None:
        """Type into cells as one edit; a merged cell writes every row it covers."""
        with self.document.editing(label):
            for cell, text in texts:
                for ref in cell.refs:
                    self.document.set(ref, text, label)

    def flags(self, index: Index) -> Qt.ItemFlag:
        cell = self.cell(index)
        if cell is None:
            return Qt.ItemFlag.NoItemFlags
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return usual | Qt.ItemFlag.ItemIsEditable if self.editable(cell) else usual

    def _spoken(self, cell: GridCell) -> str:
        if not cell.refs:
            return cell.text
        level = self.level(cell)
        words = [f"{cell_name(self.document, cell.refs[0])}：{cell.text or '空'}"]
        words += [LEVEL_NAMES[level]] if level else []
        words += ["上年的内容，待核对"] if self.from_last_year(cell) else []
        return "，".join(words)

    # -- findings --------------------------------------------------------------------------

    def level(self, cell: GridCell) -> Level | None:
        """The heaviest finding of a cell."""
        for ref in cell.refs:
            if ref in self._levels:
                return self._levels[ref]
        return None

    def set_levels(self, levels: Mapping[CellRef, Level]) -> None:
        """Show these findings; only cells whose mark differs are repainted."""
        before, self._levels = self._levels, dict(levels)
        changed = [
            ref for ref in before.keys() | levels.keys() if before.get(ref) != levels.get(ref)
        ]
        for cell in {id(c): c for c in map(self.cell_of, changed) if c}.values():
            self._tell_changed(cell, PaperRole.LEVEL)

    # -- last year -------------------------------------------------------------------------

    def from_last_year(self, cell: GridCell) -> bool:
        """Whether a cell holds last year's text, which nobody has looked at yet."""
        return bool(cell.refs) and cell.refs[0] in self._from_last_year

    def set_from_last_year(self, cells: Collection[CellRef]) -> None:
        """Mark these cells; only those whose mark differs are repainted."""
        before, self._from_last_year = self._from_last_year, cells
        for ref in {*before} ^ {*cells}:
            cell = self.cell_of(ref)
            if cell is not None:
                self._tell_changed(cell, Qt.ItemDataRole.ForegroundRole)

    # -- edits -----------------------------------------------------------------------------

    def remember_edits_in(self, opened_with: dict[CellRef, str | None]) -> None:
        """Know again what was edited before the form was put away, and go on noting it there."""
        self._opened_with = opened_with

    def edited(self, cell: GridCell) -> bool:
        """Whether a cell holds other text than at the start of the program, or at 定稿."""
        return any(
            ref in self._opened_with and self.document.typed(ref) != self._opened_with[ref]
            for ref in cell.refs
        )

    def _on_edited(self, edit: Edit) -> None:
        if edit.changes_version:
            self._opened_with.clear()
        for change in edit.changes:
            if isinstance(change, FieldChanged):
                self._opened_with.setdefault(change.ref, change.before)
        grid = build_grid(self.document)
        if (grid.rows, grid.columns_mm) != (self._grid.rows, self._grid.columns_mm):
            self.beginResetModel()
            self._grid = grid
            self._index_cells()
            self.endResetModel()
        else:
            self._replace(grid)
        self.grid_changed.emit()

    def _replace(self, grid: Grid) -> None:
        """Take over a grid of the same size, and tell which cells are different."""
        before, self._grid = self._grid.cells, grid
        self._index_cells()
        if len(before) == len(grid.cells):
            changed = [new for old, new in zip(before, grid.cells, strict=True) if old != new]
        else:
            changed = list(set(grid.cells).difference(before))
        for cell in changed:
            self._tell_changed(cell, Qt.ItemDataRole.DisplayRole)

    def _tell_changed(self, cell: GridCell, role: int) -> None:
        index = self.index_of(cell)
        roles = [role, int(Qt.ItemDataRole.AccessibleTextRole)]
        if role == Qt.ItemDataRole.DisplayRole:
            roles.append(int(Qt.ItemDataRole.EditRole))
        self.dataChanged.emit(index, index, roles)


def is_editable(document: Document, cell: GridCell) -> bool:
    """Whether the clerk writes in a cell; see :meth:`PaperModel.editable`."""
    if not cell.refs or len({ref.field for ref in cell.refs}) > 1:
        return False
    if cell.role is Role.COMPUTED:
        return bool(document.typed(cell.refs[0]))
    return cell.role is Role.INPUT


def places(cell: GridCell) -> Iterable[tuple[int, int]]:
    """Every row and column that a cell covers."""
    return (
        (row, column)
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    )
