"""Copy and paste with LibreOffice Calc itself, over the clipboard of a real screen."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from anju_desktop.assets import resource
from anju_desktop.document import jsonform
from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document, blank_document
from anju_desktop.forms.library import Library
from anju_desktop.render import faces
from anju_desktop.sheet.grid import build_grid
from tests.e2e.calc.programs import Programs, missing, on_a_screen

LACKING = missing()
pytestmark = pytest.mark.skipif(bool(LACKING), reason=LACKING)

FORMS = (
    "karamay-2024-old-communities",
    "zhengzhou-2021-agency-project",
    "zhengzhou-2021-jinshui",
    "chifeng-2023-renovation",
    "zhumadian-2020-evaluation",
)


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Programs]:
    with on_a_screen(tmp_path_factory.mktemp("calc")) as both:
        yield both


def example(name: str) -> Path:
    return resource("examples", f"{name}.json")


def values(form: dict[str, Any]) -> tuple[Any, list[Any]]:
    """What was typed, row by row, whatever the rows are called; empty rows are passed over."""
    fields = {name: text for name, text in form["fields"].items() if text}
    rows = [
        (group, row["category"], cells)
        for group, listed in form["groups"].items()
        for row in listed
        if (cells := {name: text for name, text in row["cells"].items() if text})
    ]
    return fields, rows


def blank_file(name: str, folder: Path) -> Path:
    """An empty form like that of an example."""
    full = jsonform.load_file(example(name), Library().get)
    empty = blank_document(full.edition, full.unit, full.period)
    path = folder / f"{name}.json"
    path.write_bytes(jsonform.dump_bytes(empty))
    return path


@pytest.mark.parametrize("name", FORMS)
def test_a_whole_form_goes_to_calc_and_back_without_loss(
    programs: Programs, name: str, tmp_path: Path
) -> None:
    document = jsonform.load_file(example(name), Library().get)
    programs.paper(f"copy {example(name)}")
    sheet = programs.calc("paste")
    assert sheet["kinds"] == ["EMPTY", "TEXT"]
    for cell in build_grid(document).cells:
        if cell.text and len({ref.field for ref in cell.refs}) < 2:
            assert sheet["texts"][cell.row][cell.column] == cell.text
        if cell.row_span * cell.column_span > 1:
            assert [cell.row, cell.column, cell.row_span, cell.column_span] in sheet["merged"]
    programs.calc("copy")
    told = programs.paper(f"paste {blank_file(name, tmp_path)}")
    assert values(told["form"]) == values(jsonform.dump(document)), told["said"]


TRICKY = (
    *("=1+1", "+5", "-", "@SUM(A1)", "055001", "000", "1e5", "1.23E+10", "1/2", "3-4", "4月"),
    *("2024-01-31", "12:30", "TRUE", "12.50", "1,234.50", "95%", "￥5", "$A$1", "#N/A", "'055"),
    *('"引号"', '说"是"', "<b>x</b>", "&amp;", "a\nb", "a\n\nb", "  two  blanks  ", "x ", " y"),
    *(
        "≥100户",
        "\u3000全角\u3000空",
        "９５％",
        "a;b",
        "x,y",
        "http://x.example/",
        "㎡³①",
        "𠮷野家",
    ),
)
"""What a spreadsheet would gladly make something else of."""


def test_no_text_is_made_a_number_a_date_or_a_formula(programs: Programs, tmp_path: Path) -> None:
    edition = Library().get("karamay-2024-project-target")
    document = Document(edition, "某县", "2024")
    for text in TRICKY:
        row = document.insert_row("indicators", "quantity")
        for field in ("name", "target", "evidence"):
            document.set(CellRef(field, "indicators", row), text)
    full = tmp_path / "full.json"
    full.write_bytes(jsonform.dump_bytes(document))
    empty = tmp_path / "empty.json"
    empty.write_bytes(jsonform.dump_bytes(blank_document(edition, "某县", "2024")))
    programs.paper(f"copy {full}")
    assert programs.calc("paste")["kinds"] == ["EMPTY", "TEXT"]
    programs.calc("copy")
    told = programs.paper(f"paste {empty}")
    rows = [cells for _, _, cells in values(told["form"])[1]]
    assert [row["name"] for row in rows] == list(TRICKY)
    assert all(row["name"] == row["target"] == row["evidence"] for row in rows)


@pytest.mark.parametrize("name", FORMS)
def test_a_form_opened_in_calc_is_pasted_into_an_empty_one(
    programs: Programs, name: str, tmp_path: Path
) -> None:
    document = jsonform.load_file(example(name), Library().get)
    book = tmp_path / "表.xlsx"
    book.write_bytes(faces.xlsx([document]))
    programs.calc("open", book.as_uri())
    told = programs.paper(f"paste {blank_file(name, tmp_path)}")
    assert values(told["form"]) == values(jsonform.dump(document)), json.dumps(told["said"])


def test_a_list_written_in_calc_lands_under_its_categories(
    programs: Programs, tmp_path: Path
) -> None:
    book = Workbook()
    sheet = book.active
    for row in (
        ["产出指标", "数量指标", "甲\n两行", "≥1户", "计划标准"],
        [None, None, "  乙", "≥2户", "计划标准"],
        [None, "质量指标", "丙", "=100%", "计划标准"],
        [None, None, "丁", "055001", "计划标准"],
    ):
        sheet.append(row)
    for cell in sheet["D"]:
        cell.data_type, cell.number_format = "s", "@"
    for merged in ("A1:A4", "B1:B2", "B3:B4"):
        sheet.merge_cells(merged)
    book.save(tmp_path / "清单.xlsx")
    programs.calc("open", (tmp_path / "清单.xlsx").as_uri())
    told = programs.paper(f"paste-at level1 {blank_file(FORMS[0], tmp_path)}")
    fields = ("name", "target", "basis")
    assert [
        (category, *(cells.get(field) for field in fields))
        for _, category, cells in values(told["form"])[1]
    ] == [
        ("quantity", "甲\n两行", "≥1户", "计划标准"),
        ("quantity", "  乙", "≥2户", "计划标准"),
        ("quality", "丙", "=100%", "计划标准"),
        ("quality", "丁", "055001", "计划标准"),
    ], told["said"]
