"""The report of a scored form says what the form says, and nothing else in figures."""

import re
from pathlib import Path

import pytest

from anju_desktop.assets import resource
from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document
from anju_desktop.document.jsonform import load_file
from anju_desktop.forms.library import Library
from anju_desktop.reading.plaintext import read_report
from anju_desktop.report.content import report_of
from anju_desktop.report.pieces import Grid, Piece, Style
from anju_desktop.report.sums import check_sums


def _document(name: str) -> Document:
    library = Library(resource("forms"))
    return load_file(resource("examples", f"{name}.json"), library.get)


@pytest.fixture
def zhumadian() -> Document:
    return _document("zhumadian-2020-evaluation")


def _texts(document: Document, *styles: Style) -> list[str]:
    report = report_of(document)
    assert report is not None
    return [
        part.text
        for part in report.parts
        if isinstance(part, Piece) and (not styles or part.style in styles)
    ]


def test_each_section_states_its_full_points_and_its_score(zhumadian: Document) -> None:
    assert _texts(zhumadian, Style.HEADING1) == [
        "一、资金管理（满分25分，自评得分24.1分）",
        "二、项目管理（满分10分，自评得分10分）",
        "三、产出效益（满分60分，自评得分59分）",
        "四、服务对象满意度（满分5分，自评得分　分）",
        "五、存在问题",
        "六、下一步计划",
    ]


def test_the_reason_as_typed_comes_with_its_score(zhumadian: Document) -> None:
    said = "2020年计划改造户数33224户，已开工户数33623户，开工率101.2%。得15分。"
    assert said in _texts(zhumadian, Style.BODY)


def test_a_blank_reason_is_said_with_the_drafted_sentence(zhumadian: Document) -> None:
    before = _texts(zhumadian)
    zhumadian.set(CellRef("reason", "indicators", "households"), "")
    assert _texts(zhumadian) == before


def test_facts_that_the_reason_leaves_out_are_added(zhumadian: Document) -> None:
    zhumadian.set(CellRef("reason", "indicators", "buildings"), "已全部开工。")
    said = "已全部开工。计划改造楼栋1766栋，已开工楼栋1804栋，完成率102.15%。得5分。"
    assert said in _texts(zhumadian, Style.BODY)


def test_the_bonus_stands_apart_from_the_total() -> None:
    document = _document("chifeng-2023-renovation")
    texts = _texts(document)
    assert "四、加分项（自评加4分，不计入满分）" in texts
    assert any("满分100分，自评得分95分" in text for text in texts)


def test_the_clerks_own_text_has_sections_of_its_own(zhumadian: Document) -> None:
    assert _texts(zhumadian).count("（此处由填报单位填写。）") == 2
    zhumadian.set(CellRef("report_problems"), "资金到位慢。\n\n 施工力量不足。")
    report = report_of(zhumadian)
    assert report is not None
    own = [p for p in report.parts if isinstance(p, Piece) and p.own == "report_problems"]
    assert [p.text for p in own] == ["五、存在问题", "资金到位慢。", "施工力量不足。"]


@pytest.mark.parametrize(
    "name", ["zhumadian-2020-evaluation", "chifeng-2023-rental", "chifeng-2023-shantytown"]
)
def test_every_figure_of_a_report_stands_in_the_record(name: str) -> None:
    document = _document(name)
    report = report_of(document)
    assert report is not None
    cells = [*document.facts().values(), *document.fields().values()]
    for group in document.edition.groups:
        for row in document.row_ids(group.id):
            cells += [document.text(CellRef(c.id, group.id, row)) for c in group.columns]
    known = set(re.findall(r"\d+(?:\.\d+)?", " ".join([*cells, document.period, report.title])))
    # Sums of scores, and a completion: 2465 of 2308 households.
    sums = {"106.8", "24", "24.1", "25", "56", "59", "60", "93.1", "96", "99", "100"}
    for part in report.parts:
        runs = part.runs if isinstance(part, Piece) else sum(part.rows, ())
        for run in runs:
            assert set(re.findall(r"\d+(?:\.\d+)?", run.text)) <= known | sums, run.text


def test_the_annex_lists_every_row_and_the_total(zhumadian: Document) -> None:
    report = report_of(zhumadian)
    assert report is not None
    grid = report.parts[-1]
    assert isinstance(grid, Grid)
    texts = [tuple(run.text for run in row) for row in grid.rows]
    assert texts[5] == ("产出效益", "改造户数计划完成率", "15", "15")
    assert texts[-1] == ("合计", "", "100", "93.1")
    assert len(texts) == 13


def test_a_form_that_scores_nothing_has_no_report() -> None:
    assert report_of(_document("karamay-2024-allocation")) is None


def _as_plain_text(document: Document) -> str:
    """The report as it looks when copied out of Word."""
    report = report_of(document)
    assert report is not None
    lines = []
    for part in report.parts:
        if isinstance(part, Piece):
            lines += [part.text, ""]
        else:
            rows = [part.head, *([run.text for run in row] for row in part.rows)]
            lines += ["\t".join(row) for row in rows]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    "name",
    [
        "zhumadian-2020-evaluation",
        "chifeng-2023-rental",
        "chifeng-2023-renovation",
        "chifeng-2023-shantytown",
    ],
)
def test_a_generated_report_without_its_record_adds_up_in_itself(name: str, tmp_path: Path) -> None:
    path = tmp_path / "报告.txt"
    path.write_text(_as_plain_text(_document(name)), encoding="utf-8")
    assert check_sums(read_report(path)).mistakes == ()


def test_a_bonus_counted_into_the_total_of_a_pasted_table_is_told(tmp_path: Path) -> None:
    text = _as_plain_text(_document("chifeng-2023-renovation"))
    path = tmp_path / "报告.txt"
    path.write_text(text.replace("合计\t\t100\t95", "合计\t\t100\t99"), encoding="utf-8")
    (mistake,) = check_sums(read_report(path)).mistakes
    assert (mistake.written, mistake.expected) == ("99", "95")
