"""Every control can be reached by Tab in reading order and says what it is to a screen reader."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QTextEdit,
    QWidget,
)

from anju_desktop.gui.finding_card import FindingCard
from anju_desktop.gui.main_window import MainWindow
from tests.gui.conftest import below
from tests.gui.windows import DIALOGS, Make, all_dialogs, example

CONTROLS = (
    *(QAbstractButton, QAbstractItemView, QAbstractSlider, QAbstractSpinBox, QComboBox),
    *(QLineEdit, QPlainTextEdit, QTextEdit),
)
_TAB = Qt.FocusPolicy.TabFocus
_NEARLY_LEVEL = 12
"""Pixels by which two controls of one line may differ in height."""


def controls(root: QWidget) -> list[QWidget]:
    """What can be pressed, typed into or chosen from; scroll bars and heads are the mouse's."""
    inside = (QComboBox, QAbstractSpinBox)
    return [
        widget
        for widget in below(root, QWidget)
        if isinstance(widget, CONTROLS)
        and not isinstance(widget, QHeaderView | QScrollBar)
        and not isinstance(widget.parentWidget(), inside)
        and not widget.objectName().startswith("qt_")
    ]


def said(widget: QWidget) -> str:
    """What a screen reader says of a control: its name, its words, or the label that leads it."""
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    labels = below(widget.window(), QLabel)
    leading = (label.text() for label in labels if label.buddy() is widget)
    return widget.accessibleName() or text or next(leading, "")


def stops(root: QWidget) -> Iterator[QWidget]:
    """The controls in the order in which Tab comes to them."""
    widget = root.nextInFocusChain()
    while widget is not None and widget is not root:
        inside = widget.isVisible() and root.isAncestorOf(widget)
        if inside and widget.focusPolicy() & _TAB and widget.focusProxy() is None:
            yield widget
        widget = widget.nextInFocusChain()


def out_of_order(root: QWidget) -> list[tuple[str, str]]:
    """Neighbours in the Tab order of which one reads the second first.

    The main window has areas beside each other, in which only what lies together is compared.
    """
    areas = isinstance(root, MainWindow)
    found = []
    before: QWidget | None = None
    for widget in stops(root):
        if (
            before is not None
            and (before.parentWidget() is widget.parentWidget() or not areas)
            and _comes_first(_place(widget, root), _place(before, root))
        ):
            found.append((_known_as(before), _known_as(widget)))
        before = widget
    return found


def _comes_first(one: QRect, other: QRect) -> bool:
    """Whether one reads ``one`` before ``other``: left on its line, or above in its column."""
    drop = other.center().y() - one.center().y()
    if abs(drop) <= _NEARLY_LEVEL:
        return one.center().x() < other.center().x()
    return drop > 0 and one.left() < other.right() and other.left() < one.right()


def _place(widget: QWidget, root: QWidget) -> QRect:
    return QRect(widget.mapTo(root, QPoint(0, 0)), widget.size())


def _known_as(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName()} {said(widget)}".strip()


def assert_accessible(root: QWidget) -> None:
    reached = {*controls(root), *stops(root)}
    assert [_known_as(widget) for widget in reached if not said(widget).strip()] == []
    assert out_of_order(root) == []
    assert controls(root)


def test_the_start_page_can_be_used_without_eyes_and_mouse(window: MainWindow) -> None:
    assert_accessible(window)


def test_tab_goes_from_tree_to_find_bar_to_paper_to_findings_to_zoom(sample: MainWindow) -> None:
    sample.commands.actions["find"].trigger()
    order, view, panel = list(stops(sample)), sample.desk.view, sample.panel
    assert view is not None
    ui = sample.ui
    parts = [ui.tree, ui.findEdit, view, panel.ui.scroll, panel.ui.footButton, ui.zoomSlider]
    assert sorted(parts, key=order.index) == parts


def test_tab_goes_from_a_finding_to_its_buttons_and_then_to_the_next(sample: MainWindow) -> None:
    order = [each for each in stops(sample) if sample.panel.ui.content.isAncestorOf(each)]
    cards = [each for each in order if isinstance(each, FindingCard)]
    assert len(cards) > 1
    assert len(order) > len(cards)
    opened = next(card for card in cards if card.shown is not None and card.shown.opened)
    inside = [each for each in order if each is not opened and opened.isAncestorOf(each)]
    at = order.index(opened)
    assert inside
    assert order[at + 1 : at + 1 + len(inside)] == inside
    assert [card.y() for card in cards] == sorted(card.y() for card in cards)


def test_the_form_page_can_be_used_without_eyes_and_mouse(sample: MainWindow) -> None:
    sample.commands.actions["cell_help"].trigger()
    sample.commands.actions["find"].trigger()
    assert_accessible(sample)


@pytest.mark.parametrize(
    "name", ["zhumadian-2020-evaluation", "self-evaluation-2024-karamay-old-communities"]
)
def test_the_facts_of_a_scored_form_can_be_used_without_eyes_and_mouse(
    sample: MainWindow, name: str
) -> None:
    sample.open_form(sample.workspace.shelf.take_in([example(sample, name)]))
    sample.commands.actions["facts"].trigger()
    assert_accessible(sample)


def test_an_open_finding_can_be_explained_without_eyes_and_mouse(sample: MainWindow) -> None:
    sample.commands.actions["explain"].trigger()
    assert_accessible(sample)


def test_no_dialog_is_unknown_to_the_tests() -> None:
    missing = all_dialogs() - set(DIALOGS)
    assert sorted(kind.__name__ for kind in missing) == []
    assert all(DIALOGS.values())


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(make, id=f"{kind.__name__}{number}")
        for kind, makers in DIALOGS.items()
        for number, make in enumerate(makers)
    ],
)
def test_every_dialog_can_be_used_without_eyes_and_mouse(sample: MainWindow, make: Make) -> None:
    dialog = make(sample)
    dialog.show()
    QApplication.processEvents()
    assert_accessible(dialog)
    assert dialog.windowTitle()
    focus = dialog.focusWidget()
    assert focus is not None, "a dialog opens with the keyboard in it"
    dialog.close()
