"""The fonts inside a PDF: codes, and the way back from codes to characters."""

import re

from hypothesis import given
from hypothesis import strategies as st

from anju_desktop.render.pdf_fonts import to_unicode


def characters_of(cmap: str) -> list[str]:
    """Read a ToUnicode map as PDF programs do."""
    pairs = re.findall(r"^<([0-9A-F]{4})> <([0-9A-F]+)>$", cmap, re.MULTILINE)
    codes = [int(code, 16) for code, _ in pairs if code != "0000"]
    assert codes == list(range(1, len(codes) + 1))
    return [bytes.fromhex(text).decode("utf-16-be") for code, text in pairs if code != "0000"]


def test_a_character_above_ffff_is_a_surrogate_pair() -> None:
    assert "<0001> <D872DF5A>" in to_unicode(["𬭚"])


@given(st.lists(st.characters(exclude_categories=["Cs"]), unique=True, max_size=350))
def test_every_code_leads_back_to_its_character(characters: list[str]) -> None:
    assert characters_of(to_unicode(characters)) == characters


def test_blocks_hold_no_more_than_pdf_allows() -> None:
    cmap = to_unicode([chr(0x4E00 + number) for number in range(250)])
    assert re.findall(r"(\d+) beginbfchar", cmap) == ["100", "100", "50"]
