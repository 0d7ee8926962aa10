"""Copies and pastes in LibreOffice Calc; run by a Python that has LibreOffice's ``uno``.

``office.py PIPE paste`` puts the clipboard into a new sheet and prints it as JSON,
``office.py PIPE copy`` copies what the latest sheet holds, ``office.py PIPE open FILE`` opens a
file and copies all of it. ``office.py PIPE blank`` shows a new sheet, ``office.py PIPE read`` prints
what the latest one holds.
"""

import json
import sys
import threading
import time
from typing import Any

import uno  # type: ignore[import-not-found]

PATIENCE_SECONDS = 90.0
_DIALOG = 12
"""``AccessibleRole.DIALOG``."""


class Office:
    """A running LibreOffice, asked over a pipe."""

    def __init__(self, pipe: str) -> None:
        self._context = _connected(pipe)
        self._desktop = self._service("com.sun.star.frame.Desktop")

    def _service(self, name: str) -> Any:
        return self._context.ServiceManager.createInstanceWithContext(name, self._context)

    def paste(self) -> dict[str, Any]:
        """The clipboard in a new sheet; a question about the import is answered as offered."""
        book = self._desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, ())
        doing = threading.Thread(target=self._dispatch, args=(book, ".uno:Paste"), daemon=True)
        doing.start()
        deadline = time.monotonic() + PATIENCE_SECONDS
        while doing.is_alive() and time.monotonic() < deadline:
            doing.join(0.2)
            if doing.is_alive():
                self._answer()
        if doing.is_alive():
            raise SystemExit("the paste does not end")
        return _told(book)

    def blank(self) -> None:
        """A new sheet in a window of its own."""
        self._desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, ())

    def read(self) -> dict[str, Any]:
        """What stands on the latest sheet."""
        return _told(self._desktop.getCurrentComponent())

    def copy(self) -> None:
        """Everything on the sheet of the latest book onto the clipboard."""
        self._copy(self._desktop.getCurrentComponent())

    def open(self, url: str) -> None:
        """The same of a file."""
        self._copy(self._desktop.loadComponentFromURL(url, "_blank", 0, ()))

    def _copy(self, book: Any) -> None:
        sheet = book.Sheets.getByIndex(0)
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        last = cursor.RangeAddress
        used = sheet.getCellRangeByPosition(0, 0, last.EndColumn, last.EndRow)
        book.CurrentController.select(used)
        self._dispatch(book, ".uno:Copy")

    def _dispatch(self, book: Any, command: str) -> None:
        helper = self._service("com.sun.star.frame.DispatchHelper")
        helper.executeDispatch(book.CurrentController.Frame, command, "", 0, ())

    def _answer(self) -> None:
        toolkit = self._service("com.sun.star.awt.Toolkit")
        for number in range(toolkit.getTopWindowCount()):
            window = toolkit.getTopWindow(number)
            told = window.getAccessibleContext()
            if told is None or told.getAccessibleRole() != _DIALOG:
                continue
            for part in _parts(window):
                if part.getAccessibleName() == "OK":
                    part.doAccessibleAction(0)
                    return


def _connected(pipe: str) -> Any:
    local = uno.getComponentContext()
    name = "com.sun.star.bridge.UnoUrlResolver"
    resolver = local.ServiceManager.createInstanceWithContext(name, local)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except uno.getClass("com.sun.star.connection.NoConnectException"):
            if time.monotonic() > deadline:
                raise SystemExit("LibreOffice does not answer") from None
            time.sleep(0.3)


def _parts(widget: Any) -> Any:
    told = widget.getAccessibleContext()
    yield told
    for number in range(told.getAccessibleChildCount()):
        yield from _parts(told.getAccessibleChild(number))


def _told(book: Any) -> dict[str, Any]:
    """Texts and merged areas (top, left, height, width) of the used part of a sheet."""
    sheet = book.Sheets.getByIndex(0)
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    rows, columns = cursor.RangeAddress.EndRow + 1, cursor.RangeAddress.EndColumn + 1
    texts: list[list[str]] = []
    kinds, merged = set(), []
    for row in range(rows):
        texts.append([])
        for column in range(columns):
            cell = sheet.getCellByPosition(column, row)
            texts[-1].append(cell.String)
            kinds.add(cell.Type.value)
            if cell.IsMerged:
                area = sheet.createCursorByRange(cell)
                area.collapseToMergedArea()
                found = area.RangeAddress
                height = found.EndRow - found.StartRow + 1
                merged.append((row, column, height, found.EndColumn - found.StartColumn + 1))
    return {"texts": texts, "kinds": sorted(kinds), "merged": merged}


def main() -> None:
    office = Office(sys.argv[1])
    if sys.argv[2] == "paste":
        sys.stdout.write(json.dumps(office.paste()))
    elif sys.argv[2] == "copy":
        office.copy()
    elif sys.argv[2] == "blank":
        office.blank()
    elif sys.argv[2] == "read":
        sys.stdout.write(json.dumps(office.read()))
    else:
        office.open(sys.argv[3])


if __name__ == "__main__":
    main()
