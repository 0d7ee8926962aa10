"""Tree, paper and panel: which of them stand where, and F6 from one to the next."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QWidget

from anju_desktop.gui.findings_panel import FindingsPanel
from anju_desktop.gui.generated.ui_main_window import Ui_MainWindow
from anju_desktop.records import record

_USUAL_WIDTH, _TREE_WIDTH, _PANEL_WIDTH = 1366, 190, 292
_DRAWER_BELOW, _STACK_BELOW = 1200, 1000
_BARS, _LOW = 108, 600
"""Height of the bars around paper and panel; a window lower than the other spares all it can."""


@record(frozen=True, slots=True)
class Area:
    """A place that F6 goes to; ``take_focus`` brings the keyboard there."""

    widget: QWidget
    take_focus: Callable[[], object]

    def holds(self, focus: QWidget | None) -> bool:
        return focus is not None and (self.widget is focus or self.widget.isAncestorOf(focus))


def area(widget: QWidget) -> Area:
    """An area that takes the focus itself."""
    return Area(widget, lambda: widget.setFocus(Qt.FocusReason.ShortcutFocusReason))


class Areas:
    """``listed`` gives the areas of the page that is shown, in the order of F6."""

    def __init__(
        self, ui: Ui_MainWindow, panel: FindingsPanel, listed: Callable[[], Sequence[Area]]
    ) -> None:
        self._ui, self._panel, self._listed = ui, panel, listed
        self._drawer = False
        ui.areas.setSizes([_TREE_WIDTH, _USUAL_WIDTH - _TREE_WIDTH])
        ui.work.setSizes([_USUAL_WIDTH - _TREE_WIDTH - _PANEL_WIDTH, _PANEL_WIDTH])
        ui.areas.setStretchFactor(1, 1)
        ui.work.setStretchFactor(0, 1)

    @property
    def stacked(self) -> bool:
        """Whether the panel lies below the paper."""
        return self._ui.work.orientation() == Qt.Orientation.Vertical

    def fit(self, size: QSize) -> bool:
        """Arrange all for a window of this size; whether the panel has changed its side."""
        ui, width, height = self._ui, size.width(), size.height() - _BARS
        narrow = width < _DRAWER_BELOW
        if narrow != self._drawer:
            self._drawer = narrow
            ui.treePanel.setVisible(not narrow)
        stacked, before = width < _STACK_BELOW, self.stacked
        self._panel.set_compact(stacked and height < _LOW - _BARS)
        if stacked == before:
            return False
        ui.work.setOrientation(Qt.Orientation.Vertical if stacked else Qt.Orientation.Horizontal)
        ui.panelLayout.invalidate()
        # Below the paper the panel is the lower part: a form is read by its rows.
        room, panel = (height, height * 2 // 5) if stacked else (width, _PANEL_WIDTH)
        ui.work.setSizes([room - panel, panel])
        return True

    def cycle(self, step: int) -> None:
        """The keyboard goes ``step`` areas on; a tree that is put away comes out."""
        areas = self._listed()
        focus = self._ui.areas.window().focusWidget()
        at = next((n for n, each in enumerate(areas) if each.holds(focus)), -1 if step > 0 else 0)
        target = areas[(at + step) % len(areas)]
        if target.widget is self._ui.tree:
            self._ui.treePanel.show()
        target.take_focus()

    def toggle_tree(self) -> None:
        self._ui.treePanel.setVisible(not self._ui.treePanel.isVisible())

    def toggle_panel(self) -> None:
        self._ui.panelHost.setVisible(not self._ui.panelHost.isVisible())
