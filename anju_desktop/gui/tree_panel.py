"""The tree at the left: rows made when the window stands, a click opens, a menu for each 上报."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu, QTreeView, QWidget

from anju_desktop.gui import messages
from anju_desktop.gui.after_final import AfterFinal
from anju_desktop.gui.deeds import Deeds
from anju_desktop.gui.workspace import Workspace
from anju_desktop.storage.entries import FormEntry, SubmissionEntry

if TYPE_CHECKING:
    from anju_desktop.gui.submission_tree import SubmissionModel


class TreePanel(QObject):
    """Speaks of forms and submissions by their ids."""

    form_chosen = Signal(int)
    menu_asked = Signal(int, QPoint)
    """For the submission with this id, at this point of the screen."""

    def __init__(self, tree: QTreeView, workspace: Workspace) -> None:
        super().__init__(tree)
        self._tree, self._workspace = tree, workspace
        self._model: SubmissionModel | None = None
        tree.setAccessibleName("上报和表")
        tree.clicked.connect(self._on_row_chosen)
        tree.activated.connect(self._on_row_chosen)
        tree.customContextMenuRequested.connect(self._on_menu_asked)

    def fill(self) -> None:
        """Give the tree its rows."""
        from anju_desktop.gui.submission_tree import SubmissionDelegate, SubmissionModel

        self._model = SubmissionModel(self._workspace, self)
        self._tree.setModel(self._model)
        self._tree.setItemDelegate(SubmissionDelegate(self._workspace, self._tree))
        self.show_place()

    def show_place(self) -> None:
        """The row of the open form is the current one."""
        session = self._workspace.current
        if self._model is not None and session is not None:
            index = self._model.index_of_form(session.form_id)
            self._tree.expand(index.parent())
            self._tree.setCurrentIndex(index)

    def _on_row_chosen(self, index: QModelIndex) -> None:
        entry = _entry(index)
        if isinstance(entry, FormEntry):
            session = self._workspace.current
            if session is None or session.form_id != entry.id:
                self.form_chosen.emit(entry.id)
        elif isinstance(entry, SubmissionEntry):
            self._tree.setExpanded(index, not self._tree.isExpanded(index))

    def _on_menu_asked(self, point: QPoint) -> None:
        index = self._tree.indexAt(point)
        if index.parent().isValid():
            index = index.parent()
        entry = _entry(index)
        if isinstance(entry, SubmissionEntry):
            self.menu_asked.emit(entry.id, self._tree.viewport().mapToGlobal(point))


def submission_menu(
    entry: SubmissionEntry, archived: bool, deeds: Deeds, after: AfterFinal, window: QWidget
) -> QMenu:
    """What can be done with a submission, open or not."""
    menu = QMenu(window)
    returned = entry.course.last_returned is not None
    for words, deed in (
        *([("查看意见并答复…", after.answer)] if returned else []),
        ("盖章扫描件…", after.seal),
        ("标为已上报…", after.report),
        ("市级已接收…", after.receive),
        ("市级退回…", after.send_back),
        ("报送截止日期…", after.set_deadline),
        ("", None),
        ("沿用上年…", deeds.renew),
        ("复制", deeds.duplicate),
        ("移出归档" if archived else "归档", deeds.archive),
        ("改名…", deeds.rename),
        ("移入回收站…", deeds.remove),
    ):
        if deed is None:
            menu.addSeparator()
            continue
        run = messages.guarded(window, partial(deed, entry))
        menu.addAction(words).triggered.connect(lambda _=False, run=run: run())
    return menu


def _entry(index: QModelIndex) -> object:
    """The submission or form of a row."""
    from anju_desktop.gui.submission_tree import ENTRY

    return index.data(ENTRY)
