"""Whatever is pasted, nothing of it is lost in silence, and one undo takes all of it back."""

from contextlib import suppress
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anju_desktop.assets import resource
from anju_desktop.document import jsonform
from anju_desktop.document.document import Document
from anju_desktop.document.history import History
from anju_desktop.forms.definition import Edition
from anju_desktop.forms.library import Library
from anju_desktop.gui.paper.pasting import Pasted, PasteError, paste_block
from anju_desktop.reading.copied import CellBlock, Merged, parse_lines
from anju_desktop.sheet.grid import GridCell, build_grid

FORMS = (
    "karamay-2024-old-communities",
    "zhengzhou-2021-agency-project",
    "zhengzhou-2021-jinshui",
    "chifeng-2023-renovation",
    "self-evaluation-2024-karamay-old-communities",
)


@cache
def _library() -> Library:
    return Library()


def _form(name: str) -> Document:
    def find(edition: str) -> Edition:
        return _library().get(edition)

    return jsonform.load_file(resource("examples", f"{name}.json"), find)


@st.composite
def blocks(draw: st.DrawFn) -> CellBlock:
    """Blocks in which every text is another one, some places empty, some cells merged."""
    height, width = draw(st.integers(1, 12)), draw(st.integers(1, 6))
    filled = draw(st.lists(st.booleans(), min_size=height * width, max_size=height * width))
    texts = [
        [f"甲{row}乙{column}" if filled[row * width + column] else "" for column in range(width)]
        for row in range(height)
    ]
    merged = []
    if draw(st.booleans()):
        top, left = draw(st.integers(0, height - 1)), draw(st.integers(0, width - 1))
        spans = draw(st.integers(1, height - top)), draw(st.integers(1, width - left))
        if spans != (1, 1):
            merged.append(Merged(top, left, *spans))
            for row, column in merged[0].places():
                texts[row][column] = texts[row][column] if (row, column) == (top, left) else ""
    tells = bool(merged) or draw(st.booleans())
    return CellBlock(tuple(map(tuple, texts)), tuple(merged), tells)


def _held(document: Document) -> set[str]:
    rows = [
        text
        for group in document.edition.groups
        for row in document.row_ids(group.id)
        for _, text in document.row(group.id, row).cells
    ]
    return {*document.fields().values(), *rows}


def _paste(document: Document, block: CellBlock, start: GridCell, answer: int) -> Pasted:
    return paste_block(document, block, start, lambda _question, _answers: answer)


@pytest.mark.parametrize("name", FORMS)
@settings(max_examples=60)
@given(block=blocks(), place=st.integers(0, 10_000), answer=st.integers(-1, 1))
def test_every_text_is_in_the_form_or_told(
    name: str, block: CellBlock, place: int, answer: int
) -> None:
    document = _form(name)
    history = History(document)
    before = jsonform.dump_bytes(document)
    cells = build_grid(document).cells
    texts = {text for row in block.rows for text in row if text}
    try:
        pasted = _paste(document, block, cells[place % len(cells)], answer)
    except PasteError:
        assert jsonform.dump_bytes(document) == before
        return
    one_text = block.width == 1 and any(
        "\n".join(r[0] for r in block.rows) == t for t in _held(document)
    )
    assert one_text or texts <= _held(document) | {each.text for each in pasted.left}
    if jsonform.dump_bytes(document) != before:
        history.undo()
        assert jsonform.dump_bytes(document) == before
    assert not history.undo_label


@given(text=st.text('甲乙 \t\n"', max_size=40), place=st.integers(0, 10_000))
def test_any_plain_text_is_pasted_or_refused(text: str, place: int) -> None:
    document = _form(FORMS[0])
    cells = build_grid(document).cells
    rows = parse_lines(text)
    width = max(map(len, rows))
    block = CellBlock(tuple((*row, *[""] * (width - len(row))) for row in rows))
    with suppress(PasteError):
        _paste(document, block, cells[place % len(cells)], 0)
    assert len(document.row_ids("indicators")) < 100
