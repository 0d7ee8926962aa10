"""Initials of the pinyin, and what a few of them find."""

import pytest

from anju_desktop.initials import NO_INITIAL, found, initials

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
