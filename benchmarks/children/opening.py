"""A form opened in the running program, or its texts put into a bare table: until it is painted.

``opening.py prepare SCRATCH ROWS`` makes a store with a published form lengthened to so many rows.
``opening.py form SCRATCH TIMES`` opens it from there in the window of the program, which shows the
start page, and closes it again. ``opening.py table SCRATCH TIMES`` puts as many rows, columns and
texts into a ``QTableView`` of the size that the paper has in that window; ``fitted`` makes its rows
as high as their texts, too. All print one line of facts: milliseconds of processor time of the
first time, and of the median of the others; of the form also until it stands painted and its checks
begin (``stands_first``, ``stands_again``).
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

EXAMPLE = "karamay-2024-old-communities.json"
GROUP = "indicators"
QUIET = 3
"""Rounds of the event loop without a painting after which everything stands."""
PAUSE, TABLE_PAUSE = 0.5, 0.05
"""Seconds between two openings: what waits for a pause happens in it, and is not counted."""


class Paints(QObject):
    """Whether something of a window has been painted since it was last asked."""

    def __init__(self) -> None:
        super().__init__()
        self.seen = False

    def watch(self, widget: QWidget) -> None:
        widget.installEventFilter(self)

    def take(self) -> bool:
        seen, self.seen = self.seen, False
        return seen

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Paint, QEvent.Type.UpdateRequest):
            self.seen = True
        return False


def measured(deed: Callable[[], None], paints: Paints) -> float:
    """Milliseconds of processor time, of all threads, until nothing more is painted."""
    paints.take()
    begun = time.process_time()
    deed()
    ended, quiet = time.process_time(), 0
    while quiet < QUIET:
        QApplication.processEvents()
        if paints.take():
            ended, quiet = time.process_time(), 0
        else:
            quiet += 1
    return (ended - begun) * 1000


def rest(pause: float = PAUSE) -> None:
    """What waits until the window stands happens now."""
    until = time.monotonic() + pause
    while time.monotonic() < until:
        QApplication.processEvents()
        time.sleep(0.01)


def tell(times: list[float], stands: list[float] | None = None) -> None:
    first, *more = times
    facts = {"first": first, "again": statistics.median(more)}
    if stands is not None:
        first, *more = stands
        facts |= {"stands_first": first, "stands_again": statistics.median(more)}
    print(" ".join(f"{name}={value}" for name, value in facts.items()), flush=True)


class Standing:
    """When the form was painted: the findings are asked for next."""

    def __init__(self, window: "MainWindow") -> None:
        self._show = window.panel.show_session
        self.at = 0.0
        window.panel.show_session = self._on_painted  # type: ignore[method-assign]

    def _on_painted(self, session: "FormSession | None") -> None:
        self.at = time.process_time()
        self._show(session)


# -- the form ------------------------------------------------------------------------------


def lengthened(rows: int) -> "Document":
    """The published form with its rows again and again until there are so many."""
    library = Library()
    document = load_file(resource("examples", EXAMPLE), library.get)
    printed = document.row_ids(GROUP)
    with document.editing("填写"):
        for number in range(rows - len(printed)):
            like = printed[number % len(printed)]
            category = document.category(GROUP, like)
            row = document.insert_row(GROUP, category)
            for column in document.edition.find_group(GROUP).columns:
                text = document.typed(CellRef(column.id, GROUP, like))
                if text:
                    more = f"（第{number + 2}批）" if column.id == "name" else ""
                    document.set(CellRef(column.id, GROUP, row), text + more)
    return document


def prepare(scratch: Path, rows: int) -> None:
    document = lengthened(rows)
    with Store.open(scratch / "store", Library()) as store:
        store.create_submission(document.unit, document.period, "测速", [document])
    grid = build_grid(document)
    texts = [["" for _ in grid.columns_mm] for _ in grid.rows]
    for cell in grid.cells:
        texts[cell.row][cell.column] = cell.text
    (scratch / "texts.json").write_text(json.dumps(texts), encoding="utf-8")


def open_form(scratch: Path, times: int) -> None:
    """In the window of the program, on the start page each time."""
    application = app.make_application()
    library = Library()
    store = Store.open(scratch / "store", library)
    (submission,) = store.submissions()
    (form,) = store.forms(submission.id)
    window = MainWindow(Workspace(store, library))
    window.resize(1366, 728)
    window.show_start()
    window.show()
    window.finish_start()
    paints = Paints()
    paints.watch(window)
    standing = Standing(window)
    rest()
    found, stands = [], []
    for _ in range(times + 1):
        begun = time.process_time()
        found.append(measured(lambda: window.open_form(form.id), paints))
        stands.append((standing.at - begun) * 1000)
        view = window.desk.view
        assert view is not None
        assert view.isVisible()
        assert view.paper_model().rowCount() == len(_texts(scratch))
        size = view.size()
        rest()
        window.workspace.close_form()
        rest()
    (scratch / "size.json").write_text(json.dumps([size.width(), size.height()]), encoding="utf-8")
    tell(found, stands)
    window.workspace.close(abandon=True)
    application.quit()


def _texts(scratch: Path) -> list[list[str]]:
    found: list[list[str]] = json.loads((scratch / "texts.json").read_text(encoding="utf-8"))
    return found


# -- the table -----------------------------------------------------------------------------


def fill_table(scratch: Path, times: int, fitted: bool) -> None:
    """A table in a window that stands, as the program's window stands before a form is opened."""
    application = QApplication(["table"])
    texts = _texts(scratch)
    width, height = json.loads((scratch / "size.json").read_text(encoding="utf-8"))
    window = QMainWindow()
    window.resize(width, height)
    window.show()
    paints = Paints()
    paints.watch(window)
    rest(TABLE_PAUSE)
    found = []
    for _ in range(times + 1):
        found.append(measured(lambda: window.setCentralWidget(table_of(texts, fitted)), paints))
        rest(TABLE_PAUSE)
        window.setCentralWidget(QWidget())
        rest(TABLE_PAUSE)
    tell(found)
    application.quit()


def table_of(texts: list[list[str]], fitted: bool) -> "QTableView":
    table = QTableView()
    model = QStandardItemModel(len(texts), len(texts[0]), table)
    for row, line in enumerate(texts):
        for column, text in enumerate(line):
            model.setItem(row, column, QStandardItem(text))
    table.setModel(model)
    if fitted:
        table.resizeRowsToContents()
    return table


if __name__ == "__main__":
    what, where, number = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    if what in ("table", "fitted"):
        # Nothing of the program is loaded here.
        from PySide6.QtGui import QStandardItem, QStandardItemModel
        from PySide6.QtWidgets import QMainWindow, QTableView

        fill_table(where, number, what == "fitted")
    else:
        from anju_desktop import app
        from anju_desktop.assets import resource
        from anju_desktop.document.changes import CellRef
        from anju_desktop.document.document import Document
        from anju_desktop.document.jsonform import load_file
        from anju_desktop.forms.library import Library
        from anju_desktop.gui.main_window import MainWindow
        from anju_desktop.gui.session import FormSession
        from anju_desktop.gui.workspace import Workspace
        from anju_desktop.sheet.grid import build_grid
        from anju_desktop.storage.store import Store

        {"prepare": prepare, "form": open_form}[what](where, number)
