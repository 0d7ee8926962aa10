"""A code survives paper and keyboard: what does not matter is forgiven, every slip is noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju_desktop.checkcode.codes import (
    ALPHABET,
    LENGTH,
    grouped,
    is_code,
    make_code,
    read_code,
)
from anju_desktop.errors import CodeError

codes = st.binary(max_size=40).map(make_code)
places = st.integers(0, LENGTH - 1)


def test_the_code_of_some_bytes_never_changes() -> None:
    """Codes stand on sealed paper: a program of later years has to make the same ones."""
    assert grouped(make_code(b"")) == "WERC-8GMR-ZGE1-96QF"
    assert grouped(make_code(b"anju")) == "E5RQ-ZRJP-CV00-WDTA"


def test_the_alphabet_has_no_characters_that_look_alike() -> None:
    assert (len(ALPHABET), len(set(ALPHABET))) == (32, 32)
    assert not set("ILOU") & set(ALPHABET)


@given(codes)
def test_a_code_is_read_as_it_is_printed(code: str) -> None:
    assert is_code(code)
    assert read_code(code) == read_code(grouped(code)) == code


@given(codes)
def test_what_does_not_matter_is_forgiven(code: str) -> None:
    wide = str.maketrans({chr(c): chr(c + 0xFEE0) for c in range(0x21, 0x7F)})
    sloppy = code.replace("0", "O").replace("1", "l")
    for typed in (
        sloppy.lower(),
        sloppy.translate(wide),
        f"　校验码：{grouped(code)} ",
        "—".join(sloppy),
        " ".join(grouped(sloppy.replace("l", "I"))),
        f"\ufeff{code[:8]}\u200b－{code[8:]}\r\n",
        grouped(code).replace("-", "_"),
        grouped(code).replace("-", "−"),
    ):
        assert read_code(typed) == code


@given(codes, places, st.sampled_from(ALPHABET))
def test_every_wrong_character_is_noticed(code: str, at: int, char: str) -> None:
    wrong = code[:at] + char + code[at + 1 :]
    assert is_code(wrong) == (wrong == code)


@given(codes, places, places)
def test_any_two_characters_that_changed_places_are_noticed(code: str, one: int, two: int) -> None:
    typed = list(code)
    typed[one], typed[two] = typed[two], typed[one]
    wrong = "".join(typed)
    assert is_code(wrong) == (wrong == code)


def test_every_single_slip_and_every_swap_of_one_code_is_noticed() -> None:
    code = make_code(b"every slip")
    slips = {code[:at] + char + code[at + 1 :] for at in range(LENGTH) for char in ALPHABET}
    swaps = {
        code[:one] + code[two] + code[one + 1 : two] + code[one] + code[two + 1 :]
        for one in range(LENGTH)
        for two in range(one + 1, LENGTH)
    }
    assert len(slips) == 16 * 31 + 1
    assert [text for text in slips | swaps if is_code(text)] == [code]


@given(codes, places, st.sampled_from(ALPHABET))
def test_a_character_too_many_or_too_few_is_said(code: str, at: int, char: str) -> None:
    with pytest.raises(CodeError, match=r"抄错了.*15 个"):
        read_code(code[:at] + code[at + 1 :])
    with pytest.raises(CodeError, match=r"抄错了.*17 个"):
        read_code(code[:at] + char + code[at:])


@given(codes, places)
def test_a_slip_is_called_a_slip(code: str, at: int) -> None:
    other = ALPHABET[ALPHABET.index(code[at]) - 1]
    with pytest.raises(CodeError, match="抄错了：有字符与纸上不同"):
        read_code(code[:at] + other + code[at + 1 :])


@given(st.text(max_size=60))
def test_whatever_is_typed_gives_a_code_or_a_sentence(typed: str) -> None:
    answer = read_or_told(typed)
    assert is_code(answer) or answer.endswith("。")
    answer.encode("utf-8")


def read_or_told(typed: str) -> str:
    try:
        return read_code(typed)
    except CodeError as error:
        return str(error)


@pytest.mark.parametrize("typed", ["", "  ", "－－", "校验码："])
def test_nothing_typed_is_no_slip(typed: str) -> None:
    with pytest.raises(CodeError, match="还没有输入"):
        read_code(typed)


def test_a_character_that_no_code_has_is_named() -> None:
    with pytest.raises(CodeError, match="不会有“户”"):
        read_code("VYX6-A3V8-9SK9-YX户6")
