"""What the paper fonts hold and how wide it is, as metrics.json tells it and as the fonts do."""

from functools import cache

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from anju_desktop.assets import resource
from anju_desktop.sheet.metrics import MM_PER_POINT, FontFace, FontMetrics, default_metrics

PAPER_FONTS = ["serif-common", "serif", "serif-common-bold", "serif-bold", "fallback"]
MODIFIED_FONTS = [
    "AnjuSerifCommon-Regular.ttf",
    "AnjuSerifCommon-Bold.ttf",
    "AnjuSans-Regular.ttf",
    "AnjuSans-Bold.ttf",
]
# The 87,887 Han characters of GB 18030-2022, implementation level 3.
LEVEL_3 = [
    (0x4E00, 0x9FEF),
    (0x3400, 0x4DB5),
    (0x20000, 0x2A6D6),
    (0x2A700, 0x2B734),
    (0x2B740, 0x2B81D),
    (0x2B820, 0x2CEA1),
    (0x2CEB0, 0x2EBE0),
]
# Characters of the 通用规范汉字表 outside the ranges of level 1.
STANDARD_BEYOND = "鿍鿎鿏𠅤𠙶𠳐𡎚𡐓𣗋𣲗𣲘𣸣𤧛𤩽𤫉𥔲𥕢𥖨𥻗𦈡𦒍𦙶𦝼𦭜𦰡𧿹𨐈𨙸𨚕𨟠𨭉𨱇𨱏𨱑𨱔𨺙𩽾𩾃𩾌𪟝𪣻𪤗𪨰𪨶𪩘𪾢𫄧𫄨𫄷𫄸𫇭𫌀𫍣𫍯𫍲𫍽𫐄𫐐𫐓𫑡𫓧𫓯𫓶𫓹𫔍𫔎𫔶𫖮𫖯𫖳𫗧𫗴𫘜𫘝𫘦𫘧𫘨𫘪𫘬𫚕𫚖𫚭𫛭𫞩𫟅𫟦𫟹𫟼𫠆𫠊𫠜𫢸𫫇𫭟𫭢𫭼𫮃𫰛𫵷𫶇𫷷𫸩𬀩𬀪𬂩𬃊𬇕𬇙𬇹𬉼𬊈𬊤𬌗𬍛𬍡𬍤𬒈𬒔𬒗𬕂𬘓𬘘𬘡𬘩𬘫𬘬𬘭𬘯𬙂𬙊𬙋𬜬𬜯𬞟𬟁𬟽𬣙𬣞𬣡𬣳𬤇𬤊𬤝𬨂𬨎𬩽𬪩𬬩𬬭𬬮𬬱𬬸𬬹𬬻𬬿𬭁𬭊𬭎𬭚𬭛𬭤𬭩𬭬𬭯𬭳𬭶𬭸𬭼𬮱𬮿𬯀𬯎𬱖𬱟𬳵𬳶𬳽𬳿𬴂𬴃𬴊𬶋𬶍𬶏𬶐𬶟𬶠𬶨𬶭𬶮𬷕𬸘𬸚𬸣𬸦𬸪𬹼𬺈𬺓"
COMPATIBILITY = "\ufa0e\ufa0f\ufa11\ufa13\ufa14\ufa1f\ufa21\ufa23\ufa24\ufa27\ufa28\ufa29"


@pytest.fixture
def metrics() -> FontMetrics:
    return default_metrics()


@cache
def opened(file: str) -> TTFont:
    return TTFont(resource("fonts", file), lazy=True)


def characters_of(face: FontFace) -> set[int]:
    edges = face.edges
    return {
        code
        for start, end in zip(edges[::2], edges[1::2], strict=True)
        for code in range(start, end)
    }


def hanzi(ranges: list[tuple[int, int]]) -> str:
    return "".join(chr(code) for first, last in ranges for code in range(first, last + 1))


@pytest.mark.parametrize("key", PAPER_FONTS)
def test_the_covered_characters_are_those_of_the_font(metrics: FontMetrics, key: str) -> None:
    face = metrics.faces[key]
    assert characters_of(face) == set(opened(face.file).getBestCmap())


@pytest.mark.parametrize("key", PAPER_FONTS)
def test_every_advance_is_that_of_the_font(metrics: FontMetrics, key: str) -> None:
    face = metrics.faces[key]
    font = opened(face.file)
    widths, units = font["hmtx"].metrics, font["head"].unitsPerEm
    wrong = [
        hex(code)
        for code, name in font.getBestCmap().items()
        if face.advance(code) != widths[name][0] / units
    ]
    assert wrong == []


@pytest.mark.parametrize("key", PAPER_FONTS)
def test_a_face_tells_the_postscript_name_of_its_font(metrics: FontMetrics, key: str) -> None:
    face = metrics.faces[key]
    assert face.postscript == opened(face.file)["name"].getDebugName(6)


def test_no_two_faces_share_a_postscript_name(metrics: FontMetrics) -> None:
    assert len({face.postscript for face in metrics.faces.values()}) == len(PAPER_FONTS)


