"""``anju check`` on written reports."""

import json
from pathlib import Path
from typing import Any

import pytest

from anju_desktop.assets import resource
from anju_desktop.render.docx import record_xml
from tests.cli.running import Anju, Program
from tests.report.word_files import packed, paragraph, unpacked, with_xml, word, xml_of

KEYS = {"file", "rule", "level", "cell", "message", "written", "expected"}
WRONG = "云岭市绩效自评报告\n\n全市发放补贴500户，其中甲县280户、乙县240户。\n\n自评得分90分。\n"
RIGHT = WRONG.replace("280", "260")


def written(folder: Path, text: str, name: str = "报告.txt") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_wrong_total_is_listed_with_both_figures(anju: Anju, tmp_path: Path) -> None:
    path = written(tmp_path, WRONG)
    run = anju("check", path, "--json")
    (item,) = json.loads(run.out)
    assert item.keys() >= KEYS
    assert (item["file"], item["level"], item["cell"]) == (str(path), "explain", "paragraph[1]")
    assert (item["written"], item["expected"]) == ("500户", "520户")
    assert item["sentence"].startswith("全市发放补贴")
    assert run.code == 0


def test_the_text_says_how_far_the_check_went(anju: Anju, tmp_path: Path) -> None:
    run = anju("check", written(tmp_path, WRONG))
    assert "第 3 行" in run.out
    assert "280户＋240户＝520户" in run.out
    assert "没有与填报的表核对" in run.out
    assert (run.code, run.err) == (0, "")


def test_in_json_how_far_the_check_went_is_said_beside_the_list(anju: Anju, tmp_path: Path) -> None:
    path = written(tmp_path, RIGHT, "报告.MD")
    run = anju("check", path, "--json")
    assert json.loads(run.out) == []
    assert run.complaint.startswith(f"{path}：只核对了报告里面的")


