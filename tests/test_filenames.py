"""File names that Windows, Linux and every zip program take, made from any text."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from anju_desktop.filenames import name_problem, showable
from anju_desktop.submission.naming import fingerprint, safe_part


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("克拉玛依区", "克拉玛依区"),
        ("2024年租赁补贴（中央直达）", "2024年租赁补贴（中央直达）"),
        ("𬭚县", "𬭚县"),
        ("甲\u3000乙\n丙", "甲 乙 丙"),
        ('a<b>c:d"e/f\\g|h?i*j', "abcdefghij"),
        ("甲_乙", "甲-乙"),
        ("con", "-con"),
        ("COM1.txt", "-COM1.txt"),
        (" 名称. ", "名称"),
        ("", "未填"),
        ("?*", "未填"),
        ("\ud800", "未填"),
        ("表\u202etxt.exe", "表txt.exe"),
    ],
)
def test_a_text_becomes_a_name_without_what_systems_forbid(text: str, part: str) -> None:
    assert safe_part(text, 60) == part


def test_a_long_text_is_cut_between_characters() -> None:
    assert safe_part("一二三四", 10) == "一二三"


@given(st.text(), st.integers(6, 100))
def test_whatever_the_text_the_name_is_accepted_from_outside(text: str, most: int) -> None:
    part = safe_part(text, most)
    assert name_problem(f"包/{part}/{part}.pdf") == ""
    assert len(part.encode()) <= most + 1
    assert "_" not in part


@example("0\r\x08\r0")
@given(st.text())
def test_a_name_becomes_no_shorter_when_made_safe_again(text: str) -> None:
    part = safe_part(text, 60)
    assert safe_part(part, 60) == part


def test_texts_that_differ_have_different_fingerprints() -> None:
    assert fingerprint("甲", "乙") != fingerprint("甲乙", "")
    assert fingerprint("甲") == fingerprint("甲")


def test_a_name_in_a_message_stays_on_one_line_and_visible() -> None:
    assert showable("a\nb\u202ec") == "a\\u000ab\\u202ec"
    assert len(showable("长" * 10_000)) < 200