@pytest.mark.parametrize("bold", [False, True])
def test_a_common_character_is_as_wide_as_in_the_full_serif(
    metrics: FontMetrics, bold: bool
) -> None:
    suffix = "-bold" if bold else ""
    common, full = metrics.faces[f"serif-common{suffix}"], metrics.faces[f"serif{suffix}"]
    shared = (characters_of(common) & characters_of(full)) - {0xAD}
    assert len(shared) > 10_000
    assert [hex(code) for code in shared if common.advance(code) != full.advance(code)] == []


def test_the_em_box_is_one_em_high(metrics: FontMetrics) -> None:
    assert metrics.ascent + metrics.descent == pytest.approx(1)
    assert (metrics.ascent, metrics.descent) == (0.88, 0.12)


def test_all_han_characters_of_gb_18030_level_3_can_be_printed(metrics: FontMetrics) -> None:
    everything = hanzi(LEVEL_3) + COMPATIBILITY
    assert len(everything) == 87_887
    assert metrics.missing(everything) == []


def test_the_interface_font_holds_gb_18030_level_2() -> None:
    has = opened("AnjuSans-Regular.ttf").getBestCmap()
    wanted = hanzi([(0x4E00, 0x9FA5), (0x3400, 0x4DB5)]) + STANDARD_BEYOND
    assert [char for char in wanted if ord(char) not in has] == []


def test_the_bold_interface_font_holds_gb_2312() -> None:
    has = opened("AnjuSans-Bold.ttf").getBestCmap()
    level_1_and_2 = bytes(
        byte for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF) for byte in (row, cell)
    ).decode("gb2312", "ignore")
    assert len(level_1_and_2) == 6763
    assert [char for char in level_1_and_2 if ord(char) not in has] == []


@pytest.mark.parametrize("file", MODIFIED_FONTS)
def test_a_modified_font_bears_none_of_the_reserved_names(file: str) -> None:
    names = opened(file)["name"]
    shown = [names.getDebugName(number) for number in (1, 4, 6)]
    reserved = ("source", "noto", "hana", "花園")
    assert [name for name in shown if any(word in name.lower() for word in reserved)] == []


@pytest.mark.parametrize("file", ["OFL-NotoSerifSC.txt", "OFL-NotoSansSC.txt", "OFL-HanaMin.txt"])
def test_the_licence_of_each_font_lies_beside_it(file: str) -> None:
    assert "SIL OPEN FONT LICENSE" in resource("fonts", file).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("char", "regular", "bold"),
    [
        ("改", "serif-common", "serif-common-bold"),
        ("≥", "serif-common", "serif-common-bold"),
        ("☑", "serif-common", "serif-common-bold"),
        ("𬭚", "serif-common", "serif-common-bold"),
        ("㐂", "serif", "serif-bold"),
        ("𠀀", "fallback", "fallback"),
        ("\U0002ebf0", "fallback", "fallback"),
    ],
)
def test_a_character_is_taken_from_the_first_font_that_has_it(
    metrics: FontMetrics, char: str, regular: str, bold: str
) -> None:
    assert (metrics.font_for(char), metrics.font_for(char, bold=True)) == (regular, bold)


def test_a_full_width_character_is_one_em_wide(metrics: FontMetrics) -> None:
    assert [metrics.advance(char) for char in "改，㐂𠀀☐①㎡　"] == [1.0] * 8


def test_latin_text_is_narrower_and_bold_is_wider(metrics: FontMetrics) -> None:
    assert (
        metrics.width("abc", 10) < metrics.width("abc", 10, bold=True) < metrics.width("改造户", 10)
    )


def test_a_width_is_in_millimetres(metrics: FontMetrics) -> None:
    assert metrics.width("指标分值", 72) == pytest.approx(4 * 25.4)
    assert metrics.width("", 10.5) == 0


@pytest.mark.parametrize("char", ["\x00", "\n", "\x85", "\u200b", "\ufeff", "\ufe0f", "\ud800"])
def test_what_is_not_drawn_has_no_width_and_is_not_missing(metrics: FontMetrics, char: str) -> None:
    assert metrics.advance(char) == metrics.advance(char, bold=True) == 0
    assert metrics.missing(char) == []


@pytest.mark.parametrize("char", ["\t", "\u2009", "\u2005", "\u3000", "\u00a0"])
def test_a_blank_has_a_width(metrics: FontMetrics, char: str) -> None:
    assert metrics.advance(char) > 0


def test_missing_names_each_character_once_in_order_of_appearance(metrics: FontMetrics) -> None:
    assert metrics.missing("某\U0002ebf0县\ue000\U0002ebf0☐") == ["\U0002ebf0", "\ue000"]


@given(st.text(st.characters()), st.booleans())
@settings(deadline=None)
def test_a_text_is_as_wide_as_its_characters(text: str, bold: bool) -> None:
    metrics = default_metrics()
    expected = sum(metrics.advance(char, bold) for char in text) * 10.5 * MM_PER_POINT
    assert metrics.width(text, 10.5, bold) == pytest.approx(expected)


@given(st.characters(), st.booleans())
@settings(deadline=None)
def test_a_character_that_is_not_missing_is_in_the_font_that_is_named_for_it(
    char: str, bold: bool
) -> None:
    metrics = default_metrics()
    face = metrics.faces[metrics.font_for(char, bold)]
    drawn = metrics.advance(char, bold) > 0
    assert face.has(ord(char)) or metrics.missing(char) == [char] or not drawn