def test_reports_and_forms_are_checked_in_one_run(anju: Anju, tmp_path: Path) -> None:
    form = resource("examples", "karamay-2024-dilapidated-housing.json")
    path = written(tmp_path, WRONG)
    items: list[dict[str, Any]] = json.loads(anju("check", form, path, path, "--json").out)
    assert [item["file"] for item in items].count(str(path)) == 1
    assert {item["file"] for item in items} == {str(form), str(path)}


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"", "空文件"), (b"\x00\x01", "不是文本文件"), (b"\xff\xfe\xff", "不是文本文件")],
)
def test_what_is_no_text_is_one_line(anju: Anju, tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "坏.txt"
    path.write_bytes(data)
    run = anju("check", path, "--json")
    assert run.code == 2
    assert said in run.complaint
    assert "坏.txt" in run.complaint


@pytest.mark.parametrize("name", ["无.txt", "夹.txt"])
def test_a_missing_report_or_a_folder_is_one_line(anju: Anju, tmp_path: Path, name: str) -> None:
    (tmp_path / "夹.txt").mkdir()
    run = anju("check", tmp_path / name)
    assert run.code == 2
    assert "请" in run.complaint


def test_a_report_of_a_chinese_pc_is_read_in_any_locale(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "报告.txt"
    path.write_bytes(WRONG.encode("gb18030"))
    run = program("check", path, "--json", LC_ALL="C")
    assert json.loads(run.stdout)[0]["expected"] == "520户"


# ---------------------------------------------------------------- with the form


SCORED = resource("examples", "zhumadian-2020-evaluation.json")


def word_report(anju: Anju, folder: Path, before: str = "", after: str = "") -> Path:
    path = folder / "报告.docx"
    assert anju("render", SCORED, "--to", "docx", "-o", path).code == 0
    if before:
        data = path.read_bytes()
        xml = xml_of(data)
        assert before in xml
        path.write_bytes(with_xml(data, xml.replace(before, after)))
    return path


def test_a_word_report_is_held_against_the_form_inside_it(anju: Anju, tmp_path: Path) -> None:
    path = word_report(anju, tmp_path, "33224户", "33242户")
    run = anju("check", path, "--json")
    (item,) = json.loads(run.out)
    assert item.keys() >= KEYS | {"sentence", "table_cell"}
    assert (item["file"], item["rule"], item["level"]) == (str(path), "report-differs", "explain")
    assert (item["written"], item["expected"]) == ("33242户", "33224户")
    assert item["table_cell"] == "indicators[5].reason"
    assert "33242户" in item["sentence"]
    assert "与报告里带的填报数据核对：驻马店市2020年" in run.complaint
    assert run.code == 0


def test_a_report_that_agrees_says_what_it_was_held_against(anju: Anju, tmp_path: Path) -> None:
    run = anju("check", word_report(anju, tmp_path))
    assert "错误 0，需说明 0，提示 0" in run.out
    assert "与报告里带的填报数据核对" in run.out


def test_a_form_given_beside_the_report_comes_before_the_one_inside(
    anju: Anju, tmp_path: Path
) -> None:
    report = word_report(anju, tmp_path)
    form = tmp_path / "表.json"
    form.write_text(SCORED.read_text("utf-8").replace("33224", "33225"), encoding="utf-8")
    run = anju("check", report, form, "--json")
    items = [item for item in json.loads(run.out) if item["file"] == str(report)]
    assert {(item["written"], item["expected"]) for item in items} == {("33224户", "33225户")}
    assert "与给出的填报文件核对" in run.complaint


def test_a_word_report_without_a_form_says_that_only_its_sums_were_checked(
    anju: Anju, tmp_path: Path
) -> None:
    path = tmp_path / "别处的.docx"
    path.write_bytes(word("".join(map(paragraph, WRONG.split("\n\n")))))
    run = anju("check", path, "--json")
    (item,) = json.loads(run.out)
    assert (item["written"], item["expected"], item["table_cell"]) == ("500户", "520户", "")
    assert "没有与填报的表核对" in run.complaint


def test_a_form_of_another_unit_or_year_is_not_taken_for_the_reports(
    anju: Anju, tmp_path: Path
) -> None:
    path = tmp_path / "别处的.txt"
    for text in ("驻马店市2021年绩效自评报告", "信阳市2020年绩效自评报告"):
        path.write_text(f"{text}\n\n计划改造33225户。\n", encoding="utf-8")
        assert "没有与填报的表核对" in anju("check", path, SCORED, "--json").err


def test_a_text_is_held_against_the_form_of_its_unit_and_year(anju: Anju, tmp_path: Path) -> None:
    path = tmp_path / "报告.txt"
    said = "2020年计划改造户数33242户，已开工户数33623户，开工率101.2%。得15分。"
    path.write_text(f"驻马店市2020年绩效自评报告\n\n{said}\n", encoding="utf-8")
    run = anju("check", path, SCORED, "--json")
    items = [item for item in json.loads(run.out) if item["file"] == str(path)]
    assert [(item["written"], item["expected"]) for item in items] == [("33242户", "33224户")]
    assert "与给出的填报文件核对" in run.err


def test_among_several_forms_of_a_unit_the_one_it_resembles_is_taken(
    anju: Anju, tmp_path: Path
) -> None:
    report = tmp_path / "报告.docx"
    forms = [resource("examples", f"chifeng-2023-{name}.json") for name in ("rental", "renovation")]
    anju("render", forms[1], "--to", "docx", "-o", report)
    members = {n: c for n, c in unpacked(report.read_bytes()).items() if "customXml" not in n}
    report.write_bytes(packed(members))
    run = anju("check", report, *forms, "--json")
    assert [item for item in json.loads(run.out) if item["file"] == str(report)] == []
    assert "与给出的填报文件核对" in run.err
    other = written(tmp_path, "赤峰市2023年绩效自评报告\n\n工作按计划进行。\n")
    assert "有几张都可能" in anju("check", other, *forms, "--json").err


def test_a_record_inside_that_cannot_be_used_is_told(anju: Anju, tmp_path: Path) -> None:
    report = word_report(anju, tmp_path)
    members = unpacked(report.read_bytes())
    name = next(name for name in members if name.startswith("customXml/item1"))
    members[name] = members[name].replace(b'sha256="', b'sha256="0')
    report.write_bytes(packed(members))
    run = anju("check", report)
    assert "报告里带的填报数据已损坏" in run.out
    assert "没有与填报的表核对" in run.out
    members[name] = record_xml(b'{"format": 99}')
    report.write_bytes(packed(members))
    assert "不能用" in anju("check", report).out


@pytest.mark.parametrize("name", ["报告.doc", "报告.docx"])
def test_an_old_word_file_is_one_line(anju: Anju, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    run = anju("check", path, "--json")
    assert run.code == 2
    assert "旧格式的 Word 文档" in run.complaint
    assert "另存为 .docx" in run.complaint


def test_own_sections_of_an_old_report_are_kept_in_a_new_one(anju: Anju, tmp_path: Path) -> None:
    old = word_report(anju, tmp_path, "（此处由填报单位填写。）", "资金到位慢。")
    new = tmp_path / "新报告.docx"
    run = anju("render", SCORED, "--to", "docx", "--keep", old, "-o", new)
    assert (run.code, run.err) == (0, "")
    assert xml_of(new.read_bytes()).count("资金到位慢。") == 2


def test_keeping_never_writes_over_the_old_report(anju: Anju, tmp_path: Path) -> None:
    old = word_report(anju, tmp_path)
    before = old.read_bytes()
    run = anju("render", SCORED, "--to", "docx", "--keep", old, "-o", old)
    assert run.code == 2
    assert "没有覆盖" in run.complaint
    assert old.read_bytes() == before


def test_keeping_is_for_reports_only(anju: Anju, tmp_path: Path) -> None:
    old = word_report(anju, tmp_path)
    run = anju("render", SCORED, "--to", "xlsx", "--keep", old, "-o", tmp_path / "表.xlsx")
    assert run.code == 2
    assert "--to docx" in run.complaint


def test_what_cannot_be_kept_is_told(anju: Anju, tmp_path: Path) -> None:
    old = word_report(anju, tmp_path, "得9.1分", "得9.3分")
    run = anju("render", SCORED, "--to", "docx", "--keep", old, "-o", tmp_path / "新.docx")
    assert run.code == 0
    assert "没有带过来" in run.complaint


def test_a_report_is_written_as_pdf(anju: Anju, tmp_path: Path) -> None:
    path = tmp_path / "报告.pdf"
    run = anju("render", SCORED, "--to", "report-pdf", "-o", path)
    assert (run.code, run.err) == (0, "")
    assert path.read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("kind", ["docx", "report-pdf"])
def test_a_form_without_scores_has_no_report(anju: Anju, tmp_path: Path, kind: str) -> None:
    form = resource("examples", "karamay-2024-allocation.json")
    run = anju("render", form, "--to", kind, "-o", tmp_path / "报告")
    assert run.code == 2
    assert "没有评分" in run.complaint
    assert not (tmp_path / "报告").exists()
