"""A code typed from paper: 一致, 不一致 or 另一版本, and why."""

from collections.abc import Sequence

import pytest

from anju_desktop.checkcode.codes import grouped, make_code
from anju_desktop.checkcode.verdicts import Coded, Verdict, coded, compare
from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import blank_document
from anju_desktop.document.version import Version
from anju_desktop.forms.library import Library

A, B, C, D = (make_code(bytes([number])) for number in range(4))
FIRST = Coded("老旧小区", Version(code=A), A)
SECOND = Coded("租赁补贴", Version(earlier=(B, C), code=D), D)
DRAFT = Coded("危旧房", Version(), "")
REOPENED = Coded("棚户区", Version(earlier=(A,)), "")
CHANGED = Coded("老旧小区", Version(code=A), B)


@pytest.mark.parametrize(
    ("code", "forms", "verdict", "words"),
    [
        (A, [FIRST], Verdict.SAME, "“老旧小区”的原报"),
        (D, [FIRST, SECOND, DRAFT], Verdict.SAME, "“租赁补贴”的修订2"),
        (B, [FIRST, SECOND], Verdict.OTHER_VERSION, "纸上是“租赁补贴”的原报"),
        (C, [FIRST, SECOND], Verdict.OTHER_VERSION, "纸上是“租赁补贴”的修订1"),
        (A, [REOPENED], Verdict.OTHER_VERSION, "修订1，还没有定稿"),
        (B, [FIRST], Verdict.DIFFERENT, f"“老旧小区”{grouped(A)}"),
        (B, [FIRST, DRAFT], Verdict.DIFFERENT, f"“老旧小区”{grouped(A)}"),
        (B, [DRAFT], Verdict.DIFFERENT, "还没有定稿"),
        (B, [], Verdict.DIFFERENT, "这里的表还没有定稿"),
        (make_code(b"x"), [FIRST, SECOND], Verdict.DIFFERENT, "任何一张表"),
        (A, [CHANGED], Verdict.DIFFERENT, "改动过"),
    ],
)
def test_what_a_code_says(code: str, forms: Sequence[Coded], verdict: Verdict, words: str) -> None:
    answer = compare(code, forms)
    assert answer.verdict is verdict
    assert answer.sentence.startswith(f"{verdict.value}：")
    assert words in answer.sentence


def test_a_form_at_hand_has_a_code_once_it_is_final() -> None:
    document = blank_document(Library().get("karamay-2024-project-target"), "某区", "2024")
    assert coded(document).actual == ""
    document.finalize(A)
    changed = coded(document)
    assert (changed.intact, changed.version.code) == (False, A)
    document.reopen()
    document.set(CellRef("total_funds"), "6111")
    assert coded(document).intact
