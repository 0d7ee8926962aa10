"""The middle of the window: the papers of the open submission, their cell bars, the zoom."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from anju_desktop.document.changes import CellRef
from anju_desktop.gui.generated.ui_main_window import Ui_MainWindow
from anju_desktop.gui.paper.assisting import Assistant
from anju_desktop.gui.paper.cellbar import CellBar
from anju_desktop.gui.paper.view import PaperView
from anju_desktop.gui.remembering import Places
from anju_desktop.gui.session import FormSession
from anju_desktop.gui.versions import stamp_words
from anju_desktop.records import record

if TYPE_CHECKING:
    from anju_desktop.indicators.catalogue import Catalogue


@record(frozen=True, slots=True)
class _Place:
    """What belongs to one open form."""

    session: FormSession
    view: PaperView
    bar: CellBar


class FormDesk(QObject):
    """Keeps one paper for each form that was opened, so that going back finds the same place."""

    current_changed = Signal(object)
    """The clerk is at this :class:`CellRef`."""
    message = Signal(str)

    def __init__(
        self,
        ui: Ui_MainWindow,
        parent: QWidget,
        catalogue: "Callable[[], Catalogue]",
        remembered: Places,
    ) -> None:
        super().__init__(parent)
        self._remembered = remembered
        self._ui = ui
        self._catalogue = catalogue
        self._places: dict[int, _Place] = {}
        self._opened_with: dict[int, dict[CellRef, str | None]] = {}
        self._writers: list[Callable[[], None]] = []
        self._current: _Place | None = None
        self._bars = QStackedWidget()
        ui.cellBarLayout.addWidget(self._bars)
        ui.zoomSlider.setAccessibleName("缩放")
        ui.zoomOutButton.setAccessibleName("缩小")
        ui.zoomInButton.setAccessibleName("放大")
        ui.zoomSlider.valueChanged.connect(self._on_slider_moved)
        ui.zoomInButton.clicked.connect(self.zoom_in)
        ui.zoomOutButton.clicked.connect(self.zoom_out)
        ui.fitButton.clicked.connect(self.zoom_to_width)

    @property
    def view(self) -> PaperView | None:
        """The paper on the screen."""
        return self._current.view if self._current else None

    @property
    def bar(self) -> CellBar | None:
        return self._current.bar if self._current else None

    def show_session(self, session: FormSession) -> None:
        """Bring the paper of a form to the front."""
        self._drop_closed()
        place = self._places.get(session.form_id)
        if place is None:
            place = self._places[session.form_id] = self._new_place(session)
            self._remembered.restore(session.form_id, place.view)
        self._current = place
        self._ui.papers.setCurrentWidget(place.view)
        self._bars.setCurrentWidget(place.bar)
        self._on_zoom_changed()
        if place.view.current_ref() is None:
            _begin(place.view)
        place.view.setFocus()

    def close_all(self) -> None:
        """The submission is closed: let go of its papers."""
        self.commit()
        self._current = None
        for place in self._places.values():
            self._discard(place)
        self._places.clear()

    def commit(self) -> None:
        """Write what stands in an open editor into the document, beside the paper too."""
        for write in self._writers:
            write()
        if self._current is not None:
            self._current.view.commit_editor()

    def add_writer(self, write: Callable[[], None]) -> None:
        """``write`` belongs to an editor beside the paper, which holds what is being typed."""
        self._writers.append(write)

    # -- zoom ------------------------------------------------------------------------------

    def zoom_in(self) -> None:
        if self._current is not None:
            self._current.view.zoom_in()

    def zoom_out(self) -> None:
        if self._current is not None:
            self._current.view.zoom_out()

    def zoom_to_width(self) -> None:
        if self._current is not None:
            self._current.view.zoom_to_width()

    def _on_slider_moved(self, percent: int) -> None:
        view = self.view
        if view is not None and percent != round(view.zoom() * 100):
            view.set_zoom(percent / 100)

    def _on_zoom_changed(self) -> None:
        view = self.view
        if view is not None:
            percent = round(view.zoom() * 100)
            self._ui.zoomSlider.setValue(percent)
            self._ui.zoomLabel.setText(f"{percent}%")

    # -- papers ----------------------------------------------------------------------------

    def _new_place(self, session: FormSession) -> _Place:
        view = PaperView(
            session.document,
            session.history,
            session.checker,
            self._ui.papers,
            reviewed=not session.fresh,
            assistant=Assistant(session.document, self._catalogue),
        )
        view.paper_model().remember_edits_in(self._opened_with.setdefault(session.form_id, {}))
        self._remembered.follow(session, view)
        view.set_stamp(stamp_words(session.document.version))
        session.edited.connect(lambda _: view.set_stamp(stamp_words(session.document.version)))
        view.current_changed.connect(self.current_changed)
        view.message.connect(self.message)
        view.zoom_changed.connect(lambda _zoom: self._on_zoom_changed())
        session.audited.connect(lambda: view.set_reviewed(True))
        bar = CellBar(session.document, view, self._bars)
        self._ui.papers.addWidget(view)
        QWidget.setTabOrder(self._ui.findClose, view)
        self._bars.addWidget(bar)
        return _Place(session, view, bar)

    def _drop_closed(self) -> None:
        """A form that was closed is another document when it is opened again."""
        for form_id, place in list(self._places.items()):
            if place.session.closed:
                self._discard(self._places.pop(form_id))

    def keep_places(self) -> None:
        """Remember where the clerk is in each open form."""
        for place in self._places.values():
            self._remembered.keep(place.session.form_id, place.view)

    def _discard(self, place: _Place) -> None:
        self._remembered.keep(place.session.form_id, place.view)
        self._ui.papers.removeWidget(place.view)
        self._bars.removeWidget(place.bar)
        place.bar.deleteLater()
        place.view.deleteLater()


def _begin(view: PaperView) -> None:
    """Go to the first cell to be filled, so that the keyboard has a place to start from."""
    model = view.paper_model()
    for cell in model.grid.cells:
        if cell.refs and model.editable(cell):
            view.jump_to(cell.refs[0])
            return
