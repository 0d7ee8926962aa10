"""An edition is read strictly: every defect is named with its place, all at once."""

from pathlib import Path

import pytest

from anju_desktop.assets import resource
from anju_desktop.errors import DefinitionError
from anju_desktop.forms.library import Library
from anju_desktop.forms.loader import MAX_BYTES, load_edition, parse_edition

SMALLEST = """
format = 1
id = "small"
title = "小表"
year = 2024
[paper]
columns = [40, 60]
[[fields]]
id = "name"
title = "名称"
[[rows]]
cells = [{ text = "名称" }, { field = "name" }]
"""


def defects_of(text: str) -> list[str]:
    with pytest.raises(DefinitionError) as caught:
        parse_edition(text.encode("utf-8"), Path("small.toml"))
    return [str(defect) for defect in caught.value.defects]


def with_line(line: str) -> str:
    """The smallest edition with one more line at the top level."""
    return SMALLEST.replace("year = 2024", f"year = 2024\n{line}")


def test_the_smallest_edition_loads() -> None:
    edition = parse_edition(SMALLEST.encode("utf-8"), Path("small.toml"))
    assert edition.title == "小表"
    assert len(edition.sha256) == 64


@pytest.mark.parametrize("path", sorted(resource("forms").glob("*.toml")), ids=lambda p: p.stem)
def test_every_shipped_edition_is_without_defects(path: Path) -> None:
    assert load_edition(path).id == path.stem


def test_an_unknown_key_is_a_defect_that_lists_the_known_keys() -> None:
    (defect,) = defects_of(with_line('colour = "red"'))
    assert defect.startswith("colour：不认识的键；可用：")
    assert "programme" in defect


def test_all_defects_of_a_file_are_reported_at_once() -> None:
    text = SMALLEST.replace('title = "名称"', 'title = 5\ntype = "colour"').replace(
        "[40, 60]", "[40]"
    )
    places = [defect.partition("：")[0] for defect in defects_of(text)]
    assert places == ["fields[1].title", "fields[1].type"]
    text = SMALLEST.replace('{ field = "name" }', '{ field = "nmae" }').replace(
        "[40, 60]", "[40, 600]"
    )
    places = [defect.partition("：")[0] for defect in defects_of(text)]
    assert places == ["paper.columns", "rows[1].cells[2].field"]


@pytest.mark.parametrize(
    ("change", "place", "word"),
    [
        (("{ field", "{ across = 2, field"), "rows[1].cells[2]", "超出了表格右边"),
        (('{ text = "名称" }, ', ""), "rows[1]", "B 栏空缺"),
        (('{ text = "名称" }', '{ text = "名称", down = 2 }'), "rows", "竖跨到了表外"),
        (('{ text = "名称" }', '{ text = "{nmae}" }'), "rows[1].cells[1].text", "不是栏目标识"),
        (
            ('{ text = "名称" }', '{ text = "{name}{other}" }'),
            "rows[1].cells[1].text",
            "不是栏目标识",
        ),
        (('id = "name"', 'id = "Name"'), "fields[1].id", "小写字母"),
        (("format = 1", "format = 2"), "format", "请升级程序"),
        (('id = "small"', 'id = "other"'), "id", "应与文件名"),
        (('title = "小表"', 'title = "小表"\ntitle = "大表"'), "第 5 行", "写了两次"),
        (('title = "小表"', 'title = "小表'), "第 4 行", "TOML"),
        (
            ('title = "名称"', 'title = "名称"\ncomputed = "nmae + 1"'),
            "fields[1].computed",
            "不是栏目",
        ),
        (
            ('title = "名称"', 'title = "名称"\ncomputed = "name.__class__"'),
            "fields[1].computed",
            "不是栏目",
        ),
    ],
)
def test_a_mistake_is_named_with_place_and_remedy(
    change: tuple[str, str], place: str, word: str
) -> None:
    assert change[0] in SMALLEST
    assert any(
        defect.startswith(f"{place}：") and word in defect
        for defect in defects_of(SMALLEST.replace(*change))
    )


def test_a_cell_with_two_fields_to_type_into_is_a_defect() -> None:
    text = SMALLEST.replace("[[fields]]", '[[fields]]\nid = "other"\ntitle = "其他"\n[[fields]]', 1)
    (defect,) = defects_of(text.replace('{ text = "名称" }', '{ text = "{name}和{other}" }'))
    assert defect == "rows[1].cells[1].text：一格只能嵌一个填写的栏目，请分成几格"


def test_a_check_of_an_unknown_kind_lists_the_known_kinds() -> None:
    text = SMALLEST + '\n[[checks]]\nid = "c"\nkind = "sums"\nlevel = "error"\n'
    (defect,) = defects_of(text)
    assert defect.startswith("checks[1].kind：")
    assert "total" in defect


def test_a_check_that_names_no_field_is_a_defect() -> None:
    text = (
        SMALLEST
        + '\n[[checks]]\nid = "c"\nkind = "equal"\nlevel = "error"\nleft = "name"\nright = "total"\n'
    )
    assert defects_of(text) == ["checks[1].right：算式里的“total”不是栏目"]


@pytest.mark.parametrize("data", [b"\xff\xfe", b"a" * (MAX_BYTES + 1), b"a = " + b"[" * 5000, b"="])
def test_what_is_no_toml_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(DefinitionError, match=r"small\.toml"):
        parse_edition(data, Path("small.toml"))


def test_a_missing_file_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="打不开"):
        load_edition(tmp_path / "none.toml")


def test_the_library_finds_added_editions_first(tmp_path: Path) -> None:
    (tmp_path / "small.toml").write_text(SMALLEST, encoding="utf-8")
    library = Library(tmp_path)
    assert "small" in library.ids()
    assert library.get("small").title == "小表"
