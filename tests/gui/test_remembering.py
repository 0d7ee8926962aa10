"""The window and the place in a form are found as they were left."""

import pytest
from pytestqt.qtbot import QtBot

from anju_desktop import app
from anju_desktop.document.changes import CellRef
from anju_desktop.errors import StoreError
from anju_desktop.gui.main_window import MainWindow
from anju_desktop.gui.screens import room_around
from anju_desktop.gui.workspace import Workspace
from tests.gui.conftest import current

CELL = CellRef("goal")


def cell_of(window: MainWindow) -> CellRef | None:
    assert window.desk.view is not None
    return window.desk.view.current_ref()


def last_cell(window: MainWindow) -> CellRef:
    """The lowest cell of the open form."""
    assert window.desk.view is not None
    grid = window.desk.view.paper_model().grid
    return next(cell.refs[0] for cell in reversed(grid.cells) if cell.refs)


def test_a_form_opens_where_one_left_it(sample: MainWindow, qtbot: QtBot) -> None:
    form = current(sample).form_id
    lowest = last_cell(sample)
    sample.go_to(lowest)
    assert sample.desk.view is not None
    sample.desk.view.set_zoom(1.4)
    bar = sample.desk.view.verticalScrollBar()
    bar.setValue(bar.maximum())
    top = bar.value()
    assert top > 0
    sample.show_start()
    sample.open_form(form)
    view = sample.desk.view
    assert view is not None
    assert cell_of(sample) == lowest
    assert view.zoom() == 1.4
    qtbot.waitUntil(lambda: view.verticalScrollBar().value() == top)


def test_after_a_power_cut_a_form_opens_where_it_was_last_edited(
    sample: MainWindow, workspace: Workspace
) -> None:
    form = current(sample).form_id
    sample.show_start()
    kept = workspace.settings.get(f"place:{form}")
    sample.open_form(form)
    lowest = last_cell(sample)
    current(sample).document.set(lowest, "5")
    sample.go_to(CellRef("goal"))
    sample.show_start()
    # As the next start finds it when nothing could be kept at the end.
    workspace.settings.put(f"place:{form}", kept)
    sample.open_form(form)
    assert cell_of(sample) == lowest


def test_a_form_that_fitted_the_window_does_so_again(sample: MainWindow) -> None:
    form = current(sample).form_id
    sample.show_start()
    sample.open_form(form)
    assert sample.desk.view is not None
    assert sample.desk.view.fits_width()


def test_the_window_comes_back_in_its_size_with_its_parts(
    sample: MainWindow, qtbot: QtBot, workspace: Workspace
) -> None:
    sample.resize(1250, 640)
    sample.ui.work.setSizes([600, 400])
    parts = sample.ui.work.sizes()
    form, lowest = current(sample).form_id, last_cell(sample)
    sample.go_to(lowest)
    assert sample.close()
    workspace.close_form()
    second = app.make_window(workspace, app.Options(go_on=True))
    qtbot.addWidget(second)
    second.show_fitting()
    assert current(second).form_id == form
    available = room_around(second)
    assert second.width() == min(1250, available.width())
    assert second.height() == min(640, available.height())
    if second.width() == 1250:
        assert second.ui.work.sizes() == parts
    assert cell_of(second) == lowest
    second.close()


@pytest.mark.parametrize(
    "kept", ["", "{", "[]", '{"size": [1], "place": 3}', '{"size": [true, 2], "place": [0, 0]}']
)
def test_what_cannot_be_read_is_as_if_never_kept(
    sample: MainWindow, workspace: Workspace, kept: str
) -> None:
    workspace.settings.put("window", kept)
    assert not sample._memory.restore()
    form = current(sample).form_id
    sample.show_start()
    workspace.settings.put(f"place:{form}", kept)
    sample.open_form(form)
    assert cell_of(sample) is not None


def test_a_place_that_is_gone_is_passed_over(sample: MainWindow, workspace: Workspace) -> None:
    form, first = current(sample).form_id, cell_of(sample)
    sample.show_start()
    workspace.settings.put(f"place:{form}", '{"cell": ["name", "gone", "r99"], "top": 99999}')
    sample.open_form(form)
    assert cell_of(sample) == first


def test_a_disk_that_refuses_does_not_keep_a_form_open(
    sample: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise StoreError("磁盘已满。")

    monkeypatch.setattr(sample.workspace.settings, "put", refuse)
    sample.desk.close_all()
    assert sample.desk.view is None
