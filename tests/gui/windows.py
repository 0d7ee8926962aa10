"""Every window of the program, for the tests that look at all of them."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from datetime import date

from PySide6.QtWidgets import QDialog

import anju_desktop.gui
from anju_desktop.assets import resource
from anju_desktop.document import jsonform
from anju_desktop.document.course import Course
from anju_desktop.document.document import Document
from anju_desktop.document.events import Noted, Opinion, Reported, Returned
from anju_desktop.document.version import Version
from anju_desktop.gui.answer_dialog import AnswerDialog
from anju_desktop.gui.asking import ChoiceDialog, TextDialog
from anju_desktop.gui.code_dialog import CodeDialog
from anju_desktop.gui.event_dialogs import (
    DeadlineDialog,
    ReceivedDialog,
    ReportedDialog,
    ReturnedDialog,
)
from anju_desktop.gui.go_dialog import GoDialog
from anju_desktop.gui.handbook import HandbookWindow
from anju_desktop.gui.indicators_dialog import IndicatorsDialog
from anju_desktop.gui.main_window import MainWindow
from anju_desktop.gui.new_submission import NewSubmissionDialog
from anju_desktop.gui.notes import AboutDialog, NotesDialog, keys_dialog, not_checked_dialog
from anju_desktop.gui.offices_dialog import OfficesDialog
from anju_desktop.gui.paper.preview import PreviewDialog
from anju_desktop.gui.renewal_dialog import RenewalDialog
from anju_desktop.gui.report_dialog import ReportDialog
from anju_desktop.gui.save_points_dialog import SavePointsDialog
from anju_desktop.gui.seal_dialog import SealDialog
from anju_desktop.gui.search_dialog import SearchDialog
from anju_desktop.gui.years import renewal
from tests.gui.conftest import current

DAY = date(2026, 4, 2)
VERSIONS = {1: Version(code="0" * 16)}
REPORTED = Noted(1, Reported(DAY, "优盘", ((1, "0" * 16),)))
OPINIONS = (Opinion("改造户数的指标值没有写计量单位，请补上"), Opinion("财政部门没有盖章"))
RETURNED = Noted(2, Returned(date(2026, 4, 6), OPINIONS, date(2026, 4, 15), "市住建局"))

Make = Callable[[MainWindow], QDialog]


def example(window: MainWindow, name: str) -> Document:
    path = resource("examples", f"{name}.json")
    return jsonform.load_file(path, window.workspace.library.get)


DIALOGS: dict[type[QDialog], tuple[Make, ...]] = {
    NotesDialog: (
        keys_dialog,
        lambda w: not_checked_dialog(current(w).checker.not_checked(), w),
    ),
    AboutDialog: (lambda w: AboutDialog(w.workspace.store.folder, w),),
    IndicatorsDialog: (lambda w: IndicatorsDialog(w.workspace.catalogue(), w),),
    PreviewDialog: (lambda w: PreviewDialog(w.workspace.documents(), 0, w),),
    ReportDialog: (
        lambda w: ReportDialog(example(w, "zhumadian-2020-evaluation"), lambda: None, w),
    ),
    TextDialog: (lambda w: TextDialog("改名", "叫什么？", "旧名", ("改名", "不改"), w),),
    ChoiceDialog: (lambda w: ChoiceDialog("取回", "哪一件？", ("甲", "乙"), ("取回", "返回"), w),),
    CodeDialog: (lambda w: CodeDialog(w.workspace, w),),
    OfficesDialog: (lambda w: OfficesDialog((), "", w),),
    RenewalDialog: (
        lambda w: RenewalDialog(renewal(w.workspace, w.workspace.submissions()[0]), w),
    ),
    ReportedDialog: (lambda w: ReportedDialog("样本", Course(), VERSIONS, w),),
    ReceivedDialog: (lambda w: ReceivedDialog("样本", Course((REPORTED,)), VERSIONS, w),),
    ReturnedDialog: (lambda w: ReturnedDialog("样本", Course((REPORTED,)), VERSIONS, w),),
    DeadlineDialog: (lambda w: DeadlineDialog("样本", Course(), w),),
    AnswerDialog: (
        lambda w: AnswerDialog("样本", Course((REPORTED, RETURNED)), lambda _: "资金分配表", w),
    ),
    SealDialog: (lambda w: SealDialog(w.workspace, w.workspace.submissions()[0], w),),
    SavePointsDialog: (lambda w: SavePointsDialog(w.workspace, w.workspace.submissions()[0], w),),
    SearchDialog: (lambda w: SearchDialog(w.workspace, "居民", w),),
    HandbookWindow: (lambda w: HandbookWindow(w),),
    GoDialog: (lambda w: GoDialog(current(w).document, w),),
    NewSubmissionDialog: (
        lambda w: NewSubmissionDialog(
            [w.workspace.library.get(each) for each in w.workspace.library.ids()], "甲县", w
        ),
    ),
}
"""How each dialog is made; one that is not named here fails a test."""


def all_dialogs() -> set[type[QDialog]]:
    """Every dialog class of the program that is not just the base of others."""
    package = anju_desktop.gui
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        importlib.import_module(module.name)
    return {each for each in _below(QDialog) if each.__module__.startswith(package.__name__)}


def _below(kind: type[QDialog]) -> Iterator[type[QDialog]]:
    for each in kind.__subclasses__():
        if not each.__name__.startswith("_"):
            yield each
        yield from _below(each)
