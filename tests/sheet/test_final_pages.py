"""The foot of a final page: code, symbol, form and page, and nothing of the table."""

from itertools import combinations
from pathlib import Path

import pytest

from anju_desktop.assets import resource
from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.document.jsonform import load_file
from anju_desktop.forms.definition import Orientation, Paper
from anju_desktop.forms.library import Library
from anju_desktop.sheet.display import CodeFoot, Layout, Line, Page, Picture, Stamp, Symbol, TextRun
from anju_desktop.sheet.grid import build_grid
from anju_desktop.sheet.layout import layout
from anju_desktop.sheet.metrics import MM_PER_POINT, default_metrics

LIBRARY = Library()
EXAMPLES = sorted(resource("examples").glob("*.json"))
CODE = "VYX6-A3V8-9SK9-YXW6"
FOOT = CodeFoot(CODE, "表式 small 第1版", Symbol(2, ((0, 0, 1, 1), (1, 1, 1, 1))))
FINAL = Stamp(draft=False, footer_left="绩效目标表　某区　2024年　修订1", foot=FOOT)


def final(document: Document, paper: Paper | None = None) -> Layout:
    grid = build_grid(document)
    return layout(grid, paper or document.edition.paper, default_metrics(), FINAL)


def boxes(page: Page) -> list[tuple[str, float, float, float, float]]:
    """Every item with the room that it takes: left, top, right, bottom."""
    found = []
    for item in page.items:
        match item:
            case TextRun(x, baseline, text, size, bold):
                em = size * MM_PER_POINT
                width = default_metrics().width(text, size, bold)
                found.append((text, x, baseline - 0.88 * em, x + width, baseline + 0.12 * em))
            case Picture(x, y, size):
                found.append(("symbol", x, y, x + size, y + size))
    return found


def lowest_line(page: Page) -> float:
    return max(item.y2 for item in page.items if isinstance(item, Line))


def foot(page: Page) -> list[tuple[str, float, float, float, float]]:
    symbol = next(item for item in page.items if isinstance(item, Picture))
    return [box for box in boxes(page) if box[4] > symbol.y]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_foot_of_every_page_says_all_and_touches_nothing(path: Path) -> None:
    laid_out = final(load_file(path, LIBRARY.get))
    for page in laid_out.pages:
        texts = {text for text, *_ in foot(page)}
        number = f"第 {page.number} 页  共 {len(laid_out.pages)} 页"
        assert texts == {"symbol", "校验码", CODE, FINAL.footer_left, FOOT.edition, number}
        for (_, *one), (_, *other) in combinations(foot(page), 2):
            apart_across = one[2] < other[0] or other[2] < one[0]
            apart_down = one[3] < other[1] or other[3] < one[1]
            assert apart_across or apart_down
        top = min(box[2] for box in foot(page))
        assert lowest_line(page) < top
        for _, left, upper, right, lower in boxes(page):
            assert 4 < left < right < page.width - 4
            assert 4 < upper < lower < page.height - 4


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_final_form_breaks_where_its_draft_did(path: Path) -> None:
    document = load_file(path, LIBRARY.get)
    draft = layout(
        build_grid(document), document.edition.paper, default_metrics(), Stamp(draft=False)
    )
    assert table_texts(final(document)) == table_texts(draft)


@pytest.mark.parametrize(
    "name", ["karamay-2024-old-communities", "zhengzhou-2021-erqi", "chifeng-2023-renovation"]
)
def test_a_form_of_many_pages_has_the_foot_on_each_and_breaks_as_its_draft(name: str) -> None:
    document = load_file(resource("examples", f"{name}.json"), LIBRARY.get)
    for group in document.edition.groups:
        for row_id in document.row_ids(group.id):
            last = CellRef(group.columns[-1].id, group.id, row_id)
            document.set(last, "按照年度计划完成，工作资料齐全。" * 12)
    laid_out = final(document)
    assert len(laid_out.pages) > 2
    for page in laid_out.pages:
        assert CODE in {text for text, *_ in foot(page)}
        assert lowest_line(page) < min(box[2] for box in foot(page))
    draft = layout(
        build_grid(document), document.edition.paper, default_metrics(), Stamp(draft=False)
    )
    assert table_texts(laid_out) == table_texts(draft)


def table_texts(laid_out: Layout) -> list[list[str]]:
    outside = {"校验码", CODE, FINAL.footer_left, FOOT.edition}
    return [
        [item.text for item in page.items if isinstance(item, TextRun) and item.text not in outside]
        for page in laid_out.pages
    ]


def test_a_table_without_an_upper_margin_is_broken_anew_above_the_foot() -> None:
    document = load_file(resource("examples", "chifeng-2023-renovation.json"), LIBRARY.get)
    given = document.edition.paper
    narrow = tuple(type(margin)(5) for margin in given.margins)
    paper = Paper(columns=given.columns, orientation=Orientation.LANDSCAPE, margins=narrow)
    for page in final(document, paper).pages:
        assert lowest_line(page) < page.height - 5 - 15


def test_a_form_is_not_moved_when_the_foot_is_free() -> None:
    document = load_file(resource("examples", "karamay-2024-allocation.json"), LIBRARY.get)
    draft = layout(
        build_grid(document), document.edition.paper, default_metrics(), Stamp(draft=False)
    )
    assert boxes(final(document).pages[0])[0] == boxes(draft.pages[0])[0]
