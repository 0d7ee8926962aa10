"""How a cell shows its state, looked at on the screen: one test a line of the table of states."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from anju_desktop.assets import resource
from anju_desktop.document import jsonform
from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document, blank_document
from anju_desktop.forms.definition import Level
from anju_desktop.forms.library import Library
from anju_desktop.gui.marks import paint_mark
from anju_desktop.gui.paper.menus import cell_menu
from anju_desktop.gui.paper.painting import Agreement
from anju_desktop.gui.theme import LEVEL_COLORS, LEVEL_TINTS, Token
from anju_desktop.sheet.metrics import default_metrics
from anju_desktop.sheet.rowheights import cell_lines
from tests.gui.paper.clerk import Clerk
from tests.gui.paper.conftest import Seat


def _area(clerk: Clerk, ref: CellRef) -> QRect:
    cell = clerk.view.paper_model().cell_of(ref)
    assert cell is not None
    return clerk.view.visualRect(clerk.view.paper_model().index_of(cell))


def _inks(clerk: Clerk, area: QRect) -> set[str]:
    """The colours in a part of the window."""
    image = clerk.view.viewport().grab().toImage()
    return {
        image.pixelColor(x, y).name().upper()
        for x in range(area.left(), area.right() + 1)
        for y in range(area.top(), area.bottom() + 1)
    }


def _text_ink(clerk: Clerk, area: QRect) -> Token:
    """The ink of a text: the token nearest to its darkest pixel, edges being softened."""
    darkest = min((QColor(name) for name in _inks(clerk, area)), key=QColor.lightness)
    inks = (Token.INK, Token.INK_SECOND, Token.ACCENT, Token.SAFE, Token.PAPER)
    return min(inks, key=lambda token: _distance(darkest, QColor(token.value)))


def _distance(one: QColor, other: QColor) -> int:
    parts = zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)  # type: ignore[index]
    return sum(abs(a - b) for a, b in parts)


def _inside(clerk: Clerk, ref: CellRef) -> QRect:
    """A cell without its lines, its ring and its bar."""
    return _area(clerk, ref).adjusted(4, 4, -4, -4)


def _corner(clerk: Clerk, ref: CellRef) -> QRect:
    """Where tags and signs stand: at the lower right."""
    area = _area(clerk, ref)
    return QRect(area.right() - 26, area.bottom() - 14, 24, 13)


# -- empty and required --------------------------------------------------------------------


def test_an_empty_required_cell_says_so_only_while_it_has_the_focus(seat: Seat) -> None:
    document = blank_document(Library().get("karamay-2024-project-target"), "克拉玛依区", "2024")
    clerk = seat(document)
    clerk.view.set_reviewed(False)
    row = document.row_ids("indicators")[0]
    ref = clerk.ref("name", row)
    clerk.at("budget_unit")
    assert _inks(clerk, _inside(clerk, ref)) == {Token.PAPER.value, Token.ACCENT.value}
    clerk.at("name", row)
    clerk.view.scrollTo(clerk.view.currentIndex())
    middle = _inside(clerk, ref).adjusted(0, 0, 0, -6)
    assert len(_inks(clerk, middle)) > 3
    assert Token.ERROR_TINT.value not in _inks(clerk, middle)


# -- edited --------------------------------------------------------------------------------


def _bar(clerk: Clerk, ref: CellRef) -> set[str]:
    area = _area(clerk, ref)
    return _inks(clerk, QRect(area.left() + 1, area.center().y(), 2, 2))


def test_the_bar_of_an_edited_cell_is_there_again_when_the_form_is(
    seat: Seat, document: Document
) -> None:
    noted: dict[CellRef, str | None] = {}
    first = seat(document)
    first.view.paper_model().remember_edits_in(noted)
    document.set(first.ref("weight", "r2"), "6")
    again = seat(document)
    assert _bar(again, again.ref("weight", "r2")) == {Token.PAPER.value}
    again.view.paper_model().remember_edits_in(noted)
    assert _bar(again, again.ref("weight", "r2")) == {Token.ACCENT.value}


def test_the_bars_go_when_the_form_is_made_final(clerk: Clerk) -> None:
    clerk.document.set(clerk.ref("weight", "r2"), "6")
    clerk.document.finalize("AAAA-BBBB-CCCC-DDDD")
    assert _bar(clerk, clerk.ref("weight", "r2")) == {Token.PAPER.value}


# -- computed and locked -------------------------------------------------------------------


def test_a_computed_cell_has_its_ground_and_its_sign(seat: Seat, repairs: Document) -> None:
    clerk = seat(repairs)
    corner = _corner(clerk, CellRef("rate_total"))
    assert Token.COMPUTED.value in _inks(clerk, corner)
    greens = [QColor(name) for name in _inks(clerk, corner)]
    assert any(ink.green() - ink.red() > 25 for ink in greens)


@pytest.fixture
def locked(seat: Seat) -> Clerk:
    """A form with a column that the office above fills."""
    path = resource("examples", "chifeng-2023-renovation.json")
    return seat(jsonform.load_file(path, Library().get))


def _locked_column(clerk: Clerk) -> tuple[str, str]:
    group = clerk.document.edition.groups[0]
    column = next(c.id for c in group.columns if c.owner.value == "upper")
    return column, clerk.document.row_ids(group.id)[0]


def test_a_locked_cell_is_darker_than_a_label_and_has_its_lock_at_the_focus(locked: Clerk) -> None:
    where = _locked_column(locked)
    ref = locked.ref(*where)
    locked.view.scrollTo(locked.view.paper_model().index_of(locked.cell(*where)))
    assert _inks(locked, _corner(locked, ref)) == {Token.LOCKED.value}
    locked.at(*where)
    locked.view.scrollTo(locked.view.currentIndex())
    assert Token.INK_SECOND.value in _inks(locked, _corner(locked, ref))


def test_typing_on_a_locked_cell_is_one_sentence_and_no_dialog(locked: Clerk) -> None:
    locked.at(*_locked_column(locked))
    locked.type("5")
    assert locked.messages == ["这一格由上级填写，本级不能改。"]
    assert not locked.view.is_editing()
    assert QApplication.activeModalWidget() is None


# -- whose word it is ----------------------------------------------------------------------


def test_last_years_text_is_lighter_and_tagged_until_somebody_has_looked(clerk: Clerk) -> None:
    ref = clerk.ref("weight", "r2")
    clerk.at("goal")
    before = _inks(clerk, _inside(clerk, ref))
    assert _text_ink(clerk, _inside(clerk, ref)) is Token.INK
    assert _inks(clerk, _corner(clerk, ref)) == {Token.PAPER.value}
    clerk.view.set_from_last_year(frozenset({ref}))
    assert _text_ink(clerk, _inside(clerk, ref)) is Token.INK_SECOND
    assert _text_ink(clerk, _corner(clerk, ref)) is Token.INK_SECOND
    clerk.view.set_from_last_year(frozenset())
    assert _inks(clerk, _inside(clerk, ref)) == before


def _lines_of(clerk: Clerk, text: str) -> tuple[object, ...]:
    grid = clerk.view.paper_model().grid
    cell = replace(clerk.cell("name", "r6"), text=text)
    return cell_lines(cell, grid, default_metrics())


def test_a_tag_never_lies_on_the_text(seat: Seat, document: Document) -> None:
    clerk = seat(document)
    text = "资金支付率"
    while len(_lines_of(clerk, text + "率")) == 1:
        text += "率"
    document.set(CellRef("name", "indicators", "r6"), text)
    ref = clerk.ref("name", "r6")
    clerk.at("goal")
    without = clerk.view.viewport().grab(_area(clerk, ref)).toImage()
    clerk.view.set_from_last_year(frozenset({ref}))
    tagged = clerk.view.viewport().grab(_area(clerk, ref)).toImage()
    white = {
        (x, y)
        for x in range(without.width())
        for y in range(without.height())
        if without.pixelColor(x, y) == QColor(Token.PAPER.value)
    }
    assert _text_ink(clerk, _inside(clerk, ref)) is Token.INK_SECOND
    assert all(tagged.pixelColor(*place) == QColor(Token.PAPER.value) for place in white)


def test_leaving_the_editor_confirms_what_stands_there(clerk: Clerk) -> None:
    told: list[Iterable[CellRef]] = []
    clerk.view.confirmed.connect(told.append)
    clerk.at("weight", "r2")
    clerk.press("F2")
    clerk.press("Esc")
    assert told == []
    clerk.press("F2")
    clerk.press("Enter")
    assert [tuple(refs) for refs in told] == [(clerk.ref("weight", "r2"),)]


def test_the_menu_confirms_the_selected_cells_where_there_is_something_to_confirm(
    clerk: Clerk,
) -> None:
    words = "上年的内容已核对"
    clerk.at("weight", "r2")
    assert words not in [action.text() for action in cell_menu(clerk.view).actions()]
    clerk.view.set_from_last_year(frozenset({clerk.ref("weight", "r3")}))
    clerk.press("Shift+Down")
    told: list[Iterable[CellRef]] = []
    clerk.view.confirmed.connect(told.append)
    entry = next(a for a in cell_menu(clerk.view).actions() if a.text() == words)
    entry.trigger()
    assert set(told[0]) == {clerk.ref("weight", "r2"), clerk.ref("weight", "r3")}


def test_a_screen_reader_hears_what_is_from_last_year(clerk: Clerk) -> None:
    model = clerk.view.paper_model()
    index = model.index_of(clerk.cell("weight", "r2"))
    clerk.view.set_from_last_year(frozenset({clerk.ref("weight", "r2")}))
    said = model.data(index, Qt.ItemDataRole.AccessibleTextRole)
    assert str(said).endswith("上年的内容，待核对")


def test_a_drafted_sentence_is_not_in_the_clerks_ink(clerk: Clerk) -> None:
    ref = clerk.ref("name", "r2")
    clerk.at("goal")
    clerk.view.set_agreeing({ref: Agreement.DRAFTED})
    assert _text_ink(clerk, _inside(clerk, ref)) is Token.ACCENT


# -- pasted, returned ----------------------------------------------------------------------


def test_the_outline_goes_around_the_whole_pasted_block(clerk: Clerk) -> None:
    QApplication.clipboard().setText("≥1户\t计划标准\n≥2户\t计划标准")
    clerk.at("target", "r2")
    clerk.press("Ctrl+V")
    clerk.at("goal")
    first, last = _area(clerk, clerk.ref("target", "r2")), _area(clerk, clerk.ref("basis", "r3"))
    block = QRect(first.topLeft(), last.bottomRight())
    sides = {
        "top": QRect(block.left() + 4, block.top() - 1, block.width() - 8, 2),
        "bottom": QRect(block.left() + 4, block.bottom() - 1, block.width() - 8, 2),
        "left": QRect(block.left() - 1, block.top() + 4, 2, block.height() - 8),
        "right": QRect(block.right() - 1, block.top() + 4, 2, block.height() - 8),
    }
    missing = [name for name, side in sides.items() if Token.ACCENT.value not in _inks(clerk, side)]
    assert missing == []


def test_what_the_city_returned_has_a_folded_corner_at_the_upper_right(clerk: Clerk) -> None:
    ref = clerk.ref("weight", "r2")
    clerk.at("goal")
    area = _area(clerk, ref)
    corner = QRect(area.right() - 4, area.top() + 2, 3, 2)
    assert Token.ACCENT.value not in _inks(clerk, corner)
    clerk.view.set_returned(frozenset({ref}))
    assert Token.ACCENT.value in _inks(clerk, corner)
    left = QRect(area.left() + 3, area.top() + 2, 6, 6)
    assert Token.ACCENT.value not in _inks(clerk, left)


# -- in grey -------------------------------------------------------------------------------


def _mark(level: Level) -> tuple[bytes, list[int]]:
    """Which pixels a mark covers, and how dark they are."""
    image = QImage(11, 11, QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QPainter(image)
    paint_mark(painter, image.rect().toRectF(), level)
    painter.end()
    greys = [image.pixelColor(x, y).red() for y in range(11) for x in range(11)]
    return bytes(grey < 200 for grey in greys), greys


def test_marks_are_told_apart_by_their_shape_in_grey() -> None:
    shapes = {level: _mark(level)[0] for level in Level}
    for one in Level:
        for other in Level:
            differing = sum(a != b for a, b in zip(shapes[one], shapes[other], strict=True))
            assert one is other or differing >= 12


def _lightness(code: str) -> float:
    """L* of a colour, as a grey print shows it."""
    parts = [int(code[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    y = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return float(116 * y ** (1 / 3) - 16) if y > 0.008856 else 903.3 * y


def test_the_heaviest_mark_and_tint_are_the_darkest_in_grey() -> None:
    marks = [_lightness(LEVEL_COLORS[level].value) for level in (Level.ERROR, Level.EXPLAIN)]
    tints = [_lightness(LEVEL_TINTS[level].value) for level in (Level.ERROR, Level.EXPLAIN)]
    assert marks[0] < marks[1] - 5
    assert tints[0] < tints[1] - 4
    grounds = (Token.PAPER, Token.LABEL, Token.LOCKED)
    shades = [_lightness(token.value) for token in grounds]
    assert shades == sorted(shades, reverse=True)
    assert min(a - b for a, b in pairwise(shades)) >= 2.5
