"""The paper as a Qt view: where its cells lie, how it zooms and scrolls, what is painted.

``QTableView`` supplies selection, editors and what screen readers ask; places come from
:class:`~anju_desktop.gui.paper.desk.Desk` and every pixel from
:class:`~anju_desktop.gui.paper.scene.Scene`. Keys and verbs are added by
:class:`~anju_desktop.gui.paper.view.PaperView`.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import partial

from PySide6.QtCore import (
    QByteArray,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QPropertyAnimation,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QPaintEvent, QRegion, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QTableView, QWidget

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.gui.paper import blocks
from anju_desktop.gui.paper.blocks import Area
from anju_desktop.gui.paper.desk import Desk
from anju_desktop.gui.paper.geometry import Box
from anju_desktop.gui.paper.model import Index, PaperModel
from anju_desktop.gui.paper.painting import Agreement, Look
from anju_desktop.gui.paper.scene import HEADS_LINE, Scene
from anju_desktop.gui.paper.typesetting import screen_typesetter
from anju_desktop.sheet.grid import GridCell
from anju_desktop.sheet.metrics import default_metrics

LEAST_ZOOM, MOST_ZOOM = 0.6, 2.0
WHEEL_STEP = 24
"""A notch is three of them: whole pixels of the device at 125, 150 and 175 percent too."""
_ZOOM_STEP = 0.1
_SCROLL_MILLISECONDS = 120
_NEAR = 12
"""Pixels kept between a cell that is scrolled to and the edge of the window."""

_WHOLE = 2
"""Logical pixels that are whole ones of the device at 150 percent."""
_EDGE = 2
"""Pixels around a cell in which its lines end up on a screen with other pixels."""

_PRINTED, _CHOSEN = Look(), Look(selected=True)
_SELECT = QItemSelectionModel.SelectionFlag.ClearAndSelect


class PaperSurface(QTableView):
    """See the module."""

    current_changed = Signal(object)
    """The :class:`CellRef` of the current cell, or None."""
    zoom_changed = Signal(float)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paper = PaperModel(document, self)
        self._typesetter = screen_typesetter()
        self._desk = Desk(self._paper.grid, default_metrics(), self._paper.naming_column())
        self._fits_width = True
        self._zoom = 1.0
        self._stamp = ""
        self._selected: tuple[GridCell, ...] = ()
        self._pasted: Area | None = None
        self._missing: frozenset[CellRef] = frozenset()
        self._agreeing: Mapping[CellRef, Agreement] = {}
        self._returned: frozenset[CellRef] = frozenset()
        self._merged: list[tuple[int, int, int, int]] = []
        self._scrolling = QPropertyAnimation(self.verticalScrollBar(), QByteArray(b"value"), self)
        self._scrolling.setDuration(_SCROLL_MILLISECONDS)
        self._set_up()
        self._merge_cells()
        self._paper.grid_changed.connect(self._on_grid_changed)

    def _set_up(self) -> None:
        # One made here: to know what Qt's own is, PySide6 looks at every kind of widget there is.
        self.setViewport(QWidget())
        self.setObjectName("paper")
        self.setAccessibleName("表格")
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        # The button where the headers would meet: it is laid out with them, so here never.
        corner: QAbstractButton
        for corner in self.findChildren(QAbstractButton):
            corner.hide()
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setModel(self._paper)
        self.setSelectionMode(QTableView.SelectionMode.ContiguousSelection)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def paper_model(self) -> PaperModel:
        return self._paper

    def current_cell(self) -> GridCell | None:
        return self._paper.cell(self.currentIndex())

    def set_stamp(self, word: str) -> None:
        """A word such as 草稿 at the right above the table."""
        self._stamp = word
        self.viewport().update()

    def set_agreeing(self, cells: Mapping[CellRef, Agreement]) -> None:
        """Mark these cells as holding just what the program works out, or drafts."""
        before, self._agreeing = self._agreeing, cells
        if before != cells:
            self.viewport().update()

    def set_from_last_year(self, cells: Collection[CellRef]) -> None:
        """Mark these cells as holding last year's text, which nobody has looked at yet."""
        self._paper.set_from_last_year(cells)

    def set_returned(self, cells: frozenset[CellRef]) -> None:
        """Mark these cells as spoken of by the office that returned the form."""
        before, self._returned = self._returned, cells
        if before != cells:
            self.viewport().update()

    # -- selection -------------------------------------------------------------------------

    def selected_cells(self) -> tuple[GridCell, ...]:
        """The chosen cells in paper order: at least the current one."""
        current = self.current_cell()
        if self._selected:
            return self._selected
        return (current,) if current else ()

    def _select_area(self, area: Area) -> None:
        area = blocks.whole(self._paper, area)
        top_left = self._paper.index(area.top, area.left)
        bottom_right = self._paper.index(area.bottom, area.right)
        self.selectionModel().select(QItemSelection(top_left, bottom_right), _SELECT)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        ranges = self.selectionModel().selection()
        cells: tuple[GridCell, ...] = ()
        if not ranges.isEmpty():
            first = ranges.first()
            area = Area(first.top(), first.left(), first.bottom(), first.right())
            cells = blocks.within(self._paper, area)
        # One cell is a focus; an area begins with two.
        before, self._selected = self._selected, cells if len(cells) > 1 else ()
        if before or self._selected:
            self.viewport().update()

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        first, last = self._cell_at(rect.topLeft()), self._cell_at(rect.bottomRight())
        if first is None or last is None:
            return
        area = blocks.whole(self._paper, blocks.around([first, last]))
        top_left = self._paper.index(area.top, area.left)
        bottom_right = self._paper.index(area.bottom, area.right)
        self.selectionModel().select(QItemSelection(top_left, bottom_right), command)

    # -- zoom ------------------------------------------------------------------------------

    def pixels_per_mm(self) -> float:
        return self._desk.geometry.pixels_per_mm

    def zoom(self) -> float:
        return self._zoom

    def fits_width(self) -> bool:
        """Whether the zoom follows the width of the window."""
        return self._fits_width

    def set_zoom(self, zoom: float) -> None:
        """1.0 shows a millimetre of paper as a millimetre of a 96 dpi screen."""
        self._fits_width = False
        self._apply_zoom(max(LEAST_ZOOM, min(zoom, MOST_ZOOM)))

    def zoom_to_width(self) -> None:
        self._fits_width = True
        self._apply_zoom(self._fitting())

    def zoom_in(self) -> None:
        self.set_zoom(round(self._zoom + _ZOOM_STEP, 1))

    def zoom_out(self) -> None:
        self.set_zoom(round(self._zoom - _ZOOM_STEP, 1))

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y() > 0:
                self.zoom_in()
            elif event.angleDelta().y() < 0:
                self.zoom_out()
            event.accept()
        else:
            super().wheelEvent(event)

    def _fitting(self) -> float:
        # As if the scroll bar were always there: otherwise it would come and go with the zoom.
        bar = self.verticalScrollBar().sizeHint().width()
        return self._desk.fitting_zoom(self.width() - bar)

    def _apply_zoom(self, zoom: float) -> None:
        changed, ratio = zoom != self._zoom, zoom / self._zoom
        self._zoom = zoom
        self._lay_out()
        if changed:
            # What was at the top of the window stays there.
            bar = self.verticalScrollBar()
            bar.setValue(round(bar.value() * ratio))
            self.zoom_changed.emit(zoom)

    # -- geometry: Qt asks, the desk knows -------------------------------------------------

    def _lay_out(self) -> None:
        self.updateGeometries()
        self.updateEditorGeometries()
        self.viewport().update()

    def updateGeometries(self) -> None:
        width, height = self._arrange()
        geometry = self._desk.geometry
        for bar, length, page in (
            (self.horizontalScrollBar(), geometry.width, width),
            (self.verticalScrollBar(), geometry.height, height),
        ):
            bar.setSingleStep(WHEEL_STEP)
            bar.setPageStep(page)
            bar.setRange(0, max(0, length - page))

    def _arrange(self) -> tuple[int, int]:
        """Lay the desk out for the window as it will be: worked out from the outer size.

        The viewport's own size would change with each scroll bar that comes or goes on the way.
        """
        bar = self.verticalScrollBar().sizeHint().width()
        width, height, needed = self.width(), self.height(), self._desk.height_at(self._zoom)
        if needed > height:
            width -= bar
        self._desk.fit(self._zoom, width)
        if self._desk.geometry.width > width:
            height -= self.horizontalScrollBar().sizeHint().height()
            if needed > height and width == self.width():
                width -= bar
                self._desk.fit(self._zoom, width)
        return width, height

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fits_width:
            self._apply_zoom(self._fitting())
        else:
            self._lay_out()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.updateEditorGeometries()
        # Frozen columns lie over what goes past them, and Qt would shift an editor's picture too.
        editing = self.state() == QTableView.State.EditingState
        if dx or editing or not self._is_whole(dy):
            self.viewport().update()
        else:
            self._shift(dy)

    def _is_whole(self, dy: int) -> bool:
        """Whether a way is one of whole pixels of the device; at 125 percent few edges are."""
        ratio = self.devicePixelRatioF()
        return (2 * ratio).is_integer() and (dy * ratio).is_integer()

    def _shift(self, dy: int) -> None:
        """Move what has been painted and paint the rest: the strip that comes into sight.

        Frozen heads stay, and of merged cells that reach out of sight the text moves.
        """
        desk, viewport = self._desk, self.viewport()
        now = self._window()
        before = now.moved(0, dy)
        if desk.heads_at(now.top) != desk.heads_at(before.top):
            viewport.update()
            return
        heads = desk.heads_height(now.top)
        # Where they end, and at whole pixels of the device.
        below = _up_to_whole(heads + HEADS_LINE) if heads else 0
        viewport.scroll(0, dy, QRect(0, below, viewport.width(), viewport.height() - below))
        viewport.update(0, 0, viewport.width(), below)
        for laid in desk.between(now.top, now.bottom):
            if laid.cell.row_span > 1 and not (
                _holds(before, heads, laid.box) and _holds(now, heads, laid.box)
            ):
                area = self.visualRect(self._paper.index_of(laid.cell))
                if self.devicePixelRatioF().is_integer():
                    # Without the lines: these are the neighbours' too.
                    viewport.update(area.adjusted(1, 1, -2, -2))
                else:
                    viewport.update(area.adjusted(-_EDGE, -_EDGE, _EDGE, _EDGE))

    def _repaint_cell(self, index: Index) -> None:
        area = self.visualRect(index)
        if not area.isEmpty():
            self.viewport().update(area.adjusted(-_EDGE, -_EDGE, _EDGE, _EDGE))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self._repaint_cell(previous)
        self._repaint_cell(current)

    def dataChanged(self, top_left: Index, bottom_right: Index, roles: Sequence[int] = ()) -> None:
        super().dataChanged(top_left, bottom_right, roles)
        self._repaint_cell(top_left)

    def _window(self) -> Box:
        """What of the desk is in sight."""
        size = self.viewport().size()
        x, y = self.horizontalOffset(), self.verticalOffset()
        return Box(x, y, x + size.width(), y + size.height())

    def horizontalOffset(self) -> int:
        return self.horizontalScrollBar().value()

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def visualRect(self, index: Index) -> QRect:
        """In the window, with the line at the right and at the bottom."""
        cell = self._paper.cell(index)
        if cell is None:
            return QRect()
        x, y = self.horizontalOffset(), self.verticalOffset()
        box = self._desk.geometry.box(cell).moved(self._desk.shift(cell, x) - x, -y)
        return QRect(box.left, box.top, box.width + 1, box.height + 1)

    def indexAt(self, point: QPoint) -> QModelIndex:
        cell = self._cell_at(point)
        return self._paper.index_of(cell) if cell else QModelIndex()

    def _cell_at(self, point: QPoint) -> GridCell | None:
        top = self.verticalOffset()
        if point.y() < self._desk.heads_height(top):
            return None
        left = self.horizontalOffset()
        return self._stuck_at(point, left, top) or self._laid_at(point.x() + left, point.y() + top)

    def _laid_at(self, x: int, y: int) -> GridCell | None:
        place = self._desk.geometry.place_at(x, y)
        return self._paper.cell_at(*place) if place else None

    def _stuck_at(self, point: QPoint, left: int, top: int) -> GridCell | None:
        """The cell of the frozen columns that covers a point."""
        if point.x() >= self._desk.stuck_width(left):
            return None
        cell = self._laid_at(self._desk.unstuck_x(point.x(), left), point.y() + top)
        return cell if cell is not None and self._desk.shift(cell, left) else None

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        region = QRegion()
        for part in selection.toList():
            top_left = self.visualRect(part.topLeft())
            region += top_left.united(self.visualRect(part.bottomRight()))
        return region

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        cell = self._paper.cell(index)
        if cell is not None:
            self._reveal(cell, smoothly=False)

    def _reveal(self, cell: GridCell, *, smoothly: bool) -> None:
        """Scroll as little as needed; the frozen heads cover the top of the window."""
        box = self._desk.geometry.box(cell)
        bar, window = self.verticalScrollBar(), self.viewport()
        heads = self._desk.heads_height(max(0, box.top - _NEAR))
        target = _nearest(
            bar.value(), box.top - heads - _NEAR, box.bottom + _NEAR - window.height()
        )
        self._reveal_across(cell, box)
        self._scrolling.stop()
        target = max(bar.minimum(), min(target, bar.maximum()))
        if smoothly and self.isVisible() and target != bar.value():
            self._scrolling.setEndValue(target)
            self._scrolling.start()
        else:
            bar.setValue(target)

    def _reveal_across(self, cell: GridCell, box: Box) -> None:
        """Sideways; a cell of the frozen columns is in sight wherever one is."""
        bar = self.horizontalScrollBar()
        if self._desk.shift(cell, bar.value()):
            return
        freezes = self._desk.freezes(cell.row)
        stuck = self._desk.stuck_width(max(0, box.left - _NEAR)) if freezes else 0
        left, right = box.left - stuck - _NEAR, box.right + _NEAR - self.viewport().width()
        bar.setValue(_nearest(bar.value(), left, right))

    def _on_grid_changed(self) -> None:
        self._desk.show(self._paper.grid, self._paper.naming_column())
        self._merge_cells()
        self._lay_out()

    def _merge_cells(self) -> None:
        """Tell Qt the merged areas, if they are others: screen readers ask it for them."""
        merged = [
            (cell.row, cell.column, cell.row_span, cell.column_span)
            for cell in self._paper.grid.cells
            if cell.row_span > 1 or cell.column_span > 1
        ]
        if merged != self._merged:
            self._merged = merged
            self.clearSpans()
            for area in merged:
                self.setSpan(*area)

    # -- painting --------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        current = self.current_cell()
        scene = Scene(
            self._desk,
            self._typesetter,
            partial(self._look, current, {(cell.row, cell.column) for cell in self._selected}),
            current=current,
            outlined=self._warned_block(),
            stamp=self._stamp,
        )
        viewport = self.viewport()
        origin = viewport.mapTo(self.window(), QPoint(0, 0))
        ratio = self.devicePixelRatioF()
        scene.paint(painter, self._window(), event.region(), ratio, origin)
        painter.end()

    def look(self, cell: GridCell) -> Look:
        """What is to be seen of a cell besides its text."""
        chosen = {(cell.row, cell.column) for cell in self._selected}
        return self._look(self.current_cell(), chosen, cell)

    def _look(
        self, current: GridCell | None, chosen: Collection[tuple[int, int]], cell: GridCell
    ) -> Look:
        refs, selected = cell.refs, (cell.row, cell.column) in chosen
        if not refs:
            return _CHOSEN if selected else _PRINTED
        return Look(
            level=self._paper.level(cell),
            current=cell is current,
            selected=selected,
            edited=self._paper.edited(cell),
            missing=not self._missing.isdisjoint(refs),
            agrees=self._agreeing.get(refs[0]),
            from_last_year=self._paper.from_last_year(cell),
            returned=bool(self._returned) and not self._returned.isdisjoint(refs),
        )

    def _warned_block(self) -> Area | None:
        """The pasted block, when something in it has been found."""
        if self._pasted is None:
            return None
        cells = blocks.within(self._paper, self._pasted)
        return self._pasted if any(self._paper.level(cell) for cell in cells) else None


def _holds(window: Box, heads: int, box: Box) -> bool:
    """Whether all of a cell is in sight below frozen heads."""
    return window.top + heads <= box.top and box.bottom <= window.bottom


def _up_to_whole(pixels: int) -> int:
    """The next logical pixel that begins with a pixel of the device."""
    return -(-pixels // _WHOLE) * _WHOLE


def _nearest(now: int, most: int, least: int) -> int:
    """A scroll position not above ``most`` and, as far as that allows, not below ``least``."""
    return min(max(now, least), most)
