"""``anju new``, ``check`` and ``render``."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from anju_desktop.assets import resource
from tests.cli.running import Anju

KEYS = {"file", "rule", "level", "cell", "message", "written", "expected"}
EXAMPLES = resource("examples")
HOUSING = EXAMPLES / "karamay-2024-dilapidated-housing.json"
ALLOCATION = EXAMPLES / "karamay-2024-allocation.json"


def changed(path: Path, folder: Path, old: str, new: str) -> Path:
    """A copy of an example with one text replaced."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    copy = folder / path.name
    copy.write_text(text.replace(old, new, 1), encoding="utf-8")
    return copy


def findings(anju: Anju, *paths: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(anju("check", *paths, "--json").out)
    return found


def test_a_new_form_is_written_and_can_be_checked(anju: Anju, tmp_path: Path) -> None:
    path = tmp_path / "新.json"
    run = anju("new", "karamay-2024-project-target", "--unit", "甲县", "-o", path)
    assert (run.code, run.out, run.err) == (0, f"{path}\n", "")
    assert json.loads(path.read_bytes())["unit"] == "甲县"
    assert anju("check", path).code == 1


def test_a_new_form_does_not_overwrite_filled_work(anju: Anju, tmp_path: Path) -> None:
    path = Path(shutil.copy(HOUSING, tmp_path))
    run = anju("new", "karamay-2024-project-target", "-o", path)
    assert run.code == 2
    assert "没有覆盖" in run.complaint
    assert path.read_bytes() == HOUSING.read_bytes()


def test_a_self_evaluation_takes_over_its_target_and_is_held_against_it(
    anju: Anju, tmp_path: Path
) -> None:
    path = tmp_path / "自评表.json"
    run = anju("new", "national-self-evaluation", "--from", HOUSING, "-o", path)
    assert (run.code, run.out, run.err) == (0, f"{path}\n", "")
    assert json.loads(path.read_bytes())["unit"] == "克拉玛依区"
    assert [i["rule"] for i in findings(anju, path, HOUSING) if i["rule"] == "carried"] == []
    wrong = changed(HOUSING, tmp_path, '">=24间"', '">=25间"')
    (item,) = [i for i in findings(anju, path, wrong) if i["rule"] == "carried"]
    assert (item["written"], item["expected"]) == (">=24间", ">=25间")


def test_a_form_that_takes_nothing_over_is_refused_in_a_sentence(
    anju: Anju, tmp_path: Path
) -> None:
    path = tmp_path / "新.json"
    run = anju("new", "karamay-2024-project-target", "--from", HOUSING, "-o", path)
    assert run.code == 2
    assert "没有可以带入的内容" in run.complaint
    assert not path.exists()


def test_a_form_is_begun_from_last_years_and_what_changed_is_told(
    anju: Anju, tmp_path: Path
) -> None:
    path = tmp_path / "今年.json"
    run = anju("new", "karamay-2024-project-target", "--last-year", HOUSING, "-o", path)
    assert (run.code, run.out) == (0, f"{path}\n")
    assert "改了年份：项目名称" in run.err
    assert "留空，要新填：年度预算总额" in run.err
    made = json.loads(path.read_bytes())
    assert (made["unit"], made["period"]) == ("克拉玛依区", "2025")
    assert made["fields"]["project_name"].startswith("2025年")


def test_a_form_of_another_table_cannot_be_begun_from_it(anju: Anju, tmp_path: Path) -> None:
    path = tmp_path / "新.json"
    run = anju("new", "national-self-evaluation", "--last-year", HOUSING, "-o", path)
    assert run.code == 2
    assert "没有上年的“项目支出绩效自评表”" in run.complaint
    assert not path.exists()


def test_the_findings_are_one_list_with_the_agreed_keys(anju: Anju) -> None:
    items = findings(anju, HOUSING, EXAMPLES / "karamay-2024-rent-subsidy.json")
    assert {str(HOUSING), str(EXAMPLES / "karamay-2024-rent-subsidy.json")} == {
        item["file"] for item in items
    }
    assert all(item.keys() >= KEYS for item in items)
    assert {item["level"] for item in items} <= {"error", "explain", "hint"}
    assert "indicators[1].target" in [item["cell"] for item in items]


def test_a_form_without_errors_ends_with_0(anju: Anju) -> None:
    run = anju("check", HOUSING)
    assert (run.code, run.err) == (0, "")
    assert "需说明  indicators[1].target" in run.out


def test_a_form_with_an_error_ends_with_1(anju: Anju, tmp_path: Path) -> None:
    wrong = changed(ALLOCATION, tmp_path, '"6276"', '"6275"')
    run = anju("check", wrong)
    assert (run.code, run.err) == (1, "")
    assert "6276" in run.out
    assert "6275" in run.out


def test_forms_given_together_are_checked_against_each_other(anju: Anju, tmp_path: Path) -> None:
    assert anju("check", *EXAMPLES.glob("karamay-2024-*.json")).code == 0
    wrong = changed(HOUSING, tmp_path, '"44"', '"45"')
    alone, beside = findings(anju, wrong), findings(anju, wrong, ALLOCATION)
    assert len(beside) > len(alone)


def test_a_file_given_twice_counts_once(anju: Anju) -> None:
    indirect = HOUSING.parent / ".." / "examples" / HOUSING.name
    assert len(findings(anju, HOUSING, indirect)) == len(findings(anju, HOUSING))


def test_what_cannot_be_read_is_named_and_the_rest_is_checked(anju: Anju, tmp_path: Path) -> None:
    broken = tmp_path / "坏.json"
    broken.write_text('{"format": 1, "format": 1}', encoding="utf-8")
    run = anju("check", broken, HOUSING, "--json")
    assert run.code == 2
    assert "坏.json" in run.complaint
    assert "“format”写了两次" in run.complaint
    assert "请改正" in run.complaint
    assert json.loads(run.out)


@pytest.mark.parametrize("name", ["无.json", "."])
def test_a_missing_file_or_a_folder_is_one_line(anju: Anju, tmp_path: Path, name: str) -> None:
    run = anju("check", tmp_path / name)
    assert run.code == 2
    assert str(tmp_path) in run.complaint
    assert "请" in run.complaint


def test_with_nothing_readable_the_list_is_empty(anju: Anju, tmp_path: Path) -> None:
    run = anju("check", tmp_path / "无.json", "--json")
    assert (run.code, json.loads(run.out)) == (2, [])


def test_a_form_whose_edition_is_elsewhere_is_read_with_that_folder(
    anju: Anju, tmp_path: Path
) -> None:
    form = resource("forms", "karamay-2024-allocation.toml").read_text(encoding="utf-8")
    (tmp_path / "moved.toml").write_text(
        form.replace('id = "karamay-2024-allocation"', 'id = "moved"', 1), encoding="utf-8"
    )
    document = changed(ALLOCATION, tmp_path, "karamay-2024-allocation", "moved")
    assert anju("check", document).code == 2
    assert anju("check", document, "--forms", tmp_path).code == 0


@pytest.mark.parametrize(("kind", "beginning"), [("xlsx", b"PK"), ("pdf", b"%PDF")])
def test_a_form_is_rendered_the_same_twice(
    anju: Anju, tmp_path: Path, kind: str, beginning: bytes
) -> None:
    one, two = tmp_path / f"1.{kind}", tmp_path / f"2.{kind}"
    assert anju("render", HOUSING, "--to", kind, "-o", one).code == 0
    assert anju("render", HOUSING, "--to", kind, "-o", two).code == 0
    assert one.read_bytes().startswith(beginning)
    assert one.read_bytes() == two.read_bytes()


def test_rendering_never_replaces_the_document(anju: Anju, tmp_path: Path) -> None:
    path = Path(shutil.copy(HOUSING, tmp_path))
    run = anju("render", path, "--to", "pdf", "-o", tmp_path / "." / path.name)
    assert run.code == 2
    assert path.read_bytes() == HOUSING.read_bytes()


@pytest.mark.parametrize("target", ["无/表.pdf", ".", "a\0b"])
def test_a_target_that_cannot_be_written_is_one_sentence(
    anju: Anju, tmp_path: Path, target: str
) -> None:
    run = anju("render", HOUSING, "--to", "pdf", "-o", tmp_path / target)
    assert run.code == 2
    assert "无法写入" in run.complaint


def test_a_broken_document_renders_nothing(anju: Anju, tmp_path: Path) -> None:
    broken = tmp_path / "坏.json"
    broken.write_bytes(HOUSING.read_bytes()[:-30])
    target = tmp_path / "表.pdf"
    target.write_bytes(b"old")
    run = anju("render", broken, "--to", "pdf", "-o", target)
    assert run.code == 2
    assert "坏.json" in run.complaint
    assert target.read_bytes() == b"old"


def test_a_very_long_name_is_quoted_only_in_part(anju: Anju, tmp_path: Path) -> None:
    long = changed(HOUSING, tmp_path, '"2024年危旧房改造（中央直达）"', f'"\\ud800{"长" * 40_000}"')
    run = anju("render", long, "--to", "pdf", "-o", tmp_path / "表.pdf")
    assert run.code == 2
    assert len(run.complaint) < 700
    assert "U+D800" in run.complaint


def test_a_very_long_unit_is_printed_in_part(anju: Anju, tmp_path: Path) -> None:
    long = changed(HOUSING, tmp_path, '"克拉玛依区"', f'"{"长" * 40_000}"')
    assert anju("render", long, "--to", "pdf", "-o", tmp_path / "表.pdf").code == 0
