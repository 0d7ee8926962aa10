"""Forms as finished files, for the command line, the package and the window.

The libraries that write them are imported on first use: they take longer to import than the
window to appear.
"""

from collections.abc import Sequence

from anju_desktop.document.document import Document
from anju_desktop.sheet.grid import build_grid
from anju_desktop.sheet.metrics import default_metrics
from anju_desktop.sheet.rowheights import row_heights


def xlsx(documents: Sequence[Document]) -> bytes:
    """The official ``.xlsx`` with one worksheet per form."""
    from anju_desktop.render.xlsx import XlsxSheet, render_xlsx

    metrics = default_metrics()
    grids = [build_grid(document) for document in documents]
    return render_xlsx(
        [
            XlsxSheet(document.title(), document, grid, row_heights(grid, metrics))
            for document, grid in zip(documents, grids, strict=True)
        ]
    )
