"""Initials of the pinyin, and what a few of them find."""

import pytest

from anju_desktop.initials import NO_INITIAL, begun, found, initials, typed_as_initials

CHOICES = ("已完工", "建设中", "未开工", "竣工验收", "A 类项目")


@pytest.mark.parametrize(
    ("text", "letters"),
    [("改造户数", "gzhs"), ("棚户区", "phq"), ("C级", "cj"), ("啊座", "az"), ("", "")],
)
def test_initials_are_those_of_the_pinyin(text: str, letters: str) -> None:
    assert initials(text) == letters


@pytest.mark.parametrize("char", ["𠀀", "㐀", "、", "é", "樘"])
def test_a_character_without_a_known_initial_is_no_letter(char: str) -> None:
    assert initials(char) == NO_INITIAL


@pytest.mark.parametrize(
    ("typed", "choices"),
    [
        ("", list(CHOICES)),
        ("未", ["未开工"]),
        ("工", ["竣工验收", "已完工", "未开工"]),
        ("j", ["建设中", "竣工验收"]),
        ("JSZ", ["建设中"]),
        ("wkg", ["未开工"]),
        ("kg", ["未开工"]),
        ("竣ys", ["竣工验收"]),
        ("ａ类", ["A 类项目"]),
        ("alx", ["A 类项目"]),
        ("鑫", []),
    ],
)
def test_characters_first_letters_and_initials_find_a_choice(
    typed: str, choices: list[str]
) -> None:
    assert found(typed, CHOICES) == choices


@pytest.mark.parametrize(
    ("typed", "choices"),
    [
        ("z", ["直接赋分"]),
        ("a", ["按照完成比例赋分", "按评判等级赋分"]),
        ("jf", []),
        ("zjff", ["直接赋分"]),
    ],
)
def test_only_those_that_begin_with_the_letters_are_begun(typed: str, choices: list[str]) -> None:
    assert begun(typed, ("按照完成比例赋分", "直接赋分", "按评判等级赋分", "满意度赋分")) == choices


@pytest.mark.parametrize("typed", ["", "GZ", "gZ", "g1", "g z", "改g", "g-", "ü"])
def test_only_small_letters_alone_are_taken_for_initials(typed: str) -> None:
    assert not typed_as_initials(typed)
    assert typed_as_initials("gz")
