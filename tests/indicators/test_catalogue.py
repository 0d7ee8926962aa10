"""The office's own indicators: kept in a file beside the store, whatever is in it."""

from decimal import Decimal
from pathlib import Path

import pytest

from anju_desktop.errors import DefinitionError, DocumentError, RenderError
from anju_desktop.indicators.catalogue import Catalogue, matching
from anju_desktop.indicators.definition import Comparison, Indicator
from anju_desktop.indicators.loading import MAX_OWN, OWN_NAME, dictionary, own_bytes, parse_own

LIFTS = Indicator(
    "加装电梯数",
    "quantity",
    ("renovation",),
    ("电梯\t“部”数",),
    Comparison.AT_LEAST,
    "部",
    weight=Decimal("2.50"),
    rule='按"完成"比例\\赋分\x7f',
    basis="计划标准",
    evidence="工作资料",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "资料"


@pytest.fixture
def catalogue(folder: Path) -> Catalogue:
    return Catalogue(folder)


def test_what_was_added_is_there_at_the_next_start(catalogue: Catalogue, folder: Path) -> None:
    assert catalogue.add(LIFTS) == ""
    again = Catalogue(folder)
    assert again.own() == (LIFTS,)
    assert again.search("jzdt")[0] == LIFTS
    assert again.origin(LIFTS) == "本单位"
    assert again.trouble == ""


def test_the_file_reads_back_to_the_letter() -> None:
    assert parse_own(own_bytes([LIFTS]), Path(OWN_NAME), dictionary()) == (LIFTS,)


def test_the_same_name_in_the_same_category_is_replaced_in_its_place(catalogue: Catalogue) -> None:
    other = Indicator("停车位数", "quantity")
    catalogue.add(LIFTS)
    catalogue.add(other)
    newer = Indicator("加装 电梯数", "quantity", unit="台")
    catalogue.add(newer)
    assert catalogue.own() == (newer, other)


def test_the_same_name_in_another_category_is_another_indicator(catalogue: Catalogue) -> None:
    catalogue.add(LIFTS)
    catalogue.add(Indicator("加装电梯数", "quality"))
    assert len(matching(catalogue, "加装电梯数")) == 2
    assert len(matching(catalogue, "加装电梯数", "quality")) == 1


def test_a_renamed_indicator_takes_the_place_of_the_old_one(catalogue: Catalogue) -> None:
    catalogue.add(LIFTS)
    renamed = Indicator("加装电梯部数", "quantity")
    catalogue.add(renamed, instead_of=LIFTS)
    assert catalogue.own() == (renamed,)


def test_the_own_one_is_offered_instead_of_its_namesake_until_it_is_removed(
    catalogue: Catalogue,
) -> None:
    own = Indicator("改造户数", "quantity", unit="户", weight=Decimal(8))
    catalogue.add(own)
    assert [each for each in catalogue.all() if each.name == "改造户数"] == [own]
    catalogue.remove(own)
    (shipped,) = [each for each in catalogue.all() if each.name == "改造户数"]
    assert shipped.weight == 5


def test_what_ships_cannot_be_removed(catalogue: Catalogue) -> None:
    with pytest.raises(DocumentError, match="随程序带的"):
        catalogue.remove(catalogue.all()[0])


@pytest.mark.parametrize(
    ("indicator", "why"),
    [
        (Indicator(" ", "quantity"), "空着"),
        (Indicator("甲", "乱"), "没有“乱”"),
        (Indicator("甲", "quantity", weight=Decimal(-1)), "权重"),
        (Indicator("甲", "quantity", weight=Decimal("NaN")), "权重"),
        (Indicator("甲" * 101, "quantity"), "超过 100 字"),
        (Indicator("甲", "quantity", ("别处",)), "别处"),
    ],
)
def test_what_is_not_fit_is_refused_in_a_sentence(
    catalogue: Catalogue, folder: Path, indicator: Indicator, why: str
) -> None:
    with pytest.raises(DocumentError, match=why):
        catalogue.add(indicator)
    assert not (folder / OWN_NAME).exists()


def test_there_is_an_end_to_how_many_are_kept(catalogue: Catalogue, folder: Path) -> None:
    folder.mkdir()
    many = [Indicator(f"指标{number}", "quality") for number in range(MAX_OWN)]
    (folder / OWN_NAME).write_bytes(own_bytes(many))
    catalogue.reload()
    with pytest.raises(DocumentError, match=str(MAX_OWN)):
        catalogue.add(LIFTS)
    catalogue.add(Indicator("指标7", "quality", unit="%"))
    assert len(catalogue.own()) == MAX_OWN


BAD = {
    "not TOML": b"x = \n",
    "not UTF-8": "format = 1 # 指标".encode("gbk"),
    "a newer format": b"format = 2\n",
    "an unknown key": b'format = 1\n[[indicators]]\nname = "a"\nkind = "quality"\ncolour = "red"\n',
    "a wrong type": b'format = 1\n[[indicators]]\nname = 5\nkind = "quality"\n',
    "twice the same": b"format = 1\n" + b'[[indicators]]\nname = "a"\nkind = "quality"\n' * 2,
    "too long": b"#" * 1_000_001,
    "infinite": b'format = 1\n[[indicators]]\nname = "a"\nkind = "quality"\nweight = inf\n',
    "nested": b"x = " + b"[" * 5000,
    "empty": b"",
}


@pytest.mark.parametrize("data", BAD.values(), ids=BAD)
def test_a_file_that_cannot_be_read_is_a_sentence_and_what_ships_remains(
    folder: Path, data: bytes
) -> None:
    folder.mkdir()
    (folder / OWN_NAME).write_bytes(data)
    catalogue = Catalogue(folder)
    assert OWN_NAME in catalogue.trouble
    assert catalogue.trouble.endswith("。")
    assert "\n" not in catalogue.trouble
    assert catalogue.all() == dictionary().indicators
    with pytest.raises(DocumentError):
        catalogue.remove(LIFTS)
    assert (folder / OWN_NAME).read_bytes() == data


def test_a_folder_in_the_place_of_the_file_is_a_sentence(folder: Path) -> None:
    (folder / OWN_NAME).mkdir(parents=True)
    assert "文件夹" in Catalogue(folder).trouble


def test_adding_to_an_unreadable_file_keeps_it_aside(folder: Path) -> None:
    folder.mkdir()
    (folder / OWN_NAME).write_bytes(b"x = \n")
    kept = Catalogue(folder).add(LIFTS)
    assert (folder / kept).read_bytes() == b"x = \n"
    assert Catalogue(folder).own() == (LIFTS,)


def test_what_another_program_added_meanwhile_is_not_lost(folder: Path) -> None:
    first, second = Catalogue(folder), Catalogue(folder)
    other = Indicator("停车位数", "quantity")
    first.add(LIFTS)
    second.add(other)
    assert Catalogue(folder).own() == (LIFTS, other)


def test_a_file_that_cannot_be_written_stays_as_it_was(
    catalogue: Catalogue, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue.add(LIFTS)
    before = (folder / OWN_NAME).read_bytes()

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(RenderError, match="磁盘已满"):
        catalogue.add(Indicator("停车位数", "quantity"))
    assert (folder / OWN_NAME).read_bytes() == before


def test_without_a_folder_there_is_what_ships_and_nothing_can_be_added() -> None:
    catalogue = Catalogue()
    assert catalogue.all() == dictionary().indicators
    with pytest.raises(DocumentError, match="资料文件夹"):
        catalogue.add(LIFTS)


def test_all_defects_of_the_own_file_are_told_at_once() -> None:
    text = 'format = 1\n[[indicators]]\nname = ""\nkind = "乱"\nprogrammes = ["别处"]\n'
    with pytest.raises(DefinitionError) as caught:
        parse_own(text.encode("utf-8"), Path(OWN_NAME), dictionary())
    assert len(caught.value.defects) == 3
