"""A form as it will be printed, and what will not come out right; knows no Qt."""

from unicodedata import category

from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.gui.paper.naming import cell_name
from anju_desktop.records import record
from anju_desktop.render.faces import page_layout
from anju_desktop.sheet.display import Layout, Page
from anju_desktop.sheet.grid import GridCell

_CUT_OFF = "写得太长，纸上放不下，印出来会不全。请缩短，或分到几格里写。"
_MISSING = "有字体缺字{}，印不出来。请换一个写法，或删去这个字。"


@record(frozen=True, slots=True)
class PrintProblem:
    """One thing that will not come out right on paper."""

    sentence: str
    cell: CellRef | None
    """Where to put it right; None for what is printed and not filled in."""
    fatal: bool
    """Printing would leave a hole: not printed before it is put right."""


class PrintedForm:
    """A document laid out on its pages."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.title = document.title()
        self.edition_id = document.edition.id
        self._layout: Layout = page_layout(document)

    @property
    def pages(self) -> tuple[Page, ...]:
        return self._layout.pages

    def problems(self) -> tuple[PrintProblem, ...]:
        """The missing characters first, then the texts that are cut off."""
        missing = [
            self._problem(cell, _MISSING.format(_shown(char)), fatal=True)
            for cell, char in self._layout.missing
        ]
        cut = [self._problem(cell, _CUT_OFF, fatal=False) for cell in self._layout.cut_off]
        return (*missing, *cut)

    def _problem(self, cell: GridCell, what: str, *, fatal: bool) -> PrintProblem:
        ref = cell.refs[0] if cell.refs else None
        place = f"“{cell_name(self.document, ref)}”" if ref else f"表格第{cell.row + 1}行"
        return PrintProblem(f"{place}{what}", ref, fatal)


def _shown(char: str) -> str:
    """A character that no font has: itself, where the screen may know it, and its number."""
    seen = f"“{char}”" if category(char) not in ("Cs", "Cn", "Co") else ""
    return f"{seen} U+{ord(char):04X}"
