"""One submission, one package: the same data gives the same bytes."""

import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from anju_desktop.assets import resource
from anju_desktop.document import jsonform
from anju_desktop.document.changes import CellRef
from anju_desktop.document.document import Document, blank_document
from anju_desktop.errors import PackageError
from anju_desktop.filenames import name_problem
from anju_desktop.forms.library import Library
from anju_desktop.render.faces import report_docx
from anju_desktop.submission.archive import read_members
from anju_desktop.submission.package import build_packages
from anju_desktop.submission.verify import verify_bytes

Examples = Callable[[str], list[Document]]


def allocation(unit: str, period: str = "2024") -> Document:
    return blank_document(Library().get("karamay-2024-allocation"), unit, period)


def test_the_tables_of_one_submission_give_one_draft_package(karamay: tuple[str, bytes]) -> None:
    name, data = karamay
    assert name == "克拉玛依区_2024_中央财政城镇保障性安居工程补助资金_草稿.zip"
    assert verify_bytes(data).sentence == "完好，共 26 个文件"


def test_every_form_has_a_folder_with_table_data_and_findings(karamay: tuple[str, bytes]) -> None:
    folder = karamay[0].removesuffix(".zip")
    inside = [name.removeprefix(f"{folder}/data/") for name in read_members(karamay[1])]
    assert [name for name in inside if name.startswith("03_")] == [
        "03_2024年危旧房改造（中央直达）/审核结果.json",
        "03_2024年危旧房改造（中央直达）/数据.json",
        "03_2024年危旧房改造（中央直达）/绩效目标表.pdf",
        "03_2024年危旧房改造（中央直达）/绩效目标表.xlsx",
    ]
    assert {"报送清单.pdf", "说明.txt"} <= set(inside)


def member(package: tuple[str, bytes], ending: str) -> bytes:
    (content,) = (c for name, c in read_members(package[1]).items() if name.endswith(ending))
    return content


def test_a_scored_form_brings_its_report(examples: Examples) -> None:
    ((_, data),) = build_packages([*examples("zhumadian-2020-evaluation.json")])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        (report,) = [name for name in archive.namelist() if name.endswith(".docx")]
        note = next(name for name in archive.namelist() if name.endswith("说明.txt"))
        assert report.endswith("/绩效自评报告.docx")
        assert archive.read(report) == report_docx(*examples("zhumadian-2020-evaluation.json"))
        assert "绩效自评报告.docx" in archive.read(note).decode("utf-8-sig")
    assert verify_bytes(data).whole


def test_a_form_without_scores_brings_none(karamay: tuple[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(karamay[1])) as archive:
        assert not [name for name in archive.namelist() if name.endswith(".docx")]


def test_the_data_in_a_package_is_the_document(karamay: tuple[str, bytes]) -> None:
    example = resource("examples", "karamay-2024-dilapidated-housing.json").read_bytes()
    assert member(karamay, "危旧房改造（中央直达）/数据.json") == example


def test_the_findings_in_a_package_name_the_edition_and_the_mistakes(
    karamay: tuple[str, bytes],
) -> None:
    verdict = json.loads(member(karamay, "危旧房改造（中央直达）/审核结果.json"))
    assert verdict["edition"] == "karamay-2024-project-target"
    assert {"file", "rule", "level", "cell", "message"} <= verdict["findings"][0].keys()
    assert any("间" in finding["message"] for finding in verdict["findings"])
    assert isinstance(verdict["not_checked"], list)


def test_the_note_lists_the_forms_for_people_without_this_program(
    karamay: tuple[str, bytes],
) -> None:
    note = member(karamay, "说明.txt").decode("utf-8-sig")
    assert note.startswith("克拉玛依区  2024年度  2024年中央财政")
    assert "2024年租赁补贴（中央直达）" in note
    assert "尚未定稿" in note


def test_ten_counties_the_city_and_its_agency_give_a_package_each(examples: Examples) -> None:
    packages = build_packages(examples("zhengzhou-2021-*.json"))
    assert len(packages) == 12
    assert len({name for name, _ in packages}) == 12
    assert all(verify_bytes(data).whole for _, data in packages)


def test_the_order_in_which_forms_are_given_changes_nothing(
    examples: Examples, karamay: tuple[str, bytes]
) -> None:
    assert build_packages(examples("karamay-2024-*.json")[::-1]) == [karamay]


def test_the_order_in_which_cells_were_filled_changes_nothing() -> None:
    forward, backward = allocation("甲县"), allocation("甲县")
    cells = [(CellRef("total_name"), "合计"), (CellRef("total_amount"), "1")]
    for ref, text in cells:
        forward.set(ref, text)
    for ref, text in reversed(cells):
        backward.set(ref, text)
    assert build_packages([forward]) == build_packages([backward])


@pytest.mark.parametrize("seed", ["1", "2"])
def test_another_process_gives_the_same_bytes(
    karamay: tuple[str, bytes], tmp_path: Path, seed: str
) -> None:
    files = map(str, resource("examples").glob("karamay-2024-*.json"))
    command = [sys.executable, "-m", "anju_desktop.cli", "export", *files, "-o", str(tmp_path)]
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": f"Etc/GMT+{seed}", "LC_ALL": "C"}
    subprocess.run(command, env=environment, check=True, capture_output=True)
    assert (tmp_path / karamay[0]).read_bytes() == karamay[1]


def test_no_path_in_a_package_is_too_long_for_windows() -> None:
    edition = Library().get("karamay-2024-project-target")
    document = blank_document(edition, "长" * 300, "9" * 300)
    document.set(CellRef("project_name"), "名" * 300)
    ((name, data),) = build_packages([document])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        paths = archive.namelist()
    assert max(map(len, paths)) <= 100
    assert max(len(path.encode()) for path in paths) <= 250
    assert len(name.encode()) <= 150


@pytest.mark.parametrize(
    "unit", ["", "CON", "../逃", "a/b\\c", "\ud800", "\u202e", "一\n二", "=1+1"]
)
def test_any_unit_gives_a_package_that_is_whole(unit: str) -> None:
    ((name, data),) = build_packages([allocation(unit)])
    assert name_problem(name) == ""
    assert verify_bytes(data).whole


@pytest.mark.parametrize(
    ("one", "other"), [("甲/乙", "甲乙"), ("ABC", "abc"), ("长" * 50, "长" * 51)]
)
def test_submissions_whose_names_would_coincide_get_different_files(one: str, other: str) -> None:
    names = [name for name, _ in build_packages([allocation(one), allocation(other)])]
    assert len({name.casefold() for name in names}) == 2


def test_two_forms_of_one_name_keep_both() -> None:
    ((_, data),) = build_packages([allocation("甲县"), allocation("甲县")])
    assert sum(name.endswith("/数据.json") for name in read_members(data)) == 2


def test_nothing_cannot_be_exported() -> None:
    with pytest.raises(PackageError, match="没有可以导出的表"):
        build_packages([])


def test_explanations_travel_in_the_package(examples: Examples) -> None:
    from anju_desktop.document.changes import Explanation

    (document,) = examples("karamay-2024-rent-subsidy.json")
    ref = CellRef("scoring_rule", "indicators", document.row_ids("indicators")[8])
    document.explain(
        Explanation("rule", ref, "甲", "乙", "上级同意", document.edition.id, "张某", "2024-01-01")
    )
    (package,) = build_packages([document])
    again = jsonform.load_bytes(member(package, "/数据.json"), "x", Library().get)
    assert again.explanations() == document.explanations()
