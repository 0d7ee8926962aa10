"""The report as PDF: every word in its order, the layout of official papers, the same bytes."""

import re
from collections.abc import Iterator

import pypdfium2
import pytest

from anju_desktop.assets import resource
from anju_desktop.document import jsonform
from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.errors import RenderError
from anju_desktop.forms.library import Library
from anju_desktop.render.report_pdf import report_pdf
from anju_desktop.report.content import report_of
from anju_desktop.report.pages import BOTTOM, HEIGHT, LEFT, RIGHT, STEP, TOP, WIDTH, report_pages
from anju_desktop.report.pieces import Grid, Piece, Report, Run, Style
from anju_desktop.sheet.display import Line, Page, TextRun
from anju_desktop.sheet.metrics import default_metrics

SCORED = (
    "chifeng-2023-renovation",
    "chifeng-2023-rental",
    "self-evaluation-2024-karamay-old-communities",
    "zhumadian-2020-evaluation",
)


def example(name: str) -> Document:
    return jsonform.load_file(resource("examples", f"{name}.json"), Library(resource("forms")).get)


@pytest.fixture
def document() -> Document:
    return example("zhumadian-2020-evaluation")


def pages_of(report: Report) -> tuple[Page, ...]:
    return report_pages(report, default_metrics())


def pages(name: str) -> tuple[Page, ...]:
    report = report_of(example(name))
    assert report is not None
    return pages_of(report)


def runs(page: Page) -> list[TextRun]:
    return [item for item in page.items if isinstance(item, TextRun)]


def body(count: int, style: Style = Style.BODY, text: str = "一二三四五。") -> list[Piece]:
    return [Piece(style, (Run(text),))] * count


def texts_in(data: bytes) -> Iterator[str]:
    pdf = pypdfium2.PdfDocument(data)
    try:
        for page in pdf:
            text_page = page.get_textpage()
            yield "".join(text_page.get_text_bounded().split())
            text_page.close()
    finally:
        pdf.close()


def test_two_runs_give_the_same_bytes(document: Document) -> None:
    data = report_pdf(document)
    assert data == report_pdf(example("zhumadian-2020-evaluation"))
    assert b"/CreationDate (D:2000" in data


@pytest.mark.parametrize("name", SCORED)
def test_every_word_is_there_in_its_order(name: str) -> None:
    document = example(name)
    report = report_of(document)
    assert report is not None
    said = "".join(
        part.text
        if isinstance(part, Piece)
        else "".join((*part.head, *(run.text for row in part.rows for run in row)))
        for part in report.parts
    )
    shown = "".join(
        re.sub(rf"—{number}—$", "", text)
        for number, text in enumerate(texts_in(report_pdf(document)), 1)
    )
    assert shown == "".join(said.split())


@pytest.mark.parametrize("name", SCORED)
def test_nothing_stands_outside_the_margins(name: str) -> None:
    metrics = default_metrics()
    for page in pages(name):
        *text, number = runs(page)
        assert number.text == f"— {page.number} —"
        assert number.baseline > HEIGHT - BOTTOM
        for run in text:
            size = run.size_pt * 25.4 / 72
            assert run.x >= LEFT - 0.01
            # A closing mark at the end of a line may hang by half its width.
            end = run.x + metrics.width(run.text, run.size_pt, run.bold)
            assert end + run.spacing * (len(run.text) - 1) <= WIDTH - RIGHT + size / 2 + 0.01
            assert TOP < run.baseline < HEIGHT - BOTTOM


def test_a_page_has_twenty_two_lines(document: Document) -> None:
    first, second = pages_of(Report("题", tuple(body(23))))
    assert (len(runs(first)), len(runs(second))) == (22 + 1, 1 + 1)
    baselines = [run.baseline for run in runs(first)[:-1]]
    assert baselines[1] - baselines[0] == pytest.approx(STEP)


def test_paragraphs_begin_two_characters_in_and_full_lines_reach_the_edge() -> None:
    metrics = default_metrics()
    (page,) = pages_of(Report("题", (Piece(Style.BODY, (Run("我市按时报送，" * 12),)),)))
    first, second, *_ = runs(page)
    assert first.x - LEFT == pytest.approx(metrics.width("一二", 16))
    assert second.x == LEFT
    end = first.x + metrics.width(first.text, 16) + first.spacing * (len(first.text) - 1)
    assert end == pytest.approx(WIDTH - RIGHT, abs=16 * 25.4 / 72 / 2)


def test_a_heading_never_ends_a_page() -> None:
    for before in range(18, 23):
        parts = (*body(before), *body(1, Style.HEADING1, "二、项目"), *body(1))
        laid = pages_of(Report("题", parts))
        page = next(page for page in laid if any(run.text == "二、项目" for run in runs(page)))
        assert runs(page)[-2].text != "二、项目"


def test_the_signature_stays_together() -> None:
    for before in range(15, 23):
        signed = [Piece(Style.SIGNATURE, (Run(text),)) for text in ("某市", "年　月　日")]
        laid = pages_of(Report("题", (*body(before), *signed)))
        (page,) = [page for page in laid if any(run.text == "某市" for run in runs(page))]
        assert any(run.text == "年　月　日" for run in runs(page))


def test_the_annex_begins_a_page_and_its_head_is_repeated() -> None:
    row = tuple(map(Run, ("资金管理", "资金筹集", "10", "9.1")))
    grid = Grid(("一级指标", "二级指标", "分值", "得分"), (row,) * 60, (26, 44, 15, 15))
    laid = pages_of(Report("题", (*body(2), *body(1, Style.ANNEX, "附件：得分表"), grid)))
    assert len(laid) > 3
    assert runs(laid[1])[0].text == "附件：得分表"
    for page in laid[1:]:
        assert [run.text for run in runs(page) if run.bold] == list(grid.head)
    assert sum(run.text == "9.1" for page in laid for run in runs(page)) == 60


def test_every_cell_of_the_table_is_ruled() -> None:
    row = tuple(map(Run, ("甲", "乙", "1", "2")))
    grid = Grid(("一", "二", "三", "四"), (row,) * 3, (1, 1, 1, 1))
    (page,) = pages_of(Report("题", (grid,)))
    lines = [item for item in page.items if isinstance(item, Line)]
    assert len({line.y1 for line in lines if line.y1 == line.y2}) == 5
    assert len({line.x1 for line in lines if line.x1 == line.x2}) == 5


def test_a_character_without_a_glyph_is_named(document: Document) -> None:
    document.set(CellRef("report_problems"), "资金到位慢\U0003fffd")
    with pytest.raises(RenderError, match=r"U\+3FFFD"):
        report_pdf(document)


def test_a_form_without_scores_is_refused_in_a_sentence() -> None:
    with pytest.raises(RenderError, match="没有评分"):
        report_pdf(example("karamay-2024-allocation"))
